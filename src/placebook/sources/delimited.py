"""CSV files into rows of cells, with the delimiter found from the file itself."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import islice

from placebook.types import DataError

DELIMITERS = {",": "comma", ";": "semicolon", "\t": "tab", "|": "upright bar"}
_SAMPLE = 50  # rows looked at to find the delimiter
_SAMPLE_LENGTH = 100_000  # characters


def delimiter_of(text: str, name: str, least_columns: int = 2) -> str:
    """The character between the cells: the one that cuts most of the first rows into equally many cells.

    A comma for a table of one column, where that is enough.
    Raises DataError when no character does, or when two do equally well.
    """
    whole_rows = text.rfind("\n", 0, _SAMPLE_LENGTH) + 1
    beginning = text[: whole_rows or None]
    scores = {mark: _score(beginning, mark) for mark in DELIMITERS}
    best = max(scores.values())
    if best[1] < 2 and least_columns < 2:
        return ","
    if best[1] < 2:
        raise DataError(f"{name}: only one column is found; cells need commas, semicolons or tabs between them")
    winners = [mark for mark, score in scores.items() if score == best]
    if len(winners) > 1:
        said = " and ".join(DELIMITERS[mark] for mark in winners)
        raise DataError(f"{name}: {said} cut the rows equally well; save the file with commas, and quotes round text")
    return winners[0]


def _score(text: str, mark: str) -> tuple[float, int]:
    """Share of sampled rows with the commonest number of cells (two or more), and that number."""
    try:
        widths = [len(row) for row in islice(csv.reader(io.StringIO(text), delimiter=mark), _SAMPLE) if any(row)]
    except csv.Error:
        return 0.0, 0
    cut = [width for width in widths if width > 1]
    if not cut:
        return 0.0, 0
    common = max(sorted(set(cut)), key=cut.count)
    return round(cut.count(common) / len(widths), 1), common


def rows_of(text: str, mark: str, name: str) -> Iterator[list[str]]:
    """Every row as a list of cells, blank rows as empty lists; a quoted cell may hold line ends.

    Raises DataError, with the row, where quotes do not match.
    """
    try:
        yield from _reader(text, mark)
    except csv.Error as why:
        row = _rows_before_fault(text, mark) + 1
        raise DataError(
            f"{name}, row {row}: a quote is opened and not closed, or stands inside a cell ({why}); "
            "write a quote inside a cell twice"
        ) from None


@contextmanager
def cells_up_to(size: int) -> Iterator[None]:
    """While this lasts, a cell may hold so many characters: whole documents stand in some. Then the limit is as before.

    The limit guards every other file of this program, which is why it is given back.
    """
    before = csv.field_size_limit(size)
    try:
        yield
    finally:
        csv.field_size_limit(before)


def _reader(text: str, mark: str) -> Iterator[list[str]]:
    return csv.reader(io.StringIO(text), delimiter=mark, strict=True)


def _rows_before_fault(text: str, mark: str) -> int:
    row = 0
    try:
        for _ in _reader(text, mark):
            row += 1
    except csv.Error:
        pass
    return row
