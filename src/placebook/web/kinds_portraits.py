"""Routes of portraits: their list, each in every year, its picture and its figures as files, and for other sites."""

from __future__ import annotations

from collections.abc import Iterator

from placebook.measure.portrait import years_of
from placebook.pages.portrait import PortraitListPage, PortraitPage, portrait_list, portrait_page
from placebook.pages.shelf import Shelf
from placebook.web.routes import Asked, File, Route, Stream, file_of_pieces


def _list(asked: Asked) -> PortraitListPage:
    return portrait_list(asked.shelf)


def _fullest(asked: Asked) -> PortraitPage | None:
    return portrait_page(asked.shelf, asked.named["id"])


def _in_year(asked: Asked) -> PortraitPage | None:
    year = asked.named["year"]
    return portrait_page(asked.shelf, asked.named["id"], int(year)) if _is_year(year) else None


def _is_year(said: str) -> bool:
    return len(said) == 4 and said.isascii() and said.isdigit()


def _picture(asked: Asked) -> File | None:
    from placebook.web.svg_doughnut import draw_wide

    page = _in_year(asked)
    return None if page is None else File(f"{draw_wide(page.chart)}\n".encode(), "image/svg+xml; charset=utf-8")


def _figures(asked: Asked) -> File | Stream | None:
    from placebook.store.pieces import csv_pieces
    from placebook.store.portrait_table import portrait_table

    one = asked.shelf.portraits.get(asked.named["id"])
    if one is None or not years_of(one.portrait, one.held):
        return None
    return file_of_pieces(lambda: csv_pieces([portrait_table(one)]), "text/csv; charset=utf-8")


def _shown(shelf: Shelf) -> Iterator[str]:
    return (id for id, one in shelf.portraits.items() if years_of(one.portrait, one.held))


def _fullest_paths(shelf: Shelf) -> Iterator[str]:
    return (f"portraits/{id}.html" for id in _shown(shelf))


def _figure_paths(shelf: Shelf) -> Iterator[str]:
    return (f"portraits/{id}/figures.csv" for id in _shown(shelf))


def _years(shelf: Shelf) -> Iterator[str]:
    for id, one in shelf.portraits.items():
        for year in years_of(one.portrait, one.held):
            yield f"portraits/{id}/{year}"


def _year_paths(shelf: Shelf) -> Iterator[str]:
    return (f"{one}.html" for one in _years(shelf))


def _picture_paths(shelf: Shelf) -> Iterator[str]:
    return (f"{one}.svg" for one in _years(shelf))


def _embed_paths(shelf: Shelf) -> Iterator[str]:
    return (f"embed/{one}.html" for one in _years(shelf))


ROUTES: tuple[Route, ...] = (
    Route("portraits/index.html", "portraits.html", _list),
    Route("portraits/{id}.html", "portrait.html", _fullest, _fullest_paths),
    Route("portraits/{id}/{year}.html", "portrait.html", _in_year, _year_paths),
    Route("portraits/{id}/figures.csv", "", _figures, _figure_paths),
    Route("portraits/{id}/{year}.svg", "", _picture, _picture_paths),
    Route("embed/portraits/{id}/{year}.html", "embed_portrait.html", _in_year, _embed_paths),
)
