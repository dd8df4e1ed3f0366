"""Treat outliers by limits: figures beyond a limit take its value. The limit is counted, stated or a percentile."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from placebook.methods.reference import percentile, refuse
from placebook.types import Numbers

UNTOUCHED = "none"


@dataclass(frozen=True, slots=True)
class Treated:
    """Treated figures, and for each column what was done: "none", "winsorised 3 high", "log"."""

    values: Numbers  # shape (areas, indicators)
    what: tuple[str, ...]


def winsorise(x: Numbers, count: int | None = None, share: float | None = None, ends: str = "both") -> Treated:
    """Let the most extreme figures of every column take the value of the next one in.

    Keeps the order of areas and the unit; the extreme areas stay extreme, no longer by as much.

        lower limit = figure number count + 1 from below, upper limit = the same from above
        x = upper limit where above it, lower limit where below it

    Parameters
    ----------
    x : shape (areas, indicators), any unit
    count : how many figures at each end
    share : or the share of the column's figures at each end, 0 to below 0.5, rounded down
    ends : "both", "high" or "low"

    Returns
    -------
    Treated

    Raises
    ------
    ValueError : neither or both of count and share; a share or count that leaves nothing in the
        middle of a column; another word for ends

    Source: OECD/JRC (2008), Handbook on Constructing Composite Indicators, step 5 (normalisation), on
    extreme values.
    """
    if (count is None) == (share is None):
        raise ValueError("winsorise needs either a count or a share of figures, and not both")
    if ends not in ("both", "high", "low"):
        raise ValueError(f"ends is both, high or low, not {ends!r}")
    n = np.sum(~np.isnan(x), axis=0)
    at_end = np.full(n.shape, count) if share is None else np.floor(share * n + 1e-9).astype(np.int64)
    refuse((at_end < 0) | ((n > 0) & (2 * at_end >= n)), f"{_asked(count, share)}, which leaves nothing in the middle")
    ordered = np.sort(np.where(np.isnan(x), np.inf, x), axis=0)
    columns = np.arange(x.shape[1])
    known = np.maximum(n, 1)
    low = ordered[at_end % known, columns] if ends != "high" else np.full(n.shape, -np.inf)
    high = ordered[(known - 1 - at_end) % known, columns] if ends != "low" else np.full(n.shape, np.inf)
    values = np.clip(x, low, high)
    return Treated(values, tuple(winsorised_words(x, values)))


def _asked(count: int | None, share: float | None) -> str:
    return f"a share of {share} to pull in at each end" if count is None else f"{count} figures to pull in at each end"


def cap(x: Numbers, lowest: float | None = None, highest: float | None = None) -> Treated:
    """Hold figures within stated limits: what lies beyond a limit counts as the limit.

        x = lowest where below it, highest where above it

    Parameters
    ----------
    x : shape (areas, indicators), any unit
    lowest, highest : the limits, in the unit of the figures; none for no limit

    Returns
    -------
    Treated

    Raises
    ------
    ValueError : no limit at all, or lowest above highest

    Source: OECD/JRC (2008), Handbook on Constructing Composite Indicators, step 5 (normalisation), on
    extreme values.
    """
    if lowest is None and highest is None:
        raise ValueError("cap needs lowest, highest or both")
    low, high = (-np.inf if lowest is None else lowest), (np.inf if highest is None else highest)
    if low > high:
        raise ValueError(f"lowest must not be above highest, and {low:g} is above {high:g}")
    return _capped(x, low, high)


def percentile_cap(x: Numbers, low: float = 0, high: float = 100) -> Treated:
    """Hold the figures of every column within two percentiles of it, so that a few extremes do not set the scale.

        lower limit = percentile `low`, upper limit = percentile `high`, both counted from the lowest figure
        x = lower limit where below it, upper limit where above it

    Parameters
    ----------
    x : shape (areas, indicators), any unit
    low, high : percentiles; percentile p stands at place 1 + (n - 1) * p / 100 of the n figures in rising
        order, and between two figures on the line from one to the other

    Returns
    -------
    Treated

    Raises
    ------
    ValueError : percentiles outside 0 to 100, or low not below high

    Source: Wolf, Emerson, Esty, de Sherbinin and Wendling (2022), 2022 Environmental Performance Index,
    technical appendix; Lafortune and others (2018), SDG Index and Dashboards, Detailed Methodological Paper.
    """
    if not 0 <= low < high <= 100:
        raise ValueError(f"percentiles run from 0 to 100, low below high, not {low:g} and {high:g}")
    return _capped(x, percentile(x, low), percentile(x, high))


def _capped(x: Numbers, low: Numbers | float, high: Numbers | float) -> Treated:
    values = np.clip(x, low, high)
    return Treated(values, tuple(said.replace("winsorised", "capped") for said in winsorised_words(x, values)))


def winsorised_words(before: Numbers, after: Numbers) -> list[str]:
    """For each column, how many high figures went down and how many low figures went up."""
    said = []
    for high, low in zip(np.sum(after < before, axis=0), np.sum(after > before, axis=0), strict=True):
        ends = [f"{count} {end}" for count, end in ((high, "high"), (low, "low")) if count]
        said.append("winsorised " + " and ".join(ends) if ends else UNTOUCHED)
    return said
