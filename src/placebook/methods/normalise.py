"""Normalise: put indicators with different units on one scale, so that they can be combined.

Every method takes `x`, shape (areas, k): the figures to score; `reference`, shape (rows, k): the rows
that constants such as the best, the worst and the mean are taken from (the same rows as x, all periods
one under the other, or a base period); and `sign`, shape (k,): +1 where a higher figure gives a higher
score, -1 where a lower figure does. Each gives an array like `x` in which a higher score is always the
same news. NaN means no figure and stays NaN. A method whose constants come from the reference raises
NoVariation (a ValueError with `columns`) where a column holds one figure only.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

import numpy as np
from numpy.typing import NDArray

from placebook.methods.normalise_distances import (
    distance_to_maximum,
    distance_to_reference,
    distance_to_target,
    fraction_of_maximum,
)
from placebook.methods.normalise_ranks import borda, exponential_rank, normal_scores, percentile_rank, rank
from placebook.methods.reference import NoVariation, counted, refuse, worst_and_best
from placebook.types import Numbers

__all__ = ["METHODS", "NoVariation"]


def min_max(x: Numbers, reference: Numbers, sign: Numbers, low: float = 0, high: float = 100) -> Numbers:
    """Score each area by how far it lies between the worst and the best figure.

    The commonest choice: easy to explain and keeps distances. It leans on two areas, the worst
    and the best; one outlier presses all the others together, so treat outliers first.

        score = low + (high - low) * (x - worst) / (best - worst)

    Parameters
    ----------
    x, reference, sign : shapes (areas, k), (rows, k), (k,); see the head of this module
    low, high : the scores of the worst and the best figure. Points

    Returns
    -------
    shape (areas, k), points; outside low to high where x lies outside the reference

    Raises
    ------
    NoVariation : a column of the reference holds one figure only

    Source: OECD/JRC (2008), Handbook on Constructing Composite Indicators, step 5 (normalisation).
    """
    score: Numbers = low + (high - low) * distance_to_maximum(x, reference, sign)
    return score


def z_score(x: Numbers, reference: Numbers, sign: Numbers, mean: float = 0, sd: float = 1) -> Numbers:
    """Score each area by its distance from the average, counted in standard deviations.

    Gives every indicator the same spread, so none dominates because its unit is small. An
    extreme figure keeps an extreme score.

        score = mean + sd * (x - average of reference) / (standard deviation of reference, n - 1)

    Parameters
    ----------
    x, reference, sign : shapes (areas, k), (rows, k), (k,); see the head of this module
    mean, sd : the average and the standard deviation that the scores shall have. Points

    Returns
    -------
    shape (areas, k), points

    Raises
    ------
    NoVariation : a column of the reference holds one figure only

    Source: OECD/JRC (2008), Handbook on Constructing Composite Indicators, step 5 (normalisation).
    """
    worst_and_best(reference, sign)  # refuses a column without variation
    count = counted(reference)
    average = np.nansum(reference, axis=0) / count
    spread = np.sqrt(np.nansum((reference - average) ** 2, axis=0) / (count - 1))
    score: Numbers = mean + sd * (x - average) * sign / spread
    return score


def scaled(x: Numbers, _reference: Numbers, sign: Numbers, low: float = 0, high: float = 100) -> Numbers:
    """Put figures that already share a scale, such as percentages, on 0 to 100.

    Nothing is taken from the data, so scores compare over time. Figures outside the
    scale give scores outside 0 to 100.

        score = 100 * (x - low) / (high - low)         where higher is better
        score = 100 * (high - x) / (high - low)        where lower is better

    Parameters
    ----------
    x, sign : shapes (areas, k), (k,); the reference is not used
    low, high : the ends of the scale that the figures are on, in their own unit

    Returns
    -------
    shape (areas, k), points

    Raises
    ------
    ValueError : low is not below high

    Source: COINr (Becker and others 2022), n_scaled.
    """
    if not low < high:
        raise ValueError(f"low must be below high, and {low} is not below {high}")
    share = (x - low) / (high - low)
    score: Numbers = 100 * np.where(sign > 0, share, 1 - share)
    return score


def goalposts(
    x: Numbers,
    _reference: Numbers,
    sign: Numbers,
    goalposts: Numbers,
    scale: str | Sequence[str] = "linear",
    clip: bool = True,
    low: float = 0,
    high: float = 100,
) -> Numbers:
    """Score each area by how far it lies between two fixed figures, chosen once and written down.

    Because the goalposts do not move with the data, scores compare over time and between
    editions: this is how the Human Development Index and the Social Progress Index are made.

        share = (x - a) / (b - a)                          linear
        share = (ln x - ln a) / (ln b - ln a)              log: equal ratios, equal steps
        score = low + (high - low) * share                 share held within 0 to 1 when `clip`

    Parameters
    ----------
    x, sign : shapes (areas, k), (k,); the reference is not used
    goalposts : shape (k, 2): for each column the figure a that scores `low` and b that scores `high`
    scale : "linear" or "log" for all columns, or one word for each
    clip : hold scores within low to high; a figure beyond a goalpost counts as the goalpost
    low, high : the scores at the two goalposts. Points

    Returns
    -------
    shape (areas, k), points

    Raises
    ------
    ValueError : goalposts that are equal, missing or run against the direction of their column;
        a log scale with a goalpost that is not above zero, or (without clip) such a figure; an unknown scale

    Source: UNDP (2024), Human Development Report 2023-24, Technical note 1.
    """
    posts = np.asarray(goalposts, dtype=np.float64).reshape(-1, 2).T
    refuse(~np.all(np.isfinite(posts), axis=0) | (posts[0] == posts[1]), "no two different goalposts")
    refuse((posts[1] - posts[0]) * sign < 0, "goalposts that run against the direction of the indicator")
    held = np.clip(x, posts.min(axis=0), posts.max(axis=0)) if clip else x
    log = _log_columns(scale, x.shape[1])
    refuse(log & (posts.min(axis=0) <= 0), "a log scale, which needs goalposts above zero")
    refuse(log & np.any(held <= 0, axis=0), "a log scale, which needs figures above zero")
    a, b, y = (np.log(part, out=part.copy(), where=np.broadcast_to(log, part.shape)) for part in (*posts, held))
    score: Numbers = low + (high - low) * (y - a) / (b - a)
    return score


def _log_columns(scale: str | Sequence[str], columns: int) -> NDArray[np.bool_]:
    """True for each column on a log scale. Raises ValueError for a scale that is neither linear nor log."""
    words = [scale] * columns if isinstance(scale, str) else list(scale)
    for word in words:
        if word not in ("linear", "log"):
            raise ValueError(f"a goalpost scale is linear or log, not {word!r}")
    if len(words) != columns:
        raise ValueError(f"there are {columns} columns but {len(words)} scales")
    return np.array([word == "log" for word in words], dtype=np.bool_)


METHODS: Mapping[str, Callable[..., Numbers]] = {
    "min_max": min_max,
    "z_score": z_score,
    "scaled": scaled,
    "goalposts": goalposts,
    "rank": rank,
    "percentile_rank": percentile_rank,
    "borda": borda,
    "distance_to_maximum": distance_to_maximum,
    "distance_to_reference": distance_to_reference,
    "distance_to_target": distance_to_target,
    "fraction_of_maximum": fraction_of_maximum,
    "exponential_rank": exponential_rank,
    "normal_scores": normal_scores,
}
