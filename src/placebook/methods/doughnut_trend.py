"""Where a row of yearly figures began and ended, and how fast it moves, with an error that allows for slow swings."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np

from placebook.types import Numbers


@dataclass(frozen=True, slots=True)
class Trend:
    """Means of the first and last years, their difference, and the straight line's rise a year with its error."""

    start: float
    end: float
    slope: float  # NaN below three years
    error: float  # of the slope

    @property
    def change(self) -> float:
        """The end less the start."""
        return self.end - self.start


def trend(years: Numbers, figures: Numbers, ends: int = 2, lag: int = 4) -> Trend:
    """A straight line through yearly figures, and the means of their first and last years.

    Why: one odd year at either end must not make a trend, and figures of neighbouring years are alike, so that
    the usual error of a slope would be too small.

        slope = sum((t - mean t) * y) / sum((t - mean t)^2)                      t in years
        error = the Newey-West error with Bartlett weights 1 - l / (lag + 1) and no correction for few years

    Parameters
    ----------
    years, figures : shape (years,), in order; years without a figure (NaN) are left out
    ends : how many years at each end are averaged
    lag : over how many years figures may go along with each other

    Returns
    -------
    a Trend, in the unit of the figures, and that unit a year

    Raises
    ------
    ValueError : if there is no figure, or a year twice or out of order

    Source: Newey and West (1987), Econometrica 55, pp. 703-708; with lag 4 as in Fanning and Raworth (2025).
    """
    if np.any(np.diff(years) <= 0):
        raise ValueError("years must rise from each to the next")
    there = ~np.isnan(figures)
    if not there.any():
        raise ValueError("there is no figure in any year")
    t, y = years[there], figures[there]
    start, end = float(y[:ends].mean()), float(y[-ends:].mean())
    if len(t) < 3:
        return Trend(start, end, float("nan"), float("nan"))
    away = t - t.mean()
    slope = float(away @ y / (away @ away))
    return Trend(start, end, slope, _error(away, y - y.mean() - slope * away, lag))


def _error(away: Numbers, left: Numbers, lag: int) -> float:
    """The Newey-West error of a slope: `away` is the time from the middle, `left` what the line leaves over."""
    pull = away * left
    spread = float(pull @ pull)
    for step in range(1, min(lag, len(pull) - 1) + 1):
        spread += 2 * (1 - step / (lag + 1)) * float(pull[step:] @ pull[:-step])
    return math.sqrt(max(spread, 0.0)) / float(away @ away)
