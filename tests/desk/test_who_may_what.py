"""Every address of the desk, asked by everyone: nobody, each role, a member of another place book, no role."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from pathlib import Path
from types import SimpleNamespace
from typing import TYPE_CHECKING

import pytest
from two_steps import STEP, code_of, key_of

from placebook.decide.flow import ROLES

if TYPE_CHECKING:
    from django.test import Client

As = Callable[..., "Client"]
# address -> the least role that may ask for it; None: open to all, and says what for
NEEDS: dict[str, str | None] = {
    "desk": "reader",
    "desk_account": "reader",
    "desk_people": "administrator",
    "desk_reports": "publisher",
    "desk_kind": "reader",
    "desk_new": "contributor",
    "desk_record": "reader",
    "desk_edit": "contributor",
    "desk_save": "contributor",
    "desk_leave": "contributor",
    "desk_move": "contributor",
    "desk_version": "reader",
    "desk_invited": None,  # whoever holds an invitation
}
NAMED = {"kind": "register", "name": "there", "step": "about", "number": 1, "uid": "x", "token": "y"}
ASK_BY_POST = ("desk_leave", "desk_move")
WHO = ("", "nobody", "elsewhere", *ROLES)


def patterns() -> Iterator[tuple[str, str]]:
    """The name and the path of each address of the desk that is ours; allauth's ask for themselves."""
    from placebook.web.desk.urls import urlpatterns

    for one in urlpatterns:
        name = getattr(one, "name", None)
        if name and not name.startswith(("account_", "mfa_")):
            yield name, str(one.pattern)


def address(path: str) -> str:
    """An address with its parts filled in."""
    return "/desk/" + re.sub(r"<\w+:(\w+)>", lambda found: str(NAMED[found[1]]), path)


def test_every_address_of_the_desk_is_in_the_table(as_: As) -> None:
    assert {name for name, _ in patterns()} == set(NEEDS)


@pytest.mark.parametrize("who", WHO)
def test_who_may_ask_for_what(as_: As, who: str) -> None:
    as_("contributor").post("/desk/register/new/", {"title": "There", "name": "there"})
    as_("contributor").post("/desk/register/there/save/", {"why": "First"})
    client = as_(who)
    for name, path in patterns():
        needs = NEEDS[name]
        if needs is None:
            continue
        reply = client.post(address(path)) if name in ASK_BY_POST else client.get(address(path))
        if not who:
            assert reply.status_code == 302, name
            assert reply["Location"].startswith("/desk/account/login/"), name
        elif who not in ROLES or ROLES.index(who) < ROLES.index(needs):
            assert reply.status_code == 403, (name, reply.status_code)
        else:
            assert reply.status_code in (200, 302) or name == "desk_move", (name, reply.status_code)
        assert reply["Cache-Control"] == "no-store", name


@pytest.mark.parametrize("who", ["nobody", "elsewhere", "reader"])
def test_who_may_not_write_changes_nothing(as_: As, who: str) -> None:
    from placebook.web.desk.models import Draft, Record, Version

    def counts() -> tuple[int, int, int]:
        return Record.objects.count(), Version.objects.count(), Draft.objects.count()

    as_("contributor").post("/desk/register/new/", {"title": "Still", "name": "still"})
    before = counts()
    client = as_(who)
    for path in ("register/new/", "register/still/edit/about/", "register/still/save/", "register/still/leave/"):
        assert client.post(f"/desk/{path}", {"title": "Broken in", "version": "9", "why": "x"}).status_code == 403
    assert counts() == before


def test_a_form_from_elsewhere_is_refused(as_: As) -> None:
    from django.test import Client

    from placebook.web.desk.models import Person

    client = Client(enforce_csrf_checks=True)
    client.force_login(Person.objects.get(email="administrator@example.org"))
    reply = client.post("/desk/people/", {"email": "bad@example.org", "role": "administrator"})
    assert reply.status_code == 400
    assert not Person.objects.filter(email="bad@example.org").exists()


def test_cookies_stay_at_the_desk_and_public_pages_set_none(as_: As) -> None:
    client = as_("")
    client.get("/desk/account/login/")
    assert {one["path"] for one in client.cookies.values()} == {"/desk/"}
    assert not as_("administrator").get("/index.html").cookies


def test_nothing_of_the_desk_may_be_framed_kept_or_read_by_others(as_: As) -> None:
    reply = as_("reader").get("/desk/")
    assert "frame-ancestors 'none'" in reply["Content-Security-Policy"]
    assert reply["X-Frame-Options"] == "DENY"
    assert "Access-Control-Allow-Origin" not in reply


def test_an_administrator_invites_and_cannot_lose_their_own_role(as_: As) -> None:
    from django.test import Client

    from placebook.web.desk.models import Person

    client = as_("administrator")
    sent = {"email": "new@example.org", "name": "New", "role": "contributor", "invite": "1"}
    page = client.post("/desk/people/", sent).content.decode()
    link = re.search(r'<code id="invitation">http://testserver([^<]+)</code>', page)
    assert link is not None
    weak = Client().post(link[1], {"password": "short", "again": "short"})
    assert weak.status_code == 400
    assert Client().post(link[1], {"password": "a long phrase 77", "again": "a long phrase 77"}).status_code == 302
    assert Client().get(link[1]).status_code == 404  # it works once
    me = Person.objects.get(email="administrator@example.org")
    assert client.post("/desk/people/", {"person": me.pk, "role": ""}).status_code == 400


@pytest.mark.parametrize(("steps", "taken"), [(-2, False), (-1, True), (0, True), (1, True), (2, False)])
def test_a_code_that_is_typed_slowly_is_taken_and_one_of_long_ago_is_not(
    desk_book: Path, monkeypatch: pytest.MonkeyPatch, steps: int, taken: bool
) -> None:
    from allauth.mfa.totp.internal.auth import validate_totp_code

    now = 1_000_000 * STEP + STEP - 0.001  # the last moment of a step
    monkeypatch.setattr("allauth.mfa.totp.internal.auth.time", SimpleNamespace(time=lambda: now))
    assert validate_totp_code("JBSWY3DPEHPK3PXP", code_of("JBSWY3DPEHPK3PXP", steps, now)) is taken


def test_signing_in_asks_for_the_second_step_and_locks_after_wrong_passwords(as_: As) -> None:
    from django.core.cache import cache
    from django.test import Client

    from placebook.web.desk.models import Person

    cache.clear()
    person, secret, client = Person.objects.get(email="publisher@example.org"), key_of("publisher"), Client()
    sent = {"login": person.email, "password": "correct horse battery 9"}
    reply = client.post("/desk/account/login/", {**sent, "next": "https://bad.example.org/"})
    assert reply["Location"].startswith("/desk/account/two-steps/authenticate/")
    assert client.get("/desk/").status_code == 302  # not in yet
    assert client.get("/desk/account/two-steps/authenticate/").status_code == 200
    reply = client.post("/desk/account/two-steps/authenticate/", {"code": code_of(secret)})
    assert reply["Location"] == "/desk/"  # never to another site
    assert client.get("/desk/").status_code == 200
    for _ in range(5):
        Client().post("/desk/account/login/", {**sent, "password": "wrong"})
    locked = Client().post("/desk/account/login/", sent)
    assert "Too many failed" in locked.content.decode()
    cache.clear()
