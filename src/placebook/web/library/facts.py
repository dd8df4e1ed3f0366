"""What is said of the documents that were read, as far as a search narrows by it."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import cache, lru_cache
from pathlib import Path

from placebook.pages.library_search import NOT_SAID, DocumentFacts
from placebook.store.library import Library, Reading
from placebook.types import Document

_NOT_WHOLE = ("cannot be read", "ends too early", "read up to page", "are read", "no words")  # in notes of the reading
_YEAR = re.compile(r"(?:19|20)\d\d")


def facts_of_documents(library: Library) -> Mapping[str, DocumentFacts]:
    """Every document that has passages, by its id, in the order of ids. Read anew when a file of theirs has changed."""
    from django.conf import settings

    from placebook.web.records import place

    files = [place(settings.BOOK), library.file]
    stamp = tuple(_stamp(path.with_name(path.name + end)) for path in files for end in ("", "-wal"))
    return _read(library.folder.parent, stamp)


def _stamp(path: Path) -> tuple[int, int]:
    try:
        found = path.stat()
    except FileNotFoundError:
        return 0, 0
    return found.st_mtime_ns, found.st_size


@lru_cache(maxsize=4)
def _read(book: Path, stamp: tuple[tuple[int, int], ...]) -> Mapping[str, DocumentFacts]:
    from placebook.web.library.records import documents

    del stamp
    library = Library(book)
    readings = library.readings()
    return {one.id: _facts(one, readings[one.id]) for one in documents() if _has_words(readings.get(one.id))}


def _has_words(found: Reading | None) -> bool:
    return found is not None and not found.fault and found.passages > 0


def _facts(one: Document, found: Reading) -> DocumentFacts:
    years = _YEAR.search(one.years)
    return DocumentFacts(
        id=one.id,
        title=one.title or found.title or one.names[0],
        body=one.body,
        body_name=one.body_name or NOT_SAID,
        type=one.type or NOT_SAID,
        kind=_kind_of_body(one.body),
        year=years.group() if years else NOT_SAID,
        status=one.status or NOT_SAID,
        media=one.media,
        licensed=one.licensed,
        pages=found.pages,
        whole=not one.cut and not any(words in note for note in found.notes for words in _NOT_WHOLE),
        passages=found.passages,
    )


@cache
def _kind_of_body(code: str) -> str:
    from placebook.book.register import kind_of, register

    known = register().get(code)
    if known is not None and known.kind:
        return known.kind
    kind = kind_of(code) if code else None
    return kind.title if kind else NOT_SAID
