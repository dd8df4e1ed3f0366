"""Aggregate by something other than a mean: the worst part, the middle one, a product, a penalty, a formula.

Same arguments as in `aggregate`.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import ArrayLike

from placebook.methods.formula import read_formula
from placebook.methods.parts import Missing, checked_weights, parts_that_count, refuse_negative_weights
from placebook.types import Numbers


def minimum(x: ArrayLike, weights: ArrayLike, *, missing: Missing = "refuse") -> Numbers:
    """Take the lowest part: a chain is as strong as its weakest link, and nothing makes good for it.

        whole = min(x)

    Parameters
    ----------
    x : shape (..., parts), points of score; NaN = no value
    weights : fits x by broadcasting; only whether a weight is zero matters, and then the part is not asked
    missing : what to do about parts without a value, see `aggregate`

    Returns
    -------
    shape (...), the unit of x

    Raises
    ------
    ValueError : if weights sum to zero or are not numbers, or x holds infinities

    Source: the limit of the generalised mean as its order falls; Hardy, Littlewood and Polya (1934),
    Inequalities, chapter 2.
    """
    parts = parts_that_count(x, weights, missing)
    lowest = np.min(np.where(parts.counts, parts.values, np.inf), axis=-1, initial=np.inf)
    return np.where(parts.has_score, lowest, np.nan)


def maximum(x: ArrayLike, weights: ArrayLike, *, missing: Missing = "refuse") -> Numbers:
    """Take the highest part: one strong part is enough, or, where high is worse, one grave risk is.

        whole = max(x)

    Parameters, returns and errors are those of `minimum`.

    Source: the limit of the generalised mean as its order rises; Hardy, Littlewood and Polya (1934),
    Inequalities, chapter 2.
    """
    parts = parts_that_count(x, weights, missing)
    highest = np.max(np.where(parts.counts, parts.values, -np.inf), axis=-1, initial=-np.inf)
    return np.where(parts.has_score, highest, np.nan)


def median(x: ArrayLike, weights: ArrayLike, *, missing: Missing = "refuse") -> Numbers:
    """Take the middle part (or halfway between the middle two), so that no one odd part can move the whole far.

        whole = median(x)

    Parameters, returns and errors are those of `minimum`.

    Source: OECD and JRC (2008), Handbook on Constructing Composite Indicators, step 6 (aggregation).
    """
    parts = parts_that_count(x, weights, missing)
    ordered = np.sort(np.where(parts.counts, parts.values, np.inf), axis=-1)
    count = np.maximum(np.sum(parts.counts, axis=-1, keepdims=True), 1)
    below, above = (np.take_along_axis(ordered, place, axis=-1)[..., 0] for place in ((count - 1) // 2, count // 2))
    return np.where(parts.has_score, (below + above) / 2, np.nan)


def product(x: ArrayLike, weights: ArrayLike, *, missing: Missing = "refuse") -> Numbers:
    """Multiply the parts, each raised to the power of its weight, as risk is hazard times exposure times vulnerability.

    Weights are powers, used as they stand: with weights of 1 it is the plain product, with weights
    that sum to 1 the geometric mean. One part at zero makes the whole zero.

        whole = x1^w1 * x2^w2 * ...

    Parameters
    ----------
    x : shape (..., parts), none below zero; NaN = no value
    weights : fits x by broadcasting; none negative, must not sum to zero
    missing : what to do about parts without a value, see `aggregate`; parts left out count as 1

    Returns
    -------
    shape (...), the product of the units of x

    Raises
    ------
    ValueError : if values are below zero (with how many), a weight is negative, or weights sum to zero

    Source: OECD and JRC (2008), Handbook on Constructing Composite Indicators, step 6 (geometric
    aggregation), without the root; the form of INFORM Risk and of the Human Capital Index.
    """
    parts = parts_that_count(x, weights, missing)
    refuse_negative_weights(weights)
    parts.refuse_values_below_zero("a product", zero_too=False)
    whole = np.prod(np.where(parts.counts, np.power(parts.or_one(), parts.weights), 1.0), axis=-1)
    return np.where(parts.has_score, whole, np.nan)


def mazziotta_pareto(
    x: ArrayLike, weights: ArrayLike, *, penalty: str = "downwards", missing: Missing = "refuse"
) -> Numbers:
    """Average the parts and take off a penalty for how uneven they are.

    Two areas with the same average part company: the one whose parts lie further apart scores
    lower (or higher, for an index in which high is worse and the penalty goes upwards).

        M = sum(w x) / sum(w)            S^2 = sum(w (x - M)^2) / sum(w)
        whole = M - S^2 / M              downwards
        whole = M + S^2 / M              upwards

    Parameters
    ----------
    x : shape (..., parts), points of score round a number well above zero, such as 100; NaN = no value
    weights : fits x by broadcasting; none negative, must not sum to zero. Equal in the published method
    penalty : "downwards" where a high score is better, "upwards" where it is worse
    missing : what to do about parts without a value, see `aggregate`

    Returns
    -------
    shape (...), the unit of x

    Raises
    ------
    ValueError : an average that is not above zero (with how many), another word for penalty, a negative
        weight, or weights that sum to zero

    Source: Mazziotta and Pareto (2016), On a Generalized Non-compensatory Composite Index for Measuring
    Socio-economic Phenomena, Social Indicators Research 127(3); used by Istat for equitable and
    sustainable well-being (BES).
    """
    if penalty not in ("downwards", "upwards"):
        raise ValueError(f"penalty is downwards or upwards, not {penalty!r}")
    parts = parts_that_count(x, weights, missing)
    refuse_negative_weights(weights)
    mean = parts.averaged(parts.values)
    low = int(np.sum(mean <= 0))
    if low:
        raise ValueError(
            f"{low:,} average{'s are' if low > 1 else ' is'} not above zero, and a penalty is a share of the "
            "average; normalise to a scale well above zero, such as z_score with mean 100 and sd 10"
        )
    uneven = parts.averaged(np.where(parts.counts, (parts.values - mean[..., None]) ** 2, 0.0)) / mean
    whole: Numbers = mean - uneven if penalty == "downwards" else mean + uneven
    return whole


def by_formula(
    x: ArrayLike, weights: ArrayLike, *, formula: str, names: Sequence[str] = (), absent: Sequence[str] = ()
) -> Numbers:
    """Combine parts by a formula that names them, for what no other method says, such as one part over another.

    Weights play no role; neither does a rule for missing parts, but `first(a, b)` in the formula
    takes the first that is there.

        whole = the formula, for instance 1 - women-and-men / equal

    Parameters
    ----------
    x : shape (..., parts), points of score; NaN = no value
    weights : fits x by broadcasting; not used
    formula : names of parts, numbers, + - * / ^ and functions, see `placebook.methods.formula`
    names : the name of each part, in the order of x
    absent : names of further parts that nobody has figures for

    Returns
    -------
    shape (...); NaN where a part of the formula is missing or it has no answer

    Raises
    ------
    ValueError : what is no formula; a name in it that is no part

    Source: the formula of the index itself, as its publisher writes it.
    """
    figures = np.asarray(x, dtype=np.float64)
    checked_weights(figures, weights)
    read = read_formula(formula)
    known = {name: figures[..., k] for k, name in enumerate(names)}
    known |= {name: np.full(figures.shape[:-1], np.nan) for name in absent}
    strange = [name for name in read.names if name not in known]
    if strange:
        raise ValueError(f"the formula names {strange[0]!r}, which is no part of it; there is: {', '.join(known)}")
    return read.of(known)
