"""What of a whole's parts counts: values that are there, weights that can be used, floors and refusals.

The rules that every aggregation shares. A part counts where it has a value, carries weight, and belongs
to a whole that has enough parts for a score.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

from placebook.types import Numbers

Missing = str | Mapping[str, float]

_NO_WEIGHT = 1e-12  # a sum of weights below this share of their sizes is a sum of zero, lost in rounding
SAME_SHARE = 1e-9  # shares of weight closer than this are equal


def share_present(x: ArrayLike, weights: ArrayLike) -> Numbers:
    """Say how much of a whole rests on values: the share of weight whose parts are there.

    Parameters
    ----------
    x : shape (..., parts), NaN = no value
    weights : fits x by broadcasting; sizes count, not signs

    Returns
    -------
    shape (...), from 0 (nothing is there) to 1

    Raises
    ------
    ValueError : if weights are all zero or not numbers
    """
    figures = np.asarray(x, dtype=np.float64)
    size = np.abs(checked_weights(figures, weights))
    asked: Numbers = np.sum(size, axis=-1)
    there: Numbers = np.sum(size * ~np.isnan(figures), axis=-1)
    share: Numbers = there / asked
    return share


@dataclass(frozen=True, slots=True)
class Parts:
    """Values and weights of the parts of wholes: both are 0 where a part does not count."""

    values: Numbers  # shape (..., parts)
    weights: Numbers  # shape (..., parts)
    total: Numbers  # shape (...): sum of the weights that count, 1 where there is no score
    has_score: NDArray[np.bool_]  # shape (...)

    @property
    def counts(self) -> NDArray[np.bool_]:
        """Where a part counts, shape (..., parts)."""
        counted: NDArray[np.bool_] = self.weights != 0
        return counted

    def averaged(self, values: Numbers) -> Numbers:
        """The weighted average of values made from these parts; NaN where there is no score."""
        mean = np.sum(values * self.weights, axis=-1) / self.total
        return np.where(self.has_score, mean, np.nan)

    def lifted_to(self, floor: float | None) -> Parts:
        """The same parts with values below the floor counted as the floor."""
        if floor is None:
            return self
        if not floor > 0:
            raise ValueError(f"the floor must be above zero, not {floor}")
        lifted = np.where(self.counts, np.maximum(self.values, floor), 0.0)
        return Parts(lifted, self.weights, self.total, self.has_score)

    def or_one(self) -> Numbers:
        """The values, with 1 where a part does not count: its logarithm and powers exist and weigh nothing."""
        return np.where(self.counts, self.values, 1.0)

    def largest(self) -> Numbers:
        """Each whole's largest part, 1 where none is above zero."""
        top = np.max(np.where(self.counts, self.values, 0.0), axis=-1, initial=0.0)
        return np.where(top > 0, top, 1.0)

    def smallest(self) -> Numbers:
        """Each whole's smallest part, 1 where it has none."""
        bottom = np.min(np.where(self.counts, self.values, np.inf), axis=-1, initial=np.inf)
        return np.where(np.isfinite(bottom), bottom, 1.0)

    def refuse_values_below_zero(self, mean: str, zero_too: bool) -> None:
        """Refuse values that a mean cannot take: negative ones, and zeros where `zero_too`."""
        wrong = self.counts & ((self.values <= 0) if zero_too else (self.values < 0))
        if np.any(wrong):
            found = _some(int(np.sum(wrong)), "value is", "values are")
            raise ValueError(
                f"{found} {'zero or below' if zero_too else 'below zero'} "
                f"(the lowest is {self.values[wrong].min():g}), which {mean} cannot take. "
                "State a floor above zero, or normalise to a scale that starts above zero"
            )


def parts_that_count(x: ArrayLike, weights: ArrayLike, missing: Missing) -> Parts:
    """Set apart the values and weights that count under the rule for missing parts.

    Parameters
    ----------
    x : shape (..., parts), NaN = no value
    weights : fits x by broadcasting
    missing : "refuse", "leave_out" or {"at_least": share}, see `placebook.methods.aggregate`

    Raises
    ------
    ValueError : if x holds infinities, weights are not numbers or sum to zero, among all parts or among
        those that are there, or the rule is none of the three
    """
    figures = np.asarray(x, dtype=np.float64)
    infinite = int(np.sum(np.isinf(figures)))
    if infinite:
        raise ValueError(f"{_some(infinite, 'value is', 'values are')} infinite; give a number or none")
    declared = checked_weights(figures, weights)
    there = ~np.isnan(figures)
    has_score = _enough(figures, declared, there, missing)
    counted = np.where(there & has_score[..., None], declared, 0.0)
    total = np.sum(counted, axis=-1)
    cancelled = has_score & (np.abs(total) <= _NO_WEIGHT * np.sum(np.abs(counted), axis=-1))
    if np.any(cancelled):
        raise ValueError(
            f"the weights of the parts that are there sum to zero in {np.sum(cancelled)} of {cancelled.size} cases"
        )
    values = np.where(counted != 0, figures, 0.0)
    return Parts(values, counted, np.where(has_score, total, 1.0), has_score)


def checked_weights(figures: Numbers, weights: ArrayLike) -> Numbers:
    """The weights in the shape of the figures, refused where they cannot be used."""
    given = np.atleast_1d(np.asarray(weights, dtype=np.float64))
    if figures.ndim == 0 or figures.shape[-1] == 0:
        raise ValueError("there are no parts to combine")
    if not np.all(np.isfinite(given)):
        raise ValueError(f"{np.sum(~np.isfinite(given))} of {given.size} weights are not numbers")
    nothing = np.atleast_1d(np.abs(np.sum(given, axis=-1)) <= _NO_WEIGHT * np.sum(np.abs(given), axis=-1))
    if np.any(nothing):
        sets = f" in {np.sum(nothing)} of {nothing.size} sets" if nothing.size > 1 else ""
        raise ValueError(f"the weights of {figures.shape[-1]} parts sum to zero{sets}; at least one must be above zero")
    try:
        return np.broadcast_to(given, figures.shape)
    except ValueError:
        raise ValueError(f"weights of shape {given.shape} do not fit parts of shape {figures.shape}") from None


def refuse_negative_weights(weights: ArrayLike) -> None:
    """Refuse weights below zero, with how many there are of those declared."""
    count = int(np.sum(np.asarray(weights, dtype=np.float64) < 0))
    if count:
        raise ValueError(
            f"{_some(count, 'weight is', 'weights are')} negative. Only an arithmetic mean or a weighted sum "
            "can take negative weights; look at the direction of the part instead"
        )


def _enough(figures: Numbers, weights: Numbers, there: NDArray[np.bool_], missing: Missing) -> NDArray[np.bool_]:
    """Where enough parts are there for the whole to have a score, shape (...)."""
    some: NDArray[np.bool_] = np.any(there & (weights != 0), axis=-1)
    if missing == "leave_out":
        return some
    if missing == "refuse":
        return np.asarray(np.all(there | (weights == 0), axis=-1))
    if not isinstance(missing, Mapping) or set(missing) != {"at_least"}:
        raise ValueError(f"missing must be 'refuse', 'leave_out' or {{'at_least': a share}}, not {missing!r}")
    least = missing["at_least"]
    if not 0 <= least <= 1:
        raise ValueError(f"missing, at_least: a share from 0 to 1 is needed, not {least}")
    return some & (share_present(figures, weights) >= least - SAME_SHARE)


def _some(count: int, one: str, many: str) -> str:
    return f"{count:,} {one if count == 1 else many}"
