"""A portrait in one year: how each measure and dimension stands, and what changed since another year."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from placebook.measure.portrait_kinds import LENSES, Dimension, Held, Measure, Portrait, Snapshot
from placebook.methods.doughnut import RULES, SOCIAL, beyond
from placebook.methods.doughnut_trend import Trend, trend
from placebook.types import Numbers

SAFE, SHORTFALL, OVERSHOOT, UNKNOWN = "safe", "shortfall", "overshoot", "unknown"
FEWEST_FOR_TREND = 5  # years


@dataclass(frozen=True, slots=True)
class Reading:
    """One measure in one year. `ratio` is None and `why` says the reason where its standing is unknown."""

    measure: Measure
    standing: str
    snapshot: Snapshot | None = None
    ratio: float | None = None
    beyond: float | None = None  # share short of the floor, or multiples over the ceiling; 0 is safe
    carried: bool = False  # from an earlier year
    unsure: bool = False  # the goal lies within the limits of the figure
    why: str = ""


@dataclass(frozen=True, slots=True)
class Standing:
    """One dimension in one year. It is safe when all its measures are; unknown when none is past its line and one
    is not known.
    """

    dimension: Dimension
    standing: str
    readings: tuple[Reading, ...] = ()
    why: str = ""


@dataclass(frozen=True, slots=True)
class Moved:
    """One measure between two years. `how` is better, worse, unclear, same, came (to be known) or went."""

    measure: Measure
    before: Reading
    after: Reading
    how: str


def ratio_of(measure: Measure, figures: Numbers) -> Numbers:
    """Figures of a measure as ratios, by the rule that it names; NaN throughout where it has no goal.

    Why: see placebook.methods.doughnut, where each rule has its formula and source.

    Raises ValueError when a figure cannot be (below 0, a share above 100) or the goal leaves nothing to measure by.
    """
    if measure.goal is None or not measure.rule:
        return np.full(figures.shape, np.nan)
    start = () if measure.start is None else (measure.start,)
    return RULES[measure.rule](figures, measure.goal.value, *start)


def in_year(portrait: Portrait, held: Held, year: int) -> tuple[Standing, ...]:
    """How every dimension stands in a year, in the order of the portrait.

    A measure is read from its newest figure that is no later than the year and at most `carry_for` years old.
    """
    return tuple(_standing(portrait, one, held, year) for one in portrait.dimensions)


def years_of(portrait: Portrait, held: Held) -> tuple[int, ...]:
    """Every year with a figure, from the portrait's first year on; none where nothing is measured."""
    first = portrait.first_year or 0
    found = {snapshot.year for each in held.values() for snapshot in each if snapshot.value is not None}
    return tuple(sorted(year for year in found if year >= first))


def fullest_year(portrait: Portrait, held: Held) -> int | None:
    """The year in which most measures are known; of several, that with most figures of its own, then the latest.

    None where nothing is measured.
    """
    return max(years_of(portrait, held), key=lambda year: (*known_in(portrait, held, year), year), default=None)


def known_in(portrait: Portrait, held: Held, year: int) -> tuple[int, int]:
    """How many measures are known in a year, and how many of them by a figure of that year."""
    known = [one for each in in_year(portrait, held, year) for one in each.readings if one.standing != UNKNOWN]
    return len(known), sum(not one.carried for one in known)


def moves(before: Sequence[Standing], after: Sequence[Standing]) -> tuple[Moved, ...]:
    """What changed between two years, measure by measure. What is unknown in both is left out."""
    old = {one.measure.id: one for each in before for one in each.readings}
    found = []
    for each in after:
        for now in each.readings:
            then = old[now.measure.id]
            how = _how(then, now, LENSES[each.dimension.lens].domain)
            if how:
                found.append(Moved(now.measure, then, now, how))
    return tuple(found)


def trend_of(measure: Measure, snapshots: Sequence[Snapshot], domain: str) -> Trend | None:
    """How fast a measure's ratio moves past its line, in per cent a year; None below five years of figures.

    Years after `last_measured` only repeat a figure and are left out of the line, not out of its ends. In a social
    measure per cent short of the floor; in an ecological one per cent over the ceiling, below 0 within it.
    """
    there = [(one.year, one.value) for one in snapshots if one.value is not None]
    if len(there) < FEWEST_FOR_TREND or measure.goal is None:
        return None
    years, figures = (np.asarray(column, dtype=np.float64) for column in zip(*there, strict=True))
    ratio = ratio_of(measure, figures)
    past: Numbers = 100 * (1 - ratio if domain == SOCIAL else ratio - 1)
    new = years <= (measure.last_measured or np.inf)
    ends, line = trend(years, past, measure.ends), trend(years[new], past[new])
    return Trend(ends.start, ends.end, line.slope, line.error)


def furthest(portrait: Portrait, held: Held) -> float:
    """The largest overshoot of any year, in multiples of the ceiling, so that all years are drawn to one scale."""
    return max((one.beyond or 0.0 for each in _all_readings(portrait, held) for one in each), default=0.0)


def _all_readings(portrait: Portrait, held: Held) -> list[tuple[Reading, ...]]:
    return [
        each.readings
        for year in years_of(portrait, held)
        for each in in_year(portrait, held, year)
        if LENSES[each.dimension.lens].domain != SOCIAL
    ]


def _standing(portrait: Portrait, dimension: Dimension, held: Held, year: int) -> Standing:
    if not dimension.measures:
        return Standing(dimension, UNKNOWN, (), dimension.unknown)
    readings = tuple(_reading(portrait, dimension, one, held, year) for one in dimension.measures)
    found = [one.standing for one in readings]
    worst = next((one for one in (SHORTFALL, OVERSHOOT, UNKNOWN) if one in found), SAFE)
    return Standing(dimension, worst, readings)


def _reading(portrait: Portrait, dimension: Dimension, measure: Measure, held: Held, year: int) -> Reading:
    found = _newest(held.get(measure.id, ()), year, portrait.carry_for)
    if found is None:
        return Reading(measure, UNKNOWN, why=measure.unknown or _why_none(held.get(measure.id, ()), year, portrait))
    carried = found.year != year
    if found.value is None:
        return Reading(measure, UNKNOWN, found, carried=carried, why=found.note or str(found.state))
    if measure.goal is None:
        return Reading(measure, UNKNOWN, found, carried=carried, why="there is a figure, but no target or limit")
    domain = LENSES[dimension.lens].domain
    ratio, past = judged(measure, domain, found.value)
    return Reading(
        measure, _word(past, domain), found, ratio, past, carried, unsure=_unsure(measure, domain, found, past)
    )


def judged(measure: Measure, domain: str, value: float) -> tuple[float, float]:
    """The ratio of one figure, and how far past its line that is."""
    ratio = ratio_of(measure, np.asarray([value]))
    return float(ratio[0]), float(beyond(ratio, domain)[0])


def _word(past: float, domain: str) -> str:
    return SAFE if past == 0 else SHORTFALL if domain == SOCIAL else OVERSHOOT


def _unsure(measure: Measure, domain: str, found: Snapshot, past: float) -> bool:
    """Whether the two limits of a figure lie on both sides of the line."""
    ends = [one for one in (found.lower, found.upper) if one is not None]
    return any((judged(measure, domain, end)[1] > 0) != (past > 0) for end in ends)


def _newest(snapshots: Sequence[Snapshot], year: int, carry_for: int) -> Snapshot | None:
    return max(
        (one for one in snapshots if year - carry_for <= one.year <= year),
        key=lambda one: (one.value is not None, one.year),
        default=None,
    )


def _why_none(snapshots: Sequence[Snapshot], year: int, portrait: Portrait) -> str:
    years = sorted(one.year for one in snapshots if one.value is not None)
    before = [one for one in years if one < year]
    if before:
        return f"the last figure is of {before[-1]}, more than {_years_words(portrait.carry_for)} before"
    return f"the first figure is of {years[0]}" if years else "not measured"


def _years_words(count: int) -> str:
    return "1 year" if count == 1 else f"{count} years"


def _how(then: Reading, now: Reading, domain: str) -> str:
    if then.ratio is None or now.ratio is None:
        return "" if then.ratio is now.ratio is None else "came" if then.ratio is None else "went"
    if now.snapshot == then.snapshot:
        return ""
    if _within_limits(then.snapshot, now.snapshot):
        return "unclear"
    better = now.ratio > then.ratio if domain == SOCIAL else now.ratio < then.ratio
    return "same" if now.ratio == then.ratio else "better" if better else "worse"


def _within_limits(one: Snapshot | None, other: Snapshot | None) -> bool:
    """Whether the limits of two figures overlap, so that the difference may be luck. Not known where limits are not."""
    if one is None or other is None or None in (one.lower, one.upper, other.lower, other.upper):
        return False
    return one.lower <= other.upper and other.lower <= one.upper  # type: ignore[operator]


def count_of(standings: Sequence[Standing]) -> Mapping[str, int]:
    """How many dimensions there are of each standing, unknown among them."""
    found = [one.standing for one in standings]
    return {word: found.count(word) for word in (SAFE, SHORTFALL, OVERSHOOT, UNKNOWN)}
