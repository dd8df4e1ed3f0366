"""Postcodes and the log of changes: how a book says them, what check finds wrong, and how the site shows them.

The postcodes here are made up.
"""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest

from placebook.book.changes import read_changes
from placebook.book.check import check_book
from placebook.book.place_book import open_book
from placebook.book.postcodes import read_postcodes
from placebook.pages.home import home_page
from placebook.pages.shelf import Change, IndicatorFigures, Shelf
from placebook.types import ContentError
from placebook.web.bake_pages import lay_open, write_paths
from placebook.web.kinds_postcodes import by_district
from placebook.web.routes import Asked, find
from placebook.web.shelf import read_shelf
from placebook.web.start import make_ready

TABLE = "area_code,indicator,period,value\nE05000026,life,2014,80\nE05000027,life,2014,82\n"
SOURCE = """\
source: life
title: Life
publisher: Nobody
licence: OGL-UK-3.0
url: https://example.org/life
published: 2015-01-01
file: raw/life.csv
indicators:
  - {id: life, title: Life, unit: years, direction: higher_is_better}
"""
POSTCODES = "postcode,area\nIG11 7AB,E05000026\nig117ad,E05000026\nIG11 8ZZ,E05000027\nRM10 9XY,E05000027\n"
CHANGES = (
    "date,kind,what,where\n"
    "2015-02-01,release,First release,\n"
    "2015-03-05,correction,Life was 2 too high,indicators/life.html\n"
)


@pytest.fixture
def book(tmp_path: Path) -> Path:
    """A small book with postcodes and a log."""
    files = {
        "book.yaml": (
            "book: small\ntitle: Small\narea_kind: ward\nareas: areas.csv\n"
            "postcodes: lookups/postcodes.csv\nchanges: changes.csv\n"
        ),
        "areas.csv": "code,name\nE05000026,Abbey\nE05000027,Alibon\n",
        "sources/life.yaml": SOURCE,
        "raw/life.csv": TABLE,
        "lookups/postcodes.csv": POSTCODES,
        "changes.csv": CHANGES,
    }
    for name, text in files.items():
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text(text, encoding="utf-8")
    return tmp_path


def said(book: Path) -> list[str]:
    """What check finds about the two lists."""
    findings = check_book(book).findings
    return [str(one) for one in findings if one.file.startswith(("lookups/", "changes"))]


def test_a_book_whose_lists_are_right_has_nothing_said_of_them(book: Path) -> None:
    assert said(book) == []
    found = read_postcodes(book / "lookups/postcodes.csv", "postcodes.csv", {"E05000026", "E05000027"})
    assert found.areas["IG117AD"] == "E05000026"  # capitals, no spaces
    assert open_book(book).changes == (
        Change("2015-03-05", "correction", "Life was 2 too high", "indicators/life.html"),
        Change("2015-02-01", "release", "First release", ""),
    )


@pytest.mark.parametrize(
    ("row", "words"),
    [
        ("IG11,E05000026", "row 6: 'IG11' is not a postcode; write a whole one, as in AB1 2CD"),
        ("I611 7AB,E05000026", "row 6: 'I611 7AB' is not a postcode"),
        ('"=1+1",E05000026', "row 6: '=1+1' is not a postcode"),
        ("IG11 7XX,E05000099", "row 6: 'E05000099' is no ward of this book"),
        ("IG11 7XX,", "row 6: '' is no ward of this book"),
        ("IG117AB,E05000026", "row 6: the postcode IG117AB stands in the file already, in the same area"),
        ("IG11 7AB,E05000027", "row 6: the postcode IG11 7AB stands in the file already, in another area, E05000026"),
    ],
)
def test_each_fault_of_a_postcode_is_said_with_its_row(book: Path, row: str, words: str) -> None:
    (book / "lookups/postcodes.csv").write_text(f"{POSTCODES}{row}\n", encoding="utf-8")
    [found] = said(book)
    assert found.startswith(f"lookups/postcodes.csv, {words}"), found


def test_a_list_that_is_not_there_or_has_other_headings_is_a_fault(book: Path) -> None:
    (book / "lookups/postcodes.csv").write_text("pcd,ward\nIG11 7AB,E05000026\n", encoding="utf-8")
    assert said(book) == [
        "lookups/postcodes.csv, row 1: has the headings pcd, ward; write postcode,area and no others",
    ]
    (book / "lookups/postcodes.csv").unlink()
    assert said(book)[0].startswith("lookups/postcodes.csv: there is no such file")


@pytest.mark.parametrize(
    ("row", "words"),
    [
        ("2015-13-01,release,x,", "row 4: '2015-13-01' is not a day; write year-month-day, as in 2019-09-26"),
        ("2015-12-01,correct,x,", "row 4: the kind 'correct' is not known; did you mean correction?"),
        ("2015-12-01,release,,", "row 4: does not say what changed"),
        ("2015-12-01,release,x,indicators/lief.html", "row 4: under where, there is no page 'indicators/lief.html'"),
        ("2015-12-01,release,x,areas/E05000099.html", "row 4: under where, there is no page 'areas/E05000099.html'"),
        ("2015-12-01,release,x,../../etc", "row 4: under where, '../../etc' is no page of the site"),
        ("2015-12-01,release,x,javascript:x()", "row 4: under where, 'javascript:x()' is no page of the site"),
    ],
)
def test_each_fault_of_the_log_is_said_with_its_row(book: Path, row: str, words: str) -> None:
    (book / "changes.csv").write_text(f"{CHANGES}{row}\n", encoding="utf-8")
    [found] = said(book)
    assert found.startswith(f"changes.csv, {words}"), found


def test_entries_of_one_day_stand_the_lower_row_first(tmp_path: Path) -> None:
    path = tmp_path / "changes.csv"
    rows = "2015-01-02,release,a\n2015-01-02,revision,b\n2015-01-01,release,c\n"
    path.write_text(f"date,kind,what\n{rows}", encoding="utf-8")
    assert [one.what for one in read_changes(path, "changes.csv").changes] == ["b", "a", "c"]


def test_a_log_that_cannot_be_read_stops_the_opening(book: Path) -> None:
    (book / "changes.csv").write_text("when,what\n2015-01-01,x\n", encoding="utf-8")
    with pytest.raises(ContentError, match=r"changes\.csv, row 1: has the headings when, what; write date,kind,what"):
        open_book(book)


def test_postcodes_are_kept_by_district_and_come_back(book: Path) -> None:
    areas = read_postcodes(book / "lookups/postcodes.csv", "x", {"E05000026", "E05000027"}).areas
    packed = by_district(areas)
    assert packed == {"IG11": {"E05000026": "7AB7AD", "E05000027": "8ZZ"}, "RM10": {"E05000027": "9XY"}}
    back = {
        first + ends[i : i + 3]: area for first, some in packed.items() for area, ends in some.items()
        for i in range(0, len(ends), 3)
    }  # fmt: skip
    assert back == areas


def test_the_site_finds_a_postcode_live_and_baked_and_shows_the_log(site_book: Path, tmp_path: Path) -> None:
    import shutil

    from django.test import Client

    book = tmp_path / "book"
    shutil.copytree(site_book, book)
    (book / "lookups").mkdir(exist_ok=True)
    (book / "lookups/postcodes.csv").write_text(POSTCODES, encoding="utf-8")
    (book / "changes.csv").write_text(CHANGES.replace("indicators/life", "indicators/pm10"), encoding="utf-8")
    with (book / "book.yaml").open("a", encoding="utf-8") as cover:
        cover.write("\npostcodes: lookups/postcodes.csv\nchanges: changes.csv\n")
    assert said(book) == []
    make_ready(book)
    try:
        shelf = read_shelf(book)
        found = home_page(shelf, "rm10 9xy").search
        assert found is not None
        assert [one.name for one in found.found] == ["Alibon"]
        html = Client().get("/data/index.html").content.decode()
        assert "1 revision or correction has been made" in html
        logged = r'5 March 2015</time>: <a href="\.\./indicators/pm10\.html">Correction: Life was 2 too high'
        assert re.search(logged, html)
        script = Client().get("/postcodes.js").content.decode()
        listed = json.loads(script.removeprefix("const placebook_postcodes = ").removesuffix(";\n"))
        assert listed == by_district(shelf.postcodes)
        lay_open(book, shelf)
        write_paths(["postcodes.js"], tmp_path / "site")
        assert (tmp_path / "site/postcodes.js").read_text(encoding="utf-8") == script
    finally:
        make_ready(site_book)


def test_a_book_without_postcodes_has_an_empty_script(shelf: Shelf) -> None:
    found = find("postcodes.js")
    assert found is not None
    file = found[0].make(Asked(shelf, found[1], {}, lambda name: IndicatorFigures(name, ())))
    assert file.content == b"const placebook_postcodes = {};\n"
