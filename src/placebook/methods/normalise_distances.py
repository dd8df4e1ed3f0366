"""Normalise by distance: how far an area lies from the best, from a named area, or from a target.

Same arguments as in `normalise`.
"""

from __future__ import annotations

import numpy as np

from placebook.methods.reference import counted, refuse, worst_and_best
from placebook.types import Numbers


def distance_to_maximum(x: Numbers, reference: Numbers, sign: Numbers) -> Numbers:
    """Score each area by how close it comes to the best: 1 for the best, 0 for the worst.

        score = 1 - (best - x) / (best - worst)

    Parameters
    ----------
    x, reference, sign : shapes (areas, k), (rows, k), (k,); see `normalise`

    Returns
    -------
    shape (areas, k), a share: 0 to 1 within the reference

    Raises
    ------
    NoVariation : a column of the reference holds one figure only

    Source: COINr (Becker and others 2022), n_dist2max.
    """
    worst, best = worst_and_best(reference, sign)
    score: Numbers = (x * sign - worst) / (best - worst)
    return score


def distance_to_reference(x: Numbers, reference: Numbers, sign: Numbers, reference_area: int) -> Numbers:
    """Score each area against one named area, such as the borough or a twin town: 1 is "the same as there".

        score = (x - worst) / (figure of the reference area - worst)

    Parameters
    ----------
    x, reference, sign : shapes (areas, k), (rows, k), (k,); see `normalise`
    reference_area : position of the named area among the rows of x, from 0

    Returns
    -------
    shape (areas, k), a ratio: 0 for the worst figure, 1 for the named area, more where better.
    A column in which the named area has no figure has no scores

    Raises
    ------
    NoVariation : a column of the reference holds one figure only
    ValueError : the named area itself is the worst in a column, so no distance can be counted in it

    Source: OECD/JRC (2008), Handbook on Constructing Composite Indicators, step 5 (normalisation);
    COINr, n_dist2ref.
    """
    if not 0 <= reference_area < len(x):
        raise ValueError(f"the reference area is row {reference_area}, and there are rows 0 to {len(x) - 1}")
    worst, _ = worst_and_best(reference, sign)
    reach = x[reference_area] * sign - worst
    refuse(reach <= 0, "its worst figure in the reference area itself, so nothing can be measured against it")
    score: Numbers = (x * sign - worst) / reach
    return score


def distance_to_target(x: Numbers, reference: Numbers, sign: Numbers, targets: Numbers, cap: bool = False) -> Numbers:
    """Score each area by how much of the way from the worst figure to a target it has gone.

        score = (x - worst) / (target - worst)            never above 1 when `cap`

    Parameters
    ----------
    x, reference, sign : shapes (areas, k), (rows, k), (k,); see `normalise`
    targets : shape (k,), in the unit of each column
    cap : count an area beyond its target as one that has just reached it

    Returns
    -------
    shape (areas, k), a ratio: 0 for the worst figure, 1 at the target

    Raises
    ------
    NoVariation : a column of the reference holds one figure only
    ValueError : a target that is missing, or no better than the worst figure

    Source: COINr (Becker and others 2022), n_dist2targ; used for policy targets, as in the
    EU Social Scoreboard and the ASEM connectivity index.
    """
    worst, _ = worst_and_best(reference, sign)
    reach = np.asarray(targets, dtype=np.float64) * sign - worst
    refuse((reach <= 0) | (np.isnan(reach) & ~np.isnan(worst)), "a target that is no better than the worst figure")
    score: Numbers = (x * sign - worst) / reach
    return np.minimum(score, 1) if cap else score


def fraction_of_maximum(x: Numbers, reference: Numbers, sign: Numbers) -> Numbers:
    """Score each area by its figure as a fraction of the best figure.

    Keeps ratios: half the best scores one half. For figures that start at a true zero.

        score = x / highest               where higher is better
        score = lowest / x                where lower is better: twice the lowest scores one half

    Parameters
    ----------
    x, reference, sign : shapes (areas, k), (rows, k), (k,); see `normalise`

    Returns
    -------
    shape (areas, k), a ratio, 1 for the best

    Raises
    ------
    NoVariation : a column of the reference holds one figure only
    ValueError : the best figure is not above zero, or (where lower is better) any figure is not

    Source: OECD/JRC (2008), Handbook on Constructing Composite Indicators, step 5 (distance to a
    reference); COINr, n_fracmax, which divides by the maximum of the negated figure where lower is better.
    """
    _, best = worst_and_best(reference, sign)
    best = best * sign
    refuse((best <= 0) | ((sign < 0) & np.any(x <= 0, axis=0)), "figures that are not above zero")
    with np.errstate(divide="ignore"):  # a zero where higher is better: the other branch is taken
        score: Numbers = np.where(sign > 0, x / best, best / x)
    return score


def ratio_to_mean(x: Numbers, reference: Numbers, sign: Numbers, times: float = 100) -> Numbers:
    """Score each area by its figure as a per cent of the average: 100 is average, 120 a fifth more.

    An index number that everybody can read. It keeps ratios, so it needs figures with a true zero.

        score = times * x / mean                where higher is better
        score = times * mean / x                where lower is better

    Parameters
    ----------
    x, reference, sign : shapes (areas, k), (rows, k), (k,); see `normalise`
    times : the score of an average area. Points

    Returns
    -------
    shape (areas, k), points

    Raises
    ------
    NoVariation : a column of the reference holds one figure only
    ValueError : the mean is not above zero, or (where lower is better) any figure is not

    Source: OECD/JRC (2008), Handbook on Constructing Composite Indicators, step 5 (distance to a reference).
    """
    worst_and_best(reference, sign)  # refuses a column without variation
    mean = np.nansum(reference, axis=0) / counted(reference)
    return _ratio(x, mean, sign, times, "an average that is not above zero")


def ratio_to_reference(
    x: Numbers, _reference: Numbers, sign: Numbers, reference_area: int, times: float = 100
) -> Numbers:
    """Score each area by its figure as a per cent of that of one named area: 100 is "the same as there".

        score = times * x / x of the named area                where higher is better
        score = times * x of the named area / x                where lower is better

    Parameters
    ----------
    x, sign : shapes (areas, k), (k,); see `normalise`. The reference rows are not used
    reference_area : position of the named area among the rows of x, from 0
    times : the score of the named area. Points

    Returns
    -------
    shape (areas, k), points. A column in which the named area has no figure has no scores

    Raises
    ------
    ValueError : the named area's figure is not above zero, or (where lower is better) any figure is not

    Source: OECD/JRC (2008), Handbook on Constructing Composite Indicators, step 5 (distance to a reference).
    """
    if not 0 <= reference_area < len(x):
        raise ValueError(f"the reference area is row {reference_area}, and there are rows 0 to {len(x) - 1}")
    return _ratio(x, x[reference_area], sign, times, "a figure in the reference area that is not above zero")


def _ratio(x: Numbers, base: Numbers, sign: Numbers, times: float, why: str) -> Numbers:
    refuse(base <= 0, why)
    refuse((sign < 0) & np.any(x <= 0, axis=0), "figures that are not above zero")
    with np.errstate(divide="ignore"):  # a zero where higher is better: the other branch is taken
        score: Numbers = times * np.where(sign > 0, x / base, base / x)
    return score
