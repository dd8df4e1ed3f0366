"""What the label of a period means, and which single year it stands for.

    2014                    a year
    2014/15, 2014/2015      a year that begins in one and ends in the next (financial, school)
    2013-2015, 2009 to 2013 several years
    2008/09 to 2010/11      several split years
    2014-Q1, Q1 2014        a quarter
    2014-03, March 2014     a month
    2014-03-31              a day
    2015-11-16/P1Y          from a day, for a number of years or months (ISO 8601)

Nothing is guessed: 2014-15 could be a split year or a slip in a month, so it is refused with both ways to write it.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date

EARLIEST, LATEST = 1800, 2199

_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_YEAR = re.compile(r"\d{4}")
_SPLIT = re.compile(r"(\d{4})/(\d{2}|\d{4})")
_QUARTER = re.compile(r"(\d{4})[- ]?Q(\d)|Q(\d)[- ](\d{4})", re.IGNORECASE)
_MONTH = re.compile(r"(\d{4})-(\d{2})")
_NAMED_MONTH = re.compile(r"([A-Za-z]{3,9})[- ](\d{4})")
_DAY = re.compile(r"(\d{4})-(\d{2})-(\d{2})(?:[T ]00:00:00)?")
_FROM_DAY = re.compile(r"(\d{4}-\d{2}-\d{2})(?:T00:00:00)?/P(\d{1,3})([YM])")
_RANGE = re.compile(r"(?P<first>\d{4}(?:/\d{2,4})?)(?:\s*[-\u2013\u2014]\s*|\s+to\s+)(?P<last>\d{4}(?:/\d{2,4})?)")
_BRITISH_DAY = re.compile(r"(\d{1,2})/(\d{1,2})/(\d{4})")
_RUN_TOGETHER = re.compile(r"(\d{4})(\d{2})")


@dataclass(frozen=True, slots=True, order=True)
class Period:
    """When a figure was measured. Periods sort by their end, then by their beginning."""

    last: tuple[int, int]  # year and month of the end
    first: tuple[int, int]  # year and month of the beginning
    label: str

    def year(self, dated_by: str = "last_year") -> int:
        """The single year it stands for: its first_year, its last_year, or its middle_year.

        Of two middle years the earlier is taken: 2014/15 has the middle year 2014.
        """
        years = {"first_year": self.first[0], "last_year": self.last[0]}
        return years.get(dated_by, (self.first[0] + self.last[0]) // 2)


def read_period(label: str) -> Period:
    """Read a label. Raises ValueError that says what is wrong with it and what would be right."""
    label = label.strip()
    for form, read in _FORMS:
        found = form.fullmatch(label)
        if found:
            first, last = read(found)
            _check_years(label, first[0], last[0])
            return Period(last, first, label)
    raise ValueError(f"{label!r} is not a period; {_advice(label)}")


def year_of(label: str, dated_by: str = "last_year") -> int:
    """The single year that a label stands for. See Period.year and read_period."""
    return read_period(label).year(dated_by)


_Span = tuple[tuple[int, int], tuple[int, int]]


def _year(found: re.Match[str]) -> _Span:
    return (int(found[0]), 1), (int(found[0]), 12)


def _split_year(found: re.Match[str]) -> _Span:
    """Where in the two years it begins and ends is not said, so it counts from April to March."""
    first, last = int(found[1]), int(found[2])
    if last in (first + 1, (first + 1) % 100):
        return (first, 4), (first + 1, 3)
    several = f"{first}-{_whole_year(first, found[2])} for several years"
    other = f"{first}-{last:02} for a month" if 1 <= last <= 12 else several
    split = f"{first}/{(first + 1) % 100:02}"
    raise ValueError(f"{found[0]!r} is not a year that runs into the next; write {split}, or {other}")


def _whole_year(first: int, written: str) -> int:
    if len(written) == 4:
        return int(written)
    last = first // 100 * 100 + int(written)
    return last if last >= first else last + 100


def _quarter(found: re.Match[str]) -> _Span:
    year, quarter = int(found[1] or found[4]), int(found[2] or found[3])
    if not 1 <= quarter <= 4:
        raise ValueError(f"{found[0]!r} names quarter {quarter}; there are quarters 1 to 4, as in {year}-Q4")
    return (year, 3 * quarter - 2), (year, 3 * quarter)


def _month(found: re.Match[str]) -> _Span:
    year, month = int(found[1]), int(found[2])
    if 1 <= month <= 12:
        return (year, month), (year, month)
    if month == (year + 1) % 100:
        raise ValueError(
            f"{found[0]!r} has no month {month}; for the year from {year} to {year + 1} write {year}/{month}"
        )
    raise ValueError(f"{found[0]!r} has no month {month:02}; months run from 01 to 12, as in {year}-12")


def _named_month(found: re.Match[str]) -> _Span:
    name = found[1].lower()
    month = next((i for i, short in enumerate(_MONTHS, start=1) if name.startswith(short)), None)
    if month is None:
        raise ValueError(f"{found[0]!r} names no month; write the month in English or as {found[2]}-03")
    return (int(found[2]), month), (int(found[2]), month)


def _day(found: re.Match[str]) -> _Span:
    year, month, day = (int(part) for part in found.groups())
    try:
        date(year, month, day)
    except ValueError:
        raise ValueError(f"{found[0]!r} is a day that does not exist; write year-month-day, as in 2014-03-31") from None
    return (year, month), (year, month)


def _from_day(found: re.Match[str]) -> _Span:
    """A span of years or months; begun on the first of a month it ends with the month before."""
    begin = _DAY.fullmatch(found[1])
    (year, month), _ = _day(begin) if begin else ((0, 0), (0, 0))
    length = int(found[2]) * (12 if found[3] == "Y" else 1)
    if not length:
        raise ValueError(f"{found[0]!r} lasts no time; write how long after P, as in P1Y for a year")
    end = year * 12 + (month - 1) + length - (1 if found[1].endswith("-01") else 0)
    return (year, month), (end // 12, end % 12 + 1)


def _range(found: re.Match[str]) -> _Span:
    first, last = (read_period(found[side]) for side in ("first", "last"))
    if last.last < first.last:
        raise ValueError(f"{found[0]!r} ends before it begins; write {found['last']}-{found['first']}")
    return first.first, last.last


_FORMS = (
    (_YEAR, _year),
    (_SPLIT, _split_year),
    (_MONTH, _month),
    (_DAY, _day),
    (_QUARTER, _quarter),
    (_FROM_DAY, _from_day),
    (_RANGE, _range),
    (_NAMED_MONTH, _named_month),
)


def _check_years(label: str, first: int, last: int) -> None:
    for year in (first, last):
        if not EARLIEST <= year <= LATEST:
            raise ValueError(f"{label!r} names the year {year}; write a year from {EARLIEST} to {LATEST}")


def _day_advice(first: int, second: int, year: str) -> str:
    """How to write 31/03/2011, 03/31/2011 and 03/04/2011, which may be either day."""
    british, american = f"{year}-{second:02}-{first:02}", f"{year}-{first:02}-{second:02}"
    if first <= 12 and second <= 12 and first != second:
        return f"write year-month-day: {british} where the day stands first, {american} where the month does"
    return f"write year-month-day, as in {american if second > 12 else british}"


def _advice(label: str) -> str:
    if found := _BRITISH_DAY.fullmatch(label):
        return _day_advice(int(found[1]), int(found[2]), found[3])
    if found := _RUN_TOGETHER.fullmatch(label):
        month = f", or {found[1]}-{found[2]} for a month" if 1 <= int(found[2]) <= 12 else ""
        return f"write {found[1]}/{found[2]} for a year that runs into the next{month}"
    if re.fullmatch(r"\d{4}\.0+", label):
        return f"write {label[:4]}"
    return "write a year (2014), a split year (2014/15), years (2013-2015), a quarter (2014-Q1) or a month (2014-03)"
