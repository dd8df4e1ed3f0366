"""Pages that belong to no single area or indicator of a book, for the first page and the data page to lead to."""

from __future__ import annotations

from placebook.pages.boundaries import boundary_links
from placebook.pages.nation import NationLink, nation_links
from placebook.pages.shelf import Shelf
from placebook.types import Area


def further_links(shelf: Shelf) -> tuple[NationLink, ...]:
    """The peers of areas that have no page of their own, such as the district, and the changes of boundaries."""
    own = {area.code for area in shelf.areas}
    codes = dict.fromkeys(code for table in shelf.peer_tables for code in table.of if code not in own)
    found = [link for code in codes for link in nation_links(shelf, code)]
    return (*found, *(NationLink(one.path, one.title) for one in boundary_links(shelf)))


def further_links_of(shelf: Shelf, area: Area) -> tuple[NationLink, ...]:
    """For one area: its peers in the whole country, those of the area it lies in, and the changes of boundaries."""
    above = nation_links(shelf, area.parent) if area.parent else ()
    changes = (NationLink(one.path, one.title) for one in boundary_links(shelf))
    return (*nation_links(shelf, area.code), *above, *changes)
