"""Saying that something is wrong: taken in safely, kept in the book, answered by a person, listed in public."""

from __future__ import annotations

import re
import shutil
import sqlite3
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from click.testing import CliRunner

from no_records import without_records
from placebook.book.place_book import open_book
from placebook.cli.corrections import corrections as command
from placebook.cli.reference_commands import commands_markdown
from placebook.types import ContentError
from placebook.web.bake import bake

if TYPE_CHECKING:
    from django.http import HttpResponse
    from django.test import Client

FORM = "/about/wrong.html"
ABOUT = "areas/E05000026.html#parts"
WORDS = "The house price of 2013 stands in pounds, not in thousands."


@pytest.fixture(scope="module")
def copied(small_book: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A copy of the starter book, whose reports are its own."""
    return Path(shutil.copytree(small_book, tmp_path_factory.mktemp("reports") / "book"))


@pytest.fixture
def book(copied: Path) -> Iterator[Path]:
    """That copy without any report, served in this process; its cover is put back at the end."""
    cover = (copied / "book.yaml").read_bytes()
    without_records(copied)
    yield copied
    (copied / "book.yaml").write_bytes(cover)


@pytest.fixture
def reader(book: Path) -> Client:
    """A reader of that copy."""
    from django.test import Client

    return Client()


def send(reader: Client, **changed: Any) -> HttpResponse:
    """Fill the form in and send it, as a browser does."""
    html = reader.get(FORM, {"about": ABOUT}).content.decode()
    filled = dict(re.findall(r'<input[^>]*name="(\w+)"[^>]*value="([^"]*)"', html))
    fields = {**filled, "website": "", "what": WORDS, **changed}
    headers = {"origin": "http://testserver", "sec-fetch-site": "same-origin", **fields.pop("headers", {})}
    kind = fields.pop("kind", "application/x-www-form-urlencoded")
    from urllib.parse import urlencode

    return reader.post(FORM, urlencode(fields), content_type=kind, headers=headers)  # type: ignore[return-value]


def stored(book: Path) -> list[tuple[Any, ...]]:
    """What lies in the records: in those of the book, read without Django."""
    from placebook.web.corrections.models import Report
    from placebook.web.records import in_the_book

    if not in_the_book():
        return list(Report.objects.order_by("pk").values_list("page", "what", "contact", "status", "reply"))
    path = book / "records" / "records.sqlite3"
    if not path.is_file():
        return []
    with sqlite3.connect(path) as table:
        return table.execute("select page, what, contact, status, reply from corrections_report").fetchall()


def test_a_report_is_kept_in_the_book_and_the_reader_is_led_to_the_list(reader: Client, book: Path) -> None:
    assert stored(book) == []
    reply = send(reader, contact="reader@example.org")
    assert (reply.status_code, reply.headers["Location"]) == (303, "corrections.html#report-1")
    assert stored(book) == [(ABOUT, WORDS, "reader@example.org", "received", "")]


def test_no_step_of_it_sets_a_cookie(reader: Client) -> None:
    send(reader)
    reader.get("/about/corrections.html")
    assert len(reader.cookies) == 0


def test_the_public_list_shows_words_once_they_were_looked_at_and_never_who_sent_them(
    reader: Client, book: Path
) -> None:
    send(reader, contact="reader@example.org")
    before = reader.get("/about/corrections.html").content.decode()
    assert 'id="report-1"' in before
    assert "not looked at yet" in before
    assert WORDS not in before
    said = CliRunner().invoke(
        command, ["answer", "1", "--status", "corrected", "--reply", "Mended on Monday.", "--book", str(book)]
    )
    assert said.exit_code == 0, said.output
    for path in ("/about/corrections.html", "/api/about/corrections.json"):
        after = reader.get(path).content.decode()
        assert WORDS in after
        assert "Mended on Monday." in after
        assert "reader@example.org" not in after


def test_the_operator_sees_who_sent_it_and_is_told_of_a_number_that_is_not_there(reader: Client, book: Path) -> None:
    run = CliRunner()
    assert "There is no report yet." in run.invoke(command, ["list", "--book", str(book)]).output
    send(reader, contact="reader@example.org", what="Wrong:\x1b[31m red\nand two lines")
    listed = run.invoke(command, ["list", "--book", str(book)]).output
    assert "from: reader@example.org" in listed
    assert "said: Wrong: [31m red and two lines" in listed
    wrong = run.invoke(command, ["answer", "7", "--status", "corrected", "--book", str(book)])
    assert str(wrong.exception) == "no report has the number 7; there is: 1"


def test_markup_in_a_report_is_shown_as_letters(reader: Client, book: Path) -> None:
    send(reader, what="<script>alert(1)</script> is wrong")
    CliRunner().invoke(command, ["answer", "1", "--status", "looked at", "--reply", "<b>no</b>", "--book", str(book)])
    html = reader.get("/about/corrections.html").content.decode()
    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in html
    assert "<script>alert" not in html
    assert "<b>no" not in html


@pytest.mark.parametrize(
    ("changed", "status", "said"),
    [
        ({"what": "no"}, 400, "Write what is wrong"),
        ({"what": "x" * 2_001}, 400, "at most 2,000 characters; you wrote 2,001"),
        ({"contact": "x" * 201}, 400, "more than 200 characters"),
        ({"what": "a letter \x00 that is none"}, 400, "cannot be printed"),
        ({"website": "http://spam.example"}, 400, "Leave the field for programs empty"),
        ({"token": "form:forged:signature"}, 400, "lay open too long"),
        ({"token": ""}, 400, "lay open too long"),
        ({"headers": {"origin": "https://elsewhere.example"}}, 400, "only be sent from the form on this site"),
        ({"headers": {"sec-fetch-site": "cross-site"}}, 400, "only be sent from the form on this site"),
        ({"kind": "text/plain"}, 415, "Use the form on the page"),
        ({"kind": "application/json"}, 415, "Use the form on the page"),
        ({"what": "x" * 150_000}, 400, "cannot be read"),
    ],
)
def test_what_is_not_taken_is_answered_with_a_reason_and_not_kept(
    reader: Client, book: Path, changed: dict[str, Any], status: int, said: str
) -> None:
    reply = send(reader, **changed)
    assert reply.status_code == status
    assert said in reply.content.decode()
    assert stored(book) == []


def test_what_was_typed_is_still_there_when_something_is_to_be_mended(reader: Client) -> None:
    html = send(reader, contact="x" * 201).content.decode()
    assert WORDS in html
    assert 'role="alert"' in html


def test_one_sender_may_send_five_an_hour(reader: Client, book: Path) -> None:
    assert [send(reader).status_code for _ in range(6)] == [303] * 5 + [429]
    assert len(stored(book)) == 5


def test_a_page_that_is_none_of_ours_is_not_named(reader: Client, book: Path) -> None:
    send(reader, about="https://elsewhere.example/")
    assert stored(book)[0][0] == ""
    assert "elsewhere" not in reader.get(FORM, {"about": "javascript:alert(1)//elsewhere"}).content.decode()


# --- plain files -----------------------------------------------------------------------------------------------------


def test_plain_files_lead_to_the_address_that_the_book_gives(small_book: Path, tmp_path: Path) -> None:
    book = Path(shutil.copytree(small_book, tmp_path / "book"))
    cover = book / "book.yaml"
    cover.write_text(cover.read_text(encoding="utf-8") + "contact: figures@council.example\n", encoding="utf-8")
    bake(book, tmp_path / "site", workers=1)
    html = (tmp_path / "site" / "about" / "wrong.html").read_text(encoding="utf-8")
    assert "mailto:figures@council.example?subject=Something%20is%20wrong" in html


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("contact: not an address", "is no e-mail address"),
        ("contact: a@b", "is no e-mail address"),
        ("home: council.example", "is no web address"),
        ("home: javascript:alert(1)", "is no web address"),
        ("contacts: a@b.example", "did you mean 'contact'"),
    ],
)
def test_a_contact_and_a_home_are_read_strictly(book: Path, line: str, said: str) -> None:
    cover = book / "book.yaml"
    cover.write_text(cover.read_text(encoding="utf-8") + f"{line}\n", encoding="utf-8")
    with pytest.raises(ContentError, match=said):
        open_book(book)


def test_a_home_ends_with_a_slash(book: Path) -> None:
    cover = book / "book.yaml"
    cover.write_text(cover.read_text(encoding="utf-8") + "home: https://council.example/wards\n", encoding="utf-8")
    assert open_book(book).home == "https://council.example/wards/"


def test_a_command_run_by_itself_does_not_change_the_page_of_commands():
    before = commands_markdown()
    CliRunner().invoke(command, ["--help"])
    assert commands_markdown() == before
    assert "| `-h, --help` |" in before
