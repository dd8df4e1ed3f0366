"""In a real browser: an entry of the register is written, checked by somebody else, published, read and withdrawn."""

from __future__ import annotations

from pathlib import Path

import pytest
from looking import another_page, new_window
from playwright.sync_api import Browser, expect
from two_steps import key_of
from walking import walking

from placebook.web.start import make_ready

pytestmark = pytest.mark.slow


def test_an_entry_is_written_checked_published_and_read(desk_book: Path, served: str, browser: Browser) -> None:
    make_ready(desk_book)
    key = key_of("publisher")
    at = "/desk/register/sorting-of-repairs/"
    with walking(browser, served, "contributor") as writer:
        writer.go("/desk/register/")
        writer.follow("Begin a new one")
        writer.press("Begin")  # without a title
        assert writer.says("Give it a title.")
        writer.fill("What is it called?", "Sorting of repairs")
        writer.press("Begin")
        writer.follow("Tier 1: Overview")
        writer.fill("Description", "It sorts requests for repairs by how urgent they are.")
        writer.press("Keep and go on")
        writer.fill("Contact email", "data@council.example.org")
        writer.press("Keep and go back")
        writer.follow("Version and review")
        writer.fill("Day", "31")
        writer.fill("Month", "2")
        writer.fill("Year", "2031")
        writer.press("Keep and go on")
        assert writer.says("write a real date")
        writer.fill("Day", "28")
        writer.press("Keep and go on")
        writer.follow("Look it over and save it")
        writer.press("Save it for others to see")
        assert writer.says("Say in a few words")
        writer.fill("What did you change, and why?", "First version")
        writer.press("Save it for others to see")
        writer.press("Send for checking")
        assert writer.says("You wrote part of this") or writer.says("needs the role reviewer")
    with walking(browser, served, "reviewer") as checker:
        checker.follow("Sorting of repairs")
        checker.follow("saved version 1")
        checker.go(at)
        checker.press("Approve")
    with walking(browser, served, "publisher", key) as publisher:
        publisher.go(at)
        publisher.press("Publish")
        publisher.go("/register/sorting-of-repairs.html")
        assert publisher.says("It sorts requests for repairs by how urgent they are.")
        publisher.go("/desk/account/two-steps/")
        publisher.go("/desk/account/password/")
    assert list((desk_book / "register").glob("sorting-of-repairs.*"))


def test_what_is_typed_is_kept_while_it_is_typed_and_after_the_window_is_closed(served: str, browser: Browser) -> None:
    at = "/desk/register/half-a-thought/edit/tier-1-overview/"
    with walking(browser, served, "contributor") as writer:
        writer.go("/desk/register/new/")
        writer.fill("What is it called?", "Half a thought")
        writer.press("Begin")
        writer.go(at)
        writer.fill("Description", "Half a thou")
        expect(writer.page.locator("#kept")).to_contain_text("Kept at")
    with walking(browser, served, "contributor") as later:
        later.go(at)
        assert later.page.get_by_label("Description").input_value() == "Half a thou"


def test_administrators_invite_and_the_invited_set_a_password(served: str, browser: Browser) -> None:
    with walking(browser, served, "administrator") as admin:
        admin.go("/desk/people/")
        admin.fill("E-mail address", "new.reader@example.org")
        admin.press("Add, and make an invitation")
        link = admin.page.inner_text("#invitation")
        admin.go("/desk/account/")
    window = new_window(browser).new_page()
    window.goto(link)
    window.fill("#password", "correct horse battery 9")
    window.fill("#again", "correct horse battery 9")
    with another_page(window):
        window.get_by_role("button", name="Set it").click()
    window.context.close()
    with walking(browser, served, "new.reader") as reader:
        assert reader.says("The desk")
