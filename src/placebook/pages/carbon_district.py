"""The whole district on the page of a carbon account: what came from all who live and work there, by sector."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from placebook.measure.carbon_territorial import TerritorialYear
from placebook.pages.chart_kinds import NO_DATA, Line, LineChart, Point
from placebook.types import State

MOST_SECTORS = 4  # drawn behind the whole


@dataclass(frozen=True, slots=True)
class DistrictYear:
    """The whole district in one year, in kilotonnes by sector. None where it is not published."""

    year: int
    sectors: tuple[tuple[str, float | None], ...]
    total: float | None
    a_person: float | None  # tonnes
    row: int


def district_year(one: TerritorialYear) -> DistrictYear:
    """One year of the district as the page writes it."""
    sectors = tuple((sector.name, sector.total) for sector in one.sectors)
    return DistrictYear(one.year, sectors, one.total, one.a_person, one.row)


def district_says(years: Sequence[TerritorialYear]) -> str:
    """The sentences above the chart: the last year, beside the first and for each person; "" where nothing is known."""
    known = [one for one in years if one.total is not None]
    if not known:
        return ""
    first, last = known[0], known[-1]
    said = f"All together, {_kilotonnes(last)} of {last.gas} came from the district in {last.year}"
    if first.total and last.total is not None and last.year > first.year:
        change = 100 * (last.total / first.total - 1)
        side = "less" if change < 0 else "more"
        said += f": {abs(change):.0f}% {side} than in {first.year}"
    if last.a_person is None:
        return f"{said}. How much that is for each person is not known, as no population is given."
    return f"{said}. That is {last.a_person:.1f} tonnes for each person who lives here."


def _kilotonnes(one: TerritorialYear) -> str:
    return f"{(one.total or 0.0) * 1000:,.0f} tonnes"


def district_chart(years: Sequence[TerritorialYear]) -> LineChart | None:
    """The whole district by year, with its largest sectors behind; None where nothing is known."""
    known = [one for one in years if one.total is not None]
    if not known:
        return None
    last = years[-1]
    largest = sorted(last.sectors, key=lambda one: -(one.total or 0.0))[:MOST_SECTORS]
    lines = [Line("all", "All sectors", tuple(_at(one.year, one.total) for one in years))]
    lines += [
        Line(sector.name, sector.name, tuple(_at(one.year, _sector(one, sector.name)) for one in years))
        for sector in largest
    ]
    unit = f"thousand tonnes of {last.gas}"
    return LineChart(
        "district",
        f"All sectors: {known[0].total:,.1f} {unit} in {known[0].year} and {known[-1].total:,.1f} in {known[-1].year}",
        f"Emissions of the whole district by year in {unit}: all sectors, and the {len(largest)} largest of them.",
        tuple(lines),
        unit,
        1,
        of="Sector",
    )


def _at(year: int, value: float | None) -> Point:
    return Point(str(year), float(year), value, state=str(State.OBSERVED) if value is not None else NO_DATA)


def _sector(year: TerritorialYear, name: str) -> float | None:
    return next((one.total for one in year.sectors if one.name == name), None)
