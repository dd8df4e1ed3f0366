"""Postcodes: a table that says in which area each lies, with the headings postcode and area."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from placebook.book.grouping import group
from placebook.sources.findings import Finding, fault
from placebook.sources.sheets import Cell
from placebook.sources.tables import read_table
from placebook.types import DataError

HEADINGS = ("postcode", "area")
_POSTCODE = re.compile(r"[A-Z]{1,2}[0-9][A-Z0-9]?[0-9][A-Z]{2}")


@dataclass(frozen=True, slots=True)
class Postcodes:
    """The area of each postcode (in capitals, without spaces), and what is wrong with the other rows."""

    areas: Mapping[str, str]
    findings: tuple[Finding, ...]


def read_postcodes(path: Path, name: str, known: Collection[str], kind: str = "area") -> Postcodes:
    """Read a table of postcodes. A row that cannot be used becomes a finding and is left out.

    Parameters
    ----------
    path : the table: CSV, XLSX or Parquet with the headings postcode and area, and no others
    name : stands for the file in what is said
    known : the codes of the areas that are compared
    kind : what they are, in what is said
    """
    try:
        table = read_table(path, name)
    except DataError as why:
        what, _, right = str(why).removeprefix(f"{name}: ").partition("; ")
        return Postcodes({}, (fault(name, None, what, right),))
    if set(table.headings) != set(HEADINGS):
        what = f"has the headings {', '.join(table.headings)}"
        return Postcodes({}, (*table.findings, fault(name, 1, what, f"write {','.join(HEADINGS)} and no others")))
    found: dict[str, str] = {}
    rows = zip(table.column("postcode"), table.column("area"), strict=True)
    wrong = list(_read(rows, known, kind, found))
    return Postcodes(found, (*table.findings, *group(name, table.rows, wrong, fault, "postcodes")))


def _read(
    rows: Iterator[tuple[Cell, Cell]], known: Collection[str], kind: str, found: dict[str, str]
) -> Iterator[tuple[int, tuple[str, str]]]:
    """Fill `found`, and give the position of each row that is wrong, with what and what is right."""
    for at, (written, area) in enumerate(rows):
        postcode = plain_postcode(str(written or ""))
        code = str(area or "")
        if not _POSTCODE.fullmatch(postcode):
            yield at, (f"{str(written or '')!r} is not a postcode", "write a whole one, as in AB1 2CD")
        elif code not in known:
            yield at, (f"{code!r} is no {kind} of this book", "write a code of areas.csv, or take the row out")
        elif postcode in found:
            where = "the same area" if found[postcode] == code else f"another area, {found[postcode]}"
            again = f"the postcode {written} stands in the file already, in {where}"
            yield at, (again, "keep one row for each postcode")
        else:
            found[postcode] = code


def plain_postcode(written: str) -> str:
    """A postcode in capitals and without spaces: how it is looked up."""
    return "".join(written.split()).upper()
