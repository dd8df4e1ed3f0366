"""Tables as CSV that a spreadsheet may open: what it would run as a formula has an apostrophe before it."""

from __future__ import annotations

import csv
from collections.abc import Iterable
from pathlib import Path

from placebook.sources.formulas import safe
from placebook.store.whole import whole_file


def write_rows(path: Path, headings: Iterable[str], rows: Iterable[Iterable[str]]) -> Path:
    """Write a table, whole or not at all. Gives its path."""
    with whole_file(path) as partial, partial.open("w", encoding="utf-8", newline="") as file:
        table = csv.writer(file, lineterminator="\n")
        table.writerow(headings)
        table.writerows([safe(cell) for cell in row] for row in rows)
    return path
