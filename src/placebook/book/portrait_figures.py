"""The figures of a portrait out of the tables of a book, each with its file and row."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np

from placebook.measure.portrait_figures import added_up, averaged
from placebook.measure.portrait_kinds import ADDED_UP, Figures, Held, Measure, Portrait, Snapshot
from placebook.sources.observations import Observations
from placebook.types import Area, Observation, Source, State


@dataclass(frozen=True, slots=True)
class Row:
    """One figure of a table with the single year that it stands for."""

    year: int
    figure: Observation


Table = Mapping[str, tuple[Row, ...]]  # id of an indicator -> all its figures


def table_of(observations: Iterable[Observations], wanted: Iterable[str]) -> Table:
    """The figures of the indicators that portraits read, in the order of the tables."""
    names = set(wanted)
    found: dict[str, list[Row]] = {name: [] for name in names}
    for some in observations:
        for at in np.flatnonzero([name in names for name in some.indicator]):
            found[some.indicator[at]].append(Row(int(some.year[at]), some.at(int(at))))
    return {name: tuple(rows) for name, rows in found.items()}


def wanted_by(portraits: Iterable[Portrait]) -> set[str]:
    """The indicators that portraits read."""
    read = [one.figures for portrait in portraits for _, one in portrait.measures() if one.figures]
    return {name for one in read for name in (one.indicator, one.people) if name}


def held_by(portrait: Portrait, table: Table, sources: Mapping[str, Source], areas: Sequence[Area]) -> Held:
    """Every measure's figures by year. A measure without any has an empty place."""
    return {one.id: _snapshots(portrait, one, table, sources, areas) for _, one in portrait.measures()}


def _snapshots(
    portrait: Portrait, measure: Measure, table: Table, sources: Mapping[str, Source], areas: Sequence[Area]
) -> tuple[Snapshot, ...]:
    if measure.figures is None:
        own = (replace(one, area=one.area or portrait.area) for one in measure.snapshots)
        return tuple(sorted(own, key=lambda one: one.year))
    if measure.figures.kind:
        return tuple(_combined(portrait, measure, measure.figures, table, sources, areas))
    area = measure.figures.area or portrait.area
    rows = [row for row in table.get(measure.figures.indicator, ()) if row.figure.area == area]
    return tuple(_snapshot(row, sources) for row in sorted(rows, key=lambda row: row.year))


def _snapshot(row: Row, sources: Mapping[str, Source]) -> Snapshot:
    one = row.figure
    return Snapshot(
        year=row.year,
        value=one.value,
        area=one.area,
        source=_said(sources, one.source),
        period="" if one.period == str(row.year) else one.period,
        lower=one.lower,
        upper=one.upper,
        state=one.state,
        note=one.note,
        file=one.file,
        row=one.row,
    )


def _combined(
    portrait: Portrait,
    measure: Measure,
    figures: Figures,
    table: Table,
    sources: Mapping[str, Source],
    areas: Sequence[Area],
) -> Iterable[Snapshot]:
    """One figure a year out of those of the areas within the place. All must have theirs, or there is none."""
    codes = [one.code for one in areas if one.parent == portrait.area and one.kind == figures.kind]
    counts, people = _by_year(table, figures.indicator), _by_year(table, figures.people)
    for year in sorted(counts):
        mine, theirs = counts[year], people.get(year, {})
        lacking = sum(code not in mine or code not in theirs for code in codes)
        first = next(iter(mine.values())).figure
        value = None if lacking or not codes else _one_figure(measure, figures, codes, mine, theirs)
        note = (
            f"{lacking} of {len(codes)} {figures.kind}s {_lack(lacking)} a figure or a number of people"
            if lacking
            else ""
        )
        yield Snapshot(
            year=year,
            value=value,
            area=portrait.area,
            source=_said(sources, first.source),
            period="" if first.period == str(year) else first.period,
            state=State.NOT_MEASURED if value is None else State.ESTIMATED,
            note=note or f"{measure.made_by} from {len(codes)} {figures.kind}s",
            file=first.file,
            row=first.row,
        )


def _lack(count: int) -> str:
    return "lacks" if count == 1 else "lack"


def _one_figure(
    measure: Measure, figures: Figures, codes: Sequence[str], mine: Mapping[str, Row], theirs: Mapping[str, Row]
) -> float:
    counted = np.asarray([mine[code].figure.value for code in codes], dtype=np.float64)
    people = np.asarray([theirs[code].figure.value for code in codes], dtype=np.float64)
    return added_up(counted, people, figures.per) if measure.made_by == ADDED_UP else averaged(counted, people)


def _by_year(table: Table, indicator: str) -> dict[int, dict[str, Row]]:
    """year -> area -> the row, of figures that have a value."""
    found: dict[int, dict[str, Row]] = {}
    for row in table.get(indicator, ()):
        if row.figure.value is not None:
            found.setdefault(row.year, {})[row.figure.area] = row
    return found


def _said(sources: Mapping[str, Source], name: str) -> str:
    one = sources.get(name)
    return name if one is None else f"{one.publisher}, {one.title} ({one.published})"
