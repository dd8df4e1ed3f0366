"""Draw the rates of small areas towards the rate of the wider area, by how little their own counts say."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from placebook.methods.estimates import (
    NO_DENOMINATOR,
    NO_NUMERATOR,
    ZERO_DENOMINATOR,
    Estimate,
    as_counts,
    reasons,
    tails,
    without,
)
from placebook.methods.rates import count_limits
from placebook.types import Numbers


@dataclass(frozen=True, slots=True)
class Shrunk:
    """Rates drawn towards that of the wider area. Every one is an estimate, and must be marked so.

    `own` is the share of each rate that is the area's own, 0 to 1; `wider` the rate of the wider area; both per `per`
    or without a unit as the estimate. `between` is the variance of true rates between areas, per head squared.
    """

    estimate: Estimate
    own: Numbers
    wider: float
    between: float


def shrunk_rate(
    numerator: ArrayLike, denominator: ArrayLike, per: float = 100_000, confidence: Sequence[float] = (95,)
) -> Shrunk:
    """Estimate the true rates of the areas of one wider area: Marshall's global empirical Bayes, moments of a gamma.

    The smallest areas have the highest and the lowest rates by chance. Each is drawn towards the rate of all areas
    together, the more the fewer its people are; the order of areas can change, and no single area may be said to have
    *had* this rate.

        m = sum x / sum n                                  the rate of the wider area
        A = max(0, sum n (x / n - m)^2 / sum n - m / mean n)       variance between the true rates
        own = A / (A + m / n)                              the share that is the area's own
        value = m + own (x / n - m)
        limits = quantiles of a gamma distribution with shape m^2 / A + x and scale 1 / (m / A + n)

    The gamma distribution has m as its mean and A as its variance before an area is looked at; `value` is its mean
    after. Where A is 0 the areas differ no more than chance alone would have it: every value is m, with its limits.

    Parameters
    ----------
    numerator, denominator : shape (areas,), all areas of one wider area and one period; counts from 0 up; NaN = missing
    per : what the rate is for each of
    confidence : per cent, shape (levels,)

    Returns
    -------
    Shrunk, of shape (areas,). No value where either is missing or the denominator is zero; such areas count for nothing

    Raises
    ------
    ValueError : if a count is below zero, or there are fewer than two areas with both figures

    Source: Marshall (1991), Mapping disease and mortality rates using empirical Bayes estimators, Applied Statistics
    40(2); limits: Clayton and Kaldor (1987), Empirical Bayes estimates of age-standardized relative risks, Biometrics
    43(3).
    """
    x, n = np.broadcast_arrays(as_counts(numerator, "a numerator"), as_counts(denominator, "a denominator"))
    why = reasons(x.shape, (np.isnan(x), NO_NUMERATOR), (np.isnan(n), NO_DENOMINATOR), (n == 0, ZERO_DENOMINATOR))
    known = why == ""
    if known.sum() < 2:
        raise ValueError(f"drawing rates together needs two areas with both figures, and there are {known.sum()}")
    total, people = float(x[known].sum()), float(n[known].sum())
    m = total / people
    bottom = np.where(known, n, np.nan)
    crude = x / bottom
    between = max(0.0, float(np.sum(n[known] * (crude[known] - m) ** 2)) / people - m / float(n[known].mean()))
    own = between / (between + m / bottom) if between > 0 else np.where(known, 0.0, np.nan)
    lower, upper = (
        _limits(x, bottom, m, between, confidence) if between > 0 else _wider(total, people, x.shape, confidence)
    )
    found = Estimate(m + own * (crude - m), lower, upper, why).times(per)
    return Shrunk(without(found, why), own, m * per, between)


def _limits(x: Numbers, n: Numbers, m: float, between: float, confidence: Sequence[float]) -> tuple[Numbers, Numbers]:
    from scipy.special import gammaincinv

    shape, scale, tail = (m**2 / between + x)[..., None], 1 / (m / between + n)[..., None], tails(confidence)
    return gammaincinv(shape, tail) * scale, gammaincinv(shape, 1 - tail) * scale


def _wider(total: float, people: float, shape: tuple[int, ...], confidence: Sequence[float]) -> tuple[Numbers, Numbers]:
    low, high = (limit / people for limit in count_limits(total, confidence))
    return np.broadcast_to(low, (*shape, low.size)), np.broadcast_to(high, (*shape, high.size))
