"""The one workbook of a site: that of a release, and every figure as published on a sheet of its own.

A workbook is for people, and a spreadsheet program is slow with a million cells. Where there are more, the latest
periods are in it, figures are left to the other files, and the cover says both.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace
from pathlib import Path
from tempfile import TemporaryDirectory

import numpy as np

from placebook.store.release import Release
from placebook.store.sheets import cover, sheets
from placebook.store.workbook import NOT_AVAILABLE, SHORTHAND, Cell, Cover, Sheet, write_workbook
from placebook.types import Cube, Index, Indicator, Observation, State

MOST_CELLS = 1_000_000  # of scores
MOST_FIGURES = 60_000
HEADINGS = (
    *("Area code", "Area", "Indicator", "Unit", "Period", "Figure", "Lower 95% limit", "Upper 95% limit"),
    *("State", "Note", "File", "Row"),
)


def workbook_bytes(
    release: Release, indicators: Mapping[str, Indicator], count: int, figures: Callable[[], Iterable[Observation]]
) -> bytes:
    """The workbook of a release with the figures it rests on. The same release gives the same bytes.

    `count` says how many figures there are; they are asked for only where they fit.
    """
    kept, left_out = _latest(release)
    inside = count <= MOST_FIGURES
    some = (*sheets(kept), figures_sheet(figures(), indicators, release)) if inside else sheets(kept)
    with TemporaryDirectory(prefix="placebook-") as folder:
        return write_workbook(Path(folder) / "site.xlsx", _cover(kept, left_out, inside), some).read_bytes()


def _latest(release: Release) -> tuple[Release, int]:
    """The release with as many of its latest periods as fit, at least one; and how many are left out."""
    index = release.index
    areas, parts, periods = index.scores.values.shape
    fit = max(1, min(periods, MOST_CELLS // (2 * areas * parts)))
    if fit == periods:
        return release, 0
    kept = index.scores.periods[-fit:]
    ranges = tuple(one for one in release.ranges if one.period in kept)
    return replace(release, index=_last(index, fit), ranges=ranges), periods - fit


def _last(index: Index, many: int) -> Index:
    labels = index.scores.areas, index.scores.indicators, index.scores.periods[-many:]
    return replace(
        index,
        scores=Cube(index.scores.values[:, :, -many:].copy(), *labels),
        ranks=Cube(index.ranks.values[:, :, -many:].copy(), *labels),
        weights=index.weights[:, -many:],
        estimated=index.estimated[:, :, -many:],
        coverage=index.coverage[:, :, -many:],
    )


def _cover(release: Release, left_out: int, inside: bool) -> Cover:
    made = cover(release)
    more: list[tuple[str, str]] = []
    if left_out:
        said = f"{left_out:,} earlier periods are not in this workbook, which would grow too large."
        more.append(("What is left out", f"{said} They are in scores.csv."))
    if not inside:
        said = "They are too many for a workbook. They are in observations.parquet and in one CSV file each."
        more.append(("Figures as published", said))
    return replace(made, paragraphs=(*made.paragraphs, *more))


def figures_sheet(figures: Iterable[Observation], indicators: Mapping[str, Indicator], release: Release) -> Sheet:
    """Every figure as published, one on each row. Where there is none the cell says why, in shorthand."""
    rows, states = [], set()
    for one in figures:
        rows.append(_row(one, indicators.get(one.indicator), release))
        states.add(one.state if one.value is None else State.OBSERVED)
    known = {state.shorthand: state.value for state in sorted(states) if state.shorthand not in ("", *SHORTHAND)}
    says = ["Each figure with the file and the row it was read from. A limit that is not given is [x]."]
    says += [f"Shorthand: {mark} means {words}." for mark, words in known.items()]
    return Sheet("Figures", "Every figure as published", HEADINGS, tuple(rows), tuple(says), first_columns=2)


def _row(one: Observation, about: Indicator | None, release: Release) -> tuple[Cell, ...]:
    value: Cell = _number(one.value)
    if value is None:
        value = one.state.shorthand or NOT_AVAILABLE
    title, unit = (about.title, about.unit) if about else (one.indicator, "")
    return (
        one.area,
        release.area_name(one.area),
        title,
        unit or "none",
        one.period,
        value,
        _number(one.lower),
        _number(one.upper),
        one.state.value,
        one.note or "none",
        one.file or "none",
        one.row,
    )


def _number(value: float | None) -> float | None:
    return None if value is None or np.isnan(value) else float(value)
