"""A carbon account worked out from its files: activity, factors, and the emissions of the district."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from placebook.measure.carbon import CarbonAccount, account_of
from placebook.measure.carbon_account import Activity, Counted, count, sites_in
from placebook.measure.carbon_factors import SCOPES, FactorSet, parts_that_do_not_sum
from placebook.measure.carbon_plan import NEAREST_EARLIER, SAME_YEAR, CarbonPlan, Site
from placebook.measure.carbon_territorial import TerritorialYear, that_do_not_sum
from placebook.sources.carbon_activity import read_activity
from placebook.sources.conversion_factors import read_factors
from placebook.sources.findings import FAULT, Finding, fault, warning, whole_file_fault
from placebook.sources.territorial_emissions import read_territorial
from placebook.types import DataError


@dataclass(frozen=True, slots=True)
class Looked:
    """An account as far as its files could be read, and all that is wrong with them. None where nothing could be."""

    account: CarbonAccount | None
    findings: tuple[Finding, ...]


def read_account(folder: Path, plan: CarbonPlan) -> CarbonAccount:
    """The account of a plan. Raises DataError that says the first fault and counts the rest: nothing is left out."""
    looked = look_at_account(folder, plan)
    faults = [finding for finding in looked.findings if finding.level == FAULT]
    if looked.account is None:
        listed = "; placebook check lists them all" if plan.file else ""
        more = f" (and {len(faults) - 1:,} more{listed})" if len(faults) > 1 else ""
        raise DataError(f"{replace(faults[0], file=str(folder / faults[0].file))}{more}")
    return looked.account


def look_at_account(folder: Path, plan: CarbonPlan) -> Looked:
    """Read every file of an account, count what can be counted, and list all faults."""
    found: list[Finding] = []
    sets = dict(_factor_sets(folder, plan, found))
    rows: tuple[Activity, ...] = ()
    if plan.activity is not None:
        table = read_activity(folder / plan.activity, plan.activity)
        found += table.findings
        rows = table.rows
    sites = plan.sites or sites_in(rows)
    found += _of_sites(plan, sites, rows)
    counted = count(rows, sets, plan.factor_years) if len(sets) == len(plan.factors) else Counted((), (), ())
    found += [fault(plan.activity or plan.file, one.row, one.what, one.right) for one in counted.wrong]
    district = _territorial(folder, plan, found)
    if any(one.level == FAULT for one in found):
        return Looked(None, tuple(found))
    account = account_of(plan, counted, sites, district)
    found += _gaps(plan, account)
    return Looked(account, tuple(found))


def _factor_sets(folder: Path, plan: CarbonPlan, found: list[Finding]) -> Iterator[tuple[int, FactorSet]]:
    here = f"carbon/{plan.file}"
    for year, name in plan.factors:
        try:
            one = read_factors(folder / name, name)
        except DataError as why:
            found.append(whole_file_fault(str(why), name))
            continue
        if one.year != year:
            what = f"{name} holds the factors of {one.year}, and stands under {year}"
            found.append(fault(here, plan.lines.get("factors"), what, f"write it under {one.year}"))
            continue
        for factor, by in parts_that_do_not_sum(one):
            what = f"the gases of {factor.id} do not sum to its CO2e: it is {by:+.6g} kg off"
            found.append(warning(name, factor.row, what, "the CO2e of the row is used; ask the publisher"))
        yield year, one


def _of_sites(plan: CarbonPlan, sites: Mapping[str, Site], rows: tuple[Activity, ...]) -> Iterator[Finding]:
    file = plan.activity or plan.file
    for row in rows:
        site = sites.get(row.site)
        if site is None:
            yield fault(file, row.row, f"{row.site!r} is no site of carbon/{plan.file}", f"write {', '.join(sites)}")
        elif site.joined_how == "built" and site.joined is not None and row.year < site.joined:
            what = f"{site.title} was built in {site.joined} and has activity in {row.year}"
            yield fault(file, row.row, what, "correct one of the two years")
    named = {row.site for row in rows}
    for site in plan.sites.values():
        if site.id not in named and rows:
            what = f"the site {site.id!r} has no row in {file}"
            yield warning(f"carbon/{plan.file}", plan.lines.get("sites"), what, "add its activity, or take it out")


def _territorial(folder: Path, plan: CarbonPlan, found: list[Finding]) -> tuple[TerritorialYear, ...]:
    table = plan.territorial
    if table is None:
        return ()
    try:
        years = read_territorial(folder / table.file, table.file, table.authority)
    except DataError as why:
        found.append(whole_file_fault(str(why), table.file))
        return ()
    for wrong in that_do_not_sum(years):
        what = f"{wrong.what} of {wrong.year} is {wrong.by:+.6g} off the sum of its parts"
        found.append(warning(table.file, wrong.row, what, "ask the publisher which is right"))
    return years


def _gaps(plan: CarbonPlan, account: CarbonAccount) -> Iterator[Finding]:
    for year in account.years:
        for gap in year.gaps:
            what = f"{year.year} has no figure for {gap}"
            yield warning(plan.activity or plan.file, None, what, "add the row, with the amount 0 where there was none")


def loose_account(activity: Path, factors: Sequence[Path], nearest_earlier: bool = False) -> CarbonAccount:
    """An account of one table and some flat files, without a book: every scope, no baseline and no target.

    Raises DataError that says the first fault and counts the rest.
    """
    years: dict[int, str] = {}
    for path in factors:
        found = read_factors(path)
        if found.year in years:
            raise DataError(f"{path}: holds the factors of {found.year}, as {years[found.year]} does; name one of them")
        years[found.year] = str(path)
    plan = CarbonPlan(
        id="account",
        title=f"Emissions by {activity.name}",
        says="",
        does_not_say="",
        activity=str(activity),
        factors=tuple(years.items()),
        factor_years=NEAREST_EARLIER if nearest_earlier else SAME_YEAR,
        scopes=tuple(scope for scope in SCOPES if scope.isdigit()),
    )
    return read_account(Path(), plan)
