"""Rates that allow for age: what the rate would be if every area had the same people, or the same risks."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import ArrayLike

from placebook.methods.estimates import Estimate, as_counts, reasons, without
from placebook.methods.rates import EXACT_BELOW, count_limits
from placebook.types import Numbers

NO_BAND = "a count or a population of one band is missing"
EMPTY_BAND = "a band has nobody in it"


def directly_standardised(
    events: ArrayLike,
    population: ArrayLike,
    standard: ArrayLike,
    per: float = 100_000,
    confidence: Sequence[float] = (95,),
    fewest: float = EXACT_BELOW,
) -> Estimate:
    """The rate an area would have if its people were of the ages of a standard population.

    For comparing areas with older and younger people. Each band's own rate counts by how many people of the standard
    are in it.

        value = sum(w x / n) / sum(w)             x events, n people, w standard people, over the bands
        var   = sum(w^2 x / n^2) / sum(w)^2
        limit = value + sqrt(var / X) (limit of X - X)       X = sum(x); its limits exact below ten, Byar's from ten on

    Parameters
    ----------
    events, population : shape (areas, bands), counts from 0 up; NaN = missing
    standard : shape (bands,) or (areas, bands), people of the standard population
    per : what the rate is for each of
    confidence : per cent, shape (levels,)
    fewest : events in all bands together below which there is no value: with fewer, it hangs on who is in which band

    Returns
    -------
    Estimate of shape (areas,), events per `per`. No value where a band is missing or empty or events are too few

    Raises
    ------
    ValueError : if a count is below zero, the standard has nobody, or a level is not from 50 to below 100

    Source: Dobson, Kuulasmaa, Eberle and Scherer (1991), Confidence intervals for weighted sums of Poisson parameters,
    Statistics in Medicine 10; Association of Public Health Observatories (2008), Technical Briefing 3, p. 9. Equal to
    PHEindicatormethods 2.0.0, which gives none below ten events either. It takes a missing count as zero; here
    missing is never zero.
    """
    x, n, w = np.broadcast_arrays(
        as_counts(events, "a count"),
        as_counts(population, "a population"),
        as_counts(standard, "a standard population"),
    )
    if not np.all(w.sum(axis=-1) > 0):
        raise ValueError("the standard population needs a figure for every band, and somebody in it")
    share = w / w.sum(axis=-1, keepdims=True) / np.where(n > 0, n, np.nan)
    total, value = x.sum(axis=-1), np.sum(share * x, axis=-1)
    scale = np.sqrt(np.sum(share**2 * x, axis=-1) / np.where(total > 0, total, np.nan))
    lower, upper = (
        value[..., None] + scale[..., None] * (limit - total[..., None]) for limit in count_limits(total, confidence)
    )
    why = reasons(
        total.shape,
        (np.isnan(x + n).any(axis=-1), NO_BAND),
        ((n == 0).any(axis=-1), EMPTY_BAND),
        (total < fewest, f"fewer than {fewest:g} events"),
    )
    return without(Estimate(value, lower, upper, why).times(per), why)


def expected_events(population: ArrayLike, reference_events: ArrayLike, reference_population: ArrayLike) -> Numbers:
    """How many events an area would have if each of its bands had the rate of the reference population.

        sum(n * X / N)          n people here; X events and N people of the reference, over the bands

    Parameters
    ----------
    population : shape (areas, bands), people from 0 up
    reference_events, reference_population : shape (bands,) or (areas, bands), counts from 0 up

    Returns
    -------
    shape (areas,), events; NaN where a figure is missing or a band of the reference has nobody

    Raises
    ------
    ValueError : if a count is below zero

    Source: Association of Public Health Observatories (2008), Technical Briefing 3, p. 8.
    """
    n, events = as_counts(population, "a population"), as_counts(reference_events, "a count of the reference")
    people = as_counts(reference_population, "a population of the reference")
    expected: Numbers = np.sum(n * events / np.where(people > 0, people, np.nan), axis=-1)
    return expected


def standardised_ratio(
    observed: ArrayLike, expected: ArrayLike, per: float = 1, confidence: Sequence[float] = (95,)
) -> Estimate:
    """Events that happened for each one that would be expected: the indirectly standardised ratio.

    Of deaths it is the standardised mortality ratio. Above 1 (or 100), more happened than the ages of the people
    would lead one to expect. It works where counts by age are too small or are not known. Two areas may be
    compared with the reference and, strictly, not with each other.

        value  = per * O / E
        limits = per * limits of O / E           exact below ten events, Byar's from ten on

    Parameters
    ----------
    observed : shape (areas,), events from 0 up; NaN = missing
    expected : shape (areas,), events; see `expected_events`
    per : 1, or 100 as mortality ratios are often written; or the reference's own rate (see `reference_rate`), which
        makes of it the indirectly standardised rate
    confidence : per cent, shape (levels,)

    Returns
    -------
    Estimate of shape (areas,). No value where nothing is expected

    Raises
    ------
    ValueError : if a count is below zero, or a level is not from 50 to below 100

    Source: Association of Public Health Observatories (2008), Technical Briefing 3, p. 8; Breslow and Day (1987);
    equal to PHEindicatormethods 2.0.0 on eight areas.
    """
    o, e = np.broadcast_arrays(as_counts(observed, "a count"), as_counts(expected, "an expected count"))
    below = np.where(e > 0, e, np.nan)
    lower, upper = (limit / below[..., None] for limit in count_limits(o, confidence))
    why = reasons(
        o.shape,
        (np.isnan(o), "the count is missing"),
        (np.isnan(e), "what is expected is not known"),
        (e == 0, "nothing is expected"),
    )
    return without(Estimate(o / below, lower, upper, why).times(per), why)


def reference_rate(reference_events: ArrayLike, reference_population: ArrayLike, per: float = 100_000) -> Numbers:
    """The crude rate of the reference population: what makes a standardised rate of a standardised ratio.

        per * sum of events / sum of people, over the bands

    Shapes (bands,) or (areas, bands), counts from 0 up; the result has no last axis. NaN where nobody is there.
    Raises ValueError if a count is below zero. Source: APHO (2008), Technical Briefing 3, p. 8.
    """
    events, people = (
        np.sum(as_counts(reference_events, "a count"), axis=-1),
        np.sum(as_counts(reference_population, "a population"), axis=-1),
    )
    found: Numbers = per * events / np.where(people > 0, people, np.nan)
    return found
