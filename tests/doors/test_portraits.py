"""Portraits as people write them: each classic error and each slip is one plain sentence with its place.

Each test changes one thing in a portrait of a borough of three wards that is in order.
"""

from __future__ import annotations

import csv
from pathlib import Path

import pytest

from commands import run
from placebook.book.check import check_book

AREAS = """\
code,name,kind,parent,first_year,last_year,predecessors,successors
E05000026,Abbey,ward,E09000002,,,,
E05000027,Alibon,ward,E09000002,,,,
E05000028,Becontree,ward,E09000002,,,,
E09000002,Barking and Dagenham,london borough,,,,,
"""
HEADINGS = "area_code,area_name,indicator,period,value\n"
WARDS = (
    HEADINGS
    + """\
E05000026,Abbey,people,2012,10000
E05000027,Alibon,people,2012,12000
E05000028,Becontree,people,2012,8000
E05000026,Abbey,falls,2012,30
E05000027,Alibon,falls,2012,24
E05000028,Becontree,falls,2012,36
"""
)
BOROUGH = (
    HEADINGS
    + """\
E09000002,Barking and Dagenham,smoking,2012,15
E09000002,Barking and Dagenham,smoking,2013,14
E92000001,England,smoking,2012,13
E92000001,England,smoking,2013,12
"""
)
SOURCE = """\
source: {name}
title: Figures of {name}
publisher: A department
licence: OGL-UK-3.0
url: https://example.org/{name}
published: 2015-09-24
file: {file}
indicators:
"""
PORTRAIT = """\
portrait: borough
title: The borough
area: E09000002
says: How it stands.
does_not_say: Why.
method_source: A paper
lenses:
  local-social:
    health:
      title: Health
      concept: doughnut-2025#health
      measures:
        - measure: smoking
          title: Smoking
          rule: share_without
          target: {value: 5, kind: aim, source: A ministry}
          scale: local
          figures: {indicator: smoking}
        - measure: falls
          title: Falls
          rule: at_most
          target: {value: 2, kind: aim, source: A council}
          scale: local
          made_by: added up
          figures: {indicator: falls, of_each: ward, people: people, per: 1000}
    food:
      title: Food
      unknown: No figures.
  global-ecological:
    climate:
      title: Climate
      measures:
        - measure: carbon
          title: Carbon dioxide
          rule: times_the_limit
          limit: {value: 2, kind: share, basis: production, source: A panel}
          scale: global
          basis: production
          snapshots:
            - {year: 2012, value: 4, source: "A department, emissions"}
"""


def book(folder: Path, portrait: str = PORTRAIT, borough: str = BOROUGH, wards: str = WARDS) -> Path:
    """A book with one portrait."""
    for name in ("raw", "sources", "portraits/sources"):
        (folder / name).mkdir(parents=True)
    (folder / "book.yaml").write_text("book: small\ntitle: Small\narea_kind: ward\n")
    (folder / "areas.csv").write_text(AREAS)
    (folder / "raw" / "wards.csv").write_text(wards)
    two = "  - {id: people, kind: context}\n  - {id: falls, direction: lower_is_better}\n"
    (folder / "sources" / "wards.yaml").write_text(SOURCE.format(name="wards", file="raw/wards.csv") + two)
    (folder / "portraits" / "borough.csv").write_text(borough)
    one = "  - {id: smoking, direction: lower_is_better}\n"
    source = SOURCE.format(name="borough", file="portraits/borough.csv") + one
    (folder / "portraits" / "sources" / "borough.yaml").write_text(source)
    (folder / "portraits" / "borough.yaml").write_text(portrait)
    return folder


def faults(folder: Path) -> list[str]:
    return [str(one) for one in check_book(folder).faults]


def test_a_portrait_in_order_has_no_faults(tmp_path: Path):
    assert faults(book(tmp_path)) == []


CLASSIC = [
    # scale substitution
    (
        "{indicator: smoking}",
        "{indicator: smoking, area: E92000001}",
        "the measure 'smoking' is about E92000001 and the portrait about E09000002",
    ),
    (
        'value: 4, source: "A department',
        'value: 4, area: K02000001, source: "A department',
        "a figure of another scale is no",
    ),
    # production against consumption
    (
        "basis: production, source",
        "basis: consumption, source",
        "by production and is held against a limit drawn for consumption",
    ),
    (
        "limit: {value: 2, kind: share, basis: production,",
        "limit: {value: 2, kind: share,",
        "its limit does not say by which accounts it was drawn",
    ),
    # relabelled
    ("scale: global", "scale: local", "is a local figure in a global lens"),
    ("scale: local\n          figures", "scale: global\n          figures", "is a global figure in a local lens"),
    # pro-rated
    (
        "scale: local\n          figures",
        "scale: local\n          made_by: pro-rated\n          figures",
        "is pro-rated",
    ),
]


@pytest.mark.parametrize(("old", "new", "said"), CLASSIC)
def test_the_classic_errors_are_faults(tmp_path: Path, old: str, new: str, said: str):
    assert old in PORTRAIT
    found = faults(book(tmp_path, PORTRAIT.replace(old, new, 1)))
    assert len(found) == 1
    assert said in found[0]
    assert found[0].startswith("portraits/borough.yaml, line ")


def test_a_national_figure_under_the_code_of_the_borough_is_seen(tmp_path: Path):
    copied = BOROUGH.replace("smoking,2012,15", "smoking,2012,13").replace("smoking,2013,14", "smoking,2013,12")
    assert [
        "has the figures of England (E92000001) in every year" in one
        for one in faults(book(tmp_path, PORTRAIT, copied))
    ] == [True]


def test_a_borough_figure_divided_among_its_wards_is_seen(tmp_path: Path):
    """30, 36 and 24 falls are 3 for each 1,000 people in all three."""
    shared = WARDS.replace("Alibon,falls,2012,24", "Alibon,falls,2012,36")
    shared = shared.replace("Becontree,falls,2012,36", "Becontree,falls,2012,24")
    found = faults(book(tmp_path, wards=shared))
    assert ["has the same figure for every person in 3 areas of 2012: it looks pro-rated" in one for one in found] == [
        True
    ]


SLIPS = [
    ("local-social:", "local-socal:", "there is no lens 'local-socal'; the four are local-social, global-social"),
    ("rule: share_without", "rule: share_wihout", "is not one of: times_the_limit"),
    (
        "rule: times_the_limit",
        "rule: at_most",
        "at_most is social and the lens is ecological; rules that fit: times_the",
    ),
    (
        "limit: {value: 2, kind: share,",
        "limit: {value: 0, kind: share,",
        "the limit 0 is not above 0, so nothing can be divided by it",
    ),
    (
        "basis: production, source: A panel}",
        "basis: production, source: A panel}\n          start: 2",
        "has no use for start",
    ),
    (
        "rule: times_the_limit",
        "start: 2\n          rule: rise_above_start",
        "limit and start are both 2; there is nothing",
    ),
    ("rule: times_the_limit", "rule: share_lost", "share_lost needs start:, the figure before people changed it"),
    ("{year: 2012, value: 4,", "{value: 4,", "a snapshot has no year, so nobody can tell when it was so; add year"),
    (
        "value: 5, kind: aim,",
        "value: 5, kind: average,",
        "'average' is no target, it says how others are doing; move it to benchmark:",
    ),
    ("aim, source: A ministry", "aim", "the key 'source' is missing"),
    ("target: {value: 5, kind: aim, source: A ministry}\n          ", "", "has a rule and no target or limit"),
    ("unknown: No figures.", "note: None", "unknown key 'note'"),
    ("      title: Food\n      unknown: No figures.", "      title: Food", "has neither measures: nor unknown:"),
    ("figures: {indicator: smoking}", "unknown: x\n          figures: {indicator: smoking}", "says in several ways"),
    ("          figures: {indicator: smoking}\n", "", "does not say where its figures are"),
    ("measure: falls", "measure: smoking", "the measure 'smoking' stands twice"),
    ("made_by: added up", "made_by: measured", "is measured, so of_each: has no use"),
    ("of_each: ward, people: people, per: 1000", "per: 1000", "so its figures need of_each"),
    ("per: 1000", "per: 0", "per is 0; write a number of people above 0"),
    ("indicator: smoking}", "indicator: smokng}", "reads the indicator 'smokng', which no source declares"),
    ("of_each: ward", "of_each: parish", "adds up areas of the kind 'parish'"),
    ("area: E09000002", "area: E99999999", "its area 'E99999999' is neither in areas.csv nor a UK authority"),
    ("doughnut-2025#health", "doughnut-2025#helth", "names the concept doughnut-2025#helth, which is not there"),
    ("doughnut-2025#health", "health", "does not name a concept"),
    ("value: 4,", "value: -4,", "the figure -4 is below 0, where none can be"),
]


@pytest.mark.parametrize(("old", "new", "said"), SLIPS)
def test_each_slip_is_one_plain_sentence(tmp_path: Path, old: str, new: str, said: str):
    assert old in PORTRAIT
    found = faults(book(tmp_path, PORTRAIT.replace(old, new, 1)))
    assert said in found[0], found
    assert found[0].startswith("portraits/borough.yaml")


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("smoking,2012,15", "smoking,2012,-15", "portraits/borough.csv, row 2: smoking: the figure -15 is below 0"),
        ("smoking,2012,15", "smoking,2012,115", "portraits/borough.csv, row 2: smoking: the figure 115 is above 100"),
        ("smoking,2013,14", "smoking,2012,14", "portraits/borough.csv, row 3: smoking: there are two figures for 2012"),
        ("smoking,2012,15", "smoking,,15", "there is no period; write when it was measured"),
    ],
)
def test_a_figure_that_cannot_be_is_said_with_its_row(tmp_path: Path, old: str, new: str, said: str):
    assert any(said in one for one in faults(book(tmp_path, borough=BOROUGH.replace(old, new, 1))))


def test_the_command_says_each_state_in_words(tmp_path: Path):
    said = run("portrait", "--book", book(tmp_path), "--year", 2012)
    assert said.code == 0
    assert said.row("Health") == ["Health", "Smoking", "15.0", "2012", "target 5", "shortfall of 11%"]
    assert said.row("Food") == ["Food", "none", "unknown: No figures."]
    assert said.row("Climate  ")[3:] == ["2012", "limit 2", "overshoot, 2.0 times the limit"]
    assert "Does not say: Why." in said.out


def test_falls_are_added_up_and_divided_by_all_the_people(tmp_path: Path):
    """90 falls among 30,000 people are 3 for each 1,000, where 2 are the target: two thirds of the way."""
    said = run("portrait", "--book", book(tmp_path), "--year", 2012)
    line = next(line for line in said.lines if "Falls" in line)
    assert line.split() == ["Health", "Falls", "3.0", "2012", "target", "2", "shortfall", "of", "33%"]


def test_a_ward_without_a_figure_leaves_the_whole_unknown(tmp_path: Path):
    gone = WARDS.replace("E05000027,Alibon,falls,2012,24\n", "")
    said = run("portrait", "--book", book(tmp_path, wards=gone), "--year", 2012)
    assert "unknown: 1 of 3 wards lacks a figure or a number of people" in said.out


def test_the_picture_and_the_figures_are_written_whole(tmp_path: Path):
    folder = book(tmp_path / "book")
    picture, figures = tmp_path / "one.svg", tmp_path / "all.csv"
    assert run("portrait", "--book", folder, "--year", 2012, "-o", picture).code == 0
    assert picture.read_text(encoding="utf-8").startswith("<svg")
    assert run("portrait", "--book", folder, "-o", figures).code == 0
    with figures.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    assert [row["year"] for row in rows] == ["2012"] * 4 + ["2013"] * 4
    assert {row["measure"]: row["beyond"] for row in rows if row["year"] == "2012"} == {
        "Smoking": "0.10526315789473684",
        "Falls": "0.33333333333333337",
        "": "",
        "Carbon dioxide": "1.0",
    }


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("--year", 1999), "has no figure for 1999; there is 2012 to 2013"),
        (("--portrait", "burough"), "there is no portrait 'burough'; did you mean"),
        (("-o", "picture.png"), "the name must end in .svg or .csv"),
        (("-o", "nowhere/picture.svg"), "there is no folder nowhere"),
    ],
)
def test_what_cannot_be_shown_is_said(tmp_path: Path, words: tuple[object, ...], said: str):
    found = run("portrait", "--book", book(tmp_path), *words)
    assert found.code == 2
    assert said in found.err


def test_a_faulty_portrait_is_not_shown(tmp_path: Path):
    found = run("portrait", "--book", book(tmp_path, PORTRAIT.replace("scale: global", "scale: local")))
    assert found.code == 2
    assert "is a local figure in a global lens" in found.err
    assert found.out == ""
