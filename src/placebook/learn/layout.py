"""What a reader of documents gives: the text of each page as extracted, and where its words and lines stand on it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import NamedTuple

from placebook.types import Piece

READ, BLANK, NO_TEXT, NO_LETTERS, BY_OCR = "read", "blank", "no text", "no letters", "read by OCR"
UNREADABLE = frozenset({NO_TEXT, NO_LETTERS})
HEADING, TEXT, ROW = "heading", "text", "row"


class Word(NamedTuple):
    """A word on a page: its characters in the page's text, and its box in points from the top left corner."""

    start: int
    end: int
    left: float
    top: float
    right: float
    bottom: float
    size: float  # of the letters, in points
    bold: bool


class Rule(NamedTuple):
    """A thin line drawn on a page, in points from the top left corner."""

    left: float
    top: float
    right: float
    bottom: float


@dataclass(frozen=True, slots=True)
class ReadPage:
    """One page as extracted. `words` is empty where the kind of file has no boxes."""

    number: int  # from 1
    text: str
    state: str = READ
    width: float = 0.0
    height: float = 0.0
    words: tuple[Word, ...] = ()
    rules: tuple[Rule, ...] = ()


@dataclass(frozen=True, slots=True)
class Block:
    """A heading, a paragraph or a row of a table, in the order in which it is read. Its pieces are in order."""

    kind: str  # heading, text or row
    pieces: tuple[Piece, ...]
    level: int = 0  # of a heading: 1 is the largest


@dataclass(frozen=True, slots=True)
class SetAside:
    """A stretch of a page that is in no passage, and why."""

    page: int
    start: int
    end: int
    why: str


@dataclass(frozen=True, slots=True)
class ReadDocument:
    """All that was read out of a file. `blocks` is None where only pages are known and learn/ finds the blocks."""

    pages: tuple[ReadPage, ...]
    blocks: tuple[Block, ...] | None = None
    set_aside: tuple[SetAside, ...] = ()
    title: str = ""  # as the file itself says
    language: str = ""  # as the file itself says
    notes: tuple[str, ...] = ()  # one sentence for each thing that a reader should know
    apart: bool = False  # no passage may hold the words of two pages


def squeezed(text: str) -> str:
    """Words with one space between them."""
    return " ".join(text.split())


def text_of(pieces: Sequence[Piece], pages: Mapping[int, str]) -> str:
    """The words that pieces stand for: each squeezed, with what joins it to the one before."""
    return "".join(
        (piece.before if place else "") + squeezed(pages[piece.page][piece.start : piece.end])
        for place, piece in enumerate(pieces)
    )


def add_piece(pieces: list[Piece], piece: Piece, pages: Mapping[int, str]) -> None:
    """Put a piece at the end, or make the last one longer where only white space lies between the two."""
    last = pieces[-1] if pieces else None
    close = last is not None and last.page == piece.page and piece.before == " " and last.end < piece.start
    if last is not None and close and not pages[piece.page][last.end : piece.start].strip():
        pieces[-1] = replace(last, end=piece.end)
    else:
        pieces.append(piece)
