"""What `check` says of records/ and measures/: every name that leads nowhere, with its file and line."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from test_measures import SOURCE, book, change  # noqa: F401 - the book of calls for help

from commands import refused
from lookups import end, put_lookup
from placebook.book.check import check_book
from placebook.sources.findings import Finding

MEASURE, RECORDS = "measures/call-rate.yaml", "records/calls.yaml"
LOOKUP = "place: {area_kind: ward, year: 2018, by: [lookup: {column: area, name: a}]}"
PLACE = "place: {area_kind: ward, year: 2018, by: [code: {column: area}]}"
REBASE = """\
rebase: moved
title: Moved
counts: {file: rebase/moved.csv, area: small, period: year, count: calls}
way: best_fit
to: [{boundary_year: 2018, through: [[small-to-ward]]}]
"""


def found(folder: Path, file: str) -> list[Finding]:
    return [one for one in check_book(folder).findings if one.file == file]


def faults(folder: Path, file: str) -> list[str]:
    return [str(one) for one in found(folder, file) if one.level == "fault"]


def test_a_book_that_is_right_has_nothing_said_of_its_records_and_measures(book):  # noqa: F811
    assert found(book, RECORDS) == found(book, MEASURE) == []


@pytest.mark.parametrize(
    ("file", "old", "new", "said"),
    [
        (MEASURE, "records: calls", "records: call", ", line 2: there is no records/call.yaml; did you mean 'calls'?"),
        (MEASURE, "[help]", "[halp]", ", line 2: records/calls.yaml has no category 'halp'; did you mean 'help'?"),
        (
            MEASURE,
            "{indicator: population}",
            "{indicator: populatoin}",
            ", line 3: no source declares the indicator 'populatoin' to divide by; did you mean 'population'?",
        ),
        (MEASURE, "{indicator: population}", "{records: people}", ", line 3: there is no records/people.yaml"),
        (
            MEASURE,
            "{records: calls, categories: [help]}",
            "{rebase: move, boundary_year: 2018}",
            ", line 2: there is no rebase/move.yaml; did you mean 'moved'?",
        ),
        (
            MEASURE,
            "{records: calls, categories: [help]}",
            "{rebase: moved, boundary_year: 2022}",
            ", line 2: rebase/moved.yaml does not lead to the boundaries of 2022; there is: 2018",
        ),
        (
            MEASURE,
            "categories: [help]",
            "rebase: moved, boundary_year: 2018",
            ", line 2: puts records on other boundaries, and records/calls.yaml keeps no smallest areas",
        ),
        (MEASURE, "method: rate", "method: rates", ", line 4: 'method': 'rates' is not one of"),
        (RECORDS, PLACE, LOOKUP, ", line 11: there is no lookup at lookups/gone.csv"),
        (
            RECORDS,
            PLACE,
            LOOKUP.replace("name: a", "name: b"),
            ", line 11: cannot use the lookup lookups/b.csv: the heading 'a' is gone",
        ),
        (RECORDS, PLACE, LOOKUP.replace("name: a", "name: c"), ", line 11: place, lookup: there is no lookups/c"),
        (
            RECORDS,
            PLACE,
            LOOKUP.replace("name: a", "file: lookups/b.csv, from: a, to: b"),
            ", line 11: place, lookup: says file: itself; describe the table once, in lookups/NAME.yaml",
        ),
        (
            RECORDS,
            PLACE,
            LOOKUP.replace("2018", "2022"),
            ", line 11: place, lookup: a leads to the kind ward of 2018, and records are placed in the kind ward of 2",
        ),
        (
            RECORDS,
            PLACE,
            LOOKUP.replace("name: a", "name: postcodes"),
            ", line 11: place, lookup: looks up the column area in postcodes, which begins at the kind postcode",
        ),
        (RECORDS, "period: month", "period: week", ", line 9: 'period': 'week' is not one of"),
    ],
)
def test_a_name_that_leads_nowhere_is_a_fault_with_its_line(book, file, old, new, said):  # noqa: F811
    (book / "rebase").mkdir()
    (book / "rebase" / "moved.yaml").write_text(REBASE, encoding="utf-8")
    start, to = end("ward", 2018, "a"), end("ward", 2018, "b")
    put_lookup(book, "a", start, to, Path("lookups/gone.csv"))
    put_lookup(book, "b", start, to, "b,c\nE05000026,1\n")
    put_lookup(book, "postcodes", end("postcode", None, "a"), to, "a,b\n")
    change(book, old, new, file)
    assert any(one.startswith(file + said) for one in faults(book, file)), faults(book, file)


def test_outlines_that_are_not_there(book):  # noqa: F811
    change(book, "area: ward", "longitude: east, latitude: north", RECORDS)
    change(book, "code: {column: area}", "point: {boundaries: map/wards.geojson, code: c}", RECORDS)
    assert faults(book, RECORDS) == [
        f"{RECORDS}, line 11: there are no outlines at map/wards.geojson; put the file there, or mend the path"
    ]


def test_outlines_that_cannot_be_used_are_found_before_anything_is_counted(book):  # noqa: F811
    change(book, "area: ward", "longitude: east, latitude: north", RECORDS)
    change(book, "code: {column: area}", "point: {boundaries: bow.geojson, code: c}", RECORDS)
    bow = [[0, 51], [0.1, 51.1], [0.1, 51], [0, 51.1], [0, 51]]
    place = {"type": "Feature", "properties": {"c": "A"}, "geometry": {"type": "Polygon", "coordinates": [bow]}}
    (book / "bow.geojson").write_text(json.dumps({"type": "FeatureCollection", "features": [place]}), encoding="utf-8")
    (one,) = faults(book, RECORDS)
    assert f"{RECORDS}, line 11: cannot use the outlines bow.geojson: the outline of A crosses itself" in one


def test_every_fault_of_a_measure_is_said_and_not_the_first_alone(book):  # noqa: F811
    change(book, "records: calls", "records: call")
    change(book, "{indicator: population}", "{indicator: populatoin}")
    assert len(faults(book, MEASURE)) == 2


def test_records_that_lie_elsewhere_are_a_warning(book):  # noqa: F811
    change(book, "[calls.csv]", "[/secure/police/*.csv]", RECORDS)
    (one,) = found(book, RECORDS)
    assert (one.level, one.row) == ("warning", 6)
    assert "no file is found at /secure/police/*.csv" in one.what


def test_records_placed_on_the_boundaries_of_another_year(book):  # noqa: F811
    """Unless all that is made of them stays outside the tables that the book reads."""
    change(book, "area_kind: ward", "area_kind: ward\nboundary_year: 2022", "book.yaml")
    what = "places records in the wards of 2018, and the book is on those of 2022"
    assert faults(book, RECORDS) == [
        f"{RECORDS}, line 11: {what}; write year: 2022, with outlines or lookups of that year"
    ]
    change(book, "period: year", "period: year\ntable: other/call-rate.csv")
    assert faults(book, RECORDS) == []


def test_a_measure_for_the_book_on_other_boundaries(book):  # noqa: F811
    (book / "rebase").mkdir()
    (book / "rebase" / "moved.yaml").write_text(REBASE, encoding="utf-8")
    change(book, "area_kind: ward", "area_kind: ward\nboundary_year: 2022", "book.yaml")
    change(book, "{records: calls, categories: [help]}", "{rebase: moved, boundary_year: 2018}")
    assert any("line 2: is made on the boundaries of 2018" in one for one in faults(book, MEASURE))


SMALL = "area_code,indicator,period,value,numerator,denominator\n"


def small(folder: Path, *counts: str, rule: str = "{hide_up_to: 4}") -> list[Finding]:
    """What is said of a source with these numerators and this rule."""
    rows = [f"{ward},sick,2013,,{count},1000\n" for ward, count in zip(PLACES, counts, strict=True)]
    (folder / "raw" / "sick.csv").write_text(SMALL + "".join(rows), encoding="utf-8")
    indicator = "[{id: sick, title: Sick, unit: people, direction: lower_is_better}]"
    text = SOURCE.replace("people.csv", "sick.csv").replace("source: people", f"source: sick\ndisclosure: {rule}")
    text = text.replace("[{id: population, title: People, unit: people, kind: context}]", indicator)
    (folder / "sources" / "sick.yaml").write_text(text, encoding="utf-8")
    return [one for one in check_book(folder).findings if "sick" in one.file and "measur" not in one.what]


PLACES = ("E05000026", "E05000027", "E05000028")


def test_a_small_count_in_the_table_of_a_source_with_a_rule_is_a_fault_and_stops_a_build(book):  # noqa: F811
    one, *_ = [each for each in small(book, "3", "0", "4") if each.level == "fault"]
    assert (one.file, one.row, one.alike) == ("raw/sick.csv", 2, 2)
    assert one.what == "holds a count of 1 to 4 where the rule hides them"
    assert "write [c] for its value, limits and numerator" in one.what_is_right
    assert "with a file in measures/" in one.what_is_right
    assert "holds a count of 1 to 4" in refused("build", "--book", book)


def test_counts_above_the_rule_or_suppressed_may_stand(book):  # noqa: F811
    assert not [one for one in small(book, "5", "0", "") if one.level == "fault"]
    (zero,) = (one for one in small(book, "5", "0", "", rule="{zero_is_safe: false}") if one.level == "fault")
    assert (zero.row, zero.what) == (3, "holds a count of 1 to 4, or of 0, where the rule hides them")


def test_a_rule_that_has_nothing_to_look_at_or_hides_nothing(book):  # noqa: F811
    assert any("no numerator that it could look at" in one.what for one in small(book, "", "", ""))
    assert any("hides no count" in one.what for one in small(book, "5", "5", "5", rule="{hide_up_to: 0}"))


def table_of(folder: Path, rows: str) -> list[str]:
    """What is said of small counts, where three wards and all together have this value, numerator and denominator."""
    small(folder, "9", "9", "9")
    named = [f"{ward},sick,2013,{row}\n" for ward, row in zip((*PLACES, "E09000002"), rows.split(), strict=False)]
    (folder / "raw" / "sick.csv").write_text(SMALL + "".join(named), encoding="utf-8")
    wards = "".join(f"{ward},Ward {ward[-2:]},ward,E09000002\n" for ward in PLACES)
    areas = "code,name,kind,parent\n" + wards + "E09000002,Barking and Dagenham,district,\n"
    (folder / "areas.csv").write_text(areas, encoding="utf-8")
    return [str(one) for one in check_book(folder).findings if "sick.csv" in one.file and " a count " in one.what]


def test_a_rate_beside_its_people_is_a_small_count_in_other_words(book):  # noqa: F811
    """12 of 1,000 stand as 1.2, so figures are for each 100; then 0.3 of 1,000 people are 3 people."""
    (one,) = table_of(book, "1.2,12,1000 0.3,,1000 2.5,25,1000")
    assert "raw/sick.csv, row 3: has a rate and people, which give a count of 1 to 4" in one
    assert table_of(book, "1.2,12,1000 0.3,, 2.5,25,1000") == []  # nobody knows of how many
    assert table_of(book, "1.2,12,1000 0.6,,1000 2.5,25,1000") == []  # 6 may be shown


def test_one_hidden_count_beside_the_total_of_its_wider_area_is_given_back(book):  # noqa: F811
    """40 in all, less 12 and 25, is 3."""
    (one,) = table_of(book, "1.2,12,1000 [c],[c],1000 2.5,25,1000 1.3,40,3000")
    assert "raw/sick.csv, row 3: hides a count that E09000002 less the other areas in it gives back" in one
    assert "write [c] for a second area in E09000002 as well" in one
    assert table_of(book, "1.2,12,1000 [c],[c],1000 2.5,25,1000") == []  # nobody says the total here
    assert table_of(book, "[c],[c],1000 [c],[c],1000 2.5,25,1000 1.3,40,3000") == []  # 15 between two


def test_two_hidden_counts_that_are_two_between_them_are_one_each(book):  # noqa: F811
    assert len(table_of(book, "[c],[c],1000 [c],[c],1000 2.5,25,1000 0.9,27,3000")) == 1
