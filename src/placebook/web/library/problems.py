"""What is to be said of documents: facts with where they come from, and what is missing or could not be read."""

from __future__ import annotations

from collections.abc import Iterator

from placebook.learn.citing import has_pages
from placebook.store.library import Library, Reading
from placebook.types import Document
from placebook.web.library.records import documents

NOT_SAID = "not said"
MISSING = (
    ("body", "the body that wrote it"),
    ("status", "its status (draft, adopted, withdrawn)"),
    ("type", "its type"),
    ("years", "the years it covers"),
    ("licence", "its licence"),
)


def problems_of(library: Library) -> Iterator[str]:
    """Every problem in one sentence: of registers, documents that cannot be read, pages, and what is missing."""
    for register, what in library.problems():
        yield f"{register}: {what}" if not what.startswith(register) else what
    readings = library.readings()
    every = documents()
    for one in every:
        yield from _of_document(one, readings.get(one.id))
    names = {one.id: f"{one.id[:12]} ({one.names[0]})" for one in every}
    for pair in library.likenesses():
        both = " and ".join(names.get(id, id[:12]) for id in (pair.one, pair.other))
        yield f"{both} are nearly the same text ({pair.share:.0%} of runs of five words)"
    for name, words in MISSING:
        count = sum(not getattr(one, name) for one in every)
        if count:
            yield f"nobody said {words}: {count:,} of {len(every):,} documents; say it with --all or --register of add"


def _of_document(one: Document, found: Reading | None) -> Iterator[str]:
    name = f"{one.id[:12]} ({one.names[0]})"
    if found is None:
        yield f"{name} waits to be read; run placebook library read"
        return
    if found.fault:
        yield f"{name} {found.fault}"
    if one.cut:
        yield f"{name} is cut short: its register says that the text ends too early"
    if len(one.names) > 1:
        yield f"{name} came under {len(one.names)} names and is kept once: {', '.join(one.names[1:6])}"
    for note in found.notes:
        yield f"{name}: {note}"


def facts_of(library: Library, one: Document, found: Reading | None) -> Iterator[tuple[str, str]]:
    """What is said of a document, by whom, and what was read of it: a word for what it is, and the words."""
    yield "id", one.id
    yield "came as", "; ".join(one.names)
    yield "title", one.title or _found(found.title if found else "", found.title_from if found else "")
    yield "body", f"{one.body_name or NOT_SAID} ({one.body or 'no code'})"
    for what in ("type", "status", "scope", "years"):
        yield what, getattr(one, what) or NOT_SAID
    yield "language", one.language or _found(found.language if found else "", found.language_from if found else "")
    for what in ("address", "date", "licence"):
        yield what, getattr(one, what) or NOT_SAID
    if found is None:
        yield "reading", "waits to be read"
        return
    yield "dates found", "; ".join(f"{said} (page {page})" for _, page, said in found.dates) or "none"
    if found.fault:
        yield "not read", found.fault
    yield (
        "pages",
        f"{found.pages:,}" if has_pages(one.media, found.pages) else "none of its own: passages are cited by paragraph",
    )
    yield "passages", f"{found.passages:,}, of {found.words:,} words"
    for note in (*found.notes, *(("cut short: its register says that the text ends too early",) if one.cut else ())):
        yield "note", note
    for pair in library.likenesses(one.id):
        other = pair.other if pair.one == one.id else pair.one
        yield "nearly same", f"{other[:12]}: {pair.share:.0%} of runs of five words"


def state_of(found: Reading | None) -> str:
    """What became of the reading of a document, in two words at most."""
    if found is None:
        return "waits"
    if found.fault:
        return "not read"
    return "read" if found.passages else "no words"


def _found(words: str, where: str) -> str:
    return f"{words} (from {where})" if words else NOT_SAID
