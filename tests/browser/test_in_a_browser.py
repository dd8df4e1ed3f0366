"""The first look: the page of a ward, live, in a real browser. The longer looks are marked slow."""

from __future__ import annotations

from pathlib import Path

from every_kind import WARD
from keys import out_of_step, walked
from looking import PHONE, faults, looked_at, sideways
from playwright.sync_api import Browser

from server import free_port, running


def test_the_page_of_a_ward_is_within_the_standard_on_a_phone_and_asks_nobody_else(
    browser: Browser, site_book: Path
) -> None:
    with (
        running("serve", "--book", str(site_book), "--port", str(free_port())) as (_, site),
        looked_at(browser, f"{site}areas/{WARD}.html", PHONE) as look,
    ):
        assert faults(look.page) == []
        assert sideways(look.page) == []
        assert look.outside(site) == []
        assert look.complaints == []
        assert look.page.context.cookies() == []


def test_what_is_looked_for_is_found_where_it_is(browser: Browser, tmp_path: Path) -> None:
    """A page with every fault: that the other tests can fail."""
    bad = tmp_path / "bad.html"
    bad.write_text(
        "<!doctype html><title>x</title><style>p{width: 999px; color: #eee} a{outline: none !important}</style>"
        '<p>Faint</p><img src="missing.png"><a href="#">go</a><script>throw new Error("broken")</script>',
        encoding="utf-8",
    )
    with looked_at(browser, bad.as_uri(), PHONE) as look:
        found = " ".join(faults(look.page))
        assert all(rule in found for rule in ("color-contrast", "image-alt", "html-has-lang"))
        assert sideways(look.page)[0] == "the page is 1007 wide"
        assert [one.split(":")[0] for one in look.complaints if "broken" in one or "missing.png" in one]
        assert look.outside("http://127.0.0.1/") == [bad.as_uri(), (tmp_path / "missing.png").as_uri()]
        assert "no outline" in out_of_step(walked(look.page))[0]
