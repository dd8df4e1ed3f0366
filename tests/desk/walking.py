"""A person at the desk in Chromium: signs in as people do, and every page that is seen is held against WCAG 2.2 AA."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

from looking import PHONE, another_page, faults, new_window, sideways
from playwright.sync_api import Browser, Page
from two_steps import code_of

PASSWORD = "correct horse battery 9"  # noqa: S105


@dataclass
class Walk:
    """One person's window."""

    page: Page
    site: str
    wrong: list[str] = field(default_factory=list)

    def go(self, path: str) -> None:
        """Open an address of the site."""
        self.page.goto(f"{self.site.rstrip('/')}{path}")
        self.look()

    def press(self, words: str, *, look: bool = True) -> None:
        """Press the button with these words, and look at what comes."""
        button = self.page.get_by_role("button", name=words, exact=True).first
        assert button.count(), f"{self.page.url} has no button {words!r}: {self.page.inner_text('main')}"
        with another_page(self.page):
            button.click()
        if look:
            self.look()

    def follow(self, words: str) -> None:
        """Follow the link with these words, and look at what comes."""
        with another_page(self.page):
            self.page.get_by_role("link", name=words, exact=True).first.click()
        self.look()

    def fill(self, label: str, text: str) -> None:
        """Type into the field with this label."""
        self.page.get_by_label(label, exact=True).first.fill(text)

    def answer(self, name: str, said: str) -> None:
        """Fill in, choose or tick the field of this name; the next item of a list gets a place first."""
        found = self.page.locator(f'[name="{name}"]')
        if found.count() == 0:
            self.press("Keep this and add another")
        if found.first.evaluate("one => one.tagName") == "SELECT":
            found.first.select_option(said)
        elif found.first.get_attribute("type") in ("radio", "checkbox"):
            self.page.locator(f'[name="{name}"][value="{said}"]').check()
        else:
            found.first.fill(said)

    def begin(self, kind: str, title: str, name: str) -> None:
        """Begin a record of a kind."""
        self.go(f"/desk/{kind}/new/")
        self.answer("title", title)
        self.answer("name", name)
        self.press("Begin")

    def send(self, save: str) -> None:
        """Save what was typed, on the page at this address, and send it for checking."""
        self.go(save)
        self.fill("What did you change, and why?", "First version")
        self.press("Save it for others to see")
        self.press("Send for checking")

    def look(self) -> None:
        """Hold the page against the standard, and see that it fits a phone."""
        self.wrong += [f"{self.page.url}: {one}" for one in faults(self.page)]
        size = self.page.viewport_size
        self.page.set_viewport_size({"width": PHONE[0], "height": PHONE[1]})
        self.wrong += [f"{self.page.url} on a phone: {one}" for one in sideways(self.page)]
        if size is not None:
            self.page.set_viewport_size(size)

    def says(self, words: str) -> bool:
        """Whether the page says this."""
        return words in self.page.inner_text("main")


@contextmanager
def walking(browser: Browser, site: str, who: str, secret: str = "") -> Iterator[Walk]:
    """A window of somebody who has just signed in; with the key of their two steps, by those."""
    context = new_window(browser, viewport={"width": 1200, "height": 900})
    walk = Walk(context.new_page(), site)
    walk.go("/desk/")
    walk.fill("E-mail address", f"{who}@example.org")
    walk.fill("Password", PASSWORD)
    walk.press("Sign in")
    if secret:
        walk.fill("Code from your app, or one of your spare codes", code_of(secret))
        walk.press("Go on")
    assert walk.page.url.endswith("/desk/"), walk.page.url
    yield walk
    assert walk.wrong == []
    context.close()


def checked_and_published(browser: Browser, site: str, at: str, publisher: Walk) -> None:
    """Somebody else approves the record at this address, and the publisher publishes it."""
    with walking(browser, site, "reviewer") as checker:
        checker.go(at)
        checker.press("Approve")
    publisher.go(at)
    publisher.press("Publish")
