"""Life expectancy from deaths and people by age, with limits."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import ArrayLike

from placebook.methods.estimates import Estimate, as_counts, reasons, standard_errors
from placebook.types import Numbers

FEWEST_PEOPLE = 5_000  # person-years: fewer give figures that jump about
WIDEST = 20.0  # years between 95 per cent limits, beyond which no value is given
_FIRST_YEAR = 0.1  # of those who die before they are 1, the mean share of the year that they lived


def life_expectancy(
    deaths: ArrayLike,
    population: ArrayLike,
    ages: Sequence[float],
    confidence: Sequence[float] = (95,),
    fewest_people: float = FEWEST_PEOPLE,
    widest: float = WIDEST,
) -> Estimate:
    """How many more years people of each age would live if today's death rates stayed: an abridged life table.

    For saying in one figure how mortality differs between places or years, whatever the ages of their people. It is no
    forecast for anyone alive.

        M = deaths / population         n = years in the band          a = share of n lived by those who die in it
        q = n M / (1 + n (1 - a) M), at most 1; 1 in the last band          the chance to die in the band
        l = product of (1 - q) of younger bands                             who is still alive, of 1
        L = n (l - (1 - a) l q), and l / M in the last band                 years lived in the band
        e = sum of L from this band on / l                                  life expectancy
        var(e) = sum over bands from this one of
                     l^2 ((1 - a) n + e of the next band)^2 q^2 (1 - q) / deaths, and l^2 / (deaths M^2) in the last
                 / l^2
        limits = e -+ z sqrt(var(e))

    with a = 0.1 for the first year of life and 0.5 elsewhere.

    Parameters
    ----------
    deaths, population : shape (areas, bands), counts from 0 up; population in person-years
    ages : shape (bands,), the age at which each band starts, rising; the last band is open
    confidence : per cent, shape (levels,)
    fewest_people : person-years of all bands below which an area has no values
    widest : years between 95 per cent limits above which the value is left out and the limits alone are given

    Returns
    -------
    Estimate of shape (areas, bands), years from the start of each band. An area has no values where a figure is
    missing, a band has nobody or more deaths than people, or nobody died in the last band. Ages that nobody reaches
    (q of a younger band is 1) have none either

    Raises
    ------
    ValueError : if a count is below zero, or ages do not rise from 0 or more, or there are fewer than two

    Source: Chiang (1984), The Life Table and its Applications; Silcocks, Jenner and Reza (2001), Life expectancy as a
    summary of mortality in a population, Journal of Epidemiology and Community Health 55, for the last band; Eayres
    and Williams (2004), the same 58; Toson and Baker (2003), National Statistics Methodological Series 33, for 5,000.
    Equal to PHEindicatormethods 2.0.0 at 20 ages.
    """
    d, people = np.broadcast_arrays(as_counts(deaths, "deaths"), as_counts(population, "a population"))
    years = _years(ages, d.shape[-1])
    why = _why_none(d, people, fewest_people)
    usable = (why == "")[..., None]
    d, people = np.where(usable, d, np.nan), np.where(usable, people, np.nan)
    share = np.where((np.asarray(ages) == 0) & (years == 1), _FIRST_YEAR, 0.5)
    value, variance = _table(d, people, years, share)
    wide = 2 * np.sqrt(variance) * float(standard_errors((95,))[0]) > widest
    said = np.where(usable, _why_no_age(value, wide, widest), why[..., None])
    spread: Numbers = np.sqrt(variance)[..., None] * standard_errors(confidence)
    return Estimate(np.where(wide, np.nan, value), value[..., None] - spread, value[..., None] + spread, said)


def _years(ages: Sequence[float], bands: int) -> Numbers:
    starts = np.asarray(ages, dtype=np.float64)
    if starts.shape != (bands,) or bands < 2:
        raise ValueError(f"{bands} bands need as many ages at which they start, two at least, not {starts.size}")
    if not (np.all(np.isfinite(starts)) and starts[0] >= 0 and np.all(np.diff(starts) > 0)):
        raise ValueError("the ages at which bands start must rise, from 0 or more")
    return np.diff(starts, append=np.nan)


def _why_none(d: Numbers, people: Numbers, fewest: float) -> np.ndarray[tuple[int, ...], np.dtype[np.object_]]:
    return reasons(
        d.shape[:-1],
        (np.isnan(d + people).any(axis=-1), "deaths or people of one band are missing"),
        ((people == 0).any(axis=-1), "a band has nobody in it"),
        ((d > people).any(axis=-1), "a band has more deaths than people"),
        (people.sum(axis=-1) < fewest, f"fewer than {fewest:,.0f} people"),
        (d[..., -1] == 0, "nobody died in the last band"),
    )


def _why_no_age(
    value: Numbers, wide: np.ndarray[tuple[int, ...], np.dtype[np.bool_]], widest: float
) -> np.ndarray[tuple[int, ...], np.dtype[np.object_]]:
    return reasons(
        value.shape,
        (~np.isfinite(value), "nobody reaches this age"),
        (wide, f"the 95% limits lie more than {widest:g} years apart"),
    )


def _table(d: Numbers, people: Numbers, n: Numbers, a: Numbers) -> tuple[Numbers, Numbers]:
    """Life expectancy at the start of each band and its variance, both of shape (areas, bands)."""
    m = d / people
    q = np.minimum(n * m / (1 + n * (1 - a) * m), 1.0)
    q[..., -1] = 1.0
    alive = np.concatenate([np.ones_like(q[..., :1]), np.cumprod(1 - q, axis=-1)[..., :-1]], axis=-1)
    lived = n * alive * (1 - (1 - a) * q)
    lived[..., -1] = alive[..., -1] / m[..., -1]
    reached = np.where(alive > 0, alive, np.nan)
    left: Numbers = _from_here_on(lived) / reached
    after = np.concatenate([left[..., 1:], np.zeros_like(left[..., :1])], axis=-1)
    chance = q**2 * (1 - q) / np.where(d > 0, d, 1.0)  # without deaths q is 0, and so is its variance
    spread = alive**2 * ((1 - a) * n + after) ** 2 * chance
    spread[chance == 0] = 0.0  # also where nobody goes on, so that nothing is known of what comes after
    spread[..., -1] = alive[..., -1] ** 2 / (d[..., -1] * m[..., -1] ** 2)
    return left, _from_here_on(spread) / reached**2


def _from_here_on(values: Numbers) -> Numbers:
    total: Numbers = np.cumsum(values[..., ::-1], axis=-1)[..., ::-1]
    return total
