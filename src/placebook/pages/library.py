"""What the pages of the library say: every document, what is said of each, and its passages with their pages."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from placebook.learn.citing import cited
from placebook.pages.afterwards import Afterwards
from placebook.types import Document, Passage

NOT_SAID = "not said"
AT_ONCE = 60  # passages on one page of the site


@dataclass(frozen=True, slots=True)
class DocumentLine:
    """One document in the list. `passages` is None while it waits to be read."""

    id: str  # the first twelve characters, as in its address
    title: str
    title_from: str  # '' where somebody said it
    body: str
    status: str
    years: str
    pages: int | None
    passages: int | None
    state: str  # read, not read, no words, waits


@dataclass(frozen=True, slots=True)
class LibraryPage:
    """Every document of the book's library."""

    lines: tuple[DocumentLine, ...]
    not_read: int


@dataclass(frozen=True, slots=True)
class Fact:
    """One thing that is said of a document, or that it is not said."""

    what: str
    words: str


@dataclass(frozen=True, slots=True)
class PassageLine:
    """A passage with its citation, as "page 4" or "paragraph 12"."""

    id: str
    where: str
    kind: str
    headings: tuple[str, ...]
    lines: tuple[str, ...]  # of text; of a table, its rows


@dataclass(frozen=True, slots=True)
class DocumentPage:
    """One document: its facts, what could not be read, and a part of its passages.

    The words stand here only where somebody said under which licence; else the page says so and leads to the source.
    """

    id: str
    title: str
    address: str  # '' where it is not said, or is no address of the web
    facts: tuple[Fact, ...]
    notes: tuple[str, ...]
    words_shown: bool
    passages: tuple[PassageLine, ...]
    part: int
    parts: int
    afterwards: Afterwards | None = None  # on the first part
    coded_by: str = ""  # who put the concepts on it that the figures are found by


def document_line(
    document: Document, title: str, title_from: str, pages: int | None, passages: int | None, state: str
) -> DocumentLine:
    """A document as the list shows it; a title that only the file gives says so."""
    return DocumentLine(
        document.id[:12],
        document.title or title or document.names[0],
        "" if document.title else title_from or "the name of its file",
        document.body_name or NOT_SAID,
        document.status or NOT_SAID,
        document.years or NOT_SAID,
        pages,
        passages,
        state,
    )


def library_page(lines: Sequence[DocumentLine]) -> LibraryPage:
    """The list in the order of bodies and titles."""
    ordered = tuple(sorted(lines, key=lambda one: (one.body == NOT_SAID, one.body, one.title.casefold(), one.id)))
    return LibraryPage(ordered, sum(one.state != "read" for one in ordered))


def document_page(
    document: Document,
    title: str,
    facts: Sequence[tuple[str, str]],
    notes: Sequence[str],
    passages: Sequence[Passage],
    part: int,
    after: Afterwards | None = None,
    coded_by: str = "",
) -> DocumentPage | None:
    """One part of a document's page; None where it has no such part."""
    shown = document.licensed
    parts = max(1, -(-len(passages) // AT_ONCE)) if shown else 1
    if not 1 <= part <= parts:
        return None
    some = passages[(part - 1) * AT_ONCE : part * AT_ONCE] if shown else ()
    last = max((one.pages[1] for one in passages), default=0)
    return DocumentPage(
        document.id[:12],
        title,
        document.address if document.address.startswith(("https://", "http://")) else "",
        tuple(Fact(what, words) for what, words in facts),
        tuple(notes),
        shown,
        tuple(passage_line(one, document.media, last) for one in some),
        part,
        parts,
        after,
        coded_by,
    )


def passage_line(passage: Passage, media: str, pages: int) -> PassageLine:
    """A passage with where it stands: its page, or its paragraph where the document has no pages."""
    first, last = passage.pages
    where = cited(passage, media, first, pages) if first == last else f"pages {first} to {last}"
    return PassageLine(passage.id, where, passage.kind, passage.headings, tuple(passage.text.split("\n")))
