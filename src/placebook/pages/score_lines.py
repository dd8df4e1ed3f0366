"""The rows of a scorecard: one for each part of the index, each context figure and each similar area."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from math import ceil, floor, isnan

import numpy as np

from placebook.measure.peers import Peers, nearest_period
from placebook.measure.progress import Change
from placebook.measure.strengths import Comparison, Standing
from placebook.measure.tree import nearest_name, part_depths
from placebook.pages.ranked import Ranked
from placebook.types import Cube, DataError, Evidence, Index, Indicator, Part, RankRanges, Recipe


@dataclass(frozen=True, slots=True)
class ScoreLine:
    """One part of the index as one area has it. None stands for what is not there, never 0.

    `rank` is 1 for the highest score and `tied_with` counts the areas that share it. `rank_low` and
    `rank_high` are the ends of the rank range; both are None when it is not known. `better_by` is in
    points of score beside the middle of the peers, positive when better for people. `change` and its
    ends are points of score a year. `states` says in words what a reader must know of the score.
    """

    part: str
    level: str
    depth: int  # 0 = the whole
    title: str
    unit: str
    figure: float | None  # as published, for an indicator
    figure_of: str  # the title of that indicator, where the recipe divides it and so scores something else
    score: float | None
    rank: int | None
    out_of: int
    tied_with: int
    rank_low: int | None
    rank_high: int | None
    standing: str
    standing_because: str
    better_by: float | None
    progress: str
    progress_because: str
    change: float | None
    change_low: float | None
    change_high: float | None
    change_seen_in: float | None  # share of its weight that was published often enough to see a change
    states: tuple[str, ...]
    estimated: bool
    coverage: float | None  # share of its weight that rests on published figures


@dataclass(frozen=True, slots=True)
class ContextLine:
    """A figure shown beside the index and never in it. Rank 1 is the highest figure."""

    indicator: str
    title: str
    unit: str
    figure: float | None
    period: str | None  # the period the figure is of, which may be another than the card's
    rank: int | None
    out_of: int
    decimals: int | None = None


@dataclass(frozen=True, slots=True)
class PeerLine:
    """One area like this one: how far away, in spreads, and the figure in which they differ most."""

    code: str
    name: str
    distance: float
    mattered_most: str


@dataclass(frozen=True, slots=True)
class Basis:
    """What the rows of one card are filled from."""

    index: Index
    code: str
    period: str
    figures: Cube
    ranges: RankRanges | None
    evidence: Evidence | None
    indicators: Mapping[str, Indicator]
    ranked: Ranked

    @property
    def at(self) -> int:
        """The area's row in the index."""
        return self.ranked.rows[self.code]

    @property
    def row(self) -> int:
        """The area's row in the figures."""
        return self.ranked.figure_rows[self.code]


def score_lines(basis: Basis, compared: tuple[Comparison, ...], changed: tuple[Change, ...]) -> tuple[ScoreLine, ...]:
    """One row for each part, parents before their parts; `compared` and `changed` are in the order of the parts."""
    parts = tuple(part_depths(basis.index.recipe.tree))
    return tuple(
        _score_line(basis, part, depth, beside, change)
        for (part, depth), beside, change in zip(parts, compared, changed, strict=True)
    )


def _score_line(basis: Basis, part: Part, depth: int, beside: Comparison, change: Change) -> ScoreLine:
    index = basis.index
    at, k, t = basis.at, index.place(part.name), index.scores.periods.index(basis.period)
    score, rank = index.scores.values[at, k, t], index.ranks.values[at, k, t]
    indicator = basis.indicators.get(part.indicator or part.name)
    low, high = _rank_range(basis, part)
    estimated = bool(index.estimated[at, k, t])
    standing, because = _standing(beside, low)
    return ScoreLine(
        part=part.name,
        level=index.recipe.levels[-1 if part.indicator else depth],
        depth=depth,
        title=indicator.title if indicator and part.title == part.name else part.title,
        unit=indicator.unit if indicator else "",
        figure=_figure(basis, part),
        figure_of=indicator.title if indicator and _divided(index.recipe, part) else "",
        score=_or_none(score),
        rank=None if isnan(rank) else int(rank),
        out_of=int(basis.ranked.out_of[k]),
        tied_with=max(int(basis.ranked.sharing[at, k]) - 1, 0),
        rank_low=low,
        rank_high=high,
        standing=standing,
        standing_because=because,
        better_by=_or_none(beside.better_by),
        progress=str(change.progress),
        progress_because=change.reason,
        change=_or_none(change.per_year),
        change_low=_or_none(change.low),
        change_high=_or_none(change.high),
        change_seen_in=_or_none(change.observed),
        states=_states(part, score, estimated),
        estimated=estimated,
        coverage=_or_none(index.coverage[at, k, t]),
    )


def _standing(beside: Comparison, rank_low: int | None) -> tuple[str, str]:
    """Over or under only where a rank range is known to agree: without one it is not known."""
    if beside.standing in (Standing.OVER, Standing.UNDER) and rank_low is None:
        return str(Standing.NOT_KNOWN), "its score lies apart from theirs, but how sure it is is not known"
    return str(beside.standing), beside.reason


def _or_none(value: float) -> float | None:
    """A plain number, or None where there is none."""
    return None if isnan(value) else float(value)


def _states(part: Part, score: float, estimated: bool) -> tuple[str, ...]:
    if part.not_measured is not None:
        return (f"not measured: {part.not_measured}",)
    if isnan(score):
        return ("no data",)
    if not estimated:
        return ()
    return ("estimated",) if part.indicator else ("partly estimated",)


def _figure(basis: Basis, part: Part) -> float | None:
    """The figure as published in this period, for a part that reads an indicator."""
    figures = basis.figures
    if part.indicator not in figures.indicators or basis.period not in figures.periods:
        return None
    return _or_none(figures.column(str(part.indicator), basis.period)[basis.row])


def _divided(recipe: Recipe, part: Part) -> bool:
    """Whether the recipe divides a part's figure by another: house prices by income, offences by people."""
    return any(step.family == "denominate" and part.indicator in step.options for step in recipe.steps)


def _rank_range(basis: Basis, part: Part) -> tuple[int | None, int | None]:
    """The ends of a rank range; None where it is not worked out, or nothing is known that could move it."""
    ranges = basis.ranges
    at = None if ranges is None else _row_of(ranges, basis)
    if ranges is None or at is None or part.name not in ranges.parts:
        return None, None
    column = ranges.parts.index(part.name)
    low, high = ranges.rank_low[at, column], ranges.rank_high[at, column]
    if isnan(low) or (low == high and not _error_known(basis, part)):
        return None, None
    return floor(low), ceil(high)


def _row_of(ranges: RankRanges, basis: Basis) -> int | None:
    """The area's row in the rank ranges, most often its row in the index; None when it is not there."""
    if basis.at < len(ranges.areas) and ranges.areas[basis.at] == basis.code:
        return basis.at
    return ranges.areas.index(basis.code) if basis.code in ranges.areas else None


def _error_known(basis: Basis, part: Part) -> bool:
    """Whether anything is known of how sure an indicator's own figure is: limits, or that it is an estimate.

    Where nothing is, a rank that no run could move is not a sure rank. A whole rests on choices: where the runs
    varied none of them, it has no range (`measure.ranks`).
    """
    if part.indicator is None:
        return True
    index, figures = basis.index, basis.figures
    t = index.scores.periods.index(basis.period)
    if index.estimated[basis.at, index.place(part.name), t]:
        return True
    if basis.evidence is None or part.indicator not in figures.indicators or basis.period not in figures.periods:
        return False
    cell = (
        basis.row,
        figures.indicators.index(part.indicator),
        figures.periods.index(basis.period),
    )
    return bool(basis.evidence.error[cell] > 0)  # NaN where no limits were given


def context_lines(basis: Basis) -> tuple[ContextLine, ...]:
    """One row for each figure that the recipe shows beside the index.

    Raises DataError if it is not among the figures.
    """
    return tuple(_context_line(basis, name) for name in basis.index.recipe.context)


def _context_line(basis: Basis, name: str) -> ContextLine:
    """The figure nearest to the card's period, ranked among the areas of the index."""
    figures = basis.figures
    if name not in figures.indicators:
        raise DataError(
            f"recipe {basis.index.recipe.id!r}: context names {name!r}, which is not among the figures; "
            + nearest_name(name, figures.indicators)
        )
    about = basis.indicators.get(name, Indicator(name, name))
    at = basis.row
    period = nearest_period(figures.values[at, figures.indicators.index(name), :], figures.periods, basis.period)
    if period is None:
        return ContextLine(name, about.title, about.unit, None, None, None, 0, about.decimals)
    column = figures.column(name, period)
    ranks = basis.ranked.context(name, period)
    rank, out_of = int(ranks[basis.ranked.compared_at[at]]), int(np.sum(~np.isnan(ranks)))
    return ContextLine(name, about.title, about.unit, float(column[at]), period, rank, out_of, about.decimals)


def peer_lines(peers: Peers, names: Mapping[str, str], titles: Mapping[str, str]) -> tuple[PeerLine, ...]:
    """One row for each similar area, nearest first."""
    return tuple(
        PeerLine(peer.area, names.get(peer.area, peer.area), peer.distance, titles.get(peer.mattered_most, ""))
        for peer in peers.found
    )
