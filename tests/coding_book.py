"""A small library of passages to code, some of them clearly about a concept: for the tests of the desk and browser."""

from __future__ import annotations

from hashlib import sha256
from pathlib import Path

FLOODS = "Climate adaptation and flood risk come first, with emergency planning and business continuity in every ward. "
STREET = "Neighbourhood renewal revives the high street, and the voluntary sector recovery goes with it. "
PLAIN = "The committee met on a Tuesday and took note of the minutes, which were short. "


def passages(count: int) -> list[str]:
    """Texts of passages: in turn of floods, of the high street, and of nothing in the codebook."""
    return [f"Part {number}. {(FLOODS, STREET, PLAIN)[number % 3] * 3}" for number in range(count)]


def add_document(book: Path, count: int = 10, title: str = "A plan for the river") -> str:
    """Put one document of so many pages into the library, a passage on each. Gives its id."""
    from placebook.learn.passages import passage_id
    from placebook.sources.read_record import VERSION
    from placebook.store.library import Library
    from placebook.types import Document
    from placebook.web.library.records import say
    from placebook.web.start import make_ready

    make_ready(book)
    id = sha256(title.encode()).hexdigest()
    said = Document(id, (f"{title}.pdf",), "pdf", 1, "2026-01-01", title, "E06000001", "", "plan", status="adopted")
    say(said, "a test")
    texts = [text.strip() for text in passages(count)]
    made = [
        (passage_id(id, text, 0), "text", ["The plan", "Part"], [[n, 0, len(text), ""]], n, len(text.split()), text)
        for n, text in enumerate(texts, start=1)
    ]
    pages = [(n, "text", text, []) for n, text in enumerate(texts, start=1)]
    held = Library(book)
    with held.opened() as link:
        held.put(link, id, {"version": VERSION, "pages": pages, "passages": made, "title": ""})
    return id
