"""Codes on passages as files of a book: who put them there, and what the library says of their documents."""

from __future__ import annotations

from pathlib import Path

import pytest

from commands import run
from papers import SENTENCE, write
from placebook.book.check import check_book
from placebook.book.passage_codes import read_passage_codes
from placebook.types import DataError, PassageCode
from placebook.web.library.addressed import addressed_by

COVER = "book: paper-town\ntitle: Paper Town\narea_kind: ward\nareas: areas.csv\n"
AREAS = "code,name\nE05000026,Abbey\nE05000027,Alibon\n"
HEADS = "passage,concept,by,method,date\n"


@pytest.fixture
def book(tmp_path: Path) -> Path:
    """A book with nothing in it but two areas."""
    return write(tmp_path / "book", book_yaml=COVER, areas_csv=AREAS)


def coded(book: Path, rows: str, heads: str = HEADS) -> None:
    (book / "codes").mkdir(exist_ok=True)
    (book / "codes" / "ours.csv").write_text(heads + rows, encoding="utf-8")


def test_a_code_names_a_person_or_a_method(book):
    coded(book, "p1,areas-of-focus#food,A. Reader,,2026-11-28\np2,areas-of-focus#food,,phrases 1,\n")
    assert read_passage_codes(book) == (
        PassageCode("p1", "areas-of-focus#food", "A. Reader", "", "2026-11-28"),
        PassageCode("p2", "areas-of-focus#food", "", "phrases 1", ""),
    )
    assert not check_book(book).faults


@pytest.mark.parametrize(
    ("rows", "said"),
    [
        ("p1,areas-of-focus#food,A. Reader,phrases 1,\n", "names both a person and a method"),
        ("p1,areas-of-focus#food,,,\n", "names neither a person nor a method"),
        ("p1,food,A. Reader,,\n", "'food' on 'p1' is no code"),
        (",areas-of-focus#food,A. Reader,,\n", "is no code"),
    ],
)
def test_a_row_that_cannot_be_taken_is_a_sentence_with_its_row(book, rows, said):
    coded(book, rows)
    with pytest.raises(DataError, match=r"codes/ours\.csv, row 2") as why:
        read_passage_codes(book)
    assert said in str(why.value)
    assert any("row" in str(one) or said in one.what for one in check_book(book).faults)


def test_headings_that_nobody_knows_and_concepts_that_are_not_there_are_found(book):
    coded(book, "p1,areas-of-focus#food,A,1\n", "passage,concept,by,score\n")
    with pytest.raises(DataError, match="has the headings passage, concept, by, score"):
        read_passage_codes(book)
    coded(book, "p1,areas-of-focus#fud,A. Reader,,\n")
    assert any("there is no concept 'areas-of-focus#fud'" in one.what for one in check_book(book).faults)


def test_a_code_speaks_with_the_body_and_the_status_of_its_document(book, tmp_path):
    from placebook.store.library import Library

    plan = tmp_path / "plan.txt"
    plan.write_text("A plan for warm homes. " + f"{SENTENCE} " * 9, encoding="utf-8")
    done = run(
        "library", "add", plan, "--book", book, "--by", "a test", "--all", "status=draft", "--all", "body=E09000002"
    )
    assert done.code == 0, done.err
    passage = next(Library(book).every_passage()).id
    coded(
        book,
        f"{passage},four-rs#renew,A. Reader,,\n{passage},areas-of-focus#food,,phrases 1,\nlost,four-rs#reset,A,,",
    )
    person, method = addressed_by(book)
    assert (person.id, person.areas, person.status, person.person) == (passage, ("E09000002",), "draft", True)
    assert person.title == "plan.txt, page 1"
    assert (method.concept, method.person) == ("areas-of-focus#food", False)
    left_out = [f"{passage},four-rs#renew,A,,,in dispute,", f"{passage},four-rs#reset,B,,,rejected,Not so"]
    rows = "\n".join([*left_out, f"{passage},four-rs#none,C,,,,", f"{passage},four-rs#reform,D,,,decided,It is so"])
    coded(book, rows + "\n", "passage,concept,by,method,date,status,memo\n")
    assert [one.concept for one in addressed_by(book)] == ["four-rs#reform"]
    coded(book, f"{passage[:12]},four-rs#renew,A,,\n{passage},four-rs#reset,A,,\n")  # the beginning of an id will do
    assert [(one.concept, one.title) for one in addressed_by(book)] == [
        ("four-rs#renew", "plan.txt, page 1"),
        ("four-rs#reset", "plan.txt, page 1"),
    ]
    coded(book, "")
    assert addressed_by(book) == ()
