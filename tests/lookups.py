"""Lookups of a book for tests: the file in `lookups/` that describes a table, and the table."""

from __future__ import annotations

from pathlib import Path

DESCRIBED = """\
lookup: {name}
title: What lies where
publisher: Nobody
licence: none
url: https://council.example/
file: {file}
from: {start}
to: {end}
{more}"""


def end(area_kind: str, year: int | None, heading: str) -> str:
    """One end of a lookup as it is written."""
    of = "" if year is None else f"boundary_year: {year}, "
    return f"{{area_kind: {area_kind}, {of}heading: {heading}}}"


def put_lookup(book: Path, name: str, start: str, to: str, table: str | Path, more: str = "") -> None:
    """Put a lookup into a book: with its table as text, or with the path of one that is there already."""
    (book / "lookups").mkdir(exist_ok=True)
    file = table.as_posix() if isinstance(table, Path) else f"lookups/{name}.csv"
    said = DESCRIBED.format(name=name, file=file, start=start, end=to, more=more)
    (book / "lookups" / f"{name}.yaml").write_text(said, encoding="utf-8")
    if isinstance(table, str):
        (book / file).write_text(table, encoding="utf-8")
