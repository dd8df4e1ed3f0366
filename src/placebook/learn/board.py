"""Asks and offers that may fit each other: by what they mean, and by how alike their places are."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from placebook.learn.phrases import phrases_found, word_scores
from placebook.types import Ask, CodeRule, Numbers

FLOOR_WORDS = 0.15  # likeness by words below which two entries are not shown as a match
FLOOR_MEANING = 0.45  # likeness by vectors, likewise
SAME_PLACE = 1.0


@dataclass(frozen=True, slots=True)
class Match:
    """An entry that may fit another. `place` is None where one of the two names no place, or none can be compared."""

    id: str
    likeness: float  # of what both say, 0 to 1
    method: str  # words or meaning
    because: tuple[str, ...]  # words that both have
    shared: tuple[str, ...]  # concepts that both carry
    place: float | None  # how alike the places are, 0 to 1


def may_match(one: Ask, other: Ask) -> bool:
    """Whether two entries could fit: an ask and an offer, or where the source does not say which one is.

    What is met or withdrawn is looked for no more.
    """
    if one.id == other.id or {one.state, other.state} & {"met", "withdrawn"}:
        return False
    return one.kind != other.kind or one.kind == "not said"


def matches(
    entries: Sequence[Ask], alike: Mapping[tuple[str, str], float] | None = None, vectors: Numbers | None = None
) -> dict[str, tuple[Match, ...]]:
    """For each entry those that may fit it, nearest in what they say first; of equals the more alike place.

    Why two measures: that two councils resemble each other does not make an offer an answer, and an answer from an
    unlike place can still be one. Nobody should have to take one number for both.

    By words the likeness is the cosine of weighted word counts (see phrases.word_scores), the larger of the two ways
    round. By meaning it is the cosine of the two vectors. Entries that share a concept are always shown.

    Parameters
    ----------
    entries : all of a board
    alike : how alike two areas are, 0 to 1, by their two codes; areas that are not there were not compared
    vectors : of `text_of` each entry, in their order, each of length 1; words are used where there are none

    Returns
    -------
    By the id of each entry, its matches
    """
    scores, floor, method = _likeness(entries, vectors)
    found: dict[str, tuple[Match, ...]] = {}
    for row, one in enumerate(entries):
        every = _matches(row, one, entries, scores, floor, method, alike or {})
        found[one.id] = tuple(sorted(every, key=lambda each: (-round(each.likeness, 6), -(each.place or 0), each.id)))
    return found


def text_of(one: Ask) -> str:
    """What stands for an entry when it is compared: its title, what it says, and its words."""
    return ". ".join((one.title, one.says, *one.words))


def _likeness(entries: Sequence[Ask], vectors: Numbers | None) -> tuple[Numbers, float, str]:
    if vectors is not None:
        near: Numbers = np.asarray(vectors @ vectors.T, dtype=np.float64)
        return near, FLOOR_MEANING, "meaning"
    scores = word_scores([text_of(one) for one in entries], [_rule(one) for one in entries])
    both: Numbers = np.maximum(scores, scores.T)
    return both, FLOOR_WORDS, "words"


def _rule(one: Ask) -> CodeRule:
    return CodeRule(one.id, f"{one.title}. {one.says}", phrases=one.words)


def _matches(
    row: int,
    one: Ask,
    entries: Sequence[Ask],
    scores: Numbers,
    floor: float,
    method: str,
    alike: Mapping[tuple[str, str], float],
) -> Iterator[Match]:
    for column, other in enumerate(entries):
        shared = tuple(concept for concept in one.concepts if concept in other.concepts)
        if may_match(one, other) and (scores[row, column] >= floor or shared):
            because = phrases_found(text_of(other), _rule(one))
            yield Match(other.id, float(scores[row, column]), method, because, shared, _place(one, other, alike))


def _place(one: Ask, other: Ask, alike: Mapping[tuple[str, str], float]) -> float | None:
    """How alike the most alike of their places are."""
    if set(one.areas) & set(other.areas):
        return SAME_PLACE
    pairs = ((here, there) for here in one.areas for there in other.areas)
    known = [alike[key] for pair in pairs for key in (pair, pair[::-1]) if key in alike]
    return max(known, default=None)
