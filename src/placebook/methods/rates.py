"""Rates, proportions and means with their limits, as public health in England works them out."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import ArrayLike

from placebook.methods.estimates import (
    NO_DENOMINATOR,
    NO_NUMERATOR,
    ZERO_DENOMINATOR,
    Estimate,
    as_counts,
    reasons,
    standard_errors,
    tails,
    without,
)
from placebook.types import Numbers

EXACT_BELOW = 10  # events: from here on Byar's limits lie within 0.2 per cent of the exact ones


def exact_limits(count: ArrayLike, confidence: Sequence[float] = (95,)) -> tuple[Numbers, Numbers]:
    """The true means between which a count of events may have come about: exact Poisson limits.

    A count of events in a year is one throw of the dice. The limits say which underlying counts could have given it.

        lower = chi2(tail, 2 x) / 2, and 0 for x = 0
        upper = chi2(1 - tail, 2 x + 2) / 2          chi2(p, d): the quantile p of chi-square with d degrees of freedom

    Parameters
    ----------
    count : any shape, events, from 0 up; NaN = missing. After a rebase by shares it need not be whole
    confidence : per cent, shape (levels,)

    Returns
    -------
    lower and upper, shape of count and then (levels,), events

    Raises
    ------
    ValueError : if a count is below zero, or a level is not from 50 to below 100

    Source: Armitage and Berry (2002), Statistical Methods in Medical Research, 4th edition; Association of Public
    Health Observatories (2008), Technical Briefing 3.
    """
    from scipy.special import gammaincinv

    x, tail = as_counts(count, "a count")[..., None], tails(confidence)
    some = np.where(x > 0, x, 1.0)
    lower = np.where(x > 0, gammaincinv(some, tail), np.where(np.isnan(x), np.nan, 0.0))
    upper = gammaincinv(x + 1, 1 - tail)
    return lower, upper


def byar_limits(count: ArrayLike, confidence: Sequence[float] = (95,)) -> tuple[Numbers, Numbers]:
    """Byar's limits of a count: close to the exact ones and a plain formula.

        lower = x (1 - 1 / (9 x) - z / (3 sqrt(x)))^3, and 0 for x = 0
        upper = the same of x + 1, with + z

    Parameters, shapes and errors : as `exact_limits`; z is the number of standard errors of the level

    Source: Breslow and Day (1987), Statistical Methods in Cancer Research II, p. 69, after Byar.
    """
    x, z = as_counts(count, "a count")[..., None], standard_errors(confidence)
    some = np.where(x > 0, x, 1.0)
    lower = np.where(x > 0, x * (1 - 1 / (9 * some) - z / (3 * np.sqrt(some))) ** 3, x * 0.0)
    upper = (x + 1) * (1 - 1 / (9 * (x + 1)) + z / (3 * np.sqrt(x + 1))) ** 3
    return lower, upper


def count_limits(count: ArrayLike, confidence: Sequence[float] = (95,)) -> tuple[Numbers, Numbers]:
    """The limits of a count: exact below ten events, Byar's from ten on. See `exact_limits` and `byar_limits`."""
    few = (np.asarray(count, dtype=np.float64) < EXACT_BELOW)[..., None]
    exact, byar = exact_limits(count, confidence), byar_limits(count, confidence)
    return np.where(few, exact[0], byar[0]), np.where(few, exact[1], byar[1])


def rate(
    numerator: ArrayLike, denominator: ArrayLike, per: float = 100_000, confidence: Sequence[float] = (95,)
) -> Estimate:
    """Events for each so many people (or homes, or years): the crude rate, with limits.

    For events that can happen more than once to one person, and for rare ones. It takes no account of age.

        value = per * numerator / denominator
        limits = per * limits of the numerator / denominator       exact below ten events, Byar's from ten on

    Parameters
    ----------
    numerator, denominator : one shape, or shapes that fit each other; counts from 0 up; NaN = missing
    per : what the rate is for each of: 1,000 people
    confidence : per cent, shape (levels,)

    Returns
    -------
    Estimate of that shape, events per `per`. No value where either is missing or the denominator is zero

    Raises
    ------
    ValueError : if a count is below zero, `per` is not above zero, or a level is not from 50 to below 100

    Source: Association of Public Health Observatories (2008), Technical Briefing 3: commonly used public health
    statistics and their confidence intervals, p. 7; equal to PHEindicatormethods 2.0.0 on 60 areas.
    """
    x, n = np.broadcast_arrays(as_counts(numerator, "a numerator"), as_counts(denominator, "a denominator"))
    if not per > 0:
        raise ValueError(f"a rate is per something above zero, not per {per:g}")
    lower, upper = count_limits(x, confidence)
    bottom = np.where(n > 0, n, np.nan)
    found = Estimate(x / bottom, lower / bottom[..., None], upper / bottom[..., None], _why_none(x, n)).times(per)
    return without(found, found.why)


def proportion(
    numerator: ArrayLike, denominator: ArrayLike, per: float = 1, confidence: Sequence[float] = (95,)
) -> Estimate:
    """The share of people of whom something is true, with Wilson's limits.

    For things that a person is or is not. The limits stay between none and all, also where nobody or everybody is.

        value  = per * x / n
        limits = per * (2 x + z^2 -+ z sqrt(z^2 + 4 x (1 - x / n))) / (2 (n + z^2))

    Parameters
    ----------
    numerator, denominator : one shape, or shapes that fit each other; people from 0 up; NaN = missing
    per : 1 for a share, 100 for per cent
    confidence : per cent, shape (levels,)

    Returns
    -------
    Estimate of that shape, from 0 to `per`. No value where either is missing or the denominator is zero

    Raises
    ------
    ValueError : as `rate`; and if a numerator is above its denominator, since a part is not more than its whole

    Source: Wilson (1927), Probable inference, the law of succession, and statistical inference, Journal of the American
    Statistical Association 22; equal to PHEindicatormethods 2.0.0 on 60 areas.
    """
    x, n = np.broadcast_arrays(as_counts(numerator, "a numerator"), as_counts(denominator, "a denominator"))
    if not per > 0:
        raise ValueError(f"a proportion is out of something above zero, not out of {per:g}")
    above = np.argwhere(x > n)
    if len(above):
        at = tuple(above[0])
        place = ", ".join(str(int(i) + 1) for i in at)
        raise ValueError(f"{x[at]:g} of {n[at]:g} is no proportion (number {place}); a part is at most the whole")
    z, top, bottom = standard_errors(confidence), x[..., None], np.where(n > 0, n, np.nan)[..., None]
    half = z * np.sqrt(z**2 + 4 * top * (1 - top / bottom))
    lower = np.where(top == 0, 0.0, (2 * top + z**2 - half) / (2 * (bottom + z**2)))
    upper = np.where(top == bottom, 1.0, (2 * top + z**2 + half) / (2 * (bottom + z**2)))
    found = Estimate(x / bottom[..., 0], lower, upper, _why_none(x, n)).times(per)
    return without(found, found.why)


def mean(
    total: ArrayLike, squares: ArrayLike, count: ArrayLike, confidence: Sequence[float] = (95,)
) -> tuple[Estimate, Numbers]:
    """The mean of measurements with Student's limits, and their standard deviation.

    For figures that each person or place has: a weight, an income, a score.

        value = total / n        deviation^2 = squares / (n - 1)        limits = value -+ t * deviation / sqrt(n)

    Parameters
    ----------
    total : any shape, the sum of the measurements
    squares : the same shape, the sum of the squared distances of the measurements from their mean
    count : the same shape, how many there are (n)
    confidence : per cent, shape (levels,); t is the quantile of Student's distribution with n - 1 degrees of freedom

    Returns
    -------
    Estimate in the unit of the measurements (without limits where there is one measurement), and the standard
    deviation, of one shape. No value where there is no measurement

    Raises
    ------
    ValueError : if a count or a sum of squares is below zero, or a level is not from 50 to below 100

    Source: Student (1908); Association of Public Health Observatories (2008), Technical Briefing 3, p. 7; equal to
    PHEindicatormethods 2.0.0 on five groups.
    """
    from scipy.special import stdtrit

    x = np.asarray(total, dtype=np.float64)
    n, ss = as_counts(count, "a number of measurements"), as_counts(squares, "a sum of squares")
    known = np.where(n > 0, n, np.nan)
    value, freedom = x / known, np.where(n > 1, n - 1, np.nan)
    deviation: Numbers = np.sqrt(ss / freedom)
    half = (deviation / np.sqrt(known))[..., None] * -stdtrit(freedom[..., None], tails(confidence))
    why = reasons(x.shape, (~(n > 0), "there is no measurement"), (np.isnan(x), "a measurement is missing"))
    return without(Estimate(value, value[..., None] - half, value[..., None] + half, why), why), deviation


def _why_none(x: Numbers, n: Numbers) -> np.ndarray[tuple[int, ...], np.dtype[np.object_]]:
    return reasons(x.shape, (np.isnan(x), NO_NUMERATOR), (np.isnan(n), NO_DENOMINATOR), (n == 0, ZERO_DENOMINATOR))
