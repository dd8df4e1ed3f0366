"""The map of examples by place, and the table that says the same."""

from __future__ import annotations

from dataclasses import dataclass

from placebook.pages.chart_figures import kept
from placebook.pages.evidence import every_case
from placebook.pages.shelf import Shelf


@dataclass(frozen=True, slots=True)
class PlaceMark:
    """One place with its cases. `longitude` and `latitude` are of its middle, None where we hold none."""

    code: str
    name: str
    kind: str
    longitude: float | None
    latitude: float | None
    cases: tuple[tuple[str, str], ...]  # id and title


@dataclass(frozen=True, slots=True)
class PlacesChart:
    """Places as circles over the middles of all districts, which show where the land is."""

    id: str
    title: str
    description: str
    marks: tuple[PlaceMark, ...]
    land: tuple[tuple[float, float], ...]


@dataclass(frozen=True, slots=True)
class CasesMapPage:
    """The map of examples. `unplaced` are the cases without an area, with the reason."""

    chart: PlacesChart
    places: tuple[PlaceMark, ...]
    unplaced: tuple[tuple[str, str, str], ...]  # id, title, why it has no area
    kinds: tuple[tuple[str, int], ...]


def cases_map_page(shelf: Shelf) -> CasesMapPage:
    """The map, its table, and what is on no map."""
    return kept(shelf, "cases map", lambda: _page(shelf))


def _page(shelf: Shelf) -> CasesMapPage:
    held: dict[str, list[tuple[str, str]]] = {}
    for case in sorted(every_case(shelf), key=lambda one: one.title):
        for code in case.areas:
            held.setdefault(code, []).append((case.id, case.title))
    places = tuple(sorted((_mark(shelf, code, held[code]) for code in held), key=lambda one: (one.name, one.code)))
    drawn = tuple(one for one in places if one.longitude is not None)
    kinds: dict[str, int] = {}
    for one in places:
        kinds[one.kind] = kinds.get(one.kind, 0) + 1
    chart = PlacesChart(
        "places",
        "Where the examples are",
        f"{len(drawn)} places, each a circle that is larger the more examples it has. The table below names them all.",
        drawn,
        tuple(shelf.middles[code] for code in sorted(shelf.middles) if code[:3] in _LAND),
    )
    unplaced = tuple((one.id, one.title, one.no_area) for one in every_case(shelf) if not one.areas)
    return CasesMapPage(chart, places, unplaced, tuple(sorted(kinds.items(), key=lambda pair: (-pair[1], pair[0]))))


_LAND = frozenset({"E06", "E07", "E08", "E09", "W06", "S12", "N09"})


def _mark(shelf: Shelf, code: str, cases: list[tuple[str, str]]) -> PlaceMark:
    known, middle = shelf.case_areas.get(code), shelf.middles.get(code)
    name, kind = (code, "") if known is None else (known.name, known.kind)
    longitude, latitude = middle if middle is not None else (None, None)
    return PlaceMark(code, name, kind, longitude, latitude, tuple(cases))
