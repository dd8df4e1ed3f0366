"""The figures behind a chart: of one part or one indicator, one period, all areas. Worked out once for each shelf."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from math import isnan
from typing import TypeVar

import numpy as np

from placebook.pages.chart_kinds import NO_DATA, Mark, Scale
from placebook.pages.chart_scales import amounts, middle_of, two_sided
from placebook.pages.shelf import IndicatorFigures, Shelf
from placebook.types import Direction, Index, Indicator, Numbers, State

MOST = 700  # areas on one chart; of a larger book the areas with the same parent are drawn
Made = TypeVar("Made")


@dataclass(frozen=True, slots=True)
class Figures:
    """What is shown of every area: a mark for each in the order of the shelf, and the scale for them all."""

    title: str
    period: str
    heading: str
    marks: tuple[Mark, ...]
    scale: Scale
    better: str  # "high", "low" or ""
    middle: float | None
    middle_is: str


def kept(shelf: Shelf, key: Hashable, make: Callable[[], Made]) -> Made:
    """What many pages share, made once for each shelf."""
    store: dict[Hashable, Made] = shelf.__dict__.setdefault("_charts", {})
    if key not in store:
        store[key] = make()
    return store[key]


def called(shelf: Shelf, code: str) -> str:
    """An area's name; where two areas have the same one, with its parent's name, or its code, behind it."""
    return kept(shelf, "called", lambda: _names(shelf)).get(code, code)


def _names(shelf: Shelf) -> dict[str, str]:
    alike = Counter(area.name for area in shelf.areas)
    both = Counter((area.name, area.parent) for area in shelf.areas)
    found = dict(shelf.names)
    for area in shelf.areas:
        if alike[area.name] > 1:
            parent = shelf.names.get(area.parent or "")
            behind = parent if parent and both[area.name, area.parent] == 1 else area.code
            found[area.code] = f"{area.name} ({behind})"
    return found


def part_figures(shelf: Shelf, part: str, period: str | None = None) -> Figures | None:
    """The scores of one part in one period, the index's last when None. None where the part has no scores."""
    index = shelf.index
    if index is None or part not in index.scores.indicators:
        return None
    when = period or index.scores.periods[-1]
    if when not in index.scores.periods:
        return None
    return kept(shelf, ("part", part, when), lambda: _of_part(shelf, index, part, when))


def indicator_figures(
    shelf: Shelf, indicator: str, figures: IndicatorFigures | None = None, period: str | None = None
) -> Figures | None:
    """The figures of one indicator in one period, the last one with figures when None."""
    known = shelf.indicators.get(indicator)
    if known is None:
        return None
    if figures is None:
        return kept(shelf, ("cube", indicator, period), lambda: _of_cube(shelf, known, period))
    return kept(shelf, ("rows", indicator, period), lambda: _of_rows(shelf, known, figures, period))


def shown(shelf: Shelf, marks: tuple[Mark, ...], marked: str | None, most: int = MOST) -> tuple[Mark, ...]:
    """The areas to draw: all, or in a large book those with the parent of the marked one; none if still too many."""
    if len(marks) <= most:
        return marks
    parent = shelf.by_code[marked].parent if marked is not None and marked in shelf.by_code else None
    places = kept(shelf, "children", lambda: _children(shelf)).get(parent, ())
    if parent is None or len(places) > most:
        return ()
    return tuple(marks[place] for place in places)


def _children(shelf: Shelf) -> dict[str | None, list[int]]:
    """The positions of the areas that have each parent."""
    found: dict[str | None, list[int]] = {}
    for place, area in enumerate(shelf.areas):
        found.setdefault(area.parent, []).append(place)
    return found


def ends_of(shelf: Shelf, period: str, code: str, part: str, of: str) -> tuple[float | None, float | None]:
    """The ends of one area's score range or rank range (`of`: score, rank); None where it was not worked out."""
    ranges = shelf.ranges_of(period)
    if ranges is None or part not in ranges.parts:
        return None, None
    a = kept(shelf, ("ranged", period), lambda: positions(ranges.areas)).get(code)
    if a is None:
        return None, None
    p = ranges.parts.index(part)
    low, high = (_number(getattr(ranges, f"{of}_{end}")[a, p]) for end in ("low", "high"))
    return (None, None) if low is None or high is None else (low, high)


def positions(codes: Iterable[str]) -> dict[str, int]:
    """Where each code stands."""
    return {code: i for i, code in enumerate(codes)}


def scored(shelf: Shelf, index: Index) -> dict[str, int]:
    """Where each area stands in the index."""
    return kept(shelf, "scored", lambda: positions(index.scores.areas))


def outlines_of(shelf: Shelf) -> Mapping[str, str]:
    """The boundaries of all areas as SVG path data, whole pixels, by code."""
    return kept(shelf, "outlines", lambda: {code: _path(rings) for code, rings in shelf.shapes.items()})


def frame_of(shelf: Shelf, marks: Sequence[Mark]) -> tuple[tuple[float, float], tuple[float, float]]:
    """The corner and the size of the box around some areas."""
    boxes = kept(shelf, "boxes", lambda: {code: _box(rings) for code, rings in shelf.shapes.items()})
    found = np.array([boxes[mark.code] for mark in marks])
    left, top = found[:, 0].min(), found[:, 1].min()
    right, bottom = found[:, 2].max(), found[:, 3].max()
    return (float(left), float(top)), (float(right - left), float(bottom - top))


def centres_of(shelf: Shelf, marks: Sequence[Mark]) -> tuple[tuple[float, float], ...]:
    """The centre of the largest outline of each area, where a sign can stand."""
    found = kept(shelf, "centres", lambda: {code: _centre(rings) for code, rings in shelf.shapes.items()})
    return tuple(found[mark.code] for mark in marks)


def _of_part(shelf: Shelf, index: Index, part: str, when: str) -> Figures:
    p, t = index.place(part), index.scores.periods.index(when)
    scores, estimated = index.scores.values[:, p, t], index.estimated[:, p, t]
    at = scored(shelf, index)
    low, high = _score_limits(shelf, part, when)
    marks = tuple(
        Mark(
            area.code,
            called(shelf, area.code),
            _number(scores[at[area.code]]),
            low.get(area.code),
            high.get(area.code),
            _state(scores[at[area.code]], bool(estimated[at[area.code]])),
        )
        if area.code in at
        else Mark(area.code, called(shelf, area.code), None, state="screened out")
        for area in shelf.areas
    )
    better = "high" if index.recipe.high_score_is == "better" else "low"
    return _figures(shelf, index.parts[p].title, when, "Score", marks, better, "points", 1)


def _score_limits(shelf: Shelf, part: str, when: str) -> tuple[dict[str, float], dict[str, float]]:
    ranges = shelf.ranges_of(when)
    if ranges is None or part not in ranges.parts:
        return {}, {}
    p = ranges.parts.index(part)
    return _there(ranges.areas, ranges.score_low[:, p]), _there(ranges.areas, ranges.score_high[:, p])


def _of_cube(shelf: Shelf, indicator: Indicator, period: str | None) -> Figures | None:
    cube = shelf.cube
    if indicator.id not in cube.indicators:
        return None
    i = cube.indicators.index(indicator.id)
    there = [t for t in range(len(cube.periods)) if not np.all(np.isnan(cube.values[:, i, t]))]
    wanted = [t for t in there if period in (None, cube.periods[t])]
    if not wanted:
        return None
    t = wanted[-1]
    at = positions(cube.areas)
    values, estimated = cube.values[:, i, t], shelf.evidence.estimated[:, i, t]
    marks = tuple(
        Mark(area.code, called(shelf, area.code), _number(values[n]), state=_state(values[n], bool(estimated[n])))
        for area in shelf.areas
        for n in (at[area.code],)
    )
    return _of_indicator(shelf, indicator, cube.periods[t], marks)


def _of_rows(shelf: Shelf, indicator: Indicator, figures: IndicatorFigures, period: str | None) -> Figures | None:
    with_value = {row.period for row in figures.rows if row.value is not None}
    when = period or max(with_value, default=None)
    if when is None:
        return None
    rows = {row.area: row for row in figures.rows if row.period == when}
    marks = []
    for area in shelf.areas:
        row = rows.get(area.code)
        if row is None:
            marks.append(Mark(area.code, called(shelf, area.code), None, state=NO_DATA))
        else:
            marks.append(Mark(area.code, called(shelf, area.code), row.value, row.lower, row.upper, str(row.state)))
    return _of_indicator(shelf, indicator, when, tuple(marks)) if rows else None


def _of_indicator(shelf: Shelf, indicator: Indicator, when: str, marks: tuple[Mark, ...]) -> Figures:
    better = {Direction.HIGHER_IS_BETTER: "high", Direction.LOWER_IS_BETTER: "low"}
    side = "" if indicator.direction is None or indicator.kind == "context" else better[indicator.direction]
    decimals = 1 if indicator.decimals is None else indicator.decimals
    return _figures(shelf, indicator.title, when, "Figure", marks, side, indicator.unit, decimals)


def _figures(
    shelf: Shelf, title: str, when: str, heading: str, marks: tuple[Mark, ...], better: str, unit: str, decimals: int
) -> Figures:
    values = sorted(mark.value for mark in marks if mark.value is not None)
    middle_is = f"the middle {shelf.kind or 'area'}"
    scale = two_sided(values, better, middle_is, unit, decimals) if better else amounts(values, unit, decimals)
    return Figures(title, when, heading, marks, scale, better, middle_of(values), middle_is)


def _there(codes: Iterable[str], values: Numbers) -> dict[str, float]:
    return {code: value for code, value in zip(codes, values.tolist(), strict=True) if not isnan(value)}


def _number(value: float) -> float | None:
    return None if isnan(value) else float(value)


def _state(value: float, estimated: bool) -> str:
    if isnan(value):
        return NO_DATA
    return str(State.ESTIMATED if estimated else State.OBSERVED)


def _path(rings: Iterable[Sequence[tuple[float, float]]]) -> str:
    """Path data in whole pixels, each step from the one before: the shortest way to write it."""
    said = []
    for ring in rings:
        points = [(round(x), round(y)) for x, y in ring]
        steps = [(x - a, y - b) for (x, y), (a, b) in zip(points[1:], points, strict=False)]
        said.append(f"M{points[0][0]} {points[0][1]}l{_pairs(steps)}z")
    return "".join(said)


def _pairs(steps: Iterable[tuple[int, int]]) -> str:
    """Numbers with a space between, which a minus sign can stand in for."""
    return " ".join(f"{dx} {dy}" for dx, dy in steps).replace(" -", "-")


def _box(rings: Iterable[Sequence[tuple[float, float]]]) -> tuple[float, float, float, float]:
    points = np.array([point for ring in rings for point in ring])
    (left, top), (right, bottom) = points.min(axis=0), points.max(axis=0)
    return float(left), float(top), float(right), float(bottom)


def _centre(rings: Iterable[Sequence[tuple[float, float]]]) -> tuple[float, float]:
    """The centroid of the largest ring, by the shoelace formula."""
    largest, centre = -1.0, (0.0, 0.0)
    for ring in rings:
        x, y = np.array(ring).T
        cross = x * np.roll(y, -1) - np.roll(x, -1) * y
        twice = float(cross.sum())
        if abs(twice) > largest and twice:
            largest = abs(twice)
            centre = (
                float(((x + np.roll(x, -1)) * cross).sum() / (3 * twice)),
                float(((y + np.roll(y, -1)) * cross).sum() / (3 * twice)),
            )
    return centre
