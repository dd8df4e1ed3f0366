"""Bars cut into parts: each whole a row, its largest part first and darkest."""

from __future__ import annotations

from collections.abc import Iterator

from markupsafe import Markup

from placebook.pages.charts import PartsChart, PartsRow
from placebook.web.svg_marks import (
    BLUE,
    EDGE,
    LETTERS,
    LINE,
    PAPER,
    QUIET,
    WIDTH,
    block,
    frame,
    number,
    width_of,
    words,
)

BAR = 14.0
SHADES = (BLUE, "#8fb4d6", "#dbe7f2", "#f0efec")  # from the largest part on; white lines part them in grey as well
AROUND = 4.0


def draw_parts(chart: PartsChart) -> Markup:
    """The name of each whole above its bar, and below it what its parts are, as far as their names have room."""
    y, drawn = 14.0, []
    for row in chart.bars:
        y, said = _row(row, y)
        drawn.append(said)
    key = "The darkest part is the largest. Parts too small for a name stand in the table."
    bottom, said = block(key, AROUND, y + 4, WIDTH - 2 * AROUND)
    return frame(chart.id, chart.title, chart.description, bottom - 8, [*drawn, said])


def _row(row: PartsRow, y: float) -> tuple[float, str]:
    top = y + 5
    drawn = "".join(_parts(row, top))
    return top + BAR + LINE * 2 + 2, words(row.name, AROUND, y, 'font-weight="700"') + drawn


def _parts(row: PartsRow, top: float) -> Iterator[str]:
    x, room = AROUND, WIDTH - 2 * AROUND
    free = x  # where the next name may begin
    for k, (name, share) in enumerate(row.parts):
        wide = room * share
        shade = SHADES[min(k, len(SHADES) - 1)]
        yield (
            f'<rect x="{number(x)}" y="{number(top)}" width="{number(wide)}" height="{number(BAR)}" fill="{shade}" '
            f'stroke="{PAPER if k == 0 else EDGE}" stroke-width=".8"/>'
        )
        said = f"{name} {100 * share:.0f}%"
        end = x + wide
        at = max(free, min(x, AROUND + room - width_of(said)))
        if at + width_of(said) <= AROUND + room + 1 and at <= end:
            yield words(said, at, top + BAR + LETTERS + 1, f'fill="{QUIET}"' if k else "")
            free = at + width_of(said) + 10
        x = end
