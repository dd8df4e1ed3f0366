"""The pages of changed boundaries and of peers in the whole country, and the ways that lead to them."""

from __future__ import annotations

import re
from dataclasses import replace

import pytest
from site_pages import Seen, inner_links, lost_anchors, page_of, with_hostile_names

from placebook.pages.boundaries import boundary_page
from placebook.pages.nation import nation_page
from placebook.pages.shelf import Shelf
from placebook.web.routes import all_paths

pytestmark = pytest.mark.usefixtures("client")  # which makes Django ready for the example book
CHANGE, DISTRICT, WARD = (
    "boundaries/2018-2022.html",
    "peers/districts/E09000002.html",
    "peers/london-wards/E05000026.html",
)


@pytest.mark.parametrize("path", [CHANGE, DISTRICT, WARD])
def test_every_link_leads_somewhere_and_nothing_is_inline(shelf: Shelf, path: str) -> None:
    html = page_of(shelf, path, live=True)
    seen, there = Seen(html), set(all_paths(shelf))
    assert path in there
    assert [one for one in inner_links(path, html) if one not in there and not one.startswith("static/")] == []
    assert lost_anchors(path, html) == []
    assert seen.forbidden == []
    assert len(seen.ids) == len(set(seen.ids))
    assert len(html.encode()) < 40_000


def test_the_page_of_a_change_says_what_went_where(shelf: Shelf) -> None:
    page = boundary_page(shelf, "2018-2022")
    assert page is not None
    assert page.says[0] == (
        "17 wards of 2018 became 19 of 2022. 22 in 100 people in mid-2015 are no longer with the largest part of "
        "their old ward."
    )
    assert "Longbridge and Village" in page.says[1]
    thames = next(area for area in page.old if area.name == "Thames")
    assert [(name, round(share, 3)) for name, share in thames.shares] == [
        ("Barking Riverside", 0.596),
        ("Thames View", 0.284),
        ("Eastbury", 0.12),
    ]
    assert all(abs(sum(share for _, share in area.shares) - 1) < 1e-9 for area in (*page.old, *page.new))
    assert len(page.chart.rows) == sum(len(area.shares) for area in page.old)


def test_the_page_of_peers_says_how_alike_in_what_and_from_where(shelf: Shelf) -> None:
    html = page_of(shelf, DISTRICT, live=False)
    assert "Of the 183 other councils of its sort, Newham is most like Barking and Dagenham: 92% alike." in html
    assert "<strong>Newham</strong>, London: 92% alike. About the same in" in html
    assert html.count("OGL-UK-3.0") == 3
    assert "3 of 10" in html  # stay when the claimant count is left out
    assert "Not compared, because a figure is missing: Isles of Scilly." in html


def test_every_ward_has_peers_in_all_of_london_and_leads_to_them(shelf: Shelf) -> None:
    for area in shelf.areas[::4]:
        page = nation_page(shelf, "london-wards", area.code)
        assert page is not None
        assert len(page.peers) == 8
        assert page.peers == tuple(sorted(page.peers, key=lambda one: one.distance))
        assert all(0 <= one.match <= 1 for one in page.peers)
    html = page_of(shelf, "areas/E05000026.html", live=False)
    for path in (WARD, DISTRICT, CHANGE):
        assert f'href="../{path}"' in html


def test_the_first_page_and_the_data_page_lead_there(shelf: Shelf) -> None:
    for path, base in (("index.html", ""), ("data/index.html", "../")):
        html = page_of(shelf, path, live=False)
        assert re.search(rf'href="{base}{DISTRICT}">Councils like Barking and Dagenham<', html)
        assert f'href="{base}{CHANGE}"' in html


def test_a_book_without_them_has_no_such_pages(shelf: Shelf) -> None:
    bare = replace(shelf, peer_tables=(), boundary_changes=())
    assert not [path for path in all_paths(bare) if path.startswith(("peers/", "boundaries/"))]
    assert "boundaries/" not in page_of(bare, "index.html", live=False)
    assert (boundary_page(bare, "2018-2022"), nation_page(bare, "districts", "E09000002")) == (None, None)
    assert nation_page(shelf, "districts", "E05000026") is None


def test_hostile_names_stay_text(shelf: Shelf) -> None:
    hostile = "<script>alert(1)</script>"
    tables = tuple(replace(table, names=(hostile,) * len(table.names)) for table in shelf.peer_tables)
    changes = tuple(
        replace(one, new_names=dict.fromkeys(one.new_names, hostile), old_names=dict.fromkeys(one.old_names, hostile))
        for one in shelf.boundary_changes
    )
    for path in (CHANGE, DISTRICT):
        html = page_of(
            replace(with_hostile_names(shelf), peer_tables=tables, boundary_changes=changes), path, live=True
        )
        assert "<script>alert" not in html
        assert "&lt;script&gt;alert" in html
