"""The register of areas that ships: well formed, linked, and as the published lookups say."""

import csv
from pathlib import Path

import pytest

from placebook.book.areas import look_at_areas
from placebook.book.check import check_book
from placebook.book.register import (
    area_kinds,
    in_words,
    is_called,
    kind_of,
    other_names,
    prefixes_of,
    register,
    same_name,
    what_is_wrong_with,
)

CONTENT = Path(__file__).parents[2] / "src" / "placebook" / "content"
LOOKUP = Path(__file__).parents[3] / "shared" / "data" / "lookups" / "lookup_ltla_ltla.csv"


def test_every_area_is_well_formed_and_leads_somewhere():
    found = look_at_areas(CONTENT / "areas" / "areas.csv", "areas.csv")
    assert found.findings == ()
    for area in found.areas.values():
        assert what_is_wrong_with(area.code) is None
        assert kind_of(area.code) is not None
        assert area.code[:3] in prefixes_of(area.kind), area
        for other in (*area.successors, *area.predecessors, *([area.parent] if area.parent else [])):
            assert other in found.areas, f"{area.code} names {other}"


def test_successors_and_predecessors_mirror_each_other():
    for area in register().values():
        for after in area.successors:
            kin = register()[after]
            assert area.code in kin.predecessors or area.code.startswith("E10"), (area.code, after)
        for before in area.predecessors:
            assert area.code in register()[before].successors, (area.code, before)


def test_other_names_are_of_areas_that_are_there():
    assert set(other_names()) <= set(register())
    assert is_called("E07000112", "Shepway")
    assert not is_called("E07000112", "Dover")


def test_kinds_are_distinct_prefixes():
    assert all(len(prefix) == 3 and kind.words for prefix, kind in area_kinds().items())


@pytest.mark.parametrize(
    ("word", "prefixes"),
    [
        ("ward", {"E05", "W05", "S13", "N08"}),
        ("Wards", {"E05", "W05", "S13", "N08"}),
        ("LSOA (2021)", {"E01", "W01"}),
        ("district", {"E06", "E07", "E08", "E09", "W06", "S12", "N09"}),
        ("local authorities", {"E06", "E07", "E08", "E09", "W06", "S12", "N09"}),
        ("London borough", {"E09"}),
        ("locality", set()),
    ],
)
def test_words_for_kinds(word, prefixes):
    assert prefixes_of(word) == prefixes


def test_known_districts():
    assert in_words(register()["E07000026"].successors, {}) == "E06000063 (Cumberland)"
    assert register()["E07000026"].last_year == 2023
    assert [code for code, area in register().items() if same_name(area.name, "Glasgow City")] == [
        "S12000043",
        "S12000046",
        "S12000049",
    ]
    in_use = [a for a in register().values() if a.code[:3] in prefixes_of("district") and not a.successors]
    assert len(in_use) == 361


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("Kingston upon Hull, City of", "Kingston upon Hull", True),
        ("St. Ann's", "St Anns", True),
        ("Derry & Strabane", "Derry City and Strabane", True),
        ("Herefordshire, County of", "Herefordshire", True),
        ("Abbey", "Alibon", False),
        ("City of London", "London Borough", False),
    ],
)
def test_names_that_are_one_name(one, other, same):
    assert same_name(one, other) is same


@pytest.mark.skipif(not LOOKUP.exists(), reason="needs the published lookup of districts in ../shared/data")
def test_districts_of_each_year_are_those_published():
    with LOOKUP.open(encoding="utf-8", newline="") as lines:
        rows = list(csv.DictReader(lines))
    for row in rows:
        for year in range(16, 25):
            code, name = row[f"ltla{year}_code"], row[f"ltla{year}_name"]
            area = register()[code]
            assert is_called(code, name), (code, name, area.name)
            assert area.last_year is None or area.last_year > 2000 + year, (code, year)
    in_2024 = {row["ltla24_code"] for row in rows}
    gone = {row["ltla16_code"] for row in rows} - in_2024
    assert all(register()[code].successors and register()[code].last_year for code in gone)


@pytest.mark.parametrize("book", ["starter", "example"])
def test_the_books_that_ship_have_no_faults(book):
    assert [str(fault) for fault in check_book(CONTENT / book).faults] == []
