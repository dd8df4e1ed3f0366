"""One option on one factor set as a chart value: two rings, the short term inside, the long term outside."""

from __future__ import annotations

from dataclasses import dataclass

from placebook.decide.wheel import LONG, SHORT, TERM_WORDS, TERMS, Effect, Factor, Option
from placebook.decide.wheel_compare import tone_of


@dataclass(frozen=True, slots=True)
class WheelCell:
    """One segment as it is drawn."""

    term: str
    effect: str  # the word
    tone: str  # better, worse, mixed, none, unknown


@dataclass(frozen=True, slots=True)
class WheelSector:
    """One factor as it is drawn, with the number that it has in the table."""

    number: int
    title: str
    group: str
    short: WheelCell
    long: WheelCell

    @property
    def cells(self) -> tuple[WheelCell, WheelCell]:
        """The short term, then the long term."""
        return (self.short, self.long)


@dataclass(frozen=True, slots=True)
class WheelChart:
    """What one option does to each factor of one set. There is no total, in the middle or elsewhere."""

    id: str
    title: str
    description: str
    sectors: tuple[WheelSector, ...]
    csv: str = ""

    @property
    def columns(self) -> tuple[str, ...]:
        """The headings of the table twin."""
        return ("Number", "Factor", "Short term", "Long term")

    @property
    def rows(self) -> tuple[tuple[str, ...], ...]:
        """The table twin."""
        return tuple((str(one.number), one.title, one.short.effect, one.long.effect) for one in self.sectors)


def wheel_chart(option: Option, factors: tuple[Factor, ...], title: str, id: str) -> WheelChart:
    """The wheel of an option on the factors of one set."""
    sectors = tuple(_sector(option, factor) for factor in factors)
    return WheelChart(id, title, description_of(sectors), sectors)


def _sector(option: Option, factor: Factor) -> WheelSector:
    cells = {term: _cell(term, option.at(factor.link, term).effect) for term in TERMS}
    return WheelSector(factor.number, factor.title, factor.group, cells[SHORT], cells[LONG])


def _cell(term: str, effect: Effect) -> WheelCell:
    return WheelCell(term, effect.value, tone_of(effect))


def description_of(sectors: tuple[WheelSector, ...]) -> str:
    """The wheel in words: for each word the factors that have it, so that nothing is in the picture alone."""
    found: dict[str, list[str]] = {}
    for one in sectors:
        if one.short.effect == one.long.effect:
            found.setdefault(one.short.effect, []).append(f"{one.title} (both terms)")
        else:
            for cell in one.cells:
                found.setdefault(cell.effect, []).append(f"{one.title} ({TERM_WORDS[cell.term]})")
    said = "; ".join(f"{word}: {', '.join(names)}" for word, names in found.items())
    return f"The inner ring is the short term, the outer ring the long term. {said}."
