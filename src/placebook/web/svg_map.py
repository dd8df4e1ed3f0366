"""Maps: hexagons of one size, or real boundaries, coloured by a scale, with a pattern for each state of not knowing."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from html import escape
from math import sqrt

from markupsafe import Markup

from placebook.pages.charts import Mark, ShapeMap, TileMap, beside_middle, number_words
from placebook.web.svg_legend import Paints, legend, paints_of
from placebook.web.svg_marks import DEEP, EDGE, INK, PAPER, WIDTH, frame, number, shape, width_of, words

WIDEST = 62.0  # of a tile
TALLEST = 420.0  # of a map of boundaries
SIGN = 20.0  # the room for a sign in a real outline: a shape, no figure

Drawn = Callable[[int], str]  # the outline of the mark at a position, without its end: '<path d="..."'


def draw_tiles(chart: TileMap) -> Markup:
    """Hexagons with a point at the top, odd rows half a tile to the right."""
    across = [column + (row % 2) / 2 for column, row in chart.tiles]
    down = [row for _, row in chart.tiles]
    left, top = min(across), min(down)
    width = min((WIDTH - 8) / (max(across) - left + 1), WIDEST)
    side = width / sqrt(3)
    indent = (WIDTH - width * (max(across) - left + 1)) / 2 + width / 2
    centres = [
        (indent + (x - left) * width, 4 + side + (y - top) * side * 1.5) for x, y in zip(across, down, strict=True)
    ]
    half, short, long = number(width / 2), number(side / 2), number(side)
    step = f"l{half} {short}v{long}l-{half} {short}l-{half}-{short}v-{long}z"

    def outline(i: int) -> str:
        x, y = centres[i]
        return f'<path d="M{number(x)} {number(y - side)}{step}"'

    bottom = 8 + 2 * side + (max(down) - top) * side * 1.5
    paints = paints_of(chart)
    parts = [*_areas(chart, paints, outline, 1.0), *_signs(chart, paints, centres, width)]
    return _whole(chart, paints, parts, bottom, 1.0)


def draw_shapes(chart: ShapeMap) -> Markup:
    """Real boundaries, as large as fit."""
    (left, top), (width, height) = chart.corner, chart.size
    scale = min((WIDTH - 8) / (width or 1), TALLEST / (height or 1))
    indent = (WIDTH - width * scale) / 2

    def outline(i: int) -> str:
        return f'<path d="{chart.outlines[chart.marks[i].code]}"'

    moved = f"translate({number(indent)} 4)scale({scale:.5f})translate({number(-left)} {number(-top)})"
    paints = paints_of(chart)
    drawn = _areas(chart, paints, outline, scale)
    centres = [(indent + (x - left) * scale, 4 + (y - top) * scale) for x, y in chart.centres]
    parts = [f'<g transform="{moved}" stroke-linejoin="round">', *drawn, "</g>", *_signs(chart, paints, centres, SIGN)]
    return _whole(chart, paints, parts, 8 + height * scale, scale)


def _areas(chart: TileMap | ShapeMap, paints: Paints, outline: Drawn, scale: float) -> list[str]:
    """Every area once, those of one colour together; then the one that stands out once more, with a heavy edge."""
    groups: dict[str, list[str]] = {}
    for i, mark in enumerate(chart.marks):
        tip = f"{mark.name}: {number_words(mark.value, chart.scale.decimals, mark.state)}"
        groups.setdefault(_fill(chart, paints, mark), []).append(f"{outline(i)}><title>{escape(tip)}</title></path>")
    edge = 0.8 if paints.few else 0.35
    parts = [f'<g stroke="{EDGE}" stroke-width="{edge / scale:.3g}" fill-rule="evenodd">']
    for fill in sorted(groups):
        parts += [f'<g fill="{fill}">', *groups[fill], "</g>"]
    parts.append("</g>")
    mine = next((i for i, mark in enumerate(chart.marks) if mark.code == chart.marked), None)
    if mine is not None:
        for colour, width in ((PAPER, 6), (INK, 3)):
            parts.append(f'{outline(mine)} fill="none" stroke="{colour}" stroke-width="{width / scale:.3g}"/>')
    return parts


def _fill(chart: TileMap | ShapeMap, paints: Paints, mark: Mark) -> str:
    if mark.value is None:
        return paints.state(mark.state)
    return paints.band(chart.scale.bands[chart.scale.band(mark.value)])


def _signs(
    chart: TileMap | ShapeMap, paints: Paints, centres: Sequence[tuple[float, float]], width: float
) -> list[str]:
    """In each area a shape for better or worse and, where there is room, the figure; nothing where areas are many."""
    if not paints.few:
        return []
    groups: dict[str, list[str]] = {}
    for mark, at in zip(chart.marks, centres, strict=True):
        colour = PAPER if _fill(chart, paints, mark) in DEEP else INK
        groups.setdefault(colour, []).append(_sign(chart, mark, *at, width, colour))
    return [f'<g text-anchor="middle" fill="{colour}">{"".join(groups[colour])}</g>' for colour in sorted(groups)]


def _sign(chart: TileMap | ShapeMap, mark: Mark, x: float, y: float, width: float, colour: str) -> str:
    """The sign of one area, in the colour of the group that it stands in."""
    if mark.value is None:
        return ""
    said = number_words(mark.value, chart.scale.decimals)
    room = width_of(said) < width - 8
    beside = beside_middle(mark, chart.scale)
    drawn = shape(beside, x, y - (8 if room else 0), 6, colour if mark.estimated else "", mark.estimated)
    return (drawn if beside else "") + (words(said, x, y + (12 if beside else 5)) if room else "")


def _whole(chart: TileMap | ShapeMap, paints: Paints, parts: Sequence[str], bottom: float, scale: float) -> Markup:
    below, key = legend(chart, paints, bottom + 6)
    return frame(chart.id, chart.title, chart.description, below, [paints.patterns(scale), *parts, *key])
