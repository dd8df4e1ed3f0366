"""Measures of the same counts behind one disclosure gate, so that no two of them give away what each hides."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np

from placebook.measure.disclosure import Protected, Shown, protect_laid
from placebook.measure.disclosure_tables import ALL, lay_out
from placebook.measure.publish_plan import Plan, runs_of
from placebook.methods.estimates import Truths
from placebook.types import Counts, DisclosureRule, Numbers

Parts = frozenset[int]  # positions of the smallest categories that a figure sums


@dataclass(frozen=True, slots=True)
class Asked:
    """One of several measures of the same counts.

    `above` are the categories above the line. Where people below the line are counted as confidential too, they are
    the categories `below` of the same counts, or else `rest` has those of them who are not above, shape (areas,
    periods of the counts), NaN where nobody knows.
    """

    name: str
    above: frozenset[str]
    periods: tuple[str, ...]  # single ones, that it is made of
    plan: Plan
    below: frozenset[str] = frozenset()
    rest: Numbers | None = None
    out: Counts | None = None  # counts above the line that are published already, NaN for the others


@dataclass(frozen=True, slots=True)
class _Figures:
    """What one measure gives away: its labels, and the counts above the line, of the rest and of both."""

    labels: tuple[str, ...]
    kinds: tuple[Parts, ...]


def protect_together(
    counts: Counts,
    asked: Sequence[Asked],
    rule: DisclosureRule,
    within: Mapping[str, str],
    fixed: Collection[str] = (),
) -> tuple[Protected, ...]:
    """Hide small counts of several measures, and as few others as keep anybody from working them out of all together.

    Calls of all kinds less calls for help are the other calls: two tables that are each safe may not be so side by
    side. So the counts are cut into the smallest categories that the measures tell apart, each measure is a sum of
    those, and one gate is asked about all. A small category that no measure publishes by itself is protected as well.

    Parameters
    ----------
    counts : of all categories and single periods, shape (areas, periods, categories); NaN where nobody counted
    asked : the measures
    rule : what may be shown of a count; one for all
    within : each area and the wider area that it lies in
    fixed : wider areas whose totals other figures give away

    Returns
    -------
    For each measure what `protect` gives for it alone, with its own periods, runs of periods and wider areas

    Raises
    ------
    DataError : where a small count cannot be protected; or as `protect`
    """
    units, figures = _cut(counts, asked)
    columns = list(dict.fromkeys([*(Parts([i]) for i in range(len(units))), *(k for f in figures for k in f.kinds)]))
    labels = _labels(counts.periods, asked)
    full = np.stack([np.sum([units[i] for i in sorted(parts)], axis=0) for parts in columns], axis=2)
    values = np.stack([full[:, list(at)].sum(axis=1) for at in labels.values()], axis=1)
    names = _names(columns, figures, asked)
    joint = {names[at]: [names[i] for i in sorted(parts)] for at, parts in enumerate(columns) if len(parts) > 1}
    singles = {at[0]: label for label, at in labels.items() if len(at) == 1}
    spans = {k: [singles[i] for i in at] for k, at in labels.items() if len(at) > 1 and singles.keys() >= set(at)}
    table = Counts(values, counts.areas, tuple(labels), names, counts.area_kind, counts.boundaries)
    silent = np.ones((len(labels), len(columns)), np.bool_)
    for one in figures:
        silent[np.ix_([table.periods.index(label) for label in one.labels], [columns.index(k) for k in one.kinds])] = (
            False
        )
    laid = replace(lay_out(table, within, spans, joint=joint), silent=silent, fixed=frozenset(fixed))
    outs = [
        lay_out(replace(one.out, categories=(names[columns.index(found.kinds[0])],)), within, published=True)
        for one, found in zip(asked, figures, strict=True)
        if one.out is not None
    ]
    shown, least = protect_laid([laid, *outs], rule, counts.area_kind)
    costs = (least.lost, least.at_least, least.gap)
    return tuple(_of_one(shown[0], one, [columns.index(k) for k in one.kinds], counts, rule, costs) for one in figures)


def gives_bands_away(asked: Sequence[Asked], gates: Sequence[Protected], at: int) -> Truths:
    """Where a directly standardised rate would give away what other measures of the same counts hide.

    Each band counts with a weight of its own, so that the rate, the count of all bands and the people of each, which
    others publish, are as many equations: with two bands they give both counts. So there is no such rate where
    another measure tells some of its bands apart and hides them, in the same area and a period that overlaps.

    Returns shape (areas, periods of the measure `at`)
    """
    mine, own = asked[at], gates[at]
    runs = runs_of(mine.periods, mine.plan)
    found = np.zeros((own.shape[0], len(runs)), np.bool_)
    for one, gate in zip(asked, gates, strict=True):
        if mine.plan.method != "dsr" or not one.above & mine.above or one.above >= mine.above:
            continue
        theirs = {label: {label} for label in one.periods}
        theirs |= {label: set(run) for label, run in runs_of(one.periods, one.plan).items()}
        for p, run in enumerate(runs.values()):
            met = [i for i, label in enumerate(gate.table.periods) if theirs[label] & set(run)]
            found[:, p] |= gate.hidden[:, met, 0].any(axis=1)
    return found


def told_apart(categories: Sequence[str], sets: Sequence[Collection[str]]) -> list[tuple[str, ...]]:
    """The smallest groups of categories that some sets of them tell apart; without those that are in no set."""
    signs: dict[tuple[bool, ...], list[str]] = {}
    for category in categories:
        signs.setdefault(tuple(category in some for some in sets), []).append(category)
    return [tuple(some) for sign, some in signs.items() if any(sign)]


def _cut(counts: Counts, asked: Sequence[Asked]) -> tuple[list[Numbers], list[_Figures]]:
    """The smallest categories that the measures tell apart, shape (areas, periods) each, and what each sums of them."""
    alike = told_apart(counts.categories, [some for one in asked for some in (one.above, one.below) if some])
    places = [[counts.categories.index(category) for category in some] for some in alike]
    units = [np.asarray(counts.values[:, :, some].sum(axis=2)) for some in places]
    figures = []
    for one in asked:
        above, below = (Parts(i for i, own in enumerate(alike) if own[0] in some) for some in (one.above, one.below))
        kinds: tuple[Parts, ...] = (above,)
        if one.rest is not None:
            units.append(one.rest)
            kinds = (above, Parts([len(units) - 1]), above | {len(units) - 1})
        elif below > above:
            kinds = (above, below - above, below)
        figures.append(_Figures(_published(one), kinds))
    return units, figures


def _published(one: Asked) -> tuple[str, ...]:
    """What the periods are called for which a measure gives figures; single ones too beside rolling runs."""
    runs = tuple(runs_of(one.periods, one.plan))
    return (*one.periods, *runs) if one.plan.rolling and one.plan.years > 1 else runs


def _labels(periods: Sequence[str], asked: Sequence[Asked]) -> dict[str, tuple[int, ...]]:
    """Every period for which some measure gives figures, with the positions of the single periods in it.

    Where two of them overlap, what lies between can be had by taking away, so that the single periods stand here too.
    """
    runs = {label: run for one in asked for label, run in runs_of(one.periods, one.plan).items()}
    runs |= {label: (label,) for one in asked if one.plan.rolling for label in one.periods}
    met = [run for run in runs.values() if any(set(run) & set(other) and run != other for other in runs.values())]
    runs |= {label: (label,) for run in met for label in run}
    found = {label: tuple(periods.index(one) for one in run) for label, run in runs.items()}
    return dict(sorted(found.items(), key=lambda pair: (len(pair[1]), pair[1])))


def _names(columns: Sequence[Parts], figures: Sequence[_Figures], asked: Sequence[Asked]) -> tuple[str, ...]:
    """What each column is called where it cannot be protected: by the measures that publish it."""
    names = []
    for at, parts in enumerate(columns):
        mine = [one.name for one, found in zip(asked, figures, strict=True) if parts in found.kinds]
        names.append(" and ".join(mine) or f"what measures of the same counts give away together ({at + 1})")
    return tuple(name if names.count(name) == 1 else f"{name} ({at + 1})" for at, name in enumerate(names))


def _of_one(
    shown: Shown,
    one: _Figures,
    columns: Sequence[int],
    counts: Counts,
    rule: DisclosureRule,
    costs: tuple[float, float, float],
) -> Protected:
    """The part of the whole table that is one measure's, laid out as that measure's own table is."""
    at = np.ix_(range(len(shown.areas)), [shown.periods.index(label) for label in one.labels], columns)
    kinds = ("counted", "the rest", ALL)[: len(columns)]
    mine = Shown(shown.areas, one.labels, kinds, shown.counts[at], shown.why[at])
    shape = (len(counts.areas), len(one.labels), 2 if len(columns) > 1 else 1)
    return Protected(mine, shape, rule, (), *costs)
