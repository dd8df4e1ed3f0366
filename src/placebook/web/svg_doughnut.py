"""The doughnut: two rings of sectors around a hole. Shortfalls reach inward and overshoots outward, on a plain scale.

A bar's length is what counts: straight from the line, nothing cut off and no break in the scale, and the room outside
grows with the largest overshoot of any year. A sector that is safe has a filled disc on its line, one that is past it
a triangle and a bar, and one that is unknown a question mark on dotted ground and no bar at all.

There are two drawings of one chart. The wide one has names in its sectors; the narrow one, for telephones, has their
numbers.
"""

from __future__ import annotations

from collections.abc import Iterator
from html import escape
from math import radians
from textwrap import wrap

from markupsafe import Markup

from placebook.measure.portrait import SAFE, UNKNOWN
from placebook.methods.doughnut import ECOLOGICAL, SOCIAL
from placebook.pages.portrait_chart import Cell, DoughnutChart, Sector
from placebook.web.svg_doughnut_key import key, scale_words, sign_of
from placebook.web.svg_doughnut_shape import NARROW, WIDE, Shape, Size
from placebook.web.svg_marks import EDGE, INK, LETTER, LINE, ORANGE, PAPER, number, words

SAFE_FILL, PAST_FILL, HOLE, LIGHT, RIM = "#8fb4d6", "#f9e4d2", "#fbfaf8", "#f3b68e", "#6b757b"
GAP = 1.6  # degrees between bars


def draw_doughnut(chart: DoughnutChart) -> Markup:
    """Both drawings. A stylesheet shows one of them; without one the wide stands first."""
    return Markup("{}{}").format(draw_wide(chart), draw_narrow(chart))


def draw_wide(chart: DoughnutChart) -> Markup:
    """The drawing with names, for screens with room and for paper."""
    return _drawn(chart, WIDE, f"{chart.id}-wide", "doughnut-wide")


def draw_narrow(chart: DoughnutChart) -> Markup:
    """The drawing with numbers, for telephones."""
    return _drawn(chart, NARROW, f"{chart.id}-narrow", "doughnut-narrow")


def _drawn(chart: DoughnutChart, size: Size, id: str, kind: str) -> Markup:
    shape = Shape(chart, size, id)
    bottom, said = key(shape, 2 * size.outside + 44)
    parts = [_patterns(shape), *_grounds(shape), *_bars(shape), *_scale(shape), *_signs(shape), *_labels(shape), said]
    return Markup(  # noqa: S704 - every word in it is escaped where it is written
        f'<svg xmlns="http://www.w3.org/2000/svg" class="{kind}" viewBox="0 0 {number(size.width)} {number(bottom)}" '
        f'role="img" aria-labelledby="{escape(id)}-t {escape(id)}-d" font-size="{size.letters}" fill="{INK}" '
        'font-family="system-ui, Segoe UI, Roboto, Helvetica, Arial, sans-serif">'
        f'<title id="{escape(id)}-t">{escape(chart.title)}</title>'
        f'<desc id="{escape(id)}-d">{escape(chart.description)} {escape(scale_words(shape))}</desc>'
        f"{''.join(parts)}</svg>"
    )


def _patterns(shape: Shape) -> str:
    dots = f'<circle cx="2" cy="2" r=".8" fill="{EDGE}"/><circle cx="6" cy="6" r=".8" fill="{EDGE}"/>'
    lines = f'<path d="M-1 1L1-1M0 6L6 0M5 7L7 5" stroke="{ORANGE}" stroke-width="1.6"/>'
    return (
        f'<defs><pattern id="{shape.id}-u" width="8" height="8" patternUnits="userSpaceOnUse">'
        f'<rect width="8" height="8" fill="{PAPER}"/>{dots}</pattern>'
        f'<pattern id="{shape.id}-s" width="6" height="6" patternUnits="userSpaceOnUse">'
        f'<rect width="6" height="6" fill="{LIGHT}"/>{lines}</pattern></defs>'
    )


def _grounds(shape: Shape) -> Iterator[str]:
    """The hole, and the dough: a piece for each sector, each measure's part of it filled as it stands."""
    x, y = shape.centre
    yield f'<circle cx="{number(x)}" cy="{number(y)}" r="{number(shape.size.floor)}" fill="{HOLE}"/>'
    for sector, start, end in shape.each():
        inner, outer = shape.half(sector)
        tip = escape(f"{sector.number}. {sector.title}: {_standing_words(sector)}")
        standings = [cell.standing for cell in sector.cells] or [sector.standing]
        share = (end - start) / len(standings)
        yield f"<g><title>{tip}</title>"
        for i, standing in enumerate(standings):
            fill = {SAFE: SAFE_FILL, UNKNOWN: f"url(#{shape.id}-u)"}.get(standing, PAST_FILL)
            piece = shape.wedge(inner, outer, start + i * share, start + (i + 1) * share)
            yield f'<path class="ground {standing}" d="{piece}" fill="{fill}"/>'
        edge = shape.wedge(inner, outer, start, end)
        yield f'<path d="{edge}" fill="none" stroke="{PAPER}" stroke-width="2.5"/></g>'
    yield from _borders(shape)


def _borders(shape: Shape) -> Iterator[str]:
    """The floor and the ceiling as heavy circles, and a heavy spoke between what is local and what is global."""
    x, y = shape.centre
    for radius, wide in ((shape.size.floor, 2.4), (shape.size.middle, 0.8), (shape.size.ceiling, 2.4)):
        yield (
            f'<circle cx="{number(x)}" cy="{number(y)}" r="{number(radius)}" fill="none" stroke="{INK}" '
            f'stroke-width="{wide}"/>'
        )
    before: Sector | None = None
    for sector, start, _ in shape.each():
        if before is None or before.lens != sector.lens:
            inner, outer = shape.half(sector)
            yield f'<path d="M{shape.at(inner, start)}L{shape.at(outer, start)}" stroke="{INK}" stroke-width="2.4"/>'
        before = sector


def _bars(shape: Shape) -> Iterator[str]:
    """A bar for each measure that is past its line, side by side within the sector. None for any other."""
    for sector, start, end in shape.each():
        share = (end - start) / max(len(sector.cells), 1)
        for i, cell in enumerate(sector.cells):
            if cell.beyond is not None and cell.beyond > 0:
                gap = min(GAP, share / 5)
                yield _bar(shape, sector, cell, start + i * share + gap, start + (i + 1) * share - gap)


def _bar(shape: Shape, sector: Sector, cell: Cell, start: float, end: float) -> str:
    past = cell.beyond or 0.0
    if sector.domain == SOCIAL:
        ends, fill = (shape.inward(past), shape.size.floor), f"url(#{shape.id}-s)"
    else:
        ends, fill = (shape.size.ceiling, shape.outward(past)), ORANGE
    look = f'fill="{fill}" stroke="{ORANGE}" stroke-width="1.2"'
    if cell.carried:
        look = f'fill="{PAPER}" stroke="{ORANGE}" stroke-width="2" stroke-dasharray="5 3"'
    tip = escape(f"{cell.title}: {cell.says}{', by a figure of an earlier year' if cell.carried else ''}")
    return (
        f'<path class="reach {cell.standing}" d="{shape.wedge(*ends, start, end)}" {look}><title>{tip}</title></path>'
    )


def _scale(shape: Shape) -> Iterator[str]:
    """Thin circles at plain numbers, labelled on the spoke that points up."""
    x, y = shape.centre
    marks = [(shape.inward(share), f"{share:.0%}") for share in (0.5, 1.0)]
    marks += [(shape.outward(step), f"\u00d7{step + 1:g}") for step in _shown(shape)]
    for radius, _ in marks:
        yield (
            f'<circle cx="{number(x)}" cy="{number(y)}" r="{number(radius)}" fill="none" stroke="{RIM}" '
            'stroke-width=".8" stroke-dasharray="2 3"/>'
        )
    for radius, said in marks:
        yield _halo(said, x, y - radius + 4.5, 'text-anchor="middle"')
    yield _halo(str(shape.chart.year), x, y + 5, 'text-anchor="middle" font-weight="700"')


def _shown(shape: Shape) -> list[float]:
    """The steps that have room for their label: the last always."""
    room = LINE if shape.size.named else LINE * 0.9
    kept: list[float] = []
    for step in shape.steps[::-1]:
        low = kept[-1] if kept else None
        if (low is None or shape.outward(low) - shape.outward(step) >= room) and (
            low is None or shape.outward(step) - shape.size.ceiling >= room * 0.7
        ):
            kept.append(step)
    return kept[::-1]


def _halo(said: str, x: float, y: float, more: str) -> str:
    """Words that can be read on any ground."""
    return words(said, x, y, f'{more} stroke="{PAPER}" stroke-width="4" stroke-linejoin="round" paint-order="stroke"')


def _signs(shape: Shape) -> Iterator[str]:
    """On the line of each sector the sign of how it stands."""
    for sector, start, end in shape.each():
        line = shape.size.floor + 3 if sector.domain == SOCIAL else shape.size.ceiling - 3
        x, y = (float(one) for one in shape.at(line, (start + end) / 2).split())
        yield sign_of(sector.standing, x, y, shape.size.sign)


def _labels(shape: Shape) -> Iterator[str]:
    if not shape.size.named:
        for sector, start, end in shape.each():
            inner, outer = shape.half(sector)
            nudge = -shape.nudge if sector.domain == ECOLOGICAL else shape.nudge
            x, y = (float(one) for one in shape.at((inner + outer) / 2 + nudge, (start + end) / 2).split())
            yield _halo(str(sector.number), x, y + 4.5, 'text-anchor="middle"')
        return
    for sector, start, end in shape.each():
        yield from _bent(shape, sector, start, end)


def _bent(shape: Shape, sector: Sector, start: float, end: float) -> Iterator[str]:
    """The name of a sector along its arc; in the lower half it runs the other way, so that it is never on its head."""
    inner, outer = shape.half(sector)
    below = 90 < (start + end) / 2 < 270
    nudge = -shape.nudge if sector.domain == ECOLOGICAL else shape.nudge
    room = radians(end - start) * (inner + outer) / 2
    letters = max(int(room / (shape.size.letters * LETTER * 1.02)), 6)
    lines = wrap(sector.title, letters, max_lines=3, placeholder="\u2026", break_long_words=False)
    large = int(end - start > 180)
    for i, line in enumerate(lines):
        step = (len(lines) - 1) / 2 - i
        radius = (
            (inner + outer) / 2
            + nudge
            + (step if not below else -step) * shape.size.letters * 1.07
            + (4.5 if below else -4.5)
        )
        name = f"{shape.id}-p{sector.number}{'abc'[i]}"
        a, b, turn = (end, start, 0) if below else (start, end, 1)
        path = f"M{shape.at(radius, a)}A{number(radius)} {number(radius)} 0 {large} {turn} {shape.at(radius, b)}"
        yield (
            f'<path id="{name}" d="{path}" fill="none"/>'
            f'<text text-anchor="middle" stroke="{PAPER}" stroke-width="3.5" stroke-linejoin="round" '
            f'paint-order="stroke"><textPath href="#{name}" startOffset="50%">{escape(line)}</textPath></text>'
        )


def _standing_words(sector: Sector) -> str:
    return "; ".join(f"{cell.title}, {cell.says}" for cell in sector.cells) or UNKNOWN
