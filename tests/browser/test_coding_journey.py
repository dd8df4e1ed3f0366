"""Two people code passages in a browser, one by keys alone and one without script; they differ; a third decides."""

from __future__ import annotations

import re
import shutil
from collections.abc import Iterator

import pytest
from looking import DESK, PHONE, another_page, faults, new_window, sideways
from playwright.sync_api import Browser, Page

from coding_book import add_document
from once import built_starter
from server import free_port, running

pytestmark = pytest.mark.slow  # a whole journey in a real browser

PASSWORD = "correct horse battery 9"  # noqa: S105
PEOPLE = {"ash": "contributor", "birch": "contributor", "cedar": "reviewer", "dale": "administrator"}


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Where a book is served that has a library, and four people with an account."""
    book = tmp_path_factory.mktemp("coding") / "book"
    shutil.copytree(built_starter(tmp_path_factory), book)
    add_document(book, 6)
    from placebook.web.records import make_tables

    make_tables()
    from placebook.web.desk.models import Person
    from placebook.web.desk.people import set_role

    for name, role in PEOPLE.items():
        set_role(Person.objects.create_user(f"{name}@example.org", name.title(), PASSWORD), "my-place", role)
    with running("serve", "--book", str(book), "--port", str(free_port())) as (_, address):
        yield f"{address}desk/"


def enter(
    browser: Browser, desk: str, name: str, script: bool = True, size: tuple[int, int] = DESK
) -> tuple[Page, list[str]]:
    """A page of somebody who signs in by keys alone, and all that it complains of."""
    context = new_window(
        browser, viewport={"width": size[0], "height": size[1]}, java_script_enabled=script, reduced_motion="reduce"
    )
    page, said = context.new_page(), list[str]()
    page.on("pageerror", lambda error: said.append(str(error)))
    page.on("console", lambda one: said.append(one.text) if one.type in ("error", "warning") else None)
    page.goto(f"{desk}coding/")
    tab_to(page, "login")
    page.keyboard.type(f"{name}@example.org")
    tab_to(page, "password")
    page.keyboard.type(PASSWORD)
    key(page, "Enter")
    assert page.url == f"{desk}coding/"
    return page, said


def tab_to(page: Page, name: str) -> None:
    """Press Tab until the thing of a name has the focus."""
    for _ in range(60):
        page.keyboard.press("Tab")
        if page.evaluate("document.activeElement.name") == name:
            return
    pytest.fail(f"{name} cannot be reached by Tab")


def well_made(page: Page) -> None:
    assert faults(page) == []
    assert sideways(page) == []


def key(page: Page, *keys: str) -> None:
    """Press keys, the last of which opens another page."""
    for one in keys[:-1]:
        page.keyboard.press(one)
    with another_page(page):
        page.keyboard.press(keys[-1])


def press(page: Page, found: str) -> None:
    """Click a link or a button that opens another page."""
    with another_page(page):
        page.click(found)


def is_about(page: Page, words: str) -> bool:
    return words in page.inner_text("blockquote.passage")


def test_two_people_code_they_differ_and_a_third_decides(desk: str, browser: Browser) -> None:
    """`desk` stands first: Django writes no rows in a thread in which a browser is open."""
    shared_out(browser, desk)
    by_keys_alone(browser, desk)
    without_script(browser, desk)
    decided(browser, desk)


def shared_out(browser: Browser, desk: str) -> None:
    page, said = enter(browser, desk, "dale")
    well_made(page)
    press(page, "text=Share passages out")
    page.select_option("#framework", "four-rs")
    page.fill("#count", "6")
    page.fill("#share", "100")
    for name in ("Cedar", "Dale"):
        page.uncheck(f"label:has-text('{name}')")
    well_made(page)
    press(page, "button:has-text('Share out')")
    assert page.url == f"{desk}coding/"
    assert "No passage was given to you." in page.inner_text("main")
    well_made(page)
    assert said == []
    page.context.close()


def by_keys_alone(browser: Browser, desk: str) -> None:
    """Ash accepts what is suggested on floods, and rejects it for the high street, where another code is looked up."""
    page, said = enter(browser, desk, "ash")
    for _ in range(60):
        page.keyboard.press("Tab")
        if "Go on coding" in page.evaluate("document.activeElement.textContent"):
            break
    key(page, "Enter")
    well_made(page)
    first = page.url
    key(page, "n")
    key(page, "k")
    assert page.url == first
    page.keyboard.press("m")
    page.keyboard.type("1 r 2 / d")  # keys are letters where somebody types
    page.keyboard.press("Escape")
    for _ in range(6):
        if is_about(page, "flood risk"):
            key(page, "1")
            assert "Resilient: accepted." in page.inner_text("[role=status]")
        elif is_about(page, "high street"):
            key(page, "r", "1")
            assert "Renew: rejected." in page.inner_text("[role=status]")
            page.keyboard.press("/")
            page.keyboard.type("modern tools")
            key(page, "Enter")
            assert page.evaluate("document.activeElement.value") == "add:reform"
            well_made(page)
            key(page, "Enter")
            assert "Reform: added." in page.inner_text("[role=status] >> nth=0")
        key(page, "d")
    assert page.url.startswith(f"{desk}coding/?said=finished")
    assert "You are done with all 6 of your passages." in page.inner_text("main")
    page.goto(first)
    assert "1 r 2 / d" in page.inner_text("main")
    well_made(page)
    assert said == []
    page.context.close()


def without_script(browser: Browser, desk: str) -> None:
    """Birch accepts every first suggestion, on a phone, with buttons alone, and sees nothing of what Ash put."""
    page, said = enter(browser, desk, "birch", script=False, size=PHONE)
    press(page, "text=Go on coding")
    for _ in range(6):
        assert "Ash" not in page.inner_text("main")
        assert page.locator("#keys").is_hidden()
        if is_about(page, "flood risk") or is_about(page, "high street"):
            press(page, "button:has-text('Accept') >> nth=0")
        press(page, "#finish")
    assert "You are done with all 6 of your passages." in page.inner_text("main")
    press(page, "ol.work a >> nth=0")
    assert "Ash: " in page.inner_text("main")  # both are done
    assert said == []
    page.context.close()
    page, _ = enter(browser, desk, "birch", size=PHONE)
    press(page, "ol.work a >> nth=0")
    well_made(page)
    page.context.close()


def decided(browser: Browser, desk: str) -> None:
    """Cedar decides the first dispute; the agreement page shows how far Ash and Birch agree."""
    page, said = enter(browser, desk, "cedar")
    press(page, "text=2 passages in dispute")
    well_made(page)
    press(page, "tbody a >> nth=0")
    well_made(page)
    section = page.locator("section:has(h2:has-text('Decide'))")
    assert sorted(section.locator("h3").all_inner_texts()) == ["Reform", "Renew"]
    renew = section.locator("form:has(input[value=renew])")
    renew.locator("input[value=yes]").check()
    with another_page(page):
        renew.locator("button").click()
    assert "Say why, so that whoever reads the code can follow it." in page.inner_text("[role=alert]")
    well_made(page)
    renew = page.locator("form:has(input[value=renew])")
    renew.locator("input[value=yes]").check()
    renew.locator("textarea").fill("It speaks of the high street.")
    with another_page(page):
        renew.locator("button").click()
    assert "It speaks of the high street." in page.inner_text("main")
    well_made(page)
    page.goto(f"{desk}coding/four-rs/agreement/")
    rows = page.locator("table").first.locator("tbody tr").all_inner_texts()
    assert [re.split(r"\s*\t\s*", row)[:2] for row in rows] == [
        *(["Reform", "2 of 6"], ["Renew", "2 of 6"], ["Resilient", "2 of 6"])
    ]
    assert "1.00" in rows[2]
    assert "0.00" in rows[0]
    assert all("indicative" in row for row in rows)
    assert "Decided 1" in " ".join(page.inner_text("dl.facts").split())
    well_made(page)
    page.set_viewport_size({"width": PHONE[0], "height": PHONE[1]})
    well_made(page)
    assert [one for one in said if "400" not in one] == []  # Chromium speaks of the one form without a reason
    page.context.close()
