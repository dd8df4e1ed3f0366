"""The page of a portrait in one year: the doughnut, a table that says the same, what changed, and where it is from."""

from __future__ import annotations

from dataclasses import dataclass

from placebook.measure.portrait import fullest_year, furthest, in_year, years_of
from placebook.measure.portrait_kinds import FRAMEWORK, HeldPortrait
from placebook.pages.chart_figures import kept
from placebook.pages.portrait_chart import DoughnutChart, counts_words, doughnut_chart, in_ring_order
from placebook.pages.portrait_lines import LensGroup, MovedLine, lens_groups, moved_lines
from placebook.pages.shelf import Shelf
from placebook.types import Area


@dataclass(frozen=True, slots=True)
class PortraitPage:
    """The page of one portrait in one year."""

    id: str
    title: str
    place: str
    area: str
    year: int
    years: tuple[int, ...]
    chosen: bool  # the address names no year, and this is the one with most figures
    counts: str
    says: str
    does_not_say: str
    method_source: str
    note: str
    carry_for: int
    chart: DoughnutChart
    lenses: tuple[LensGroup, ...]
    since: int | None
    moved: tuple[MovedLine, ...]
    csv: str
    svg: str


@dataclass(frozen=True, slots=True)
class PortraitEntry:
    """One portrait in the list of them."""

    id: str
    title: str
    place: str
    area: str
    year: int
    first: int
    last: int
    counts: str


@dataclass(frozen=True, slots=True)
class PortraitListPage:
    """Every portrait of the book that has a figure."""

    portraits: tuple[PortraitEntry, ...]


def portrait_list(shelf: Shelf) -> PortraitListPage:
    """The list of portraits, in the order of their ids."""
    return kept(shelf, "portraits", lambda: _list(shelf))


def _list(shelf: Shelf) -> PortraitListPage:
    entries = (portrait_entry(shelf, one) for one in shelf.portraits.values())
    return PortraitListPage(tuple(entry for entry in entries if entry is not None))


def portraits_around(shelf: Shelf, area: Area) -> tuple[PortraitEntry, ...]:
    """The portraits of an area itself and of the area that it lies in."""
    return tuple(one for one in portrait_list(shelf).portraits if one.area in (area.code, area.parent))


def portrait_entry(shelf: Shelf, one: HeldPortrait) -> PortraitEntry | None:
    """What a link to a portrait says of it, in its fullest year; None where nothing is measured."""
    years, year = years_of(one.portrait, one.held), fullest_year(one.portrait, one.held)
    if year is None:
        return None
    counts = counts_words(in_year(one.portrait, one.held, year))
    return PortraitEntry(
        one.portrait.id, one.portrait.title, place_of(shelf, one), one.portrait.area, year, years[0], years[-1], counts
    )


def place_of(shelf: Shelf, one: HeldPortrait) -> str:
    """The name of the place that a portrait is of."""
    return shelf.names.get(one.portrait.area, one.portrait.area)


def portrait_page(shelf: Shelf, id: str, year: int | None = None) -> PortraitPage | None:
    """The page of a portrait in a year, or in its fullest year without one; None where there is no such page."""
    one = shelf.portraits.get(id)
    return None if one is None else page_of(one, place_of(shelf, one), _lens_says(shelf), year)


def page_of(
    one: HeldPortrait, place: str, says: dict[str, str] | None = None, year: int | None = None
) -> PortraitPage | None:
    """The page of a portrait that is on no shelf. `says` defines the lenses. See portrait_page."""
    portrait, held = one.portrait, one.held
    years = years_of(portrait, held)
    shown = fullest_year(portrait, held) if year is None else year
    if shown is None or shown not in years:
        return None
    standings = in_ring_order(in_year(portrait, held, shown))
    since = max((other for other in years if other < shown), default=None)
    csv = f"portraits/{portrait.id}/figures.csv"
    return PortraitPage(
        id=portrait.id,
        title=portrait.title,
        place=place,
        area=portrait.area,
        year=shown,
        years=years,
        chosen=year is None,
        counts=counts_words(standings),
        says=portrait.says,
        does_not_say=portrait.does_not_say,
        method_source=portrait.method_source,
        note=portrait.note,
        carry_for=portrait.carry_for,
        chart=doughnut_chart(place, shown, standings, furthest(portrait, held), csv=csv),
        lenses=lens_groups(one, standings, says or {}),
        since=since,
        moved=() if since is None else moved_lines(in_year(portrait, held, since), standings),
        csv=csv,
        svg=f"portraits/{portrait.id}/{shown}.svg",
    )


def _lens_says(shelf: Shelf) -> dict[str, str]:
    framework = shelf.frameworks.get(FRAMEWORK)
    return {} if framework is None else {one.id: one.definition for one in framework.walk()}
