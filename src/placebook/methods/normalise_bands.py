"""Normalise by bands: every figure in one band gets one score. Same arguments as in `normalise`."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from placebook.methods.reference import counted, percentile, refuse, worst_and_best
from placebook.types import Numbers


def bands(x: Numbers, _reference: Numbers, sign: Numbers, at: Sequence[float], scores: Sequence[float]) -> Numbers:
    """Score each area by the band its figure falls in, between limits that are written down.

    Used where an expert scale has steps, such as a rating from 1 to 5. Nothing is taken from the data,
    so scores compare over time; two areas on either side of a limit may be almost alike.

        score = scores[number of limits that are not above x]

    Parameters
    ----------
    x, sign : shapes (areas, k), (k,); the reference is not used
    at : the limits between bands, rising, in the unit of the figures; a figure on a limit is in the band above it
    scores : one more than there are limits, for the band of the lowest figures first. Points

    Returns
    -------
    shape (areas, k), points

    Raises
    ------
    ValueError : limits that do not rise; not one score for each band; scores that run against the
        direction of a column

    Source: OECD/JRC (2008), Handbook on Constructing Composite Indicators, step 5 (categorical scales).
    """
    limits, points = _checked(at, scores)
    step = np.diff(points)
    refuse((sign > 0) & bool(np.any(step < 0)), "scores that fall as figures rise, and there a higher figure is better")
    refuse((sign < 0) & bool(np.any(step > 0)), "scores that rise with the figures, and there a lower figure is better")
    return _banded(x, points, np.searchsorted(limits, x, side="right"))


def percentile_bands(
    x: Numbers,
    reference: Numbers,
    sign: Numbers,
    at: Sequence[float] = (20, 40, 60, 80),
    scores: Sequence[float] = (1, 2, 3, 4, 5),
) -> Numbers:
    """Score each area by the band of areas it falls in, such as fifths from 1 (worst) to 5 (best).

    Robust to outliers, and forgets everything but the band. It cannot show that everybody improved.

        score = scores[number of percentiles that are not above x]

    Parameters
    ----------
    x, reference, sign : shapes (areas, k), (rows, k), (k,); see `normalise`
    at : percentiles between bands, rising, counted from the worst figure (0) to the best (100)
    scores : one more than there are percentiles, for the worst band first, rising. Points

    Returns
    -------
    shape (areas, k), points

    Raises
    ------
    NoVariation : a column of the reference holds one figure only
    ValueError : percentiles that do not rise from 0 to 100; not one score for each band; scores that fall

    Source: OECD/JRC (2008), Handbook on Constructing Composite Indicators, step 5 (categorical scales).
    """
    shares, points = _checked(at, scores)
    if shares.size and not (shares[0] >= 0 and shares[-1] <= 100):
        raise ValueError(f"percentiles lie from 0 to 100, and these are {list(at)}")
    if np.any(np.diff(points) < 0):
        raise ValueError(f"scores are listed from the worst band to the best and may not fall: {list(scores)}")
    worst_and_best(reference, sign)  # refuses a column without variation
    directed = x * sign
    passed = np.zeros(x.shape, dtype=np.int64)
    for share in shares:
        passed += directed >= percentile(reference * sign, share)
    return _banded(x, points, passed)


def above_below_mean(x: Numbers, reference: Numbers, sign: Numbers, within: float = 0.2) -> Numbers:
    """Score each area +1 where it is clearly better than the average, -1 where clearly worse, 0 between.

    Simple and not moved by outliers; it says nothing of how far an area lies from the average.

        score = 1 where x > mean * (1 + within), -1 where x < mean * (1 - within), else 0       higher is better
        score turned round                                                                    lower is better

    Parameters
    ----------
    x, reference, sign : shapes (areas, k), (rows, k), (k,); see `normalise`
    within : how far round the mean counts as about average, as a share of the mean

    Returns
    -------
    shape (areas, k): -1, 0 or 1

    Raises
    ------
    NoVariation : a column of the reference holds one figure only
    ValueError : within is below 0

    Source: OECD/JRC (2008), Handbook on Constructing Composite Indicators, step 5 (indicators above
    or below the mean).
    """
    if not within >= 0:
        raise ValueError(f"within is a share of the mean from 0 up, not {within}")
    worst_and_best(reference, sign)  # refuses a column without variation
    mean = np.nansum(reference, axis=0) / counted(reference)
    room = np.abs(mean) * within
    score = ((x > mean + room).astype(float) - (x < mean - room)) * sign + 0.0
    return np.where(np.isnan(x), np.nan, score)


def _checked(at: Sequence[float], scores: Sequence[float]) -> tuple[Numbers, Numbers]:
    limits, points = np.asarray(at, dtype=np.float64), np.asarray(scores, dtype=np.float64)
    if limits.ndim != 1 or not np.all(np.diff(limits) > 0):
        raise ValueError(f"the limits between bands must rise, and these do not: {list(at)}")
    if points.shape != (limits.size + 1,):
        raise ValueError(f"{limits.size} limits make {limits.size + 1} bands, and there are {points.size} scores")
    return limits, points


def _banded(x: Numbers, points: Numbers, band: NDArray[np.int64]) -> Numbers:
    return np.where(np.isnan(x), np.nan, points[np.minimum(band, points.size - 1)])
