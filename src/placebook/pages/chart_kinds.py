"""The kinds of chart there are, as values: what each says, and the rows of its table twin.

Nothing here knows how a chart is drawn. `id` is unique on its page; `title` says the finding; `csv` is the path in the
site of a file with the same rows, or "". A chart has `columns` and `rows`: its table twin, every figure that is drawn.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Mapping
from dataclasses import dataclass, field

from placebook.types import NOTHING, State

NO_DATA = "no data"  # the state of an area about which nothing was published
MINUS = "\u2212"


def number_words(value: float | None, decimals: int, missing: str = NO_DATA) -> str:
    """A number as people read it, with commas and a true minus sign; the reason where there is none."""
    if value is None:
        return missing
    said = f"{value:,.{decimals}f}"
    return said.replace("-", "" if float(said.replace(",", "")) == 0 else MINUS)


@dataclass(frozen=True, slots=True)
class Mark:
    """One figure on a chart: whose it is, its limits where they are known, and how it is known or why it is not."""

    code: str  # of the area, or of the part
    name: str
    value: float | None
    low: float | None = None
    high: float | None = None
    state: str = str(State.OBSERVED)  # a State, or "no data"

    @property
    def estimated(self) -> bool:
        """True where the figure was carried over, filled in or modelled."""
        return self.state == State.ESTIMATED


@dataclass(frozen=True, slots=True)
class Band:
    """One colour of a scale. `tone` is better, worse, about or amount; `strength` rises with the colour's depth."""

    label: str  # "40 to 50"
    tone: str
    strength: int


@dataclass(frozen=True, slots=True)
class Scale:
    """From figures to a few colours, cut where the data say. `edges` part the bands; a figure on an edge goes up."""

    bands: tuple[Band, ...]  # from the lowest figures to the highest
    edges: tuple[float, ...]
    middle: float | None = None  # what better and worse are measured from; None for amounts
    middle_is: str = ""  # "the middle ward"
    unit: str = ""
    decimals: int = 1

    def band(self, value: float) -> int:
        """The position of the band that a figure falls in, as it is shown: rounded to its decimals."""
        return bisect_right(self.edges, round(value, self.decimals))


def beside_middle(mark: Mark, scale: Scale) -> str:
    """Better, worse, about the same, or not clearly different: how a figure stands beside the middle area.

    A figure whose limits hold the middle is not called better or worse.
    """
    if mark.value is None or scale.middle is None:
        return ""
    if mark.low is not None and mark.high is not None and mark.low <= scale.middle <= mark.high:
        return "not clearly different"
    tone = scale.bands[scale.band(mark.value)].tone
    return "about the same" if tone == "about" else tone


@dataclass(frozen=True, slots=True)
class _Titled:
    id: str
    title: str
    description: str


@dataclass(frozen=True, slots=True)
class _Map(_Titled):
    marks: tuple[Mark, ...]
    scale: Scale
    marked: str | None = None  # code of the area that stands out
    heading: str = "Figure"  # of the column of figures
    csv: str = ""

    @property
    def columns(self) -> tuple[str, ...]:
        """The headings of the table twin."""
        side = ("Beside the middle",) if self.scale.middle is not None else ()
        return ("Area", self.heading, *side, "How it is known")

    @property
    def rows(self) -> tuple[tuple[str, ...], ...]:
        """The table twin."""
        return tuple(self._row(mark) for mark in self.marks)

    def _row(self, mark: Mark) -> tuple[str, ...]:
        shown = number_words(mark.value, self.scale.decimals)
        side = (beside_middle(mark, self.scale),) if self.scale.middle is not None else ()
        return (mark.name, shown, *side, mark.state)


@dataclass(frozen=True, slots=True)
class TileMap(_Map):
    """A map of hexagons of one size, each an area. `tiles` has a column and row for each mark, odd rows moved right."""

    tiles: tuple[tuple[int, int], ...] = ()


@dataclass(frozen=True, slots=True)
class ShapeMap(_Map):
    """A map of real boundaries. `outlines` has SVG path data by code: flat pixels, y downwards, within `size`."""

    outlines: Mapping[str, str] = field(default_factory=lambda: NOTHING, repr=False, metadata={"plain": False})
    centres: tuple[tuple[float, float], ...] = ()  # a point within each area, for each mark
    corner: tuple[float, float] = (0.0, 0.0)  # where the areas drawn begin
    size: tuple[float, float] = (0.0, 0.0)


@dataclass(frozen=True, slots=True)
class StripChart(_Titled):
    """Every area as a dot on one line, so that one place can be seen among all."""

    marks: tuple[Mark, ...]  # from the lowest figure to the highest, then those without
    middle: float | None
    middle_is: str = ""
    better: str = ""  # "right" or "left": the side on which figures are better; "" when neither
    marked: str | None = None
    unit: str = ""
    decimals: int = 1
    heading: str = "Figure"
    csv: str = ""

    @property
    def columns(self) -> tuple[str, ...]:
        """The headings of the table twin."""
        return ("Area", self.heading, "How it is known")

    @property
    def rows(self) -> tuple[tuple[str, ...], ...]:
        """The table twin."""
        return tuple((mark.name, number_words(mark.value, self.decimals), mark.state) for mark in self.marks)


@dataclass(frozen=True, slots=True)
class Point:
    """One figure of a line. `at` is the year it stands at, with fractions; a point without a value is a gap."""

    period: str
    at: float
    value: float | None
    low: float | None = None
    high: float | None = None
    state: str = str(State.OBSERVED)


@dataclass(frozen=True, slots=True)
class Line:
    """The figures of one area, or of the middle area, over time."""

    code: str
    name: str
    points: tuple[Point, ...]


@dataclass(frozen=True, slots=True)
class LineChart(_Titled):
    """Figures over time with their limits. The first line is the place itself; the others stand behind it."""

    lines: tuple[Line, ...]
    unit: str = ""
    decimals: int = 1
    csv: str = ""
    of: str = "Area"  # what a line is

    @property
    def columns(self) -> tuple[str, ...]:
        """The headings of the table twin."""
        return (self.of, "Period", "Figure", "Lower limit", "Upper limit", "How it is known")

    @property
    def rows(self) -> tuple[tuple[str, ...], ...]:
        """The table twin."""
        return tuple(
            (line.name, point.period, self._said(point.value), *map(self._limit, (point.low, point.high)), point.state)
            for line in self.lines
            for point in line.points
        )

    def _said(self, value: float | None) -> str:
        return number_words(value, self.decimals)

    def _limit(self, value: float | None) -> str:
        return number_words(value, self.decimals, "not given")


@dataclass(frozen=True, slots=True)
class RangeChart(_Titled):
    """A row each for areas or parts: a rank and the range it may lie in. Rank 1 stands on the left."""

    marks: tuple[Mark, ...]
    out_of: int
    of: str = "Area"  # what a row is
    marked: str | None = None
    left_out: int = 0  # rows that are not drawn, because there are too many
    csv: str = ""
    key: str = "Dot: rank. Bar: the range it may lie in."
    spans: str = "Range"  # what a bar is, in the headings of the table twin

    @property
    def columns(self) -> tuple[str, ...]:
        """The headings of the table twin."""
        return (self.of, "Rank", f"{self.spans} from", f"{self.spans} to", "How it is known")

    @property
    def rows(self) -> tuple[tuple[str, ...], ...]:
        """The table twin."""
        return tuple(
            (
                mark.name,
                number_words(mark.value, 0),
                number_words(mark.low, 0, "not known"),
                number_words(mark.high, 0, "not known"),
                mark.state,
            )
            for mark in self.marks
        )


@dataclass(frozen=True, slots=True)
class PartsRow:
    """A whole and the shares of its parts, which sum to 1, the largest first."""

    name: str
    parts: tuple[tuple[str, float], ...]


@dataclass(frozen=True, slots=True)
class PartsChart(_Titled):
    """A bar for each whole, cut into its parts."""

    bars: tuple[PartsRow, ...]
    of: str = "Whole"
    part: str = "Part"
    csv: str = ""

    @property
    def columns(self) -> tuple[str, ...]:
        """The headings of the table twin."""
        return (self.of, self.part, "Share")

    @property
    def rows(self) -> tuple[tuple[str, ...], ...]:
        """The table twin."""
        return tuple((bar.name, name, f"{100 * share:.1f}%") for bar in self.bars for name, share in bar.parts)


Chart = TileMap | ShapeMap | StripChart | LineChart | RangeChart | PartsChart
