"""Words broken at the end of a line are put together again, by the words that the document itself uses."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence

from placebook.learn.layout import SetAside, Word, add_piece
from placebook.learn.page_lines import Line
from placebook.types import Piece

SOFT = "\u00ad"  # a hyphen that is only there because the line ends
HARD = "-\u2010"
_BROKEN = re.compile(r"\S*[-\u00ad\u2010]\s*\n\s*\S*|\S*\u00ad\S*")
WHY = "hyphen of a broken word"


class Vocabulary:
    """Which words a document holds, plain and with a hyphen, away from the ends of lines."""

    def __init__(self, texts: Iterable[str]) -> None:
        self._words: set[str] = set()
        for text in texts:
            whole = _BROKEN.sub(" ", text.casefold())
            self._words.update(re.findall(r"[^\W\d_]+(?:[-\u2010][^\W\d_]+)*", whole))

    def keeps_hyphen(self, before: str, after: str) -> bool:
        """Whether before-after is a word with a hyphen: "long" and "term", but not "develop" and "ment".

        It is when the document writes it so elsewhere, and not when it writes the two as one word. Where it does
        neither, it is when both halves are words of the document.
        """
        one, other = before.casefold(), after.casefold()
        if f"{one}-{other}" in self._words:
            return True
        if one + other in self._words:
            return False
        return one in self._words and other in self._words


def joined_pieces(
    groups: Sequence[tuple[str, Sequence[Line]]], texts: Mapping[int, str], vocabulary: Vocabulary
) -> tuple[tuple[Piece, ...], list[SetAside]]:
    """Pieces for groups of lines: words that follow each other in the page's text are one piece.

    A hyphen at the end of a line before a small letter is left out, with the break, where the word has none.
    """
    pieces: list[Piece] = []
    aside: list[SetAside] = []
    for join, lines in groups:
        before = join
        for place, line in enumerate(lines):
            text = texts[line.page]
            after = lines[place + 1].words[0] if place + 1 < len(lines) else None
            cut = _broken(text, line.words[-1], after, texts, lines, place, vocabulary)
            for piece in _runs(line, text, before, cut):
                add_piece(pieces, piece, texts)
            if cut:
                end = line.words[-1].end
                aside.append(SetAside(line.page, end - 1, end, WHY))
            before = "" if cut or cut is None else " "
    return tuple(pieces), aside


def _broken(
    text: str,
    last: Word,
    after: Word | None,
    texts: Mapping[int, str],
    lines: Sequence[Line],
    place: int,
    vocabulary: Vocabulary,
) -> bool | None:
    """True: the hyphen is left out. None: it is kept and nothing put after it. False: there is no broken word."""
    said = text[last.start : last.end]
    if after is None or len(said) < 3 or said[-1] not in SOFT + HARD:
        return False
    follows = texts[lines[place + 1].page][after.start : after.end]
    if not follows[:1].islower():
        return False
    head, tail = re.split(r"[^\w]+", said[:-1])[-1], re.match(r"[^\W\d_]*", follows)
    return None if vocabulary.keeps_hyphen(head, tail[0] if tail else "") else True


def _runs(line: Line, text: str, before: str, cut: bool | None) -> list[Piece]:
    """A line as pieces of the page's text: more than one where other words stand between its own."""
    runs: list[Piece] = []
    for word in line.words:
        end = word.end - 1 if cut and word is line.words[-1] else word.end
        if runs and not text[runs[-1].end : word.start].strip():
            runs[-1] = Piece(line.page, runs[-1].start, end, runs[-1].before)
        else:
            runs.append(Piece(line.page, word.start, end, " " if runs else before))
    return runs
