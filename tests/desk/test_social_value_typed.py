"""A contract at the desk: what was promised, what came, and "verified" only where somebody else has looked."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from importlib.resources import files
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from typing_in import type_in

from commands import run
from placebook.book.social_value import read_contract
from placebook.book.yaml import read_yaml

if TYPE_CHECKING:
    from django.test import Client

As = Callable[..., "Client"]
EXAMPLE = Path(str(files("placebook") / "content/example"))
AT, FILE = "/desk/social-value/repairs-contract/", "social-value/repairs-contract.yaml"


@pytest.fixture(scope="module", autouse=True)
def packs(desk_book: Path) -> None:
    """The book has measures of its own: the pack that comes with Placebook is empty."""
    shutil.copytree(EXAMPLE / "social-value/packs", desk_book / "social-value/packs")


def test_it_is_typed_published_and_says_what_the_command_says(as_: As, desk_book: Path) -> None:
    from placebook.web import views
    from placebook.web.desk.kinds import kinds

    paper = {key: value for key, value in read_yaml(EXAMPLE / FILE).items() if key != "invented"}
    type_in(as_("contributor"), kinds()["social-value"], "repairs-contract", paper, views.shelves().current())
    for who, move in (("contributor", "send"), ("reviewer", "approve"), ("publisher", "publish")):
        assert as_(who, two_steps=True).post(f"{AT}move/", {"move": move}).status_code == 302, move
    before = read_contract(EXAMPLE / FILE)
    assert read_contract(desk_book / FILE).commitments == before.commitments
    said = run("social-value", "show", desk_book / FILE)
    assert said.out == run("social-value", "show", EXAMPLE / FILE).out
    page = as_("").get("/social-value/repairs-contract.html").content.decode()
    assert "Verified by Internal audit, 10 June 2014" in page
    assert page.count("Not verified") == len(before.commitments) - 1
    assert "publish: version 1" in as_("reader").get(AT).content.decode()
    why = {"move": "withdraw", "why": "The contract was left"}
    assert as_("publisher", two_steps=True).post(f"{AT}move/", why).status_code == 302
    assert "The contract was left" in as_("").get("/social-value/repairs-contract.html").content.decode()


def begun(client: Client, name: str, **came: str) -> str:
    """A contract with one promise, and what came of it. Gives its address."""
    at = f"/desk/social-value/{name}/"
    client.post("/desk/social-value/new/", {"title": "A contract", "name": name})
    about = {"title": "A contract", "supplier": "A builder", "owner": "Housing team", "pack": "invented-measures"}
    client.post(f"{at}edit/about/", about)
    client.post(f"{at}edit/promises/", {"commitments/0/measure": "local-people", "commitments/0/bid": "10"})
    client.post(f"{at}edit/came-1/", {f"commitments/0/{key}": said for key, said in came.items()})
    return at


def test_what_is_not_known_is_no_nought_and_nobody_is_asked_who_looked_at_it(as_: As) -> None:
    client = as_("contributor")
    at = begun(client, "unknown", delivered="Not measured")
    assert "edit/assured-1/" not in client.get(at).content.decode()
    begun(client, "known", delivered="8")
    assert "edit/assured-1/" in client.get("/desk/social-value/known/").content.decode()
    client.post(f"{at}save/", {"why": "First"})
    assert client.post(f"{at}move/", {"move": "send"}).status_code == 302


@pytest.mark.parametrize(
    ("looked", "said"),
    [
        ({"by": "A builder", "link": "https://council.example/audit"}, "assures a delivery of their own"),
        ({"by": "Housing team", "link": "https://council.example/audit"}, "assures a delivery of their own"),
        ({"by": "Internal audit"}, "link"),
        ({"by": "Internal audit", "link": "javascript:alert(1)"}, "link"),
    ],
)
def test_an_assurance_that_is_none_cannot_be_sent(as_: As, looked: dict[str, str], said: str) -> None:
    client = as_("contributor")
    name = f"assured-{len(said)}-{len(''.join(looked.values()))}"
    at = begun(client, name, delivered="8")
    day = {"date-day": "1", "date-month": "2", "date-year": "2026"}
    sent = {f"commitments/0/assurance/{key}": value for key, value in {**looked, **day}.items()}
    assert client.post(f"{at}edit/assured-1/", sent).status_code == 302
    client.post(f"{at}save/", {"why": "First"})
    assert client.post(f"{at}move/", {"move": "send"}).status_code == 403
    assert said in client.get(at).content.decode()


def test_another_measure_takes_nothing_of_what_came_of_the_first(as_: As) -> None:
    """8 people who were helped into work are not 8 of anything else. Another number promised leaves what came."""
    client = as_("contributor")
    at = begun(client, "changed", delivered="8", evidence="Payroll")
    client.post(f"{at}edit/promises/", {"commitments/0/measure": "local-people", "commitments/0/bid": "12"})
    assert 'value="8"' in client.get(f"{at}edit/came-1/").content.decode()
    client.post(f"{at}edit/promises/", {"commitments/0/measure": "apprentices", "commitments/0/bid": "12"})
    page = client.get(f"{at}edit/came-1/").content.decode()
    assert 'value="8"' not in page
    assert "Payroll" not in page
    assert "edit/assured-1/" not in client.get(at).content.decode()


def test_an_empty_pack_says_so(as_: As) -> None:
    client = as_("contributor")
    client.post("/desk/social-value/new/", {"title": "Empty", "name": "empty"})
    about = {"title": "Empty", "supplier": "A builder", "owner": "Housing team", "pack": "national-toms"}
    client.post("/desk/social-value/empty/edit/about/", about)
    page = client.get("/desk/social-value/empty/edit/promises/").content.decode()
    assert "are licensed, and are not in our sources" in page
