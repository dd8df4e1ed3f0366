"""A book and its figures laid out once, so that each rule of `check` is a few array operations."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from placebook.book.gather import Gathered, Named
from placebook.book.grouping import Make, group
from placebook.book.place_book import Opened, PlaceBook
from placebook.sources.findings import Finding
from placebook.sources.observations import Observations, Texts, Whole
from placebook.types import Area, Indicator, Source

Mask = NDArray[np.bool_]


@dataclass(frozen=True)
class Column:
    """A column of labels as numbers: `labels[numbers[i]]` is the label of position i."""

    numbers: Whole
    labels: list[str]


@dataclass(frozen=True)
class LaidOut:
    """What the rules look at."""

    opened: Opened
    gathered: Gathered

    @property
    def book(self) -> PlaceBook:
        return self.opened.book

    @property
    def observations(self) -> Observations:
        return self.gathered.observations

    @property
    def names(self) -> tuple[Named, ...]:
        return self.gathered.names

    @property
    def areas(self) -> dict[str, Area]:
        """The areas of areas.csv by code."""
        return dict(self.opened.areas.areas)

    @property
    def areas_file(self) -> str:
        """The file that lists them."""
        return self.opened.areas.file

    @cached_property
    def area(self) -> Column:
        return _column(self.observations.area)

    @cached_property
    def indicator(self) -> Column:
        return _column(self.observations.indicator)

    @cached_property
    def period(self) -> Column:
        return _column(self.observations.period)

    @cached_property
    def source(self) -> Column:
        return _column(self.observations.source)

    @cached_property
    def indicators(self) -> list[Indicator]:
        """The declaration of each label of the indicator column, in its order."""
        declared = self.book.indicators
        return [declared[name] for name in self.indicator.labels]

    @cached_property
    def sources(self) -> dict[str, Source]:
        """The sources by id."""
        return {source.id: source for source in self.book.sources}

    def file_of(self, kind: str, name: str) -> str:
        """The file in which a source or recipe of that name stands."""
        return self.opened.files.get(f"{kind}/{name}", f"{kind}/{name}.yaml")

    def first_of_each(self, *columns: Column) -> tuple[Whole, Whole]:
        """The first position of each different combination of labels, and how often it stands."""
        key = np.zeros(len(self.observations), dtype=np.int64)
        for column in columns:
            key = key * (len(column.labels) + 1) + column.numbers
        _, first, times = np.unique(key, return_index=True, return_counts=True)
        return first, times

    def group(self, wrong: Iterable[tuple[int, tuple[str, str]]], make: Make, rule: str) -> list[Finding]:
        """Findings about positions of the observations, file by file. See grouping.group."""
        by_file: dict[str, list[tuple[int, tuple[str, str]]]] = {}
        for at, words in wrong:
            by_file.setdefault(str(self.observations.file[at]), []).append((at, words))
        rows: Sequence[int] = self.observations.row  # type: ignore[assignment]
        return [finding for file, some in by_file.items() for finding in group(file, rows, some, make, rule)]


def look_at(opened: Opened, gathered: Gathered) -> LaidOut:
    """Lay a book and its figures out for the rules."""
    return LaidOut(opened, gathered)


def _column(texts: Texts) -> Column:
    places = {label: i for i, label in enumerate(dict.fromkeys(texts))}
    numbers = np.fromiter(map(places.__getitem__, texts), np.int64, len(texts))
    return Column(numbers, list(places))
