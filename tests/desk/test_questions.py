"""A reader asks about an entry of the register; a publisher answers at the desk; both stand there with their day."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import TYPE_CHECKING, Any
from urllib.parse import urlencode

import pytest

from placebook.decide.register_questions import Asked, box_of

if TYPE_CHECKING:
    from django.http import HttpResponse
    from django.test import Client

As = Callable[..., "Client"]
WORDS = "Who checks the <b>figures</b> before they count?"


def entry() -> str:
    from placebook.web import views

    return views.shelves().current().register[0].entry.id


def ask(reader: Client, about: str, words: str = WORDS, **changed: Any) -> HttpResponse:
    """Send the form as a browser does."""
    html = reader.get("/about/wrong.html", {"about": about}).content.decode()
    filled = dict(re.findall(r'<input[^>]*name="(\w+)"[^>]*value="([^"]*)"', html))
    fields = {**filled, "website": "", "what": words, "contact": "reader@example.org", **changed}
    headers = {"origin": "http://testserver", "sec-fetch-site": "same-origin"}
    kind = "application/x-www-form-urlencoded"
    return reader.post("/about/wrong.html", urlencode(fields), content_type=kind, headers=headers)  # type: ignore[return-value]


@pytest.fixture
def reader(as_: As) -> Client:
    from django.core.cache import cache

    cache.clear()
    return as_("")


def test_a_question_is_answered_from_the_desk_and_both_stand_on_the_entry_with_their_day(
    as_: As, reader: Client
) -> None:
    page = f"register/{entry()}.html"
    assert "Nobody has asked anything yet." in reader.get(f"/{page}").content.decode()
    form = reader.get("/about/wrong.html", {"about": page}).content.decode()
    assert "Ask about this entry" in form
    assert ask(reader, page).status_code == 303
    before = reader.get(f"/{page}").content.decode()
    assert "1 more waits for somebody to look at it." in before
    assert "Who checks" not in before

    desk = as_("publisher", two_steps=True)
    listed = desk.get("/desk/reports/").content.decode()
    assert "reader@example.org" in listed
    assert "&lt;b&gt;figures&lt;/b&gt;" in listed
    number = re.search(r'id="report-(\d+)"', listed)
    assert number is not None
    sent = {"number": number[1], "status": "looked at", "reply": "The data team, each quarter."}
    assert desk.post("/desk/reports/", sent).status_code == 302
    after = reader.get(f"/{page}").content.decode()
    assert "Who checks the &lt;b&gt;figures&lt;/b&gt; before they count?" in after
    assert re.search(r"Answer of \d+ \w+ 20\d\d:</strong> The data team, each quarter\.", after)
    assert "reader@example.org" not in after
    assert "reader@example.org" not in reader.get(f"/api/register/{entry()}.json").content.decode()
    assert "Who checks" not in reader.get("/register/index.html").content.decode()


def test_who_may_not_answer_changes_nothing(as_: As, reader: Client) -> None:
    from placebook.web.corrections.models import Report

    ask(reader, f"register/{entry()}.html", "Is it fair to everybody?")
    number = Report.objects.order_by("-pk")[0].pk
    sent = {"number": number, "status": "looked at", "reply": "Yes"}
    assert as_("").post("/desk/reports/", sent).status_code == 302
    assert as_("reviewer").post("/desk/reports/", sent).status_code == 403
    assert as_("elsewhere", two_steps=True).post("/desk/reports/", sent).status_code == 403
    assert as_("publisher").post("/desk/reports/", sent).status_code == 403  # one step is not enough
    found = Report.objects.get(pk=number)
    assert (found.status, found.reply, found.answered) == ("received", "", None)


@pytest.mark.parametrize(
    ("changed", "said"),
    [
        ({"status": "received"}, "Choose where it stands now."),
        ({"status": "published"}, "Choose where it stands now."),
        ({"reply": "x" * 2_001}, "Write at most 2,000 characters"),
        ({"number": "9999"}, "No report has the number 9999"),
        ({"number": "1; drop table"}, "No report has the number 0"),
    ],
)
def test_what_cannot_be_an_answer_is_said(as_: As, changed: dict[str, str], said: str) -> None:
    sent = {"number": "1", "status": "looked at", "reply": "Yes", **changed}
    reply = as_("publisher", two_steps=True).post("/desk/reports/", sent)
    assert reply.status_code == 400
    assert said in reply.content.decode()


def test_an_entry_that_is_not_there_takes_no_question(reader: Client) -> None:
    from placebook.web.corrections.models import Report

    ask(reader, "register/nothing.html", "Is there anything here?")
    assert Report.objects.order_by("-pk")[0].page == ""
    assert reader.get("/register/nothing.html").status_code == 404


def test_the_box_shows_words_that_were_looked_at_the_newest_first() -> None:
    asked = [
        Asked(1, "a", "2026-01-01", "One?", "looked at", "Yes.", "2026-01-05"),
        Asked(2, "a", "2026-02-01", "Two?", "received"),
        Asked(3, "b", "2026-02-01", "Elsewhere?", "looked at"),
        Asked(4, "a", "2026-03-01", "Four?", "not changed"),
    ]
    box = box_of("a", asked)
    assert [(one.number, one.answer, one.answered_on) for one in box.questions] == [
        (4, "", ""),
        (1, "Yes.", "2026-01-05"),
    ]
    assert box.waiting == 1
