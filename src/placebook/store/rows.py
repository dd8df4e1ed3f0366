"""Tables as CSV that a spreadsheet may open: what it would run as a formula has an apostrophe before it."""

from __future__ import annotations

import csv
from collections.abc import Iterable
from io import StringIO
from pathlib import Path
from typing import TextIO

from placebook.sources.formulas import safe
from placebook.store.whole import whole_file


def write_rows(path: Path, headings: Iterable[str], rows: Iterable[Iterable[str]]) -> Path:
    """Write a table, whole or not at all. Gives its path."""
    with whole_file(path) as partial, partial.open("w", encoding="utf-8", newline="") as file:
        _write(file, headings, rows)
    return path


def text_of_rows(headings: Iterable[str], rows: Iterable[Iterable[str]]) -> str:
    """The same table as text."""
    file = StringIO()
    _write(file, headings, rows)
    return file.getvalue()


def _write(file: TextIO, headings: Iterable[str], rows: Iterable[Iterable[str]]) -> None:
    table = csv.writer(file, lineterminator="\n")
    table.writerow(headings)
    table.writerows([safe(cell) for cell in row] for row in rows)
