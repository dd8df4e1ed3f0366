"""From counts to figures that may be published: whole years, years taken together, the disclosure gate, then the rate.

The gate comes before the rate. What is hidden has no value, no limits and no numerator, so that nothing that stands
beside it gives it back; and a rate is worked out from the count that may be shown, rounded where that one is.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, replace

import numpy as np

from placebook.measure.disclosure import Protected, protect
from placebook.measure.disclosure_tables import Linked
from placebook.measure.publish_figures import figures
from placebook.measure.publish_plan import BY_BAND, EVERYWHERE, METHODS, Plan, in_runs, run_labels, whole_given_away
from placebook.methods.estimates import Texts, Truths
from placebook.types import NOTHING, Counts, DataError, DisclosureRule, Numbers, State

HIDDEN = "too small to show"
NOT_COUNTED = "nobody counted here"
NO_PEOPLE = "no denominator for this period"
ZERO = "the denominator is zero"
EMPTY = "some were counted in a category where the denominator has nobody"
ABOVE = "more were counted than the denominator holds"
VEILED = "with its people by age it would give away what another measure hides"


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
    gate: Protected | None = None,
    veiled: Truths | None = None,
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
    estimated : where the counts are estimates, shape (areas, periods): after a rebase that divided areas
    gate : what may be shown, where other measures are of the same counts (`protect_together`); else it is asked here
    veiled : where a figure would give away what another measure hides (`gives_bands_away`), shape (areas, periods)

    Returns
    -------
    Published; with years taken together, its periods are runs of years: "2011-2013"

    Raises
    ------
    DataError : a method, shape or option that does not fit; or as `protect` says
    """
    _check(counts, people, plan, rule)
    periods = run_labels(counts.periods, plan)
    by_band, below = in_runs(counts.values, plan), in_runs(people.values, plan)
    guess = in_runs(np.where(False if estimated is None else estimated, 1.0, people.estimated), plan) > 0
    totals = by_band.sum(axis=2)
    in_all = below.sum(axis=2) if below.ndim == 3 else below
    doubts = _doubts(by_band, below, plan.method, veiled)
    gate = gate or protected(counts, people, plan, rule, within)
    first = len(gate.table.periods) - len(periods)
    hidden: Truths = gate.hidden[:, first:].any(axis=2) & ~np.isnan(totals)
    shown = np.where(hidden, np.nan, totals if plan.method in BY_BAND else gate.shown[:, first:, 0])
    usable = ~hidden & (doubts == "")
    found = figures(np.where(usable, shown, np.nan), by_band, below, usable, plan, within, counts)
    missing = np.isnan(found.value)
    return Published(
        counts.areas,
        periods,
        found.value,
        found.lower,
        found.upper,
        np.where(usable & ~missing, shown, np.nan),
        np.where((hidden & people.confidential) | (in_all == 0), np.nan, in_all),
        _states(guess | plan.shrink, missing, hidden),
        _notes(hidden, doubts, np.where(missing, found.why, "")),
        plan.confidence,
        int(hidden.sum()),
        gate.gap,
    )


def _notes(hidden: Truths, doubts: Texts, why: Texts) -> Texts:
    return np.where(hidden, "", np.where(doubts != "", doubts, why)).astype(object)


def _states(estimated: Truths, missing: Truths, hidden: Truths) -> Texts:
    """The state of each figure; what is hidden goes before what is missing, and that before an estimate."""
    state = np.full(hidden.shape, State.OBSERVED.value, dtype=object)
    state[estimated] = State.ESTIMATED.value
    state[missing] = State.NOT_MEASURED.value
    state[hidden] = State.TOO_SMALL.value
    return state


def _check(counts: Counts, people: People, plan: Plan, rule: DisclosureRule) -> None:
    """Refuse a method, shape or option that does not fit."""
    if plan.method not in METHODS:
        raise DataError(f"{plan.method!r} is no method of a measure; write one of {', '.join(METHODS)}")
    _check_people(counts, people, plan)
    _check_options(people, plan, rule)
    for name, bands in (("standard", plan.standard), ("reference", plan.reference)):
        lacking = [band for band in counts.categories if bands and band not in bands]
        if lacking:
            raise DataError(f"the {name} has no figure for {', '.join(lacking)}; add one for each category")
    if plan.method == "dsr" and not plan.standard:
        raise DataError("dsr needs a standard population: write standard: with a figure for each category")


def _check_options(people: People, plan: Plan, rule: DisclosureRule) -> None:
    by_band = plan.method in BY_BAND
    if by_band and rule.round_to > 1:
        raise DataError(f"{plan.method} is made of counts by band, which are not rounded; write round_to: 1")
    if by_band and (plan.shrink or people.confidential):
        raise DataError(f"{plan.method} cannot be drawn together, and its denominator cannot be counts of records")
    if plan.method == "proportion" and plan.shrink:
        raise DataError("only rates are drawn towards the wider area; write method: rate, or leave shrink: out")


def _check_people(counts: Counts, people: People, plan: Plan) -> None:
    wanted = counts.values.shape if plan.method in BY_BAND else counts.values.shape[:2]
    if people.values.shape != wanted:
        raise DataError(f"the denominator has shape {people.values.shape}, and {plan.method} needs {wanted}")
    below = np.argwhere(people.values < 0)
    if len(below):
        area, period = (int(i) for i in below[0][:2])
        raise DataError(
            f"{counts.areas[area]}, {counts.periods[period]}: the denominator is {people.values[tuple(below[0])]:g}; "
            "write how many people there are, 0 or more, where it comes from"
        )


def _doubts(by_band: Numbers, below: Numbers, method: str, veiled: Truths | None) -> Texts:
    """Why there can be no rate, in words; '' where there can."""
    totals, people = by_band.sum(axis=2), below.sum(axis=2) if below.ndim == 3 else below
    why = np.full(totals.shape, "", dtype=object)
    if below.ndim == 3:
        why[((below == 0) & (by_band > 0)).any(axis=2)] = EMPTY
    if method == "proportion":
        why[totals > people] = ABOVE
    why[people == 0] = ZERO
    why[np.isnan(people)] = NO_PEOPLE
    why[np.isnan(totals)] = NOT_COUNTED
    if veiled is not None:
        why[veiled] = VEILED
    return why


def guarded(counts: Counts, people: People, plan: Plan) -> tuple[Counts, dict[str, tuple[str, ...]]]:
    """The table of counts that the gate is asked about, and which of its periods sum others.

    Rolling runs are guarded together with their single years: two runs that share years would else give away what
    lies between them. Where the denominator is counted from records, so are those of it who were not counted.
    """
    kinds = ["counted"]
    totals = counts.values.sum(axis=2, keepdims=True)
    joined, below = in_runs(counts.values, plan).sum(axis=2, keepdims=True), in_runs(people.values, plan)
    if people.confidential:
        kinds.append("the rest")
        totals = np.concatenate([totals, _rest(people.values[..., None], totals)], axis=2)
        joined = np.concatenate([joined, _rest(below[..., None], joined)], axis=2)
    labels, spans = run_labels(counts.periods, plan), dict[str, tuple[str, ...]]()
    periods = labels
    if plan.years > 1 and plan.rolling:
        spans = {label: counts.periods[i : i + plan.years] for i, label in enumerate(labels)}
        joined, periods = np.concatenate([totals, joined], axis=1), (*counts.periods, *labels)
    return Counts(joined, counts.areas, periods, tuple(kinds), counts.area_kind, counts.boundaries), spans


def protected(
    counts: Counts,
    people: People,
    plan: Plan,
    rule: DisclosureRule,
    within: Mapping[str, str],
    out: Counts | None = None,
) -> Protected:
    """What the gate says of the numerators of one measure by itself; `out` are those that are published already."""
    table, spans = guarded(counts, people, plan)
    inside = whole_given_away(counts.areas, [plan], within)
    if EVERYWHERE in inside.values():  # the reference leaves out who was not counted, and so does its total
        table = replace(table, values=np.nan_to_num(table.values))
    with said_of_reference(inside):
        also = [] if out is None else [Linked(out, inside, published=True)]
        return protect(table, rule, inside, also=also, spans=spans, fixed=(EVERYWHERE,))


@contextmanager
def said_of_reference(inside: Mapping[str, str]) -> Iterator[None]:
    """Say what would help where a count cannot be protected from the total that ratios give away."""
    try:
        yield
    except DataError as why:
        if EVERYWHERE not in inside.values():
            raise
        raise DataError(
            f"{why} (a ratio that stands beside all areas together gives their total away: write reference: with the "
            "figures of another place)"
        ) from None


def _rest(whole: Numbers, part: Numbers) -> Numbers:
    """Those of the denominator that are not in the numerator; not known where more were counted than it holds."""
    rest = whole - part
    return np.where(rest < 0, np.nan, rest)
