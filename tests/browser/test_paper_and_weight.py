"""The page of every ward: one printed side of A4, and under 100 KB with everything it loads."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import islice

import pytest
from every_kind import WARD
from looking import PHONE, looked_at
from playwright.sync_api import Browser

from placebook.pages.shelf import Shelf
from placebook.web.routes import all_routes, paths_of

pytestmark = pytest.mark.slow

MOST = 100_000  # bytes, uncompressed


def wards(shelf: Shelf) -> Iterator[str]:
    """The path of the page of every ward."""
    return paths_of(next(route for route in all_routes() if route.pattern == "areas/{code}.html"), shelf)


def sides(pdf: bytes) -> int:
    """How many pages a PDF has that Chromium wrote: its page objects stand there uncompressed."""
    return len(re.findall(rb"/Type\s*/Page\b(?!s)", pdf))


def test_every_ward_prints_on_one_side_and_is_light(browser: Browser, disk: str, place_shelf: Shelf) -> None:
    for path in wards(place_shelf):
        with looked_at(browser, disk + path) as look:
            assert (path, sides(look.page.pdf(prefer_css_page_size=True))) == (path, 1)
            sizes = look.sizes()
            assert sizes[f"{disk}static/placebook.css"] > 1_000
            assert sum(sizes.values()) < MOST, sizes


def test_live_it_prints_on_one_side_and_is_light_too(browser: Browser, live: str) -> None:
    with looked_at(browser, f"{live}areas/{WARD}.html") as look:
        assert sides(look.page.pdf(prefer_css_page_size=True)) == 1
        sizes = look.sizes()
        assert sizes[f"{live}static/placebook.css"] > 1_000
        assert sum(sizes.values()) < MOST, sizes


def test_the_page_of_a_ward_loads_no_script(browser: Browser, site: str, place_shelf: Shelf) -> None:
    for path in islice(wards(place_shelf), 2):
        with looked_at(browser, site + path) as look:
            assert not [one for one in look.asked_for if one.endswith(".js")]


def test_a_longer_page_is_counted_as_more_than_one_side(browser: Browser, disk: str) -> None:
    with looked_at(browser, disk + "method.html") as look:
        assert sides(look.page.pdf()) > 1


def test_a_list_folds_up_on_a_phone_and_stays_a_table_on_paper(browser: Browser, disk: str) -> None:
    drawn = "getComputedStyle(document.querySelector('table.stack')).display"
    with looked_at(browser, disk + "method.html", PHONE) as look:
        assert look.page.evaluate(drawn) == "block"
        look.page.emulate_media(media="print")
        assert look.page.evaluate(drawn) == "table"
