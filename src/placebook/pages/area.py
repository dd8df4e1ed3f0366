"""The page of one area: its scorecard, with what stands beside it."""

from __future__ import annotations

from dataclasses import dataclass

from placebook.pages.scorecard import Scorecard, scorecard
from placebook.pages.shelf import Shelf


@dataclass(frozen=True, slots=True)
class AreaPage:
    """What the page of one area says."""

    card: Scorecard


def area_page(shelf: Shelf, code: str, period: str | None = None) -> AreaPage:
    """The page of one area that is in the index. Raises DataError for one that is not."""
    if shelf.index is None:
        raise ValueError("the book has no index")
    when = period or shelf.index.scores.periods[-1]
    card = scorecard(
        shelf.by_code[code],
        shelf.index,
        shelf.cube,
        ranges=shelf.ranges_of(when),
        evidence=shelf.evidence,
        period=when,
        indicators=shelf.indicators,
        names=shelf.names,
    )
    return AreaPage(card)
