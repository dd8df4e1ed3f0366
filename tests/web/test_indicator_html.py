"""The pages of indicators as HTML: links that lead somewhere, names that stay text, every figure with its row."""

from __future__ import annotations

import pytest
from django.test import Client
from site_pages import Seen, inner_links, lost_anchors, page_of, with_hostile_names

from placebook.pages.shelf import Shelf
from placebook.web.routes import all_paths

pytestmark = pytest.mark.usefixtures("client")  # which makes Django ready for the example book
PATHS = ("indicators/index.html", "indicators/pm10.html", "indicators/population.html", "indicators/smr.html")
OTHERS = ("static/",)  # files that no route gives


def leads_nowhere(shelf: Shelf, path: str, html: str) -> list[str]:
    """Links of a page to paths that the site does not have."""
    there = set(all_paths(shelf))
    return sorted(link for link in inner_links(path, html) if link not in there and not link.startswith(OTHERS))


@pytest.mark.parametrize("path", PATHS)
@pytest.mark.parametrize("live", [False, True])
def test_every_link_leads_somewhere_and_nothing_is_inline(shelf: Shelf, path: str, live: bool) -> None:
    html = page_of(shelf, path, live)
    seen = Seen(html)
    assert leads_nowhere(shelf, path, html) == []
    assert lost_anchors(path, html) == []
    assert seen.forbidden == []
    assert seen.scripts == 0
    assert len(seen.ids) == len(set(seen.ids))


@pytest.mark.parametrize("path", PATHS)
def test_hostile_names_stay_text(shelf: Shelf, path: str) -> None:
    html = page_of(with_hostile_names(shelf), path)
    assert "<script>alert" not in html
    assert "&lt;script&gt;alert" in html
    assert "Ŵŷ" in html


def test_hostile_questions_stay_text(shelf: Shelf) -> None:
    html = page_of(shelf, "indicators/pm10.html", live=True, area='"><script>x</script>', period="<b>")
    assert "<script>x" not in html
    assert "<b>." not in html
    assert "There is no ward with the code &#34;&gt;&lt;script&gt;x" in html


def test_each_figure_stands_with_its_file_and_row(client: Client) -> None:
    html = client.get("/indicators/pm10.html").content.decode()
    assert "raw/london-emissions-inventory.csv, row 5" in html
    assert 'href="../data/indicators/pm10.csv"' in html


def test_an_area_that_is_asked_for_is_marked(client: Client) -> None:
    html = client.get("/indicators/pm10.html?area=E05000026").content.decode()
    assert "Abbey over time" in html
    assert '<tr role="row" class="mine">' in html
    assert "Wards like Abbey" in html


def test_a_baked_page_has_no_form_and_is_whole(shelf: Shelf) -> None:
    html = page_of(shelf, "indicators/pm10.html", live=False)
    assert "<form" not in html
    assert html.count('role="rowheader"') >= len(shelf.areas)


def test_an_indicator_that_is_not_there_has_no_page(client: Client) -> None:
    assert client.get("/indicators/magic.html").status_code == 404


def test_the_list_can_be_narrowed_by_plain_links_and_undone(client: Client) -> None:
    whole = client.get("/indicators/index.html").content.decode()
    assert 'href="?kind=context"' in whole
    some = client.get("/indicators/index.html?kind=context").content.decode()
    assert "Household income" in some
    assert "pm10.html" not in some
    assert "Show all 37" in some
