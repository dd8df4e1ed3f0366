"""A register entry as a workbook, out and in unchanged: the rows of its CSV on a sheet of their own."""

from __future__ import annotations

from pathlib import Path

from placebook.decide.register import HEADINGS, as_rows
from placebook.sources.sheets import Cell, sheet_rows
from placebook.store.workbook import Cover, Sheet, write_workbook
from placebook.types import DataError, RegisterEntry, RegisterStandard

SHEET = "Entry"
LONGEST = 32_767  # characters of one cell: no workbook holds more
_SAYS = (
    "One row for each thing that is said. A field that may stand more than once has a row each, numbered from 1.",
    "A blank value is not yet provided. Change values and save: placebook register show reads it back.",
)


def write_entry_sheet(entry: RegisterEntry, standard: RegisterStandard, path: Path) -> None:
    """Write an entry as a workbook, byte for byte the same each time. Raises DataError for a text no cell can hold."""
    rows = as_rows(entry, standard)
    long = next((name for _, name, _, value in rows if len(value) > LONGEST), None)
    if long is not None:
        raise DataError(f"{long}: is longer than {LONGEST:,} characters, which no cell can hold; write JSON or CSV")
    title = " ".join(entry.values.get("name", ())) or entry.id
    about = (("Standard", f"{standard.title} {standard.version}"), ("Version of the entry", entry.version))
    sheet = Sheet(SHEET, title, HEADINGS, tuple(rows), _SAYS, first_columns=2)
    write_workbook(path, Cover(title, about), (sheet,))


def rows_of_sheet(path: Path) -> list[list[str]]:
    """The rows of such a workbook, headings first. Raises DataError where it is none, or was changed beyond reading."""
    rows = [[_text(cell) for cell in row[: len(HEADINGS)]] for row in sheet_rows(path, str(path), SHEET, 1)]
    at = next((place for place, row in enumerate(rows) if tuple(row) == HEADINGS), None)
    if at is None:
        raise DataError(f"{path}: no row of its sheet {SHEET!r} has the headings {', '.join(HEADINGS)}")
    return [row for row in rows[at:] if any(row)]


def _text(cell: Cell) -> str:
    """What stands in a cell: a spreadsheet may have made a number of a version or a place in a list."""
    if isinstance(cell, float):
        return str(int(cell)) if cell.is_integer() else str(cell)
    return cell or ""
