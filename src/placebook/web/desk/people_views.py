"""Accounts: your own, and for administrators everybody's. Invitations are addresses that work once."""

from __future__ import annotations

from allauth.mfa.utils import is_mfa_enabled
from django.contrib.auth.password_validation import password_validators_help_texts, validate_password
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.views.decorators.http import require_GET, require_http_methods

from placebook.decide import flow
from placebook.types import DataError
from placebook.web.desk import people as accounts
from placebook.web.desk.models import Person
from placebook.web.desk.page import desk_page, refuse
from placebook.web.desk.views import book, needs

ASK = "An administrator of this place book makes accounts, and gives you a new address if you forgot your password."


def no_signup(request: HttpRequest) -> HttpResponse:
    """Nobody makes an account alone."""
    return refuse(request, 404, ASK)


@require_GET
@needs(flow.READER)
def account(request: HttpRequest) -> HttpResponse:
    """Your name, role, password and two steps."""
    asker = accounts.asker(request, book().id)
    return desk_page(request, "desk/account.html", {"asker": asker, "two_steps": is_mfa_enabled(request.user)})


@require_http_methods(["GET", "POST"])
def invited(request: HttpRequest, uid: str, token: str) -> HttpResponse:
    """Set a password with an invitation."""
    person = accounts.invited(uid, token)
    if person is None:
        return refuse(request, 404, f"This invitation was used, or is more than three days old. {ASK}")
    said: list[str] = []
    if request.method == "POST":
        one, two = request.POST.get("password", ""), request.POST.get("again", "")
        said = ["The two passwords are not the same."] if one != two else _weak(one, person)
        if not said:
            person.set_password(one)
            person.save()
            return HttpResponseRedirect(reverse("account_login"))
    page = {"person": person, "faults": said, "rules": password_validators_help_texts()}
    return desk_page(request, "desk/invited.html", page, status=400 if said else 200)


def _weak(password: str, person: Person) -> list[str]:
    try:
        validate_password(password, person)
    except ValidationError as why:
        return list(why.messages)
    return []


@require_http_methods(["GET", "POST"])
@needs(flow.ADMINISTRATOR)
def people(request: HttpRequest) -> HttpResponse:
    """Everyone with a role here; add people, change roles, hand out invitations."""
    said, link = "", ""
    if request.method == "POST":
        try:
            person = _changed(request)
            if "invite" in request.POST:
                link = request.build_absolute_uri(f"/desk/invited/{accounts.invitation(person)}/")
            elif request.POST.get("role", "") == "" or "email" not in request.POST:
                return HttpResponseRedirect(reverse("desk_people"))
        except (DataError, Person.DoesNotExist, ValueError) as why:
            said = f"{why}."
    page = {"members": accounts.members(book().id), "roles": flow.ROLES, "said": said, "link": link}
    return desk_page(request, "desk/people.html", page, status=400 if said else 200)


def _changed(request: HttpRequest) -> Person:
    """Add somebody, or change somebody's role. Nobody takes their own role of administrator away."""
    role = request.POST.get("role", "")
    if "email" in request.POST:
        return accounts.add_person(
            request.POST["email"].strip(), request.POST.get("name", "").strip()[:100], book().id, role or flow.READER
        )
    person = Person.objects.get(pk=int(request.POST.get("person", "0")))
    if not accounts.role_of(person, book().id):
        raise DataError("that person has no role in this place book; add them by their address")
    if "invite" not in request.POST:
        if person == request.user:
            raise DataError("you cannot change your own role; ask another administrator")
        accounts.set_role(person, book().id, role)
    return person
