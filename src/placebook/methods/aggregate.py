"""Aggregate: combine the scores of parts into the score of a whole.

Every function takes `x`, whose last axis holds the parts, and `weights`, which fit `x` by broadcasting:
one set of weights for all areas, shape (parts,), or one for each, shape (..., parts). The result has the
shape of `x` without its last axis. Only the ratios of weights matter, except in `weighted_sum`.

What happens where a part has no value is the option `missing`:

- "refuse" (default): one missing part makes the whole missing;
- "leave_out": the parts that are there share the weight of those that are not;
- {"at_least": 0.66}: as "leave_out" if parts with that share of the weight are there, else missing.

A part of weight zero is not asked: its value, there or not, changes nothing. A whole without any
part that counts is missing, never zero.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping

import numpy as np
from numpy.typing import ArrayLike

from placebook.methods.aggregate_more import by_formula, maximum, mazziotta_pareto, median, minimum, product
from placebook.methods.outrank import copeland
from placebook.methods.parts import Missing, parts_that_count, refuse_negative_weights
from placebook.types import Numbers


def arithmetic(x: ArrayLike, weights: ArrayLike, *, missing: Missing = "refuse") -> Numbers:
    """Combine parts by their weighted average.

    The plainest rule: a point lost on one part is made good by a point gained on another of the
    same weight. Use it where that is what you mean.

        whole = sum(w x) / sum(w)

    Parameters
    ----------
    x : shape (..., parts), points of score; NaN = no value
    weights : fits x by broadcasting; any scale, must not sum to zero. Negative weights are taken as given
    missing : what to do about parts without a value, see the head of this module

    Returns
    -------
    shape (...), the unit of x; between the lowest and highest part if no weight is negative

    Raises
    ------
    ValueError : if weights sum to zero or are not numbers, or x holds infinities

    Source: OECD and JRC (2008), Handbook on Constructing Composite Indicators: Methodology and
    User Guide, section 6, additive aggregation.
    """
    parts = parts_that_count(x, weights, missing)
    return parts.averaged(parts.values)


def geometric(x: ArrayLike, weights: ArrayLike, *, floor: float | None = None, missing: Missing = "refuse") -> Numbers:
    """Combine parts by their weighted geometric mean.

    A bad score on one part is only partly made good by a good score on another, and gains count for
    more where scores are low. It needs values above zero: a `floor` lifts lower ones to a stated figure.

        whole = exp( sum(w ln max(x, floor)) / sum(w) )

    Parameters
    ----------
    x : shape (..., parts), points of score; NaN = no value
    weights : fits x by broadcasting; none negative, must not sum to zero
    floor : values below this count as this, in the unit of x; None = no floor
    missing : what to do about parts without a value, see the head of this module

    Returns
    -------
    shape (...), the unit of x; never above the arithmetic mean of the same (floored) parts

    Raises
    ------
    ValueError : if values are zero or negative and there is no floor (with how many), the floor is
        not above zero, a weight is negative, or weights sum to zero

    Source: OECD and JRC (2008), Handbook on Constructing Composite Indicators: Methodology and
    User Guide, section 6, geometric aggregation.
    """
    return generalised(x, weights, order=0, floor=floor, missing=missing)


def harmonic(x: ArrayLike, weights: ArrayLike, *, floor: float | None = None, missing: Missing = "refuse") -> Numbers:
    """Combine parts by their weighted harmonic mean.

    Stricter than the geometric mean: the lowest part pulls hardest.

        whole = sum(w) / sum(w / max(x, floor))

    Parameters, returns and errors are those of `geometric`; the result is never above the geometric mean.

    Source: OECD and JRC (2008), Handbook on Constructing Composite Indicators: Methodology and
    User Guide, section 6, read with Hardy, Littlewood and Polya (1934), Inequalities, chapter 2.
    """
    return generalised(x, weights, order=-1, floor=floor, missing=missing)


def generalised(
    x: ArrayLike,
    weights: ArrayLike,
    *,
    order: float,
    floor: float | None = None,
    missing: Missing = "refuse",
) -> Numbers:
    """Combine parts by a power mean of any order: one dial for how far parts make good for each other.

        whole = ( sum(w x^order) / sum(w) ) ^ (1/order)        order 0: the geometric mean

    Order 1 is the arithmetic mean, 0 the geometric, -1 the harmonic; the lower the order, the nearer
    the whole is to its lowest part. It is computed from logarithms of parts divided by the area's
    largest (or, for orders of zero and below, smallest) part, with log1p and expm1: the same formula,
    which neither overflows at high orders nor loses its digits at orders near zero.

    Parameters
    ----------
    x : shape (..., parts), points of score; NaN = no value
    weights : fits x by broadcasting; must not sum to zero, and none negative unless order is 1
    order : any finite number
    floor : values below this count as this, in the unit of x; None = no floor
    missing : what to do about parts without a value, see the head of this module

    Returns
    -------
    shape (...), the unit of x; it does not fall as the order rises

    Raises
    ------
    ValueError : if values are negative (order above 0, other than 1) or not above zero (order 0 and
        below) and there is no floor that lifts them, with how many; or as `geometric`

    Source: Hardy, Littlewood and Polya (1934), Inequalities, chapter 2 (means with weights); used for
    composite indicators by Decancq and Lugo (2013), Weights in Multidimensional Indices of
    Wellbeing: An Overview, Econometric Reviews 32(1).
    """
    if not np.isfinite(order):
        raise ValueError(f"the order of a generalised mean must be a finite number, not {order}")
    parts = parts_that_count(x, weights, missing).lifted_to(floor)
    if order == 1:
        return parts.averaged(parts.values)
    refuse_negative_weights(weights)
    parts.refuse_values_below_zero(_called(order), zero_too=order <= 0)
    scale = parts.largest() if order > 0 else parts.smallest()
    with np.errstate(divide="ignore"):  # the logarithm of a zero, where the order allows one
        log = np.where(parts.counts, np.log(parts.or_one()) - np.log(scale)[..., None], 0.0)
        if order == 0:
            return np.asarray(scale * np.exp(parts.averaged(log)))
        change = np.maximum(parts.averaged(np.expm1(order * log)), -1.0)  # rounding must not pass -1
        return np.asarray(scale * np.exp(np.log1p(change) / order))


def _called(order: float) -> str:
    names = {0.0: "a geometric mean", -1.0: "a harmonic mean"}
    return names.get(order, f"a generalised mean of order {order:g}")


def weighted_sum(x: ArrayLike, weights: ArrayLike, *, missing: Missing = "refuse") -> Numbers:
    """Add the weighted parts, with the weights just as declared.

    Some published indices have weights that sum to 0.999, or to the number of parts, and are not put
    right. This adds them as they stand. With "leave_out" or "at_least" it adds what is there, and a
    missing part then lowers the whole: prefer `arithmetic` unless a published method says otherwise.

        whole = sum(w x)

    Parameters
    ----------
    x : shape (..., parts), points of score; NaN = no value
    weights : fits x by broadcasting; used as they stand, must not sum to zero
    missing : what to do about parts without a value, see the head of this module

    Returns
    -------
    shape (...), the unit of x times the unit of the weights

    Raises
    ------
    ValueError : if weights sum to zero or are not numbers, or x holds infinities

    Source: MHCLG (2019), English Indices of Deprivation 2019: Technical Report, p. 28, where the
    printed weights sum to 0.999.
    """
    parts = parts_that_count(x, weights, missing)
    total: Numbers = np.sum(parts.values * parts.weights, axis=-1)
    return np.where(parts.has_score, total, np.nan)


METHODS: Mapping[str, Callable[..., Numbers]] = {
    "arithmetic": arithmetic,
    "geometric": geometric,
    "harmonic": harmonic,
    "generalised": generalised,
    "weighted_sum": weighted_sum,
    "minimum": minimum,
    "maximum": maximum,
    "median": median,
    "product": product,
    "mazziotta_pareto": mazziotta_pareto,
    "copeland": copeland,
    "formula": by_formula,
}
