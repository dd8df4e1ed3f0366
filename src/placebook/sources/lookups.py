"""Lookups: in which area a small area or a postcode lies, from a table of two columns."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from fnmatch import fnmatchcase
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from placebook.sources.records import ByLookup
from placebook.sources.tables import Table, read_table
from placebook.types import DataError


@dataclass(frozen=True, slots=True)
class Lookup:
    """Every area to which a code leads. A code that leads to no area lies in a place that `where` leaves out."""

    file: str
    leads_to: Mapping[str, frozenset[str]]

    @property
    def areas(self) -> tuple[str, ...]:
        """All areas to which some code leads, sorted."""
        return tuple(sorted({area for areas in self.leads_to.values() for area in areas}))


def tidy_code(code: str, column: str) -> str:
    """A code as it is compared: without spaces round it, in capitals; a postcode without the space inside it too."""
    return code.replace(" ", "").upper() if column == "postcode" else code.strip().upper()


def check_headings(table: Table, needed: Sequence[str], declared: Sequence[str], what: str) -> None:
    """Raises DataError for a heading that is gone, or that nobody declared; * in one declared stands for any."""
    gone = [one for one in needed if one not in table.headings]
    if gone:
        raise DataError(f"{table.file}: the heading {gone[0]!r} is gone; there is: {', '.join(table.headings)}")
    known = {*needed, *declared}
    new = [one for one in table.headings if one not in known and not any(fnmatchcase(one, each) for each in declared)]
    if new:
        raise DataError(f"{table.file}: headings nobody declared: {', '.join(new)}; add them to ignore: of the {what}")


def rows_kept(table: Table, where: Mapping[str, Collection[str]]) -> NDArray[np.bool_]:
    """Which rows have one of the words wanted in each of these columns."""
    kept = np.ones(len(table), dtype=bool)
    for heading, wanted in where.items():
        kept &= np.isin(np.array([str(cell) for cell in table.column(heading)]), list(wanted))
    return kept


def read_lookup(way: ByLookup, book: Path) -> Lookup:
    """Read the table of a lookup.

    Raises DataError when the table cannot be read, a heading is gone or not declared, or `where` leaves nothing over.
    """
    table = read_table(book / way.file, way.file)
    check_headings(table, (way.code_from, way.code_to, *way.where), way.declared, f"lookup {way.lookup}")
    kept = rows_kept(table, way.where)
    leads_to: dict[str, set[str]] = {}
    for code, area, keep in zip(table.column(way.code_from), table.column(way.code_to), kept.tolist(), strict=True):
        if code is not None:
            found = leads_to.setdefault(tidy_code(str(code), way.column), set())
            if keep and area is not None:
                found.add(str(area))
    if not any(leads_to.values()):
        raise DataError(f"{way.file}: no code leads to an area; mend from:, to: or where: of the lookup {way.lookup}")
    return Lookup(way.file, {code: frozenset(areas) for code, areas in leads_to.items()})
