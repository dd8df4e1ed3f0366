"""The form on which a reader says what is wrong. It sets no cookie: nothing that it does rests on who asks.

A report is taken only from our own page: it carries a mark that this server signed for the form in the last hours,
and a browser that says it comes from another site is refused. A field that no person sees catches programs.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from urllib.parse import urlsplit

from django.core.signing import BadSignature, TimestampSigner
from django.http import HttpRequest, HttpResponse
from django.views.decorators.csrf import csrf_exempt

from placebook.pages.corrections import WrongPage, wrong_page
from placebook.pages.missing import BAD_REQUEST, NOT_TAKEN, TOO_MANY, missing_page
from placebook.web import views
from placebook.web.corrections.models import LONGEST_CONTACT, LONGEST_WHAT
from placebook.web.corrections.reports import Said, TooManyReports, store
from placebook.web.limits import may_try
from placebook.web.render import page_html
from placebook.web.write import around

PATH = "about/wrong.html"
SALT = "placebook.corrections"
GOOD_FOR = 12 * 3600  # seconds that a form may lie open
FORM = "application/x-www-form-urlencoded"
TRAP = "website"  # a field that is hidden from people
MOST_AN_HOUR = 5  # from one address
HOUR = 3600.0
LEAST_WORDS = 5  # characters


@dataclass(frozen=True, slots=True)
class Form:
    """The form as it stands: what was typed, what is wrong with it, and the mark that it came from us."""

    token: str
    what: str = ""
    contact: str = ""
    faults: tuple[str, ...] = ()
    longest_what: int = LONGEST_WHAT
    longest_contact: int = LONGEST_CONTACT


@csrf_exempt  # it has no session to ride on, and a mark of its own
def wrong(request: HttpRequest) -> HttpResponse:
    """The form, or what was sent with it."""
    if request.method == "POST":
        return _taken(request)
    return _shown(request, request.GET.get("about", ""), Form(_mark()))


def _taken(request: HttpRequest) -> HttpResponse:
    """Store what was sent and lead to the public list, or say what is wrong and show the form again."""
    if request.content_type != FORM:
        return views.refused(request, missing_page(NOT_TAKEN))
    if _from_elsewhere(request):
        return views.refused(
            request, missing_page(BAD_REQUEST, "A report can only be sent from the form on this site.")
        )
    about, what, contact = (request.POST.get(name, "").strip() for name in ("about", "what", "contact"))
    faults = _faults(request.POST, what, contact)
    if faults:
        form = Form(_mark(), what[:LONGEST_WHAT], contact[:LONGEST_CONTACT], faults)
        return _shown(request, about, form, status=BAD_REQUEST)
    if not may_try("report", request.META.get("REMOTE_ADDR", ""), MOST_AN_HOUR, HOUR):
        return views.refused(request, missing_page(TOO_MANY))
    try:
        number = store(Said(_page(request, about).about, what, contact))
    except TooManyReports as full:
        return views.refused(request, missing_page(TOO_MANY, f"{full}."))
    return HttpResponse(status=303, headers={"Location": f"corrections.html#report-{number}"})


def _shown(request: HttpRequest, about: str, form: Form, status: int = 200) -> HttpResponse:
    page = _page(request, about)
    surroundings = around(views.shelves().current(), live=True)
    html = page_html("wrong.html", page, PATH, surroundings, {"form": form})
    return HttpResponse(html, status=status, headers={"Cache-Control": "no-store"})


def _page(request: HttpRequest, about: str) -> WrongPage:
    from placebook.web.routes import all_paths

    del request
    shelf = views.shelves().current()
    return wrong_page(shelf.contact, about, frozenset(all_paths(shelf)))


def _mark() -> str:
    return TimestampSigner(salt=SALT).sign("form")


def _from_elsewhere(request: HttpRequest) -> bool:
    """Whether the browser says that another site sent this."""
    if request.headers.get("Sec-Fetch-Site", "same-origin") not in ("same-origin", "none"):
        return True
    origin = request.headers.get("Origin")
    return origin is not None and urlsplit(origin).netloc != request.get_host()


def _faults(sent: Mapping[str, str], what: str, contact: str) -> tuple[str, ...]:
    """What must be mended before a report can be stored, one sentence each."""
    said = []
    try:
        TimestampSigner(salt=SALT).unsign(sent.get("token", ""), max_age=GOOD_FOR)
    except BadSignature:
        said.append("The page lay open too long. Please send it once more.")
    if sent.get(TRAP):
        said.append("Leave the field for programs empty.")
    if len(what) < LEAST_WORDS:
        said.append("Write what is wrong, and what would be right if you know it.")
    if len(what) > LONGEST_WHAT:
        said.append(f"Write at most {LONGEST_WHAT:,} characters; you wrote {len(what):,}.")
    if len(contact) > LONGEST_CONTACT:
        said.append(f"The address has more than {LONGEST_CONTACT} characters.")
    if "\x00" in what + contact:
        said.append("Take out the letters that cannot be printed.")
    return tuple(said)
