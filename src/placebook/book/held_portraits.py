"""The portraits of a book with their figures, refused when something in them is wrong."""

from __future__ import annotations

from collections.abc import Mapping

from placebook.book.check import refuse
from placebook.book.check_portraits import gather_portraits, held_of, portrait_table, portraits
from placebook.book.gather import gather
from placebook.book.laid_out import LaidOut
from placebook.book.place_book import PlaceBook, look_into
from placebook.book.portrait_figures import wanted_by
from placebook.measure.portrait_kinds import HeldPortrait
from placebook.sources.findings import FAULT


def held_portraits(book: PlaceBook) -> Mapping[str, HeldPortrait]:
    """Every portrait of a book by id, with its figures. Of the book's tables only those that portraits read are read.

    Raises DataError when `placebook check` would find a fault in a portrait or in its tables.
    """
    if not book.portraits:
        return {}
    wanted = wanted_by(book.portraits.values())
    read = [one for one in book.sources if wanted.intersection(indicator.id for indicator in one.indicators)]
    gathered = gather(book.folder, read, [area.code for area in book.areas])
    laid = LaidOut(look_into(book.folder), gathered)
    found = (*gathered.findings, *portraits(laid))
    refuse(tuple(finding for finding in found if finding.level == FAULT))
    table = portrait_table(book, gathered.observations, gather_portraits(book).observations)
    return {one.id: HeldPortrait(one, held_of(book, one, table)) for one in book.portraits.values()}
