"""From records to a table that the book reads: counted, gated, divided, and each fault in one sentence."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest

from commands import files_of, run
from lookups import end, put_lookup
from placebook.book.measures import read_measure
from placebook.types import ContentError

AREAS = "code,name\nE05000026,Abbey\nE05000027,Alibon\nE05000028,Becontree\n"
RECORDS = """\
records: calls
title: Calls for help
publisher: A council
licence: OGL-UK-3.0
url: https://council.example/
files: [calls.csv]
columns: {date: day, area: ward, category: kind}
categories: {help: help, other: other}
period: month
covered: {first: 2013-01, last: 2014-12}
place: {area_kind: ward, year: 2018, by: [code: {column: area}]}
"""
SOURCE = """\
source: people
title: People
publisher: A council
licence: OGL-UK-3.0
url: https://council.example/
published: 2015-01-01
file: raw/people.csv
indicators: [{id: population, title: People, unit: people, kind: context}]
"""
MEASURE = """\
measure: call-rate
counts: {records: calls, categories: [help]}
denominator: {indicator: population}
method: rate
per: 1000
period: year
disclosure: {hide_up_to: 4}
indicator: {id: call-rate, title: Calls for help, unit: "per 1,000 people", direction: lower_is_better}
publisher: A council
licence: OGL-UK-3.0
url: https://council.example/
published: 2015-06-01
"""
# calls for help of each ward in 2013 and 2014; each ward has a call of another kind each year as well
CALLS = {"E05000026": (30, 2), "E05000027": (12, 0), "E05000028": (40, 6)}
PEOPLE = {("E05000026", 2013): 1000, ("E05000026", 2014): 1000, ("E05000027", 2013): 600, ("E05000028", 2013): 0}


@pytest.fixture
def book(tmp_path: Path) -> Path:
    for folder in ("records", "measures", "sources", "raw"):
        (tmp_path / "book" / folder).mkdir(parents=True)
    rows = [
        f"{year}-{1 + i % 12:02}-15,{ward},help"
        for ward, both in CALLS.items()
        for year, count in zip((2013, 2014), both, strict=True)
        for i in range(count)
    ]
    rows += [f"{year}-06-01,{ward},other" for ward in CALLS for year in (2013, 2014)]
    people = [f"{ward},population,{year},{count}" for (ward, year), count in PEOPLE.items()]
    for name, text in {
        "book.yaml": "book: calls\ntitle: Calls\narea_kind: ward\n",
        "areas.csv": AREAS,
        "calls.csv": "day,ward,kind\n" + "\n".join(rows) + "\n",
        "raw/people.csv": "area_code,indicator,period,value\n" + "\n".join(people) + "\n",
        "sources/people.yaml": SOURCE,
        "records/calls.yaml": RECORDS,
        "measures/call-rate.yaml": MEASURE,
    }.items():
        (tmp_path / "book" / name).write_text(text, encoding="utf-8")
    return tmp_path / "book"


def table(book: Path, name: str = "raw/call-rate.csv") -> dict[tuple[str, str], dict[str, str]]:
    with (book / name).open(encoding="utf-8", newline="") as opened:
        return {(row["area_name"], row["period"]): row for row in csv.DictReader(opened)}


def change(book: Path, old: str, new: str, name: str = "measures/call-rate.yaml") -> None:
    text = (book / name).read_text(encoding="utf-8")
    assert old in text
    (book / name).write_text(text.replace(old, new), encoding="utf-8")


def test_one_command_goes_from_records_to_a_gated_rate_that_the_book_reads(book):
    said = run("records", "--book", book)
    assert said.code == 0, said.err
    found = table(book)
    assert [(where, row["value"], row["numerator"], row["state"]) for where, row in found.items()] == [
        (("Abbey", "2013"), "30.0", "30.0", "observed"),
        (("Abbey", "2014"), "", "", "too small to show"),
        (("Alibon", "2013"), "20.0", "12.0", "observed"),
        (("Alibon", "2014"), "", "", "not measured"),
        (("Becontree", "2013"), "", "", "not measured"),
        (("Becontree", "2014"), "", "", "not measured"),
    ]
    assert found["Becontree", "2013"]["note"] == "the denominator is zero"
    assert found["Becontree", "2014"]["note"] == "no denominator for this period"
    assert float(found["Abbey", "2013"]["lower"]) < 30 < float(found["Abbey", "2013"]["upper"])
    assert "call-rate: 2 of 6 figures of 3 areas, 2013 to 2014, in raw/call-rate.csv" in said.lines
    assert "  1 hidden as too small to show, or since they would give one away" in said.lines
    assert "  2 without a figure: no denominator for this period (first E05000027, 2014)" in said.lines
    checked = run("check", "--book", book)
    assert "fault" not in checked.out.replace("0 to mend (fault)", ""), checked.out


def test_a_hidden_count_is_nowhere_but_in_held(book):
    (book / "calls.csv").write_text(
        "day,ward,kind\n" + "2013-01-01,E05000026,help\n" * 3 + "2013-02-01,E05000027,help\n" * 777, encoding="utf-8"
    )
    run("records", "--book", book)
    row = table(book)["Abbey", "2013"]
    assert {row[name] for name in ("value", "lower", "upper", "numerator", "note")} == {""}
    for path, content in files_of(book).items():
        if not path.startswith("held/") and path not in ("calls.csv",):
            assert b"0.003" not in content, path


def test_the_same_records_give_the_same_bytes_and_a_source_is_kept_as_written(book):
    run("records", "--book", book)
    first = files_of(book)
    change(book, "title: ", "title: My own ", "sources/call-rate.yaml")
    run("records", "--book", book)
    second = files_of(book)
    assert second["raw/call-rate.csv"] == first["raw/call-rate.csv"]
    assert b"My own" in second["sources/call-rate.yaml"]


def test_gaps_below_the_line_are_filled_only_as_declared(book):
    change(book, "{indicator: population}", "{indicator: population, after: last_known}")
    run("records", "--book", book)
    found = table(book)
    assert (found["Alibon", "2014"]["value"], found["Alibon", "2014"]["state"]) == ("0.0", "estimated")
    assert found["Alibon", "2013"]["state"] == "observed"


def test_a_share_of_counted_records_hides_the_rest_as_well(book):
    change(book, "{indicator: population}", "{records: calls}")
    change(book, "method: rate\nper: 1000", "method: proportion")
    said = run("records", "--book", book)
    assert said.code == 0, said.err
    assert {row["state"] for row in table(book).values()} == {"too small to show"}  # one call of another kind each
    assert {row["denominator"] for row in table(book).values()} == {""}


def test_years_go_together_and_ends_may_be_named(book):
    change(book, "period: year", "period: year\nyears_together: 2")
    change(book, "{indicator: population}", "{indicator: population, after: last_known}")
    run("records", "--book", book)
    row = table(book)["Abbey", "2013-2014"]
    assert (row["numerator"], row["denominator"], row["value"]) == ("32.0", "2000.0", "16.0")
    change(book, "years_together: 2", "first: 2014")
    run("records", "--book", book)
    assert {period for _, period in table(book)} == {"2014"}


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("{records: calls, categories: [help]}", "{records: call}", "held/counts/call.parquet: there is no such file"),
        ("[help]", "[halp]", "calls: there is no category 'halp'; there is: help, other"),
        ("indicator: population", "indicator: people", "no source of the book has the indicator 'people' to divide by"),
        ("period: year", "period: year\nfirst: 2020", "there is no period from 2020 to the last"),
    ],
)
def test_what_is_wrong_is_one_sentence_and_the_old_table_stays(book, old, new, said):
    (book / "raw" / "call-rate.csv").write_text("as it was\n", encoding="utf-8")
    change(book, old, new)
    (book / "measures" / "other.yaml").write_text(
        MEASURE.replace("call-rate", "other").replace("[help]", "[other]"), encoding="utf-8"
    )
    found = run("records", "--book", book)
    assert found.code == 2
    assert said in found.err
    assert found.err.count("\n") == 1, found.err
    assert (book / "raw" / "call-rate.csv").read_text(encoding="utf-8") == "as it was\n"
    assert (book / "raw" / "other.csv").is_file()  # the rest of the run is unharmed


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("{indicator: population}", "{between: straight_line}", "line 3 (denominator): names nothing to divide by"),
        ("{records: calls, categories: [help]}", "{categories: [help]}", "names no counts; write records:"),
        ("{records: calls, ", "{rebase: calls, ", "a rebase needs the year of the boundaries wanted"),
        ("method: rate", "method: rates", "'method': 'rates' is not one of: rate, proportion, dsr"),
        ("method: rate\nper: 1000", "method: dsr", "dsr needs people by band"),
        ("per: 1000", "per: 0", "per is above zero"),
        ("per: 1000", "confidence: 90", "begins with another level than 95"),
        ("per: 1000", "confidence: [95, 100]", "percentages from 50 to below 100"),
        ("per: 1000", "reference: {a: [1, 0]}", "a needs events and people of the reference"),
        ("disclosure: {hide_up_to: 4}\n", "", "the key 'disclosure' is missing"),
        ("hide_up_to: 4", "hide: 4", "unknown key 'hide'"),
        ("hide_up_to: 4", "round_to: 0", "round_to 1 or more"),
        ("period: year", "period: year\ntable: held/x.csv", "writes to 'held/x.csv'"),
        ("period: year", "period: year\nfirst: 2014-15", "'2014-15' has no month 15"),
        ("measure: call-rate", "measure: calls", "is called 'calls' in a file call-rate.yaml"),
    ],
)
def test_a_measure_that_says_what_it_cannot_is_refused_with_its_line(tmp_path, old, new, said):
    assert old in MEASURE
    (tmp_path / "call-rate.yaml").write_text(MEASURE.replace(old, new), encoding="utf-8")
    with pytest.raises(ContentError, match=r"call-rate\.yaml, line \d+") as why:
        read_measure(tmp_path / "call-rate.yaml")
    assert said in str(why.value)


def test_counts_of_areas_that_are_not_the_books_are_refused_by_the_book_and_may_go_elsewhere(book):
    (book / "areas.csv").write_text("code,name,kind\nE05000026,Abbey,ward\n", encoding="utf-8")
    change(
        book,
        "by: [code: {column: area}]",
        "by: [lookup: {column: area, name: all}]",
        "records/calls.yaml",
    )
    rows = "a,b\n" + "".join(f"{code},{code}\n" for code in CALLS)
    put_lookup(book, "all", end("ward", 2018, "a"), end("ward", 2018, "b"), rows)
    found = run("records", "--book", book)
    assert "counts are of 2 areas that the book does not list, such as E05000027 (boundaries of 2018)" in found.err
    change(book, "period: year", "period: year\ntable: wards/call-rate.csv")
    assert run("records", "--book", book).code == 0
    assert len(table(book, "wards/call-rate.csv")) >= 1
    assert not (book / "sources" / "call-rate.yaml").exists()


def test_no_measure_is_made_of_old_counts_where_the_records_cannot_be_counted(book):
    assert run("records", "--book", book).code == 0
    before = (book / "raw" / "call-rate.csv").read_bytes()
    change(book, "hide_up_to: 4", "hide_up_to: 9")
    with (book / "calls.csv").open("a", encoding="utf-8") as calls:
        calls.write("2014-03-01,E05000027\n")
    done = run("records", "--book", book)
    assert done.code == 2
    assert "calls.csv, row 98: has 2 cells where the headings are 3" in done.err
    assert "call-rate: was not made, since calls could not be counted; mend that first" in done.err
    assert (book / "raw" / "call-rate.csv").read_bytes() == before


def test_people_below_zero_and_fewer_than_events_are_named_with_their_place(book):
    people = book / "raw" / "people.csv"
    text = people.read_text(encoding="utf-8")
    people.write_text(text.replace("E05000026,population,2013,1000", "E05000026,population,2013,25"), encoding="utf-8")
    said = run("records", "--book", book)
    assert "1 of more events than people (first E05000026, 2013); if that cannot be, mend the denominator" in said.out
    people.write_text(text.replace("E05000026,population,2013,1000", "E05000026,population,2013,-9"), encoding="utf-8")
    said = run("records", "--book", book)
    assert "call-rate: E05000026, 2013: the denominator is -9; write how many people there are" in said.err
