"""Every kind of page, from disk and live, in a real browser: whole, within the standard, and asking nobody else."""

from __future__ import annotations

import pytest
from every_kind import ASKED, KINDS, NAMED_HOSTILELY, address_of
from keys import out_of_step, walked
from looking import DESK, PHONE, ZOOMED, Look, faults, looked_at, sideways
from playwright.sync_api import Browser

from placebook.pages.shelf import Shelf

pytestmark = pytest.mark.slow  # some hundred pages in a real browser

every_kind = pytest.mark.parametrize("kind", KINDS)


@every_kind
def test_live_no_fault_against_wcag_no_complaint_and_no_request_elsewhere(
    browser: Browser, live: str, place_shelf: Shelf, kind: str
) -> None:
    with looked_at(browser, live + address_of(kind, place_shelf)) as look:
        is_sound(look, live)


@every_kind
def test_from_disk_on_a_phone_and_at_400_percent_too_and_nothing_scrolls_sideways(
    browser: Browser, disk: str, place_shelf: Shelf, kind: str
) -> None:
    with looked_at(browser, disk + address_of(kind, place_shelf), PHONE) as look:
        assert sideways(look.page) == []
        look.page.set_viewport_size({"width": ZOOMED[0], "height": ZOOMED[1]})
        assert sideways(look.page) == []
        look.page.evaluate("document.querySelectorAll('details').forEach(one => { one.open = true })")
        assert sideways(look.page) == []
        is_sound(look, disk)


def is_sound(look: Look, site: str) -> None:
    """No fault against WCAG 2.2 AA, nothing that the browser complains of, nobody else asked, and no cookie."""
    assert faults(look.page) == []
    assert look.outside(site) == []
    assert look.complaints == []
    assert look.page.context.cookies() == []


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


@pytest.mark.parametrize("asked", ASKED)
def test_what_a_live_page_is_asked_for_is_within_the_standard_too(browser: Browser, live: str, asked: str) -> None:
    with looked_at(browser, live + asked) as look:
        assert faults(look.page) == []
        assert look.outside(live) == []
        assert [one for one in look.complaints if "404" not in one] == []
        assert look.page.context.cookies() == []
    with looked_at(browser, live + asked, PHONE) as look:
        assert sideways(look.page) == []
        assert faults(look.page) == []


def test_the_page_for_an_address_that_is_not_there_is_baked_and_within_the_standard(
    browser: Browser, disk: str
) -> None:
    with looked_at(browser, disk + "404.html", PHONE) as look:
        assert faults(look.page) == []
        assert sideways(look.page) == []


def test_a_script_in_the_name_of_a_ward_is_shown_and_never_run(browser: Browser, site: str) -> None:
    for path in ("index.html", "areas/index.html", "compare.html", f"areas/{NAMED_HOSTILELY}.html", "method.html"):
        with looked_at(browser, site + path) as look:
            assert look.page.title() != "taken"
            assert look.complaints == []
            if path != "method.html":
                assert "Tŷ Ŵyn <script>" in look.page.locator("main").inner_text()
