"""Treat outliers: pull in or compress the few extreme figures that would otherwise decide a score.

Every method takes figures of shape (areas, indicators), each column by itself, and gives them back
treated, with a word or two per column on what was done. NaN means no figure and stays NaN. Treatment
changes figures that somebody measured, so what was done to which indicator must be shown.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping

import numpy as np
from numpy.typing import NDArray

from placebook.methods import moments
from placebook.methods.limits import UNTOUCHED, Treated, cap, percentile_cap, winsorise, winsorised_words
from placebook.methods.reference import refuse
from placebook.types import Numbers


def skew_kurtosis(
    x: Numbers, winmax: int = 5, skew: float = 2.0, kurtosis: float = 3.5, mirror: bool = False
) -> Treated:
    """Treat only the columns that have outliers, and as little as will do.

    A column has outliers when it is both lopsided and heavy-tailed: |skewness| above `skew`
    and kurtosis above `kurtosis`. Then its most extreme figure, at the end of the long tail, takes
    the value of the next one in, and again, until the column passes or `winmax` times have
    not been enough. A column that `winmax` steps do not cure takes the logarithm of its
    original figures instead.

    Parameters
    ----------
    x : shape (areas, indicators), any unit
    winmax : most steps of winsorising; figures that tie for the most extreme move together in one step
    skew, kurtosis : the limits, dimensionless
    mirror : as in `log`

    Returns
    -------
    Treated : columns that pass are returned as they were, exactly

    Raises
    ------
    ValueError : winmax is below 0

    Source: COINr 1.1.14 (Becker and others 2022), Treat and qTreat with default options; the limits
    are those of the JRC's Competence Centre on Composite Indicators.
    """
    if winmax < 0:
        raise ValueError(f"winmax must be 0 or more, not {winmax}")
    values = x.copy()
    ill = _outlying(values, skew, kurtosis)
    for _ in range(winmax):
        if not ill.size:
            break
        tail = np.where(moments.skewness(values[:, ill]) > 0, 1, -1)
        values[:, ill] = tail * _pull_in_highest(tail * values[:, ill])
        ill = ill[_outlying(values[:, ill], skew, kurtosis)]
    what = winsorised_words(x, values)
    logged = log(x[:, ill], mirror=mirror)
    values[:, ill] = logged.values
    for column, words in zip(ill, logged.what, strict=True):
        what[column] = words
    return Treated(values, tuple(what))


def _outlying(x: Numbers, skew: float, kurtosis: float) -> NDArray[np.int64]:
    """Positions of the columns that are both lopsided and heavy-tailed. Too few figures pass."""
    lopsided = np.abs(moments.skewness(x)) > skew
    found: NDArray[np.int64] = np.flatnonzero(lopsided & (moments.kurtosis(x) > kurtosis))
    return found


def _pull_in_highest(x: Numbers) -> Numbers:
    """The highest figure of each column, with its ties, takes the value of the next one down."""
    highest = x == np.fmax.reduce(x, axis=0)
    next_down = np.fmax.reduce(np.where(highest, np.nan, x), axis=0)
    return np.where(highest, next_down, x)


def log(x: Numbers, shift: float | None = 0.01, mirror: bool = False) -> Treated:
    """Take the natural logarithm, so that equal ratios count as equal steps and a long high tail shrinks.

        ln(x - lowest + shift * (highest - lowest))           any figures, also zero and below
        ln(x)                                                 shift: none; figures above zero only
        -ln(highest - x + shift * (highest - lowest))         mirror, where the long tail is low

    Parameters
    ----------
    x : shape (areas, indicators), any unit
    shift : where the lowest figure comes to stand, as a share of the range; none for a plain logarithm
    mirror : turn columns with negative skewness round, so that it is their low tail that shrinks

    Returns
    -------
    Treated : log figures, dimensionless, in the same order as before; a column without variation stays as it was

    Raises
    ------
    ValueError : a shift that is not above zero; a plain logarithm of a figure that is not

    Source: the COIN Tool of the JRC; COINr 1.1.14, log_CT and (mirror) log_CT_plus.
    """
    if shift is None:
        refuse(np.any(x <= 0, axis=0), "figures that are not above zero, which have no logarithm; give a shift")
        return Treated(np.log(x), ("log",) * x.shape[1])
    if not shift > 0:
        raise ValueError(f"the shift must be above zero, not {shift}")
    turn = np.where(mirror & (moments.skewness(x) < 0), -1.0, 1.0)
    turned = x * turn
    lowest = np.fmin.reduce(turned, axis=0, initial=np.nan)
    spread = np.fmax.reduce(turned, axis=0, initial=np.nan) - lowest
    flat = ~(spread > 0)
    values = turn * np.log(np.where(flat, 1, turned - lowest + shift * spread))
    what = np.select([flat, turn < 0], [UNTOUCHED, "mirrored log"], "log")
    return Treated(np.where(flat, x, values), tuple(what.tolist()))


def box_cox(x: Numbers, lmbda: float | None = None, make_positive: bool = False) -> Treated:
    """Bend figures by the power that makes them most like a bell curve.

        y = (x^lambda - 1) / lambda        lambda not 0
        y = ln(x)                          lambda = 0

    Parameters
    ----------
    x : shape (areas, indicators), any unit, above zero
    lmbda : the power for every column; none: each column's own, by maximum likelihood
    make_positive : first move a column that is not above zero so that its lowest figure is 1

    Returns
    -------
    Treated : dimensionless, in the same order as before; a column without variation stays as it was

    Raises
    ------
    ValueError : figures that are not above zero (without make_positive)

    Source: Box and Cox (1964), An analysis of transformations, Journal of the Royal Statistical
    Society B 26(2), p. 211-252.
    """
    moved = _make_positive(x) if make_positive else x
    refuse(np.any(moved <= 0, axis=0), "figures that are not above zero, which Box-Cox cannot bend")
    values, what = x.copy(), [UNTOUCHED] * x.shape[1]
    for column, figures in enumerate(moved.T):
        there = ~np.isnan(figures)
        known = figures[there]
        if known.size and known.min() < known.max():
            power = _likeliest_power(known) if lmbda is None else lmbda
            values[there, column] = np.log(known) if power == 0 else np.expm1(power * np.log(known)) / power
            what[column] = f"Box-Cox, lambda {power:.3g}"
    return Treated(values, tuple(what))


def _make_positive(x: Numbers) -> Numbers:
    lowest = np.fmin.reduce(x, axis=0, initial=np.nan)
    return np.where(lowest <= 0, x - lowest + 1, x)


def _likeliest_power(known: Numbers) -> float:
    """The lambda that makes the transformed figures likeliest to have come from a bell curve."""
    from scipy.stats import boxcox_normmax

    return float(boxcox_normmax(known / np.exp(np.mean(np.log(known))), method="mle"))


METHODS: Mapping[str, Callable[..., Treated]] = {
    "winsorise": winsorise,
    "cap": cap,
    "percentile_cap": percentile_cap,
    "log": log,
    "box_cox": box_cox,
    "skew_kurtosis": skew_kurtosis,
}
