"""In a real browser: from scrutiny to a published register entry, and from an assessment to what would be next."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator, Mapping
from importlib.resources import files
from pathlib import Path
from typing import Any

import pytest
from looking import another_page
from playwright.sync_api import Browser
from two_steps import key_of
from typing_in import sent_for
from walking import Walk, checked_and_published, walking

from placebook.book.yaml import read_yaml
from placebook.web.start import make_ready

pytestmark = pytest.mark.slow
EXAMPLE = Path(str(files("placebook") / "content/example"))
Typed = Mapping[str, Any]


@pytest.fixture(scope="module")
def publisher(desk_book: Path, served: str, browser: Browser) -> Iterator[Walk]:
    """Somebody who signed in with two steps, once: a code works one time."""
    make_ready(desk_book)
    with walking(browser, served, "publisher", key_of("publisher")) as walk:
        yield walk


def fill_pages(walk: Walk, kind: str, at: str, body: Typed, until: Callable[[str], bool]) -> None:
    """Fill in each page as it comes, by its fields' names, and press the button that leads to the next.

    A page is looked at where it has a kind of question that no page before it had: the others are drawn alike.
    """
    from placebook.web import views
    from placebook.web.desk.kinds import kinds

    shelf = views.shelves().current()
    seen: set[str] = set()
    while True:
        name = walk.page.url.rstrip("/").rpartition("/")[2]
        step = next(one for one in kinds()[kind].steps(body, shelf) if one.name == name)
        drawn = {one.kind for field in step.fields for one in (field, *field.fields)}
        if not drawn <= seen:
            walk.look()
            seen |= drawn
        for field in step.fields:
            for sent, value in sent_for(field, body).items():
                walk.answer(sent, str(value))
        walk.press("Keep and go on", look=False)
        if until(walk.page.url):
            walk.look()
            return


def written(walk: Walk, kind: str, title: str, name: str, body: Typed) -> str:
    """Begin a record, fill in every page, and send it for checking. Gives its address."""
    at = f"/desk/{kind}/{name}/"
    walk.begin(kind, title, name)
    with another_page(walk.page):
        walk.page.locator("main ul.tasks a").first.click()
    fill_pages(walk, kind, at, body, lambda url: "/edit/" not in url)
    walk.send(f"{at}save/")
    return at


def test_a_review_runs_from_scrutiny_to_a_published_entry(
    desk_book: Path, served: str, browser: Browser, publisher: Walk
) -> None:
    make_ready(desk_book)
    body = {
        key_: value for key_, value in read_yaml(EXAMPLE / "scrutiny/repairs-sorter.yaml").items() if key_ != "invented"
    }
    body |= {"signed": {"by": "Head of housing"}}
    with walking(browser, served, "contributor") as writer:
        at = written(writer, "scrutiny", "Repairs sorter", "repairs-sorter", body)
    checked_and_published(browser, served, at, publisher)
    with walking(browser, served, "contributor") as writer:
        writer.begin("register", "Repairs sorter", "repairs-sorter")
        writer.follow("Tier 1: Overview")
        assert "puts each request for a repair" in writer.page.get_by_label("Description").input_value()
        writer.press("Keep and go back")
        writer.send("/desk/register/repairs-sorter/save/")
    checked_and_published(browser, served, "/desk/register/repairs-sorter/", publisher)
    with walking(browser, served, "reader") as reader:
        reader.go("/scrutiny/repairs-sorter.html")
        assert reader.says("Proceed with conditions")
        reader.follow("Its register entry")
        assert reader.says("Tenants with a leak or no heating are seen sooner.")
        assert reader.says("An equality assessment")


def test_a_contract_is_typed_from_its_promises_to_who_has_looked(
    desk_book: Path, served: str, browser: Browser
) -> None:
    make_ready(desk_book)
    shutil.copytree(EXAMPLE / "social-value/packs", desk_book / "social-value/packs", dirs_exist_ok=True)
    whole = read_yaml(EXAMPLE / "social-value/repairs-contract.yaml")
    body = {**whole, "commitments": whole["commitments"][:1]}
    with walking(browser, served, "contributor") as writer:
        at = written(writer, "social-value", "Repairs", "repairs-in-a-browser", body)
        writer.go(f"{at}edit/assured-1/")
        assert writer.page.locator('[name="commitments/0/assurance/by"]').input_value() == "Internal audit"


def test_an_assessment_runs_to_what_would_be_next(
    desk_book: Path, served: str, browser: Browser, publisher: Walk
) -> None:
    make_ready(desk_book)
    left_out = ("invented", "peers")
    whole = read_yaml(EXAMPLE / "assessments/digital-practices-2014.yaml")
    body = {key: value for key, value in whole.items() if key not in left_out}
    with walking(browser, served, "contributor") as writer:
        at = written(writer, "assessment", "Five practices", "five-practices", body)
        writer.go(f"{at}edit/next/")
        assert writer.says("To find out (Digital team, by 2014-12-31): Before a trial it is written down")
    checked_and_published(browser, served, at, publisher)
    with walking(browser, served, "reader") as reader:
        reader.go("/assessments/five-practices.html")
        assert reader.says("What would be next")
        assert reader.says("Were the people paid, or only thanked?")
