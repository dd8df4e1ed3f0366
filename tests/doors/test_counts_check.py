"""What `check` says of records/ and measures/: every name that leads nowhere, with its file and line."""

from __future__ import annotations

from pathlib import Path

import pytest
from test_measures import book, change  # noqa: F401 - the book of calls for help

from placebook.book.check import check_book
from placebook.sources.findings import Finding

MEASURE, RECORDS = "measures/call-rate.yaml", "records/calls.yaml"
LOOKUP = "place: {area_kind: ward, year: 2018, by: [lookup: {column: area, file: lookups/a.csv, from: a, to: b}]}"
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
        (RECORDS, PLACE, LOOKUP, ", line 11: there is no lookup at lookups/a.csv"),
        (
            RECORDS,
            PLACE,
            LOOKUP.replace("lookups/a.csv", "areas.csv"),
            ", line 11: cannot use the lookup areas.csv: has no heading 'a'",
        ),
        (RECORDS, "period: month", "period: week", ", line 9: 'period': 'week' is not one of"),
    ],
)
def test_a_name_that_leads_nowhere_is_a_fault_with_its_line(book, file, old, new, said):  # noqa: F811
    (book / "rebase").mkdir()
    (book / "rebase" / "moved.yaml").write_text(REBASE, encoding="utf-8")
    change(book, old, new, file)
    assert any(one.startswith(file + said) for one in faults(book, file)), faults(book, file)


def test_outlines_that_are_not_there(book):  # noqa: F811
    change(book, "area: ward", "longitude: east, latitude: north", RECORDS)
    change(book, "code: {column: area}", "point: {boundaries: map/wards.geojson, code: c}", RECORDS)
    assert faults(book, RECORDS) == [
        f"{RECORDS}, line 11: there are no outlines at map/wards.geojson; put the file there, or mend the path"
    ]


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
