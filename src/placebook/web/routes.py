"""Every page of the site by its path: what makes its value, which template writes it, and which paths there are.

The live site, the API and `bake` all read this one table, so that none can show what another does not.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from placebook.pages.shelf import IndicatorFigures, Shelf

PAGE, TWIN = ".html", ".json"
HELD_WHOLE = 1_000_000  # bytes; a larger file is given piece by piece


@dataclass(frozen=True, slots=True)
class Asked:
    """One request for a page: the shelf, what the path names, what the query says, and how to get figures.

    `built` gives the bytes of a file of the very build that the shelf is of, or None where that has no such file.
    """

    shelf: Shelf
    named: Mapping[str, str]
    query: Mapping[str, tuple[str, ...]]
    figures: Callable[[str], IndicatorFigures]
    built: Callable[[str], bytes | None] = dict[str, bytes]().get


@dataclass(frozen=True, slots=True)
class File:
    """What a route gives that is no page but a file to fetch: it is written as it is, and has no JSON beside it."""

    content: bytes
    kind: str  # its media type: "text/csv; charset=utf-8"


@dataclass(frozen=True, slots=True)
class Stream:
    """A file too large to hold at once: `pieces` gives it from its beginning each time it is called."""

    pieces: Callable[[], Iterator[bytes]]
    kind: str


def file_of_pieces(pieces: Callable[[], Iterator[bytes]], kind: str) -> File | Stream:
    """A file that is made piece by piece: held whole where it is small, so that it has a length and an ETag."""
    held, size = [], 0
    for piece in pieces():
        held.append(piece)
        size += len(piece)
        if size > HELD_WHOLE:
            return Stream(pieces, kind)
    return File(b"".join(held), kind)


@dataclass(frozen=True)
class Route:
    """One kind of page, or of file. `pattern` is a path with {names}; `make` gives the value, or None for no such page.

    `make` is annotated with the value it gives: the API publishes that as the shape of its replies. A route
    without a template gives a File or a Stream. `query` names what an address may ask for after its question mark; a
    live page reads it, each may stand more than once, and anything else there is left aside.
    """

    pattern: str
    template: str
    make: Callable[[Asked], Any]
    paths: Callable[[Shelf], Iterator[str]] | None = None  # of one book; the pattern itself when None
    query: tuple[str, ...] = ()

    @property
    def is_page(self) -> bool:
        """Whether it is a page to read, with a template and a JSON twin, and not a file to fetch."""
        return self.template != ""

    def match(self, path: str) -> dict[str, str] | None:
        """What a path names, or None when it is not of this kind."""
        found = self._expression.fullmatch(path)
        return None if found is None else found.groupdict()

    @property
    def match_names(self) -> tuple[str, ...]:
        """The names in the pattern, in order."""
        return tuple(self._expression.groupindex)

    @cached_property
    def _expression(self) -> re.Pattern[str]:
        return re.compile(re.sub(r"\\{(\w+)\\}", r"(?P<\1>[^/]+)", re.escape(self.pattern)))


def all_routes() -> tuple[Route, ...]:
    """Every kind of page, in the order in which paths are tried."""
    from placebook.web import kinds

    return kinds.ROUTES


def find(path: str) -> tuple[Route, dict[str, str]] | None:
    """The route of a path and what the path names, or None."""
    for route in all_routes():
        named = route.match(path)
        if named is not None:
            return route, named
    return None


def all_paths(shelf: Shelf) -> Iterator[str]:
    """Every page and file of a site, for bake and the tests."""
    for route in all_routes():
        yield from paths_of(route, shelf)


def all_pages(shelf: Shelf) -> Iterator[str]:
    """Every page to read, for the sitemap and the search."""
    for route in all_routes():
        if route.is_page:
            yield from paths_of(route, shelf)


def paths_of(route: Route, shelf: Shelf) -> Iterator[str]:
    """Every path of one kind of page."""
    if route.paths is not None:
        yield from route.paths(shelf)
    elif "{" not in route.pattern:
        yield route.pattern


def twin(path: str) -> str:
    """Where the value of a page stands as JSON: areas/x.html -> api/areas/x.json."""
    return f"api/{path.removesuffix(PAGE)}{TWIN}"
