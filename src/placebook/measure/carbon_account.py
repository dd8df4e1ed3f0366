"""From activity to tonnes of CO2e: one line for each row, and what they add up to by year, scope, site and activity."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from math import fsum

from placebook.measure.carbon_factors import OUTSIDE, SCOPES, Factor, FactorSet, Wanted, find_factor
from placebook.measure.carbon_plan import NEAREST_EARLIER, SAME_YEAR, Site
from placebook.measure.carbon_units import converted
from placebook.types import State

KG_PER_TONNE = 1000.0


@dataclass(frozen=True, slots=True)
class Activity:
    """One row of the activity table. `amount` is None where it is not known: that is a gap, and never nought."""

    row: int
    site: str
    year: int
    activity: str
    amount: float | None
    unit: str
    scope: str  # 1, 2, 3 or outside
    basis: str = ""  # gross, net or nothing
    factor: str = ""  # the ID of a factor, where the row names one
    meter: str = ""
    state: State = State.OBSERVED
    note: str = ""

    @property
    def stream(self) -> tuple[str, str, str, str]:
        """What is counted from year to year: site, scope, activity and meter."""
        return (self.site, self.scope, self.activity, self.meter)


@dataclass(frozen=True, slots=True)
class Wrong:
    """A row of the activity table that cannot be counted: what is wrong, and what would be right."""

    row: int
    what: str
    right: str


@dataclass(frozen=True, slots=True)
class Line:
    """One row of activity, counted. Tonnes are CO2e; those of a gas are None where the flat file does not split it."""

    activity: Activity
    factor: Factor
    amount: float  # in the unit of the factor
    tonnes: float
    co2: float | None
    ch4: float | None
    n2o: float | None
    state: State
    because: str = ""  # why it is estimated


@dataclass(frozen=True, slots=True)
class Counted:
    """Every line of an account, the rows that could not be counted, and rows without an amount."""

    lines: tuple[Line, ...]
    wrong: tuple[Wrong, ...]
    unknown: tuple[Activity, ...]


@dataclass(frozen=True, slots=True)
class YearTotal:
    """What a year adds up to. `gaps` names what is not held; a year with gaps is not whole, and its sum a part."""

    year: int
    tonnes: float  # of the scopes of the account
    by_scope: Mapping[str, float]  # of those that have a line in that year
    gaps: tuple[str, ...]
    estimated: bool

    @property
    def whole(self) -> bool:
        """Whether nothing is known to be missing."""
        return not self.gaps


def count(rows: Iterable[Activity], sets: Mapping[int, FactorSet], factor_years: str = SAME_YEAR) -> Counted:
    """Multiply each row with its factor.

        tonnes CO2e = amount x factor (kg CO2e for one unit) / 1000

    Parameters
    ----------
    rows : the activity, in any order
    sets : the flat file of each year that is at hand
    factor_years : same_year refuses a year without factors of its own; nearest_earlier takes those of the last year
        before it, and marks the line as estimated

    Returns
    -------
    lines in the order of the rows. A row that fits no factor is in `wrong`, one without an amount in `unknown`
    """
    lines, wrong, unknown = [], [], []
    for row in rows:
        try:
            found, because = _set_for(row.year, sets, factor_years)
            factor, times = find_factor(found, Wanted(row.activity, row.unit, row.basis, row.scope, row.factor))
            kg = factor.kg
        except ValueError as why:
            wrong.append(Wrong(row.row, *why.args))
            continue
        if row.amount is None:
            unknown.append(row)
        else:
            lines.append(_line(row, factor, kg, converted(row.amount, times), because))
    return Counted(tuple(lines), tuple(wrong), tuple(unknown))


def _set_for(year: int, sets: Mapping[int, FactorSet], factor_years: str) -> tuple[FactorSet, str]:
    if year in sets:
        return sets[year], ""
    there = ", ".join(map(str, sorted(sets))) or "no year"
    earlier = [one for one in sets if one < year]
    if factor_years == NEAREST_EARLIER and earlier:
        return sets[max(earlier)], f"factor of {max(earlier)} used for {year}"
    rule = "" if factor_years == NEAREST_EARLIER else f" or declare factor_years: {NEAREST_EARLIER}"
    raise ValueError(
        f"the activity is of {year} and the factors are of {there}",
        f"add the flat file of {year}{rule}" if earlier else f"add the flat file of {year}",
    )


def _line(row: Activity, factor: Factor, kg: float, used: float, because: str) -> Line:
    """`used` is the amount in the unit of the factor, and `kg` what the factor has for one of it."""
    co2, ch4, n2o = (None if gas is None else used * gas / KG_PER_TONNE for gas in (factor.co2, factor.ch4, factor.n2o))
    state = State.ESTIMATED if because else row.state
    return Line(row, factor, used, used * kg / KG_PER_TONNE, co2, ch4, n2o, state, because)


def total(lines: Iterable[Line]) -> float:
    """Tonnes CO2e of some lines: the same to the last digit whatever their order."""
    return fsum(line.tonnes for line in lines)


def totals_by(lines: Iterable[Line], key: Callable[[Line], str]) -> dict[str, float]:
    """Tonnes CO2e by site, activity, scope or what else `key` gives, sorted by it."""
    found: dict[str, list[Line]] = {}
    for line in lines:
        found.setdefault(key(line), []).append(line)
    return {name: total(some) for name, some in sorted(found.items())}


def year_totals(
    counted: Counted,
    sites: Mapping[str, Site],
    scopes: Sequence[str],
    counts: Callable[[Site, int], bool] = Site.counts_in,
) -> tuple[YearTotal, ...]:
    """The sum of each year, with what is missing in it.

    What was counted in one year is expected in every year in which its site counts. Where there was none, the
    table says 0. Parameters: `scopes` are those of the account; `counts` says in which years a site counts.
    """
    rows = [line.activity for line in counted.lines] + list(counted.unknown)
    known = {(line.activity.stream, line.activity.year) for line in counted.lines}
    streams = sorted({row.stream for row in rows if row.scope in scopes})
    found = []
    for year in sorted({row.year for row in rows}):
        lines = [x for x in counted.lines if x.activity.year == year and counts(sites[x.activity.site], year)]
        gaps = [
            _gap(stream, sites) for stream in streams if counts(sites[stream[0]], year) and (stream, year) not in known
        ]
        found.append(_total(year, lines, scopes, tuple(gaps)))
    return tuple(found)


def _total(year: int, lines: Sequence[Line], scopes: Sequence[str], gaps: tuple[str, ...]) -> YearTotal:
    mine = [line for line in lines if line.activity.scope in scopes]
    by_scope = totals_by(lines, lambda line: line.activity.scope)
    ordered = {scope: by_scope[scope] for scope in SCOPES if scope in by_scope}
    return YearTotal(year, total(mine), ordered, gaps, any(line.state == State.ESTIMATED for line in mine))


def _gap(stream: tuple[str, str, str, str], sites: Mapping[str, Site]) -> str:
    site, scope, activity, meter = stream
    named = f"{activity} ({'Outside of Scopes' if scope == OUTSIDE else f'Scope {scope}'})"
    return f"{sites[site].title}: {named}{f', {meter}' if meter else ''}"


def sites_in(rows: Iterable[Activity]) -> dict[str, Site]:
    """The sites that a table names, where nobody declared any: they count in every year."""
    return {name: Site(name, name) for name in sorted({row.site for row in rows})}
