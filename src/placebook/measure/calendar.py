"""Months into years, and gaps between years bridged where somebody declared that they may be."""

from __future__ import annotations

import re
from dataclasses import replace

import numpy as np

from placebook.methods.estimates import Truths
from placebook.types import Counts, DataError, Numbers

AS_COUNTED, CALENDAR, FINANCIAL = "as_counted", "year", "financial_year"
_MONTH = re.compile(r"(\d{4})-(\d{2})")


def whole_years(counts: Counts, kind: str) -> tuple[Counts, tuple[str, ...]]:
    """Sum months into calendar or financial years; and the years that are not whole, which are left out.

    A year counts only if each of its twelve months was counted: part of a year is not a year. A year with a month that
    nobody counted in some area is missing there (NaN).

    Parameters
    ----------
    counts : periods are months, as 2014-03. Years stay as they are
    kind : year, financial_year (April to March, written 2014/15) or as_counted, which changes nothing

    Raises
    ------
    DataError : periods that are neither all months nor all years of the kind
    """
    if kind == AS_COUNTED:
        return counts, ()
    form = r"\d{4}" if kind == CALENDAR else r"\d{4}/\d{2}"
    if all(re.fullmatch(form, label) for label in counts.periods):
        return counts, ()
    months = [_MONTH.fullmatch(label) for label in counts.periods]
    if not all(months):
        raise DataError(
            f"periods such as {counts.periods[0]} cannot be summed to a {kind.replace('_', ' ')}; "
            "count the records by month"
        )
    year_of = [_year(int(m[1]), int(m[2]), kind) for m in months if m]
    labels = tuple(dict.fromkeys(year_of))
    whole = tuple(label for label in labels if year_of.count(label) == 12)
    left_out = tuple(label for label in labels if label not in whole)
    if not whole:
        raise DataError(f"no {kind.replace('_', ' ')} has all its twelve months; there is {', '.join(labels)} in part")
    places = [[i for i, label in enumerate(year_of) if label == year] for year in whole]
    summed = np.stack([counts.values[:, at].sum(axis=1) for at in places], axis=1)
    return replace(counts, values=summed, periods=whole), left_out


def _year(year: int, month: int, kind: str) -> str:
    if kind == CALENDAR:
        return str(year)
    first = year if month >= 4 else year - 1
    return f"{first}/{(first + 1) % 100:02}"


def bridged(values: Numbers, years: Numbers, linear: bool, carry: bool) -> tuple[Numbers, Truths]:
    """Fill years without a figure as declared: on the straight line between two years, and with the last one after.

    Parameters
    ----------
    values : shape (areas, years); NaN = missing
    years : shape (years,), rising
    linear : between two years with a figure, the straight line from one to the other
    carry : after the last year with a figure, that figure

    Returns
    -------
    The figures, and where they were filled, both of shape (areas, years)
    """
    filled = values.copy()
    for row in filled:
        known = np.flatnonzero(~np.isnan(row))
        if not known.size:
            continue
        gaps = np.flatnonzero(np.isnan(row))
        inside = gaps[(gaps > known[0]) & (gaps < known[-1])]
        after = gaps[gaps > known[-1]]
        if linear:
            row[inside] = np.interp(years[inside], years[known], row[known])
        if carry:
            row[after] = row[known[-1]]
    return filled, np.isnan(values) & ~np.isnan(filled)
