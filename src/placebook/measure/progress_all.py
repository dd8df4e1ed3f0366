"""The class of progress of every area on one part at once: the same as `progress` gives, without the words."""

from __future__ import annotations

from itertools import combinations

import numpy as np
from numpy.typing import NDArray

from placebook.measure.comparable import why_no_trend, why_no_years, year_of
from placebook.measure.progress import (
    _DECIMALS,
    LEAST_TO_SEE_CHANGE,
    LEAST_TO_SEE_NONE,
    Progress,
    _weights_move,
)
from placebook.measure.slope import LEAST_YEARS, _pairs_to_drop
from placebook.measure.strengths import better_sign
from placebook.types import Cube, Index, Numbers, Part, ProgressPlan

Marks = NDArray[np.bool_]
Words = NDArray[np.object_]


def progress_of_all(index: Index, part: Part, period: str, figures: Cube) -> Words:
    """The class of every area's progress on a part that is made of others, up to a period.

    For a page that says of thousands of areas which way they go. The areas whose scores are made alike in the
    same years are worked out together, from one table of the slopes between every two years.

    Parameters
    ----------
    index, period, figures : as for `progress`
    part : a part with parts below it

    Returns
    -------
    shape (areas,), of Progress, in the order of the index's areas
    """
    until = index.scores.periods.index(period) + 1
    words: Words = np.full(len(index.scores.areas), Progress.NOT_KNOWN, dtype=object)
    if why_no_trend(index.recipe) or why_no_years(index.scores.periods[:until]):
        return words
    scores = index.scores.values[:, index.place(part.name), :until]
    like = _made_alike(index, part, until)
    published = _published(index, part, until, figures)
    patterns, which = np.unique(like, axis=0, return_inverse=True)
    for at, pattern in enumerate(patterns):
        rows = np.flatnonzero((which.reshape(-1) == at) & ~np.isnan(scores[:, -1]))
        if np.sum(pattern) < LEAST_YEARS or not len(rows) or _weights_move(index, part, pattern):
            continue
        years = np.array([year_of(index.scores.periods[t]) for t in np.flatnonzero(pattern)], dtype=np.float64)
        slopes = _slopes(scores[rows][:, pattern], years)
        found = _classes(*slopes, index.recipe.progress, better_sign(index))
        words[rows] = _as_far_as_seen(found, _observed(index, part, pattern, rows, published, until))
    return words


def _made_alike(index: Index, part: Part, until: int) -> Marks:
    """Where a part was made of the same indicators as in the last period, shape (areas, periods)."""
    leaves = [index.place(one.name) for one in part.walk() if one.indicator is not None]
    there = ~np.isnan(index.scores.values[:, leaves, :until])
    scores = index.scores.values[:, index.place(part.name), :until]
    alike: Marks = np.all(there == there[:, :, -1:], axis=1) & ~np.isnan(scores)
    return alike


def _published(index: Index, part: Part, until: int, figures: Cube) -> dict[str, Marks]:
    """Where the figure of each indicator below a part was published, by the part's name, shape (areas, periods)."""
    places = {code: i for i, code in enumerate(figures.areas)}
    rows = [places[code] for code in index.scores.areas]
    when = [figures.periods.index(label) for label in index.scores.periods[:until]]
    return {
        one.name: ~np.isnan(figures.values[rows, figures.indicators.index(one.indicator), :][:, when])
        for one in part.walk()
        if one.indicator is not None
    }


def _slopes(values: Numbers, years: Numbers) -> tuple[Numbers, Numbers, Numbers]:
    """The middle slope of each row and the ends of its interval: `theil_sen` for many areas."""
    pairs = list(combinations(range(len(years)), 2))
    slopes = np.stack([(values[:, b] - values[:, a]) / (years[b] - years[a]) for a, b in pairs], axis=1)
    slopes.sort(axis=1)
    dropped = _pairs_to_drop(len(years))
    return np.median(slopes, axis=1), slopes[:, dropped], slopes[:, -1 - dropped]


def _classes(per_year: Numbers, low: Numbers, high: Numbers, plan: ProgressPlan, sign: float) -> Words:
    """The class of each change a year: `classify` for many areas."""
    change = np.round(sign * per_year, _DECIMALS)
    ends = np.sort(np.round(sign * np.stack([low, high], axis=1), _DECIMALS), axis=1)
    below, above = ends[:, 0], ends[:, 1]
    small = (below <= 0) & (above >= 0) & ((below < -plan.stagnation) | (above > plan.stagnation))
    found = np.select(
        [small, change < -plan.stagnation, change <= plan.stagnation, change >= plan.significant],
        [0, 1, 2, 3],
        default=4,
    )
    words = np.array(
        [Progress.TOO_SMALL, Progress.DETERIORATION, Progress.STAGNATION, Progress.SIGNIFICANT, Progress.STEADY], object
    )
    chosen: Words = words[found]
    return chosen


def _observed(
    index: Index, part: Part, pattern: Marks, rows: NDArray[np.intp], published: dict[str, Marks], until: int
) -> Numbers:
    """The share of a part's weight that was published in enough of these periods: `observed_share` for many areas."""
    when = np.flatnonzero(pattern)
    if part.indicator is not None:
        enough: Numbers = (np.sum(published[part.name][np.ix_(rows, when)], axis=1) >= LEAST_YEARS).astype(float)
        return enough
    last = when[-1]
    below = [one for one in part.measured]
    places = [index.place(one.name) for one in below]
    there = ~np.isnan(index.scores.values[rows][:, places, last])
    weights = np.abs(index.weights[places, last]) * there
    shares = np.stack([_observed(index, one, pattern, rows, published, until) for one in below], axis=1)
    total = weights.sum(axis=1)
    seen: Numbers = np.divide((weights * shares).sum(axis=1), total, out=np.zeros(len(rows)), where=total > 0)
    return seen


def _as_far_as_seen(words: Words, observed: Numbers) -> Words:
    """The classes, unless too little of a part was published often enough to say so."""
    still = np.array([word is Progress.STAGNATION for word in words], bool)
    unseen = (observed < LEAST_TO_SEE_CHANGE) | (still & (observed < LEAST_TO_SEE_NONE))
    unseen &= observed != 1
    said = words.copy()
    said[unseen] = Progress.NOT_KNOWN
    return said
