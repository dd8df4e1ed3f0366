"""One area over time: its figures as published, or its scores, with limits where they are known."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

import numpy as np

from placebook.pages.chart_figures import called, ends_of, kept, scored
from placebook.pages.chart_kinds import NO_DATA, Line, LineChart, Point, number_words
from placebook.pages.chart_scales import middle_of
from placebook.pages.shelf import IndicatorFigures, Shelf
from placebook.types import Index, Observation, State

MIDDLE = "middle"  # the code of the line of the middle area


def line_of_indicator(
    shelf: Shelf,
    figures: IndicatorFigures,
    code: str | None,
    others: Sequence[str] = (),
    id: str = "line",
    csv: str = "",
) -> LineChart | None:
    """The figures of one indicator over time for one area, with others and the middle area behind it.

    With `code` None it is the middle area alone. Every published period has its point, in order of time.
    """
    known = shelf.indicators.get(figures.indicator)
    wanted = [one for one in (code, *others) if one is not None]
    if known is None:
        return None
    periods = sorted({row.period for row in figures.rows}, key=lambda label: (when(label), label))
    by_area = kept(shelf, ("by area", figures.indicator), lambda: _by_area(figures.rows))
    decimals = 1 if known.decimals is None else known.decimals
    lines = [_published(one, called(shelf, one), by_area.get(one, {}), periods) for one in wanted]
    lines.append(kept(shelf, ("middle", figures.indicator), lambda: _middle(shelf, by_area, periods)))
    return _chart(known.title, known.unit, decimals, lines, id, csv)


def line_of_part(
    shelf: Shelf, part: str, code: str, others: Sequence[str] = (), id: str = "line", csv: str = ""
) -> LineChart | None:
    """The score of one part over the index's periods for one area, with others and the middle area behind it."""
    index = shelf.index
    if index is None or part not in index.scores.indicators or code not in scored(shelf, index):
        return None
    lines = [_scored(shelf, index, part, one) for one in (code, *others) if one in scored(shelf, index)]
    lines.append(kept(shelf, ("middle score", part), lambda: _middle_score(shelf, index, part)))
    return _chart(index.parts[index.place(part)].title, "points", 1, lines, id, csv)


def when(period: str) -> float:
    """Where a period stands in time: the middle of its years, 2014/15 at 2014.5. 0 where it names no year."""
    years = [int(year) for year in re.findall(r"(?<!\d)\d{4}(?!\d)", period)]
    if not years:
        return 0.0
    quarter = re.search(r"Q([1-4])", period)
    month = re.match(r"\d{4}-(\d\d)(?!\d)", period)
    split = 0.5 if re.search(r"\d{4}/\d\d(?!\d)", period) else 0.0
    part = (int(quarter[1]) - 1) / 4 if quarter else (int(month[1]) - 1) / 12 if month else split
    return (years[0] + years[-1]) / 2 + part


def _by_area(rows: Iterable[Observation]) -> dict[str, dict[str, Observation]]:
    found: dict[str, dict[str, Observation]] = {}
    for row in rows:
        found.setdefault(row.area, {})[row.period] = row
    return found


def _published(code: str, name: str, rows: dict[str, Observation], periods: Iterable[str]) -> Line:
    points = []
    for period in periods:
        row = rows.get(period)
        if row is None:
            points.append(Point(period, when(period), None, state=NO_DATA))
        else:
            points.append(Point(period, when(period), row.value, row.lower, row.upper, str(row.state)))
    return Line(code, name, tuple(points))


def _middle(shelf: Shelf, by_area: dict[str, dict[str, Observation]], periods: Iterable[str]) -> Line:
    points = []
    for period in periods:
        rows = (found.get(period) for found in by_area.values())
        values = sorted(row.value for row in rows if row is not None and row.value is not None)
        state = str(State.OBSERVED) if values else NO_DATA
        points.append(Point(period, when(period), middle_of(values), state=state))
    return Line(MIDDLE, _middle_name(shelf), tuple(points))


def _scored(shelf: Shelf, index: Index, part: str, code: str) -> Line:
    a, p = scored(shelf, index)[code], index.place(part)
    points = []
    for t, period in enumerate(index.scores.periods):
        value = float(index.scores.values[a, p, t])
        if np.isnan(value):
            points.append(Point(period, when(period), None, state=NO_DATA))
            continue
        low, high = ends_of(shelf, period, code, part, "score")
        state = State.ESTIMATED if index.estimated[a, p, t] else State.OBSERVED
        points.append(Point(period, when(period), value, low, high, str(state)))
    return Line(code, called(shelf, code), tuple(points))


def _middle_score(shelf: Shelf, index: Index, part: str) -> Line:
    columns = index.scores.values[:, index.place(part), :].T
    middles = [middle_of(sorted(column[~np.isnan(column)].tolist())) for column in columns]
    points = tuple(
        Point(period, when(period), middle, state=NO_DATA if middle is None else str(State.OBSERVED))
        for period, middle in zip(index.scores.periods, middles, strict=True)
    )
    return Line(MIDDLE, _middle_name(shelf), points)


def _middle_name(shelf: Shelf) -> str:
    return f"The middle {shelf.kind or 'area'}"


def _chart(title: str, unit: str, decimals: int, lines: Sequence[Line], id: str, csv: str) -> LineChart | None:
    """The chart with its finding: the first and last figure of its first line."""
    there = [point for point in lines[0].points if point.value is not None]
    if not there:
        return None
    first, last, name = there[0], there[-1], lines[0].name
    end = number_words(last.value, decimals)
    if len(there) == 1:
        finding = f"{name} had {end} in {last.period}, the only period with a figure"
    else:
        finding = f"{name} had {number_words(first.value, decimals)} in {first.period} and {end} in {last.period}"
    limits = " Bars show the limits within which the true figure is likely to lie." if _limits(lines[0]) else ""
    gaps = sum(point.value is None for point in lines[0].points)
    missing = f" {gaps} of {len(lines[0].points)} periods have no figure." if gaps else ""
    behind = ", ".join(line.name[0].lower() + line.name[1:] if line.code == MIDDLE else line.name for line in lines[1:])
    beside = f", beside {behind}" if behind else ""
    description = f"{name} over time{f', in {unit}' if unit else ''}{beside}.{limits}{missing}"
    return LineChart(id, f"{title}: {finding}", description, tuple(lines), unit, decimals, csv)


def _limits(line: Line) -> bool:
    return any(point.low is not None for point in line.points)
