"""Tables of the same counts as one set of cells: a count that stands in two tables is one cell."""

from __future__ import annotations

from collections.abc import Hashable, Sequence
from dataclasses import dataclass, field
from functools import cache
from itertools import permutations, product

import numpy as np
from numpy.typing import NDArray

from placebook.measure.disclosure_tables import Laid
from placebook.methods.disclosure import Flags
from placebook.types import DataError, Numbers

_SLACK = 1e-6  # of a count: what adding up may lose


@dataclass(slots=True)
class Joined:
    """The cells of all tables. A cell has a place in a table, or is what can be had by taking one cell from another."""

    laid: tuple[Laid, ...]
    values: Numbers = field(default_factory=lambda: np.zeros(0))  # shape (cells,), NaN where nobody knows
    unseen: Flags = field(default_factory=lambda: np.zeros(0, np.bool_))
    stays: Flags = field(default_factory=lambda: np.zeros(0, np.bool_))
    weight: Numbers = field(default_factory=lambda: np.zeros(0))  # how many counts a cell sums; 0 if never published
    ids: tuple[NDArray[np.intp], ...] = ()  # for each table, the cell at each place
    sums: list[tuple[int, tuple[int, ...]]] = field(default_factory=list)  # the cell of a whole, those of its parts

    def name(self, cell: int) -> str:
        """Area, period and category of a cell, in words."""
        for table, ids in zip(self.laid, self.ids, strict=True):
            for area, period, kind in np.argwhere(ids == cell):
                return ", ".join((table.areas[area], table.periods[period], table.categories[kind]))
        return "the difference of two tables"


def join(laid: Sequence[Laid]) -> Joined:
    """Give every published count a cell, the same where two tables say the same, with all sums between them.

    Two totals are the same count when they are made of the same smallest areas and the same categories; tables
    without a category in common are taken to divide the same people in two ways. Where an area holds one of the
    other table, what lies between them can be had by taking away, and so is a cell that nobody publishes.

    Raises DataError where two tables say different things of the same count.
    """
    joined = Joined(tuple(laid))
    if len(laid) == 1:
        size = laid[0].values.size
        joined.ids = (np.arange(size).reshape(laid[0].values.shape),)
    else:
        joined.ids = _shared_ids(laid)
        size = 1 + max(int(ids.max()) for ids in joined.ids)
    joined.values, joined.weight = np.full(size, np.nan), np.zeros(size)
    joined.unseen, joined.stays = np.ones(size, np.bool_), np.zeros(size, np.bool_)
    for table, ids in zip(laid, joined.ids, strict=True):
        _take_in(joined, table, ids)
    found = {
        (int(ids[whole]), tuple(sorted(int(ids[part]) for part in parts)))
        for table, ids in zip(laid, joined.ids, strict=True)
        for whole, parts in table.relations()
    }
    joined.sums = sorted(one for one in found if one[1] != (one[0],))
    if len(laid) > 1:
        _take_away(joined)
    return joined


def _take_in(joined: Joined, table: Laid, ids: NDArray[np.intp]) -> None:
    """What one table says of its cells."""
    there = ~np.isnan(table.values)
    other = joined.values[ids]
    differs = there & ~np.isnan(other) & (np.abs(np.nan_to_num(other - table.values)) > _SLACK)
    if np.any(differs):
        area, period, kind = np.argwhere(differs)[0]
        raise DataError(
            f"{table.areas[area]}, {table.periods[period]}, {table.categories[kind]}: two tables that should count "
            "the same say different things; see that both are of the same records, or protect them one by one"
        )
    joined.values[ids[there]] = table.values[there]
    shows = there & ~table.unpublished
    joined.unseen[ids[shows]] = False
    joined.stays[ids[shows & table.kept]] = True
    base = float(np.nansum(table.values[: table.shape[0], :, : table.shape[2]]))
    tie = 0.5 * np.nan_to_num(table.values) / max(base, 1.0) / 10  # of as many hidden counts, rather the smaller
    joined.weight[ids] = np.maximum(joined.weight[ids], np.where(shows, _sizes(table) + tie, 0.0))


def _sizes(table: Laid) -> Numbers:
    """How many of a table's counts each place sums, shape (areas, periods, categories)."""
    areas = np.array([len(table.leaves(area)) for area in range(len(table.areas))], float)
    periods = np.array([len(table.spans.get(at, (at,))) for at in range(len(table.periods))], float)
    kinds = np.array([len(table.joint.get(at, (at,))) for at in range(len(table.categories))], float)
    if table.has_total:
        kinds[-1] = table.shape[2]
    sizes: Numbers = areas[:, None, None] * periods[None, :, None] * kinds
    return sizes


def _shared_ids(laid: Sequence[Laid]) -> tuple[NDArray[np.intp], ...]:
    place: dict[Hashable, int] = {}
    ids = []
    for at, table in enumerate(laid):
        areas = [_leaves(laid, at, area) for area in table.areas]
        kinds = _kinds(laid, at)
        here = np.empty(table.values.shape, np.intp)
        for spot in product(*map(range, table.values.shape)):
            key = areas[spot[0]], table.periods[spot[1]], kinds[spot[2]]
            here[spot] = place.setdefault(key, len(place))
        ids.append(here)
    return tuple(ids)


def _leaves(laid: Sequence[Laid], at: int, area: str) -> frozenset[str]:
    """The smallest areas that make up an area: as its own table says, or else as another does."""

    @cache
    def below(name: str) -> frozenset[str]:
        for table in (laid[at], *laid):
            parts = table.below(name)
            if parts:
                return frozenset[str]().union(*(below(part) for part in parts))
        return frozenset([name])

    return below(area)


def _kinds(laid: Sequence[Laid], at: int) -> list[Hashable]:
    """What each category of a table is called in all tables."""
    table, others = laid[at], [one for one in laid if one is not laid[at]]
    own = table.categories[: table.shape[2]]
    same = (one for one in laid if _divides_the_same(set(own), set(one.categories[: one.shape[2]])))
    total = ("total", frozenset(next(same).categories))
    named = [("one", kind) for kind in own]
    if table.has_total:
        return [*named, total]
    is_total = others and not any(own[0] in one.categories[: one.shape[2]] for one in others)
    return [total] if is_total else list(named)


def _divides_the_same(own: set[str], other: set[str]) -> bool:
    return own == other or not own & other


def _take_away(joined: Joined) -> None:
    """Add what can be had by taking an area of one table from a wider area of another, where neither lists the rest."""
    laid = joined.laid
    listed = {area for table in laid for area, no in zip(table.areas, table.unseen, strict=True) if not no}
    for (one, small), (other, large) in permutations(enumerate(laid), 2):
        for a, area in enumerate(small.areas):
            inner = _leaves(laid, one, area)
            for b, wider in enumerate(large.areas):
                rest = _leaves(laid, other, wider) - inner
                if rest and inner < _leaves(laid, other, wider) and not rest & listed:
                    _add_differences(joined, one, a, other, b)


def _add_differences(joined: Joined, one: int, a: int, other: int, b: int) -> None:
    """The differences of two areas, for every period and category that both tables have."""
    small, large = joined.laid[one], joined.laid[other]
    kinds = {kind: at for at, kind in enumerate(_kinds(joined.laid, other))}
    periods = {period: at for at, period in enumerate(large.periods)}
    for p, period in enumerate(small.periods):
        for k, kind in enumerate(_kinds(joined.laid, one)):
            if period in periods and kind in kinds:
                part = int(joined.ids[one][a, p, k])
                whole = int(joined.ids[other][b, periods[period], kinds[kind]])
                _add_difference(joined, whole, part)


def _add_difference(joined: Joined, whole: int, part: int) -> None:
    left = joined.values[whole] - joined.values[part]
    if left < -_SLACK:
        raise DataError(f"{joined.name(part)}: is more than the wider area {joined.name(whole)} of another table")
    joined.sums.append((whole, (part, len(joined.values))))
    joined.values = np.append(joined.values, max(left, 0.0))
    joined.unseen, joined.stays = np.append(joined.unseen, True), np.append(joined.stays, False)
    joined.weight = np.append(joined.weight, 0.0)
