"""What every reply carries, and what is refused before it is looked at."""

from __future__ import annotations

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse

Reply = Callable[[HttpRequest], HttpResponse]
LONGEST_ADDRESS = 4_000  # characters, query and all
HEADERS = {
    "Access-Control-Allow-Origin": "*",  # anyone may read: it is all public
    "Cross-Origin-Resource-Policy": "cross-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=()",
    "Cache-Control": "public, max-age=300",
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "strict-origin-when-cross-origin",
}


def refuse_oversized(reply: Reply) -> Reply:
    """Refuse an address longer than any page of ours has, with a reason."""

    def handle(request: HttpRequest) -> HttpResponse:
        if len(request.get_full_path()) > LONGEST_ADDRESS:
            words = f"The address is longer than {LONGEST_ADDRESS:,} characters, and no page here has one so long."
            return HttpResponse(words, status=414, content_type="text/plain; charset=utf-8")
        return reply(request)

    return handle


def with_headers(reply: Reply) -> Reply:
    """Put the headers on that keep readers safe and let others read and keep copies."""

    def handle(request: HttpRequest) -> HttpResponse:
        response = reply(request)
        for name, value in HEADERS.items():
            response.headers.setdefault(name, value)
        return response

    return handle
