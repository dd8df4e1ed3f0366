"""What is written and said of a measure: its table, a source for it, and a few sentences."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from placebook.book.measures import Measure
from placebook.measure.publish import Published
from placebook.store.tables import Heading, Kind, Table, table_of
from placebook.types import State

_NO_LEVEL = 95.0  # the level whose limits are called lower and upper, and nothing more


@dataclass(frozen=True, slots=True)
class Outcome:
    """What was published of one measure, where it stands, and what is to be said of it."""

    measure: Measure
    published: Published
    table: Path
    source: Path | None  # the source that was written, if there was none
    left_out: tuple[str, ...]  # periods that are not whole
    without: tuple[str, ...]  # areas of the book that have no count


def measure_table(measure: Measure, found: Published, names: Mapping[str, str]) -> Table:
    """One row for each area and period."""
    areas, periods = len(found.areas), len(found.periods)
    columns: dict[str, Any] = {
        "area_code": np.repeat(np.array(found.areas, dtype=object), periods),
        "area_name": [names.get(code, "") for code in found.areas for _ in found.periods],
        "indicator": [measure.indicator.id] * (areas * periods),
        "period": list(found.periods) * areas,
        "value": found.value.ravel(),
    }
    for place, level in enumerate(found.confidence):
        mark = "" if level == _NO_LEVEL else f"_{level:g}"
        columns |= {f"lower{mark}": found.lower[..., place].ravel(), f"upper{mark}": found.upper[..., place].ravel()}
    columns |= {
        "numerator": found.numerator.ravel(),
        "denominator": found.denominator.ravel(),
        "state": found.state.ravel(),
        "note": found.note.ravel(),
    }
    text = ("area_code", "area_name", "indicator", "period", "state", "note")
    return table_of((Heading(name, Kind.TEXT if name in text else Kind.NUMBER) for name in columns), columns)


def source_lines(measure: Measure, area_kind: str) -> Iterator[str]:
    """A source for the table of a measure, as YAML."""
    one = measure.indicator
    yield f"# Made from measures/{measure.id}.yaml. Change that file, and this one where it says more."
    for key, value in (
        ("source", measure.id),
        ("title", one.title),
        ("publisher", measure.publisher),
        ("licence", measure.licence),
        ("url", measure.url),
        ("published", measure.published),
        ("note", measure.note),
        ("file", measure.table),
        ("area_kind", area_kind),
    ):
        if value:
            yield f"{key}: {_quoted(value)}"
    ours = ("area_code", "area_name", "indicator", "period", "value", "lower", "upper")
    words = (
        "area",
        "name",
        "indicator",
        "period",
        "value",
        "lower",
        "upper",
        "numerator",
        "denominator",
        "state",
        "note",
    )
    headings = (*ours, "numerator", "denominator", "state", "note")
    yield f"columns: {{{', '.join(f'{word}: {heading}' for word, heading in zip(words, headings, strict=True))}}}"
    if len(measure.plan.confidence) > 1:
        yield 'ignore: ["lower_*", "upper_*"]'
    yield "indicators:"
    said = {
        "id": one.id,
        "title": one.title,
        "unit": one.unit,
        "direction": one.direction.value if one.direction else "",
        "kind": one.kind,
        "dated_by": one.dated_by,
        "says": one.says,
        "does_not_say": one.does_not_say,
    }
    lines = [f"{key}: {_quoted(value)}" for key, value in said.items() if value]
    lines += [f"decimals: {one.decimals}"] if one.decimals is not None else []
    lines += [
        f"{key}: {value:g}" for key, value in (("lowest", one.lowest), ("highest", one.highest)) if value is not None
    ]
    for place, line in enumerate(lines):
        yield f"{'  - ' if place == 0 else '    '}{line}"


def _quoted(value: str) -> str:
    return json.dumps(str(value), ensure_ascii=False)


def outcome_lines(found: Outcome, folder: Path) -> Iterator[str]:
    """What was made of a measure, in sentences: how many, how many hidden, and why others are missing."""
    one, areas, periods = found.published, found.published.areas, found.published.periods
    there, table = int(np.sum(~np.isnan(one.value))), found.table.relative_to(folder).as_posix()
    when = f"{periods[0]} to {periods[-1]}"
    yield f"{found.measure.id}: {there} of {one.value.size} figures of {len(areas)} areas, {when}, in {table}"
    if one.hidden:
        yield f"  {one.hidden} hidden as too small to show, or since they would give one away"
    estimated = int(np.sum(one.state == State.ESTIMATED.value))
    if estimated:
        yield f"  {estimated} are estimates, and marked so"
    for note in sorted(set(one.note.ravel()) - {""}):
        places = np.argwhere(one.note == note)
        area, period = (int(i) for i in places[0])
        yield f"  {len(places)} without a figure: {note} (first {areas[area]}, {periods[period]})"
    more = np.argwhere((one.numerator > one.denominator) & (found.measure.plan.method == "rate"))
    if len(more):
        area, period = (int(i) for i in more[0])
        first = f"{areas[area]}, {periods[period]}"
        yield f"  {len(more)} of more events than people (first {first}); if that cannot be, mend the denominator"
    if found.left_out:
        yield f"  left out, since not all their months were counted: {', '.join(found.left_out)}"
    if found.without:
        yield f"  {len(found.without)} areas of the book have no count, such as {found.without[0]}"
    if found.source:
        yield f"  {found.source.relative_to(folder).as_posix()} was written, as no source read the table"
