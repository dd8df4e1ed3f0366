"""The table of activity: litres, kWh, km by site and year, one row each."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from placebook.measure.carbon_account import Activity
from placebook.measure.carbon_factors import OUTSIDE, SCOPES
from placebook.sources.figures import read_figure
from placebook.sources.findings import Finding, fault, whole_file_fault
from placebook.sources.sheets import Cell
from placebook.sources.tables import Table, read_table
from placebook.types import DataError, State

NEEDED = ("site", "year", "activity", "amount", "unit", "scope")
OPTIONAL = ("basis", "factor", "meter", "note")
_SCOPE_WORDS = {f"scope {scope}": scope for scope in SCOPES} | {scope: scope for scope in SCOPES}
_SCOPE_WORDS |= {"outside of scopes": OUTSIDE}
_YEAR = re.compile(r"(?:19|20)\d\d")


@dataclass(frozen=True, slots=True)
class ActivityTable:
    """The rows that could be read, and what is wrong with the others."""

    rows: tuple[Activity, ...]
    findings: tuple[Finding, ...]


def read_activity(path: Path, name: str | None = None, sheet: str | None = None) -> ActivityTable:
    """Read a table of activity. A row that cannot be used becomes a finding, and all are told at once.

    Parameters
    ----------
    path : CSV, XLSX or Parquet with the headings site, year, activity, amount, unit, scope; and where there are any
        basis (gross or net), factor (an ID of the flat file), meter, note
    name : stands for the file in what is said
    """
    name = name or str(path)
    try:
        table = read_table(path, name, sheet)
    except DataError as why:
        return ActivityTable((), (whole_file_fault(str(why), name),))
    gone = [one for one in NEEDED if one not in table.headings]
    new = [one for one in table.headings if one not in (*NEEDED, *OPTIONAL)]
    if gone or new:
        what = f"the heading {gone[0]!r} is missing" if gone else f"headings nobody knows: {', '.join(map(repr, new))}"
        right = f"write {','.join(NEEDED)} and, where there is any, {','.join(OPTIONAL)}"
        return ActivityTable((), (*table.findings, fault(name, 1, what, right)))
    rows, wrong = _read(table)
    return ActivityTable(tuple(rows), (*table.findings, *wrong))


def _read(table: Table) -> tuple[list[Activity], list[Finding]]:
    rows: list[Activity] = []
    wrong: list[Finding] = []
    first: dict[tuple[tuple[str, str, str, str], int], int] = {}
    for at, cells in table.each_row():
        try:
            row = _row(at, cells, table.delimiter == ";")
            there = first.setdefault((row.stream, row.year), at)
            if there != at:
                what = f"{row.activity} of {row.site} in {row.year} under the same scope stands in row {there} too"
                raise ValueError(what, "keep one of the two, or name each meter under meter")
            rows.append(row)
        except ValueError as why:
            wrong.append(fault(table.file, at, *why.args))
    return rows, wrong


def _row(at: int, cells: Mapping[str, Cell], decimal_comma: bool) -> Activity:
    said = {word: _text(cells.get(word)) for word in (*NEEDED, *OPTIONAL)}
    for word in _blank(said):
        raise ValueError(f"{word} is blank", f"write the {word} of each row")
    scope = _SCOPE_WORDS.get(said["scope"].lower())
    if scope is None:
        raise ValueError(f"the scope {said['scope']!r} is not known", f"write {', '.join(SCOPES)}")
    if not _YEAR.fullmatch(said["year"]):
        right = "write one year, as in 2023, as factors are of calendar years"
        raise ValueError(f"{said['year']!r} is not a year", right)
    amount, state = _amount(cells["amount"], said["unit"], decimal_comma)
    return Activity(
        row=at,
        site=said["site"],
        year=int(said["year"]),
        activity=said["activity"],
        amount=amount,
        unit=said["unit"],
        scope=scope,
        basis=said["basis"].lower(),
        factor=said["factor"],
        meter=said["meter"],
        state=state,
        note=said["note"],
    )


def _blank(said: Mapping[str, str]) -> Iterator[str]:
    return (word for word in NEEDED if word != "amount" and not said[word])


def _amount(cell: Cell, unit: str, decimal_comma: bool) -> tuple[float | None, State]:
    """The amount and its state; None for a blank or a shorthand such as [x], which are gaps and never nought."""
    if cell is None:
        return None, State.NOT_MEASURED
    figure = read_figure(str(cell), unit, decimal_comma=decimal_comma)
    if figure.value != figure.value:
        return None, figure.state or State.NOT_MEASURED
    if figure.value < 0:
        raise ValueError(
            f"the amount {figure.value:g} is below nought",
            "write what was used; what is exported or offset stands apart",
        )
    return figure.value, figure.state or State.OBSERVED


def _text(cell: Cell) -> str:
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    return "" if cell is None else " ".join(str(cell).split())
