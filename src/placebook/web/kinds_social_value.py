"""The pages of social value."""

from __future__ import annotations

from collections.abc import Iterator

from placebook.pages.shelf import Shelf
from placebook.pages.social_value import ContractPage, SocialValuePage, contract_page, social_value_page
from placebook.web.routes import Asked, Route


def _all(asked: Asked) -> SocialValuePage:
    return social_value_page(asked.shelf)


def _one(asked: Asked) -> ContractPage | None:
    return contract_page(asked.shelf, asked.named["id"])


def _each(shelf: Shelf) -> Iterator[str]:
    return (f"social-value/{one.id}.html" for one in shelf.contracts)


ROUTES: tuple[Route, ...] = (
    Route("social-value/index.html", "social_value.html", _all),
    Route("social-value/{id}.html", "contract.html", _one, _each),
)
