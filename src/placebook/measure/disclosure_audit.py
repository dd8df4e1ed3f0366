"""The attack on a published table: what anybody can work out about each hidden count from all that is out.

It shares no code with what chooses the hidden counts. That one thinks in cells and their sums; this one thinks in the
smallest groups of people that any table tells apart, and takes each published figure as a fact about some of them.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from placebook.measure.disclosure import NONE, PRIMARY, SECONDARY, Shown
from placebook.measure.disclosure_groups import Groups
from placebook.methods.facts import Facts
from placebook.types import NOTHING, Counts, DisclosureRule, Numbers

ELSEWHERE = "elsewhere"  # why a range is asked for that no table publishes: a wider area less the areas in it
_NEAR = 1e-6  # of a count
EXACT = 1_500  # unknown groups, joined by what is published, up to which every range is found to its ends
Members = NDArray[np.intp]


@dataclass(frozen=True, slots=True)
class Out:
    """One table as it is out, and the true counts behind it, by which the ranges are judged and never shown.

    A table that is `silent` is published by nobody: its small counts are asked for, since others may give them away.
    """

    shown: Shown
    truth: Counts
    within: Mapping[str, str] = field(default_factory=lambda: NOTHING)
    spans: Mapping[str, Sequence[str]] = field(default_factory=lambda: NOTHING)  # a longer period and its periods
    joint: Mapping[str, Sequence[str]] = field(default_factory=lambda: NOTHING)  # a joint category and its categories
    silent: bool = False


@dataclass(frozen=True, slots=True)
class Clue:
    """What another published figure says of a count: that it lies from `low` to `high`, and why."""

    area: str
    period: str
    category: str
    low: float
    high: float
    because: str


@dataclass(frozen=True, slots=True)
class Range:
    """What the attack found for one hidden count: it lies from `low` to `high`, and whether that is wide enough."""

    table: int
    area: str
    period: str
    category: str
    why: str
    low: float
    high: float
    safe: bool
    because: str = ""  # which other figure narrowed it
    exact: bool = True  # no fitting table goes beyond; if not, the range is at least this wide


@dataclass(frozen=True, slots=True)
class Audit:
    """The result of the attack. `open` names counts that the rule hides and that are shown all the same."""

    ranges: tuple[Range, ...]
    open: tuple[tuple[str, str, str], ...] = ()

    @property
    def given_away(self) -> tuple[Range, ...]:
        """The hidden counts whose range is too narrow."""
        return tuple(one for one in self.ranges if not one.safe)

    @property
    def passes(self) -> bool:
        """Whether nothing that should be hidden can be worked out."""
        return not self.given_away and not self.open


def audit(tables: Sequence[Out], rule: DisclosureRule, clues: Iterable[Clue] = ()) -> Audit:
    """Attack every hidden count with everything that is published.

    Each published count says how many people are in some groups, exactly or as rounded; each clue does the same. For
    every hidden count the attack finds the least and the most that fit all of it at once, in whole numbers where all
    counts are whole. A small count is safe when that range covers every count that the rule hides (or is as wide as
    the rule's protection); one that was hidden for the sake of others when it is no single number.

    Source: Hundepool et al. (2012), Statistical Disclosure Control, section 4.3 (auditing a suppressed table).
    """
    groups = Groups([(one.truth, one.within, one.spans, one.joint) for one in tables])
    whole = all(_is_whole(one.truth.values) for one in tables)
    facts = Facts(whole)
    for at, table in enumerate(tables):
        _state(facts, groups, at, table.shown, rule)
    told = _clues(facts, groups, tables, clues)
    asked = [(at, *one) for at, table in enumerate(tables) for one in _questions(table, rule, groups, at)]
    hidden = [one for one in asked if one[2] != NONE]
    members = [groups.of(at, *place) for at, place, _, _ in hidden]
    seen = _seen_to_vary(facts, members, rule)
    found = []
    for (at, place, why, small), some in zip(hidden, members, strict=True):
        low, high = seen.get(some.tobytes(), (0.0, 0.0))
        quick = _is_safe(low, high, rule, small, whole)
        low, high = (low, high) if quick else facts.span(some)
        safe = _is_safe(low, high, rule, small, whole)
        found.append(Range(at, *place, why, low, high, safe, told.get(place, ""), exact=not quick))
    return Audit(tuple(found), tuple(place for _, place, why, _ in asked if why == NONE))


def _seen_to_vary(facts: Facts, members: Sequence[Members], rule: DisclosureRule) -> dict[bytes, tuple[float, float]]:
    """Of hidden counts in a large table: from where to where they were seen to lie among tables that fit.

    Each program drives up, or down, all that were not yet seen far enough; it stops when that brings nothing new.
    """
    large = {some.tobytes(): some for some in members if facts.unknown_with(some) > EXACT}
    seen = dict[bytes, tuple[float, float]]()
    for goal, up in ((float(rule.hide_up_to), True), (1.0 if rule.zero_is_safe else 0.0, False)):
        left = dict(large)
        while left:
            sizes = facts.fitting(list(left.values()), goal, up)
            if sizes is None:
                break
            for name, some in large.items():
                value = float(sizes[some].sum())
                low, high = seen.get(name, (value, value))
                seen[name] = min(low, value), max(high, value)
            before, side = len(left), 1 if up else 0
            left = {name: left[name] for name in left if (seen[name][side] < goal if up else seen[name][side] > goal)}
            if len(left) == before:
                break
    return seen


def _is_safe(low: float, high: float, rule: DisclosureRule, small: bool, whole: bool) -> bool:
    if small:
        return _wide_enough(low, high, rule)
    return high - low > (0.5 if whole else _NEAR)


def _is_whole(counts: Numbers) -> bool:
    known = counts[~np.isnan(counts)]
    return bool(np.all(np.abs(known - np.round(known)) < 1e-9))


def _wide_enough(low: float, high: float, rule: DisclosureRule) -> bool:
    least = 1 if rule.zero_is_safe else 0
    if rule.protection is not None or rule.hide_up_to <= least:
        return high - low >= (rule.protection or 1) - _NEAR
    return low <= least + _NEAR and high >= rule.hide_up_to - _NEAR


def _questions(
    table: Out, rule: DisclosureRule, groups: Groups, at: int
) -> Iterator[tuple[tuple[str, str, str], str, bool]]:
    """Each count to attack: where it stands, why it is hidden (none where it is shown and should not be), if small."""
    shown = table.shown
    for a, p, k in np.ndindex(shown.counts.shape):
        place = shown.areas[a], shown.periods[p], shown.categories[k]
        truth = groups.truth(at, *place)
        small = bool(0 < truth < rule.hide_up_to + 0.5 or (truth == 0 and not rule.zero_is_safe))
        if small and not np.isnan(shown.counts[a, p, k]):
            yield place, NONE, True
        elif not np.isnan(truth) and np.isnan(shown.counts[a, p, k]) and (small or not table.silent):
            yield place, PRIMARY if small else SECONDARY, small
    for place, left in groups.elsewhere(at):
        if 0 < left < rule.hide_up_to + 0.5:
            yield place, ELSEWHERE, True


def _state(facts: Facts, groups: Groups, at: int, shown: Shown, rule: DisclosureRule) -> None:
    """Take each published count as a fact, as far as its rounding lets one know it."""
    base, whole = rule.round_to, facts.whole
    for a, p, k in np.argwhere(~np.isnan(shown.counts)):
        said = float(shown.counts[a, p, k])
        low = high = said
        if not (whole and base == 1):
            low, high = max(said - base / 2, 0.0), said + base / 2
            if whole:
                low, high = float(np.ceil(low)), float(np.ceil(high) - 1)
            low, high = _by_the_rule(low, high, rule, whole)
        facts.add(groups.of(at, shown.areas[a], shown.periods[p], shown.categories[k]), low, high)


def _by_the_rule(low: float, high: float, rule: DisclosureRule, whole: bool) -> tuple[float, float]:
    """Readers know the rule: what is shown is no count that it hides."""
    least = rule.hide_up_to + (1.0 if whole else 0.5)
    if low > 0 or not rule.zero_is_safe:
        return max(low, least), high
    return low, (0.0 if high <= least else high)


def _clues(
    facts: Facts, groups: Groups, tables: Sequence[Out], clues: Iterable[Clue]
) -> dict[tuple[str, str, str], str]:
    told = dict[tuple[str, str, str], str]()
    for clue in clues:
        place = clue.area, clue.period, clue.category
        for at in (at for at, one in enumerate(tables) if _has(one.shown, *place)):
            facts.add(groups.of(at, *place), clue.low, clue.high)
            told[place] = clue.because
    return told


def _has(shown: Shown, area: str, period: str, kind: str) -> bool:
    return area in shown.areas and period in shown.periods and kind in shown.categories
