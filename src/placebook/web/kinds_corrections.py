"""Routes of "this is wrong": how to say it, and the public list of what came of it."""

from __future__ import annotations

from placebook.pages.corrections import CorrectionsPage, WrongPage, wrong_page
from placebook.web.routes import Asked, Route, all_paths


def _wrong(asked: Asked) -> WrongPage:
    about = next(iter(asked.query.get("about", ())), "")
    there = frozenset(all_paths(asked.shelf)) if about else frozenset()
    return wrong_page(asked.shelf.contact, about, there)


def _corrections(asked: Asked) -> CorrectionsPage:
    from placebook.web.corrections.reports import published

    del asked
    return CorrectionsPage(published())


ROUTES: tuple[Route, ...] = (
    Route("about/wrong.html", "wrong.html", _wrong, query=("about",)),
    Route("about/corrections.html", "corrections.html", _corrections),
)
