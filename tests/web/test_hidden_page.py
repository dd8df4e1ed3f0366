"""The page of what is hidden and why: how many, the rule, the attack, and never which count is small."""

from __future__ import annotations

from dataclasses import replace

import pytest
from site_pages import Seen, lost_anchors, page_of

from placebook.pages.hidden import CHANGED, FAILED, NOT_TRIED, SAFE, hidden_page
from placebook.pages.shelf import IndicatorFigures, Shelf
from placebook.web.routes import find
from placebook.web.write import around, as_file
from small_shelf import life_rows, small_shelf

SAID = {
    "rule": "Counts from 1 to 4 are hidden, and 0 is shown.",
    "published": ["the count of each ward"],
    "passes": True,
    "fresh": True,
    "attack": "Each of the 12 hidden counts was attacked.",
    "small": 5,
    "others": 7,
}


def rows_of(name: str) -> IndicatorFigures:
    return life_rows() if name == "life" else IndicatorFigures(name, ())


def shelf_with(**said: object) -> Shelf:
    return replace(small_shelf(), disclosed={"life": SAID | said})


def test_it_counts_what_is_hidden_in_each_period():
    page = hidden_page(shelf_with(), rows_of)
    (one,) = page.indicators
    assert [(line.period, line.shown, line.hidden) for line in one.periods] == [("2011/12", 6, 0), ("2012/13", 4, 1)]
    assert (one.shown, one.hidden, page.others) == (10, 1, 2)
    assert (one.small, one.others) == (5, 7)


@pytest.mark.parametrize(
    ("said", "state"),
    [
        ({}, SAFE),
        ({"passes": False}, FAILED),
        ({"fresh": False}, CHANGED),
        ({"fresh": False, "passes": False}, CHANGED),
    ],
)
def test_it_says_how_the_attack_went(said, state):
    (one,) = hidden_page(shelf_with(**said), rows_of).indicators
    assert one.state == state


def test_figures_that_their_publisher_hid_are_said_not_to_be_attacked_here():
    (one,) = hidden_page(small_shelf(), rows_of).indicators
    assert (one.state, one.rule, one.small) == (NOT_TRIED, "", None)


@pytest.mark.usefixtures("client")
def test_the_page_has_no_loose_ends_and_is_led_to(shelf: Shelf):
    path = "data/hidden.html"
    html = page_of(shelf, path)
    seen = Seen(html)
    assert seen.forbidden == []
    assert lost_anchors(path, html) == []
    assert "hidden.html" in page_of(shelf, "data/index.html")


@pytest.mark.usefixtures("client")
@pytest.mark.parametrize("said", [{}, {"passes": False}, {"fresh": False}])
def test_the_page_with_hidden_figures(said):
    small, path = shelf_with(**said), "data/hidden.html"
    html = as_file(find(path)[0], hidden_page(small, rows_of), path, around(small)).decode()
    assert Seen(html).forbidden == []
    assert lost_anchors(path, html) == []
    assert "1 of 11 figures is hidden" in html
    assert SAID["rule"] in html
    assert (SAID["attack"] in html) is said.get("fresh", True)
