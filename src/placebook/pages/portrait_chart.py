"""The doughnut of a portrait as a chart value: its sectors, how each stands, and the rows of its table twin."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from placebook.measure.portrait import OVERSHOOT, SAFE, SHORTFALL, UNKNOWN, Reading, Standing, count_of
from placebook.measure.portrait_kinds import LENSES
from placebook.methods.doughnut import SOCIAL
from placebook.pages.charts import number_words
from placebook.pages.scorecard_words import listed


@dataclass(frozen=True, slots=True)
class Cell:
    """One measure as it is drawn. `beyond` is None where it is unknown; then there is no bar of any length."""

    title: str
    standing: str
    beyond: float | None
    says: str  # the standing in words, with its amount
    carried: bool = False


@dataclass(frozen=True, slots=True)
class Sector:
    """One dimension as it is drawn, with the number that it has in the table."""

    number: int
    title: str
    lens: str
    domain: str
    standing: str
    cells: tuple[Cell, ...]


@dataclass(frozen=True, slots=True)
class DoughnutChart:
    """A portrait in one year. Social sectors lie inside, ecological ones outside; each ring is shared out equally.

    `furthest` is the largest overshoot of any year, in multiples of the ceiling: what the scale reaches.
    """

    id: str
    title: str
    description: str
    year: int
    sectors: tuple[Sector, ...]
    furthest: float
    csv: str = ""

    @property
    def columns(self) -> tuple[str, ...]:
        """The headings of the table twin."""
        return ("Number", "Dimension", "Measure", "How it stands")

    @property
    def rows(self) -> tuple[tuple[str, ...], ...]:
        """The table twin: every sector, a row for each measure."""
        return tuple(
            (str(one.number), one.title, cell.title, cell.says)
            for one in self.sectors
            for cell in one.cells or (Cell("none", UNKNOWN, None, UNKNOWN),)
        )

    def ring(self, domain: str) -> tuple[Sector, ...]:
        """The sectors of one ring in their order."""
        return tuple(one for one in self.sectors if one.domain == domain)


def in_ring_order(standings: Sequence[Standing]) -> tuple[Standing, ...]:
    """Social before ecological, and local before global: the order in which a ring is drawn and a table is read."""
    order = list(LENSES)
    return tuple(sorted(standings, key=lambda one: order.index(one.dimension.lens)))


def doughnut_chart(
    place: str, year: int, standings: Sequence[Standing], furthest: float, id: str = "doughnut", csv: str = ""
) -> DoughnutChart:
    """The chart of one year, its dimensions numbered in the order of the rings."""
    ordered = in_ring_order(standings)
    sectors = tuple(_sector(i, one) for i, one in enumerate(ordered, 1))
    return DoughnutChart(
        id, _title(place, year, ordered), _description(place, year, ordered), year, sectors, furthest, csv
    )


def standing_words(reading: Reading, domain: str) -> str:
    """How a measure stands: "shortfall of 14%", "overshoot, 1.07 times the limit", "safe", "unknown"."""
    if reading.beyond is None or reading.ratio is None:
        return UNKNOWN
    if reading.standing == SAFE:
        return SAFE
    if domain == SOCIAL:
        return f"{SHORTFALL} of {share_words(reading.beyond)}"
    return f"{OVERSHOOT}, {times_words(reading.ratio)} the limit"


def share_words(share: float) -> str:
    """A share of the way as per cent: a whole number, but never 0 for what is not nothing."""
    whole = f"{100 * share:.0f}%"
    return whole if whole != "0%" else "less than 1%"


def times_words(ratio: float) -> str:
    """How many times the limit, with as many decimals as it takes to differ from 1."""
    for decimals in (1, 2, 3):
        said = number_words(ratio, decimals)
        if float(said.replace(",", "")) != 1:
            return f"{said} times"
    return "just over 1 times"


def _sector(number: int, one: Standing) -> Sector:
    lens = LENSES[one.dimension.lens]
    cells = tuple(
        Cell(
            reading.measure.title,
            reading.standing,
            reading.beyond,
            standing_words(reading, lens.domain),
            reading.carried and reading.beyond is not None,
        )
        for reading in one.readings
    )
    return Sector(number, one.dimension.title, lens.id, lens.domain, one.standing, cells)


def _title(place: str, year: int, standings: Sequence[Standing]) -> str:
    return f"{place} in {year}: {counts_words(standings)}"


def counts_words(standings: Sequence[Standing]) -> str:
    """How many dimensions fall short, overshoot, are safe and are unknown: "4 of 25 fall short, 1 overshoots..."."""
    found, total = count_of(standings), len(standings)
    said = [
        f"{_none(found[SHORTFALL])} of {total} {'fall' if found[SHORTFALL] > 1 else 'falls'} short",
        f"{_none(found[OVERSHOOT])} {'overshoot' if found[OVERSHOOT] > 1 else 'overshoots'}",
        f"{_none(found[SAFE])} {'are' if found[SAFE] > 1 else 'is'} safe",
        f"{_none(found[UNKNOWN])} {'are' if found[UNKNOWN] > 1 else 'is'} unknown",
    ]
    return listed(said)


def _none(count: int) -> str:
    return str(count) if count else "none"


def _description(place: str, year: int, standings: Sequence[Standing]) -> str:
    """What the picture says, for those who do not see it."""
    said = [f"A doughnut of two rings for {place} in {year}."]
    for word, verb in ((SHORTFALL, "Short of the social floor"), (OVERSHOOT, "Over the ecological ceiling")):
        names = [_past(one) for one in standings if one.standing == word]
        said.append(f"{verb}: {listed(names, most=len(names))}." if names else f"{verb}: none that is known.")
    for word, verb in ((SAFE, "Safe"), (UNKNOWN, "Unknown")):
        names = [one.dimension.title for one in standings if one.standing == word]
        said.append(f"{verb}: {listed(names, most=len(names))}." if names else f"{verb}: none.")
    return " ".join(said)


def _past(one: Standing) -> str:
    domain = LENSES[one.dimension.lens].domain
    worst = max(one.readings, key=lambda reading: reading.beyond or 0.0)
    return f"{one.dimension.title} ({standing_words(worst, domain)})"
