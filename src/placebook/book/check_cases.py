"""Rules about case studies: every concept, barrier, area and indicator that one names is there."""

from __future__ import annotations

from collections.abc import Iterator

from placebook.book.cases import FOLDER, shipped_cases, wrong_links
from placebook.book.frameworks import shipped_frameworks
from placebook.book.laid_out import LaidOut
from placebook.book.register import register
from placebook.sources.findings import Finding, fault


def cases(laid: LaidOut) -> Iterator[Finding]:
    """Every link of a case study that leads nowhere, and ids of cases that stand twice."""
    book = laid.book
    frameworks = {**shipped_frameworks(), **book.frameworks}
    areas = {*register(), *(area.code for area in book.areas)}
    taken = {case.id: one.id for one in shipped_cases().values() for case in one.cases}
    for one in book.cases:
        file = laid.file_of(FOLDER, one.id)
        for case, said in wrong_links(one, frameworks, areas, book.indicators):
            what, _, right = said.partition("; ")
            yield fault(file, None, f"case {case!r}: {what}", right)
        for case_id in (case.id for case in one.cases):
            if case_id in taken:
                yield fault(file, None, f"case {case_id!r} stands in {taken[case_id]} too", "give it an id of its own")
            taken[case_id] = one.id


CASE_RULES = (cases,)
