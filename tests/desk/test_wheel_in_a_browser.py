"""In a real browser: an officer builds a wheel for moving or closing a library in two wards, and it is published."""

from __future__ import annotations

import io
import json
from pathlib import Path
from typing import Any
from urllib.request import urlopen

import pytest
from playwright.sync_api import Browser
from two_steps import key_of
from walking import Walk, checked_and_published, walking

from placebook.web.start import make_ready

pytestmark = pytest.mark.slow

TITLE = "Where the two libraries should be"
AT = "/desk/decision/two-libraries/"
WARDS = ("E05000026", "E05000027")
REASON = "We asked the groups that meet there."


def test_an_officer_builds_a_wheel_which_is_checked_published_and_says_the_same_everywhere(
    desk_book: Path, served: str, browser: Browser
) -> None:
    make_ready(desk_book)
    key = key_of("publisher")
    with walking(browser, served, "contributor") as officer:
        officer.begin("decision", TITLE, "two-libraries")
        _proposal(officer)
        _effects(officer)
        _last(officer)
        officer.send(f"{AT}save/")
    with walking(browser, served, "publisher", key) as publisher:
        checked_and_published(browser, served, AT, publisher)
        publisher.go("/decisions/two-libraries.html")
        assert publisher.says("Move both into one place")
        assert publisher.says("Nobody has counted them.")
        for code in WARDS:
            publisher.go(f"/areas/{code}.html")
            assert publisher.says(TITLE)
    _agree(served)


def _page(officer: Walk, step: str, **answers: str) -> None:
    officer.go(f"{AT}edit/{step}/")
    for name, text in answers.items():
        officer.answer(name, text)
    officer.press("Keep and go on")


def _proposal(officer: Walk) -> None:
    said = {"proposal": "Should both stay, move or close?", "owner": "Libraries team", "decided_by": "Cabinet"}
    officer.go(f"{AT}edit/proposal/")
    for name, text in said.items():
        officer.answer(name, text)
    for code in WARDS:
        officer.answer("areas", code)
    officer.press("Keep and go on")
    officer.go(f"{AT}edit/options/")
    officer.answer("options/0/says", "Both stay.")
    for at, (id, title) in enumerate((("move", "Move both into one place"), ("close", "Close one")), start=1):
        officer.answer(f"options/{at}/id", id)
        officer.answer(f"options/{at}/title", title)
        officer.answer(f"options/{at}/says", title)
        officer.press("Keep this and add another")
    officer.press("Keep and go on")
    _page(officer, "factors", factor_sets="five-missions")


def _steps(officer: Walk) -> list[str]:
    officer.go(AT)
    links: list[str] = officer.page.eval_on_selector_all("a[href*='/edit/']", "all => all.map(one => one.href)")
    return [link.rstrip("/").rpartition("/")[2] for link in links]


def _effects(officer: Walk) -> None:
    """Every page about effects; more come up as effects are judged."""
    done: set[str] = set()
    while True:
        prefixes = ("as-now-", "move-", "close-")
        todo = [one for one in _steps(officer) if one.startswith(prefixes) and one not in done]
        if not todo:
            return
        for step in todo:
            officer.go(f"{AT}edit/{step}/")
            for name in officer.page.eval_on_selector_all("main [name]", "all => [...new Set(all.map(o => o.name))]"):
                answer = _answer(step, name)
                if answer:
                    officer.answer(name, answer)
            officer.press("Keep and go on")
            done.add(step)


def _answer(step: str, name: str) -> str:
    """What the officer knows: closing harms opportunity, safety is unknown, moving helps learning, with evidence."""
    unknown = "/streets/" in name
    if name.endswith("/effect"):
        harm, good = step.startswith("close") and "/opportunity/" in name, step.startswith("move") and "/nhs/" in name
        if unknown:
            return "effect unknown"
        return "large negative" if harm else "small positive" if good else "no effect expected"
    if name.endswith("/reason"):
        return "Nobody has counted them." if unknown else REASON
    if "/move" in f"/{step}" and "/nhs/long/" in name:
        return {"evidence/0/case": "islington-social-prescribing"}.get(name.partition("/long/")[2], "")
    ends: dict[str, Any] = {
        "/rests_on": "judgement only",
        "/mitigation/what": "Hold the homework club in a school.",
        "/mitigation/owner": "Education team",
        "/mitigation/by-day": "1",
        "/mitigation/by-month": "3",
        "/mitigation/by-year": "2027",
    }
    return next((str(text) for end, text in ends.items() if name.endswith(end)), "")


def _last(officer: Walk) -> None:
    asked = {"who": "People who borrow", "how": "A survey", "said": "One good one.", "changed": "The place."}
    _page(officer, "engagement", **{f"engagement/0/{name}": text for name, text in asked.items()})
    _page(officer, "chosen", chosen="move", because="No ward loses its library for good.")
    officer.go(f"{AT}edit/chosen/")
    for part, text in (("day", "17"), ("month", "11"), ("year", "2026")):
        officer.answer(f"decided_on-{part}", text)
    officer.press("Keep and go on")


def _agree(served: str) -> None:
    """The annex and the JSON say what the page says."""
    from docx import Document

    site = served.rstrip("/")
    page = json.load(urlopen(f"{site}/api/decisions/two-libraries.json"))  # noqa: S310 - our own server
    word = Document(io.BytesIO(urlopen(f"{site}/decisions/two-libraries/annex.docx").read()))  # noqa: S310
    cells = {cell.text for table in word.tables for row in table.rows for cell in row.cells}
    assert {"large negative", "effect unknown", "Nobody has counted them.", "Education team"} <= cells
    assert any(text.startswith("Doctors point people to clubs") for text in cells)
    unknown = {(one["factor"], one["state"], one["reason"]) for one in page["unknown"]}
    assert unknown == {("Take back our streets", "effect unknown", "Nobody has counted them.")}
    assert [one["title"] for one in page["options"] if one["chosen"]] == ["Move both into one place"]
    assert {one["code"] for one in page["areas"]} == set(WARDS)
    assert page["pinned_on"]
