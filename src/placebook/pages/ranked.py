"""How many areas have a rank and how many share it: worked out once for all the cards of one period."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from placebook.methods.rank import competition_rank
from placebook.types import Cube, Index, Numbers

Counts = NDArray[np.int64]


@dataclass(frozen=True)
class Ranked:
    """The ranks of one period, with what every card asks of them.

    `rows` and `figure_rows` are the places of each area by its code, in the index and in the figures; `out_of` has
    shape (parts,) and `sharing` (areas, parts): how many areas hold the rank of each, itself included, 0 without one.
    """

    index: Index
    figures: Cube
    period: str
    rows: Mapping[str, int]
    figure_rows: Mapping[str, int]
    out_of: Counts
    sharing: Counts
    _context: dict[tuple[str, str], Numbers] = field(default_factory=dict)

    def context(self, indicator: str, period: str) -> Numbers:
        """Ranks of a figure that stands beside the index, 1 the highest, in the order of the index's areas in them."""
        key = (indicator, period)
        if key not in self._context:
            self._context[key] = competition_rank(self.figures.column(indicator, period)[self.compared])
        return self._context[key]

    @cached_property
    def compared_at(self) -> Mapping[int, int]:
        """The place of each of those rows among them."""
        return {row: at for at, row in enumerate(self.compared)}

    @cached_property
    def compared(self) -> list[int]:
        """The rows of the figures that belong to areas of the index, in the index's order."""
        return [self.figure_rows[code] for code in self.rows if code in self.figure_rows]


def ranked(index: Index, figures: Cube, period: str, only: str | None = None) -> Ranked:
    """Count the ranks of one period for every area, or for one alone, which is quicker when no other is asked for."""
    ranks = index.ranks.values[:, :, index.scores.periods.index(period)]
    rows = {code: i for i, code in enumerate(index.scores.areas)}
    return Ranked(
        index=index,
        figures=figures,
        period=period,
        rows=rows,
        figure_rows={code: i for i, code in enumerate(figures.areas)},
        out_of=np.sum(~np.isnan(ranks), axis=0),
        sharing=_sharing(ranks) if only is None else _sharing_of(ranks, rows[only]),
    )


def _sharing(ranks: Numbers) -> Counts:
    """How many areas hold the rank of each, column by column."""
    found = np.zeros(ranks.shape, np.int64)
    for k in range(ranks.shape[1]):
        known = ~np.isnan(ranks[:, k])
        _, at, counts = np.unique(ranks[known, k], return_inverse=True, return_counts=True)
        found[known, k] = counts[at]
    return found


def _sharing_of(ranks: Numbers, row: int) -> Counts:
    """The same for one row; the others are left at 0."""
    found = np.zeros(ranks.shape, np.int64)
    found[row] = np.sum(ranks == ranks[row], axis=0)
    return found
