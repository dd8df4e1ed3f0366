"""The first page, the method, the frameworks and the pages about the site, on the example book."""

from __future__ import annotations

import re
from dataclasses import replace

import pytest
from site_pages import page_of

from placebook.notebook import open as open_place
from placebook.pages.about import about_page
from placebook.pages.days import day
from placebook.pages.framework_site import framework_list, framework_site_page, indicators_by_concept
from placebook.pages.home import home_page, search
from placebook.pages.method import method_page
from placebook.web.render import Surroundings
from placebook.web.start import make_ready

POSTCODES = {"ZZ11AA": "E05000026", "ZZ99ZZ": "E05009999"}


@pytest.mark.parametrize(
    ("asked", "names"),
    [
        ("abbey", ["Abbey"]),
        ("  Chadwell   heath ", ["Chadwell Heath"]),
        ("heath", ["Chadwell Heath", "Heath"]),
        ("e05000026", ["Abbey"]),
        ("zz1 1aa", ["Abbey"]),
    ],
)
def test_a_place_is_found_by_name_code_or_postcode(shelf, asked, names):
    found = search(replace(shelf, postcodes=POSTCODES), asked)
    assert [one.name for one in found.found] == names


@pytest.mark.parametrize(
    ("asked", "sentence"),
    [
        ("Nowhere", "No ward here has 'Nowhere' in its name or is its code."),
        (
            "ZZ1 1AB",
            "The postcode ZZ1 1AB is not in this book, which covers Barking and Dagenham, 17 wards, 2010 to 2014.",
        ),
        (
            "ZZ9 9ZZ",
            "The postcode ZZ9 9ZZ is not in this book, which covers Barking and Dagenham, 17 wards, 2010 to 2014.",
        ),
    ],
)
def test_what_is_not_found_is_said(shelf, asked, sentence):
    found = search(replace(shelf, postcodes=POSTCODES), asked)
    assert found.found == ()
    assert found.sentence == sentence


def test_a_book_without_postcodes_says_so(shelf):
    assert search(shelf, "IG1 1AA").sentence == (
        "This book holds no list of postcodes. Choose your ward from the list below."
    )


def test_the_first_page_lists_every_ward_and_says_first_only_where_that_is_sure(shelf):
    page = home_page(shelf)
    assert len(page.areas) == page.count == 17
    assert [one.name for one in page.areas] == sorted(one.name for one in page.areas)
    sure = [line.name for line in page.overview.lines if line.rank_low == line.rank_high == 1]
    assert any("comes first" in sentence for sentence in page.glance) == bool(sure)
    assert page.search is None


def test_a_book_without_an_index_has_a_first_page_and_no_method(shelf):
    bare = replace(shelf, index=None, recipe=None, ranges=())
    page = home_page(bare)
    assert page.overview is None
    assert page.glance == ("This book holds figures for 17 wards. It has no index yet.",)
    assert method_page(bare) is None


def test_the_method_page_holds_every_goalpost_weight_and_the_mark_of_the_build(shelf):
    page = method_page(shelf)
    steps = {step.family: step for step in shelf.recipe.steps}
    assert {one.indicator for one in page.goalposts} == set(steps["normalise"].options["goalposts"])
    assert page.build == shelf.build
    assert len(page.build) == 64
    assert page.weights["water-and-sanitation"] is None
    assert [period for period, _, _ in page.coverage] == list(shelf.index.scores.periods)
    assert all(0 < share < 1 for _, _, share in page.coverage)


def test_the_method_page_says_whether_the_parts_belong_together(shelf, site_book):
    page = method_page(shelf).diagnostics
    told = open_place(site_book).diagnosis()
    wanted = {one.title: one.alpha.value for one in told.wholes if one.parts > 1}
    assert {one.title: one.alpha for one in page.wholes} == pytest.approx(wanted)
    assert page.look_again


def test_an_element_gathers_the_indicators_below_the_part_that_the_recipe_maps_to_it(shelf):
    gathered = indicators_by_concept(shelf)
    shelter = next(concept for part, concept in shelf.recipe.frameworks.items() if part == "shelter")
    below = next(part for part in shelf.recipe.tree.walk() if part.name == "shelter")
    assert [one.indicator for one in gathered[shelter]] == [leaf.indicator for leaf in below.parts]


def test_every_framework_has_a_page_whose_links_lead_to_elements_that_are_there(shelf):
    there = {f"{one.id}#{concept.id}" for one in shelf.frameworks.values() for concept in one.walk()}
    for id in shelf.frameworks:
        page = framework_site_page(shelf, id)
        for element in page.elements:
            assert all(f"{link.framework}#{link.concept}" in there for link in element.links)
    assert framework_site_page(shelf, "no-such") is None
    listed = framework_list(shelf)
    assert len(listed.used) + len(listed.others) == len(shelf.frameworks)


def test_a_link_between_two_frameworks_is_seen_from_both(shelf):
    relation = next(one for framework in shelf.frameworks.values() for one in framework.relations)
    (this, concept), (that, far) = relation.this.split("#"), relation.that.split("#")
    for id, element, other in ((this, concept, that), (that, far, this)):
        found = next(one for one in framework_site_page(shelf, id).elements if one.line.id == element)
        assert other in {link.framework for link in found.links}


def test_every_licence_of_a_source_is_on_the_page_about_the_site(shelf):
    page = about_page(shelf)
    assert {licence for licence, _ in page.licences} == {source.licence for source in shelf.sources}


@pytest.mark.parametrize(
    "path",
    [
        "index.html",
        "method.html",
        "about/index.html",
        "about/accessibility.html",
        "frameworks/index.html",
        "frameworks/four-rs.html",
    ],
)
def test_pages_are_whole_and_hold_no_inline_style_or_script(client, path):
    reply = client.get(f"/{path}")
    words = reply.content.decode()
    assert reply.status_code == 200
    assert words.count("<h1") == 1
    assert " style=" not in words
    assert not re.search(r"<script(?![^>]* src=)", words)
    assert "NaN" not in words
    assert ">None<" not in words


def test_a_search_answers_on_the_first_page_and_hostile_words_stay_words(client):
    assert "areas/E05000026.html" in client.get("/index.html", {"find": "Abbey"}).content.decode()
    hostile = client.get("/index.html", {"find": "<script>alert(1)</script>"}).content.decode()
    assert "<script>alert" not in hostile
    assert "&lt;script&gt;" in hostile


@pytest.mark.parametrize(
    ("written", "said"), [("2025-04-30", "30 April 2025"), ("2015-09", "2015-09"), ("20250430", "20250430"), ("", "")]
)
def test_a_whole_date_is_said_in_words_and_anything_else_stays_as_it_is(written, said):
    assert day(written) == said


def test_the_library_is_in_the_menu_only_where_it_holds_something():
    entry = ("Library", "library/index.html")
    assert entry in Surroundings("Ours", "0", library=True).nav
    assert entry not in Surroundings("Ours", "0").nav


def test_an_area_names_the_wards_that_took_its_place_and_leads_to_more_about_its_place(shelf, site_book):
    make_ready(site_book)
    html = page_of(shelf, "areas/E05000026.html")
    assert "used until 2022. Abbey (E05014053) and Northbury (E05014066) took its place." in " ".join(html.split())
    more = html.partition('id="more"')[2].partition("</section>")[0]
    for path in ("boundaries/2018-2022.html", "peers/london-wards/E05000026.html", "portraits/"):
        assert path in more
