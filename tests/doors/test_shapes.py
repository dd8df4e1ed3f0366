"""Boundaries of a book: read strictly, simplified so that neighbours still meet, drawn the same each time."""

from __future__ import annotations

import json
from math import sin
from pathlib import Path
from typing import Any

import pytest

from placebook.book.check import check_book
from placebook.book.new import new_book
from placebook.book.place_book import open_book
from placebook.builder import build_book, input_files
from placebook.notebook import open as open_place
from placebook.sources.shapes import BoundaryFile, read_boundaries
from placebook.store.shapes import SHAPES, SIDE, flatten, read_shapes, write_shapes
from placebook.types import ContentError, DataError

CODES = ("E05000026", "E05000027", "E05000028")


def square(x: float, y: float, side: float = 0.01) -> list[list[list[float]]]:
    """One ring around a square in degrees, from its south-west corner."""
    return [[[x, y], [x + side, y], [x + side, y + side], [x, y + side], [x, y]]]


def feature(code: Any, coordinates: Any, kind: str = "Polygon") -> dict[str, Any]:
    return {"type": "Feature", "properties": {"WD": code}, "geometry": {"type": kind, "coordinates": coordinates}}


def collection(*features: dict[str, Any]) -> str:
    return json.dumps({"type": "FeatureCollection", "features": list(features)})


THREE = collection(*(feature(code, square(0.01 * i, 51.5)) for i, code in enumerate(CODES)))


def read(tmp_path: Path, text: str) -> Any:
    (tmp_path / "wards.geojson").write_text(text, encoding="utf-8")
    return read_boundaries(tmp_path, BoundaryFile("wards.geojson", "WD"))


def test_outlines_are_read_by_code(tmp_path: Path) -> None:
    found = read(tmp_path, THREE)
    assert tuple(found.outlines) == CODES
    assert found.findings == ()
    assert found.outlines["E05000026"][0][0][1] == (0.01, 51.5)


@pytest.mark.parametrize(
    ("wrong", "what", "right"),
    [
        (feature(7, square(0, 51)), "has no text under 'WD'", "There is: WD"),
        (feature("A", [0, 51], "Point"), "is a Point", "a Polygon or a MultiPolygon is wanted"),
        (feature("A", [square(0, 51)[0][:3]]), "fewer than four points", "a ring ends where it begins"),
        (feature("A", square(530_000, 180_000, 10)), "no longitude and latitude", "save it in degrees"),
        (feature("A", [[[0, 51], ["x", 51], [1, 52], [0, 51]]]), "not two numbers", "write longitude, then latitude"),
        (feature("A", []), "has no coordinates", "save it again"),
        (feature(CODES[0], square(0, 51)), "stands in the file twice", "join its outlines"),
        ({"type": "Feature", "properties": None, "geometry": None}, "has no text under 'WD'", "There is: none"),
    ],
)
def test_a_wrong_outline_is_a_finding_that_says_which(tmp_path: Path, wrong: Any, what: str, right: str) -> None:
    found = read(tmp_path, collection(feature(CODES[0], square(0, 51.5)), wrong))
    assert len(found.outlines) == 1
    (finding,) = found.findings
    assert finding.what.startswith("outline 2: ")
    assert what in finding.what
    assert right in finding.what_is_right


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("{", "line 1 is no JSON"),
        ("[]", "is no FeatureCollection"),
        ('{"type": "FeatureCollection", "features": []}', "is no FeatureCollection"),
        ("[" * 200_000, "cannot be read"),
    ],
)
def test_a_file_that_is_no_geojson_is_refused(tmp_path: Path, text: str, said: str) -> None:
    with pytest.raises(DataError, match=said):
        read(tmp_path, text)


def test_a_file_that_is_too_large_is_refused_unread(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("placebook.sources.shapes.LARGEST", 100)
    with pytest.raises(DataError, match="simplify the outlines"):
        read(tmp_path, THREE)


def test_too_many_points_are_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("placebook.sources.shapes.MOST_POINTS", 9)
    with pytest.raises(DataError, match="more than 9 points"):
        read(tmp_path, THREE)


def test_three_squares_become_flat_pixels(tmp_path: Path) -> None:
    """Three squares side by side are 2,000 pixels wide; north is up, so the highest latitude has y = 0."""
    flat = flatten(read(tmp_path, THREE).outlines)
    xs = [x for rings in flat.values() for ring in rings for x, _ in ring]
    ys = [y for rings in flat.values() for ring in rings for _, y in ring]
    assert (min(xs), max(xs), min(ys)) == (0, SIDE, 0)
    assert max(ys) == pytest.approx(SIDE / 3 / 0.6225, abs=2)  # cos 51.505 degrees
    assert all(x == int(x) for x in xs)


def test_neighbours_meet_after_simplification(tmp_path: Path) -> None:
    """Two areas share a wavy border of 400 small steps. What is left of it is the same on both sides."""
    border = [[0.01 + 0.002 * sin(i / 60) + 0.000005 * (i % 2), 51.5 + i * 0.000025] for i in range(401)]
    west = [[[0.0, 51.5], *border, [0.0, 51.51], [0.0, 51.5]]]
    east = [[[0.02, 51.5], [0.02, 51.51], *border[::-1], [0.02, 51.5]]]
    flat = flatten(read(tmp_path, collection(feature("A", west), feature("B", east))).outlines)
    shared = set(flat["A"][0]) & set(flat["B"][0])
    assert 5 < len(shared) < 401 / 4
    assert len(shared) == len(flat["A"][0]) - 2


def test_a_tiny_area_does_not_vanish(tmp_path: Path) -> None:
    outlines = read(
        tmp_path, collection(feature("A", square(0, 51, 1)), feature("B", square(0.5, 52.5, 1e-7)))
    ).outlines
    assert len(flatten(outlines)["B"][0]) >= 3


def test_holes_and_islands_are_kept(tmp_path: Path) -> None:
    hole = square(0.004, 51.504, 0.002)[0]
    island = square(0.03, 51.5)
    shapes = flatten(
        read(tmp_path, collection(feature("A", [[*square(0, 51.5), hole], island], "MultiPolygon"))).outlines
    )
    assert len(shapes["A"]) == 3


def test_shapes_written_and_read_are_the_same_and_so_are_their_bytes(tmp_path: Path) -> None:
    flat = flatten(read(tmp_path, THREE).outlines)
    write_shapes(flat, tmp_path / "a.json")
    write_shapes(dict(reversed(flat.items())), tmp_path / "b.json")
    assert read_shapes(tmp_path / "a.json") == flat
    assert (tmp_path / "a.json").read_bytes() == (tmp_path / "b.json").read_bytes()
    assert read_shapes(tmp_path / "none.json") == {}


# --- in a book ---


@pytest.fixture
def book(tmp_path: Path) -> Path:
    """A new book with boundaries for its areas."""
    folder = tmp_path / "book"
    new_book(folder)
    codes = [area.code for area in open_place(folder).areas]
    (folder / "map").mkdir(exist_ok=True)
    with_all = collection(*(feature(code, square(0.01 * i, 51.5)) for i, code in enumerate(codes)))
    (folder / "map" / "wards.geojson").write_text(with_all, encoding="utf-8")
    cover = folder / "book.yaml"
    cover.write_text(cover.read_text(encoding="utf-8") + "boundaries: {file: map/wards.geojson, code: WD}\n", "utf-8")
    return folder


def test_a_build_holds_the_shapes_of_the_areas_compared(book: Path) -> None:
    place = open_place(book)
    built = build_book(place, lambda _: None)
    assert sorted(read_shapes(built / SHAPES)) == sorted(area.code for area in place.areas)
    assert book / "map" / "wards.geojson" in input_files(place.book)


def test_check_names_areas_without_an_outline_and_outlines_of_no_area(book: Path) -> None:
    codes = [area.code for area in open_place(book).areas]
    features = [
        feature("E05999999", square(0, 51)),
        *(feature(c, square(0.01 * i, 51.5)) for i, c in enumerate(codes[1:])),
    ]
    (book / "map" / "wards.geojson").write_text(collection(*features), encoding="utf-8")
    said = [str(one) for one in check_book(book).warnings]
    assert any(codes[0] in one and "has no outline in map/wards.geojson" in one for one in said)
    assert any("1 outline is of an area that is not in areas.csv: E05999999" in one for one in said)


def test_check_says_that_the_file_is_missing(book: Path) -> None:
    (book / "map" / "wards.geojson").unlink()
    assert any("the file is not there" in str(one) for one in check_book(book).faults)


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("boundaries: {file: map/wards.geojson}", "the key 'code' is missing"),
        ("boundaries: {file: ../wards.geojson, code: WD}", "leads out of the book"),
        ("boundaries: {file: map/wards.geojson, code: WD, colour: red}", "unknown key 'colour'"),
        ("boundaries: map/wards.geojson", "keys and values are wanted"),
    ],
)
def test_the_cover_is_read_strictly(book: Path, line: str, said: str) -> None:
    cover = book / "book.yaml"
    kept = [one for one in cover.read_text(encoding="utf-8").splitlines() if not one.startswith("boundaries:")]
    cover.write_text("\n".join([*kept, line, ""]), encoding="utf-8")
    with pytest.raises(ContentError, match=said):
        open_book(book)
