"""What the pages of disputes and of agreement say."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from placebook.decide import flow
from placebook.learn.adjudicate import Adjudicated, Settled
from placebook.learn.codings import Coding, concepts_used, under
from placebook.learn.reliability import Reliability, Threshold, reliability
from placebook.learn.verdicts import ACCEPTED, ADDED, REJECTED
from placebook.pages.library import PassageLine
from placebook.pages.shelf import Shelf
from placebook.types import Codebook
from placebook.web.coding.models import Publication, Round
from placebook.web.coding.places import GONE, places_of, title_of_framework, titles_for
from placebook.web.coding.publish import last_publication, why_not
from placebook.web.coding.suggested import codebooks, library
from placebook.web.coding.work import codings, everybody, lines, open_passages, readings, seen_by
from placebook.web.desk.models import Person
from placebook.web.library.concepts import codebook_as_used


@dataclass(frozen=True, slots=True)
class DisputeLine:
    """One passage on which two people differ."""

    passage: str
    title: str
    where: str
    waiting: tuple[str, ...]  # concepts that nobody has decided on
    decided: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class DisputePage:
    """One passage to decide on: its words, what each put there and noted, and each concept in dispute."""

    framework: str
    framework_title: str
    passage: str
    title: str
    text: PassageLine | None
    readings: tuple[Any, ...]
    disputes: tuple[tuple[str, str, Adjudicated], ...]  # title, definition, where it stands
    why_not: str
    faults: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class AgreementPage:
    """How far people agree on each concept of a codebook, and under which versions they coded."""

    framework: str
    framework_title: str
    codebook: Codebook
    threshold: Threshold
    lines: tuple[tuple[str, Reliability], ...]  # title, figures: of concepts that somebody put on a passage
    not_put: tuple[str, ...]
    twice: int
    finished: int
    waiting: int
    states: tuple[tuple[str, int], ...]
    versions: tuple[tuple[str, int, int, bool], ...]  # version, readings, codes, whether it is the one used now
    changed: tuple[tuple[str, str, int], ...]  # concept, how its version stands to the one used now, codes
    accepted: int
    rejected: int
    added: int
    rounds: tuple[Round, ...]
    published: Publication | None
    why_not: str
    faults: tuple[str, ...]


def disputes_page(shelf: Shelf, framework: str) -> dict[str, Any]:
    """The passages on which people differ: those that wait for a third person first."""
    titles, found = titles_for(shelf, framework), _in_dispute(shelf.id, framework)
    places = places_of(found)
    made = []
    for passage, each in found.items():
        title, text = places.get(passage, (GONE, None))
        named = {
            state: tuple(titles.get(one.concept, one.concept) for one in each if one.state is state)
            for state in Settled
        }
        made.append(
            DisputeLine(passage, title, text.where if text else "", named[Settled.IN_DISPUTE], named[Settled.DECIDED])
        )
    return {
        "framework": framework,
        "framework_title": title_of_framework(shelf, framework),
        "lines": sorted(made, key=lambda one: not one.waiting),
    }


def _in_dispute(book: str, framework: str) -> dict[str, list[Adjudicated]]:
    found: dict[str, list[Adjudicated]] = {}
    for one in lines(book, framework, readings(book, framework)):
        if one.state in (Settled.IN_DISPUTE, Settled.DECIDED):
            found.setdefault(one.passage, []).append(one)
    return found


def dispute_page(
    shelf: Shelf, framework: str, passage: str, person: Person, asker: flow.Asker, fault: str = ""
) -> DisputePage | None:
    """One passage to decide on; None where nothing on it is or was in dispute."""
    work, called = readings(shelf.id, framework, passage), everybody(shelf.id)
    states = (Settled.IN_DISPUTE, Settled.DECIDED)
    each = [one for one in lines(shelf.id, framework, work) if one.state in states]
    book = codebooks().get(framework)
    if not each or book is None:
        return None
    titles, rules = titles_for(shelf, framework), {rule.concept: rule for rule in book[0].rules}
    title, text = places_of([passage]).get(passage, (GONE, None))
    coded = any(one.coder.pk == person.pk for one in work)
    because = "You coded this passage, so somebody else must decide." if coded else ""
    if not asker.at_least(flow.REVIEWER):
        because = f"Deciding needs the role {flow.REVIEWER} or a higher one."
    return DisputePage(
        framework=framework,
        framework_title=title_of_framework(shelf, framework),
        passage=passage,
        title=title,
        text=text,
        readings=tuple(
            {"name": called[one.coder.pk], "codes": [titles.get(c, c) for c in one.concepts], "memo": one.memo}
            for one in seen_by(work, None)
        ),
        disputes=tuple(
            (titles.get(one.concept, one.concept), rules[one.concept].definition if one.concept in rules else "", one)
            for one in each
        ),
        why_not=because,
        faults=(f"{fault[0].upper()}{fault[1:]}.",) if fault else (),
    )


def agreement_page(shelf: Shelf, framework: str, asker: flow.Asker, fault: str = "") -> AgreementPage | None:
    """How far people agree; None where nobody codes by this framework."""
    work, book = readings(shelf.id, framework), codebooks().get(framework)
    if not work or book is None:
        return None
    codebook, titles = book[0], titles_for(shelf, framework)
    finished, seen = open_passages(work), seen_by(work, None)
    made = codings(work, everybody(shelf.id))
    figures = _figures(made, concepts_used(made, codebook))
    put = {one.concept for one in figures if one.put}
    said = Counter(verdict for one in seen for verdict in one.said.values())
    states = Counter(str(one.state) for one in lines(shelf.id, framework, work))
    return AgreementPage(
        framework=framework,
        framework_title=title_of_framework(shelf, framework),
        codebook=codebook,
        threshold=Threshold(),
        lines=tuple((titles[one.concept], one) for one in figures if one.put),
        not_put=tuple(title for concept, title in titles.items() if concept not in put),
        twice=len({one.passage for one in seen if one.assignment.twice}),
        finished=len(finished),
        waiting=len({one.passage for one in work} - finished),
        states=tuple((str(state), states[state]) for state in Settled),
        versions=_versions(made, codebook),
        changed=_changed(made, codebook, titles),
        accepted=said[ACCEPTED],
        rejected=said[REJECTED],
        added=said[ADDED],
        rounds=tuple(Round.objects.filter(book=shelf.id, framework=framework).select_related("by")),
        published=last_publication(shelf.id),
        why_not=why_not(asker),
        faults=(f"{fault[0].upper()}{fault[1:]}.",) if fault else (),
    )


@lru_cache(maxsize=16)
def _figures(made: tuple[Coding, ...], concepts: tuple[str, ...]) -> tuple[Reliability, ...]:
    """Agreement on each concept. Its limits take a second or more, and change only with the codings."""
    return reliability(made, concepts)


def _versions(made: Sequence[Coding], codebook: Codebook) -> tuple[tuple[str, int, int, bool], ...]:
    every = sorted({one.version for one in made})
    return tuple(
        (
            version,
            sum(one.version == version for one in made),
            sum(len(one.concepts) for one in made if one.version == version),
            version == codebook.version,
        )
        for version in every
    )


def _changed(made: Sequence[Coding], codebook: Codebook, titles: Mapping[str, str]) -> tuple[tuple[str, str, int], ...]:
    """Codes that were put under another version than the one used now, and whether their rule is still the same."""
    older = {version: codebook_as_used(library(), codebook.id, version) for version in {one.version for one in made}}
    held = {version: one for version, one in older.items() if one is not None}
    counts = Counter(
        (concept, str(under(concept, one.version, codebook, held)))
        for one in made
        if one.version != codebook.version
        for concept in one.concepts
    )
    return tuple((titles.get(concept, concept), how, count) for (concept, how), count in sorted(counts.items()))
