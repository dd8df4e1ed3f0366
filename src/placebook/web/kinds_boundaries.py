"""The pages of changes of boundaries, and of peers in a whole country."""

from __future__ import annotations

from placebook.pages.boundaries import BoundaryPage, boundary_page, boundary_paths
from placebook.pages.nation import NationPage, nation_page, nation_paths
from placebook.web.routes import Asked, Route


def _change(asked: Asked) -> BoundaryPage | None:
    return boundary_page(asked.shelf, asked.named["years"])


def _nation(asked: Asked) -> NationPage | None:
    return nation_page(asked.shelf, asked.named["table"], asked.named["code"])


ROUTES: tuple[Route, ...] = (
    Route("boundaries/{years}.html", "boundaries.html", _change, boundary_paths),
    Route("peers/{table}/{code}.html", "nation.html", _nation, nation_paths),
)
