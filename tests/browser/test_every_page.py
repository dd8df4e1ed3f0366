"""Every kind of page, from disk and live, in a real browser: whole, within the standard, and asking nobody else."""

from __future__ import annotations

import pytest
from every_kind import ASKED, KINDS, NAMED_HOSTILELY, address_of
from looking import PHONE, ZOOMED, Look, faults, looked_at, sideways
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
