"""Every address of coding, asked by everyone: nobody, each role, a member of another place book, no role."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from coding_book import add_document
from placebook.decide.flow import ROLES

if TYPE_CHECKING:
    from django.test import Client

As = Callable[..., "Client"]
NEEDS = {  # address -> the least role that may ask for it
    "coding": "reader",
    "coding_assign": "administrator",
    "coding_hand_over": "administrator",
    "coding_publish": "publisher",
    "coding_agreement": "reader",
    "coding_export": "reader",
    "coding_disputes": "reader",
    "coding_passage": "reader",
    "coding_say": "contributor",
    "coding_dispute": "reader",
    "coding_decide": "reviewer",
}
ASK_BY_POST = ("coding_hand_over", "coding_publish", "coding_say", "coding_decide")
MAY_STILL_BE_REFUSED = {  # who has the role: the request of this test names nothing that could be done
    "coding_hand_over": 400,
    "coding_publish": 404,
    "coding_say": 403,
    "coding_dispute": 404,
    "coding_decide": 404,
}
WHO = ("", "nobody", "elsewhere", *ROLES)


@pytest.fixture(scope="module")
def signed_in() -> dict[tuple[str, bool], Client]:
    """Who has signed in so far."""
    return {}


@pytest.fixture
def as_(as_: As, signed_in: dict[tuple[str, bool], Client]) -> As:
    """As everywhere at the desk, but nobody signs in twice: that takes longer than the rest."""

    def client(name: str, two_steps: bool = False) -> Client:
        if (name, two_steps) not in signed_in:
            signed_in[name, two_steps] = as_(name, two_steps)
        return signed_in[name, two_steps]

    return client


@pytest.fixture
def work(as_: As, desk_book: Path) -> str:
    """A passage that two people have to code."""
    from placebook.web.coding.models import Assignment
    from placebook.web.desk.models import Person

    if not Assignment.objects.exists():
        add_document(desk_book)
        people = Person.objects.filter(email__in=["contributor@example.org", "second@example.org"])
        sent = {"framework": "four-rs", "count": "3", "share": "100", "seed": "1", "document": ""}
        reply = as_("administrator").post("/desk/coding/assign/", {**sent, "coder": [one.pk for one in people]})
        assert reply.status_code == 302
    found = Assignment.objects.first()
    assert found is not None
    return str(found.passage)


def patterns() -> Iterator[tuple[str, str]]:
    """The name and the path of each address."""
    from placebook.web.coding.urls import urlpatterns

    for one in urlpatterns:
        yield str(one.name), str(one.pattern)


def address(path: str, passage: str) -> str:
    """An address with its parts filled in."""
    named = {"framework": "four-rs", "passage": passage}
    return "/desk/coding/" + re.sub(r"<\w+:(\w+)>", lambda found: named[found[1]], path)


def test_every_address_of_coding_is_in_the_table(as_: As) -> None:
    assert {name for name, _ in patterns()} == set(NEEDS)


@pytest.mark.parametrize("who", WHO)
def test_who_may_ask_for_what(as_: As, work: str, who: str) -> None:
    client = as_(who, two_steps=True) if who else as_("")
    for name, path in patterns():
        reply = client.post(address(path, work)) if name in ASK_BY_POST else client.get(address(path, work))
        if not who:
            assert reply.status_code == 302, name
            assert reply["Location"].startswith("/desk/account/login/"), name
        elif who not in ROLES or ROLES.index(who) < ROLES.index(NEEDS[name]):
            assert reply.status_code == 403, (name, reply.status_code)
            assert "You need the role" in reply.content.decode(), name
        else:
            may = (200, 302, MAY_STILL_BE_REFUSED.get(name))
            assert reply.status_code in may, (name, reply.status_code)
            assert "You need the role" not in reply.content.decode(), name
        assert reply["Cache-Control"] == "no-store", name


def test_no_address_is_read_by_sending_or_sent_to_by_reading(as_: As, work: str) -> None:
    client = as_("administrator", two_steps=True)
    for name, path in patterns():
        if name in ASK_BY_POST:
            assert client.get(address(path, work)).status_code == 405, name
        elif name != "coding_assign":
            assert client.post(address(path, work)).status_code == 405, name


@pytest.mark.parametrize("who", ["", "nobody", "elsewhere", "reader"])
def test_who_may_not_code_changes_nothing(as_: As, work: str, who: str) -> None:
    from placebook.web.coding.models import Assignment, Mark, Publication, Round, RulingRow, Verdict

    tables = (Round, Assignment, Verdict, Mark, RulingRow, Publication)
    before = [one.objects.count() for one in tables]  # type: ignore[attr-defined]
    sent = {"then": "add:renew", "framework": "four-rs", "concept": "renew", "belongs": "yes", "reason": "x"}
    for name, path in patterns():
        if name in (*ASK_BY_POST, "coding_assign"):
            assert as_(who).post(address(path, work), sent).status_code in (302, 403), name
    assert [one.objects.count() for one in tables] == before  # type: ignore[attr-defined]


def test_forms_from_elsewhere_are_refused(as_: As, work: str) -> None:
    from django.test import Client

    from placebook.web.coding.models import Verdict
    from placebook.web.desk.models import Person

    for name in ("contributor", "administrator"):
        client = Client(enforce_csrf_checks=True)
        client.force_login(Person.objects.get(email=f"{name}@example.org"))
        for path in (path for name, path in patterns() if name in (*ASK_BY_POST, "coding_assign")):
            reply = client.post(address(path, work), {"then": "add:renew"})
            assert reply.status_code == 400, path
            assert "was not sent from this site" in reply.content.decode(), path
    assert not Verdict.objects.exists()


def test_words_of_documents_and_people_are_only_words(as_: As, work: str) -> None:
    client, bad = as_("contributor"), '"><script>alert(1)</script>'
    at = address("<slug:framework>/passages/<slug:passage>/", work)
    reply = client.post(f"{at}say/", {"then": "find", "q": bad, "memo": bad})
    page = client.get(reply["Location"]).content.decode()
    assert "<script>alert" not in page
    assert page.count("&lt;script&gt;alert(1)") >= 2
    assert client.post(f"{at}say/", {"then": "note", "memo": "x" * 3000}).status_code == 400
