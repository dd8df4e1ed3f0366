"""From counts to a published table: a measure made, behind the gate that it shares with others of the same counts."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from placebook.book.measures import Measure, find_measures, read_measure
from placebook.measure.disclosure import Protected, rounded
from placebook.measure.publish import guarded, protected, publish, said_of_reference
from placebook.measure.publish_plan import EVERYWHERE, whole_given_away
from placebook.measure.publish_together import Asked, gives_bands_away, protect_together
from placebook.measured import Outcome, measure_table, source_lines
from placebook.measuring import Prepared, every_count, prepared
from placebook.methods.estimates import Truths
from placebook.sources.tables import read_table
from placebook.store.csvw import write_rows
from placebook.store.whole import whole_file
from placebook.types import Counts, DataError, Numbers, PlacebookError

if TYPE_CHECKING:
    from placebook.book.place_book import PlaceBook


def run_measure(book: PlaceBook, path: Path) -> Outcome:
    """Make one measure and write its table, and a source for it where the book has none.

    The table holds what may be published and nothing else. It takes the place of the old one whole, or not at all.

    Raises
    ------
    ContentError, DataError : the file is wrong; counts, a lookup or the denominator are not there; areas are not those
        of the book; a count cannot be protected; or a measure of the same counts has another rule. The old table stays
    """
    measure = read_measure(path)
    try:
        return _made(book, measure)
    except ValueError as why:  # a method refused its figures
        raise DataError(f"{path}: {why}") from None


def _made(book: PlaceBook, measure: Measure) -> Outcome:
    ready = prepared(book, measure)
    gate = gate_of(book, measure, ready)
    published = publish(
        ready.counts,
        ready.people,
        measure.plan,
        measure.rule,
        ready.within,
        ready.estimated,
        gate.counts,
        gate.veiled,
    )
    table = book.folder / measure.table
    table.parent.mkdir(parents=True, exist_ok=True)
    with whole_file(table) as partial:
        write_rows(measure_table(measure, published, ready.names), partial)
    source = _write_source(book, measure, ready.counts)
    return Outcome(measure, published, table, source, ready.left_out, ready.without)


@dataclass(frozen=True, slots=True)
class Gate:
    """What may be shown of a measure."""

    counts: Protected
    inside: dict[str, str]  # the wider area of each area, as the gate was told of them
    veiled: Truths | None = None  # where there may be a count and no figure, shape (areas, periods)


def gate_of(book: PlaceBook, measure: Measure, ready: Prepared) -> Gate:
    """What may be shown of a measure beside all measures of the book that are made of the same counts.

    A measure that cannot be made publishes nothing new, and is not asked about. Raises DataError where two measures of
    the same counts have different rules, or a count cannot be protected.
    """
    same = [(measure, ready), *_others(book, measure)]
    inside = whole_given_away(ready.counts.areas, (one.plan for one, _ in same), ready.within)
    if len(same) == 1:
        out = out_already(book.folder, measure, ready)
        return Gate(protected(ready.counts, ready.people, measure.plan, measure.rule, ready.within, out), inside)
    same.sort(key=lambda pair: pair[0].id)  # so that each of them is given the same answer
    different = [one for one, _ in same if one.rule != measure.rule]
    if different:
        raise DataError(
            f"measures/{measure.id}.yaml and measures/{different[0].id}.yaml are made of the same counts, which are "
            "protected together, and have different rules; give both the same disclosure:"
        )
    counts = every_count(book, measure)
    asked = [replace(_asked(one, made, counts), out=out_already(book.folder, one, made)) for one, made in same]
    if EVERYWHERE in inside.values():
        counts = replace(counts, values=np.nan_to_num(counts.values))
    with said_of_reference(inside):
        gates = protect_together(counts, asked, measure.rule, inside, (EVERYWHERE,))
    at = [one.id for one, _ in same].index(measure.id)
    return Gate(gates[at], inside, gives_bands_away(asked, gates, at))


def out_already(folder: Path, measure: Measure, ready: Prepared) -> Counts | None:
    """The counts that tables of `already_out:` show, as they are now; NaN for one that they hide, or that has changed.

    They cannot be hidden any more, so that other counts must be, if a hidden one could be worked out from them.
    """
    if not measure.already_out:
        return None
    truth, _ = guarded(ready.counts, ready.people, measure.plan)
    said = np.full(truth.values.shape[:2], np.nan)
    place = {area: a for a, area in enumerate(truth.areas)}, {label: p for p, label in enumerate(truth.periods)}
    for name in measure.already_out:
        for area, period, count in _shown_in(folder / name, name):
            if area in place[0] and period in place[1]:
                said[place[0][area], place[1][period]] = count
    same = rounded(truth.values[..., 0], measure.rule) == said
    shown = np.where(same, truth.values[..., 0], np.nan)[..., None]
    return Counts(shown, truth.areas, truth.periods, truth.categories[:1], truth.area_kind, truth.boundaries)


def _shown_in(path: Path, name: str) -> Iterator[tuple[str, str, float]]:
    """Area, period and count of each row of a published table that shows its count."""
    if not path.is_file():
        raise DataError(f"{name}: already_out: names a table that is not there; put it there as it was published")
    table = read_table(path)
    lacking = [one for one in ("area_code", "period", "numerator") if one not in table.headings]
    if lacking:
        raise DataError(f"{name}: has no heading {lacking[0]!r}; name in already_out: tables that records has made")
    for _, row in table.each_row():
        if row["numerator"] not in (None, ""):
            yield str(row["area_code"]), str(row["period"]), float(str(row["numerator"]))


def made_of(measure: Measure) -> Any:
    """What measures have in common that are made of the same counts, whatever their categories and years."""
    return replace(measure.counted, categories=()), measure.period


def _others(book: PlaceBook, measure: Measure) -> Iterator[tuple[Measure, Prepared]]:
    for path in find_measures(book.folder):
        with suppress(PlacebookError, ValueError):  # said when its own turn comes
            one = read_measure(path)
            if one.id != measure.id and made_of(one) == made_of(measure):
                yield one, prepared(book, one)


def _asked(measure: Measure, ready: Prepared, counts: Counts) -> Asked:
    above = frozenset(measure.counted.categories or counts.categories)
    periods, plan, said = ready.counts.periods, measure.plan, measure.below.counted
    if not ready.people.confidential or said is None:
        return Asked(measure.id, above, periods, plan)
    below = frozenset(said.categories or counts.categories)
    if replace(said, categories=()) == replace(measure.counted, categories=()) and above < below:
        return Asked(measure.id, above, periods, plan, below=below)
    return Asked(measure.id, above, periods, plan, rest=_rest(ready, counts))


def _rest(ready: Prepared, counts: Counts) -> Numbers:
    """Those of the denominator who are not in the numerator, on all periods of the counts."""
    rest = np.full(counts.values.shape[:2], np.nan)
    left = ready.people.values - ready.counts.values.sum(axis=2)
    at = [counts.periods.index(label) for label in ready.counts.periods]
    rest[:, at] = np.where(left < 0, np.nan, left)
    return rest


def _write_source(book: PlaceBook, measure: Measure, counts: Counts) -> Path | None:
    """A source for the table, where the book has none that reads it."""
    path = book.folder / "sources" / f"{measure.id}.yaml"
    if not measure.feeds_the_book or path.exists() or any(one.file == measure.table for one in book.sources):
        return None
    path.parent.mkdir(exist_ok=True)
    with whole_file(path) as partial:
        partial.write_text("\n".join(source_lines(measure, counts.area_kind)) + "\n", encoding="utf-8", newline="\n")
    return path
