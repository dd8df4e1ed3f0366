"""Change a year, measured so that one odd year cannot make or hide a trend."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from itertools import combinations
from math import factorial, isnan
from operator import ge

from placebook.types import Numbers

LEAST_YEARS = 4  # with three there is no 90% interval at all


@dataclass(frozen=True, slots=True)
class Slope:
    """Units a year, with the ends of its 90% interval."""

    per_year: float
    low: float
    high: float


def theil_sen(values: Numbers, years: Numbers) -> Slope:
    """The middle of all the changes a year between any two years, with an exact interval.

    An ordinary straight line can be tipped over by one strange first or last year. The median of
    the slopes between every pair of years cannot: nearly a third of the years may be wrong.

        slope of a pair = (later value - earlier value) / (later year - earlier year)
        per_year        = median of the n (n - 1) / 2 slopes
        interval        = the slopes in order without the c lowest and the c highest, where c is
                          the largest number with  P(at most c pairs in the wrong order) <= 5%

    That chance counts the orders that n values with no trend can come in, all equally likely
    (Kendall's test, without approximation). Years are taken to err independently of each other;
    rolling windows such as 2010-2012 do not, and their true interval is wider.

    Parameters
    ----------
    values : shape (years,), one figure each, no gaps
    years : shape (years,), rising, in years; gaps between them are allowed

    Returns
    -------
    Slope : units of `values` a year. With 4 years the interval covers 91.7%, with 5 also 91.7%,
    with more at least 90%

    Raises
    ------
    ValueError : with fewer than 4 years, a gap, or years that do not rise

    Source: Theil (1950), A rank-invariant method of linear and polynomial regression analysis;
    Sen (1968), Journal of the American Statistical Association 63, 1379-1389.
    """
    if len(values) != len(years) or len(values) < LEAST_YEARS:
        raise ValueError(f"a trend needs at least {LEAST_YEARS} years with a value each, not {len(values)}")
    seen, when = values.tolist(), years.tolist()
    if any(map(isnan, seen)) or any(map(ge, when, when[1:])):
        raise ValueError("years must rise and every one must have a value")
    slopes = sorted([(seen[b] - seen[a]) / (when[b] - when[a]) for a, b in _pairs(len(seen))])
    dropped = _pairs_to_drop(len(seen))
    return Slope(_middle(slopes), slopes[dropped], slopes[-1 - dropped])


@cache
def _pairs(n: int) -> tuple[tuple[int, int], ...]:
    """Every two of n, the earlier first."""
    return tuple(combinations(range(n), 2))


def _middle(ordered: list[float]) -> float:
    """The median of numbers in order. For so few it is quicker than numpy's."""
    half = len(ordered) // 2
    return ordered[half] if len(ordered) % 2 else (ordered[half - 1] + ordered[half]) / 2


@cache
def _pairs_to_drop(n: int, tail: float = 0.05) -> int:
    """The largest c for which n values with no trend have at most c pairs in the wrong order in `tail` of cases."""
    orders = _orders_by_wrong_pairs(n)
    allowed, so_far, dropped = tail * factorial(n), 0, -1
    for count in orders:
        so_far += count
        if so_far > allowed:
            break
        dropped += 1
    return dropped


def _orders_by_wrong_pairs(n: int) -> list[int]:
    """How many of the n! orders of n values have 0, 1, 2 ... pairs in the wrong order."""
    counts = [1]
    for k in range(2, n + 1):  # a new largest value can stand before 0 to k - 1 of the others
        longer = [0] * (len(counts) + k - 1)
        for place, count in enumerate(counts):
            for wrong in range(k):
                longer[place + wrong] += count
        counts = longer
    return counts
