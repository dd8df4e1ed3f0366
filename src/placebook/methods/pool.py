"""Years taken together, and areas put into quantiles."""

from __future__ import annotations

import numpy as np
from numpy.lib.stride_tricks import sliding_window_view
from numpy.typing import ArrayLike

from placebook.types import Numbers


def pooled(counts: ArrayLike, years: int) -> Numbers:
    """Sum counts over every run of so many neighbouring periods, so that small places have rates that hold still.

    Numerators and denominators are each summed, and the rate is taken of the sums: rates are never averaged. Two
    windows that share a year are no two independent figures.

        sum of counts of the periods i, i + 1, ..., i + years - 1

    Parameters
    ----------
    counts : shape (..., periods), neighbouring periods of equal length, in order; NaN = missing
    years : how many periods go together, 1 or more

    Returns
    -------
    shape (..., periods - years + 1); NaN where one of the periods is missing. None where there are fewer periods

    Raises
    ------
    ValueError : if years is below 1

    Source: Association of Public Health Observatories (2008), Technical Briefing 3, on small numbers.
    """
    values = np.asarray(counts, np.float64)
    if years < 1:
        raise ValueError(f"at least one year goes into a figure, not {years}")
    if values.shape[-1] < years:
        return np.empty((*values.shape[:-1], 0))
    summed: Numbers = sliding_window_view(values, years, axis=-1).sum(axis=-1)
    return summed


def quantiles(values: ArrayLike, parts: int = 10, highest_first: bool = True) -> Numbers:
    """Put areas into so many groups of the same number of areas, by the order of their figures.

    As deprivation tenths are made. Equal figures share the better rank, and so the group; groups may then differ in
    size, and a group may be empty. Fewer areas than groups cannot be shared out at all.

        quantile = 1 + floor(parts (rank - 1) / areas)          rank 1 is the first; ties share the lowest rank

    Parameters
    ----------
    values : shape (areas, ...), any unit; NaN = missing. Every column is ordered by itself
    parts : how many groups: 5 for fifths, 10 for tenths
    highest_first : whether group 1 holds the highest figures

    Returns
    -------
    shape of values, whole numbers from 1 to parts; NaN where the figure is missing, or fewer than `parts` are known

    Raises
    ------
    ValueError : if parts is not a whole number from 1 up

    Source: Public Health England (2017), Technical Guide: Assigning deprivation categories, whose formula
    parts + 1 - ceiling(parts (areas + 1 - rank) / areas) is the same.
    """
    figures = np.asarray(values, np.float64)
    if parts != int(parts) or parts < 1:
        raise ValueError(f"areas go into a whole number of groups, 1 or more, not {parts}")
    columns = figures.reshape(len(figures), -1)
    found = np.full(columns.shape, np.nan)
    for i, column in enumerate(columns.T):
        known = np.flatnonzero(~np.isnan(column))
        if len(known) < parts:
            continue
        ordered = np.sort(-column[known] if highest_first else column[known])
        before = np.searchsorted(ordered, -column[known] if highest_first else column[known], side="left")
        found[known, i] = 1 + (int(parts) * before) // len(known)
    return found.reshape(figures.shape)
