"""Which areas differ from a benchmark by more than chance: limits of a funnel plot, and the word for each area."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from placebook.methods.estimates import (
    NO_DENOMINATOR,
    ZERO_DENOMINATOR,
    Estimate,
    Texts,
    as_counts,
    reasons,
    standard_errors,
    tails,
    without,
)
from placebook.types import Numbers

HIGHER, LOWER, SIMILAR = "higher", "lower", "similar"


@dataclass(frozen=True, slots=True)
class Funnel:
    """The benchmark and the limits round it. An area beyond a limit differs from the benchmark by more than chance."""

    benchmark: float
    limits: Estimate  # its value is the benchmark at every area


def funnel(
    numerator: ArrayLike,
    denominator: ArrayLike,
    kind: str = "rate",
    per: float = 1,
    confidence: Sequence[float] = (95, 99.8),
    benchmark: float | None = None,
) -> Funnel:
    """The limits between which the figures of areas of each size lie by chance alone, if all share one true figure.

    A table of rates always has a first and a last. The funnel says which of them stand out from what chance would do.
    A limit is the figure of an area whose own exact confidence limit just touches the benchmark.

        benchmark = sum of numerators / sum of denominators
        proportion : p -+ z sqrt(p (1 - p) / n), held within 0 and 1: the figures whose Wilson limit is p
        rate, ratio : (count whose exact limit is benchmark * n) / n; not Byar's, which lies 0.2 per cent off at most

    Parameters
    ----------
    numerator, denominator : shape (areas,), counts from 0 up. Of a ratio the denominator is what is expected
    kind : rate, ratio or proportion
    per : 1,000 for a rate per 1,000; 100 for per cent
    confidence : per cent, shape (levels,): 95 and 99.8 are usual, about two and three standard errors
    benchmark : a stated figure per `per`, in place of the one of all areas together

    Returns
    -------
    Funnel, per `per`; limits of shape (areas, levels). No limits where a denominator is missing or zero. An area
    without a numerator has limits and takes no part in the benchmark

    Raises
    ------
    ValueError : another kind; counts below zero; a proportion above its whole; no area to take a benchmark from

    Source: Spiegelhalter (2005), Funnel plots for comparing institutional performance, Statistics in Medicine 24;
    Public Health England (2017), Technical Guide: Funnel plots.
    """
    if kind not in ("rate", "ratio", "proportion"):
        raise ValueError(f"a funnel is of a rate, ratio or proportion, not {kind!r}")
    x, n = np.broadcast_arrays(as_counts(numerator, "a numerator"), as_counts(denominator, "a denominator"))
    if kind == "proportion" and np.any(x > n):
        raise ValueError("a numerator is above its denominator; a part of a proportion is at most the whole")
    known = ~np.isnan(x + n)
    if benchmark is None and not n[known].sum() > 0:
        raise ValueError("there is no area with both figures to take a benchmark from")
    middle = float(x[known].sum() / n[known].sum()) if benchmark is None else benchmark / per
    bottom = np.where(n > 0, n, np.nan)
    lower, upper = (
        _around_share(middle, bottom, confidence) if kind == "proportion" else _around(middle, bottom, confidence)
    )
    why = reasons(n.shape, (np.isnan(n), NO_DENOMINATOR), (n == 0, ZERO_DENOMINATOR))
    return Funnel(middle * per, without(Estimate(np.full(n.shape, middle), lower, upper, why).times(per), why))


def _around_share(p: float, n: Numbers, confidence: Sequence[float]) -> tuple[Numbers, Numbers]:
    if not 0 <= p <= 1:
        raise ValueError("the benchmark of a proportion lies between none and all")
    half = np.sqrt(p * (1 - p) / n)[..., None] * standard_errors(confidence)
    return np.maximum(p - half, 0.0), np.minimum(p + half, 1.0)


def _around(middle: float, n: Numbers, confidence: Sequence[float]) -> tuple[Numbers, Numbers]:
    """Counts whose upper limit (lower limit) is what the benchmark leads one to expect, over n."""
    expected = middle * n
    levels = [np.stack(_counts_that_touch(expected, level), axis=-1) for level in confidence]
    both: Numbers = np.stack(levels, axis=-1) / n[..., None, None]  # (areas, lower or upper, levels)
    return both[..., 0, :], both[..., 1, :]


def _counts_that_touch(expected: Numbers, level: float) -> tuple[Numbers, Numbers]:
    """The count below which an area is too low, and the one above which it is too high: exact, of a Poisson count."""
    from scipy.special import pdtrik

    tail = float(tails((level,))[0])
    none_is_enough = np.exp(-expected) > tail  # nobody at all is no news where so few are expected
    with np.errstate(all="ignore"):
        lower = np.where(none_is_enough, 0.0, pdtrik(tail, expected))
        upper = np.asarray(1 + pdtrik(1 - tail, expected), np.float64)
    return lower, np.where(expected > 0, np.where(upper >= 1, upper, 1.0), expected)


def against(lower: ArrayLike, upper: ArrayLike, benchmark: ArrayLike) -> Texts:
    """Whether a figure is higher than a benchmark, lower, or similar: by whether its limits leave the benchmark out.

        higher where lower > benchmark; lower where upper < benchmark; similar where the limits hold it

    Parameters
    ----------
    lower, upper : one shape, the limits of each figure at one level
    benchmark : a figure, or one for each

    Returns
    -------
    Texts of that shape: higher, lower, similar; '' where a limit or the benchmark is missing

    Source: Public Health England (2017), Technical Guide: RAG rating indicator values.
    """
    low, high, middle = np.broadcast_arrays(
        np.asarray(lower, np.float64), np.asarray(upper, np.float64), np.asarray(benchmark, np.float64)
    )
    words = np.full(low.shape, SIMILAR, dtype=object)
    words[low > middle] = HIGHER
    words[high < middle] = LOWER
    words[np.isnan(low + high + middle)] = ""
    return words
