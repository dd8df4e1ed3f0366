"""The page of what is hidden and why."""

from __future__ import annotations

from placebook.pages.chart_figures import kept
from placebook.pages.hidden import HiddenPage, hidden_page
from placebook.web.routes import Asked, Route


def _hidden(asked: Asked) -> HiddenPage:
    return kept(asked.shelf, "hidden", lambda: hidden_page(asked.shelf, asked.figures))


ROUTES: tuple[Route, ...] = (Route("data/hidden.html", "hidden.html", _hidden),)
