"""A table of figures without a book: tidy or wide, read for one recipe.

A source in a book says which heading is what. Here the headings themselves must say it:

    tidy   area, indicator, value, and if there are several periods: period (also lower, upper, state, name)
    wide   area, one column for each indicator under its id, and if there are several periods: period

`area` may also be called area_code or code, `period` also year; a wide table whose first heading is none
of these has its areas there, and says so. A heading that the recipe does not ask for is left aside, by name.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from placebook.sources.figures import Figures, read_figures
from placebook.sources.sheets import Cell
from placebook.sources.tables import Table
from placebook.types import Cube, DataError, Evidence, Numbers, State

AREA = ("area", "area_code", "code")
PERIOD = ("period", "year")
NAME = ("name", "area_name")
ONLY_PERIOD = "all"  # the label of the one period of a table that names none
BLANKS = {"NA": State.NOT_MEASURED, "N/A": State.NOT_MEASURED, "NaN": State.NOT_MEASURED, "..": State.NOT_MEASURED}
_TO_LIMITS = 1.959964  # standard errors between a figure and its 95 % limits


@dataclass(frozen=True, slots=True)
class LooseFigures:
    """What a table gives a recipe, and what a person should be told about how it was read."""

    cube: Cube
    evidence: Evidence
    names: dict[str, str]
    said: tuple[str, ...]


def read_loose(table: Table, wanted: Sequence[str]) -> LooseFigures:
    """The figures that a recipe asks for, from a tidy or a wide table.

    Raises
    ------
    DataError : no area column, cells that are no figures, or two rows for one place; with file and row
    """
    if not len(table):
        raise DataError(f"{table.file}: there is not one row of figures below the headings; add a row for each area")
    tidy = {"indicator", "value"} <= set(table.headings)
    area = _heading(table, AREA)
    said: list[str] = []
    if area is None:
        if tidy or isinstance(table.columns[0][0], float):
            raise DataError(
                f"{table.file}: no heading says which column holds the areas; call it area (there is: "
                + ", ".join(table.headings[:12])
                + ")"
            )
        area = table.headings[0]
        said.append(f"areas are taken from the first column, {area!r}")
    laid_out = _tidy(table, area, wanted) if tidy else _wide(table, area, wanted)
    used = {area, *laid_out.used, *NAME, *PERIOD}
    left = [heading for heading in table.headings if heading not in used]
    if left and not tidy:
        said.append("columns the recipe does not ask for: " + ", ".join(left))
    return _as_figures(table, laid_out, area, wanted, tuple(said))


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


def _tidy(table: Table, area: str, wanted: Sequence[str]) -> _LaidOut:
    indicators = [_label(cell) for cell in table.column("indicator")]
    kept = [at for at, name in enumerate(indicators) if name in set(wanted)]
    values = _figures(table, "value", kept)
    low, high = (_figures(table, word, kept) if word in table.headings else None for word in ("lower", "upper"))
    known = low is not None and high is not None
    error = (high.values - low.values) / (2 * _TO_LIMITS) if known else np.full(len(kept), np.nan)
    states = _column(table, "state", kept)
    marked = [values.states.get(i) is State.ESTIMATED or states[i] == State.ESTIMATED.value for i in range(len(kept))]
    return _LaidOut(
        areas=[_label(cell) for cell in _column(table, area, kept)],
        indicators=[indicators[at] for at in kept],
        periods=_periods(table, kept),
        values=values.values,
        error=error,
        estimated=marked,
        rows=[table.rows[at] for at in kept],
        used={"indicator", "value", "lower", "upper", "state"},
    )


def _wide(table: Table, area: str, wanted: Sequence[str]) -> _LaidOut:
    there = [name for name in wanted if name in table.headings]
    every = list(range(len(table)))
    columns = [_figures(table, name, every) for name in there]
    count = len(there)
    return _LaidOut(
        areas=[_label(cell) for cell in table.column(area)] * count,
        indicators=[name for name in there for _ in every],
        periods=_periods(table, every) * count,
        values=np.concatenate([column.values for column in columns]) if columns else np.empty(0),
        error=np.full(count * len(table), np.nan),
        estimated=[column.states.get(i) is State.ESTIMATED for column in columns for i in every],
        rows=list(table.rows) * count,
        used=set(there),
    )


def _figures(table: Table, heading: str, kept: Sequence[int]) -> Figures:
    cells = table.column(heading)
    found = read_figures([cells[at] for at in kept], lambda _: "", BLANKS, table.delimiter == ";")
    for at, (what, right) in found.wrong.items():
        raise DataError(f"{table.file}, row {table.rows[kept[at]]}, column {heading!r}: {what}; {right}")
    return found


def _as_figures(
    table: Table, laid: _LaidOut, area: str, wanted: Sequence[str], said: tuple[str, ...]
) -> LooseFigures:
    areas = tuple(dict.fromkeys(_label(cell) for cell in table.column(area)))
    if "" in areas:
        row = table.rows[[_label(cell) for cell in table.column(area)].index("")]
        raise DataError(f"{table.file}, row {row}, column {area!r}: the area is blank; write its code")
    periods = tuple(sorted(dict.fromkeys(laid.periods))) or (ONLY_PERIOD,)
    names = tuple(name for name in wanted if name in set(laid.indicators))
    at = tuple(_places(labels, known) for labels, known in
               ((laid.areas, areas), (laid.indicators, names), (laid.periods, periods)))
    _refuse_twice(table, laid, at, (len(areas), len(names), len(periods)))
    values = np.full((len(areas), len(names), len(periods)), np.nan)
    error, estimated = values.copy(), np.zeros(values.shape, bool)
    values[at], error[at], estimated[at] = laid.values, laid.error, laid.estimated
    return LooseFigures(Cube(values, areas, names, periods), Evidence(error, estimated), _names(table, area), said)


def _refuse_twice(table: Table, laid: _LaidOut, at: tuple[Any, ...], shape: tuple[int, ...]) -> None:
    if not len(laid.rows):
        return
    cell = np.ravel_multi_index(at, shape)
    order = np.argsort(cell, kind="stable")
    again = np.flatnonzero(np.diff(cell[order]) == 0)
    if len(again):
        one, two = order[again[0]], order[again[0] + 1]
        raise DataError(
            f"{table.file}, rows {laid.rows[one]} and {laid.rows[two]}: both give {laid.indicators[one]!r} for "
            f"{laid.areas[one]} in {laid.periods[one]}; keep one of the two"
            + ("" if any(word in table.headings for word in PERIOD) else ", or add a column called period")
        )


def _places(labels: Sequence[str], known: Sequence[str]) -> Any:
    where = {label: i for i, label in enumerate(known)}
    return np.array([where[label] for label in labels], dtype=np.int64)


def _names(table: Table, area: str) -> dict[str, str]:
    heading = _heading(table, NAME)
    if heading is None:
        return {}
    pairs = zip(table.column(area), table.column(heading), strict=True)
    return {_label(code): _label(name) for code, name in pairs}


def _periods(table: Table, kept: Sequence[int]) -> list[str]:
    heading = _heading(table, PERIOD)
    return [ONLY_PERIOD] * len(kept) if heading is None else [_label(cell) for cell in _column(table, heading, kept)]


def _heading(table: Table, names: Sequence[str]) -> str | None:
    return next((name for name in names if name in table.headings), None)


def _column(table: Table, heading: str, kept: Sequence[int]) -> list[Cell]:
    if heading not in table.headings:
        return [None] * len(kept)
    cells = table.column(heading)
    return [cells[at] for at in kept]


def _label(cell: Cell) -> str:
    """A cell as a label: the number 2014.0 of a spreadsheet is "2014"."""
    if cell is None:
        return ""
    return str(int(cell)) if isinstance(cell, float) and cell.is_integer() else str(cell).strip()
