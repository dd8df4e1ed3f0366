"""The least that passages are put together from: sentences, parts of long ones, and rows of tables."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from placebook.learn.layout import HEADING, ROW, Block, add_piece, text_of
from placebook.types import Piece

LONGEST_ROW = 90  # words: a longer row of a table may be cut
SHORT_TEXT = 25  # words: a shorter paragraph is never cut
ATOM = 60  # words: a longer sentence may be cut at a comma, and one without a comma between any two words
_SENTENCE = re.compile(r"[.!?…:;][\"'”’)\]]*\s+(?=[\"'“‘(\[]?[A-Z0-9•▪●○–])")
_CLAUSE = re.compile(r"[,;:–—)]\s+|\s(?=(?:and|but|or|which|that|a|ac|neu)\s)")
_ABBREVIATIONS = "e.g|i.e|etc|cf|vs|no|nos|para|paras|fig|cllr|dr|mr|mrs|ms|st|p|pp|ref|art".replace(".", r"\.")
_NUMBERING = r"(?:^|\s)\(?(?:\d{1,3}|[a-z]|[ivx]+)"  # of a list or a paragraph
_ABBREVIATION = re.compile(rf"(?:\b(?:{_ABBREVIATIONS})|\b[A-Z]|{_NUMBERING})[.;:]\s*$", re.IGNORECASE)

# What it costs to end a passage after an atom, by what ends there; lower is liked better.
AT_HEADING, AT_PARAGRAPH, AT_SENTENCE, IN_SENTENCE = 0.0, 0.4, 2.0, 8.0


@dataclass(frozen=True, slots=True)
class Atom:
    """The least that a passage is put together from: a sentence, a part of a long one, or a row of a table."""

    pieces: tuple[Piece, ...]
    words: int
    kind: str  # text or table
    headings: tuple[str, ...]
    paragraph: int
    ends: float  # what it costs to end a passage after it
    opens: int  # level of the heading with which it begins; 0 for none


def atoms_of(blocks: Sequence[Block], pages: Mapping[int, str]) -> list[Atom]:
    """Blocks as atoms in order. A heading is the beginning of the atom that comes after it."""
    atoms: list[Atom] = []
    path: list[tuple[int, str]] = []
    waiting: list[Piece] = []
    opens = 0
    for number, block in enumerate(blocks, start=1):
        if block.kind == HEADING:
            path = [*(step for step in path if step[0] < block.level), (block.level, text_of(block.pieces, pages))]
            opens = min(opens or block.level, block.level)
            waiting += _joined_by(block.pieces, "\n")
            if len(text_of(waiting, pages).split()) > ATOM:  # a list set in the letters of headings
                headings = tuple(words for _, words in path)
                atoms.append(_atom(tuple(waiting), "text", headings, number, pages, opens))
                waiting, opens = [], 0
            continue
        headings = tuple(words for _, words in path)
        made = _atoms_of_block(block, number, headings, pages)
        if waiting and made:
            made[0] = _headed(made[0], waiting, opens, pages)
            waiting, opens = [], 0
        atoms += made
    if waiting:
        atoms.append(_atom(tuple(waiting), "text", tuple(words for _, words in path), len(blocks), pages, opens))
    return _with_ends(atoms)


def _headed(atom: Atom, waiting: Sequence[Piece], opens: int, pages: Mapping[int, str]) -> Atom:
    pieces = (*waiting, *_joined_by(atom.pieces, "\n"))
    return replace(atom, pieces=pieces, words=len(text_of(pieces, pages).split()), opens=opens)


def _joined_by(pieces: tuple[Piece, ...], before: str) -> tuple[Piece, ...]:
    return (replace(pieces[0], before=before), *pieces[1:])


def _with_ends(atoms: list[Atom]) -> list[Atom]:
    """An atom before a heading, before another kind, or at the end of all, ends a section."""
    last = len(atoms) - 1
    return [
        replace(atom, ends=AT_HEADING)
        if place == last or atoms[place + 1].opens or atoms[place + 1].kind != atom.kind
        else atom
        for place, atom in enumerate(atoms)
    ]


def _atom(
    pieces: tuple[Piece, ...],
    kind: str,
    headings: tuple[str, ...],
    paragraph: int,
    pages: Mapping[int, str],
    opens: int = 0,
    ends: float = AT_PARAGRAPH,
) -> Atom:
    return Atom(pieces, len(text_of(pieces, pages).split()), kind, headings, paragraph, ends, opens)


def _atoms_of_block(block: Block, number: int, headings: tuple[str, ...], pages: Mapping[int, str]) -> list[Atom]:
    kind = "table" if block.kind == ROW else "text"
    whole = _atom(_joined_by(block.pieces, "\n"), kind, headings, number, pages)
    if whole.words <= (LONGEST_ROW if kind == "table" else SHORT_TEXT):
        return [whole]
    parts = list(_sentences(block.pieces, pages))
    made = [
        _atom(pieces, kind, headings, number, pages, ends=IN_SENTENCE if kind == "table" else ends)
        for pieces, ends in parts
    ]
    made[0] = replace(made[0], pieces=_joined_by(made[0].pieces, "\n"))
    made[-1] = replace(made[-1], ends=AT_PARAGRAPH)
    return made


def _sentences(pieces: Sequence[Piece], pages: Mapping[int, str]) -> Iterator[tuple[tuple[Piece, ...], float]]:
    """Pieces cut at the ends of sentences, and long sentences again; each with what it costs to end there."""
    text = text_of(pieces, pages)
    marks: list[tuple[int, float]] = []
    for found in _SENTENCE.finditer(text):
        if not _ABBREVIATION.search(text[max(0, found.start() - 8) : found.start() + 2]):
            marks.append((found.end(), AT_SENTENCE))
    cuts = _with_clauses(text, marks)
    yield from _cut(pieces, pages, cuts)


def _with_clauses(text: str, marks: Sequence[tuple[int, float]]) -> list[tuple[int, float]]:
    """Cuts at sentence ends, and within sentences of more than 60 words at commas, or after 40 words."""
    cuts: list[tuple[int, float]] = []
    begin = 0
    for end, cost in [*marks, (len(text), AT_PARAGRAPH)]:
        at = begin
        while len(text[at:end].split()) > ATOM:
            at = _clause(text, at, end)
            cuts.append((at, IN_SENTENCE))
        cuts.append((end, cost))
        begin = end
    return cuts


def _clause(text: str, begin: int, end: int) -> int:
    """Where a long sentence is cut: at the last comma between its 20th and 50th word, else after the 40th."""
    ends = [found.end() for found in _nth_words(text, begin, end, 50)]
    low, high = ends[19], ends[-1]
    commas = [found.end() for found in _CLAUSE.finditer(text, low, high)]
    if commas:
        return commas[-1]
    at = ends[39]
    return at + len(text[at:end]) - len(text[at:end].lstrip())


def _nth_words(text: str, begin: int, end: int, count: int) -> list[re.Match[str]]:
    found = []
    for match in re.compile(r"\S+").finditer(text, begin, end):
        found.append(match)
        if len(found) == count:
            break
    return found


def _cut(
    pieces: Sequence[Piece], pages: Mapping[int, str], cuts: Sequence[tuple[int, float]]
) -> Iterator[tuple[tuple[Piece, ...], float]]:
    """Pieces cut at places of their joined text. Every place is the beginning of a word, or the end of all."""
    words = list(_places_of_words(pieces, pages))
    at = 0
    for place, cost in cuts:
        taken: list[Piece] = []
        while at < len(words) and words[at][0] < place:
            add_piece(taken, words[at][1], pages)
            at += 1
        if taken:
            yield tuple(taken), cost


def _places_of_words(pieces: Sequence[Piece], pages: Mapping[int, str]) -> Iterator[tuple[int, Piece]]:
    """Each word, or half of a broken one, as a piece, with where it begins in the joined text."""
    at = 0
    for number, piece in enumerate(pieces):
        at += len(piece.before) if number else 0
        begins = True
        for found in re.compile(r"\S+").finditer(pages[piece.page], piece.start, piece.end):
            at += 0 if begins else 1
            yield at, Piece(piece.page, found.start(), found.end(), piece.before if begins else " ")
            at += found.end() - found.start()
            begins = False
