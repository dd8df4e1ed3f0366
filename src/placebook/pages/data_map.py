"""What the map file says of each area: its newest score and rank, and how sure the rank is."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from math import ceil, floor, isnan

from placebook.pages.shelf import Shelf
from placebook.types import RankRanges


@dataclass(frozen=True, slots=True)
class MapLine:
    """One area on the map. None stands for what is not there, never 0."""

    code: str
    name: str
    kind: str
    parent: str | None
    parent_name: str | None
    period: str | None
    score: float | None
    rank: int | None  # 1 is the highest score
    out_of: int | None
    rank_low: int | None  # the better end of the rank's range
    rank_high: int | None


def map_lines(shelf: Shelf) -> Iterator[MapLine]:
    """A line for each area that is compared, with the whole index of its newest period."""
    index = shelf.index
    period = index.scores.periods[-1] if index else None
    at = {code: i for i, code in enumerate(index.scores.areas)} if index else {}
    ends = _ends(shelf.ranges_of(period) if period else None)
    for area in shelf.areas:
        i = at.get(area.code)
        score = rank = out_of = None
        if index is not None and i is not None:
            score, rank = _known(index.scores.values[i, 0, -1]), _known(index.ranks.values[i, 0, -1])
            out_of = int(index.out_of[0, -1])
        low, high = ends.get(area.code, (None, None))
        yield MapLine(
            code=area.code,
            name=area.name,
            kind=area.kind,
            parent=area.parent,
            parent_name=shelf.names.get(area.parent) if area.parent else None,
            period=period,
            score=score,
            rank=None if rank is None else int(rank),
            out_of=out_of,
            rank_low=low,
            rank_high=high,
        )


def _ends(ranges: RankRanges | None) -> dict[str, tuple[int, int]]:
    """The ends of the rank of the whole, by area, as whole ranks that hold the range."""
    if ranges is None:
        return {}
    ends = zip(ranges.areas, ranges.rank_low[:, 0].tolist(), ranges.rank_high[:, 0].tolist(), strict=True)
    return {code: (floor(low), ceil(high)) for code, low, high in ends if not (isnan(low) or isnan(high))}


def _known(value: float) -> float | None:
    return None if isnan(value) else float(value)
