"""Codes on passages as plain files: codes/*.csv of a book, each row by a person or suggested by a method."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import islice
from pathlib import Path

from placebook.sources.tables import Table, read_table
from placebook.types import DataError, PassageCode

FOLDER = "codes"
HEADINGS = ("passage", "concept", "by", "method", "date")
_LINK = re.compile(r"[a-z0-9-]+#[a-z0-9-]+")


def read_passage_codes(folder: Path) -> tuple[PassageCode, ...]:
    """Every code of a book, in the order of files and rows.

    A row names the passage, the concept as framework#concept, and either the person who put it there (`by`) or the
    method that suggests it: a row with both or neither is refused, so that a suggestion is never taken for a code.

    Raises DataError with file and row.
    """
    found: list[PassageCode] = []
    for path in sorted((folder / FOLDER).glob("*.csv")):
        if _has_rows(path):
            found += _rows(read_table(path, f"{FOLDER}/{path.name}"))
    return tuple(found)


def _has_rows(path: Path) -> bool:
    """Whether anything stands below the headings: a list from which the last code was taken is no fault."""
    with path.open("rb") as lines:
        return sum(bool(line.strip()) for line in islice(lines, 1000)) > 1


def _rows(table: Table) -> Iterator[PassageCode]:
    unknown = [heading for heading in table.headings if heading not in HEADINGS]
    if unknown or not {"passage", "concept"} <= set(table.headings):
        has = ", ".join(table.headings)
        raise DataError(f"{table.file}, row 1: has the headings {has}; write {','.join(HEADINGS)}")
    for row, cells in table.each_row():
        said = {name: str(cells.get(name) or "").strip() for name in HEADINGS}
        if not said["passage"] or not _LINK.fullmatch(said["concept"]):
            raise DataError(
                f"{table.file}, row {row}: {said['concept']!r} on {said['passage']!r} is no code; write a "
                "passage and framework#concept"
            )
        if bool(said["by"]) == bool(said["method"]):
            both = "both a person and a method" if said["by"] else "neither a person nor a method"
            raise DataError(f"{table.file}, row {row}: names {both}; fill in by or method, and not the other")
        yield PassageCode(**said)
