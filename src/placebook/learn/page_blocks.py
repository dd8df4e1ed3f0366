"""The pages of a document with boxes, as headings, paragraphs and rows of tables in reading order."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

from placebook.learn.aligned_tables import aligned_tables, is_prose
from placebook.learn.hyphens import Vocabulary, joined_pieces
from placebook.learn.layout import HEADING, ROW, TEXT, Block, ReadPage, SetAside
from placebook.learn.page_lines import Line, lines_of
from placebook.learn.page_notes import SMALLER, notes_after
from placebook.learn.reading_order import by_columns, in_reading_order
from placebook.learn.ruled_tables import ruled_tables
from placebook.learn.running_heads import running_heads
from placebook.learn.table_rows import Row, rows_beside

CELL, NEW_ROW = " | ", "\n"
LINE_STEP = 1.75  # of the size: lines of one paragraph are no further apart, top to top
LARGER = 1.13  # of the usual size: letters of a heading
LONGEST_HEADING = 18  # words


@dataclass(frozen=True, slots=True)
class Paragraph:
    """Lines that follow each other closely, in letters of one kind."""

    lines: tuple[Line, ...]

    left: float
    top: float
    right: float
    bottom: float


@dataclass(frozen=True, slots=True)
class Table:
    """Rows, and where on the page the whole lies."""

    rows: tuple[Row, ...]

    left: float
    top: float
    right: float
    bottom: float


def blocks_of(pages: Sequence[ReadPage]) -> tuple[tuple[Block, ...], tuple[SetAside, ...]]:
    """Everything on the pages in reading order, and what is set aside: heads, feet, page numbers, broken hyphens."""
    lines = {page.number: lines_of(page) for page in pages}
    heads, aside = running_heads(pages, lines)
    parts = [part for page in pages for part in _parts(page, lines[page.number], heads.get(page.number, set()))]
    sizes = _sizes(parts)
    vocabulary = Vocabulary(page.text for page in pages)
    texts = {page.number: page.text for page in pages}
    heights = {page.number: page.height for page in pages}
    blocks: list[tuple[Block, bool]] = []
    for part in parts:
        for kind, level, groups in _as_blocks(part, sizes):
            pieces, hyphens = joined_pieces(groups, texts, vocabulary)
            blocks.append((Block(kind, pieces, level), _is_note(part, sizes[0], heights)))
            aside += hyphens
    return tuple(notes_after(blocks, texts)), tuple(sorted(aside, key=lambda one: (one.page, one.start)))


def _parts(page: ReadPage, lines: Sequence[Line], heads: set[int]) -> list[Paragraph | Table]:
    """Paragraphs and tables of one page in reading order."""
    free = [place for place in range(len(lines)) if place not in heads]
    tables: list[tuple[int, Table]] = []
    kept = set(free)
    for rows, places in ruled_tables(page, [lines[p] for p in free]):
        inside = {free[place] for place in places}
        if inside <= kept:
            tables.append((min(inside), _table(rows)))
            kept -= inside
    columns = _columns_of_prose(lines, sorted(kept))
    if not columns:
        for rows, inside in aligned_tables(lines, sorted(kept)):
            tables.append((min(inside), _table(rows)))
            kept -= inside
    order = by_columns([lines[p] for p in sorted(kept)]) if columns else [lines[p] for p in sorted(kept)]
    paragraphs = _paragraphs(order)
    begins = {id(line): place for place, line in enumerate(lines)}
    both: list[tuple[int, Paragraph | Table]] = [(begins[id(p.lines[0])], p) for p in paragraphs]
    if columns:
        return _with_tables([p for _, p in both], [t for _, t in tables])
    return in_reading_order([part for _, part in sorted([*both, *tables], key=lambda pair: pair[0])])


def _with_tables(parts: list[Any], tables: list[Table]) -> list[Paragraph | Table]:
    return in_reading_order([*parts, *tables]) if tables else parts


def _columns_of_prose(lines: Sequence[Line], places: Sequence[int]) -> bool:
    """Whether the file goes from column to column line by line, so that its order is of no use."""
    rows = [row for row in rows_beside(lines, places) if len(row) in (2, 3)]
    across = [row for row in rows if all(b == a + 1 for a, b in pairwise(row))]
    return len(across) >= 4 and len(across) > 0.5 * len(rows) and is_prose(lines, across)


def _table(rows: Sequence[Row]) -> Table:
    every = [line for row in rows for line in row.lines]
    return Table(tuple(rows), *_box(every))


def _box(lines: Sequence[Line]) -> tuple[float, float, float, float]:
    return (
        min(line.left for line in lines),
        min(line.top for line in lines),
        max(line.right for line in lines),
        max(line.bottom for line in lines),
    )


def _paragraphs(lines: Sequence[Line]) -> list[Paragraph]:
    groups: list[list[Line]] = []
    for line in lines:
        if groups and _same_paragraph(groups[-1], line):
            groups[-1].append(line)
        else:
            groups.append([line])
    return [Paragraph(tuple(group), *_box(group)) for group in groups]


def _same_paragraph(group: Sequence[Line], line: Line) -> bool:
    last = group[-1]
    size = max(last.size, line.size)
    step = line.bottom - last.bottom
    if abs(step) < 0.6 * size:  # beside it: a raised number, or words after a wide gap
        return line.left > last.left
    if not 0 < step < LINE_STEP * size or line.left > last.right or line.right < last.left:
        return False
    if len(line.words) <= 2 and line.end - line.start <= 3 and line.size < 0.8 * last.size:
        return True  # the raised number of a note
    alike = abs(line.size - last.size) < 0.1 * size and line.bold == last.bold
    return alike or (line.bold != last.bold and abs(line.size - last.size) < 0.1 * size and _runs_on(group, line))


def _runs_on(group: Sequence[Line], line: Line) -> bool:
    """Whether a line in other letters goes on with a sentence: the one before it reaches the right edge."""
    return group[-1].right > max(line.right, *(one.right for one in group)) - 2 * line.size


def _sizes(parts: Sequence[Paragraph | Table]) -> tuple[float, Mapping[float, int]]:
    """The usual size of letters, and the level of a heading in each larger size: the largest is level 1."""
    count: Counter[float] = Counter()
    for part in parts:
        for line in part.lines if isinstance(part, Paragraph) else ():
            count[_rounded(line.size)] += line.end - line.start
    usual = count.most_common(1)[0][0] if count else 0.0
    larger = sorted((size for size in count if size >= LARGER * usual), reverse=True)
    return usual, {size: min(place + 1, 5) for place, size in enumerate(larger)}


def _is_note(part: Paragraph | Table, usual: float, heights: Mapping[int, float]) -> bool:
    """Whether a paragraph is in small letters in the lower half of its page."""
    if isinstance(part, Table):
        return False
    small = all(line.size < SMALLER * usual for line in part.lines)
    return small and part.top > 0.5 * heights[part.lines[0].page]


def _rounded(size: float) -> float:
    return round(size * 2) / 2


def _as_blocks(
    part: Paragraph | Table, sizes: tuple[float, Mapping[float, int]]
) -> list[tuple[str, int, list[tuple[str, Sequence[Line]]]]]:
    """A part as blocks: kind, level, and groups of lines with what joins each group to the one before it."""
    if isinstance(part, Table):
        return [(ROW, 0, [(CELL if place else "", cell) for place, cell in enumerate(row.cells)]) for row in part.rows]
    level = _heading_level(part, sizes)
    return [(HEADING if level else TEXT, level, [("", part.lines)])]


def _heading_level(part: Paragraph, sizes: tuple[float, Mapping[float, int]]) -> int:
    usual, levels = sizes
    words = [word for line in part.lines for word in line.words]
    letters = sum(word.end - word.start for word in words)
    if len(words) > LONGEST_HEADING or len(part.lines) > 3 or letters < 3:
        return 0
    size = _rounded(max(line.size for line in part.lines))
    if size in levels:
        return levels[size]
    return 6 if all(line.bold for line in part.lines) and size >= 0.95 * usual else 0
