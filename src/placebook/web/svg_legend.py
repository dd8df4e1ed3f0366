"""The legend under a map: its colours with their ends, what the shapes say, and the patterns of not knowing."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from html import escape

from placebook.pages.charts import ShapeMap, TileMap, beside_middle, decimals_of, number_words
from placebook.types import State
from placebook.web.svg_marks import (
    EDGE,
    FILLS,
    INK,
    PAPER,
    WIDTH,
    block,
    number,
    shape,
    words,
)

# The pattern of each state, drawn on 8 by 8 pixels. A state that is not here is a white area.
PATTERNS = {
    str(State.NOT_MEASURED): f'<path d="M-2 2L2-2M0 8L8 0M6 10L10 6" stroke="{EDGE}" stroke-width="1.2"/>',
    str(State.TOO_SMALL): f'<circle cx="2" cy="2" r="1.3" fill="{EDGE}"/><circle cx="6" cy="6" r="1.3" fill="{EDGE}"/>',
    str(State.NOT_ASKED): f'<path d="M0 0L8 8M8 0L0 8" stroke="{EDGE}" stroke-width=".9"/>',
    str(State.NOT_ANSWERED): f'<path d="M0 4H8" stroke="{EDGE}" stroke-width="1.2"/>',
    "screened out": f'<path d="M4 0V8" stroke="{EDGE}" stroke-width="1.2"/>',
}


def state_fill(id: str, state: str) -> str:
    """What fills an area without a figure."""
    return f"url(#{escape(id)}-{_slug(state)})" if state in PATTERNS else PAPER


def patterns(id: str, states: Sequence[str], scale: float) -> str:
    """The patterns that a map uses, of the same size whatever the map's own scale."""
    made = [
        f'<pattern id="{escape(id)}-{_slug(state)}" width="8" height="8" patternUnits="userSpaceOnUse" '
        f'patternTransform="scale({1 / scale:.4g})"><rect width="8" height="8" fill="{PAPER}"/>{PATTERNS[state]}</pattern>'
        for state in sorted(set(states))
        if state in PATTERNS
    ]
    return f"<defs>{''.join(made)}</defs>" if made else ""


def legend(chart: TileMap | ShapeMap, states: Sequence[str], top: float, few: bool) -> tuple[float, list[str]]:
    """The legend and where it ends."""
    y, parts = _bar(chart, top)
    for drawn, said in _key(chart, states, few):
        parts.append(drawn(y))
        y, lines = block(said, 28, y + 4, WIDTH - 32)
        parts.append(lines)
        y -= 4
    return y + 2, parts


def _bar(chart: TileMap | ShapeMap, top: float) -> tuple[float, list[str]]:
    """The bands side by side, with the figures at which one gives way to the next."""
    scale, parts, y = chart.scale, [], top + 12
    if scale.unit:
        y, lines = block(scale.unit.capitalize(), 4, y, WIDTH - 8)
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
            f'fill="{FILLS[band.tone, band.strength]}" stroke="{EDGE}" stroke-width=".8"/>'
        )
    decimals = decimals_of(scale.edges)
    for i, edge in enumerate(scale.edges):
        parts.append(words(number_words(edge, decimals), 4 + (i + 1) * wide, y + 30, 'text-anchor="middle"'))
    return y + 48, parts


def _key(chart: TileMap | ShapeMap, states: Sequence[str], few: bool) -> list[tuple[Callable[[float], str], str]]:
    """What each sign on the map says; only signs that are there."""
    key: list[tuple[Callable[[float], str], str]] = []
    scale = chart.scale
    there = [mark for mark in chart.marks if mark.value is not None]
    if scale.middle is not None:
        middle = f"{scale.middle_is.capitalize()} has {number_words(scale.middle, scale.decimals)}"
        beside = {beside_middle(mark, scale) for mark in there}
        if few and "not clearly different" in beside:
            middle += "; a circle is not clearly different from it"
        elif few and "about the same" in beside:
            middle += "; a circle is about the same"
        key.append((lambda y: shape("", 14, y, 6, INK), middle))
    if few and scale.middle is not None and any(mark.estimated for mark in there):
        key.append((lambda y: shape("better", 14, y, 6, INK, hollow=True), "A hollow shape rests on estimates"))
    for state in states:
        key.append((partial(_swatch, state_fill(chart.id, state), 0.8), state.capitalize()))
    if chart.marked is not None:
        name = next(mark.name for mark in chart.marks if mark.code == chart.marked)
        key.append((partial(_swatch, PAPER, 3), name))
    return key


def _swatch(fill: str, edge: float, y: float) -> str:
    return f'<rect x="6" y="{number(y - 7)}" width="16" height="14" fill="{fill}" stroke="{INK}" stroke-width="{edge}"/>'


def _slug(state: str) -> str:
    return state.replace(" ", "-")
