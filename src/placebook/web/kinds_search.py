"""Routes of finding in the library: search, counted mentions, and what a machine suggests for concepts."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from typing import TYPE_CHECKING

from placebook.pages.evidence import strength_of_passages
from placebook.pages.library_search import ConceptsPage, Hit, MentionsPage, SearchPage
from placebook.pages.shelf import Shelf
from placebook.web.routes import Asked, File, Route

if TYPE_CHECKING:
    from placebook.store.library import Library

ASKS = ("q", "mode", "near", "type", "kind", "year", "status", "concept", "like", "strength", "page")
COUNTS = ("phrase", "codebook", "version", "concept", "type", "kind", "year")
HEADINGS = ("place", "document", "title", "body", "status", "year", "where", "passage", "quote", "because")
CSV = "text/csv; charset=utf-8"
_ORDERS = ("=", "+", "-", "@", "\t", "\r", "'")


def _library() -> Library:
    from django.conf import settings

    from placebook.store.library import Library

    return Library(settings.BOOK)


def _search(asked: Asked) -> SearchPage:
    from placebook.pages.like_mine import comparable, places_like
    from placebook.web.library.question import question_of
    from placebook.web.library.searching import search_page

    question = question_of(asked.query)
    name, places = places_like(asked.shelf.peer_tables, question.like) if question.like else ("", ())
    strengths = strength_of_passages(asked.shelf.cases)
    page = search_page(_library(), question, asked.shelf.frameworks, places, name, strengths)
    return replace(page, councils=tuple(comparable(asked.shelf.peer_tables)))


def _search_table(asked: Asked) -> File:
    from placebook.pages.like_mine import places_like
    from placebook.web.library.question import question_of
    from placebook.web.library.searching import every_hit

    question = question_of(asked.query)
    _, places = places_like(asked.shelf.peer_tables, question.like) if question.like else ("", ())
    return File(table_of(every_hit(_library(), question, places, strength_of_passages(asked.shelf.cases))), CSV)


def _mentions(asked: Asked) -> MentionsPage:
    from placebook.web.library.mentions import mention_of, mentions_page

    return mentions_page(_library(), mention_of(asked.query), asked.shelf.frameworks)


def _mentions_table(asked: Asked) -> File:
    from placebook.web.library.mentions import mention_of, mentions_page

    page = mentions_page(_library(), mention_of(asked.query), asked.shelf.frameworks, most=1_000_000)
    return File(table_of(hit for group in page.groups for hit in group.quotes), CSV)


def table_of(hits: Iterable[Hit]) -> bytes:
    """Passages as CSV, each with its quote and where it stands. No cell can be run as a formula."""
    words = io.StringIO()
    writer = csv.writer(words, lineterminator="\r\n")
    writer.writerow(HEADINGS)
    for place, one in enumerate(hits, start=1):
        cells = (one.document, one.title, one.body, one.status, one.year, one.where, one.passage, one.quote)
        writer.writerow([place, *(_plain(cell) for cell in (*cells, one.because))])
    return words.getvalue().encode()


def _plain(cell: str) -> str:
    line = " ".join(cell.split())
    return f"'{line}" if line.startswith(_ORDERS) else line


def _concepts(asked: Asked) -> ConceptsPage | None:
    from placebook.web.library.concepts import concepts_page

    return concepts_page(_library(), asked.named["codebook"], asked.named["version"], asked.shelf.frameworks)


def _concept_pages(shelf: Shelf) -> Iterator[str]:
    from placebook.web.library.concepts import codebooks_used

    del shelf
    return (f"library/concepts/{name}/{version}.html" for name, version in codebooks_used(_library()))


def _where_documents_are(path: str) -> Callable[[Shelf], Iterator[str]]:
    """A page that a book without a library does not have."""

    def paths(shelf: Shelf) -> Iterator[str]:
        from placebook.web.library.records import documents

        del shelf
        return iter([path] if documents() else [])

    return paths


def _none(shelf: Shelf) -> Iterator[str]:
    """A table that answers a question is of the live site only."""
    del shelf
    return iter(())


ROUTES: tuple[Route, ...] = (
    Route(
        "library/search.html", "library_search.html", _search, _where_documents_are("library/search.html"), query=ASKS
    ),
    Route("library/search.csv", "", _search_table, _none, query=ASKS),
    Route(
        "library/mentions.html",
        "library_mentions.html",
        _mentions,
        _where_documents_are("library/mentions.html"),
        query=COUNTS,
    ),
    Route("library/mentions.csv", "", _mentions_table, _none, query=COUNTS),
    Route("library/concepts/{codebook}/{version}.html", "library_concepts.html", _concepts, _concept_pages),
)
