"""Live pages: find the route, ask its page function, write the answer down. Nothing is computed here."""

from __future__ import annotations

from dataclasses import replace
from functools import cache, partial
from pathlib import Path
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.urls import get_script_prefix

from placebook.pages.missing import FAULT, NOT_FOUND, MissingPage, missing_page, retired_page
from placebook.pages.shelf import Shelf
from placebook.web.render import Surroundings, page_html
from placebook.web.routes import Asked, File, Route, Stream, find
from placebook.web.shelf import BuildMoved, Shelves
from placebook.web.write import around, as_file, as_json

API = "/api/"


@cache
def shelves_of(folder: Path) -> Shelves:
    """The shelves of one book: one for each server, several in tests."""
    return Shelves(folder)


def shelves() -> Shelves:
    """The shelves of the book that this server shows."""
    return shelves_of(settings.BOOK)


def page(request: HttpRequest, path: str) -> HttpResponse | StreamingHttpResponse:
    """One page or file, or a plain page that says there is none."""
    shelf = shelves().current()
    route = find(path)
    if route is None:
        return refused(request, missing_page())
    shelf, value = answer(request, shelf, *route)
    if value is None:
        return refused(request, nothing_there(shelf, route[1]))
    if isinstance(value, Stream):
        return StreamingHttpResponse(value.pieces(), content_type=value.kind)
    content = as_file(route[0], value, path, around(shelf, live=True))
    kind = value.kind if isinstance(value, File) else "text/html; charset=utf-8"
    return HttpResponse(content, content_type=kind)


def answer(request: HttpRequest, shelf: Shelf, route: Route, named: dict[str, str]) -> tuple[Shelf, Any]:
    """What a route says to a request, and the shelf it says it from: the newest, if that came in between."""
    query = {name: tuple(request.GET.getlist(name)) for name in request.GET}
    try:
        return shelf, route.make(_asked(shelf, named, query))
    except BuildMoved:
        newer = shelves().current()
        return newer, route.make(_asked(newer, named, query))


def _asked(shelf: Shelf, named: dict[str, str], query: dict[str, tuple[str, ...]]) -> Asked:
    return Asked(shelf, named, query, partial(shelves().figures, shelf), partial(shelves().file, shelf))


def nothing_there(shelf: Shelf, named: dict[str, str]) -> MissingPage:
    """Why there is no page: retired areas lead to their successors."""
    area = shelf.by_code.get(named.get("code", ""))
    with_pages = frozenset(shelf.index.scores.areas if shelf.index else ())
    if area is None or area.code in with_pages:
        return missing_page()
    return retired_page(shelf, area, with_pages)


def refused(request: HttpRequest, missing: MissingPage) -> HttpResponse:
    """A reply other than what was asked for: JSON below /api/, else a page in the frame of the site."""
    if request.path_info.startswith(API):
        return HttpResponse(as_json(missing), status=missing.status, content_type="application/json")
    try:
        shelf = shelves().current()
        surroundings = around(shelf, live=True)
    except Exception:  # there may be no book to read a title from, and a fault must still be said
        surroundings = Surroundings("Placebook", "", live=True)
    html = error_html(missing, surroundings, get_script_prefix())
    return HttpResponse(html, status=missing.status)


def error_html(missing: MissingPage, surroundings: Surroundings, base: str, path: str = "404.html") -> str:
    """The page for what is not there. `base` stands before its links where it may be shown at any address."""
    return page_html("error.html", missing, path, replace(surroundings, base=base))


def not_found(request: HttpRequest, exception: Any = None) -> HttpResponse:
    """There is no such page."""
    del exception
    return refused(request, missing_page(NOT_FOUND))


def bad_request(request: HttpRequest, exception: Any = None) -> HttpResponse:
    """The address or what was sent cannot be read."""
    del exception
    return refused(request, missing_page(400))


def fault(request: HttpRequest) -> HttpResponse:
    """Something that was not foreseen. What it was stands in the server's log, never in the reply."""
    return refused(request, missing_page(FAULT))
