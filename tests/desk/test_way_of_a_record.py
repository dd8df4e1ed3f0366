"""From a draft to the public page and back, by several people: nobody checks their own work, nothing is lost."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from placebook.book.yaml import read_yaml

if TYPE_CHECKING:
    from django.test import Client

As = Callable[..., "Client"]
FIELDS = {
    "values/name": "Sorting of repair requests",
    "values/description": "It sorts requests for repairs by how urgent they are.",
    "values/website": "",
    "values/contact_email": "data@council.example.org",
}
OVERVIEW, OWNER = "tier-1-overview", "tier-1-owner-and-responsibility"


def begun(as_: As, name: str, who: str = "contributor") -> str:
    """A new entry with everything that tier 1 requires, saved as version 1. Gives its address."""
    client, at = as_(who), f"/desk/register/{name}/"
    client.post("/desk/register/new/", {"title": FIELDS["values/name"], "name": name})
    client.post(f"{at}edit/{OVERVIEW}/", FIELDS)
    client.post(f"{at}edit/{OWNER}/", FIELDS)
    assert client.post(f"{at}save/", {"why": "First version"}).status_code == 302
    return at


def test_an_entry_goes_from_draft_to_the_place_book_and_back(as_: As, desk_book: Path) -> None:
    from placebook.web.desk.kinds import kinds
    from placebook.web.desk.published import write_all_published

    at = begun(as_, "repairs")
    file = desk_book / "register" / "repairs.yaml"
    assert as_("contributor").post(f"{at}move/", {"move": "send"}).status_code == 302
    assert as_("reviewer").post(f"{at}move/", {"move": "approve"}).status_code == 302
    assert not file.exists()
    assert as_("publisher").post(f"{at}move/", {"move": "publish"}).status_code == 403  # one step is not enough
    assert as_("publisher", two_steps=True).post(f"{at}move/", {"move": "publish"}).status_code == 302
    assert read_yaml(file)["fields"]["name"] == FIELDS["values/name"]
    page = as_("reader").get(at).content.decode()
    assert "is on the public site" in page
    assert "publish: version 1" in page
    taken = as_("publisher", two_steps=True).post(f"{at}move/", {"move": "withdraw", "why": "No longer in use"})
    assert taken.status_code == 302
    assert read_yaml(file)["withdrawn"] == "No longer in use"
    public = as_("").get("/register/repairs.html").content.decode()
    assert re.search(r"Withdrawn</span> on \d+ \w+ \d{4}\. No longer in use", public)
    assert not list(desk_book.glob("register/earlier/repairs/*"))  # it is the same version
    file.unlink()
    write_all_published("my-place")
    assert read_yaml(file)["withdrawn"] == "No longer in use"
    file.write_text(kinds()["register"].text(kinds()["register"].body(file) | {"withdrawn": "", "withdrawn_on": ""}))
    write_all_published("my-place")  # as after a stop between the row and the file
    assert read_yaml(file)["withdrawn"] == "No longer in use"


def test_nobody_approves_what_they_wrote(as_: As) -> None:
    at = begun(as_, "own-work", "reviewer")
    as_("reviewer").post(f"{at}move/", {"move": "send"})
    reply = as_("reviewer").post(f"{at}move/", {"move": "approve"})
    assert reply.status_code == 403
    assert "You wrote part of this, so somebody else must approve it." in reply.content.decode()
    assert as_("publisher").post(f"{at}move/", {"move": "approve"}).status_code == 302


def test_a_returned_version_says_why_and_a_new_one_goes_the_whole_way(as_: As) -> None:
    at = begun(as_, "returned")
    as_("contributor").post(f"{at}move/", {"move": "send"})
    assert as_("reviewer").post(f"{at}move/", {"move": "return"}).status_code == 403  # no reason given
    assert as_("reviewer").post(f"{at}move/", {"move": "return", "why": "Say who owns it"}).status_code == 302
    page = as_("contributor").get(at).content.decode()
    assert "Say who owns it" in page
    assert ">draft<" in page
    assert as_("publisher", two_steps=True).post(f"{at}move/", {"move": "publish"}).status_code == 403


def test_what_is_wrong_is_said_and_kept(as_: As) -> None:
    client = as_("contributor")
    client.post("/desk/register/new/", {"title": "A date", "name": "a-date"})
    sent = {"version": "1", "review_on-day": "31", "review_on-month": "2", "review_on-year": "2027"}
    reply = client.post("/desk/register/a-date/edit/about/", sent)
    page = reply.content.decode()
    assert reply.status_code == 400
    assert "There is a problem" in page
    assert 'href="#review-on"' in page
    assert 'id="review-on"' in page
    assert 'value="31"' in client.get("/desk/register/a-date/edit/about/").content.decode()


def test_what_somebody_types_is_theirs_until_they_save_it_and_survives_signing_out(as_: As) -> None:
    at = begun(as_, "typed")
    kept = as_("contributor").post(f"{at}edit/{OVERVIEW}/", {**FIELDS, "values/name": "Half a tho", "then": "keep"})
    assert kept.status_code == 204
    assert "Half a tho" in as_("contributor").get(f"{at}edit/{OVERVIEW}/").content.decode()
    assert "Half a tho" not in as_("second").get(f"{at}edit/{OVERVIEW}/").content.decode()


def test_two_people_at_once_lose_nothing_and_the_second_is_shown_both(as_: As) -> None:
    from placebook.web.desk.models import Record

    at = begun(as_, "both")
    first, second = as_("contributor"), as_("second")
    first.post(f"{at}edit/{OVERVIEW}/", {**FIELDS, "values/description": "The first says this."})
    second.post(f"{at}edit/{OVERVIEW}/", {**FIELDS, "values/description": "The second says that."})
    second.post(f"{at}edit/{OWNER}/", {"values/contact_email": "team@council.example.org"})
    assert first.post(f"{at}save/", {"why": "Mine"}).status_code == 302
    reply = second.post(f"{at}save/", {"why": "Mine too"})
    page = reply.content.decode()
    assert reply.status_code == 409
    assert "The first says this." in page
    assert "The second says that." in page
    assert Record.objects.get(name="both").versions.count() == 2  # nothing was saved yet
    chosen = {"both": "1", "why": "Mine too", "keep:values/description": "mine"}
    assert second.post(f"{at}save/", chosen).status_code == 302
    body = Record.objects.get(name="both").versions.order_by("-number")[0].body
    assert body["values"]["description"] == "The second says that."
    assert body["values"]["contact_email"] == "team@council.example.org"
    old = as_("reader").get(f"{at}versions/2/").content.decode()
    assert "The first says this." in old


def test_history_is_never_altered(as_: As) -> None:
    import pytest

    from placebook.web.desk.models import Record

    begun(as_, "unaltered")
    version = Record.objects.get(name="unaltered").versions.get()
    with pytest.raises(TypeError, match="never altered"):
        version.save()
    with pytest.raises(TypeError, match="never taken out"):
        version.delete()


def test_keys_stay_in_the_order_they_came_in_whatever_the_database(as_: As) -> None:
    from placebook.web.desk.models import Draft, Record

    begun(as_, "in-order")
    record = Record.objects.get(name="in-order")
    body = {"zebra": 1, "b": {"later": 1, "a": [{"y": 1, "x": 2}]}, "aardvark": "é"}
    Draft.objects.update_or_create(
        record=record,
        person=record.versions.get().by,
        defaults={"body": body, "based_on": 1, "saved_at": record.made_at},
    )
    found = Draft.objects.get(record=record).body
    assert repr(found) == repr(body)
