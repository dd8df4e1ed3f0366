"""Words of a text, brought to their stems, so that "wards are planned" and "planning a ward" can be held together."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache, lru_cache

_WORD = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)?")  # letters of any language, with an apostrophe inside
# words that join others and say nothing of what a text is about
_JOINING_WORDS = """
a all an and are as at be been between but by can do for from had has have how if in into is it its
more most not of on one or other our over people so such than that the their there these they this
those to up was we were what when which who will with would you your
"""
_JOINING = frozenset(_JOINING_WORDS.split())


@dataclass(frozen=True, slots=True)
class Word:
    """One word of a text: its stem, and where it stands."""

    stem: str
    start: int
    end: int


def words_of(text: str) -> tuple[Word, ...]:
    """Every word of a text that says something, in order, with its stem and its place.

    Why stems: a plan says "recycled", a codebook "recycling". Words that only join others are left out. Stems are
    English ones (Snowball); words of another language keep their letters, and so still match themselves.

    Source: Porter (2001), Snowball: a language for stemming algorithms.
    """
    found = ((match.group().casefold(), match.start(), match.end()) for match in _WORD.finditer(text))
    plain = ((re.sub(r"['’].*", "", word), start, end) for word, start, end in found)
    return tuple(Word(stem(word), start, end) for word, start, end in plain if len(word) > 1 and word not in _JOINING)


def stems_of(text: str) -> tuple[str, ...]:
    """The stems of a text, in order."""
    return tuple(word.stem for word in words_of(text))


@lru_cache(maxsize=100_000)
def stem(word: str) -> str:
    """The stem of one word in small letters."""
    return str(_stemmer().stemWord(word))


@cache
def _stemmer():  # type: ignore[no-untyped-def]  # the package has no types
    import snowballstemmer

    return snowballstemmer.stemmer("english")


def window_of(words: Sequence[Word], wanted: Sequence[str], spare: int = 3) -> tuple[int, int] | None:
    """The first and last place of the shortest run of words that holds all wanted stems; None when none is short.

    A run may hold `spare` words beyond those wanted, so that "waste from homes is recycled" has "waste recycling".
    Places count from 0; both ends belong to the run. Nothing is found for no wanted stems.
    """
    need = frozenset(wanted)
    best: tuple[int, int] | None = None
    last: dict[str, int] = {}
    for at, word in enumerate(words):
        if word.stem not in need:
            continue
        last[word.stem] = at
        if len(last) == len(need):
            first = min(last.values())
            if at - first < len(need) + spare and (best is None or at - first < best[1] - best[0]):
                best = first, at
    return best
