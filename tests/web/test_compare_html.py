"""Places side by side as HTML: links that lead somewhere, names that stay text, plain forms."""

from __future__ import annotations

import re
from dataclasses import replace

import pytest
from django.test import Client
from site_pages import Seen, inner_links, lost_anchors, page_of, with_hostile_names

from placebook.pages.shelf import Shelf
from placebook.web.routes import all_paths

pytestmark = pytest.mark.usefixtures("client")  # which makes Django ready for the example book
PATHS = ("compare.html", "compare/E05000026.html", "compare/worsening.html")


@pytest.mark.parametrize("path", PATHS)
@pytest.mark.parametrize("live", [False, True])
def test_every_link_leads_somewhere_and_nothing_is_inline(shelf: Shelf, path: str, live: bool) -> None:
    html = page_of(shelf, path, live)
    seen = Seen(html)
    there = set(all_paths(shelf))
    assert (
        sorted(link for link in inner_links(path, html) if link not in there and not link.startswith("static/")) == []
    )
    assert lost_anchors(path, html) == []
    assert seen.forbidden == []
    assert len(seen.ids) == len(set(seen.ids))


@pytest.mark.parametrize("path", PATHS)
def test_hostile_names_stay_text(shelf: Shelf, path: str) -> None:
    html = page_of(with_hostile_names(shelf), path, live=True)
    assert "<script>alert" not in html
    assert "&lt;script&gt;alert" in html


def test_places_are_chosen_in_the_address(client: Client) -> None:
    html = client.get("/compare.html?area=E05000026&area=E05000040").content.decode()
    assert re.search(r"<h1>Abbey, \w+</h1>", html)
    assert "Abbey beside" in html
    assert "clearly different" in html


def test_what_is_asked_for_in_vain_is_said_as_text(client: Client) -> None:
    reply = client.get("/compare.html", {"area": ["E05000026", "<img src=x>"]})
    html = reply.content.decode()
    assert reply.status_code == 200
    assert "<img src=x>" not in html
    assert "No ward here has the code or name &#39;&lt;img src=x&gt;&#39;" in html


def test_the_form_is_plain_and_keeps_what_was_chosen(client: Client) -> None:
    html = client.get("/compare.html?area=E05000026&area=E05000040").content.decode()
    assert '<form method="get" action="compare.html">' in html
    assert html.count('type="checkbox"') == 17
    assert html.count(" checked>") == 2


def test_in_a_large_book_places_are_typed_in(shelf: Shelf, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("placebook.pages.compare.MOST_CHOICES", 5)
    html = page_of(shelf, "compare.html", live=True)
    assert 'type="checkbox"' not in html
    assert html.count('name="area"') == 4


def test_a_baked_page_offers_no_form_but_a_page_for_each_place(shelf: Shelf) -> None:
    html = page_of(shelf, "compare.html")
    assert "<form" not in html
    for area in shelf.areas:
        assert f'href="compare/{area.code}.html"' in html


def test_many_pairs_are_folded_up(shelf: Shelf) -> None:
    html = page_of(shelf, "compare.html", live=True, area=tuple(area.code for area in shelf.areas[:5]))
    assert html.count('<details id="pair-') == 10


def test_nothing_is_called_worst_where_ranges_overlap(shelf: Shelf) -> None:
    for path in PATHS:
        assert not re.search(r"\bworst\b", page_of(shelf, path), re.IGNORECASE)


def test_the_finder_can_be_narrowed_and_undone(client: Client) -> None:
    html = client.get("/compare/worsening.html?part=shelter").content.decode()
    assert "Only Shelter is shown" in html
    assert 'href="worsening.html">Show everything' in html


def test_an_unknown_place_and_a_book_without_an_index_have_no_such_pages(client: Client, shelf: Shelf) -> None:
    assert client.get("/compare/E05999999.html").status_code == 404
    from placebook.web.kinds_compare import ROUTES
    from placebook.web.routes import Asked

    bare = replace(shelf, index=None, recipe=None, ranges=())
    for route in ROUTES:
        assert route.make(Asked(bare, {"code": "E05000026"}, {}, lambda _: None)) is None  # type: ignore[arg-type,return-value]
        assert route.paths is None or list(route.paths(bare)) == []
