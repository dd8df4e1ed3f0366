"""The figures of one indicator, sorted by the period they were published for, with what each period holds."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from statistics import median

from placebook.pages.chart_kinds import NO_DATA
from placebook.pages.chart_lines import when
from placebook.pages.shelf import IndicatorFigures
from placebook.types import Observation, State

_YEAR = re.compile(r"\d{4}")
_SPLIT_END = re.compile(r"\d{4}/\d{2}$")


@dataclass(frozen=True, slots=True)
class FigureLine:
    """One figure of one area, or why there is none, with the file and row that it was read from.

    `state` is a State in words, or "no data" where nothing was published. `score` is what the index
    made of the figure in the year that its period stands for, None where it is not scored.
    """

    code: str
    name: str
    period: str  # as published
    value: float | None
    lower: float | None
    upper: float | None
    numerator: float | None
    denominator: float | None
    state: str
    note: str
    file: str
    row: int | None
    score: float | None = None
    mine: bool = False  # the area that was asked for


@dataclass(frozen=True, slots=True)
class PeriodLine:
    """One period of an indicator: how many areas have a figure, and the lowest, middle and highest of them."""

    period: str  # as published
    year: str  # the one year it stands for; "" when its label names none
    shown: bool
    figures: int
    estimated: int
    without: tuple[tuple[str, int], ...]  # why there is no figure, and for how many areas
    lowest: float | None
    middle: float | None
    highest: float | None


def stands_for(period: str, dated_by: str) -> int | None:
    """The one year that a period's label stands for: 2014 for "2014", "2013/14", "2012-2016" by its middle.

    None when the label names no year. Of two middle years the earlier is taken, as when figures are read.
    """
    first, last = _ends(period)
    if first is None or last is None:
        return None
    return {"first_year": first, "last_year": last}.get(dated_by, (first + last) // 2)


def _ends(period: str) -> tuple[int | None, int | None]:
    years = [int(year) for year in _YEAR.findall(period)]
    if not years:
        return None, None
    return years[0], years[-1] + (1 if _SPLIT_END.search(period) else 0)


def by_period(figures: IndicatorFigures) -> dict[str, dict[str, Observation]]:
    """Period -> area -> its figure. Periods run from the earliest to the latest; read through once."""
    found: dict[str, dict[str, Observation]] = {}
    for row in figures.rows:
        found.setdefault(row.period, {})[row.area] = row
    return {period: found[period] for period in sorted(found, key=lambda period: (when(period), period))}


def state_of(row: Observation | None) -> str:
    """How a figure is known, or why there is none. A State that promises a figure is not believed without one."""
    if row is None or (row.value is None and row.state.has_value):
        return NO_DATA
    return str(row.state)


def figure_line(code: str, name: str, period: str, row: Observation | None) -> FigureLine:
    """One area's figure of one period. `row` is None where nothing was published."""
    if row is None:
        return FigureLine(code, name, period, None, None, None, None, None, NO_DATA, "", "", None)
    return FigureLine(
        code=code,
        name=name,
        period=period,
        value=row.value,
        lower=row.lower,
        upper=row.upper,
        numerator=row.numerator,
        denominator=row.denominator,
        state=state_of(row),
        note=row.note,
        file=row.file,
        row=row.row or None,
    )


def period_lines(
    sorted_rows: Mapping[str, Mapping[str, Observation]], codes: Sequence[str], shown: str, dated_by: str
) -> tuple[PeriodLine, ...]:
    """What every period holds for these areas, the latest first."""
    wanted = frozenset(codes)
    lines = [_period_line(period, rows, wanted, shown, dated_by) for period, rows in sorted_rows.items()]
    return tuple(reversed(lines))


def _period_line(
    period: str, rows: Mapping[str, Observation], wanted: frozenset[str], shown: str, dated_by: str
) -> PeriodLine:
    there = [row for code, row in rows.items() if code in wanted]
    values = [row.value for row in there if row.value is not None]
    year = stands_for(period, dated_by)
    return PeriodLine(
        period=period,
        year="" if year is None else str(year),
        shown=period == shown,
        figures=len(values),
        estimated=sum(row.state is State.ESTIMATED and row.value is not None for row in there),
        without=_without(there, len(wanted)),
        lowest=min(values, default=None),
        middle=middle_figure(values),
        highest=max(values, default=None),
    )


def _without(there: Sequence[Observation], areas: int) -> tuple[tuple[str, int], ...]:
    """The reasons for figures that are not there, each with its number of areas."""
    counts: dict[str, int] = {NO_DATA: areas - len(there)} if areas > len(there) else {}
    for row in there:
        if row.value is None:
            counts[state_of(row)] = counts.get(state_of(row), 0) + 1
    return tuple(sorted(counts.items()))


def middle_figure(values: Iterable[float]) -> float | None:
    """The median; None of nothing."""
    known = list(values)
    return float(median(known)) if known else None
