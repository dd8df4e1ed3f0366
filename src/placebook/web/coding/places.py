"""Where passages stand and what things are called, for all pages of coding."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from django.urls import reverse

from placebook.pages.library import PassageLine, passage_line
from placebook.pages.shelf import Shelf
from placebook.types import Document, Passage
from placebook.web.coding.suggested import codebooks, library, titles_of
from placebook.web.library.records import documents

GONE = "A passage that the library no longer holds"


def address(framework: str, passage: str, what: str = "passage") -> str:
    """The address of a passage, or of something of it."""
    return reverse(f"coding_{what}", kwargs={"framework": framework, "passage": passage})


def title_of_framework(shelf: Shelf, framework: str) -> str:
    """What a framework is called."""
    found = shelf.frameworks.get(framework)
    return found.title if found else framework


def titles_for(shelf: Shelf, framework: str) -> Mapping[str, str]:
    """What the concepts of a framework are called, by the codebook as it is now."""
    found = codebooks().get(framework)
    return titles_of(found[0], shelf.frameworks) if found else {}


def places_of(passages: Iterable[str]) -> dict[str, tuple[str, PassageLine]]:
    """The title of the document of each passage that is held, and the passage as a page shows it."""
    held, wanted = library(), list(passages)
    if not wanted or not held.file.is_file():
        return {}
    with held.opened() as link:
        found = held.some_passages(link, wanted)
    every = {one.id: one for one in documents()}
    return {
        name: (title_of_document(every.get(one.document)), text_of(one, every.get(one.document)))
        for name, (one, _) in found.items()
    }


def title_of_document(document: Document | None) -> str:
    """What a document is called."""
    return "A document without a name" if document is None else document.title or document.names[0]


def text_of(passage: Passage, document: Document | None) -> PassageLine:
    return passage_line(passage, document.media if document else "")
