"""The data page: every table that the site gives away, where its figures come from, and what was changed when."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from placebook.measure.portrait import years_of
from placebook.pages.data_sources import Coming, SourceLine, announced, source_line
from placebook.pages.finding import Entry, releases
from placebook.pages.further import further_links
from placebook.pages.nation import NationLink
from placebook.pages.scorecard_words import counted, plural
from placebook.pages.shelf import Shelf
from placebook.types import Source

CSV, CSVW = "text/csv", "application/csvm+json"
PARQUET, JSON_STAT, GEOJSON = "application/vnd.apache.parquet", "application/json", "application/geo+json"
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
JSON_LD, TURTLE = "application/ld+json", "text/turtle"
BESIDE = "-metadata.json"  # at the end of the name of a CSV file's description
_MOST_LISTED = 400  # areas named on the page; each area's own page leads to its file


@dataclass(frozen=True, slots=True)
class Download:
    """One file of a table: its format in words, its path in the site and its media type."""

    format: str
    path: str
    media_type: str
    conforms_to: str = ""  # the address of a standard that it keeps to
    described_by: str = ""  # the path of a description beside it


@dataclass(frozen=True, slots=True)
class DataTable:
    """One table of the site. `size` counts what it holds, in words; `id` is its anchor on the page."""

    id: str
    title: str
    says: str
    size: str
    downloads: tuple[Download, ...]
    publisher: str = ""  # who published the figures; "" where they are worked out here
    licences: tuple[str, ...] = ()  # each with what must be said of its owner, as its source has it
    issued: str = ""  # ISO day
    periods: tuple[str, ...] = ()  # the first and the last year
    url: str = ""  # where its figures come from


@dataclass(frozen=True, slots=True)
class DataPage:
    """What the data page says. `tables` are of the whole book, `indicators` of one indicator each."""

    title: str
    kind: str
    kinds: str
    tables: tuple[DataTable, ...]
    indicators: tuple[DataTable, ...]
    areas: tuple[tuple[str, str], ...]  # code and name, of those that have a scorecard
    area_count: int
    sources: tuple[SourceLine, ...]
    coming: tuple[Coming, ...]
    undated: int  # sources without a date of their next release
    changes: tuple[Entry, ...]
    corrections: int  # and revisions, among the changes
    licences: tuple[str, ...]
    issued: str  # the newest date among releases, "" for none
    further: tuple[NationLink, ...] = ()  # pages of boundaries and of peers elsewhere


def data_page(shelf: Shelf) -> DataPage:
    """The catalogue of a book with its log."""
    log = releases(shelf)
    scored = set(shelf.index.scores.areas) if shelf.index is not None else set()
    areas = [(one.code, one.name) for one in shelf.areas if one.code in scored]
    return DataPage(
        title=shelf.title,
        kind=shelf.kind,
        kinds=plural(shelf.kind),
        tables=tuple(_tables(shelf)),
        indicators=tuple(_indicators(shelf)),
        areas=tuple(sorted(areas, key=lambda one: one[1]))[:_MOST_LISTED],
        area_count=len(areas),
        sources=tuple(source_line(one) for one in shelf.sources),
        coming=tuple(announced(shelf)),
        undated=sum(not one.next_release for one in shelf.sources),
        changes=log,
        corrections=sum(one.kind in ("revision", "correction") for one in shelf.changes),
        licences=licences(shelf),
        issued=log[0].date if log else "",
        further=further_links(shelf),
    )


def licences(shelf: Shelf) -> tuple[str, ...]:
    """The licences of the sources, each once, sorted."""
    return _terms(shelf.sources)


def _terms(sources: tuple[Source, ...]) -> tuple[str, ...]:
    return tuple(sorted({one.licence for one in sources if one.licence}))


def licence_in_words(some: tuple[str, ...]) -> str:
    """Licences as one text, each named once, with what must be said of the owners after it."""
    said: dict[str, list[str]] = {}
    for one in some:
        name, _, owner = one.partition(";")
        said.setdefault(name.strip(), []).extend([owner.strip()] if owner.strip() else [])
    return ". ".join("; ".join((name, *owners)) for name, owners in said.items())


def workbook_path(shelf: Shelf) -> str:
    """Where the workbook of the recipe stands, or "" for a book without an index."""
    if shelf.index is None:
        return ""
    stem = re.sub(r"[^\w.-]+", "-", shelf.index.recipe.id).strip(".-") or "index"
    return f"data/{stem}.xlsx"


def csv_with_description(path: str) -> Download:
    """A CSV file that has its description beside it (CSV on the Web)."""
    return Download("CSV", path, CSV, "http://www.w3.org/ns/csvw", path + BESIDE)


def _tables(shelf: Shelf) -> Iterator[DataTable]:
    if shelf.index is not None:
        yield from _results(shelf)
    newest = shelf.index.scores.periods[-1:] if shelf.index is not None else ()
    figures = int(np.sum(~np.isnan(shelf.cube.values)))
    yield DataTable(
        "figures",
        "Every figure as published",
        "One row for each figure, with its 95% limits where there are some, its state, and the file and row it came "
        f"from. It is the file that this site is made from. Areas around the {plural(shelf.kind)} are in it too, where "
        "the book holds figures for them.",
        f"{counted(figures, 'figure')} of the {plural(shelf.kind)}, {counted(len(shelf.indicators), 'indicator')}",
        (Download("Parquet", "data/observations.parquet", PARQUET),),
        licences=licences(shelf),
        periods=_years(shelf.cube.periods),
    )
    yield DataTable(
        "map",
        f"The {plural(shelf.kind)} as a map",
        _map_says(shelf),
        counted(len(shelf.areas), shelf.kind),
        (Download("GeoJSON", "data/areas.geojson", GEOJSON, "https://www.rfc-editor.org/rfc/rfc7946"),),
        licences=licences(shelf),
        periods=newest,
    )
    yield from _accounts(shelf)
    yield from _portraits(shelf)


def _accounts(shelf: Shelf) -> Iterator[DataTable]:
    """The lines of each carbon account that has an activity table."""
    for one in shelf.carbon:
        if one.plan.activity is not None:
            size, years = counted(len(one.lines), "line"), sorted({str(line.activity.year) for line in one.lines})
            says = f"{one.plan.says} Each line of activity, with the factor that it was multiplied by."
            file = Download("CSV", f"carbon/{one.plan.id}.csv", CSV)
            yield DataTable(f"carbon-{one.plan.id}", one.plan.title, says, size, (file,), periods=_years(years))


def _portraits(shelf: Shelf) -> Iterator[DataTable]:
    """The figures of each portrait that has some."""
    for id, one in shelf.portraits.items():
        years = [str(year) for year in years_of(one.portrait, one.held)]
        if years:
            says = f"{one.portrait.says} The figure, target and standing of each dimension, for each year."
            file, size = Download("CSV", f"portraits/{id}/figures.csv", CSV), counted(len(years), "year")
            terms = _terms((*shelf.sources, *shelf.portrait_sources))
            title, ends = one.portrait.title, _years(sorted(years))
            yield DataTable(f"portrait-{id}", title, says, size, (file,), licences=terms, periods=ends)


def _map_says(shelf: Shelf) -> str:
    if shelf.shapes:
        return "Each with its boundary, its newest score, its rank and how sure the rank is."
    if shelf.tiles:
        return (
            "Each with its newest score, its rank and how sure the rank is. The cells are the hexagons of our map, and "
            "not real places: this book holds no boundaries."
        )
    return "Each with its newest score and rank. This book holds no boundaries, so none has a place on a map."


def _results(shelf: Shelf) -> Iterator[DataTable]:
    index = shelf.index
    if index is None:
        return
    terms, years = licences(shelf), _years(index.scores.periods)
    yield DataTable(
        "scores",
        "Scores and ranks",
        f"{index.recipe.title}: the score and the rank of each {shelf.kind} on each part of the index, "
        f"for each period. A higher score means {index.recipe.higher_means}.",
        counted(index.scores.values.size, "row"),
        (
            csv_with_description("data/scores.csv"),
            Download("Parquet", "data/scores.parquet", PARQUET),
            Download("JSON-stat", "data/scores.json", JSON_STAT, "https://json-stat.org/full/"),
        ),
        licences=terms,
        periods=years,
    )
    if shelf.ranges:
        rows = sum(one.score_low.size for one in shelf.ranges)
        yield DataTable(
            "ranges",
            "How sure the scores and ranks are",
            "The score and the rank in the middle of many runs with other figures and choices, and the ends between "
            "which nine runs in ten lie.",
            counted(rows, "row"),
            (csv_with_description("data/ranges.csv"), Download("Parquet", "data/ranges.parquet", PARQUET)),
            licences=terms,
            periods=years,
        )
    yield DataTable(
        "workbook",
        "One workbook with it all",
        "For a spreadsheet program: a cover, contents and notes, then one table a sheet, as the Government Statistical "
        "Service lays them out.",
        "scores, ranks, ranges and figures",
        (Download("XLSX", workbook_path(shelf), XLSX),),
        licences=terms,
        periods=years,
    )


def _indicators(shelf: Shelf) -> Iterator[DataTable]:
    """A table for each indicator, in the order of the book."""
    sources = {one.id: one for one in shelf.sources}
    for name, about in shelf.indicators.items():
        source = sources.get(about.source or "")
        figures, years = 0, np.array([], dtype=int)
        if name in shelf.cube.indicators:
            there = ~np.isnan(shelf.cube.values[:, shelf.cube.indicators.index(name), :])
            figures, years = int(there.sum()), np.flatnonzero(there.any(axis=0))
        yield DataTable(
            f"indicator-{name}",
            about.title,
            f"{about.says} {about.unit}".strip(),
            counted(figures, "figure"),
            (
                csv_with_description(f"data/indicators/{name}.csv"),
                Download("JSON-stat", f"data/indicators/{name}.json", JSON_STAT, "https://json-stat.org/full/"),
            ),
            publisher=source.publisher if source else "",
            licences=(source.licence,) if source and source.licence else (),
            issued=source.published if source else "",
            periods=_years([shelf.cube.periods[at] for at in years]),
            url=source.url if source else "",
        )


def _years(periods: tuple[str, ...] | list[str]) -> tuple[str, ...]:
    """The first and the last of some periods; nothing for none."""
    return (periods[0], periods[-1]) if periods else ()
