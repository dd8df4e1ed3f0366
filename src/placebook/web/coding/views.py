"""Views of coding as a whole: the list of work, sharing out, disputes, agreement, taking codes away, publishing."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from placebook.decide import flow
from placebook.types import DataError
from placebook.web.coding import agreed, keep, listed, places
from placebook.web.coding import publish as publishing
from placebook.web.coding.models import Round
from placebook.web.coding.suggested import codebooks, library
from placebook.web.coding.work import coders, frameworks
from placebook.web.desk.models import Person
from placebook.web.desk.page import desk_page, nothing_here, refuse
from placebook.web.desk.people import asker, members, role_of, signed_in
from placebook.web.desk.views import book, needs
from placebook.web.library.facts import facts_of_documents

MOST = 2_000  # passages that are shared out at once


@require_GET
@needs(flow.READER)
def work(request: HttpRequest) -> HttpResponse:
    """What waits for this person to code, and how far everybody is."""
    page = listed.work_page(book(), signed_in(request), asker(request, book().id))
    return desk_page(request, "desk/coding/work.html", {**page, "said": request.GET.get("said", "") == "finished"})


@require_http_methods(["GET", "POST"])
@needs(flow.ADMINISTRATOR)
def assign(request: HttpRequest) -> HttpResponse:
    """Share passages out among people."""
    if request.method == "POST":
        try:
            _shared_out(request)
            return HttpResponseRedirect(reverse("coding"))
        except DataError as why:
            return _assigning(request, f"{why}")
    return _assigning(request)


def _shared_out(request: HttpRequest) -> None:
    sent, shelf = request.POST, book()
    found = codebooks().get(sent.get("framework", ""))
    if found is None:
        raise DataError("choose a codebook")
    people = [one for one in _coders() if str(one.pk) in sent.getlist("coder")]
    held, document = library(), sent.get("document", "")
    passages = [one for one in held.every_passage() if document in ("", one.document)]
    share = _number(sent.get("share", ""), "the share that is coded twice", 0, 100) / 100
    if len(people) < (2 if share else 1):
        raise DataError("choose at least two people, or one person and a share of 0 per cent")
    keep.share_out(
        shelf.id,
        found[0],
        passages,
        people,
        signed_in(request),
        timezone.now(),
        document=document,
        count=_number(sent.get("count", ""), "how many passages", 1, MOST),
        seed=_number(sent.get("seed", ""), "the seed", 0, 2**31 - 1),
        share=share,
    )
    from placebook.store.library_suggestions import keep_codebook

    keep_codebook(held.folder, *found)


def _number(words: str, what: str, least: int, most: int) -> int:
    try:
        found = int(words)
    except ValueError:
        raise DataError(f"{what}: write a whole number") from None
    if not least <= found <= most:
        raise DataError(f"{what}: write a whole number from {least:,} to {most:,}")
    return found


def _coders() -> list[Person]:
    """Everybody who may code, by name."""
    wanted = flow.ROLES[flow.ROLES.index(flow.CONTRIBUTOR) :]
    return [person for person, role in members(book().id) if role in wanted and person.is_active]


def _assigning(request: HttpRequest, fault: str = "") -> HttpResponse:
    shelf, sent = book(), request.POST
    people = _coders()
    page: dict[str, Any] = {
        "codebooks": [(one.framework, one.title, one.version) for one, _ in codebooks().values()],
        "coders": people,
        "chosen": sent.getlist("coder") if sent else [str(one.pk) for one in people],
        "documents": [(one.id, one.title) for one in facts_of_documents(library()).values()],
        "sent": {
            "framework": sent.get("framework", ""),
            "document": sent.get("document", ""),
            "count": sent.get("count", "100"),
            "share": sent.get("share", "20"),
            "seed": sent.get("seed", str(Round.objects.filter(book=shelf.id).count() + 1)),
        },
        "frameworks": [(one, places.title_of_framework(shelf, one)) for one in frameworks(shelf.id)],
        "everybody": coders(shelf.id),
        "faults": [f"{fault[0].upper()}{fault[1:]}."] if fault else [],
        "most": MOST,
    }
    return desk_page(request, "desk/coding/assign.html", page, status=400 if fault else 200)


@require_POST
@needs(flow.ADMINISTRATOR)
def hand_over(request: HttpRequest) -> HttpResponse:
    """Give somebody's unfinished passages to somebody else."""
    shelf, framework = book(), request.POST.get("framework", "")
    givers = {str(one.pk): one for one in coders(shelf.id)}
    takers = {str(person.pk): person for person, _ in members(shelf.id)}
    giver, taker = givers.get(request.POST.get("from", "")), takers.get(request.POST.get("to", ""))
    if giver is None or taker is None or giver == taker or framework not in frameworks(shelf.id):
        return _assigning(request, "choose a framework, and two different people of whom the first has passages")
    if not asker_of(taker, shelf.id).at_least(flow.CONTRIBUTOR):
        return _assigning(request, f"{taker.name} may not code; give them the role {flow.CONTRIBUTOR} first")
    moved, kept = keep.hand_over(shelf.id, framework, giver, taker)
    if not moved:
        said = "has them already" if kept else "there is nothing unfinished to hand over"
        return _assigning(request, f"{taker.name} {said}" if kept else said)
    return HttpResponseRedirect(reverse("coding"))


def asker_of(person: Person, shelf: str) -> flow.Asker:
    """Somebody else than who asks, for the rules."""
    return flow.Asker(person.pk, role_of(person, shelf))


@require_GET
@needs(flow.READER)
def disputes(request: HttpRequest, framework: str) -> HttpResponse:
    """The passages on which people differ."""
    if framework not in frameworks(book().id):
        return nothing_here(request)
    return desk_page(request, "desk/coding/disputes.html", agreed.disputes_page(book(), framework))


@require_GET
@needs(flow.READER)
def agreement(request: HttpRequest, framework: str) -> HttpResponse:
    """How far people agree on each concept."""
    page = agreed.agreement_page(book(), framework, asker(request, book().id))
    if page is None:
        return nothing_here(request)
    return desk_page(request, "desk/coding/agreement.html", page)


@require_GET
@needs(flow.READER)
def export(request: HttpRequest, framework: str) -> HttpResponse:
    """Every code on passages that everybody has finished, as one tidy row each."""
    from placebook.store.rows import text_of_rows
    from placebook.web.library.code_tables import TIDY
    from placebook.web.library.coded import tidy_rows

    if framework not in frameworks(book().id):
        return nothing_here(request)
    text = text_of_rows(TIDY, tidy_rows(publishing.finished_codes(book().id, framework), library()))
    named = {"Content-Disposition": f'attachment; filename="{framework}-codes.csv"'}
    return HttpResponse(text, content_type="text/csv; charset=utf-8", headers=named)


@require_POST
@needs(flow.PUBLISHER)
def publish(request: HttpRequest) -> HttpResponse:
    """Write the finished codes into the place book, from where the public site reads them."""
    who, framework = asker(request, book().id), request.POST.get("framework", "")
    if framework not in frameworks(book().id):
        return nothing_here(request)
    why = publishing.why_not(who)
    if why:
        return refuse(request, 403, why)
    try:
        publishing.publish(book().id, who, timezone.now())
    except DataError as fault:
        page = agreed.agreement_page(book(), framework, who, str(fault))
        return desk_page(request, "desk/coding/agreement.html", page, status=400)
    return HttpResponseRedirect(f"{reverse('coding_agreement', kwargs={'framework': framework})}#published")
