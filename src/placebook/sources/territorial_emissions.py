"""The wide table of emissions by authority: one row a year, headings such as "Industry Electricity:kt CO2"."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from placebook.measure.carbon_territorial import Sector, TerritorialYear
from placebook.sources.sheets import Cell
from placebook.sources.tables import Table, read_table
from placebook.types import DataError, SourceChanged

YEAR, CODE, NAME = "Year", "local-authority-code", "official-name"
POPULATION, PER_PERSON = "Population:000s", "Per Person Emissions:t"
LEFT_ASIDE = ("Area:km2", "Emissions per km2:kt")
ALL = "Total Emissions"
_KILOTONNES = re.compile(r"(?P<what>.+):kt (?P<gas>CO2e?)")
_SUM = " Total"


@dataclass(frozen=True, slots=True)
class _Layout:
    gas: str
    sectors: tuple[tuple[str, str, tuple[tuple[str, str], ...]], ...]  # name, heading of its total, parts
    total: str


def read_territorial(path: Path, name: str | None = None, authority: str | None = None) -> tuple[TerritorialYear, ...]:
    """The years of one authority by its code, or all rows of the table, sorted by authority and year.

    A sector is the headings up to its own total. Raises DataError when the file cannot be read, a year stands twice, or
    the authority is not in it, and SourceChanged when a heading is gone or nobody declared it.
    """
    table = read_table(path, name)
    if table.findings:
        raise DataError(str(table.findings[0]))
    layout = _layout(table)
    found: dict[tuple[str, int], TerritorialYear] = {}
    for row, cells in table.each_row():
        if authority is not None and cells[CODE] != authority:
            continue
        one = _year(table, row, cells, layout)
        if (one.authority, one.year) in found:
            raise DataError(f"{table.file}, row {row}: {one.authority} has a row for {one.year} already; keep one")
        found[one.authority, one.year] = one
    if not found:
        raise DataError(f"{table.file}: no row has the code {authority!r} under {CODE}; write one that is there")
    return tuple(found[key] for key in sorted(found))


def _layout(table: Table) -> _Layout:
    gone = [one for one in (YEAR, CODE, NAME, POPULATION) if one not in table.headings]
    matches = [(one, _KILOTONNES.fullmatch(one)) for one in table.headings]
    new = [one for one, match in matches if match is None and one not in _KNOWN]
    gases = {match["gas"] for _, match in matches if match}
    sectors: list[tuple[str, str, tuple[tuple[str, str], ...]]] = []
    parts: list[tuple[str, str]] = []
    total = ""
    for heading, match in matches:
        if match is None:
            continue
        what = match["what"]
        if what == ALL:
            total = heading
        elif what.endswith(_SUM):
            sectors.append((what.removesuffix(_SUM), heading, tuple(parts)))
            parts = []
        else:
            parts.append((what, heading))
    if gone or new or not total or parts or len(gases) != 1:
        raise SourceChanged(f"{table.file}: {_why(gone, new, total, [one for one, _ in parts])}")
    return _Layout(gases.pop(), tuple(sectors), total)


_KNOWN = (YEAR, CODE, NAME, POPULATION, PER_PERSON, *LEFT_ASIDE)


def _why(gone: list[str], new: list[str], total: str, parts: list[str]) -> str:
    if gone:
        return f"the heading {gone[0]!r} is gone; the table of emissions by local authority is needed"
    if new:
        return f"headings nobody declared: {', '.join(map(repr, new))}; take them out, or ask the publisher"
    if not total:
        return f"no heading is '{ALL}:kt CO2'; the total of all sectors is needed"
    if parts:
        return f"{parts[0]!r} belongs to no sector, as no total comes after it; keep the order of the publisher"
    return "headings speak of CO2 and of CO2e; one table holds one of the two"


def _year(table: Table, row: int, cells: dict[str, Cell], layout: _Layout) -> TerritorialYear:
    where = f"{table.file}, row {row}"
    wanted = [
        layout.total,
        *(heading for _, total, parts in layout.sectors for heading in (total, *dict(parts).values())),
    ]
    figures = {one: _number(cells[one], where, one) for one in (*wanted, POPULATION)}
    year = _number(cells[YEAR], where, YEAR)
    if year is None or not year.is_integer() or cells[CODE] is None:
        raise DataError(f"{where}: has no year and code; write both in every row")
    return TerritorialYear(
        authority=str(cells[CODE]),
        name=str(cells[NAME] or ""),
        year=int(year),
        gas=layout.gas,
        total=figures[layout.total],
        sectors=tuple(
            Sector(name, figures[total], tuple((part, figures[heading]) for part, heading in parts))
            for name, total, parts in layout.sectors
        ),
        population=figures[POPULATION],
        per_person=_number(cells.get(PER_PERSON), where, PER_PERSON),
        row=row,
        decimals=max(_decimals(cells[one]) for one in wanted),
    )


def _number(cell: Cell, where: str, heading: str) -> float | None:
    """A figure, or None where it is blank."""
    if cell is None:
        return None
    try:
        value = float(cell)
    except ValueError:
        value = float("nan")
    if abs(value) < float("inf"):
        return value
    raise DataError(f"{where}: {cell!r} under {heading!r} is not a figure; write a number or leave it blank")


def _decimals(cell: Cell) -> int:
    return len(str(cell or "").partition(".")[2])


def codes_in(years: tuple[TerritorialYear, ...]) -> Iterator[str]:
    """The codes of the authorities, each once."""
    return iter(dict.fromkeys(one.authority for one in years))
