"""Rank ranges: a row each, the rank as a dot and the range it may lie in as a bar."""

from __future__ import annotations

from collections.abc import Callable

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
        lower, row = _row(mark, chart, at, y)
        rows.append(row)
        y = lower
    grid = [_tick(rank, at(rank), y) for rank in _ticks(last)]
    key = (
        "Dot: rank. Bar: the range it may lie in."
        + (" Hollow: rests on estimates." if any(mark.estimated for mark in chart.marks) else "")
        + (f" {chart.left_out:,} more are not drawn." if chart.left_out else "")
    )
    bottom, said = block(key, 4, y + 18, WIDTH - 8)
    return frame(chart.id, chart.title, chart.description, bottom - 8, [*grid, *rows, said])


def _row(mark: Mark, chart: RangeChart, at: Callable[[float], float], y: float) -> tuple[float, str]:
    """One row and where it ends: long names take two lines or more."""
    mine = mark.code == chart.marked
    weight = 'font-weight="700"' if mine else ""
    end, name = block(mark.name, 4, y + 16, NAMES, weight)
    lower = max(y + ROW, end - 8)
    parts = []
    if mine:
        parts.append(
            f'<rect x="1" y="{number(y)}" width="{number(WIDTH - 2)}" height="{number(lower - y)}" fill="none" '
            f'stroke="{INK}" stroke-width="1.5"/>'
        )
    parts.append(name)
    middle = (y + lower) / 2
    if mark.value is None:
        parts.append(words(mark.state, at(1), middle + 4, 'font-style="italic"'))
    else:
        parts.append(_bar(mark, at, middle))
    return lower, "".join(parts)


def _bar(mark: Mark, at: Callable[[float], float], y: float) -> str:
    bar = ""
    if mark.low is not None and mark.high is not None:
        low, high = at(mark.low) - 5, at(mark.high) + 5
        bar = (
            f'<rect x="{number(low)}" y="{number(y - 5)}" width="{number(high - low)}" height="10" rx="5" '
            f'fill="{BAR}" stroke="{EDGE}" stroke-width=".6"/>'
        )
    fill = PAPER if mark.estimated else BLUE
    return (
        f'{bar}<circle cx="{number(at(mark.value or 1))}" cy="{number(y)}" r="4.5" fill="{fill}" '
        f'stroke="{BLUE}" stroke-width="2"/>'
    )


def _tick(rank: int, x: float, bottom: float) -> str:
    line = f'<path d="M{number(x)} 20V{number(bottom)}" stroke="{GRID}"/>'
    return words(f"{rank:,}", x, LETTERS, 'text-anchor="middle"') + line


def _ticks(last: int) -> list[int]:
    """Five ranks or fewer, evenly spread, the first and the last among them."""
    return sorted({round(1 + k * (last - 1) / 4) for k in range(5)})
