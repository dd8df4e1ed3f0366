"""Figures over time: one line for the place, with limits as bars; the others behind it. A gap is left open."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from markupsafe import Markup

from placebook.pages.charts import Line, LineChart, Point, decimals_of, number_words, ticks
from placebook.web.svg_marks import (
    BLUE,
    EDGE,
    GRID,
    INK,
    PAPER,
    QUIET,
    WIDTH,
    block,
    frame,
    number,
    sentence,
    width_of,
    words,
)

TOP, BOTTOM, RIGHT = 16.0, 186.0, WIDTH - 14.0
DASHES = ("6 4", "2 3", "9 3 2 3", "16 4")  # of the lines behind, so that they can be told apart without colour
MOST_DOTS = 9  # of a line behind: more of them would hide its pattern

At = Callable[[float], float]


def draw_lines(chart: LineChart) -> Markup:
    """The first line heavy and with limits; points that are estimated are hollow."""
    values = [value for line in chart.lines for point in line.points for value in (point.value,) if value is not None]
    limits = [end for point in chart.lines[0].points for end in (point.low, point.high) if end is not None]
    up = ticks(*_apart_enough(min(values + limits), max(values + limits), chart.decimals))
    decimals = decimals_of(up)
    left = 10 + max(width_of(number_words(tick, decimals)) for tick in up)
    times = [point.at for point in chart.lines[0].points]
    first, last = min(times), max(times)

    def x(when: float) -> float:
        return (left + RIGHT) / 2 if first == last else left + 8 + (RIGHT - left - 8) * (when - first) / (last - first)

    def y(value: float) -> float:
        return BOTTOM - (BOTTOM - TOP) * (value - up[0]) / (up[-1] - up[0])

    parts = []
    for tick in up:
        parts.append(f'<path d="M{number(left)} {number(y(tick))}H{number(RIGHT)}" stroke="{GRID}"/>')
        parts.append(words(number_words(tick, decimals), left - 5, y(tick) + 4.5, 'text-anchor="end"'))
    parts += _periods(chart.lines[0].points, x)
    for line, dashes in zip(chart.lines[:0:-1], _dashes(len(chart.lines) - 1), strict=True):
        parts += _behind(line, dashes, x, y)
    parts += _mine(chart.lines[0], x, y)
    below, key = _key(chart, up[0])
    return frame(chart.id, chart.title, chart.description, below, [*parts, *key])


def _apart_enough(low: float, high: float, decimals: int) -> tuple[float, float]:
    """The ends of the axis, at least four of the last decimal apart: less than that would draw rounding as a fall."""
    spare = (4 * 10.0**-decimals - (high - low)) / 2
    if spare <= 0:
        return low, high
    up = max(spare - low, 0.0) if low >= 0 else 0.0  # a figure that cannot be negative gets no axis below 0
    return low - spare + up, high + spare + up


def _dashes(count: int) -> list[str]:
    """A pattern for each line behind, last first."""
    return [DASHES[i % len(DASHES)] for i in range(count)][::-1]


def _runs(line: Line) -> Iterator[list[tuple[Point, float]]]:
    """Points that follow each other without a gap."""
    run: list[tuple[Point, float]] = []
    for point in line.points:
        if point.value is not None:
            run.append((point, point.value))
        elif run:
            yield run
            run = []
    if run:
        yield run


def _path(run: list[tuple[Point, float]], x: At, y: At) -> str:
    return "M" + "L".join(f"{number(x(point.at))} {number(y(value))}" for point, value in run)


def _behind(line: Line, dashes: str, x: At, y: At) -> Iterator[str]:
    for run in _runs(line):
        if len(run) > 1:
            yield f'<path d="{_path(run, x, y)}" fill="none" {_quiet(dashes)}/>'
        if len(run) > MOST_DOTS:
            continue
        dots = (f'<circle cx="{number(x(point.at))}" cy="{number(y(value))}" r="2"/>' for point, value in run)
        yield f'<g fill="{QUIET}">{"".join(dots)}</g>'


def _quiet(dashes: str) -> str:
    return f'stroke="{QUIET}" stroke-width="1.6" stroke-dasharray="{dashes}"'


def _mine(line: Line, x: At, y: At) -> Iterator[str]:
    for run in _runs(line):
        for point, _ in run:
            if point.low is not None and point.high is not None:
                side, low, high = number(x(point.at) - 4), number(y(point.low)), number(y(point.high))
                ends = f"M{side} {low}h8m-4 0V{high}m-4 0h8"
                yield f'<path d="{ends}" stroke="{BLUE}" stroke-width="1.6" fill="none"/>'
        if len(run) > 1:
            yield f'<path d="{_path(run, x, y)}" fill="none" stroke="{BLUE}" stroke-width="2.6"/>'
    dots = "".join(_dot(point, x(point.at), y(value)) for run in _runs(line) for point, value in run)
    yield f'<g fill="{BLUE}" stroke="{BLUE}" stroke-width="2">{dots}</g>'


def _dot(point: Point, x: float, y: float) -> str:
    hollow = f' fill="{PAPER}"' if point.state == "estimated" else ""
    return f'<circle cx="{number(x)}" cy="{number(y)}" r="4.5"{hollow}/>'


def _periods(points: tuple[Point, ...], x: At) -> Iterator[str]:
    """Labels under the line, as many as have room, the last always."""
    free = WIDTH + 1.0
    for point in points[::-1]:
        half = width_of(point.period) / 2 + 4
        middle = min(max(x(point.at), half), WIDTH - half)
        yield f'<path d="M{number(x(point.at))} {BOTTOM}v5" stroke="{EDGE}"/>'
        if middle + half <= free:
            free = middle - half
            yield words(point.period, middle, BOTTOM + 20, 'text-anchor="middle"')


def _key(chart: LineChart, foot: float) -> tuple[float, list[str]]:
    """Which line is whose, and what bars and hollow points say."""
    y, parts = BOTTOM + 44, []
    signs = [f'stroke="{BLUE}" stroke-width="2.6"']
    signs += [_quiet(dashes) for dashes in _dashes(len(chart.lines) - 1)[::-1]]
    for line, sign in zip(chart.lines, signs, strict=True):
        parts.append(f'<path d="M4 {number(y - 4.5)}h26" {sign}/>')
        y, said = block(line.name, 38, y, WIDTH - 42)
        parts.append(said)
    points = chart.lines[0].points
    said_last = [
        f"{sentence(chart.unit)}." if chart.unit else "",
        "" if foot == 0 else "The scale does not begin at 0.",
        "Bars: the limits." if any(point.low is not None for point in points) else "",
        "Hollow: estimated." if any(point.state == "estimated" for point in points) else "",
        "A gap: no figure." if any(point.value is None for point in points) else "",
    ]
    last = " ".join(one for one in said_last if one)
    y, said = block(last, 4, y, WIDTH - 8, f'fill="{INK}"') if last else (y, "")
    return y - 8, [*parts, said]
