"""`placebook check`: everything that is wrong with a book, each with file, row and what would be right.

It never guesses an area type, never fills a gap, never stops at the first fault and never changes a file.
Each rule is one small function in check_areas, check_boundaries, check_cases, check_codes, check_counts,
check_decisions, check_figures, check_rates, check_rebased, check_files, check_lists, check_peers or check_portraits.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from placebook.book.check_areas import AREA_RULES
from placebook.book.check_boundaries import BOUNDARY_RULES
from placebook.book.check_cases import CASE_RULES
from placebook.book.check_codes import CODE_RULES
from placebook.book.check_counts import COUNT_RULES
from placebook.book.check_decisions import DECISION_RULES
from placebook.book.check_figures import FIGURE_RULES
from placebook.book.check_files import FILE_RULES
from placebook.book.check_lists import LIST_RULES
from placebook.book.check_peers import PEER_RULES
from placebook.book.check_portraits import PORTRAIT_RULES
from placebook.book.check_rates import RATE_RULES
from placebook.book.check_rebased import REBASED_RULES
from placebook.book.gather import gather
from placebook.book.grouping import few
from placebook.book.laid_out import look_at
from placebook.book.place_book import PlaceBook, look_into
from placebook.sources.findings import FAULT, WARNING, Finding
from placebook.sources.observations import Observations
from placebook.types import DataError

_SHOWN = 5  # faults said when figures are refused


@dataclass(frozen=True, slots=True)
class Report:
    """What a check found, by file and row; and the figures as far as they could be read."""

    findings: tuple[Finding, ...]
    observations: Observations
    areas: int
    files: int

    @property
    def faults(self) -> tuple[Finding, ...]:
        """What must be mended before a build."""
        return tuple(finding for finding in self.findings if finding.level == FAULT)

    @property
    def warnings(self) -> tuple[Finding, ...]:
        """What wants a look."""
        return tuple(finding for finding in self.findings if finding.level == WARNING)


def check_book(book: PlaceBook | Path) -> Report:
    """Go through every file of a book and report all that is wrong.

    Raises ContentError only when the folder is not a place book, or its book.yaml cannot be read.
    """
    opened = look_into(book if isinstance(book, Path) else book.folder)
    gathered = gather(opened.book.folder, opened.book.sources, opened.areas.areas)
    figures = look_at(opened, gathered)
    rules = (
        *AREA_RULES,
        *BOUNDARY_RULES,
        *CODE_RULES,
        *REBASED_RULES,
        *COUNT_RULES,
        *FIGURE_RULES,
        *RATE_RULES,
        *FILE_RULES,
        *LIST_RULES,
        *PEER_RULES,
        *PORTRAIT_RULES,
        *CASE_RULES,
        *DECISION_RULES,
    )
    found = [*opened.findings, *gathered.findings, *(finding for rule in rules for finding in few(rule(figures)))]
    return Report(
        findings=tuple(sorted(dict.fromkeys(found), key=lambda one: (one.file, one.row or 0))),
        observations=gathered.observations,
        areas=len(opened.book.areas),
        files=len({source.file for source in opened.book.sources if source.file}),
    )


def read_observations(book: PlaceBook) -> Observations:
    """Every figure of the book's sources, in their order.

    Raises DataError when a row or a file cannot be read as its source says: nothing is left out in silence.
    """
    gathered = gather(book.folder, book.sources, [area.code for area in book.areas])
    refuse(tuple(finding for finding in gathered.findings if finding.level == FAULT))
    return gathered.observations


def refuse(faults: tuple[Finding, ...]) -> None:
    """Raises DataError that says the first of these faults and counts the rest; does nothing when there is none."""
    if not faults:
        return
    lines = [str(finding) for finding in faults[:_SHOWN]]
    if len(faults) > _SHOWN:
        lines.append(f"and {len(faults) - _SHOWN:,} more; placebook check lists them all")
    raise DataError("\n".join(lines))
