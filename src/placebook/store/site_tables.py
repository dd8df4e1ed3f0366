"""The tables that a site gives away: scores, ranges and figures, each made piece by piece so that memory stays flat."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace

from placebook.pages.score_lines import ScoreLine
from placebook.store.observations import HEADINGS as FIGURES
from placebook.store.release import AREA_NAME, SIGN, Release, exported_ranges, exported_scores
from placebook.store.tables import Heading, Kind, Table, table_of
from placebook.types import NOTHING, Cube, Index, Observation

SIGNED = Heading("shorthand", SIGN.kind, SIGN.says)
OBSERVED = (FIGURES[0], AREA_NAME, *(h for h in FIGURES[1:] if h.name != "year"))
OBSERVED = tuple(one for h in OBSERVED for one in ((h, SIGNED) if h.name == "state" else (h,)))
OBSERVED_KEY = ("area", "indicator", "period")
CARD = (
    Heading("area", Kind.TEXT, "Code of the area"),
    AREA_NAME,
    Heading("period", Kind.TEXT, "The period"),
    Heading("part", Kind.TEXT, "The index or the part of it"),
    Heading("title", Kind.TEXT, "Title of the part"),
    Heading("level", Kind.TEXT, "Level of the part in the index"),
    Heading("unit", Kind.TEXT, "Unit of the figure"),
    Heading("figure", Kind.NUMBER, "The figure as published, for a part that reads an indicator; empty for none"),
    Heading("score", Kind.NUMBER, "Score on the scale of the recipe; empty where there is none"),
    Heading("rank", Kind.WHOLE, "Rank among all areas: 1 is the highest score"),
    Heading("out_of", Kind.WHOLE, "How many areas have a rank"),
    Heading("rank_low", Kind.WHOLE, "The better end of the rank's range; empty where it is not known"),
    Heading("rank_high", Kind.WHOLE, "The worse end of the rank's range"),
    Heading("standing", Kind.TEXT, "How it stands beside similar areas"),
    Heading("better_by", Kind.NUMBER, "Points of score better than the middle of similar areas"),
    Heading("progress", Kind.TEXT, "How it has changed, in a word"),
    Heading("change", Kind.NUMBER, "Points of score a year"),
    Heading("change_low", Kind.NUMBER, "The lower end of the change"),
    Heading("change_high", Kind.NUMBER, "The upper end of the change"),
    Heading("state", Kind.TEXT, "What must be known of the score: estimated, not measured..."),
)
CARD_KEY = ("area", "period", "part")


def scores_by_period(release: Release) -> Iterator[Table]:
    """The scores of a release, one table for each period, in their order."""
    for t in range(len(release.index.scores.periods)):
        yield exported_scores(replace(release, index=one_period(release.index, t)))


def ranges_by_period(release: Release) -> Iterator[Table]:
    """The rank ranges of a release, one table for each period that has some."""
    for one in release.ranges:
        yield exported_ranges(replace(release, ranges=(one,)))


def one_period(index: Index, t: int) -> Index:
    """An index as if it had been made for one of its periods only."""
    labels = index.scores.areas, index.scores.indicators, (index.scores.periods[t],)
    return replace(
        index,
        scores=Cube(index.scores.values[:, :, [t]].copy(), *labels),
        ranks=Cube(index.ranks.values[:, :, [t]].copy(), *labels),
        weights=index.weights[:, [t]],
        estimated=index.estimated[:, :, [t]],
        coverage=index.coverage[:, :, [t]],
    )


def figures_table(rows: Sequence[Observation], names: Mapping[str, str] = NOTHING) -> Table:
    """Figures of any indicators as published (OBSERVED), with the names of their areas, their file and their row."""
    said = {h.name: [getattr(row, h.name) for row in rows] for h in OBSERVED if h not in (AREA_NAME, SIGNED)}
    columns = {name: _numbers_or_words(name, column) for name, column in said.items()}
    columns["state"] = [row.state.value for row in rows]
    columns["shorthand"] = [row.state.shorthand for row in rows]
    columns["area_name"] = [names.get(row.area, row.area) for row in rows]
    return table_of(OBSERVED, columns, OBSERVED_KEY)


def card_table(code: str, name: str, period: str, lines: Iterable[ScoreLine]) -> Table:
    """The rows of one area's scorecard (CARD): the numbers that its page shows."""
    lines = tuple(lines)
    columns: dict[str, list[object]] = {}
    for heading in CARD:
        if hasattr(ScoreLine, heading.name):
            columns[heading.name] = _numbers_or_words(heading.name, [getattr(line, heading.name) for line in lines])
    said = {"area": code, "area_name": name, "period": period}
    columns |= {heading: [words] * len(lines) for heading, words in said.items()}
    columns["state"] = ["; ".join(line.states) for line in lines]
    return table_of(CARD, columns, CARD_KEY)


_NUMBERS = frozenset(h.name for h in (*OBSERVED, *CARD) if h.kind in (Kind.NUMBER, Kind.WHOLE))


def _numbers_or_words(name: str, column: list[object]) -> list[object]:
    """A column whose numbers that are not there are NaN."""
    return [float("nan") if cell is None else cell for cell in column] if name in _NUMBERS else column
