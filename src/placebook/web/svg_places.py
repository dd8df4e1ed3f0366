"""A map of places as circles, over small dots for all districts."""

from __future__ import annotations

from html import escape
from math import cos, radians, sqrt

from markupsafe import Markup

from placebook.pages.cases_map import PlacesChart
from placebook.web.svg_marks import BLUE, GRID, PAPER, WIDTH, frame, number

MIDDLE_LATITUDE = 54.5
TALLEST = 460.0


def draw_places(chart: PlacesChart) -> Markup:
    """Circles whose area goes with how many examples a place has, the smaller ones on top."""
    points = [*chart.land, *((one.longitude or 0.0, one.latitude or 0.0) for one in chart.marks)]
    narrow = cos(radians(MIDDLE_LATITUDE))
    left, right = min(x for x, _ in points) * narrow, max(x for x, _ in points) * narrow
    low, high = min(y for _, y in points), max(y for _, y in points)
    scale = min((WIDTH - 24) / (right - left or 1), (TALLEST - 24) / (high - low or 1))
    indent = (WIDTH - (right - left) * scale) / 2

    def at(longitude: float, latitude: float) -> tuple[str, str]:
        return number(indent + (longitude * narrow - left) * scale), number(12 + (high - latitude) * scale)

    land = "".join('<circle cx="{}" cy="{}" r="1.6"/>'.format(*at(*point)) for point in chart.land)
    parts = [f'<g fill="{GRID}">{land}</g>', f'<g fill="{BLUE}" stroke="{PAPER}">']
    for one in sorted(chart.marks, key=lambda one: (-len(one.cases), one.code)):
        x, y = at(one.longitude or 0.0, one.latitude or 0.0)
        many = "1 example" if len(one.cases) == 1 else f"{len(one.cases)} examples"
        said = escape(f"{one.name}: {many}")
        parts.append(
            f'<circle cx="{x}" cy="{y}" r="{number(3.2 * sqrt(len(one.cases)))}"><title>{said}</title></circle>'
        )
    return frame(chart.id, chart.title, chart.description, 24 + (high - low) * scale, [*parts, "</g>"])
