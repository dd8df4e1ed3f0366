"""Every drawing: well formed, named, readable at 320 pixels, the same each time, and as true as its table twin."""

from __future__ import annotations

import gzip
import json
import re
from dataclasses import replace
from pathlib import Path
from xml.etree import ElementTree

import numpy as np
import pytest
from jinja2 import Environment

from chart_book import CODES, NAMES, chart_shelf, published
from placebook.pages.charts import (
    Chart,
    Line,
    LineChart,
    Mark,
    Point,
    RangeChart,
    StripChart,
    TileMap,
    line_of_indicator,
    line_of_part,
    map_of_indicator,
    map_of_part,
    ranges_of_area,
    ranges_of_part,
    strip_of_part,
)
from placebook.pages.shelf import Shelf
from placebook.sources.shapes import BoundaryFile, read_boundaries
from placebook.store.shapes import flatten
from placebook.types import Area, Cube, Direction, Evidence, Indicator
from placebook.web.render import Surroundings, environment
from placebook.web.svg import draw
from placebook.web.svg_marks import FILLS, LETTERS, WIDTH
from placebook.web.write import as_json

SVG = "{http://www.w3.org/2000/svg}"
HOSTILE = ("<script>alert(1)</script>", 'Ŵ & "Ŷ"', "]]>", "{{ 7 * 7 }}", "' onload='x", "Dôl-y-bont", "a" * 60)
SQUARES = {
    code: (((10.0 * i, 0.0), (10.0 * i + 10, 0.0), (10.0 * i + 10, 10.0), (10.0 * i, 10.0)),)
    for i, code in enumerate(CODES)
}


def charts(names: tuple[str, ...] = NAMES) -> list[Chart]:
    """One of every kind and of its forms."""
    shelf = chart_shelf(names)
    flat = chart_shelf(names, shapes=SQUARES)
    found = [
        map_of_part(shelf, "life", marked="E1", id="a"),
        map_of_indicator(shelf, "life", published(), id="b"),
        map_of_part(flat, "life", marked="E7", id="c"),
        strip_of_part(shelf, "life", marked="E1", id="d"),
        line_of_indicator(shelf, published(), "E1", ["E2", "E3"], id="e"),
        line_of_part(shelf, "life", "E2", id="f"),
        ranges_of_part(shelf, "life", marked="E1", id="g"),
        ranges_of_area(shelf, "E1", id="h"),
    ]
    drawn = [chart for chart in found if chart is not None]
    assert len(drawn) == len(found)
    return drawn


EACH = [pytest.param(chart, id=f"{type(chart).__name__}-{chart.id}") for chart in charts()]


def tree(chart: Chart) -> ElementTree.Element:
    """The drawing as it is parsed."""
    return ElementTree.fromstring(draw(chart))  # noqa: S314 - our own drawing


def said(chart: Chart) -> str:
    """Every word of a drawing, its tips included."""
    return " ".join("".join(one.itertext()) for one in tree(chart).iter() if one.tag in (f"{SVG}text", f"{SVG}title"))


@pytest.mark.parametrize("chart", EACH)
def test_a_drawing_is_named_and_described(chart: Chart) -> None:
    root = tree(chart)
    assert root.tag == f"{SVG}svg"
    assert root.get("role") == "img"
    title, desc = root[0], root[1]
    assert (title.tag, title.text) == (f"{SVG}title", chart.title)
    assert (desc.tag, desc.text) == (f"{SVG}desc", chart.description)
    assert root.get("aria-labelledby") == f"{title.get('id')} {desc.get('id')}"


def test_all_drawings_of_a_page_have_ids_of_their_own_and_use_only_those() -> None:
    drawn = "".join(draw(chart) for chart in charts())
    ids = re.findall(r' id="([^"]+)"', drawn)
    assert len(ids) == len(set(ids))
    assert set(re.findall(r"url\(#([^)]+)\)", drawn)) <= set(ids)


@pytest.mark.parametrize("chart", EACH)
def test_words_are_12_pixels_or_more_on_a_telephone_and_within_the_drawing(chart: Chart) -> None:
    """A column is 288 pixels wide on a screen of 320. Width is reckoned at 0.52 of a letter's size."""
    root = tree(chart)
    left, top, width, height = map(float, (root.get("viewBox") or "").split())
    assert (left, top, width) == (0, 0, WIDTH)
    assert float(root.get("font-size") or 0) == LETTERS
    assert 288 * LETTERS / width >= 12
    for text in root.iter(f"{SVG}text"):
        assert text.get("font-size") is None
        x, y, long = float(text.get("x") or 0), float(text.get("y") or 0), len(text.text or "") * LETTERS * 0.52
        begins = {"end": x - long, "middle": x - long / 2}.get(text.get("text-anchor") or "", x)
        assert begins >= -2, text.text
        assert begins + long <= width + 2, text.text
        assert LETTERS * 0.8 <= y <= height, text.text


@pytest.mark.parametrize("chart", EACH)
def test_a_drawing_needs_no_script_style_or_other_file(chart: Chart) -> None:
    drawn = draw(chart)
    assert not re.search(r"<script|<style| style=| on\w+=|href|<image|@import", drawn)


@pytest.mark.parametrize("chart", EACH)
def test_the_same_chart_gives_the_same_bytes(chart: Chart) -> None:
    again = next(one for one in charts() if one.id == chart.id)
    assert draw(chart).encode() == draw(again).encode()


@pytest.mark.parametrize("chart", charts(HOSTILE), ids=lambda chart: chart.id)
def test_hostile_names_stay_words(chart: Chart) -> None:
    drawn = draw(chart)
    names = {row[0] for row in chart.rows}
    assert "<script" not in drawn
    assert not {element.tag for element in tree(chart).iter()} - {
        f"{SVG}{name}" for name in ["svg", "title", "desc", "g", "path", "text", "rect", "circle", "defs", "pattern"]
    }
    if isinstance(chart, TileMap):
        assert all(name in said(chart) for name in names)


@pytest.mark.parametrize("chart", [one for one in charts() if hasattr(one, "marks")], ids=lambda chart: chart.id)
def test_every_figure_stands_in_the_table(chart: Chart) -> None:
    assert not isinstance(chart, LineChart)
    assert [row[0] for row in chart.rows] == [mark.name for mark in chart.marks]
    for mark, row in zip(chart.marks, chart.rows, strict=True):
        decimals = 0 if isinstance(chart, RangeChart) else 1
        assert mark.state in row
        assert row[1] == ("no data" if mark.value is None else f"{mark.value:.{decimals}f}")
    assert all(len(row) == len(chart.columns) for row in chart.rows)


def test_every_point_of_a_line_stands_in_the_table() -> None:
    chart = next(one for one in charts() if one.id == "e")
    assert isinstance(chart, LineChart)
    points = [(line.name, point.period) for line in chart.lines for point in line.points]
    assert [row[:2] for row in chart.rows] == points


def test_rounding_is_not_drawn_as_a_fall() -> None:
    """20.81 and 20.78 are both 21 with no decimals: the axis spans four, and the two points lie close together."""
    chart = next(one for one in charts() if one.id == "e")
    assert isinstance(chart, LineChart)
    points = (Point("2012", 2012.0, 20.81), Point("2014", 2014.0, 20.78))
    drawn = tree(replace(chart, lines=(Line("middle", "The middle ward", points),), decimals=0))
    heights = [float(dot.get("cy") or "nan") for dot in drawn.iter(f"{SVG}circle")]
    assert abs(heights[0] - heights[1]) < 3
    ticks = {text.text for text in drawn.iter(f"{SVG}text") if (text.text or "").isdigit()}
    assert {"19", "23"} <= ticks


def test_a_map_has_an_outline_for_every_area_and_one_more_edge_in_two_strokes() -> None:
    chart = charts()[0]
    groups = tree(chart).findall(f"./{SVG}g/{SVG}g")
    assert sum(len(group) for group in groups) == 7
    tips = {path[0].text for group in groups for path in group}
    assert "Ashford: 80.0" in tips
    assert "Gorse: no data" in tips
    fills = [group.get("fill") for group in groups]
    assert set(fills) <= {*FILLS.values(), "url(#a-no-data)"}
    assert len(tree(chart).findall(f"./{SVG}path[@fill='none'][@stroke-width]")) >= 2


def test_hexagons_of_odd_rows_stand_half_a_tile_to_the_right() -> None:
    """Tiles (0,0), (1,0), (0,1): the third is half a width right of the first and one and a half sides below."""
    chart = charts()[0]
    assert isinstance(chart, TileMap)
    three = replace(chart, marks=chart.marks[:3], tiles=((0, 0), (1, 0), (0, 1)), marked=None)
    tips = [mark.name for mark in three.marks]
    at = {}
    for path in tree(three).findall(f"./{SVG}g/{SVG}g/{SVG}path"):
        x, y = re.match(r"M([\d.]+) ([\d.]+)l", path.get("d") or "").groups()  # type: ignore[union-attr]
        at[(path[0].text or "").split(":")[0]] = (float(x), float(y))
    (x0, y0), (x1, y1), (x2, y2) = (at[name] for name in tips)
    assert y1 == y0
    assert x2 - x0 == pytest.approx((x1 - x0) / 2, abs=0.1)
    assert y2 - y0 == pytest.approx((x1 - x0) * np.sqrt(3) / 2, abs=0.1)


def test_each_state_of_not_knowing_has_a_pattern_and_a_line_in_the_legend() -> None:
    chart = charts()[1]
    assert isinstance(chart, TileMap)
    states = ("not measured", "too small to show", "no data", "not asked", "not yet answered", "screened out")
    marks = tuple(replace(mark, value=None, state=state) for mark, state in zip(chart.marks, states, strict=False))
    unknown = replace(chart, marks=(*marks, Mark("E9", "Known", 50.0)))
    drawn = tree(unknown)
    patterns = {b"".join(ElementTree.tostring(part) for part in one) for one in drawn.iter(f"{SVG}pattern")}
    assert len(patterns) == 6
    words = " ".join("".join(text.itertext()) for text in drawn.iter(f"{SVG}text")).lower()
    assert all(state in words for state in states)


def test_the_legend_follows_the_figures() -> None:
    """Scores of 40 to 80 give bands of 10; a tenth of them gives bands of 1."""
    chart = charts()[0]
    assert isinstance(chart, TileMap)
    assert chart.scale.edges == (40, 50, 60, 70) or chart.scale.edges == (35, 45, 55, 65)
    shelf = chart_shelf()
    small = replace(shelf, cube=replace(shelf.cube, values=shelf.cube.values / 10))
    tenth = map_of_indicator(small, "life")
    assert tenth is not None
    assert tenth.scale.edges == tuple(edge / 10 for edge in chart.scale.edges)


def test_better_and_worse_differ_in_shape_and_not_in_colour_alone() -> None:
    words = said(charts()[0])
    assert "better" in words
    assert "worse" in words
    assert "a circle is about the same" in words


def test_an_estimate_is_hollow() -> None:
    chart = charts()[1]
    circles = {one.get("fill") for one in tree(chart).iter() if one.get("stroke-width") == "1.6"}
    assert "none" in circles
    assert "A hollow shape rests on estimates" in said(chart)


def test_a_gap_in_a_line_is_left_open() -> None:
    """Ashford has 2012 and 2014 and none between: two dots, no line from one to the other."""
    chart = next(one for one in charts() if one.id == "e")
    heavy = [one for one in tree(chart).iter(f"{SVG}path") if one.get("stroke-width") == "2.6"]
    assert len(heavy) == 1  # in the legend
    assert "A gap: no figure." in said(chart)


def test_dots_of_a_strip_hide_no_other() -> None:
    marks = tuple(Mark(f"E{i}", f"Ward {i}", 50 + (i % 9) / 10) for i in range(200))
    first = next(one for one in charts() if isinstance(one, StripChart))
    strip = replace(first, marks=tuple(sorted(marks, key=lambda mark: mark.value or 0)), marked=None)
    dots = [[float(one.get(k) or 0) for k in ("cx", "cy", "r")] for one in tree(strip).iter(f"{SVG}circle")]
    assert len(dots) == 200
    x, y, r = np.array(dots).T
    apart = np.hypot(x[:, None] - x, y[:, None] - y) + np.eye(len(dots)) * 99
    assert apart.min() >= 2 * r[0] - 0.21  # places are rounded to a tenth


def test_the_template_sets_title_drawing_table_and_file() -> None:
    html = render(replace(charts(HOSTILE)[0], csv="data/life.csv"))
    assert html.count("<svg") == 1
    assert "<script>" not in html
    assert html.count("<tr>") == 1 + 7
    assert '<a href="../data/life.csv">' in html
    assert 'tabindex="0"' in html
    assert render(None).strip() == ""


def render(chart: Chart | None) -> str:
    """The chart as a page holds it."""
    from jinja2 import FileSystemLoader

    import placebook.web

    folder = Path(placebook.web.__file__).parent / "templates"
    made: Environment = environment(loader=FileSystemLoader(folder), autoescape=True)
    page = made.from_string('{% from "_chart.html" import chart with context %}{{ chart(page) }}')
    return page.render(page=chart, path="areas/E1.html", around=Surroundings("Small place", "0" * 64))


def test_outlines_stay_out_of_a_pages_json() -> None:
    said_as = json.loads(as_json(charts()[2]))
    assert "outlines" not in said_as
    assert len(said_as["marks"]) == 7


# --- real boundaries ---


def real_map(folder: Path, file: str, key: str) -> tuple[Chart, Shelf]:
    """A map of every outline in a file, with drawn figures."""
    shapes = flatten(read_boundaries(folder, BoundaryFile(file, key)).outlines)
    codes = tuple(sorted(shapes))
    values = np.random.default_rng(1).normal(50, 10, (len(codes), 1, 1))
    values[::40] = np.nan
    shelf = replace(
        chart_shelf(),
        areas=tuple(Area(code, f"Ward {code}", "ward") for code in codes),
        indicators={"life": Indicator("life", "Life", "years", Direction.HIGHER_IS_BETTER)},
        cube=Cube(values, codes, ("life",), ("2014",)),
        evidence=Evidence(values * np.nan, np.zeros(values.shape, bool)),
        shapes=shapes,
        index=None,
    )
    chart = map_of_indicator(shelf, "life", marked=codes[0])
    assert chart is not None
    return chart, shelf


def test_a_map_of_630_wards_is_under_40_kb(shared: Path) -> None:
    chart, _ = real_map(shared / "london-wards", "wards_2013.geojson", "WD13CD")
    assert len(chart.rows) == 649  # 624 wards of the boroughs and 25 of the City of London
    assert len(gzip.compress(draw(chart).encode(), mtime=0)) < 40_000
    tree(chart)


def test_a_map_of_one_borough_is_light(shared: Path) -> None:
    chart, _ = real_map(shared / "barking-dagenham", "wards.geojson", "GSS_CODE")
    assert len(chart.rows) == 17
    assert len(gzip.compress(draw(chart).encode(), mtime=0)) < 6_000
    hexagons = map_of_part(chart_shelf(copies=17), "life", marked="E1")
    assert len(gzip.compress(draw(hexagons).encode(), mtime=0)) < 6_000
