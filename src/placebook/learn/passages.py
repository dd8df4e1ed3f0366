"""A document's blocks cut into passages of 80 to 180 words."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import replace
from hashlib import sha256
from itertools import groupby

from placebook.learn.atoms import AT_HEADING, Atom, atoms_of
from placebook.learn.layout import Block, ReadDocument, SetAside, add_piece, squeezed, text_of
from placebook.types import Passage, Piece

SHORTEST, WANTED, LONGEST = 80, 130, 180  # words
OVER_HEADING = {1: 8.0, 2: 5.0, 3: 3.0}  # what it costs to go on over a heading of a level
SHORT, SHORT_INSIDE = 14.0, 1_000.0  # a short passage at the end of a section, and anywhere else


def passages_of(document: str, read: ReadDocument) -> tuple[Passage, ...]:
    """Every passage of a document in reading order.

    Passages have 80 to 180 words. They end where a section ends if they can, else with a paragraph, else with a
    sentence. Sections that are too short by themselves are put together with the next. A shorter passage is made only
    where a section, a table or the document ends; tables and text are never in one passage.

    The cuts are those of least total cost: for each passage how far it is from 130 words, and for each end what ends
    there. Found exactly, by going through the document once and keeping the best cut before each place.
    """
    pages = {page.number: page.text for page in read.pages}
    made: list[Passage] = []
    seen: Counter[str] = Counter()
    for blocks in _runs(read):
        atoms = atoms_of(blocks, pages)
        for first, last in _best_cuts(atoms):
            passage = _passage(document, atoms[first:last], pages)
            key = squeezed(passage.text)
            made.append(replace(passage, id=passage_id(document, key, seen[key])))
            seen[key] += 1
    return tuple(made)


def _runs(read: ReadDocument) -> list[list[Block]]:
    """The blocks that may be put together: all, or where pages stand apart those of each page."""
    blocks = list(read.blocks or ())
    if not read.apart:
        return [blocks]
    return [list(some) for _, some in groupby(blocks, key=lambda block: block.pieces[0].page)]


def passage_id(document: str, words: str, before: int) -> str:
    """The name of a passage: of its document, its words, and how many passages before it have the same words."""
    return sha256(f"{document}\n{before}\n{words}".encode()).hexdigest()[:24]


def _passage(document: str, atoms: Sequence[Atom], pages: Mapping[int, str]) -> Passage:
    pieces: list[Piece] = []
    for atom in atoms:
        for piece in atom.pieces:
            add_piece(pieces, piece, pages)
    text = text_of(pieces, pages)
    first = next((atom for atom in atoms if atom.headings), atoms[0])
    pieces[0] = replace(pieces[0], before="")
    return Passage(
        "", document, text, atoms[0].kind, first.headings, tuple(pieces), atoms[0].paragraph, len(text.split())
    )


def _best_cuts(atoms: Sequence[Atom]) -> list[tuple[int, int]]:
    """First and last atom of each passage so that the total cost is least."""
    best = [0.0] + [float("inf")] * len(atoms)
    back = [0] * (len(atoms) + 1)
    for end in range(1, len(atoms) + 1):
        words, over = 0, 0.0
        for first in range(end - 1, -1, -1):
            words += atoms[first].words
            if (words > LONGEST and first < end - 1) or atoms[first].kind != atoms[end - 1].kind:
                break
            cost = best[first] + over + _cost(words, atoms[end - 1])
            if cost < best[end]:
                best[end], back[end] = cost, first
            if atoms[first].opens:
                over += OVER_HEADING.get(atoms[first].opens, 1.5)
    cuts, at = [], len(atoms)
    while at:
        cuts.append((back[at], at))
        at = back[at]
    return cuts[::-1]


def _cost(words: int, last: Atom) -> float:
    if words >= SHORTEST:
        return ((words - WANTED) / 50) ** 2 + last.ends + 1.0
    return (SHORT if last.ends == AT_HEADING else SHORT_INSIDE) * (1 + (SHORTEST - words) / SHORTEST) + 1.0


def left_over(read: ReadDocument, passages: Sequence[Passage], aside: Sequence[SetAside]) -> list[tuple[int, str]]:
    """Readable text that is in no passage and not set aside, or in two: page and words. Empty, or there is a fault."""
    count = {page.number: [0] * len(page.text) for page in read.pages}
    held: list[Piece | SetAside] = [*(piece for passage in passages for piece in passage.pieces), *aside]
    for piece in held:
        for place in range(piece.start, piece.end):
            count[piece.page][place] += 1
    wrong = []
    for page in read.pages:
        for found in re.finditer(r"\S+", page.text):
            times = set(count[page.number][found.start() : found.end()])
            if times != {1}:
                wrong.append((page.number, found[0]))
    return wrong
