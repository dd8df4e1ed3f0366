"""placebook rebase: what it shows of the example book, and every way in which a lookup can be wrong."""

from __future__ import annotations

import csv
import shutil
from pathlib import Path

import pytest

from commands import files_of, refused, run

EXAMPLE = Path(__file__).resolve().parents[2] / "src" / "placebook" / "content" / "example"


@pytest.fixture
def book(tmp_path: Path) -> Path:
    """A book that holds what rebasing needs."""
    folder = tmp_path / "book"
    for part in ("lookups", "rebase", "map"):
        shutil.copytree(EXAMPLE / part, folder / part)
    for name in ("book.yaml", "areas.csv"):
        shutil.copy(EXAMPLE / name, folder / name)
    return folder


def changed(book: Path, name: str, old: str, new: str, times: int = -1) -> None:
    text = (book / name).read_text(encoding="utf-8")
    assert old in text
    (book / name).write_text(text.replace(old, new, times), encoding="utf-8", newline="\n")


def test_one_unbroken_series_on_the_new_wards_and_on_the_old(book):
    new, old = (
        run("rebase", "--book", book, "burglary", "--to", "2022"),
        run("rebase", "--book", book, "burglary", "--to", "2018"),
    )
    assert (new.code, old.code) == (0, 0)
    assert new.lines[0] == "Burglaries on the boundaries of 2022: apportioning by equal parts."
    assert old.lines[0] == "Burglaries on the boundaries of 2018: apportioning by people in mid-2015."
    for said in (new, old):
        assert said.row("All, before")[1:] == said.row("All, after")[1:]
        assert said.row("All, before")[1:4] == ["149", "2,345", "2,472"]
        assert len(said.lines[2].split()) == 1 + 16  # Area, 2010 to 2025
    assert new.row("Thames View")[1:4] == ["5.5", "44", "51.5"]
    assert "E01000092" in new.out
    assert "2.5% of all counts stood in them" in new.out


def test_it_says_which_wards_changed_from_what_and_how_many_people_moved(book):
    said = run("rebase", "--book", book, "burglary", "--to", "2022")
    assert said.row("Alibon          Parsloes") == ["Alibon", "Parsloes", "45.5%", "37.2%", "54.6%"]
    assert said.row("Longbridge      Longbridge")[2:] == ["100.0%", "100.0%", "100.0%"]
    assert "22.1% of people in mid-2015 are no longer with the largest part of their old area." in said.out
    assert "21.9% of all counts are no longer" in said.out


def test_best_fit_is_one_word_in_the_book_and_says_what_it_overrules(book):
    changed(book, "rebase/burglary.yaml", "way: apportion", "way: best_fit")
    said = run("rebase", "--book", book, "burglary", "--to", "2022")
    assert said.row("Thames View")[1:4] == ["3", "17", "32"]  # of two equal halves the first code is taken
    assert "Best fit put 1.2% of all counts elsewhere than the shares of the lookup say." in said.out
    assert said.row("All, before")[1:] == said.row("All, after")[1:]


def test_the_counts_are_written_whole(book, tmp_path):
    out = tmp_path / "wards.csv"
    assert run("rebase", "--book", book, "burglary", "--to", "2018", "--out", out).code == 0
    with out.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    assert len(rows) == 17 * 16
    assert rows[0] == {
        "area_code": "E05000026",
        "area_name": "Abbey",
        "period": "2010",
        "category": "all",
        "count": "6.0",
    }
    assert sum(float(row["count"]) for row in rows) == 22313


LOOKUP, TABLE = "lookups/lsoa-2011-to-ward-2018.yaml", "lookups/lsoa-2011-to-ward-2018.csv"
SPLIT, COUNTS = "lookups/lsoa-2011-to-2021.yaml", "rebase/burglaries-by-small-area.csv"
ROW = "E01000006,E05000026,Abbey\n"
SHARED = ("lookups/lsoa-2021-to-ward-2022.yaml", "heading: lsoa21_code}", "heading: lsoa21_code}\nshare: part")
WRONG = {
    "a lookup that lacks a small area": (
        [(TABLE, ROW, "")],
        "lacks 1 of the areas that the step before leads to, such as E01000006",
    ),
    "codes of another year": (
        [(COUNTS, "E01034469,", "E01034499,")],
        "1 of 121 areas with counts are not in the lookup, such as E01034499: 0.10% of all counts would be lost",
    ),
    "a blank code": ([(TABLE, ROW, "E01000006,,Abbey\n")], "row 2: ward_code is blank; write a code"),
    "a heading that is gone": ([(TABLE, "ward_code", "ward17cd")], "the heading 'ward_code' is gone; there is:"),
    "a heading nobody declared": ([(SPLIT, "ignore: [change_code]", "")], "headings nobody declared: change_code"),
    "a split that nobody shares out": (
        [(SPLIT, "split_by: equal_parts", "")],
        "E01000010 lies in several areas, and nobody says how it is shared out; add",
    ),
    "a lookup of other years": (
        [("rebase/burglary.yaml", "[lsoa-2011-to-2021, lsoa-2021-to-ward-2022]", "[lsoa-2011-to-2021]")],
        "one lookup leads to the boundaries of 2021 and another to those of 2022",
    ),
    "steps that do not fit": (
        [("rebase/burglary.yaml", "[lsoa-2021-to-2011, lsoa", "[lsoa-2011-to-2021, lsoa")],
        "ends on the boundaries of 2021 cannot be followed by one that begins on those of 2011",
    ),
    "no such lookup": (
        [("rebase/burglary.yaml", "- [lsoa-2011-to-ward-2018]", "- [lsoa-2011]")],
        "lookups/lsoa-2011.yaml: there is no such lookup; there is: lsoa-2011-to-2021, ",
    ),
    "a rate in place of a count": (
        [(COUNTS, "E01000006,2010,2\n", "E01000006,2010,2.3\n")],
        "rates, shares and means do not",
    ),
    "a count below zero": (
        [(COUNTS, "E01000006,2010,2\n", "E01000006,2010,-2\n")],
        "row 2: burglaries is '-2'; write a whole",
    ),
    "a count twice": (
        [(COUNTS, "E01000006,2010,2\n", "E01000006,2010,2\n" * 2)],
        "row 3: E01000006 and 2010 stand together",
    ),
    "a period that is none": ([(COUNTS, "E01000006,2010,2\n", "E01000006,lately,2\n")], "row 2: 'lately'"),
    "an unknown key": ([(LOOKUP, "file:", "flie:")], "the key 'file' is missing (there is 'flie')"),
    "a year that is none": (
        [(LOOKUP, "boundary_year: 2018", "boundary_year: now")],
        "'now' is not the year of boundaries",
    ),
    "another name": ([(LOOKUP, "lookup: lsoa", "lookup: soa")], "is called 'soa-2011-to-ward-2018' in a file"),
}


@pytest.mark.parametrize(("changes", "words"), WRONG.values(), ids=list(WRONG))
def test_what_is_wrong_is_one_sentence_and_nothing_is_written(book, tmp_path, changes, words):
    for name, old, new in changes:
        changed(book, name, old, new)
    before = files_of(tmp_path)
    assert words in refused("rebase", "--book", book, "burglary", "--to", "2018", "--out", tmp_path / "x")
    assert files_of(tmp_path) == before


def test_a_year_or_a_name_that_is_not_there_is_answered_with_those_that_are(book):
    assert "there is: 2018, 2022" in refused("rebase", "--book", book, "burglary", "--to", "2013")
    assert "there is no arson.yaml; there is: burglary" in refused("rebase", "--book", book, "arson", "--to", "2018")


def test_a_column_of_shares_must_sum_to_one(book):
    table = book / "lookups/lsoa-2021-to-ward-2022.csv"
    changed(book, *SHARED)
    lines = table.read_text(encoding="utf-8").splitlines()
    table.write_text("\n".join([f"{lines[0]},part", *(f"{line},1" for line in lines[1:])]) + "\n", encoding="utf-8")
    assert run("rebase", "--book", book, "burglary", "--to", "2022").code == 0
    changed(
        book,
        "lookups/lsoa-2021-to-ward-2022.csv",
        "E01000007,E05014066,Northbury,1",
        "E01000007,E05014066,Northbury,0.9",
    )
    assert "the shares of E01000007 sum to 0.9, and must sum to 1" in refused(
        "rebase", "--book", book, "burglary", "--to", "2022"
    )
