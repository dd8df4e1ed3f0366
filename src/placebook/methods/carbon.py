"""Paths from a baseline to a target, what they add up to, and whether parts sum to their whole."""

from __future__ import annotations

import numpy as np

from placebook.types import Numbers

_NEVER_NEARER = 1e-9  # share of the whole below which a difference is only how computers add


def linear_path(baseline: float, remaining: float, years: int) -> Numbers:
    """The same number of tonnes less each year, from the baseline to what may remain in the target year.

    The plain way to share a cut out over the years: people can check it with a ruler.

        E(k) = baseline - k * (baseline - remaining) / years,   k = 0 ... years

    Parameters
    ----------
    baseline : emissions of the baseline year, tonnes CO2e, not negative
    remaining : emissions allowed in the target year, tonnes CO2e, from 0 to the baseline
    years : from the baseline year to the target year, at least 1

    Returns
    -------
    shape (years + 1,), tonnes CO2e a year, the baseline year first

    Raises
    ------
    ValueError : when the target does not come after the baseline, or is above it or below nought
    """
    _check(baseline, remaining, years)
    step = np.arange(years + 1, dtype=np.float64) / years
    path: Numbers = baseline + (remaining - baseline) * step
    path[-1] = remaining  # to the last digit
    return path


def yearly_cut(baseline: float, remaining: float, years: int) -> float:
    """The share by which each year must be below the one before to reach what may remain.

        cut = 1 - (remaining / baseline) ** (1 / years)

    Parameters and errors as in `linear_path`; besides, nought can never be reached by cutting a share, so both must
    be above it. Returns a share from 0 to 1.
    """
    _check(baseline, remaining, years)
    if remaining == 0:
        raise ValueError("cutting a share each year never reaches nought; say how much may remain")
    return float(1 - (remaining / baseline) ** (1 / years))


def constant_percentage_path(baseline: float, cut: float, years: int) -> Numbers:
    """The same share less each year: large steps first, small ones later, so less is emitted on the way.

        E(k) = baseline * (1 - cut) ** k,   k = 0 ... years

    Parameters
    ----------
    baseline : emissions of the baseline year, tonnes CO2e, not negative
    cut : the share that each year is below the one before, above 0 and below 1
    years : from the baseline year to the target year, at least 1

    Returns
    -------
    shape (years + 1,), tonnes CO2e a year, the baseline year first

    Raises
    ------
    ValueError : when the cut is no share, or the target does not come after the baseline
    """
    if not 0 < cut < 1:
        raise ValueError(f"a yearly cut of {cut:g} is not between 0 and 1")
    _check(baseline, 0.0, years)
    path: Numbers = baseline * (1 - cut) ** np.arange(years + 1, dtype=np.float64)
    return path


def budget_of(path: Numbers) -> float:
    """All that a path allows from the year after the baseline to the target year, tonnes CO2e.

    What warms the air is the sum over the years, not the figure of the last one: two ways to the same target can
    differ much in their sum. The baseline year itself is over, so it is not counted.
    """
    return float(np.sum(path[1:]))


def change_in_per_cent(changes: Numbers, baseline: float) -> float:
    """How large changes to a baseline are together, in per cent of it, whichever way each goes.

        100 * sum(|change|) / baseline

    A site bought and one sold that happen to weigh the same leave the sum of the baseline as it was, and yet it is
    another baseline: so sizes are added up, not signs.

    Raises ValueError when the baseline is not above nought, as no share can be taken of it.
    """
    if baseline <= 0:
        raise ValueError("the baseline is not above nought, so no change can be a share of it")
    return float(100 * np.sum(np.abs(changes)) / baseline)


def sum_is_off_by(whole: float, parts: Numbers, decimals: int) -> float:
    """How far parts are from summing to their whole beyond what rounding explains; 0 where rounding explains it.

    Each figure printed with d decimals may be half a unit of the last one off, and so may the whole:

        allowed = (number of parts + 1) * 0.5 * 10**-d,   or a billionth of the whole if that is more

    Parameters
    ----------
    whole : the published sum
    parts : shape (parts,), in the same unit
    decimals : printed digits after the point, of the figure that has the most of them

    Returns
    -------
    the signed difference whole - sum(parts), or 0.0
    """
    difference = float(whole - np.sum(parts))
    allowed = (len(parts) + 1) * 0.5 * 10.0**-decimals
    return 0.0 if abs(difference) <= max(allowed, _NEVER_NEARER * abs(whole)) else difference


def _check(baseline: float, remaining: float, years: int) -> None:
    if years < 1:
        raise ValueError("the target year must come after the baseline year")
    if not 0 <= remaining <= baseline:
        raise ValueError("what may remain must lie between nought and the baseline")
