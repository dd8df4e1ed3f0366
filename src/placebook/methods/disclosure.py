"""What somebody can work out about hidden counts from the counts that are shown.

Counts in a published table add up: rows to totals, wards to districts, and the same people counted in a second table.
Each such sum is a relation. Whoever reads the table can solve the relations for what was hidden, at least to a range.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, fields, replace
from typing import Any

import numpy as np
from numpy.typing import NDArray

from placebook.methods.programs import integer_program, linear_program
from placebook.types import Numbers

Flags = NDArray[np.bool_]
TOLERANCE = 1e-6  # of a count


@dataclass(frozen=True, slots=True)
class Cells:
    """Counts that add up, what a reader learns of each where it is shown, and what must stay unknown.

    `relations` is a sparse matrix of shape (relations, cells) with relations @ counts = 0: 1 for each part and -1 for
    its whole. A cell that is shown is known to lie from `low` to `high`; a hidden one only not to be below zero.
    A cell that is never shown is `unseen`. One that `stays` shown was published already and cannot be called back.
    A sensitive cell is safe when its range reaches down to `reach_low`, up to `reach_high` and is `width` wide;
    these are NaN where nothing is asked.
    """

    relations: Any  # scipy.sparse.csr_array
    low: Numbers
    high: Numbers
    sensitive: Flags
    unseen: Flags
    stays: Flags
    reach_low: Numbers
    reach_high: Numbers
    width: Numbers
    weight: Numbers  # what is lost when the cell is hidden
    whole: bool = True  # counts are whole numbers, and readers know it

    def __len__(self) -> int:
        return len(self.low)

    def only(self, cells: NDArray[np.intp], relations: NDArray[np.intp]) -> Cells:
        """Some cells, with the relations between them."""
        named = [field.name for field in fields(self) if field.name not in ("relations", "whole")]
        some = {name: getattr(self, name)[cells] for name in named}
        return replace(self, relations=self.relations[relations][:, cells], **some)


@dataclass(frozen=True, slots=True)
class Bound:
    """How far up or down a hidden cell may lie, and what would have to be hidden for it to lie further.

    `value` is the furthest that it may lie. `slopes` are, for each cell, how much further a count of it would move
    that bound: above zero where a lower floor helps, below zero where a higher ceiling does.
    """

    value: float
    slopes: Numbers
    witness: Numbers  # one set of counts that fits all that is shown, with the cell at its furthest


def blocks(cells: Cells) -> Iterator[tuple[NDArray[np.intp], NDArray[np.intp]]]:
    """Cells that no chain of relations joins, apart: what is hidden in one block says nothing of another.

    Periods fall apart like this by themselves where no total over periods is published. Yields cells and relations.
    """
    from scipy.sparse import bmat
    from scipy.sparse.csgraph import connected_components

    size, joined = len(cells), abs(cells.relations)
    _, label = connected_components(bmat([[None, joined.T], [joined, None]]), directed=False)
    order = np.argsort(label[:size], kind="stable")
    rows = np.argsort(label[size:], kind="stable")
    first_cell = np.searchsorted(label[:size][order], np.arange(label.max() + 2))
    first_row = np.searchsorted(label[size:][rows], np.arange(label.max() + 2))
    for one in np.unique(label[:size]):
        yield order[first_cell[one] : first_cell[one + 1]], rows[first_row[one] : first_row[one + 1]]


class Attack:
    """Somebody who knows the relations, every count that is shown, the rule, and that no count is below zero.

    Only hidden cells, and shown ones that were rounded, are unknowns; a count that is shown exactly is known. The
    unknowns fall into groups that no relation joins, and each group is solved by itself.
    """

    def __init__(self, cells: Cells, hidden: Flags) -> None:
        from scipy.sparse import bmat
        from scipy.sparse.csgraph import connected_components

        self.cells, self.hidden = cells, hidden | cells.unseen
        self.floor = np.where(self.hidden, 0.0, cells.low)
        self.ceiling = np.where(self.hidden, np.inf, cells.high)
        self.open = np.flatnonzero(self.floor < self.ceiling)
        known = np.where(self.floor < self.ceiling, 0.0, self.floor)
        self.right = -(cells.relations @ known)
        self._joined = cells.relations[:, self.open].tocsr()
        size = len(self.open)
        grid = bmat([[None, abs(self._joined).T], [abs(self._joined), None]])
        label = connected_components(grid, directed=False)[1] if size else np.zeros(0, int)
        self.group = np.full(len(cells), -1)
        self.group[self.open] = label[:size]
        self._rows = label[size:]
        self._held: dict[int, tuple[NDArray[np.intp], NDArray[np.intp], Any]] = {}

    def of_group(self, group: int) -> tuple[NDArray[np.intp], NDArray[np.intp], Any]:
        """The unknown cells of one group, its relations, and the matrix of these."""
        if group not in self._held:
            inside = np.flatnonzero(self.group[self.open] == group)
            rows = np.flatnonzero(self._rows == group)
            self._held[group] = self.open[inside], rows, self._joined[rows][:, inside]
        return self._held[group]

    def furthest(self, cell: int, up: bool) -> Bound:
        """How far up or down one unknown cell may lie, by linear programming.

        Raises ValueError where nothing fits all that is shown: the counts then do not add up.
        """
        inside, rows, matrix = self.of_group(self.group[cell])
        if not len(rows):
            return Bound(self.ceiling[cell] if up else self.floor[cell], np.zeros(len(self.cells)), self.floor)
        aim = np.where(inside == cell, -1.0 if up else 1.0, 0.0)
        limits = self.floor[inside], self.ceiling[inside]
        found = linear_program(aim, (matrix, self.right[rows]), limits)
        if found.status == 3:  # no end to it: nothing shown holds the cell on that side
            return Bound(np.inf if up else -np.inf, np.zeros(len(self.cells)), self.floor)
        if found.status != 0:
            raise ValueError("the counts do not add up to their totals, so nothing can be said of what is hidden")
        price = np.zeros(self.cells.relations.shape[0])
        price[rows] = found.eqlin.marginals
        slopes = -(self.cells.relations.T @ price)
        slopes[cell] += -1.0 if up else 1.0
        witness = self.floor.copy()
        witness[inside] = found.x
        return Bound(float(-found.fun if up else found.fun), slopes, witness)

    def whole(self, cell: int, up: bool) -> float:
        """The same for somebody who also uses that counts are whole numbers, by integer programming."""
        inside, rows, matrix = self.of_group(self.group[cell])
        aim = np.where(inside == cell, -1.0 if up else 1.0, 0.0)
        sums = matrix, self.right[rows], self.right[rows]
        limits = np.ceil(self.floor[inside] - TOLERANCE), np.floor(self.ceiling[inside] + TOLERANCE)
        found = integer_program(aim, sums, limits)
        if found.status in (3, 4) or found.x is None:  # no end, or none that was found
            return self.furthest(cell, up).value
        return float(round(-found.fun if up else found.fun))

    def together(self, group: int, wanted: NDArray[np.intp], up: bool) -> Numbers:
        """One set of counts that fits, in which as many wanted cells as can be lie as far as they need to.

        A single program that proves most of them safe at once. Returns the counts of all cells.
        """
        from scipy.sparse import csr_array, eye_array, hstack

        inside, rows, matrix = self.of_group(group)
        size, count = len(inside), len(wanted)
        if not len(rows):
            return np.where(self.group == group, self.ceiling if up else self.floor, self.floor)
        sign = -1.0 if up else 1.0
        goal = (self.cells.reach_high if up else self.cells.reach_low)[wanted]
        places = (np.arange(count), np.searchsorted(inside, wanted))
        pick = csr_array((np.full(count, sign), places), shape=(count, size))
        found = linear_program(  # the unknown counts, then by how much each wanted one falls short
            np.repeat([0.0, 1.0], [size, count]),
            (hstack([matrix, csr_array((len(rows), count))]), self.right[rows]),
            (np.append(self.floor[inside], np.zeros(count)), np.append(self.ceiling[inside], np.full(count, np.inf))),
            (hstack([pick, -eye_array(count)]), sign * goal),
        )
        counts = self.floor.copy()
        counts[inside] = found.x[:size] if found.status == 0 else np.nan
        return counts
