"""A carbon account as files: every line as CSV, and what it comes to as JSON."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

from placebook.measure.carbon import CarbonAccount
from placebook.measure.carbon_account import Line, totals_by
from placebook.store.csvw import write_rows
from placebook.store.plain import as_json
from placebook.store.tables import Heading, Kind, Table, table_of

_TEXT: tuple[tuple[str, str, Callable[[Line], str]], ...] = (
    ("site", "The site of the activity table", lambda x: x.activity.site),
    ("scope", "1, 2, 3, or outside for CO2 that is in no scope", lambda x: x.activity.scope),
    ("activity", "What was used, as the table has it", lambda x: x.activity.activity),
    ("meter", "Which meter or fleet, where the table says", lambda x: x.activity.meter),
    ("unit", "Unit of the amount", lambda x: x.activity.unit),
    ("basis", "Gross or net calorific value, for kWh of fuels", lambda x: x.activity.basis),
    ("factor_id", "ID of the factor in the flat file", lambda x: x.factor.id),
    ("factor_name", "Its labels in the flat file", lambda x: x.factor.name),
    ("factor_scope", "Its scope in the flat file", lambda x: x.factor.scope),
    ("factor_unit", "Its unit in the flat file", lambda x: x.factor.unit),
    ("factor_file", "The flat file", lambda x: x.factor.file),
    ("state", "How the result is known", lambda x: str(x.state)),
    ("because", "Why it is estimated", lambda x: x.because),
    ("note", "The note of the table", lambda x: x.activity.note),
)
_WHOLE: tuple[tuple[str, str, Callable[[Line], int]], ...] = (
    ("year", "Year of the activity", lambda x: x.activity.year),
    ("row", "Row of the activity table", lambda x: x.activity.row),
    ("factor_year", "Year of the factor", lambda x: x.factor.year),
    ("factor_row", "Row of the flat file", lambda x: x.factor.row),
)
_NUMBER: tuple[tuple[str, str, Callable[[Line], float | None]], ...] = (
    ("amount", "What was used", lambda x: x.activity.amount),
    ("factor_amount", "The same in the unit of the factor", lambda x: x.amount),
    ("factor_kg_co2e", "Kilograms of CO2e for one unit", lambda x: x.factor.value),
    ("tonnes_co2e", "Tonnes of CO2e", lambda x: x.tonnes),
    ("tonnes_co2", "Of it CO2, where the flat file splits the gases", lambda x: x.co2),
    ("tonnes_ch4", "Of it CH4, in CO2e", lambda x: x.ch4),
    ("tonnes_n2o", "Of it N2O, in CO2e", lambda x: x.n2o),
)
_ORDER = (
    "site",
    "year",
    "scope",
    "activity",
    "meter",
    "amount",
    "unit",
    "basis",
    "factor_id",
    "factor_year",
    "factor_scope",
    "factor_name",
    "factor_unit",
    "factor_kg_co2e",
    "factor_file",
    "factor_row",
    "factor_amount",
    "tonnes_co2e",
    "tonnes_co2",
    "tonnes_ch4",
    "tonnes_n2o",
    "counts",
    "state",
    "because",
    "row",
    "note",
)
KEY = ("site", "year", "scope", "activity", "meter")


def lines_table(account: CarbonAccount) -> Table:
    """Every line with its factor, in the order of the activity table. `counts`: whether it is in the year's totals."""
    lines, counted = account.lines, set(map(id, account.reported))
    columns: dict[str, list[Any]] = {}
    headings: dict[str, Heading] = {}
    for kind, some in ((Kind.TEXT, _TEXT), (Kind.WHOLE, _WHOLE), (Kind.NUMBER, _NUMBER)):
        for name, says, of in some:
            headings[name] = Heading(name, kind, says)
            cells = [of(line) for line in lines]
            columns[name] = [float("nan") if cell is None else cell for cell in cells]
    headings["counts"] = Heading("counts", Kind.YES_NO, "Whether its site counted in that year")
    columns["counts"] = [id(line) in counted for line in lines]
    return table_of([headings[name] for name in _ORDER], columns, KEY)


def summary(account: CarbonAccount) -> dict[str, Any]:
    """What an account comes to: years, sites, activities, baseline, target, budget, and the district."""
    lines = account.reported
    baseline, track = account.baseline, account.track
    return {
        "account": account.plan.id,
        "title": account.plan.title,
        "unit": "tonnes CO2e",
        "scopes": list(account.plan.scopes),
        "years": {str(one.year): _year(one) for one in account.years},
        "sites": totals_by(_in_scopes(account, lines), lambda line: line.activity.site),
        "activities": totals_by(_in_scopes(account, lines), lambda line: line.activity.activity),
        "baseline": None if baseline is None else _baseline(baseline),
        "target": None if track is None else _track(track),
        "district": [_district(one) for one in account.district],
    }


def _in_scopes(account: CarbonAccount, lines: tuple[Line, ...]) -> list[Line]:
    return [line for line in lines if line.activity.scope in account.plan.scopes]


def _year(one: Any) -> dict[str, Any]:
    return {
        "tonnes": one.tonnes,
        "by_scope": dict(one.by_scope),
        "whole": one.whole,
        "not_held": list(one.gaps),
        "estimated": one.estimated,
    }


def _baseline(one: Any) -> dict[str, Any]:
    return {
        "year": one.year,
        "first": one.first,
        "tonnes": one.tonnes,
        "recalculated": one.recalculated,
        "changes": [{"what": change.what, "tonnes": change.tonnes} for change in one.changes],
        "changes_per_cent": one.size,
        "recalculate_above_per_cent": one.threshold,
        "says": one.says,
        "comparable_years": {str(year.year): _year(year) for year in one.series},
    }


def _track(one: Any) -> dict[str, Any]:
    return {
        "year": one.target.year,
        "remaining_per_cent": one.target.remaining,
        "path": one.chosen,
        "paths": {path.name: dict(zip(map(str, path.years), path.tonnes, strict=True)) for path in one.paths},
        "on_track": one.on_track,
        "says": one.says,
        "budget": None if one.budget is None else _budget(one.budget),
    }


def _budget(one: Any) -> dict[str, Any]:
    names = ("tonnes", "declared", "first", "last", "used", "used_until", "left", "says")
    return {name: getattr(one, name) for name in names}


def _district(one: Any) -> dict[str, Any]:
    sectors = {sector.name: sector.total for sector in one.sectors}
    return {
        "authority": one.authority,
        "year": one.year,
        "gas": one.gas,
        "kilotonnes": one.total,
        "sectors": sectors,
        "tonnes_a_person": one.a_person,
        "row": one.row,
    }


def write_account(account: CarbonAccount, path: Path) -> tuple[Path, Path]:
    """Write the lines to a .csv file and what they come to beside it as .json: both whole, or neither.

    Returns the two paths.
    """
    beside = path.with_suffix(".json")
    partial = {one: one.with_name(one.name + ".partial") for one in (path, beside)}
    said: Mapping[str, Any] = summary(account)
    try:
        write_rows(lines_table(account), partial[path])
        partial[beside].write_text(as_json(said), encoding="utf-8", newline="\n")
        for one, made in partial.items():
            made.replace(one)
    finally:
        for made in partial.values():
            made.unlink(missing_ok=True)
    return path, beside
