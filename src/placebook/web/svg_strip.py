"""A strip: every area a dot on one line, stacked where they meet, with the middle and the marked area named."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from html import escape

from markupsafe import Markup

from placebook.pages.charts import Mark, StripChart, decimals_of, number_words, ticks
from placebook.web.svg_marks import (
    EDGE,
    GRID,
    INK,
    PAPER,
    WIDTH,
    block,
    frame,
    number,
    sentence,
    shape,
    width_of,
    words,
)

LEFT, RIGHT = 16.0, WIDTH - 16.0
TALLEST = 110.0  # of a stack of dots
SIZES = (5.5, 4.0, 3.0, 2.0, 1.5, 1.0, 0.6)  # half widths of a dot
DOT = "#6f94b8"
LONGEST = 40  # letters of a name; all of it stands in the table
TOP = 44.0  # above the tallest stack: two lines of names


def draw_strip(chart: StripChart) -> Markup:
    """Dots stack upwards where they would hide each other. Better and worse are said at the ends."""
    there = [(mark, mark.value) for mark in chart.marks if mark.value is not None]
    along = ticks(there[0][1], there[-1][1])

    def at(value: float) -> float:
        return LEFT + (RIGHT - LEFT) * (value - along[0]) / (along[-1] - along[0])

    radius, levels = _stack([at(value) for _, value in there])
    base = TOP + (max(levels) + 1) * 2 * radius + 4
    dots, mine = [], ""
    for (mark, value), level in zip(there, levels, strict=True):
        x, y = at(value), base - radius - 2 - level * 2 * radius
        if mark.code == chart.marked:
            mine = _mine(mark, x, y, max(radius, 5.0) + 1.5)
        else:
            dots.append(_dot(mark, x, y, radius, chart.decimals))
    parts = [*_axis(chart, along, at, base), *_middle(chart, at, base)]
    parts += [f'<g fill="{DOT}" stroke="{INK}" stroke-width=".6">', *dots, "</g>", mine]
    bottom, said = block(_key(chart), 4, base + 56, WIDTH - 8)
    return frame(chart.id, chart.title, chart.description, bottom - 8, [*parts, said])


def _stack(xs: Sequence[float]) -> tuple[float, list[int]]:
    """The half width of dots, and for each the level on which it hides no other. They are as big as fits."""
    for radius in SIZES:
        last: list[float] = []  # the place of the last dot on each level
        levels = []
        for x in xs:
            level = next((i for i, before in enumerate(last) if x - before >= 2 * radius), len(last))
            last[level : level + 1] = [x]
            levels.append(level)
        if len(last) * 2 * radius <= TALLEST:
            break
    return radius, levels


def _dot(mark: Mark, x: float, y: float, radius: float, decimals: int) -> str:
    hollow = f' fill="{PAPER}"' if mark.estimated else ""
    tip = escape(f"{mark.name}: {number_words(mark.value, decimals)}")
    return f'<circle cx="{number(x)}" cy="{number(y)}" r="{radius:g}"{hollow}><title>{tip}</title></circle>'


def _mine(mark: Mark, x: float, y: float, radius: float) -> str:
    """The marked area: a square on its point, larger and dark, with a line up to its name."""
    fill = PAPER if mark.estimated else INK
    corners = f"M{number(x)} {number(y - radius)}l{radius:g} {radius:g}l-{radius:g} {radius:g}l-{radius:g}-{radius:g}z"
    line = f'<path d="M{number(x)} 18V{number(y - radius)}" stroke="{INK}"/>'
    return f'{line}<path d="{corners}" fill="{fill}" stroke="{INK}" stroke-width="2"/>' + _named(
        mark.name, x, 14, 'font-weight="700"'
    )


def _named(said: str, x: float, y: float, more: str = "") -> str:
    """Words with their middle at x, moved so that they stay within the drawing."""
    said = said if len(said) <= LONGEST else f"{said[: LONGEST - 1]}…"
    half = width_of(said) / 2 + 2
    inside = min(max(x, half), WIDTH - half)
    return words(said, inside, y, f'text-anchor="middle" {more}'.strip())


def _axis(chart: StripChart, along: Sequence[float], at: Callable[[float], float], base: float) -> list[str]:
    decimals = decimals_of(along)
    every = 1 + sum(width_of(number_words(tick, decimals)) + 6 for tick in along) // (RIGHT - LEFT)
    parts = [f'<path d="M{LEFT} {number(base)}H{RIGHT}" stroke="{EDGE}"/>']
    for i, tick in enumerate(along):
        x = at(tick)
        parts.append(f'<path d="M{number(x)} {number(base)}v5" stroke="{EDGE}"/>')
        if i % every == 0:
            parts.append(_named(number_words(tick, decimals), x, base + 19))
    if chart.better:
        left, right = ("worse", "better") if chart.better == "right" else ("better", "worse")
        y = base + 36
        parts += [shape(left, 10, y - 4, 6, INK), words(left, 20, y)]
        parts += [words(right, WIDTH - 20, y, 'text-anchor="end"'), shape(right, WIDTH - 10, y - 4, 6, INK)]
    return parts


def _middle(chart: StripChart, at: Callable[[float], float], base: float) -> list[str]:
    if chart.middle is None:
        return []
    x = at(chart.middle)
    line = f'<path d="M{number(x)} 38V{number(base)}" stroke="{INK}" stroke-dasharray="4 3"/>'
    return [f'<path d="M{number(x)} 38V{number(base)}" stroke="{GRID}"/>', line, _named(chart.middle_is, x, 33)]


def _key(chart: StripChart) -> str:
    """What the dots are, and how many areas have none."""
    hollow = " Hollow: estimated." if any(mark.estimated for mark in chart.marks) else ""
    missing = sum(mark.value is None for mark in chart.marks)
    unit = f" {sentence(chart.unit)}." if chart.unit else ""
    return f"One dot is one place.{unit}{hollow}" + (f" Without a figure: {missing}." if missing else "")
