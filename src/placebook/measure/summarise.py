"""Summarise an index of small areas for the larger areas they lie in, as the English Indices of Deprivation do.

No one figure says how a district stands: a few very poor streets and a district that is poor
throughout are different things. So five are published side by side, and this module makes all five.

Each function takes one figure per small area: its score or its rank (1 = highest score: the most
deprived where high means worse), how many `people` live in it, and `within`, the position (from 0)
of the larger area it lies in. Ranks run over all small areas of the country, `out_of`, not over those
of one larger area. A small area without a score or without a count of people leaves its larger area
without a summary (NaN), because leaving it out would pass for an answer.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from placebook.types import Index, Numbers

Positions = NDArray[np.int64]

_FULL, _LAST = 10, 30  # percentiles: everybody counts up to the first, nobody after the second
_FROM, _TO = 0.95, 0.05  # what a person counts in the percentiles 11 and 30


@dataclass(frozen=True, slots=True)
class Summaries:
    """The five summaries of one part of an index, for each larger area; arrays have shape (areas,).

    `share_in_first_tenth` and `extent` are shares from 0 to 1. `average_rank` and `local_concentration`
    are ranks turned round, so that a higher figure goes with a higher score, as in the published tables.
    """

    part: str
    period: str
    areas: tuple[str, ...]
    small_areas: NDArray[np.int64]  # how many lie in each larger area
    average_score: Numbers
    average_rank: Numbers
    share_in_first_tenth: Numbers
    extent: Numbers
    local_concentration: Numbers


def summarise(
    index: Index,
    people: Mapping[str, float],
    within: Mapping[str, str],
    part: str | None = None,
    period: str | None = None,
    out_of: int | None = None,
) -> Summaries:
    """Summarise one part of a small-area index for larger areas.

    Parameters
    ----------
    index : scores and ranks of the small areas
    people : how many people live in each small area, by code
    within : the larger area of each small area, by code; small areas that are not in it are left aside
    part, period : the whole index and its last period unless given
    out_of : how many small areas the ranks run over; those with a rank unless given

    Raises
    ------
    ValueError : a part or period that the index does not have, people below nought, or nothing to summarise

    Source: MHCLG (2019), English Indices of Deprivation 2019: Research Report, the chapter on
    summaries for larger areas; the same in the Technical Report.
    """
    part = part or index.parts[0].name
    period = period or index.scores.periods[-1]
    place, t = index.scores.indicators.index(part), index.scores.periods.index(period)
    inside = [i for i, code in enumerate(index.scores.areas) if code in within]
    codes = [index.scores.areas[i] for i in inside]
    if not codes:
        raise ValueError("no small area of the index lies in a larger area; check that `within` uses the same codes")
    larger, position = np.unique([within[code] for code in codes], return_inverse=True)
    lived_in = np.array([people.get(code, np.nan) for code in codes], dtype=np.float64)
    score, rank = index.scores.values[inside, place, t], index.ranks.values[inside, place, t]
    of = int(index.out_of[place, t]) if out_of is None else out_of
    return Summaries(
        part=part,
        period=period,
        areas=tuple(str(name) for name in larger),
        small_areas=np.bincount(position),
        average_score=average_score(score, lived_in, position),
        average_rank=average_rank(rank, lived_in, position, of),
        share_in_first_tenth=share_in_first_tenth(rank, position, of),
        extent=extent(rank, lived_in, position, of),
        local_concentration=local_concentration(rank, lived_in, position, of),
    )


def average_score(score: Numbers, people: Numbers, within: Positions) -> Numbers:
    """Average the scores of small areas over the people who live in them.

    Says how a larger area stands as a whole. Very high scores of a few small areas weigh on it,
    because scores of the worst-off areas lie far apart.

        average score = sum(people * score) / sum(people)

    Parameters
    ----------
    score : shape (small areas,), points
    people : shape (small areas,), at least 0
    within : shape (small areas,), position of the larger area from 0

    Returns
    -------
    shape (larger areas,), points; NaN where a score or a count is missing, or nobody lives there

    Raises
    ------
    ValueError : people below nought

    Source: MHCLG (2019), English Indices of Deprivation 2019: Research Report, summaries for larger areas.
    """
    return _per_person(score, people, within)


def average_rank(rank: Numbers, people: Numbers, within: Positions, out_of: int) -> Numbers:
    """Average the ranks of small areas over the people who live in them, ranks turned round.

    Says how a larger area stands as a whole, like the average score, and forgets how far apart
    scores are: a district of rich and poor streets comes out in the middle.

        average rank = sum(people * (N - rank + 1)) / sum(people)          N = out_of

    Parameters
    ----------
    rank : shape (small areas,), 1 = highest score, out of all small areas of the country
    people, within : as in `average_score`
    out_of : how many small areas the ranks run over

    Returns
    -------
    shape (larger areas,), 1 to out_of; a higher figure goes with a higher score

    Raises
    ------
    ValueError : people below nought, or ranks outside 1 to out_of

    Source: MHCLG (2019), English Indices of Deprivation 2019: Research Report, summaries for larger areas.
    """
    return _per_person(_turned_round(rank, out_of), people, within)


def share_in_first_tenth(rank: Numbers, within: Positions, out_of: int) -> Numbers:
    """The share of a larger area's small areas that are among the country's tenth with the highest scores.

    Counts small areas, not people. An area one place outside the tenth does not count at all.

        share = small areas with rank <= N / 10, over all its small areas          N = out_of

    Parameters
    ----------
    rank, within, out_of : as in `average_rank`

    Returns
    -------
    shape (larger areas,), a share from 0 to 1; NaN where a rank is missing

    Raises
    ------
    ValueError : ranks outside 1 to out_of

    Source: MHCLG (2019), English Indices of Deprivation 2019: Research Report, summaries for larger areas.
    """
    _refuse_ranks_outside(rank, out_of)
    first = np.where(np.isnan(rank), np.nan, 10 * rank <= out_of)
    return _per_person(first, np.ones(rank.shape), within)


def extent(rank: Numbers, people: Numbers, within: Positions, out_of: int) -> Numbers:
    """The share of a larger area's people who live in the country's small areas with the highest scores.

    Takes the sharp edge off `share_in_first_tenth`: in the first tenth everybody counts, then less
    and less, and from the 31st percentile on nobody does.

        p = ceil(100 * rank / N)                                   percentile, 1 to 100; N = out_of
        w = 1                           p up to 10
        w = 0.95 - (0.9 / 19) (p - 11)  p from 11 (0.95) to 30 (0.05)
        w = 0                           p from 31
        extent = sum(people * w) / sum(people)

    Parameters
    ----------
    rank, people, within, out_of : as in `average_rank`

    Returns
    -------
    shape (larger areas,), a share from 0 to 1

    Raises
    ------
    ValueError : people below nought, or ranks outside 1 to out_of

    Source: MHCLG (2019), English Indices of Deprivation 2019: Research Report, summaries for larger areas.
    """
    _refuse_ranks_outside(rank, out_of)
    percentile = np.ceil(100 * rank / out_of)
    sliding = _FROM - (_FROM - _TO) / (_LAST - _FULL - 1) * (percentile - _FULL - 1)
    weight = np.where(percentile <= _FULL, 1.0, np.where(percentile <= _LAST, sliding, 0.0))
    return _per_person(np.where(np.isnan(rank), np.nan, weight), people, within)


def local_concentration(rank: Numbers, people: Numbers, within: Positions, out_of: int) -> Numbers:
    """How high the hot spots of a larger area rank: the small areas that hold a tenth of its own people.

    Finds pockets that averages hide. From the highest score down, small areas are taken until
    exactly a tenth of the larger area's people are reached; of the last one only the people still
    needed count.

        t_i = people taken from small area i, in order of rank;  sum(t) = sum(people) / 10
        local concentration = sum(t * (N - rank + 1)) / sum(t)          N = out_of

    Parameters
    ----------
    rank, people, within, out_of : as in `average_rank`

    Returns
    -------
    shape (larger areas,), 1 to out_of; a higher figure goes with a higher score

    Raises
    ------
    ValueError : people below nought, or ranks outside 1 to out_of

    Source: MHCLG (2019), English Indices of Deprivation 2019: Research Report, summaries for larger areas.
    """
    order = np.lexsort((rank, within))
    ranked, lived_in, where = rank[order], people[order], within[order]
    counted = np.nan_to_num(lived_in)  # where one is missing, the summary is missing in the end
    before = np.cumsum(counted) - counted
    before -= before[np.searchsorted(where, where)]  # less the people of larger areas that stand in front
    needed = np.bincount(where, weights=counted) / 10
    taken = np.where(np.isnan(lived_in), np.nan, np.clip(needed[where] - before, 0, counted))
    return _per_person(_turned_round(ranked, out_of), taken, where)


def _per_person(figure: Numbers, people: Numbers, within: Positions) -> Numbers:
    """The average of a figure over people, for each larger area; NaN where one is missing or nobody lives there."""
    if np.any(people < 0):
        raise ValueError(f"{np.sum(people < 0)} small areas have fewer than no people")
    total = np.bincount(within, weights=people)
    summed = np.bincount(within, weights=people * figure)
    average: Numbers = np.divide(summed, total, out=np.full(total.shape, np.nan), where=total != 0)
    return average


def _turned_round(rank: Numbers, out_of: int) -> Numbers:
    """Ranks with the highest score at `out_of` and the lowest at 1."""
    _refuse_ranks_outside(rank, out_of)
    turned: Numbers = out_of - rank + 1
    return turned


def _refuse_ranks_outside(rank: Numbers, out_of: int) -> None:
    outside = np.sum((rank < 1) | (rank > out_of))
    if outside:
        raise ValueError(f"{outside} ranks lie outside 1 to {out_of}; `out_of` is how many small areas were ranked")
