"""What a period label means. The first table is also the one in the manual."""

import pytest

from placebook.book.periods import read_period, year_of

# label                 first_year  middle_year  last_year
PERIODS = """
2014                    2014        2014         2014
2014/15                 2014        2014         2015
2014/2015               2014        2014         2015
1999/00                 1999        1999         2000
2013-2015               2013        2014         2015
2013 - 2015             2013        2014         2015
2013–2015               2013        2014         2015
2009 to 2013            2009        2011         2013
2008/09 to 2010/11      2008        2009         2011
2014-Q1                 2014        2014         2014
Q4 2014                 2014        2014         2014
2014-03                 2014        2014         2014
March 2014              2014        2014         2014
Mar-2014                2014        2014         2014
2014-03-31              2014        2014         2014
2016-02-29              2016        2016         2016
2015-11-16/P1Y          2015        2015         2016
2011-01-01/P3Y          2011        2012         2013
2020-04-01/P1Y          2020        2020         2021
2020-10-01/P3M          2020        2020         2020
2021-04-01T00:00:00/P1Y 2021        2021         2022
"""


@pytest.mark.parametrize("line", PERIODS.strip().splitlines())
def test_the_year_a_label_stands_for(line):
    label, first, middle, last = (part.strip() for part in line.rsplit(maxsplit=3))
    said = [year_of(label, dated_by) for dated_by in ("first_year", "middle_year", "last_year")]
    assert said == [int(first), int(middle), int(last)]


IMPOSSIBLE = [
    ("2014-13", "'2014-13' has no month 13; months run from 01 to 12, as in 2014-12"),
    ("2014-00", "'2014-00' has no month 00; months run from 01 to 12, as in 2014-12"),
    ("2014-15", "'2014-15' has no month 15; for the year from 2014 to 2015 write 2014/15"),
    (
        "2014/17",
        "'2014/17' is not a year that runs into the next; write 2014/15, or 2014-2017 for several years",
    ),
    (
        "2014/03",
        "'2014/03' is not a year that runs into the next; write 2014/15, or 2014-03 for a month",
    ),
    ("2014-Q5", "'2014-Q5' names quarter 5; there are quarters 1 to 4, as in 2014-Q4"),
    ("2015-02-29", "'2015-02-29' is a day that does not exist; write year-month-day, as in 2014-03-31"),
    ("2013-2009", "'2013-2009' ends before it begins; write 2009-2013"),
    ("0214", "'0214' names the year 214; write a year from 1800 to 2199"),
    ("31/03/2014", "'31/03/2014' is not a period; write year-month-day, as in 2014-03-31"),
    ("03/31/2014", "'03/31/2014' is not a period; write year-month-day, as in 2014-03-31"),
    (
        "04/03/2014",
        "'04/03/2014' is not a period; write year-month-day: 2014-03-04 where the day stands first, "
        "2014-04-03 where the month does",
    ),
    (
        "201415",
        "'201415' is not a period; write 2014/15 for a year that runs into the next",
    ),
    ("201112", "'201112' is not a period; write 2011/12 for a year that runs into the next, or 2011-12 for a month"),
    ("2014.0", "'2014.0' is not a period; write 2014"),
    ("2011-01-01/P0Y", "'2011-01-01/P0Y' lasts no time; write how long after P, as in P1Y for a year"),
    ("Mars 20", "'Mars 20' is not a period; write a year (2014), a split year (2014/15), years (2013-2015)"),
    ("", "'' is not a period; write a year (2014)"),
]


@pytest.mark.parametrize(("label", "said"), IMPOSSIBLE)
def test_an_impossible_label_is_explained(label, said):
    with pytest.raises(ValueError, match=r"'") as why:
        read_period(label)
    assert str(why.value).startswith(said)


def test_periods_sort_by_their_end_then_their_beginning():
    labels = ["2014/15", "2014", "2010-2014", "2014-Q1", "2013", "2014-03"]
    assert [p.label for p in sorted(read_period(label) for label in labels)] == [
        "2013",
        "2014-Q1",
        "2014-03",
        "2010-2014",
        "2014",
        "2014/15",
    ]
