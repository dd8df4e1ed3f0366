"""The data page, and the files it leads to: the same tables in every format, the same live and baked."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping
from dataclasses import asdict
from datetime import date
from itertools import chain

import numpy as np

from placebook.pages import data
from placebook.pages.chart_figures import kept
from placebook.pages.data import DataPage, data_page
from placebook.pages.data_map import map_lines
from placebook.pages.scorecard import scorecard
from placebook.pages.shelf import Shelf
from placebook.store.csvw import description
from placebook.store.plain import as_json
from placebook.store.release import Release
from placebook.store.tables import Heading, Table, table_of
from placebook.types import Indicator, Observation, Source
from placebook.web.routes import Asked, File, Route, Stream, file_of_pieces

CSV, JSON = f"{data.CSV}; charset=utf-8", data.JSON_STAT
MOST_PLACES = 50  # that a catalogue names as what its areas lie in
Tables = Callable[[], Iterator[Table]]


def _page(asked: Asked) -> DataPage:
    return data_page(asked.shelf)


def release_of(shelf: Shelf) -> Release | None:
    """What a site gives out: the index of its book with what belongs to it. None where there is no index."""
    if shelf.index is None:
        return None
    issued = data_page(shelf).issued
    return Release(
        index=shelf.index,
        place=shelf.title,
        areas=shelf.names,
        ranges=shelf.ranges,
        sources=shelf.sources,
        published=date.fromisoformat(issued) if issued else None,
        licence=data.licence_in_words(data.licences(shelf)),
    )


def _results(shelf: Shelf) -> Mapping[str, tuple[str, Tables]]:
    """The tables of results that a book has, by name: the title of each, and what makes it period by period."""
    from placebook.store.site_tables import ranges_by_period, scores_by_period

    release = release_of(shelf)
    if release is None:
        return {}
    found: dict[str, tuple[str, Tables]] = {"scores": ("Scores and ranks", lambda: scores_by_period(release))}
    if release.ranges:
        found["ranges"] = ("How sure scores and ranks are", lambda: ranges_by_period(release))
    return found


def _csv(asked: Asked) -> File | Stream | None:
    from placebook.store.pieces import csv_pieces

    _, tables = _results(asked.shelf).get(asked.named["table"], ("", None))
    return None if tables is None else file_of_pieces(lambda: csv_pieces(tables()), CSV)


def _csv_about(asked: Asked) -> File | None:
    name, release = asked.named["table"], release_of(asked.shelf)
    title, tables = _results(asked.shelf).get(name, ("", None))
    if tables is None or release is None:
        return None
    said = release.about()
    return _described(f"{name}.csv", next(tables()), {**said, "title": f"{said['title']}: {title}"})


def _described(name: str, table: Table, about: Mapping[str, str]) -> File:
    return File(as_json(description(table, name, about)).encode(), data.CSVW)


def _parquet(asked: Asked) -> File | None:
    from placebook.store.pieces import parquet_bytes

    name = asked.named["table"]
    if name == "observations":
        content = asked.built("observations.parquet")
        return None if content is None else File(content, data.PARQUET)
    _, tables = _results(asked.shelf).get(name, ("", None))
    if tables is None:
        return None
    return File(kept(asked.shelf, ("parquet", name), lambda: parquet_bytes(tables())), data.PARQUET)


def _scores_json(asked: Asked) -> File | Stream | None:
    from placebook.store.jsonstat import scores_json_stat

    release = release_of(asked.shelf)
    if release is None or asked.named["table"] != "scores":
        return None
    said = release.about()
    about = {"label": release.title, "source": said["source"], "updated": said["issued"], "note": [said["description"]]}
    return file_of_pieces(lambda: scores_json_stat(about, release.index, asked.shelf.names), JSON)


def _workbook(asked: Asked) -> File | None:
    from placebook.store.site_workbook import workbook_bytes

    shelf, release = asked.shelf, release_of(asked.shelf)
    if release is None or data.workbook_path(shelf) != f"data/{asked.named['recipe']}.xlsx":
        return None
    count = int(np.sum(~np.isnan(shelf.cube.values)))

    def made() -> bytes:
        figures = chain.from_iterable(asked.figures(name).rows for name in shelf.indicators)
        return workbook_bytes(release, shelf.indicators, count, lambda: figures)

    return File(kept(shelf, "workbook", made), data.XLSX)


def _indicator_csv(asked: Asked) -> File | Stream | None:
    from placebook.store.pieces import csv_pieces
    from placebook.store.site_tables import figures_table

    if asked.named["id"] not in asked.shelf.indicators:
        return None
    rows, names = asked.figures(asked.named["id"]).rows, asked.shelf.names
    return file_of_pieces(lambda: csv_pieces(figures_table(some, names) for some in _some(rows)), CSV)


def _some(rows: tuple[Observation, ...], many: int = 5_000) -> Iterator[tuple[Observation, ...]]:
    """Rows a few thousand at a time; once nothing where there are none, so that there are headings."""
    return (rows[at : at + many] for at in range(0, max(len(rows), 1), many))


def _indicator_about(asked: Asked) -> File | None:
    from placebook.store.site_tables import OBSERVED, OBSERVED_KEY

    about = asked.shelf.indicators.get(asked.named["id"])
    if about is None:
        return None
    source = _source_of(asked.shelf, about)
    said = {"title": about.title, "description": " ".join(_says(about))}
    if source is not None:
        said |= {"publisher": source.publisher, "issued": source.published}
        said |= {"license": source.licence, "source": source.url}
    return _described(f"{about.id}.csv", _no_rows(OBSERVED, OBSERVED_KEY), said)


def _no_rows(headings: tuple[Heading, ...], key: tuple[str, ...]) -> Table:
    return table_of(headings, {heading.name: [] for heading in headings}, key)


def _says(about: Indicator) -> list[str]:
    """What an indicator says, its unit, and what it does not say."""
    limits = f"It does not say: {about.does_not_say}" if about.does_not_say else ""
    return [words for words in (about.says, f"Unit: {about.unit}." if about.unit else "", limits) if words]


def _source_of(shelf: Shelf, about: Indicator) -> Source | None:
    return next((one for one in shelf.sources if one.id == about.source), None)


def _indicator_json(asked: Asked) -> File | Stream | None:
    from placebook.store.jsonstat import figures_json_stat

    shelf, about = asked.shelf, asked.shelf.indicators.get(asked.named["id"])
    if about is None:
        return None
    said: dict[str, object] = {"label": about.title, "note": _says(about)}
    source = _source_of(shelf, about)
    if source is not None:
        said |= {"source": f"{source.publisher}: {source.title}", "updated": source.published}
    rows, names = asked.figures(about.id).rows, {code: shelf.names.get(code, code) for code in shelf.cube.areas}
    periods = sorted({row.period for row in rows})
    return file_of_pieces(lambda: figures_json_stat(said, names, periods, rows), JSON)


def _area_csv(asked: Asked) -> File | None:
    """The rows of one area's scorecard, made by the function that makes its page."""
    from placebook.store.pieces import csv_pieces
    from placebook.store.site_tables import card_table

    shelf, index, area = asked.shelf, asked.shelf.index, asked.shelf.by_code.get(asked.named["code"])
    if index is None or area is None or area.code not in index.scores.areas:
        return None
    card = scorecard(
        area,
        index,
        shelf.cube,
        ranges=shelf.ranges_of(index.scores.periods[-1]),
        evidence=shelf.evidence,
        indicators=shelf.indicators,
        names=shelf.names,
    )
    return File(b"".join(csv_pieces([card_table(card.code, card.name, card.period, card.lines)])), CSV)


def _map(asked: Asked) -> File:
    from placebook.store.geojson import OUTLINES, areas_geojson

    shelf, said = asked.shelf, asked.built(OUTLINES)
    lines = (asdict(line) for line in map_lines(shelf))
    return File(areas_geojson(shelf.title, lines, {} if said is None else json.loads(said), shelf.tiles), data.GEOJSON)


def _json_ld(asked: Asked) -> File:
    return File(_catalogue(asked.shelf, "json-ld"), data.JSON_LD)


def _turtle(asked: Asked) -> File:
    return File(_catalogue(asked.shelf, "turtle"), f"{data.TURTLE}; charset=utf-8")


def _catalogue(shelf: Shelf, format: str) -> bytes:
    from placebook.store.dcat import Where, catalogue

    parents = sorted({area.parent for area in shelf.areas if area.parent})
    places = {code: shelf.names.get(code, code) for code in parents[:MOST_PLACES]}
    where = Where(shelf.home, shelf.contact, places)
    key = ("catalogue", format, shelf.home)
    return kept(shelf, key, lambda: catalogue(data_page(shelf), where, format).encode())


def _results_paths(ending: str, *also: str) -> Callable[[Shelf], Iterator[str]]:
    return lambda shelf: (f"data/{name}{ending}" for name in (*_results(shelf), *also))


def _scores_paths(shelf: Shelf) -> Iterator[str]:
    return (path for path in ("data/scores.json",) if shelf.index is not None)


def _workbook_paths(shelf: Shelf) -> Iterator[str]:
    return (path for path in (data.workbook_path(shelf),) if path)


def _area_paths(shelf: Shelf) -> Iterator[str]:
    there = shelf.index.scores.areas if shelf.index is not None else ()
    return (f"data/areas/{code}.csv" for code in there)


def _indicator_paths(ending: str) -> Callable[[Shelf], Iterator[str]]:
    return lambda shelf: (f"data/indicators/{name}{ending}" for name in shelf.indicators)


ABOUT = f".csv{data.BESIDE}"
ROUTES: tuple[Route, ...] = (
    Route("data/index.html", "data.html", _page),
    Route("data/areas.geojson", "", _map),
    Route("data/catalog.jsonld", "", _json_ld),
    Route("data/catalog.ttl", "", _turtle),
    Route("data/{table}.csv", "", _csv, _results_paths(".csv")),
    Route(f"data/{{table}}{ABOUT}", "", _csv_about, _results_paths(ABOUT)),
    Route("data/{table}.parquet", "", _parquet, _results_paths(".parquet", "observations")),
    Route("data/{table}.json", "", _scores_json, _scores_paths),
    Route("data/{recipe}.xlsx", "", _workbook, _workbook_paths),
    Route("data/areas/{code}.csv", "", _area_csv, _area_paths),
    Route(f"data/indicators/{{id}}{ABOUT}", "", _indicator_about, _indicator_paths(ABOUT)),
    Route("data/indicators/{id}.csv", "", _indicator_csv, _indicator_paths(".csv")),
    Route("data/indicators/{id}.json", "", _indicator_json, _indicator_paths(".json")),
)
