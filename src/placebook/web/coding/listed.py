"""What the list of work says."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from placebook.decide import flow
from placebook.learn.adjudicate import Settled
from placebook.pages.library import PassageLine
from placebook.pages.shelf import Shelf
from placebook.web.coding.models import Round
from placebook.web.coding.places import GONE, address, places_of, title_of_framework, titles_for
from placebook.web.coding.suggested import codebooks
from placebook.web.coding.work import Reading, everybody, frameworks, lines, readings
from placebook.web.desk.models import Person

LISTED = 20  # passages of a list of work


@dataclass(frozen=True, slots=True)
class WorkLine:
    """One passage of somebody's work."""

    address: str
    title: str
    where: str
    state: str
    codes: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class WorkBy:
    """One person's work by one framework, and how far everybody is."""

    framework: str
    title: str
    version: str
    done: int
    of: int
    next: str
    waiting: tuple[WorkLine, ...]
    finished: tuple[WorkLine, ...]
    disputes: int
    everybody: tuple[tuple[str, int, int], ...]  # name, done, of
    rounds: tuple[Round, ...]


def work_page(shelf: Shelf, person: Person, asker: flow.Asker) -> dict[str, Any]:
    """What waits for a person, by framework."""
    every = [_work_by(shelf, one, person) for one in frameworks(shelf.id)]
    return {"work": every, "may_assign": asker.at_least(flow.ADMINISTRATOR), "codes": asker.at_least(flow.CONTRIBUTOR)}


def _work_by(shelf: Shelf, framework: str, person: Person) -> WorkBy:
    work, titles = readings(shelf.id, framework), titles_for(shelf, framework)
    mine = [one for one in work if one.coder.pk == person.pk]
    waiting = [one for one in mine if not one.done]
    done = sorted((one for one in mine if one.done), key=lambda one: one.marks[-1].pk)
    shown = [*waiting[:LISTED], *done[-LISTED:]]
    places = places_of(one.passage for one in shown)
    made = {one.passage: _line(framework, one, places, titles) for one in shown}
    called = everybody(shelf.id)
    counts = [
        (called[pk], sum(one.done for one in work if one.coder.pk == pk), sum(one.coder.pk == pk for one in work))
        for pk in dict.fromkeys(one.coder.pk for one in work)
    ]
    codebook = codebooks().get(framework)
    return WorkBy(
        framework=framework,
        title=title_of_framework(shelf, framework),
        version=codebook[0].version if codebook else "",
        done=len(done),
        of=len(mine),
        next=address(framework, waiting[0].passage) if waiting else "",
        waiting=tuple(made[one.passage] for one in waiting[:LISTED]),
        finished=tuple(made[one.passage] for one in reversed(done[-LISTED:])),
        disputes=len({one.passage for one in lines(shelf.id, framework, work) if one.state is Settled.IN_DISPUTE}),
        everybody=tuple(sorted(counts)),
        rounds=tuple(Round.objects.filter(book=shelf.id, framework=framework).select_related("by")),
    )


def _line(
    framework: str, one: Reading, places: Mapping[str, tuple[str, PassageLine]], titles: Mapping[str, str]
) -> WorkLine:
    title, text = places.get(one.passage, (GONE, None))
    state = "done" if one.done else "begun" if one.begun else "not begun"
    codes = tuple(titles.get(concept, concept) for concept in one.concepts)
    return WorkLine(address(framework, one.passage), title, text.where if text else "", state, codes)
