"""The pages of decisions: the list, what comes back for review, and each decision with its wheels."""

from __future__ import annotations

from collections.abc import Iterator

from placebook.decide.wheel_compare import BY_DIFFERENCE, ORDERS
from placebook.pages.chart_figures import kept
from placebook.pages.decision import DecisionPage, decision_page
from placebook.pages.decisions import DecisionsPage, DuePage, decisions_page, due_page, published_decisions
from placebook.pages.shelf import Shelf
from placebook.web.routes import Asked, File, Route


def _list(asked: Asked) -> DecisionsPage:
    return decisions_page(asked.shelf)


def _due(asked: Asked) -> DuePage:
    return due_page(asked.shelf, day_asked(next(iter(asked.query.get("on", ())), "")))


def day_asked(said: str) -> str:
    """A day as an address asks for it; "" for what is none, so that a page is still shown."""
    from datetime import date

    try:
        return date.fromisoformat(said).isoformat() if len(said) == 10 else ""
    except ValueError:
        return ""


def _decision(asked: Asked) -> DecisionPage | None:
    order = next(iter(asked.query.get("order", ())), "")
    found = next((one for one in published_decisions(asked.shelf) if one.id == asked.named["id"]), None)
    return decision_page(asked.shelf, found, order if order in ORDERS else BY_DIFFERENCE) if found else None


def _svg(asked: Asked) -> File | None:
    from placebook.web.svg import draw

    page = _decision(asked)
    wheels = (one for group in page.sets for one in group.wheels) if page else ()
    found = next((one for one in wheels if one.id == asked.named["wheel"]), None)
    return File(f"{draw(found)}\n".encode(), "image/svg+xml") if found else None


def _annex(asked: Asked) -> File | None:
    """The annex in one kind of file, made once for each shelf."""
    from placebook.web.annexes import KINDS, annex_file, site_endings

    name, ending = asked.named["id"], asked.named["ending"]
    page = _decision(Asked(asked.shelf, asked.named, {}, asked.figures)) if ending in site_endings() else None
    if page is None:
        return None
    content = kept(asked.shelf, ("annex", name, ending), lambda: annex_file(page, ending))
    return File(content, KINDS[ending])


def _annexes(shelf: Shelf) -> Iterator[str]:
    from placebook.web.annexes import site_endings

    for one in published_decisions(shelf):
        yield from (f"decisions/{one.id}/annex.{ending}" for ending in site_endings())


def _pages(shelf: Shelf) -> Iterator[str]:
    return (f"decisions/{one.id}.html" for one in published_decisions(shelf))


def _wheels(shelf: Shelf) -> Iterator[str]:
    for one in published_decisions(shelf):
        for name in one.factor_sets:
            if name in shelf.frameworks:
                yield from (f"decisions/{one.id}/wheel-{name}-{option.id}.svg" for option in one.options)


ROUTES: tuple[Route, ...] = (
    Route("decisions/index.html", "decisions.html", _list),
    Route("decisions/due.html", "decisions_due.html", _due, query=("on",)),
    Route("decisions/{id}/annex.{ending}", "", _annex, _annexes),
    Route("decisions/{id}/{wheel}.svg", "", _svg, _wheels),
    Route("decisions/{id}.html", "decision.html", _decision, _pages, query=("order",)),
)
