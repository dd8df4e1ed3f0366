"""The page that stands where there is no page: what went wrong, and where to go from here."""

from __future__ import annotations

from dataclasses import dataclass

from placebook.pages.shelf import Shelf
from placebook.types import Area

BAD_REQUEST, NOT_FOUND, NOT_ALLOWED, GONE, TOO_LONG, NOT_TAKEN, TOO_MANY, FAULT = 400, 404, 405, 410, 414, 415, 429, 500
SAID = {
    BAD_REQUEST: ("This address cannot be read", "It holds letters that no address of this site has."),
    NOT_FOUND: ("There is no page here", "The address may be mistyped, or the page may have another name now."),
    NOT_ALLOWED: ("That cannot be done here", "These pages can be read. They take nothing in."),
    TOO_LONG: ("This address is too long", "No page here has an address of more than 4,000 characters."),
    NOT_TAKEN: ("That kind of letter is not read here", "Use the form on the page."),
    TOO_MANY: ("Too many reports at once", "Please wait an hour and try again. Nothing was stored."),
    FAULT: (
        "Something went wrong here",
        "That is our fault, not yours. The figures are as they were. Try again later.",
    ),
}


@dataclass(frozen=True, slots=True)
class MissingPage:
    """A reply other than the page that was asked for. `links` are words with a path of the site."""

    status: int
    title: str
    says: str
    links: tuple[tuple[str, str], ...] = (
        ("The first page of this site", "index.html"),
        ("All areas", "areas/index.html"),
    )


def missing_page(status: int = NOT_FOUND, says: str = "") -> MissingPage:
    """What is said for a status: 400, 404, 405, 414, 415, 429 or 500."""
    title, usual = SAID[status]
    return MissingPage(status, title, says or usual)


def retired_page(shelf: Shelf, area: Area, index_areas: frozenset[str]) -> MissingPage:
    """What is said of an area that the book knows and has no page for: retired ones lead to their successors.

    Status 410 for an area that has an end or successors, 404 for any other (a parent, one without figures).
    """
    there = [shelf.by_code[code] for code in area.successors if code in shelf.by_code]
    links = tuple((one.name, f"areas/{one.code}.html") for one in there if one.code in index_areas)
    if not (area.last_year or area.successors):
        what = f"{area.name} ({area.code}) is a {area.kind or 'place'} that this book knows"
        says = f"{what}, but it has no page of figures."
        return MissingPage(
            NOT_FOUND, f"There is no page for {area.name}", says, (*links, ("All areas", "areas/index.html"))
        )
    until = f" after {area.last_year}" if area.last_year else ""
    now = " Its successors have pages." if links else ""
    says = f"The {area.kind or 'area'} {area.name} ({area.code}) is no longer in use{until}.{now}"
    return MissingPage(GONE, f"{area.name} is no longer in use", says, (*links, ("All areas", "areas/index.html")))
