"""The emissions of a whole district, as published by sector: whether they add up, and how many a person has."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

import numpy as np

from placebook.methods.carbon import sum_is_off_by


@dataclass(frozen=True, slots=True)
class Sector:
    """One sector of a year: its parts and its published total, in kilotonnes."""

    name: str
    total: float | None
    parts: tuple[tuple[str, float | None], ...]


@dataclass(frozen=True, slots=True)
class TerritorialYear:
    """The emissions of an authority in a year, in kilotonnes, with the row of the table they stand in."""

    authority: str
    name: str
    year: int
    gas: str  # as the headings have it: CO2, or CO2e
    total: float | None
    sectors: tuple[Sector, ...]
    population: float | None  # thousands
    per_person: float | None  # tonnes, as published
    row: int
    decimals: int  # printed digits after the point

    @property
    def a_person(self) -> float | None:
        """Tonnes for each person: kilotonnes over thousands of people. None without a population."""
        if self.total is None or not self.population:
            return None
        return self.total / self.population


@dataclass(frozen=True, slots=True)
class DoesNotSum:
    """A published sum that its parts do not reach, beyond what rounding explains."""

    row: int
    authority: str
    year: int
    what: str
    by: float  # kilotonnes, or tonnes a person


def that_do_not_sum(years: Iterable[TerritorialYear]) -> tuple[DoesNotSum, ...]:
    """Sectors that are not the sum of their parts, totals that are not the sum of sectors, wrong figures a person."""
    return tuple(wrong for one in years for wrong in _wrong_in(one))


def _wrong_in(one: TerritorialYear) -> Iterator[DoesNotSum]:
    checks = [(sector.name, sector.total, [part for _, part in sector.parts]) for sector in one.sectors]
    checks.append(("all sectors", one.total, [sector.total for sector in one.sectors]))
    for what, total, parts in checks:
        known = [part for part in parts if part is not None]
        if total is None or len(known) < len(parts):
            continue  # not measured is not nought: nothing can be added up
        by = sum_is_off_by(total, np.array(known, dtype=np.float64), one.decimals)
        if by:
            yield DoesNotSum(one.row, one.authority, one.year, what, by)
    ours = one.a_person
    if ours is not None and one.per_person is not None:
        by = sum_is_off_by(one.per_person, np.array([ours]), one.decimals)
        if by:
            yield DoesNotSum(one.row, one.authority, one.year, "tonnes a person", by)
