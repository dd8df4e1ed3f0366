"""Tables of counts from outside a book, for `placebook disclose --table`: read, and written with what is hidden."""

from __future__ import annotations

import csv
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from placebook.measure.disclosure import Shown
from placebook.sources.tables import Table, read_table
from placebook.store.whole import whole_file
from placebook.types import Counts, DataError, State

HIDDEN = State.TOO_SMALL.shorthand
ONE_PERIOD, ONE_KIND = "all periods", "all"


@dataclass(frozen=True, slots=True)
class Headings:
    """Which columns of a table hold its rows, columns, periods and counts, and what a total is called."""

    rows: str
    columns: str | None
    periods: str | None
    value: str
    total: str = "Total"


def read_counts(path: Path, headings: Headings, absent_is_nought: bool) -> Counts:
    """Counts from a tidy table. Totals over categories are left out: they are made anew.

    Raises DataError, with the row, for a cell that is no count, a place that stands twice, or a heading that is gone.
    """
    table = read_table(path)
    names = [headings.rows, headings.columns, headings.periods, headings.value]
    for name in names:
        if name is not None and name not in table.headings:
            raise DataError(f"{path}: there is no heading {name!r}; there is: {', '.join(table.headings)}")
    areas, kinds = _labels(table, headings.rows, ONE_KIND), _labels(table, headings.columns, ONE_KIND)
    periods = _labels(table, headings.periods, ONE_PERIOD)
    found: dict[tuple[str, str, str], float] = {}
    places = zip(table.rows, areas, periods, kinds, table.column(headings.value), strict=True)
    for row, area, period, kind, cell in places:
        if headings.columns is not None and kind == headings.total:
            continue
        if (area, period, kind) in found:
            raise DataError(f"{path}, row {row}: {area}, {period}, {kind} stands twice; give each place one row")
        found[area, period, kind] = _count(cell, path, row)
    return _laid(found, 0.0 if absent_is_nought else np.nan)


def _labels(table: Table, heading: str | None, otherwise: str) -> list[str]:
    if heading is None:
        return [otherwise] * len(table)
    return [str(cell) for cell in table.column(heading)]


def _count(cell: object, path: Path, row: int) -> float:
    """A count; NaN for a blank, or for a sign that says it is not known or hidden."""
    if cell is None or (isinstance(cell, str) and cell.startswith("[") and cell.endswith("]")):
        return float("nan")
    try:
        count = float(str(cell).replace(",", ""))
    except ValueError:
        count = -1.0
    if not 0 <= count < float("inf"):
        raise DataError(f"{path}, row {row}: a cell is no count; write a number from 0 up, a blank, or {HIDDEN}")
    return count


def _laid(found: Mapping[tuple[str, str, str], float], absent: float) -> Counts:
    areas, periods, kinds = (tuple(dict.fromkeys(key[i] for key in found)) for i in range(3))
    values = np.full((len(areas), len(periods), len(kinds)), absent)
    for (area, period, kind), count in found.items():
        values[areas.index(area), periods.index(period), kinds.index(kind)] = count
    return Counts(values, areas, periods, kinds)


def read_within(path: Path) -> dict[str, str]:
    """What lies in what: a table whose first column has areas and whose second has the wider area of each."""
    table = read_table(path)
    pairs = zip(table.rows, table.columns[0], table.columns[1], strict=True)
    within: dict[str, str] = {}
    for row, area, wider in pairs:
        if area is None or wider is None:
            raise DataError(f"{path}, row {row}: an area or its wider area is blank; fill in both, or leave it out")
        if within.setdefault(str(area), str(wider)) != str(wider):
            raise DataError(f"{path}, row {row}: {area} lies in two wider areas; name one for each")
    return within


def with_total(counts: Counts, within: Mapping[str, str], total: str) -> dict[str, str]:
    """What lies in what, with one total over all areas that lie in no other."""
    known = {area: wider for area, wider in within.items() if area != total}
    for area in {*counts.areas, *known.values()}:
        if area not in known and area != total:
            known[area] = total
    return dict(sorted(known.items()))


def write_shown(path: Path, shown: Shown, headings: Headings) -> None:
    """The table as it may be published: totals too, and what is hidden as [c]. It is there whole or not at all."""
    names = [headings.rows, headings.periods, headings.columns, headings.value]
    with whole_file(path) as partial, partial.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow([name for name in names if name is not None])
        writer.writerows(_rows(shown, headings))


def _rows(shown: Shown, headings: Headings) -> Iterator[list[str]]:
    for a, p, k in np.ndindex(shown.counts.shape):
        kind = headings.total if k == len(shown.categories) - 1 and k > 0 else shown.categories[k]
        labels = (
            (headings.rows, shown.areas[a]),
            (headings.periods, shown.periods[p]),
            (headings.columns, kind),
        )
        yield [*(label for name, label in labels if name is not None), _cell(shown, (a, p, k))]


def _cell(shown: Shown, at: tuple[int, int, int]) -> str:
    if shown.hidden[at]:
        return HIDDEN
    count = float(shown.counts[at])
    return State.NOT_MEASURED.shorthand if np.isnan(count) else f"{count:.0f}"
