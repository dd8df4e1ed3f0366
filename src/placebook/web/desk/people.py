"""Accounts and roles. A role in a place book is a Django group, named BOOK/ROLE, so any sign-in can hand it out."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest

from placebook.decide.flow import ROLES, Asker
from placebook.types import DataError
from placebook.web.desk.models import Person

SIGNED_IN_WITH = "account_authentication_methods"  # where allauth notes in the session how somebody signed in
SECOND = "mfa"


def group_name(book: str, role: str) -> str:
    """What the group of a role in a place book is called."""
    return f"{book}/{role}"


def role_of(person: Any, book: str) -> str:
    """The highest role of a person in a place book; '' for none."""
    if not person.is_authenticated or not person.is_active:
        return ""
    held = set(person.groups.filter(name__startswith=f"{book}/").values_list("name", flat=True))
    return next((role for role in reversed(ROLES) if group_name(book, role) in held), "")


def set_role(person: Person, book: str, role: str) -> None:
    """Give a person one role in a place book, in place of any before; '' takes it away."""
    from django.contrib.auth.models import Group

    if role and role not in ROLES:
        raise DataError(f"there is no role {role!r}; there is: {', '.join(ROLES)}")
    person.groups.remove(*person.groups.filter(name__startswith=f"{book}/"))
    if role:
        person.groups.add(Group.objects.get_or_create(name=group_name(book, role))[0])


def asker(request: HttpRequest, book: str) -> Asker:
    """Who asks, in a place book."""
    person = request.user
    if not person.is_authenticated:
        return Asker(0, "")
    methods = request.session.get(SIGNED_IN_WITH, [])
    return Asker(int(person.pk), role_of(person, book), any(one.get("method") == SECOND for one in methods))


def signed_in(request: HttpRequest) -> Person:
    """The account of who asks. Only behind `needs`, which lets nobody else through."""
    found = request.user
    if not isinstance(found, Person):
        raise TypeError("nobody is signed in")
    return found


def members(book: str) -> list[tuple[Person, str]]:
    """Everyone with a role in a place book, by name."""
    found = Person.objects.filter(groups__name__startswith=f"{book}/").distinct().order_by("name", "email")
    return [(person, role) for person in found if (role := role_of(person, book)) or not person.is_active]


def add_person(email: str, name: str, book: str, role: str) -> Person:
    """Give somebody a role, with a new account where the address has none."""
    from django.core.exceptions import ValidationError
    from django.core.validators import validate_email

    try:
        validate_email(email)
    except ValidationError:
        raise DataError(f"{email!r} is no e-mail address; write it as name@council.gov.uk") from None
    person = Person.objects.filter(email=email.lower()).first() or Person.objects.create_user(email, name)
    set_role(person, book, role)
    return person


def invitation(person: Person) -> str:
    """The end of an address at which somebody sets a first or a new password. It works once and for three days."""
    from django.contrib.auth.tokens import default_token_generator
    from django.utils.encoding import force_bytes
    from django.utils.http import urlsafe_base64_encode

    return f"{urlsafe_base64_encode(force_bytes(person.pk))}/{default_token_generator.make_token(person)}"


def invited(uid: str, token: str) -> Person | None:
    """Whom an invitation is for, if it still holds."""
    from django.contrib.auth.tokens import default_token_generator
    from django.utils.http import urlsafe_base64_decode

    try:
        person = Person.objects.get(pk=urlsafe_base64_decode(uid).decode(), is_active=True)
    except (ValueError, OverflowError, Person.DoesNotExist, UnicodeDecodeError):
        return None
    return person if default_token_generator.check_token(person, token) else None
