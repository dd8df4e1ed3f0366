"""Rules that every safe choice of hidden counts keeps, learnt from an attack that succeeded."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from placebook.methods.disclosure import TOLERANCE, Cells, Flags
from placebook.types import Numbers


class CannotProtect(ValueError):
    """A sensitive count that no choice can protect, since what gives it away was published already."""

    def __init__(self, cell: int) -> None:
        super().__init__("what is published already gives a small count away")
        self.cell = cell


@dataclass(slots=True)
class Covers:
    """Rules that every safe choice keeps: of these cells, hide so many that their shares reach 1."""

    cells: list[NDArray[np.intp]] = field(default_factory=list)
    shares: list[Numbers] = field(default_factory=list)
    seen: set[bytes] = field(default_factory=set)

    def add(self, cells: NDArray[np.intp], shares: Numbers) -> bool:
        """Keep one more rule, unless it is there."""
        name = cells.tobytes() + np.round(shares, 9).tobytes()
        if name in self.seen:
            return False
        self.seen.add(name)
        self.cells.append(cells)
        self.shares.append(shares)
        return True


def from_single_relations(cells: Cells, cell: int) -> Iterator[tuple[Numbers, float, float]]:
    """What one relation alone says: if only this cell of it is hidden, it is solved at once."""
    columns = cells.relations.tocsc()
    for at in range(columns.indptr[cell], columns.indptr[cell + 1]):
        row = cells.relations[[columns.indices[at]], :].toarray()[0] / columns.data[at]
        row[cell] = 0.0
        if not np.isnan(cells.reach_high[cell]):
            yield row, 1.0, cells.reach_high[cell]
        if not np.isnan(cells.reach_low[cell]):
            yield -row, -1.0, cells.reach_low[cell]


def learn(covers: Covers, cells: Cells, cell: int, slopes: Numbers, sign: float, goal: float) -> bool:
    """Turn the slopes of a bound into a rule. True where it is new.

    Raises CannotProtect where no cell that may be hidden would widen the range.
    """
    up, down = np.where(slopes > 1e-7, slopes, 0.0), np.where(slopes < -1e-7, -slopes, 0.0)
    if np.any(down[cells.unseen] > 0):
        return False  # a cell that nobody sees already leaves this side open
    shown = ~cells.unseen
    lacks = float(np.sum(cells.low[shown] * up[shown]) - np.sum(cells.high[shown] * down[shown])) + sign * goal
    if lacks <= TOLERANCE:
        return False
    helps = np.where(down > 0, 1.0, np.minimum(1.0, np.where(shown, cells.low, 0.0) * up / lacks))
    return _keep(covers, cells, cell, helps)


def _keep(covers: Covers, cells: Cells, cell: int, helps: Numbers) -> bool:
    """Keep a rule; cells that are hidden anyway count first."""
    there = np.flatnonzero((helps > 1e-9) & ~cells.stays & ~cells.unseen & ~cells.sensitive)
    anyway = float(np.sum(helps[cells.sensitive & ~cells.unseen]))
    if anyway >= 1 - 1e-9:
        return False
    if np.sum(helps[there]) + anyway < 1 - 1e-9:
        raise CannotProtect(cell)
    return covers.add(there, np.minimum(1.0, helps[there] / (1 - anyway)))


def learn_width(covers: Covers, cells: Cells, cell: int, high: Numbers, low: Numbers, width: float) -> bool:
    """Both sides of a range as one rule, since either may widen it."""
    up, down = (np.maximum(high, 0.0) + np.maximum(low, 0.0)), (np.maximum(-high, 0.0) + np.maximum(-low, 0.0))
    up[up < 1e-7], down[down < 1e-7] = 0.0, 0.0
    shown = ~cells.unseen
    lacks = float(np.sum(cells.low[shown] * up[shown]) - np.sum(cells.high[shown] * down[shown])) + width
    if lacks <= TOLERANCE or np.any(down[cells.unseen] > 0):
        return False
    helps = np.where(down > 0, 1.0, np.minimum(1.0, np.where(shown, cells.low, 0.0) * up / lacks))
    return _keep(covers, cells, cell, helps)


def not_again(covers: Covers, cells: Cells, hidden: Flags, cell: int) -> bool:
    """Where only whole numbers give a cell away, no price says what would help: hide at least one more of the block."""
    helps = np.where(hidden | cells.unseen | cells.stays, 0.0, 1.0)
    return _keep(covers, cells, cell, helps)
