"""Rules about what stands beside the figures: the log of changes, the postcodes and the carbon accounts."""

from __future__ import annotations

from collections.abc import Iterator

from placebook.book.carbon_account import look_at_account
from placebook.book.changes import why_no_page
from placebook.book.frameworks import shipped_frameworks
from placebook.book.laid_out import LaidOut
from placebook.book.postcodes import read_postcodes
from placebook.sources.findings import Finding, fault


def changes(laid: LaidOut) -> Iterator[Finding]:
    """Entries of the log that lead to pages which are not there. What cannot be read at all is said on opening."""
    areas = [area.code for area in laid.areas.values() if area.kind == laid.book.area_kind]
    frameworks = {*shipped_frameworks(), *laid.book.frameworks}
    for change, row in zip(laid.opened.log.changes, laid.opened.log.rows, strict=True):
        wrong = why_no_page(change.where, areas, laid.book.indicators, frameworks)
        if wrong:
            yield fault(laid.opened.files["changes"], row, *wrong)


def postcodes(laid: LaidOut) -> Iterator[Finding]:
    """Postcodes that are malformed, stand twice, or lie in an area that is not compared."""
    name = laid.book.postcodes
    if name is None:
        return
    known = {area.code for area in laid.areas.values() if area.kind == laid.book.area_kind}
    yield from read_postcodes(laid.book.folder / name, name, known, laid.book.area_kind).findings


def carbon(laid: LaidOut) -> Iterator[Finding]:
    """Carbon accounts: their tables of activity, their factors, and the emissions of the district."""
    for plan in laid.book.carbon:
        yield from look_at_account(laid.book.folder, plan).findings


LIST_RULES = (changes, postcodes, carbon)
