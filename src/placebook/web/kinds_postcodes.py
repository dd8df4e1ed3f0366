"""The postcodes of a book as a script, which the first page loads when somebody types something like one.

A script and not JSON, since a page that was opened from a disk may load the one and not the other. The last three
characters of the postcodes of one district and area stand in one string, so that a postcode costs three bytes:

    const placebook_postcodes = {"IG11": {"E05000026": "7AB7AD8XY"}};
"""

from __future__ import annotations

import json
from collections.abc import Mapping

from placebook.pages.chart_figures import kept
from placebook.pages.shelf import Shelf
from placebook.web.routes import Asked, File, Route

INWARD = 3  # characters of the second half of every postcode


def _postcodes(asked: Asked) -> File:
    made = kept(asked.shelf, "postcodes.js", lambda: _script(asked.shelf))
    return File(made, "text/javascript; charset=utf-8")


def _script(shelf: Shelf) -> bytes:
    said = json.dumps(by_district(shelf.postcodes), separators=(",", ":")).replace("},", "},\n").replace("</", "<\\/")
    return f"const placebook_postcodes = {said};\n".encode()


def by_district(postcodes: Mapping[str, str]) -> dict[str, dict[str, str]]:
    """Postcodes by their first half and their area, the second halves in one string, sorted."""
    found: dict[str, dict[str, str]] = {}
    for postcode, area in sorted(postcodes.items()):
        areas = found.setdefault(postcode[:-INWARD], {})
        areas[area] = areas.get(area, "") + postcode[-INWARD:]
    return found


ROUTES: tuple[Route, ...] = (Route("postcodes.js", "", _postcodes),)
