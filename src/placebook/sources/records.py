"""Record-level files and how they are counted: one row for each crime, claim or visit, and what its columns mean.

The values are said in `records/<id>.yaml` of a place book, which `book/records.py` reads. They stand here so that
the rooms that read files and count them know them too.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from placebook.sources.shapes import BoundaryFile
from placebook.types import NOTHING

# Our words for the columns of a record. None but a date or a period of the files is always needed.
COLUMNS = ("id", "date", "longitude", "latitude", "small_area", "area", "postcode", "category")
PERIODS = ("month", "quarter", "year")
REPEATED_IDS = ("count_each", "count_once", "refuse")
SAME_FILES = ("refuse", "count_once", "count_each")
ALL = "records"  # the category of records that are not told apart


@dataclass(frozen=True, slots=True)
class ByPoint:
    """Place a record by its longitude and latitude in the outlines of areas."""

    boundaries: BoundaryFile


@dataclass(frozen=True, slots=True)
class ByLookup:
    """Place a record by a code that it carries, through the table of a lookup of the book.

    `where` keeps only rows of the table with these words in these columns: a code that is left out by it lies in
    another place. `covers` is the share of records with a code that the table must know; below it, counting stops.
    """

    lookup: str  # its id: lookups/<id>.yaml
    column: str  # our word: small_area, postcode, area
    file: str
    code_from: str
    code_to: str
    declared: tuple[str, ...]  # headings that the table may have besides; * stands for any
    where: Mapping[str, tuple[str, ...]] = field(default_factory=lambda: NOTHING)
    covers: float = 0.0


@dataclass(frozen=True, slots=True)
class ByCode:
    """Place a record by the code of its area, which it carries itself."""

    column: str = "area"


Way = ByPoint | ByLookup | ByCode


@dataclass(frozen=True, slots=True)
class Placement:
    """The areas in which records are counted, and the ways of finding them: the first that gives an area decides."""

    area_kind: str
    boundaries: str  # the year of the boundaries: "2022"
    ways: tuple[Way, ...]


@dataclass(frozen=True, slots=True)
class Covered:
    """The months that the files cover whole, where somebody vouches for it: a month without a record is a nought."""

    first: str  # 2010-12
    last: str
    but_not: tuple[str, ...] = ()  # months in between that are not covered


@dataclass(frozen=True, slots=True)
class Records:
    """Record-level files: who published them, what their columns mean, where and how they are counted."""

    id: str
    title: str
    publisher: str
    licence: str
    url: str
    files: tuple[str, ...]  # paths or patterns, under the book or outside it
    columns: Mapping[str, str]  # our word -> their heading
    place: Placement
    period: str = "month"
    date_form: str = "year-month-day"  # or day/month/year
    zone: str | None = None  # the time zone whose days count, where times carry an offset: Europe/London
    ignore: tuple[str, ...] = ()  # headings left aside; * stands for any
    categories: Mapping[str, tuple[str, ...]] = field(default_factory=lambda: NOTHING)  # ours -> theirs; * for any
    not_wanted: tuple[str, ...] = ()  # their categories that are not counted; * stands for any
    repeated_ids: str = "count_each"
    same_files: str = "refuse"
    covered: Covered | None = None
    keep: Placement | None = None  # the smallest areas, kept for later rebasing
    expect: Mapping[str, float] = field(default_factory=lambda: NOTHING)
    note: str = ""

    @property
    def placements(self) -> tuple[Placement, ...]:
        """Where records are counted: the areas wanted, then the smallest areas if they are kept."""
        return (self.place,) if self.keep is None else (self.place, self.keep)

    @property
    def labels(self) -> tuple[str, ...]:
        """The categories that are counted, in the order written."""
        return tuple(self.categories) or (ALL,)
