"""Routes of the frameworks."""

from __future__ import annotations

from collections.abc import Iterator

from placebook.pages.framework_site import FrameworkListPage, FrameworkSitePage, framework_list, framework_site_page
from placebook.pages.shelf import Shelf
from placebook.web.routes import Asked, Route


def _list(asked: Asked) -> FrameworkListPage:
    return framework_list(asked.shelf)


def _one(asked: Asked) -> FrameworkSitePage | None:
    return framework_site_page(asked.shelf, asked.named["id"])


def _paths(shelf: Shelf) -> Iterator[str]:
    return (f"frameworks/{id}.html" for id in sorted(shelf.frameworks))


ROUTES: tuple[Route, ...] = (
    Route("frameworks/index.html", "frameworks.html", _list),
    Route("frameworks/{id}.html", "framework.html", _one, _paths),
)
