"""The search of the library on the site: what a page says, that nothing hostile gets through, and what is refused."""

from __future__ import annotations

import json
import shutil
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from library_book import make_library
from placebook.web.bake import bake
from placebook.web.start import make_ready

if TYPE_CHECKING:
    from django.http import HttpResponse
    from django.test import Client

MOST_BYTES = 100_000


@pytest.fixture(scope="module")
def shelved(small_book: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The starter book with a library."""
    book = tmp_path_factory.mktemp("shelved") / "book"
    shutil.copytree(small_book, book)
    make_library(book)
    return book


@pytest.fixture
def asker(shelved: Path) -> Client:
    make_ready(shelved)
    from django.test import Client

    return Client()


def ask(asker: Client, path: str, **query: str) -> HttpResponse:
    return asker.get(f"/library/{path}", query)  # type: ignore[return-value]


def words(reply: HttpResponse) -> str:
    return reply.content.decode()


def test_a_search_shows_quote_page_and_marked_words(asker: Client) -> None:
    page = words(ask(asker, "search.html", q='"energy security"', mode="exact"))
    assert "<mark>energy security</mark>" in page
    assert "<strong>page 2</strong>" in page
    assert "2 passages in 2 documents hold all of" in page
    assert "#passage-" in page


def test_the_words_of_a_hostile_paper_are_text(asker: Client) -> None:
    page = words(ask(asker, "search.html", q="lighthouse"))
    assert "&lt;script&gt;alert(" in page
    assert "<script>alert(" not in page
    assert "<mark>lighthouse</mark>" in page


@pytest.mark.parametrize(
    "query",
    [
        {"q": '"><script>alert(1)</script>'},
        {"q": 'NEAR(a b) OR text:* AND "'},
        {"q": "plan", "page": "999999999999999999999"},
        {"q": "plan", "page": "-1"},
        {"q": "plan", "page": "٣"},
        {"q": "plan", "mode": "drop table", "status": "' or 1=1 --"},
        {"q": "plan", "concept": "a:b"},
        {"q": "plan", "concept": "../..:..:.."},
        {"q": "plan", "like": "<b>"},
        {"q": "\x00\ud7ff", "near": "x" * 400},
        {"near": "no-such-passage", "mode": "related"},
        {"q": "x" * 3000},
    ],
)
def test_any_query_gets_a_plain_page(asker: Client, query: dict[str, str]) -> None:
    for path in ("search.html", "search.csv"):
        reply = ask(asker, path, **query)
        assert reply.status_code == 200
        assert b"<script>alert" not in reply.content or path.endswith(".csv")
        assert len(reply.content) < MOST_BYTES


def test_a_page_too_far_says_how_many_there_are(asker: Client) -> None:
    page = words(ask(asker, "search.html", q="council", page="77"))
    assert "There is no page 77 of these results; the last is page 1." in page


def test_a_search_can_be_narrowed_and_its_address_shared(asker: Client) -> None:
    page = words(ask(asker, "search.html", q="energy"))
    assert "What is said of the documents" in page
    assert "?q=energy&amp;status=draft" in page
    narrowed = words(ask(asker, "search.html", q="energy", status="draft"))
    assert "Draft plan" in narrowed
    assert "River plan" not in narrowed
    assert '<input type="hidden" name="status" value="draft">' in narrowed


def test_what_a_machine_suggests_stands_apart(asker: Client, shelved: Path) -> None:
    from placebook.book.codebooks import shipped_folder
    from placebook.store.library import Library
    from placebook.web.library.concepts import suggest_for_library

    suggest_for_library(Library(shelved), shipped_folder() / "sdgs.yaml", None, 1.0)
    page = words(ask(asker, "search.html", q="energy"))
    assert page.index("What is said of the documents") < page.index("Suggested by a machine")
    assert "They are never counted with codes that people gave." in page
    concepts = words(asker.get("/library/concepts/sdgs/1.html"))  # type: ignore[arg-type]
    assert "A machine suggests these. Nobody has checked them" in concepts
    assert "River plan" in concepts
    assert asker.get("/library/concepts/sdgs/99.html").status_code == 404
    assert asker.get("/library/concepts/..%2f..%2fetc/1.html").status_code == 404


def test_a_count_leads_to_its_quotes(asker: Client) -> None:
    page = words(ask(asker, "mentions.html", phrase="energy security"))
    assert "1 of 4 adopted documents mentions “energy security”" in page
    assert page.count("<mark>") == 2
    table = words(ask(asker, "mentions.csv", phrase="energy security"))
    assert table.count("\r\n") == 3
    said = json.loads(asker.get("/api/library/mentions.json", {"phrase": "energy security"}).content)
    assert [(one["status"], one["mention"], one["of"]) for one in said["groups"]] == [
        ("adopted", 1, 4),
        ("draft", 1, 1),
        ("not said", 0, 1),
    ]


@pytest.mark.parametrize(
    "query",
    [
        {},
        {"phrase": '"'},
        {"codebook": "../../book", "version": "../..", "concept": "x"},
        {"codebook": "sdgs", "version": "1", "concept": "<script>"},
    ],
)
def test_what_cannot_be_counted_is_said(asker: Client, query: dict[str, str]) -> None:
    reply = ask(asker, "mentions.html", **query)
    assert reply.status_code == 200
    assert "callout" in words(reply)
    assert "<script>" not in words(reply)


def test_nothing_can_be_written_through_a_search(asker: Client) -> None:
    for path in ("search.html", "search.csv", "mentions.html", "mentions.csv"):
        assert asker.post(f"/library/{path}", {"q": "x"}).status_code == 405


def test_a_book_without_a_library_says_so_and_gets_none(small_book: Path) -> None:
    make_ready(small_book)
    from django.test import Client

    there_before = (small_book / "library").exists()
    page = words(ask(Client(), "search.html", q="energy"))
    assert "0 documents with 0 passages" in page
    assert "Nothing was found" in page
    assert (small_book / "library").exists() == there_before


def test_plain_files_say_that_they_cannot_search_and_lead_on(shelved: Path, tmp_path: Path) -> None:
    bake(shelved, tmp_path / "site", workers=1)
    page = (tmp_path / "site" / "library" / "search.html").read_text(encoding="utf-8")
    assert "nothing here can search the words of documents" in page
    assert "<form" not in page
    assert not (tmp_path / "site" / "library" / "search.csv").exists()
