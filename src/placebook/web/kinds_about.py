"""Routes of the first page, the method and the pages about the site."""

from __future__ import annotations

from placebook.pages.about import AboutPage, AccessibilityPage, about_page, accessibility_page
from placebook.pages.home import HomePage, home_page
from placebook.pages.method import MethodPage, method_page
from placebook.web.routes import Asked, Route


def _home(asked: Asked) -> HomePage:
    return home_page(asked.shelf, (asked.query.get("find") or ("",))[0])


def _method(asked: Asked) -> MethodPage | None:
    return method_page(asked.shelf)


def _about(asked: Asked) -> AboutPage:
    return about_page(asked.shelf)


def _accessibility(asked: Asked) -> AccessibilityPage:
    return accessibility_page(asked.shelf)


ROUTES: tuple[Route, ...] = (
    Route("index.html", "home.html", _home, query=("find",)),
    Route("method.html", "method.html", _method),
    Route("about/index.html", "about.html", _about),
    Route("about/accessibility.html", "accessibility.html", _accessibility),
)
