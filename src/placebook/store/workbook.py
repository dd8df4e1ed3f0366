"""A workbook as the Government Statistical Service lays one out, whose bytes depend on nothing but what it says.

Cover, contents, notes, then one table a sheet: title in A1, what a reader must know below it, and the
table marked as a table with one row of headings. No merged cells, no blank rows, no colour that means
anything, text wrapped, shorthand in square brackets and explained above the table it stands in.

Source: Government Analysis Function (2021), Releasing statistics in spreadsheets.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from io import BytesIO
from pathlib import Path
from typing import Any, TypeAlias

from placebook.types import DataError, State

# xlsxwriter's own: it has no types, and is loaded only when a workbook is written
Workbook: TypeAlias = Any
Worksheet: TypeAlias = Any
Cell = str | float | int | None  # None: there is no figure

NOT_AVAILABLE = State.NOT_MEASURED.shorthand
SHORTHAND = {NOT_AVAILABLE: "there is no figure", State.ESTIMATED.shorthand: "it rests on an estimated figure"}
MOST_ROWS, MOST_COLUMNS = 1_048_576, 16_384
NARROW, WIDE, PROSE = 12, 44, 90  # characters
NO_DATE = date(2000, 1, 1)  # stands in the file where no date of release is given, so that bytes stay equal
FONT = {"font_name": "Arial", "font_size": 12}
AS_TEXT = {"strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}


@dataclass(frozen=True, slots=True)
class Sheet:
    """One sheet with one table."""

    name: str
    title: str
    headings: tuple[str, ...]
    rows: tuple[tuple[Cell, ...], ...]
    says: tuple[str, ...] = ()  # lines between the title and the table
    number_format: str = "General"
    first_columns: int = 1  # columns that stay in sight, such as code and name


@dataclass(frozen=True, slots=True)
class Cover:
    """The first sheet: a title, and paragraphs under headings."""

    title: str
    paragraphs: tuple[tuple[str, str], ...]  # heading, text
    published: date | None = None
    publisher: str = ""


def write_workbook(path: Path, cover: Cover, sheets: Sequence[Sheet]) -> Path:
    """Write a workbook: the cover, a table of contents, then the sheets in the order given.

    Every text is written as text, so that one beginning with = + - or @ is never run as a formula. A
    cell without a figure holds [x], never zero.

    Raises
    ------
    DataError : a sheet has more rows or columns than a workbook can hold
    """
    import xlsxwriter  # type: ignore[import-untyped]

    for sheet in sheets:
        _refuse_large(path, sheet)
    sheets = _with_own_names(sheets)
    # a copy of the font, since xlsxwriter writes into it and the next workbook would differ
    options = {**AS_TEXT, "in_memory": True, "default_format_properties": dict(FONT)}
    made = BytesIO()  # written to disk in one go: a zip file cut off by a full disk could not even be closed
    with xlsxwriter.Workbook(made, options) as workbook:
        _describe(workbook, cover)
        _write_cover(workbook, cover)
        _write_contents(workbook, sheets)
        for sheet in sheets:
            _write_sheet(workbook, sheet)
    path.write_bytes(made.getvalue())
    return path


def _describe(workbook: Workbook, cover: Cover) -> None:
    day = cover.published or NO_DATE
    made = datetime(day.year, day.month, day.day)
    workbook.set_properties(
        {"title": cover.title, "author": cover.publisher, "company": cover.publisher, "created": made}
    )


def _write_cover(workbook: Workbook, cover: Cover) -> None:
    page = workbook.add_worksheet("Cover")
    page.set_column(0, 0, PROSE, workbook.add_format({"text_wrap": True, "valign": "top"}))
    page.write_string(0, 0, cover.title, _large(workbook))
    lines = [(text, style) for heading, said in cover.paragraphs for text, style in ((heading, True), (said, False))]
    for row, (text, is_heading) in enumerate(lines, start=1):
        page.write_string(row, 0, text, *([_bold(workbook)] if is_heading else []))


def _write_contents(workbook: Workbook, sheets: Sequence[Sheet]) -> None:
    rows = tuple((sheet.name, sheet.title) for sheet in sheets)
    contents = Sheet("Contents", "Contents", ("Sheet", "What it holds"), rows, first_columns=0)
    page, top = _write_sheet(workbook, contents)
    link = workbook.add_format({"font_color": "#0b0c8c", "underline": 1, "valign": "top"})
    for row, sheet in enumerate(sheets, start=top + 1):
        page.write_url(row, 0, f"internal:'{sheet.name}'!A1", link, sheet.name)


def _write_sheet(workbook: Workbook, sheet: Sheet) -> tuple[Worksheet, int]:
    """Write one sheet. Returns it with the row of its headings, counted from 0."""
    page = workbook.add_worksheet(sheet.name)
    page.write_string(0, 0, sheet.title, _large(workbook))
    lines = ("This worksheet contains one table.", *sheet.says, *_shorthand_in(sheet))
    for row, line in enumerate(lines, start=1):
        page.write_string(row, 0, line)
    top = len(lines) + 1
    headings = _told_apart(sheet.headings)
    rows = sheet.rows or ((None,) * len(headings),)  # a table must have one row
    _mark_table(workbook, page, top, headings, len(rows))
    _write_cells(workbook, page, top + 1, rows, sheet.number_format)
    for column, width in enumerate(_widths(headings, rows)):
        page.set_column(column, column, width)
    if sheet.first_columns:
        page.freeze_panes(top + 1, sheet.first_columns)
    return page, top


def _mark_table(workbook: Workbook, page: Worksheet, top: int, headings: Sequence[str], rows: int) -> None:
    bold = workbook.add_format({"bold": True, "text_wrap": True, "valign": "top"})
    number = len(workbook.worksheets())
    marks = {
        "name": f"table_{number}_" + re.sub(r"\W", "_", page.get_name(), flags=re.ASCII).lower(),
        "columns": [{"header": heading, "header_format": bold} for heading in headings],
        "autofilter": False,
        "style": "Table Style Light 1",
    }
    page.add_table(top, 0, top + rows, len(headings) - 1, marks)


def _write_cells(
    workbook: Workbook, page: Worksheet, first: int, rows: Sequence[Sequence[Cell]], number_format: str
) -> None:
    text = workbook.add_format({"text_wrap": True, "valign": "top"})
    number = workbook.add_format({"num_format": number_format, "align": "right", "valign": "top"})
    for row, cells in enumerate(rows, start=first):
        for column, cell in enumerate(cells):
            if isinstance(cell, str):
                page.write_string(row, column, cell, text)
            elif cell is None:
                page.write_string(row, column, NOT_AVAILABLE, number)
            else:
                page.write_number(row, column, cell, number)


def _large(workbook: Workbook) -> object:
    return workbook.add_format({"bold": True, "font_size": 16})


def _bold(workbook: Workbook) -> object:
    return workbook.add_format({"bold": True, "font_size": 14})


def _shorthand_in(sheet: Sheet) -> tuple[str, ...]:
    """What the shorthand that stands in a table means, in one line; nothing where there is none."""
    words = {cell for row in sheet.rows for cell in row if isinstance(cell, str) and cell in SHORTHAND}
    if any(cell is None for row in sheet.rows for cell in row) or not sheet.rows:
        words.add(NOT_AVAILABLE)
    said = "; ".join(f"{word} means {meaning}" for word, meaning in SHORTHAND.items() if word in words)
    return (f"Shorthand: {said}.",) if said else ()


def _widths(headings: Sequence[str], rows: Sequence[Sequence[Cell]]) -> list[int]:
    """Wide enough for the longest text of a column, within reason: longer text is wrapped."""
    columns = zip(*rows, strict=True)
    return [_width(heading, column) for heading, column in zip(headings, columns, strict=True)]


def _width(heading: str, column: Sequence[Cell]) -> int:
    longest_word = max(len(word) for word in heading.split())
    longest_text = max(len(cell) if isinstance(cell, str) else 0 for cell in column)
    return min(WIDE, max(NARROW, longest_word + 2, longest_text + 2))


def _told_apart(names: Sequence[str], most: int = 240) -> list[str]:
    """Names that differ from one another, as Excel wants; it does not tell capitals from small letters."""
    told: dict[str, str] = {}
    for name in names:
        plain = " ".join(name.split())[:most] or "No name"
        number, new = 1, plain
        while new.casefold() in told:
            number += 1
            new = f"{plain} ({number})"
        told[new.casefold()] = new
    return list(told.values())


def _with_own_names(sheets: Sequence[Sheet]) -> list[Sheet]:
    """The sheets under names that a workbook can hold: 31 characters, no / \\ ? * : [ ] ', none twice."""
    allowed = [re.sub(r"[\[\]:*?/\\']", "-", sheet.name) for sheet in sheets]
    names = _told_apart(["Cover", "Contents", *allowed], most=25)[2:]
    return [replace(sheet, name=name) for sheet, name in zip(sheets, names, strict=True)]


def _refuse_large(path: Path, sheet: Sheet) -> None:
    rows, columns = len(sheet.rows) + len(sheet.says) + 4, len(sheet.headings)
    if rows > MOST_ROWS or columns > MOST_COLUMNS:
        raise DataError(
            f"{path.name}, sheet {sheet.name}: {rows:,} rows and {columns:,} columns do not fit in a workbook, which "
            f"holds {MOST_ROWS:,} and {MOST_COLUMNS:,}. Export to csv or parquet"
        )
