"""Where passages stand and what things are called, for all pages of coding."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from django.urls import reverse

from placebook.pages.library import PassageLine, passage_line
from placebook.pages.library_search import DocumentFacts
from placebook.pages.shelf import Shelf
from placebook.types import Passage
from placebook.web.coding.suggested import codebooks, library, titles_of
from placebook.web.library.facts import facts_of_documents

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
    every = facts_of_documents(held)
    return {
        name: (title_of(every.get(one.document)), text_of(one, every.get(one.document)))
        for name, (one, _) in found.items()
    }


def title_of(document: DocumentFacts | None) -> str:
    """What a document is called."""
    return "A document that is gone" if document is None else document.title


def text_of(passage: Passage, document: DocumentFacts | None) -> PassageLine:
    """A passage as a page shows it."""
    return passage_line(passage, *((document.media, document.pages) if document else ("", 1)))
