"""Figures with limits of counts that may be shown, by each method of a measure."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
from numpy.typing import NDArray

from placebook.measure.publish_plan import Plan
from placebook.methods.estimates import Estimate
from placebook.methods.rates import proportion, rate
from placebook.methods.shrink import shrunk_rate
from placebook.methods.standardise import (
    directly_standardised,
    expected_events,
    reference_rate,
    standardised_ratio,
)
from placebook.types import Counts, Numbers


def figures(
    shown: Numbers,
    by_band: Numbers,
    below: Numbers,
    usable: NDArray[np.bool_],
    plan: Plan,
    within: Mapping[str, str],
    counts: Counts,
) -> Estimate:
    """The figures of a measure with their limits, by the method of its plan.

    Parameters
    ----------
    shown : counts that may be shown, shape (areas, periods); NaN = hidden, or no figure can be made
    by_band, below : counts and people, shape (areas, periods, bands) where the method reads bands
    usable : where there can be a figure, shape (areas, periods)
    plan : the method and its options
    within : each area and the wider area that it lies in
    counts : what the counts were, for the names of areas and bands
    """
    if plan.method == "rate":
        if plan.shrink:
            return _shrunk(shown, below, plan, [within.get(area, "") for area in counts.areas])
        return rate(shown, below, plan.per, plan.confidence)
    if plan.method == "proportion":  # a rounded numerator may pass the whole by less than the rounding
        return proportion(np.minimum(shown, below), below, plan.per, plan.confidence)
    bands = np.where(usable[..., None], by_band, np.nan)
    if plan.method == "dsr":
        standard = [plan.standard[band] for band in counts.categories]
        return directly_standardised(bands, below, standard, plan.per, plan.confidence)
    events, reference = reference_of(by_band, below, plan, counts.categories)
    found = standardised_ratio(bands.sum(axis=2), expected_events(below, events, reference), plan.per, plan.confidence)
    if plan.method == "smr":
        return found
    crude = np.broadcast_to(reference_rate(events, reference, 1), found.value.shape)
    return Estimate(found.value * crude, found.lower * crude[..., None], found.upper * crude[..., None], found.why)


def reference_of(by_band: Numbers, below: Numbers, plan: Plan, bands: tuple[str, ...]) -> tuple[Numbers, Numbers]:
    """Events and people of the reference by band: as stated, or of all areas together that have both."""
    if plan.reference:
        stated = np.array([plan.reference[band] for band in bands])
        return stated[:, 0], stated[:, 1]
    both = ~np.isnan(by_band + below) & ((below > 0) | (by_band == 0))  # nobody to count some of is a fault of the data
    return np.where(both, by_band, 0).sum(axis=0), np.where(both, below, 0).sum(axis=0)


def _shrunk(shown: Numbers, below: Numbers, plan: Plan, wider: list[str]) -> Estimate:
    """Each period and wider area by itself, from what may be shown: a hidden count moves no other area."""
    found = rate(shown, below, plan.per, plan.confidence)
    names = np.array(wider, dtype=object)
    for name in dict.fromkeys(wider):
        at = np.flatnonzero(names == name)
        for period in range(shown.shape[1]):
            if np.sum(found.why[at, period] == "") < 2:
                continue
            drawn = shrunk_rate(shown[at, period], below[at, period], plan.per, plan.confidence).estimate
            found.value[at, period], found.why[at, period] = drawn.value, drawn.why
            found.lower[at, period], found.upper[at, period] = drawn.lower, drawn.upper
    return found
