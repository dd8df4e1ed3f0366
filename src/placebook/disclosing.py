"""Attack what a book publishes of counts: each measure by itself, and those of the same records together."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import numpy as np

from placebook.book.measures import Counted, Measure, find_measures, read_measure
from placebook.book.periods import year_of
from placebook.book.place_book import PlaceBook, open_book
from placebook.disclosing_build import build_clues
from placebook.measure.disclosure import NONE, PRIMARY, SECONDARY, Protected, Shown, is_small
from placebook.measure.disclosure_audit import Audit, Clue, Out, audit
from placebook.measure.disclosure_clues import half_of_last_place, rate_of
from placebook.measure.disclosure_figures import counts_behind, figure_of_one
from placebook.measure.disclosure_index import HiddenCount
from placebook.measure.disclosure_report import GROUPED, HiddenReport, attack_in_words, report_of
from placebook.measure.publish import guarded
from placebook.measure.publish_plan import BY_BAND, run_labels, runs_of
from placebook.measure.publish_together import told_apart
from placebook.measuring import prepared
from placebook.publishing import gate_of, made_of, out_already
from placebook.sources.tables import read_table
from placebook.store.disclosed import Said, write_said
from placebook.store.held import held_folder
from placebook.types import Counts, DataError, Numbers, State

PUBLISHED = (
    "the count, rate and limits of each area and period that is not hidden",
    "the number of people below the line",
    "the count of each wider area, which others may publish",
)


Table = Mapping[tuple[str, str], Mapping[str, str]]  # area and period -> the cells of a published row
Adds = Mapping[tuple[str, str], tuple[float, float]]  # area and period -> what one event adds, least and most


@dataclass(frozen=True, slots=True)
class _Attacked:
    """One measure: the table as it is out, the counts behind it, and what its other figures say."""

    measure: Measure
    out: Out
    gate: Protected
    clues: tuple[Clue, ...]
    counts: Counts
    tried: tuple[str, ...]  # what was looked at beside counts


def attack_book(folder: Path, names: Sequence[str]) -> tuple[list[HiddenReport], tuple[Path, ...]]:
    """A report for each measure, then one for each set of measures of the same counts; and the files attacked.

    What may be said in public of each measure is written into the book, for its site.

    The attack reads the tables as they stand in the book, not as they would be made now. Raises DataError where a
    measure has no table yet, or is not there.
    """
    held_folder(folder)
    book, paths = open_book(folder), {path.stem: path for path in find_measures(folder)}
    unknown = [name for name in names if name not in paths]
    if unknown or not paths:
        what = f"no measure called {unknown[0]!r}" if unknown else "no measure in measures/"
        raise DataError(f"{folder}: there is {what}; there is: {', '.join(paths) or 'none'}")
    attacked = [_attacked(book, read_measure(paths[name])) for name in (names or paths)]
    reports = [_report(one) for one in attacked]
    same: dict[Any, list[_Attacked]] = {}
    for one in attacked:
        same.setdefault(made_of(one.measure), []).append(one)
    reports += [_together(book, some) for some in same.values() if len(some) > 1]
    for one, report in zip(attacked, reports, strict=False):
        write_said(folder, one.measure.id, in_public(report, one.measure.indicator.id, one.measure.table))
    return reports, tuple(folder / one.measure.table for one in attacked)


def _report(one: _Attacked) -> HiddenReport:
    found = audit([one.out], one.measure.rule, one.clues)
    report = report_of(
        one.measure.indicator.title, [one.out.shown], one.measure.rule, found, PUBLISHED, one.gate.gap, one.measure.id
    )
    return replace(report, tried=one.tried)


def _attacked(book: PlaceBook, measure: Measure) -> _Attacked:
    ready = prepared(book, measure)
    truth, spans = guarded(ready.counts, ready.people, measure.plan)
    found = gate_of(book, measure, ready)
    gate, within = found.counts, found.inside
    said = _read(book.folder / measure.table, measure)
    shown = _as_published(gate.table, truth, said, measure)
    one = figure_of_one(ready.counts.values, ready.people.values, measure.plan, ready.counts.categories)
    adds = {
        (area, label): (float(one[0, a, p]), float(one[1, a, p]))
        for a, area in enumerate(ready.counts.areas)
        for p, label in enumerate(run_labels(ready.counts.periods, measure.plan))
    }
    hidden = tuple(_hidden(shown, said, measure, adds))
    of_build, tried = build_clues(book.folder, measure.indicator.id, hidden)
    clues = (
        *(one for one in of_build if _is_of(one, truth)),
        *_clues(shown, said, measure, adds),
        *_shown_before(out_already(book.folder, measure, ready), shown),
    )
    return _Attacked(measure, Out(shown, truth, within, spans), gate, clues, ready.counts, tried)


def _shown_before(out: Counts | None, shown: Shown) -> Iterator[Clue]:
    """What tables say that were published before."""
    if out is not None:
        for a, p, _ in np.argwhere(~np.isnan(out.values)):
            count = float(out.values[a, p, 0])
            because = "a table of already_out: shows it"
            yield Clue(out.areas[a], out.periods[p], shown.categories[0], count, count, because)


def _is_of(clue: Clue, truth: Counts) -> bool:
    """Whether what a figure says holds of the count. If not, it was made of another one and gives nothing away."""
    if clue.area not in truth.areas or clue.period not in truth.periods:
        return False
    count = float(truth.values[truth.areas.index(clue.area), truth.periods.index(clue.period), 0])
    return clue.low - 1e-6 <= count <= clue.high + 1e-6


def _hidden(shown: Shown, said: Table, measure: Measure, adds: Adds) -> Iterator[HiddenCount]:
    """The hidden counts of which it is known what one event adds to the figure, so that it can be turned back."""
    for (area, period), row in said.items():
        least, most = _adds(row, measure, adds.get((area, period)))
        if not row["numerator"] and least == most:
            year = str(year_of(period, measure.indicator.dated_by))
            yield HiddenCount(area, period, year, shown.categories[0], rate_of(1, least))


def _adds(row: Mapping[str, str], measure: Measure, one: tuple[float, float] | None) -> tuple[float, float]:
    """What one event adds to a figure: for a rate by the people who stand beside it, else as it would be made now."""
    if measure.plan.method not in BY_BAND and not measure.plan.shrink and _number(row["denominator"]) > 0:
        return (measure.plan.per / float(row["denominator"]),) * 2
    return one or (np.nan, np.nan)


def _read(path: Path, measure: Measure) -> dict[tuple[str, str], dict[str, str]]:
    """The published table: its cells by area and period, as text."""
    if not path.is_file():
        raise DataError(f"{measure.table}: is not there yet; run: placebook records --book {path.parent.parent}")
    rows = (cells for _, cells in read_table(path).each_row())
    return {
        (str(row["area_code"]), str(row["period"])): {k: "" if v is None else str(v) for k, v in row.items()}
        for row in rows
    }


def _number(text: str) -> float:
    return float(text) if text else float("nan")


def _as_published(
    gate: Shown, truth: Counts, said: Mapping[tuple[str, str], dict[str, str]], measure: Measure
) -> Shown:
    """The counts in the published table, in place of what the gate would show now. Wider areas are taken as known."""
    counts, why = gate.counts.copy(), gate.why.copy()
    for (area, period), row in said.items():
        if area not in truth.areas or period not in truth.periods:
            raise DataError(f"{measure.table}: {area}, {period} is no longer counted; run placebook records")
        at = gate.areas.index(area), gate.periods.index(period)
        hidden = row["state"] == State.TOO_SMALL.value
        if row["numerator"] or hidden:  # a count that lacks a figure for another reason is no secret
            counts[at] = _counts_in(row, len(gate.categories))
    known = np.full(gate.counts.shape, np.nan)
    known[: truth.values.shape[0], :, : truth.values.shape[2]] = truth.values
    if len(gate.categories) > truth.values.shape[2]:
        known[..., -1] = known[..., :-1].sum(axis=2)
    own = np.s_[: len(truth.areas)]
    why[own] = np.where(is_small(known[own], measure.rule), PRIMARY, SECONDARY)
    why[own] = np.where(np.isnan(counts[own]) & ~np.isnan(known[own]), why[own], NONE)
    return Shown(gate.areas, gate.periods, gate.categories, counts, why)


def _counts_in(row: Mapping[str, str], kinds: int) -> Numbers:
    """The count of a row; and where people below the line were counted too, the rest of them and all."""
    top, bottom = _number(row["numerator"]), _number(row["denominator"])
    return np.array([top] if kinds == 1 else [top, bottom - top, bottom])


def _clues(shown: Shown, said: Table, measure: Measure, adds: Adds) -> Iterator[Clue]:
    """What a figure and its limits say of a count that is not shown beside them."""
    for (area, period), row in said.items():
        if not row["numerator"] and (row["value"] or row.get("upper")):
            value, lower, upper = (
                (float(row[name]), half_of_last_place(row[name])) if row.get(name) else None
                for name in ("value", "lower", "upper")
            )
            one = _adds(row, measure, adds.get((area, period)))
            low, high, because = counts_behind(value, lower, upper, one, measure.plan)
            yield Clue(area, period, shown.categories[0], low, high, because)


def _together(book: PlaceBook, some: Sequence[_Attacked]) -> HiddenReport:
    """Measures of the same counts, attacked with what all of them publish: their categories or years may differ."""
    first = some[0].measure
    every = replace(first, counted=Counted(first.counted.records, first.counted.rebase, first.counted.boundary_year))
    truth = prepared(book, replace(every, first="", last="")).counts
    tables, clues = [], list[Clue]()
    for one in some:
        labels = [label for label in one.out.shown.periods if label not in truth.periods or not one.out.spans]
        spans = _spans(labels, one)
        kept = [one.out.shown.periods.index(label) for label in labels]
        shown = one.out.shown
        part = Shown(shown.areas, tuple(labels), (one.measure.id,), shown.counts[:, kept, :1], shown.why[:, kept, :1])
        kinds = {one.measure.id: one.measure.counted.categories or truth.categories}
        tables.append(Out(part, truth, one.out.within, spans, kinds))
        clues += [replace(clue, category=one.measure.id) for clue in one.clues]
    tables += _apart(truth, some)
    rule = max((one.measure.rule for one in some), key=lambda rule: rule.hide_up_to)
    title = f"Together: {', '.join(one.measure.indicator.title for one in some)}"
    found = _tried(tables, rule, clues)
    return report_of(title, [one.shown for one in tables if not one.silent], rule, found, PUBLISHED, 0.0)


def _apart(truth: Counts, some: Sequence[_Attacked]) -> list[Out]:
    """The smallest categories that the measures tell apart, which nobody publishes and all together may give away."""
    sets = [one.measure.counted.categories or truth.categories for one in some]
    alike = {" and ".join(own): own for own in told_apart(truth.categories, sets)}
    of = {label for one in some for run in runs_of(one.counts.periods, one.measure.plan).values() for label in run}
    labels = tuple(label for label in truth.periods if label in of)
    shape = len(truth.areas), len(labels), len(alike)
    shown = Shown(truth.areas, labels, tuple(alike), np.full(shape, np.nan), np.full(shape, SECONDARY))
    return [Out(shown, truth, some[0].out.within, joint=alike, silent=True)]


def _tried(tables: Sequence[Out], rule: Any, clues: Sequence[Clue]) -> Audit:
    try:
        return audit(tables, rule, clues)
    except ValueError:
        raise DataError("measures of the same counts do not agree with each other; run placebook records") from None


def _spans(labels: Sequence[str], one: _Attacked) -> dict[str, tuple[str, ...]]:
    """The single periods of each joint one."""
    years, single = one.measure.plan.years, one.counts.periods
    runs = [single[at : at + years] for at in range(len(single) - years + 1)] if years > 1 else []
    named = {name: run for run in runs for name in (f"{run[0]}-{run[-1]}", f"{run[0]} to {run[-1]}")}
    return {label: named[label] for label in labels if label in named}


def in_public(report: HiddenReport, indicator: str, table: str) -> Said:
    """What may be said in public of a measure: how much is hidden and never which count is small. How many are is said
    only where many are hidden."""
    many = report.hidden >= GROUPED and report.secondary > 0
    return Said(
        indicator,
        report.rule,
        report.published,
        report.passes,
        attack_in_words(report),
        table,
        report.primary if many else None,
        report.secondary if many else None,
    )
