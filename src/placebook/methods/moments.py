"""The shape of a spread of figures: how lopsided it is and how heavy its tails are."""

from __future__ import annotations

import numpy as np

from placebook.types import Numbers


def skewness(x: Numbers) -> Numbers:
    """How lopsided the figures of each column are: above 0 for a long tail of high figures.

        G1 = g1 * sqrt(n * (n - 1)) / (n - 2)        g1 = m3 / m2^1.5, m = moments about the mean

    Parameters
    ----------
    x : shape (areas, indicators)

    Returns
    -------
    shape (indicators,), dimensionless; NaN with fewer than three figures or without variation

    Source: Joanes and Gill (1998), Comparing measures of sample skewness and kurtosis,
    The Statistician 47(1), p. 183-189: G1, as in COINr's skew and Excel's SKEW.
    """
    n, m2, m3, _ = _moments(x)
    n = np.where(n < 3, np.nan, n)
    result: Numbers = m3 / m2**1.5 * np.sqrt(n * (n - 1)) / (n - 2)
    return result


def kurtosis(x: Numbers) -> Numbers:
    """How heavy the tails of each column are: 0 for a bell curve, above 0 where extremes are common.

        G2 = (n - 1) / ((n - 2) * (n - 3)) * ((n + 1) * g2 + 6)        g2 = m4 / m2^2 - 3

    Parameters
    ----------
    x : shape (areas, indicators)

    Returns
    -------
    shape (indicators,), dimensionless; NaN with fewer than four figures or without variation

    Source: Joanes and Gill (1998), as for `skewness`: G2, as in COINr's kurt and Excel's KURT.
    """
    n, m2, _, m4 = _moments(x)
    n = np.where(n < 4, np.nan, n)
    result: Numbers = (n - 1) / ((n - 2) * (n - 3)) * ((n + 1) * (m4 / m2**2 - 3) + 6)
    return result


def _moments(x: Numbers) -> tuple[Numbers, Numbers, Numbers, Numbers]:
    """Number of figures and second to fourth moments about the mean, per column, on a scale of its own.

    Figures are divided by their largest distance from the mean first (skewness and kurtosis do not
    change), so that neither very large nor very small figures overflow.
    """
    n = np.sum(~np.isnan(x), axis=0).astype(np.float64)
    n[n == 0] = np.nan
    away = x - np.nansum(x, axis=0) / n
    away -= np.nansum(away, axis=0) / n
    furthest = np.fmax.reduce(np.abs(away), axis=0, initial=0.0)
    flat = furthest <= 1e-12 * np.fmax.reduce(np.abs(x), axis=0, initial=0.0)
    away /= np.where(flat, np.nan, furthest)
    squares = away**2
    m2, m3, m4 = (np.nansum(power, axis=0) / n for power in (squares, squares * away, squares**2))
    return n, np.where(flat, np.nan, m2), m3, m4
