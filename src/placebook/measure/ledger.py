"""The ledger: why an area's rank changed between two builds, in four parts that sum exactly.

Four things can differ between one build and the next: the boundaries (which areas there are, and what
they belong to), the method (the recipe), the missing values (which figures are there) and the data (what
the figures say). The ledger changes one after the other, in a stated order, and books each change of rank
where it arises. The parts sum to the whole by construction. In another order the parts could be others,
with the same sum.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import pairwise

import numpy as np

from placebook.measure.boundary_moves import refuse_mixed
from placebook.measure.build import NO_GROUPS, build_index
from placebook.measure.tree import nearest_name
from placebook.types import NOTHING, Cube, DataError, Evidence, Index, Indicator, Numbers, PlacebookError, Recipe

ORDER = ("boundary", "method", "missing values", "data")
STEPS = (*ORDER, "boundary")  # what changes from each index in between to the next
NEW, LEFT = "new in the build", "left the build"


@dataclass(frozen=True, slots=True)
class Build:
    """All that went into one build of an index: enough to make it again."""

    recipe: Recipe
    cube: Cube
    evidence: Evidence | None = None
    indicators: Mapping[str, Indicator] = field(default_factory=lambda: NOTHING)
    groups: Mapping[str, Sequence[str]] = field(default_factory=lambda: NO_GROUPS)

    def index(self) -> Index:
        """Make the index."""
        return build_index(self.recipe, self.cube, self.evidence, self.indicators, self.groups)


@dataclass(frozen=True, slots=True)
class Entry:
    """One area's line: ranks before and after, and the places gained (+) or lost (-) through each cause.

    With a rank on both sides, the four parts are there and sum to rank_before - rank_after. Without one
    there are no parts: the area came or left, or gained or lost its rank, and `note` says through what.
    """

    area: str
    rank_before: int | None
    rank_after: int | None
    boundary: int | None = None
    method: int | None = None
    missing: int | None = None
    data: int | None = None
    note: str = ""


def ledger(before: Build, after: Build, part: str, period: str) -> tuple[Entry, ...]:
    """Split every area's change in rank between two builds into four parts that sum exactly.

    The order is boundary, method, missing values, data; each index in between is really built:

        1. the old build, its areas limited to those in both, ranked again        -> boundary
        2. the new recipe on the old figures of those areas                       -> method
        3. a figure exactly where the new build has one: the old figure where
           both have one, else the new one                                        -> missing values
        4. the new figures                                                        -> data
        5. the new build's other areas put in                                     -> boundary again

    What the old build had no place for: an indicator that only the new recipe reads comes with the method,
    and a period that is new comes with the missing values (unless the new recipe takes its constants from
    it). An area that has no rank on the way keeps its last one until it has one again, so its places are
    booked where its rank comes back.

    Parameters
    ----------
    before, after : two builds with the same kind of area
    part, period : which score's rank; both must be in both builds

    Returns
    -------
    one Entry for each area of either build, by code; places gained are positive

    Raises
    ------
    DataError : the builds are on the boundaries of two years or share fewer than two areas, a build lacks the part
        or the period, or an index in between cannot be built (the sentence says which and why)
    """
    refuse_mixed(before.cube.boundaries, after.cube.boundaries, "the two builds are")
    there = set(before.cube.areas)
    common = tuple(area for area in after.cube.areas if area in there)
    if len(common) < 2:
        raise DataError(f"the two builds share {_areas(len(common))}; a ledger needs at least two")
    ranks = [_ranks(build, part, period, which) for which, build in _stages(before, after, common)]
    entries = {area: _entry(area, [one[area] for one in ranks]) for area in common}
    entries |= {area: Entry(area, rank, None, note=LEFT) for area, rank in ranks[0].items() if area not in entries}
    entries |= {area: Entry(area, None, rank, note=NEW) for area, rank in ranks[-1].items() if area not in entries}
    return tuple(entries[area] for area in sorted(entries))


def _areas(count: int) -> str:
    return {0: "no area", 1: "one area"}.get(count, f"{count} areas")


def _stages(before: Build, after: Build, common: tuple[str, ...]) -> tuple[tuple[str, Build], ...]:
    """The old build, the four in between, and the new one, each with what it is in words."""
    new = _limited(after, common)
    old = replace(_limited(before, common), groups=new.groups)  # who belongs with whom is a matter of boundaries
    method = replace(new, recipe=_on_old_periods(new.recipe, old.cube.periods), cube=_old_figures(old, new))
    return (
        ("the previous build", before),
        ("the previous build without the areas that left", old),
        ("the new recipe on the previous figures", replace(method, evidence=None)),
        ("the new recipe on previous figures with the new gaps", replace(new, cube=_with_gaps_of(old, new))),
        ("the new build without the areas that came", new),
        ("the new build", after),
    )


def _limited(build: Build, areas: tuple[str, ...]) -> Build:
    where = {area: i for i, area in enumerate(build.cube.areas)}
    rows = [where[area] for area in areas]
    cube = Cube(build.cube.values[rows].copy(), areas, build.cube.indicators, build.cube.periods)
    evidence = None
    if build.evidence is not None:
        evidence = Evidence(build.evidence.error[rows], build.evidence.estimated[rows])
    groups = {name: [labels[i] for i in rows] for name, labels in build.groups.items()}
    return replace(build, cube=cube, evidence=evidence, groups=groups)


def _on_old_periods(recipe: Recipe, periods: tuple[str, ...]) -> Recipe:
    """The recipe without the periods that the old build does not have; a base period stays."""
    return replace(recipe, periods=tuple(p for p in recipe.periods if p in periods or p == recipe.constants_from))


def _old_figures(old: Build, new: Build) -> Cube:
    """The old figures under the indicators that the new recipe reads.

    An indicator or a base period that the old build did not read has the new figures: its arrival belongs to
    the method that asks for it.
    """
    base, periods = new.recipe.constants_from, old.cube.periods
    if base in new.cube.periods and base not in periods:
        periods = tuple(sorted((*periods, base)))

    def figures(name: str, label: str) -> Numbers:
        read = name in old.cube.indicators and label in old.cube.periods
        return _column(old.cube if read else new.cube, name, label)

    return _cube(new.cube.areas, new.cube.indicators, periods, figures)


def _with_gaps_of(old: Build, new: Build) -> Cube:
    """A figure exactly where the new build has one: the old figure where there is one, else the new."""

    def figures(name: str, label: str) -> Numbers:
        latest, known = _column(new.cube, name, label), _column(old.cube, name, label)
        return np.where(np.isnan(latest) | np.isnan(known), latest, known)

    return _cube(new.cube.areas, new.cube.indicators, new.cube.periods, figures)


def _column(cube: Cube, name: str, label: str) -> Numbers:
    """One indicator in one period, shape (areas,); all missing where the cube has no place for it."""
    if name in cube.indicators and label in cube.periods:
        return cube.column(name, label)
    return np.full(len(cube.areas), np.nan)


def _cube(
    areas: tuple[str, ...],
    indicators: tuple[str, ...],
    periods: tuple[str, ...],
    figures: Callable[[str, str], Numbers],
) -> Cube:
    values = np.stack([[figures(name, label) for label in periods] for name in indicators])
    return Cube(np.ascontiguousarray(np.moveaxis(values, 2, 0)), areas, indicators, periods)


def _ranks(build: Build, part: str, period: str, which: str) -> dict[str, int | None]:
    """Rank by area, None where there is none, on one part in one period."""
    try:
        index = build.index()
    except PlacebookError as fault:
        raise DataError(f"there is no ledger, as {which} cannot be built: {fault}") from fault
    for what, name, known in (("part", part, index.ranks.indicators), ("period", period, index.ranks.periods)):
        if name not in known:
            raise DataError(f"there is no {what} {name!r} in {which}; {nearest_name(name, known)}")
    pairs = zip(index.ranks.areas, index.ranks.column(part, period), strict=True)
    return {area: None if np.isnan(rank) else int(rank) for area, rank in pairs}


def _entry(area: str, ranks: Sequence[int | None]) -> Entry:
    first, last = ranks[0], ranks[-1]
    if first is None or last is None:
        return Entry(area, first, last, note=_gained_or_lost(ranks))
    kept = [first]  # an area without a rank on the way keeps its last one
    for rank in ranks[1:]:
        kept.append(kept[-1] if rank is None else rank)
    gained = [one - next_one for one, next_one in pairwise(kept)]
    note = "no rank on the way" if None in ranks else ""
    boundary, method, missing, data, came = gained
    return Entry(area, first, last, boundary + came, method, missing, data, note)


def _gained_or_lost(ranks: Sequence[int | None]) -> str:
    """Through which cause an area has its rank now and had none before, or the other way round."""
    there = [rank is not None for rank in ranks]
    if there[0] == there[-1]:
        return "no rank before or after"
    changed = max(step for step, (one, next_one) in enumerate(pairwise(there)) if one != next_one)
    return f"{'no rank before' if there[-1] else 'no rank after'}: {STEPS[changed]}"
