"""Progress: how a score has changed a year, in the four classes of the scorecard, or why it cannot be said."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from itertools import pairwise
from typing import Any

import numpy as np
from numpy.typing import NDArray

from placebook.measure.slope import LEAST_YEARS, Slope, theil_sen
from placebook.measure.strengths import better_sign
from placebook.types import Index, Numbers, Part, ProgressPlan, Recipe, Step

# Shares of a part's weight that must rest on figures published in enough years: a change can be seen
# in a part of what is measured, but to say that nothing changed one must have looked at most of it.
LEAST_TO_SEE_CHANGE = 1 / 3
LEAST_TO_SEE_NONE = 1 / 2
RANK_BASED = frozenset({"rank", "percentile_rank", "borda", "exponential_rank", "normal_scores", "copeland"})
FIXED_BY_HAND = frozenset({"none", "goalposts", "scaled", "distance_to_target", "log"})  # need no constants
_DECIMALS = 9  # of points a year: what lies below is rounding, not change


class Progress(StrEnum):
    """The four classes of progress, and the two ways of not knowing."""

    DETERIORATION = "Deterioration"
    STAGNATION = "Stagnation"
    STEADY = "Steady improvement"
    SIGNIFICANT = "Significant improvement"
    TOO_SMALL = "Too small to tell"
    NOT_KNOWN = "Not known"


@dataclass(frozen=True, slots=True)
class Change:
    """How the score of one part has changed: the class, the reason, points a year and their interval.

    `per_year`, `low` and `high` are points of score a year as they are, so that in an index whose
    high scores are worse a positive number is a turn for the worse; the class says which.
    """

    part: str
    progress: Progress
    reason: str
    per_year: float = np.nan
    low: float = np.nan
    high: float = np.nan
    periods: tuple[str, ...] = ()


def progress(index: Index, area: str, period: str | None = None) -> tuple[Change, ...]:
    """The progress of an area on every part of an index, up to a period, in the order of `index.parts`.

    The change a year is the robust slope of `theil_sen` over the periods in which the part was
    made of the same parts as in the last one, so that a part which came or went is not taken for
    a change. What the recipe's thresholds make of it is said by `classify`.

    No trend is given, and the reason is, where

    - the index cannot be compared over time (`why_no_trend`), or its weights moved;
    - the part has no score in the period, or fewer than four such periods;
    - less than a third of its weight rests on figures published in four of them or more; and less
      than half, where the finding would be stagnation: figures that were carried forward or filled
      in stand still because nobody measured them.

    Parameters
    ----------
    index : scores of every part over its periods
    area : code of the area
    period : the last period to look at; the index's last when None

    Raises
    ------
    ValueError : if the area or the period is not in the index
    """
    until = index.scores.periods.index(period or index.scores.periods[-1]) + 1
    at = index.scores.areas.index(area)
    refused = why_no_trend(index.recipe) or _why_no_years(index.scores.periods[:until])
    if refused:
        return tuple(Change(part.name, Progress.NOT_KNOWN, refused) for part in index.parts)
    return tuple(_change(index, part, at, until) for part in index.parts)


def why_no_trend(recipe: Recipe) -> str:
    """Why scores made by a recipe cannot be compared between years; empty when they can.

    A rank says how an area stands among others, not how it is. And a scale whose ends move each
    year (that year's best and worst, or mean and spread) moves the scores of an area where
    nothing has changed.
    """
    ranked = sorted(methods_of(recipe) & RANK_BASED)
    if ranked:
        return f"scores are made from ranks ({ranked[0]}), which say how areas stand to each other, not how they change"
    moving = sorted(_scaling_methods(recipe) - FIXED_BY_HAND)
    if moving and recipe.constants_from == "each_period":
        return f"the scale is set anew in each period ({moving[0]}), so scores of two periods are not on the same scale"
    return ""


def methods_of(recipe: Recipe) -> frozenset[str]:
    """Every normalising and aggregating method a recipe uses, those of single levels and parts included."""
    found = {step.method for step in recipe.steps if step.family == "normalise"}
    for step in recipe.steps:
        if step.family == "aggregate":
            found.update(one["method"] for one in _ways_to_aggregate(step) if "method" in one)
    return frozenset(found | _scaling_methods(recipe))


def _scaling_methods(recipe: Recipe) -> frozenset[str]:
    """The methods that put figures, or scores on their way up, on a scale."""
    found = {step.method for step in recipe.steps if step.family in ("treat", "normalise")}
    for step in recipe.steps:
        if step.family == "aggregate":
            found.update(one["then"]["method"] for one in _ways_to_aggregate(step) if "then" in one)
    return frozenset(found)


def _ways_to_aggregate(step: Step) -> list[Mapping[str, Any]]:
    """The options of an aggregate step for everything, for single levels and for single parts."""
    special = [*step.options.get("by_level", {}).values(), *step.options.get("by_part", {}).values()]
    return [{**step.options, "method": step.method}, *special]


def year_of(period: str) -> int | None:
    """The year a period label begins with: 2012 for "2012", "2012/13" and "2012-2014"; None if it has none."""
    found = re.match(r"(\d{4})(?!\d)", period)
    return int(found[1]) if found else None


def _why_no_years(periods: tuple[str, ...]) -> str:
    """Why these periods cannot be put on a line of years; empty when they can."""
    if len(periods) < LEAST_YEARS:
        return f"too few periods: {len(periods)}, and a trend needs {LEAST_YEARS}"
    years = [year_of(label) for label in periods]
    for label, year in zip(periods, years, strict=True):
        if year is None:
            return f"the period {label!r} does not begin with a year"
    known = [year for year in years if year is not None]
    if any(later <= earlier for earlier, later in pairwise(known)):
        return "the periods are not in rising order of years, one each"
    return ""


def _change(index: Index, part: Part, at: int, until: int) -> Change:
    scores = index.scores.values[at, index.place(part.name), :until]
    if np.isnan(scores[-1]):
        return Change(part.name, Progress.NOT_KNOWN, "no score in this period")
    like = _made_alike(index, part, at, until)
    periods = tuple(label for label, yes in zip(index.scores.periods, like, strict=False) if yes)
    refused = _why_not_alike(index, part, like)
    if refused:
        return Change(part.name, Progress.NOT_KNOWN, refused, periods=periods)
    years = np.array([year_of(label) for label in periods], dtype=np.float64)
    slope = theil_sen(scores[like], years)
    word, reason = classify(slope, index.recipe.progress, better_sign(index))
    word, reason = _as_far_as_seen(word, reason, observed_share(index, part, at, like))
    if word is Progress.NOT_KNOWN:
        return Change(part.name, word, reason, periods=periods)
    return Change(part.name, word, reason, slope.per_year, slope.low, slope.high, periods)


def _as_far_as_seen(word: Progress, reason: str, observed: float) -> tuple[Progress, str]:
    """The class, unless too little of a part was published often enough to say so."""
    if observed == 1:
        return word, reason
    share = f"{100 * observed:.0f} % of its weight was published in {LEAST_YEARS} periods or more"
    if observed < LEAST_TO_SEE_CHANGE or (word is Progress.STAGNATION and observed < LEAST_TO_SEE_NONE):
        return Progress.NOT_KNOWN, f"only {share}; the rest was carried forward or filled in"
    return word, f"{reason}; {share}"


def _made_alike(index: Index, part: Part, at: int, until: int) -> NDArray[np.bool_]:
    """The periods in which a part was made of the same indicators as in the last; published ones for an indicator."""
    leaves = [index.place(p.name) for p in part.walk() if p.indicator is not None]
    there = ~np.isnan(index.scores.values[at, leaves, :until])
    like: NDArray[np.bool_] = np.all(there == there[:, -1:], axis=0)
    like &= ~np.isnan(index.scores.values[at, index.place(part.name), :until])
    if part.indicator is not None:
        like &= ~index.estimated[at, leaves[0], :until]
    return like


def _why_not_alike(index: Index, part: Part, like: NDArray[np.bool_]) -> str:
    """Why too few scores of a part were made alike to set them on one line; empty when there are enough."""
    count = int(np.sum(like))
    if count < LEAST_YEARS:
        what = "published figures" if part.indicator is not None else "a score made of the same parts"
        return f"too few periods: {count} with {what}, and a trend needs {LEAST_YEARS}"
    if _weights_move(index, part, like):
        return "the weights differ between periods, so scores of two periods are not made alike"
    return ""


def _weights_move(index: Index, part: Part, like: NDArray[np.bool_]) -> bool:
    """True when any part below was given another weight in another of these periods."""
    below = [index.place(p.name) for p in part.walk() if p is not part and p.not_measured is None]
    weights = index.weights[below][:, np.flatnonzero(like)]
    return not np.allclose(weights, weights[:, -1:], rtol=1e-9, atol=0, equal_nan=True)


def observed_share(index: Index, part: Part, at: int, periods: NDArray[np.bool_]) -> float:
    """The share of a part's weight (0 to 1) that rests on figures published in enough of these periods.

    `at` is the place of the area and `periods` marks the periods looked at. Parts with no score
    in the last of them carry no weight.
    """
    when = np.flatnonzero(periods)
    if part.indicator is not None:
        seen = ~np.isnan(index.scores.values[at, index.place(part.name), when])
        published = seen & ~index.estimated[at, index.place(part.name), when]
        return float(np.sum(published) >= LEAST_YEARS)
    there = [p for p in part.measured if not np.isnan(index.scores.values[at, index.place(p.name), when[-1]])]
    weights: Numbers = np.abs([index.weights[index.place(p.name), when[-1]] for p in there])
    shares = np.array([observed_share(index, p, at, periods) for p in there])
    total = float(np.sum(weights))
    return float(np.sum(weights * shares)) / total if total > 0 else 0.0


def classify(slope: Slope, plan: ProgressPlan, sign: float = 1.0) -> tuple[Progress, str]:
    """The class of a change a year, by the thresholds a recipe publishes, and the reason in words.

    With `sign` -1 a falling score is an improvement. For points a year on the better side:

        too small to tell        the interval takes in no change at all, and at one end or both
                                 reaches beyond +/- stagnation: it could be either
        deterioration            below -stagnation
        stagnation               from -stagnation up to +stagnation
        steady improvement       above +stagnation, below significant
        significant improvement  from significant on

    So "stagnation" is a finding, that any change is small, and never a want of evidence.
    """
    change = round(sign * slope.per_year, _DECIMALS)
    low, high = sorted((round(sign * slope.low, _DECIMALS), round(sign * slope.high, _DECIMALS)))
    said = f"{abs(change):.2g} points a year {'better' if change >= 0 else 'worse'}, range {low:+.2g} to {high:+.2g}"
    if low <= 0 <= high and (low < -plan.stagnation or high > plan.stagnation):
        return Progress.TOO_SMALL, f"{said}: both better and worse are possible"
    if change < -plan.stagnation:
        return Progress.DETERIORATION, said
    if change <= plan.stagnation:
        return Progress.STAGNATION, said
    return (Progress.SIGNIFICANT if change >= plan.significant else Progress.STEADY), said
