"""Live pages: find the route, ask its page function, write the answer down. Nothing is computed here."""

from __future__ import annotations

from functools import cache
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse

from placebook.web.render import Surroundings, page_html
from placebook.web.routes import Asked, find
from placebook.web.shelf import Shelves


@cache
def shelves() -> Shelves:
    """The shelf of the book that this server shows."""
    return Shelves(settings.BOOK)


def page(request: HttpRequest, path: str) -> HttpResponse:
    """One page, or a plain page that says there is none."""
    shelf = shelves().current()
    route = find(path)
    if route is None:
        return not_found(request)
    query = {name: tuple(request.GET.getlist(name)) for name in request.GET}
    value = route[0].make(Asked(shelf, route[1], query, shelves().figures))
    if value is None:
        return not_found(request)
    around = Surroundings(shelf.title, shelf.build, live=True, contact=shelf.contact, home=shelf.home)
    return HttpResponse(page_html(route[0].template, value, path, around))


def not_found(request: HttpRequest, exception: Any = None) -> HttpResponse:
    """There is no such page."""
    del request, exception
    return HttpResponse("There is no page at this address.", status=404, content_type="text/plain; charset=utf-8")
