"""The doughnut as it is drawn: what is safe is never outside, what is unknown is never a bar, and lengths are true."""

from __future__ import annotations

import re
from math import hypot
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import placebook
from placebook.pages.portrait import page_of
from placebook.pages.portrait_chart import Cell, DoughnutChart, Sector
from placebook.web.svg_doughnut import draw_doughnut, draw_narrow, draw_wide
from placebook.web.svg_doughnut_shape import NARROW, WIDE, Shape, Size
from small_portrait import small_held

SIZES = ((WIDE, draw_wide), (NARROW, draw_narrow))


@st.composite
def charts(draw: Any) -> DoughnutChart:
    """Any portrait: one to fourteen dimensions in each ring, of none to three measures."""
    sectors = []
    for lens, domain in (("local-social", "social"), ("global-ecological", "ecological")):
        for _ in range(draw(st.integers(1, 14))):
            cells = tuple(draw(cells_of(domain)) for _ in range(draw(st.integers(0, 3))))
            worst = next(
                (one for one in ("shortfall", "overshoot", "unknown") if one in {c.standing for c in cells}), None
            )
            standing = worst or ("safe" if cells else "unknown")
            sectors.append(Sector(len(sectors) + 1, "A name of some length", lens, domain, standing, cells))
    most = max((c.beyond or 0 for s in sectors if s.domain == "ecological" for c in s.cells), default=0)
    return DoughnutChart(
        "doughnut", "Title", "Description", 2020, tuple(sectors), most * draw(st.sampled_from([1, 1, 3]))
    )


@st.composite
def cells_of(draw: Any, domain: str) -> Cell:
    standing = draw(st.sampled_from(["safe", "unknown", "past", "past"]))
    if standing != "past":
        return Cell("A measure", standing, None if standing == "unknown" else 0.0, standing)
    past = draw(st.floats(0.02, 1)) if domain == "social" else draw(st.floats(0.01, 60))
    return Cell("A measure", "shortfall" if domain == "social" else "overshoot", past, "past", draw(st.booleans()))


def bars(svg: str, size: Size) -> list[tuple[str, float, float]]:
    """Every bar with how near to the middle and how far from it it reaches."""
    x, y = size.width / 2, size.outside + 22
    found = []
    for kind, path in re.findall(r'<path class="reach (\w+)" d="([^"]+)"', svg):
        points = re.findall(r"[ML](-?[\d.]+) (-?[\d.]+)", path)
        reach = [hypot(float(a) - x, float(b) - y) for a, b in points]
        found.append((kind, min(reach), max(reach)))
    return found


@settings(max_examples=12, deadline=None)
@given(charts())
def test_bars_are_those_of_what_is_past_its_line_and_of_nothing_else(chart: DoughnutChart):
    past = [cell for one in chart.sectors for cell in one.cells if (cell.beyond or 0) > 0]
    for size, draw in SIZES:
        found = bars(draw(chart), size)
        assert len(found) == len(past)
        assert {kind for kind, _, _ in found} <= {"shortfall", "overshoot"}


@settings(max_examples=12, deadline=None)
@given(charts())
def test_a_bar_is_as_long_as_its_figure_says_and_stays_in_the_drawing(chart: DoughnutChart):
    for size, draw in SIZES:
        shape = Shape(chart, size, "x")
        past = [(one.domain, cell.beyond) for one in chart.sectors for cell in one.cells if (cell.beyond or 0) > 0]
        for (domain, amount), (_, near, far) in zip(past, bars(draw(chart), size), strict=True):
            if domain == "social":
                assert far == pytest.approx(size.floor, abs=0.2)
                assert near == pytest.approx(shape.inward(amount), abs=0.2)
                assert near >= size.nothing - 0.2
            else:
                assert near == pytest.approx(size.ceiling, abs=0.2)
                assert far == pytest.approx(shape.outward(amount), abs=0.2)
                assert far <= size.outside + 0.2


@settings(max_examples=50)
@given(st.floats(0, 100), st.floats(0, 30), st.floats(0, 30))
def test_the_scale_is_straight_and_twice_as_much_is_twice_as_long(furthest: float, one: float, other: float):
    shape = Shape(DoughnutChart("d", "T", "D", 2020, (), furthest), WIDE, "x")
    length = [shape.outward(times) - WIDE.ceiling for times in (one, other, one + other)]
    assert length[2] == pytest.approx(length[0] + length[1], abs=1e-6)
    assert (shape.inward(0), shape.inward(1)) == (WIDE.floor, WIDE.nothing)
    assert shape.outward(furthest) <= WIDE.outside + 1e-9


def test_an_unknown_measure_has_dotted_ground_a_question_mark_and_no_bar():
    cell = Cell("Water", "unknown", None, "unknown")
    chart = DoughnutChart("d", "T", "D", 2020, (Sector(1, "Water", "local-social", "social", "unknown", (cell,)),), 0.0)
    for draw in (draw_wide, draw_narrow):
        svg = str(draw(chart))
        assert 'class="reach' not in svg
        assert re.search(r'class="ground unknown" d="[^"]+" fill="url\(#d-\w+-u\)"', svg)
        assert ">?</text>" in svg


def test_each_standing_has_its_own_sign_ground_and_pattern_so_that_grey_tells_them_apart():
    page = page_of(small_held(), "Town", year=2012)
    assert page is not None
    svg = str(draw_wide(page.chart))
    assert re.search(r'class="ground safe" d="[^"]+" fill="#8fb4d6"', svg)
    assert "Safe: as far as we know" in svg
    assert "Unknown, on dotted ground" in svg
    assert 'stroke-dasharray="5 3"' in svg  # the overshoot rests on a figure of 2011


def test_a_drawing_says_its_scale_has_a_title_and_a_description_and_needs_no_stylesheet():
    page = page_of(small_held(), "Town", year=2010)
    assert page is not None
    for draw in (draw_wide, draw_narrow):
        svg = str(draw(page.chart))
        title = re.search(r"<title id=[^>]+>([^<]+)</title>", svg)
        described = re.search(r"<desc id=[^>]+>([^<]+)</desc>", svg)
        assert title is not None
        assert title[1].startswith("Town in 2010: 2 of 5 fall short")
        assert described is not None
        assert "Short of the social floor: Health (shortfall of 50%) and Work (shortfall of 50%)" in described[1]
        assert "straight scale with nothing cut off" in described[1]
        assert "style=" not in svg


def test_names_that_look_like_markup_are_words():
    cell = Cell("<b>", "safe", 0.0, "safe")
    sector = Sector(1, "<script>&", "local-social", "social", "safe", (cell,))
    svg = str(draw_doughnut(DoughnutChart("d", "<i>", "<u>", 2020, (sector,), 0.0)))
    assert not re.search(r"<(script|b|i|u)\b", svg)


def test_the_same_chart_has_the_same_bytes():
    one = page_of(small_held(), "Town", year=2010)
    other = page_of(small_held(), "Town", year=2010)
    assert one is not None
    assert other is not None
    assert draw_doughnut(one.chart) == draw_doughnut(other.chart)


def test_a_long_word_is_not_broken_in_two():
    """Fourteen sectors leave little room; a word that is longer keeps together."""
    sectors = tuple(Sector(i, "Connectivity", "local-social", "social", "unknown", ()) for i in range(1, 15))
    svg = str(draw_wide(DoughnutChart("d", "T", "D", 2020, sectors, 0.0)))
    assert svg.count(">Connectivity</textPath>") == 14


def test_the_stylesheet_of_the_site_hides_no_part_of_the_drawing():
    """The names of its classes are its own: `.bar`, which is the menu, is hidden on a telephone."""
    sheet = (Path(placebook.__file__).parent / "web" / "static" / "placebook.css").read_text(encoding="utf-8")
    sheet = re.sub(r"/\*.*?\*/", "", sheet, flags=re.DOTALL)
    page = page_of(small_held(), "Town", year=2010)
    assert page is not None
    names = {name for found in re.findall(r'class="([^"]+)"', str(draw_doughnut(page.chart))) for name in found.split()}
    assert {"reach", "ground", "shortfall", "overshoot", "unknown"} < names
    said = {name for name in names if re.search(rf"(^|[\s,}}])\.{name}\b", sheet, flags=re.MULTILINE)}
    assert said <= {"doughnut-wide", "doughnut-narrow"}
