"""From counts to figures that may be published: whole years, years taken together, the disclosure gate, then the rate.

The gate comes before the rate. What is hidden has no value, no limits and no numerator, so that nothing that stands
beside it gives it back; and a rate is worked out from the count that may be shown, rounded where that one is.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from placebook.measure.disclosure import Protected, protect
from placebook.methods.estimates import Estimate, Texts, Truths
from placebook.methods.pool import pooled
from placebook.methods.rates import proportion, rate
from placebook.methods.shrink import shrunk_rate
from placebook.methods.standardise import (
    directly_standardised,
    expected_events,
    reference_rate,
    standardised_ratio,
)
from placebook.types import NOTHING, Counts, DataError, DisclosureRule, Numbers, State

BY_BAND = ("dsr", "smr", "isr")  # these read counts and people by band, and the others a sum
METHODS = ("rate", "proportion", *BY_BAND)
HIDDEN = "too small to show"
NOT_COUNTED = "nobody counted here"
NO_PEOPLE = "no denominator for this period"
ZERO = "the denominator is zero"
ABOVE = "more were counted than the denominator holds"


@dataclass(frozen=True, slots=True)
class Plan:
    """How counts become a figure. `per` is what a rate is for each of; `years` go together in one figure.

    Runs of years stand apart, the last one ending with the last year: 2011-2013, 2014-2016. `rolling` ones begin anew
    each year and share years, so that their differences say something of single years; then single years are guarded
    as if they were published too, which hides more.

    `standard` gives the standard population of each band (dsr), `reference` events and people of each band in the
    reference (smr, isr); an empty reference stands for all areas together.
    """

    method: str = "rate"
    per: float = 1
    confidence: tuple[float, ...] = (95.0,)
    years: int = 1
    rolling: bool = False
    shrink: bool = False
    standard: Mapping[str, float] = field(default_factory=lambda: NOTHING)
    reference: Mapping[str, tuple[float, float]] = field(default_factory=lambda: NOTHING)


@dataclass(frozen=True, slots=True)
class People:
    """What is below the line, for the areas and periods of the counts, and whether it is an estimate.

    `values` has shape (areas, periods), or (areas, periods, bands) for figures by band; NaN = missing. `confidential`
    says that they are counts of people from records too, so that the rest of them is protected as well.
    """

    values: Numbers
    estimated: Truths  # shape (areas, periods)
    confidential: bool = False


@dataclass(frozen=True, slots=True)
class Published:
    """Figures as they may be published, all of shape (areas, periods); lower and upper with the levels behind.

    `state` has a State for each and `note` why there is no value, where there is none and it is not hidden.
    """

    areas: tuple[str, ...]
    periods: tuple[str, ...]
    value: Numbers
    lower: Numbers
    upper: Numbers
    numerator: Numbers
    denominator: Numbers
    state: Texts
    note: Texts
    confidence: tuple[float, ...]
    hidden: int  # how many numerators are hidden
    gap: float  # how much of what is hidden may be more than was needed; 0 = proved to be the least


def publish(
    counts: Counts,
    people: People,
    plan: Plan,
    rule: DisclosureRule,
    within: Mapping[str, str] = NOTHING,
    estimated: Truths | None = None,
) -> Published:
    """Work out what may be published of counts: a rate with limits for each area and period, or why there is none.

    Parameters
    ----------
    counts : the numerator, shape (areas, periods, categories); categories are bands for dsr, smr and isr, and are
        summed for the others. Periods are neighbours of equal length, in order
    people : below the line
    plan : the method and its options
    rule : what may be shown of a count
    within : each area and the wider area that it lies in
    estimated : where the counts are themselves estimates, shape (areas, periods): after a rebase that divided areas

    Returns
    -------
    Published; with years taken together, its periods are runs of years: "2011-2013"

    Raises
    ------
    DataError : a method, shape or option that does not fit; or as `protect`
    """
    _check(counts, people, plan, rule)
    guess = people.estimated | (False if estimated is None else estimated)
    periods = _labels(counts.periods, plan)
    by_band, below = _pool(counts.values, plan), _pool(people.values, plan)
    guess = _pool(guess.astype(np.float64), plan) > 0
    totals = by_band.sum(axis=2)
    people_in_all = below.sum(axis=2) if below.ndim == 3 else below
    doubts = _doubts(totals, people_in_all, plan.method)
    gate = _protected(counts, people, plan, rule, within)
    first, last = len(gate.table.periods) - len(periods), len(gate.table.periods)
    hidden: Truths = gate.hidden[:, first:last].any(axis=2) & ~np.isnan(totals)
    shown = np.where(hidden, np.nan, gate.shown[:, first:last, 0] if plan.method not in BY_BAND else totals)
    usable = ~hidden & (doubts == "")
    found = _figures(np.where(usable, shown, np.nan), by_band, below, usable, plan, within, counts)
    missing = np.isnan(found.value)
    state = np.full(totals.shape, State.OBSERVED.value, dtype=object)
    state[guess | plan.shrink] = State.ESTIMATED.value
    state[missing] = State.NOT_MEASURED.value
    state[hidden] = State.TOO_SMALL.value
    note = np.where(hidden, "", np.where(doubts != "", doubts, np.where(missing, found.why, "")))
    base = np.where((hidden & people.confidential) | (people_in_all == 0), np.nan, people_in_all)
    return Published(
        counts.areas,
        periods,
        found.value,
        found.lower,
        found.upper,
        np.where(usable & ~missing, shown, np.nan),
        base,
        state,
        note.astype(object),
        plan.confidence,
        int(hidden.sum()),
        gate.gap,
    )


def _check(counts: Counts, people: People, plan: Plan, rule: DisclosureRule) -> None:
    if plan.method not in METHODS:
        raise DataError(f"{plan.method!r} is no method of a measure; write one of {', '.join(METHODS)}")
    wanted = counts.values.shape if plan.method in BY_BAND else counts.values.shape[:2]
    if people.values.shape != wanted:
        raise DataError(f"the denominator has shape {people.values.shape}, and {plan.method} needs {wanted}")
    if plan.method in BY_BAND and rule.round_to > 1:
        raise DataError(f"{plan.method} is made of counts by band, which are not rounded; write round_to: 1")
    if plan.method in BY_BAND and (plan.shrink or people.confidential):
        raise DataError(f"{plan.method} cannot be drawn together, and its denominator cannot be counts of records")
    if plan.method == "proportion" and plan.shrink:
        raise DataError("only rates are drawn towards the wider area; write method: rate, or leave shrink: out")
    for name, bands in (("standard", plan.standard), ("reference", plan.reference)):
        lacking = [band for band in counts.categories if bands and band not in bands]
        if lacking:
            raise DataError(f"the {name} has no figure for {', '.join(lacking)}; add one for each category")
    if plan.method == "dsr" and not plan.standard:
        raise DataError("dsr needs a standard population: write standard: with a figure for each category")


def _pool(values: Numbers, plan: Plan) -> Numbers:
    """Sum over runs of periods (the second axis)."""
    if plan.years == 1:
        return np.asarray(values)
    summed = np.moveaxis(pooled(np.moveaxis(values, 1, -1), plan.years), -1, 1)
    return summed if plan.rolling else summed[:, _apart(values.shape[1], plan.years)]


def _apart(periods: int, years: int) -> NDArray[np.int64]:
    """Where runs begin that share no year, the last of them ending with the last period."""
    return np.arange((periods - years) % years, periods - years + 1, years)


def _labels(periods: tuple[str, ...], plan: Plan) -> tuple[str, ...]:
    if plan.years == 1:
        return periods
    if len(periods) < plan.years:
        raise DataError(
            f"{plan.years} periods go together in a figure, and there are {len(periods)}; ask for fewer years"
        )
    joined = " to " if any("/" in label for label in periods) else "-"
    return tuple(f"{periods[i]}{joined}{periods[i + plan.years - 1]}" for i in _begin(len(periods), plan))


def _begin(periods: int, plan: Plan) -> list[int]:
    runs = np.arange(periods - plan.years + 1) if plan.rolling else _apart(periods, plan.years)
    return [int(i) for i in runs]


def _doubts(totals: Numbers, people: Numbers, method: str) -> Texts:
    """Why there can be no rate, in words; '' where there can."""
    why = np.full(totals.shape, "", dtype=object)
    if method == "proportion":
        why[totals > people] = ABOVE
    why[people == 0] = ZERO
    why[np.isnan(people)] = NO_PEOPLE
    why[np.isnan(totals)] = NOT_COUNTED
    return why


def guarded(counts: Counts, people: People, plan: Plan) -> tuple[Counts, dict[str, tuple[str, ...]]]:
    """The table of counts that the gate is asked about, and which of its periods sum others.

    Rolling runs are guarded together with their single years: two runs that share years would else give away what
    lies between them. Where the denominator is counted from records, so are those of it who were not counted.
    """
    kinds = ["counted"]
    totals = counts.values.sum(axis=2, keepdims=True)
    joined, below = _pool(counts.values, plan).sum(axis=2, keepdims=True), _pool(people.values, plan)
    if people.confidential:
        kinds.append("the rest")
        totals = np.concatenate([totals, _rest(people.values[..., None], totals)], axis=2)
        joined = np.concatenate([joined, _rest(below[..., None], joined)], axis=2)
    labels, spans = _labels(counts.periods, plan), dict[str, tuple[str, ...]]()
    periods = labels
    if plan.years > 1 and plan.rolling:
        spans = {label: counts.periods[i : i + plan.years] for i, label in enumerate(labels)}
        joined, periods = np.concatenate([totals, joined], axis=1), (*counts.periods, *labels)
    return Counts(joined, counts.areas, periods, tuple(kinds), counts.area_kind, counts.boundaries), spans


def _protected(
    counts: Counts, people: People, plan: Plan, rule: DisclosureRule, within: Mapping[str, str]
) -> Protected:
    """What the gate says of the numerators."""
    table, spans = guarded(counts, people, plan)
    return protect(table, rule, {area: within[area] for area in counts.areas if area in within}, spans=spans)


def _rest(whole: Numbers, part: Numbers) -> Numbers:
    """Those of the denominator that are not in the numerator; not known where more were counted than it holds."""
    rest = whole - part
    return np.where(rest < 0, np.nan, rest)


def _figures(
    shown: Numbers,
    by_band: Numbers,
    below: Numbers,
    usable: NDArray[np.bool_],
    plan: Plan,
    within: Mapping[str, str],
    counts: Counts,
) -> Estimate:
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
    events, reference = _reference(by_band, below, plan, counts.categories)
    found = standardised_ratio(bands.sum(axis=2), expected_events(below, events, reference), plan.per, plan.confidence)
    if plan.method == "smr":
        return found
    crude = np.broadcast_to(reference_rate(events, reference, 1), found.value.shape)
    return Estimate(found.value * crude, found.lower * crude[..., None], found.upper * crude[..., None], found.why)


def _reference(by_band: Numbers, below: Numbers, plan: Plan, bands: tuple[str, ...]) -> tuple[Numbers, Numbers]:
    """Events and people of the reference by band: as stated, or of all areas together that have both."""
    if plan.reference:
        stated = np.array([plan.reference[band] for band in bands])
        return stated[:, 0], stated[:, 1]
    both = ~np.isnan(by_band + below)
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
