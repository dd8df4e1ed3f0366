"""Normalise: put indicators with different units on one scale, so that they can be combined.

Every method takes `x`, shape (areas, k): the figures to score; `reference`, shape (rows, k): the rows
that constants such as the best, the worst and the mean are taken from (the same rows as x, all periods
one under the other, or a base period); and `sign`, shape (k,): +1 where a higher figure gives a higher
score, -1 where a lower figure does. Each gives an array like `x` in which a higher score is always the
same news. NaN means no figure and stays NaN. A method whose constants come from the reference raises
NoVariation (a ValueError with `columns`) where a column holds one figure only.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping

import numpy as np

from placebook.methods.normalise_bands import above_below_mean, bands, percentile_bands
from placebook.methods.normalise_distances import (
    distance_to_maximum,
    distance_to_reference,
    distance_to_target,
    fraction_of_maximum,
    ratio_to_mean,
    ratio_to_reference,
)
from placebook.methods.normalise_posts import goalposts
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


def z_score(
    x: Numbers, reference: Numbers, sign: Numbers, mean: float = 0, sd: float = 1, spread: str = "sample"
) -> Numbers:
    """Score each area by its distance from the average, counted in standard deviations.

    Gives every indicator the same spread, so none dominates because its unit is small. An
    extreme figure keeps an extreme score.

        score = mean + sd * (x - average of reference) / (standard deviation of reference)

    Parameters
    ----------
    x, reference, sign : shapes (areas, k), (rows, k), (k,); see the head of this module
    mean, sd : the average and the standard deviation that the scores shall have. Points
    spread : how the standard deviation is worked out: "sample" divides by n - 1, "population" by n

    Returns
    -------
    shape (areas, k), points

    Raises
    ------
    NoVariation : a column of the reference holds one figure only
    ValueError : `spread` is another word

    Source: OECD/JRC (2008), Handbook on Constructing Composite Indicators, step 5 (normalisation).
    """
    if spread not in ("sample", "population"):
        raise ValueError(f"spread is sample or population, not {spread!r}")
    worst_and_best(reference, sign)  # refuses a column without variation
    count = counted(reference)
    average = np.nansum(reference, axis=0) / count
    squares = np.nansum((reference - average) ** 2, axis=0)
    deviation = np.sqrt(squares / (count - 1 if spread == "sample" else count))
    score: Numbers = mean + sd * (x - average) * sign / deviation
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


def linear(
    x: Numbers,
    _reference: Numbers,
    sign: Numbers,
    add: float = 0,
    times: float = 1,
    lowest: float | None = None,
    highest: float | None = None,
) -> Numbers:
    """Move figures or scores to another scale by stated numbers, and hold them within stated limits.

    Nothing is taken from the data, so scores compare over time. With `times: -1` it turns a scale round.

        score = add + times * x                 where higher is better
        score = add - times * x                 where lower is better
        score held within lowest to highest, where they are given

    Parameters
    ----------
    x, sign : shapes (areas, k), (k,); the reference is not used
    add, times : points, and points for one unit of the figures
    lowest, highest : scores beyond these count as these; none for no limit. Points

    Returns
    -------
    shape (areas, k), points

    Raises
    ------
    ValueError : lowest is above highest

    Source: plain arithmetic.
    """
    return _held(add + times * (x * sign), lowest, highest)


def _held(score: Numbers, lowest: float | None, highest: float | None) -> Numbers:
    low, high = (-np.inf if lowest is None else lowest), (np.inf if highest is None else highest)
    if low > high:
        raise ValueError(f"lowest must not be above highest, and {low:g} is above {high:g}")
    return np.clip(score, low, high)


def exponential(x: Numbers, _reference: Numbers, sign: Numbers, rate: float = 1, at: float = 0) -> Numbers:
    """Let every step count by a fixed per cent, as returns to a year of schooling do.

    Nothing is taken from the data, so scores compare over time.

        score = exp(rate * (x - at))                where higher is better
        score = exp(rate * (at - x))                where lower is better

    Parameters
    ----------
    x, sign : shapes (areas, k), (k,); the reference is not used
    rate : growth of the score for one unit of the figures: 0.08 is about 8 per cent
    at : the figure that scores 1

    Returns
    -------
    shape (areas, k), above 0; 1 at the figure `at`

    Raises
    ------
    ValueError : scores too large to count with

    Source: World Bank (2018), The Human Capital Project, appendix (contributions of education and of
    health to productivity).
    """
    with np.errstate(over="ignore"):
        score: Numbers = np.exp(rate * ((x - at) * sign))
    refuse(np.any(np.isinf(score), axis=0), "scores too large to count with; choose a smaller rate")
    return score


METHODS: Mapping[str, Callable[..., Numbers]] = {
    "min_max": min_max,
    "z_score": z_score,
    "scaled": scaled,
    "linear": linear,
    "exponential": exponential,
    "goalposts": goalposts,
    "rank": rank,
    "percentile_rank": percentile_rank,
    "bands": bands,
    "percentile_bands": percentile_bands,
    "above_below_mean": above_below_mean,
    "borda": borda,
    "distance_to_maximum": distance_to_maximum,
    "distance_to_reference": distance_to_reference,
    "distance_to_target": distance_to_target,
    "ratio_to_mean": ratio_to_mean,
    "ratio_to_reference": ratio_to_reference,
    "fraction_of_maximum": fraction_of_maximum,
    "exponential_rank": exponential_rank,
    "normal_scores": normal_scores,
}
