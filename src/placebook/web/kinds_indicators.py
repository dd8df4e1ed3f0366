"""The pages of indicators: all of them in a list, and one for each."""

from __future__ import annotations

from collections.abc import Iterator

from placebook.pages.indicator import IndicatorPage, indicator_page
from placebook.pages.indicators import IndicatorsPage, indicators_page
from placebook.pages.shelf import Shelf
from placebook.web.routes import Asked, Route


def _list(asked: Asked) -> IndicatorsPage:
    return indicators_page(asked.shelf, first(asked, "kind") or "")


def _indicator(asked: Asked) -> IndicatorPage | None:
    name = asked.named["indicator"]
    if name not in asked.shelf.indicators:
        return None
    return indicator_page(asked.shelf, asked.figures(name), first(asked, "period"), first(asked, "area"))


def first(asked: Asked, name: str) -> str | None:
    """What an address asks for under one name, the first time it is named; None for nothing."""
    return next((value for value in asked.query.get(name, ()) if value), None)


def _indicator_paths(shelf: Shelf) -> Iterator[str]:
    return (f"indicators/{name}.html" for name in shelf.indicators)


ROUTES: tuple[Route, ...] = (
    Route("indicators/index.html", "indicators.html", _list, query=("kind",)),
    Route("indicators/{indicator}.html", "indicator.html", _indicator, _indicator_paths, query=("area", "period")),
)
