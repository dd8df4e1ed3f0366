"""The picture of a place: a map of hexagons with every score, and every rank with its range.

Our own SVG, made from an Overview: no fonts, pictures or scripts from elsewhere. What a shade says a number says too,
so the picture can be read in grey. It is drawn twice: wide, and narrow for telephones, where ranks stand in the
hexagons because names would be too small to read.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from math import cos, pi, sin, sqrt

from placebook.book.svg import block, mark, number, polygon, words
from placebook.pages.overview import Overview, OverviewLine
from placebook.pages.scorecard_words import from_to, plural

INK, QUIET = "#1a1f26", "#47525e"  # words
PALE, DEEP = (238, 245, 252), (122, 178, 224)  # the lowest and the highest score; INK can be read on both
EDGE, GRID, BAR, DOT = "#33587a", "#d3d9e0", "#5b93c7", "#12395c"
FONT = "Arial, Helvetica, 'Liberation Sans', Roboto, sans-serif"
MARGIN = 16  # around everything
NO_DATA = "no data"


@dataclass(frozen=True, slots=True)
class Layout:
    """The measures of a drawing, in pixels. `names_on_map` puts names into the hexagons, else ranks."""

    width: int
    letters: int  # size of most words; none are smaller
    title: int  # size of the title
    map_width: int
    chart_left: int  # beyond the map: beside it; else below it
    row: float  # height of one area in the chart
    names: int  # width of the ranks and names in the chart
    ends: int  # width of the words at its right end
    names_on_map: bool


WIDE = Layout(840, 13, 20, 430, 478, 25.5, 128, 60, names_on_map=True)
NARROW = Layout(400, 17, 22, 368, MARGIN, 31, 156, 74, names_on_map=False)


def picture(page: Overview, layout: Layout = WIDE, note: str = "") -> str:
    """The overview as one SVG file that ends in a line end. The same overview gives the same bytes.

    `note` stands at the foot: where the figures are from and under which licence.
    """
    top, head = _head(page, layout)
    map_bottom, tiles = _map(page, layout, top)
    below = layout.chart_left < layout.map_width
    chart_bottom, chart = _chart(page, layout, map_bottom + MARGIN if below else top)
    bottom, foot = _foot(page, layout, max(map_bottom, chart_bottom) + MARGIN, note)
    height = round(bottom + MARGIN)
    opening = (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{layout.width}" height="{height}" '
        f'viewBox="0 0 {layout.width} {height}" role="img" aria-labelledby="title desc" '
        f'font-family="{FONT}" font-size="{layout.letters}" fill="{INK}">'
    )
    said = [mark("title", _title(page), id="title"), mark("desc", in_words(page), id="desc")]
    ground = mark("rect", width=layout.width, height=height, rx=6, fill="#ffffff")
    return "\n".join([opening, *said, ground, *head, *tiles, *chart, *foot, "</svg>"]) + "\n"


def in_words(page: Overview) -> str:
    """What the picture shows, for those who do not see it."""
    lines = "; ".join(f"{line.name} {_said(line)}" for line in page.lines)
    return f"A map of hexagons and a chart. {meaning(page)} {lines}."


def _said(line: OverviewLine) -> str:
    if line.score is None:
        return f"has {NO_DATA}"
    return f"scores {line.score:.1f} and ranks {rank_in_figures(line)}, range {ends_of_range(line)}"


def meaning(page: Overview) -> str:
    """What a high score means, and how far the order can be trusted."""
    high = f"A higher score means {page.higher_means}."
    if page.clear_pairs is None:
        return high
    are = "is" if page.clear_pairs == 1 else "are"
    return f"{high} Of {page.pairs:,} pairs of {plural(page.kind)}, {page.clear_pairs:,} {are} clearly different."


def _title(page: Overview) -> str:
    return f"{page.title}, {page.period}"


def _head(page: Overview, layout: Layout) -> tuple[float, list[str]]:
    """Title and meaning. Returns where they end, and the words."""
    room = layout.width - 2 * MARGIN
    y, title = block(_title(page), MARGIN, MARGIN, room, layout.title, font_weight="bold")
    y, said = block(meaning(page), MARGIN, y + 4, room, layout.letters + 1)
    return y + MARGIN, [*title, *said]


def _foot(page: Overview, layout: Layout, top: float, note: str) -> tuple[float, list[str]]:
    runs = f"Dot: rank. Bar: where 90 of 100 of {page.runs:,} runs put it, each with other figures and choices."
    tiles = "Hexagons are of equal size; most neighbours stand beside each other."
    room = layout.width - 2 * MARGIN
    y, said = block(" ".join((runs, tiles, note)), MARGIN, top, room, layout.letters, fill=QUIET)
    return y, said


# --- the map ---


def _map(page: Overview, layout: Layout, top: float) -> tuple[float, list[str]]:
    """A hexagon for each area that has a tile. Returns where the map ends, and its marks."""
    what = "Score" if layout.names_on_map else "Rank and score"
    y, marks = _heading(f"{what} of each {page.kind}: darker is higher", MARGIN, top, layout.map_width, layout)
    tiles = {line: line.tile for line in page.lines if line.tile is not None}
    if not tiles:
        return y, marks
    left = min(_columns(tile) for tile in tiles.values())
    first = min(row for _, row in tiles.values())
    across = layout.map_width / (max(_columns(tile) for tile in tiles.values()) - left + 1)
    side = across / sqrt(3)
    for line, tile in tiles.items():
        x = MARGIN + across * (_columns(tile) - left + 0.5)
        marks += _tile(line, x, y + side * (1.5 * (tile[1] - first) + 1), side, _shade(line, page), layout)
    last = max(row for _, row in tiles.values())
    return y + side * (1.5 * (last - first) + 2), marks


def _heading(content: str, x: float, y: float, width: float, layout: Layout) -> tuple[float, list[str]]:
    bottom, marks = block(content, x, y, width, layout.letters + 1, font_weight="bold")
    return bottom + 6, marks


def _columns(tile: tuple[int, int]) -> float:
    """How far a tile lies to the right, in tiles: odd rows are moved half a tile."""
    column, row = tile
    return column + (row % 2) / 2


def _tile(line: OverviewLine, x: float, y: float, side: float, shade: str, layout: Layout) -> Iterator[str]:
    """One hexagon with a point at its top, and the words in it."""
    corners = [(x + side * sin(k * pi / 3), y - side * cos(k * pi / 3)) for k in range(6)]
    broken = {"stroke_dasharray": "4 3"} if line.score is None else {}
    yield polygon(corners, fill=shade, stroke=EDGE, stroke_width=1.5, **broken)
    score = NO_DATA if line.score is None else f"{line.score:.1f}"
    above = line.name.split() if layout.names_on_map else [_ordinal(line)] if line.rank else []
    said = [*above, score]
    step = layout.letters * 1.25
    for i, word in enumerate(said):
        weight = {"font_weight": "bold"} if i == len(said) - 1 else {}
        lower = y + step * (i - (len(said) - 1) / 2) + layout.letters * 0.35
        yield words(word, x, lower, text_anchor="middle", **weight)


def _shade(line: OverviewLine, page: Overview) -> str:
    """The lowest score is pale and the highest deep; white for an area without a score."""
    scores = [one.score for one in page.lines if one.score is not None]
    if line.score is None:
        return "#ffffff"
    share = (line.score - min(scores)) / ((max(scores) - min(scores)) or 1)
    return "#" + "".join(f"{round(p + share * (d - p)):02x}" for p, d in zip(PALE, DEEP, strict=True))


# --- the chart ---


def _chart(page: Overview, layout: Layout, top: float) -> tuple[float, list[str]]:
    """A row for each area: rank, name, bar and dot, and the range in words. Returns where it ends, and its marks."""
    right = layout.width - MARGIN
    y, marks = _heading("Rank, and the range it may lie in", layout.chart_left, top, right - layout.chart_left, layout)
    left, end = layout.chart_left + layout.names + 10, right - layout.ends - 8
    out_of = max(page.out_of, 2)

    def at(rank: float) -> float:
        return left + (end - left) * (rank - 1) / (out_of - 1)

    bottom = y + layout.letters * 1.5 + layout.row * len(page.lines)
    for tick in _ticks(out_of):
        marks.append(words(str(tick), at(tick), y + layout.letters, text_anchor="middle", fill=QUIET))
        marks.append(
            mark("path", d=f"M{number(at(tick))} {number(y + layout.letters * 1.5)}V{number(bottom)}", stroke=GRID)
        )
    for i, line in enumerate(page.lines):
        middle = y + layout.letters * 1.5 + layout.row * (i + 0.5)
        marks += _row(line, layout, middle, right)
        if line.rank is not None:
            marks += _bar(line, at, middle)
    return bottom, marks


def _row(line: OverviewLine, layout: Layout, middle: float, right: float) -> Iterator[str]:
    """The words of a row: rank and name on the left, the range on the right."""
    y, left = middle + layout.letters * 0.35, layout.chart_left
    figures = layout.letters * 1.8  # room for a rank
    if line.rank is not None:
        yield words(rank_in_figures(line), left + figures - 5, y, text_anchor="end", font_weight="bold")
    yield words(line.name, left + figures, y)
    yield words(NO_DATA if line.rank is None else ends_of_range(line), right, y, text_anchor="end")


def _bar(line: OverviewLine, at: Callable[[float], float], middle: float) -> Iterator[str]:
    """The range as a bar, and the rank as a dot on it. A range of one rank is a bar as wide as the dot."""
    if line.rank_low is not None and line.rank_high is not None:
        low, high = at(line.rank_low) - 5, at(line.rank_high) + 5
        yield mark("rect", x=low, y=middle - 5, width=high - low, height=10, rx=5, fill=BAR)
    yield mark("circle", cx=at(line.rank or 1), cy=middle, r=5, fill=DOT, stroke="#ffffff")


def _ticks(out_of: int) -> list[int]:
    """Five ranks or fewer, evenly spread, the first and the last among them."""
    return sorted({round(1 + k * (out_of - 1) / 4) for k in range(5)})


def rank_in_figures(line: OverviewLine) -> str:
    """A rank, with = for a tie; nothing for an area that has none."""
    if line.rank is None:
        return ""
    return f"{line.rank}{'=' if line.tied else ''}"


def ends_of_range(line: OverviewLine) -> str:
    """A rank range in words: "4 to 9", or "1 only"."""
    if line.rank_low is None or line.rank_high is None:
        return "not known"
    return from_to(line.rank_low, line.rank_high)


def _ordinal(line: OverviewLine) -> str:
    """1st, 2nd, 3rd, 11th, 21st; with = for a tie."""
    rank = line.rank or 0
    last = "th" if rank % 100 in (11, 12, 13) else {1: "st", 2: "nd", 3: "rd"}.get(rank % 10, "th")
    return f"{rank}{last}{'=' if line.tied else ''}"
