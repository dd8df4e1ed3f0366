"""Boundaries never mix: what `check` says of areas, sources and lookups, and what stops a ledger of two builds."""

from __future__ import annotations

from pathlib import Path

import pytest

from commands import refused, run
from placebook.book.check import check_book
from placebook.builder import as_built
from placebook.notebook import open as open_place

COVER = "book: two-wards\ntitle: Two wards\narea_kind: ward\nboundary_year: 2018\nrecipe: one\n"
AREAS = """\
code,name,kind,parent,first_year,last_year,predecessors,successors
E05000026,Abbey,ward,,2002,2022,,E05014053
E05000027,Alibon,ward,,2002,2022,,E05014054
"""
SOURCE = """\
source: poverty
title: Children in poverty
publisher: A department
licence: OGL-UK-3.0
url: https://example.org/poverty
published: 2015-09-24
file: raw/poverty.csv
boundary_year: 2018
indicators:
  - id: child-poverty
    unit: per cent of children
    direction: lower_is_better
"""
FIGURES = "area_code,indicator,period,value\nE05000026,child-poverty,2012,29.8\nE05000027,child-poverty,2012,34\n"
RECIPE = """\
recipe: one
title: One
says: a
does_not_say: b
method_source: c
higher_means: better
levels: [index, indicator]
tree:
  one:
    title: One
    parts: [child-poverty]
steps:
  - normalise: {method: min_max}
  - aggregate: {method: arithmetic}
ranks: {runs: 100}
"""
LOOKUP = """\
lookup: small-to-ward
title: Small areas to wards
publisher: An office
licence: OGL-UK-3.0
url: https://example.org/lookup
file: lookups/small-to-ward.csv
from: {area_kind: LSOA, boundary_year: 2021, heading: small}
to: {area_kind: ward, boundary_year: 2018, heading: ward}
"""
REBASE = """\
rebase: poverty
title: Children in poverty
counts: {file: rebase/poverty.csv, area: small, period: year, count: children}
way: best_fit
to:
  - {boundary_year: 2018, through: [[small-to-ward]]}
"""


@pytest.fixture
def book(tmp_path: Path) -> Path:
    files = {
        "book.yaml": COVER,
        "areas.csv": AREAS,
        "sources/poverty.yaml": SOURCE,
        "raw/poverty.csv": FIGURES,
        "recipes/one.yaml": RECIPE,
        "lookups/small-to-ward.yaml": LOOKUP,
        "lookups/small-to-ward.csv": "small,ward\nE01000001,E05000026\nE01000002,E05000027\n",
        "rebase/poverty.yaml": REBASE,
        "rebase/poverty.csv": "small,year,children\nE01000001,2012,3\nE01000002,2012,5\n",
    }
    for name, text in files.items():
        write(tmp_path / "book", name, text)
    return tmp_path / "book"


def write(book: Path, name: str, text: str) -> None:
    (book / name).parent.mkdir(parents=True, exist_ok=True)
    (book / name).write_text(text, encoding="utf-8", newline="\n")


def change(book: Path, name: str, old: str, new: str) -> None:
    text = (book / name).read_text(encoding="utf-8")
    assert old in text
    write(book, name, text.replace(old, new))


def said(book: Path) -> list[str]:
    return [f"{one.level}: {one}" for one in check_book(book).findings]


def test_a_book_on_one_set_of_boundaries_has_nothing_wrong(book):
    assert said(book) == []
    assert run("rebase", "--book", book, "poverty", "--to", "2018").row("E05000027")[1:] == ["5"]


WRONG = {
    "a source on other boundaries": (
        [("sources/poverty.yaml", "boundary_year: 2018", "boundary_year: 2022")],
        "fault: sources/poverty.yaml: poverty is on the boundaries of 2022, and the book on those of 2018; "
        "run placebook rebase poverty --to 2018, use what it writes, and say rebase: poverty here",
    ),
    "a rebase that is not there": (
        [("sources/poverty.yaml", "boundary_year: 2018", "rebase: arson")],
        "fault: sources/poverty.yaml: says rebase: arson, and there is no rebase/arson.yaml; write it, or "
        "mend the name",
    ),
    "a rebase that leads elsewhere": (
        [
            ("sources/poverty.yaml", "boundary_year: 2018", "rebase: poverty"),
            ("book.yaml", "boundary_year: 2018", "boundary_year: 2012"),
        ],
        "fault: sources/poverty.yaml: says rebase: poverty, which does not lead to the boundaries of 2012; "
        "name another",
    ),
    "an area that ended before": (
        [("areas.csv", "E05000026,Abbey,ward,,2002,2022", "E05000026,Abbey,ward,,2002,2014")],
        "fault: areas.csv, row 2: E05000026 (Abbey) ended in 2014, and the book is on the boundaries of 2018; "
        "list the areas of 2018 only, or change boundary_year:",
    ),
    "an area that began after": (
        [("areas.csv", "E05000026,Abbey,ward,,2002,2022", "E05000026,Abbey,ward,,2020,2022")],
        "fault: areas.csv, row 2: E05000026 (Abbey) began in 2020, and the book is on the boundaries of 2018; "
        "list the areas of 2018 only, or change boundary_year:",
    ),
    "an area beside its successor": (
        [("areas.csv", "2022,,E05014053", "2022,,E05000027")],
        "fault: areas.csv, row 2: E05000026 (Abbey) is compared beside E05000027 (Alibon), which took its place; "
        "keep the areas of one year, and rebase the counts of the others",
    ),
    "an area that follows itself": (
        [("areas.csv", "E05014053", "E05000026")],
        "fault: areas.csv, row 2: E05000026 (Abbey) is its own successor; "
        "name the areas that took its place, or leave the cell blank",
    ),
    "a circle": (
        [("areas.csv", "E05014053", "E05000027"), ("areas.csv", "E05014054", "E05000026")],
        "fault: areas.csv, row 2: E05000026 is followed by E05000027 is followed by E05000026, which is a circle; "
        "an area is followed by newer ones only; mend one of the successors",
    ),
    "a lookup with a blank": (
        [("lookups/small-to-ward.csv", "E01000001,E05000026", "E01000001,")],
        "fault: lookups/small-to-ward.csv, row 2: ward is blank; write a code, or take the row out",
    ),
    "a rebase through a lookup that is not there": (
        [("rebase/poverty.yaml", "[[small-to-ward]]", "[[ward]]")],
        "fault: rebase/poverty.yaml: lookups/ward.yaml: there is no such lookup; there is: small-to-ward",
    ),
    "a year that is none": (
        [("rebase/poverty.yaml", "boundary_year: 2018", "boundary_year: 18")],
        "fault: rebase/poverty.yaml, line 6: to: 'boundary_year': '18' is not the year of boundaries; "
        "write it in four digits, as in 2022",
    ),
}


@pytest.mark.parametrize(("changes", "words"), WRONG.values(), ids=list(WRONG))
def test_what_mixes_boundaries_or_cannot_be_rebased_is_a_fault(book, changes, words):
    for name, old, new in changes:
        change(book, name, old, new)
    assert words in said(book)


def test_a_rebase_that_is_named_answers_for_other_boundaries(book):
    rebased(book)
    assert said(book) == []


def rebased(book: Path) -> None:
    """The source holds what the rebase gives: three children in Abbey and five in Alibon."""
    change(book, "sources/poverty.yaml", "boundary_year: 2018", "boundary_year: 2022\nrebase: poverty")
    change(book, "sources/poverty.yaml", "unit: per cent of children", "unit: children")
    write(book, "raw/poverty.csv", FIGURES.replace("29.8", "3").replace("34", "5"))


RIGHT = "run placebook rebase poverty with --to and --out, and use what it writes"


def test_a_source_that_is_not_what_its_rebase_gives_is_a_fault(book):
    rebased(book)
    change(book, "raw/poverty.csv", "2012,5", "2012,6")
    what = "E05000027 has 6 in 2012, and rebase/poverty.yaml gives 5"
    assert said(book) == [f"fault: raw/poverty.csv, row 3: {what}; {RIGHT}"]
    change(book, "rebase/poverty.csv", "2012,5", "2012,6")
    assert said(book) == []


def test_a_source_with_a_year_more_or_less_than_its_rebase(book):
    rebased(book)
    change(book, "raw/poverty.csv", "E05000027,child-poverty,2012", "E05000027,child-poverty,2013")
    assert f"fault: raw/poverty.csv, row 3: rebase/poverty.yaml gives no count of E05000027 in 2013; {RIGHT}" in said(
        book
    )
    assert any("raw/poverty.csv lacks 1 counts" in one and "E05000027 in 2012" in one for one in said(book))


def test_a_rate_is_compared_by_its_numerator(book):
    rebased(book)
    write(
        book,
        "raw/poverty.csv",
        "area_code,indicator,period,value,numerator,denominator\n"
        "E05000026,child-poverty,2012,30,3,10\nE05000027,child-poverty,2012,25,5,20\n",
    )
    assert said(book) == []


def test_a_rebase_that_cannot_be_run_is_a_warning(book):
    rebased(book)
    change(book, "rebase/poverty.csv", "2012,5", "2012,five")
    assert any(
        one.startswith("warning: sources/poverty.yaml: rebase: poverty cannot be run, so raw/poverty.csv is taken")
        for one in said(book)
    )


def test_each_category_is_compared_with_the_indicator_of_its_heading(book):
    rebased(book)
    change(book, "rebase/poverty.yaml", "count: children", "count: children, category: kind")
    write(book, "rebase/poverty.csv", "small,year,kind,children\nE01000001,2012,a,3\nE01000002,2012,a,5\n"
          "E01000001,2012,b,1\nE01000002,2012,b,1\n")  # fmt: skip
    assert any("child-poverty is none of the categories" in one for one in said(book))
    change(book, "sources/poverty.yaml", "unit: children", "unit: children\n    heading: a")
    assert said(book) == []


def test_a_ward_without_small_areas_stops_the_rebase(book):
    change(book, "lookups/small-to-ward.csv", "E01000002,E05000027", "E01000002,E05000026")
    assert "no small area lies in E05000027 of 2018 by best fit" in refused(
        "rebase", "--book", book, "poverty", "--to", "2018"
    )


def test_a_cube_carries_its_year_and_two_years_are_never_compared(book):
    place = open_place(book)
    place.build()
    assert place.figures()[0].boundaries == "2018"
    assert as_built(place.built, "one").cube.pick(("child-poverty",)).boundaries == "2018"
    change(book, "areas.csv", "2022", "")
    for name in ("book.yaml", "sources/poverty.yaml", "rebase/poverty.yaml", "lookups/small-to-ward.yaml"):
        change(book, name, "boundary_year: 2018", "boundary_year: 2019")
    open_place(book).build()
    assert refused("ledger", "--book", book) == (
        "the two builds are on two sets of boundaries, those of 2018 and those of 2019, and places that share a name "
        "are not the same places; rebuild the earlier counts with: placebook rebase poverty --to 2019"
    )


def test_builds_that_name_no_year_are_compared_as_before(book):
    for name in ("book.yaml", "sources/poverty.yaml"):
        change(book, name, "boundary_year: 2018\n", "")
    open_place(book).build()
    change(book, "raw/poverty.csv", "29.8", "29.9")
    open_place(book).build()
    assert open_place(book).figures()[0].boundaries == ""
    assert run("ledger", "--book", book).code == 0
