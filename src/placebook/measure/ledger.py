"""The ledger: why an area's rank changed between two builds, in four parts that sum exactly.

Four things can differ between one build and the next: the boundaries (which areas there are), the method
(the recipe), the missing values (which figures are there) and the data (what the figures say). The ledger
changes one after the other, in a stated order, and books each change of rank where it arises. The parts
sum to the whole by construction.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np

from placebook.measure.build import NO_GROUPS, build_index
from placebook.types import NOTHING, Cube, DataError, Evidence, Index, Indicator, Numbers, Recipe

ORDER = ("boundary", "method", "missing values", "data")


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

    An area without a rank on one side has no parts: it came, went, or has no figures (`note` says which).
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

    The order is boundary, method, missing values, data; each intermediate index is really built:

        1. the old build, its areas limited to those in both, ranked again        -> boundary
        2. the new recipe on the old figures of those areas                       -> method
        3. figures that are new or gone: gaps as in the new build, old figures
           where both have one (new figures where only the new build has one)     -> missing values
        4. the new figures                                                        -> data
        5. the new build's other areas put in                                     -> boundary again

    Parameters
    ----------
    before, after : two builds with the same kind of area
    part, period : which score's rank; the period must be in both

    Returns
    -------
    one Entry for each area of either build, by code; places gained are positive

    Raises
    ------
    DataError : if the builds share fewer than two areas, or a build lacks the period
    RecipeError : if a recipe cannot be built on the other's figures (it names indicators that are not there)
    """
    common = tuple(area for area in after.cube.areas if area in set(before.cube.areas))
    if len(common) < 2:
        raise DataError(f"the two builds share {len(common)} areas; a ledger needs at least two")
    old = _limited(before, common)
    new = _limited(after, common)
    filled = _with_gaps_of(old, new)
    ranks = [
        _ranks(before, part, period, common),
        _ranks(old, part, period, common),
        _ranks(Build(new.recipe, _having(old, new), None, new.indicators, new.groups), part, period, common),
        _ranks(Build(new.recipe, filled, new.evidence, new.indicators, new.groups), part, period, common),
        _ranks(new, part, period, common),
        _ranks(after, part, period, common),
    ]
    entries = {area: _entry(area, [one[i] for one in ranks]) for i, area in enumerate(common)}
    for build, note in ((before, "left the build"), (after, "new in the build")):
        for area, rank in zip(build.cube.areas, _ranks(build, part, period, build.cube.areas), strict=True):
            if area not in entries:
                entries[area] = _came_or_went(area, rank, note)
    return tuple(entries[area] for area in sorted(entries))


def _limited(build: Build, areas: tuple[str, ...]) -> Build:
    where = {area: i for i, area in enumerate(build.cube.areas)}
    rows = [where[area] for area in areas]
    cube = Cube(build.cube.values[rows].copy(), areas, build.cube.indicators, build.cube.periods)
    evidence = None
    if build.evidence is not None:
        evidence = Evidence(build.evidence.error[rows], build.evidence.estimated[rows])
    groups = {name: [labels[i] for i in rows] for name, labels in build.groups.items()}
    return Build(build.recipe, cube, evidence, build.indicators, groups)


def _having(old: Build, new: Build) -> Cube:
    """The old figures laid out as the new build's, so that the new recipe can be used on them.

    A figure the old build never had a place for (a new indicator or period) is the new one: its arrival
    belongs to the method that asks for it.
    """
    values = new.cube.values.copy()
    shared, mine, theirs = _shared(new, old)
    values[np.ix_(range(len(values)), *mine)] = old.cube.values[np.ix_(range(len(values)), *theirs)]
    return Cube(values, *shared)


def _with_gaps_of(old: Build, new: Build) -> Cube:
    """Old figures, but gaps and new arrivals exactly where the new build has them."""
    values = _having(old, new).values.copy()
    latest = new.cube.values
    values[np.isnan(latest)] = np.nan
    arrived = np.isnan(values) & ~np.isnan(latest)
    values[arrived] = latest[arrived]
    return Cube(values, new.cube.areas, new.cube.indicators, new.cube.periods)


Labels = tuple[tuple[str, ...], tuple[str, ...], tuple[str, ...]]


def _shared(new: Build, old: Build) -> tuple[Labels, tuple[list[int], list[int]], tuple[list[int], list[int]]]:
    """The new labels, and where the shared indicators and periods stand in the new and in the old cube."""
    names = [name for name in new.cube.indicators if name in old.cube.indicators]
    periods = [label for label in new.cube.periods if label in old.cube.periods]
    mine = ([new.cube.indicators.index(n) for n in names], [new.cube.periods.index(p) for p in periods])
    theirs = ([old.cube.indicators.index(n) for n in names], [old.cube.periods.index(p) for p in periods])
    return (new.cube.areas, new.cube.indicators, new.cube.periods), mine, theirs


def _ranks(build: Build, part: str, period: str, areas: Sequence[str]) -> Numbers:
    index = build.index()
    if period not in index.ranks.periods:
        raise DataError(f"recipe {build.recipe.id!r} has no period {period!r}, so there is no change to explain")
    column = index.ranks.column(part, period)
    where = {area: i for i, area in enumerate(index.ranks.areas)}
    return np.array([column[where[area]] for area in areas])


def _entry(area: str, ranks: Sequence[float]) -> Entry:
    known = [None if np.isnan(rank) else int(rank) for rank in ranks]
    first, last = known[0], known[-1]
    if any(rank is None for rank in known):
        note = "no rank before" if first is None else "no rank after" if last is None else "no rank on the way"
        return Entry(area, first, last, note=note)
    gained = [int(a - b) for a, b in zip(ranks[:-1], ranks[1:], strict=True)]
    return Entry(area, first, last, gained[0] + gained[4], gained[1], gained[2], gained[3])


def _came_or_went(area: str, rank: float, note: str) -> Entry:
    value = None if np.isnan(rank) else int(rank)
    return Entry(area, value, None, note=note) if note.startswith("left") else Entry(area, None, value, note=note)

