"""The key under a doughnut: what each sign says, and what the scale is."""

from __future__ import annotations

from collections.abc import Callable
from textwrap import wrap

from placebook.measure.portrait import OVERSHOOT, SAFE, SHORTFALL, UNKNOWN
from placebook.web.svg_doughnut_shape import Shape
from placebook.web.svg_marks import INK, LINE, ORANGE, PAPER, number, words

WIDEST_LETTER = 0.57  # as a share of its size: no line may run out of the drawing in any face


def key(shape: Shape, top: float) -> tuple[float, str]:
    """What the signs say, only those that are there, and what the scale is."""
    there = {one.standing for one in shape.chart.sectors}
    carried = any(cell.carried for one in shape.chart.sectors for cell in one.cells)
    said: list[tuple[Callable[[float], str], str]] = [
        (lambda y, word=word: sign_of(word, 16, y - 4.5, shape.size.sign - 1), meaning)  # type: ignore[misc]
        for word, meaning in (
            (SHORTFALL, "Inside, with a striped bar: short of the social target"),
            (OVERSHOOT, "Outside, with a solid bar: over the ecological limit"),
            (SAFE, "Safe: as far as we know, on the right side of the line"),
            (UNKNOWN, "Unknown, on dotted ground: nobody can tell, so there is no bar"),
        )
        if word in there
    ]
    if carried:
        said.append((_swatch, "Hollow bar: by the figure of an earlier year"))
    y, parts = top, []
    for drawn, meaning in said:
        parts.append(drawn(y))
        y, lines = _block(shape, meaning, 34, y)
        parts.append(lines)
    y, lines = _block(shape, scale_words(shape) + _order_words(shape), 6, y + 4)
    return y, "".join([*parts, lines])


def _order_words(shape: Shape) -> str:
    if shape.size.named:
        return " In each ring, clockwise from the top: first what is local, then, past a heavy line, what is global."
    return " Numbers: see the table. In each ring the heavy line parts what is local from what is global."


def _swatch(y: float) -> str:
    box = f'x="7" y="{number(y - 11)}" width="18" height="12"'
    return f'<rect {box} fill="{PAPER}" stroke="{ORANGE}" stroke-width="2" stroke-dasharray="5 3"/>'


def _block(shape: Shape, said: str, x: float, y: float) -> tuple[float, str]:
    lines = wrap(said, max(int((shape.size.width - x - 6) / (shape.size.letters * WIDEST_LETTER)), 12))
    return y + LINE * len(lines), "".join(words(line, x, y + LINE * i) for i, line in enumerate(lines))


def scale_words(shape: Shape) -> str:
    """What the scale is, in words that stand on the picture and in its description."""
    reach = f"\u00d7{shape.steps[-1] + 1:g}"
    return (
        "Inward: how far from the social target, to 100% in the middle. Outward: how many times the ecological "
        f"limit, to {reach} at the rim. Lengths count, on a straight scale with nothing cut off, the same in every "
        "year."
    )


def sign_of(standing: str, x: float, y: float, half: float) -> str:
    """The sign of a standing: a filled disc, a triangle inward or outward, or a question mark in a broken circle."""
    ring = (
        f'<circle cx="{number(x)}" cy="{number(y)}" r="{number(half)}" fill="{PAPER}" stroke="{INK}" stroke-width="1.4"'
    )
    if standing == UNKNOWN:
        mark = words("?", x, y + 4.5, 'text-anchor="middle" font-weight="700"')
        return f'{ring} stroke-dasharray="2.5 2"/>{mark}'
    if standing == SAFE:
        return f'{ring}/><circle cx="{number(x)}" cy="{number(y)}" r="{number(half * 0.55)}" fill="{INK}"/>'
    up = half * 0.6 if standing == OVERSHOOT else -half * 0.6
    points = f"M{number(x)} {number(y - up)}l{number(half * 0.6)} {number(up * 1.7)}h{number(-half * 1.2)}z"
    return f'{ring}/><path d="{points}" fill="{INK}"/>'
