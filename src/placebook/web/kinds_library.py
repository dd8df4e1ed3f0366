"""Routes of the library: read from the disk when asked, so that no library is held in memory."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from placebook.pages.afterwards import Afterwards, afterwards
from placebook.pages.library import AT_ONCE, DocumentPage, LibraryPage, document_line, document_page, library_page
from placebook.pages.shelf import Shelf
from placebook.web.routes import Asked, Route

if TYPE_CHECKING:
    from placebook.store.library import Library, Reading
    from placebook.types import Document

ELSEWHERE = ("id", "came as", "note", "not read")  # facts that a page says in another place, or not at all
SHORT = 12  # characters of an id in an address


def _library() -> Library:
    from django.conf import settings

    from placebook.store.library import Library

    return Library(settings.BOOK)


def _list(asked: Asked) -> LibraryPage:
    from placebook.web.library.problems import state_of
    from placebook.web.library.records import documents

    del asked
    readings = _library().readings()
    lines = []
    for one in documents():
        found = readings.get(one.id)
        title, source, pages, passages = (
            (found.title, found.title_from, found.pages, found.passages) if found else ("", "", None, None)
        )
        lines.append(document_line(one, title, source, pages, passages, state_of(found)))
    return library_page(lines)


def _first(asked: Asked) -> DocumentPage | None:
    return _part(asked.shelf, asked.named["id"], 1)


def _later(asked: Asked) -> DocumentPage | None:
    part = asked.named["part"]
    if not (part.isascii() and part.isdigit() and part != "1"):
        return None
    return _part(asked.shelf, asked.named["id"], int(part))


def _part(shelf: Shelf, name: str, part: int) -> DocumentPage | None:
    from placebook.web.library.problems import facts_of
    from placebook.web.library.records import at_address

    held = _library()
    document = at_address(name) if len(name) == SHORT else None
    if document is None:
        return None
    found = held.reading(document.id)
    elsewhere = (*ELSEWHERE, "title") if document.title else ELSEWHERE
    facts = [pair for pair in facts_of(held, document, found) if pair[0] not in elsewhere]
    facts.append(("SHA-256 of the file", document.id))
    title = document.title or (found.title if found else "") or document.names[0]
    passages = held.passages(document.id) if found else []
    after, by = _afterwards(shelf, held, document, [one.id for one in passages]) if part == 1 else (None, "")
    shown = passages if document.licensed else []
    return document_page(document, title, facts, _notes(found), shown, part, after, by)


def _afterwards(shelf: Shelf, held: Library, document: Document, passages: list[str]) -> tuple[Afterwards, str]:
    """What the figures did after a document, by the concepts that people put on it, or else a machine suggests."""
    from django.conf import settings

    from placebook.book.passage_codes import read_passage_codes
    from placebook.store.library_suggestions import suggested_for
    from placebook.web.library.addressed import counts

    there = set(passages)
    concepts = [one.concept for one in read_passage_codes(settings.BOOK) if one.passage in there and counts(one)]
    if concepts:
        return afterwards(shelf, document.body, document.years, concepts), "people"
    with held.opened() as link:
        said = suggested_for(link, passages)
    sure = [f"{codebook}#{one.concept}" for some in said.values() for codebook, _, one in some if one.sure]
    return afterwards(shelf, document.body, document.years, sure), "a machine, not yet by people" if sure else ""


def _notes(found: Reading | None) -> tuple[str, ...]:
    return () if found is None else (*((found.fault,) if found.fault else ()), *found.notes)


def _documents(shelf: Shelf) -> Iterator[str]:
    from placebook.web.library.records import documents

    del shelf
    return (f"library/{one.id[:SHORT]}.html" for one in documents())


def _parts(shelf: Shelf) -> Iterator[str]:
    from placebook.web.library.records import documents

    del shelf
    readings = _library().readings()
    for one in documents():
        many = readings[one.id].passages if one.licensed and one.id in readings else 0
        for part in range(2, -(-many // AT_ONCE) + 1):
            yield f"library/{one.id[:SHORT]}/part-{part}.html"


ROUTES: tuple[Route, ...] = (
    Route("library/index.html", "library.html", _list),
    Route("library/{id}.html", "document.html", _first, _documents),
    Route("library/{id}/part-{part}.html", "document.html", _later, _parts),
)
