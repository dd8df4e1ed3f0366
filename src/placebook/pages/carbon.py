"""The page of a carbon account: what was counted, whether it keeps to the path, and the whole district beside it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from placebook.measure.carbon import CarbonAccount
from placebook.measure.carbon_account import Line as CarbonLine
from placebook.measure.carbon_account import YearTotal, totals_by
from placebook.measure.carbon_factors import OUTSIDE
from placebook.measure.carbon_track import PATH_NAMES, Path
from placebook.pages.carbon_district import DistrictYear, district_chart, district_says, district_year
from placebook.pages.chart_kinds import NO_DATA, Line, LineChart, Point
from placebook.pages.shelf import Shelf
from placebook.types import State

MOST_LINES = 50  # on the page, which stays below 100 KB; the file has all
NOT_WHOLE = "not whole"
SCOPE_SAYS = {
    "1": "What is burnt in our own boilers and vehicles.",
    "2": "Electricity and heat that we buy.",
    "3": "What others emit for us, such as power lost in the wires.",
    OUTSIDE: "Carbon dioxide that plants took up before. It is in no total.",
}


@dataclass(frozen=True, slots=True)
class CarbonYear:
    """One year: tonnes CO2e of each scope that has a figure, and of the scopes of the account together."""

    year: int
    by_scope: tuple[tuple[str, float], ...]
    tonnes: float
    state: str  # observed, estimated, or not whole
    gaps: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class CarbonFactorLine:
    """One row of activity with its factor: where each number comes from."""

    site: str
    year: int
    scope: str
    activity: str
    amount: float
    unit: str
    basis: str
    factor_id: str
    factor_name: str
    factor_year: int
    factor_unit: str
    factor_kg: float
    factor_row: int
    factor_file: str
    row: int
    tonnes: float
    state: str
    because: str


@dataclass(frozen=True, slots=True)
class CarbonPage:
    """What the page says. `held` is False where the organisation's own activity is not held."""

    id: str
    title: str
    lede: str
    says: str
    does_not_say: str
    held: bool
    scopes: tuple[str, ...]
    scope_says: tuple[tuple[str, str], ...]
    years: tuple[CarbonYear, ...]
    sites: tuple[tuple[str, float], ...]  # tonnes of the last year
    chart: LineChart | None
    baseline_says: str
    recalculated: bool
    target_says: str
    track_says: str
    on_track: bool | None
    budget_says: str
    lines: tuple[CarbonFactorLine, ...]
    left_out: int
    activity_file: str
    csv: str
    district: tuple[DistrictYear, ...]
    district_name: str
    district_says: str
    district_chart: LineChart | None
    gas: str
    source: tuple[str, str, str, str, str]  # file, publisher, licence, address, day


def carbon_page(shelf: Shelf, id: str) -> CarbonPage | None:
    """The page of one account; None where the book has no such account."""
    account = next((one for one in shelf.carbon if one.plan.id == id), None)
    return None if account is None else _page(account)


def _page(account: CarbonAccount) -> CarbonPage:
    plan, track, baseline = account.plan, account.track, account.baseline
    held = plan.activity is not None
    csv = f"carbon/{plan.id}.csv" if held else ""
    shown = [_factor_line(account, line) for line in account.lines[:MOST_LINES]]
    used = dict.fromkeys(scope for one in account.years for scope in one.by_scope)
    table = plan.territorial
    return CarbonPage(
        id=plan.id,
        title=plan.title,
        lede=_lede(account),
        says=plan.says,
        does_not_say=plan.does_not_say,
        held=held,
        scopes=plan.scopes,
        scope_says=tuple((scope_name(scope), SCOPE_SAYS[scope]) for scope in SCOPE_SAYS if scope in used),
        years=tuple(_year(one) for one in account.years),
        sites=_sites(account),
        chart=_chart(account, csv),
        baseline_says="" if baseline is None else baseline.says,
        recalculated=baseline is not None and baseline.recalculated,
        target_says="" if track is None else _target_says(account),
        track_says="" if track is None else track.says,
        on_track=None if track is None else track.on_track,
        budget_says="" if track is None or track.budget is None else track.budget.says,
        lines=tuple(shown),
        left_out=len(account.lines) - len(shown),
        activity_file=plan.activity or "",
        csv=csv,
        district=tuple(district_year(one) for one in account.district),
        district_name=account.district[-1].name if account.district else "",
        district_says=district_says(account.district),
        district_chart=district_chart(account.district),
        gas=account.district[-1].gas if account.district else "",
        source=("",) * 5 if table is None else (table.file, table.publisher, table.licence, table.url, table.published),
    )


def scope_name(scope: str) -> str:
    """A scope in words."""
    return "Outside of Scopes" if scope == OUTSIDE else f"Scope {scope}"


def _lede(account: CarbonAccount) -> str:
    """The first sentence: what the last year came to, or that it is not held."""
    if account.plan.activity is None:
        return "What the council itself emits is not held here. This page shows the whole district only."
    if not account.years:
        return "No activity is held yet, so nothing is counted."
    last = account.years[-1]
    if not last.whole:
        return f"Something of {last.year} is not held, so its emissions are not known as a whole."
    mark = " This is estimated." if last.estimated else ""
    return f"In {last.year} we emitted {last.tonnes:,.1f} tonnes of CO2e.{mark}"


def _year(one: YearTotal) -> CarbonYear:
    state = NOT_WHOLE if not one.whole else str(State.ESTIMATED if one.estimated else State.OBSERVED)
    return CarbonYear(one.year, tuple(one.by_scope.items()), one.tonnes, state, one.gaps)


def _sites(account: CarbonAccount) -> tuple[tuple[str, float], ...]:
    if not account.years:
        return ()
    last = account.years[-1].year
    mine = [x for x in account.reported if x.activity.year == last and x.activity.scope in account.plan.scopes]
    found = totals_by(mine, lambda line: account.sites[line.activity.site].title)
    return tuple(sorted(found.items(), key=lambda pair: (-pair[1], pair[0])))


def _factor_line(account: CarbonAccount, line: CarbonLine) -> CarbonFactorLine:
    row, factor = line.activity, line.factor
    return CarbonFactorLine(
        site=account.sites[row.site].title,
        year=row.year,
        scope=scope_name(row.scope),
        activity=row.activity,
        amount=line.amount if row.amount is None else row.amount,
        unit=row.unit,
        basis=row.basis,
        factor_id=factor.id,
        factor_name=factor.name,
        factor_year=factor.year,
        factor_unit=factor.unit,
        factor_kg=factor.kg,
        factor_row=factor.row,
        factor_file=factor.file,
        row=row.row,
        tonnes=line.tonnes,
        state=str(line.state),
        because=line.because,
    )


def _target_says(account: CarbonAccount) -> str:
    track = account.track
    if track is None:
        return ""
    remaining = track.target.remaining
    left = "nothing may be left" if remaining == 0 else f"at most {remaining:g}% of the baseline may be left"
    way = f" The way there that was chosen: {track.path.says}." if track.path is not None else ""
    return f"By {track.target.year}, {left}.{way}"


def _chart(account: CarbonAccount, csv: str) -> LineChart | None:
    """What was counted, with the ways to the target behind it."""
    baseline, track = account.baseline, account.track
    series = account.years if baseline is None else baseline.series
    counted = {one.year: one for one in series if one.whole}
    if not counted:
        return None
    paths: Sequence[Path] = () if track is None else track.paths
    years = sorted({*(one.year for one in series), *(year for path in paths for year in path.years)})
    mine = Line("counted", "Counted", tuple(_point(year, counted.get(year)) for year in years))
    behind = [Line(path.name, _path_name(path, track.chosen if track else ""), _points(path, years)) for path in paths]
    first, last = min(counted), max(counted)
    title = f"{counted[first].tonnes:,.1f} tonnes in {first}"
    title += f", {counted[last].tonnes:,.1f} in {last}" if last > first else ""
    beside = ", beside the ways to the target" if paths else ""
    description = f"Emissions by year in tonnes of CO2e{beside}."
    return LineChart("emissions", title, description, (mine, *behind), "tonnes of CO2e a year", 1, csv, of="What")


def _point(year: int, one: YearTotal | None) -> Point:
    if one is None:
        return Point(str(year), float(year), None, state=NO_DATA)
    state = State.ESTIMATED if one.estimated else State.OBSERVED
    return Point(str(year), float(year), one.tonnes, state=str(state))


def _path_name(path: Path, chosen: str) -> str:
    name = PATH_NAMES[path.name]
    return f"Path: {name}{', the one we hold to' if path.name == chosen else ''}"


def _points(path: Path, years: Iterable[int]) -> tuple[Point, ...]:
    return tuple(
        Point(str(year), float(year), path.at(year), state="path" if path.at(year) is not None else NO_DATA)
        for year in years
    )
