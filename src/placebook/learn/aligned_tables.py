"""Tables without drawn lines, known by cells that stand below each other; and columns of prose, which are none."""

from __future__ import annotations

from collections.abc import Sequence
from statistics import median

from placebook.learn.page_lines import Line
from placebook.learn.table_rows import Row, rows_beside

LEAST_ROWS = 3
ALIGNED = 6.0  # points within which the edges of two cells are one edge
PROSE_WORDS = 5  # words in the middle line of a column of prose, at least
PROSE_FILL = 0.7  # share of its column that the middle line of prose fills, at least
FAR_DOWN = 2.6  # of the size of the letters: rows of one table stand closer than this


def is_prose(lines: Sequence[Line], rows: Sequence[Sequence[int]]) -> bool:
    """Whether rows of two or three lines beside each other are columns of running text, not cells."""
    if len(rows) < LEAST_ROWS or max(map(len, rows)) > 3:
        return False
    for column in range(min(map(len, rows))):
        beside = [lines[row[column]] for row in rows]
        width = max(line.right for line in beside) - min(line.left for line in beside)
        if median(len(line.words) for line in beside) < PROSE_WORDS:
            return False
        if median(line.right - line.left for line in beside) < PROSE_FILL * width:
            return False
    return True


def aligned_tables(lines: Sequence[Line], free: Sequence[int]) -> list[tuple[list[Row], set[int]]]:
    """Tables among the lines whose places are `free`: three rows or more of two cells or more, cell below cell.

    A line alone between two such rows, that stands below a cell of the row above it, is the rest of that cell.
    """
    found = []
    for run in _runs(lines, rows_beside(lines, free)):
        many = [row for row in run if len(row) > 1]
        if len(many) >= LEAST_ROWS and not is_prose(lines, many) and _cells_are_short(lines, many):
            found.append((_table(lines, run), {place for row in run for place in row}))
    return found


def _runs(lines: Sequence[Line], rows: Sequence[list[int]]) -> list[list[list[int]]]:
    """Rows that follow each other closely, from a row of many cells to another, with rests of cells in between."""
    runs: list[list[list[int]]] = []
    open_run: list[list[int]] = []
    waiting: list[list[int]] = []
    for row in rows:
        near = not open_run or _follows(lines, (waiting or open_run)[-1], row)
        if not near:
            runs.append(open_run)
            open_run, waiting = [], []
        if len(row) > 1 and (not open_run or _shares_an_edge(lines, open_run, row)):
            open_run += [*waiting, row]
            waiting = []
        elif open_run and len(row) == 1 and len(waiting) < 3 and _shares_an_edge(lines, open_run[-1:], row):
            waiting.append(row)
        else:
            runs.append(open_run)
            open_run, waiting = ([row] if len(row) > 1 else []), []
    runs.append(open_run)
    return [run for run in runs if run]


def _follows(lines: Sequence[Line], above: Sequence[int], below: Sequence[int]) -> bool:
    size = max(lines[place].size for place in (*above, *below))
    return min(lines[p].middle for p in below) - max(lines[p].middle for p in above) < FAR_DOWN * size


def _shares_an_edge(lines: Sequence[Line], run: Sequence[Sequence[int]], row: Sequence[int]) -> bool:
    """Whether a cell of the row begins, ends or is centred where a cell beyond the first of the last rows does."""
    recent = [place for each in run[-3:] for place in each]
    cells = row[1:] if len(row) > 1 else row
    return any(
        abs(lines[cell].left - lines[other].left) < ALIGNED
        or abs(lines[cell].right - lines[other].right) < ALIGNED
        or abs(lines[cell].left + lines[cell].right - lines[other].left - lines[other].right) < 2 * ALIGNED
        for cell in cells
        for other in recent
    )


def _cells_are_short(lines: Sequence[Line], rows: Sequence[Sequence[int]]) -> bool:
    """A bullet and its words are two lines beside each other, and no table."""
    firsts = [lines[row[0]] for row in rows]
    marks = sum(len(line.words) == 1 and line.end - line.start <= 3 for line in firsts)
    return not (marks > 0.6 * len(rows) and max(map(len, rows)) == 2)


def _table(lines: Sequence[Line], run: Sequence[Sequence[int]]) -> list[Row]:
    """Rows of cells; what is the rest of a cell goes to the cell above it that it overlaps."""
    rows: list[list[list[Line]]] = []
    for row in run:
        if len(row) == 1 and rows:
            line = lines[row[0]]
            _nearest(rows[-1], line).append(line)
        else:
            rows.append([[lines[place]] for place in row])
    return [Row(tuple(tuple(cell) for cell in row)) for row in rows]


def _nearest(cells: Sequence[list[Line]], line: Line) -> list[Line]:
    return max(cells, key=lambda cell: min(cell[0].right, line.right) - max(cell[0].left, line.left))
