"""Impute: fill gaps by a stated rule, and remember which figures are only estimates.

Every method takes figures of shape (areas, indicators, periods), in which NaN means no figure, and gives
back Filled: the figures with some gaps filled, and True where that was done. Figures that were there are
never changed. A gap that a rule has nothing to go on for stays a gap: missing is never zero.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from placebook.types import Numbers


@dataclass(frozen=True, slots=True)
class Filled:
    """Figures after imputation, and which of them are estimates; both of shape (areas, indicators, periods)."""

    values: Numbers
    estimated: NDArray[np.bool_]


def none(x: Numbers) -> Filled:
    """Fill nothing. Parts of an index that rest on a gap are then dealt with by the aggregation's own rule."""
    return Filled(x.copy(), np.zeros(x.shape, dtype=np.bool_))


def mean(x: Numbers) -> Filled:
    """Fill a gap with the average of the areas that have a figure, for the same indicator and period.

    Leaves the average where it was, but makes the area look ordinary and the spread too small.

    Parameters
    ----------
    x : shape (areas, indicators, periods)

    Returns
    -------
    Filled : an indicator with no figure in a period stays empty in that period

    Source: OECD/JRC (2008), Handbook on Constructing Composite Indicators, step 3 (imputation of missing data).
    """
    return _fill(x, np.broadcast_to(_mean(x), x.shape))


def median(x: Numbers) -> Filled:
    """Fill a gap with the middle figure of the areas that have one; unlike the average, no outlier moves it.

    Parameters, returns and source as for `mean`.
    """
    return _fill(x, np.broadcast_to(_median(x), x.shape))


def group_mean(x: Numbers, groups: Sequence[str | None]) -> Filled:
    """Fill a gap with the average of the areas of the same group, such as the same borough or kind of place.

    Parameters
    ----------
    x : shape (areas, indicators, periods)
    groups : the group of each area; an area whose group is none or empty is not filled

    Returns
    -------
    Filled : where no area of the group has a figure, the gap stays

    Raises
    ------
    ValueError : as many groups as areas are needed

    Source: OECD/JRC (2008), Handbook on Constructing Composite Indicators, step 3; COINr, i_mean_grp.
    """
    return _fill(x, _of_group(x, groups, _mean))


def group_median(x: Numbers, groups: Sequence[str | None]) -> Filled:
    """Fill a gap with the middle figure of the areas of the same group.

    Parameters, returns, errors and source as for `group_mean` (COINr, i_median_grp).
    """
    return _fill(x, _of_group(x, groups, _median))


def regression(x: Numbers, components: Sequence[str] | None = None, within_seen: bool = True) -> Filled:
    """Fill a gap with what the area's other figures lead one to expect.

    For each gap, a straight-line rule is fitted over the areas that have all that is needed:

        figure = a + b1 * first other indicator + b2 * second other indicator + ...

    The others are the indicators of the same component that this area has in the same period. A
    gap is left where the area has none of them, or where fewer areas than indicators + 2 can
    teach the rule. Estimates lie on the line, so they make indicators look more alike than they are.

    Parameters
    ----------
    x : shape (areas, indicators, periods)
    components : the component of each indicator; only indicators of one component explain each other.
        None: all are of one component
    within_seen : hold an estimate within the lowest and highest figure seen for its indicator and period

    Returns
    -------
    Filled

    Raises
    ------
    ValueError : as many components as indicators are needed

    Source: OECD/JRC (2008), Handbook on Constructing Composite Indicators, step 3 (regression imputation);
    Little and Rubin (2002), Statistical Analysis with Missing Data, chapter 4.
    """
    labels = np.asarray(["all"] * x.shape[1] if components is None else components)
    if len(labels) != x.shape[1]:
        raise ValueError(f"there are {x.shape[1]} indicators but {len(labels)} components")
    expected = np.full(x.shape, np.nan)
    for label in np.unique(labels):
        columns = np.flatnonzero(labels == label)
        for period in range(x.shape[2]):
            expected[:, columns, period] = _expected(x[:, columns, period], within_seen)
    return _fill(x, expected)


def last_known(x: Numbers, longest: int | None = None) -> Filled:
    """Carry an area's latest earlier figure forward into the periods that have none.

    Right for a census or a survey that is simply not repeated every year; it hides any change since.

    Parameters
    ----------
    x : shape (areas, indicators, periods), periods in order of time
    longest : for how many periods at most a figure is carried; None for as long as needed

    Returns
    -------
    Filled : gaps before an area's first figure stay; nothing is carried backwards

    Raises
    ------
    ValueError : longest is below 1

    Source: OECD/JRC (2008), Handbook on Constructing Composite Indicators, step 3 (cold deck).
    """
    if longest is not None and longest < 1:
        raise ValueError(f"longest must be 1 period or more, not {longest}")
    before = _place_before(x)
    age = np.arange(x.shape[2]) - before
    carried = np.take_along_axis(x, np.maximum(before, 0), axis=2)
    usable = (before >= 0) & (True if longest is None else age <= longest)
    return _fill(x, np.where(usable, carried, np.nan))


def next_known(x: Numbers, longest: int | None = None) -> Filled:
    """Take an area's next later figure back to the periods before it that have none.

    For years before a series begins, where leaving the indicator out would change what a component is made
    of from one year to the next, and that change would pass for progress. It hides any change before.

    Parameters
    ----------
    x : shape (areas, indicators, periods), periods in order of time
    longest : for how many periods at most a figure is taken back; None for as long as needed

    Returns
    -------
    Filled : gaps after an area's last figure stay; nothing is carried forward

    Raises
    ------
    ValueError : longest is below 1

    Source: OECD/JRC (2008), Handbook on Constructing Composite Indicators, step 3 (cold deck).
    """
    turned = last_known(x[:, :, ::-1], longest)
    return Filled(turned.values[:, :, ::-1], turned.estimated[:, :, ::-1])


def linear(x: Numbers, times: Numbers) -> Filled:
    """Fill a gap between two figures of the same area on the straight line from one to the other.

        figure = earlier + (later - earlier) * (time - time of earlier) / (time of later - time of earlier)

    Parameters
    ----------
    x : shape (areas, indicators, periods), periods in order of time
    times : shape (periods,), when each period was, in years or any even unit; strictly rising

    Returns
    -------
    Filled : gaps before the first and after the last figure of an area stay; nothing is drawn beyond them

    Raises
    ------
    ValueError : times that do not rise, or are not one for each period

    Source: OECD/JRC (2008), Handbook on Constructing Composite Indicators, step 3 (imputation of missing data).
    """
    t = np.asarray(times, dtype=np.float64)
    if t.shape != (x.shape[2],) or not np.all(np.diff(t) > 0):
        raise ValueError(f"times must be {x.shape[2]} numbers, each above the one before, not {t.tolist()}")
    before = _place_before(x)
    after = x.shape[2] - 1 - _place_before(x[:, :, ::-1])[:, :, ::-1]
    between = (before >= 0) & (after < x.shape[2])
    first, last = np.where(between, before, 0), np.where(between, after, 0)
    start, end = np.take_along_axis(x, first, axis=2), np.take_along_axis(x, last, axis=2)
    gap = np.where(last > first, t[last] - t[first], 1)
    return _fill(x, np.where(between, start + (end - start) * (t - t[first]) / gap, np.nan))


def _fill(x: Numbers, guess: Numbers) -> Filled:
    """Put the guess where there is no figure but there is a guess."""
    estimated = np.isnan(x) & ~np.isnan(guess)
    return Filled(np.where(estimated, guess, x), estimated)


def _mean(x: Numbers) -> Numbers:
    """Average over areas, shape (1, indicators, periods); NaN where there is no figure."""
    count = np.sum(~np.isnan(x), axis=0, keepdims=True)
    average: Numbers = np.nansum(x, axis=0, keepdims=True) / np.where(count, count, np.nan)
    return average


def _median(x: Numbers) -> Numbers:
    """Middle figure over areas, shape (1, indicators, periods); NaN where there is no figure."""
    middle = np.full(x.shape[1:], np.nan)
    some = ~np.all(np.isnan(x), axis=0)
    middle[some] = np.nanmedian(x[:, some], axis=0)
    return middle[np.newaxis]


def _of_group(x: Numbers, groups: Sequence[str | None], typical: Callable[[Numbers], Numbers]) -> Numbers:
    """For every area, the typical figure of its group; NaN for an area of no group."""
    if len(groups) != len(x):
        raise ValueError(f"there are {len(x)} areas but {len(groups)} groups")
    labels = np.array(["" if group is None else str(group) for group in groups])
    guess = np.full(x.shape, np.nan)
    for label in np.unique(labels[labels != ""]):
        guess[labels == label] = typical(x[labels == label])
    return guess


def _expected(x: Numbers, within_seen: bool) -> Numbers:
    """What the other columns lead one to expect at each gap of `x`, shape (areas, columns).

    Areas with the same gaps share one fitted rule per gap.
    """
    there = ~np.isnan(x)
    expected = np.full(x.shape, np.nan)
    patterns, which = np.unique(there, axis=0, return_inverse=True)
    for number, pattern in enumerate(patterns):
        asking, others = np.flatnonzero(which == number), np.flatnonzero(pattern)
        for column in np.flatnonzero(~pattern):
            teachers = np.all(there[:, [*others, column]], axis=1)
            if others.size == 0 or teachers.sum() < others.size + 2:
                continue
            guess = _predict(x[np.ix_(teachers, others)], x[teachers, column], x[np.ix_(asking, others)])
            seen = x[there[:, column], column]
            expected[asking, column] = np.clip(guess, seen.min(), seen.max()) if within_seen else guess
    return expected


def _predict(known: Numbers, answers: Numbers, asked: Numbers) -> Numbers:
    """Least squares on columns brought to one scale; of equally good fits, the one with the smallest slopes."""
    centre = known.mean(axis=0)
    spread = known.std(axis=0)
    spread = np.where(spread > 1e-12 * np.abs(centre), spread, np.inf)  # a constant column explains nothing
    slopes = np.linalg.lstsq((known - centre) / spread, answers - answers.mean(), rcond=1e-10)[0]
    guess: Numbers = answers.mean() + (asked - centre) / spread @ slopes
    return guess


def _place_before(x: Numbers) -> NDArray[np.int64]:
    """For each area, indicator and period, the last period up to and with this one that has a figure; -1 for none."""
    place = np.where(np.isnan(x), -1, np.arange(x.shape[2]))
    latest: NDArray[np.int64] = np.maximum.accumulate(place, axis=2)
    return latest


METHODS: Mapping[str, Callable[..., Filled]] = {
    "none": none,
    "mean": mean,
    "median": median,
    "group_mean": group_mean,
    "group_median": group_median,
    "regression": regression,
    "last_known": last_known,
    "next_known": next_known,
    "linear": linear,
}
