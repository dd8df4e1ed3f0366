"""What people come for, from beginning to end, in a real browser, from disk and live."""

from __future__ import annotations

import csv
import re
from pathlib import Path

import pytest
from every_kind import OTHER, WARD
from looking import another_page, looked_at
from playwright.sync_api import Browser, Page

pytestmark = pytest.mark.slow  # whole journeys in a real browser

POSTCODE, INDICATOR = "zz1 1aa", "pm10"  # as somebody types it


def fetched(page: Page, link: str) -> list[dict[str, str]]:
    """Click a link to a CSV file, and read what the browser saved."""
    with page.expect_download() as waiting:
        page.get_by_role("link", name=link, exact=True).first.click()
    with Path(waiting.value.path()).open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


def to_indicator(page: Page, name: str) -> None:
    """From the page of a ward to one indicator in its tree."""
    page.locator(f"#parts a[href$='indicators/{name}.html']").click()
    page.wait_for_url(f"**/indicators/{name}.html")


def test_from_a_postcode_to_its_ward_to_an_indicator_to_the_file(browser: Browser, site: str) -> None:
    with looked_at(browser, site + "index.html") as look:
        page = look.page
        page.get_by_role("searchbox").press_sequentially(POSTCODE)
        if site.startswith("http"):
            page.get_by_role("button", name="Find").click()
        page.get_by_role("status").get_by_role("link", name="Abbey").first.click()
        page.wait_for_url(f"**/areas/{WARD}.html")
        assert page.get_by_role("heading", level=1).inner_text() == "Abbey"
        to_indicator(page, INDICATOR)
        rows = fetched(page, "All figures as CSV")
        assert {row["indicator"] for row in rows} == {INDICATOR}
        assert WARD in {row["area"] for row in rows}
        assert look.outside(site) == []


def test_a_postcode_without_scripts_is_answered_by_the_live_site(browser: Browser, live: str) -> None:
    with looked_at(browser, live, script=False) as look:
        look.page.get_by_role("searchbox").fill(POSTCODE)
        with another_page(look.page):
            look.page.keyboard.press("Enter")
        with another_page(look.page):
            look.page.get_by_role("status").get_by_role("link", name="Abbey").click()
        assert look.page.url == f"{live}areas/{WARD}.html"


def test_a_postcode_outside_the_book_is_said_to_be_so(browser: Browser, site: str) -> None:
    with looked_at(browser, site + "index.html") as look:
        look.page.get_by_role("searchbox").press_sequentially("ZZ5 5ZZ")
        if site.startswith("http"):
            look.page.get_by_role("button", name="Find").click()
        said = look.page.get_by_role("status").filter(has_text=re.compile("ZZ5 ?5ZZ"))
        said.first.wait_for()
        assert said.get_by_role("link").count() == 0


def test_two_wards_are_compared_by_their_address_alone(browser: Browser, live: str) -> None:
    with looked_at(browser, f"{live}compare.html?area={WARD}&area={OTHER}") as look:
        page = look.page
        assert page.get_by_role("heading", level=1).inner_text() == "Abbey, Alibon"
        heads = page.locator("#scores ~ .wide thead th").all_inner_texts()
        assert heads == ["Part", "Abbey", "Alibon"]
        assert page.get_by_role("checkbox", checked=True).count() == 2
        page.get_by_label("Becontree").check()  # and a third, by hand
        page.get_by_role("button", name="Compare").click()
        page.wait_for_url(lambda url: url.count("area=E0") == 3)
        page.locator("#scores ~ .wide thead th").nth(3).wait_for()
        assert page.locator("#scores ~ .wide thead th").count() == 4


def test_the_wards_beside_one_are_baked_too(browser: Browser, site: str) -> None:
    with looked_at(browser, f"{site}areas/{WARD}.html") as look:
        look.page.get_by_role("link", name="Compare Abbey with them all").click()
        look.page.wait_for_url(f"**/compare/{WARD}.html")
        assert look.page.get_by_role("heading", name=re.compile("^Abbey beside ")).count() > 0


def test_a_filter_is_found_used_and_undone(browser: Browser, site: str) -> None:
    with looked_at(browser, site + "areas/index.html") as look:
        page = look.page
        box, rows = page.locator("input#find"), page.locator("#areas tbody tr:visible")
        everything = rows.count()
        box.fill("abb")
        if site.startswith("http"):
            with another_page(page):
                page.get_by_role("button", name="Find").click()
            assert rows.count() == 1
            with another_page(page):
                page.get_by_role("link", name="Show all").click()
        else:
            assert rows.count() == 1
            assert page.get_by_role("status").inner_text() == f"1 of {everything} shown"
            box.fill("")
        assert rows.count() == everything > 10


def test_a_kind_of_indicator_is_filtered_and_shown_again(browser: Browser, live: str) -> None:
    with looked_at(browser, live + "indicators/index.html") as look:
        page = look.page
        lines = page.locator("table.stack tbody tr")
        everything = lines.count()
        with another_page(page):
            page.get_by_role("navigation", name="Kinds of indicator").get_by_role("link").nth(1).click()
        assert 0 < lines.count() < everything
        with another_page(page):
            page.get_by_role("link", name=re.compile("^Show all")).click()
        assert lines.count() == everything


def test_a_number_leads_to_its_source_row_and_is_the_same_there(browser: Browser, site: str, place: Path) -> None:
    with looked_at(browser, f"{site}areas/{WARD}.html") as look:
        page = look.page
        to_indicator(page, INDICATOR)
        line = page.locator("#figures ~ table tbody tr").filter(has=page.get_by_role("link", name="Abbey", exact=True))
        shown = float(line.locator("td[data-label='Figure']").inner_text().replace(",", ""))
        file, _, row = line.locator("td[data-label='Source row']").inner_text().partition(", row ")
        with (place / file).open(encoding="utf-8", newline="") as received:
            source = list(csv.reader(received))[int(row) - 1]
        assert WARD in source
        rows = [one for one in fetched(page, "All figures as CSV") if (one["area"], one["row"]) == (WARD, row)]
        assert len(rows) == 1
        assert rows[0]["file"] == file
        assert float(rows[0]["value"]) == pytest.approx(shown, abs=0.05)
        assert rows[0]["value"] in source


def test_the_menu_of_a_phone_opens_and_leads_on_by_keys_alone(browser: Browser, site: str) -> None:
    with looked_at(browser, site + "index.html", (320, 640)) as look:
        page = look.page
        page.keyboard.press("Tab")
        assert page.evaluate("document.activeElement.className") == "skip"
        page.keyboard.press("Tab")
        page.keyboard.press("Tab")
        assert page.evaluate("document.activeElement.tagName") == "SUMMARY"
        page.keyboard.press("Enter")
        page.keyboard.press("Tab")
        assert page.evaluate("document.activeElement.textContent") == "Areas"
        page.keyboard.press("Enter")
        page.wait_for_url("**/areas/index.html")


def test_the_skip_link_leads_past_the_menu(browser: Browser, site: str) -> None:
    with looked_at(browser, f"{site}areas/{WARD}.html") as look:
        look.page.keyboard.press("Tab")
        look.page.keyboard.press("Enter")
        look.page.keyboard.press("Tab")
        assert look.page.evaluate("document.activeElement.closest('main') !== null")
