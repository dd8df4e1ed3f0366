"""Diagnose: whether parts belong together, which of them say the same, and which of them rule the whole.

A diagnosis changes nothing. It tells whoever wrote the recipe where to look again.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

from placebook.methods.aggregate import arithmetic
from placebook.methods.correlate import (
    complete_rows,
    correlation_of_complete_rows,
    correlation_with,
    covariance_pairs,
)
from placebook.methods.factors import components
from placebook.types import Numbers


def cronbach_alpha(x: ArrayLike, *, missing: str = "pairwise") -> float:
    """Say how consistent parts are as readings of one thing: Cronbach's alpha.

    High (0.7 is often asked for) when parts go up and down together. It rises with the number of parts,
    and a value below zero is a sign that some part runs the wrong way.

        alpha = k / (k - 1) (1 - sum of variances / sum of all variances and covariances)

    Parameters
    ----------
    x : shape (areas, parts), scores on one scale and in one direction; NaN = no value
    missing : "pairwise" or "complete", as in `correlate.correlation`

    Returns
    -------
    at most 1, no unit; NaN where the parts together do not vary

    Raises
    ------
    ValueError : if there are fewer than two parts, or as `correlate.correlation`

    Source: Cronbach (1951), Coefficient alpha and the internal structure of tests, Psychometrika
    16(3); reproduced from figures made with COINr 1.1.14 (pairwise).
    """
    covariance = covariance_pairs(x, missing=missing).covariance
    k = len(covariance)
    if k < 2:
        raise ValueError("alpha compares parts with each other, and there is only one")
    total = float(np.sum(covariance))
    return k / (k - 1) * (1 - float(np.trace(covariance)) / total) if total > 0 else float("nan")


@dataclass(frozen=True, slots=True)
class SamplingAdequacy:
    """How much of what parts share they share as a group: of all parts, and of each."""

    overall: float
    parts: Numbers  # shape (parts,)


def kmo(x: ArrayLike) -> SamplingAdequacy:
    """Say whether parts share enough to be one component: the Kaiser-Meyer-Olkin measure.

    Compares plain correlations with partial ones (what is left between two parts once all others are
    taken into account). Above 0.6 is usually asked for; near 0.5 parts go together in pairs only.

        sum of r^2 / (sum of r^2 + sum of partial r^2), over pairs of different parts

    Parameters
    ----------
    x : shape (areas, parts), NaN = no value; areas with a gap are left out

    Returns
    -------
    SamplingAdequacy, from 0 to 1; NaN where nothing goes with anything

    Raises
    ------
    ValueError : if there are fewer than two parts, fewer than three areas have every figure, a part does
        not vary, or one part follows exactly from others (as it must where areas are fewer than parts)

    Source: Kaiser (1974), An index of factorial simplicity, Psychometrika 39(1); Kaiser and Rice
    (1974), Little jiffy, mark IV, Educational and Psychological Measurement 34(1).
    """
    r = correlation_of_complete_rows(x)
    if len(r) < 2:
        raise ValueError("adequacy compares parts with each other, and there is only one")
    if np.linalg.eigvalsh(r)[0] < 1e-10:
        raise ValueError(
            f"over {len(complete_rows(x))} areas one of {len(r)} parts follows exactly from the others; leave one out"
        )
    inverse = np.linalg.inv(r)
    partial = inverse / np.sqrt(np.outer(np.diag(inverse), np.diag(inverse)))
    plain = (r**2) * (1 - np.eye(len(r)))
    partly = (partial**2) * (1 - np.eye(len(r)))
    with np.errstate(invalid="ignore"):
        parts = np.sum(plain, axis=0) / (np.sum(plain, axis=0) + np.sum(partly, axis=0))
        overall = np.sum(plain) / (np.sum(plain) + np.sum(partly))
    return SamplingAdequacy(float(overall), parts)


def variance_explained(x: ArrayLike) -> Numbers:
    """Say how much one number can tell: the share of all variance that each principal component holds.

    If the first holds most of it, the parts can stand together as one score; if it holds little more
    than 1 / number of parts, their average hides what each says.

    Parameters
    ----------
    x : shape (areas, parts), NaN = no value; areas with a gap are left out

    Returns
    -------
    shape (parts,), the largest first, shares that sum to 1

    Raises
    ------
    ValueError : as `factors.components`

    Source: OECD and JRC (2008), Handbook on Constructing Composite Indicators, section 4.
    """
    return components(x).shares


@dataclass(frozen=True, slots=True)
class Flag:
    """A pair of parts to look at again."""

    first: int  # position of the earlier part
    second: int
    r: float
    problem: str  # "redundant" or "wrong sign"


def correlation_flags(r: ArrayLike, *, redundant: float = 0.92, wrong_sign: float = -0.4) -> tuple[Flag, ...]:
    """Name the pairs of parts that say the same, or say the opposite, within one whole.

    Scores all point one way, so parts of one whole should correlate above zero, and not so closely that
    one of them is counted twice.

    Parameters
    ----------
    r : shape (parts, parts), correlations of scores; NaN (none, or not beyond chance) is not flagged
    redundant : a correlation above this is "redundant"
    wrong_sign : a correlation below this is "wrong sign"

    Returns
    -------
    one Flag for each such pair, in the order of the parts

    Raises
    ------
    ValueError : if `redundant` is not above `wrong_sign`

    Source: the limits are those by which COINr 1.1.14 colours its correlation plots; Becker and others
    (2022), Journal of Open Source Software 7(78), 4567.
    """
    if not redundant > wrong_sign:
        raise ValueError(f"redundant ({redundant}) must be above wrong_sign ({wrong_sign})")
    table = np.asarray(r, dtype=np.float64)
    pairs = [(i, j, float(table[i, j])) for i, j in zip(*np.triu_indices(len(table), 1), strict=True)]
    return tuple(
        Flag(int(i), int(j), value, "redundant" if value > redundant else "wrong sign")
        for i, j, value in pairs
        if value > redundant or value < wrong_sign
    )


def importance(x: ArrayLike, whole: ArrayLike) -> Numbers:
    """Say how far each part alone would tell the whole: its squared correlation with it.

    A weight says what was meant; this says what came of it. Two parts of equal weight can differ
    tenfold in importance. The shares overlap where parts go together, so they need not sum to 1.

        importance = r(part, whole)^2

    Parameters
    ----------
    x : shape (areas, parts), NaN = no value
    whole : shape (areas,), NaN = no value

    Returns
    -------
    shape (parts,), from 0 to 1; NaN where a part or the whole does not vary

    Raises
    ------
    ValueError : as `correlate.correlation_with`

    Source: Paruolo, Saisana and Saltelli (2013), Ratings and rankings: voodoo or science?, Journal of
    the Royal Statistical Society A 176(3), the linear case of their main effect.
    """
    return correlation_with(x, whole) ** 2


def variance_shares(x: ArrayLike, weights: ArrayLike) -> Numbers:
    """Split the variance of an average over its parts: which of them make areas differ.

        share = w cov(part, whole) / var(whole)     whole = sum(w x) / sum(w), with weights that sum to 1

    Parameters
    ----------
    x : shape (areas, parts), NaN = no value; areas with a gap are left out
    weights : shape (parts,); for the indicators of a whole tree, their effective weights

    Returns
    -------
    shape (parts,), summing to 1; below zero where a part works against the whole; NaN if the whole does
    not vary

    Raises
    ------
    ValueError : if weights sum to zero, or fewer than two areas have every figure

    Source: the covariance decomposition of a weighted sum, as in Shorrocks (1982), Inequality
    decomposition by factor components, Econometrica 50(1).
    """
    rows = complete_rows(x)
    if len(rows) < 2:
        raise ValueError(f"{len(rows)} areas have a figure for every part, and at least 2 are needed")
    given = np.asarray(weights, dtype=np.float64)
    whole = arithmetic(rows, given)
    whole = whole - np.mean(whole)
    covariance = np.mean((rows - np.mean(rows, axis=0)) * whole[:, None], axis=0)
    variance = float(np.mean(whole**2))
    if variance == 0:
        return np.full(covariance.shape, np.nan)
    share: Numbers = given / np.sum(given) * covariance / variance
    return share


def dominating(shares: ArrayLike, weights: ArrayLike, *, times: float = 2.0) -> NDArray[np.bool_]:
    """Mark the parts that rule the whole: their share of its variance is over `times` their share of weight.

    Parameters
    ----------
    shares : shape (parts,), as from `variance_shares`; NaN is not marked
    weights : shape (parts,), any scale
    times : above this multiple of its weight a part dominates

    Returns
    -------
    shape (parts,)

    Raises
    ------
    ValueError : if `times` is not above 1
    """
    if not times > 1:
        raise ValueError(f"times must be above 1, not {times}")
    size = np.abs(np.asarray(weights, dtype=np.float64))
    ruling: NDArray[np.bool_] = np.asarray(shares, dtype=np.float64) > times * size / np.sum(size)
    return ruling


@dataclass(frozen=True, slots=True)
class Availability:
    """How many figures an area or an indicator has, and how many of those are zero."""

    missing: NDArray[np.int64]
    zero: NDArray[np.int64]
    share: Numbers  # share of figures that are there, 0 to 1
    not_zero: Numbers  # share of those that are not zero; NaN where none is there


def availability(x: ArrayLike, axis: int = 1) -> Availability:
    """Count the figures that are there. Many zeros can mean that gaps were written as zeros.

    Parameters
    ----------
    x : shape (areas, indicators), NaN = no value
    axis : 1 counts over indicators, one answer for each area; 0 over areas, one for each indicator

    Returns
    -------
    Availability, each field of the shape of x without the axis
    """
    figures = np.asarray(x, dtype=np.float64)
    there = np.sum(~np.isnan(figures), axis=axis)
    zero = np.sum(figures == 0, axis=axis)
    some = np.where(there > 0, there, np.nan)
    return Availability(figures.shape[axis] - there, zero, there / figures.shape[axis], 1 - zero / some)
