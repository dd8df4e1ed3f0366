"""Cells with more in them than one cell: where a table is drawn with fewer lines than it has columns and rows."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import chain

from placebook.learn.page_lines import Line
from placebook.learn.reading_order import apart
from placebook.learn.table_rows import Row, rows_beside

GUTTER = 0.7  # of the size of the letters: a gap from top to foot of a cell that is wider parts two columns
LEAST_ROWS = 3
MOSTLY, HALF = 0.6, 0.5
_FIGURE = re.compile(r"[-+–(£$€]*\d[\d,.%()m£kK]*\*?|[-–]|n/a|tbc", re.IGNORECASE)


def parted(row: Row, text: str, least: int = LEAST_ROWS) -> list[Row]:
    """A drawn row as the rows and columns that stand in it.

    Cells are parted where a gap runs from top to foot between words that stand beside each other. A row is parted line
    by line where half of what stands beside something is figures: words run over several lines, figures do not.
    """
    cells = tuple(chain.from_iterable(_columns(cell) for cell in row.cells))
    lines = [line for cell in cells for line in cell]
    if not are_figures(lines, text, least):
        return [Row(cells)]
    return [Row(tuple((lines[place],) for place in each)) for each in rows_beside(lines, range(len(lines)))]


def are_figures(lines: Sequence[Line], text: str, least: int = LEAST_ROWS) -> bool:
    """Whether lines are rows of figures: `least` of several cells, which are most, and half of these cells figures."""
    rows = rows_beside(lines, range(len(lines)))
    many = [each for each in rows if len(each) > 1]
    return len(many) >= least and len(many) >= MOSTLY * len(rows) and _mostly_figures(lines, many, text)


def _columns(cell: tuple[Line, ...]) -> list[tuple[Line, ...]]:
    """The columns of a cell; one where its lines reach over each other, or where one column is marks of a list."""
    groups = apart(cell, "left", "right", GUTTER * max(line.size for line in cell))
    if len(groups) < 2 or not _stand_beside(cell) or any(_are_marks(group) for group in groups):
        return [cell]
    order = {id(line): place for place, line in enumerate(cell)}
    return [tuple(sorted(group, key=lambda line: order[id(line)])) for group in groups]


def _stand_beside(cell: Sequence[Line]) -> bool:
    return any(len(row) > 1 for row in rows_beside(cell, range(len(cell))))


def _are_marks(lines: Sequence[Line]) -> bool:
    """Bullets, or numbers of a list: one short word on each line."""
    return all(len(line.words) == 1 and line.end - line.start <= 3 for line in lines) and len(lines) > 1


def _mostly_figures(lines: Sequence[Line], rows: Sequence[Sequence[int]], text: str) -> bool:
    beside = [lines[place] for row in rows for place in row]
    figures = sum(all(_FIGURE.fullmatch(text[w.start : w.end]) for w in line.words) for line in beside)
    return figures >= HALF * len(beside)
