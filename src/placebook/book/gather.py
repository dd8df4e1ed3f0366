"""The tables of a book's sources into observations, with everything that is wrong on the way.

Nothing is filled in and nothing stops at the first fault: a row that cannot be read becomes a finding, the other
rows go on. Whether findings stop a build is for the caller to say.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from placebook.book.grouping import group
from placebook.book.headings import matches, tidy_columns, wide_columns
from placebook.book.labels import Labels, read_labels
from placebook.book.periods import read_period
from placebook.book.register import what_is_wrong_with
from placebook.book.rows import Block, read_block
from placebook.book.sources import UNLISTED
from placebook.sources.findings import FAULT, Finding, fault, warning, whole_file_fault
from placebook.sources.observations import Observations, join, no_observations
from placebook.sources.tables import Table, read_table
from placebook.types import DataError, Source


@dataclass(frozen=True, slots=True)
class Named:
    """A name that a table gives to an area, and the first row where it does."""

    file: str
    row: int
    area: str
    name: str


@dataclass(frozen=True, slots=True)
class Gathered:
    """What was read and what could not be."""

    observations: Observations
    findings: tuple[Finding, ...] = ()
    names: tuple[Named, ...] = ()


def gather(folder: Path, sources: Iterable[Source], listed: Collection[str] | None = None) -> Gathered:
    """Read the tables of all these sources, in their order. Sources without a file are passed over.

    `listed` are the codes of areas.csv; None for tables that may be about other areas.
    """
    found = [gather_source(folder, source, listed) for source in sources if source.file]
    return Gathered(
        join([one.observations for one in found]),
        tuple(finding for one in found for finding in one.findings),
        tuple(named for one in found for named in one.names),
    )


def gather_source(folder: Path, source: Source, listed: Collection[str] | None = None) -> Gathered:
    """Read the table of one source. A table that cannot be read at all is one finding."""
    name = source.file or ""
    try:
        table = read_table(folder / name, name, source.sheet, source.heading_row)
    except DataError as why:
        return Gathered(no_observations(), (whole_file_fault(str(why), name),))
    found = gather_table(source, table, listed)
    return Gathered(found.observations, (*table.findings, *found.findings), found.names)


def gather_table(source: Source, table: Table, listed: Collection[str] | None = None) -> Gathered:
    """Read a table as its source says: tidy or wide."""
    read = _tidy if source.layout == "tidy" else _wide
    blocks, areas, findings = read(source, table, listed)
    if areas is None:
        return Gathered(no_observations(), tuple(findings))
    parts = []
    for block in blocks:
        part, wrong = read_block(source, table, areas, block)
        parts.append(part)
        findings += wrong
    observations = join(parts)
    if not any(finding.level == FAULT for finding in (*table.findings, *findings)):  # else they follow from these
        findings += _expectations(source, table, observations, listed)
    return Gathered(observations, tuple(dict.fromkeys(findings)), _names(source, table, areas))


_Read = tuple[list[Block], "Labels | None", list[Finding]]


def _tidy(source: Source, table: Table, listed: Collection[str] | None) -> _Read:
    columns, findings = tidy_columns(source, table)
    if any(columns.get(word) not in table.headings for word in ("area", "value")) or any(
        heading not in table.headings for heading in columns.values()
    ):
        return [], None, findings
    cells = {word: table.column(heading) for word, heading in columns.items()}
    areas = _areas(source, table, cells["area"], listed)
    indicators = _indicators(source, table, cells.get("indicator"), areas.aside)
    if indicators is None:
        return [], None, findings
    findings += areas.findings + indicators.findings
    periods = _periods(source, table, cells.get("period"), indicators)
    findings += periods.findings
    return [Block(indicators, periods, cells, columns)], areas, findings


def _wide(source: Source, table: Table, listed: Collection[str] | None) -> _Read:
    found, findings = wide_columns(source, table)
    if source.columns["area"] not in table.headings:
        return [], None, findings
    areas = _areas(source, table, table.column(source.columns["area"]), listed)
    findings += areas.findings
    blocks: list[Block] = []
    for indicator, heading, label in found:
        indicators = Labels([indicator.id] * len(table), [], areas.aside)
        periods = _wide_periods(source, table, indicators, label)
        findings += periods.findings
        cells = {"value": table.column(heading)}
        if source.columns.get("note") in table.headings:
            cells["note"] = table.column(source.columns["note"])
        blocks.append(Block(indicators, periods, cells, {"value": heading}))
    return blocks, areas, findings


def _wide_periods(source: Source, table: Table, indicators: Labels, label: str | None) -> Labels:
    if label is not None:
        return Labels([source.periods.get(label, label)] * len(table), [])
    heading = source.columns.get("period")
    cells = table.column(heading) if heading in table.headings and heading is not None else None
    return _periods(source, table, cells, indicators)


def _areas(source: Source, table: Table, cells: Sequence[object], listed: Collection[str] | None) -> Labels:
    known = frozenset(listed) if listed is not None and UNLISTED in source.ignore_areas else None

    def read(label: str) -> str | None:
        if not label:
            raise ValueError("there is no area code", "write the code, or delete the row")
        if known is not None and label not in known and what_is_wrong_with(label) is None:
            return None  # a code with a slip in it is not left aside: it may be that of an area of the book
        return None if matches(label, source.ignore_areas) else label

    return read_labels(table, cells, read, "area codes")


def _indicators(source: Source, table: Table, cells: Sequence[object] | None, aside: frozenset[int]) -> Labels | None:
    if cells is None:
        only = source.indicators[0].id
        return Labels([only] * len(table), [], aside) if len(source.indicators) == 1 else None
    known = {indicator.id: indicator.id for indicator in source.indicators}
    known |= {indicator.heading: indicator.id for indicator in source.indicators if indicator.heading}

    def read(label: str) -> str | None:
        if label in known:
            return known[label]
        if matches(label, source.ignore):
            return None
        if not label:
            raise ValueError("there is no indicator", "write which it is, or delete the row if it is a note")
        near = _near(label, known)
        what = f"the indicator {label!r} is not declared" + (f", did you mean {near!r}?" if near else "")
        raise ValueError(what, f"declare it in the source {source.id}, or name it in ignore:")

    return read_labels(table, cells, read, "undeclared indicators", aside)


def _periods(source: Source, table: Table, cells: Sequence[object] | None, indicators: Labels) -> Labels:
    if cells is None:
        fixed = {indicator.id: indicator.period or source.period for indicator in source.indicators}
        if None in fixed.values():
            what = "there is no period: neither a column nor the source says when this was measured"
            return Labels(
                [None] * len(table), [fault(table.file, None, what, f"add period: to the source {source.id}")]
            )
        return Labels([fixed.get(name or "") for name in indicators.found], [])

    def read(label: str) -> str | None:
        if not label:
            raise ValueError("there is no period", "write when it was measured, as in 2014 or 2014/15")
        ours = source.periods.get(label, label)
        try:
            read_period(ours)
        except ValueError as why:
            what, _, right = str(why).partition("; ")
            raise ValueError(what, right) from None
        return ours

    found = read_labels(table, cells, read, "periods", indicators.aside)
    return Labels(found.found, [*found.findings, *_read_as_months(table, found.found)], found.aside)


def _read_as_months(table: Table, periods: Sequence[str | None]) -> Iterator[Finding]:
    """2011-12 is December 2011 and is often written for the year 2011/12: said where no other month stands."""
    months = {one for one in periods if one is not None and re.fullmatch(r"\d{4}-\d\d", one)}
    doubtful = {one for one in months if int(one[5:]) == (int(one[:4]) + 1) % 100}
    for one in sorted(doubtful) if doubtful == months else ():
        row = table.rows[list(periods).index(one)]
        year = f"{one[:4]}/{one[5:]}"
        right = f"nothing to do if that is right; else say periods: {{'{one}': {year}}} in its source"
        yield warning(table.file, row, f"{one!r} was read as a month and not as the year {year}", right)


def _near(label: str, known: Iterable[str]) -> str | None:
    import difflib

    return next(iter(difflib.get_close_matches(label, list(known), n=1)), None)


def _names(source: Source, table: Table, areas: Labels) -> tuple[Named, ...]:
    heading = source.columns.get("name", "area_name" if source.layout == "tidy" else "")
    if heading not in table.headings:
        return ()
    first: dict[tuple[str, str], int] = {}
    for area, name, row in zip(areas.found, table.column(heading), table.rows, strict=True):
        if area is not None and name is not None:
            first.setdefault((area, str(name)), row)
    return tuple(Named(table.file, row, area, name) for (area, name), row in first.items())


def _expectations(source: Source, table: Table, found: Observations, listed: Collection[str] | None) -> list[Finding]:
    """What the source expects of the whole table, against what is there.

    Areas are not counted where some are not listed: each of those is a fault already, and the number follows from it.
    """
    values = found.value[~np.isnan(found.value)]
    areas = set(found.area)
    counted: dict[str, Callable[[], float]] = {
        "areas": lambda: len(areas),
        "rows": lambda: len(table),
        "missing": lambda: len(found) - len(values),
    }
    if listed is not None and not areas <= set(listed):
        del counted["areas"]
    wrong = []
    for word, expected in source.expect.items():
        if word in counted and (many := counted[word]()) != expected:
            one, more = _COUNTED[word]
            is_found = f"{many:,.0f} {one} is" if many == 1 else f"{many:,.0f} {more} are"
            what = f"{is_found} found where {expected:,.0f} {'is' if expected == 1 else 'are'} expected"
            wrong.append(fault(table.file, None, what, f"look for what changed, then change expect: in {source.id}"))
    return wrong + _outside(source, table, found)


_COUNTED = {
    "areas": ("area", "areas"),
    "rows": ("row", "rows"),
    "missing": ("figure without a value", "figures without a value"),
}


def _outside(source: Source, table: Table, found: Observations) -> list[Finding]:
    lowest, highest = source.expect.get("lowest", -np.inf), source.expect.get("highest", np.inf)
    outside = np.flatnonzero((found.value < lowest) | (found.value > highest))
    if not outside.size:
        return []
    said = f"look for what changed, then change expect: in {source.id}"
    words = ((int(at), (_beyond(float(found.value[at]), lowest, highest), said)) for at in outside)
    return group(table.file, [int(row) for row in found.row], words, fault, "figures outside what is expected")


def _beyond(value: float, lowest: float, highest: float) -> str:
    side = f"below the lowest expected, {lowest:g}" if value < lowest else f"above the highest expected, {highest:g}"
    return f"the figure {value:g} is {side}"
