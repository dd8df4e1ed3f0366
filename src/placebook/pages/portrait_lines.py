"""The lines of a portrait's page: each measure of each dimension, and what changed since the year before."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from placebook.measure.portrait import UNKNOWN, Moved, Reading, Standing, moves, trend_of
from placebook.measure.portrait_kinds import (
    BASES,
    GOAL_KINDS,
    IN_PLACE,
    LENSES,
    MADE_BY,
    MEASURED,
    HeldPortrait,
    Snapshot,
)
from placebook.methods.doughnut import SOCIAL
from placebook.pages.charts import number_words
from placebook.pages.portrait_chart import standing_words


@dataclass(frozen=True, slots=True)
class MeasureLine:
    """One measure in the table. `limits` and `of` are "" where there is nothing to say."""

    title: str
    standing: str
    says: str
    figure: str
    unit: str
    limits: str
    of: str  # the period that the figure is of
    carried: bool
    unsure: str
    state: str
    goal: str
    goal_kind: str
    goal_source: str
    goal_note: str
    benchmark: str
    yearly: str
    source: str
    place: str  # file and row
    about: str  # what the figure is: how it was made and by which accounts
    note: str
    why: str  # it is unknown


@dataclass(frozen=True, slots=True)
class DimensionLine:
    """One dimension in the table, with its number in the picture."""

    number: int
    id: str
    title: str
    framework: str
    concept: str
    standing: str
    why: str
    measures: tuple[MeasureLine, ...]


@dataclass(frozen=True, slots=True)
class LensGroup:
    """The dimensions of one lens."""

    id: str
    title: str
    says: str
    dimensions: tuple[DimensionLine, ...]


@dataclass(frozen=True, slots=True)
class MovedLine:
    """What changed in one measure since the year before."""

    title: str
    before: str
    after: str
    how: str


def lens_groups(one: HeldPortrait, standings: Sequence[Standing], says: dict[str, str]) -> tuple[LensGroup, ...]:
    """The table of the page: each lens with its dimensions, numbered as in the picture. `says` defines the lenses."""
    lines = [(each.dimension.lens, _line(i, each, one)) for i, each in enumerate(standings, 1)]
    return tuple(
        LensGroup(lens.id, lens.title, says.get(lens.id, ""), tuple(line for of, line in lines if of == lens.id))
        for lens in LENSES.values()
    )


def _line(number: int, one: Standing, held: HeldPortrait) -> DimensionLine:
    framework, _, concept = one.dimension.concept.partition("#")
    return DimensionLine(
        number=number,
        id=one.dimension.id,
        title=one.dimension.title,
        framework=framework,
        concept=concept,
        standing=one.standing,
        why=one.why,
        measures=tuple(_measure(each, one, held) for each in one.readings),
    )


def _measure(one: Reading, standing: Standing, held: HeldPortrait) -> MeasureLine:
    measure, found, goal = one.measure, one.snapshot, one.measure.goal
    domain = LENSES[standing.dimension.lens].domain
    return MeasureLine(
        title=measure.title,
        standing=one.standing,
        says=standing_words(one, domain),
        figure="" if found is None else number_words(found.value, measure.decimals, str(found.state)),
        unit=measure.unit,
        limits=_limits(found, measure.decimals),
        of="" if found is None else found.period or str(found.year),
        carried=one.carried,
        unsure="the line lies within the limits of the figure, so it may be either" if one.unsure else "",
        state="" if found is None else str(found.state),
        goal="" if goal is None else _goal(goal.value, goal.by, domain),
        goal_kind="" if goal is None else GOAL_KINDS[goal.kind],
        goal_source="" if goal is None else goal.source,
        goal_note="" if goal is None else goal.note,
        benchmark=measure.benchmark,
        yearly=_yearly(one, domain, held),
        source="" if found is None else found.source,
        place=_place(found),
        about=_about(one),
        note=measure.note,
        why=one.why if one.standing == UNKNOWN else "",
    )


def _limits(found: Snapshot | None, decimals: int) -> str:
    if found is None or found.lower is None or found.upper is None:
        return ""
    return f"{number_words(found.lower, decimals)} to {number_words(found.upper, decimals)}"


def _goal(value: float, by: str, domain: str) -> str:
    word = "target" if domain == SOCIAL else "limit"
    return f"{word} {value:g}" + (f" by {by}" if by else "")


def _yearly(one: Reading, domain: str, held: HeldPortrait) -> str:
    """How fast the ratio moves, in points a year, where there are years enough to tell."""
    snapshots = [each for each in held.held.get(one.measure.id, ()) if each.year >= (held.portrait.first_year or 0)]
    found = trend_of(one.measure, snapshots, domain)
    if found is None or found.slope != found.slope:
        return ""
    first, last = (each.year for each in (snapshots[0], snapshots[-1]))
    aim = "the floor" if domain == SOCIAL else "the ceiling"
    if abs(found.slope) < 2 * found.error:
        return f"{first} to {last}: no clear movement to or from {aim}"
    way = "further from" if found.slope > 0 else "nearer to"
    if domain != SOCIAL and found.end < 0:
        way = "nearer to" if found.slope > 0 else "further below"
    return f"{first} to {last}: {abs(found.slope):.1f} points a year {way} {aim} (error {found.error:.1f})"


def _place(found: Snapshot | None) -> str:
    if found is None or not found.file:
        return ""
    return f"{found.file}, {'line' if found.file.endswith('.yaml') else 'row'} {found.row}"


def _about(one: Reading) -> str:
    """What a figure is, where that is more than a figure published for the place."""
    said = [] if one.measure.made_by == MEASURED else [MADE_BY[one.measure.made_by]]
    said += [] if one.measure.basis == IN_PLACE else [f"counts by {one.measure.basis}: {BASES[one.measure.basis]}"]
    return "; ".join(said)


_HOW = {
    "better": "better",
    "worse": "worse",
    "unclear": "too small to tell",
    "same": "the same",
    "came": "now known",
    "went": "no longer known",
}


def moved_lines(before: Sequence[Standing], after: Sequence[Standing]) -> tuple[MovedLine, ...]:
    """What changed from one year to another, measure by measure."""
    domains = {one.measure.id: LENSES[each.dimension.lens].domain for each in after for one in each.readings}
    return tuple(
        MovedLine(
            one.measure.title,
            _said(one, one.before, domains[one.measure.id]),
            _said(one, one.after, domains[one.measure.id]),
            _HOW[one.how],
        )
        for one in moves(before, after)
    )


def _said(moved: Moved, reading: Reading, domain: str) -> str:
    if reading.snapshot is None or reading.beyond is None:
        return UNKNOWN
    figure = number_words(reading.snapshot.value, moved.measure.decimals)
    return f"{figure} ({standing_words(reading, domain)})"
