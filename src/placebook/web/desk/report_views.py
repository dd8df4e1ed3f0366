"""What readers asked and found wrong, for the people who answer it: publishers, as every answer is public at once."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.views.decorators.http import require_http_methods

from placebook.decide import flow
from placebook.types import DataError
from placebook.web.corrections.models import LONGEST_REPLY, Status
from placebook.web.corrections.reports import answer, everything
from placebook.web.desk.page import desk_page, refuse
from placebook.web.desk.people import asker
from placebook.web.desk.views import book, needs

ANSWERS = tuple(str(one) for one in Status if one is not Status.RECEIVED)
TWO_STEPS = "Answering in public needs sign-in with two steps; set it up under Your account."


@require_http_methods(["GET", "POST"])
@needs(flow.PUBLISHER)
def reports(request: HttpRequest) -> HttpResponse:
    """Every question and report, newest first, with a form to answer each."""
    said = ""
    if request.method == "POST":
        if not asker(request, book().id).two_steps:
            return refuse(request, 403, TWO_STEPS)
        said = _answered(request)
        if not said:
            return HttpResponseRedirect(request.path)
    page = {"reports": everything(), "answers": ANSWERS, "said": said, "longest": LONGEST_REPLY}
    return desk_page(request, "desk/reports.html", page, status=400 if said else 200)


def _answered(request: HttpRequest) -> str:
    """Answer one report; what was wrong, in a sentence, or ''."""
    number, status = request.POST.get("number", ""), request.POST.get("status", "")
    reply = request.POST.get("reply", "").replace("\x00", "").strip()
    if status not in ANSWERS:
        return "Choose where it stands now."
    if len(reply) > LONGEST_REPLY:
        return f"Write at most {LONGEST_REPLY:,} characters; you wrote {len(reply):,}."
    try:
        answer(int(number) if number.isascii() and number.isdigit() and len(number) < 10 else 0, status, reply)
    except DataError as why:
        return f"{str(why)[0].upper()}{str(why)[1:]}."
    return ""
