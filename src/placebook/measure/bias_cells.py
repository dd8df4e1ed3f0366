"""People counted by group, outcome, decision and score, through the disclosure gate: all that an audit may show."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from placebook.measure.disclosure import Shown, protect
from placebook.measure.disclosure_audit import Out, audit
from placebook.measure.disclosure_tables import Linked
from placebook.types import Counts, DataError, DisclosureRule, Numbers

EVERYBODY, NOT_STATED, NO_SCORE, PEOPLE = "everybody", "not stated", "no score", "people"
OUTCOMES = ("outcome yes", "outcome no", "outcome not known")
DECISIONS = ("selected", "not selected", "no decision")
MOST_GROUPS = 200  # of the finest: beyond it nearly all is too small to show
_FEW_SCORES, _BINS = 20, 10


@dataclass(frozen=True, slots=True)
class People:
    """One row for each person, in one order. NaN = not known. `positive_at`: the score from which one is selected."""

    groups: Mapping[str, tuple[str, ...]]  # heading -> the group of each person; '' where it is not stated
    outcome: Numbers  # shape (people,), 1 yes, 0 no
    decision: Numbers  # the same
    score: Numbers | None = None
    positive_at: float | None = None  # where decisions come from the score, and not from a column of their own

    def __len__(self) -> int:
        return len(self.outcome)


@dataclass(frozen=True, slots=True)
class Bin:
    """A run of scores: `low` to below `high`; the last holds its own end. One score only where both are equal."""

    low: float
    high: float

    @property
    def name(self) -> str:
        """As it is read: "5", or "0.2 to 0.3"."""
        return f"{self.low:g}" if self.low == self.high else f"{self.low:g} to {self.high:g}"


@dataclass(frozen=True, slots=True)
class Held:
    """The counts that may be shown. What is hidden is NaN; what no table holds is nobody."""

    groupings: tuple[tuple[str, ...], ...]  # the headings of each grouping
    members: Mapping[tuple[str, ...], tuple[tuple[str, ...], ...]]  # the groups of each, as values of its headings
    bins: tuple[Bin, ...]
    at: Mapping[tuple[str, str], float]  # (place, category) -> count; '' is the total over categories
    hidden: int
    cells: int

    def count(self, group: str, outcome: str, decision: str, category: str = "") -> float:
        """How many; NaN where it is hidden."""
        return self.at.get((place_of(group, outcome, decision), category), 0.0)


def place_of(group: str, outcome: str, decision: str) -> str:
    """The row of the table of one group, outcome and decision."""
    return f"{group}, {outcome}, {decision}"


def group_name(headings: Sequence[str], values: Sequence[str]) -> str:
    """A group in words: "race: Other; sex: Male"."""
    return "; ".join(f"{heading}: {value}" for heading, value in zip(headings, values, strict=True)) or EVERYBODY


def bins_of(score: Numbers, positive_at: float | None) -> tuple[Bin, ...]:
    """The runs of scores: each score by itself where there are few, else ten of equal width, cut at the threshold."""
    known = np.unique(score[~np.isnan(score)])
    if len(known) <= _FEW_SCORES:
        return tuple(Bin(float(one), float(one)) for one in known)
    low, high = (0.0, 1.0) if known[0] >= 0 and known[-1] <= 1 else (float(known[0]), float(known[-1]))
    edges = np.round(np.linspace(low, high, _BINS + 1), 12)
    if positive_at is not None and low < positive_at < high:
        edges = np.union1d(edges, [positive_at])
    return tuple(Bin(float(a), float(b)) for a, b in pairwise(edges))


def bin_places(score: Numbers, bins: Sequence[Bin]) -> NDArray[np.intp]:
    """The bin of each score; -1 where there is no score."""
    starts = np.array([one.low for one in bins])
    return np.where(np.isnan(score), -1, np.searchsorted(starts, np.nan_to_num(score), side="right") - 1)


def hold(people: People, rule: DisclosureRule) -> Held:
    """Count people and hide what is small, with as few others as keep anybody from working it out; then attack it.

    All groupings (each heading, and all headings together) are of the same people, so they are protected together:
    no total, no other grouping and no run of scores gives a small count back.

    Raises DataError where there are too many groups, or a small count cannot be protected.
    """
    headings = tuple(people.groups)
    columns = [[value or NOT_STATED for value in people.groups[one]] for one in headings]
    rows = list(zip(*columns, strict=True))
    finest = tuple(sorted(set(rows)))
    if len(finest) > MOST_GROUPS:
        raise DataError(
            f"{' and '.join(headings)} make {len(finest):,} groups, and {MOST_GROUPS} is the most; "
            "put values together in the table, or name fewer columns"
        )
    bins = () if people.score is None else bins_of(people.score, people.positive_at)
    counted = _count(people, rows, finest, bins)
    tables = [
        Linked(_table(counted, headings, finest, decisions, kinds, bins), _within(headings, finest, decisions, at))
        for decisions, kinds in _layouts(people, counted, bins)
        for at in range(len(headings))
    ]
    shown = _protected(tables, rule)
    groupings = tuple((one,) for one in headings) + ((headings,) if len(headings) > 1 else ())
    members = {
        grouping: tuple(sorted({tuple(row[headings.index(one)] for one in grouping) for row in finest}))
        for grouping in groupings
    }
    at, hidden = _lookup(shown)
    return Held(groupings, members, bins, at, hidden, len(at))


def _count(
    people: People, rows: Sequence[tuple[str, ...]], finest: Sequence[tuple[str, ...]], bins: Sequence[Bin]
) -> Numbers:
    """How many, shape (finest groups, outcomes, decisions, bins and one for no score)."""
    place = {one: at for at, one in enumerate(finest)}
    counts = np.zeros((len(finest), 3, 3, len(bins) + 1))
    group = np.array([place[row] for row in rows], np.intp)
    outcome, decision = (
        np.where(np.isnan(one), 2, 1 - np.nan_to_num(one)) for one in (people.outcome, people.decision)
    )
    kind = np.full(len(group), -1) if people.score is None else bin_places(people.score, bins)
    np.add.at(counts, (group, outcome.astype(np.intp), decision.astype(np.intp), kind), 1.0)
    return counts


def _layouts(people: People, counts: Numbers, bins: Sequence[Bin]) -> list[tuple[list[int], list[int]]]:
    """Which decisions stand over which categories. Where a score decides, each decision has its own runs of scores.

    A run of scores that nobody selected can have is left out there: everyone knows that it holds nobody, so to hide
    it would protect nothing.
    """
    no_score = len(bins)
    if not bins or people.positive_at is None:
        lasts = [no_score] if not bins or np.any(counts[..., no_score] > 0) else []
        decisions = [0, 1] + ([2] if np.any(counts[:, :, 2] > 0) else [])
        return [(decisions, [*range(len(bins)), *lasts])]
    above = [at for at, one in enumerate(bins) if one.low >= people.positive_at]
    below = [at for at in range(len(bins)) if at not in above]
    found = [([0], above), ([1], below), ([2], [no_score] if np.any(counts[..., no_score] > 0) else [])]
    return [one for one in found if one[1]]


def _outcomes(counts: Numbers) -> list[int]:
    return [0, 1] + ([2] if np.any(counts[:, 2] > 0) else [])


def _table(
    counts: Numbers,
    headings: Sequence[str],
    finest: Sequence[tuple[str, ...]],
    decisions: Sequence[int],
    kinds: Sequence[int],
    bins: Sequence[Bin],
) -> Counts:
    names = [one.name for one in bins] + [NO_SCORE if bins else PEOPLE]
    picked = [(g, o, d) for g in range(len(finest)) for o in _outcomes(counts) for d in decisions]
    areas = tuple(place_of(group_name(headings, finest[g]), OUTCOMES[o], DECISIONS[d]) for g, o, d in picked)
    values = np.array([[counts[g, o, d, k] for k in kinds] for g, o, d in picked])
    return Counts(values[:, None, :].copy(), areas, ("all",), tuple(names[k] for k in kinds))


def _within(
    headings: Sequence[str], finest: Sequence[tuple[str, ...]], decisions: Sequence[int], at: int
) -> dict[str, str]:
    """Each finest group within its group by one heading, and that within everybody; outcome and decision stay."""
    within: dict[str, str] = {}
    for values in finest:
        wider = group_name(headings[at : at + 1], values[at : at + 1])
        for outcome in OUTCOMES:
            for decision in decisions:
                end = (outcome, DECISIONS[decision])
                if len(headings) > 1:
                    within[place_of(group_name(headings, values), *end)] = place_of(wider, *end)
                within[place_of(wider, *end)] = place_of(EVERYBODY, *end)
    return within


def _protected(tables: Sequence[Linked], rule: DisclosureRule) -> list[Shown]:
    done = protect(tables[0].counts, rule, tables[0].within, also=tables[1:])
    shown = [done.table, *done.also]
    found = audit([Out(one, table.counts, table.within) for one, table in zip(shown, tables, strict=True)], rule)
    if not found.passes:
        raise DataError("a small count could still be worked out of what would be shown; name fewer groups")
    return shown


def _lookup(tables: Sequence[Shown]) -> tuple[dict[tuple[str, str], float], int]:
    """Every count by its place and category; the total over categories, or the only category, is ''."""
    at: dict[tuple[str, str], float] = {}
    for table in tables:
        for a, area in enumerate(table.areas):
            for k, kind in enumerate(table.categories):
                last = k == len(table.categories) - 1
                at[area, kind] = float(table.counts[a, 0, k])
                if last:
                    at[area, ""] = float(table.counts[a, 0, k])
    return at, sum(int(np.isnan(one)) for one in at.values())
