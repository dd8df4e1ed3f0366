"""What rows of a table are, and which lines of a page stand at one height."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from placebook.learn.page_lines import Line


@dataclass(frozen=True, slots=True)
class Row:
    """A row of a table: its cells from left to right, each with its lines in reading order."""

    cells: tuple[tuple[Line, ...], ...]

    @property
    def lines(self) -> tuple[Line, ...]:
        """All lines of all cells."""
        return tuple(line for cell in self.cells for line in cell)


def rows_beside(lines: Sequence[Line], places: Sequence[int]) -> list[list[int]]:
    """Lines that stand at one height, as rows from the top down, each from left to right."""
    rows: list[list[int]] = []
    for place in sorted(places, key=lambda one: (lines[one].middle, lines[one].left)):
        last = lines[rows[-1][0]] if rows else None
        if last is not None and abs(lines[place].middle - last.middle) < 0.4 * max(last.size, lines[place].size):
            rows[-1].append(place)
        else:
            rows.append([place])
    return [sorted(row, key=lambda one: lines[one].left) for row in rows]
