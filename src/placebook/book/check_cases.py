"""Rules about case studies: every concept, barrier, area and indicator that one names is there."""

from __future__ import annotations

from collections.abc import Iterator

from placebook.book.asks import FOLDER as ASKS
from placebook.book.asks import shipped_asks, wrong_asks
from placebook.book.cases import FOLDER, shipped_cases, wrong_links
from placebook.book.evidence_log import FOLDER as EVIDENCE_LOG
from placebook.book.evidence_log import wrong_log
from placebook.book.frameworks import shipped_frameworks
from placebook.book.laid_out import LaidOut
from placebook.book.passage_codes import FOLDER as CODES
from placebook.book.passage_codes import read_passage_codes
from placebook.book.place_book import finding_of
from placebook.book.register import register
from placebook.learn.codings import NONE
from placebook.sources.findings import Finding, fault
from placebook.types import DataError


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


def codes(laid: LaidOut) -> Iterator[Finding]:
    """The first row of the codes on passages that cannot be taken, and concepts that are not there."""
    known = _concepts(laid)
    try:
        found = read_passage_codes(laid.book.folder)
    except DataError as why:
        yield finding_of(why, laid.book.folder, f"{CODES}/")
        return
    known |= {f"{concept.partition('#')[0]}#{NONE}" for concept in known}
    for concept in sorted({code.concept for code in found} - known):
        yield fault(f"{CODES}/", None, f"there is no concept {concept!r}", "write framework#concept")


def asks(laid: LaidOut) -> Iterator[Finding]:
    """What asks and offers name that is not there, and ids that are shipped already."""
    areas = {area.code for area in laid.book.areas} | set(register())
    every = (*shipped_asks().values(), *laid.book.asks)
    own = {one.id for one in laid.book.asks}
    for id, what, right in wrong_asks(every, _concepts(laid), areas):
        if id in own:
            yield fault(laid.file_of(ASKS, id), None, what, right)
    for id in sorted(own & set(shipped_asks())):
        yield fault(laid.file_of(ASKS, id), None, f"{id!r} is the id of an entry that is shipped", "give it another id")


def log(laid: LaidOut) -> Iterator[Finding]:
    """What the log of a research centre names that is not there."""
    for id, what, right in wrong_log(laid.book.log, _concepts(laid)):
        yield fault(laid.file_of(EVIDENCE_LOG, id), None, what, right)


def _concepts(laid: LaidOut) -> set[str]:
    frameworks = {**shipped_frameworks(), **laid.book.frameworks}
    return {f"{id}#{concept.id}" for id, framework in frameworks.items() for concept in framework.walk()}


CASE_RULES = (cases, codes, asks, log)
