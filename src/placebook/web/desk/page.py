"""A page of the desk as a reply."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.template import engines

from placebook.pages.missing import NOT_FOUND, MissingPage, missing_page


def desk_page(request: HttpRequest, template: str, page: Any, status: int = 200) -> HttpResponse:
    """One page from its template."""
    html = engines["jinja2"].get_template(template).render({"page": page}, request)
    return HttpResponse(html, status=status)


def refuse(request: HttpRequest, status: int, says: str, links: tuple[tuple[str, str], ...] = ()) -> HttpResponse:
    """A plain page that says why not."""
    title = "There is no page here" if status == NOT_FOUND else "You may not do that"
    page = MissingPage(status, title, says, (*links, ("The desk", "desk/"), ("The public site", "index.html")))
    return desk_page(request, "error.html", page, status=status)


def nothing_here(request: HttpRequest) -> HttpResponse:
    """The reply to an address that names nothing."""
    return refuse(request, NOT_FOUND, missing_page().says)
