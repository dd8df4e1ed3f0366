"""Charts of a shelf: pure functions from what is known to what a chart says. Drawing them is the web's work.

    map_of_part          the scores of one part of the index on the map
    map_of_indicator     the figures of one indicator on the map
    strip_of_part, strip_of_indicator     the same as dots on a line
    line_of_part, line_of_indicator       one area over time
    ranges_of_part       the rank range of every area on one part
    ranges_of_area       the rank range of one area on many parts

Each takes `marked`, the code of the area that stands out, and gives None where there is nothing to draw. In a book of
more than MOST areas only those with the parent of the marked area are drawn; colours and the middle are those of all.
"""

from __future__ import annotations

from typing import Any

from placebook.pages.chart_figures import (
    MOST,
    Figures,
    centres_of,
    frame_of,
    indicator_figures,
    outlines_of,
    part_figures,
    shown,
)
from placebook.pages.chart_kinds import (
    NO_DATA,
    Band,
    Chart,
    Line,
    LineChart,
    Mark,
    PartsChart,
    PartsRow,
    Point,
    RangeChart,
    Scale,
    ShapeMap,
    StripChart,
    TileMap,
    beside_middle,
    number_words,
)
from placebook.pages.chart_lines import line_of_indicator, line_of_part
from placebook.pages.chart_ranges import ranges_of_area, ranges_of_part
from placebook.pages.chart_scales import decimals_of, ticks
from placebook.pages.chart_words import map_description, map_title, strip_description, strip_title
from placebook.pages.shelf import IndicatorFigures, Shelf

__all__ = [
    "NO_DATA",
    "Band",
    "Chart",
    "Line",
    "LineChart",
    "Mark",
    "PartsChart",
    "PartsRow",
    "Point",
    "RangeChart",
    "Scale",
    "ShapeMap",
    "StripChart",
    "TileMap",
    "beside_middle",
    "decimals_of",
    "line_of_indicator",
    "line_of_part",
    "map_of_indicator",
    "map_of_part",
    "number_words",
    "ranges_of_area",
    "ranges_of_part",
    "strip_of_indicator",
    "strip_of_part",
    "ticks",
]


def map_of_part(
    shelf: Shelf,
    part: str,
    period: str | None = None,
    marked: str | None = None,
    id: str = "map",
    csv: str = "",
    most: int = MOST,
) -> TileMap | ShapeMap | None:
    """The scores of one part of the index on a map, coloured from the middle area to both sides.

    `most` is how many areas may be on it: of more, those with the parent of the marked one are drawn.
    """
    figures = part_figures(shelf, part, period)
    return None if figures is None else _map(shelf, figures, marked, id, csv, most)


def map_of_indicator(
    shelf: Shelf,
    indicator: str,
    figures: IndicatorFigures | None = None,
    period: str | None = None,
    marked: str | None = None,
    id: str = "map",
    csv: str = "",
) -> TileMap | ShapeMap | None:
    """The figures of one indicator on a map: two-sided where one direction is better, else one hue.

    With `figures`, those published for a period with their limits and states; without, those of a year
    of the shelf's cube. The period is the last one with figures when None.
    """
    found = indicator_figures(shelf, indicator, figures, period)
    return None if found is None else _map(shelf, found, marked, id, csv)


def strip_of_part(
    shelf: Shelf, part: str, period: str | None = None, marked: str | None = None, id: str = "strip", csv: str = ""
) -> StripChart | None:
    """The scores of one part of the index as dots on a line."""
    figures = part_figures(shelf, part, period)
    return None if figures is None else _strip(shelf, figures, marked, id, csv)


def strip_of_indicator(
    shelf: Shelf,
    indicator: str,
    figures: IndicatorFigures | None = None,
    period: str | None = None,
    marked: str | None = None,
    id: str = "strip",
    csv: str = "",
) -> StripChart | None:
    """The figures of one indicator as dots on a line. For `figures` and `period` see map_of_indicator."""
    found = indicator_figures(shelf, indicator, figures, period)
    return None if found is None else _strip(shelf, found, marked, id, csv)


def _map(
    shelf: Shelf, figures: Figures, marked: str | None, id: str, csv: str, most: int = MOST
) -> TileMap | ShapeMap | None:
    """Real boundaries where the book has them, else hexagons; areas without either are in no map."""
    there = shelf.shapes or shelf.tiles
    marks = tuple(mark for mark in shown(shelf, figures.marks, marked, most) if mark.code in there)
    if not marks:
        return None
    said: dict[str, Any] = {
        "id": id,
        "title": map_title(figures, marks, marked),
        "description": map_description(shelf, figures, marks),
        "marks": marks,
        "scale": figures.scale,
        "marked": marked if any(mark.code == marked for mark in marks) else None,
        "heading": figures.heading,
        "csv": csv,
    }
    if not shelf.shapes:
        return TileMap(**said, tiles=tuple(shelf.tiles[mark.code] for mark in marks))
    corner, size = frame_of(shelf, marks)
    return ShapeMap(**said, outlines=outlines_of(shelf), centres=centres_of(shelf, marks), corner=corner, size=size)


def _strip(shelf: Shelf, figures: Figures, marked: str | None, id: str, csv: str) -> StripChart | None:
    marks = shown(shelf, figures.marks, marked)
    if not any(mark.value is not None for mark in marks):
        return None
    return StripChart(
        id=id,
        title=strip_title(figures, marks, marked),
        description=strip_description(shelf, figures, marks),
        marks=tuple(sorted(marks, key=lambda mark: (mark.value is None, mark.value or 0.0, mark.code))),
        middle=figures.middle,
        middle_is=figures.middle_is,
        better={"high": "right", "low": "left"}.get(figures.better, ""),
        marked=marked if any(mark.code == marked for mark in marks) else None,
        unit=figures.scale.unit,
        decimals=figures.scale.decimals,
        heading=figures.heading,
        csv=csv,
    )
