"""Error rates of yes-or-no decisions, how far groups lie apart in them, and how well scores are calibrated."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from placebook.methods.estimates import Estimate
from placebook.methods.rates import proportion
from placebook.types import Numbers

# The six kinds of people with a decision. "Right" and "wrong" are by the outcome, which some have not got (yet).
CELLS = ("true yes", "false yes", "false no", "true no", "yes, outcome not known", "no, outcome not known")
_KNOWN = (0, 1, 2, 3)
# rate -> the cells on top, the cells below
RATES: Mapping[str, tuple[tuple[int, ...], tuple[int, ...]]] = {
    "selection rate": ((0, 1, 4), (0, 1, 2, 3, 4, 5)),
    "base rate": ((0, 2), _KNOWN),
    "true positive rate": ((0,), (0, 2)),
    "false negative rate": ((2,), (0, 2)),
    "false positive rate": ((1,), (1, 3)),
    "true negative rate": ((3,), (1, 3)),
    "precision": ((0,), (0, 1)),
    "negative predictive value": ((3,), (2, 3)),
    "accuracy": ((0, 3), _KNOWN),
}
# published measure -> the rates it looks at, and whether it is a difference or a ratio
DISPARITIES: Mapping[str, tuple[tuple[str, ...], str]] = {
    "demographic parity difference": (("selection rate",), "difference"),
    "demographic parity ratio": (("selection rate",), "ratio"),
    "equal opportunity difference": (("true positive rate",), "difference"),
    "equal opportunity ratio": (("true positive rate",), "ratio"),
    "equalised odds difference": (("true positive rate", "false positive rate"), "difference"),
    "equalised odds ratio": (("true positive rate", "false positive rate"), "ratio"),
    "predictive parity difference": (("precision",), "difference"),
    "predictive parity ratio": (("precision",), "ratio"),
    "accuracy difference": (("accuracy",), "difference"),
}
_STEPS, _NEAR = 60, 1e-10


def error_rates(cells: ArrayLike, confidence: Sequence[float] = (95,)) -> dict[str, Estimate]:
    """The error rates of decisions in each group, as shares with Wilson's limits.

    Who is selected, who is missed and who is selected wrongly are three questions; one figure answers none of them.

        selection rate = selected / all with a decision              base rate = outcome yes / all with an outcome
        true positive rate = true yes / outcome yes                  false positive rate = false yes / outcome no
        precision = true yes / selected with an outcome              accuracy = right / all with an outcome

    Parameters
    ----------
    cells : shape (groups, 6), people, in the order of CELLS; NaN = not known or hidden
    confidence : per cent, shape (levels,)

    Returns
    -------
    for each name in RATES an Estimate of shape (groups,), from 0 to 1. A rate has a value only where all its cells do
    and its denominator is above zero

    Raises
    ------
    ValueError : if a count is below zero, or there are not six cells

    Source: Hardt, Price and Srebro (2016), Equality of Opportunity in Supervised Learning; Wilson (1927).
    """
    counts = np.asarray(cells, dtype=np.float64)
    if counts.ndim != 2 or counts.shape[1] != len(CELLS):
        raise ValueError(f"cells have shape {counts.shape}; {len(CELLS)} columns are wanted, one for each of {CELLS}")
    return {
        name: proportion(counts[:, top].sum(axis=1), counts[:, below].sum(axis=1), confidence=confidence)
        for name, (top, below) in RATES.items()
    }


def disparity(measure: str, rates: Mapping[str, ArrayLike]) -> float:
    """One published measure of how far groups lie apart, over the groups that have the rates it looks at.

        difference = highest - lowest            ratio = lowest / highest
        equalised odds: the larger difference (the smaller ratio) of true and false positive rates

    Parameters
    ----------
    measure : a name in DISPARITIES
    rates : for each rate that the measure looks at, shape (groups,), shares; NaN = the group has none

    Returns
    -------
    a share (difference) or a ratio from 0 to 1. NaN where fewer than two groups have the rate, or all have zero (ratio)

    Source: Hardt, Price and Srebro (2016); Chouldechova (2017), Fair Prediction with Disparate Impact, Big Data 5(2),
    for predictive parity. Equal to the functions of the same names in Fairlearn.
    """
    looked_at, kind = DISPARITIES[measure]
    found = []
    for name in looked_at:
        values = np.asarray(rates[name], dtype=np.float64)
        values = values[~np.isnan(values)]
        if len(values) < 2:
            return float("nan")
        low, high = float(values.min()), float(values.max())
        found.append(high - low if kind == "difference" else (low / high if high > 0 else float("nan")))
    return float(max(found) if kind == "difference" else min(found))


@dataclass(frozen=True, slots=True)
class Gap:
    """Shares of two groups and their difference with its limits. `clear` is True where the limits leave out zero."""

    high: int
    low: int
    difference: float
    lower: float
    upper: float

    @property
    def clear(self) -> bool:
        """Whether the difference is more than chance would bring."""
        return self.lower > 0 or self.upper < 0


def difference_limits(
    top: ArrayLike, below: ArrayLike, other_top: ArrayLike, other_below: ArrayLike, confidence: float = 95
) -> tuple[Numbers, Numbers]:
    """The limits of the difference of two shares: Newcombe's hybrid score method.

        lower = d - sqrt((p - l)^2 + (U - q)^2)        upper = d + sqrt((u - p)^2 + (q - L)^2)

    where d = p - q, and l, u (L, U) are Wilson's limits of p (of q).

    Parameters
    ----------
    top, below : people of whom it is true, and all people, of one group; other_top, other_below : of the other
    confidence : per cent

    Returns
    -------
    lower and upper, of one shape, shares from -1 to 1; NaN where a share has no value

    Source: Newcombe (1998), Interval estimation for the difference between independent proportions, Statistics in
    Medicine 17, method 10.
    """
    one, other = (
        proportion(top, below, confidence=(confidence,)),
        proportion(other_top, other_below, confidence=(confidence,)),
    )
    p, q = one.value, other.value
    lower = p - q - np.hypot(p - one.lower[..., 0], other.upper[..., 0] - q)
    upper = p - q + np.hypot(one.upper[..., 0] - p, q - other.lower[..., 0])
    return lower, upper


def widest_gap(top: ArrayLike, below: ArrayLike, confidence: float = 95) -> Gap | None:
    """The two groups that lie furthest apart: of those clearly apart if there are any, else of all.

    With many groups some pair will lie apart by chance. So each of the m pairs is held to a stricter level,
    100 - (100 - confidence) / m per cent (Bonferroni).

    Parameters
    ----------
    top, below : shape (groups,), people; NaN where hidden

    Returns
    -------
    Gap, or None where fewer than two groups have a share
    """
    x, n = np.asarray(top, dtype=np.float64), np.asarray(below, dtype=np.float64)
    there = np.flatnonzero(n > 0)
    there = there[~np.isnan(x[there])]
    if len(there) < 2:
        return None
    first, second = (there[ends] for ends in np.triu_indices(len(there), 1))
    swap = x[first] / n[first] < x[second] / n[second]
    high, low = np.where(swap, second, first), np.where(swap, first, second)
    level = 100 - (100 - confidence) / len(high)
    lower, upper = difference_limits(x[high], n[high], x[low], n[low], level)
    apart = x[high] / n[high] - x[low] / n[low]
    at = int(np.lexsort((-apart, ~(lower > 0)))[0])
    return Gap(int(high[at]), int(low[at]), float(apart[at]), float(lower[at]), float(upper[at]))


def brier_score(chance: ArrayLike, outcome: ArrayLike) -> float:
    """How far stated chances lie from what came: the mean squared distance. 0 is perfect; 0.25 is saying a half always.

        sum (chance - outcome)^2 / n

    Parameters
    ----------
    chance : shape (people,), from 0 to 1; outcome : the same shape, 1 or 0; people with either missing are left out

    Returns
    -------
    from 0 to 1; NaN where nobody is left

    Source: Brier (1950), Verification of forecasts expressed in terms of probability, Monthly Weather Review 78.
    """
    p, y = np.asarray(chance, dtype=np.float64), np.asarray(outcome, dtype=np.float64)
    there = ~(np.isnan(p) | np.isnan(y))
    return float(np.mean((p[there] - y[there]) ** 2)) if np.any(there) else float("nan")


def logistic_slope(score: ArrayLike, outcome: ArrayLike) -> tuple[float, float]:
    """How steeply the odds of an outcome rise with a score: the slope of a logistic regression, and its standard error.

        log(odds of yes) = a + slope * score

    On the log-odds of a stated chance a slope of 1 is right; below 1 the chances are too extreme, above 1 too timid.

    Parameters
    ----------
    score : shape (people,); outcome : the same shape, 1 or 0; people with either missing are left out

    Returns
    -------
    slope and standard error, log-odds for each unit of the score. NaN, NaN where there is none: all scores or all
    outcomes are alike, or a cut parts yes from no without an error

    Source: Cox (1958), Two further applications of a model for binary regression, Biometrika 45.
    """
    x, y = np.asarray(score, dtype=np.float64), np.asarray(outcome, dtype=np.float64)
    there = ~(np.isnan(x) | np.isnan(y))
    x, y = x[there], y[there]
    if not _has_slope(x, y):
        return float("nan"), float("nan")
    middle, spread = float(x.mean()), float(x.std())
    design = np.column_stack([np.ones_like(x), (x - middle) / spread])
    beta = np.zeros(2)
    for _ in range(_STEPS):
        chance = 1 / (1 + np.exp(-np.clip(design @ beta, -500, 500)))
        bend = design.T @ (design * (chance * (1 - chance))[:, None])
        step = np.linalg.solve(bend + np.eye(2) * 1e-12, design.T @ (y - chance))
        beta = beta + np.clip(step, -2, 2)
        if np.max(np.abs(step)) < _NEAR:
            break
    error = float(np.sqrt(np.linalg.inv(bend)[1, 1]))
    return float(beta[1]) / spread, error / spread


def _has_slope(x: Numbers, y: Numbers) -> bool:
    """Whether scores and outcomes vary, and no cut on the score parts all yes from all no."""
    if len(x) < 3 or np.ptp(x) == 0 or np.ptp(y) == 0:
        return False
    yes, no = x[y == 1], x[y == 0]
    return bool(yes.min() < no.max() and no.min() < yes.max())
