"""A book with a small library, written without reading files: six documents whose words are our own."""

from __future__ import annotations

from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING

from papers import write

if TYPE_CHECKING:
    from placebook.store.library import Library

COVER = "book: paper-town\ntitle: Paper Town\narea_kind: ward\nareas: areas.csv\n"
AREAS = "code,name\nE05000026,Abbey\nE05000027,Alibon\n"
FILLING = "The council will publish what it has done every spring and ask residents what should come next. " * 4
HOSTILE = "<script>alert('taken')</script> & <b>bold</b>"
# name: title, body, status, licence, cut short, pages
PAPERS: dict[str, tuple[str, str, str, str, bool, tuple[str, ...]]] = {
    "river.pdf": (
        *("River plan", "E06000001", "adopted", "OGL-UK-3.0", False),
        (
            f"We plant willows along the river. {FILLING}",
            f"Our plan speaks of energy security on its second page, and of heat pumps. {FILLING}",
        ),
    ),
    "hill.pdf": (
        *("Hill plan", "E06000002", "adopted", "OGL-UK-3.0", False),
        (f"The hill needs paths and benches, and good security of energy for the mill. {FILLING}",),
    ),
    "draft.pdf": (
        *("Draft plan", "E07000004", "draft", "", False),
        (f"This draft asks for Energy  Security in every village hall. {FILLING}",),
    ),
    "cut.pdf": (*("Cut plan", "", "adopted", "", True), (f"Here the text about cycling ends too early. {FILLING}",)),
    "hostile.pdf": (
        *(f"Plan {HOSTILE}", "", "", "OGL-UK-3.0", False),
        (f"A hostile paper says {HOSTILE} beside the word lighthouse. {FILLING}",),
    ),
    "welsh.pdf": (*("Cynllun", "W06000001", "adopted", "", False), (f"Mae tŷ cynnes i bawb yn y dref. {FILLING}",)),
}


def document_id(name: str) -> str:
    """The id of one of the papers."""
    return sha256(name.encode()).hexdigest()


def make_library(book: Path) -> None:
    """Put the papers into the library of a book."""
    from placebook.store.library import Library
    from placebook.types import Document
    from placebook.web.library.records import say
    from placebook.web.start import make_ready

    make_ready(book)
    held = Library(book)
    for name, (title, body, status, licence, cut, pages) in PAPERS.items():
        id = document_id(name)
        say(
            Document(
                *(id, (name,), "pdf", 1, "2026-01-01", title, body, f"Council of {title}" if body else "", "plan"),
                status=status,
                years="2021-2025" if status == "adopted" else "",
                licence=licence,
                cut=cut,
            ),
            "a test",
        )
        _put(held, id, pages)


def _put(held: Library, id: str, pages: tuple[str, ...]) -> None:
    from placebook.learn.passages import passage_id
    from placebook.sources.read_record import VERSION

    passages = [
        (passage_id(id, text, 0), "text", ["Part"], [[n, 0, len(text), ""]], n, len(text.split()), text)
        for n, text in enumerate((page.strip() for page in pages), start=1)
    ]
    kept = [(n, "text", text.strip(), []) for n, text in enumerate(pages, start=1)]
    with held.opened() as link:
        held.put(link, id, {"version": VERSION, "pages": kept, "passages": passages, "title": ""})


def library_book(folder: Path) -> Path:
    """A book with the library in it."""
    book = write(folder / "book", book_yaml=COVER, areas_csv=AREAS)
    make_library(book)
    return book
