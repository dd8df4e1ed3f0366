"""The first rung of coding: which concepts a passage has words in common with, and which words those are."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence

import numpy as np

from placebook.learn.words import Word, window_of, words_of
from placebook.types import CodeRule, Numbers


def word_scores(passages: Sequence[str], rules: Sequence[CodeRule]) -> Numbers:
    """How far each passage and each concept have words in common, from 0 for none to 1 for the same words.

    Why: a rule that reads words can be read by people too, needs no model, and finds names and terms that a model
    has never met. A word that is common in the passages at hand says little and counts less.

        weight of a word = (1 + ln times it stands there) * (1 + ln((N + 1) / (n + 1)))
        score            = cosine of the weights of the passage and of the definition and phrases of the concept

    where N is the number of passages and n the number that hold the word. Words within a negative phrase of a concept
    do not count for that concept.

    Parameters
    ----------
    passages : texts, in any order; the order changes nothing
    rules : one for each concept

    Returns
    -------
    shape (passages, concepts), 0 to 1

    Source: Salton and Buckley (1988), Term-weighting approaches in automatic text retrieval.
    """
    read = [words_of(passage) for passage in passages]
    theirs = [Counter(word.stem for word in words) for words in read]
    ours = [Counter(word.stem for text in rule.texts for word in words_of(text)) for rule in rules]
    in_how_many = Counter(stem for counts in theirs for stem in counts)
    rarity = {stem: 1 + np.log((len(read) + 1) / (n + 1)) for stem, n in in_how_many.items()}
    rare = 1 + np.log(len(read) + 1)  # of a word that no passage holds
    scores = np.zeros((len(read), len(rules)))
    for column, (rule, counts) in enumerate(zip(rules, ours, strict=True)):
        weights = {stem: (1 + np.log(n)) * rarity.get(stem, rare) for stem, n in counts.items()}
        length = np.sqrt(sum(weight**2 for weight in weights.values()))
        for row, (words, found) in enumerate(zip(read, theirs, strict=True)):
            if not weights.keys().isdisjoint(found):
                scores[row, column] = _cosine(_without(words, found, rule), weights, length, rarity)
    return scores


def _cosine(found: Counter[str], weights: dict[str, float], length: float, rarity: dict[str, float]) -> float:
    theirs = {stem: (1 + np.log(n)) * rarity[stem] for stem, n in found.items() if n > 0}
    common = sum(weights[stem] * weight for stem, weight in theirs.items() if stem in weights)
    own = np.sqrt(sum(weight**2 for weight in theirs.values()))
    return float(common / (own * length)) if common else 0.0


def _without(words: Sequence[Word], found: Counter[str], rule: CodeRule) -> Counter[str]:
    """The words of a passage, less those that stand in a negative phrase of the concept."""
    taken = negative_places(words, rule)
    return found - Counter(words[at].stem for at in taken) if taken else found


def negative_places(words: Sequence[Word], rule: CodeRule) -> frozenset[int]:
    """The places of words that stand in a negative phrase of a concept: side by side, in the order of the phrase."""
    return frozenset(place for run in _runs(words, rule.negative_phrases) for place in run)


def phrase_places(words: Sequence[Word], rule: CodeRule) -> tuple[range, ...]:
    """The places of words that stand in a phrase of a concept: side by side, in the order of the phrase."""
    return tuple(_runs(words, rule.phrases))


def _runs(words: Sequence[Word], phrases: Sequence[str]) -> Iterator[range]:
    stems = [word.stem for word in words]
    for phrase in phrases:
        wanted = [word.stem for word in words_of(phrase)]
        for at in range(len(stems) - len(wanted) + 1 if wanted else 0):
            if stems[at : at + len(wanted)] == wanted:
                yield range(at, at + len(wanted))


def phrases_found(passage: str, rule: CodeRule, most: int = 5) -> tuple[str, ...]:
    """What a passage says in the words of a concept, as it stands in the passage: the reason that a person can check.

    First come whole phrases whose words stand close together, then single words that the concept also uses, longest
    first. Words within a negative phrase are no reason.
    """
    words = words_of(passage)
    barred = negative_places(words, rule)
    free = [word for at, word in enumerate(words) if at not in barred]
    said: list[str] = []
    covered: set[str] = set()
    for phrase in rule.phrases:
        wanted = {word.stem for word in words_of(phrase)}
        place = window_of(free, sorted(wanted)) if len(wanted) > 1 else None
        if place is not None:
            said.append(passage[free[place[0]].start : free[place[1]].end])
            covered |= wanted
    single = {word.stem for text in rule.texts for word in words_of(text)} - covered
    for word in sorted(free, key=lambda one: (one.start - one.end, one.start)):
        if word.stem in single:
            single.discard(word.stem)
            said.append(passage[word.start : word.end])
    return tuple(dict.fromkeys(" ".join(one.split()) for one in said))[:most]
