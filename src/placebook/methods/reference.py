"""What a normalisation takes from its reference rows: the worst, the best, how many, and whether they vary.

"Directed" figures are figures times their sign, so that a larger directed figure always gives a higher score.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from placebook.types import Numbers

_ROUNDING = 1e-12  # a spread smaller than this share of the figures is rounding error, not variation


class ColumnFault(ValueError):
    """Some columns cannot be used. `columns` says which, from 0, and `why` goes on from "column 3 has"."""

    def __init__(self, columns: Sequence[int], why: str) -> None:
        self.columns = tuple(columns)
        self.why = why
        super().__init__(f"{name_columns(self.columns)} {why}")


class NoVariation(ColumnFault):
    """Some columns hold one figure only, so they cannot tell areas apart."""

    def __init__(self, columns: Sequence[int]) -> None:
        super().__init__(columns, "no variation: every figure there is the same")


def name_columns(columns: Sequence[int]) -> str:
    """ "column 3 has" or "columns 3, 7 have": positions from 0, for the caller to turn into names."""
    listed = ", ".join(str(column) for column in columns)
    return f"column {listed} has" if len(columns) == 1 else f"columns {listed} have"


def refuse(bad: NDArray[np.bool_], why: str) -> None:
    """Raise ColumnFault for the columns where `bad` is True. `why` goes on from "column 3 has"."""
    if np.any(bad):
        raise ColumnFault(np.flatnonzero(bad).tolist(), why)


def counted(reference: Numbers) -> Numbers:
    """How many rows hold a figure, per column; NaN where none does, so that nothing is divided by zero."""
    count: Numbers = np.sum(~np.isnan(reference), axis=0, dtype=np.float64)
    count[count == 0] = np.nan
    return count


def worst_and_best(reference: Numbers, sign: Numbers) -> tuple[Numbers, Numbers]:
    """The lowest and highest directed figure of each column, NaN for a column with no figures.

    Raises
    ------
    NoVariation : where a column with figures holds the same one throughout
    """
    directed = reference * sign
    worst: Numbers = np.fmin.reduce(directed, axis=0, initial=np.nan)
    best: Numbers = np.fmax.reduce(directed, axis=0, initial=np.nan)
    flat = best - worst <= _ROUNDING * np.maximum(np.abs(best), np.abs(worst))
    if np.any(flat):
        raise NoVariation(np.flatnonzero(flat).tolist())
    return worst, best


def percentile(x: Numbers, share: float) -> Numbers:
    """The figure of each column below which `share` per cent lie, shape (columns,); NaN where there is none.

    It stands at place 1 + (n - 1) * share / 100 of the n figures in rising order; between two figures, on
    the line from one to the other (numpy's and R's usual way, type 7).
    """
    found = np.full(x.shape[1], np.nan)
    some = ~np.all(np.isnan(x), axis=0)
    found[some] = np.nanpercentile(x[:, some], share, axis=0)
    return found
