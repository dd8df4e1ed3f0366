"""All areas side by side: the score of each, its rank with its range, and its tile on the map."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from placebook.types import NOTHING, Area, DataError, Index, RankRanges

WHOLE = 0  # the place of the whole index among its parts


@dataclass(frozen=True, slots=True)
class OverviewLine:
    """One area. Score, rank and range are None where it has none; `tile` is None where it has no place on the map."""

    code: str
    name: str
    score: float | None
    rank: int | None  # 1 is the highest score
    tied: bool  # whether other areas share the rank
    rank_low: int | None  # 5th percentile of the runs, the better end
    rank_high: int | None  # 95th percentile of the runs, the worse end
    tile: tuple[int, int] | None  # column and row of a hexagon, in odd-r offset layout


@dataclass(frozen=True, slots=True)
class Overview:
    """The page of a whole place: its areas in order of rank, those without a score last.

    `clear_pairs` of `pairs` are the pairs of areas of which one is clearly above the other; None where
    pairs were not worked out.
    """

    title: str
    kind: str  # of the areas: ward, LSOA, district...
    period: str
    higher_means: str
    does_not_say: str
    lines: tuple[OverviewLine, ...]
    runs: int
    pairs: int
    clear_pairs: int | None

    @property
    def out_of(self) -> int:
        """How many areas have a rank."""
        return sum(line.rank is not None for line in self.lines)


def overview(
    areas: Sequence[Area],
    index: Index,
    ranges: RankRanges,
    tiles: Mapping[str, tuple[int, int]] = NOTHING,
) -> Overview:
    """What an index says of all areas, side by side.

    Parameters
    ----------
    areas : the areas to show; each must be in the index
    index : scores and ranks; the period of `ranges` is shown
    ranges : rank ranges of that period, for the same areas
    tiles : code of an area -> column and row of its hexagon

    Raises
    ------
    DataError : if there is no area, or one is not in the index
    """
    if not areas:
        raise DataError("there are no areas to show side by side")
    missing = [area.code for area in areas if area.code not in ranges.areas]
    if missing:
        raise DataError(f"the index {index.recipe.id!r} has no area {', '.join(missing)}")
    lines = [_line(area, index, ranges, tiles.get(area.code)) for area in areas]
    ranked = sum(line.rank is not None for line in lines)
    return Overview(
        title=index.recipe.title,
        kind=areas[0].kind,
        period=ranges.period,
        higher_means=index.recipe.higher_means,
        does_not_say=index.recipe.does_not_say,
        lines=tuple(sorted(lines, key=lambda line: (line.rank or len(lines) + 1, line.name, line.code))),
        runs=ranges.runs,
        pairs=ranked * (ranked - 1) // 2,
        clear_pairs=_clear_pairs(ranges, index, [area.code for area in areas]),
    )


def _line(area: Area, index: Index, ranges: RankRanges, tile: tuple[int, int] | None) -> OverviewLine:
    """One area. The ends of its range are whole ranks, rounded outwards."""
    t = index.scores.periods.index(ranges.period)
    at, here = index.scores.areas.index(area.code), ranges.areas.index(area.code)
    score, ranks = float(index.scores.values[at, WHOLE, t]), index.ranks.values[:, WHOLE, t]
    return OverviewLine(
        code=area.code,
        name=area.name,
        score=None if np.isnan(score) else score,
        rank=_whole(ranks[at]),
        tied=int(np.sum(ranks == ranks[at])) > 1,
        rank_low=_whole(np.floor(ranges.rank_low[here, _column(ranges, index)])),
        rank_high=_whole(np.ceil(ranges.rank_high[here, _column(ranges, index)])),
        tile=tile,
    )


def _column(ranges: RankRanges, index: Index) -> int:
    return ranges.parts.index(index.recipe.tree.name)


def _whole(value: float) -> int | None:
    return None if np.isnan(value) else int(value)


def _clear_pairs(ranges: RankRanges, index: Index, codes: Sequence[str]) -> int | None:
    if ranges.clear is None:
        return None
    at = [ranges.areas.index(code) for code in codes]
    return int(np.sum(ranges.clear[np.ix_(at, at)][:, :, _column(ranges, index)] == 1))
