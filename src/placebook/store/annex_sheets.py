"""An annex as a workbook in the layout of the Government Statistical Service: one table a sheet, and a cover."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from placebook.pages import annex as tables
from placebook.pages.annex import Annex, Rows, Words
from placebook.pages.decision import DecisionPage
from placebook.store.workbook import Cover, Sheet, write_workbook
from placebook.types import State

MARKED = {state.value: f"{state.value} {state.shorthand}" for state in State if state.shorthand and not state.has_value}


def annex_workbook(path: Path, annex: Annex, page: DecisionPage) -> None:
    """Write the annex of a decision as a workbook."""
    said = [block.text for block in annex.blocks if isinstance(block, Words)]
    cover = Cover(annex.title, (("What it is", annex.subtitle), ("The proposal", " ".join(said[:2]))))
    write_workbook(path, cover, [_sheet(name, rows) for name, rows in _sheets(page)])


def _sheets(page: DecisionPage) -> Iterator[tuple[str, Rows]]:
    for group in page.sets:
        yield f"Wheel {group.id}", tables.side_by_side(page, group)
    yield "Differences", tables.differences(page)
    yield "Not known", tables.unknown(page)
    yield "Reasons", tables.reasons(page)
    yield "Figures", tables.figures(page)
    yield "Evidence", tables.evidence(page)
    yield "Mitigations", tables.mitigations(page)
    yield "Engagement", tables.engagement(page)
    yield "Reviews", tables.comes_back(page)
    yield "Versions", tables.versions(page)


def _sheet(name: str, rows: Rows) -> Sheet:
    marked = tuple(tuple(MARKED.get(cell, cell) for cell in row) for row in rows.rows)
    there = {cell for row in marked for cell in row}
    used = [f"{state.shorthand} means {state.value}" for state in State if MARKED.get(state.value) in there]
    says = (f"Shorthand: {'; '.join(used)}.",) if used else ()
    return Sheet(name, rows.caption, rows.headings, marked, says)
