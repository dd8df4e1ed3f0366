"""What every rate gives back: a value, its limits, and why there is none; and the checks that all rates share."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

from placebook.types import Numbers

Texts = NDArray[np.object_]
Truths = NDArray[np.bool_]

NO_NUMERATOR = "the numerator is missing"
NO_DENOMINATOR = "the denominator is missing"
NO_FIGURE = "the figure is missing"
ZERO_DENOMINATOR = "the denominator is zero"


@dataclass(frozen=True, slots=True)
class Estimate:
    """Values with their limits. NaN where there is none, and then `why` says why; '' elsewhere.

    `value` and `why` have one shape, say (areas,); `lower` and `upper` have one axis more, the confidence levels.
    """

    value: Numbers
    lower: Numbers
    upper: Numbers
    why: Texts

    def times(self, factor: float) -> Estimate:
        """The same in another unit: per 1,000 in place of per head."""
        return Estimate(self.value * factor, self.lower * factor, self.upper * factor, self.why)


def tails(confidence: Sequence[float]) -> Numbers:
    """The chance left beyond each limit, shape (levels,): 0.025 for 95 per cent.

    Raises ValueError for a level that is not from 50 to below 100 per cent, or for none.
    """
    levels = np.asarray(confidence, dtype=np.float64)
    if levels.ndim != 1 or not levels.size or np.any(~((levels >= 50) & (levels < 100))):
        raise ValueError(f"a level of confidence is a percentage from 50 to below 100, as 95 or 99.8, not {confidence}")
    tail: Numbers = (1 - levels / 100) / 2
    return tail


def standard_errors(confidence: Sequence[float]) -> Numbers:
    """How many standard errors lie between a value and each of its limits, shape (levels,): 1.96 for 95 per cent."""
    from scipy.special import ndtri

    found: Numbers = -ndtri(tails(confidence))
    return found


def as_counts(values: ArrayLike, what: str) -> Numbers:
    """Counts as float64, refused where one is below zero or infinite. NaN stands for missing. They need not be whole.

    Raises ValueError with the first that is wrong and its place.
    """
    counts = np.asarray(values, dtype=np.float64)
    wrong = np.argwhere((counts < 0) | np.isinf(counts))
    if len(wrong):
        place = ", ".join(str(int(i) + 1) for i in wrong[0])
        raise ValueError(f"{what} cannot be {counts[tuple(wrong[0])]:g} (number {place}); it is a count from 0 up")
    return counts


def reasons(shape: tuple[int, ...], *cases: tuple[Truths | np.bool_, str]) -> Texts:
    """For every place the first reason that holds there, or ''."""
    why = np.full(shape, "", dtype=object)
    for holds, reason in reversed(cases):
        why[np.broadcast_to(holds, shape)] = reason
    return why


def without(estimate: Estimate, why: Texts) -> Estimate:
    """The same estimate with neither value nor limits where there is a reason against them."""
    gone = why != ""
    return Estimate(
        np.where(gone, np.nan, estimate.value),
        np.where(gone[..., None], np.nan, estimate.lower),
        np.where(gone[..., None], np.nan, estimate.upper),
        why,
    )
