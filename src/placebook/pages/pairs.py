"""Two areas beside each other: by how much their scores differ, and whether the difference is clear."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from math import isnan

from placebook.measure.strengths import better_sign
from placebook.pages.chart_figures import kept
from placebook.pages.shelf import Shelf
from placebook.types import Index, Part, RankRanges

OVER, UNDER, ALIKE, NOT_KNOWN = "clearly better", "clearly worse", "not clearly different", "not known"
CLEAR = "clearly different"


@dataclass(frozen=True, slots=True)
class PartDifference:
    """One part of the index in two areas. `better_by` is the first's score less the second's, in points,
    positive when better for people. `side` says better or worse only where the difference is clear."""

    part: str
    title: str
    better_by: float | None
    side: str  # clearly better, clearly worse, not clearly different, not known


@dataclass(frozen=True, slots=True)
class PairLine:
    """Two areas: what is sure of the whole index, and the parts, those furthest apart in front."""

    first: str
    first_name: str
    second: str
    second_name: str
    says: str  # clearly different, not clearly different, not known
    whole: PartDifference
    parts: tuple[PartDifference, ...]


@dataclass(frozen=True)
class Scores:
    """The scores and rank ranges of one period, with the row of each area, so that no area has to be looked for."""

    index: Index
    period: str
    ranges: RankRanges | None
    rows: Mapping[str, int]
    range_rows: Mapping[str, int]

    @cached_property
    def out_of(self) -> Mapping[str, int]:
        """How many areas are ranked on each part."""
        counted = self.index.out_of[:, self.index.scores.periods.index(self.period)].tolist()
        return {part.name: count for part, count in zip(self.index.parts, counted, strict=True)}

    def score(self, code: str, part: str) -> float | None:
        """The score of an area on a part, or None."""
        values, t = self.index.scores.values, self.index.scores.periods.index(self.period)
        found = float(values[self.rows[code], self.index.place(part), t])
        return None if isnan(found) else found

    def side(self, first: str, second: str, part: str) -> str:
        """Where the first stands to the second: over or under where that is clear, else that it is not."""
        ranges = self.ranges
        there = first in self.range_rows and second in self.range_rows
        if ranges is None or part not in ranges.parts or not there:
            return NOT_KNOWN
        if self.score(first, part) is None or self.score(second, part) is None:
            return NOT_KNOWN
        above = self._above(ranges, first, second, part) - self._above(ranges, second, first, part)
        return {1: OVER, -1: UNDER}.get(above * int(better_sign(self.index)), ALIKE)

    def _above(self, ranges: RankRanges, first: str, second: str, part: str) -> int:
        """1 where the first is clearly above; where pairs were not worked out, its range ends before the other's."""
        a, b, p = self.range_rows[first], self.range_rows[second], ranges.parts.index(part)
        if ranges.clear is not None:
            return int(ranges.clear[a, b, p] == 1)
        return int(ranges.rank_high[a, p] < ranges.rank_low[b, p])


def scores_of(shelf: Shelf, period: str | None = None) -> Scores | None:
    """The scores of one period of the index, its last when None. None where the book has no index."""
    index = shelf.index
    if index is None:
        return None
    when = period or index.scores.periods[-1]
    ranges = shelf.ranges_of(when)
    rows = kept(shelf, "index rows", lambda: {code: i for i, code in enumerate(index.scores.areas)})
    there = kept(shelf, ("range rows", when), lambda: {c: i for i, c in enumerate(ranges.areas)} if ranges else {})
    return Scores(index, when, ranges, rows, there)


def pair_line(shelf: Shelf, scores: Scores, first: str, second: str, parts: Sequence[Part]) -> PairLine:
    """Two areas beside each other on some parts of the index, of which the first is the whole."""
    said = [_difference(scores, first, second, part) for part in parts]
    rest = sorted(said[1:], key=lambda one: -abs(one.better_by or 0.0))
    whole = said[0]
    clear = {OVER: CLEAR, UNDER: CLEAR}.get(whole.side, whole.side)
    names = shelf.names
    return PairLine(first, names[first], second, names[second], clear, whole, tuple(rest))


def _difference(scores: Scores, first: str, second: str, part: Part) -> PartDifference:
    one, other = scores.score(first, part.name), scores.score(second, part.name)
    apart = None if one is None or other is None else better_sign(scores.index) * (one - other)
    return PartDifference(part.name, part.title, apart, scores.side(first, second, part.name))
