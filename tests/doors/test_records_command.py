"""`placebook records`: what it counts, what it says of files that are wrong, and what never leaves `held/`."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest

from commands import Said, refused, run
from lookups import end, put_lookup
from placebook.store.held import read_held

SQUARES = {"E05000001": (0.0, 51.0), "E05000002": (0.1, 51.0)}  # south-west corners of two squares side by side
COVER = "book: squares\ntitle: Two squares\narea_kind: ward\n"
RECORDS = """\
records: thefts
title: Thefts
publisher: Nobody
licence: none
url: https://council.example/
files: ["in/*"]
columns: {id: id, date: day, longitude: lon, latitude: lat, small_area: code, category: kind}
ignore: [note]
categories: {theft: theft}
not_wanted: [other]
place:
  area_kind: ward
  year: 2022
  by:
    - point: {boundaries: squares.geojson, code: ward}
    - lookup: {column: small_area, name: wards}
"""
HEADINGS = "id,day,lon,lat,code,kind,note\n"
GOOD = HEADINGS + (
    "1,2020-01,0.05,51.05,,theft,\n"  # in the first square
    "2,2020-01,0.1,51.05,,theft,\n"  # on the border: the first code
    "3,2020-01,0.15,51.05,,theft,\n"
    ",2020-01,,,A2,theft,\n"  # placed by its code
    ",2020-01,,,A2,theft,\n"  # no ID is no repeat
    "3,2020-01,0.15,51.05,,theft,\n"  # a repeated ID
    "4,2020-01,0.15,51.05,,other,\n"
    "5,2020-01,,,,theft,\n"
    "6,2020-01,0.5,51.5,,theft,\n"
    "7,2020-01,0.5,51.5,A9,theft,\n"
    "8,2020-01,,,A9,theft,\n"
    "9,2020-13,0.05,51.05,,theft,\n"
    "10,,0.05,51.05,,theft,\n"
    "11,2020-01,51.05,0.05,,theft,\n"
    "12,2020-01,540000,184000,,theft,\n"
    "13,2020-01,2.35,48.85,,theft,\n"
    "14,2020-01,here,51.05,,theft,\n"
)


def square(west: float, south: float) -> list[list[float]]:
    east, north = round(west + 0.1, 1), round(south + 0.1, 1)
    return [[west, south], [east, south], [east, north], [west, north], [west, south]]


def outlines(shapes: dict[str, list[list[list[float]]]]) -> str:
    features = [
        {"type": "Feature", "properties": {"ward": code}, "geometry": {"type": "Polygon", "coordinates": rings}}
        for code, rings in shapes.items()
    ]
    return json.dumps({"type": "FeatureCollection", "features": features})


@pytest.fixture
def book(tmp_path: Path) -> Path:
    """Two square wards, a lookup of two codes, and one description of records without files yet."""
    made = tmp_path / "squares"
    (made / "records").mkdir(parents=True)
    (made / "in").mkdir()
    (made / "book.yaml").write_text(COVER, encoding="utf-8")
    (made / "areas.csv").write_text("code,name\nE05000001,West\nE05000002,East\n", encoding="utf-8")
    (made / "squares.geojson").write_text(outlines({code: [square(*at)] for code, at in SQUARES.items()}), "utf-8")
    start, to = end("small area", 2021, "code"), end("ward", 2022, "ward")
    put_lookup(made, "wards", start, to, "code,ward\nA1,E05000001\nA2,E05000002\n")
    (made / "records" / "thefts.yaml").write_text(RECORDS, encoding="utf-8")
    return made


def change(book: Path, old: str, new: str) -> None:
    path = book / "records" / "thefts.yaml"
    said = path.read_text(encoding="utf-8")
    assert old in said
    path.write_text(said.replace(old, new), encoding="utf-8")


def told(said: Said) -> dict[str, int]:
    """The rows of the report as numbers."""
    begin = said.lines.index(next(line for line in said.lines if line.startswith("read ")))
    rows = [line.rsplit(maxsplit=2) for line in said.lines[begin : said.lines.index("", begin)]]
    return {words.strip(): int(many.replace(",", "")) for words, many, _ in rows}


def counts(book: Path) -> list[float]:
    return read_held(book, "thefts").values.sum(axis=(1, 2)).tolist()


def test_every_record_is_accounted_for(book: Path) -> None:
    (book / "in" / "a.csv").write_text(GOOD, encoding="utf-8")
    change(book, "place:", "repeated_ids: count_once\nplace:")
    said = run("records", "--book", book)
    assert said.code == 0, said.err
    assert counts(book) == [2, 3]
    assert told(said) == {
        "read": 17,
        "placed": 5,
        "by point": 3,
        "by small area, wards": 2,
        "not counted": 12,
        "repeated ID": 1,
        "category not wanted": 1,
        "no date": 1,
        "a date that is none": 1,
        "no location and no code": 1,
        "a code that is not known": 1,
        "a location that is not two numbers": 1,
        "a location in metres, not in degrees": 1,
        "longitude and latitude swapped": 1,
        "a location outside the United Kingdom": 1,
        "outside every boundary": 2,
    }
    assert "lookups/wards.csv knows 50.00% of 4 records with a code; it lacks 1 codes: A9." in said.lines


@pytest.mark.parametrize(
    ("rows", "sentence"),
    [
        ("1,2020-01,51.05,0.05,,theft,\n" * 3, "3 of 3 records with a location have longitude and latitude swapped"),
        ("1,2020-01,540000,184000,,theft,\n" * 3, "3 of 3 records with a location have a location in metres"),
        ("1,2020-01,2.35,48.85,,theft,\n" * 3, "3 of 3 records with a location have a location outside the United"),
        ("1,2020-01,15600,6714000,,theft,\n" * 3, "3 of 3 records with a location have a location in metres"),
        ("1,2020-01,0.5,51.5,,theft,\n" * 3, "none of 3 records can be counted in any of the 2 areas"),
        ("1,12/31/2020,0.05,51.05,,theft,\n" * 3, "write in dates: how the files write them"),
        (
            "1,2020-01,0.05,51.05,,fraud,\n",
            "categories nobody declared: 'fraud'; add them to categories: or not_wanted",
        ),
        ("1,2020-01,0.05,51.05,,theft\n" * 2, "a.csv, row 2: has 6 cells where the headings are 7"),
        ("", "in/a.csv: there are headings and no record below them"),
    ],
)
def test_files_that_cannot_be_right_are_said_in_one_sentence(book: Path, rows: str, sentence: str) -> None:
    (book / "in" / "a.csv").write_text(HEADINGS + rows, encoding="utf-8")
    said = refused("records", "--book", book)
    assert sentence in said
    assert not list((book / "held").rglob("*.parquet"))


@pytest.mark.parametrize(
    ("headings", "sentence"),
    [
        (HEADINGS.replace(",kind", ""), "the heading 'kind' (category) is gone"),
        (HEADINGS.replace("note", "remark"), "headings nobody declared: 'remark'"),
        (HEADINGS.replace("note", "id"), "the heading 'id' stands twice"),
    ],
)
def test_headings_that_changed_stop_the_reading(book: Path, headings: str, sentence: str) -> None:
    (book / "in" / "a.csv").write_text(headings + "1,2020-01,0.05,51.05,,theft,\n", encoding="utf-8")
    assert sentence in refused("records", "--book", book)


def test_an_empty_file_and_a_parquet_file_cut_short_are_named_together(book: Path) -> None:
    import duckdb

    (book / "in" / "a.csv").write_bytes(b"")
    duckdb.sql("SELECT 1 AS id").write_parquet(str(book / "in" / "b.parquet"))
    whole = (book / "in" / "b.parquet").read_bytes()
    (book / "in" / "b.parquet").write_bytes(whole[: len(whole) // 2])
    said = run("records", "--book", book).err
    assert "in/a.csv: the file is empty" in said
    assert "in/b.parquet: cannot be read as Parquet, or is cut short" in said


def test_a_file_in_latin_1_is_read_and_said(book: Path) -> None:
    (book / "in" / "a.csv").write_bytes((HEADINGS + "1,2020-01,0.05,51.05,,theft,café\n").encode("latin-1"))
    said = run("records", "--book", book)
    assert (said.code, counts(book)) == (0, [1, 0])
    assert "in/a.csv: is not UTF-8, so it was read as Windows-1252" in said.out


def test_two_files_with_the_same_records_are_found_and_named(book: Path) -> None:
    for name in ("a.csv", "b.csv"):
        (book / "in" / name).write_text(HEADINGS + "1,2020-01,0.05,51.05,,theft,\n,2020-01,,,A2,theft,\n", "utf-8")
    assert "in/b.csv: holds the same records as in/a.csv" in refused("records", "--book", book)
    change(book, "place:", "same_files: count_once\nplace:")
    said = run("records", "--book", book)
    assert counts(book) == [1, 1]
    assert told(said)["in a file whose records stand in another file"] == 2


def test_a_lookup_that_covers_too_little_stops_and_names_what_it_lacks(book: Path) -> None:
    rows = "1,2020-01,,,A1,theft,\n" * 97 + "1,2020-01,,,A8,theft,\n" * 2 + "1,2020-01,,,A9,theft,\n"
    (book / "in" / "a.csv").write_text(HEADINGS + rows, encoding="utf-8")
    change(book, "name: wards}", "name: wards, covers: 0.98}")
    said = refused("records", "--book", book)
    assert "lookups/wards.csv: knows the codes of 97.0 per cent of 100 records, and covers: 0.98 is declared" in said
    assert "it lacks 2 codes, such as A8, A9" in said


@pytest.mark.parametrize(
    ("rings", "sentence"),
    [
        ([[[0, 51], [0.1, 51.1], [0.1, 51], [0, 51.1], [0, 51]]], "the outline of E05000001 crosses itself"),
        ([[[540000, 184000], [541000, 184000], [541000, 185000], [540000, 184000]]], "no longitude and latitude"),
        ([[[51, 0], [51.1, 0], [51.1, 0.1], [51, 0]]], "squares.geojson: has latitude before longitude"),
    ],
)
def test_outlines_that_cannot_be_used_are_said(book: Path, rings: list, sentence: str) -> None:
    (book / "in" / "a.csv").write_text(GOOD, encoding="utf-8")
    (book / "squares.geojson").write_text(outlines({"E05000001": rings}), encoding="utf-8")
    assert sentence in refused("records", "--book", book)


def test_two_outlines_of_one_place_are_said(book: Path) -> None:
    (book / "in" / "a.csv").write_text(GOOD, encoding="utf-8")
    ring = [[0, 51], [0.1, 51], [0.1, 51.1], [0, 51]]
    (book / "squares.geojson").write_text(outlines({"E05000001": [ring], "E05000003": [ring]}), encoding="utf-8")
    said = refused("records", "--book", book)
    assert "squares.geojson: the outlines of E05000001 and E05000003 lie on each other; take one of them out" in said


def test_an_outline_without_a_code_is_said(book: Path) -> None:
    (book / "in" / "a.csv").write_text(GOOD, encoding="utf-8")
    change(book, "code: ward}", "code: WD22CD}")
    assert "squares.geojson: outline 1: has no text under 'WD22CD'" in run("records", "--book", book).err


def test_a_description_that_is_wrong_leaves_the_others_counted(book: Path) -> None:
    (book / "in" / "a.csv").write_text(GOOD, encoding="utf-8")
    other = RECORDS.replace("records: thefts", "records: frauds").replace("in/*", "gone/*")
    (book / "records" / "frauds.yaml").write_text(other, encoding="utf-8")
    said = run("records", "--book", book)
    assert said.code == 2
    assert (
        said.err == "placebook: frauds: records/frauds.yaml: no file is found at gone/*; mend files:, or put it there\n"
    )
    assert counts(book) == [2, 4]


def test_a_failed_count_leaves_the_last_one_whole(book: Path) -> None:
    (book / "in" / "a.csv").write_text(GOOD, encoding="utf-8")
    assert run("records", "--book", book).code == 0
    before = {path: path.read_bytes() for path in (book / "held").rglob("*") if path.is_file()}
    (book / "in" / "a.csv").write_text(HEADINGS, encoding="utf-8")
    refused("records", "--book", book)
    assert {path: path.read_bytes() for path in (book / "held").rglob("*") if path.is_file()} == before


def test_a_year_of_which_the_files_hold_a_month_is_not_a_year(book: Path) -> None:
    rows = [f"{m},2020-{m:02},0.05,51.05,,theft,\n" for m in range(1, 13)] + ["13,2021-01,0.05,51.05,,theft,\n"]
    (book / "in" / "a.csv").write_text(HEADINGS + "".join(rows), encoding="utf-8")
    change(book, "place:", "period: year\nplace:")
    said = run("records", "--book", book)
    assert read_held(book, "thefts").periods == ("2020",)
    assert told(said)["in a period that the files cover only in part"] == 1
    assert "Not counted, since covered only in part: 2021." in said.lines


def test_a_month_vouched_for_is_a_nought_and_one_outside_is_left_out(book: Path) -> None:
    (book / "in" / "a.csv").write_text(
        HEADINGS + "1,2020-01,0.05,51.05,,theft,\n2,2020-05,0.05,51.05,,theft,\n", "utf-8"
    )
    change(book, "place:", "covered: {first: 2020-01, last: 2020-03, but_not: [2020-02]}\nplace:")
    said = run("records", "--book", book)
    found = read_held(book, "thefts")
    assert (found.periods, found.values[0, :, 0].tolist()) == (("2020-01", "2020-03"), [1, 0])
    assert told(said)["in a month that the files are not said to cover"] == 1


@pytest.mark.slow
def test_nothing_that_is_held_is_built_exported_or_baked(demo: Path, tmp_path: Path, book: Path) -> None:
    """A book with counts in held/ gives the same build, and neither it nor its site has a word of them."""
    before = json.loads((demo / "built" / "manifest.json").read_text(encoding="utf-8"))
    (book / "in" / "a.csv").write_text(GOOD, encoding="utf-8")
    for name in ("records", "in", "squares.geojson", "lookups"):
        if (book / name).is_dir():
            shutil.copytree(book / name, demo / name, dirs_exist_ok=True)  # the example has lookups of its own
        else:
            shutil.copy(book / name, demo / name)
    assert run("records", "--book", demo).code == 0
    assert (demo / "held" / ".gitignore").read_text(encoding="utf-8").endswith("*\n")
    assert run("build", "--book", demo).code == 0
    assert run("bake", "--book", demo, tmp_path / "site").code == 0
    assert run("export", tmp_path / "out", "--book", demo).code == 0
    after = json.loads((demo / "built" / "manifest.json").read_text(encoding="utf-8"))
    assert after["outputs"] == before["outputs"]
    assert not [name for name in after["inputs"] if name.startswith(("held/", "in/"))]
    written = [path for folder in ("site", "out") for path in (tmp_path / folder).rglob("*") if path.is_file()]
    assert written
    for path in [*written, *(path for path in (demo / "built").rglob("*") if path.is_file())]:
        assert b"E05000001" not in path.read_bytes(), path  # an area that is counted, and that is not of the example
        assert "held" not in path.parts


@pytest.mark.parametrize("columns", ["", "id: id, "])
def test_rows_that_stand_in_two_files_are_counted_and_said(book: Path, columns: str) -> None:
    """Two extracts that overlap by some rows, in columns of another order; a row of the same day and place is none."""
    change(book, "id: id, ", columns)
    if not columns:
        change(book, "ignore: [note]", "ignore: [note, id]")
    rows = [f",2020-0{1 + at % 3}-05,0.05,51.05,,theft,note {at}\n" for at in range(10)]
    more = [",2020-01-05,0.05,51.05,,theft,other note\n", "7,2020-01-05,0.05,51.05,,theft,one\n"]
    (book / "in" / "a.csv").write_text(HEADINGS + "".join(rows[:6] + rows[5:6] + more[1:]), encoding="utf-8")
    (book / "in" / "b.csv").write_text(HEADINGS + "".join(rows[4:] + rows[5:6] * 2 + more), encoding="utf-8")
    turned = [
        "note,id,day,lon,lat,code,kind\n",
        *(f"{row.rstrip().rpartition(',')[2]},{row.rpartition(',')[0]}\n" for row in rows[9:]),
    ]
    (book / "in" / "c.csv").write_text("".join(turned), encoding="utf-8")
    (book / "in" / "d.csv").write_text(HEADINGS + ",2021-01-05,0.05,51.05,,theft,note 0\n", encoding="utf-8")
    said = run("records", "--book", book)
    assert said.code == 0, said.err
    many = 3 if columns else 4  # the row with an ID is found by it; note 4 once, note 5 twice
    found = [line for line in said.lines if "equal in every column" in line]
    assert [line.partition(" without")[0] for line in found] == [
        f"in/a.csv and in/b.csv share {many} rows",
        "in/b.csv and in/c.csv share 1 row",
    ]
    assert counts(book) == [8 + 10 + 1 + 1, 0]
    assert ("in/a.csv and in/b.csv share 1 IDs" in said.lines) == bool(columns)


CALLS = """\
records: calls
title: Calls
publisher: Nobody
licence: none
url: https://council.example/
files: [calls.csv]
columns: {date: taken, postcode: home, small_area: code}
zone: Europe/London
place:
  area_kind: ward
  year: 2022
  by:
    - lookup: {column: postcode, name: postcodes}
    - lookup: {column: small_area, name: wards}
"""
POSTCODES = "pcd,ward\nRM10 7AB,E05000001\nrm9 5xy,E05000002\nIG11 7LS,E05000001\nIG11 7LS,E05000002\nE1 1AA,\n"
TAKEN = """\
taken,home,code
2020-03-31T23:30:00+00:00,rm107ab,
2020-03-31T23:30:00+01:00,RM10 7AB,A2
2020-04-01T00:30:00+02:00,RM9  5XY,
2020-01-31T23:30:00Z,,A2
2020-02-01 00:30:00+01:00,nonsense,a1
2020-02-10T12:00:00Z,IG11 7LS,
2020-02-10T12:00:00Z,IG11 7LS,A1
2020-02-10T12:00:00Z,E1 1AA,
2020-02-10T12:00:00Z,,
"""


@pytest.mark.parametrize("encoding", ["utf-16", "utf-8-sig"])
def test_times_with_offsets_in_utf_16_are_placed_by_postcode_and_then_by_small_area(book: Path, encoding: str) -> None:
    (book / "records" / "thefts.yaml").unlink()
    (book / "records" / "calls.yaml").write_text(CALLS, encoding="utf-8")
    start, to = end("postcode", None, "pcd"), end("ward", 2022, "ward")
    put_lookup(book, "postcodes", start, to, POSTCODES)
    (book / "calls.csv").write_bytes(TAKEN.replace("\n", "\r\n").encode(encoding))
    said = run("records", "--book", book)
    held = read_held(book, "calls")
    assert held.periods == ("2020-01", "2020-02", "2020-03", "2020-04")
    assert held.values[:, :, 0].tolist() == [
        [1, 1, 1, 1],  # nonsense and A1; two wards and A1; 23:30 in summer time; half past midnight in London
        [1, 0, 1, 0],  # A2; half past midnight two hours to the east is still March
    ]
    assert told(said)["by postcode, postcodes"] == 3
    assert told(said)["by small area, wards"] == 3
    assert told(said)["a code that stands for several areas"] == 1
    assert told(said)["a code of another place"] == 1
    assert told(said)["no location and no code"] == 1
