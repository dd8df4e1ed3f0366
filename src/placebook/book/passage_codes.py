"""Codes on passages as plain files: codes/*.csv of a book, each row by a person or suggested by a method."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import islice
from pathlib import Path

from placebook.sources.formulas import unsafe
from placebook.sources.tables import Table, read_table
from placebook.types import DataError, PassageCode

FOLDER = "codes"
HEADINGS = ("passage", "concept", "by", "method", "date", "version", "role", "status", "memo")
STATUSES = ("", "agreed", "in dispute", "decided", "rejected")
_DAY = re.compile(r"\d{4}-\d\d-\d\d")
_LINK = re.compile(r"[a-z0-9-]+#[a-z0-9-]+")


def read_passage_codes(folder: Path) -> tuple[PassageCode, ...]:
    """Every code of a book, in the order of files and rows.

    A row names the passage, the concept as framework#concept, and either the person who put it there (`by`) or the
    method that suggests it: a row with both or neither is refused, so that a suggestion is never taken for a code.
    The concept "none" says that a person read the passage and found no concept of the framework to fit.

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
        said = {name: unsafe(str(cells.get(name) or "").strip()) for name in HEADINGS}
        yield checked(PassageCode(**said), f"{table.file}, row {row}")


def checked(code: PassageCode, where: str) -> PassageCode:
    """A code that can be one. Raises DataError that begins with where it stands: a passage, framework#concept, and
    either a person or a method are wanted, and a status that is known."""
    if not code.passage or not _LINK.fullmatch(code.concept):
        raise DataError(
            f"{where}: {code.concept!r} on {code.passage!r} is no code; write a passage and framework#concept"
        )
    if bool(code.by) == bool(code.method):
        both = "both a person and a method" if code.by else "neither a person nor a method"
        raise DataError(f"{where}: names {both}; fill in by or method, and not the other")
    if code.date and not _DAY.fullmatch(code.date):
        raise DataError(f"{where}: has the date {code.date!r}; write a day as 2026-11-28 or nothing")
    if code.status not in STATUSES:
        raise DataError(
            f"{where}: has the status {code.status!r}; write {', '.join(filter(None, STATUSES))} or nothing"
        )
    if code.method and code.status not in {"", "rejected"}:
        raise DataError(f"{where}: a suggestion is {code.status!r}; only what people put can be, so leave status empty")
    if code.status in {"decided", "rejected"} and code.by and not code.memo:
        raise DataError(f"{where}: is {code.status} without a reason; write it as memo")
    return code
