"""areas.csv: the places of a book, one on each row."""

from __future__ import annotations

import difflib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from placebook.sources.findings import FAULT, Finding, fault, whole_file_fault
from placebook.sources.sheets import Cell
from placebook.sources.tables import Table, read_table
from placebook.types import Area, ContentError, DataError

HEADINGS = ("code", "name", "kind", "parent", "first_year", "last_year", "predecessors", "successors")
_NEEDED = ("code", "name")


@dataclass(frozen=True, slots=True)
class AreaList:
    """The areas of a file by code, the row each stands on, and what is wrong with the others."""

    file: str
    areas: Mapping[str, Area]
    rows: Mapping[str, int]
    findings: tuple[Finding, ...] = ()


def read_areas(path: Path, kind: str = "") -> tuple[Area, ...]:
    """The areas of a file, in its order. `kind` is what the book says its areas are, for a file without that column.

    Raises ContentError, with the row, at the first fault.
    """
    found = look_at_areas(path, str(path), kind)
    for finding in found.findings:
        if finding.level == FAULT:
            raise ContentError(str(finding))
    return tuple(found.areas.values())


def look_at_areas(path: Path, name: str, kind: str = "") -> AreaList:
    """The areas of a file and every fault in it. `name` stands for the file in what is said."""
    if not path.is_file():
        why = f"{name}: there is no such file; write a row for each area, or name another after areas: in book.yaml"
        return AreaList(name, {}, {}, (whole_file_fault(why, name),))
    try:
        table = read_table(path, name)
    except DataError as why:
        return AreaList(name, {}, {}, (whole_file_fault(str(why), name),))
    wrong = [*table.findings, *_wrong_headings(table)]
    if not set(_NEEDED) <= set(table.headings):
        return AreaList(name, {}, {}, tuple(wrong))
    areas: dict[str, Area] = {}
    rows: dict[str, int] = {}
    for row, cells in table.each_row():
        try:
            area = _area(cells, kind)
        except ValueError as why:
            wrong.append(fault(name, row, *why.args))
            continue
        if area.code in areas:
            again = f"the code {area.code} stands on row {rows[area.code]} too ({areas[area.code].name})"
            wrong.append(fault(name, row, again, "keep one row for each code"))
        else:
            areas[area.code], rows[area.code] = area, row
    return AreaList(name, areas, rows, tuple(wrong))


def _wrong_headings(table: Table) -> list[Finding]:
    wrong = []
    for heading in _NEEDED:
        if heading not in table.headings:
            near = difflib.get_close_matches(heading, table.headings, n=1)
            there = f"; there is {near[0]!r}" if near else ""
            wrong.append(
                fault(table.file, 1, f"the heading {heading!r} is missing{there}", f"write {','.join(HEADINGS)}")
            )
    for heading in table.headings:
        if heading not in HEADINGS:
            near = difflib.get_close_matches(heading, HEADINGS, n=1)
            what = f"the heading {heading!r} is not known" + (f", did you mean {near[0]!r}?" if near else "")
            wrong.append(fault(table.file, 1, what, f"the headings are {', '.join(HEADINGS)}"))
    return wrong


def _area(cells: Mapping[str, Cell], kind: str) -> Area:
    code, name = _words(cells, "code"), _words(cells, "name")
    if not code:
        raise ValueError("has no code", "write the GSS code, as in E05000026")
    if not name:
        raise ValueError(f"{code} has no name", "write the name of the place")
    first, last = _year(cells, "first_year"), _year(cells, "last_year")
    if first and last and first > last:
        raise ValueError(f"{code} ends in {last}, before it begins in {first}", "change one of the two years")
    return Area(
        code=code,
        name=name,
        kind=_words(cells, "kind") or kind,
        parent=_words(cells, "parent") or None,
        first_year=first,
        last_year=last,
        predecessors=tuple(_words(cells, "predecessors").split()),
        successors=tuple(_words(cells, "successors").split()),
    )


def _words(cells: Mapping[str, Cell], heading: str) -> str:
    cell = cells.get(heading)
    return str(int(cell)) if isinstance(cell, float) and cell.is_integer() else str(cell or "")


def _year(cells: Mapping[str, Cell], heading: str) -> int | None:
    written = _words(cells, heading)
    if not written:
        return None
    if not (written.isascii() and written.isdecimal() and len(written) == 4):
        raise ValueError(f"{heading} is {written!r}", "write a year of four digits, or leave the cell blank")
    return int(written)
