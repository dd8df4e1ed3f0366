"""The pages of carbon accounts, and the lines of each as a file."""

from __future__ import annotations

from collections.abc import Iterator

from placebook.pages.carbon import CarbonPage, carbon_page
from placebook.pages.data import CSV
from placebook.pages.shelf import Shelf
from placebook.web.routes import Asked, File, Route


def _carbon(asked: Asked) -> CarbonPage | None:
    return carbon_page(asked.shelf, asked.named["id"])


def _lines(asked: Asked) -> File | None:
    from placebook.store.carbon import lines_table
    from placebook.store.pieces import csv_pieces

    account = next((one for one in asked.shelf.carbon if one.plan.id == asked.named["id"]), None)
    if account is None or account.plan.activity is None:
        return None
    return File(b"".join(csv_pieces([lines_table(account)])), f"{CSV}; charset=utf-8")


def _pages(shelf: Shelf) -> Iterator[str]:
    return (f"carbon/{one.plan.id}.html" for one in shelf.carbon)


def _files(shelf: Shelf) -> Iterator[str]:
    return (f"carbon/{one.plan.id}.csv" for one in shelf.carbon if one.plan.activity is not None)


ROUTES: tuple[Route, ...] = (
    Route("carbon/{id}.html", "carbon.html", _carbon, _pages),
    Route("carbon/{id}.csv", "", _lines, _files),
)
