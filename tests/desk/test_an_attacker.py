"""What somebody without an account, or with a small one, tries: all of it is refused or kept as plain words."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import urlencode

import pytest

from placebook.web.start import make_ready

if TYPE_CHECKING:
    from django.test import Client

As = Callable[..., "Client"]
HOSTILE = "<script>alert(1)</script>'; drop table desk_record; -- {{ 1234567 * 3 }} ${1234567*3} %s ../../etc/passwd"
PUBLIC_FORMS = ("/about/wrong.html",)


def rows() -> dict[str, int]:
    """How many rows each table has."""
    from placebook.web.tables import tables

    return {model._meta.label: model._default_manager.count() for model in tables(all_of_it=True)}


def every_public_path(book: Path) -> Iterator[str]:
    """One address of each kind of page, file and data."""
    from placebook.web.routes import all_paths
    from placebook.web.views import shelves_of

    seen = set()
    for path in all_paths(shelves_of(book).current()):
        kind = (path.count("/"), path.rpartition(".")[2], path.partition("/")[0])
        if kind not in seen:
            seen.add(kind)
            yield f"/{path}"
            yield f"/api/{path}"


@pytest.mark.parametrize("method", ["post", "put", "patch", "delete"])
def test_nothing_public_takes_anything_in_but_the_forms(as_: As, desk_book: Path, method: str) -> None:
    client, before = as_(""), rows()
    for path in every_public_path(desk_book):
        if path not in PUBLIC_FORMS:
            reply = getattr(client, method)(path, {"what": HOSTILE})
            assert reply.status_code in (404, 405), (path, reply.status_code)
    assert rows() == before


def test_who_sends_a_report_can_do_nothing_but_send_a_report(as_: As) -> None:
    import re

    from placebook.web.corrections.models import Report

    client = as_("")
    page = client.get("/about/wrong.html").content.decode()
    mark = re.search(r'name="token" value="([^"]+)"', page)
    assert mark is not None
    before = rows()
    sent = {
        "token": mark[1],
        "what": HOSTILE,
        "contact": "a@example.org",
        "about": "../../../etc/passwd",
        "status": "corrected",
        "reply": "Hacked",
        "id": "1",
        "received": "1999-01-01",
    }
    reply = client.post("/about/wrong.html", urlencode(sent), content_type="application/x-www-form-urlencoded")
    assert reply.status_code == 303, reply.content.decode()
    after = rows()
    assert {key: after[key] - before[key] for key in after if after[key] != before[key]} == {"corrections.Report": 1}
    kept = Report.objects.order_by("-pk")[0]
    assert (kept.what, kept.status, kept.reply, kept.page) == (HOSTILE, "received", "", "")
    shown = client.get("/about/corrections.html").content.decode()
    assert "<script>alert" not in shown
    assert "a@example.org" not in shown


@pytest.mark.parametrize(
    "name", ["../../book", "..", "a/b", "con.yaml", "A", "-a", "a--b", "x" * 81, "a\x00b", "é", "%2e%2e", "."]
)
def test_no_name_leads_out_of_its_folder(as_: As, name: str) -> None:
    from placebook.web.desk.models import Record

    before = Record.objects.count()
    reply = as_("contributor").post("/desk/register/new/", {"title": "A title", "name": name})
    assert reply.status_code == 400
    assert Record.objects.count() == before


@pytest.mark.parametrize(
    "path", ["register/../people/", "register/..%2f..%2fbook/", "nothing/", "register/none/", "register/none/edit/x/"]
)
def test_addresses_that_are_none_are_plain_pages(as_: As, path: str) -> None:
    assert as_("contributor").get(f"/desk/{path}").status_code in (403, 404)


def test_a_page_takes_its_own_questions_and_no_others(as_: As) -> None:
    from placebook.web.desk.models import Draft

    client = as_("contributor")
    client.post("/desk/register/new/", {"title": "Mine", "name": "mine"})
    sent = {"values/name": HOSTILE, "id": "other", "standard": "none", "values/__class__": "x", "values/scope": "y"}
    client.post("/desk/register/mine/edit/tier-1-overview/", sent)
    body: Any = Draft.objects.get(record__name="mine").body
    assert body["values"]["name"] == HOSTILE
    assert "other" not in json.dumps(body)
    assert "__class__" not in json.dumps(body)
    assert "scope" not in body["values"]
    page = client.get("/desk/register/mine/").content.decode()
    assert "<script>alert" not in page
    assert "3703701" not in page


def test_a_flood_of_fields_is_refused(as_: As) -> None:
    client = as_("contributor")
    client.post("/desk/register/new/", {"title": "Flood", "name": "flood"})
    sent = {f"values/{at}": "x" for at in range(4_000)}
    assert client.post("/desk/register/flood/edit/tier-1-overview/", sent).status_code == 400
    large = {"values/description": "x" * 600_000}
    reply = client.post(
        "/desk/register/flood/edit/tier-1-overview/",
        "&".join(f"{key}={value}" for key, value in large.items()),
        content_type="application/x-www-form-urlencoded",
    )
    assert reply.status_code in (400, 413)


def test_a_draft_of_somebody_else_cannot_be_read_or_thrown_away(as_: As) -> None:
    from placebook.web.desk.models import Draft

    as_("contributor").post("/desk/register/new/", {"title": "Private words", "name": "private"})
    as_("contributor").post("/desk/register/private/edit/tier-1-overview/", {"values/name": "Only mine yet"})
    other = as_("second")
    for path in ("", "edit/tier-1-overview/", "save/"):
        assert "Only mine yet" not in other.get(f"/desk/register/private/{path}").content.decode()
    other.post("/desk/register/private/leave/")
    assert Draft.objects.filter(record__name="private", person__email="contributor@example.org").exists()


def test_one_book_is_closed_to_publishers_of_another(as_: As, desk_book: Path) -> None:
    make_ready(desk_book)
    reply = as_("elsewhere", two_steps=True).post("/desk/register/mine/move/", {"move": "publish"})
    assert reply.status_code == 403


def test_a_closed_account_is_out_at_once(as_: As) -> None:
    from placebook.web.desk.models import Person

    client = as_("reader")
    assert client.get("/desk/").status_code == 200
    Person.objects.filter(email="reader@example.org").update(is_active=False)
    assert client.get("/desk/").status_code in (302, 403)
    Person.objects.filter(email="reader@example.org").update(is_active=True)


@pytest.mark.slow
def test_ready_for_a_network_there_is_nothing_to_warn_of(desk_book: Path) -> None:
    import os
    import secrets
    import subprocess
    import sys

    said = {"PLACEBOOK_ADDRESS": "https://place.example.org", "PLACEBOOK_SECRET": secrets.token_urlsafe(64)}
    run = [sys.executable, "-m", "placebook", "desk", "check", "--book", str(desk_book)]
    done = subprocess.run(run, env={**os.environ, **said}, capture_output=True, text=True, check=False)
    assert (done.returncode, done.stdout.strip()) == (0, "Nothing found.")
    unset = {name: value for name, value in os.environ.items() if name != "PLACEBOOK_SECRET"}
    bare = subprocess.run(run, env=unset, capture_output=True, text=True, check=False)
    assert bare.returncode == 1
    assert [line.split(",")[0] for line in bare.stdout.splitlines()] == [
        "PLACEBOOK_SECRET is not set or is shorter than 50 characters",
        "The desk can be used without encryption",
        "2 found.",
    ]
