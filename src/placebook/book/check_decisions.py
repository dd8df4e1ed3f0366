"""Rules about decisions: what each names is there, and one that is published is whole."""

from __future__ import annotations

from collections.abc import Iterator

from placebook.book.cases import shipped_cases
from placebook.book.decisions import FOLDER
from placebook.book.frameworks import shipped_frameworks
from placebook.book.laid_out import LaidOut
from placebook.book.place_book import PlaceBook
from placebook.book.register import register
from placebook.decide.wheel_faults import Around, draft_faults, publishing_faults
from placebook.sources.findings import Finding, fault


def around_decisions(book: PlaceBook) -> Around:
    """What a decision of a book may name: the frameworks, areas, indicators and case studies that there are."""
    sets = (*book.cases, *shipped_cases().values())
    return Around(
        frameworks={**shipped_frameworks(), **book.frameworks},
        areas={*register(), *(area.code for area in book.areas)},
        indicators=set(book.indicators),
        cases={case.id for one in sets for case in one.cases},
    )


def decisions(laid: LaidOut) -> Iterator[Finding]:
    """Every fault of a draft, and of what is published all that would have stopped it."""
    book = laid.book
    if not book.decisions:
        return
    around, known = around_decisions(book), {one.id for one in book.decisions}
    for one in book.decisions:
        file = laid.file_of(FOLDER, one.id)
        for found in (publishing_faults if one.is_published else draft_faults)(one, around):
            yield fault(file, None, f"{found.where}: {found.what}", found.right)
        if one.superseded_by and one.superseded_by not in known:
            yield fault(file, None, f"superseded_by: there is no decision {one.superseded_by!r}", "name one that is")


DECISION_RULES = (decisions,)
