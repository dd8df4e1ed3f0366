"""What an area does better or worse at than its peers, and its best and worst places by rank."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache

import numpy as np

from placebook.types import Index, Numbers, PeerPlan, RankRanges

LEAST_PEERS = 3  # below this a median and its spread say nothing


class Standing(StrEnum):
    """How an area does on one part of an index beside areas like it."""

    OVER = "Overperforming"
    WITHIN = "Performing within expectations"
    UNDER = "Underperforming"
    NOT_KNOWN = "Not known"


@dataclass(frozen=True, slots=True)
class Comparison:
    """One part of an index beside the peers: the words, the reason, and the figures behind them.

    `middle` is the peers' median score, `low` and `high` the ends of what is usual among them, and
    `better_by` how many points better than the median the area is (negative: worse). They are NaN
    where nothing can be compared.
    """

    part: str
    standing: Standing
    reason: str
    middle: float = np.nan
    low: float = np.nan
    high: float = np.nan
    better_by: float = np.nan


@dataclass(frozen=True, slots=True)
class Placing:
    """One part and where an area comes on it, counted from the end that is better for people."""

    part: str
    title: str
    score: float
    place: int  # 1 = best for people; ties share the better place
    out_of: int


def compare_with_peers(
    index: Index,
    area: str,
    peers: Sequence[str],
    ranges: RankRanges | None,
    period: str,
    plan: PeerPlan | None = None,
    only: Collection[str] | None = None,
) -> tuple[Comparison, ...]:
    """Say for every part of an index whether an area does better or worse than its peers.

    Two tests must agree before an area is called over or under, so that neither a small
    difference nor an unsure one becomes a headline:

        1. its score lies outside   median of the peers' scores +/- mads x scale x MAD
           where MAD = median of |peer's score - median|, and scale is 1 unless the recipe
           declares another (1.4826 makes a MAD read like a standard deviation);
        2. its rank range (5th to 95th percentile) lies wholly on the same side of the peers'
           middle range: from the median of their low ends to the median of their high ends.

    Range against range, because the peers' ranks are no surer than the area's own: set against
    their middle rank, 13 in 100 comparisons among seventeen equal wards came out as over or under;
    against their middle range, 0.4. Where nothing is known that could move a rank, the ranges are
    the ranks, and a page calls nothing over or under. Where half the peers share one score the MAD
    is nothing; their lowest and highest scores are used in its place.

    Parameters
    ----------
    index, area : scores of every part, and the code of the area
    peers : codes of its peers; those without a score on a part do not count for that part
    ranges : rank ranges of the same period; None when they have not been worked out
    period : label of the period
    plan : how many MADs; the recipe's own when None
    only : names of the parts that are wanted; all when None

    Returns
    -------
    one Comparison for each part wanted, in the order of `index.parts`. "Better" means better for people.
    Not known, with the reason, where there is no score, no rank range, or fewer than three peers with a score

    Raises
    ------
    ValueError : if the ranges are of another period, or the area is not in the index

    Source: Leys and others (2013), Detecting outliers: do not use standard deviation around the
    mean, use absolute deviation around the median. Journal of Experimental Social Psychology 49(4).
    """
    if ranges is not None and ranges.period != period:
        raise ValueError(f"the rank ranges are of {ranges.period}, not of {period}")
    width = (plan or index.recipe.peers).mads * (plan or index.recipe.peers).mad_scaled_by
    rows = _rows(index.scores.areas, area, peers)
    if rows is None:
        raise ValueError(f"no area has the code {area!r}")
    ranked = None if ranges is None else _rows(ranges.areas, area, peers)
    sign = better_sign(index)
    found = []
    for part in (one for one in index.parts if only is None or one.name in only):
        side = _rank_side(ranges, part.name, ranked, sign)
        found.append(_compare(part.name, index.scores.column(part.name, period), rows, width, sign, side))
    return tuple(found)


@dataclass(frozen=True, slots=True)
class _Rows:
    """The rows of an area and of its peers, in an index or in rank ranges."""

    own: int
    theirs: list[int]


def _rows(areas: tuple[str, ...], area: str, peers: Sequence[str]) -> _Rows | None:
    """Where they stand among these areas; None when the area itself is not there."""
    places = _places(areas)
    return _Rows(places[area], [places[code] for code in peers if code in places]) if area in places else None


@lru_cache(maxsize=4)
def _places(areas: tuple[str, ...]) -> Mapping[str, int]:
    """The row of each area: kept, since one area after another is looked up among the same thousands."""
    return {code: i for i, code in enumerate(areas)}


def _compare(part: str, scores: Numbers, rows: _Rows, width: float, sign: float, side: _Side) -> Comparison:
    own, theirs = float(scores[rows.own]), _known(scores[rows.theirs])
    if np.isnan(own):
        return Comparison(part, Standing.NOT_KNOWN, "no score")
    if len(theirs) < LEAST_PEERS:
        return Comparison(part, Standing.NOT_KNOWN, _too_few(len(theirs)))
    middle, low, high = usual(theirs, width)
    standing, reason = _judge(own, low, high, sign, side)
    return Comparison(part, standing, reason, middle, low, high, sign * (own - middle))


def _too_few(count: int) -> str:
    had = "no similar area has" if count == 0 else f"only {count} similar area{'' if count == 1 else 's'} with"
    return f"{had} a score; {LEAST_PEERS} are needed"


def better_sign(index: Index) -> float:
    """+1 where a higher score is better for people, -1 where it is worse (as for deprivation)."""
    return -1.0 if index.recipe.high_score_is == "worse" else 1.0


def usual(scores: Numbers, width: float) -> tuple[float, float, float]:
    """The median of some scores, and the low and high end of what is usual among them.

    `width` is in MADs. Where the MAD is 0 the ends are the lowest and the highest score.
    """
    middle = _median(scores)
    spread = _median(np.abs(scores - middle))
    if spread == 0:
        return middle, float(np.min(scores)), float(np.max(scores))
    return middle, middle - width * spread, middle + width * spread


def _median(values: Numbers) -> float:
    """The median of a few numbers, none missing: numpy's, without what makes it slow for so few."""
    ordered = sorted(values.tolist())
    half = len(ordered) // 2
    return float(ordered[half] if len(ordered) % 2 else (ordered[half - 1] + ordered[half]) / 2)


def _known(values: Numbers) -> Numbers:
    """The figures there are."""
    return values[~np.isnan(values)]


@dataclass(frozen=True, slots=True)
class _Side:
    """Where an area's rank range lies beside its peers' middle range: better, worse, across or unknown."""

    lies: str
    reason: str = ""


def _rank_side(ranges: RankRanges | None, part: str, rows: _Rows | None, sign: float) -> _Side:
    if ranges is None:
        return _Side("unknown", "the rank range has not been worked out")
    if part not in ranges.parts or rows is None:
        return _Side("unknown", "there is no rank range for it")
    column = ranges.parts.index(part)
    low, high = float(ranges.rank_low[rows.own, column]), float(ranges.rank_high[rows.own, column])
    lows, highs = (_known(ends[rows.theirs, column]) for ends in (ranges.rank_low, ranges.rank_high))
    if np.isnan(low) or np.isnan(high) or len(lows) < LEAST_PEERS:
        return _Side("unknown", "there is no rank range for it")
    their_low, their_high = _median(lows), _median(highs)
    if high < their_low or low > their_high:
        first_end = high < their_low
        return _Side("better" if first_end == (sign > 0) else "worse")
    return _Side(
        "across", f"its rank range, {low:g} to {high:g}, overlaps their middle range, {their_low:g} to {their_high:g}"
    )


def _judge(own: float, low: float, high: float, sign: float, side: _Side) -> tuple[Standing, str]:
    """The word for a score, from what is usual among peers and from the side its ranks lie on."""
    if side.lies == "unknown":
        return Standing.NOT_KNOWN, side.reason
    if low <= own <= high:
        return Standing.WITHIN, f"its score lies in what is usual for them, {low:.1f} to {high:.1f}"
    wanted = "better" if (own > high) == (sign > 0) else "worse"
    if side.lies == "across":
        return Standing.WITHIN, f"its score lies outside what is usual, but {side.reason}"
    if side.lies != wanted:
        return Standing.WITHIN, "its score and its ranks point different ways"
    beyond = f"above {high:.1f}" if own > high else f"below {low:.1f}"
    word = Standing.OVER if wanted == "better" else Standing.UNDER
    return word, f"its score is {beyond}, and all its rank range {wanted} than theirs"


def apart_from_peers(comparisons: Iterable[Comparison], standing: Standing) -> tuple[Comparison, ...]:
    """The parts with this standing, those furthest from the peers' middle score in front.

    Only parts that passed both tests are strengths or weaknesses; the list may well be empty.
    """
    some = [c for c in comparisons if c.standing is standing]
    return tuple(sorted(some, key=lambda c: -abs(c.better_by)))


def strengths(index: Index, area: str, count: int = 5, period: str | None = None) -> tuple[Placing, ...]:
    """The indicators on which an area is placed best, best in front; all tied with the last are let in.

    This list goes by rank alone, as other tools make it. It says nothing about how sure the ranks
    are nor about areas like this one: for that see `compare_with_peers`.

    Raises ValueError if the area is not in the index.
    """
    placed = _placings(index, area, period)
    ordered = sorted(placed, key=lambda p: p.place)
    cut = _cut([p.place for p in ordered], count)
    return tuple(p for p in ordered if cut is not None and p.place <= cut)


def weaknesses(index: Index, area: str, count: int = 5, period: str | None = None) -> tuple[Placing, ...]:
    """The indicators on which an area is placed worst, worst in front; all tied with the last are let in.

    By rank alone: see `strengths`.
    """
    placed = _placings(index, area, period)
    ordered = sorted(placed, key=lambda p: -p.place)
    cut = _cut([p.place for p in ordered], count)
    return tuple(p for p in ordered if cut is not None and p.place >= cut)


def _cut(places: list[int], count: int) -> int | None:
    """The place of the last one wanted, or None when none is."""
    return places[min(count, len(places)) - 1] if places and count > 0 else None


def _placings(index: Index, area: str, period: str | None) -> list[Placing]:
    """Where an area comes on every indicator it has a score for, in the order of the index."""
    when = period or index.scores.periods[-1]
    at = index.scores.areas.index(area)
    found = []
    for part in index.parts:
        ranks = index.ranks.column(part.name, when)
        if part.indicator is None or np.isnan(ranks[at]):
            continue
        score = float(index.scores.column(part.name, when)[at])
        found.append(Placing(part.name, part.title, score, _place(ranks, at, better_sign(index)), _ranked(ranks)))
    return found


def _place(ranks: Numbers, at: int, sign: float) -> int:
    """1 plus the number of areas that are better for people."""
    return 1 + int(np.sum(ranks < ranks[at] if sign > 0 else ranks > ranks[at]))


def _ranked(ranks: Numbers) -> int:
    return int(np.sum(~np.isnan(ranks)))
