"""Views of one passage: coding it, and deciding what two people differ on."""

from __future__ import annotations

from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils import timezone
from django.views.decorators.http import require_GET, require_POST

from placebook.decide import flow
from placebook.learn.verdicts import ACCEPTED, ADDED, REJECTED, TAKEN_BACK
from placebook.types import Codebook, DataError, Suggestion
from placebook.web.coding import agreed, keep, shown
from placebook.web.coding.models import FINISHED, NOTED, OPENED_AGAIN
from placebook.web.coding.places import address
from placebook.web.coding.suggested import codebook_of, library, suggestions_for
from placebook.web.coding.work import Reading, readings
from placebook.web.desk.page import desk_page, nothing_here, refuse
from placebook.web.desk.people import asker, signed_in
from placebook.web.desk.views import book, needs

NOT_YOURS = "This passage was not given to you to code. An administrator shares passages out."
VERDICTS = {"accept": ACCEPTED, "reject": REJECTED, "add": ADDED, "back": TAKEN_BACK}
LONGEST_SEARCH = 100


@require_GET
@needs(flow.READER)
def passage(request: HttpRequest, framework: str, passage: str) -> HttpResponse:
    """One passage with its neighbours and suggestions, and what this person may see of the codes on it."""
    return _shown(request, framework, passage)


def _shown(request: HttpRequest, framework: str, passage: str, fault: str = "") -> HttpResponse:
    asked = request.GET.get("q", "")[:LONGEST_SEARCH].strip()
    page = shown.passage_page(book(), framework, passage, signed_in(request), asked, request.GET.get("said", ""), fault)
    if page is None:
        return nothing_here(request)
    return desk_page(request, "desk/coding/passage.html", page, status=400 if fault else 200)


@require_POST
@needs(flow.CONTRIBUTOR)
def say(request: HttpRequest, framework: str, passage: str) -> HttpResponse:
    """Take what a coder says of their passage: a verdict, a memo, that it is done or is to be opened again."""
    person, here = signed_in(request), address(framework, passage)
    mine = next((one for one in readings(book().id, framework, passage) if one.coder.pk == person.pk), None)
    if mine is None:
        return refuse(request, 403, NOT_YOURS)
    what, _, concept = request.POST.get("then", "").partition(":")
    asked = request.POST.get("q", "")[:LONGEST_SEARCH].strip()
    try:
        codebook = codebook_of(framework)
        said = _said(request, mine, codebook, what, concept)
    except DataError as why:
        return _shown(request, framework, passage, str(why))
    if what == "finish":
        following = shown.next_to_do(book().id, framework, passage, person)
        return HttpResponseRedirect(f"{following}?said=finished" if following else "/desk/coding/?said=finished")
    query = {"q": asked} if asked and what in ("find", "add", "back") else {}
    return HttpResponseRedirect(f"{here}?{urlencode({**query, **({'said': said} if said else {})})}")


def _said(request: HttpRequest, mine: Reading, codebook: Codebook, what: str, concept: str) -> str:
    """Keep the memo and one thing more. Gives the word by which the next page says what was done."""
    shelf, now = book().id, timezone.now()
    role = asker(request, shelf).role
    memo = request.POST.get("memo", mine.memo).replace("\r\n", "\n").strip()
    if what == "open":
        keep.mark(shelf, mine, OPENED_AGAIN, codebook.version, mine.memo, role, now)
        return "opened"
    if what == "finish":
        keep.mark(shelf, mine, FINISHED, codebook.version, memo, role, now)
        return "finished"
    keep.mark(shelf, mine, NOTED, codebook.version, memo, role, now)
    if what not in VERDICTS:
        return "noted" if memo != mine.memo else ""
    if what != "back" and concept not in {rule.concept for rule in codebook.rules}:
        raise DataError(f"there is no concept {concept!r} in the codebook")
    verdict = VERDICTS[what]
    because = _suggestion(mine, codebook, concept) if verdict in (ACCEPTED, REJECTED) else None
    keep.say(shelf, mine, concept, verdict, codebook.version, now, because)
    return "kept"


def _suggestion(mine: Reading, codebook: Codebook, concept: str) -> Suggestion | None:
    held = library().passage(mine.passage)
    found = suggestions_for(held, codebook, book().id) if held else ()
    return next((one for one in found if one.concept == concept), None)


@require_GET
@needs(flow.READER)
def dispute(request: HttpRequest, framework: str, passage: str) -> HttpResponse:
    """One passage on which two people differ, and what was decided."""
    return _disputed(request, framework, passage)


def _disputed(request: HttpRequest, framework: str, passage: str, fault: str = "") -> HttpResponse:
    shelf = book()
    page = agreed.dispute_page(shelf, framework, passage, signed_in(request), asker(request, shelf.id), fault)
    if page is None:
        return nothing_here(request)
    return desk_page(request, "desk/coding/dispute.html", page, status=400 if fault else 200)


@require_POST
@needs(flow.REVIEWER)
def decide(request: HttpRequest, framework: str, passage: str) -> HttpResponse:
    """Decide whether one concept belongs on a passage."""
    concept, belongs = request.POST.get("concept", ""), request.POST.get("belongs", "")
    try:
        if belongs not in ("yes", "no"):
            raise DataError("say whether the code belongs there")
        keep.decide(
            book().id,
            framework,
            passage,
            concept,
            belongs == "yes",
            request.POST.get("reason", ""),
            signed_in(request),
            codebook_of(framework).version,
            timezone.now(),
        )
    except DataError as why:
        return _disputed(request, framework, passage, str(why))
    return HttpResponseRedirect(address(framework, passage, "dispute"))
