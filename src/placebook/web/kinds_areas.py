"""Pages of areas: their list, the page of each, and what other sites may show of it."""

from __future__ import annotations

from collections.abc import Iterator

from placebook.pages.area import AreaChart, AreaPage, area_chart, area_page
from placebook.pages.area_list import ORDERS, AreaList, area_list
from placebook.pages.shelf import Shelf
from placebook.web.routes import Asked, Route

CHARTS = ("map", "years", "ranks")


def _list(asked: Asked) -> AreaList | None:
    order = asked.query.get("order", ("name",))[-1]
    find = asked.query.get("find", ("",))[-1].strip()[:100]
    return area_list(asked.shelf, order if order in ORDERS else "name", find=find)


def _by_rank(asked: Asked) -> AreaList | None:
    return area_list(asked.shelf, "rank")


def _within(asked: Asked) -> AreaList | None:
    return area_list(asked.shelf, "name", within=asked.named["code"])


def _area(asked: Asked) -> AreaPage | None:
    return area_page(asked.shelf, asked.named["code"]) if _there(asked) else None


def _chart(asked: Asked) -> AreaChart | None:
    if not _there(asked) or asked.named["chart"] not in CHARTS:
        return None
    return area_chart(asked.shelf, asked.named["code"], asked.named["chart"])


def _there(asked: Asked) -> bool:
    index = asked.shelf.index
    return index is not None and asked.named["code"] in index.scores.areas


def _codes(shelf: Shelf) -> tuple[str, ...]:
    return () if shelf.index is None else shelf.index.scores.areas


def _groups(shelf: Shelf) -> Iterator[str]:
    found = area_list(shelf)
    return (f"areas/in/{group.code}.html" for group in (found.groups if found else ()))


def _areas(shelf: Shelf) -> Iterator[str]:
    return (f"areas/{code}.html" for code in _codes(shelf))


def _embeds(shelf: Shelf) -> Iterator[str]:
    return (f"embed/areas/{code}.html" for code in _codes(shelf))


def _charts(shelf: Shelf) -> Iterator[str]:
    on_map = shelf.shapes or shelf.tiles
    return (
        f"embed/charts/{code}/{chart}.html"
        for code in _codes(shelf)
        for chart in CHARTS
        if chart != "map" or code in on_map
    )


ROUTES: tuple[Route, ...] = (
    Route("areas/index.html", "areas.html", _list, query=("order", "find")),
    Route("areas/by-rank.html", "areas.html", _by_rank),
    Route("areas/in/{code}.html", "areas.html", _within, _groups),
    Route("areas/{code}.html", "area.html", _area, _areas),
    Route("embed/areas/{code}.html", "embed_area.html", _area, _embeds),
    Route("embed/charts/{code}/{chart}.html", "embed_chart.html", _chart, _charts),
)
