"""A page value as bytes: HTML through its template, or JSON. Live replies and baked files are the same bytes."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import fields, is_dataclass
from typing import Any

from placebook.pages.shelf import Shelf
from placebook.web.render import Surroundings, page_html
from placebook.web.routes import File, Route


def around(shelf: Shelf, live: bool = False) -> Surroundings:
    """What stands around every page of a shelf's site."""
    return Surroundings(shelf.title, shelf.build, live=live, contact=shelf.contact, home=shelf.home)


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
        return {one.name: getattr(value, one.name) for one in fields(value) if one.metadata.get("plain", True)}
    if isinstance(value, Mapping):
        return dict(value)
    raise TypeError(f"a page value holds a {type(value).__name__}, which has no place in JSON")
