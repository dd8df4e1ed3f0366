"""In a real browser, on the example: a wheel, a review and an assessment are built, checked, published and read."""

from __future__ import annotations

import io
import urllib.request
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser
from walking import key_of, walking

from once import built_example
from placebook.book.yaml import read_yaml
from placebook.web.desk.kinds import kinds
from placebook.web.shelf import read_shelf
from placebook.web.start import make_ready

pytestmark = pytest.mark.slow
EXAMPLE = Path(__file__).parents[2] / "src" / "placebook" / "content" / "example"
ABBEY, GASCOIGNE = "E05000026", "E05000032"
MISSIONS = ("growth", "clean-energy", "streets", "opportunity", "nhs")


@pytest.fixture(scope="module")
def built_book(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The example, whose wards and figures are real."""
    return built_example(tmp_path_factory)


def plain(value: Any) -> Any:
    """A file's values without where they stood."""
    if hasattr(value, "items"):
        return {str(key): plain(one) for key, one in value.items()}
    if isinstance(value, list | tuple):
        return [plain(one) for one in value]
    return value if isinstance(value, bool | int | float) else str(value)


def effect(word: str, **more: Any) -> dict[str, Any]:
    """One segment of the wheel."""
    made = {"effect": word, "reason": f"Because of what the libraries are now: {word}.", **more}
    return made if word == "effect unknown" else {"rests_on": "judgement only", **made}


def wheel() -> dict[str, Any]:
    """Close or move a library in two wards, held against the five missions, with evidence and unknowns."""
    now = {one: {"short": effect("no effect expected"), "long": effect("effect unknown")} for one in MISSIONS}
    moved = {one: {"short": effect("small positive"), "long": effect("large positive")} for one in MISSIONS}
    mend = {"what": "A van with books comes each week.", "owner": "Libraries team", "by": "2027-06-30"}
    seen = [{"source": "Count of visits by the libraries team, 2026", "says": "Half of the visitors walk."}]
    moved[MISSIONS[0]]["short"] = {**effect("small negative", mitigation=mend), "evidence": seen}
    del moved[MISSIONS[0]]["short"]["rests_on"]
    moved[MISSIONS[1]]["long"] = effect(
        "large positive",
        expects={"indicator": "child-poverty", "direction": "fall", "review_on": "2028-01-31"},
    )
    return {
        "decision": "two-libraries-one-building",
        "title": "Two libraries and one building",
        "notice": "An invented example.",
        "proposal": "Should the library of Gascoigne close, or move in with that of Abbey?",
        "owner": "Libraries team",
        "decided_by": "Cabinet",
        "areas": [ABBEY, GASCOIGNE],
        "version": "1",
        "factor_sets": ["five-missions"],
        "options": [
            {"id": "as-now", "title": "Carry on as now", "says": "Both stay.", "effects": {"five-missions": now}},
            {"id": "move", "title": "Move", "says": "One building for both.", "effects": {"five-missions": moved}},
        ],
        "engagement": [{"who": "Visitors", "how": "A survey", "said": "Keep it near", "changed": "The van was added"}],
    }


def checked_and_published(browser: Browser, site: str, at: str, key: str) -> None:
    """Sent by who wrote it, approved by somebody else, published with two steps."""
    with walking(browser, site, "contributor") as writer:
        writer.go(at)
        writer.press("Send for checking")
    with walking(browser, site, "reviewer") as checker:
        checker.go(at)
        checker.press("Approve")
    with walking(browser, site, "publisher", key) as publisher:
        publisher.go(at)
        publisher.press("Publish")
        assert publisher.says("is on the public site")


@pytest.fixture
def key(desk_book: Path) -> str:
    """The key of the publisher's two steps, new each time: no code may be used twice."""
    make_ready(desk_book)
    from allauth.mfa.models import Authenticator

    from placebook.web.desk.models import Person

    Authenticator.objects.filter(user=Person.objects.get(email="publisher@example.org")).delete()
    return key_of("publisher")


def fetched(site: str, path: str) -> bytes:
    """A file of the public site."""
    with urllib.request.urlopen(f"{site.rstrip('/')}/{path}") as reply:  # noqa: S310 - our own server
        return bytes(reply.read())


def test_a_wheel_from_sign_in_to_annex(desk_book: Path, served: str, browser: Browser, key: str) -> None:
    import docx

    make_ready(desk_book)
    with walking(browser, served, "contributor") as officer:
        officer.type_in(kinds()["decision"], "two-libraries-one-building", wheel(), read_shelf(desk_book))
    checked_and_published(browser, served, "/desk/decision/two-libraries-one-building/", key)
    with walking(browser, served, "reader") as reader:
        reader.go("/decisions/two-libraries-one-building.html")
        page = reader.page.locator("main").text_content() or ""
        reader.go(f"/areas/{ABBEY}.html")
        area = reader.page.inner_text("main")
        reader.go("/decisions/due.html")
    assert "Two libraries and one building" in area
    said = ["A van with books comes each week.", "Count of visits by the libraries team, 2026", "The van was added"]
    annex = "\n".join(_words(docx.Document(io.BytesIO(fetched(served, _annex(desk_book, ".docx"))))))
    for words in said:
        assert words in page
        assert words in annex
    assert page.lower().count("effect unknown") > 0
    assert "effect unknown" in annex.lower()


def _annex(book: Path, ending: str) -> str:
    from placebook.web.routes import all_paths

    paths = [one for one in all_paths(read_shelf(book)) if "two-libraries-one-building" in one and one.endswith(ending)]
    assert paths
    return paths[0]


def _words(document: Any) -> list[str]:
    cells = [cell.text for table in document.tables for row in table.rows for cell in row.cells]
    return [one.text for one in document.paragraphs] + cells


def test_a_review_from_scrutiny_to_a_register_entry(desk_book: Path, served: str, browser: Browser, key: str) -> None:
    make_ready(desk_book)
    paper = plain(read_yaml(EXAMPLE / "scrutiny/repairs-sorter.yaml"))
    paper = {**{one: said for one, said in paper.items() if one != "invented"}, "signed": {"by": "Head of housing"}}
    shelf = read_shelf(desk_book)
    with walking(browser, served, "contributor") as officer:
        officer.type_in(kinds()["scrutiny"], "letters-sorter", {**paper, "scrutiny": "letters-sorter"}, shelf)
    checked_and_published(browser, served, "/desk/scrutiny/letters-sorter/", key)
    with walking(browser, served, "contributor") as officer:
        officer.go("/desk/register/new/")
        officer.fill("What is it called?", "Letters sorter")
        officer.fill("Its name in the address", "letters-sorter")
        officer.press("Begin")
        officer.go("/desk/register/letters-sorter/edit/about/")
        officer.fill("Version", "1")
        officer.press("Keep and go back")
        officer.go("/desk/register/letters-sorter/save/")
        officer.fill("What did you change, and why?", "From the scrutiny")
        officer.press("Save it for others to see")


def test_an_assessment_to_an_improvement_plan(desk_book: Path, served: str, browser: Browser, key: str) -> None:
    make_ready(desk_book)
    paper = plain(read_yaml(EXAMPLE / "assessments/digital-practices-2014.yaml"))
    paper = {name: said for name, said in paper.items() if name not in ("invented", "peers")}
    with walking(browser, served, "contributor") as officer:
        officer.type_in(kinds()["assessment"], "practices-again", paper, read_shelf(desk_book))
        officer.go("/desk/assessment/practices-again/edit/next/")
        assert officer.says("Quick trials")
    checked_and_published(browser, served, "/desk/assessment/practices-again/", key)
    with walking(browser, served, "reader") as reader:
        reader.go("/assessments/practices-again.html")
        assert reader.says("What would be next")
