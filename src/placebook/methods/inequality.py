"""How unequally a figure falls from the most to the least deprived: the slope and the relative index of inequality."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from placebook.methods.estimates import Estimate, Texts, as_counts, reasons, standard_errors, tails, without
from placebook.types import Numbers

FEWEST_GROUPS = 3  # a line through two points fits anything
RUNS = 100_000
SEED = 1
_95 = (95,)


@dataclass(frozen=True, slots=True)
class Scale:
    """The scale on which figures of a kind have even limits: the way there and the way back."""

    there: Callable[[Numbers], Numbers]
    back: Callable[[Numbers], Numbers]


def _logit(x: Numbers) -> Numbers:
    found: Numbers = np.log(x / (1 - x))
    return found


def _expit(x: Numbers) -> Numbers:
    found: Numbers = 1 / (1 + np.exp(-x))
    return found


def _plain(x: Numbers) -> Numbers:
    return x


SCALES = {
    "plain": Scale(_plain, _plain),  # as life expectancy, scores, incomes
    "rate": Scale(np.log, np.exp),
    "proportion": Scale(_logit, _expit),  # a share from 0 to 1
}


@dataclass(frozen=True, slots=True)
class Inequality:
    """The slope index and the relative index, each with limits."""

    slope: Estimate
    relative: Estimate


def error_from_limits(lower: ArrayLike, upper: ArrayLike, kind: str = "plain") -> Numbers:
    """The standard error behind 95 per cent limits, on the scale of the kind: see `SCALES`.

        (upper - lower) / (2 * 1.96), after the logarithm for rates and the logit for proportions

    Shapes: those of the limits. Raises ValueError for another kind. Source: as `slope_index`.
    """
    there = _scale(kind).there
    with np.errstate(divide="ignore", invalid="ignore"):  # a rate of 0 has no logarithm, and then no error
        low, high = there(np.asarray(lower, np.float64)), there(np.asarray(upper, np.float64))
        error = (high - low) / (2 * float(standard_errors(_95)[0]))
    return np.where(np.isfinite(error), error, np.nan)


def slope_index(
    values: ArrayLike,
    errors: ArrayLike,
    population: ArrayLike,
    kind: str = "plain",
    transform: bool = False,
    confidence: Sequence[float] = _95,
    runs: int = RUNS,
    seed: int = SEED,
) -> Inequality:
    """The difference, and the ratio, between the two ends of the social ladder, by the line that fits all groups.

    For saying how unequal a place is with every group taken into account, and not the two ends alone.

        b = people in a group / all people           r = (people in groups before it + half of the group) / all
        line through (r, value), fitted by least squares with weights b:  value = c + s r
        slope index = s                              the last end less the first
        relative index = (c + s) / c                 the last end over the first

    With `transform` the line is fitted to the logarithm of a rate or the logit of a proportion, and both ends are
    turned back before they are set against each other.

    The limits are those of the index when each figure varies by its standard error. For plain figures the slope is a
    sum of them, so its limits are exact: s -+ z sqrt(sum(weight^2 error^2)). All others are percentiles of the index
    over `runs` draws with the recorded seed, each figure normal on the scale of its kind: logarithm or logit.

    Parameters
    ----------
    values : shape (areas, groups), groups from the most to the least deprived; NaN = missing
    errors : the same shape: standard errors, on the scale of the kind (see `error_from_limits`)
    population : the same shape, people from 0 up
    kind : plain, rate, or proportion (a share from 0 to 1)
    transform : whether the line is fitted on the scale of the kind
    confidence : per cent, shape (levels,)
    runs, seed : of the draws. Area i draws with the seeds (seed, i), so it has the same limits whatever stands after it

    Returns
    -------
    Inequality: two Estimates of shape (areas,), the slope in the unit of the values. No value where a figure, an error
    or people are missing, or a group has nobody

    Raises
    ------
    ValueError : fewer than three groups; another kind; a figure that its kind cannot have; an error below zero

    Source: Low and Low (2004), Measuring the gap: quantifying and comparing local health inequalities, Journal of
    Public Health 26(4); Association of Public Health Observatories, Slope index of inequality tool (simulated limits).
    """
    scale = _scale(kind)
    y, error, people = _groups(values, errors, population, kind)
    why = _why_none(y, error, people)
    usable = (why == "")[:, None]
    ends = _ends(np.where(usable, people, 1.0))
    slope, relative = _indices(_two_ends(ends, y, scale, transform))
    low, high = _drawn(ends, np.where(usable, y, np.nan), error, scale, transform, confidence, (runs, seed))
    if kind == "plain":
        half = _half_width(ends, error, confidence)
        low[0], high[0] = slope[:, None] - half, slope[:, None] + half
    both = (Estimate(slope, low[0], high[0], why), Estimate(relative, low[1], high[1], why))
    return Inequality(without(both[0], why), without(both[1], why))


def _groups(values: ArrayLike, errors: ArrayLike, population: ArrayLike, kind: str) -> tuple[Numbers, Numbers, Numbers]:
    """Figures, errors and people of one shape, areas by groups. Raises ValueError as `slope_index`."""
    y, error, people = np.broadcast_arrays(
        np.asarray(values, np.float64), as_counts(errors, "a standard error"), as_counts(population, "a population")
    )
    if y.ndim != 2 or y.shape[1] < FEWEST_GROUPS:
        raise ValueError(f"a slope needs areas by groups, {FEWEST_GROUPS} groups or more, not the shape {y.shape}")
    _refuse_impossible(y, kind)
    return y, error, people


def _why_none(y: Numbers, error: Numbers, people: Numbers) -> Texts:
    return reasons(
        y.shape[:1],
        (np.isnan(y).any(axis=1), "a figure of one group is missing"),
        (np.isnan(error).any(axis=1), "the limits of one group are missing or no use"),
        (np.isnan(people).any(axis=1), "the people of one group are missing"),
        ((people == 0).any(axis=1), "a group has nobody in it"),
    )


def _half_width(ends: Numbers, error: Numbers, confidence: Sequence[float]) -> Numbers:
    """How far the exact limits of a slope of plain figures lie from it, shape (areas, levels)."""
    weights = ends[:, 1] - ends[:, 0]
    half: Numbers = np.sqrt(np.sum(weights**2 * error**2, axis=1))[:, None] * standard_errors(confidence)
    return half


def _scale(kind: str) -> Scale:
    if kind not in SCALES:
        raise ValueError(f"a kind of figure is one of {', '.join(SCALES)}, not {kind!r}")
    return SCALES[kind]


def _refuse_impossible(y: Numbers, kind: str) -> None:
    if kind == "rate" and np.any(y <= 0):
        raise ValueError("a rate must be above zero here, as its logarithm is taken")
    if kind == "proportion" and np.any((y <= 0) | (y >= 1)):
        raise ValueError("a proportion must lie between 0 and 1 here, as its logit is taken")


def relative_ranks(population: Numbers) -> Numbers:
    """Where the middle person of each group stands among all people, from 0 to 1. Shape (areas, groups)."""
    share = population / population.sum(axis=-1, keepdims=True)
    ranks: Numbers = np.cumsum(share, axis=-1) - share / 2
    return ranks


def _ends(population: Numbers) -> Numbers:
    """What each figure counts for in the fitted line at its two ends, shape (areas, 2, groups)."""
    share, rank = population / population.sum(axis=-1, keepdims=True), relative_ranks(population)
    middle = np.sum(share * rank, axis=-1, keepdims=True)
    from_middle = share * (rank - middle)
    slope = from_middle / np.sum(from_middle * rank, axis=-1, keepdims=True)
    first = share - middle * slope
    return np.stack([first, first + slope], axis=1)


def _two_ends(ends: Numbers, y: Numbers, scale: Scale, transform: bool) -> Numbers:
    """The line at its first and last end, shape (2, areas); y is on its own scale."""
    on_line = scale.there(y) if transform else y
    found: Numbers = np.einsum("aeg,ag->ea", ends, on_line)
    return scale.back(found) if transform else found


def _indices(two_ends: Numbers) -> tuple[Numbers, Numbers]:
    first, last = two_ends
    with np.errstate(divide="ignore", invalid="ignore"):
        ratio = np.where(first != 0, last / first, np.nan)
    return last - first, ratio


def _drawn(
    ends: Numbers,
    y: Numbers,
    error: Numbers,
    scale: Scale,
    transform: bool,
    confidence: Sequence[float],
    draws: tuple[int, int],
) -> tuple[Numbers, Numbers]:
    """Lower and upper limits of both indices from draws, each of shape (2, areas, levels)."""
    runs, seed = draws
    tail = tails(confidence)
    low, high = np.full((2, len(y), len(tail)), np.nan), np.full((2, len(y), len(tail)), np.nan)
    for area in np.flatnonzero(~np.isnan(y).any(axis=1)):
        random = np.random.default_rng([seed, int(area)])
        drawn = scale.there(y[area]) + error[area] * random.standard_normal((runs, y.shape[1]))
        line = (drawn if transform else scale.back(drawn)) @ ends[area].T
        both = _indices((scale.back(line) if transform else line).T)
        for index, one in enumerate(both):
            low[index, area], high[index, area] = np.quantile(one, tail), np.quantile(one, 1 - tail)
    return low, high
