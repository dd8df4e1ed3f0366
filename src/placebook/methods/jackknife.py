"""Jackknife: how far a number could be off because it rests on these areas and not on others."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from placebook.types import Numbers


def jackknife_error(statistic: Callable[[Numbers], Numbers], rows: Numbers, *, groups: int = 50) -> Numbers:
    """Work out the standard error of numbers made from rows, by leaving some rows out at a time.

    Each row is left out once, by itself where there are no more than `groups` of them, else with every
    other row of its group, and the numbers are made anew each time. How they then differ says how much
    they hang on the rows there happen to be. Nothing is drawn by chance.

        error = sqrt( (g - 1) / g  sum over groups of (number without the group - mean of these)^2 )

    Parameters
    ----------
    statistic : from rows, shape (any, columns), to numbers, shape (k,); NaN where a number has no answer
    rows : shape (rows, columns); a group takes every g-th of them, so rows need no order
    groups : at most so many groups

    Returns
    -------
    shape (k,), in the unit of each number. NaN where a number is missing without some group, and where
    there are fewer than three rows

    Raises
    ------
    ValueError : if `groups` is below 2

    Source: Efron and Tibshirani (1993), An Introduction to the Bootstrap, chapter 11; in groups, Shao and
    Tu (1995), The Jackknife and Bootstrap, section 2.3.
    """
    if groups < 2:
        raise ValueError(f"at least 2 groups are needed, not {groups}")
    if len(rows) < 3:
        return np.full(np.shape(statistic(rows)), np.nan)
    count = min(groups, len(rows))
    member = np.arange(len(rows)) % count
    without = np.stack([statistic(rows[member != group]) for group in range(count)])
    error: Numbers = np.sqrt((count - 1) / count * np.sum((without - np.mean(without, axis=0)) ** 2, axis=0))
    return error
