"""Every page of the site by its path: what makes its value, which template writes it, and which paths there are.

The live site, the API and `bake` all read this one table, so that none can show what another does not.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from placebook.pages.shelf import IndicatorFigures, Shelf


@dataclass(frozen=True, slots=True)
class Asked:
    """One request for a page: the shelf, what the path names, what the query says, and how to get figures."""

    shelf: Shelf
    named: Mapping[str, str]
    query: Mapping[str, tuple[str, ...]]
    figures: Callable[[str], IndicatorFigures]


@dataclass(frozen=True)
class Route:
    """One kind of page. `pattern` is a path with {names}; `make` gives the value, or None where there is no such page."""

    pattern: str
    template: str
    make: Callable[[Asked], Any]
    paths: Callable[[Shelf], Iterator[str]] = field(default=lambda shelf: iter(()))

    def match(self, path: str) -> dict[str, str] | None:
        """What a path names, or None when it is not of this kind."""
        found = re.fullmatch(re.sub(r"\\{(\w+)\\}", r"(?P<\1>[^/]+)", re.escape(self.pattern)), path)
        return None if found is None else found.groupdict()


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
    """Every page of a site, for bake, the sitemap and the tests."""
    for route in all_routes():
        if "{" not in route.pattern:
            yield route.pattern
        yield from route.paths(shelf)
