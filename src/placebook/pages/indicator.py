"""The page of one indicator: what it is and is not, its figures with file and row, and how the index scores it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from math import isnan

from placebook.pages import indicator_words as words
from placebook.pages.alike import peers_of
from placebook.pages.chart_figures import MOST, kept
from placebook.pages.chart_kinds import LineChart, ShapeMap, StripChart, TileMap, number_words
from placebook.pages.charts import line_of_indicator, map_of_indicator, strip_of_indicator
from placebook.pages.indicator_figures import FigureLine, PeriodLine, by_period, figure_line, period_lines
from placebook.pages.indicator_places import ConceptLink, Scoring, concepts_of, scoring_of
from placebook.pages.shelf import IndicatorFigures, Shelf
from placebook.types import Indicator, Observation, Source

Rows = dict[str, dict[str, Observation]]  # period -> area -> figure


@dataclass(frozen=True, slots=True)
class SourceNote:
    """Where the figures come from, when they last came, and when the next are due ("" where it is not said)."""

    id: str
    title: str
    publisher: str
    licence: str
    url: str
    published: str  # ISO date of the release in the book
    next_release: str
    file: str


@dataclass(frozen=True, slots=True)
class IndicatorPage:
    """One indicator. `period` is the label of the figures shown, "" where there are none at all.

    `area` is the code asked for in the address, `history` its figures of every period and `peers` those of
    areas like it; without one they are empty. `asked_in_vain` says what the address asks for and is not there.
    """

    id: str
    title: str
    unit: str
    decimals: int
    kind: str
    kind_says: str
    direction_says: str
    says: str
    does_not_say: str
    denominator_says: str
    dated_says: str
    area_kind: str
    finding: str
    period: str
    is_latest: bool
    periods: tuple[PeriodLine, ...]  # the latest first
    lines: tuple[FigureLine, ...]  # of the period shown, by name
    left_out: int  # areas that are in the file and not in this table, because there are too many
    area: str | None
    area_name: str
    history: tuple[FigureLine, ...]
    peers: tuple[FigureLine, ...]
    asked_in_vain: str
    quality: tuple[str, ...]
    source: SourceNote | None
    scoring: tuple[Scoring, ...]  # each part of the index that reads it; empty where it is not scored
    score_period: str  # the index's period that the scores beside the figures are of; "" for none
    concepts: tuple[ConceptLink, ...]
    csv: str
    map: TileMap | ShapeMap | None
    strip: StripChart | None
    trend: LineChart | None


def indicator_page(
    shelf: Shelf, figures: IndicatorFigures, period: str | None = None, area: str | None = None
) -> IndicatorPage:
    """The page of one indicator of the book, for the period with figures that came last when None is asked for.

    A period or an area that is not there is named on the page, and the page is as if it had not been asked for.
    Raises KeyError for an indicator that the book does not have.
    """
    about = shelf.indicators[figures.indicator]
    rows: Rows = kept(shelf, ("periods of", about.id), lambda: by_period(figures))
    latest = next((label for label in reversed(rows) if _any(rows[label])), next(reversed(rows), ""))
    shown = period if period is not None and period in rows else latest
    mine = area if area is not None and area in shelf.cube.areas else None
    lines, left_out = _lines(shelf, about, rows, shown, mine)
    scoring = scoring_of(shelf, about, mine)
    periods = kept(shelf, ("period lines", about.id), lambda: period_lines(rows, shelf.cube.areas, "", about.dated_by))
    periods = tuple(replace(line, shown=line.period == shown) for line in periods)
    now = next((line for line in periods if line.shown), None)
    csv = f"data/indicators/{about.id}.csv"
    decimals = 1 if about.decimals is None else about.decimals
    source = next((one for one in shelf.sources if one.id == about.source), None)
    return IndicatorPage(
        id=about.id,
        title=about.title,
        unit=about.unit,
        decimals=decimals,
        kind=about.kind,
        kind_says=words.kind_words(about.kind),
        direction_says=words.direction_words(about.direction),
        says=about.says,
        does_not_say=about.does_not_say,
        denominator_says=words.denominator_words(about, shelf.indicators),
        dated_says=words.dated_words(about.dated_by, periods),
        area_kind=shelf.kind,
        finding=_finding(shelf, about, now, next((one for one in lines if one.mine), None), decimals),
        period=shown,
        is_latest=shown == latest,
        periods=periods,
        lines=lines,
        left_out=left_out,
        area=mine,
        area_name=shelf.names.get(mine, mine) if mine else "",
        history=_history(shelf, about, rows, mine),
        peers=_peers(shelf, about, rows, shown, mine),
        asked_in_vain=_in_vain(shelf, period, area, rows, mine),
        quality=words.quality_words(shelf, about, source, now),
        source=_source_note(source),
        scoring=scoring,
        score_period=words.index_period(shelf, shown, about.dated_by) if scoring else "",
        concepts=concepts_of(shelf, about.id),
        csv=csv,
        map=map_of_indicator(shelf, about.id, figures, shown, mine, csv=csv) if now else None,
        strip=strip_of_indicator(shelf, about.id, figures, shown, mine, csv=csv) if now else None,
        trend=line_of_indicator(shelf, figures, mine, csv=csv) if now else None,
    )


def _any(rows: Mapping[str, Observation]) -> bool:
    return any(row.value is not None for row in rows.values())


def _lines(
    shelf: Shelf, about: Indicator, rows: Rows, period: str, mine: str | None
) -> tuple[tuple[FigureLine, ...], int]:
    """The figures of one period by name, in a large book those with the parent of the area asked for."""
    if not period:
        return (), 0
    codes = sorted(_codes(shelf, mine), key=lambda code: (shelf.names[code], code))[:MOST]
    return _of_areas(shelf, about, rows, period, codes, mine), len(shelf.areas) - len(codes)


def _codes(shelf: Shelf, mine: str | None) -> Sequence[str]:
    everyone = [area.code for area in shelf.areas]
    parent = shelf.by_code[mine].parent if mine else None
    if len(everyone) <= MOST or parent is None:
        return everyone
    return [area.code for area in shelf.areas if area.parent == parent]


def _of_areas(
    shelf: Shelf, about: Indicator, rows: Rows, period: str, codes: Sequence[str], mine: str | None
) -> tuple[FigureLine, ...]:
    scores = kept(shelf, ("scores by", about.id, period), lambda: _scores(shelf, about, period))
    return tuple(
        replace(
            figure_line(code, shelf.names[code], period, rows[period].get(code)),
            score=scores.get(code),
            mine=code == mine,
        )
        for code in codes
    )


def _scores(shelf: Shelf, about: Indicator, period: str) -> Mapping[str, float]:
    """What the index made of the figures of one period, by area; empty where it made nothing of them."""
    index = shelf.index
    when = words.index_period(shelf, period, about.dated_by)
    part = next((one.name for one in index.parts if one.indicator == about.id), None) if index else None
    if index is None or part is None or not when:
        return {}
    column = index.scores.column(part, when).tolist()
    return {code: value for code, value in zip(index.scores.areas, column, strict=True) if not isnan(value)}


def _history(shelf: Shelf, about: Indicator, rows: Rows, mine: str | None) -> tuple[FigureLine, ...]:
    """The figures of the area asked for, of every period, the latest first."""
    if mine is None:
        return ()
    return tuple(one for period in reversed(rows) for one in _of_areas(shelf, about, rows, period, [mine], mine))


def _peers(shelf: Shelf, about: Indicator, rows: Rows, period: str, mine: str | None) -> tuple[FigureLine, ...]:
    """The figures of the areas like the one asked for, nearest first."""
    index = shelf.index
    if mine is None or index is None or not period or mine not in index.scores.areas:
        return ()
    return _of_areas(shelf, about, rows, period, peers_of(shelf, mine).areas, mine)


def _finding(shelf: Shelf, about: Indicator, now: PeriodLine | None, mine: FigureLine | None, decimals: int) -> str:
    """The page in a sentence: the figure of the area asked for beside the one in the middle, or that one alone."""
    kind = shelf.kind or "area"
    if now is None or now.middle is None:
        return f"No figure of this indicator is published for any {kind} here."
    middle = number_words(now.middle, decimals)
    unit = f" ({about.unit})" if about.unit else ""
    if mine is None:
        return f"In {now.period} the {kind} in the middle has {middle}{unit}."
    if mine.value is None:
        return f"For {now.period} there is no figure for {mine.name}: {mine.state}."
    said = number_words(mine.value, decimals)
    return f"In {now.period} {mine.name} has {said}{unit}. The {kind} in the middle has {middle}."


def _in_vain(shelf: Shelf, period: str | None, area: str | None, rows: Rows, mine: str | None) -> str:
    said = []
    if area is not None and mine is None:
        said.append(f"There is no {shelf.kind or 'area'} with the code {area} here, so all of them are shown alike.")
    if period is not None and period not in rows:
        said.append(f"There are no figures for the period {period}; the latest are shown.")
    return " ".join(said)


def _source_note(source: Source | None) -> SourceNote | None:
    if source is None:
        return None
    return SourceNote(
        source.id,
        source.title,
        source.publisher,
        source.licence,
        source.url,
        source.published,
        source.next_release or "",
        source.file or "",
    )
