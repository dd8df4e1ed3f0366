"""What many runs of one recipe say: percentiles, chances, and which areas are clearly different."""

from __future__ import annotations

from functools import cache
from typing import Any

import numpy as np
from numpy.typing import NDArray

from placebook.types import Numbers


def percentiles(runs: NDArray[Any], shares: tuple[float, ...], *, observed: bool = False) -> tuple[Numbers, ...]:
    """Percentiles of each area over the runs in which it has a figure.

    Parameters
    ----------
    runs : shape (areas, runs); NaN = no figure in that run
    shares : such as 0.05 and 0.95
    observed : take a figure that did occur (for ranks: nobody is 2.4th) instead of one between two

    Returns
    -------
    one array of shape (areas,) for each share; NaN where an area has no figure in any run

    Between two runs it interpolates as numpy's "linear" does, and `observed` is its "inverted_cdf";
    sorting once is faster than numpy.quantile, and gaps need no second way.
    """
    ordered = np.sort(runs, axis=1)  # NaN last
    count = np.sum(~np.isnan(ordered), axis=1)
    found = []
    for share in shares:
        if observed:
            place = np.ceil(share * count - 1e-9)  # 1e-9: 0.95 x 1000 is 950, not 950.0000001
            found.append(_picked(ordered, place - 1, count))
            continue
        place = share * (count - 1.0)
        low, high = _picked(ordered, np.floor(place), count), _picked(ordered, np.ceil(place), count)
        found.append(low + (high - low) * (place - np.floor(place)))
    return tuple(found)


def _picked(ordered: NDArray[Any], place: Numbers, count: NDArray[Any]) -> Numbers:
    """The figure at a place of each sorted row; NaN for a row without figures."""
    at = np.clip(place, 0, np.maximum(count - 1, 0)).astype(np.int64)
    return ordered[np.arange(len(ordered)), at].astype(np.float64)


def last_places(ranks: NDArray[Any]) -> tuple[Numbers, Numbers]:
    """In each run, the worst rank that was given and how many areas have one; each of shape (runs,)."""
    out_of = np.sum(~np.isnan(ranks), axis=0).astype(np.float64)
    worst = np.max(ranks, axis=0, initial=0.0, where=~np.isnan(ranks)).astype(np.float64)
    return worst, out_of


def chances(ranks: NDArray[Any], worst: Numbers, out_of: Numbers) -> tuple[Numbers, Numbers, Numbers]:
    """The share of runs in which each area came first, came last, and lay in each fifth.

    Parameters
    ----------
    ranks : shape (areas, runs), 1 = highest; NaN = no rank in that run
    worst, out_of : shape (runs,), from `last_places` of all the areas

    Returns
    -------
    first, last : shape (areas,); fifths : shape (areas, 5), the fifth with rank 1 in front.
    Shares are of the runs in which the area has a rank; NaN where it has none

    An area's fifth is ceil(5 x rank / n), n being the areas with a rank in that run; it is last
    when no other area has a worse rank, so areas that tie for last all count as last.
    """
    counted = np.sum(~np.isnan(ranks), axis=1).astype(float)
    counted[counted == 0] = np.nan
    first = np.sum(ranks == 1, axis=1) / counted
    last = np.sum(ranks == worst.astype(ranks.dtype), axis=1) / counted
    within = [np.sum(ranks <= np.floor(k * out_of / 5).astype(ranks.dtype), axis=1) for k in range(1, 5)]
    ends = np.stack([np.zeros(len(ranks)), *within, np.nan_to_num(counted)], axis=1)
    return first, last, np.diff(ends, axis=1) / counted[:, None]


def pairs_that_differ(nominal: Numbers, runs: Numbers, *, chance: float = 0.05) -> NDArray[np.int8]:
    """Which areas are clearly different, so sure that equal areas are not put in order.

    Comparing every area with every other finds differences by luck alone: of the 136 pairs among
    seventeen equal wards, one in ten would pass a plain 90% test. So a pair counts as clearly
    different only beyond the critical value of Tukey's range test for that number of areas, which
    holds the chance of even one false difference among all pairs to `chance`, and only where nearly
    all runs agree on who is above.

        z = |score a - score b| / sd over the runs of (a - b)
        clear when z > q / sqrt(2) and the runs that agree are at least 1 - chance

    q is the upper `chance` point of the studentised range for n areas, with the spread taken as known.

    Parameters
    ----------
    nominal : shape (areas,), the scores as published
    runs : shape (areas, runs), the scores in each run
    chance : of any false difference among all pairs

    Returns
    -------
    shape (areas, areas): 1 where the row is clearly above the column, -1 clearly below, else 0.
    0 also where nothing varied, since then nothing is known about how sure the difference is

    Source: Tukey (1953), The Problem of Multiple Comparisons; for ranks Mogstad, Romano, Shaikh and
    Wilhelm (2024), Inference for Ranks, Review of Economic Studies 91(1).
    """
    clear = np.zeros((len(nominal), len(nominal)), dtype=np.int8)
    at = np.flatnonzero(~np.isnan(nominal))
    runs = runs[:, ~np.isnan(runs[at]).any(axis=0)]  # a run that gives some area no score compares nothing
    if len(at) < 2 or runs.shape[1] < 2:
        return clear
    critical = _critical(1 - chance, len(at))
    difference = nominal[at][:, None] - nominal[at][None, :]
    spread = _spread_of_differences(runs[at])
    agree = _share_above(runs[at])
    with np.errstate(divide="ignore", invalid="ignore"):
        sure = np.abs(difference) / spread > critical
    sure &= spread > 1e-12 * np.maximum(1.0, np.abs(difference))
    above = sure & (difference > 0) & (agree >= 1 - chance)
    clear[np.ix_(at, at)] = above.astype(np.int8) - above.T.astype(np.int8)
    return clear


@cache
def _critical(sure: float, areas: int) -> float:
    """How many standard deviations apart two of so many areas must be to differ, Tukey's way."""
    from scipy.stats import studentized_range

    return float(studentized_range.ppf(sure, areas, np.inf)) / float(np.sqrt(2))


def _spread_of_differences(runs: Numbers) -> Numbers:
    """Standard deviation over the runs of every difference between two areas, shape (areas, areas)."""
    covariance = np.atleast_2d(np.cov(runs))
    own = np.diag(covariance)
    spread: Numbers = np.sqrt(np.maximum(own[:, None] + own[None, :] - 2 * covariance, 0))
    return spread


def _share_above(runs: Numbers) -> Numbers:
    """Share of runs in which the row is above the column, shape (areas, areas); ties count half."""
    share = np.empty((len(runs), len(runs)))
    for i, one in enumerate(runs):
        share[i] = np.mean((one > runs) + 0.5 * (one == runs), axis=1)
    return share
