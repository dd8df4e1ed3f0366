"""One published table, from CSV, XLSX or Parquet, as headings and cells with the rows they stand on.

Nothing is interpreted here: "12.5%", ".." and a blank stay what they are. What a cell means is said by its source.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from typing import Any

from placebook.sources.delimited import delimiter_of, rows_of
from placebook.sources.encodings import WINDOWS, decode
from placebook.sources.findings import Finding, fault, warning
from placebook.sources.parquet_tables import parquet_columns
from placebook.sources.sheets import Cell, column_name, sheet_rows
from placebook.types import DataError

ENDINGS = (".csv", ".tsv", ".txt", ".xlsx", ".parquet")
LARGEST_FILE = 250_000_000  # bytes
MOST_ROWS = 5_000_000
MOST_COLUMNS = 2_000
_FAULTS_SHOWN = 20
_AT_ONCE = 10_000  # rows turned into columns at a time


@dataclass(frozen=True, slots=True)
class Table:
    """A table as received. Cells are text, a number (XLSX, Parquet) or None where blank.

    `rows` holds the row of the file for each position, counted from 1 with the headings, as a spreadsheet shows
    it; a Parquet file has no heading row, so its first row is 1. Blank rows are left out.
    """

    file: str
    headings: tuple[str, ...]
    columns: tuple[list[Cell], ...]
    rows: Sequence[int]
    findings: tuple[Finding, ...] = ()
    delimiter: str = ""

    def __len__(self) -> int:
        return len(self.rows)

    def column(self, heading: str) -> list[Cell]:
        """The cells below a heading. Raises KeyError when there is no such heading."""
        try:
            return self.columns[self.headings.index(heading)]
        except ValueError:
            raise KeyError(heading) from None

    def each_row(self) -> Iterator[tuple[int, dict[str, Cell]]]:
        """Row number and cells by heading, one row at a time: the slow and simple way to read."""
        for at, row in enumerate(self.rows):
            yield row, {heading: column[at] for heading, column in zip(self.headings, self.columns, strict=True)}


def read_table(
    path: Path, name: str | None = None, sheet: str | None = None, heading_row: int = 1, least_columns: int = 2
) -> Table:
    """Read one table; `name` stands for the file in what is said. A table of figures has two columns at least.

    Raises DataError, in one sentence, when the file as a whole cannot be read. Rows that do not fit the headings
    become findings of the table, so that all of them can be told at once.
    """
    outside_a_book = name is None
    name = name or str(path)
    if outside_a_book and not path.is_file():
        raise DataError(f"{name}: there is no such file; check the name")
    try:
        _look_at_file(path, name)
        with path.open("rb"):
            pass
    except OSError as why:
        raise DataError(f"{name}: cannot be opened ({why.strerror}); see that you may read it") from None
    if path.suffix.lower() == ".parquet":
        headings, columns = parquet_columns(path, name, MOST_ROWS)
        rows = range(1, len(columns[0]) + 1)
        once, each, repeated = _each_heading_once(headings, columns, rows, 1, name)
        return Table(name, once, each, rows, tuple(repeated))
    if path.suffix.lower() == ".xlsx":
        return _lay_out(iter(sheet_rows(path, name, sheet, heading_row)), name, heading_row, least=least_columns)
    return _read_text(path.read_bytes(), name, heading_row, least_columns)


def _look_at_file(path: Path, name: str) -> None:
    if not path.is_file():
        raise DataError(f"{name}: there is no such file; put the table there, or change file: in its source")
    if path.suffix.lower() not in ENDINGS:
        raise DataError(f"{name}: is not a kind of table that can be read; save it as one of {', '.join(ENDINGS)}")
    size = path.stat().st_size
    if size == 0:
        raise DataError(f"{name}: the file is empty; a row of headings and rows of figures are needed")
    if size > LARGEST_FILE:
        raise DataError(f"{name}: {size:,} bytes; {LARGEST_FILE:,} is the most for one file. Split it by period")


def _read_text(raw: bytes, name: str, heading_row: int, least: int) -> Table:
    text, encoding = decode(raw, name)
    if not text.strip():
        raise DataError(f"{name}: the file is empty; a row of headings and rows of figures are needed")
    mark = delimiter_of(text, name, least)
    said: list[Finding] = []
    if encoding == WINDOWS:
        said = [warning(name, None, f"is not UTF-8, so it was read as {WINDOWS}", "check that accents look right")]
    return _lay_out(rows_of(text, mark, name), name, heading_row, mark, said, least)


def _lay_out(
    rows: Iterator[Any],
    name: str,
    heading_row: int,
    mark: str = "",
    said: Sequence[Finding] = (),
    least: int = 2,
) -> Table:
    headings = _headings(rows, name, heading_row, least)
    columns: list[list[Cell]] = [[] for _ in headings]
    numbers: list[int] = []
    wrong: list[Finding] = []
    next_row = heading_row + 1
    while some := list(islice(rows, _AT_ONCE)):
        kept, at = _fitting(some, next_row, len(headings), name, wrong, bool(mark))
        numbers.extend(at)
        next_row += len(some)
        for column, cells in zip(columns, zip(*kept, strict=True), strict=False):
            column.extend(_without_spaces(cells))
        if len(numbers) > MOST_ROWS:
            raise DataError(f"{name}: holds over {MOST_ROWS:,} rows, the most for one file. Split it by period")
    if not numbers:
        raise DataError(f"{name}: there are headings and no rows below them; rows of figures are needed")
    headings, columns = _without_empty_columns(headings, columns, heading_row, name)
    once, each, repeated = _each_heading_once(headings, columns, numbers, heading_row, name)
    return Table(name, once, each, numbers, (*said, *repeated, *_few(wrong)), mark)


def _fitting(
    some: list[list[Any]], first: int, width: int, name: str, wrong: list[Finding], delimited: bool
) -> tuple[list[list[Any]], Sequence[int]]:
    """The rows that are not blank, each cut or filled up to the width of the headings, and their numbers.

    A row of a delimited file with one cell more than most, though the last is blank, was cut within a cell: 34,5 for
    34.5 moves all that follows. Where most rows end in blank cells, a spreadsheet put them there.
    """
    if {*map(len, some)} == {width} and all(cells[0] for cells in some):
        return some, range(first, first + len(some))
    longer = sum(len(cells) > width for cells in some if any(cells))
    ragged = delimited and 2 * longer < len(some)
    kept, numbers = [], []
    for number, cells in enumerate(some, start=first):
        if any(cell is not None and cell != "" for cell in cells):
            _fit(cells, width, number, name, wrong, ragged)
            kept.append(cells[:width] + [None] * (width - len(cells)))
            numbers.append(number)
    return kept, numbers


def _without_spaces(cells: tuple[Any, ...]) -> list[Cell]:
    """Cells without spaces round them, and blanks as None."""
    try:
        found: list[Cell] = list(map(str.strip, cells))  # every cell of a CSV file is text
    except TypeError:
        found = [cell.strip() if isinstance(cell, str) else cell for cell in cells]
    return [None if cell == "" else cell for cell in found] if "" in found else found


def _headings(rows: Iterator[Any], name: str, heading_row: int, least: int) -> list[str]:
    for number, cells in enumerate(rows, start=1):
        if number < heading_row:
            continue
        headings = [_heading(cell) for cell in cells]
        while headings and not headings[-1]:
            headings.pop()
        if len([heading for heading in headings if heading]) < least:
            found = " ".join(headings).strip() or "nothing"
            raise DataError(
                f"{name}, row {number}: headings are expected, one above each column, and {found!r} is found; "
                "if they stand lower down, say heading_row: in the source"
            )
        if len(headings) > MOST_COLUMNS:
            raise DataError(f"{name}: has {len(headings):,} columns; {MOST_COLUMNS:,} is the most")
        return headings
    raise DataError(f"{name}: there is no row {heading_row} to take headings from; check heading_row: in the source")


def _heading(cell: Cell) -> str:
    text = str(int(cell)) if isinstance(cell, float) and cell.is_integer() else str("" if cell is None else cell)
    return " ".join(text.split())


def _fit(cells: list[Cell], width: int, number: int, name: str, wrong: list[Finding], ragged: bool) -> None:
    """Note a row with cells beyond the last heading, or without a cell for each heading."""
    beyond = [cell for cell in cells[width:] if cell is not None and cell != ""]
    if ragged and not beyond and len(cells) > width:
        what = f"has {len(cells)} cells where the headings are {width}, and the last is blank"
        wrong.append(
            fault(name, number, what, "look for a comma within a figure or a name; put quotes round text with commas")
        )
    elif beyond or len(cells) < width:
        filled = len(cells) if not beyond else max(i + 1 for i, cell in enumerate(cells) if cell not in (None, ""))
        what = f"has {filled} cells where the headings are {width}"
        wrong.append(fault(name, number, what, "give each heading one cell, and put quotes round text with commas"))


def _without_empty_columns(
    headings: list[str], columns: list[list[Cell]], heading_row: int, name: str
) -> tuple[list[str], list[list[Cell]]]:
    """Columns with neither a heading nor a cell are not there at all."""
    kept = []
    for place, (heading, column) in enumerate(zip(headings, columns, strict=True)):
        found = next((cell for cell in column if cell is not None), None)
        if not heading and found is not None:
            column_is = f"column {column_name(place)} (with {found!r})"
            raise DataError(f"{name}, row {heading_row}: {column_is} has no heading; write one above it")
        if heading:
            kept.append(place)
    return [headings[i] for i in kept], [columns[i] for i in kept]


def _each_heading_once(
    headings: Sequence[str], columns: Sequence[list[Cell]], rows: Sequence[int], heading_row: int, name: str
) -> tuple[tuple[str, ...], tuple[list[Cell], ...], list[Finding]]:
    """Columns of one heading with the same cells are one column, which a join wrote twice; others are refused."""
    kept: dict[str, int] = {}
    said = []
    for place, heading in enumerate(headings):
        first = kept.setdefault(heading, place)
        if first == place:
            continue
        where = f"the heading {heading!r} stands {headings.count(heading)} times (columns "
        where += f"{' and '.join(column_name(at) for at, one in enumerate(headings) if one == heading)})"
        pairs = zip(rows, columns[first], columns[place], strict=True)
        unlike = next((row for row, one, other in pairs if one != other), None)
        if unlike is not None:
            what_is_right = "give each column a heading of its own"
            raise DataError(f"{name}, row {heading_row}: {where}; {what_is_right}. They differ in row {unlike}")
        said.append(warning(name, heading_row, f"{where} above the same cells, so it was read once", "leave one out"))
    return tuple(kept), tuple(columns[at] for at in kept.values()), said


def _few(wrong: list[Finding]) -> list[Finding]:
    """The first faults, the last of them standing for the rest."""
    if len(wrong) <= _FAULTS_SHOWN:
        return wrong
    last = wrong[_FAULTS_SHOWN - 1]
    rest = len(wrong) - _FAULTS_SHOWN + 1
    return [*wrong[: _FAULTS_SHOWN - 1], fault(last.file, last.row, last.what, last.what_is_right, rest)]
