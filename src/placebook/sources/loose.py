"""A table of figures without a book: tidy or wide, read for one recipe.

A source in a book says which heading is what. Here the headings themselves must say it:

    tidy   area, indicator, value, and if there are several periods: period (also lower, upper, state, name)
    wide   area, one column for each indicator (or one for each of its periods), and if there are several periods
           and no headings with one: period (also name)

Capitals do not matter in these words. `area` may also be called area_code or code, `period` also year; a wide
table whose first heading is none of these has its areas there, and says so. An indicator is found by its id or
by the `heading` that the recipe gives it. What the recipe does not ask for is left aside, by name.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from placebook.sources.findings import FAULT
from placebook.sources.loose_figures import Asked, error_from_limits, figures_in
from placebook.sources.sheets import Cell
from placebook.sources.tables import Table
from placebook.types import Cube, DataError, Evidence, Indicator, Numbers, State

AREA = ("area", "area_code", "area code", "code")
PERIOD = ("period", "year")
NAME = ("name", "area_name", "area name")
IN_HEADING = "{period}"  # in the heading that a recipe gives an indicator: a column for each period
_SAID = 12  # columns left aside that are named
ONLY_PERIOD = "all"  # the label of the one period of a table that names none


@dataclass(frozen=True, slots=True)
class LooseFigures:
    """What a table gives a recipe, and what a person should be told about how it was read.

    `there` are the names of all that could be an indicator, so that a wrong one can be answered with the nearest.
    """

    cube: Cube
    evidence: Evidence
    names: dict[str, str]
    said: tuple[str, ...]
    there: tuple[str, ...]
    groups: dict[str, tuple[str, ...]]


def read_loose(
    table: Table, wanted: Sequence[str], known: Sequence[Indicator] = (), groups: Sequence[str] = ()
) -> LooseFigures:
    """The figures that a recipe asks for, from a tidy or a wide table.

    Parameters
    ----------
    table : as received
    wanted : the indicators to look for; those that are not there are left out of the cube
    known : what the recipe says of its indicators: heading, unit, period, and what is possible
    groups : headings of columns that put areas in groups

    Raises
    ------
    DataError : no area column, cells that are no figures or no possible ones, or two rows for one place; with
        file and row
    """
    _refuse_faults(table)
    tidy = all(_heading(table, (word,)) for word in ("indicator", "value"))
    said = [str(finding) for finding in table.findings]
    area = _area(table, tidy, said)
    asked = Asked(tuple(wanted), {one.id: one for one in known})
    laid_out = _tidy(table, area, asked) if tidy else _wide(table, area, asked)
    used = {area, *laid_out.used, *(_heading(table, words) for words in (NAME, PERIOD)), *groups}
    left = [heading for heading in table.headings if heading not in used]
    if left and not tidy:
        more = f" and {len(left) - _SAID} more" if len(left) > _SAID else ""
        said.append("columns the recipe does not ask for: " + ", ".join(left[:_SAID]) + more)
    return _as_figures(table, laid_out, area, asked, tuple(groups), tuple(said))


def _refuse_faults(table: Table) -> None:
    first = next((finding for finding in table.findings if finding.level == FAULT), None)
    if first is not None:
        raise DataError(str(first))
    if not len(table):
        raise DataError(f"{table.file}: there is not one row of figures below the headings; add a row for each area")


def _area(table: Table, tidy: bool, said: list[str]) -> str:
    found = _heading(table, AREA)
    if found is not None:
        return found
    first = next((cell for cell in table.columns[0] if cell is not None), None)
    if tidy or _is_number(first):
        raise DataError(
            f"{table.file}: no heading says which column holds the areas; call it area (there is: "
            + ", ".join(table.headings[:_SAID])
            + ")"
        )
    said.append(f"areas are taken from the first column, {table.headings[0]!r}")
    return table.headings[0]


def _is_number(cell: Cell) -> bool:
    try:
        float(cell or "")
    except ValueError:
        return False
    return True


@dataclass(frozen=True, slots=True)
class _LaidOut:
    """One figure a position: its labels, its value and limits, and the row it stands on."""

    areas: list[str]
    indicators: list[str]
    periods: list[str]
    values: Numbers
    error: Numbers
    estimated: list[bool]
    rows: list[int]
    used: set[str]
    there: tuple[str, ...]


def _tidy(table: Table, area: str, asked: Asked) -> _LaidOut:
    labels = [_label(cell) for cell in table.column(_known_heading(table, "indicator"))]
    ids = {asked.called(name): name for name in asked.wanted}
    kept = [at for at, label in enumerate(labels) if label in ids]
    names = [ids[labels[at]] for at in kept]
    values = figures_in(table, _known_heading(table, "value"), kept, names, asked)
    limits = [_heading(table, (word,)) for word in ("lower", "upper")]
    error = np.full(len(kept), np.nan)
    if limits[0] and limits[1]:
        low, high = (figures_in(table, str(word), kept, names, asked, are_limits=True).values for word in limits)
        error = error_from_limits(table, kept, low, high)
    states = _column(table, _heading(table, ("state",)), kept)
    marked = [values.states.get(i) is State.ESTIMATED or states[i] == State.ESTIMATED.value for i in range(len(kept))]
    return _LaidOut(
        areas=[_label(cell) for cell in _column(table, area, kept)],
        indicators=names,
        periods=_periods(table, kept, asked),
        values=values.values,
        error=error,
        estimated=marked,
        rows=[table.rows[at] for at in kept],
        used=set(),
        there=tuple(dict.fromkeys(ids.get(label, label) for label in labels if label)),
    )


def _wide(table: Table, area: str, asked: Asked) -> _LaidOut:
    there = [column for name in asked.wanted for column in _columns_of(table, name, asked)]
    every = list(range(len(table)))
    columns = [figures_in(table, heading, every, [name] * len(every), asked) for name, heading, _ in there]
    ids = {heading: name for name, heading, _ in there}
    apart = {area, _heading(table, NAME), _heading(table, PERIOD)}
    dated = _periods(table, every, asked)
    return _LaidOut(
        areas=[_label(cell) for cell in table.column(area)] * len(there),
        indicators=[name for name, _, _ in there for _ in every],
        periods=[label for _, _, only in there for label in ([only] * len(every) if only else dated)],
        values=np.concatenate([column.values for column in columns]) if columns else np.empty(0),
        error=np.full(len(there) * len(table), np.nan),
        estimated=[column.states.get(i) is State.ESTIMATED for column in columns for i in every],
        rows=list(table.rows) * len(there),
        used=set(ids),
        there=tuple(ids.get(heading, heading) for heading in table.headings if heading not in apart),
    )


def _columns_of(table: Table, name: str, asked: Asked) -> list[tuple[str, str, str | None]]:
    """The columns of one indicator in a wide table: its id, the heading, and the period that stands in the heading.

    A heading such as "Population {period}" stands for one column a period, where the period begins with a year.
    """
    called = asked.called(name)
    if IN_HEADING not in called:
        return [(name, called, None)] if called in table.headings else []
    before, _, after = called.partition(IN_HEADING)
    form = re.compile(re.escape(before) + r"(\d{4}.*)" + re.escape(after), re.ASCII)
    return [(name, heading, match[1]) for heading in table.headings if (match := form.fullmatch(heading))]


def _as_figures(
    table: Table, laid: _LaidOut, area: str, asked: Asked, groups: tuple[str, ...], said: tuple[str, ...]
) -> LooseFigures:
    labels = [_label(cell) for cell in table.column(area)]
    areas = tuple(dict.fromkeys(labels))
    if "" in areas:
        row = table.rows[labels.index("")]
        raise DataError(f"{table.file}, row {row}, column {area!r}: the area is blank; write its code")
    periods = tuple(sorted(dict.fromkeys(laid.periods))) or (ONLY_PERIOD,)
    names = tuple(name for name in asked.wanted if name in set(laid.indicators))
    at = (_places(laid.areas, areas), _places(laid.indicators, names), _places(laid.periods, periods))
    _refuse_twice(table, laid, at, (len(areas), len(names), len(periods)))
    values = np.full((len(areas), len(names), len(periods)), np.nan)
    error, estimated = values.copy(), np.zeros(values.shape, bool)
    values[at], error[at], estimated[at] = laid.values, laid.error, laid.estimated
    return LooseFigures(
        cube=Cube(values, areas, names, periods),
        evidence=Evidence(error, estimated),
        names=_by_area(table, labels, _heading(table, NAME)),
        said=said,
        there=laid.there,
        groups={by: _in_order(areas, _by_area(table, labels, by)) for by in groups if by in table.headings},
    )


def _refuse_twice(table: Table, laid: _LaidOut, at: tuple[NDArray[np.int64], ...], shape: tuple[int, ...]) -> None:
    if not len(laid.rows):
        return
    cell = np.ravel_multi_index(at, shape)
    order = np.argsort(cell, kind="stable")
    again = np.flatnonzero(np.diff(cell[order]) == 0)
    if len(again):
        one, two = order[again[0]], order[again[0] + 1]
        dated = _heading(table, PERIOD)
        when, advice = (f" in {laid.periods[one]}", "") if dated else ("", ", or add a column called period")
        raise DataError(
            f"{table.file}, rows {laid.rows[one]} and {laid.rows[two]}: both give {laid.indicators[one]!r} for "
            f"{laid.areas[one]}{when}; keep one of the two{advice}"
        )


def _places(labels: Sequence[str], known: Sequence[str]) -> NDArray[np.int64]:
    where = {label: i for i, label in enumerate(known)}
    return np.array([where[label] for label in labels], dtype=np.int64)


def _by_area(table: Table, areas: Sequence[str], heading: str | None) -> dict[str, str]:
    """The first label that each area has in a column; nothing where there is no such column."""
    found: dict[str, str] = {}
    for area, cell in zip(areas, table.column(heading) if heading else (), strict=bool(heading)):
        label = _label(cell)
        if label:
            found.setdefault(area, label)
    return found


def _in_order(areas: Sequence[str], labels: Mapping[str, str]) -> tuple[str, ...]:
    return tuple(labels.get(area, "") for area in areas)


def _periods(table: Table, kept: Sequence[int], asked: Asked) -> list[str]:
    heading = _heading(table, PERIOD)
    if heading is None:
        declared = {one.period for name, one in asked.known.items() if name in asked.wanted}
        only = declared.pop() if len(declared) == 1 else None
        return [only or ONLY_PERIOD] * len(kept)
    labels = [_label(cell) for cell in _column(table, heading, kept)]
    if "" in labels:
        row = table.rows[kept[labels.index("")]]
        raise DataError(f"{table.file}, row {row}, column {heading!r}: the period is blank; write it, as in 2014")
    return labels


def _heading(table: Table, names: Sequence[str]) -> str | None:
    """The heading of the table that is one of these words, whatever its capitals; the first word that is there."""
    by_word = {heading.lower(): heading for heading in reversed(table.headings)}
    return next((by_word[name] for name in names if name in by_word), None)


def _known_heading(table: Table, name: str) -> str:
    return _heading(table, (name,)) or name


def _column(table: Table, heading: str | None, kept: Sequence[int]) -> list[Cell]:
    if heading is None:
        return [None] * len(kept)
    cells = table.column(heading)
    return [cells[at] for at in kept]


def _label(cell: Cell) -> str:
    """A cell as a label: the number 2014.0 of a spreadsheet is "2014"."""
    if cell is None:
        return ""
    return str(int(cell)) if isinstance(cell, float) and cell.is_integer() else str(cell).strip()
