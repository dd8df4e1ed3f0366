"""An officer builds a wheel page by page, somebody else approves it, it is published, and annex and pages agree."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from importlib.resources import files
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from placebook.book.decisions import read_decision
from placebook.pages.decision import decision_page
from placebook.pages.forms import CHOICE, LINE, LINES, LIST, TEXT, Step, take
from placebook.web.desk.kinds import kinds
from placebook.web.shelf import read_shelf

if TYPE_CHECKING:
    from django.test import Client

As = Callable[..., "Client"]
OPTIONS = {
    "options/0/id": "as-now",
    "options/0/title": "Carry on as now",
    "options/0/says": "No bench.",
    "options/1/id": "bench",
    "options/1/title": "Put up a bench",
    "options/1/says": "A bench of wood.",
}
PROPOSAL = {
    "title": "A bench",
    "proposal": "Should there be a bench?",
    "owner": "Parks team",
    "decided_by": "Cabinet",
    "areas": ["E05000026"],
    "version": "1",
}
ASKED = {
    "engagement/0/who": "People who walk there",
    "engagement/0/how": "A survey",
    "engagement/0/said": "Yes",
    "engagement/0/changed": "Nothing",
}


def steps_of(name: str) -> tuple[Step, ...]:
    """The pages of questions as they stand for the contributor now."""
    from placebook.web.desk import keep
    from placebook.web.desk.models import Person, Record
    from placebook.web.desk.views import book

    record = Record.objects.get(name=name)
    body, _ = keep.body_for(record, Person.objects.get(email="contributor@example.org"))
    return kinds()["decision"].steps(body, book())


def answers(step: Step) -> dict[str, str]:
    """Something for every question of a page about effects: a harm in the short term, unknown for safety, else none."""
    said: dict[str, str] = {}
    for field in step.fields:
        if field.path.endswith("/effect"):
            harm = "bench" in step.name and "/growth/short/" in field.path
            unknown = "/streets/" in field.path
            said[field.path] = "small negative" if harm else "effect unknown" if unknown else "no effect expected"
        elif field.path.endswith("/rests_on"):
            said[field.path] = "judgement only"
        elif field.path.endswith("/by"):
            said |= {f"{field.path}-day": "1", f"{field.path}-month": "3", f"{field.path}-year": "2027"}
        elif field.path.endswith(("/reason", "/what")):
            said[field.path] = "It is so."
        elif field.path.endswith("/owner"):
            said[field.path] = "Parks team"
    return said


def built(as_: As, name: str) -> str:
    """A whole decision, typed page by page as an officer would. Gives its address."""
    client, at = as_("contributor"), f"/desk/decision/{name}/"
    client.post("/desk/decision/new/", {"title": "A bench", "name": name})
    pages: Mapping[str, Mapping[str, Any]] = {
        "proposal": PROPOSAL,
        "options": OPTIONS,
        "factors": {"factor_sets": ["five-missions"]},
        "engagement": ASKED,
        "figures": {"measured_by/five-missions/streets": "deliberate-fires-rate"},
    }
    for page, sent in pages.items():
        assert client.post(f"{at}edit/{page}/", sent).status_code == 302, page
    done: set[str] = set()
    while todo := [
        one for one in steps_of(name) if one.name.startswith(("as-now-", "bench-")) and one.name not in done
    ]:
        step = todo[0]
        assert client.get(f"{at}edit/{step.name}/").status_code == 200
        assert client.post(f"{at}edit/{step.name}/", answers(step)).status_code == 302, step.name
        done.add(step.name)
    assert client.post(f"{at}save/", {"why": "First version"}).status_code == 302
    return at


@pytest.fixture
def file(as_: As, desk_book: Path) -> Path:
    """The file of a decision that went the whole way."""
    path = desk_book / "decisions" / "whole.yaml"
    if not path.exists():
        at = built(as_, "whole")
        as_("contributor").post(f"{at}move/", {"move": "send"})
        as_("reviewer").post(f"{at}move/", {"move": "approve"})
        as_("publisher", two_steps=True).post(f"{at}move/", {"move": "publish"})
    return path


@pytest.mark.slow  # every page of questions, twice
def test_a_wheel_is_built_checked_published_and_pinned(as_: As, desk_book: Path) -> None:
    at = built(as_, "bench")
    names = [one.name for one in steps_of("bench")]
    assert "bench-harm" in names  # asked, as there is a harm
    assert "as-now-harm" not in names  # not asked, as there is none
    assert as_("contributor").post(f"{at}move/", {"move": "send"}).status_code == 302
    assert as_("reviewer").post(f"{at}move/", {"move": "approve"}).status_code == 302
    file = desk_book / "decisions" / "bench.yaml"
    assert not file.exists()
    assert as_("publisher", two_steps=True).post(f"{at}move/", {"move": "publish"}).status_code == 302
    decision = read_decision(file)
    assert decision.pinned is not None
    (figure,) = (one for one in decision.pinned.figures if one.factor == "five-missions#streets")
    assert (figure.indicator, figure.area, figure.value is not None) == ("deliberate-fires-rate", "E05000026", True)
    shelf = read_shelf(desk_book)
    page = decision_page(shelf, decision)
    assert {one.state for one in page.unknown} == {"effect unknown"}
    public = as_("").get("/decisions/bench.html").content.decode()
    assert "Put up a bench" in public
    assert "What is done about harm" in public
    area = as_("").get("/areas/E05000026.html").content.decode()
    assert "decisions/bench.html" in area


@pytest.mark.slow
def test_a_withdrawn_decision_keeps_its_address_and_says_why(as_: As, file: Path) -> None:
    at = "/desk/decision/whole/"
    why = {"move": "withdraw", "why": "The bench was given to us"}
    assert as_("publisher", two_steps=True).post(f"{at}move/", why).status_code == 302
    page = as_("").get("/decisions/whole.html").content.decode()
    assert re.search(r"Withdrawn</span> on \d+ \w+ \d{4}\. The bench was given to us", page)
    assert read_decision(file).withdrawn == "The bench was given to us"


@pytest.mark.slow
def test_what_is_missing_keeps_it_from_being_sent(as_: As) -> None:
    client, at = as_("contributor"), "/desk/decision/half/"
    client.post("/desk/decision/new/", {"title": "Half", "name": "half"})
    client.post(f"{at}edit/proposal/", PROPOSAL)
    client.post(f"{at}edit/factors/", {"factor_sets": ["five-missions"]})
    client.post(f"{at}save/", {"why": "Half of it"})
    reply = client.post(f"{at}move/", {"move": "send"})
    assert reply.status_code == 403
    page = as_("contributor").get(at).content.decode()
    assert "is not yet answered" in page


@pytest.mark.slow
def test_a_file_read_and_written_is_unchanged(file: Path, tmp_path: Path) -> None:
    kind = kinds()["decision"]
    assert kind.text(kind.body(file)) == file.read_text(encoding="utf-8")
    by_hand = Path(str(files("placebook"))) / "content" / "example" / "decisions" / "two-libraries.yaml"
    again = tmp_path / by_hand.name
    again.write_text(kind.text(kind.body(by_hand)), encoding="utf-8")
    assert read_decision(again) == read_decision(by_hand)  # all but the notes in it


@pytest.mark.parametrize("option", ["No such id", "as-now"])
def test_odd_answers_are_a_fault_and_never_a_crash(option: str, desk_book: Path) -> None:
    kind, shelf = kinds()["decision"], read_shelf(desk_book)
    body = {
        **kind.starts("odd", "Odd"),
        "options": [{"id": "as-now"}, {"id": option}],
        "factor_sets": ["five-missions"],
    }
    assert kind.steps(body, shelf)
    assert kind.faults(body, shelf)


@pytest.mark.slow
def test_every_page_of_questions_takes_what_it_shows(file: Path, desk_book: Path) -> None:
    """A page that is sent back as it was shown changes nothing."""
    kind, shelf = kinds()["decision"], read_shelf(desk_book)
    body = {key: value for key, value in kind.body(file).items() if key != "pinned"}
    for step in kind.steps(body, shelf):
        sent: dict[str, list[str]] = {}
        for field in step.fields:
            _fill(field, field.path, body, sent)
        taken = take(step, body, sent)
        assert (taken.faults, taken.body) == ({}, body), step.name


def _fill(field: Any, name: str, body: Any, sent: dict[str, list[str]]) -> None:
    from placebook.pages.forms import date_parts, get

    value = get(body, name)
    if field.kind == LIST:
        for at in range(len(value or [])):
            for each in field.fields:
                _fill(each, f"{name}/{at}/{each.path}", body, sent)
    elif field.kind == "date":
        sent.update({f"{name}-{part}": [said] for part, said in date_parts(value).items()})
    elif field.kind in (LINE, TEXT, CHOICE):
        sent[name] = [str(value or "")]
    elif field.kind == LINES:
        sent[name] = ["\n".join(value or [])]
    else:
        sent[name] = list(value or [])


def test_what_is_still_to_be_mended_is_said_as_it_is_asked(as_: As) -> None:
    client = as_("contributor")
    sent = {"title": "A new fountain", "name": "a-new-fountain"}
    assert client.post("/desk/decision/new/", sent).status_code == 302
    html = client.get("/desk/decision/a-new-fountain/").content.decode()
    mended = html.partition("Still to be mended")[2].partition("</ul>")[0]
    assert "factor_sets:" not in mended
    assert '<a href="/desk/decision/a-new-fountain/edit/factors/">Sets of factors: is missing' in mended
    assert "<title>Error" not in html
