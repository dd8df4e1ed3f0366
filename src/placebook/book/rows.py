"""Rows of a table whose labels are known, into observations."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from placebook.book.grouping import group, note
from placebook.book.labels import Labels, as_text
from placebook.book.periods import year_of
from placebook.sources.figures import GSS_SHORTHAND, POINT, TWO_WAYS, Figures, read_figures
from placebook.sources.findings import Finding, fault
from placebook.sources.observations import Observations, Texts, Whole
from placebook.sources.sheets import Cell
from placebook.sources.tables import Table
from placebook.types import Source, State

LIMITS = ("lower", "upper")
COUNTS = ("numerator", "denominator")
_STATES = {state.value: state for state in State} | {state.name.lower(): state for state in State}


@dataclass(frozen=True, slots=True)
class Block:
    """Rows with one figure each: what the figure is of, and the cells that hold it and what stands beside it.

    `cells` are by our word (value, lower, state...), `headings` names the heading of each in what is said.
    """

    indicators: Labels
    periods: Labels
    cells: Mapping[str, Sequence[Cell]]
    headings: Mapping[str, str]


def read_block(source: Source, table: Table, areas: Labels, block: Block) -> tuple[Observations, list[Finding]]:
    """The observations of one block, and what is wrong with its figures.

    Rows without a readable area, indicator or period are left out: a finding says so already.
    """
    readable = zip(areas.found, block.indicators.found, block.periods.found, strict=True)
    kept = [at for at, labels in enumerate(readable) if None not in labels]
    indicator = _chosen(block.indicators.found, kept)
    rows = [table.rows[at] for at in kept]
    units = {one.id: one.unit for one in source.indicators}
    figures = {}
    findings: list[Finding] = []
    for word in ("value", *LIMITS, *COUNTS):
        unit_of = (lambda _: "") if word in COUNTS else (lambda at: units[indicator[at]])
        cells = _chosen(block.cells[word], kept) if word in block.cells else [None] * len(kept)
        figures[word] = read_figures(cells, unit_of, source.shorthand, table.delimiter == ";")
        findings += _said(table.file, rows, figures[word], block.headings.get(word, word))
    states, wrong = _states(figures["value"], _chosen(block.cells.get("state", ()), kept), source)
    findings += group(table.file, rows, wrong, fault, "states")
    period = _chosen(block.periods.found, kept)
    found = Observations(
        area=_texts(_chosen(areas.found, kept)),
        indicator=_texts(indicator),
        period=_texts(period),
        year=_years(source, indicator, period),
        **{word: column.values for word, column in figures.items()},
        state=states,
        note=_texts([as_text(cell) for cell in _chosen(block.cells.get("note", ()), kept)] or [""] * len(kept)),
        source=_texts([source.id] * len(kept)),
        file=_texts([table.file] * len(kept)),
        row=np.array(rows, dtype=np.int64),
    )
    unread = figures["value"].wrong
    return (found.take(np.array([at not in unread for at in range(len(kept))], bool)) if unread else found), findings


def _chosen(column: Sequence[Any], kept: list[int]) -> Sequence[Any]:
    return column if len(kept) == len(column) or not column else [column[at] for at in kept]


def _texts(column: Sequence[Any]) -> Texts:
    found = np.empty(len(column), dtype=object)
    found[:] = column
    return found


def _years(source: Source, indicator: Sequence[str], period: Sequence[str]) -> Whole:
    dated_by = {one.id: one.dated_by for one in source.indicators}
    years = {pair: year_of(pair[1], dated_by[pair[0]]) for pair in set(zip(indicator, period, strict=True))}
    return np.fromiter(map(years.__getitem__, zip(indicator, period, strict=True)), np.int64, len(period))


def _said(file: str, rows: Sequence[int], figures: Figures, heading: str) -> list[Finding]:
    wrong = ((at, (f"under {heading!r}, {what}", right)) for at, (what, right) in _as_one(figures.wrong).items())
    tidied = {at: f"under {heading!r}, figures were read {how}" for at, how in figures.tidied.items()}
    return group(file, rows, wrong, fault, "figures") + note(file, rows, tidied)


def _as_one(wrong: Mapping[int, tuple[str, str]]) -> Mapping[int, tuple[str, str]]:
    """A column where some figures can only have decimal commas has them throughout: one fault, said of its first."""
    if not any(right == POINT for _, right in wrong.values()):
        return wrong
    commas = [at for at, (_, right) in wrong.items() if right == POINT or TWO_WAYS in right]
    return {**wrong, **dict.fromkeys(commas, (wrong[min(commas)][0], POINT))}


def _states(figures: Figures, cells: Sequence[Cell], source: Source) -> tuple[Texts, list[tuple[int, tuple[str, str]]]]:
    """Why each figure is there or not: from the state column, else from shorthand in the cell, else plain."""
    states = np.where(np.isnan(figures.values), State.NOT_MEASURED.value, State.OBSERVED.value).astype(object)
    for at, named in figures.states.items():
        states[at] = named.value
    if not len(cells):
        return states, []
    known = {cell: _state(as_text(cell), source) for cell in dict.fromkeys(cells)}
    wrong = []
    for at, cell in enumerate(cells):
        state = known[cell]
        if cell is None or at in figures.wrong:
            continue
        if state is None:
            wrong.append((at, _unknown_state(as_text(cell))))
        elif state.has_value == bool(np.isnan(figures.values[at])):
            wrong.append((at, _at_odds(state)))
        else:
            states[at] = state.value
    return states, wrong


def _state(word: str, source: Source) -> State | None:
    lower = word.lower()
    return (
        source.shorthand.get(word)
        or GSS_SHORTHAND.get(lower)
        or _STATES.get(lower.replace(" ", "_"))
        or _STATES.get(lower)
    )


def _unknown_state(word: str) -> tuple[str, str]:
    words = ", ".join(state.value for state in State)
    return f"{word!r} is not a state", f"declare it in shorthand: of the source, or write one of {words}"


def _at_odds(state: State) -> tuple[str, str]:
    if state.has_value:
        return f"the state says {state.value!r} and there is no figure", "write the figure, or say why there is none"
    return f"the state says {state.value!r} and yet there is a figure", "delete the figure, or change the state"
