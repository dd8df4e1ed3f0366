"""Routes of what works: case studies, their map, the six modules, and what is held for what an area is weak in."""

from __future__ import annotations

from collections.abc import Iterator

from placebook.pages.board import AskPage, AsksPage, ask_page, ask_paths, asks_page
from placebook.pages.cases import FILTERS, CasePage, CasesPage, case_page, case_paths, cases_page
from placebook.pages.cases_map import CasesMapPage, cases_map_page
from placebook.pages.functions import FunctionsPage, functions_page
from placebook.pages.gaps import GapsPage, gaps_page
from placebook.pages.shelf import Shelf
from placebook.pages.works import (
    ModulePage,
    WorksAreaPage,
    WorksPartPage,
    area_paths,
    module_page,
    module_paths,
    part_paths,
    works_area_page,
    works_part_page,
)
from placebook.web.routes import Asked, Route


def _list(asked: Asked) -> CasesPage:
    return cases_page(asked.shelf, {name: next(iter(asked.query.get(name, ())), "") for name in FILTERS})


def _case(asked: Asked) -> CasePage | None:
    return case_page(asked.shelf, asked.named["id"])


def _map(asked: Asked) -> CasesMapPage:
    return cases_map_page(asked.shelf)


def _module(asked: Asked) -> ModulePage | None:
    return module_page(asked.shelf, asked.named["id"])


def _area(asked: Asked) -> WorksAreaPage | None:
    index, code = asked.shelf.index, asked.named["code"]
    return works_area_page(asked.shelf, code) if index is not None and code in index.scores.areas else None


def _part(asked: Asked) -> WorksPartPage | None:
    return works_part_page(asked.shelf, asked.named["part"]) if asked.shelf.index is not None else None


def _asks(asked: Asked) -> AsksPage:
    return asks_page(asked.shelf)


def _ask(asked: Asked) -> AskPage | None:
    return ask_page(asked.shelf, asked.named["id"])


def _functions(asked: Asked) -> FunctionsPage:
    return functions_page(asked.shelf)


def _gaps(asked: Asked) -> GapsPage | None:
    from django.conf import settings

    from placebook.web.library.addressed import addressed_by

    return gaps_page(asked.shelf, addressed_by(settings.BOOK)) if asked.shelf.index is not None else None


def _gaps_path(shelf: Shelf) -> Iterator[str]:
    return (path for path in ("works/gaps.html",) if shelf.index is not None)


ROUTES: tuple[Route, ...] = (
    Route("works/index.html", "cases.html", _list, query=FILTERS),
    Route("works/gaps.html", "gaps.html", _gaps, _gaps_path),
    Route("works/asks.html", "asks.html", _asks),
    Route("works/asks/{id}.html", "ask.html", _ask, ask_paths),
    Route("works/functions.html", "functions.html", _functions),
    Route("works/map.html", "cases_map.html", _map),
    Route("works/cases/{id}.html", "case.html", _case, case_paths),
    Route("works/modules/{id}.html", "module.html", _module, module_paths),
    Route("works/areas/{code}.html", "works_area.html", _area, area_paths),
    Route("works/parts/{part}.html", "works_part.html", _part, part_paths),
)
