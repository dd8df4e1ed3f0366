"""A whole carbon account: its lines, years, baseline and way to the target, and the district beside it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from placebook.measure.carbon_account import Counted, Line, YearTotal, year_totals
from placebook.measure.carbon_baseline import Baseline, baseline_of
from placebook.measure.carbon_plan import CarbonPlan, Site
from placebook.measure.carbon_territorial import TerritorialYear
from placebook.measure.carbon_track import Track, track_of


@dataclass(frozen=True, slots=True)
class CarbonAccount:
    """What a plan comes to. `years` are as reported: each site in the years in which it counted."""

    plan: CarbonPlan
    sites: Mapping[str, Site]
    lines: tuple[Line, ...]
    years: tuple[YearTotal, ...]
    baseline: Baseline | None
    track: Track | None
    district: tuple[TerritorialYear, ...]

    @property
    def reported(self) -> tuple[Line, ...]:
        """The lines of sites in the years in which they counted: what the totals of the years are made of."""
        return tuple(x for x in self.lines if self.sites[x.activity.site].counts_in(x.activity.year))


def account_of(
    plan: CarbonPlan, counted: Counted, sites: Mapping[str, Site], district: tuple[TerritorialYear, ...] = ()
) -> CarbonAccount:
    """Put an account together from what was counted."""
    baseline = baseline_of(plan, counted, sites)
    years = year_totals(counted, sites, plan.scopes)
    return CarbonAccount(plan, sites, counted.lines, years, baseline, track_of(plan, baseline), district)
