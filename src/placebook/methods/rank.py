"""Put areas in order: standard competition ranking with honest ties."""

from __future__ import annotations

import math

import numpy as np
from numpy.typing import NDArray

from placebook.types import Numbers

_FIGURES_AT_ONCE = 2_000_000  # keeps the working copies under 100 MB, however many columns there are


def competition_rank(scores: Numbers, digits: int = 10) -> Numbers:
    """Rank areas from the highest score (1) down; equal scores share the better rank.

    This is the ranking of sport ("1, 2, 2, 4"): an area's rank is one more than the number of
    areas that did strictly better. Scores are sums of rounded figures, so two areas that truly
    tie may differ in the sixteenth digit; they are compared after rounding to `digits`
    significant digits, and never put in an order that only rounding error has made.

        rank of a = 1 + number of areas whose rounded score is above the rounded score of a

    Parameters
    ----------
    scores : shape (areas, ...), any unit; every column along the first axis is ranked by itself
    digits : significant digits that two scores must share to be a tie, 1 to 15

    Returns
    -------
    shape of `scores`, 1 = highest. An area without a score (NaN) has no rank (NaN)

    Raises
    ------
    ValueError : if `digits` is not between 1 and 15

    Source: standard competition ranking, as R's rank(-x, ties.method = "min").
    """
    if not 1 <= digits <= 15:
        raise ValueError(f"digits must be between 1 and 15, not {digits}")
    areas, *others = np.shape(scores)
    columns = np.asarray(scores, dtype=np.float64).reshape(areas, math.prod(others))
    ranks = np.empty_like(columns)
    step = max(1, _FIGURES_AT_ONCE // max(1, areas))
    for first in range(0, columns.shape[1], step):
        some = slice(first, first + step)
        ranks[:, some] = _rank_rows(np.negative(columns[:, some].T, order="C"), digits).T
    return ranks.reshape(np.shape(scores))


def _rank_rows(values: Numbers, digits: int) -> Numbers:
    """Rank each row of `values` upwards (1 = lowest); NaN sorts last and stays NaN."""
    order = np.argsort(values, axis=1)
    ordered = np.take_along_axis(values, order, axis=1)
    place = np.arange(1, values.shape[1] + 1, dtype=np.int32)
    first_of_tie = np.where(_starts_new_place(ordered, digits), place, 1)
    rank = np.maximum.accumulate(first_of_tie, axis=1).astype(np.float64)
    rank[np.isnan(ordered)] = np.nan
    ranks = np.empty_like(rank)
    np.put_along_axis(ranks, order, rank, axis=1)
    return ranks


def _starts_new_place(ordered: Numbers, digits: int) -> NDArray[np.bool_]:
    """True where a sorted value is not tied with the one before it.

    Only neighbours closer than one unit in the last kept digit can round to the same
    figure, and they are few; so only they are rounded.
    """
    new = np.ones(ordered.shape, dtype=np.bool_)
    before, after = ordered[:, :-1], ordered[:, 1:]
    with np.errstate(invalid="ignore"):  # infinity less infinity
        close = ~(after - before > np.abs(before) * 10.0 ** (1 - digits))
    close &= ~np.isnan(after)
    a, b = before[close], after[close]
    new[:, 1:][close] = round_significant(a, digits) != round_significant(b, digits)
    return new


def round_significant(values: Numbers, digits: int) -> Numbers:
    """Round to so many significant digits. NaN, zero, infinity and the unmeasurably small stay as they are."""
    rounded = values.copy()
    some = np.isfinite(values) & (np.abs(values) > 1e-280)  # 10 to the power of 290 is still a number
    power = digits - 1 - np.floor(np.log10(np.abs(values[some])))
    scale = 10.0 ** np.abs(power)
    up = power >= 0
    whole = np.round(np.where(up, values[some] * scale, values[some] / scale))
    rounded[some] = np.where(up, whole / scale, whole * scale)
    return rounded
