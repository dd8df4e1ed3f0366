"""The five functions of a research centre, and what was logged for each; nothing logged is said as plainly."""

from __future__ import annotations

from dataclasses import dataclass

from placebook.learn.evidence_log import unanswered, work_of_functions
from placebook.pages.evidence import concept_titles, halves
from placebook.pages.shelf import Shelf

FRAMEWORK = "what-works-functions"
KINDS = {
    "need": "Evidence needs",
    "call": "Calls to people who may know",
    "synthesis": "Syntheses",
    "output": "Outputs for users",
    "use": "Uses",
    "promotion": "Promotions",
}
LOOKED_FOR = {
    "identify": "what evidence is needed",
    "convene": "calls to people who may know, and summings-up of what they know",
    "communicate": "evidence put so that people can use it",
    "advance": "what was done differently because of evidence",
    "advocate": "evidence shown to those who do not use it yet",
}


@dataclass(frozen=True, slots=True)
class LogLine:
    """One thing that was done."""

    id: str
    kind: str
    title: str
    says: str
    by: str
    day: str
    changed: str
    follows: tuple[tuple[str, str], ...]  # id and title
    concepts: tuple[tuple[str, str, str], ...]  # framework, concept, title
    links: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class FunctionPart:
    """One function: what it is, what it would log, how many of each kind there are, and each."""

    id: str
    title: str
    definition: str
    looked_for: str
    counts: tuple[tuple[str, int], ...]
    lines: tuple[LogLine, ...]


@dataclass(frozen=True, slots=True)
class FunctionsPage:
    """All five, with the evidence needs that nothing has answered."""

    total: int
    parts: tuple[FunctionPart, ...]
    waiting: tuple[tuple[str, str, str], ...]  # id, title, day
    source: str


def functions_page(shelf: Shelf) -> FunctionsPage:
    """What a centre did by function, newest first. The same page stands where nothing was ever logged."""
    framework = shelf.frameworks[FRAMEWORK]
    concepts = {one.id: one for one in framework.walk()}
    names, titles = {one.id: one.title for one in shelf.log}, concept_titles(shelf)
    parts = tuple(
        FunctionPart(
            id=work.function,
            title=concepts[work.function].title,
            definition=concepts[work.function].definition,
            looked_for=LOOKED_FOR[work.function],
            counts=tuple((KINDS[kind], count) for kind, count in work.counts),
            lines=tuple(
                LogLine(
                    *(one.id, KINDS[one.kind], one.title, one.says, one.by, one.day, one.changed),
                    follows=tuple((other, names[other]) for other in one.follows if other in names),
                    concepts=tuple((*halves(link), titles.get(link, link)) for link in one.concepts),
                    links=one.links,
                )
                for one in work.entries
            ),
        )
        for work in work_of_functions(shelf.log)
    )
    waiting = tuple((one.id, one.title, one.day) for one in unanswered(shelf.log))
    return FunctionsPage(len(shelf.log), parts, waiting, framework.source)
