"""Plain text into pages and paragraphs. A form feed begins a new page."""

from __future__ import annotations

import re
from collections.abc import Iterator

from placebook.learn.layout import BLANK, TEXT, Block, ReadDocument, ReadPage, SetAside
from placebook.learn.running_heads import WHY_HEAD, repeated_edges
from placebook.types import DataError, Piece

MOST_TEXT = 40_000_000
_PARAGRAPH = re.compile(r"\S(?:.*?\S)??(?=\s*?\n[^\S\n]*\n|\s*\Z)", re.DOTALL)


def read_text(data: bytes) -> ReadDocument:
    """The pages of a text file.

    Raises DataError when it holds bytes that no text has.
    """
    if len(data) > MOST_TEXT:
        raise DataError(f"holds more than {MOST_TEXT:,} bytes of text; split it, or leave it out")
    return with_paragraphs(decoded(data).split("\f"))


def with_paragraphs(texts: list[str], notes: tuple[str, ...] = ()) -> ReadDocument:
    """Pages of text without boxes: blank lines are between paragraphs; heads and feet that repeat are set aside."""
    pages = tuple(ReadPage(number, text) if text.strip() else ReadPage(number, "", BLANK) for number, text in _n(texts))
    blocks: list[Block] = []
    aside: list[SetAside] = []
    for page, (head, foot) in zip(pages, repeated_edges([page.text for page in pages]), strict=True):
        end = len(page.text) - foot
        aside += [SetAside(page.number, *span, WHY_HEAD) for span in _trimmed(page.text, (0, head), (end, end + foot))]
        for begin, stop in _paragraphs(page.text, head, end):
            blocks.append(Block(TEXT, (Piece(page.number, begin, stop),)))
    return ReadDocument(pages, tuple(blocks), tuple(aside), notes=notes)


def _n(texts: list[str]) -> Iterator[tuple[int, str]]:
    return enumerate(texts, start=1)


def _trimmed(text: str, *spans: tuple[int, int]) -> Iterator[tuple[int, int]]:
    for begin, end in spans:
        said = text[begin:end]
        if said.strip():
            yield begin + len(said) - len(said.lstrip()), begin + len(said.rstrip())


def _paragraphs(text: str, begin: int, end: int) -> Iterator[tuple[int, int]]:
    """Where each paragraph stands: between blank lines, without white space round it."""
    at = begin
    for gap in re.finditer(r"\n[^\S\n]*\n", text[begin:end]):
        yield from _trimmed(text, (at, begin + gap.start()))
        at = begin + gap.end()
    yield from _trimmed(text, (at, end))


def decoded(data: bytes) -> str:
    """The letters of a text file, in the encodings they come in. Raises DataError for what is no text."""
    if data[:2] in (b"\xff\xfe", b"\xfe\xff"):
        return data.decode("utf-16", "replace")
    if b"\x00" in data[:4096]:
        raise DataError("is no text, and no PDF, Word or HTML file; save it as one of these")
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError:
        return data.decode("cp1252", "replace")
