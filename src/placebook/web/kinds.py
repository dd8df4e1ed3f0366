"""The kinds of page there are. A new kind is one function in pages/, one template, and one Route here."""

from __future__ import annotations

from collections.abc import Iterator

from placebook.pages.area import AreaPage, area_page
from placebook.pages.shelf import Shelf
from placebook.web import kinds_about, kinds_compare, kinds_finding, kinds_frameworks, kinds_indicators
from placebook.web.routes import Asked, Route


def _area(asked: Asked) -> AreaPage | None:
    area = asked.shelf.by_code.get(asked.named["code"])
    if area is None or asked.shelf.index is None or area.code not in asked.shelf.index.scores.areas:
        return None
    return area_page(asked.shelf, area.code)


def _area_paths(shelf: Shelf) -> Iterator[str]:
    return (f"areas/{area.code}.html" for area in shelf.areas)


ROUTES: tuple[Route, ...] = (
    Route("areas/{code}.html", "area.html", _area, _area_paths),
    *kinds_about.ROUTES,
    *kinds_frameworks.ROUTES,
    *kinds_finding.ROUTES,
    *kinds_indicators.ROUTES,
    *kinds_compare.ROUTES,
)
