"""The list of all areas that are compared: each with its score, its rank and the range of its rank."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, replace
from math import ceil, floor

import numpy as np

from placebook.pages.chart_figures import kept
from placebook.pages.shelf import Shelf
from placebook.types import Index, RankRanges

MOST = 700  # lines on one page: a longer list is divided by the areas that they lie in
ORDERS = ("name", "rank")


@dataclass(frozen=True, slots=True)
class AreaLine:
    """One area. None stands for what it does not have; areas outside the index have no score and no page."""

    code: str
    name: str
    within: str  # code of the area it lies in, or ""
    has_page: bool
    score: float | None
    rank: int | None
    out_of: int
    tied_with: int
    rank_low: int | None
    rank_high: int | None


@dataclass(frozen=True, slots=True)
class Group:
    """An area that others lie in, and how many."""

    code: str
    name: str
    areas: int


@dataclass(frozen=True, slots=True)
class AreaList:
    """The areas of a book in one order. `left_out` counts those that there is no room for on the page."""

    title: str
    kind: str
    period: str  # "" where the book has no index
    higher_means: str
    order: str  # one of ORDERS
    within: Group | None
    find: str  # what the names shown hold, or ""
    lines: tuple[AreaLine, ...]
    left_out: int
    groups: tuple[Group, ...]


def area_list(shelf: Shelf, order: str = "name", within: str | None = None, find: str = "") -> AreaList | None:
    """The areas by name or by rank: all, those within one area, or those whose name or code holds some letters.

    None where nothing lies within the area asked for. Areas without a rank come last.
    """
    groups = kept(shelf, "area groups", lambda: _groups(shelf))
    group = next((one for one in groups if one.code == within), None)
    if within is not None and group is None:
        return None
    there: tuple[AreaLine, ...] = kept(shelf, ("area list", order), lambda: _ordered(shelf, order))
    some = [line for line in there if within is None or line.within == within]
    some = [line for line in some if find.casefold() in f"{line.name} {line.code}".casefold()] if find else some
    index = shelf.index
    return AreaList(
        title=index.recipe.title if index else shelf.title,
        kind=shelf.kind,
        period=index.scores.periods[-1] if index else "",
        higher_means=index.recipe.higher_means if index else "",
        order=order,
        within=group,
        find=find,
        lines=tuple(some[:MOST]),
        left_out=max(len(some) - MOST, 0),
        groups=groups,
    )


def _groups(shelf: Shelf) -> tuple[Group, ...]:
    """The areas that those compared lie in, by name; none where they all lie in one."""
    counts = Counter(area.parent for area in shelf.areas if area.parent)
    found = (Group(code, shelf.names.get(code, code), many) for code, many in counts.items())
    return tuple(sorted(found, key=lambda one: (one.name, one.code))) if len(counts) > 1 else ()


def _ordered(shelf: Shelf, order: str) -> tuple[AreaLine, ...]:
    lines = kept(shelf, "area lines", lambda: _lines(shelf))
    if order == "rank":
        return tuple(sorted(lines, key=lambda line: (line.rank is None, line.rank or 0, line.name, line.code)))
    return tuple(sorted(lines, key=lambda line: (line.name.casefold(), line.code)))


def _lines(shelf: Shelf) -> tuple[AreaLine, ...]:
    index = shelf.index
    bare = [AreaLine(a.code, a.name, a.parent or "", False, None, None, 0, 0, None, None) for a in shelf.areas]
    if index is None:
        return tuple(bare)
    scores, ranks = index.scores.values[:, 0, -1].tolist(), index.ranks.values[:, 0, -1].tolist()
    places = {code: a for a, code in enumerate(index.scores.areas)}
    sharing = Counter(rank for rank in ranks if rank == rank)  # NaN is not itself
    ends = _ends(index, shelf.ranges_of(index.scores.periods[-1]))
    out_of = sum(sharing.values())
    return tuple(
        _scored(line, scores[places[line.code]], ranks[places[line.code]], sharing, out_of, ends.get(line.code))
        if line.code in places
        else line
        for line in bare
    )


def _scored(
    line: AreaLine, score: float, rank: float, sharing: Counter[float], out_of: int, ends: tuple[int, int] | None
) -> AreaLine:
    """A line with what the index says of the whole in its last period."""
    if score != score or rank != rank:
        return replace(line, has_page=True)
    low, high = ends or (None, None)
    return replace(
        line,
        has_page=True,
        score=score,
        rank=int(rank),
        out_of=out_of,
        tied_with=sharing[rank] - 1,
        rank_low=low,
        rank_high=high,
    )


def _ends(index: Index, ranges: RankRanges | None) -> Mapping[str, tuple[int, int]]:
    """The rank range of the whole of each area that has one, rounded outwards to whole ranks."""
    whole = index.scores.indicators[0]
    if ranges is None or whole not in ranges.parts:
        return {}
    p = ranges.parts.index(whole)
    there = zip(ranges.areas, ranges.rank_low[:, p], ranges.rank_high[:, p], strict=True)
    return {code: (floor(low), ceil(high)) for code, low, high in there if not np.isnan(low) and not np.isnan(high)}
