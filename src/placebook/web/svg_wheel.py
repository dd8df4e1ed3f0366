"""The wheel of one option: a sector for each factor, the short term in the inner ring and the long term in the outer.

Each word has a fill, a pattern or none, and a sign, so that it can be read in grey and without colour: triangles up for
good and down for bad (two for large), a half-filled diamond for mixed, a bar for none expected, a question mark on dots
where the effect is unknown. What was not asked or not yet answered stays white. All pieces are of one size, and the
middle is empty: there is nothing to add up.
"""

from __future__ import annotations

from collections.abc import Iterator
from html import escape
from math import cos, radians, sin

from markupsafe import Markup

from placebook.decide.wheel import EFFECTS, Sway
from placebook.pages.wheel_chart import WheelCell, WheelChart, WheelSector
from placebook.types import State
from placebook.web.svg_marks import BLUE, EDGE, INK, LINE, ORANGE, PAPER, WIDTH, block, frame, number, words

HOLE, MIDDLE, RIM, NUMBERS = 42.0, 86.0, 130.0, 143.0  # from the centre
TOP = 8.0
PALE_BLUE, PALE_ORANGE, GREY, DARK_LINE = "#8fb4d6", "#f3b68e", "#d9dcdf", "#7a3307"
WHOLE = 359.99  # degrees of a sector that is alone: an arc cannot end where it begins
FILLS = {
    Sway.LARGE_POSITIVE: BLUE,
    Sway.SMALL_POSITIVE: PALE_BLUE,
    State.NO_EFFECT: GREY,
    State.NOT_ASKED: PAPER,
    State.NOT_ANSWERED: PAPER,
}
PATTERNS = {Sway.LARGE_NEGATIVE: "l", Sway.SMALL_NEGATIVE: "s", Sway.MIXED: "m", State.EFFECT_UNKNOWN: "u"}
SWATCH = 15.0


def draw_wheel(chart: WheelChart) -> Markup:
    """The wheel with its key. Its title and description say all that it shows."""
    x, y = WIDTH / 2, TOP + NUMBERS + 8
    turn = 360 / max(len(chart.sectors), 1)
    parts = [_patterns(chart.id)]
    for i, sector in enumerate(chart.sectors):
        parts += _pieces(chart.id, sector, (x, y), i * turn, i * turn + min(turn, WHOLE))
    parts += _spokes(chart, (x, y), turn)
    parts += _numbers(chart, (x, y), turn)
    bottom, said = _key(chart, 2 * y - TOP + 18)
    return frame(chart.id, chart.title, chart.description, bottom, [*parts, said])


def _patterns(id: str) -> str:
    """Ground for what is bad (stripes), mixed (both colours) and unknown (dots)."""

    def pattern(name: str, size: int, ground: str, drawn: str) -> str:
        return (
            f'<pattern id="{escape(id)}-{name}" width="{size}" height="{size}" patternUnits="userSpaceOnUse">'
            f'<rect width="{size}" height="{size}" fill="{ground}"/>{drawn}</pattern>'
        )

    slant = "M-1 1L1-1M0 6L6 0M5 7L7 5"
    dots = "".join(f'<circle cx="{at}" cy="{at}" r=".9" fill="{EDGE}"/>' for at in (1.5, 4.5))
    return (
        "<defs>"
        + pattern("l", 6, ORANGE, f'<path d="{slant}" stroke="{DARK_LINE}" stroke-width="1.2"/>')
        + pattern("s", 6, PALE_ORANGE, f'<path d="{slant}" stroke="{ORANGE}" stroke-width=".7"/>')
        + pattern("m", 10, PALE_BLUE, f'<rect width="5" height="10" fill="{PALE_ORANGE}"/>')
        + pattern("u", 6, PAPER, dots)
        + "</defs>"
    )


def _fill(id: str, effect: str) -> str:
    word = EFFECTS[effect]
    return f"url(#{id}-{PATTERNS[word]})" if word in PATTERNS else FILLS[word]


def _pieces(id: str, sector: WheelSector, centre: tuple[float, float], start: float, end: float) -> Iterator[str]:
    for cell, inner, outer in ((sector.short, HOLE, MIDDLE), (sector.long, MIDDLE, RIM)):
        tip = escape(f"{sector.number}. {sector.title}, {cell.term} term: {cell.effect}")
        dash = ' stroke-dasharray="3 2"' if EFFECTS[cell.effect] is State.NOT_ANSWERED else ""
        yield (
            f'<path class="{cell.tone}" d="{_wedge(centre, inner, outer, start, end)}" fill="{_fill(id, cell.effect)}" '
            f'stroke="{INK}" stroke-width=".7"{dash}><title>{tip}</title></path>'
        )
        room = radians(end - start) * (inner + outer) / 2
        yield _sign(cell, *_at(centre, (inner + outer) / 2, (start + end) / 2), min(6.0, room * 0.3))


def _at(centre: tuple[float, float], radius: float, degrees: float) -> tuple[float, float]:
    turned = radians(degrees - 90)
    return centre[0] + radius * cos(turned), centre[1] + radius * sin(turned)


def _point(centre: tuple[float, float], radius: float, degrees: float) -> str:
    x, y = _at(centre, radius, degrees)
    return f"{number(x)} {number(y)}"


def _wedge(centre: tuple[float, float], inner: float, outer: float, start: float, end: float) -> str:
    large = int(end - start > 180)
    return (
        f"M{_point(centre, inner, start)}L{_point(centre, outer, start)}"
        f"A{number(outer)} {number(outer)} 0 {large} 1 {_point(centre, outer, end)}"
        f"L{_point(centre, inner, end)}A{number(inner)} {number(inner)} 0 {large} 0 {_point(centre, inner, start)}z"
    )


def _sign(cell: WheelCell, x: float, y: float, half: float) -> str:
    """The sign of a word around a point."""
    return sign_of(cell.effect, x, y, half)


def sign_of(effect: str, x: float, y: float, half: float) -> str:
    """The sign of an effect: one triangle or two, a half-filled diamond, a bar, a question mark, a cross or dots."""
    word = EFFECTS[effect]
    if word in (Sway.SMALL_POSITIVE, Sway.SMALL_NEGATIVE):
        return _triangle(x, y, half, word is Sway.SMALL_POSITIVE, INK)
    if word in (Sway.LARGE_POSITIVE, Sway.LARGE_NEGATIVE):
        up, small = word is Sway.LARGE_POSITIVE, half * 0.8
        return "".join(_triangle(x, y + step, small, up, PAPER) for step in (-small * 0.95, small * 0.95))
    if word is Sway.MIXED:
        tip = f"M{number(x)} {number(y - half)}"
        return (
            f'<path d="{tip}l{number(half)} {number(half)}l{number(-half)} {number(half)}l{number(-half)} '
            f'{number(-half)}z" fill="{PAPER}" stroke="{INK}"/><path d="{tip}l{number(half)} {number(half)}'
            f'l{number(-half)} {number(half)}z" fill="{INK}"/>'
        )
    if word is State.NO_EFFECT:
        return f'<path d="M{number(x - half)} {number(y)}h{number(2 * half)}" stroke="{INK}" stroke-width="2"/>'
    mark = {State.EFFECT_UNKNOWN: "?", State.NOT_ASKED: "\u00d7"}.get(word, "\u2026")
    bold = 'text-anchor="middle" font-weight="700"'
    halo = f'{bold} stroke="{PAPER}" stroke-width="4"'  # drawn first by itself: not every program knows paint-order
    return words(mark, x, y + 4.5, halo) + words(mark, x, y + 4.5, bold)


def _triangle(x: float, y: float, half: float, up: bool, colour: str) -> str:
    rise = half * 0.85 if up else -half * 0.85
    points = f"M{number(x)} {number(y - rise)}l{number(half)} {number(2 * rise)}h{number(-2 * half)}z"
    edge = PAPER if colour == INK else INK
    return f'<path d="{points}" fill="{colour}" stroke="{edge}" stroke-width=".8"/>'


def _spokes(chart: WheelChart, centre: tuple[float, float], turn: float) -> Iterator[str]:
    """A heavy circle between the two terms, and a heavy spoke where a group of factors begins."""
    yield (
        f'<circle cx="{number(centre[0])}" cy="{number(centre[1])}" r="{number(MIDDLE)}" fill="none" '
        f'stroke="{PAPER}" stroke-width="3"/>'
    )
    for i, sector in enumerate(chart.sectors):
        before = chart.sectors[i - 1]
        if sector.group and sector.group != before.group:
            ends = f"M{_point(centre, HOLE - 4, i * turn)}L{_point(centre, RIM + 6, i * turn)}"
            yield f'<path d="{ends}" stroke="{INK}" stroke-width="2.6"/>'
    for said, radius in (("short", HOLE), ("long", MIDDLE)):
        y = centre[1] - 8 if said == "short" else centre[1] + 10
        yield words(
            "inside: short" if radius == HOLE else "outside: long",
            centre[0],
            y,
            'text-anchor="middle" font-size="11.5"',
        )


def _numbers(chart: WheelChart, centre: tuple[float, float], turn: float) -> Iterator[str]:
    for i, sector in enumerate(chart.sectors):
        x, y = _at(centre, NUMBERS, (i + 0.5) * turn)
        yield words(str(sector.number), x, y + 4.5, 'text-anchor="middle"')


def _key(chart: WheelChart, top: float) -> tuple[float, str]:
    """What the signs say, only those that are there, in the order of the words."""
    there = {cell.effect for sector in chart.sectors for cell in sector.cells}
    y, parts = top, []
    for word in EFFECTS:
        if word in there:
            parts.append(
                f'<rect x="6" y="{number(y - 12)}" width="{number(2 * SWATCH)}" height="{number(SWATCH)}" '
                f'fill="{_fill(chart.id, word)}" stroke="{INK}" stroke-width=".7"/>'
            )
            parts.append(sign_of(word, 6 + SWATCH, y - 4.5, 4.4))
            y, said = block(word, 44, y, WIDTH - 50)
            parts.append(said)
            y += 2
    y, said = block("Numbers are those of the table.", 6, y, WIDTH - 12)
    return y - LINE + 10, "".join([*parts, said])
