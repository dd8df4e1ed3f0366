"""Every fault that `check` knows, drawn as a small broken book, with the sentence a person reads.

Each test changes one thing in a book of three wards that is in order.
"""

from pathlib import Path

import pytest

import placebook
from placebook.book.check import check_book, read_observations
from placebook.book.new import new_book
from placebook.book.place_book import open_book
from placebook.types import ContentError, DataError

BOOK = "book: three-wards\ntitle: Three wards\narea_kind: ward\n"
AREAS = """\
code,name,kind,parent,first_year,last_year,predecessors,successors
E05000026,Abbey,ward,E09000002,,2022,,E05014053
E05000027,Alibon,ward,E09000002,,,,
E05000028,Becontree,ward,E09000002,,,,
"""
SOURCE = """\
source: poverty
title: Children in poverty
publisher: A department
licence: OGL-UK-3.0
url: https://example.org/poverty
published: 2015-09-24
file: raw/poverty.csv
indicators:
  - id: child-poverty
    unit: per cent of children
    direction: lower_is_better
"""
HEADINGS = "area_code,area_name,indicator,period,value\n"
FIGURES = (
    HEADINGS
    + """\
E05000026,Abbey,child-poverty,2012,29.8
E05000027,Alibon,child-poverty,2012,34
E05000028,Becontree,child-poverty,2012,31.5
"""
)
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
"""


def write(folder: Path, files: dict[str, str]) -> Path:
    for name, text in files.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(text, encoding="utf-8")
    return folder


@pytest.fixture
def drawn(tmp_path):
    """Draw the book with some of its files changed, check it, and give back what was said."""

    def draw(figures: str = FIGURES, source: str = SOURCE, areas: str = AREAS, book: str = BOOK, **others: str):
        files = {"book.yaml": book, "areas.csv": areas, "sources/poverty.yaml": source, "raw/poverty.csv": figures}
        return check_book(write(tmp_path, {**files, **{k.replace("__", "/"): v for k, v in others.items()}}))

    return draw


def faults(report):
    return [str(finding) for finding in report.faults]


def warnings(report):
    return [str(finding) for finding in report.warnings]


def test_a_book_in_order_has_no_findings(drawn):
    report = drawn(**{"recipes__one.yaml": RECIPE})
    assert report.findings == ()
    assert (report.areas, report.files, len(report.observations)) == (3, 1, 3)


# --- one changed row of figures ----------------------------------------------------------------------------------

ROWS = {
    "an unknown area": (
        "E05099999,Nowhere,child-poverty,2012,30",
        "raw/poverty.csv, row 5: E05099999 is not in areas.csv; "
        "add it there, or name it in ignore_areas: of the source poverty",
    ),
    "a slip in a code": (
        "E0500OO28,Becontree,child-poverty,2013,30",
        "raw/poverty.csv, row 5: 'E0500OO28' is not a GSS code; did you mean E05000028?",
    ),
    "a wrong code with a known name": (
        "E05000082,Becontree,child-poverty,2013,30",
        "raw/poverty.csv, row 5: E05000082 is not in areas.csv, and is called Becontree; "
        "did you mean E05000028 (Becontree)?",
    ),
    "a successor": (
        "E05014053,Abbey,child-poverty,2023,30",
        "raw/poverty.csv, row 5: E05014053 is not in areas.csv; "
        "E05000026 (Abbey) is what it replaced; list one of the two, or name it in ignore_areas:",
    ),
    "an area of another kind": (
        "E09000002,Barking and Dagenham,child-poverty,2012,30",
        "raw/poverty.csv, row 5: E09000002 (Barking and Dagenham, a London borough) is not in areas.csv; "
        "add it there, or name it in ignore_areas: of the source poverty",
    ),
    "an old code": (
        "00ABFX,Abbey ward,child-poverty,2013,30",
        "raw/poverty.csv, row 5: '00ABFX' is a code of before 2011; "
        "write the GSS code of nine characters, as in E09000002",
    ),
    "no code": (
        ",Abbey,child-poverty,2013,30",
        "raw/poverty.csv, row 5: there is no area code; write the code, or delete the row",
    ),
    "a retired code": (
        "E05000026,Abbey,child-poverty,2023,30",
        "raw/poverty.csv, row 5: E05000026 (Abbey) ended in 2022, and this figure is for 2023; "
        "write E05014053 instead, or change the period",
    ),
    "the name of another ward": (
        "E05000027,Becontree,child-poverty,2013,30",
        "raw/poverty.csv, row 5: calls E05000027 'Becontree', and areas.csv calls it 'Alibon'; "
        "Becontree has the code E05000028; change the one that is wrong",
    ),
    "a name that is not like it": (
        "E05000027,Westminster,child-poverty,2013,30",
        "raw/poverty.csv, row 5: calls E05000027 'Westminster', and areas.csv calls it 'Alibon'; "
        "change the one that is wrong",
    ),
    "a duplicate that agrees": (
        "E05000026,Abbey,child-poverty,2012,29.8",
        "raw/poverty.csv, row 5: child-poverty of E05000026 in 2012 stands on row 2 too (both 29.8); "
        "delete one of the two",
    ),
    "a duplicate that does not": (
        "E05000026,Abbey,child-poverty,2012,28",
        "raw/poverty.csv, row 5: child-poverty of E05000026 in 2012 stands on row 2 too (29.8 there, 28 here); "
        "find out which is right and delete the other",
    ),
    "a percentage over 100": (
        "E05000026,Abbey,child-poverty,2013,102.5",
        "raw/poverty.csv, row 5: child-poverty is 102.5 per cent, over 100; "
        "check the figure; if it can be so, say highest: in its source",
    ),
    "a percentage below nought": (
        "E05000026,Abbey,child-poverty,2013,-1",
        "raw/poverty.csv, row 5: child-poverty is -1 per cent, below 0; "
        "check the figure; if it can be so, say lowest: in its source",
    ),
    "an impossible month": (
        "E05000026,Abbey,child-poverty,2013-13,30",
        "raw/poverty.csv, row 5: '2013-13' has no month 13; months run from 01 to 12, as in 2013-12",
    ),
    "a split year that is not one": (
        "E05000026,Abbey,child-poverty,2013/17,30",
        "raw/poverty.csv, row 5: '2013/17' is not a year that runs into the next; "
        "write 2013/14, or 2013-2017 for several years",
    ),
    "a split year with a hyphen": (
        "E05000026,Abbey,child-poverty,2013-14,30",
        "raw/poverty.csv, row 5: '2013-14' has no month 14; for the year from 2013 to 2014 write 2013/14",
    ),
    "no period": (
        "E05000026,Abbey,child-poverty,,30",
        "raw/poverty.csv, row 5: there is no period; write when it was measured, as in 2014 or 2014/15",
    ),
    "an undeclared indicator": (
        "E05000026,Abbey,child-povery,2013,30",
        "raw/poverty.csv, row 5: the indicator 'child-povery' is not declared, did you mean 'child-poverty'?; "
        "declare it in the source poverty, or name it in ignore:",
    ),
    "infinity": (
        "E05000026,Abbey,child-poverty,2013,inf",
        "raw/poverty.csv, row 5: under 'value', 'inf' is not a figure; "
        "infinity cannot be compared; write a number, or leave the cell blank",
    ),
    "a number too large": (
        "E05000026,Abbey,child-poverty,2013,1e999",
        "raw/poverty.csv, row 5: under 'value', the figure inf is not finite; write a number, or leave the cell blank",
    ),
    "a spreadsheet error": (
        "E05000026,Abbey,child-poverty,2013,#DIV/0!",
        "raw/poverty.csv, row 5: under 'value', '#DIV/0!' is not a figure; "
        "it is an error of the spreadsheet: mend the formula, or leave the cell blank",
    ),
    "shorthand nobody declared": (
        "E05000026,Abbey,child-poverty,2013,..",
        "raw/poverty.csv, row 5: under 'value', '..' is not a figure; write a number or leave the cell blank; "
        "if it stands for a reason, declare it in shorthand: of the source",
    ),
    "a decimal comma": (
        'E05000026,Abbey,child-poverty,2013,"29,8"',
        "raw/poverty.csv, row 5: under 'value', '29,8' is not a figure; "
        "write a decimal point and no comma, as in 3.4 for 3,4",
    ),
    "a decimal comma without quotes, which moves what follows": (
        "E05000026,Abbey,child-poverty,2013,29,",
        "raw/poverty.csv, row 5: has 6 cells where the headings are 5, and the last is blank; "
        "look for a comma within a figure or a name; put quotes round text with commas",
    ),
    "a day with the month first": (
        "E05000026,Abbey,child-poverty,03/31/2013,29.8",
        "raw/poverty.csv, row 5: '03/31/2013' is not a period; write year-month-day, as in 2013-03-31",
    ),
    "a pound sign on a percentage": (
        "E05000026,Abbey,child-poverty,2013,£30",
        "raw/poverty.csv, row 5: under 'value', '£30' is not a figure; "
        "the unit is 'per cent of children': say unit: pounds for the indicator, or write the figure without £",
    ),
    "too many cells": (
        "E05000026,Abbey, east,child-poverty,2013,30",
        "raw/poverty.csv, row 5: has 6 cells where the headings are 5; "
        "give each heading one cell, and put quotes round text with commas",
    ),
}


@pytest.mark.parametrize(("row", "said"), ROWS.values(), ids=ROWS)
def test_a_row_that_is_wrong(drawn, row, said):
    assert said in faults(drawn(FIGURES + row + "\n"))


def test_a_name_that_is_spelled_otherwise_is_only_a_warning(drawn):
    report = drawn(FIGURES.replace("Becontree", "Beckontree"))
    assert faults(report) == []
    assert warnings(report) == [
        "raw/poverty.csv, row 4: calls E05000028 'Beckontree', and areas.csv calls it 'Becontree'; "
        "change the one that is wrong"
    ]


def test_equal_faults_are_one_finding_that_counts_them(drawn):
    rows = "".join(f"E05099999,,child-poverty,{year},30\n" for year in range(2005, 2010))
    assert faults(drawn(FIGURES + rows)) == [
        "raw/poverty.csv, row 5: E05099999 is not in areas.csv (and 4 more rows); "
        "add it there, or name it in ignore_areas: of the source poverty"
    ]


def test_a_hundred_findings_of_one_rule_are_shown_in_part_and_counted(drawn):
    areas = AREAS + "".join(f"E05{900000 + i:06},Ward {i},ward,,,,,\n" for i in range(100))
    said = warnings(drawn(areas=areas))
    assert len(said) == 41
    assert said[-1] == (
        "areas.csv, row 45: 60 more warnings of this kind, from here on; mend the ones above first, then check again"
    )


def test_check_never_stops_at_the_first_fault(drawn):
    rows = [row for row, _ in ROWS.values()]
    report = drawn(FIGURES + "\n".join(rows) + "\n")
    assert len({finding.row for finding in report.faults}) == len(rows)


def test_figures_that_are_tidied_are_said(drawn):
    report = drawn(FIGURES.replace(",34\n", ",34%\n"))
    assert faults(report) == []
    assert warnings(report) == [
        "raw/poverty.csv, row 3: under 'value', figures were read without the per cent sign; "
        "nothing to do if that is right"
    ]


def test_a_figure_of_the_future(drawn):
    report = drawn(FIGURES + "E05000027,Alibon,child-poverty,2028,30\n")
    assert warnings(report) == [
        "raw/poverty.csv, row 5: child-poverty is said to be observed in 2028, and was published in 2015; "
        "if it is a projection, write estimated under state; else change the period or published:"
    ]


def test_two_periods_of_one_year(drawn):
    report = drawn(FIGURES + "E05000026,Abbey,child-poverty,2011/12,30\n")
    assert warnings(report) == [
        "raw/poverty.csv, row 5: child-poverty has the periods 2012 and 2011/12, which both stand for 2012; "
        "keep one a year, change dated_by:, or name the periods in the recipe"
    ]


# --- whole tables ------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("figures", "said"),
    [
        ("", "raw/poverty.csv: the file is empty; a row of headings and rows of figures are needed"),
        (" \n\n", "raw/poverty.csv: the file is empty; a row of headings and rows of figures are needed"),
        (HEADINGS, "raw/poverty.csv: there are headings and no rows below them; rows of figures are needed"),
        (
            HEADINGS + "E05000026,Abbey,child-poverty,2012,29.8\n",
            "raw/poverty.csv: holds one area only, E05000026 (Abbey); "
            "put the areas that it is compared with in the table too",
        ),
        (
            FIGURES.replace("value", "figure"),
            "raw/poverty.csv, row 1: the heading 'value' (value) is not in the table; there is: 'area_code', "
            "'area_name', 'indicator', 'period', 'figure'; change the source poverty, or ask the publisher",
        ),
        (
            FIGURES.replace("area_name", "ward"),
            "raw/poverty.csv, row 1: headings nobody declared: 'ward'; "
            "name each in columns: or indicators: of the source poverty, or in ignore:",
        ),
        (
            FIGURES.replace("area_name", "period"),
            "raw/poverty.csv, row 1: the heading 'period' stands 2 times (columns B and D); "
            "give each column a heading of its own",
        ),
        ("Children in poverty\n" + FIGURES, "raw/poverty.csv, row 1: headings are expected, one above each column, "),
    ],
)
def test_a_table_that_is_wrong(drawn, figures, said):
    assert any(fault.startswith(said) for fault in faults(drawn(figures)))


def test_a_table_that_is_not_there(drawn, tmp_path):
    report = drawn(source=SOURCE.replace("raw/poverty.csv", "raw/gone.csv"))
    assert faults(report) == ["raw/gone.csv: there is no such file; put the table there, or change file: in its source"]
    assert warnings(report) == [
        "raw/poverty.csv: no source reads this file; write one in sources/, or take the file out of raw/"
    ]


def test_a_table_with_decimal_commas_throughout_is_one_fault_and_no_more(drawn):
    """1,106 alone could be 1106; beside 35,7 it cannot. What follows from figures that were not read is not said."""
    rows = ("E05000026;Abbey;child-poverty;2012;1,106", "E05000027;Alibon;child-poverty;2012;35,7")
    figures = "\n".join(
        ("area_code;area_name;indicator;period;value", *rows, rows[0].replace("26;Abbey", "28;Becontree"))
    )
    report = drawn(figures + "\n", SOURCE + "expect: {areas: 3}\n")
    assert faults(report) == [
        "raw/poverty.csv, row 2: under 'value', '1,106' is not a figure (and 2 more rows); "
        "write a decimal point and no comma, as in 3.4 for 3,4"
    ]


def test_a_table_of_the_whole_country_is_one_fault_with_the_line_that_mends_it(drawn):
    others = ("E92000001", "E12000001", "E12000002", "E12000003", "E09000002", "E09000003")
    figures = FIGURES + "".join(f"{code},,child-poverty,2012,30\n" for code in others)
    [said] = faults(drawn(figures))
    assert said == (
        "raw/poverty.csv, row 5: 6 areas of other kinds are not in areas.csv, the first E92000001 (England) "
        '(and 5 more rows); if you do not use them, say ignore_areas: ["E92*", "E12*", "E09*"] in the source poverty'
    )
    mended = SOURCE + 'ignore_areas: ["E92*", "E12*", "E09*"]\n'
    assert drawn(figures, mended).findings == ()


def test_a_table_of_the_whole_country_with_areas_of_the_same_kind_is_one_fault_with_the_line_that_mends_it(drawn):
    """Its own areas are still read, and a code with a slip is not left aside as if it were another place's."""
    figures = FIGURES + "".join(f"E0509900{i},,child-poverty,2012,30\n" for i in range(6))
    [said] = faults(drawn(figures, SOURCE + "expect: {areas: 3}\n"))
    assert said == (
        "raw/poverty.csv, row 5: 6 areas are not in areas.csv, the first E05099000 (and 5 more rows); list them; "
        "or, if you do not use them, say ignore_areas: [unlisted] in the source poverty"
    )
    mended = SOURCE + "ignore_areas: [unlisted]\nexpect: {areas: 3}\n"
    report = drawn(figures, mended)
    assert (report.findings, len(report.observations)) == ((), 3)
    [said] = faults(drawn(figures.replace("E05000026", "E0500002G"), mended))
    assert said == (
        "raw/poverty.csv, row 2: E0500002G is not in areas.csv, and is called Abbey; did you mean E05000026 (Abbey)?"
    )


def test_an_area_whose_code_is_another_in_a_table_with_others_left_aside_is_said(drawn):
    more = FIGURES.replace("poverty", "jobs").replace("E05000026", "E05099026")
    other = SOURCE.replace("poverty", "jobs")
    files = {"sources__jobs.yaml": f"{other}ignore_areas: [unlisted]\n", "raw__jobs.csv": more}
    assert warnings(drawn(**files)) == [
        "raw/jobs.csv: E05000026 (Abbey) has no row, and areas that are not listed are left aside; "
        "look whether its code is another there"
    ]


@pytest.mark.parametrize(
    ("codes", "said"),
    [
        (("e05000026",), "row 2: 'e05000026' is not a GSS code; did you mean E05000026?"),
        (("E05O00026",), "row 2: 'E05O00026' is not a GSS code; did you mean E05000026?"),
        (("E05000062",), "row 2: E05000062 is not in areas.csv, and is called Abbey; did you mean E05000026 (Abbey)?"),
    ],
)
def test_a_wrong_code_is_one_fault_and_what_follows_for_the_number_of_areas_is_not_said(drawn, codes, said):
    figures = FIGURES.replace("E05000026", codes[0]) + "E05000026,Abbey,child-poverty,2013,30\n"
    assert faults(drawn(figures, SOURCE + "expect: {areas: 3}\n")) == [f"raw/poverty.csv, {said}"]


def test_codes_that_are_all_wrong_in_one_way_are_one_fault(drawn):
    """All in small letters; and areas outside the UK, which have no such codes."""
    lower = "".join(f"e0500002{i},,child-poverty,2012,30\n" for i in range(6))
    assert faults(drawn(FIGURES + lower)) == [
        "raw/poverty.csv, row 5: 'e05000020' is not a GSS code (and 5 more rows); did you mean E05000020?"
    ]
    countries = "code,name\n" + "".join(f"AF{letter},Country {letter}\n" for letter in "ABCDEF")
    assert faults(drawn(HEADINGS + "AFA,,child-poverty,2012,30\nAFB,,child-poverty,2012,31\n", areas=countries)) == [
        "areas.csv, row 2: 'AFA' is not a GSS code (and 5 more rows); write a letter and eight digits, as in "
        "E05000026; areas outside the UK have none: placebook index takes any code"
    ]


def test_an_indicator_that_is_a_count_and_not_a_percentage_is_one_fault(drawn):
    rows = "".join(f"E05000026,Abbey,child-poverty,{2000 + i},{300 + i}\n" for i in range(7))
    assert faults(drawn(FIGURES + rows)) == [
        "raw/poverty.csv, row 5: child-poverty is 300 per cent, over 100 (and 6 more rows); "
        "most of its figures are: check unit: and heading: in its source"
    ]


def by_year(*figures: float) -> str:
    """A table with one year after the other for each ward."""
    codes = ("E05000026,Abbey", "E05000027,Alibon", "E05000028,Becontree")
    rows = (f"{codes[i % 3]},child-poverty,{2002 + i // 3},{figure}\n" for i, figure in enumerate(figures))
    return HEADINGS + "".join(rows)


OTHERS = (34, 31.5, 25, 28, 33, 30.5, 24, 27, 35, 31)


def test_a_share_among_percentages_is_a_warning(drawn):
    assert warnings(drawn(by_year(*OTHERS, 0.298, 33.5))) == [
        "raw/poverty.csv, row 12: child-poverty is 0.298, where all others are above 1: it looks like a share of 1 and "
        "not per cent; if it is a share, write 29.8; nothing to do if it is right"
    ]


@pytest.mark.parametrize(
    "figures",
    [
        (*OTHERS, 0.298, 2.5),
        (*OTHERS, 0.298, 0),
        (*OTHERS, 0.098, 26),
        (*OTHERS, 0.298),
        (*(one / 10 for one in OTHERS), 0.3, 2),
        (*OTHERS, 0.3, 0.31, 0.32, 0.33, 0.34),
    ],
    ids=["one between", "a nought", "9.8 is not among them", "few figures", "small ones throughout", "many"],
)
def test_small_percentages_that_may_be_right_are_not_said(drawn, figures):
    assert not [one for one in warnings(drawn(by_year(*figures))) if "share of 1" in one]


def test_a_month_that_may_be_a_split_year_is_said_unless_other_months_stand_beside_it(drawn):
    assert warnings(drawn(FIGURES.replace(",2012,", ",2011-12,")))[:1] == [
        "raw/poverty.csv, row 2: '2011-12' was read as a month and not as the year 2011/12; "
        "nothing to do if that is right; else say periods: {'2011-12': 2011/12} in its source"
    ]
    other = "E05000026,Abbey,child-poverty,2011-11,30\n"
    assert not [one for one in warnings(drawn(FIGURES.replace(",2012,", ",2011-12,") + other)) if "a month" in one]


def test_a_spreadsheet_that_ends_every_row_in_a_blank_cell_is_read(drawn):
    ended = "\n".join(f"{line}," for line in FIGURES.strip().splitlines())
    assert drawn(ended + "\n").findings == ()


def test_a_source_that_cannot_be_read_is_one_fault_and_what_follows_from_it_is_not_said(drawn):
    report = drawn(source=SOURCE + "\tnote: a tab\n", **{"recipes__one.yaml": RECIPE})
    assert [finding.file for finding in report.faults] == ["sources/poverty.yaml"]
    assert not [one for one in warnings(report) if "no source reads" in one]


def test_what_is_expected_of_a_table(drawn):
    report = drawn(source=SOURCE + "expect: {areas: 4, rows: 3, missing: 1, lowest: 30, highest: 33}\n")
    assert faults(report) == [
        "raw/poverty.csv: 3 areas are found where 4 are expected; "
        "look for what changed, then change expect: in poverty",
        "raw/poverty.csv: 0 figures without a value are found where 1 is expected; "
        "look for what changed, then change expect: in poverty",
        "raw/poverty.csv, row 2: the figure 29.8 is below the lowest expected, 30; "
        "look for what changed, then change expect: in poverty",
        "raw/poverty.csv, row 3: the figure 34 is above the highest expected, 33; "
        "look for what changed, then change expect: in poverty",
    ]


def test_an_indicator_with_no_variation(drawn):
    report = drawn(FIGURES.replace("29.8", "34").replace("31.5", "34"))
    assert warnings(report) == [
        "raw/poverty.csv, row 2: child-poverty is 34 in every row (and 2 more rows); "
        "it cannot tell areas apart; check the column, or leave it out of the recipe"
    ]


def test_an_area_with_nothing_measured_is_said_and_passes(drawn):
    report = drawn(FIGURES.replace("31.5", "[x]"))
    assert faults(report) == []
    assert warnings(report) == [
        "areas.csv, row 4: E05000028 (Becontree) has no figure in any file; "
        "it will show as missing; add figures if there are any"
    ]


# --- counts, limits and states -----------------------------------------------------------------------------------

COUNTED = SOURCE.replace("per cent of children", "per 1,000 children")
COUNTS = """\
area_code,period,value,numerator,denominator
E05000026,2010,20,40,2000
E05000027,2010,30,90,3000
E05000028,2010,10,10,1000
E05000026,2011,{value},50,{people}
"""


def test_rates_per_thousand_and_per_hundred_thousand_are_not_mixed(drawn):
    assert faults(drawn(COUNTS.format(value=2500, people=2000), COUNTED)) == [
        "raw/poverty.csv, row 5: child-poverty is 2500, per 100,000, where most rows are per 1,000; "
        "25 would be per 1,000"
    ]


def test_a_rate_that_does_not_follow_from_its_counts(drawn):
    assert faults(drawn(COUNTS.format(value=31, people=2000), COUNTED)) == [
        "raw/poverty.csv, row 5: child-poverty is 31, which is not 50 of 2000 per 1,000; "
        "25 would be per 1,000; check all three"
    ]


def test_denominators_in_people_and_in_thousands(drawn):
    assert faults(drawn(COUNTS.format(value=25000, people=2), COUNTED))[0] == (
        "raw/poverty.csv, row 5: child-poverty of E05000026 is out of 2 in 2011 and out of 2,000 in 2010 (row 2); "
        "count both in one unit: people, or thousands of people"
    )


def test_rates_that_are_standardised_are_only_a_warning(drawn):
    rows = [("26", 17, 40, 2000), ("27", 39, 90, 3000), ("28", 14.1, 10, 1000)]
    figures = "area_code,period,value,numerator,denominator\n"
    figures += "".join(f"E050000{code},2010,{value},{top},{bottom}\n" for code, value, top, bottom in rows)
    report = drawn(figures, COUNTED)
    assert faults(report) == []
    assert warnings(report) == [
        "raw/poverty.csv, row 2: the figures of child-poverty do not follow from their numerators and denominators "
        "(and 2 more rows); if they are standardised or weighted, all is well; else check the unit"
    ]


def test_counts_that_cannot_be(drawn):
    figures = COUNTS.format(value=25, people=2000).replace("90,3000", "-90,3000").replace("10,1000", "10,0")
    assert faults(drawn(figures, COUNTED)) == [
        "raw/poverty.csv, row 3: the numerator is -90; a numerator must be 0 or more",
        "raw/poverty.csv, row 4: the denominator is 0; "
        "a denominator must be more than 0, or blank where it is not known",
    ]


def test_a_unit_that_changes_between_years(drawn):
    rows = "".join(f"E0500002{i},,child-poverty,2013,{0.3 + i / 100}\n" for i in (6, 7, 8))
    report = drawn(FIGURES.replace("area_name", "area_name") + rows)
    assert warnings(report) == [
        "raw/poverty.csv, row 5: child-poverty: the middle figure is 31.5 in 2012 and 0.37 in 2013, 85 times apart; "
        "check that both years have one unit and one denominator"
    ]


@pytest.mark.parametrize(("lower", "upper"), [(30, 36), (20, 29), (36, 20)])
def test_limits_that_do_not_hold_the_figure(drawn, lower, upper):
    figures = f"area_code,period,value,lower,upper\nE05000026,2012,29.8,{lower},{upper}\nE05000027,2012,34,30,\n"
    assert faults(drawn(figures)) == [
        f"raw/poverty.csv, row 2: child-poverty is 29.8, and its limits are {lower} to {upper}; "
        "the figure must lie between them; check all three"
    ]


def test_states_that_are_at_odds_with_the_figure(drawn):
    figures = (
        "area_code,period,value,state\nE05000026,2012,29.8,too small to show\n"
        "E05000027,2012,,observed\nE05000028,2012,31.5,guessed\nE05000028,2011,31.5,[e]\nE05000027,2011,,[c]\n"
    )
    report = drawn(figures)
    assert faults(report) == [
        "raw/poverty.csv, row 2: the state says 'too small to show' and yet there is a figure; "
        "delete the figure, or change the state",
        "raw/poverty.csv, row 3: the state says 'observed' and there is no figure; "
        "write the figure, or say why there is none",
        "raw/poverty.csv, row 4: 'guessed' is not a state; declare it in shorthand: of the source, or write one of "
        "observed, estimated, provisional, revised, low reliability, not measured, too small to show, not asked, "
        "no effect expected, effect unknown, not yet answered",
    ]
    assert list(report.observations.state[3:]) == ["estimated", "too small to show"]


# --- areas.csv ---------------------------------------------------------------------------------------------------

AREA_ROWS = {
    "a code that is none": (
        "E0500002X,Cedar,ward,,,,,",
        "areas.csv, row 5: 'E0500002X' is not a GSS code; write a letter and eight digits, as in E05000026",
    ),
    "a code twice": (
        "E05000026,Abbey,ward,,,,,",
        "areas.csv, row 5: the code E05000026 stands on row 2 too (Abbey); keep one row for each code",
    ),
    "no name": ("E05000029,,ward,,,,,", "areas.csv, row 5: E05000029 has no name; write the name of the place"),
    "a kind that is not its code's": (
        "E01000001,City 001A,ward,,,,,",
        "areas.csv, row 5: E01000001 is the code of a lower layer super output area in England, "
        "and the kind says ward; change the code or the kind",
    ),
    "a borough that is not there": (
        "E09000099,Barking and Dagenham,London borough,,,,,",
        "areas.csv, row 5: no London borough has the code E09000099; did you mean E09000002 (Barking and Dagenham)?",
    ),
    "a name of another code": (
        "E09000003,Barking and Dagenham,London borough,,,,,",
        "areas.csv, row 5: E09000003 is Barnet, and the name says Barking and Dagenham; "
        "Barking and Dagenham has the code E09000002",
    ),
    "a year that is none": (
        "E05000029,Chadwell Heath,ward,,2014/15,,,",
        "areas.csv, row 5: first_year is '2014/15'; write a year of four digits, or leave the cell blank",
    ),
    "years the wrong way round": (
        "E05000029,Chadwell Heath,ward,,2018,2014,,",
        "areas.csv, row 5: E05000029 ends in 2014, before it begins in 2018; change one of the two years",
    ),
    "a parent that is no code": (
        "E05000029,Chadwell Heath,ward,Barking,,,,",
        "areas.csv, row 5: under parent, 'Barking' is not a GSS code; write a letter and eight digits, as in E05000026",
    ),
}


@pytest.mark.parametrize(("row", "said"), AREA_ROWS.values(), ids=AREA_ROWS)
def test_a_row_of_areas_that_is_wrong(drawn, row, said):
    assert faults(drawn(areas=AREAS + row + "\n")) == [said]


def test_a_retired_district_is_named_with_its_successor(drawn):
    report = drawn(areas=AREAS + "E07000026,Allerdale,district,,,,,\n")
    assert warnings(report) == [
        "areas.csv, row 5: E07000026 (Allerdale) ended in 2023; use E06000063 (Cumberland), or write its last_year"
    ]


def test_figures_of_a_retired_district(drawn):
    districts = "code,name\nE07000026,Allerdale\nE06000009,Blackpool\n"
    figures = "area_code,period,value\nE07000026,2023,30\nE07000026,2024,31\nE06000009,2024,32\n"
    report = drawn(figures, SOURCE.replace("2015-09-24", "2025-01-01"), districts, BOOK.replace("ward", "district"))
    assert faults(report) == [
        "raw/poverty.csv, row 3: E07000026 (Allerdale) ended in 2023, and this figure is for 2024; "
        "write E06000063 (Cumberland) instead, or change the period"
    ]


def test_a_listed_area_of_another_kind_than_the_source_says(drawn):
    areas = AREAS + "E09000002,Barking and Dagenham,London borough,,,,,\n"
    report = drawn(FIGURES + "E09000002,Barking and Dagenham,child-poverty,2012,30\n", areas=areas)
    assert faults(report) == [
        "raw/poverty.csv, row 5: E09000002 is the code of a London borough, and the source poverty is about areas of "
        "the kind ward; say another area_kind:, or name it in ignore_areas:"
    ]


def test_areas_that_a_source_leaves_aside(drawn):
    figures = FIGURES + "E92000001,England,child-poverty,2012,20\nSource: a department,,,,\n"
    report = drawn(figures, SOURCE + 'ignore_areas: ["E92*", "Source:*"]\n')
    assert report.findings == ()
    assert len(report.observations) == 3


def test_a_kind_of_area_is_never_guessed(drawn):
    assert warnings(drawn(book=BOOK.replace("ward", "locality"), areas=AREAS.replace(",ward,", ",locality,")))[-1] == (
        "book.yaml: area_kind 'locality' is not a kind that codes can be checked against; "
        "write ward, LSOA, MSOA, district, county or region, if it is one"
    )


def test_headings_of_areas(drawn):
    assert faults(drawn(areas="code,Name\nE05000026,Abbey\nE05000027,Alibon\n"))[:2] == [
        "areas.csv, row 1: the heading 'name' is missing; there is 'Name'; "
        "write code,name,kind,parent,first_year,last_year,predecessors,successors",
        "areas.csv, row 1: the heading 'Name' is not known, did you mean 'name'?; "
        "the headings are code, name, kind, parent, first_year, last_year, predecessors, successors",
    ]


def test_tiles(drawn):
    tiles = "code,column,row\nE05000026,0,0\nE05000027,0,0\nE05000099,1,0\nE05000028,x,1\n"
    report = drawn(book=BOOK + "tiles: map/tiles.csv\n", **{"map__tiles.csv": tiles})
    assert faults(report) == [
        "map/tiles.csv, row 3: E05000026 has that tile; give each area one tile of its own",
        "map/tiles.csv, row 5: has no whole number for column and row; count both from 0",
    ]
    assert warnings(report) == [
        "areas.csv, row 3: E05000027 (Alibon) has no tile on the map; give it one, or it is not drawn",
        "areas.csv, row 4: E05000028 (Becontree) has no tile on the map; give it one, or it is not drawn",
        "map/tiles.csv: E05000099 has a tile and is not in areas.csv; take the tile out, or list the area",
    ]


# --- sources, recipes and the cover ------------------------------------------------------------------------------


def test_an_unset_direction(drawn):
    unset = SOURCE.replace("    direction: lower_is_better\n", "")
    assert faults(drawn(source=unset)) == [
        "sources/poverty.yaml: child-poverty does not say whether a higher figure is better; "
        "add direction: higher_is_better or lower_is_better; for background figures add kind: context"
    ]
    assert faults(drawn(source=unset + "    kind: context\n")) == []


def test_every_broken_file_is_named(drawn):
    report = drawn(
        source=SOURCE.replace("title", "titel"),
        **{"recipes__a.yaml": "recipe: a\nrecipe: b\n", "sources__b.yaml": "source: b\ntitle: no\n"},
    )
    assert faults(report) == [
        "recipes/a.yaml, line 2: the key 'recipe' stands twice (first on line 1); keep one of the two",
        "sources/b.yaml, line 2: a bare no reads two ways; write false, or 'no' in quotes, instead",
        "sources/poverty.yaml, line 1: the key 'title' is missing (there is 'titel'); add title: ...",
    ]


@pytest.mark.parametrize(
    ("change", "said"),
    [
        (("https://", "see "), "line 5: 'url': 'see example.org/poverty' is not a web address; write https://..."),
        (("2015-09-24", "24/9/2015"), "line 6: 'published': '24/9/2015' is not a day; write year-month-day, as in 20"),
        (("raw/poverty", "../poverty"), "line 7: 'file': '../poverty.csv' leads out of the book; put the file in"),
        (("id: child-poverty", "id: Child poverty"), "line 8: the id 'Child poverty' is not an id; write small let"),
        (("lower_is", "low_is"), "line 11: indicator: 'direction': 'low_is_better' is not one of: higher_is_better"),
        (("indicators:\n", "period: 2014-15\nindicators:\n"), "line 8: 'period': '2014-15' has no month 15; for th"),
        (("indicators:\n", "layout: wide\nindicators:\n"), "line 1: a wide table needs the heading that holds the a"),
        (("indicators:\n", "shorthand: {x: gone}\nindicators:\n"), "line 8: 'shorthand': 'gone' is no reason for 'x'"),
        (("indicators:\n", "expect: {many: 1}\nindicators:\n"), "line 8: 'expect': 'many' cannot be expected; write"),
        (("indicators:\n", "columns: {place: x}\nindicators:\n"), "line 8: columns: place is no column of a tidy ta"),
        (("indicators:\n", "colums: {area: x}\nindicators:\n"), "line 8: unknown key 'colums' (line 8, did you mean"),
    ],
)
def test_a_source_that_says_what_it_cannot(drawn, change, said):
    assert any(f"sources/poverty.yaml, {said}" in fault for fault in faults(drawn(source=SOURCE.replace(*change))))


def test_a_source_with_another_ending_is_not_passed_over_in_silence(drawn):
    assert warnings(drawn(**{"sources__more.yml": SOURCE})) == [
        "sources/more.yml: is not read: files in sources/ end in .yaml; call it more.yaml"
    ]


def test_a_book_whose_files_lie_elsewhere(drawn):
    with pytest.raises(
        ContentError, match=r"line 4: 'areas': '\.\./areas\.csv' leads out of the book; put the file in"
    ):
        drawn(book=BOOK + "areas: ../areas.csv\n")


def test_one_indicator_with_two_denominators(drawn):
    other = SOURCE.replace("source: poverty", "source: other").replace("raw/poverty", "raw/other")
    other = other.replace("per cent of children", "per 1,000 children")
    report = drawn(**{"sources__other.yaml": other, "raw__other.csv": FIGURES.replace("2012", "2013")})
    assert faults(report) == [
        "sources/poverty.yaml: child-poverty has the unit 'per cent of children' here and 'per 1,000 children' in "
        "sources/other.yaml; make the two agree, or give one of them an id of its own"
    ]


def test_a_duplicate_in_another_file_names_both(drawn):
    other = SOURCE.replace("source: poverty", "source: other").replace("raw/poverty", "raw/other")
    report = drawn(**{"sources__other.yaml": other, "raw__other.csv": FIGURES.replace("29.8", "29")})
    assert faults(report)[0] == (
        "raw/poverty.csv, row 2: child-poverty of E05000026 in 2012 stands on row 2 of raw/other.csv too "
        "(29 there, 29.8 here); find out which is right and delete the other"
    )


def test_a_recipe_that_names_an_unknown_indicator(drawn):
    recipe = RECIPE.replace("[child-poverty]", "[child-povrety, child-poverty]")
    assert faults(drawn(**{"recipes__one.yaml": recipe})) == [
        "recipes/one.yaml: no source declares the indicator 'child-povrety'; did you mean 'child-poverty'?"
    ]


def test_a_usual_recipe_that_is_not_there(drawn):
    [said] = faults(drawn(book=BOOK + "recipe: two\n", **{"recipes__one.yaml": RECIPE}))
    assert said.startswith("book.yaml: no recipe called 'two'. There is: ")
    assert "one" in said


def test_a_recipe_that_ships_reads_what_the_sources_declare(drawn, tmp_path):
    """Its own declarations give way; only which way is better must be the same in both."""
    ids = ("income", "employment", "education", "health", "crime", "housing", "environment")
    ranks = "\n".join(f"  imd19-{name}-rank: {{heading: {name}, direction: higher_is_better}}" for name in ids)
    source = SOURCE[: SOURCE.index("indicators:")].replace("file:", 'period: "2014"\nlayout: wide\narea: code\nfile:')
    source += f"indicators:\n{ranks}\n"
    figures = f"code,{','.join(ids)}\nE05000026,1,2,3,4,5,6,7\nE05000027,8,9,10,11,12,13,14\nE05000028,2,3,4,5,6,7,8\n"
    book = BOOK + "recipe: english-imd-2019\n"
    assert drawn(figures, source, book=book).findings == ()
    read = placebook.open(tmp_path).recipe()
    assert [one.title for one in read.indicators if one.id == "imd19-crime-rank"] == ["imd19-crime-rank"]
    turned = source.replace("heading: crime, direction: higher", "heading: crime, direction: lower")
    assert faults(drawn(figures, turned, book=book)) == [
        "book.yaml: imd19-crime-rank is lower_is_better in its source, and the recipe english-imd-2019 that ships with "
        "Placebook reads it as higher_is_better; change direction: in the source"
    ]


def test_an_indicator_that_both_a_source_and_a_recipe_of_the_book_declare(drawn):
    recipe = RECIPE + "indicators: {child-poverty: {direction: lower_is_better}}\n"
    assert faults(drawn(**{"recipes__one.yaml": recipe})) == [
        "recipes/one.yaml: declares the indicator 'child-poverty', which the source poverty declares too; "
        "take it out of the recipe"
    ]


def test_a_book_without_sources_is_told_what_to_do(tmp_path):
    report = check_book(write(tmp_path, {"book.yaml": BOOK, "areas.csv": AREAS}))
    assert faults(report) == []
    assert warnings(report) == [
        "book.yaml: the book has no sources, so there is nothing to measure; "
        "write one file in sources/ for each published table"
    ]


@pytest.mark.parametrize("make", [False, True])
def test_a_folder_that_is_not_a_place_book(tmp_path, make):
    folder = tmp_path / "elsewhere"
    if make:
        folder.mkdir()
    what = "is not a place book: it holds no book.yaml" if make else "there is no such folder"
    for door in (check_book, open_book):
        with pytest.raises(ContentError) as why:
            door(folder)
        assert str(why.value) == f"{folder}: {what}; go to a place book, or make one with: placebook new {folder}"


def test_open_book_names_the_file_of_the_first_fault(tmp_path):
    write(tmp_path, {"book.yaml": BOOK, "areas.csv": AREAS, "sources/a.yaml": "source: a\n"})
    with pytest.raises(ContentError) as why:
        open_book(tmp_path)
    path = tmp_path / "sources/a.yaml"
    assert str(why.value) == f"{path}, line 1: the key 'title' is missing; add title: ..."


def test_figures_are_refused_whole_when_one_cannot_be_read(drawn, tmp_path):
    drawn(FIGURES.replace("29.8", "many").replace("2012,34", "2012/19,34"))
    with pytest.raises(DataError) as why:
        read_observations(open_book(tmp_path))
    assert str(why.value).splitlines() == [
        "raw/poverty.csv, row 3: '2012/19' is not a year that runs into the next; "
        "write 2012/13, or 2012-2019 for several years",
        "raw/poverty.csv, row 2: under 'value', 'many' is not a figure; write a number or leave the cell blank; "
        "if it stands for a reason, declare it in shorthand: of the source",
    ]


# --- the starter book --------------------------------------------------------------------------------------------


def test_a_new_book_passes_with_a_friendly_word(tmp_path):
    written = new_book(tmp_path / "mine")
    assert {path.name for path in written} >= {"book.yaml", "areas.csv", "README.md"}
    report = check_book(tmp_path / "mine")
    assert faults(report) == []
    assert warnings(report) == [
        "book.yaml: the book is still called my-place, as it was made; "
        "write your own after book: and title:, and put your areas and figures in place of these"
    ]
    assert len(read_observations(open_book(tmp_path / "mine"))) == 20


def test_a_new_book_overwrites_nothing(tmp_path):
    (tmp_path / "mine.txt").write_text("mine")
    with pytest.raises(ContentError, match=r"is not empty \(it holds mine\.txt\); name a folder that is empty"):
        new_book(tmp_path)
    with pytest.raises(ContentError, match="is a file; name a folder that is empty or not there yet"):
        new_book(tmp_path / "mine.txt")
    assert [path.name for path in tmp_path.iterdir()] == ["mine.txt"]
