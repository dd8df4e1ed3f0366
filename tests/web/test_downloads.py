"""Every file of the data page: what it holds is what the site shows, in every format, live and baked."""

from __future__ import annotations

import csv
import io
import json
import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from math import isnan, prod
from pathlib import Path
from posixpath import normpath
from typing import TYPE_CHECKING, Any
from urllib.parse import unquote

import numpy as np
import pytest
from site_pages import DESK

from placebook.pages.area import area_page
from placebook.pages.data import data_page
from placebook.pages.shelf import IndicatorFigures, Shelf
from placebook.store.geojson import BOUNDARY, NOT_REAL, NOWHERE, areas_geojson, outlines_json
from placebook.types import Observation, State
from placebook.web import routes
from placebook.web.bake_pages import lay_open, write_paths
from placebook.web.routes import Asked, File, Stream, all_paths, file_of_pieces, find
from placebook.web.shelf import figures_of, file_of
from small_shelf import life_rows, no_index, small_shelf

if TYPE_CHECKING:
    from django.test import Client

Ask = Callable[[str], bytes]
READ_BACK = {"string": str, "double": float, "integer": int, "boolean": {"true": True, "false": False}.__getitem__}
KINDS = {"double": "DOUBLE", "string": "VARCHAR", "integer": "BIGINT", "boolean": "BOOLEAN"}


def given(value: File | Stream | None) -> bytes:
    """The bytes of a file, whole or in pieces."""
    assert value is not None
    return value.content if isinstance(value, File) else b"".join(value.pieces())


def from_shelf(shelf: Shelf, figures: Callable[[str], IndicatorFigures], built: Callable[[str], bytes | None]) -> Ask:
    """What answers a path with its bytes."""

    def ask(path: str) -> bytes:
        found = find(path)
        assert found is not None, path
        return given(found[0].make(Asked(shelf, found[1], {}, figures, built)))

    return ask


@pytest.fixture(scope="module")
def ask(site_book: Path, shelf: Shelf) -> Ask:
    """The files of the example."""
    return from_shelf(
        shelf, lambda name: figures_of(site_book, name, shelf), lambda name: file_of(site_book, name, shelf)
    )


def small(shelf: Shelf) -> Ask:
    """The files of a book made by hand, whose figures are those of life expectancy."""
    return from_shelf(shelf, lambda name: replace(life_rows(), indicator=name), lambda _: None)


def rows_of(content: bytes) -> list[dict[str, str]]:
    """A CSV file as rows."""
    return list(csv.DictReader(io.StringIO(content.decode(), newline="")))


def typed(ask: Ask, path: str) -> Iterator[dict[str, Any]]:
    """A CSV file read as its description says: a cell as its datatype, an empty one as None."""
    about = json.loads(ask(f"{path}-metadata.json"))
    assert normpath(f"{Path(path).parent.as_posix()}/{about['url']}") == path
    columns = {one["name"]: one for one in about["tableSchema"]["columns"]}
    table = rows_of(ask(path))
    assert list(table[0]) == list(columns)
    assert all(one["dc:description"] for one in columns.values())
    for row in table:
        for name, one in columns.items():
            assert not (one["required"] and row[name] == ""), (path, name)
        yield {
            name: None if cell == columns[name]["null"] and columns[name]["datatype"] != "string"
            else READ_BACK[columns[name]["datatype"]](cell)
            for name, cell in row.items()
        }  # fmt: skip


def known(value: float) -> float | None:
    return None if isnan(value) else value


def test_every_link_of_the_page_is_a_route_and_answers(client: Client, shelf: Shelf) -> None:
    html = client.get("/data/index.html").content.decode()
    links = {normpath(f"data/{unquote(to)}") for to in re.findall(r'href="([^"#:]+)"', html)}
    files = {path for path in links if path.startswith("data/") and path != "data/index.html"}
    assert {path for path in all_paths(shelf) if path.startswith("data/")} == files | {"data/index.html"}
    assert [path for path in links - files - {DESK} if find(path) is None and not path.startswith("static/")] == []
    assert [path for path in a_few(files) if client.get(f"/{path}").status_code != 200] == []
    ids = re.findall(r'\bid="([^"]+)"', html)
    assert len(ids) == len(set(ids))
    assert set(re.findall(r'href="#([^"]+)"', html)) <= set(ids)


def a_few(paths: Iterable[str]) -> list[str]:
    """All files but those of areas and indicators, and some of these."""
    paths = list(paths)
    one_each = [path for path in paths if path.count("/") == 2]
    return sorted({*paths} - {*one_each}) + sorted(one_each)[::12]


def test_the_live_files_are_the_baked_ones(client: Client, shelf: Shelf, site_book: Path, tmp_path: Path) -> None:
    paths = a_few(path for path in list(all_paths(shelf)) if path.startswith("data/") and not path.endswith(".html"))
    lay_open(site_book, shelf)
    assert write_paths(paths, tmp_path).files == len(paths) > 20
    for path in paths:
        reply = client.get(f"/{path}")
        live = b"".join(reply.streaming_content) if reply.streaming else reply.content
        assert live == (tmp_path / path).read_bytes(), path


def test_scores_read_back_equal_to_the_index(ask: Ask, shelf: Shelf) -> None:
    index, seen = shelf.index, 0
    assert index is not None
    at = [{name: i for i, name in enumerate(labels)} for labels in
          (index.scores.areas, index.scores.indicators, index.scores.periods)]  # fmt: skip
    for row in typed(ask, "data/scores.csv"):
        i, k, t = at[0][row["area"]], at[1][row["part"]], at[2][row["period"]]
        assert row["score"] == known(index.scores.values[i, k, t])
        assert row["rank"] == known(index.ranks.values[i, k, t])
        assert row["area_name"] == shelf.names[row["area"]]
        guess = State.ESTIMATED if index.estimated[i, k, t] else State.OBSERVED
        assert row["state"] == (State.NOT_MEASURED if row["score"] is None else guess)
        seen += 1
    assert seen == index.scores.values.size
    assert any(row["score"] is None for row in typed(ask, "data/scores.csv"))  # water is not measured: empty, not 0


def test_ranges_read_back_equal(ask: Ask, shelf: Shelf) -> None:
    rows = {(row["period"], row["area"], row["part"]): row for row in typed(ask, "data/ranges.csv")}
    assert len(rows) == sum(one.score_low.size for one in shelf.ranges)
    for one in shelf.ranges:
        for i, area in enumerate(one.areas):
            for k, part in enumerate(one.parts):
                row = rows[one.period, area, part]
                assert (row["rank_p05"], row["rank_p95"]) == (known(one.rank_low[i, k]), known(one.rank_high[i, k]))
                assert row["fifth_5"] == known(one.fifths[i, k, 4])


def test_figures_read_back_equal_with_their_states(ask: Ask, shelf: Shelf, site_book: Path) -> None:
    for name in ("smr", "pm10", "population"):
        published = figures_of(site_book, name, shelf).rows
        back = list(typed(ask, f"data/indicators/{name}.csv"))
        assert len(back) == len(published) > 0
        for row, one in zip(back, published, strict=True):
            assert (row["area"], row["period"], row["value"]) == (one.area, one.period, one.value)
            assert (row["lower"], row["denominator"], row["state"]) == (one.lower, one.denominator, one.state.value)
            assert (row["file"], row["row"]) == (one.file, one.row)


def test_a_figure_that_is_not_there_is_empty_with_its_reason() -> None:
    rows = list(typed(small(small_shelf()), "data/indicators/life.csv"))
    [withheld] = [row for row in rows if row["area"] == "Barton" and row["period"] == "2012/13"]
    assert (withheld["value"], withheld["state"], withheld["shorthand"]) == (None, "too small to show", "[c]")
    assert all(row["value"] != 0 for row in rows)


def test_the_rows_of_an_area_are_the_numbers_of_its_page(ask: Ask, shelf: Shelf) -> None:
    for code in ("E05000026", "E05000042"):
        page = area_page(shelf, code)
        rows = rows_of(ask(f"data/areas/{code}.csv"))
        assert [row["part"] for row in rows] == [line.part for line in page.card.lines]
        for row, line in zip(rows, page.card.lines, strict=True):
            for name in ("figure", "score", "rank", "rank_low", "rank_high", "better_by", "change", "change_low"):
                value = getattr(line, name)
                assert (float(row[name]) if row[name] else None) == value, (code, line.part, name)
            assert (row["standing"], row["progress"]) == (line.standing, line.progress)


def in_parquet(content: bytes, folder: Path) -> tuple[list[str], list[str], list[tuple[Any, ...]]]:
    """Headings, types and rows of a Parquet file."""
    import duckdb

    path = folder / "one.parquet"
    path.write_bytes(content)
    found = duckdb.connect().read_parquet(str(path))
    return found.columns, [str(kind) for kind in found.types], found.fetchall()


def test_parquet_holds_the_rows_of_the_csv(ask: Ask, tmp_path: Path) -> None:
    for name in ("scores", "ranges"):
        columns, kinds, rows = in_parquet(ask(f"data/{name}.parquet"), tmp_path)
        assert [dict(zip(columns, row, strict=True)) for row in rows] == list(typed(ask, f"data/{name}.csv"))
        about = json.loads(ask(f"data/{name}.csv-metadata.json"))["tableSchema"]["columns"]
        assert kinds == [KINDS[one["datatype"]] for one in about]


def test_the_parquet_of_all_figures_holds_the_figures_of_each_indicator(ask: Ask, shelf: Shelf, tmp_path: Path) -> None:
    columns, _, rows = in_parquet(ask("data/observations.parquet"), tmp_path)
    found = {}
    for row in rows:
        one = dict(zip(columns, row, strict=True))
        found[one["area"], one["indicator"], one["period"]] = (one["value"], one["state"])
    for name in shelf.indicators:
        for row in typed(ask, f"data/indicators/{name}.csv"):
            assert found[row["area"], name, row["period"]] == (row["value"], row["state"])


def test_json_stat_of_scores_has_its_shape_and_its_nulls(ask: Ask, shelf: Shelf) -> None:
    said, index = json.loads(ask("data/scores.json")), shelf.index
    assert index is not None
    assert (said["version"], said["class"], said["id"]) == ("2.0", "dataset", ["area", "part", "period"])
    assert prod(said["size"]) == len(said["value"])
    assert said["size"] == [len(said["dimension"][one]["category"]["index"]) for one in said["id"]]
    assert said["role"] == {"geo": ["area"], "time": ["period"]}
    flat = index.scores.values.ravel()
    assert said["value"] == [known(value) for value in flat.tolist()]
    nothing = {str(i) for i in np.flatnonzero(np.isnan(flat))}
    assert nothing == {at for at, why in said["status"].items() if why == "not measured"}
    assert nothing


def test_json_stat_of_an_indicator_puts_each_figure_in_its_cell() -> None:
    said = json.loads(small(small_shelf())("data/indicators/life.json"))
    areas, periods = (said["dimension"][one]["category"]["index"] for one in said["id"])
    cells = {(a, p): i for i, (a, p) in enumerate((a, p) for a in areas for p in periods)}
    assert prod(said["size"]) == len(said["value"]) == 12
    assert said["value"][cells["Ashford", "2012/13"]] == 71.0
    assert said["value"][cells["Barton", "2012/13"]] is None
    assert said["value"][cells["Dene", "2012/13"]] is None
    assert said["status"][str(cells["Barton", "2012/13"])] == "too small to show"
    assert said["status"][str(cells["Dene", "2012/13"])] == "not measured"  # nothing at all was published
    assert said["status"][str(cells["Coombe", "2012/13"])] == "estimated"
    assert str(cells["Ashford", "2012/13"]) not in said["status"]


def test_the_workbook_opens_and_holds_scores_ranges_and_every_figure(ask: Ask, shelf: Shelf) -> None:
    from python_calamine import CalamineWorkbook

    book = CalamineWorkbook.from_filelike(io.BytesIO(ask("data/barking-dagenham-spi.xlsx")))
    assert book.sheet_names[:2] == ["Cover", "Contents"]
    assert {"Notes", "Scores 2014", "Ranks 2014", "Ranges 2014", "Figures"} <= set(book.sheet_names)
    figures = book.get_sheet_by_name("Figures").to_python()
    top = next(i for i, row in enumerate(figures) if row[0] == "Area code")
    assert len(figures) - top - 1 == sum(len(rows_of(ask(f"data/indicators/{name}.csv"))) for name in shelf.indicators)
    assert all(cell not in ("", None) for row in figures[top:] for cell in row)
    scores = book.get_sheet_by_name("Scores 2014").to_python()
    [abbey] = [row for row in scores if row[0] == "E05000026"]
    assert shelf.index is not None
    assert abbey[2] == pytest.approx(shelf.index.scores.values[0, 0, -1])


def test_the_workbook_says_why_a_figure_is_not_there_and_runs_no_text() -> None:
    from python_calamine import CalamineWorkbook

    shelf = small_shelf()
    evil = replace(shelf.areas[0], name='=HYPERLINK("https://example.org","x")')
    book = CalamineWorkbook.from_filelike(
        io.BytesIO(small(replace(shelf, areas=(evil, *shelf.areas[1:])))("data/small.xlsx"))
    )
    figures = book.get_sheet_by_name("Figures").to_python()
    assert any(row[5] == "[c]" for row in figures)
    assert [row[0] for row in figures if "[c] means" in str(row[0])] == ["Shorthand: [c] means too small to show."]
    assert evil.name in [row[1] for row in figures]  # a text, word for word


def test_the_map_is_valid_and_says_that_hexagons_are_no_places(ask: Ask, shelf: Shelf) -> None:
    said = json.loads(ask("data/areas.geojson"))
    for one in said["features"]:
        assert_valid(one["geometry"])
        assert one["properties"]["cell"] == NOT_REAL
    assert [one["id"] for one in said["features"]] == [area.code for area in shelf.areas]
    for one in said["features"]:
        whole = area_page(shelf, one["id"]).whole
        found = tuple(one["properties"][name] for name in ("score", "rank", "rank_low", "rank_high"))
        assert found == (whole.score, whole.rank, whole.rank_low, whole.rank_high)


def test_hexagons_beside_each_other_touch_and_never_overlap(ask: Ask) -> None:
    from shapely.geometry import shape

    cells = [shape(one["geometry"]) for one in json.loads(ask("data/areas.geojson"))["features"]]
    overlaps = [a.intersection(b).area for i, a in enumerate(cells) for b in cells[:i]]
    assert max(overlaps) < 1e-3 * cells[0].area
    assert sum(a.distance(b) < 1e-6 for i, a in enumerate(cells) for b in cells[:i]) > len(cells)


def test_real_boundaries_are_as_received_and_turn_the_right_way() -> None:
    outer = ((0.0, 51.0), (0.0, 52.0), (1.0, 52.0), (1.0, 51.0), (0.0, 51.0))  # clockwise, and so the wrong way
    hole = ((0.2, 51.2), (0.4, 51.2), (0.4, 51.4), (0.2, 51.4), (0.2, 51.2))
    far = ((2.0, 51.0), (3.0, 51.0), (3.0, 52.0))  # not closed
    outlines = json.loads(outlines_json({"A": [(outer, hole)], "B": [(outer,), (far,)]}))
    areas = [{"code": "A"}, {"code": "B"}, {"code": "C"}]
    said = json.loads(areas_geojson("Place", areas, outlines, {}))
    assert [one["properties"]["cell"] for one in said["features"]] == [BOUNDARY, BOUNDARY, NOWHERE]
    assert said["features"][2]["geometry"] is None
    for one in said["features"][:2]:
        assert_valid(one["geometry"])
    assert sorted(map(tuple, said["features"][0]["geometry"]["coordinates"][0])) == sorted(outer)


def assert_valid(geometry: dict[str, Any]) -> None:
    """A polygon whose rings end where they begin, the outer ones anticlockwise."""
    from shapely import LinearRing
    from shapely.geometry import shape

    assert shape(geometry).is_valid
    polygons = [geometry["coordinates"]] if geometry["type"] == "Polygon" else geometry["coordinates"]
    for polygon in polygons:
        for at, ring in enumerate(polygon):
            assert ring[0] == ring[-1]
            assert LinearRing(ring).is_ccw == (at == 0)


@pytest.mark.parametrize("home", ["", "https://council.example/wards/"])
@pytest.mark.parametrize(("path", "format"), [("data/catalog.ttl", "turtle"), ("data/catalog.jsonld", "json-ld")])
def test_the_catalogue_parses_and_every_file_in_it_is_one_of_the_site(
    shelf: Shelf, home: str, path: str, format: str
) -> None:
    from rdflib import DCAT, DCTERMS, RDF, BNode, Graph

    here = home or "https://elsewhere.example/a/folder/"
    shelf = replace(shelf, home=home)
    text = small(shelf)(path).decode()
    graph = Graph().parse(data=text, format=format, publicID=here + path)
    files = {str(one) for one in graph.objects(None, DCAT.downloadURL)}
    there = {here + one for one in all_paths(shelf)}
    assert files <= there
    page = data_page(shelf)
    wanted = {here + one.path for table in (*page.tables, *page.indicators) for one in table.downloads}
    assert files == wanted
    datasets = set(graph.subjects(RDF.type, DCAT.Dataset))
    assert len(datasets) == len(page.tables) + len(page.indicators)
    for one in datasets:
        for word in (DCTERMS.title, DCTERMS.description, DCTERMS.publisher, DCTERMS.license, DCTERMS.spatial):
            assert graph.value(one, word, any=True) is not None, (one, word)
        assert list(graph.objects(one, DCAT.distribution))
    for one in graph.subjects(RDF.type, DCAT.Distribution):
        assert str(graph.value(one, DCAT.mediaType)).startswith("https://www.iana.org/assignments/media-types/")
    assert not any(isinstance(term, BNode) for triple in graph for term in triple)
    assert ("https://council.example" in text) == bool(home)


def test_the_figures_of_a_portrait_are_in_the_catalogue(ask: Ask, shelf: Shelf) -> None:
    id = next(iter(shelf.portraits))
    said = ask("data/catalog.ttl").decode()
    assert f"../portraits/{id}/figures.csv" in said
    assert ask(f"portraits/{id}/figures.csv").startswith(b"year,")


def test_hostile_names_stay_text_in_every_file() -> None:
    names = ("=1+1", "+44", "-2+3", "@SUM(A1)", "<script>alert(1)</script>", 'Llan"fair, y\npwll')
    shelf = small_shelf()
    areas = tuple(replace(area, name=name) for area, name in zip(shelf.areas, names, strict=True))
    ask = small(replace(shelf, areas=areas))
    for path in ("data/scores.csv", "data/ranges.csv", "data/indicators/life.csv"):
        found = {row["area_name"] for row in rows_of(ask(path))}
        assert found == {f"'{name}" if name[0] in "=+-@" else name for name in names}, path
    assert rows_of(ask("data/areas/Ashford.csv"))[0]["area_name"] == "'=1+1"
    labels = json.loads(ask("data/scores.json"))["dimension"]["area"]["category"]["label"]
    assert sorted(labels.values()) == sorted(names)
    assert [one["properties"]["name"] for one in json.loads(ask("data/areas.geojson"))["features"]] == list(names)


def test_a_negative_number_is_a_number() -> None:
    from placebook.store.pieces import csv_pieces
    from placebook.store.site_tables import figures_table

    [row] = rows_of(b"".join(csv_pieces([figures_table([Observation("A", "change", "2014", -5.0)])])))
    assert row["value"] == "-5.0"


def test_a_book_without_an_index_has_no_results_and_no_dead_files() -> None:
    shelf = no_index(small_shelf())
    paths = [path for path in all_paths(shelf) if path.startswith("data/")]
    assert [path for path in paths if "scores" in path or "ranges" in path or path.endswith(".xlsx")] == []
    for path in ("data/scores.csv", "data/scores.parquet", "data/scores.json", "data/small.xlsx", "data/areas/Elm.csv"):
        found = find(path)
        assert found is not None
        asked = Asked(shelf, found[1], {}, lambda _: life_rows())
        assert found[0].make(asked) is None, path
    assert rows_of(small(shelf)("data/indicators/life.csv"))


@pytest.mark.parametrize(
    "path", ["data/nothing.csv", "data/indicators/x.csv", "data/areas/x.csv", "data/x.xlsx", "data/x.json"]
)
def test_what_is_not_there_is_a_plain_page(client: Client, path: str) -> None:
    assert client.get(f"/{path}").status_code == 404


def test_a_large_file_is_given_in_pieces_and_is_the_same(
    monkeypatch: pytest.MonkeyPatch, ask: Ask, client: Client
) -> None:
    whole = ask("data/scores.csv")
    monkeypatch.setattr(routes, "HELD_WHOLE", 1_000)
    reply = client.get("/data/scores.csv")
    assert reply.streaming
    assert b"".join(reply.streaming_content) == whole
    calls = []

    def pieces() -> Iterator[bytes]:
        for _ in range(1_000):
            calls.append(1)
            yield b"x" * 500

    assert isinstance(file_of_pieces(pieces, "text/csv"), Stream)
    assert len(calls) == 3  # it stops asking as soon as it is too much to hold
