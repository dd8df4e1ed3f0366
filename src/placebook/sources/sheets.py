"""XLSX workbooks into rows of cells, refusing what a spreadsheet shows and a table cannot hold."""

from __future__ import annotations

import re
import zipfile
from pathlib import Path
from typing import TYPE_CHECKING
from xml.etree import ElementTree

from placebook.types import DataError

if TYPE_CHECKING:
    from python_calamine import CalamineSheet, CalamineWorkbook

Cell = str | float | None

LARGEST_UNPACKED = 1_000_000_000  # bytes
MOST_CELLS = 10_000_000
_RELATION = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"
_MAIN = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
_ERROR_CELL = re.compile(rb'<c r="([A-Z]+)(\d+)"[^>]* t="e"[^>]*>(?:<f[^>]*>.*?</f>|<f[^>]*/>)?<v>([^<]*)</v>')


def sheet_rows(path: Path, name: str, sheet: str | None, heading_row: int) -> list[list[Cell]]:
    """The cells of one sheet, from its first row and column on; blank cells are None.

    With `sheet` None, a workbook of one visible sheet is read; of several, none is guessed. Raises DataError for a
    damaged or locked workbook, an unknown sheet, or merged cells that leave headings or figures blank.
    """
    _look_inside(path, name)
    workbook = _open(path, name)
    chosen = _choose(workbook, sheet, name)
    found = workbook.get_sheet_by_name(chosen)
    if found.total_height * found.total_width > MOST_CELLS:
        raise DataError(f"{name}: sheet {chosen!r} has over {MOST_CELLS:,} cells; delete the empty rows and columns")
    _refuse_merged(found, name, heading_row)
    rows: list[list[Cell]] = [[_cell(cell) for cell in row] for row in found.to_python(skip_empty_area=False)]
    for column, row, error in _error_cells(path, chosen, name):
        rows[row][column] = error
    return rows


def _look_inside(path: Path, name: str) -> None:
    try:
        with zipfile.ZipFile(path) as packed:
            size = sum(part.file_size for part in packed.infolist())
    except zipfile.BadZipFile:
        raise DataError(f"{name}: is not an .xlsx workbook, or is locked or damaged; save it again as .xlsx") from None
    if size > LARGEST_UNPACKED:
        raise DataError(f"{name}: unpacks to {size:,} bytes; {LARGEST_UNPACKED:,} is the most. Save the sheet as CSV")


def _open(path: Path, name: str) -> CalamineWorkbook:
    from python_calamine import CalamineError, CalamineWorkbook

    try:
        return CalamineWorkbook.from_path(str(path))
    except CalamineError as why:
        raise DataError(f"{name}: cannot be read as a workbook ({why}); save it again as .xlsx") from None


def _choose(workbook: CalamineWorkbook, sheet: str | None, name: str) -> str:
    from python_calamine import SheetTypeEnum, SheetVisibleEnum

    names = [
        one.name
        for one in workbook.sheets_metadata
        if one.typ == SheetTypeEnum.WorkSheet and one.visible == SheetVisibleEnum.Visible
    ]
    if sheet in workbook.sheet_names:
        return str(sheet)
    there = ", ".join(names)
    if sheet is not None:
        raise DataError(f"{name}: has no sheet called {sheet!r}; there is: {there}")
    if len(names) != 1:
        raise DataError(f"{name}: has {len(names)} sheets ({there}); say which with sheet: in the source")
    return names[0]


def _refuse_merged(sheet: CalamineSheet, name: str, heading_row: int) -> None:
    """Merged cells hold one value and blanks. A note across one row, from its first cell on, does no harm."""
    merged = sorted(sheet.merged_cell_ranges or ())
    below = [one for one in merged if one[0][0] >= heading_row and (one[1][0] > one[0][0] or one[0][1] > 0)]
    for (top, left), (bottom, right) in merged:
        if top <= heading_row - 1 <= bottom:
            raise DataError(
                f"{name}, row {top + 1}: cells {column_name(left)} to {column_name(right)} are merged, so row "
                f"{heading_row} does not name each column; unmerge them, or say heading_row: in the source"
            )
    if below:
        (top, left), (bottom, right) = below[0]
        more = f" (and {len(below) - 1:,} more places)" if len(below) > 1 else ""
        raise DataError(
            f"{name}, row {top + 1}: cells {column_name(left)}{top + 1} to {column_name(right)}{bottom + 1} are merged"
            f"{more}, so all but the first read as blank; unmerge them and write the value in each"
        )


def _cell(cell: object) -> Cell:
    if cell is None or cell == "":
        return None
    if isinstance(cell, bool):
        return "TRUE" if cell else "FALSE"
    return float(cell) if isinstance(cell, int | float) else str(cell)


def _error_cells(path: Path, sheet: str, name: str) -> list[tuple[int, int, str]]:
    """Column, row and text of cells such as #DIV/0!, which would otherwise read as blank."""
    with zipfile.ZipFile(path) as packed:
        raw = packed.read(_part_of(packed, sheet))
    found = _ERROR_CELL.findall(raw) if b't="e"' in raw else []
    if len(found) != raw.count(b' t="e"'):
        raise DataError(f"{name}: sheet {sheet!r} holds errors such as #DIV/0!; mend them, or save the sheet as CSV")
    return [(_column_number(c.decode()), int(r) - 1, text.decode()) for c, r, text in found]


def _part_of(packed: zipfile.ZipFile, sheet: str) -> str:
    book = ElementTree.fromstring(packed.read("xl/workbook.xml"))  # noqa: S314
    relations = ElementTree.fromstring(packed.read("xl/_rels/workbook.xml.rels"))  # noqa: S314
    targets = {one.get("Id"): one.get("Target", "") for one in relations}
    found = next(one for one in book.iter(f"{_MAIN}sheet") if one.get("name") == sheet)
    target = targets[found.get(_RELATION)]
    return target.lstrip("/") if target.startswith("/") else f"xl/{target}"


def column_name(place: int) -> str:
    """The letters of a column counted from nought: A, B ... Z, AA."""
    letters = ""
    place += 1
    while place:
        place, left = divmod(place - 1, 26)
        letters = chr(ord("A") + left) + letters
    return letters


def _column_number(letters: str) -> int:
    number = 0
    for letter in letters:
        number = number * 26 + ord(letter) - ord("A") + 1
    return number - 1
