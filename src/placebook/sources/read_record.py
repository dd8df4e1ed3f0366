"""What is kept of a file that was read: plain lists and words, the same from one program to another and on disk."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from typing import Any

from placebook.learn.layout import BY_OCR, HEADING, NO_LETTERS, NO_TEXT, UNREADABLE, ReadDocument, SetAside, text_of
from placebook.learn.likeness import signature
from placebook.learn.passages import left_over, passages_of
from placebook.learn.told import dates_in, language_of
from placebook.types import DataError, Passage

VERSION = 3  # of what is read and how it is cut; a document read by an earlier one is read again
FIRST_PAGES = 3  # on which dates are looked for
FIRST_LETTERS = 6_000  # of a document without pages


def read_record(data: bytes, name: str, document: str, use_ocr: bool) -> dict[str, Any]:
    """A file's pages, passages and what is to be said of it. Raises DataError when it cannot be read at all."""
    from placebook.sources.documents import kind_of, read_document
    from placebook.sources.ocr import ocr_reader

    read = read_document(data, name, ocr_reader() if use_ocr else None)
    passages = passages_of(document, read)
    lost = left_over(read, passages, read.set_aside)
    if lost:
        raise DataError(f"was cut wrongly: {lost[0][1][:40]!r} on page {lost[0][0]} would be lost; tell us of it")
    whole = "\n".join(page.text for page in read.pages)
    signs = signature(whole)
    return {
        "version": VERSION,
        "media": kind_of(data, name),
        "title": read.title or _first_heading(read),
        "title_from": "the file's own properties"
        if read.title
        else "its first heading"
        if _first_heading(read)
        else "",
        "language": read.language or language_of(whole),
        "language_from": "the file itself" if read.language else "its words" if language_of(whole) else "",
        "dates": [list(one) for one in dates_in((page.number, page.text[:FIRST_LETTERS]) for page in read.pages[:3])],
        "notes": [*read.notes, *_of_pages(read)],
        "pages": [[page.number, page.state, page.text, _aside(page.number, read.set_aside)] for page in read.pages],
        "passages": [_plain(passage) for passage in passages],
        "signature": signs.tolist() if signs is not None else None,
    }


def _plain(passage: Passage) -> list[Any]:
    pieces = [[p.page, p.start, p.end, p.before] for p in passage.pieces]
    return [passage.id, passage.kind, list(passage.headings), pieces, passage.paragraph, passage.words, passage.text]


def _aside(page: int, found: Sequence[SetAside]) -> list[list[Any]]:
    return [[one.start, one.end, one.why] for one in found if one.page == page]


def _first_heading(read: ReadDocument) -> str:
    pages = {page.number: page.text for page in read.pages}
    headings = [block for block in read.blocks or () if block.kind == HEADING]
    if not headings:
        return ""
    largest = min(block.level for block in headings[:5])
    return text_of(next(block for block in headings if block.level == largest).pieces, pages)[:300]


def _of_pages(read: ReadDocument) -> list[str]:
    """A sentence about pages that cannot be read, and one where nothing at all can."""
    states = Counter(page.state for page in read.pages)
    said = []
    for state, why in ((NO_TEXT, "with a picture and no text"), (NO_LETTERS, "with letters that cannot be told")):
        numbers = [page.number for page in read.pages if page.state == state]
        if numbers:
            said.append(f"cannot be read on {_pages(numbers)}, {why}")
    by_eye = [page.number for page in read.pages if page.state == BY_OCR]
    if by_eye:
        said.append(f"was read from pictures by a program on {_pages(by_eye)}, so words there may be wrong")
    if not any(page.text.strip() for page in read.pages) and not any(state in UNREADABLE for state in states):
        said.append("holds no words that can be read")
    return said


def _pages(numbers: Sequence[int]) -> str:
    """Page numbers in words, runs put together: pages 1, 4 to 9."""
    runs: list[list[int]] = []
    for number in numbers:
        if runs and number == runs[-1][1] + 1:
            runs[-1][1] = number
        else:
            runs.append([number, number])
    said = ", ".join(str(a) if a == b else f"{a} to {b}" for a, b in runs[:20])
    more = f" and {len(runs) - 20} more" if len(runs) > 20 else ""
    return f"{'page' if len(numbers) == 1 else 'pages'} {said}{more}"
