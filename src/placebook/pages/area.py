"""The page of one area: its scorecard, with what stands beside it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from placebook.measure.strengths import Standing
from placebook.pages.alike import peers_of
from placebook.pages.chart_figures import kept
from placebook.pages.charts import Chart, LineChart, RangeChart, line_of_part, map_of_part, ranges_of_part
from placebook.pages.decisions import DecisionLine, decisions_about
from placebook.pages.further import further_links_of
from placebook.pages.nation import NationLink
from placebook.pages.portrait import PortraitEntry, portraits_around
from placebook.pages.ranked import ranked
from placebook.pages.score_lines import ScoreLine
from placebook.pages.scorecard import Scorecard, scorecard
from placebook.pages.shelf import Shelf
from placebook.types import Area, Index, Indicator

_SAID = {Standing.OVER: "better", Standing.WITHIN: "within", Standing.UNDER: "worse"}  # in the order of the sentences
MOST_BESIDE = 45  # areas on the map: a page with more would be too heavy for a bad signal
_TOP = 1  # depth of the parts that the page is divided by


@dataclass(frozen=True, slots=True)
class Neighbour:
    """Another area that the page names: the one it lies in, or one that took its place."""

    code: str
    name: str
    kind: str
    has_page: bool


@dataclass(frozen=True, slots=True)
class Branch:
    """One division of the tree: its own row and those below it. `head` is None for parts that hold no others."""

    head: ScoreLine | None
    lines: tuple[ScoreLine, ...]


@dataclass(frozen=True, slots=True)
class AreaPage:
    """What the page of one area says.

    `scores` has the scores of each part over `periods`, None where there was none. `indicators` has the
    indicator that a part reads, for the parts that read one, and `decimals` how many decimal places its figures
    are written with.
    """

    card: Scorecard
    said: tuple[str, ...]  # what each sentence of the card tells of: better, within, worse, or "" for none
    within: Neighbour | None  # the area that it lies in
    last_year: int | None  # in which its code was in use
    successors: tuple[Neighbour, ...]
    periods: tuple[str, ...]
    scores: Mapping[str, tuple[float | None, ...]]
    indicators: Mapping[str, str]
    decimals: Mapping[str, int]
    map: Chart | None  # where the area lies among the others
    over_time: LineChart | None
    ranks: RangeChart | None
    portraits: tuple[PortraitEntry, ...] = ()  # of it and of the area that it lies in
    further: tuple[NationLink, ...] = ()  # its peers in the whole country, those of the area it lies in, boundaries
    decisions: tuple[DecisionLine, ...] = ()  # that touch it, or an area that it lies in

    @property
    def whole(self) -> ScoreLine:
        """The row of the whole index."""
        return self.card.lines[0]

    @property
    def branches(self) -> tuple[Branch, ...]:
        """The rows below the whole, divided by the parts next to it."""
        return tuple(_branches(self.card.lines[1:]))


@dataclass(frozen=True, slots=True)
class AreaChart:
    """One chart of an area's page, to stand alone on another site."""

    code: str
    name: str
    chart: Chart


def area_chart(shelf: Shelf, code: str, kind: str) -> AreaChart | None:
    """The map, the years or the ranks of one area that is in the index; None where there is nothing to draw."""
    if shelf.index is None:
        raise ValueError("the book has no index")
    whole = shelf.index.recipe.tree.name
    found: Chart | None = None
    if kind == "map":
        found = map_of_part(shelf, whole, marked=code, id=kind)
    elif kind == "years":
        found = line_of_part(shelf, whole, code, id=kind)
    elif kind == "ranks":
        found = ranges_of_part(shelf, whole, marked=code, id=kind)
    return None if found is None else AreaChart(code, shelf.by_code[code].name, found)


def area_page(shelf: Shelf, code: str, period: str | None = None) -> AreaPage:
    """The page of one area that is in the index. Raises DataError for one that is not."""
    if shelf.index is None:
        raise ValueError("the book has no index")
    index = shelf.index
    area, when = shelf.by_code[code], period or index.scores.periods[-1]
    indicators = {part.name: part.indicator for part in shelf.index.recipe.tree.walk() if part.indicator}
    counted = kept(shelf, ("ranked", when), lambda: ranked(index, shelf.cube, when))
    card = scorecard(
        area,
        shelf.index,
        shelf.cube,
        ranges=shelf.ranges_of(when),
        evidence=shelf.evidence,
        period=when,
        indicators=shelf.indicators,
        names=shelf.names,
        peers=peers_of(shelf, code, when) if code in counted.rows else None,
        counted=counted,
    )
    return AreaPage(
        card=card,
        said=_said(card, shelf.index.recipe.levels),
        within=_neighbour(shelf, area.parent) if area.parent else None,
        last_year=area.last_year,
        successors=tuple(_neighbour(shelf, one) for one in area.successors),
        periods=shelf.index.scores.periods,
        scores=_scores(shelf.index, area),
        indicators=indicators,
        decimals={
            line.part: _decimals(shelf.indicators.get(indicators[line.part]), line.figure)
            for line in card.lines
            if line.figure is not None
        },
        map=map_of_part(shelf, card.lines[0].part, when, code, id="map", most=MOST_BESIDE),
        over_time=line_of_part(shelf, card.lines[0].part, code, id="years"),
        ranks=ranges_of_part(shelf, card.lines[0].part, when, code, id="ranks"),
        portraits=portraits_around(shelf, area),
        further=further_links_of(shelf, area),
        decisions=decisions_about(shelf, code),
    )


def _said(card: Scorecard, levels: Sequence[str]) -> tuple[str, ...]:
    """What each of the three sentences tells of; nothing where the card has one sentence that says why."""
    if len(card.sentences) != len(_SAID):
        return ("",) * len(card.sentences)
    level = levels[-2] if len(levels) > 2 else levels[-1]
    there = {line.standing for line in card.lines if line.level == level}
    return tuple(word if standing in there else "" for standing, word in _SAID.items())


def _neighbour(shelf: Shelf, code: str) -> Neighbour:
    later = {new: name for change in shelf.boundary_changes for new, name in change.new_names.items()}
    area = shelf.by_code.get(code, Area(code, later.get(code, code), ""))
    return Neighbour(code, area.name, area.kind, shelf.index is not None and code in shelf.index.scores.areas)


def _scores(index: Index, area: Area) -> Mapping[str, tuple[float | None, ...]]:
    """The scores of every part over all periods, None where there is none."""
    rows = index.scores.values[index.scores.areas.index(area.code)]
    return {
        part: tuple(None if score != score else score for score in row)
        for part, row in zip(index.scores.indicators, rows.tolist(), strict=True)
    }


def _decimals(about: Indicator | None, value: float) -> int:
    """As the book says; else none for a whole number, and enough for three figures of a small one."""
    said = None if about is None else about.decimals
    if said is not None or value == round(value):
        return said or 0
    return 1 if abs(value) >= 1 else 3


def _branches(lines: Sequence[ScoreLine]) -> list[Branch]:
    """Rows in their order, cut before each part that stands next to the whole and has parts of its own."""
    found: list[Branch] = []
    for i, line in enumerate(lines):
        holds = i + 1 < len(lines) and lines[i + 1].depth > line.depth
        if line.depth == _TOP and holds:
            found.append(Branch(line, ()))
        elif line.depth == _TOP and (not found or found[-1].head is not None):
            found.append(Branch(None, (line,)))
        else:
            last = found.pop()
            found.append(Branch(last.head, (*last.lines, line)))
    return found
