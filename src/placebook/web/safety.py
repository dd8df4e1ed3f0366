"""What every reply carries, and what is refused before it is looked at."""

from __future__ import annotations

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse

from placebook.pages.missing import BAD_REQUEST, NOT_ALLOWED, TOO_LONG, missing_page

Reply = Callable[[HttpRequest], HttpResponse]
LONGEST_ADDRESS = 4_000  # characters, query and all
LONGEST_REPORT = 100_000  # bytes that the public form takes in
READING = ("GET", "HEAD", "OPTIONS")
FORM = "/about/wrong.html"  # the one address that takes something in
DESK = "/desk/"  # where people with accounts write; it has headers of its own
LIST = "/about/corrections.html"  # whoever has just sent a report shall see it there
HEADERS = {
    "Access-Control-Allow-Origin": "*",  # anyone may read: it is all public
    "Cross-Origin-Resource-Policy": "cross-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=()",
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "strict-origin-when-cross-origin",
}
FRESH = {200: "public, max-age=300", 304: "public, max-age=300", 410: "public, max-age=300"}
ASKED_BEFORE = {  # what a browser asks before it reads from another site
    "Access-Control-Allow-Methods": ", ".join(READING),
    "Access-Control-Allow-Headers": "If-None-Match, If-Modified-Since",
    "Access-Control-Max-Age": "86400",
}


def answer_head_as_get(reply: Reply) -> Reply:
    """HEAD is GET without the body: same status, same headers."""

    def handle(request: HttpRequest) -> HttpResponse:
        if request.method != "HEAD":
            return reply(request)
        request.method = "GET"
        response = reply(request)
        length = response.headers.get("Content-Length")
        if not response.streaming:
            length = length or str(len(response.content))
            response.content = b""
        if length is not None:
            response.headers["Content-Length"] = length
        return response

    return handle


def refuse_oversized(reply: Reply) -> Reply:
    """Refuse an address longer than any page of ours has, with a reason."""

    def handle(request: HttpRequest) -> HttpResponse:
        if len(request.get_full_path()) > LONGEST_ADDRESS:
            from placebook.web.views import refused

            return refused(request, missing_page(TOO_LONG))
        if request.path_info == FORM and _length(request) > LONGEST_REPORT:
            from placebook.web.views import refused

            return refused(request, missing_page(BAD_REQUEST))
        return reply(request)

    return handle


def _length(request: HttpRequest) -> int:
    """How many bytes are sent, as far as the sender says."""
    said = str(request.META.get("CONTENT_LENGTH") or "0")
    return int(said) if said.isdigit() else 0


def read_only(reply: Reply) -> Reply:
    """Answer what may be asked of an address, and refuse to take anything in but reports at the one form."""

    def handle(request: HttpRequest) -> HttpResponse:
        may = (*READING, "POST") if takes_something(request.path_info) else READING
        if request.method == "OPTIONS":
            return HttpResponse(status=204, headers={"Allow": ", ".join(may), **ASKED_BEFORE})
        if request.method in may:
            return reply(request)
        from placebook.web.views import refused

        response = refused(request, missing_page(NOT_ALLOWED))
        response.headers["Allow"] = ", ".join(may)
        return response

    return handle


def takes_something(path: str) -> bool:
    """Whether anything may be sent to an address: the public form, and the desk, which asks who sends."""
    return path == FORM or path.startswith(DESK)


def with_headers(reply: Reply) -> Reply:
    """Put the headers on that keep readers safe and let others read and keep copies."""

    def handle(request: HttpRequest) -> HttpResponse:
        response = reply(request)
        for name, value in HEADERS.items():
            if not (name == "Access-Control-Allow-Origin" and request.path_info.startswith(DESK)):
                response.headers.setdefault(name, value)
        fresh = "no-cache" if request.path_info == LIST else FRESH.get(response.status_code, "no-store")
        response.headers.setdefault("Cache-Control", fresh)
        return response

    return handle
