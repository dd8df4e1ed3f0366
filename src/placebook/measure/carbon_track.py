"""Whether emissions keep to the path to their target, and how much of the carbon budget is left."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from math import fsum

import numpy as np

from placebook.measure.carbon_account import YearTotal
from placebook.measure.carbon_baseline import Baseline
from placebook.measure.carbon_plan import CONSTANT, LINEAR, CarbonPlan, Target
from placebook.methods.carbon import budget_of, constant_percentage_path, linear_path, yearly_cut

PATH_NAMES = {LINEAR: "the same tonnes less each year", CONSTANT: "the same share less each year"}


@dataclass(frozen=True, slots=True)
class Path:
    """One way to the target: tonnes CO2e of each year, the baseline year first, and what they allow in all."""

    name: str  # linear or constant_percentage
    says: str
    years: tuple[int, ...]
    tonnes: tuple[float, ...]
    budget: float  # of all years after the baseline

    def at(self, year: int) -> float | None:
        """What the path allows in a year; None where it has no such year."""
        return self.tonnes[year - self.years[0]] if self.years[0] <= year <= self.years[-1] else None


@dataclass(frozen=True, slots=True)
class Budget:
    """What may still be emitted until the target year. None where that is not known."""

    tonnes: float
    declared: bool
    first: int
    last: int
    used: float | None
    used_until: int | None
    left: float | None
    says: str


@dataclass(frozen=True, slots=True)
class Track:
    """The paths to a target, the one that is held to, and where the last year stands."""

    target: Target
    paths: tuple[Path, ...]
    chosen: str
    on_track: bool | None  # None where it cannot be told
    says: str
    budget: Budget | None
    no_path: str = ""  # why one of the two paths is not there

    @property
    def path(self) -> Path | None:
        """The path that is held to, or None where it cannot be drawn."""
        return next((one for one in self.paths if one.name == self.chosen), None)


def track_of(plan: CarbonPlan, baseline: Baseline | None) -> Track | None:
    """The way to the target; None where the plan has no target or no baseline year."""
    if plan.target is None or baseline is None:
        return None
    if baseline.tonnes is None:
        says = "Whether emissions are on track cannot be told, as there is no baseline to start from."
        return Track(plan.target, (), plan.target.path, None, says, None)
    paths, no_path = paths_to(plan.target, baseline.year, baseline.tonnes)
    chosen = next((one for one in paths if one.name == plan.target.path), None)
    if chosen is None:
        says = f"Whether emissions are on track cannot be told: {no_path}."
        return Track(plan.target, paths, plan.target.path, None, says, None, no_path)
    on_track, says = _standing(baseline, chosen)
    return Track(plan.target, paths, chosen.name, on_track, says, _budget(plan, baseline, chosen), no_path)


def paths_to(target: Target, first: int, baseline: float) -> tuple[tuple[Path, ...], str]:
    """Both paths from a baseline to a target, and why the constant one is not there where it cannot be drawn."""
    years = target.year - first
    remaining = baseline * target.remaining / 100
    paths = [_path(LINEAR, first, linear_path(baseline, remaining, years).tolist())]
    if target.yearly_cut is None and target.remaining == 0:
        return tuple(paths), "cutting the same share each year never reaches nought"
    cut = yearly_cut(baseline, remaining, years) if target.yearly_cut is None else target.yearly_cut / 100
    if cut > 0:
        paths.append(_path(CONSTANT, first, constant_percentage_path(baseline, cut, years).tolist(), cut))
    return tuple(paths), ""


def _path(name: str, first: int, tonnes: Sequence[float], cut: float = 0.0) -> Path:
    says = PATH_NAMES[name]
    says += f": {tonnes[0] - tonnes[1]:,.1f} tonnes" if name == LINEAR else f": {100 * cut:.1f}%"
    years = tuple(range(first, first + len(tonnes)))
    return Path(name, says, years, tuple(tonnes), budget_of(np.array(tonnes)))


def _standing(baseline: Baseline, path: Path) -> tuple[bool | None, str]:
    after = [one for one in baseline.series if one.year > baseline.year]
    if not after:
        return None, f"Whether emissions are on track cannot be told yet: no year after {baseline.year} is held."
    last = after[-1]
    allowed = path.at(last.year)
    if allowed is None:
        return None, f"{last.year} lies after the target year, so the path says nothing about it."
    if not last.whole:
        gaps = "; ".join(last.gaps)
        return None, f"Whether emissions are on track cannot be told: {last.year} is not whole. Not held: {gaps}."
    by = abs(last.tonnes - allowed)
    on_track = last.tonnes <= allowed
    side = "below" if on_track else "above"
    return on_track, (
        f"{'On track' if on_track else 'Off track'}: the {last.tonnes:,.1f} tonnes of {last.year} are {by:,.1f} {side} "
        f"the {allowed:,.1f} that the path has for that year."
    )


def _budget(plan: CarbonPlan, baseline: Baseline, path: Path) -> Budget:
    tonnes = path.budget if plan.budget is None else plan.budget
    first, last = path.years[1], path.years[-1]
    after = [one for one in baseline.series if first <= one.year <= last]
    until = after[-1].year if after else None
    used = _used(after, first)
    left = None if used is None else tonnes - used
    says = _budget_says(tonnes, first, last, used, until, left, after)
    return Budget(tonnes, plan.budget is not None, first, last, used, until, left, says)


def _used(after: Sequence[YearTotal], first: int) -> float | None:
    """All that was emitted since the baseline; None where a year is missing or not whole."""
    whole = [one.year for one in after if one.whole]
    if whole != list(range(first, first + len(after))):
        return None
    return fsum(one.tonnes for one in after)


def _budget_says(
    tonnes: float,
    first: int,
    last: int,
    used: float | None,
    until: int | None,
    left: float | None,
    after: Sequence[YearTotal],
) -> str:
    whole = f"The carbon budget for {first} to {last} is {tonnes:,.1f} tonnes."
    if until is None:
        return f"{whole} No year of it is held yet."
    if used is None or left is None:
        held = {one.year for one in after if one.whole}
        gone = ", ".join(str(year) for year in range(first, until + 1) if year not in held)
        return f"{whole} How much of it is used is not known, as there is no whole figure for {gone}."
    if left < 0:
        return f"{whole} By the end of {until}, {used:,.1f} were used: {-left:,.1f} more than there was."
    said = f"{whole} By the end of {until}, {used:,.1f} were used and {left:,.1f} are left."
    pace = after[-1].tonnes
    years_left = last - until
    if pace > 0 and years_left > 0:
        said += f" At the pace of {until} that lasts for {left / pace:.1f} years; {years_left} years are to go."
    return said
