"""Rank ranges: a row each, the rank as a dot and the range it may lie in as a bar."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from markupsafe import Markup

from placebook.pages.charts import Mark, RangeChart
from placebook.web.svg_marks import BLUE, EDGE, GRID, INK, LETTERS, PAPER, WIDTH, block, frame, number, words

NAMES = 122.0  # the widest that names may be
ROW = 24.0
BAR = "#8fb4d6"


def draw_ranges(chart: RangeChart) -> Markup:
    """Rank 1 on the left. The row of the marked area stands on a pale ground with a heavy edge."""
    left, right, last = NAMES + 16, WIDTH - 12, max(chart.out_of, 2)

    def at(rank: float) -> float:
        return left + (right - left) * (rank - 1) / (last - 1)

    y, rows = 24.0, []
    for mark in chart.marks:
        rows.append(_row(mark, chart, at, y))
        y = rows[-1].foot
    grid = [_tick(rank, at(rank), y) for rank in _ticks(last)]
    key = (
        chart.key
        + (" Hollow: rests on estimates." if any(mark.estimated for mark in chart.marks) else "")
        + (f" {chart.left_out:,} more are not drawn." if chart.left_out else "")
    )
    bottom, said = block(key, 4, y + 18, WIDTH - 8)
    drawn = [*grid, *(row.said for row in rows), *_layers(rows), said]
    return frame(chart.id, chart.title, chart.description, bottom - 8, drawn)


@dataclass(frozen=True, slots=True)
class _Row:
    """One row as it is drawn: where it ends, its words, and its bar and dot, if any."""

    foot: float
    said: str
    bar: str = ""
    dot: str = ""


def _row(mark: Mark, chart: RangeChart, at: Callable[[float], float], y: float) -> _Row:
    """One row: long names take two lines or more."""
    mine = mark.code == chart.marked
    end, name = block(mark.name, 4, y + 16, NAMES, 'font-weight="700"' if mine else "")
    foot = max(y + ROW, end - 8)
    if mine:
        name = (
            f'<rect x="1" y="{number(y)}" width="{number(WIDTH - 2)}" height="{number(foot - y)}" fill="none" '
            f'stroke="{INK}" stroke-width="1.5"/>{name}'
        )
    middle = (y + foot) / 2
    if mark.value is None:
        return _Row(foot, name + words(mark.state, at(1), middle + 4, 'font-style="italic"'))
    hollow = f' fill="{PAPER}"' if mark.estimated else ""
    dot = f'<circle cx="{number(at(mark.value))}" cy="{number(middle)}" r="4.5"{hollow}/>'
    return _Row(foot, name, _bar(mark, at, middle), dot)


def _bar(mark: Mark, at: Callable[[float], float], y: float) -> str:
    if mark.low is None or mark.high is None:
        return ""
    low, high = at(mark.low) - 5, at(mark.high) + 5
    return f'<rect x="{number(low)}" y="{number(y - 5)}" width="{number(high - low)}" height="10" rx="5"/>'


def _layers(rows: Sequence[_Row]) -> Iterator[str]:
    """All bars and then all dots: what is common to them is written once, which makes the page lighter."""
    yield f'<g fill="{BAR}" stroke="{EDGE}" stroke-width=".6">{"".join(row.bar for row in rows)}</g>'
    yield f'<g fill="{BLUE}" stroke="{BLUE}" stroke-width="2">{"".join(row.dot for row in rows)}</g>'


def _tick(rank: int, x: float, bottom: float) -> str:
    line = f'<path d="M{number(x)} 20V{number(bottom)}" stroke="{GRID}"/>'
    return words(f"{rank:,}", x, LETTERS, 'text-anchor="middle"') + line


def _ticks(last: int) -> list[int]:
    """Five ranks or fewer, evenly spread, the first and the last among them."""
    return sorted({round(1 + k * (last - 1) / 4) for k in range(5)})
