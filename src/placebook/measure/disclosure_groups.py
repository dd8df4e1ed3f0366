"""The smallest groups of people that published tables tell apart, and the groups that each published count is of."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from itertools import product

import numpy as np
from numpy.typing import NDArray

from placebook.types import Counts, Numbers

ELSEWHERE = "elsewhere in"
_NEAR = 1e-6  # of a count
Spans = Mapping[str, Sequence[str]]
Given = tuple[
    Counts, Mapping[str, str], Spans, Spans
]  # true counts, what lies within, longer periods, joint categories


class Groups:
    """Groups of one smallest area, one period, and one category of each way in which the tables divide people.

    Tables whose categories have one in common divide people in the same way; by age and by sex are two ways.
    """

    def __init__(self, tables: Sequence[Given]) -> None:
        self.tables = tables
        self.ways: list[set[str]] = []
        for truth, _, _, _ in tables:
            kinds = set(truth.categories)
            touching = [way for way in self.ways if way & kinds]
            self.ways = [way for way in self.ways if not way & kinds] + [kinds.union(*touching)]
        self._children = [_children(truth, within) for truth, within, _, _ in tables]
        self._more = [_more(truth, within) for truth, within, _, _ in tables]
        self._number: dict[tuple[str, ...], int] = {}
        self._smallest: dict[tuple[int, str], list[str]] = {}
        self._truth: dict[tuple[int, str], Numbers] = {}

    def smallest(self, at: int, area: str) -> list[str]:
        """The smallest areas that make up an area, as its own table says or else as another does."""
        if (at, area) not in self._smallest:
            tables = [at, *range(len(self.tables))]
            below: list[str] = next((found for i in tables if (found := self._children[i].get(area))), [])
            more = [f"{ELSEWHERE} {area}"] if below and any(area in some for some in self._more) else []
            leaves = {leaf for one in below for leaf in self.smallest(at, one)}
            self._smallest[at, area] = sorted(leaves | set(more)) or [area]
        return self._smallest[at, area]

    def of(self, at: int, area: str, period: str, kind: str) -> NDArray[np.intp]:
        """The numbers of the groups that a count of a table is of; a category it does not have stands for its total."""
        truth, _, spans, joint = self.tables[at]
        own = set(truth.categories)
        kinds = {kind} if kind in own else set(joint.get(kind, own))
        choices = [sorted(kinds if way & own else way) for way in self.ways]
        names = product(self.smallest(at, area), spans.get(period, (period,)), *choices)
        return np.array([self._number.setdefault(name, len(self._number)) for name in names], np.intp)

    def truth(self, at: int, area: str, period: str, kind: str) -> float:
        """The true count at a place of a table, totals too. NaN where nobody knows."""
        truth, _, spans, joint = self.tables[at]
        kinds = [kind] if kind in truth.categories else joint.get(kind, truth.categories)
        periods = [period] if period in truth.periods else spans[period]
        counts = self._counts(at, area)[[truth.periods.index(one) for one in periods]]
        return float(counts[:, [truth.categories.index(one) for one in kinds]].sum())

    def _counts(self, at: int, area: str) -> Numbers:
        if (at, area) not in self._truth:
            truth = self.tables[at][0]
            if area in truth.areas:
                found = truth.values[truth.areas.index(area)]
            else:
                found = np.sum([self._counts(at, one) for one in self._children[at][area]], axis=0)
            self._truth[at, area] = found
        return self._truth[at, area]

    def elsewhere(self, at: int) -> Iterator[tuple[tuple[str, str, str], float]]:
        """What lies in a wider area and in none of the areas in it: place and true count."""
        truth = self.tables[at][0]
        for wider, left in self._more[at].items():
            for p, k in np.ndindex(left.shape):
                yield (f"{ELSEWHERE} {wider}", truth.periods[p], truth.categories[k]), float(left[p, k])


def _children(truth: Counts, within: Mapping[str, str]) -> dict[str, list[str]]:
    """The areas next below each wider area: those that the table has, or where it has none, those that are known."""
    had, queue = set(truth.areas), list(truth.areas)
    for area in queue:  # grows by wider areas
        wider = within.get(area)
        if wider is not None and wider not in had:
            had.add(wider)
            queue.append(wider)
    known: dict[str, list[str]] = {}
    for area, wider in within.items():
        known.setdefault(wider, []).append(area)
    return {wider: [area for area in areas if area in had] or areas for wider, areas in known.items()}


def _more(truth: Counts, within: Mapping[str, str]) -> dict[str, Numbers]:
    """Wider areas that are counted by themselves and are more than the areas in them, and by how much."""
    place, more = {area: at for at, area in enumerate(truth.areas)}, dict[str, Numbers]()
    inside: dict[str, list[int]] = {}
    for area, wider in within.items():
        if area in place and wider in place:
            inside.setdefault(wider, []).append(place[area])
    for wider, areas in inside.items():
        left = truth.values[place[wider]] - truth.values[areas].sum(axis=0)
        if np.any(left > _NEAR):
            more[wider] = left
    return more
