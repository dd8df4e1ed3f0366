"""The pages of the library: what is said and what is not, passages with their pages, and words only under a licence."""

from __future__ import annotations

from pathlib import Path

import pytest

from no_records import without_records
from papers import lines, pdf, write
from placebook.pages.library import AT_ONCE, document_line, document_page, library_page, passage_line
from placebook.types import Document, Passage, Piece
from placebook.web.start import make_ready

DOCUMENT = Document("a" * 64, ("plan.pdf",), "pdf", 10, "2026-11-28")


def passage(number: int, *pages: int) -> Passage:
    """A passage on some pages."""
    pieces = tuple(Piece(page, 0, 3) for page in pages or (1,))
    return Passage(f"p{number}", DOCUMENT.id, "Homes | 3\nTrees | 4", "table", ("Plan", "Homes"), pieces, 7, 6)


def test_a_title_that_only_the_file_gives_says_so_and_what_is_missing_is_not_guessed() -> None:
    line = document_line(DOCUMENT, "A plan", "its first heading", 3, 9, "read")
    assert (line.title, line.title_from, line.body, line.status) == (
        "A plan",
        "its first heading",
        "not said",
        "not said",
    )
    assert document_line(DOCUMENT, "", "", None, None, "waits").title_from == "the name of its file"
    assert library_page([line, document_line(DOCUMENT, "", "", 0, 0, "no words")]).not_read == 1


def test_a_passage_is_cited_by_its_page_or_where_there_are_none_by_its_paragraph() -> None:
    assert passage_line(passage(1, 4), "pdf", 9).where == "page 4"
    assert passage_line(passage(1, 4, 5), "pdf", 9).where == "pages 4 to 5"
    assert passage_line(passage(1), "docx", 9).where == "paragraph 7"
    assert passage_line(passage(1), "pdf", 9).lines == ("Homes | 3", "Trees | 4")


def test_words_stand_on_the_site_only_where_a_licence_is_said_and_in_parts() -> None:
    from dataclasses import replace

    many = [passage(n) for n in range(AT_ONCE + 1)]
    hidden = document_page(DOCUMENT, "A plan", (), (), many, 1)
    assert hidden is not None
    assert (hidden.words_shown, hidden.passages, hidden.parts) == (False, (), 1)
    assert not replace(DOCUMENT, licence="Not stated").licensed
    licensed = replace(DOCUMENT, licence="OGL-UK-3.0", address="javascript:alert(1)")
    last = document_page(licensed, "A plan", (), (), many, 2)
    assert last is not None
    assert [one.id for one in last.passages] == [f"p{AT_ONCE}"]
    assert last.address == ""
    assert document_page(licensed, "A plan", (), (), many, 3) is None


@pytest.fixture(scope="module")
def with_library(site_book: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The example with one document that may be shown."""
    import shutil

    from placebook.sources.reading import Limits
    from placebook.store.library import Library
    from placebook.web.library.adding import read_waiting, take_in, to_be_read

    book = Path(shutil.copytree(site_book, tmp_path_factory.mktemp("library") / "book"))
    without_records(book)
    papers = write(book.parent / "papers", plan_pdf=pdf([lines("We plant <b>trees</b> in every street. " * 30)] * 2))
    from placebook.book.document_registers import RegisterForm

    form = RegisterForm(None, {}, {"title": "<b>Trees</b>", "licence": "OGL-UK-3.0"})
    held = Library(book)
    take_in(held, [papers], form, "a test")
    read_waiting(held, to_be_read(held), Limits(), 1, lambda *_: None)
    return book


def test_the_site_lists_documents_and_shows_passages_with_their_page(with_library: Path) -> None:
    from django.test import Client

    from placebook.web.library.records import documents

    make_ready(with_library)
    name = documents()[0].id[:12]
    listed = Client().get("/library/index.html").content.decode()
    assert f'href="{name}.html">&lt;b&gt;Trees&lt;/b&gt;</a>' in listed
    page = Client().get(f"/library/{name}.html").content.decode()
    assert "<h3>Page 1</h3>" in page
    assert "We plant &lt;b&gt;trees&lt;/b&gt;" in page
    assert Client().get(f"/api/library/{name}.json").json()["words_shown"] is True
    for gone in ("library/ffffffffffff.html", f"library/{name}/part-2.html", f"library/{name}/part-1.html"):
        assert Client().get(f"/{gone}").status_code == 404
