"""What the pages of the desk say, from rows and rules."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.urls import reverse

from placebook.decide import flow
from placebook.decide.merging import differences
from placebook.pages.forms import Body, Step, answered, as_asked, get, label_of, labels
from placebook.pages.shelf import Shelf
from placebook.web.desk import keep
from placebook.web.desk.kinds import Kind, kinds
from placebook.web.desk.models import Draft, Person, Record

MOST_OF_A_PAGE = 3  # faults that are named one by one


@dataclass(frozen=True, slots=True)
class Line:
    """One record in a list."""

    title: str
    kind: str
    address: str
    state: str
    published: bool
    by: str
    at: Any


@dataclass(frozen=True, slots=True)
class Task:
    """One page of questions in the list of a record."""

    step: Step
    address: str
    done: int
    of: int


@dataclass(frozen=True, slots=True)
class Happened:
    """A version that somebody saved, or a step that somebody took. `number` is that of the version; 0 for a step."""

    at: datetime
    by: str
    what: str
    why: str
    number: int = 0
    state: str = ""


@dataclass(frozen=True, slots=True)
class RecordPage:
    """One record as its page shows it."""

    kind: Kind
    record: Record
    title: str
    state: str
    published: int
    tasks: tuple[Task, ...]
    draft: Draft | None
    to_mend: tuple[tuple[str, str], ...]  # what is wrong, and the address of the page that asks for it
    moves: tuple[flow.Move, ...]
    because: tuple[str, ...]
    history: tuple[Happened, ...]
    may_write: bool
    address: str
    page: str


def address(record: Record, what: str = "", step: str = "") -> str:
    """The address of a record, or of something of it."""
    named = {"kind": record.kind, "name": record.name}
    if what == "edit":
        return reverse("desk_edit", kwargs={**named, "step": step})
    return reverse(f"desk_{what or 'record'}", kwargs=named)


def title_of(body: Body, record: Record) -> str:
    """What a record is called."""
    for path in ("title", "name", "values/name", "about"):
        said = get(body, path)
        if isinstance(said, str) and said.strip():
            return said
    return record.name


def _line(record: Record) -> Line:
    way, last = record.way(), keep.newest(record)
    drafts = list(record.drafts.all()) if last is None else []
    body = last.body if last else drafts[0].body if drafts else {}
    by = last.by.name if last else drafts[0].person.name if drafts else ""
    at = last.at if last else record.made_at
    state = way.state if last else "not yet saved"
    return Line(title_of(body, record), kinds()[record.kind].title, address(record), state, way.published > 0, by, at)


def _lines(found: Any) -> tuple[Line, ...]:
    return tuple(_line(one) for one in found if one.kind in kinds())


def home(shelf: Shelf, person: Person, asker: flow.Asker) -> dict[str, Any]:
    """What this person is writing, what waits for checking and publishing, and the kinds of record."""
    every = list(Record.objects.filter(book=shelf.id).prefetch_related("versions__by", "steps", "drafts"))
    lines = {one.pk: _line(one) for one in every if one.kind in kinds()}
    mine = set(Draft.objects.filter(person=person, record__book=shelf.id).values_list("record_id", flat=True))
    known = tuple(lines.values())
    return {
        "mine": [line for pk, line in lines.items() if pk in mine],
        "review": [line for line in known if line.state == flow.IN_REVIEW],
        "approved": [line for line in known if line.state == flow.APPROVED],
        "kinds": [(kind, sum(line.kind == kind.title for line in known)) for kind in kinds().values()],
        "may_write": asker.at_least(flow.CONTRIBUTOR),
        "may_admin": asker.at_least(flow.ADMINISTRATOR),
        "person": person,
        "role": asker.role,
    }


def listing(shelf: Shelf, kind: Kind) -> dict[str, Any]:
    """All records of a kind."""
    return {"kind": kind, "lines": _lines(keep.records(shelf.id, kind.name))}


def record_page(shelf: Shelf, kind: Kind, record: Record, person: Person, asker: flow.Asker) -> RecordPage:
    """One record for one person."""
    body, _ = keep.body_for(record, person)
    way, last = record.way(), keep.newest(record)
    saved = last.body if last else body
    faults = tuple(kind.faults(saved, shelf))
    moves = flow.open_moves(way, asker, faults) if last else ()
    steps = kind.steps(body, shelf)
    tasks = [Task(one, address(record, "edit", one.name), *answered(one, body)) for one in steps]
    return RecordPage(
        kind=kind,
        record=record,
        title=title_of(body, record),
        state=way.state if last else "not yet saved",
        published=way.published,
        tasks=tuple(tasks),
        draft=keep.draft_of(record, person),
        to_mend=_asked(faults, steps, record),
        moves=moves,
        because=_because(way, asker, faults) if last else (),
        history=_history(record, way),
        may_write=asker.at_least(flow.CONTRIBUTOR),
        address=address(record),
        page=kind.page(record.name) if way.published else "",
    )


def _asked(faults: Iterable[str], steps: Sequence[Step], record: Record) -> tuple[tuple[str, str], ...]:
    """What is wrong in the words of the questions, with the address of the page that asks each.

    Of what one page asks, only the first few are named and the others are counted.
    """
    of_page: dict[str, list[str]] = {}
    for words, step in (as_asked(one, steps) for one in faults):
        of_page.setdefault(step, []).append(words)
    return tuple(
        (words, address(record, "edit", step) if step else "")
        for step, said in of_page.items()
        for words in (_first_of(said) if step else said)
    )


def _first_of(said: list[str]) -> list[str]:
    if len(said) <= MOST_OF_A_PAGE:
        return said
    named = said[: MOST_OF_A_PAGE - 1]
    return [*named, f"and {len(said) - len(named)} more on the same page"]


def _because(way: flow.Way, asker: flow.Asker, faults: tuple[str, ...]) -> tuple[str, ...]:
    """Why the next steps on the way are not open to this person."""
    ahead = [one for one in flow.MOVES if way.state in flow.BY_NAME[one].before and one != flow.RETURN]
    return tuple(said for one in ahead if (said := flow.why_not(one, way, asker, faults)))


def _history(record: Record, way: flow.Way) -> tuple[Happened, ...]:
    """Every version and step, newest first; of one moment, the step before the version that it follows."""
    versions = (
        Happened(one.at, one.by.name, f"saved version {one.number}", one.why, one.number, way.state_of(one.number))
        for one in record.versions.select_related("by")
    )
    steps = (
        Happened(one.at, one.by.name, f"{flow.BY_NAME[one.move].title.lower()}: version {one.version}", one.why)
        for one in record.steps.select_related("by")
    )
    return tuple(sorted([*versions, *steps], key=lambda one: (one.at, one.number == 0), reverse=True))


def saving(shelf: Shelf, kind: Kind, record: Record, person: Person, said: str) -> dict[str, Any]:
    """What a draft would change, before it is saved for others to see."""
    body, based_on = keep.body_for(record, person)
    before = record.versions.filter(number=based_on).first()
    steps = kind.steps(body, shelf)
    known = labels(steps)
    asked = {path.partition("/")[0] for path in known}  # and not what was written when it was begun, such as its name
    found = differences(before.body if before else {}, body)
    changed = [one for one in found if one.path.partition("/")[0] in asked]
    return {
        "kind": kind,
        "record": record,
        "title": title_of(body, record),
        "changed": [(label_of(one.path, known), one) for one in changed],
        "to_mend": _asked(kind.faults(body, shelf), steps, record),
        "said": said,
        "address": address(record),
        "first": before is None,
    }
