"""The rows of an area's page: one for each part of the index, and the reason for each word in them.

Functions and not a template, since a page has some hundreds of cells and a site has thousands of pages.
"""

from __future__ import annotations

from markupsafe import Markup, escape

from placebook.pages.area import AreaPage
from placebook.pages.score_lines import ScoreLine
from placebook.web import marks
from placebook.web.numbers import figure, share

MOST_IN_FULL = 60  # rows


def part_row(page: AreaPage, line: ScoreLine, indicators: str) -> Markup:
    """One row of the table of parts. `indicators` is the address of the folder of indicators' pages."""
    indicator = page.indicators.get(line.part)
    kind = "leaf" if indicator else "part"
    name = escape(line.title)
    if indicator:
        name = f'<a href="{indicators}{escape(indicator)}.html">{name}</a>{_beside(page, line)}'  # type: ignore[assignment]
    said = f'<tr role="row" class="row {kind}"><th role="rowheader">{name}</th>{_cells(page, line)}</tr>'
    return Markup(said)  # noqa: S704 - every word in it is escaped where it is written


def _beside(page: AreaPage, line: ScoreLine) -> str:
    """The figure as published, small beside the name of its indicator, and whether it is an estimate.

    Where the recipe divides the figure, it is not what the row is called: it has its own name, and only the score
    may be an estimate.
    """
    said = []
    if line.figure is not None:
        name = f"{escape(line.figure_of)}: " if line.figure_of else ""
        said.append(f"{name}{figure(line.figure, page.decimals[line.part])} {escape(line.unit)}")
    if line.estimated:
        said.append("score <i>estimated</i>" if line.figure_of else "<i>estimated</i>")
    return f" <small>{', '.join(said)}</small>" if said else ""


def _cells(page: AreaPage, line: ScoreLine) -> str:
    """Score, rank, standing and progress; or why there is none of them."""
    if line.score is None:
        return f'<td role="cell" class="none" colspan="4">{escape(marks.opening("; ".join(line.states)))}</td>'
    return (
        f'<td role="cell" class="n">{figure(line.score)}</td>'
        f'<td role="cell" class="rank">{marks.rank(line)}</td>'
        f'<td role="cell" class="{marks.kind(line)}">{marks.word(line)}</td>'
        f'<td role="cell" class="prog">{marks.progress(line)}{_years(page, line)}</td>'
    )


def _years(page: AreaPage, line: ScoreLine) -> str:
    """The score over the years as a small line. In a long table only for parts: an indicator's own page has it."""
    if line.change is None or (line.part in page.indicators and is_long(page)):
        return ""
    return marks.spark(page.scores[line.part])


def is_long(page: AreaPage) -> bool:
    """Whether there are so many parts that the page must be sparing to stay below 100 KB, and on one side of paper."""
    return len(page.card.lines) > MOST_IN_FULL


def why_row(page: AreaPage, line: ScoreLine) -> Markup:
    """Why a part was given its two words: points from the middle of the peers, the reasons, and what it rests on."""
    apart = line.standing if line.better_by is None else figure(line.better_by)
    trend = line.progress_because if line.change is not None else f"{line.progress}: {line.progress_because}"
    said = escape(f"{apart}: {line.standing_because}. {marks.opening(trend)}.")
    if line.coverage is not None and line.part not in page.indicators:
        said += escape(f" {share(line.coverage)} of it was published for {page.card.period}.")
    return Markup(f"<dt>{escape(line.title)}</dt><dd>{said}</dd>")  # noqa: S704 - escaped above
