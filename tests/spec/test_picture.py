"""What the picture of a place says, and that everyone can read it."""

from __future__ import annotations

import re
from dataclasses import replace
from itertools import pairwise
from xml.etree import ElementTree

import numpy as np
import pytest

from placebook.book.picture import BAR, DEEP, DOT, EDGE, INK, NARROW, PALE, QUIET, WIDE, in_words, picture
from placebook.pages.overview import Overview, overview
from placebook.types import Area, DataError, Part
from small_index import index_of, leaf, ranges_around

SVG = "{http://www.w3.org/2000/svg}"
NAMES = ("Ashford", "Barton", "Coombe & Dale", "Dene")
CODES = ("E1", "E2", "E3", "E4")
SCORES = (60.0, 40.0, 60.0, np.nan)
TILES = {"E1": (0, 0), "E2": (1, 0), "E3": (0, 1), "E4": (1, 1)}
TREE = Part("whole", "Small Index", parts=(leaf("health"),))


def page(scores: tuple[float, ...] = SCORES, clear: bool = True) -> Overview:
    """Four wards: two share the first rank, one is third and clearly below one of them, one has no score."""
    column = np.array(scores)[:, None]
    index = index_of(TREE, {"whole": column, "health": column}, CODES)
    ranges = ranges_around(index, 1)
    if clear:
        pairs = np.zeros((4, 4, 2), np.int8)
        pairs[0, 1, 0], pairs[1, 0, 0] = 1, -1
        ranges = replace(ranges, clear=pairs)
    areas = [Area(code, name, "ward") for code, name in zip(CODES, NAMES, strict=True)]
    return overview(areas, index, ranges, TILES)


def drawing(svg: str) -> ElementTree.Element:
    """The marks of a drawing, which must be well-formed XML."""
    return ElementTree.fromstring(svg)  # noqa: S314 - our own


def words_of(svg: str) -> list[str]:
    """Every piece of writing in a drawing."""
    return [mark.text or "" for mark in drawing(svg).iter(f"{SVG}text")]


def test_areas_stand_in_order_of_rank_and_those_without_a_score_last():
    assert [(line.name, line.rank, line.tied, line.rank_low, line.rank_high) for line in page().lines] == [
        ("Ashford", 1, True, 1, 2),
        ("Coombe & Dale", 1, True, 1, 2),
        ("Barton", 3, False, 2, 3),
        ("Dene", None, False, None, None),
    ]


def test_only_pairs_with_scores_are_counted():
    assert (page().clear_pairs, page().pairs, page().out_of) == (1, 3, 3)
    assert page(clear=False).clear_pairs is None


def test_the_words_for_those_who_do_not_see_it_say_the_same():
    assert in_words(page()) == (
        "A map of hexagons and a chart. A higher score means better lives. Of 3 pairs of wards, 1 is clearly "
        "different. Ashford scores 60.0 and ranks 1=, range 1 to 2; Coombe & Dale scores "
        "60.0 and ranks 1=, range 1 to 2; Barton scores 40.0 and ranks 3, range 2 to 3; Dene has no data."
    )


@pytest.mark.parametrize("layout", [WIDE, NARROW], ids=["wide", "narrow"])
def test_every_area_is_named_with_its_rank_and_range(layout):
    words = words_of(picture(page(), layout))
    assert {*NAMES, "1=", "3", "1 to 2", "2 to 3"} <= set(words)
    assert words.count("no data") == 2  # in its hexagon and in its row


def test_the_narrow_map_shows_ranks_and_the_wide_one_names():
    assert {"1st=", "3rd"} <= set(words_of(picture(page(), NARROW)))
    assert {"Coombe", "&", "Dale"} <= set(words_of(picture(page(), WIDE)))


def test_an_area_without_a_score_is_neither_pale_nor_deep():
    svg = picture(page())
    hexagons = list(drawing(svg).iter(f"{SVG}polygon"))
    assert [mark.get("fill") for mark in hexagons] == ["#7ab2e0", "#7ab2e0", "#eef5fc", "#ffffff"]
    assert [mark.get("stroke-dasharray") for mark in hexagons] == [None, None, None, "4 3"]


@pytest.mark.parametrize("layout", [WIDE, NARROW], ids=["wide", "narrow"])
def test_no_letters_are_smaller_than_12_pixels_where_the_picture_is_read(layout):
    """The narrow one is 288 pixels wide on a telephone of 320, the wide one at least 790 on a page of GitHub."""
    sizes = [float(size) for size in re.findall(r'font-size="([\d.]+)"', picture(page(), layout))]
    shown = 288 if layout is NARROW else 790
    assert min(sizes) * shown / layout.width >= 12


@pytest.mark.parametrize("layout", [WIDE, NARROW], ids=["wide", "narrow"])
def test_every_mark_lies_on_the_page(layout):
    svg = drawing(picture(page(), layout))
    width, height = float(svg.get("width", 0)), float(svg.get("height", 0))
    for mark in svg.iter():
        for name, limit in (("x", width), ("y", height), ("cx", width), ("cy", height)):
            assert 0 <= float(mark.get(name, 0)) <= limit
        for x, y in re.findall(r"([-\d.]+),([-\d.]+)", mark.get("points", "")):
            assert 0 <= float(x) <= width
            assert 0 <= float(y) <= height


def luminance(colour: str) -> float:
    """Relative luminance, WCAG 2.2."""
    parts = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one: str, other: str) -> float:
    """Contrast ratio, WCAG 2.2."""
    low, high = sorted((luminance(one), luminance(other)))
    return (high + 0.05) / (low + 0.05)


def test_words_and_marks_have_enough_contrast():
    pale, deep = ("#" + "".join(f"{c:02x}" for c in shade) for shade in (PALE, DEEP))
    assert min(contrast(INK, ground) for ground in ("#ffffff", pale, deep)) >= 7  # AAA; AA asks for 4.5
    assert contrast(QUIET, "#ffffff") >= 7
    assert min(contrast(mark, "#ffffff") for mark in (BAR, DOT, EDGE)) >= 3
    assert contrast(DOT, BAR) >= 3


def test_a_higher_score_is_darker_in_grey_too():
    svg = drawing(picture(page((80.0, 60.0, 40.0, 20.0))))
    fills = [mark.get("fill", "") for mark in svg.iter(f"{SVG}polygon")]
    assert all(luminance(higher) < luminance(lower) for higher, lower in pairwise(fills))


def test_equal_scores_have_the_same_shade_and_a_single_score_can_be_drawn():
    assert len(set(re.findall(r'<polygon[^>]* fill="([^"]+)"', picture(page((5.0, 5.0, 5.0, 5.0)))))) == 1
    alone = picture(page((5.0, np.nan, np.nan, np.nan)))
    assert words_of(alone).count("no data") == 6


def test_the_same_overview_gives_the_same_bytes_and_nothing_from_elsewhere():
    svg = picture(page(), note="Figures: a <table>.")
    assert svg == picture(page(), note="Figures: a <table>.")
    assert not re.search(r"<(image|script|style|link)|url\(|href", svg)


def test_an_area_that_is_not_in_the_index_is_refused():
    index = index_of(TREE, {"whole": np.array([[1.0], [2.0]])}, ("E1", "E2"))
    with pytest.raises(DataError, match="has no area E9"):
        overview([Area("E9", "Nowhere", "ward")], index, ranges_around(index, 1))
    with pytest.raises(DataError, match="no areas"):
        overview([], index, ranges_around(index, 1))
