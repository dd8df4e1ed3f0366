"""Entries of the register of algorithms, in the fields of the UK's standard: tier 1, then tier 2 by category.

One that is begun under the name of a published scrutiny, or of the book's own recipe, is drafted from that.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

from django.conf import settings

from placebook.book.register_entries import FOLDER, entry_of, entry_plain, entry_yaml, read_entry_yaml
from placebook.book.register_standard import shipped_standard
from placebook.book.scrutiny import FOLDER as SCRUTINY
from placebook.book.scrutiny import guide_for, read_scrutiny
from placebook.book.withdrawals import withdrawal_plain
from placebook.decide.register import check_entry, missing
from placebook.decide.scrutiny_entry import entry_of_scrutiny
from placebook.notebook import open as open_place
from placebook.pages.forms import LINE, LINES, TEXT, Body, Field, Step
from placebook.pages.shelf import Shelf
from placebook.store.audits import read_audit
from placebook.store.register import own_entry
from placebook.store.whole import whole_file
from placebook.types import AuditReference, DataError, RegisterEntry, RegisterField
from placebook.web.desk.kinds import Kind
from placebook.web.desk.kinds.parts import faults_of

_AUDIT = ("report", "date", "sha256")
_SHORT = ("name", "website", "contact_email", "organisation", "team", "senior_responsible_owner", "phase")


def starts(name: str, title: str) -> Body:
    """An entry with its name only, or all that the scrutiny or the recipe of that name can write."""
    standard = shipped_standard()
    path = Path(settings.BOOK) / SCRUTINY / f"{name}.yaml"
    looked = read_scrutiny(path) if path.is_file() else None
    if looked is not None and not looked.withdrawn:
        return _body(entry_of_scrutiny(guide_for(looked), looked, standard))
    place = open_place(Path(settings.BOOK))
    if name in place.recipes:
        return _body(own_entry(place.recipe(name), place.book.sources, standard, place.book.contact))
    return _body(RegisterEntry(name, f"{standard.id} {standard.version}", "1", {"name": (title,)}, {}))


def steps(body: Body, shelf: Shelf) -> tuple[Step, ...]:
    """One page for each category of the standard."""
    del body, shelf
    pages: dict[str, list[RegisterField]] = {}
    for field in shipped_standard().fields:
        pages.setdefault(f"Tier {field.tier}: {field.category}", []).append(field)
    about = Step("about", "Version and review", (Field("version", "Version", required=True), _review(), *_rests()))
    audits = Step("audits", "Bias audits", (_audits(),))
    return (*(Step(_slug(title), title, tuple(map(_field, some))) for title, some in pages.items()), audits, about)


def _review() -> Field:
    return Field("review_on", "Review it by", "date", hint="The entry is marked stale after this day.")


def _rests() -> tuple[Field, ...]:
    hint = "The entry is marked stale when this changes."
    return tuple(
        Field(f"rests_on/{what}", f"The {what} it rests on", LINE, hint) for what in ("model", "data", "supplier")
    )


def _audits() -> Field:
    fields = (
        Field("report", "The report in the place book", LINE, "As in register/audits/repairs.json.", required=True),
        Field("date", "The day of the audit", "date", required=True),
        Field("sha256", "The SHA-256 of the table, as the report names it", LINE, required=True),
    )
    return Field("audits", "Bias audit", "list", "A report saved with placebook audit -o.", fields=fields)


def _slug(title: str) -> str:
    return "-".join("".join(c if c.isalnum() else " " for c in title.lower()).split())


def _field(field: RegisterField) -> Field:
    kind = LINES if field.repeats else LINE if field.name in _SHORT else TEXT
    hint = "One on each line. " if field.repeats else ""
    hint += "" if field.required else "Leave it blank if you do not know: the page says “not yet provided”."
    return Field(f"values/{field.name}", field.title, kind, hint.strip())


def faults(body: Body, shelf: Shelf) -> tuple[str, ...]:
    """What does not keep to the standard. Missing fields are no fault: the public page says "not yet provided"."""
    del shelf
    standard = shipped_standard()
    try:
        entry = check_entry(_entry(body), standard)
        for audit in entry.audits:
            read_audit(Path(settings.BOOK), audit)
    except DataError as why:
        return (str(why),)
    said = (*faults_of(entry_plain(entry), lambda one: entry_of(one, entry.id)), *_same_version(entry))
    if said:
        return said
    gone = [field.title for field in missing(entry, standard) if field.tier == 1 and field.required]
    return tuple(f"{title}: tier 1 of the standard requires this" for title in gone)


def _same_version(entry: RegisterEntry) -> Iterator[str]:
    """Two things that are public one after the other have two version numbers."""
    path = Path(settings.BOOK) / FOLDER / f"{entry.id}.yaml"
    if path.is_file():
        there = read_entry_yaml(path)
        if there.version == entry.version and entry_yaml(there) != entry_yaml(entry):
            yield f"version {entry.version} is public and says something else; give this one another version"


def keep_earlier(path: Path) -> None:
    """Keep the entry that was public until now among its earlier versions."""
    there = read_entry_yaml(path)
    kept = path.parent / "earlier" / there.id / f"{there.version}.yaml"
    kept.parent.mkdir(parents=True, exist_ok=True)
    with whole_file(kept) as partial:
        partial.write_text(entry_yaml(there), encoding="utf-8", newline="\n")


def _entry(body: Body) -> RegisterEntry:
    return RegisterEntry(
        str(body.get("id", "")),
        str(body.get("standard", "")),
        str(body.get("version", "")),
        {name: (said,) if isinstance(said, str) else tuple(said) for name, said in body.get("values", {}).items()},
        dict(body.get("rests_on", {})),
        str(body.get("review_on", "")),
        tuple(AuditReference(**{name: str(one.get(name, "")) for name in _AUDIT}) for one in body.get("audits", ())),
        *(str(body.get(name, "")) for name in ("withdrawn", "withdrawn_on")),
    )


def _body(entry: RegisterEntry) -> dict[str, Any]:
    """The entry as the desk holds it: a field that stands once is a text, one that may repeat a list."""
    repeats = {field.name for field in shipped_standard().fields if field.repeats}
    values = {name: list(some) if name in repeats else some[0] for name, some in entry.values.items()}
    made: dict[str, Any] = {"id": entry.id, "standard": entry.standard, "version": entry.version, "values": values}
    made |= {"rests_on": dict(entry.rests_on)} if entry.rests_on else {}
    if entry.audits:
        made["audits"] = [{name: getattr(one, name) for name in _AUDIT} for one in entry.audits]
    return made | withdrawal_plain(entry) | ({"review_on": entry.review_on} if entry.review_on else {})


def text(body: Body) -> str:
    """The file of the entry."""
    return entry_yaml(_entry(body))


def read(path: Path) -> Body:
    """The body of an entry's file."""
    return _body(read_entry_yaml(path))


KIND = Kind(
    name="register",
    title="Register entry",
    plural="Register of algorithms",
    says="A public record of an algorithm in use. Under the name of a published scrutiny it is drafted from that.",
    folder=FOLDER,
    starts=starts,
    steps=steps,
    faults=faults,
    text=text,
    body=read,
    page=lambda name: f"register/{name}.html",
    before_published=keep_earlier,
)
