"""A page value as bytes: HTML through its template, or JSON. Live replies and baked files are the same bytes."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from dataclasses import fields, is_dataclass
from functools import cache
from operator import attrgetter
from typing import Any

from placebook.pages.shelf import Shelf
from placebook.web.render import Surroundings, page_html
from placebook.web.routes import File, Route


def around(shelf: Shelf, live: bool = False) -> Surroundings:
    """What stands around every page of a shelf's site."""
    from placebook.web.library.records import any_document

    return Surroundings(
        shelf.title,
        shelf.build,
        live=live,
        contact=shelf.contact,
        home=shelf.home,
        library=any_document(),
        decisions=any(one.is_published for one in shelf.decisions),
    )


def as_file(route: Route, value: Any, path: str, surroundings: Surroundings) -> bytes:
    """A page as HTML, or a file as it is."""
    if isinstance(value, File):
        return value.content
    return page_html(route.template, value, path, surroundings).encode()


def as_json(value: Any) -> bytes:
    """A page's value as JSON: its fields by name and in their order, None as null, UTF-8, one line end at the foot.

    Raises ValueError for NaN, which no page value may hold: a figure that is not there is None.
    """
    said = json.dumps(value, ensure_ascii=False, allow_nan=False, separators=(",", ":"), default=_plain)
    return f"{said}\n".encode()


def _plain(value: Any) -> Any:
    """What JSON has no word for, in words it has."""
    if is_dataclass(value):
        names, read = _fields(value.__class__)
        return dict(zip(names, read(value), strict=True))
    if isinstance(value, Mapping):
        return dict(value)
    raise TypeError(f"a page value holds a {type(value).__name__}, which has no place in JSON")


@cache
def _fields(kind: Any) -> tuple[tuple[str, ...], Callable[[Any], tuple[Any, ...]]]:
    """The names of the fields of a kind of value that are said, and what reads them: looked up once for each kind."""
    names = tuple(one.name for one in fields(kind) if one.metadata.get("plain", True))
    if len(names) > 1:
        return names, attrgetter(*names)
    return names, lambda value: tuple(getattr(value, name) for name in names)
