"""The page of the register of software."""

from __future__ import annotations

from placebook.pages.software import SoftwarePage, software_page
from placebook.web.routes import Asked, Route


def _all(asked: Asked) -> SoftwarePage:
    return software_page(asked.shelf)


ROUTES: tuple[Route, ...] = (Route("software/index.html", "software.html", _all),)
