"""What an index that is out says of hidden counts: the score of an indicator, and the part left over of a whole.

A score is turned back with what is published beside it: the figures and scores of the other areas. Where these lie on
one line, they give the posts of the scale, whether the recipe wrote them down or took them from the data.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

import numpy as np

from placebook.measure.disclosure_audit import Clue
from placebook.measure.disclosure_clues import MOST, counts_that_give, part_left_over, score_of
from placebook.types import Cube, Index, Numbers, Part

_NEAR = 1e-6  # points that a score may be off a line, as numbers are stored
_LOOSE = 0.5  # per cent of all scores, beyond which wholes are not the means of their parts at all
_FEWEST = 3  # areas on a line, of which two make it and one confirms it

Said = tuple[float, float]  # a score, and how far it may be off
Figure = Callable[[Numbers], Numbers]


@dataclass(frozen=True, slots=True)
class HiddenCount:
    """A count that is hidden, the year in which an index reads it, and how its figure is made of it."""

    area: str
    period: str
    year: str
    category: str
    figure: Figure


def clues_of_index(index: Index, cube: Cube, indicator: str, hidden: Sequence[HiddenCount]) -> Iterator[Clue]:
    """What the scores of an index and its parts say of hidden counts of one indicator.

    Why: a figure that was hidden after a build, or that another source still holds, lives on in scores and in the
    wholes above them. Two ways back are tried for each hidden count and each part that reads the indicator: the
    part's own score, and its score as what is left of the whole when its siblings are taken away.

    Parameters
    ----------
    index : scores, weights and coverage as they are out
    cube : the figures as they are out; those of the hidden counts are not used
    indicator : whose counts are hidden
    hidden : the hidden counts

    Returns
    -------
    A clue for each score that some count gives. A score filled in from elsewhere says nothing and is left aside.
    """
    without = {(one.area, one.year) for one in hidden}
    for whole, part in _leaves(index.recipe.tree, indicator):
        for one in hidden:
            if part.name not in index.scores.indicators or not _has(index, cube, one):
                continue
            at, time = index.scores.areas.index(one.area), index.scores.periods.index(one.year)
            x, y = _figures_and_scores(index, cube, indicator, part.name, one.year, without)
            for said, because in _scores(index, whole, part, at, time):
                low, high = _counts_of(said, x, y, one.figure)
                if low > 0 or np.isfinite(high):
                    yield Clue(one.area, one.period, one.category, low, high, f"{because} in {index.recipe.id}")


def _counts_of(said: Said, x: Numbers, y: Numbers, figure: Figure) -> tuple[float, float]:
    """The counts that a score can come from: exactly where the scale is a line, else by the areas on either side."""
    for change in (_as_it_is, _logarithm):
        post = _posts(change(x), y)
        if post is not None:
            return counts_that_give(said[0], said[1] + _NEAR, score_of(_in_turn(figure, change), *post))
    return _counts_between(said, x, y, figure)


def _in_turn(first: Figure, then: Figure) -> Figure:
    return lambda counts: then(first(counts))


def _as_it_is(x: Numbers) -> Numbers:
    return x


def _logarithm(x: Numbers) -> Numbers:
    with np.errstate(divide="ignore", invalid="ignore"):
        return np.where(x > 0, np.log(x), np.where(x == 0, -np.inf, np.nan))


def _counts_between(said: Said, x: Numbers, y: Numbers, figure: Figure) -> tuple[float, float]:
    """The counts whose figure lies where a score puts it among those of other areas: ranks, bands, any rising scale.

    Nought and infinity where the scale neither rises nor falls throughout, or the score is beyond all others.
    """
    order = np.lexsort((y, x))
    x, y = x[order], y[order]
    x, y = x[~np.isnan(x + y)], y[~np.isnan(x + y)]
    steps = np.diff(y)
    if len(y) < _FEWEST or np.ptp(y) <= _NEAR or (np.any(steps > _NEAR) and np.any(steps < -_NEAR)):
        return 0.0, np.inf
    off, up = said[1] + _NEAR, steps.sum() > 0
    below, above = x[y < said[0] - off], x[y > said[0] + off]
    low = max(below if up else above, default=-np.inf)
    high = min(above if up else below, default=np.inf)
    counts = np.arange(MOST + 1, dtype=np.float64)
    made = figure(counts)
    same = x[np.abs(y - said[0]) <= off]
    if len(same) and np.all(np.abs(steps[np.diff(x) > 0]) > _NEAR):  # no two figures share a score
        fits = np.flatnonzero(np.abs(made - same[0]) <= 1e-9 * max(abs(float(same[0])), 1.0))
    else:
        fits = np.flatnonzero((made > low) & (made < high))
    all_fit = len(fits) == 0 or (low == -np.inf and high == np.inf)
    return (0.0, np.inf) if all_fit else (float(fits[0]), float(fits[-1]) if fits[-1] < MOST else np.inf)


def _leaves(whole: Part, indicator: str) -> Iterator[tuple[Part | None, Part]]:
    """Each part that reads the indicator, with the whole that it is a part of."""
    if whole.indicator == indicator:
        yield None, whole
    for above in whole.walk():
        yield from ((above, part) for part in above.parts if part.indicator == indicator)


def _has(index: Index, cube: Cube, one: HiddenCount) -> bool:
    return one.area in index.scores.areas and one.year in index.scores.periods and one.year in cube.periods


def _figures_and_scores(
    index: Index, cube: Cube, indicator: str, part: str, year: str, without: set[tuple[str, str]]
) -> tuple[Numbers, Numbers]:
    """What is published of each area but those of hidden counts: its figure and its score; NaN where there is none."""
    time, place = index.scores.periods.index(year), index.place(part)
    figures = cube.values[:, cube.indicators.index(indicator), cube.periods.index(year)]
    held = dict(zip(cube.areas, figures.tolist(), strict=True))
    x = np.array([np.nan if (area, year) in without else held.get(area, np.nan) for area in index.scores.areas])
    return x, np.where(index.estimated[:, place, time], np.nan, index.scores.values[:, place, time])


def _posts(x: Numbers, y: Numbers) -> tuple[tuple[float, float], tuple[float, float]] | None:
    """The posts of a scale and their scores, from the figures and scores of other areas; None where it is no line.

    Scores at the ends may be cut off, so the line is made of those between. It reaches as far again beyond them.
    """
    known = np.isfinite(x + y)
    inner = known & (y > np.min(y[known], initial=np.inf)) & (y < np.max(y[known], initial=-np.inf))
    used = inner if np.sum(inner) >= _FEWEST else known
    if np.sum(used) < _FEWEST or np.ptp(x[used]) == 0 or np.ptp(y[used]) == 0:
        return None
    first, last = (np.flatnonzero(used)[i] for i in (np.argmin(x[used]), np.argmax(x[used])))
    slope = (y[last] - y[first]) / (x[last] - x[first])
    if slope == 0 or np.max(np.abs(y[first] + slope * (x[used] - x[first]) - y[used])) > _NEAR:
        return None
    spread = max(float(np.nanmax(y) - np.nanmin(y)), 1.0)
    low, high = float(np.nanmin(y)) - spread, float(np.nanmax(y)) + spread
    start, end = (float(x[first] + (score - y[first]) / slope) for score in (low, high))
    return (start, end), (low, high)


def _scores(index: Index, whole: Part | None, part: Part, area: int, time: int) -> Iterator[tuple[Said, str]]:
    """The part's score, read off and worked out, with why it is known."""
    place = index.place(part.name)
    own = float(index.scores.values[area, place, time])
    if not np.isnan(own) and not index.estimated[area, place, time]:
        yield (own, 0.0), "its score is published"
    left = None if whole is None else _left_over(index, whole, part, area, time)
    if left is not None:
        yield left, "the whole and its other parts are published"


def _left_over(index: Index, whole: Part, part: Part, area: int, time: int) -> Said | None:
    """The part's score from the whole less its siblings; None where the whole is no mean, or was made without it."""
    names = [one.name for one in whole.measured if one.name in index.scores.indicators]
    if len(names) < 2:
        return None
    places = [index.place(name) for name in names]
    weights, at = index.weights[places, time], names.index(part.name)
    every, total = index.scores.values[:, places, time], index.scores.values[:, index.place(whole.name), time]
    others = [i for i in range(len(names)) if i != at]
    if weights[at] == 0 or not _was_in(index, whole, area, time, places):
        return None
    arithmetic = _taken_away(every, total, weights, at, others, area)
    if arithmetic is not None:
        return arithmetic
    logged = _taken_away(_logarithm(every), _logarithm(total), weights, at, others, area)  # a geometric mean
    return None if logged is None else (float(np.exp(logged[0])), float(np.exp(logged[0]) * logged[1]))


def _taken_away(
    every: Numbers, total: Numbers, weights: Numbers, at: int, others: Sequence[int], area: int
) -> Said | None:
    """The part of one area, where the wholes of the others are the weighted means of their parts."""
    off = np.abs(every @ weights / weights.sum() - total)
    off[area] = np.nan
    known = np.isfinite(off)
    if np.sum(known) < _FEWEST or np.max(off[known]) > _LOOSE * np.ptp(total[known]) / 100:
        return None
    if not np.isfinite(total[area]) or not np.all(np.isfinite(every[area, others])):
        return None
    half = float(np.max(off[known])) + 1e-9
    siblings = [(float(every[area, i]), 0.0) for i in others]
    return part_left_over((float(total[area]), half), siblings, weights[others].tolist(), float(weights[at]))


def _was_in(index: Index, whole: Part, area: int, time: int, places: Sequence[int]) -> bool:
    """Whether the whole rests on all its parts, each as published: its coverage, which is out too, says so."""
    most = float(np.nanmax(index.coverage[:, index.place(whole.name), time], initial=0.0))
    return float(index.coverage[area, index.place(whole.name), time]) >= most - 1e-9 and most > 0 and len(places) > 1
