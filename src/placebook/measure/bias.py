"""The bias audit: how often decisions are right and wrong in each group, and which published measures hold here."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from placebook.measure.bias_cells import (
    DECISIONS,
    EVERYBODY,
    NOT_STATED,
    OUTCOMES,
    Held,
    People,
    bin_places,
    group_name,
    hold,
)
from placebook.methods.disparity import (
    DISPARITIES,
    RATES,
    brier_score,
    disparity,
    error_rates,
    logistic_slope,
    widest_gap,
)
from placebook.methods.estimates import standard_errors
from placebook.methods.rates import proportion
from placebook.types import DataError, DisclosureRule, Numbers, State

CLEAR, NOT_CLEAR, UNKNOWN = "clearly different", "not clearly different", "cannot be said"
HIDDEN, NOBODY = str(State.TOO_SMALL), "there is nobody to count"
COMPARED = ("selection rate", "base rate", "true positive rate", "false positive rate", "precision", "accuracy")


@dataclass(frozen=True, slots=True)
class GroupRate:
    """One rate of one group. Its numbers are None where there is none, and `why` says why; '' elsewhere."""

    name: str
    value: float | None
    lower: float | None
    upper: float | None
    numerator: float | None
    denominator: float | None
    why: str = ""


@dataclass(frozen=True, slots=True)
class ScoreBin:
    """Of the people with scores in one run: how many, and for what share the outcome was yes."""

    scores: str
    share: GroupRate
    mean_score: float | None


@dataclass(frozen=True, slots=True)
class Calibration:
    """How scores go with outcomes in one group. `slope` is in log-odds; it and the Brier score need whole bins."""

    bins: tuple[ScoreBin, ...]
    slope: float | None
    slope_lower: float | None
    slope_upper: float | None
    brier: float | None  # where scores are chances from 0 to 1
    why: str = ""  # why there is neither slope nor Brier score


@dataclass(frozen=True, slots=True)
class GroupAudit:
    """One group: how many people, how many of them without a decision or an outcome, its rates and calibration."""

    group: str
    people: float | None
    no_decision: float | None
    no_outcome: float | None
    rates: tuple[GroupRate, ...]
    calibration: Calibration | None = None


@dataclass(frozen=True, slots=True)
class Compared:
    """One rate over the groups of a grouping: the pair furthest apart, and whether that is more than chance."""

    rate: str
    verdict: str
    high: str = ""
    low: str = ""
    difference: float | None = None
    lower: float | None = None
    upper: float | None = None


@dataclass(frozen=True, slots=True)
class GroupingAudit:
    """All groups by one heading, or by several at once. `left_out` are not compared: hidden, empty or not stated."""

    by: tuple[str, ...]
    groups: tuple[GroupAudit, ...]
    compared: tuple[Compared, ...]
    disparities: tuple[tuple[str, float | None], ...]
    left_out: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class BiasAudit:
    """A whole audit. It holds no count that is hidden."""

    everybody: GroupAudit
    groupings: tuple[GroupingAudit, ...]
    confidence: float
    rule: DisclosureRule
    hidden: int
    counts: int
    positive_at: float | None = None


def audit_decisions(people: People, rule: DisclosureRule | None = None, confidence: float = 95) -> BiasAudit:
    """Error rates, calibration and disparity by group, from counts that have been through the disclosure gate.

    A decision can be right equally often in all groups and still miss more people of one. This says each such thing
    with its limits, and leaves the judgement to people.

    Parameters
    ----------
    people : one row for each person; NaN where an outcome, a decision or a score is not known
    rule : which counts are small; by default 1 to 4
    confidence : per cent, of all limits

    Raises
    ------
    DataError : where nobody has both a decision and an outcome, a heading has fewer than two groups, there are too
    many groups, or a small count cannot be protected

    Source: Chouldechova (2017), Big Data 5(2); Kleinberg, Mullainathan and Raghavan (2016), Inherent Trade-Offs in
    the Fair Determination of Risk Scores.
    """
    rule = rule or DisclosureRule()
    _refuse_nothing(people)
    held = hold(people, rule)
    names = [[group_name(by, one) for one in held.members[by]] for by in held.groupings]
    masks = _members(people, held)
    groupings = tuple(
        _grouping(people, held, by, group_names, masks, confidence)
        for by, group_names in zip(held.groupings, names, strict=True)
    )
    whole = _group(people, held, EVERYBODY, np.ones(len(people), np.bool_), confidence)
    return BiasAudit(whole, groupings, confidence, rule, held.hidden, held.cells, people.positive_at)


def _refuse_nothing(people: People) -> None:
    if not np.any(~np.isnan(people.outcome) & ~np.isnan(people.decision)):
        raise DataError("nobody has both a decision and an outcome, so nothing can be compared; name other columns")
    for heading, values in people.groups.items():
        found = {one for one in values if one}
        if len(found) < 2:
            only = f"one group only, {next(iter(found))!r}" if found else "no group"
            raise DataError(f"column {heading!r} has {only}; to compare, two are needed. Name another column")


def _members(people: People, held: Held) -> dict[str, NDArray[np.bool_]]:
    """Who is in each group of each grouping."""
    columns = {heading: np.array([v or NOT_STATED for v in some]) for heading, some in people.groups.items()}
    return {
        group_name(by, values): np.logical_and.reduce(
            [columns[heading] == value for heading, value in zip(by, values, strict=True)]
        )
        for by in held.groupings
        for values in held.members[by]
    }


def _grouping(
    people: People,
    held: Held,
    by: tuple[str, ...],
    names: Sequence[str],
    masks: Mapping[str, NDArray[np.bool_]],
    confidence: float,
) -> GroupingAudit:
    groups = tuple(_group(people, held, name, masks[name], confidence) for name in names)
    stated = [one for one, values in zip(groups, held.members[by], strict=True) if NOT_STATED not in values]
    values = {name: np.array([_rate(one, name).value or 0.0 for one in stated]) for name in RATES}
    for name, column in values.items():
        column[[_rate(one, name).value is None for one in stated]] = np.nan
    measures = tuple((name, _or_none(disparity(name, values))) for name in DISPARITIES)
    compared = tuple(_compared(name, stated, confidence) for name in COMPARED)
    left_out = tuple(one.group for one in groups if one not in stated or all(r.value is None for r in one.rates))
    return GroupingAudit(by, groups, compared, measures, left_out)


def _rate(group: GroupAudit, name: str) -> GroupRate:
    return next(one for one in group.rates if one.name == name)


def _compared(name: str, groups: Sequence[GroupAudit], confidence: float) -> Compared:
    rates = [_rate(one, name) for one in groups]
    top, below = (
        np.array([np.nan if one.value is None else number for one, number in zip(rates, some, strict=True)], np.float64)
        for some in ([r.numerator for r in rates], [r.denominator for r in rates])
    )
    gap = widest_gap(top, below, confidence)
    if gap is None:
        return Compared(name, UNKNOWN)
    verdict = CLEAR if gap.clear else NOT_CLEAR
    return Compared(name, verdict, groups[gap.high].group, groups[gap.low].group, gap.difference, gap.lower, gap.upper)


def _group(people: People, held: Held, name: str, mask: NDArray[np.bool_], confidence: float) -> GroupAudit:
    count = {(o, d): held.count(name, o, d) for o in OUTCOMES for d in DECISIONS}
    yes, no, unknown = OUTCOMES
    selected, not_selected, undecided = DECISIONS
    cells = [count[yes, selected], count[no, selected], count[yes, not_selected], count[no, not_selected]]
    cells += [count[unknown, selected], count[unknown, not_selected]]
    found = error_rates(np.array([cells]), (confidence,))
    rates = tuple(
        _as_rate(rate, float(found[rate].value[0]), found[rate].lower[0, 0], found[rate].upper[0, 0],
                 sum(cells[i] for i in top), sum(cells[i] for i in below))
        for rate, (top, below) in RATES.items()
    )  # fmt: skip
    calibration = None
    if people.score is not None:
        calibration = _calibration(people, held, name, mask, confidence)
    return GroupAudit(
        name,
        _or_none(sum(count.values())),
        _or_none(sum(count[o, undecided] for o in OUTCOMES)),
        _or_none(sum(count[unknown, d] for d in DECISIONS)),
        rates,
        calibration,
    )


def _as_rate(name: str, value: float, lower: float, upper: float, top: float, below: float) -> GroupRate:
    if np.isnan(value):
        return GroupRate(name, None, None, None, None, _or_none(below), HIDDEN if np.isnan(top + below) else NOBODY)
    return GroupRate(name, value, float(lower), float(upper), top, below)


def _calibration(people: People, held: Held, name: str, mask: NDArray[np.bool_], confidence: float) -> Calibration:
    assert people.score is not None  # noqa: S101 - the caller looked
    bins, score = [], people.score
    yes, no = (
        np.array([sum(held.count(name, o, d, one.name) for d in DECISIONS) for one in held.bins]) for o in OUTCOMES[:2]
    )
    share = proportion(yes, yes + no, confidence=(confidence,))
    whole = not np.any(np.isnan(yes + no))
    here = mask & ~np.isnan(people.outcome) & ~np.isnan(score)
    places = bin_places(score, held.bins)
    for at, one in enumerate(held.bins):
        rate = _as_rate(
            one.name, float(share.value[at]), share.lower[at, 0], share.upper[at, 0], yes[at], yes[at] + no[at]
        )
        middle = one.low if one.low == one.high else None
        if middle is None and whole and rate.value is not None:
            middle = float(score[here & (places == at)].mean())
        bins.append(ScoreBin(one.name, rate, middle))
    if not whole:
        return Calibration(tuple(bins), None, None, None, None, HIDDEN)
    known = score[~np.isnan(score)]
    is_chance = bool(known.min() >= 0 and known.max() <= 1)
    steep = _log_odds(score[here]) if is_chance else score[here]
    slope, error = logistic_slope(steep, people.outcome[here])
    brier = brier_score(score[here], people.outcome[here]) if is_chance else float("nan")
    why = "" if not np.isnan(slope) else "scores or outcomes are alike, or too few, or parted without an error"
    half = float(standard_errors((confidence,))[0]) * error
    low, high = _or_none(slope - half), _or_none(slope + half)
    return Calibration(tuple(bins), _or_none(slope), low, high, _or_none(brier), why)


def _log_odds(chance: Numbers) -> Numbers:
    """The log-odds of stated chances; a stated 0 or 1 is read as one in a million from it."""
    p = np.clip(chance, 1e-6, 1 - 1e-6)
    return np.asarray(np.log(p / (1 - p)))


def _or_none(value: float) -> float | None:
    return None if np.isnan(value) else float(value)
