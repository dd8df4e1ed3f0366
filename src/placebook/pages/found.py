"""What was found of every area and every part above the indicators: better or worse, and which way it goes."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from math import isnan

from placebook.measure.peers import find_peers
from placebook.measure.progress import Change, progress
from placebook.measure.strengths import Comparison, Standing, better_sign, compare_with_peers
from placebook.pages.compare import compared_parts, rank_range
from placebook.pages.pairs import Scores, scores_of
from placebook.pages.shelf import Shelf
from placebook.types import Part

WORSE, BETTER = "worse", "better"


@dataclass(frozen=True, slots=True)
class PartFound:
    """One part of the index in one area that is clearly worse or better.

    `better_by` is in points beside the middle of the peers, None where there are no peers to speak of.
    `per_year` and its ends are points a year, positive where they go the better way.
    """

    code: str
    name: str
    part: str
    title: str
    level: str
    side: str  # worse or better
    because: str
    better_by: float | None
    rank: int | None
    out_of: int
    rank_low: int | None
    rank_high: int | None
    progress: str
    progress_because: str
    per_year: float | None
    per_year_low: float | None
    per_year_high: float | None


@dataclass(frozen=True, slots=True)
class AllFound:
    """All findings of one period. `looked_at` counts the pairs of a part and an area that have a score."""

    period: str
    found: tuple[PartFound, ...]
    looked_at: int
    rules: tuple[str, ...]


def all_found(shelf: Shelf) -> AllFound:
    """Every part above the indicators, of every area, that is clearly worse or clearly better in the last period.

    Worse is said where the area underperforms beside its peers, or where its whole rank range lies below the
    middle rank of all. Better is the same to the other side. Raises ValueError where the book has no index.
    """
    scores = scores_of(shelf)
    if scores is None:
        raise ValueError("the book has no index")
    parts = compared_parts(scores.index)
    found = tuple(one for code in scores.index.scores.areas for one in _of_area(shelf, scores, code, parts))
    looked_at = sum(scores.score(code, part.name) is not None for code in scores.rows for part, _ in parts)
    return AllFound(scores.period, found, looked_at, rules(shelf, scores))


def rules(shelf: Shelf, scores: Scores) -> tuple[str, ...]:
    """How the words of the page are given."""
    kind = shelf.kind or "area"
    return (
        f"Worse: the {kind} underperforms beside {kind}s like it, or its whole range of ranks lies below the middle "
        "rank of all. Better is the same to the other side.",
        f"Getting worse: the score fell by more than {scores.index.recipe.progress.stagnation:g} points a year, "
        "and the range of that change leaves out no change at all.",
        "Too small to tell: from the scores both a turn for the better and one for the worse are possible. "
        "It does not mean that nothing changed.",
        "Many parts and places are looked at here together, so a few may stand in a list by chance alone. "
        "Look at the page of the place before you act on it.",
    )


def _of_area(shelf: Shelf, scores: Scores, code: str, parts: list[tuple[Part, int]]) -> Iterator[PartFound]:
    index = scores.index
    peers = find_peers(shelf.cube, code, index.recipe.peers, scores.period, index.scores.areas)
    compared = compare_with_peers(index, code, peers.areas, scores.ranges, scores.period)
    changed = progress(index, code, scores.period, shelf.cube)
    for part, depth in parts:
        at = index.place(part.name)
        side, because = side_of(scores, code, part, compared[at])
        if side:
            yield _found(shelf, scores, code, part, depth, side, because, compared[at], changed[at])


def side_of(scores: Scores, code: str, part: Part, beside: Comparison) -> tuple[str, str]:
    """Clearly worse or better, and why; "" where neither is clear. The peers speak first, then all areas."""
    if beside.standing in (Standing.UNDER, Standing.OVER) and rank_range(scores, code, part.name)[0] is not None:
        return (WORSE if beside.standing is Standing.UNDER else BETTER), f"beside its peers {beside.reason}"
    low, high = rank_range(scores, code, part.name)
    if low is None or high is None:
        return "", ""
    out_of = _out_of(scores, part)
    middle, sign = (out_of + 1) / 2, better_sign(scores.index)
    if low > middle:
        return (WORSE if sign > 0 else BETTER), f"its whole rank range, {low} to {high}, lies below the middle of all"
    if high < middle:
        return (BETTER if sign > 0 else WORSE), f"its whole rank range, {low} to {high}, lies above the middle of all"
    return "", ""


def _out_of(scores: Scores, part: Part) -> int:
    ranks = scores.index.ranks.column(part.name, scores.period)
    return int((ranks == ranks).sum())


def _found(
    shelf: Shelf,
    scores: Scores,
    code: str,
    part: Part,
    depth: int,
    side: str,
    because: str,
    beside: Comparison,
    change: Change,
) -> PartFound:
    low, high = rank_range(scores, code, part.name)
    sign = better_sign(scores.index)
    ends = sorted((sign * change.low, sign * change.high))
    rank = float(scores.index.ranks.column(part.name, scores.period)[scores.rows[code]])
    return PartFound(
        code=code,
        name=shelf.names[code],
        part=part.name,
        title=part.title,
        level=scores.index.recipe.levels[depth],
        side=side,
        because=because,
        better_by=_or_none(beside.better_by),
        rank=None if isnan(rank) else int(rank),
        out_of=_out_of(scores, part),
        rank_low=low,
        rank_high=high,
        progress=str(change.progress),
        progress_because=change.reason,
        per_year=_or_none(sign * change.per_year),
        per_year_low=_or_none(ends[0]),
        per_year_high=_or_none(ends[1]),
    )


def _or_none(value: float) -> float | None:
    return None if isnan(value) else float(value)
