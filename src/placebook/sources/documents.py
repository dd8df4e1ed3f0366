"""One file into a document's pages and passages: the kind is told by its first bytes, not by its name."""

from __future__ import annotations

from dataclasses import replace
from pathlib import PurePath

from placebook.learn.layout import BLANK, ReadDocument
from placebook.learn.page_blocks import blocks_of
from placebook.sources.documents_answers import MARK, read_answers
from placebook.sources.documents_docx import read_docx
from placebook.sources.documents_html import read_html
from placebook.sources.documents_pdf import Ocr, read_pdf
from placebook.sources.documents_text import read_text, with_paragraphs
from placebook.types import DataError

ENDINGS = {".pdf": "pdf", ".docx": "docx", ".docm": "docx", ".html": "html", ".htm": "html", ".txt": "text"}
LARGEST = 250_000_000  # bytes of one file


def kind_of(data: bytes, name: str) -> str:
    """pdf, docx, html, text or answers. The name only tells HTML from text. Raises DataError for any other."""
    if b"%PDF-" in data[:1024]:
        return "pdf"
    if data[:4] in (b"PK\x03\x04", b"\xd0\xcf\x11\xe0", b"PK\x05\x06"):
        return "docx"
    named = ENDINGS.get(PurePath(name).suffix.casefold(), "")
    beginning = data[:2048].lstrip(b"\xef\xbb\xbf \t\r\n").lower()
    if data.startswith(MARK.encode()):
        return "answers"
    if named == "html" or beginning.startswith((b"<!doctype html", b"<html")):
        return "html"
    if named == "pdf" or named == "docx":
        said = {"pdf": "a PDF", "docx": "a Word file"}[named]
        raise DataError(f"does not begin as {said} does; it may be damaged: ask for a whole copy")
    return "text"


def read_document(data: bytes, name: str, ocr: Ocr | None = None) -> ReadDocument:
    """The pages and blocks of a file. Raises DataError, as the end of a sentence that begins with the file's name."""
    if not data:
        raise DataError("is empty; ask for a copy that holds something")
    kind = kind_of(data, name)
    if kind == "pdf":
        return _with_blocks(read_pdf(data, ocr))
    return {"docx": read_docx, "html": read_html, "text": read_text, "answers": read_answers}[kind](data)


def _with_blocks(read: ReadDocument) -> ReadDocument:
    """Blocks found from boxes; pages without boxes (read by eye, or by the second reader) from blank lines."""
    boxed = [page for page in read.pages if page.words]
    blocks, aside = blocks_of(boxed)
    bare = [page for page in read.pages if not page.words and page.text.strip()]
    if not bare:
        return replace(read, blocks=blocks, set_aside=aside)
    plain = with_paragraphs([page.text if page in bare else "" for page in read.pages])
    both = sorted([*blocks, *(plain.blocks or ())], key=lambda block: block.pieces[0].page)
    return replace(read, blocks=tuple(both), set_aside=(*aside, *plain.set_aside))


def empty_pages(read: ReadDocument) -> tuple[int, ...]:
    """Pages on which nothing stands at all."""
    return tuple(page.number for page in read.pages if page.state == BLANK)
