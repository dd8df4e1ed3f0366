"""The annex of a decision as files, for the site and for the command: HTML, Word, PDF, a workbook and JSON."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path
from tempfile import TemporaryDirectory

from placebook.pages.annex import Annex, annex
from placebook.pages.decision import DecisionPage

KINDS: Mapping[str, str] = {
    "html": "text/html; charset=utf-8",
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "pdf": "application/pdf",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "json": "application/json; charset=utf-8",
}


def endings() -> tuple[str, ...]:
    """The kinds of file that can be made here: all, or all but the PDF where the extra `annex` is not installed."""
    from placebook.store.annex_pdf import can_make_pdf

    return tuple(one for one in KINDS if one != "pdf" or can_make_pdf())


def site_endings() -> tuple[str, ...]:
    """The kinds that the site gives away: all but JSON, in place of which it has an API."""
    return tuple(one for one in endings() if one != "json")


def annex_file(page: DecisionPage, ending: str) -> bytes:
    """The annex of a decision as one kind of file, the same bytes each time. Raises KeyError for another ending."""
    made = annex(page)
    makers: Mapping[str, Callable[[], bytes]] = {
        "html": lambda: _html(made, page),
        "docx": lambda: _docx(made, page),
        "pdf": lambda: _pdf(made, page),
        "xlsx": lambda: _workbook(made, page),
        "json": lambda: _json(page),
    }
    return makers[ending]()


def _drawings(page: DecisionPage) -> dict[str, str]:
    from placebook.web.svg import draw

    return {wheel.id: str(draw(wheel)) for group in page.sets for wheel in group.wheels}


def _html(made: Annex, page: DecisionPage) -> bytes:
    from placebook.store.annex_html import annex_html

    return annex_html(made, _drawings(page)).encode()


def _docx(made: Annex, page: DecisionPage) -> bytes:
    from placebook.store.annex_docx import annex_docx
    from placebook.store.annex_pdf import can_make_pdf, drawing_png

    drawn = _drawings(page) if can_make_pdf() else {}
    return annex_docx(made, {id: drawing_png(svg) for id, svg in drawn.items()})


def _pdf(made: Annex, page: DecisionPage) -> bytes:
    from placebook.store.annex_pdf import annex_pdf

    return annex_pdf(made, _drawings(page))


def _workbook(made: Annex, page: DecisionPage) -> bytes:
    from placebook.store.annex_sheets import annex_workbook

    with TemporaryDirectory() as folder:
        path = Path(folder) / "annex.xlsx"
        annex_workbook(path, made, page)
        return path.read_bytes()


def _json(page: DecisionPage) -> bytes:
    from placebook.web.write import as_json

    return as_json(page)
