"""The baseline, and the rule by which it is recalculated: when the organisation or the way of counting changed."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from placebook.measure.carbon_account import Counted, YearTotal, total, year_totals
from placebook.measure.carbon_plan import BOUGHT, SOLD, CarbonPlan, MethodChange, Site
from placebook.methods.carbon import change_in_per_cent


@dataclass(frozen=True, slots=True)
class BaselineChange:
    """One reason to recalculate. `tonnes` is what it adds to the baseline; None where that is not held."""

    what: str
    tonnes: float | None


@dataclass(frozen=True, slots=True)
class Baseline:
    """The baseline of an account.

    `tonnes` is the one in use: the first one, or the recalculated one. None where the year is not whole, or where
    it must be recalculated for something that is not held. `series` are the years as they compare with it.
    """

    year: int
    first: float | None
    tonnes: float | None
    changes: tuple[BaselineChange, ...]
    size: float | None  # of all changes together, per cent of the first baseline
    threshold: float
    recalculated: bool
    says: str
    series: tuple[YearTotal, ...]


def baseline_of(plan: CarbonPlan, counted: Counted, sites: Mapping[str, Site]) -> Baseline | None:
    """The baseline of a plan; None where the plan has none.

    Sizes of changes are added up whichever way each goes. Above the declared threshold the baseline is recalculated
    for all of them, and all years are put on the same footing: what was bought counts in all, what was sold in none,
    and each method change adds to the years before it.

    Source: the rule is that of the GHG Protocol's Corporate Standard (WRI and WBCSD, 2004), chapter 5: a declared
    significance threshold, recalculation for structural and method changes, none for organic growth or decline.
    """
    if plan.baseline is None or plan.threshold is None:
        return None
    reported = year_totals(counted, sites, plan.scopes)
    first = next((one for one in reported if one.year == plan.baseline), None)
    changes = tuple(_site_changes(plan, counted, sites)) + tuple(_method_changes(plan))
    if first is None or not first.whole or first.tonnes <= 0:
        return Baseline(
            plan.baseline, None, None, changes, None, plan.threshold, False, _why_none(plan.baseline, first), reported
        )
    known = np.array([one.tonnes for one in changes if one.tonnes is not None], dtype=np.float64)
    size = change_in_per_cent(known, first.tonnes)
    not_held = [one for one in changes if one.tonnes is None]
    again = bool(changes) and size > plan.threshold
    series = _like_for_like(plan, counted, sites) if again and not not_held else reported
    now = next(one for one in series if one.year == plan.baseline)
    tonnes = None if not_held or not now.whole else now.tonnes
    says = _says(plan, first.tonnes, now.tonnes, changes, size, again)
    return Baseline(plan.baseline, first.tonnes, tonnes, changes, size, plan.threshold, again, says, series)


def _site_changes(plan: CarbonPlan, counted: Counted, sites: Mapping[str, Site]) -> list[BaselineChange]:
    """Sites bought and sold since the baseline year, with what they emitted in it."""
    year, found = plan.baseline or 0, []
    for site in sites.values():
        bought = site.joined_how == BOUGHT and site.joined is not None and site.joined > year
        sold = site.left_how == SOLD and site.left is not None and site.left > year
        if bought == sold:  # neither, or bought and sold again since: not part of the baseline either way
            continue
        held = _baseline_year_of(site, plan, counted)
        if bought:
            found.append(BaselineChange(f"{site.title} was bought in {site.joined}", held))
        elif site.joined is None or site.joined <= year:
            found.append(BaselineChange(f"{site.title} was sold in {site.left}", None if held is None else -held))
    return found


def _baseline_year_of(site: Site, plan: CarbonPlan, counted: Counted) -> float | None:
    """What a site emitted in the baseline year; None where any of what it is known to use is not held for that year."""
    lines = [x for x in counted.lines if x.activity.site == site.id and x.activity.scope in plan.scopes]
    unknown = {row.stream for row in counted.unknown if row.site == site.id and row.scope in plan.scopes}
    then = [x for x in lines if x.activity.year == plan.baseline]
    used = {x.activity.stream for x in lines} | unknown
    return total(then) if used and used == {x.activity.stream for x in then} else None


def _method_changes(plan: CarbonPlan) -> list[BaselineChange]:
    year = plan.baseline or 0
    return [
        BaselineChange(f"the way of counting changed in {one.year}: {one.what}", one.adds.get(year))
        for one in plan.method_changes
        if one.year > year
    ]


def _like_for_like(plan: CarbonPlan, counted: Counted, sites: Mapping[str, Site]) -> tuple[YearTotal, ...]:
    """The years as if the organisation and its way of counting had always been those of today."""

    def counts(site: Site, year: int) -> bool:
        if site.left_how == SOLD:
            return False
        since = None if site.joined_how == BOUGHT else site.joined
        return (since is None or year >= since) and (site.left is None or year < site.left)

    return tuple(_with_method(one, plan.method_changes) for one in year_totals(counted, sites, plan.scopes, counts))


def _with_method(one: YearTotal, changes: Sequence[MethodChange]) -> YearTotal:
    """A year with what later changes of method add to it; not whole where one does not say."""
    tonnes, gaps = one.tonnes, list(one.gaps)
    for change in changes:
        if one.year >= change.year:
            continue
        if one.year in change.adds:
            tonnes += change.adds[one.year]
        else:
            gaps.append(f"what the method change of {change.year} adds")
    estimated = one.estimated or any(one.year < change.year for change in changes)
    return YearTotal(one.year, tonnes, one.by_scope, tuple(gaps), estimated)


def _why_none(year: int, first: YearTotal | None) -> str:
    if first is None:
        return f"There is no baseline: no activity of {year} is held."
    if not first.whole:
        return f"There is no baseline: {year} is not whole. Not held: {'; '.join(first.gaps)}."
    return f"There is no baseline: the activity of {year} adds up to nothing, and no cut can be a share of that."


def _says(
    plan: CarbonPlan, first: float, now: float, changes: Sequence[BaselineChange], size: float, again: bool
) -> str:
    if not changes:
        return f"The baseline is {first:,.1f} tonnes in {plan.baseline}. Nothing has happened that could change it."
    why = "; ".join(_reason(one) for one in changes)
    if any(one.tonnes is None for one in changes):
        return (
            f"The first baseline was {first:,.1f} tonnes in {plan.baseline}. By how much it changes is not known, so "
            f"no baseline is given: {why}."
        )
    rule = f"the rule is to recalculate above {plan.threshold:g}%"
    if not again:
        return (
            f"The baseline is {first:,.1f} tonnes in {plan.baseline}. It was not recalculated: changes come to "
            f"{size:.1f}% of it, and {rule} ({why})."
        )
    return (
        f"The baseline was recalculated from {first:,.1f} to {now:,.1f} tonnes in {plan.baseline}. Changes come to "
        f"{size:.1f}% of it, and {rule} ({why})."
    )


def _reason(one: BaselineChange) -> str:
    if one.tonnes is None:
        return f"{one.what}, and its figure for the baseline year is not held"
    way = "adds" if one.tonnes >= 0 else "takes off"
    return f"{one.what}, which {way} {abs(one.tonnes):,.1f} tonnes"
