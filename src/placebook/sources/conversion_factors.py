"""The flat file of the UK Government's conversion factors: an XLSX of one year, or rows of it carried as CSV."""

from __future__ import annotations

import re
from collections.abc import Mapping
from pathlib import Path

from placebook.measure.carbon_factors import CH4, CO2, CO2E, ENERGY, N2O, OUTSIDE, FactorSet, FlatRow
from placebook.sources.sheets import Cell
from placebook.sources.tables import Table, read_table
from placebook.types import DataError, SourceChanged

SHEET, HEADING_ROW = "Factors by Category", 6
LEVELS = ("Level 1", "Level 2", "Level 3", "Level 4", "Column Text")
HEADINGS = ("ID", "Scope", *LEVELS, "UOM", "GHG/Unit")
ROW = "Row"  # the row of the flat file, where some of its rows are carried as CSV
END = "END"
_FACTOR = re.compile(r"GHG Conversion Factor (\d{4})")
_LESS_THAN = re.compile(r"\(?<\s*[0-9.]+\)?")  # how little is written in some years: no number to count with
_SCOPES = {"Scope 1": "1", "Scope 2": "2", "Scope 3": "3", "Outside of Scopes": OUTSIDE}
_ABOUT = {
    "kg CO2e": CO2E,
    "kg CO2e of CO2 per unit": CO2,
    "kg CO2e of CH4 per unit": CH4,
    "kg CO2e of N2O per unit": N2O,
    "kWh (Net CV)": ENERGY,
    "kWh (net)": ENERGY,
}
_DOWNLOAD = "download the flat file of that year from gov.uk (Government conversion factors) and put it there"


def read_factors(path: Path, name: str | None = None) -> FactorSet:
    """Every row of a flat file, with its row in the sheet. `name` stands for the file in what is said.

    Raises DataError when the file is not there or cannot be read, and SourceChanged in one sentence when it no longer
    looks as flat files do: a heading that is gone or new, a scope or gas nobody knows, an id twice, no END.
    """
    name = name or str(path)
    if not path.is_file():
        raise DataError(f"{name}: there is no such file; {_DOWNLOAD}")
    workbook = path.suffix.lower() == ".xlsx"
    table = read_table(path, name, *((SHEET, HEADING_ROW) if workbook else (None, 1)))
    if table.findings:
        raise DataError(str(table.findings[0]))
    year, heading = _year(table)
    rows: dict[str, FlatRow] = {}
    ended = False
    for at, cells in table.each_row():
        if cells["ID"] is None and cells["Scope"] == END:
            ended = True
            break
        row = _row(table, at, cells, heading)
        if row.id in rows:
            raise SourceChanged(f"{name}, row {at}: the ID {row.id} stands in row {rows[row.id].row} too; keep one")
        rows[row.id] = row
    if workbook and not ended:
        raise SourceChanged(f"{name}: the sheet does not finish with {END}, so rows may be lost; download it again")
    return FactorSet(year, name, tuple(rows.values()))


def _year(table: Table) -> tuple[int, str]:
    """The year that the factors are of, and the heading that says so."""
    found = [(heading, _FACTOR.fullmatch(heading)) for heading in table.headings]
    years = [(int(match[1]), heading) for heading, match in found if match]
    gone = [heading for heading in HEADINGS if heading not in table.headings]
    if len(years) != 1 or gone:
        what = f"the heading {gone[0]!r} is gone" if gone else "no single heading is 'GHG Conversion Factor' and a year"
        raise SourceChanged(f"{table.file}: {what}; the flat file of the conversion factors is needed")
    new = [one for one in table.headings if one not in (*HEADINGS, ROW, years[0][1])]
    if new:
        raise SourceChanged(f"{table.file}: headings nobody declared: {', '.join(map(repr, new))}; take them out")
    return years[0]


def _row(table: Table, at: int, cells: Mapping[str, Cell], heading: str) -> FlatRow:
    said = {word: _text(cells[word]) for word in HEADINGS}
    where = f"{table.file}, row {at}"
    if not said["ID"]:
        raise SourceChanged(f"{where}: the row has no ID; each factor has one of its own")
    for word, known in (("Scope", _SCOPES), ("GHG/Unit", _ABOUT)):
        if said[word] not in known:
            raise SourceChanged(f"{where}: {said[word]!r} under {word} is not known; it may be {', '.join(known)}")
    row = _text(cells.get(ROW))
    if row and not row.isdigit():
        raise SourceChanged(f"{where}: {row!r} under {ROW} is not the number of a row; write it in digits")
    return FlatRow(
        id=said["ID"],
        scope=_SCOPES[said["Scope"]],
        levels=tuple(said[level] for level in LEVELS),
        unit=said["UOM"],
        about=_ABOUT[said["GHG/Unit"]],
        value=_value(cells[heading], where),
        row=int(row) if row else at,
    )


def _text(cell: Cell) -> str:
    """A cell as words; a whole number of a workbook without its ".0"."""
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    return "" if cell is None else " ".join(str(cell).split())


def _value(cell: Cell, where: str) -> float | None:
    """A factor, or None where no number is given: a blank, or "<1". Raises SourceChanged for words and below nought."""
    if cell is None or _LESS_THAN.fullmatch(str(cell)):
        return None
    try:
        value = float(cell)
    except ValueError:
        value = -1.0
    if not 0 <= value < float("inf"):
        raise SourceChanged(f"{where}: {cell!r} is not a factor; a number from 0 on, or a blank, is needed")
    return value
