"""Where the parts of a doughnut lie: the lengths of its two drawings, its angles and its two straight scales."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from math import ceil, cos, radians, sin

from placebook.methods.doughnut import ECOLOGICAL, SOCIAL
from placebook.pages.charts import ticks
from placebook.pages.portrait_chart import DoughnutChart, Sector
from placebook.web.svg_marks import number

WHOLE = 359.99  # degrees of a sector that is alone in its ring: an arc cannot end where it begins


@dataclass(frozen=True, slots=True)
class Size:
    """The lengths of one drawing: from the middle to where nothing is left of the floor, to the floor, and so on."""

    width: float
    nothing: float  # all fall short
    floor: float
    ceiling: float
    outside: float  # the furthest overshoot
    letters: float
    sign: float  # half width of the sign on a line
    named: bool

    @property
    def middle(self) -> float:
        """The line between the two rings."""
        return (self.floor + self.ceiling) / 2


WIDE = Size(720, 32, 150, 266, 344, 14.5, 10, named=True)
NARROW = Size(320, 18, 68, 128, 156, 13.5, 8, named=False)


@dataclass(frozen=True, slots=True)
class Shape:
    """One chart in one size. Angles are degrees clockwise from the top."""

    chart: DoughnutChart
    size: Size
    id: str

    @property
    def centre(self) -> tuple[float, float]:
        """The middle of the hole."""
        return self.size.width / 2, self.size.outside + 22

    @property
    def steps(self) -> list[float]:
        """Overshoots at which a circle is drawn: plain numbers, the last at or beyond the furthest."""
        furthest = max(self.chart.furthest, 1)
        found = [step for step in ticks(0, furthest) if step > 0]
        return found if found[0] >= 1 else [float(step) for step in range(1, ceil(furthest) + 1)]

    def inward(self, share: float) -> float:
        """How far from the middle a shortfall reaches: straight from the floor."""
        return self.size.floor - share * (self.size.floor - self.size.nothing)

    def outward(self, times: float) -> float:
        """How far from the middle an overshoot reaches: straight from the ceiling."""
        return self.size.ceiling + times / self.steps[-1] * (self.size.outside - self.size.ceiling)

    def at(self, radius: float, degrees: float) -> str:
        """A point as SVG writes it."""
        x, y = self.centre
        turned = radians(degrees - 90)
        return f"{number(x + radius * cos(turned))} {number(y + radius * sin(turned))}"

    def wedge(self, inner: float, outer: float, start: float, end: float) -> str:
        """The outline of a piece of a ring, from one angle to another, clockwise from the top."""
        large = int(end - start > 180)
        return (
            f"M{self.at(inner, start)}L{self.at(outer, start)}A{number(outer)} {number(outer)} 0 {large} 1 "
            f"{self.at(outer, end)}L{self.at(inner, end)}A{number(inner)} {number(inner)} 0 {large} 0 "
            f"{self.at(inner, start)}z"
        )

    def each(self) -> Iterator[tuple[Sector, float, float]]:
        """Every sector with the angles between which it lies."""
        for domain in (SOCIAL, ECOLOGICAL):
            sectors = self.chart.ring(domain)
            for i, sector in enumerate(sectors):
                share = 360 / len(sectors)
                yield sector, i * share, i * share + min(share, WHOLE)

    def half(self, sector: Sector) -> tuple[float, float]:
        """How far from the middle the piece of a sector begins and ends."""
        inside = sector.domain == SOCIAL
        return (self.size.floor, self.size.middle) if inside else (self.size.middle, self.size.ceiling)

    @property
    def nudge(self) -> float:
        """How far words lie from the middle of their piece, away from the sign on its line."""
        return 0.4 * self.size.sign
