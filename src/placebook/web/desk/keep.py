"""Keep what people type: drafts, versions, steps. All that is written here is whole or not there at all."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import transaction

from placebook.decide import flow
from placebook.decide.merging import Merged, merge
from placebook.pages.forms import Body
from placebook.pages.shelf import Shelf
from placebook.types import DataError
from placebook.web.desk.kinds import Kind
from placebook.web.desk.models import LONGEST_WHY, Draft, Person, Record, Step, Version
from placebook.web.desk.published import write_published


class NotAllowed(DataError):
    """Somebody may not do that now; the sentence says why."""


@dataclass(frozen=True, slots=True)
class Kept:
    """What came of saving: the number of the new version, or what must first be chosen."""

    number: int
    merged: Merged


def records(book: str, kind: str) -> list[Record]:
    """The records of one kind, by name."""
    return list(Record.objects.filter(book=book, kind=kind).prefetch_related("drafts"))


def newest(record: Record) -> Version | None:
    """The newest version, or None."""
    return record.versions.order_by("-number").first()


def begin(kind: Kind, book: str, name: str, title: str, person: Person, now: datetime) -> Record:
    """A new record, with a draft of its first version. Raises DataError when the name is taken."""
    with transaction.atomic():
        record, made = Record.objects.get_or_create(book=book, kind=kind.name, name=name, defaults={"made_at": now})
        if not made:
            raise DataError(f"there is already a {kind.title.lower()} called {name!r}; open it, or choose another name")
        Draft.objects.create(
            record=record, person=person, based_on=0, body=dict(kind.starts(name, title)), saved_at=now
        )
    return record


def draft_of(record: Record, person: Person) -> Draft | None:
    """What a person is typing into a record, or None."""
    return Draft.objects.filter(record=record, person=person).first()


def body_for(record: Record, person: Person) -> tuple[Body, int]:
    """What a person sees when they open a record to write, and the version it rests on."""
    draft = draft_of(record, person)
    if draft is not None:
        return draft.body, draft.based_on
    last = newest(record)
    return (last.body, last.number) if last else ({}, 0)


def keep_draft(record: Record, person: Person, body: Body, based_on: int, now: datetime) -> None:
    """Keep what is being typed."""
    Draft.objects.update_or_create(
        record=record, person=person, defaults={"body": dict(body), "based_on": based_on, "saved_at": now}
    )


def drop_draft(record: Record, person: Person) -> None:
    """Leave a draft; the versions stay."""
    Draft.objects.filter(record=record, person=person).delete()


def save(record: Record, person: Person, why: str, now: datetime, chosen: Any = None) -> Kept:
    """Make a person's draft the newest version. What somebody else saved meanwhile is joined with it.

    `chosen` holds the paths at which this person's own words are to stand; None until they were shown both. Where
    both changed the same thing and nothing was chosen, nothing is saved. Raises DataError where there is no draft.
    """
    if not why.strip():
        raise DataError("say in a few words what you changed and why")
    if len(why) > LONGEST_WHY:
        raise DataError(f"say why in {LONGEST_WHY} characters; you wrote {len(why)}")
    with transaction.atomic():
        Record.objects.select_for_update().get(pk=record.pk)
        draft = draft_of(record, person)
        if draft is None:
            raise DataError("there is nothing new to save")
        last = newest(record)
        merged = _joined(record, draft, last, chosen or ())
        number = last.number if last else 0
        if merged.clashes and chosen is None:
            return Kept(0, merged)
        Version.objects.create(
            record=record,
            number=number + 1,
            based_on=draft.based_on,
            body=merged.body,
            by=person,
            at=now,
            why=why.strip(),
        )
        draft.delete()
    return Kept(number + 1, merged)


def _joined(record: Record, draft: Draft, last: Version | None, chosen: Any) -> Merged:
    if last is None or last.number == draft.based_on:
        return Merged(dict(draft.body), ())
    before = record.versions.filter(number=draft.based_on).first()
    return merge(before.body if before else {}, last.body, draft.body, chosen)


def take_step(record: Record, kind: Kind, move: str, asker: flow.Asker, why: str, now: datetime, shelf: Shelf) -> None:
    """Take one step with a record; publishing writes its file into the place book.

    Raises NotAllowed, and changes nothing, where the rules say no.
    """
    if move not in flow.MOVES:
        raise NotAllowed(f"there is no step {move!r}")
    if flow.BY_NAME[move].why and not why.strip():
        raise NotAllowed("Say why, so that whoever wrote it knows what to do.")
    with transaction.atomic():
        Record.objects.select_for_update().get(pk=record.pk)
        way, last = Record.objects.get(pk=record.pk).way(), newest(record)
        faults = kind.faults(last.body, shelf) if last else ()
        said = flow.why_not(move, way, asker, faults)
        if said or last is None:
            raise NotAllowed(said or "There is no version yet.")
        number = way.published if move == flow.WITHDRAW else last.number
        if move == flow.PUBLISH:
            number = _pinned(record, kind, last, asker, now, shelf)
        Step.objects.create(
            record=record, version=number, move=move, by_id=asker.person, at=now, why=why.strip()[:LONGEST_WHY]
        )
        if move in (flow.PUBLISH, flow.WITHDRAW):
            transaction.on_commit(lambda: write_published(kind, record))


def _pinned(record: Record, kind: Kind, last: Version, asker: flow.Asker, now: datetime, shelf: Shelf) -> int:
    """The number of the version to publish: the approved one, or one more that differs only by the day's figures."""
    body = dict(kind.pin(last.body, shelf, now.date().isoformat()))
    if body == last.body:
        return last.number
    pinned = Version.objects.create(
        record=record,
        number=last.number + 1,
        based_on=last.number,
        body=body,
        by_id=asker.person,
        at=now,
        why="Published, with the figures and evidence as they stood that day.",
    )
    return pinned.number
