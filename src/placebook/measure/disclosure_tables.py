"""Lay published tables of counts out as cells that add up: rows, totals, wider areas, and tables of the same counts."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import product

import numpy as np
from numpy.typing import NDArray

from placebook.types import NOTHING, Counts, DataError, Numbers

ALL = "all categories"
ELSEWHERE = "elsewhere in"
_SLACK = 1e-6  # of a count: what adding up may lose


@dataclass(frozen=True, slots=True)
class Linked:
    """A second table of the same counts: on other categories, on other areas, or on one area more.

    `published` says that it is out already, just as it stands: nothing in it can be hidden any more.
    """

    counts: Counts
    within: Mapping[str, str] = field(default_factory=lambda: NOTHING)
    published: bool = False


@dataclass(frozen=True, slots=True)
class Laid:
    """One table with its totals. The first areas and categories are those of the counts, in their order."""

    values: Numbers  # shape (areas, periods, categories), NaN where nobody knows
    areas: tuple[str, ...]
    periods: tuple[str, ...]
    categories: tuple[str, ...]
    shape: tuple[int, int, int]  # of the counts
    parts: Mapping[int, tuple[int, ...]]  # a wider area and the areas that add up to it
    spans: Mapping[int, tuple[int, ...]]  # a longer period and the periods that add up to it
    unseen: NDArray[np.bool_]  # shape (areas,): what is elsewhere in a wider area is not published
    published: bool = False
    within: Mapping[str, str] = field(default_factory=lambda: NOTHING)  # also of areas that the table does not list
    joint: Mapping[int, tuple[int, ...]] = field(default_factory=dict)  # a category and those it sums
    silent: NDArray[np.bool_] | None = None  # shape (periods, categories): what nobody publishes; None = nothing
    fixed: frozenset[str] = frozenset()  # wider areas whose totals are out by another way, and cannot be hidden

    @property
    def unpublished(self) -> NDArray[np.bool_]:
        """Which places nobody publishes, shape (areas, periods, categories)."""
        silent = np.zeros(self.values.shape[1:], np.bool_) if self.silent is None else self.silent
        return np.asarray(self.unseen[:, None, None] | silent)

    @property
    def kept(self) -> NDArray[np.bool_]:
        """What cannot be hidden, as it is out already; shape (areas, 1, 1)."""
        fixed = np.array([self.published or area in self.fixed for area in self.areas])
        return np.asarray(fixed[:, None, None])

    @property
    def has_total(self) -> bool:
        """Whether a total over categories stands beside the categories."""
        return len(self.categories) > self.shape[2]

    def leaves(self, area: int) -> frozenset[str]:
        """The smallest areas of this table that make up an area."""
        if area not in self.parts:
            return frozenset([self.areas[area]])
        return frozenset[str]().union(*(self.leaves(part) for part in self.parts[area]))

    def below(self, name: str) -> tuple[str, ...]:
        """The areas next below an area, listed or not; empty where the table knows of none."""
        if name in self.areas and self.areas.index(name) in self.parts:
            return tuple(self.areas[part] for part in self.parts[self.areas.index(name)])
        return tuple(sorted(area for area, wider in self.within.items() if wider == name))

    def relations(self) -> Iterator[tuple[tuple[int, int, int], list[tuple[int, int, int]]]]:
        """Every sum in the table: the place of the whole and the places of its parts."""
        (areas, periods, categories), kinds = self.values.shape, self.shape[2]
        for whole, parts in self.parts.items():
            for period in range(periods):
                for kind in range(categories):
                    yield (whole, period, kind), [(part, period, kind) for part in parts]
        for long, short in self.spans.items():
            for area in range(areas):
                for kind in range(categories):
                    yield (area, long, kind), [(area, period, kind) for period in short]
        for whole, parts in self.joint.items():
            for area, period in product(range(areas), range(periods)):
                yield (area, period, whole), [(area, period, kind) for kind in parts]
        if self.has_total:
            for area in range(areas):
                for period in range(periods):
                    yield (area, period, kinds), [(area, period, kind) for kind in range(kinds)]


def lay_out(
    counts: Counts,
    within: Mapping[str, str],
    spans: Mapping[str, Sequence[str]] = NOTHING,
    published: bool = False,
    joint: Mapping[str, Sequence[str]] | None = None,
) -> Laid:
    """A table of counts with all its totals: over categories, and for each wider area.

    With `joint`, those of the categories that it names are sums of others, and there is no total beside them.

    A wider area that the counts do not hold is the sum of the areas in it. Where the counts do hold it and it is
    more than its areas, what is left lies elsewhere in it, and can be worked out by taking away.

    Raises DataError where areas lie within each other in a ring, or a wider area is less than its areas.
    """
    areas, parts, values = _with_wider_areas(counts, within)
    values, areas, parts, unseen = _with_what_is_elsewhere(values, areas, parts, counts.periods)
    categories = counts.categories
    if len(categories) > 1 and joint is None:
        values = np.concatenate([values, values.sum(axis=2, keepdims=True)], axis=2)
        categories = (*categories, _unused(ALL, categories))
    place = {period: at for at, period in enumerate(counts.periods)}
    held = {
        place[long]: tuple(place[one] for one in short)
        for long, short in spans.items()
        if long in place and all(one in place for one in short)
    }
    size = counts.values.shape
    kinds = {
        categories.index(whole): tuple(categories.index(one) for one in some) for whole, some in (joint or {}).items()
    }
    return Laid(
        values, tuple(areas), counts.periods, categories, size, parts, held, unseen, published, dict(within), kinds
    )


def _unused(name: str, names: Sequence[str]) -> str:
    while name in names:
        name += " together"
    return name


def _with_wider_areas(
    counts: Counts, within: Mapping[str, str]
) -> tuple[list[str], dict[int, tuple[int, ...]], Numbers]:
    """The areas with every wider area after those in it, which areas each is made of, and the counts of all."""
    areas, children = list(counts.areas), dict[str, list[str]]()
    known = set(areas)
    for area in areas:  # grows by the wider areas that it meets
        outer = within.get(area)
        if outer is not None:
            children.setdefault(outer, []).append(area)
            if outer not in known:
                known.add(outer)
                areas.append(outer)
    _refuse_rings(children, within)
    place = {area: at for at, area in enumerate(areas)}
    parts = {place[wider]: tuple(place[one] for one in some) for wider, some in children.items()}
    values = np.full((len(areas), *counts.values.shape[1:]), np.nan)
    values[: len(counts.areas)] = counts.values
    for wider in _inner_first(parts):
        if wider >= len(counts.areas):
            values[wider] = values[list(parts[wider])].sum(axis=0)
    return areas, {wider: parts[wider] for wider in _inner_first(parts)}, values


def _refuse_rings(children: Mapping[str, Sequence[str]], within: Mapping[str, str]) -> None:
    for area in children:
        seen, here = {area}, within.get(area)
        while here is not None:
            if here in seen:
                raise DataError(f"{area}: lies within itself by way of {here}; name for each area one wider area")
            seen.add(here)
            here = within.get(here)


def _inner_first(parts: Mapping[int, tuple[int, ...]]) -> list[int]:
    """Wider areas in such an order that each comes after those within it."""

    def depth(area: int) -> int:
        return 1 + max(map(depth, parts[area])) if area in parts else 0

    return sorted(parts, key=lambda area: (depth(area), area))


def _with_what_is_elsewhere(
    values: Numbers, areas: list[str], parts: dict[int, tuple[int, ...]], periods: Sequence[str]
) -> tuple[Numbers, list[str], dict[int, tuple[int, ...]], NDArray[np.bool_]]:
    """Add a row that nobody publishes for each wider area that is more than the areas in it."""
    listed = len(areas)
    for wider, some in list(parts.items()):
        left = values[wider] - values[list(some)].sum(axis=0)
        if np.any(left < -_SLACK):
            period = periods[int(np.argwhere(left < -_SLACK)[0][0])]
            raise DataError(
                f"{areas[wider]}, {period}: the areas in it come to more than it has; see that both count the same"
            )
        if np.any(left > _SLACK):
            areas = [*areas, f"{ELSEWHERE} {areas[wider]}"]
            parts[wider] = (*some, len(areas) - 1)
            values = np.concatenate([values, left[None]])
    return values, areas, parts, np.arange(len(areas)) >= listed
