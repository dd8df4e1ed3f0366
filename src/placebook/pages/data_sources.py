"""The sources of a book as its data page shows them, and what their publishers have announced."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from placebook.pages.shelf import Shelf
from placebook.types import Source

NO_DATE = "no date is given"


@dataclass(frozen=True, slots=True)
class SourceLine:
    """One published table that figures come from. `next_release` is in words where no date is given."""

    title: str
    publisher: str
    licence: str
    url: str
    published: str
    next_release: str
    indicators: int
    note: str


@dataclass(frozen=True, slots=True)
class Coming:
    """A release that its publisher has announced."""

    date: str  # as the publisher gives it: a day, a month, a season
    title: str
    publisher: str


def source_line(one: Source) -> SourceLine:
    """A source as the page shows it."""
    return SourceLine(
        title=one.title,
        publisher=one.publisher,
        licence=one.licence,
        url=one.url,
        published=one.published,
        next_release=one.next_release or NO_DATE,
        indicators=len(one.indicators),
        note=one.note,
    )


def announced(shelf: Shelf) -> Iterator[Coming]:
    """The releases that are announced, by date; dates in words stand last, by their words."""
    said = [Coming(one.next_release, one.title, one.publisher) for one in shelf.sources if one.next_release]
    yield from sorted(said, key=lambda one: (not one.date[:4].isdecimal(), one.date, one.title))
