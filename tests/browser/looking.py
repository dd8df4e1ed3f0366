"""A page as a person meets it in Chromium, and all that it did while it was looked at."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlsplit
from urllib.request import url2pathname

from playwright.sync_api import Browser, BrowserContext, Page, Request, sync_playwright

NO_CHROMIUM = "Chromium is not installed (on Debian and Ubuntu: apt-get install -y chromium)"
FLAGS = (
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)
PHONE, DESK, ZOOMED = (320, 640), (1280, 900), (320, 256)  # 1280 x 1024 at 400% is 320 x 256
PATIENCE = 120_000  # milliseconds for a page or a button: a machine with much to do is no fault
STANDARD = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]


def chromium() -> str | None:
    """Where Chromium is on this machine, or None."""
    return next((found for name in ("chromium", "chromium-browser") if (found := shutil.which(name))), None)


@contextmanager
def new_browser() -> Iterator[Browser]:
    """Chromium with a new and empty user data folder, closed at the end."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium(), args=list(FLAGS))
        yield browser
        browser.close()


def new_window(browser: Browser, **how: Any) -> BrowserContext:
    """A fresh window without any memory, that waits as long as a busy machine may need."""
    context = browser.new_context(**how)
    context.set_default_timeout(PATIENCE)
    return context


@dataclass
class Look:
    """One page that is open, what it asked for, and what it complained of."""

    page: Page
    requests: list[Request] = field(default_factory=list)
    complaints: list[str] = field(default_factory=list)

    @property
    def asked_for(self) -> list[str]:
        """The address of each thing that the page asked for."""
        return [one.url for one in self.requests]

    def sizes(self) -> dict[str, int]:
        """Bytes, uncompressed, of all that it asked for. Waits until each has come: news of that may be late."""
        return {one.url: _size(one) for one in self.requests if not one.url.startswith("data:")}

    def outside(self, site: str) -> list[str]:
        """What the page asked for that is not of the site itself."""
        return [one for one in self.asked_for if not one.startswith((site, "data:"))]


@contextmanager
def looked_at(
    browser: Browser, address: str, size: tuple[int, int] = DESK, script: bool = True, **how: Any
) -> Iterator[Look]:
    """Open an address in a fresh window without any memory, and close it at the end."""
    width, height = size
    context = new_window(browser, viewport={"width": width, "height": height}, java_script_enabled=script, **how)
    look = Look(context.new_page())
    look.page.on("request", lambda one: look.requests.append(one))  # noqa: PLW0108 - Playwright takes no built-in
    look.page.on("requestfailed", lambda one: look.complaints.append(f"could not be fetched: {one.url} {one.failure}"))
    look.page.on("pageerror", lambda error: look.complaints.append(f"script: {error}"))
    look.page.on(
        "console",
        lambda said: (
            look.complaints.append(f"{said.text} {said.location.get('url', '')}")
            if said.type in ("error", "warning")
            else None
        ),
    )
    look.page.on("dialog", lambda dialog: (look.complaints.append(f"dialog: {dialog.message}"), dialog.dismiss()))
    look.page.goto(address)
    yield look
    context.close()


def _size(request: Request) -> int:
    where = urlsplit(request.url)
    if where.scheme == "file":
        return Path(url2pathname(unquote(where.path))).stat().st_size
    response = request.response()
    return len(response.body()) if response else 0  # what did not come is a complaint, and weighs nothing


@contextmanager
def another_page(page: Page) -> Iterator[None]:
    """Do inside what opens another page, and go on once it is there: a click alone does not wait for it."""
    with page.expect_navigation():
        yield


def faults(page: Page) -> list[str]:
    """What axe finds against WCAG 2.2 AA: rule, place and why, one line each."""
    from axe_playwright_python.sync_playwright import Axe

    options = {
        "runOnly": STANDARD,
        "rules": {"target-size": {"enabled": True}},  # of WCAG 2.2, which axe leaves out unless asked
        "resultTypes": ["violations"],
        "preload": False,  # axe would fetch the stylesheet once more
    }
    found = Axe().run(page, options=options).response["violations"]
    return [
        f"{rule['id']}: {' '.join(node['target'])}: {node['failureSummary']}"
        for rule in found
        for node in rule["nodes"]
    ]


def sideways(page: Page) -> list[str]:
    """What makes the whole page scroll sideways; nothing where it does not."""
    return list(
        page.evaluate(
            """() => {
              const room = document.documentElement.clientWidth;
              if (document.documentElement.scrollWidth <= window.innerWidth) return [];
              const wide = [...document.body.querySelectorAll("*")]
                .filter(one => one.getBoundingClientRect().right > room + 1 && !one.closest(".wide"));
              return ["the page is " + document.documentElement.scrollWidth + " wide",
                ...wide.slice(0, 9).map(one => one.outerHTML.slice(0, 80))];
            }"""
        )
    )
