"""The pages of scrutiny."""

from __future__ import annotations

from collections.abc import Iterator

from placebook.pages.scrutiny import ScrutiniesPage, ScrutinyPage, scrutinies_page, scrutiny_page
from placebook.pages.shelf import Shelf
from placebook.web.routes import Asked, Route


def _all(asked: Asked) -> ScrutiniesPage:
    return scrutinies_page(asked.shelf)


def _one(asked: Asked) -> ScrutinyPage | None:
    return scrutiny_page(asked.shelf, asked.named["id"])


def _each(shelf: Shelf) -> Iterator[str]:
    return (f"scrutiny/{held.scrutiny.id}.html" for held in shelf.scrutinies)


ROUTES: tuple[Route, ...] = (
    Route("scrutiny/index.html", "scrutinies.html", _all),
    Route("scrutiny/{id}.html", "scrutiny.html", _one, _each),
)
