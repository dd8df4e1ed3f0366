"""The public register of algorithms: which there are, and each entry with what is not yet provided."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise

from placebook.decide.register import FieldChange, HeldEntry, changes, lines_of, missing
from placebook.decide.register_questions import QuestionBox
from placebook.pages.register_audit import AuditSection, audit_section
from placebook.pages.shelf import Shelf

EMPTY = QuestionBox()


@dataclass(frozen=True, slots=True)
class RegisterLine:
    """One entry of the list."""

    id: str
    name: str
    description: str
    missing: int
    fields: int
    kept: bool
    stale: tuple[str, ...]
    withdrawn: str


@dataclass(frozen=True, slots=True)
class RegisterPage:
    """Every entry of a site."""

    title: str
    entries: tuple[RegisterLine, ...]


@dataclass(frozen=True, slots=True)
class EntryField:
    """One field of an entry. No values: not yet provided."""

    name: str
    title: str
    required: bool
    values: tuple[str, ...]
    elsewhere: tuple[tuple[str, str, str], ...]  # standard, its name for the field, same or similar


@dataclass(frozen=True, slots=True)
class EntryGroup:
    """The fields of one category of one tier."""

    tier: int
    category: str
    fields: tuple[EntryField, ...]


@dataclass(frozen=True, slots=True)
class VersionLine:
    """One version of an entry, and what it says otherwise than the one before."""

    version: str
    changes: tuple[FieldChange, ...]


@dataclass(frozen=True, slots=True)
class EntryPage:
    """One entry, field by field in the order of its standard, and why it is stale, if it is."""

    id: str
    name: str
    version: str
    standard: str
    kept: bool
    stale: tuple[str, ...]
    review_on: str
    required_missing: int
    missing: int
    groups: tuple[EntryGroup, ...]
    rests_on: tuple[tuple[str, str], ...]
    audits: tuple[AuditSection, ...]
    versions: tuple[VersionLine, ...]  # the newest first; () where no earlier one is kept
    box: QuestionBox  # of the public
    scrutiny: str  # the id of the scrutiny of the same system, where there is one
    withdrawn: str
    withdrawn_on: str


def register_page(shelf: Shelf) -> RegisterPage:
    """The list of entries. Presence is not quality: nothing is scored or ranked."""
    return RegisterPage(shelf.title, tuple(_line(held) for held in shelf.register))


def _line(held: HeldEntry) -> RegisterLine:
    entry = held.entry
    description = " ".join(entry.values.get("description", ()))
    gone = len(missing(entry, held.standard))
    fields = len(held.standard.fields)
    stands = (held.kept, held.stale, entry.withdrawn)
    return RegisterLine(entry.id, name_of(held), description, gone, fields, *stands)


def name_of(held: HeldEntry) -> str:
    """What an entry is called; its id where it has no name yet."""
    return " ".join(held.entry.values.get("name", ())) or held.entry.id


def entry_page(shelf: Shelf, name: str, box: QuestionBox = EMPTY) -> EntryPage | None:
    """One entry by its id, with what the public asked about it; None where there is none."""
    held = next((one for one in shelf.register if one.entry.id == name), None)
    if held is None:
        return None
    gone = missing(held.entry, held.standard)
    return EntryPage(
        id=held.entry.id,
        name=name_of(held),
        version=held.entry.version,
        standard=f"{held.standard.title} {held.standard.version}",
        kept=held.kept,
        stale=held.stale,
        review_on=held.entry.review_on,
        required_missing=sum(field.required for field in gone),
        missing=len(gone),
        groups=_groups(held),
        rests_on=tuple((what, mark) for what, mark in sorted(held.entry.rests_on.items()) if mark),
        box=box,
        versions=_versions(held),
        audits=tuple(audit_section(one, at) for at, one in enumerate(shelf.audits.get(name, ()), start=1)),
        withdrawn=held.entry.withdrawn,
        withdrawn_on=held.entry.withdrawn_on,
        scrutiny=name if name in {one.scrutiny.id for one in shelf.scrutinies} else "",
    )


def _versions(held: HeldEntry) -> tuple[VersionLine, ...]:
    if not held.earlier:
        return ()
    line = (*held.earlier, held.entry)
    later = (VersionLine(now.version, changes(before, now)) for before, now in pairwise(line))
    return (VersionLine(line[0].version, ()), *later)[::-1]


def _groups(held: HeldEntry) -> tuple[EntryGroup, ...]:
    found: dict[tuple[int, str], list[EntryField]] = {}
    titles = held.standard.others
    for line in lines_of(held.entry, held.standard):
        field = line.field
        elsewhere = tuple((titles[other], name, match) for other, (name, match) in field.others.items())
        one = EntryField(field.name, field.title, field.required, line.values, elsewhere)
        found.setdefault((field.tier, field.category), []).append(one)
    return tuple(EntryGroup(*key, tuple(fields)) for key, fields in found.items())
