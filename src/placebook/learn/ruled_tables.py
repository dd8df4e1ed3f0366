"""Tables with lines drawn round their cells: each word falls into the cell whose lines enclose it."""

from __future__ import annotations

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from placebook.learn.layout import ReadPage, Rule, Word
from placebook.learn.page_lines import Line, goes_on, line_of
from placebook.learn.table_cells import LEAST_ROWS, are_figures, parted
from placebook.learn.table_rows import Row

TOUCH = 3.0  # points within which two drawn lines meet
SHORTEST = 8.0  # points; what is shorter is a mark, not a line of a table
MOST_RULES = 1_500  # more than that is a map or a drawing


@dataclass(frozen=True, slots=True)
class Grid:
    """Drawn lines that touch: where each lies across and down."""

    across: tuple[Rule, ...]
    down: tuple[Rule, ...]

    @property
    def box(self) -> tuple[float, float, float, float]:
        """Left, top, right, bottom."""
        both = (*self.across, *self.down)
        return (
            min(rule.left for rule in both),
            min(rule.top for rule in both),
            max(rule.right for rule in both),
            max(rule.bottom for rule in both),
        )


def ruled_tables(page: ReadPage, lines: Sequence[Line]) -> list[tuple[list[Row], set[int]]]:
    """Every ruled table of a page with two columns or more: its rows, and the places of the lines that went into it."""
    found = []
    for grid in grids_of(page.rules):
        left, top, right, bottom = grid.box
        inside = {
            place
            for place, line in enumerate(lines)
            if left - TOUCH < (line.left + line.right) / 2 < right + TOUCH
            and top - TOUCH < line.middle < bottom + TOUCH
        }
        held = [lines[place] for place in sorted(inside)]
        figures = are_figures(held, page.text)
        drawn = _rows(page.number, _bridged(grid) if figures else grid, [word for line in held for word in line.words])
        rows = [row for each in drawn for row in parted(each, page.text, 2 if figures else LEAST_ROWS)]
        if sum(len(row.cells) > 1 for row in rows) >= 1 and len(rows) > 1:
            found.append((rows, inside))
    return found


def grids_of(rules: Sequence[Rule]) -> list[Grid]:
    """Drawn lines grouped into grids, where those across and those down touch. A grid has two columns or more."""
    if len(rules) > MOST_RULES:
        return []
    across = [r for r in rules if r.right - r.left >= SHORTEST and r.bottom - r.top < TOUCH]
    down = [r for r in rules if r.bottom - r.top >= SHORTEST and r.right - r.left < TOUCH]
    both = [*across, *down]
    group = list(range(len(both)))

    def root(one: int) -> int:
        while group[one] != one:
            group[one] = group[group[one]]
            one = group[one]
        return one

    order = sorted(range(len(both)), key=lambda place: both[place].left)
    for at, one in enumerate(order):
        for other in order[at + 1 :]:
            if both[other].left > both[one].right + TOUCH:
                break
            if both[other].top <= both[one].bottom + TOUCH and both[one].top <= both[other].bottom + TOUCH:
                group[root(one)] = root(other)
    gathered: dict[int, list[int]] = defaultdict(list)
    for place in range(len(both)):
        gathered[root(place)].append(place)
    grids = []
    for places in gathered.values():
        flat = tuple(both[p] for p in places if p < len(across))
        tall = tuple(both[p] for p in places if p >= len(across))
        if len(_apart([r.left for r in tall])) >= 2 and len(_apart([r.top for r in flat])) >= 2:
            grids.append(Grid(flat, tall))
    return grids


def _apart(places: Sequence[float]) -> list[float]:
    """Places sorted, with those nearer than TOUCH to the one before left out."""
    kept: list[float] = []
    for place in sorted(places):
        if not kept or place - kept[-1] > TOUCH:
            kept.append(place)
    return kept


def _bridged(grid: Grid) -> Grid:
    """The grid with its lines across made whole where they stop at the labels of a table of figures and go on after.

    Some tables have figures on both sides of their labels, and lines across under the figures only. Taken as drawn, the
    labels would be one cell beside the first figures, and all other rows would lose theirs.
    """
    made = list(grid.across)
    for height in _apart([rule.top for rule in grid.across]):
        level = sorted((r for r in grid.across if 0 <= r.top - height <= TOUCH), key=lambda rule: rule.left)
        for one, other in pairwise(level):
            if other.left - one.right > TOUCH:
                made.append(Rule(one.right, one.top, other.left, one.bottom))
    return Grid(tuple(made), grid.down)


def _rows(page: int, grid: Grid, words: Sequence[Word]) -> list[Row]:
    """Words to cells, cells to rows. A cell is known by the line above it and the line at its left."""
    ys, xs = _apart([r.top for r in grid.across]), _apart([r.left for r in grid.down])
    cells: dict[tuple[int, int], list[Word]] = defaultdict(list)
    for word in words:
        cells[_above(grid, ys, word), _left_of(grid, xs, word)].append(word)
    rows: dict[int, dict[int, list[Word]]] = defaultdict(dict)
    for (y, x), held in cells.items():
        rows[y][x] = held
    return [Row(tuple(_lines(page, rows[y][x]) for x in sorted(rows[y]))) for y in sorted(rows)]


def _above(grid: Grid, ys: Sequence[float], word: Word) -> int:
    """The number of the nearest line across that lies above the middle of a word and reaches over it; -1 for none."""
    middle, height = (word.left + word.right) / 2, (word.top + word.bottom) / 2
    over = [r.top for r in grid.across if r.top <= height and r.left - TOUCH <= middle <= r.right + TOUCH]
    return bisect_right(ys, max(over) + 0.01) - 1 if over else -1


def _left_of(grid: Grid, xs: Sequence[float], word: Word) -> int:
    middle, height = (word.left + word.right) / 2, (word.top + word.bottom) / 2
    beside = [r.left for r in grid.down if r.left <= middle and r.top - TOUCH <= height <= r.bottom + TOUCH]
    return bisect_right(xs, max(beside) + 0.01) - 1 if beside else -1


def _lines(page: int, words: list[Word]) -> tuple[Line, ...]:
    """Words of one cell as lines: a new one wherever the next word lies lower, or does not follow."""
    lines: list[list[Word]] = []
    for word in words:
        if lines and word.start >= lines[-1][-1].end and goes_on(lines[-1], word):
            lines[-1].append(word)
        else:
            lines.append([word])
    return tuple(line_of(page, each) for each in lines)
