"""Rules about rates: figures that do not follow from their counts, and denominators that are mixed.

A figure with its counts should be  figure = k * numerator / denominator  with one k for the whole indicator: 1, 100
(per cent), 1,000, 10,000, 100,000 or a million. A row with another k was worked out per something else.
"""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from placebook.book.check_figures import is_a_share
from placebook.book.laid_out import LaidOut
from placebook.sources.findings import Finding, fault, warning
from placebook.sources.observations import Observations, Whole
from placebook.types import Numbers

PER = {
    1: "per head",
    100: "per cent",
    1_000: "per 1,000",
    10_000: "per 10,000",
    100_000: "per 100,000",
    1_000_000: "per million",
}
_FEWEST = 3  # rows with counts, below which nothing is said
_MOST = 0.5  # share of rows that must agree on k
_NEAR = 0.02  # how far off a figure may be, as a share of it
_LEAP = 50  # how many times the middle figure of one year may be that of another
_ENOUGH = 12  # figures of an indicator, below which a small one may be a tail
_FEW = 0.25  # the share of figures below 1 up to which they are looked at as slips
_APART = 20  # how many times the largest of these the smallest of the others must be
_OTHER_UNIT = 100  # how many times one denominator of an area may be another


def mixed_rates(laid: LaidOut) -> Iterator[Finding]:
    """Rates of one indicator that are per 1,000 here and per 100,000 there, or do not follow from their counts."""
    found = laid.observations
    counted = (found.numerator > 0) & (found.denominator > 0) & (found.value > 0)
    for number, name in enumerate(laid.indicator.labels):
        at = np.flatnonzero(counted & (laid.indicator.numbers == number))
        if len(at) >= _FEWEST:
            yield from _mixed(laid, name, at)


def _mixed(laid: LaidOut, name: str, at: Whole) -> Iterator[Finding]:
    found = laid.observations
    share = found.numerator[at] / found.denominator[at]
    near = {k: _follows(found.value[at], k * share) for k in PER}
    usual = max(near, key=lambda k: int(near[k].sum()))
    if near[usual].mean() < _MOST:
        what = f"the figures of {name} do not follow from their numerators and denominators"
        right = "if they are standardised or weighted, all is well; else check the unit"
        yield warning(str(found.file[at[0]]), int(found.row[at[0]]), what, right, len(at))
        return
    wrong = np.flatnonzero(~near[usual])
    words = ((int(at[i]), _off(found, int(at[i]), usual, [k for k in PER if near[k][i]])) for i in wrong)
    yield from laid.group(words, fault, f"rates of {name}")


def _follows(value: Numbers, worked_out: Numbers) -> np.ndarray[tuple[int, ...], np.dtype[np.bool_]]:
    """Equal within 2%, or within the rounding of a column with few decimals."""
    decimals = next((d for d in range(7) if np.allclose(np.round(value, d), value, rtol=0, atol=1e-9)), 7)
    near: np.ndarray[tuple[int, ...], np.dtype[np.bool_]] = np.abs(value - worked_out) <= np.maximum(
        _NEAR * np.abs(value), 0.51 * 10.0**-decimals
    )
    return near


def _off(found: Observations, at: int, usual: int, other: list[int]) -> tuple[str, str]:
    value, top, bottom = (float(column[at]) for column in (found.value, found.numerator, found.denominator))
    right = f"{usual * top / bottom:g} would be {PER[usual]}"
    if other:
        return f"{found.indicator[at]} is {value:g}, {PER[other[0]]}, where most rows are {PER[usual]}", right
    return (
        f"{found.indicator[at]} is {value:g}, which is not {top:g} of {bottom:g} {PER[usual]}",
        f"{right}; check all three",
    )


def mixed_denominators(laid: LaidOut) -> Iterator[Finding]:
    """Denominators of one area that differ a hundredfold: people here and thousands of people there."""
    found = laid.observations
    at = np.flatnonzero(found.denominator > 0)
    if not at.size:
        return
    key = laid.area.numbers[at] * len(laid.indicator.labels) + laid.indicator.numbers[at]
    order = at[np.lexsort((found.denominator[at], key))]
    sorted_key = laid.area.numbers[order] * len(laid.indicator.labels) + laid.indicator.numbers[order]
    starts = np.flatnonzero(np.diff(sorted_key, prepend=-1) != 0)
    ends = np.append(starts[1:], len(order)) - 1
    apart = [
        (int(order[i]), int(order[j])) for i, j in zip(starts, ends, strict=True) if _apart(found, order[i], order[j])
    ]
    yield from laid.group(((low, _denominators(found, low, high)) for low, high in apart), fault, "mixed denominators")


def _apart(found: Observations, low: int, high: int) -> bool:
    return bool(found.denominator[high] >= _OTHER_UNIT * found.denominator[low])


def _denominators(found: Observations, low: int, high: int) -> tuple[str, str]:
    few, many = (f"{found.denominator[at]:,.10g} in {found.period[at]}" for at in (low, high))
    what = f"{found.indicator[low]} of {found.area[low]} is out of {few} and out of {many} (row {found.row[high]})"
    return what, "count both in one unit: people, or thousands of people"


def leaps(laid: LaidOut) -> Iterator[Finding]:
    """Figures of one year that are many times those of the year before: the unit may have changed."""
    found = laid.observations
    for number, name in enumerate(laid.indicator.labels):
        mine = np.flatnonzero((laid.indicator.numbers == number) & (found.value > 0))
        years = np.unique(found.year[mine])
        middles = [float(np.median(found.value[mine[found.year[mine] == year]])) for year in years]
        for before, after, old, new in zip(years, years[1:], middles, middles[1:], strict=False):
            times = max(old, new) / min(old, new)
            if times >= _LEAP:
                first = mine[found.year[mine] == after][0]
                what = (
                    f"{name}: the middle figure is {old:g} in {before} and {new:g} in {after}, {times:,.0f} times apart"
                )
                right = "check that both years have one unit and one denominator"
                yield warning(str(found.file[first]), int(found.row[first]), what, right)


def shares(laid: LaidOut) -> Iterator[Finding]:
    """Shares of 1 among percentages: 0.345 where the other areas have 20 to 50, and 34.5 would be one of them.

    Small percentages that are right are not said. So nothing is said where any figure stands between the small ones
    and the others, nor where there are noughts: such an indicator goes down to nothing by itself.
    """
    found = laid.observations
    for number, indicator in enumerate(laid.indicators):
        at = np.flatnonzero((laid.indicator.numbers == number) & ~np.isnan(found.value))
        if not is_a_share(indicator) or len(at) < _ENOUGH:
            continue
        value = found.value[at]
        small = value < 1
        few = 0 < small.sum() <= _FEW * len(at)
        if few and value.min() > 0 and _are_shares(value[small], value[~small]):
            words = ((int(i), _share(indicator.id, float(found.value[i]))) for i in at[small])
            yield from laid.group(words, warning, "shares among percentages")


def _are_shares(small: Numbers, others: Numbers) -> bool:
    times_100 = 100 * small
    apart = others.min() >= _APART * small.max()
    return bool(apart and others.min() <= times_100.min() and times_100.max() <= others.max())


def _share(name: str, value: float) -> tuple[str, str]:
    what = f"{name} is {value:g}, where all others are above 1: it looks like a share of 1 and not per cent"
    return what, f"if it is a share, write {100 * value:g}; nothing to do if it is right"


RATE_RULES = (mixed_rates, mixed_denominators, leaps, shares)
