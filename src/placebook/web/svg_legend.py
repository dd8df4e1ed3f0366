"""The legend under a map: its colours with their ends, what the shapes say, and the patterns of not knowing."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from html import escape

from placebook.pages.charts import NO_DATA, Band, ShapeMap, TileMap, beside_middle, decimals_of, number_words
from placebook.types import State
from placebook.web.svg_marks import (
    EDGE,
    FILLS,
    INK,
    PAPER,
    QUIET,
    WIDTH,
    block,
    number,
    sentence,
    shape,
    words,
)

FEW = 60  # areas in which shapes and figures are written; more would be too small to see
SMALL, LARGE = 3, 8  # sides of a pattern, in pixels
PATTERNS = {
    NO_DATA: f'<path d="M0 0L8 8" stroke="{QUIET}" stroke-width=".7"/>',
    str(State.NOT_MEASURED): f'<path d="M-2 2L2-2M0 8L8 0M6 10L10 6" stroke="{EDGE}" stroke-width="1.6"/>',
    str(State.TOO_SMALL): f'<circle cx="2" cy="2" r="1.3" fill="{EDGE}"/><circle cx="6" cy="6" r="1.3" fill="{EDGE}"/>',
    str(State.NOT_ASKED): f'<path d="M0 0L8 8M8 0L0 8" stroke="{EDGE}" stroke-width=".9"/>',
    str(State.NOT_ANSWERED): f'<path d="M0 4H8" stroke="{EDGE}" stroke-width="1.2"/>',
}
OTHER = f'<path d="M4 0V8" stroke="{EDGE}" stroke-width="1.2"/>'  # any other reason for which there is no figure
LINES = f'<path d="M0 1.5H3" stroke="{PAPER}" stroke-width=".7"/>'


@dataclass(frozen=True, slots=True)
class Paints:
    """What fills the areas of one map: colours, and patterns of the same size whatever the map's own scale.

    `few` areas carry shapes for better and worse. Where there are more, worse has lines across its
    colour, so that it can be told from better in grey.
    """

    id: str
    few: bool
    two_sided: bool
    states: tuple[str, ...]  # of areas without a figure

    def band(self, band: Band, where: str = "") -> str:
        """The fill of a band; `where` is "k" in the legend."""
        if self.few or band.tone != "worse":
            return FILLS[band.tone, band.strength]
        return f"url(#{escape(self.id)}-{where}w{band.strength})"

    def state(self, state: str, where: str = "") -> str:
        """The fill of an area without a figure."""
        return f"url(#{escape(self.id)}-{where}{_slug(state)})"

    def patterns(self, scale: float) -> str:
        """The patterns themselves: for the map at its scale, and for the legend beside it."""
        used = {_slug(state): (LARGE, PAPER, PATTERNS.get(state, OTHER)) for state in sorted(self.states)}
        if self.two_sided and not self.few:
            used |= {f"w{depth}": (SMALL, FILLS["worse", depth], LINES) for depth in (1, 2)}
        made = [
            f'<pattern id="{escape(self.id)}-{where}{name}" width="{size}" height="{size}" '
            f'patternUnits="userSpaceOnUse" patternTransform="scale({1 / by:.4g})">'
            f'<rect width="{size}" height="{size}" fill="{fill}"/>{drawn}</pattern>'
            for where, by in (("", scale), ("k", 1.0))
            for name, (size, fill, drawn) in used.items()
        ]
        return f"<defs>{''.join(made)}</defs>" if made else ""


def paints_of(chart: TileMap | ShapeMap) -> Paints:
    """What a map needs: only patterns that are on it."""
    states = tuple(dict.fromkeys(mark.state for mark in chart.marks if mark.value is None))
    return Paints(chart.id, len(chart.marks) <= FEW, chart.scale.middle is not None, states)


def legend(chart: TileMap | ShapeMap, paints: Paints, top: float) -> tuple[float, list[str]]:
    """The legend and where it ends."""
    y, parts = _bar(chart, paints, top)
    for drawn, said in _key(chart, paints):
        parts.append(drawn(y))
        y, lines = block(said, 28, y + 4, WIDTH - 32)
        parts.append(lines)
        y -= 4
    return y + 2, parts


def _bar(chart: TileMap | ShapeMap, paints: Paints, top: float) -> tuple[float, list[str]]:
    """The bands side by side, with the figures at which one gives way to the next."""
    scale, parts, y = chart.scale, [], top + 12
    if scale.unit:
        y, lines = block(sentence(scale.unit), 4, y, WIDTH - 8)
        parts.append(lines)
    if scale.middle is not None:
        first, last = scale.bands[0].tone, scale.bands[-1].tone
        parts += [shape(first, 10, y - 4, 6, INK), words(first, 20, y)]
        parts += [words(last, WIDTH - 20, y, 'text-anchor="end"'), shape(last, WIDTH - 10, y - 4, 6, INK)]
        y += 6
    else:
        y -= 12
    wide = (WIDTH - 8) / len(scale.bands)
    for i, band in enumerate(scale.bands):
        parts.append(
            f'<rect x="{number(4 + i * wide)}" y="{number(y)}" width="{number(wide)}" height="16" '
            f'fill="{paints.band(band, "k")}" stroke="{EDGE}" stroke-width=".8"/>'
        )
    decimals = decimals_of(scale.edges)
    for i, edge in enumerate(scale.edges):
        parts.append(words(number_words(edge, decimals), 4 + (i + 1) * wide, y + 30, 'text-anchor="middle"'))
    return y + 48, parts


def _key(chart: TileMap | ShapeMap, paints: Paints) -> list[tuple[Callable[[float], str], str]]:
    """What each sign on the map says; only signs that are there."""
    key: list[tuple[Callable[[float], str], str]] = []
    scale = chart.scale
    there = [mark for mark in chart.marks if mark.value is not None]
    if scale.middle is not None:
        middle = f"{sentence(scale.middle_is)} has {number_words(scale.middle, scale.decimals)}"
        if paints.few:
            unsure = any(beside_middle(mark, scale) == "not clearly different" for mark in there)
            middle += "; a circle is about the same" + (", or not clearly different" if unsure else "")
        elif scale.bands:
            middle += ". Lines across the colour: worse"
        key.append((lambda y: shape("", 14, y, 6, INK), middle))
    if paints.few and scale.middle is not None and any(mark.estimated for mark in there):
        key.append((lambda y: shape("better", 14, y, 6, INK, hollow=True), "A hollow shape rests on estimates"))
    for state in paints.states:
        key.append((partial(_swatch, paints.state(state, "k"), 0.8), sentence(state)))
    if chart.marked is not None:
        name = next(mark.name for mark in chart.marks if mark.code == chart.marked)
        key.append((partial(_swatch, PAPER, 3), name))
    return key


def _swatch(fill: str, edge: float, y: float) -> str:
    box = f'x="6" y="{number(y - 7)}" width="16" height="14"'
    return f'<rect {box} fill="{fill}" stroke="{INK}" stroke-width="{edge}"/>'


def _slug(state: str) -> str:
    return state.replace(" ", "-")
