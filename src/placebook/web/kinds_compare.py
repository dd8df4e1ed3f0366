"""The pages that set places side by side, and the one that finds what is both worse and getting worse."""

from __future__ import annotations

from collections.abc import Iterator

from placebook.pages.compare import ComparePage, beside_peers, compare_page
from placebook.pages.shelf import Shelf
from placebook.pages.worsening import WorseningPage, worsening_page
from placebook.web.routes import Asked, Route


def _compare(asked: Asked) -> ComparePage | None:
    if asked.shelf.index is None:
        return None
    return compare_page(asked.shelf, asked.query.get("area", ()))


def _beside_peers(asked: Asked) -> ComparePage | None:
    index, code = asked.shelf.index, asked.named["code"]
    if index is None or code not in asked.shelf.by_code or code not in index.scores.areas:
        return None
    return beside_peers(asked.shelf, code)


def _worsening(asked: Asked) -> WorseningPage | None:
    if asked.shelf.index is None:
        return None
    first = {name: next(iter(asked.query.get(name, ())), "") for name in ("part", "area")}
    return worsening_page(asked.shelf, first["part"], first["area"])


def _area_paths(shelf: Shelf) -> Iterator[str]:
    there = shelf.index.scores.areas if shelf.index is not None else ()
    return (f"compare/{code}.html" for code in there)


ROUTES: tuple[Route, ...] = (
    Route("compare.html", "compare.html", _compare, query=("area",)),
    Route("compare/worsening.html", "worsening.html", _worsening, query=("part", "area")),
    Route("compare/{code}.html", "compare.html", _beside_peers, _area_paths),
)
