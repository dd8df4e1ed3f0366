"""Entries of the register of algorithms, in the fields of the UK's standard: tier 1, then tier 2 by category."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from placebook.book.register_standard import shipped_standard
from placebook.decide.register import check_entry, missing
from placebook.pages.forms import LINE, LINES, TEXT, Body, Field, Step
from placebook.pages.shelf import Shelf
from placebook.store.plain import as_json, as_plain
from placebook.store.register import FOLDER, read_entry
from placebook.types import DataError, RegisterEntry, RegisterField
from placebook.web.desk.kinds import Kind

_SHORT = ("name", "website", "contact_email", "organisation", "team", "senior_responsible_owner", "phase")


def starts(name: str, title: str) -> Body:
    """An entry with its name only."""
    standard = shipped_standard()
    return _body(RegisterEntry(name, f"{standard.id} {standard.version}", "1", {"name": (title,)}, {}))


def steps(body: Body, shelf: Shelf) -> tuple[Step, ...]:
    """One page for each category of the standard."""
    del body, shelf
    pages: dict[str, list[RegisterField]] = {}
    for field in shipped_standard().fields:
        pages.setdefault(f"Tier {field.tier}: {field.category}", []).append(field)
    about = Step("about", "Version and review", (Field("version", "Version", required=True), _review()))
    return (*(Step(_slug(title), title, tuple(map(_field, some))) for title, some in pages.items()), about)


def _review() -> Field:
    return Field("review_on", "Review it by", "date", hint="The entry is marked stale after this day.")


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
    except DataError as why:
        return (str(why),)
    gone = [field.title for field in missing(entry, standard) if field.tier == 1 and field.required]
    return tuple(f"{title}: tier 1 of the standard requires this" for title in gone)


def _entry(body: Body) -> RegisterEntry:
    return RegisterEntry(
        str(body.get("id", "")),
        str(body.get("standard", "")),
        str(body.get("version", "")),
        {name: (said,) if isinstance(said, str) else tuple(said) for name, said in body.get("values", {}).items()},
        dict(body.get("rests_on", {})),
        str(body.get("review_on", "")),
    )


def _body(entry: RegisterEntry) -> dict[str, Any]:
    """The entry as the desk holds it: a field that stands once is a text, one that may repeat a list."""
    repeats = {field.name for field in shipped_standard().fields if field.repeats}
    values = {name: list(some) if name in repeats else some[0] for name, some in entry.values.items()}
    made = {"id": entry.id, "standard": entry.standard, "version": entry.version, "values": values}
    made |= {"rests_on": dict(entry.rests_on)} if entry.rests_on else {}
    return made | ({"review_on": entry.review_on} if entry.review_on else {})


def text(body: Body) -> str:
    """The file of the entry."""
    return as_json(as_plain(_entry(body)))


def read(path: Path) -> Body:
    """The body of an entry's file."""
    return _body(read_entry(path, shipped_standard()))


KIND = Kind(
    name="register",
    title="Register entry",
    plural="Register of algorithms",
    says="A public record of an algorithm in use, in the fields of the UK's recording standard.",
    folder=FOLDER,
    ending=".json",
    starts=starts,
    steps=steps,
    faults=faults,
    text=text,
    body=read,
    page=lambda name: f"register/{name}.html",
)
