"""What is wrong in the place book is said in its own sentence, and not as a fault of ours."""

from __future__ import annotations

from functools import wraps
from typing import Any

from django.http import HttpRequest, HttpResponse

from placebook.pages.missing import FAULT, MissingPage
from placebook.types import ContentError
from placebook.web.desk.page import desk_page
from placebook.web.desk.views import View

MENDS = (("Coding", "desk/coding/"), ("The desk", "desk/"))


def said_plainly(view: View) -> View:
    """A view whose page says what is wrong with a codebook, with its file and line."""

    @wraps(view)
    def plain(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        try:
            return view(request, *args, **kwargs)
        except ContentError as why:
            page = MissingPage(FAULT, "A file of the place book must be mended", f"{why}.", MENDS)
            return desk_page(request, "error.html", page, status=FAULT)

    return plain
