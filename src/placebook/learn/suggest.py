"""The ladder of coding: phrases, then meaning, then what people's own codes have taught. Each rung says why."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from placebook.learn.meaning import meaning_scores
from placebook.learn.phrases import phrases_found, word_scores
from placebook.types import Codebook, Numbers, Suggestion

PHRASES, MEANING, TOGETHER, TRAINED = "phrases", "meaning", "together", "trained"
SURE = 0.5  # the share of passages to be sure of, where nobody says another
LITTLE = 0.25  # of the score of the first: but for meaning, what is below it is no suggestion
WORDS_SHARE = 0.4  # of the score of words, beside that of meaning


@dataclass(frozen=True, slots=True)
class Vectors:
    """What a model made of texts: one vector of length 1 for each, and the name of the model."""

    model: str
    passages: Numbers  # shape (passages, dimensions)
    texts: Numbers  # shape (texts of the codebook, dimensions), in the order of the rules and of `CodeRule.texts`


@dataclass(frozen=True, slots=True)
class Scored:
    """How far every concept of a codebook speaks for itself in every passage."""

    codebook: Codebook
    method: str
    version: str
    passages: tuple[str, ...]
    scores: Numbers  # shape (passages, concepts)
    nearest: tuple[str, ...] = ()  # by meaning: the text of each passage's first concept that it is nearest to
    alone: tuple[str, ...] = ()  # where passages were read together: the concept of each passage by itself

    @property
    def first(self) -> NDArray[np.int64]:
        """The concept with the highest score of each passage, as a place in the codebook; of equals the earlier."""
        best: NDArray[np.int64] = np.argmax(self.scores, axis=1)
        return best

    @property
    def margin(self) -> Numbers:
        """How far the highest score of each passage lies above the second: a small margin is a doubt."""
        if self.scores.shape[1] < 2:
            return np.full(len(self.scores), np.inf)
        top = np.sort(self.scores, axis=1)[:, -2:]
        apart: Numbers = top[:, 1] - top[:, 0]
        return apart

    def sure(self, coverage: float) -> NDArray[np.bool_]:
        """The share `coverage` of passages with the widest margins; the others are "not sure".

        A passage in which nothing speaks for any concept is never sure. Equal margins stand or fall together.
        Raises ValueError for a share outside 0 to 1.
        """
        if not 0 <= coverage <= 1:
            raise ValueError(f"coverage is a share from 0 to 1, not {coverage:g}")
        margin = self.margin
        count = int(coverage * len(margin) + 1e-9)
        if not count:
            return np.zeros(len(margin), dtype=bool)
        least = np.sort(margin)[-count]
        found: NDArray[np.bool_] = (margin >= least) & (margin > 0)
        return found


def score_passages(passages: Sequence[str], codebook: Codebook, vectors: Vectors | None = None) -> Scored:
    """Score passages against every concept of a codebook, by words alone or by words and meaning.

        without a model: score = words
        with a model:    score = meaning + 0.4 * words

    Parameters
    ----------
    passages : texts
    codebook : the concepts and what speaks for them
    vectors : of these passages and of the codebook's texts, where a model is at hand

    Returns
    -------
    Scored

    Raises
    ------
    ValueError : vectors that are not one for each passage and each text
    """
    words = word_scores(passages, codebook.rules)
    if vectors is None:
        return Scored(codebook, PHRASES, f"{codebook.id} {codebook.version}", tuple(passages), words)
    owner = [place for place, rule in enumerate(codebook.rules) for _ in rule.texts]
    if len(vectors.passages) != len(passages) or len(vectors.texts) != len(owner):
        raise ValueError("vectors are wanted for each passage and for each text of the codebook")
    scores = meaning_scores(vectors.passages, vectors.texts, owner) + WORDS_SHARE * words
    version = f"{codebook.id} {codebook.version}, {vectors.model}"
    return Scored(codebook, MEANING, version, tuple(passages), scores, nearest_texts(codebook, vectors, scores))


def nearest_texts(codebook: Codebook, vectors: Vectors, scores: Numbers) -> tuple[str, ...]:
    """The text of each passage's first concept that lies nearest to it."""
    texts = [text for rule in codebook.rules for text in rule.texts]
    owner = [place for place, rule in enumerate(codebook.rules) for _ in rule.texts]
    places = [np.flatnonzero(np.asarray(owner) == concept) for concept in range(len(codebook.rules))]
    first = np.argmax(scores, axis=1)
    return tuple(
        texts[places[concept][int(np.argmax(vectors.texts[places[concept]] @ vector))]]
        for concept, vector in zip(first, vectors.passages, strict=True)
    )


def suggestions(scored: Scored, names: Sequence[str], coverage: float = 1.0) -> Iterator[Suggestion]:
    """The concept that each passage is most about, whether that is sure, and the words that made it.

    `names` are the passages' own names, in order. A passage that no concept speaks for gets no suggestion.
    """
    sure, first = scored.sure(coverage), scored.first
    for row, (name, passage) in enumerate(zip(names, scored.passages, strict=True)):
        rule = scored.codebook.rules[first[row]]
        score = float(scored.scores[row, first[row]])
        because = phrases_found(passage, rule)
        because = (*because, *_because_of_meaning(scored, row, rule.concept))
        if scored.method == PHRASES and score <= 0:
            continue
        yield Suggestion(name, rule.concept, score, bool(sure[row]), scored.method, scored.version, because)


def _because_of_meaning(scored: Scored, row: int, first: str) -> Iterator[str]:
    """What meaning says for the first concept of a passage, and which it would be were the passage alone."""
    if scored.nearest:
        yield f"near to: {scored.nearest[row]}"
    if scored.alone and scored.alone[row] != first:
        yield f"by itself: {scored.alone[row]}"


def ranked(scored: Scored, row: int, name: str, most: int = 5) -> tuple[Suggestion, ...]:
    """The concepts that speak most for one passage, highest first, each with the words that made it.

    Why: a person who codes looks at more than the first, which is wrong one time in three. Only the first can be sure.

    Parameters
    ----------
    scored : passages and codebook
    row : of the passage among those scored
    name : of the passage
    most : how many; by words alone and from codes, those are left out that score little beside the first

    Returns
    -------
    At most so many suggestions. Words and codes score from 0 up, so that a share of the highest means something;
    scores by meaning lie around 0, and there all are given
    """
    scores, passage = scored.scores[row], scored.passages[row]
    sure, first = bool(scored.sure(SURE)[row]), int(scored.first[row])
    found = []
    for place in np.argsort(-scores, kind="stable")[:most]:
        rule, score = scored.codebook.rules[int(place)], float(scores[place])
        if scored.method not in (MEANING, TOGETHER) and score <= LITTLE * scores[first]:
            continue
        because = phrases_found(passage, rule)
        if int(place) == first:
            because = (*because, *_because_of_meaning(scored, row, rule.concept))
        is_sure = sure and int(place) == first
        found.append(Suggestion(name, rule.concept, score, is_sure, scored.method, scored.version, because))
    return tuple(found)


def on_the_ladder(
    from_codes: Sequence[Suggestion], by_rule: Sequence[Suggestion], learned: frozenset[str], most: int = 5
) -> tuple[Suggestion, ...]:
    """Suggestions from two rungs for one passage: of what was learned the codes speak, of all else the codebook.

    Why: a hundred codes say better than a definition what people here take a concept to be; but of a concept with few
    codes nothing was learned, and silence would look like a no.

    Parameters
    ----------
    from_codes, by_rule : suggestions of either rung, highest first
    learned : concepts of which there were enough codes
    most : how many in all
    """
    return (*from_codes, *(one for one in by_rule if one.concept not in learned))[:most]
