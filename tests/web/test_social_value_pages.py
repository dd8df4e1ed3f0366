"""The pages of social value say what the command says: nothing that is not known stands as nought."""

from __future__ import annotations

from dataclasses import replace
from importlib.resources import files
from pathlib import Path

import pytest
from site_pages import HOSTILE, Seen, page_of

from placebook.book.social_value import read_contract
from small_shelf import small_shelf

CONTRACT = read_contract(Path(str(files("placebook") / "content/example/social-value/repairs-contract.yaml")))


@pytest.fixture(scope="module", autouse=True)
def ready(small_book):
    from placebook.web.start import make_ready

    make_ready(small_book)


def test_bid_delivered_verified_and_unknown_are_said():
    shelf = replace(small_shelf(), contracts=(CONTRACT,))
    html = page_of(shelf, "social-value/repairs-contract.html")
    assert "£60,000" in html
    assert "at most £72,000" in html
    assert "Verified by Internal audit, 10 June 2014" in html
    assert "£0" not in html
    assert 'href="repairs-contract.html"' in page_of(shelf, "social-value/index.html")
    assert "No contract is kept here." in page_of(small_shelf(), "social-value/index.html")


def test_names_that_look_like_markup_stay_words():
    held = replace(CONTRACT, title=HOSTILE, supplier=HOSTILE, owner=HOSTILE)
    for path in ("social-value/index.html", "social-value/repairs-contract.html"):
        html = page_of(replace(small_shelf(), contracts=(held,)), path)
        assert "<script>alert" not in html
        assert Seen(html).forbidden == []
