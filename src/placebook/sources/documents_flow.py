"""What readers of files without pages have in common: text that grows block by block, with offsets."""

from __future__ import annotations

from dataclasses import dataclass, field

from placebook.learn.layout import HEADING, ROW, TEXT, Block, ReadDocument, ReadPage, SetAside, squeezed
from placebook.types import DataError, Piece

CELL = " | "
MOST_TEXT = 40_000_000


@dataclass
class Flow:
    """One long page of text, and its blocks."""

    parts: list[str] = field(default_factory=list)
    blocks: list[Block] = field(default_factory=list)
    aside: list[SetAside] = field(default_factory=list)
    length: int = 0

    def heading(self, words: str, level: int) -> None:
        """Add a heading."""
        self._block(HEADING, [words], level)

    def paragraph(self, words: str) -> None:
        """Add a paragraph."""
        self._block(TEXT, [words], 0)

    def row(self, cells: list[str]) -> None:
        """Add a row of a table; empty cells are left out."""
        self._block(ROW, cells, 0)

    def set_aside(self, words: str, why: str) -> None:
        """Add text that goes into no passage."""
        words = squeezed(words)
        if words:
            begin = self._write(words + "\n")
            self.aside.append(SetAside(1, begin, begin + len(words), why))

    def _block(self, kind: str, cells: list[str], level: int) -> None:
        pieces: list[Piece] = []
        for words in filter(None, map(squeezed, cells)):
            begin = self._write(words + "\n")
            pieces.append(Piece(1, begin, begin + len(words), CELL if pieces else ""))
        if pieces:
            self.blocks.append(Block(kind, tuple(pieces), level))

    def _write(self, words: str) -> int:
        begin = self.length
        self.parts.append(words)
        self.length += len(words)
        if self.length > MOST_TEXT:
            raise DataError(f"holds more than {MOST_TEXT:,} characters; split it, or leave it out")
        return begin

    def document(self, title: str = "", language: str = "", notes: tuple[str, ...] = ()) -> ReadDocument:
        """What was read."""
        page = ReadPage(1, "".join(self.parts))
        return ReadDocument((page,), tuple(self.blocks), tuple(self.aside), squeezed(title)[:300], language, notes)
