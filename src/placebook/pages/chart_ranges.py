"""Ranks with the ranges they may lie in: of all areas on one part, or of one area on many parts."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from placebook.measure.tree import part_depths
from placebook.pages.chart_figures import called, ends_of, kept, scored
from placebook.pages.chart_kinds import NO_DATA, Mark, RangeChart
from placebook.pages.scorecard_words import counted, from_to
from placebook.pages.shelf import Shelf
from placebook.types import Index, Numbers, State

MOST_ROWS = 40  # of one chart: more cannot be read
AROUND = 12  # rows on each side of a marked area: more make its page heavy


def ranges_of_part(
    shelf: Shelf, part: str, period: str | None = None, marked: str | None = None, id: str = "ranks", csv: str = ""
) -> RangeChart | None:
    """Every area's rank on one part with its range, first rank first; in a long list those around the marked one."""
    index = shelf.index
    when = _when(index, period)
    if index is None or when is None or part not in index.scores.indicators:
        return None
    p, t = index.place(part), index.scores.periods.index(when)
    order = kept(shelf, ("order", part, when), lambda: _order(index.ranks.values[:, p, t]))
    if not order:
        return None
    drawn = _window(order, index.scores.areas, marked)
    marks = tuple(_mark(shelf, index, a, p, t, area=True) for a in drawn)
    kind = shelf.kind or "area"
    return RangeChart(
        id=id,
        title=f"{index.parts[p].title}, {when}: {_finding(marks, marked, len(order))}",
        description=f"The rank of {counted(len(order), kind)} as a dot, and the range of ranks it may lie in as a bar. "
        "Where two bars overlap, which area does better is not sure. Rank 1 is the highest score.",
        marks=marks,
        out_of=len(order),
        of=kind.capitalize() if kind.islower() else kind,
        marked=marked if any(mark.code == marked for mark in marks) else None,
        left_out=len(order) - len(drawn),
        csv=csv,
    )


def ranges_of_area(
    shelf: Shelf,
    code: str,
    depth: int | None = None,
    period: str | None = None,
    id: str = "area-ranks",
    csv: str = "",
) -> RangeChart | None:
    """One area's rank and range on every part at a depth of the tree: the one above the indicators when None."""
    index = shelf.index
    when = _when(index, period)
    if index is None or when is None or code not in scored(shelf, index):
        return None
    a, t = scored(shelf, index)[code], index.scores.periods.index(when)
    wanted = max(len(index.recipe.levels) - 2, 0) if depth is None else depth
    names = [part.name for part, deep in part_depths(index.recipe.tree) if deep == wanted]
    places = [index.place(name) for name in names if name in index.scores.indicators]
    marks = tuple(_mark(shelf, index, a, p, t, area=False) for p in places)
    ranked = kept(shelf, "ranked", lambda: index.out_of)
    out_of = int(max((ranked[p, t] for p in places), default=0))
    if not out_of:
        return None
    name = called(shelf, code)
    return RangeChart(
        id=id,
        title=f"{name}, {when}: {_best_and_last(marks)}",
        description=f"The rank of {name} on each part as a dot, with the range of ranks it may lie in as a bar. "
        f"Rank 1 of {out_of} is the highest score.",
        marks=marks,
        out_of=out_of,
        of=index.recipe.levels[wanted].capitalize() if wanted < len(index.recipe.levels) else "Part",
        csv=csv,
    )


def _when(index: Index | None, period: str | None) -> str | None:
    if index is None:
        return None
    when = period or index.scores.periods[-1]
    return when if when in index.scores.periods else None


def _order(ranks: Numbers) -> list[int]:
    """The positions of areas that have a rank, first rank first."""
    there = int(np.sum(~np.isnan(ranks)))
    return [int(a) for a in np.argsort(ranks, kind="stable")[:there]]


def _window(order: Sequence[int], areas: Sequence[str], marked: str | None) -> Sequence[int]:
    """All rows, or as many as can be read: those around the marked area, else the first of all."""
    own = areas.index(marked) if marked in areas else -1
    if len(order) <= 2 * AROUND + 1 or own not in order:
        return order[:MOST_ROWS]
    start = min(max(order.index(own) - AROUND, 0), len(order) - 2 * AROUND - 1)
    return order[start : start + 2 * AROUND + 1]


def _mark(shelf: Shelf, index: Index, a: int, p: int, t: int, area: bool) -> Mark:
    code, part = index.scores.areas[a], index.parts[p]
    who = (code, called(shelf, code)) if area else (part.name, part.title)
    rank = float(index.ranks.values[a, p, t])
    if np.isnan(rank):
        return Mark(*who, None, state=str(State.NOT_MEASURED) if part.not_measured else NO_DATA)
    low, high = ends_of(shelf, index.scores.periods[t], code, part.name, "rank")
    state = State.ESTIMATED if index.estimated[a, p, t] else State.OBSERVED
    return Mark(*who, rank, low, high, str(state))


def _finding(marks: Sequence[Mark], marked: str | None, out_of: int) -> str:
    mine = next((mark for mark in marks if mark.code == marked), None)
    if mine is not None:
        return f"{mine.name} ranks {mine.value:.0f} of {out_of}{_ends(mine)}"
    first = marks[0]
    return f"ranks and how sure they are; first is {first.name}{_ends(first)}"


def _ends(mark: Mark) -> str:
    return "" if mark.low is None or mark.high is None else f", and its range is {from_to(mark.low, mark.high)}"


def _best_and_last(marks: Sequence[Mark]) -> str:
    there = sorted((mark for mark in marks if mark.value is not None), key=lambda mark: mark.value or 0)
    if len(there) < 2:
        return "rank and how sure it is"
    return f"highest rank on {there[0].name} ({there[0].value:.0f}), lowest on {there[-1].name} ({there[-1].value:.0f})"
