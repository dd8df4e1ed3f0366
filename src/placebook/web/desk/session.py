"""What holds for every address below /desk/: nothing is kept by browsers or proxies, nothing may frame it."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse

from placebook.pages.missing import BAD_REQUEST, missing_page
from placebook.web.safety import DESK, Reply

HEADERS = {
    "Cache-Control": "no-store",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "same-origin",
}


def is_desk(request: HttpRequest) -> bool:
    """Whether an address belongs to the desk."""
    return request.path_info.startswith(DESK)


def safe_at_the_desk(reply: Reply) -> Reply:
    """Headers of the desk, and its tables made before anything is read."""

    def handle(request: HttpRequest) -> HttpResponse:
        if not is_desk(request):
            return reply(request)
        from placebook.web.records import make_tables

        make_tables()
        response = reply(request)
        for name, value in HEADERS.items():
            response.headers[name] = value
        response._csp_replace = {"frame-ancestors": ["'none'"]}  # type: ignore[attr-defined]  # read by django-csp
        return response

    return handle


def surroundings(request: HttpRequest) -> dict[str, Any]:
    """What stands around a page of the desk: the site's title, the menu, who is signed in."""
    from dataclasses import replace

    from placebook.web import views
    from placebook.web.desk.people import asker
    from placebook.web.write import around

    if not is_desk(request):
        return {}
    shelf = views.shelves().current()
    return {
        "around": replace(around(shelf, live=True), base="/"),
        "path": request.path_info.lstrip("/"),
        "person": request.user,
        "asker": asker(request, shelf.id),
        "council_sign_in": settings.SIGN_IN["name"] if settings.SIGN_IN else "",
    }


def form_too_old(request: HttpRequest, reason: str = "") -> HttpResponse:
    """A form that did not come from this site, or lay open too long."""
    del reason
    from placebook.web import views

    said = (
        "This form was not sent from this site, or you have been signed out since. Go back, open it again and send it."
    )
    return views.refused(request, missing_page(BAD_REQUEST, said))
