"""What was found of every area and every part above the indicators: better or worse, and which way it goes."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from math import isnan

import numpy as np
from numpy.typing import NDArray

from placebook.measure.progress import Progress, progress
from placebook.measure.progress_all import progress_of_all
from placebook.measure.strengths import Comparison, Standing, better_sign, compare_with_peers
from placebook.pages.alike import peers_of
from placebook.pages.compare import compared_parts, rank_range
from placebook.pages.pairs import Scores, scores_of
from placebook.pages.scorecard_words import from_to
from placebook.pages.shelf import Shelf
from placebook.types import Numbers, Part

WORSE, BETTER = "worse", "better"


@dataclass(frozen=True, slots=True)
class PartFound:
    """One part of the index in one area that is clearly worse or better.

    `better_by` is in points beside the middle of the peers, None where there are no peers to speak of.
    `per_year` and its ends are points a year, positive where they go the better way; they and the reason are
    filled in by `with_change`, since a list of thousands is cut before it is shown.
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
    progress_because: str = ""
    per_year: float | None = None
    per_year_low: float | None = None
    per_year_high: float | None = None


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
    changed = np.stack([_progress(shelf, scores, part) for part, _ in parts], axis=1)
    apart = _apart(shelf, scores, parts)
    found = tuple(
        one
        for i, code in enumerate(scores.index.scores.areas)
        for one in _of_area(shelf, scores, code, [(*parts[at], changed[i, at]) for at in np.flatnonzero(apart[i])])
    )
    looked_at = sum(scores.out_of[part.name] for part, _ in parts)
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


def _progress(shelf: Shelf, scores: Scores, part: Part) -> NDArray[np.object_]:
    """The class of progress of every area on one part."""
    index = scores.index
    if part.indicator is None:
        return progress_of_all(index, part, scores.period, shelf.cube)
    every = [progress(index, code, scores.period, shelf.cube, [part.name])[0] for code in index.scores.areas]
    return np.array([one.progress for one in every], object)


def _of_area(
    shelf: Shelf, scores: Scores, code: str, parts: Sequence[tuple[Part, int, Progress]]
) -> Iterator[PartFound]:
    """What is found of one area on some parts, each with its depth and its class of progress."""
    names = [part.name for part, _, _ in parts]
    peers = peers_of(shelf, code, scores.period).areas
    compared = compare_with_peers(scores.index, code, peers, scores.ranges, scores.period, only=names)
    for (part, depth, word), beside in zip(parts, compared, strict=True):
        side, because = side_of(scores, code, part, beside)
        if side:
            yield _found(shelf, scores, code, part, depth, side, because, beside, word)


def with_change(shelf: Shelf, one: PartFound) -> PartFound:
    """The same finding with its change a year, the range of that change, and the reason for its class."""
    scores = scores_of(shelf)
    if scores is None:
        raise ValueError("the book has no index")
    (change,) = progress(scores.index, one.code, scores.period, shelf.cube, [one.part])
    sign = better_sign(scores.index)
    ends = sorted((sign * change.low, sign * change.high))
    return replace(
        one,
        progress_because=change.reason,
        per_year=_or_none(sign * change.per_year),
        per_year_low=_or_none(ends[0]),
        per_year_high=_or_none(ends[1]),
    )


def _apart(shelf: Shelf, scores: Scores, parts: Sequence[tuple[Part, int]]) -> NDArray[np.bool_]:
    """Where a rank range lies wholly to one side of the peers' middle range, or of the middle rank of all.

    Shape (areas, parts), areas in the order of the index. Only there can anything be found, and it is most often
    a small share: all areas are gone through at once, and the words are worked out for what is left.
    """
    ranges, codes = scores.ranges, scores.index.scores.areas
    if ranges is None:
        return np.zeros((len(codes), len(parts)), bool)
    columns = [ranges.parts.index(part.name) for part, _ in parts]
    rows = [scores.range_rows.get(code, -1) for code in codes]
    nothing = np.full((1, len(columns)), np.nan)  # the row of an area, or a peer, without ranges
    low, high = (np.vstack([ends[:, columns], nothing]) for ends in (ranges.rank_low, ranges.rank_high))
    peers = [[scores.range_rows.get(one, -1) for one in peers_of(shelf, code, scores.period).areas] for code in codes]
    most = max((len(some) for some in peers), default=0)
    near = np.array([some + [-1] * (most - len(some)) for some in peers], int).reshape(len(codes), most)
    middle = (np.array([scores.out_of[part.name] for part, _ in parts]) + 1) / 2
    own_low, own_high = np.floor(low[rows]), np.ceil(high[rows])
    apart: NDArray[np.bool_] = (own_low > middle) | (own_high < middle)
    return apart | (high[rows] < _median(low[near])) | (low[rows] > _median(high[near]))


def _median(ends: Numbers) -> Numbers:
    """The middle over the peers, shape (areas, parts) from (areas, peers, parts); NaN where there are none."""
    if ends.shape[1] == 0:
        return np.full((ends.shape[0], ends.shape[2]), np.nan)
    ordered = np.sort(ends, axis=1)  # NaN last
    count = np.sum(~np.isnan(ends), axis=1, keepdims=True)
    lower, upper = (np.take_along_axis(ordered, np.maximum(at, 0), axis=1) for at in ((count - 1) // 2, count // 2))
    middle: Numbers = np.where(count[:, 0, :] == 0, np.nan, ((lower + upper) / 2)[:, 0, :])
    return middle


def side_of(scores: Scores, code: str, part: Part, beside: Comparison) -> tuple[str, str]:
    """Clearly worse or better, and why; "" where neither is clear. The peers speak first, then all areas."""
    if beside.standing in (Standing.UNDER, Standing.OVER) and rank_range(scores, code, part.name)[0] is not None:
        return (WORSE if beside.standing is Standing.UNDER else BETTER), f"beside areas like it {beside.reason}"
    low, high = rank_range(scores, code, part.name)
    if low is None or high is None:
        return "", ""
    out_of = scores.out_of[part.name]
    middle, sign, ends = (out_of + 1) / 2, better_sign(scores.index), from_to(low, high)
    if low > middle:
        return (WORSE if sign > 0 else BETTER), f"its whole rank range, {ends}, lies below the middle of all"
    if high < middle:
        return (BETTER if sign > 0 else WORSE), f"its whole rank range, {ends}, lies above the middle of all"
    return "", ""


def _found(
    shelf: Shelf,
    scores: Scores,
    code: str,
    part: Part,
    depth: int,
    side: str,
    because: str,
    beside: Comparison,
    word: Progress,
) -> PartFound:
    low, high = rank_range(scores, code, part.name)
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
        out_of=scores.out_of[part.name],
        rank_low=low,
        rank_high=high,
        progress=str(word),
    )


def _or_none(value: float) -> float | None:
    return None if isnan(value) else float(value)
