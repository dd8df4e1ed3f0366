"""Chart values into SVG: drawn on the server, each with a title, a description and a table twin."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from markupsafe import Markup

from placebook.pages.cases_map import PlacesChart
from placebook.pages.charts import LineChart, PartsChart, RangeChart, ShapeMap, StripChart, TileMap
from placebook.pages.portrait_chart import DoughnutChart
from placebook.pages.wheel_chart import WheelChart
from placebook.web.svg_doughnut import draw_doughnut
from placebook.web.svg_line import draw_lines
from placebook.web.svg_map import draw_shapes, draw_tiles
from placebook.web.svg_parts import draw_parts
from placebook.web.svg_places import draw_places
from placebook.web.svg_ranges import draw_ranges
from placebook.web.svg_strip import draw_strip
from placebook.web.svg_wheel import draw_wheel

DRAWN: Mapping[type, Callable[[Any], Markup]] = {
    TileMap: draw_tiles,
    ShapeMap: draw_shapes,
    StripChart: draw_strip,
    LineChart: draw_lines,
    RangeChart: draw_ranges,
    DoughnutChart: draw_doughnut,
    PartsChart: draw_parts,
    PlacesChart: draw_places,
    WheelChart: draw_wheel,
}


def draw(chart: Any) -> Markup:
    """A chart value of pages/charts.py as SVG markup, safe to put into a page."""
    return DRAWN[type(chart)](chart)
