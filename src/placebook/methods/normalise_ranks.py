"""Normalise by position: only the order of the areas counts, not how far apart they are.

Same arguments as in `normalise`. Where the reference is not x itself (all periods, or a base period), an
area's position is the one it would take among the reference rows. Figures that agree to ten significant
digits tie, so that no order rests on rounding error. An index made this way says who is ahead, never by
how much, and cannot show that everybody improved.
"""

from __future__ import annotations

import numpy as np

from placebook.methods.rank import round_significant
from placebook.methods.reference import counted, refuse, worst_and_best
from placebook.types import Numbers

_DIGITS = 10  # as for ranks of scores


def rank(x: Numbers, reference: Numbers, sign: Numbers, ties: str = "lowest") -> Numbers:
    """Score each area by its position, 1 for the worst; robust to outliers, and forgets distances.

        score = 1 + number of reference areas that do strictly worse        ties = "lowest"

    Parameters
    ----------
    x, reference, sign : shapes (areas, k), (rows, k), (k,); see `normalise`
    ties : what equal areas share: the "lowest" of their positions, or their "average"

    Returns
    -------
    shape (areas, k): 1 to the number of areas with a figure, higher is better

    Raises
    ------
    NoVariation : a column of the reference holds one figure only
    ValueError : `ties` is another word

    Source: OECD/JRC (2008), Handbook on Constructing Composite Indicators, step 5 (normalisation);
    COINr, n_rank.
    """
    worst_and_best(reference, sign)  # refuses a column without variation
    return _position(x * sign, reference * sign, ties)


def borda(x: Numbers, reference: Numbers, sign: Numbers, ties: str = "lowest") -> Numbers:
    """Score each area by how many others it beats, as in a Borda election with indicators as voters.

        score = rank - 1

    Parameters
    ----------
    x, reference, sign, ties : as in `rank`

    Returns
    -------
    shape (areas, k): 0 for the worst, to one less than the number of areas with a figure

    Raises
    ------
    NoVariation, ValueError : as in `rank`

    Source: Borda (1784), Memoire sur les elections au scrutin; COINr, n_borda.
    """
    return rank(x, reference, sign, ties) - 1


def percentile_rank(x: Numbers, reference: Numbers, sign: Numbers, ties: str = "lowest") -> Numbers:
    """Score each area by the share of the other areas that it beats.

        score = 100 * (rank - 1) / (N - 1)            N = reference areas with a figure; never above 100

    Parameters
    ----------
    x, reference, sign, ties : as in `rank`

    Returns
    -------
    shape (areas, k), per cent: 0 for the worst, 100 for the best where nobody ties with it

    Raises
    ------
    NoVariation, ValueError : as in `rank`

    Source: OECD/JRC (2008), Handbook on Constructing Composite Indicators, step 5 (normalisation);
    COINr, n_prank.
    """
    return np.minimum(100 * (rank(x, reference, sign, ties) - 1) / (counted(reference) - 1), 100)


def exponential_rank(
    x: Numbers,
    reference: Numbers,
    sign: Numbers,
    scale: float = 23.0,
    given: bool = False,
    out_of: int | None = None,
) -> Numbers:
    """Turn positions into scores from 0 to 100 that spread out the highest-ranked tail.

    The English Indices of Deprivation use this before combining domains, so that a bad
    score on one domain is not fully cancelled by a good score on another. With the
    published scale of 23, the top tenth of areas fill the scores from 50 to 100.

        R = (N - rank + 1) / N          1/N for the last area, 1 for the first
        X = -scale * ln(1 - R * (1 - exp(-100 / scale)))

    computed as -scale * ln((1 - R) + R * exp(-100 / scale)), which is the same and
    does not lose the first area's score to rounding when the scale is small. Areas that
    tie take the average of the positions they share, before the transformation.

    Parameters
    ----------
    x, reference, sign : shapes (areas, k), (rows, k), (k,); see `normalise`
    scale : how long the tail is; larger cancels more. Dimensionless
    given : x holds published ranks, ties sharing the better one. Their sign is -1 where rank 1
        shall score highest, +1 where the last rank shall
    out_of : how many areas the published ranks were made over, when not all of them are here

    Returns
    -------
    shape (areas, k), points in (0, 100]. N counts the reference areas that have a figure, or is `out_of`

    Raises
    ------
    NoVariation : a column holds one figure only (not where ranks are given)
    ValueError : a scale that is not above zero; a given rank below 1 or above N

    Source: MHCLG (2019), English Indices of Deprivation 2019: Technical Report,
    Appendix F, p. 84.
    """
    if not scale > 0:
        raise ValueError(f"the scale must be above zero, not {scale}")
    if given:
        n = counted(reference) if out_of is None else np.full(x.shape[1], float(out_of))
        place = _published_place(x, reference, n)
        position = np.where(sign < 0, n - place + 1, place)
    else:
        n = counted(reference)
        worst_and_best(reference, sign)  # refuses a column without variation
        position = np.minimum(_position(x * sign, reference * sign, "average"), n)
    r = position / n
    score: Numbers = -scale * np.log((1 - r) + r * np.exp(-100 / scale))
    return score


def normal_scores(x: Numbers, reference: Numbers, sign: Numbers, offset: float = 0.375) -> Numbers:
    """Score each area as if the figures followed a bell curve: only their order is kept.

    Used where figures are so skewed that neither a log nor winsorising helps, and before
    factor analysis, which expects bell-shaped data.

        score = inverse normal((position - offset) / (N + 1 - 2 * offset))

    with position 1 for the worst and ties sharing the average of their positions.

    Parameters
    ----------
    x, reference, sign : shapes (areas, k), (rows, k), (k,); see `normalise`
    offset : 0.375 (Blom), 0 (van der Waerden) or 0.5 (rankit); 0 to 0.5

    Returns
    -------
    shape (areas, k), standard deviations from the middle area

    Raises
    ------
    NoVariation : a column of the reference holds one figure only
    ValueError : an offset outside 0 to 0.5

    Source: Blom (1958), Statistical Estimates and Transformed Beta-Variables; used for indicators
    in MHCLG (2019), English Indices of Deprivation 2019: Technical Report, chapter 3.
    """
    from scipy.special import ndtri

    if not 0 <= offset <= 0.5:
        raise ValueError(f"the offset must be between 0 and 0.5, not {offset}")
    worst_and_best(reference, sign)  # refuses a column without variation
    n = counted(reference)
    position = np.clip(_position(x * sign, reference * sign, "average"), 1, n)
    score: Numbers = ndtri((position - offset) / (n + 1 - 2 * offset))
    return score


def _position(directed: Numbers, reference: Numbers, ties: str) -> Numbers:
    """Where each figure stands among the reference figures of its column, 1 = lowest; NaN stays NaN."""
    if ties not in ("lowest", "average"):
        raise ValueError(f"equal areas share the lowest or the average position, not {ties!r}")
    figures, among = round_significant(directed, _DIGITS), round_significant(reference, _DIGITS)
    position = np.full(directed.shape, np.nan)
    for column in range(directed.shape[1]):
        known = np.sort(among[~np.isnan(among[:, column]), column])
        there = ~np.isnan(figures[:, column])
        below = np.searchsorted(known, figures[there, column], side="left")
        up_to = np.searchsorted(known, figures[there, column], side="right")
        position[there, column] = below + 1 if ties == "lowest" else (below + up_to + 1) / 2
    return position


def _published_place(x: Numbers, reference: Numbers, n: Numbers) -> Numbers:
    """Published ranks with ties moved from the better rank to the average of the places they share."""
    refuse(np.any(x < 1, axis=0), "ranks below 1")
    refuse(np.any(x > n, axis=0), "ranks above the number of ranked areas; `out_of` says how many there were")
    sharing = _position(x, reference, "average") - _position(x, reference, "lowest")
    place: Numbers = x + np.maximum(sharing, 0)
    return place
