"""Columns of labels (area codes, indicators, periods): each different label is read once."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from placebook.book.grouping import group
from placebook.sources.findings import Finding, fault
from placebook.sources.tables import Table


@dataclass(frozen=True, slots=True)
class Labels:
    """What each row's label means, None where the row is left aside or cannot be read.

    `aside` holds the positions that were left aside on purpose: nothing else about them is said.
    """

    found: Sequence[str | None]
    findings: list[Finding]
    aside: frozenset[int] = frozenset()


def read_labels(
    table: Table,
    cells: Sequence[Any],
    read: Callable[[str], str | None],
    rule: str,
    aside: frozenset[int] = frozenset(),
) -> Labels:
    """Read a column of labels. `read` raises ValueError(what, what is right) for one that means nothing.

    `aside` holds positions of which nothing is said.
    """
    meaning: dict[Any, str | None] = {}
    wrong: dict[Any, tuple[str, str]] = {}
    for cell in dict.fromkeys(cells):
        try:
            meaning[cell] = read(as_text(cell))
        except ValueError as why:
            meaning[cell] = None
            wrong[cell] = (why.args[0], why.args[1])
    found = [meaning[cell] for cell in cells]
    at = ((i, wrong[cell]) for i, cell in enumerate(cells) if cell in wrong and i not in aside) if wrong else ()
    more = {i for i, cell in enumerate(cells) if found[i] is None and cell not in wrong} if None in found else set()
    return Labels(found, group(table.file, table.rows, at, fault, rule), aside | more)


def as_text(cell: Any) -> str:
    """A cell as a label: the number 2014.0 of a spreadsheet is the year "2014"."""
    if cell is None:
        return ""
    return str(int(cell)) if isinstance(cell, float) and cell.is_integer() else str(cell)
