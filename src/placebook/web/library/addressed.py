"""What the coded passages of a library speak to: each code with the body and the status of its document."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from placebook.learn.codings import NONE
from placebook.learn.gaps import Addressed
from placebook.types import Document, PassageCode

if TYPE_CHECKING:
    from placebook.store.library import Library


def addressed_by(book: Path) -> tuple[Addressed, ...]:
    """Every code on a passage that the library of a book holds. A code on a passage that is gone counts for nothing.

    Nor does one that is in dispute or was rejected, nor "none".
    """
    from placebook.book.passage_codes import read_passage_codes
    from placebook.store.library import Library
    from placebook.web.library.records import documents

    codes = tuple(one for one in read_passage_codes(book) if counts(one))
    return tuple(_addressed(codes, {one.id: one for one in documents()}, Library(book))) if codes else ()


def counts(code: PassageCode) -> bool:
    """Whether a code counts: not one in dispute, nor one that was rejected, nor "none"."""
    return code.status not in {"in dispute", "rejected"} and not code.concept.endswith(f"#{NONE}")


def _addressed(codes: tuple[PassageCode, ...], documents: dict[str, Document], held: Library) -> Iterator[Addressed]:
    passages = held.passages_named([code.passage for code in codes])
    for code in codes:
        passage = passages.get(code.passage)
        document = documents.get(passage.document) if passage is not None else None
        if passage is not None and document is not None:
            first, last = passage.pages
            where = f"page {first}" if first == last else f"pages {first} to {last}"
            title = f"{document.title or document.names[0]}, {where}"
            areas = (document.body,) if document.body else ()
            yield Addressed(code.passage, title, code.concept, areas, document.status, bool(code.by))
