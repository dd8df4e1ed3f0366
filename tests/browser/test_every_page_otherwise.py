"""Every kind of page for those who use it otherwise: by keys, without motion, without scripts, in colours of their own.

A file of its own beside test_every_page.py, so that two processes share the work.
"""

from __future__ import annotations

import pytest
from every_kind import KINDS, address_of
from keys import out_of_step, walked
from looking import DESK, PHONE, looked_at
from playwright.sync_api import Browser

from placebook.pages.shelf import Shelf

pytestmark = pytest.mark.slow  # some hundred pages in a real browser

every_kind = pytest.mark.parametrize("kind", KINDS)


@every_kind
@pytest.mark.parametrize("size", [DESK, PHONE], ids=["desk", "phone"])
def test_the_tab_key_reaches_everything_in_order_and_who_wants_less_motion_sees_none(
    browser: Browser, disk: str, place_shelf: Shelf, kind: str, size: tuple[int, int]
) -> None:
    address = disk + address_of(kind, place_shelf)
    with looked_at(browser, address, size, reduced_motion="reduce") as look:
        assert look.page.evaluate("getComputedStyle(document.documentElement).scrollBehavior") == "auto"
        assert look.page.evaluate("document.getAnimations().length") == 0
        assert out_of_step(walked(look.page)) == []


@every_kind
def test_without_scripts_the_page_is_whole(browser: Browser, site: str, place_shelf: Shelf, kind: str) -> None:
    address = site + address_of(kind, place_shelf)
    with looked_at(browser, address, script=False) as plain, looked_at(browser, address) as helped:
        read, links = "document.querySelector('main').innerText", "[...document.links].map(one => one.href)"
        assert len(plain.page.evaluate(read)) > 40
        assert plain.page.evaluate(links) == helped.page.evaluate(links)
        said = helped.page.evaluate(read)
        assert [line for line in plain.page.evaluate(read).splitlines() if line not in said] == []
        assert plain.complaints == []


@every_kind
def test_forced_colours_leave_every_chart_and_word_to_be_seen(
    browser: Browser, disk: str, place_shelf: Shelf, kind: str
) -> None:
    address = disk + address_of(kind, place_shelf)
    with looked_at(browser, address, forced_colors="active", color_scheme="dark") as dark:
        assert dark.page.evaluate(SUNK) == []
    with looked_at(browser, address) as usual, looked_at(browser, address, forced_colors="active") as forced:
        assert forced.page.evaluate(SUNK) == []
        assert usual.page.evaluate(MARKS) == forced.page.evaluate(MARKS)


MARKS = """() => [...document.querySelectorAll(".chart svg *")].map(one => {
  const style = getComputedStyle(one);
  return [one.tagName, style.fill, style.stroke, style.strokeDasharray, style.visibility, style.display].join(" ");
})"""  # how each mark of every chart is drawn

SUNK = """() => {
  const parts = colour => (colour.match(/[\\d.]+/g) || []).map(Number);
  const light = colour => {
    const [r, g, b] = parts(colour).map(v => v / 255).map(v => v <= .03928 ? v / 12.92 : ((v + .055) / 1.055) ** 2.4);
    return .2126 * r + .7152 * g + .0722 * b;
  };
  const behind = one => {
    for (let at = one; at; at = at.parentElement) {
      const colour = getComputedStyle(at).backgroundColor, seen = parts(colour);
      if (seen.length === 3 || seen[3] > 0) return colour;
    }
    return "rgb(255, 255, 255)";
  };
  const contrast = (a, b) => (Math.max(light(a), light(b)) + .05) / (Math.min(light(a), light(b)) + .05);
  return [...document.querySelectorAll(".strip circle, .spark circle, .spark path, .site svg path")]
    .filter(one => one.checkVisibility())
    .map(one => [one, getComputedStyle(one)])
    .filter(([one, style]) => ![style.fill, style.stroke].some(c => c !== "none" && contrast(c, behind(one)) >= 3))
    .map(([one, style]) => [one.outerHTML, style.fill, style.stroke, behind(one)].join(" "))
    .slice(0, 9);
}"""  # small marks that cannot be told from what is behind them
