"""What the workbook of a release holds: its cover, and its sheets in the order a reader wants them."""

from __future__ import annotations

from collections.abc import Mapping
from math import isnan
from typing import Any

import numpy as np
from numpy.typing import NDArray

from placebook.measure.comparable import why_no_trend
from placebook.store.release import Release
from placebook.store.results import KEY, levels_of, ranges_table
from placebook.store.workbook import Cell, Cover, Sheet
from placebook.types import RankRanges, State

RANGE_HEADINGS = (
    "Score, low",
    "Score, middle",
    "Score, high",
    "Rank, low",
    "Rank, middle",
    "Rank, high",
    "Share first",
    "Share last",
    *(f"Share in fifth {i}" for i in range(1, 6)),
)


def cover(release: Release) -> Cover:
    """The cover of the workbook."""
    index, recipe = release.index, release.index.recipe
    many, periods = len(index.scores.areas), ", ".join(index.scores.periods)
    refused = why_no_trend(recipe)
    said = {
        "What it is": recipe.says,
        "How to read it": f"A higher score means {recipe.higher_means}. Rank 1 is the highest score. Areas with the "
        "same score share the better rank.",
        "What it does not say": recipe.does_not_say,
        "Coverage": f"{many:,} areas. Periods: {periods}.",
        "Comparing years": f"Scores of two periods are not compared: {refused}." if refused else "",
        "Method": f"{recipe.method_source} Recipe {recipe.id}, version {recipe.version}.".strip(),
        "Published": " ".join(w for w in (release.publisher, release.published and f"{release.published}") if w),
        "Licence": release.licence,
    }
    paragraphs = tuple((heading, text) for heading, text in said.items() if text)
    return Cover(release.title, paragraphs, release.published, release.publisher)


def sheets(release: Release) -> tuple[Sheet, ...]:
    """The sheets of the workbook: notes, parts and sources, then scores and ranks, the latest period first."""
    notes = _notes(release)
    by_period: list[Sheet] = []
    for t in reversed(range(len(release.index.scores.periods))):
        by_period += _period_sheets(release, notes, t)
    return (
        *_notes_sheet(notes),
        _parts_sheet(release),
        *_sources_sheet(release),
        *_over_time(release, notes),
        *by_period,
    )


def _notes(release: Release) -> dict[str, str]:
    """What a reader must know of a part or an area, by its name: the first is [note 1]."""
    index = release.index
    found = {
        part.name: f"{part.title} is not measured: {part.not_measured}" for part in index.parts if part.not_measured
    }
    for name, why in index.screened_out.items():
        called = f"{release.areas[name]} ({name})" if name in release.areas else name
        found.setdefault(name, f"{called} was set aside: {why}")
    return found


def _marked(title: str, name: str, notes: Mapping[str, str]) -> str:
    return f"{title} [note {list(notes).index(name) + 1}]" if name in notes else title


def _notes_sheet(notes: Mapping[str, str]) -> tuple[Sheet, ...]:
    rows = tuple((f"[note {number}]", text) for number, text in enumerate(notes.values(), start=1))
    return (Sheet("Notes", "Notes", ("Note", "What it says"), rows, first_columns=0),) if rows else ()


def _parts_sheet(release: Release) -> Sheet:
    index = release.index
    above = {part.name: whole.title for whole in index.parts for part in whole.parts}
    rows = tuple(
        (
            part.title,
            level,
            above.get(part.name, "none: it is the whole"),
            _figure(weight),
            part.indicator or "none",
            part.not_measured or "it is measured",
        )
        for part, level, weight in zip(index.parts, levels_of(index), index.weights[:, -1], strict=True)
    )
    headings = ("Part", "Level", "Part of", "Weight in it", "Indicator it reads", "Why it is not measured")
    says = (f"Weights are those of {index.scores.periods[-1]}, as used.",)
    return Sheet("Parts", "Parts of the index and their weights", headings, rows, says, "0.000")


def _sources_sheet(release: Release) -> tuple[Sheet, ...]:
    rows = tuple((s.title, s.publisher, s.published, s.licence, s.url) for s in release.sources)
    headings = ("Source", "Publisher", "Published", "Licence", "Address")
    return (Sheet("Sources", "Where the figures come from", headings, rows),) if rows else ()


def _over_time(release: Release, notes: Mapping[str, str]) -> list[Sheet]:
    """The whole through the years: its ranks, and its scores where scores of two years can be compared."""
    index = release.index
    if len(index.scores.periods) < 2:
        return []
    whole, periods = index.parts[0].title, index.scores.periods
    ranks = _wide(release, "Ranks over time", f"Ranks over time: {whole}", periods, index.ranks.values[:, 0, :], notes)
    if why_no_trend(index.recipe):
        return [ranks]
    scores = index.scores.values[:, 0, :]
    return [_wide(release, "Scores over time", f"Scores over time: {whole}", periods, scores, notes), ranks]


def _period_sheets(release: Release, notes: Mapping[str, str], t: int) -> list[Sheet]:
    index = release.index
    period = index.scores.periods[t]
    headings = tuple(_marked(part.title, part.name, notes) for part in index.parts)
    scores, ranks = index.scores.values[:, :, t], index.ranks.values[:, :, t]
    found = [
        _wide(release, f"Scores {period}", f"Scores, {period}", headings, scores, notes),
        _wide(release, f"Ranks {period}", f"Ranks, {period}", headings, ranks, notes),
    ]
    if np.any(index.estimated[:, :, t]):
        words = np.where(index.estimated[:, :, t], State.ESTIMATED.shorthand, "measured").astype(object)
        words[np.isnan(scores)] = None
        found.append(
            _wide(release, f"Estimated {period}", f"Which scores are estimated, {period}", headings, words, notes)
        )
    return found + [_ranges_sheet(release, one) for one in release.ranges if one.period == period]


def _wide(
    release: Release, name: str, title: str, headings: tuple[str, ...], figures: NDArray[Any], notes: Mapping[str, str]
) -> Sheet:
    """One row for each area, one column for each part or period."""
    rows = tuple(
        (code, _marked(release.area_name(code), code, notes), *(_figure(cell) for cell in line))
        for code, line in zip(release.index.scores.areas, figures.tolist(), strict=True)
    )
    says = [f"A higher score means {release.index.recipe.higher_means}. Rank 1 is the highest score."]
    if any("[note " in text for text in (*headings, *(str(row[1]) for row in rows))):
        says.append("Notes in square brackets stand on the sheet Notes.")
    number_format = _number_format(figures) if "Ranks" not in name else "0"
    return Sheet(name, title, ("Area code", "Area", *headings), rows, tuple(says), number_format, first_columns=2)


def _ranges_sheet(release: Release, ranges: RankRanges) -> Sheet:
    """How sure the score and the rank of the whole are, for every area."""
    table = ranges_table([ranges])
    table = table.where(table["part"] == ranges.parts[0])
    rows = tuple(
        (code, release.area_name(code), *(_figure(cell) for cell in row[len(KEY) :]))
        for code, row in zip(ranges.areas, table.rows(), strict=True)
    )
    says = (
        f"{ranges.runs:,} runs, seed {ranges.seed}. What the runs changed: {'; '.join(ranges.varied) or 'nothing'}.",
        "Low and high are the 5th and the 95th percentile of the runs. Shares are shares of the runs, 0 to 1.",
    )
    title = f"How sure the scores and ranks are: {release.index.parts[0].title}, {ranges.period}"
    headings = ("Area code", "Area", *RANGE_HEADINGS)
    return Sheet(f"Ranges {ranges.period}", title, headings, rows, says, "0.00", first_columns=2)


def _figure(cell: Any) -> Cell:
    """A cell of a sheet: None where there is no figure."""
    if cell is None or isinstance(cell, str):
        return cell
    return None if isnan(cell) else float(cell)


def _number_format(figures: NDArray[Any]) -> str:
    """Enough decimals for the scale: 1 for scores to 100, 2 for z-scores, 3 for shares of one."""
    if figures.dtype == object or np.all(np.isnan(figures)):
        return "General"
    largest = float(np.nanmax(np.abs(figures)))
    return "0.0" if largest >= 10 else "0.00" if largest > 1 else "0.000"
