"""The pages of the register of algorithms, and each entry as the file that can be read back in."""

from __future__ import annotations

from collections.abc import Iterator

from placebook.decide.register_questions import box_of
from placebook.pages.register import EntryPage, RegisterPage, entry_page, register_page
from placebook.pages.shelf import Shelf
from placebook.web.annexes import KINDS
from placebook.web.routes import Asked, File, Route

WORKBOOK = KINDS["xlsx"]


def _register(asked: Asked) -> RegisterPage:
    return register_page(asked.shelf)


def _entry(asked: Asked) -> EntryPage | None:
    from placebook.web.corrections.reports import asked as asked_in_public

    name = asked.named["id"]
    if all(held.entry.id != name for held in asked.shelf.register):
        return None
    return entry_page(asked.shelf, name, box_of(name, asked_in_public()))


def _file(asked: Asked, ending: str, kind: str) -> File | None:
    from placebook.store.register import entry_bytes

    held = next((one for one in asked.shelf.register if one.entry.id == asked.named["id"]), None)
    if held is None:
        return None
    return File(entry_bytes(held.entry, held.standard, ending), kind)


def _json(asked: Asked) -> File | None:
    return _file(asked, ".json", "application/json; charset=utf-8")


def _csv(asked: Asked) -> File | None:
    return _file(asked, ".csv", "text/csv; charset=utf-8")


def _xlsx(asked: Asked) -> File | None:
    return _file(asked, ".xlsx", WORKBOOK)


def _audit(asked: Asked) -> File | None:
    held = asked.shelf.audits.get(asked.named["id"], ())
    number = asked.named["number"]
    if not number.isascii() or not number.isdigit() or not 1 <= int(number) <= len(held):
        return None
    return File(held[int(number) - 1].content, "application/json; charset=utf-8")


def _audits(shelf: Shelf) -> Iterator[str]:
    for name, held in shelf.audits.items():
        yield from (f"register/{name}/audit-{at}.json" for at in range(1, len(held) + 1))


def _each(shelf: Shelf, ending: str) -> Iterator[str]:
    return (f"register/{held.entry.id}{ending}" for held in shelf.register)


ROUTES: tuple[Route, ...] = (
    Route("register/index.html", "register.html", _register),
    Route("register/{id}.html", "register_entry.html", _entry, lambda shelf: _each(shelf, ".html")),
    Route("register/{id}.json", "", _json, lambda shelf: _each(shelf, ".json")),
    Route("register/{id}/audit-{number}.json", "", _audit, _audits),
    Route("register/{id}.csv", "", _csv, lambda shelf: _each(shelf, ".csv")),
    Route("register/{id}.xlsx", "", _xlsx, lambda shelf: _each(shelf, ".xlsx")),
)
