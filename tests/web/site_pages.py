"""Pages as a browser would get them, and what can be asked of their HTML."""

from __future__ import annotations

from dataclasses import replace
from html.parser import HTMLParser
from posixpath import normpath
from urllib.parse import urlsplit

from placebook.pages.shelf import IndicatorFigures, Shelf
from placebook.types import Observation
from placebook.web.routes import Asked, find
from placebook.web.write import around, as_file

HOSTILE = '<script>alert("ward")</script> & Ŵŷ'


def page_of(shelf: Shelf, path: str, live: bool = False, **query: str | tuple[str, ...]) -> str:
    """The HTML of one page of a shelf, whose indicators have a figure for each cell of its cube."""
    found = find(path)
    assert found is not None, path
    route, named = found
    asked = {name: (value,) if isinstance(value, str) else value for name, value in query.items()}
    value = route.make(Asked(shelf, named, asked, lambda name: figures_in(shelf, name)))
    assert value is not None, path
    return as_file(route, value, path, around(shelf, live=live)).decode()


def figures_in(shelf: Shelf, indicator: str) -> IndicatorFigures:
    """The figures of one indicator out of the cube, as if each stood in a row of its own."""
    cube = shelf.cube
    rows = [
        Observation(area, indicator, period, float(value), file="raw/all.csv", row=2 + a, source="all")
        for a, area in enumerate(cube.areas)
        for period, value in zip(cube.periods, cube.values[a, cube.indicators.index(indicator)], strict=True)
        if value == value
    ]
    return IndicatorFigures(indicator, tuple(rows))


def with_hostile_names(shelf: Shelf) -> Shelf:
    """The same book where a ward, an indicator and a source have names that a page must not take for markup."""
    areas = tuple(replace(area, name=HOSTILE) for area in shelf.areas)
    indicators = {
        name: replace(one, title=HOSTILE, says=HOSTILE, unit=HOSTILE) for name, one in shelf.indicators.items()
    }
    sources = tuple(replace(one, note=HOSTILE, title=HOSTILE, publisher=HOSTILE) for one in shelf.sources)
    return replace(shelf, areas=areas, indicators=indicators, sources=sources, title=HOSTILE)


class Seen(HTMLParser):
    """What stands in a page: its links, its ids, and every attribute that a strict policy forbids."""

    def __init__(self, html: str) -> None:
        """Read a page through."""
        super().__init__()
        self.links: list[str] = []
        self.ids: list[str] = []
        self.forbidden: list[str] = []
        self.scripts = 0
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Note one tag."""
        for name, value in attrs:
            if name == "style" or name.startswith("on"):
                self.forbidden.append(f"{tag} {name}={value}")
            if name in ("href", "src", "action") and value:
                self.links.append(value)
            if name == "id" and value:
                self.ids.append(value)
        self.scripts += tag == "script"


DESK = "desk"  # where people sign in: no page of the site, and led to from the live site only


def inner_links(path: str, html: str) -> set[str]:
    """The paths of the site that a page leads to, without what comes after ? and #."""
    folder = path.rpartition("/")[0]
    found = set()
    for link in Seen(html).links:
        parts = urlsplit(link)
        if not parts.scheme and parts.path:
            found.add(normpath(f"{folder}/{parts.path}" if folder else parts.path))
    return found - {DESK}


def lost_anchors(path: str, html: str) -> list[str]:
    """Links to a place on the same page that is not there."""
    seen = Seen(html)
    here = [link for link in seen.links if link.startswith("#")]
    return [link for link in here if link[1:] not in seen.ids]
