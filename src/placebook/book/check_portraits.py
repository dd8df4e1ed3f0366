"""Rules about portraits: what they read is there, and none of the classic errors is in them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

import numpy as np

from placebook.book.frameworks import shipped_frameworks
from placebook.book.gather import Gathered, gather
from placebook.book.laid_out import LaidOut
from placebook.book.place_book import PlaceBook
from placebook.book.portrait_figures import Row, Table, held_by, table_of, wanted_by
from placebook.book.portraits import FOLDER
from placebook.book.register import kind_of, register
from placebook.measure.portrait_faults import Said, copied_from, declared_faults, figure_faults
from placebook.measure.portrait_figures import looks_pro_rated
from placebook.measure.portrait_kinds import Dimension, Held, Measure, Portrait
from placebook.measure.tree import nearest_name
from placebook.sources.findings import Finding, fault
from placebook.sources.observations import Observations

_WIDER = {"country", "country group", "region"}


def portraits(laid: LaidOut) -> Iterator[Finding]:
    """Every fault of every portrait, at its line or at the row of its figure."""
    if not laid.book.portraits:
        return
    gathered = gather_portraits(laid.book)
    yield from gathered.findings
    table = portrait_table(laid.book, laid.observations, gathered.observations)
    names = names_of(laid.book)
    for one in laid.book.portraits.values():
        file = laid.file_of(FOLDER, one.id)
        if one.area not in names:
            what = f"its area {one.area!r} is neither in {laid.areas_file} nor a UK authority"
            yield fault(file, None, what, "write the code of an area that the book lists")
        held = held_of(laid.book, one, table)
        for dimension in one.dimensions:
            yield from _concept(laid, dimension, file)
        for dimension, measure in one.measures():
            yield from _measure(laid, one, dimension, measure, table, held, names, file)


def gather_portraits(book: PlaceBook) -> Gathered:
    """The figures of the tables that only portraits read, and what is wrong with them."""
    return gather(book.folder, book.portrait_sources)


def portrait_table(book: PlaceBook, *observations: Observations) -> Table:
    """The figures that the portraits of a book read, from all its tables."""
    return table_of(observations, wanted_by(book.portraits.values()))


def held_of(book: PlaceBook, portrait: Portrait, table: Table) -> Held:
    """The figures of one portrait by measure and year."""
    sources = {one.id: one for one in (*book.sources, *book.portrait_sources)}
    return held_by(portrait, table, sources, book.areas)


def names_of(book: PlaceBook) -> Mapping[str, str]:
    """The name of every area that the book or the register knows."""
    known = {code: one.name for code, one in register().items()}
    return {**known, **{one.code: one.name for one in book.areas}}


def _concept(laid: LaidOut, dimension: Dimension, file: str) -> Iterator[Finding]:
    """The concept of a dimension must be there. A dimension without one belongs to no framework."""
    if not dimension.concept:
        return
    known = {**shipped_frameworks(), **laid.book.frameworks}
    framework, _, concept = dimension.concept.partition("#")
    concepts = [one.id for one in known[framework].walk()] if framework in known else []
    if concept not in concepts:
        what = f"the dimension {dimension.id!r} names the concept {dimension.concept}, which is not there"
        near = nearest_name(concept, concepts) if concepts else nearest_name(framework, list(known))
        yield fault(file, dimension.line, what, near)


def _measure(
    laid: LaidOut,
    portrait: Portrait,
    dimension: Dimension,
    measure: Measure,
    table: Table,
    held: Held,
    names: Mapping[str, str],
    file: str,
) -> Iterator[Finding]:
    said: list[Said] = [*declared_faults(portrait, dimension, measure), *_unread(laid.book, measure)]
    said += _pro_rated(laid, portrait, measure, table)
    said += _copied(portrait, measure, table, held, names)
    for what, right in said:
        yield fault(file, measure.line, f"the measure {measure.id!r} {what}", right)
    for snapshot, (what, right) in figure_faults(portrait, measure, held[measure.id], names):
        if measure.figures is None or snapshot.area == portrait.area:  # else it is said of the measure already
            yield fault(snapshot.file or file, snapshot.row or measure.line, f"{measure.id}: {what}", right)


def _unread(book: PlaceBook, measure: Measure) -> Iterator[Said]:
    """Indicators that no source declares, and kinds of areas that the book does not have within the place."""
    if measure.figures is None:
        return
    declared = [one.id for source in (*book.sources, *book.portrait_sources) for one in source.indicators]
    for name in filter(None, (measure.figures.indicator, measure.figures.people)):
        if name not in declared:
            yield f"reads the indicator {name!r}, which no source declares", nearest_name(name, declared)
    kinds = sorted({one.kind for one in book.areas})
    if measure.figures.kind and measure.figures.kind not in kinds:
        yield f"adds up areas of the kind {measure.figures.kind!r}", f"the book has: {', '.join(kinds)}"


def _pro_rated(laid: LaidOut, portrait: Portrait, measure: Measure, table: Table) -> Iterator[Said]:
    """Figures of areas alike that are one figure shared out by people, whatever the portrait says of them."""
    if measure.figures is None:
        return
    wanted = measure.figures.kind or (laid.areas[portrait.area].kind if portrait.area in laid.areas else "")
    people = _people(table, measure.figures.people)
    for year, rows in _years(table, measure.figures.indicator).items():
        mine = [row for row in rows if row.figure.area in laid.areas and laid.areas[row.figure.area].kind == wanted]
        figures = np.asarray([row.figure.value for row in mine], dtype=np.float64)
        heads = np.asarray([people.get((row.figure.area, year), np.nan) for row in mine], dtype=np.float64)
        if looks_pro_rated(figures) or looks_pro_rated(figures, heads):
            what = f"has the same figure for every person in {len(mine)} areas of {year}: it looks pro-rated"
            yield what, "use figures that were measured in each area, or write unknown: and the reason"
            return


def _copied(portrait: Portrait, measure: Measure, table: Table, held: Held, names: Mapping[str, str]) -> Iterator[Said]:
    """A wider area's figures under the code of the place, year after year."""
    if measure.figures is None or measure.figures.kind or measure.figures.area:
        return
    mine = {one.year: one.value for one in held[measure.id] if one.value is not None}
    wider: dict[str, dict[int, float]] = {}
    for row in table.get(measure.figures.indicator, ()):
        kind = kind_of(row.figure.area)
        if (
            row.figure.value is not None
            and row.figure.area != portrait.area
            and kind
            and _WIDER.intersection(kind.words)
        ):
            wider.setdefault(row.figure.area, {})[row.year] = row.figure.value
    for code, figures in wider.items():
        if copied_from(mine, figures):
            about = f"{names.get(code, code)} ({code})"
            what = f"has the figures of {about} in every year: a figure of another scale is no snapshot"
            yield what, "use figures about the place itself, write the others in benchmark:, or write unknown:"


def _years(table: Table, indicator: str) -> dict[int, list[Row]]:
    found: dict[int, list[Row]] = {}
    for row in table.get(indicator, ()):
        if row.figure.value is not None:
            found.setdefault(row.year, []).append(row)
    return found


def _people(table: Table, indicator: str) -> dict[tuple[str, int], float]:
    return {
        (row.figure.area, row.year): row.figure.value
        for row in table.get(indicator, ())
        if row.figure.value is not None
    }


PORTRAIT_RULES = (portraits,)
