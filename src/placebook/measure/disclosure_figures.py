"""What a figure with its limits says of the count behind it, by every method of a measure."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from itertools import combinations

import numpy as np
from numpy.typing import NDArray

from placebook.measure.disclosure_clues import MOST, counts_that_give
from placebook.measure.publish_figures import reference_of
from placebook.measure.publish_plan import Plan, in_runs
from placebook.methods.rates import EXACT_BELOW, byar_limits, exact_limits, proportion
from placebook.methods.standardise import expected_events, reference_rate
from placebook.types import Numbers

Said = tuple[float, float]  # a figure, and half of its last place
Range = tuple[float, float, str]  # the least and the most that fit, and why that is known
_STORED = 1e-9  # of a figure: what writing it down may lose
_NOTHING = (0.0, np.inf)


def figure_of_one(by_band: Numbers, people: Numbers, plan: Plan, bands: tuple[str, ...]) -> Numbers:
    """What one event adds to a figure, shape (areas, periods): the least and the most, in two such arrays.

    Both are the same for rates, shares and ratios: the figure is the count times that. In a directly standardised
    rate one event adds more in one band than in another. People by band are taken as known, and so is the reference.

        rate, proportion : per / people          smr, isr : per / expected (times the reference's own rate)
        dsr : per * share of the standard / people of the band

    Parameters
    ----------
    by_band : counts, shape (areas, periods, bands)
    people : below the line, shape (areas, periods), or (areas, periods, bands)
    plan, bands : the method and its options, and what the bands are called

    Returns
    -------
    shape (2, areas, periods), figure per event; NaN where nobody is below the line, or figures are drawn together
    """
    counts, below = in_runs(by_band, plan), in_runs(people, plan)
    if plan.shrink:
        return np.full((2, *counts.shape[:2]), np.nan)
    if plan.method == "dsr":
        share = np.array([plan.standard[band] for band in bands])
        each = plan.per * share / share.sum() / np.where(below > 0, below, np.nan)
        return np.stack([each.min(axis=-1), each.max(axis=-1)])
    of = below
    if plan.method in ("smr", "isr"):
        events, reference = reference_of(counts, below, plan, bands)
        of = expected_events(below, events, reference)
        of = of / reference_rate(events, reference, 1) if plan.method == "isr" else of
    one = plan.per / np.where(of > 0, of, np.nan)
    return np.stack([one, one])


def counts_behind(
    value: Said | None, lower: Said | None, upper: Said | None, one: tuple[float, float], plan: Plan
) -> Range:
    """The least and the most people that a figure can be made of, from all that is published of it.

    Two ways are tried: the figure over what one event adds to it; and the figure with its limits, which lie the
    closer the more events there are. The second needs nobody to know how many people live there.

    Parameters
    ----------
    value, lower, upper : as published, with 95% limits; None where there is none
    one : what one event adds to the figure, least and most (`figure_of_one`); NaN where that is not known
    plan : the method of the measure

    Returns
    -------
    From 0 to infinity where no count fits: the figure was made of another one
    """
    found = [*_by_people(value, one)] if value is not None else []
    if lower is not None and upper is not None and not plan.shrink:
        low, high = counts_of_limits(value, lower, upper, plan)
        found.append((low, high, "its figure and limits are published"))
    found = [one for one in found if one[:2] != _NOTHING]
    if not found:
        return (*_NOTHING, "")
    return max(one[0] for one in found), min(one[1] for one in found), min(found, key=lambda one: one[1] - one[0])[2]


def _by_people(value: Said, one: tuple[float, float]) -> Iterator[Range]:
    least, most = one
    if np.isnan(least + most):
        return
    because = "its rate is published"
    if least == most:
        yield (*counts_that_give(*value, lambda counts: counts * least), because)
    else:
        low, high = (value[0] - value[1]) / most, (value[0] + value[1]) / least
        yield float(np.ceil(low * (1 - _STORED))), float(np.floor(high * (1 + _STORED))), because


def counts_of_limits(value: Said | None, lower: Said, upper: Said, plan: Plan) -> tuple[float, float]:
    """The counts that a figure and its 95% limits fit, without knowing of how many people.

        rate, smr, isr : upper / lower = upper limit of the count / its lower limit; and each over the figure itself
        dsr : (upper - value) / (value - lower) = (upper limit of the count - count) / (count - its lower limit)
        proportion : people = count / value, and then Wilson's limits

    Returns the least and the most that fit, or nought and infinity where none does.
    """
    if value is not None and value[0] <= value[1] + _STORED:
        return (0.0, 0.0) if plan.method != "dsr" else _NOTHING
    counts, low, high = _counts_with_limits()
    lower, upper = _as_stored(lower), _as_stored(upper)
    value = None if value is None else _as_stored(value)
    if plan.method not in ("dsr", "proportion"):
        pairs = [(lower, low), (upper, high), *([(value, counts)] if value else [])]
        fits = np.all([_in_step(*one, *other) for one, other in combinations(pairs, 2)], axis=0)
    elif value is None:
        return _NOTHING
    elif plan.method == "dsr":
        (v, half), (bottom, half_low), (top, half_high) = value, lower, upper
        off = np.abs((top - v) * (counts - low) - (v - bottom) * (high - counts))
        fits = off <= (half_high + half) * (counts - low) + (half + half_low) * (high - counts)
    else:
        fits = _of_a_share(value, lower, upper, counts, plan.per)
    found = counts[fits]
    return (float(found[0]), float(found[-1])) if len(found) else _NOTHING


def _as_stored(one: Said) -> Said:
    return one[0], one[1] + _STORED * abs(one[0])


def _in_step(one: Said, of_one: Numbers, other: Said, of_other: Numbers) -> NDArray[np.bool_]:
    """For which counts two figures stand to each other as what they are made of."""
    off = np.abs(one[0] * of_other - other[0] * of_one)
    return np.asarray(off <= one[1] * of_other + other[1] * of_one)


def _of_a_share(value: Said, lower: Said, upper: Said, counts: Numbers, per: float) -> NDArray[np.bool_]:
    people = np.maximum(counts * per / value[0], counts)
    made = proportion(counts, people, per)
    off_low, off_high = np.abs(made.lower[:, 0] - lower[0]), np.abs(made.upper[:, 0] - upper[0])
    return np.asarray((off_low <= lower[1] + 2 * value[1]) & (off_high <= upper[1] + 2 * value[1]))


@cache
def _counts_with_limits() -> tuple[Numbers, Numbers, Numbers]:
    """Every count from one on, with its limits: as `count_limits`, of which the exact ones are slow to find."""
    counts = np.arange(1, MOST + 1, dtype=np.float64)
    few = counts < EXACT_BELOW
    exact, byar = exact_limits(counts[few]), byar_limits(counts[~few])
    low, high = (np.concatenate([one[:, 0], other[:, 0]]) for one, other in zip(exact, byar, strict=True))
    return counts, low, high
