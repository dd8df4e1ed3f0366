"""Outrank: compare areas two by two, part by part, so that no part makes good for another."""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike

from placebook.methods.parts import SAME_SHARE, Missing, checked_weights, parts_that_count, refuse_negative_weights
from placebook.types import Numbers

_PAIRS_AT_ONCE = 1_000_000  # comparisons held in memory by `copeland`: about 25 MB


def outranking(x: ArrayLike, weights: ArrayLike) -> Numbers:
    """Compare every two areas part by part: the share of weight on which one is ahead of the other.

    A part on which the two are level counts half for each. Only parts that both areas have are
    compared, and their weights renormalised; two areas with no part in common are NaN.

        entry (a, b) = sum of w where x[a] > x[b], plus half of w where x[a] = x[b], over the sum of w

    Parameters
    ----------
    x : shape (areas, parts), NaN = no value
    weights : shape (parts,), none negative, must not sum to zero

    Returns
    -------
    shape (areas, areas), shares from 0 to 1; (a, b) and (b, a) add to 1, and the diagonal is 0

    Raises
    ------
    ValueError : if a weight is negative, or weights sum to zero

    Source: Munda and Nardo (2009), Noncompensatory/nonlinear composite indicators for ranking
    countries: a defensible setting, Applied Economics 41(12), the outranking matrix; reproduced from
    figures made with COINr 1.1.14.
    """
    figures = np.asarray(x, dtype=np.float64)
    ahead = _outranking_rows(figures, figures, _weights_of_copeland(figures, weights))
    np.fill_diagonal(ahead, 0.0)
    return ahead


def copeland(x: ArrayLike, weights: ArrayLike, *, missing: Missing = "refuse") -> Numbers:
    """Combine parts by counting contests: how many areas one outranks, less how many outrank it.

    Two areas are compared part by part (see `outranking`). The one ahead on more than half of the
    weight wins. Only order matters, never how far apart areas are, so no part makes good for another,
    and the score of one area depends on the others.

        whole(a) = number of b with outranking(a, b) > 1/2  -  number of b with outranking(a, b) < 1/2

    Parameters
    ----------
    x : shape (..., areas, parts), NaN = no value; every leading index is a contest of its own
    weights : fits x by broadcasting; the same for all areas of one contest, none negative, must not sum to zero
    missing : with "leave_out" or "at_least", two areas are compared on the parts that both have. An
        area that is missing takes part in no contest

    Returns
    -------
    shape (..., areas), whole numbers from -(n - 1) to n - 1 that sum to zero over the n areas with a score

    Raises
    ------
    ValueError : if a weight is negative, weights sum to zero, or they differ between areas

    Source: Copeland's rule as in Munda and Nardo (2009), Applied Economics 41(12), and Becker,
    Caperna, Del Sorbo, Norlen, Papadimitriou and Saisana (2022), COINr: an R package for developing
    composite indicators, Journal of Open Source Software 7(78), 4567.
    """
    parts = parts_that_count(x, weights, missing)
    refuse_negative_weights(weights)
    figures = np.asarray(x, dtype=np.float64)
    if figures.ndim < 2:
        raise ValueError(f"copeland compares areas: x must have shape (areas, parts), not {figures.shape}")
    declared = np.broadcast_to(np.asarray(weights, dtype=np.float64), figures.shape)
    scores = np.empty(figures.shape[:-1])
    for contest in np.ndindex(figures.shape[:-2]):
        share = _weights_of_copeland(figures[contest], declared[contest])
        entrants = np.where(parts.has_score[contest][:, None], figures[contest], np.nan)
        scores[contest] = np.where(parts.has_score[contest], _contests_won(entrants, share), np.nan)
    return scores


def _weights_of_copeland(figures: Numbers, weights: ArrayLike) -> Numbers:
    """One set of weights, shape (parts,), for all areas of a contest."""
    given = checked_weights(figures, weights)
    refuse_negative_weights(weights)
    if np.any(given != given[:1]):
        raise ValueError("areas are compared on the same weights, and these differ between areas")
    shared: Numbers = given[0]
    return shared


def _outranking_rows(rows: Numbers, figures: Numbers, weights: Numbers) -> Numbers:
    """The share of weight on which each row is ahead of each area, shape (rows, areas)."""
    ahead = np.zeros((len(rows), len(figures)))
    asked = np.zeros_like(ahead)
    for part, weight in enumerate(weights):
        a, b = rows[:, part, None], figures[None, :, part]
        ahead += weight * ((a > b) + 0.5 * (a == b))
        asked += weight * ~(np.isnan(a) | np.isnan(b))
    return np.divide(ahead, asked, out=np.full_like(ahead, np.nan), where=asked > 0)


def _contests_won(figures: Numbers, weights: Numbers) -> Numbers:
    """Contests won less contests lost by each area, shape (areas,), a block of rows at a time."""
    block = max(1, _PAIRS_AT_ONCE // max(1, len(figures)))
    won = np.zeros(len(figures))
    for start in range(0, len(figures), block):
        ahead = _outranking_rows(figures[start : start + block], figures, weights)
        above, below = ahead > 0.5 + SAME_SHARE, ahead < 0.5 - SAME_SHARE
        won[start : start + block] = np.sum(above, axis=1) - np.sum(below, axis=1, dtype=np.int64)
    return won
