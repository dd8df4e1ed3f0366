"""Views of the desk: who may see a record, its pages of questions, saving, checking, publishing, its history."""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import wraps
from typing import Any

from django.conf import settings
from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from placebook.decide import flow
from placebook.decide.merging import Clash, differences
from placebook.pages.forms import Step, label_of, labels, questions, take
from placebook.pages.shelf import Shelf
from placebook.types import DataError
from placebook.web import views as public
from placebook.web.desk import keep, shown
from placebook.web.desk.kinds import Kind, kinds
from placebook.web.desk.models import Record
from placebook.web.desk.page import desk_page, nothing_here, refuse
from placebook.web.desk.people import asker
from placebook.web.desk.people import signed_in as _person

NAME = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")
LONGEST_NAME = 80
NEEDS_ROLE = "You need the role {role} in this place book. An administrator can give it to you."
View = Callable[..., HttpResponse]


def needs(role: str) -> Callable[[View], View]:
    """Who may see a page: everyone with at least this role in this place book. Others sign in, or are refused."""

    def made(view: View) -> View:
        @wraps(view)
        def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
            if not request.user.is_authenticated:
                return redirect_to_login(request.get_full_path())
            if not asker(request, book().id).at_least(role):
                return refuse(request, 403, NEEDS_ROLE.format(role=role))
            return view(request, *args, **kwargs)

        guarded.needs = role  # type: ignore[attr-defined]  # tests read it
        return guarded

    return made


def book() -> Shelf:
    """The place book that this server shows."""
    return public.shelves().current()


def _found(kind: str, name: str) -> tuple[Kind, Record] | None:
    known = kinds().get(kind)
    record = Record.objects.filter(book=book().id, kind=kind, name=name).first()
    return (known, record) if known and record else None


def with_kind(view: View) -> View:
    """Hand a view the kind of record that an address names; others get a plain page."""

    @wraps(view)
    def found(request: HttpRequest, kind: str) -> HttpResponse:
        known = kinds().get(kind)
        return view(request, known) if known else nothing_here(request)

    return found


def with_record(view: View) -> View:
    """Hand a view the kind and the record that an address names; others get a plain page."""

    @wraps(view)
    def found(request: HttpRequest, kind: str, name: str, **rest: Any) -> HttpResponse:
        pair = _found(kind, name)
        return view(request, *pair, **rest) if pair else nothing_here(request)

    return found


@require_GET
@needs(flow.READER)
def home(request: HttpRequest) -> HttpResponse:
    """What waits for this person, and all kinds of record."""
    return desk_page(request, "desk/home.html", shown.home(book(), _person(request), asker(request, book().id)))


@require_GET
@needs(flow.READER)
@with_kind
def listing(request: HttpRequest, kind: Kind) -> HttpResponse:
    """All records of one kind."""
    return desk_page(request, "desk/list.html", shown.listing(book(), kind))


@require_http_methods(["GET", "POST"])
@needs(flow.CONTRIBUTOR)
@with_kind
def new(request: HttpRequest, kind: Kind) -> HttpResponse:
    """Begin a record: its title, and the name that its address has."""
    title = request.POST.get("title", "").strip()[:200]
    name = request.POST.get("name", "").strip() or _slug(title)
    said: list[str] = []
    if request.method == "POST":
        said += [] if title else ["Give it a title."]
        if title and (not NAME.fullmatch(name) or len(name) > LONGEST_NAME):
            said.append("The name in the address has small letters, digits and single hyphens, as in move-the-library.")
        if not said:
            try:
                record = keep.begin(kind, book().id, name, title, _person(request), timezone.now())
                return HttpResponseRedirect(shown.address(record))
            except DataError as why:
                said.append(f"{why}.")
    page = {"kind": kind, "title": title, "name": request.POST.get("name", ""), "faults": said}
    return desk_page(request, "desk/new.html", page, status=400 if said else 200)


def _slug(title: str) -> str:
    return "-".join(re.findall(r"[a-z0-9]+", title.lower()))[:LONGEST_NAME].strip("-")


@require_GET
@needs(flow.READER)
@with_record
def record(request: HttpRequest, kind: Kind, record: Record) -> HttpResponse:
    """One record: where it stands, its pages of questions, what may be done next, its history."""
    page = shown.record_page(book(), kind, record, _person(request), asker(request, book().id))
    return desk_page(request, "desk/record.html", page)


@require_http_methods(["GET", "POST"])
@needs(flow.CONTRIBUTOR)
@with_record
def edit(request: HttpRequest, kind: Kind, record: Record, step: str) -> HttpResponse:
    """One page of questions. What is sent is kept in this person's draft, right or wrong."""
    body, based_on = keep.body_for(record, _person(request))
    steps = kind.steps(body, book())
    at = next((at for at, one in enumerate(steps) if one.name == step), None)
    if at is None:
        return nothing_here(request)
    if request.method == "GET":
        return _asked(request, kind, record, steps, at, body, {})
    taken = take(steps[at], body, {key: request.POST.getlist(key) for key in request.POST})
    keep.keep_draft(record, _person(request), taken.body, based_on, timezone.now())
    if request.POST.get("then") == "keep":  # the script that saves while somebody types
        return HttpResponse(status=204)
    if taken.faults:
        return _asked(request, kind, record, steps, at, taken.body, taken.faults, 400)
    if request.POST.get("then") == "again":  # another item of a list
        return HttpResponseRedirect(request.path)
    later = kind.steps(taken.body, book())
    here = next((number for number, one in enumerate(later) if one.name == step), at)
    last = here + 1 >= len(later) or request.POST.get("then") == "leave"
    return HttpResponseRedirect(shown.address(record) if last else shown.address(record, "edit", later[here + 1].name))


def _asked(
    request: HttpRequest,
    kind: Kind,
    record: Record,
    steps: tuple[Step, ...],
    at: int,
    body: Any,
    faults: Any,
    status: int = 200,
) -> HttpResponse:
    page = {
        "kind": kind,
        "record": record,
        "title": shown.title_of(body, record),
        "step": steps[at],
        "number": at + 1,
        "of": len(steps),
        "questions": questions(steps[at], body, faults),
        "faults": faults,
        "address": shown.address(record),
    }
    return desk_page(request, "desk/edit.html", page, status=status)


@require_http_methods(["GET", "POST"])
@needs(flow.CONTRIBUTOR)
@with_record
def save(request: HttpRequest, kind: Kind, record: Record) -> HttpResponse:
    """Make the draft a version that others see. Two people's changes are joined, or both are shown."""
    said = ""
    if request.method == "POST":
        chosen = [key.removeprefix("keep:") for key in request.POST if request.POST[key] == "mine"]
        shown_to = "both" in request.POST
        try:
            kept = keep.save(
                record, _person(request), request.POST.get("why", ""), timezone.now(), chosen if shown_to else None
            )
            if kept.number:
                return HttpResponseRedirect(f"{shown.address(record)}?saved={kept.number}")
            return _both_shown(request, kind, record, kept.merged.clashes)
        except DataError as why:
            said = f"{str(why)[0].upper()}{str(why)[1:]}."
    page = shown.saving(book(), kind, record, _person(request), said)
    return desk_page(request, "desk/save.html", page, status=400 if said else 200)


def _both_shown(request: HttpRequest, kind: Kind, record: Record, clashes: tuple[Clash, ...]) -> HttpResponse:
    """What somebody else wrote in the same places, beside what this person wrote."""
    known = labels(kind.steps(keep.body_for(record, _person(request))[0], book()))
    last = keep.newest(record)
    page = {
        "kind": kind,
        "record": record,
        "why": request.POST.get("why", ""),
        "by": last.by.name if last else "",
        "clashes": [(label_of(one.path, known), one) for one in clashes],
        "address": shown.address(record),
    }
    return desk_page(request, "desk/both.html", page, status=409)


@require_POST
@needs(flow.CONTRIBUTOR)
@with_record
def leave(request: HttpRequest, kind: Kind, record: Record) -> HttpResponse:
    """Drop this person's draft."""
    del kind
    keep.drop_draft(record, _person(request))
    return HttpResponseRedirect(shown.address(record))


@require_POST
@needs(flow.CONTRIBUTOR)
@with_record
def move(request: HttpRequest, kind: Kind, record: Record) -> HttpResponse:
    """Take one step: send, return, approve, publish, withdraw."""
    try:
        keep.take_step(
            record,
            kind,
            request.POST.get("move", ""),
            asker(request, book().id),
            request.POST.get("why", ""),
            timezone.now(),
            book(),
        )
    except keep.NotAllowed as why:
        return refuse(request, 403, str(why), (("Back to the record", f"desk/{kind.name}/{record.name}/"),))
    return HttpResponseRedirect(shown.address(record))


@require_GET
@needs(flow.READER)
@with_record
def version(request: HttpRequest, kind: Kind, record: Record, number: int) -> HttpResponse:
    """One version as it was, and what it changed."""
    found = record.versions.filter(number=number).first()
    if found is None:
        return nothing_here(request)
    before = record.versions.filter(number=number - 1).first()
    known = labels(kind.steps(found.body, book()))
    changed = differences(before.body if before else {}, found.body)
    page = {
        "kind": kind,
        "record": record,
        "version": found,
        "changed": [(label_of(one.path, known), one) for one in changed],
        "text": kind.text(found.body) if not kind.faults(found.body, book()) else "",
        "address": shown.address(record),
        "book": str(settings.BOOK.name),
    }
    return desk_page(request, "desk/version.html", page)
