"""Progress: how a score has changed a year, in the four classes of the scorecard, or why it cannot be said."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from functools import cached_property, lru_cache

import numpy as np
from numpy.typing import NDArray

from placebook.measure.comparable import why_no_trend, why_no_years, year_of
from placebook.measure.slope import LEAST_YEARS, Slope, theil_sen
from placebook.measure.strengths import better_sign
from placebook.types import Cube, Index, Numbers, Part, ProgressPlan

# Shares of a part's weight that must rest on figures published in enough years: a change can be seen
# in a part of what is measured, but to say that nothing changed one must have looked at most of it.
LEAST_TO_SEE_CHANGE = 1 / 3
LEAST_TO_SEE_NONE = 1 / 2
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
    `observed` is the share of the part's weight (0 to 1) that was published in enough periods.
    """

    part: str
    progress: Progress
    reason: str
    per_year: float = np.nan
    low: float = np.nan
    high: float = np.nan
    periods: tuple[str, ...] = ()
    observed: float = np.nan


def progress(
    index: Index,
    area: str,
    period: str | None = None,
    figures: Cube | None = None,
    only: Collection[str] | None = None,
) -> tuple[Change, ...]:
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
    figures : the figures as published, which say in which years an indicator was measured, even
        where something it is divided by was filled in (a population between two estimates). When
        None, every score that the index marks as estimated counts as not published
    only : names of the parts that are wanted; all when None

    Raises
    ------
    ValueError : if the area or the period is not in the index, or an indicator not in the figures
    """
    until = index.scores.periods.index(period or index.scores.periods[-1]) + 1
    past = Past(index, index.scores.areas.index(area), until, _published(index, area, until, figures))
    wanted = [part for part in index.parts if only is None or part.name in only]
    refused = why_no_trend(index.recipe) or why_no_years(index.scores.periods[:until])
    if refused:
        return tuple(Change(part.name, Progress.NOT_KNOWN, refused) for part in wanted)
    return tuple(_change(past, part) for part in wanted)


@dataclass(frozen=True, slots=True)
class _Rows:
    """The rows, among the parts of an index, of the leaves of a part (itself, if it is one) and of all below it."""

    row: int  # its own
    leaves: list[int]
    measured: list[int]


@dataclass(frozen=True, slots=True)
class _Seen:
    """What some periods show of each part, by row: 1 where it was published in enough of them, its weight's size in
    the last of them, and whether it has a score then."""

    enough: list[float]
    weights: list[float]
    there: list[bool]


@lru_cache(maxsize=4)
def _below(tree: Part, names: tuple[str, ...]) -> Mapping[str, _Rows]:
    """What lies below each part of a tree, by its name: kept, since one area after another asks for the same tree."""
    rows = {name: at for at, name in enumerate(names)}
    return {
        part.name: _Rows(
            rows[part.name],
            [rows[p.name] for p in part.walk() if p.indicator is not None],
            [rows[p.name] for p in part.walk() if p is not part and p.not_measured is None],
        )
        for part in tree.walk()
        if part.name in rows
    }


@dataclass(frozen=True)
class Past:
    """One area's scores up to a period, and which of them rest on a figure published in its year.

    `at` is the place of the area, `until` counts the periods, and `published` has shape
    (parts, periods); it speaks of the parts that read an indicator.
    """

    index: Index
    at: int
    until: int
    published: NDArray[np.bool_]
    _seen: dict[bytes, _Seen] = field(default_factory=dict)

    def looked_at(self, periods: NDArray[np.bool_]) -> _Seen:
        """What these periods show of each part: kept, since most parts are looked at in the same ones."""
        key = periods.tobytes()
        if key not in self._seen:
            when = np.flatnonzero(periods)
            self._seen[key] = _Seen(
                (self.published[:, when].sum(axis=1) >= LEAST_YEARS).astype(float).tolist(),
                np.abs(self.index.weights[:, when[-1]]).tolist(),
                self.there[:, when[-1]].tolist(),
            )
        return self._seen[key]

    @cached_property
    def below(self) -> Mapping[str, _Rows]:
        """What lies below each part, by its name."""
        return _below(self.index.recipe.tree, self.index.scores.indicators)

    @cached_property
    def there(self) -> NDArray[np.bool_]:
        """Where each part has a score, shape (parts, periods)."""
        return ~np.isnan(self.index.scores.values[self.at, :, : self.until])

    def scores(self, part: Part) -> Numbers:
        """The scores of a part, shape (periods,)."""
        return self.index.scores.values[self.at, self.below[part.name].row, : self.until]


def _published(index: Index, area: str, until: int, figures: Cube | None) -> NDArray[np.bool_]:
    """Where an indicator's own figure was published: said by the figures, else by the marks of the index."""
    at = index.scores.areas.index(area)
    known = ~index.estimated[at, :, :until] & ~np.isnan(index.scores.values[at, :, :until])
    if figures is None:
        return known
    when = [figures.periods.index(label) for label in index.scores.periods[:until]]
    there = ~np.isnan(figures.values[figures.areas.index(area)])
    for k, part in enumerate(index.parts):
        if part.indicator is not None:
            known[k] = there[figures.indicators.index(part.indicator), when]
    return known


def _change(past: Past, part: Part) -> Change:
    scores = past.scores(part)
    if np.isnan(scores[-1]):
        return Change(part.name, Progress.NOT_KNOWN, "no score in this period")
    like = _made_alike(past, part)
    periods = tuple(label for label, yes in zip(past.index.scores.periods, like, strict=False) if yes)
    refused = _why_not_alike(past, part, like)
    if refused:
        return Change(part.name, Progress.NOT_KNOWN, refused, periods=periods)
    years = np.array([year_of(label) for label in periods], dtype=np.float64)
    slope = theil_sen(scores[like], years)
    word, reason = classify(slope, past.index.recipe.progress, better_sign(past.index))
    observed = observed_share(past, part, like)
    word, reason = _as_far_as_seen(word, reason, observed)
    if word is Progress.NOT_KNOWN:
        return Change(part.name, word, reason, periods=periods, observed=observed)
    return Change(part.name, word, reason, slope.per_year, slope.low, slope.high, periods, observed)


def _as_far_as_seen(word: Progress, reason: str, observed: float) -> tuple[Progress, str]:
    """The class, unless too little of a part was published often enough to say so."""
    if observed == 1:
        return word, reason
    share = f"{100 * observed:.0f}% of its weight was published in {LEAST_YEARS} periods or more"
    if observed < LEAST_TO_SEE_CHANGE or (word is Progress.STAGNATION and observed < LEAST_TO_SEE_NONE):
        return Progress.NOT_KNOWN, f"only {share}; the rest was carried forward or filled in"
    return word, f"{reason}; {share}"


def _made_alike(past: Past, part: Part) -> NDArray[np.bool_]:
    """The periods in which a part was made of the same indicators as in the last; published ones for an indicator."""
    rows = past.below[part.name]
    if part.indicator is not None:  # it has a score in the last period, or it would not be asked
        alone: NDArray[np.bool_] = past.there[rows.row] & past.published[rows.row]
        return alone
    there = past.there[rows.leaves]
    like: NDArray[np.bool_] = (there == there[:, -1:]).all(axis=0) & past.there[rows.row]
    return like


def _why_not_alike(past: Past, part: Part, like: NDArray[np.bool_]) -> str:
    """Why too few scores of a part were made alike to set them on one line; empty when there are enough."""
    count = int(np.count_nonzero(like))
    if count < LEAST_YEARS:
        what = "published figures" if part.indicator is not None else "a score made of the same parts"
        return f"too few periods: {count} with {what}, and a trend needs {LEAST_YEARS}"
    if part.parts and _weights_move(past.index, part, like, past.below[part.name].measured):
        return "the weights differ between periods, so scores of two periods are not made alike"
    return ""


def _weights_move(index: Index, part: Part, like: NDArray[np.bool_], below: list[int] | None = None) -> bool:
    """True when any part below was given another weight in another of these periods."""
    if below is None:
        below = [index.place(p.name) for p in part.walk() if p is not part and p.not_measured is None]
    weights = index.weights[below][:, np.flatnonzero(like)]
    if (weights == weights[:, -1:]).all():  # the usual case, told quickly
        return False
    return not np.allclose(weights, weights[:, -1:], rtol=1e-9, atol=0, equal_nan=True)


def observed_share(past: Past, part: Part, periods: NDArray[np.bool_]) -> float:
    """The share of a part's weight (0 to 1) that rests on figures published in enough of these periods.

    `periods` marks the periods looked at. Parts with no score in the last of them carry no weight.
    """
    return _share(past, part, past.looked_at(periods))


def _share(past: Past, part: Part, seen: _Seen) -> float:
    """The same, from what was looked up once for these periods."""
    if part.indicator is not None:
        return seen.enough[past.below[part.name].row]
    total, share = 0.0, 0.0
    for below in part.measured:
        row = past.below[below.name].row
        if seen.there[row]:
            total += seen.weights[row]
            share += seen.weights[row] * _share(past, below, seen)
    return share / total if total > 0 else 0.0


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
        return Progress.TOO_SMALL, said
    if change < -plan.stagnation:
        return Progress.DETERIORATION, said
    if change <= plan.stagnation:
        return Progress.STAGNATION, said
    return (Progress.SIGNIFICANT if change >= plan.significant else Progress.STEADY), said
