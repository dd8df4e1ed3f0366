"""A survey into a book: free answers become passages without names, closed ones counts with small numbers hidden."""

from __future__ import annotations

import csv

import pytest

from commands import run
from library_book import AREAS, COVER
from papers import write
from placebook.store.library import Library

QUESTIONS = """survey: lockdown
title: How it went
asked_by: A council
period: "2020"
group: Team
licence: OGL-UK-3.0
questions:
  ready: {heading: Ready, kind: closed, asks: How ready were you?, answers: [not, very]}
  helped: {heading: Helped, kind: free, asks: What helped?}
"""
LONG = "We met each morning and wrote down what was stuck, and somebody took each thing on before noon. " * 12


@pytest.fixture
def book(tmp_path):
    """A book with an empty library, the answers of forty people, and the questions."""
    made = write(tmp_path / "book", book_yaml=COVER, areas_csv=AREAS)
    rows = [("A" if n < 20 else "B", "not" if n in {0, 1} else "very", "") for n in range(38)]
    rows += [("A", "very", "Mrs Jones of Leeds City Council helped us."), ("B", "", f"=SUM(1) {LONG}")]
    with (tmp_path / "answers.csv").open("w", encoding="utf-8", newline="") as file:
        table = csv.writer(file)
        table.writerow(["Team", "Ready", "Helped"])
        table.writerows(rows)
    (tmp_path / "questions.yaml").write_text(QUESTIONS, encoding="utf-8")
    return made


def take(book, tmp_path, *more):
    return run(
        *("library", "survey", tmp_path / "answers.csv", "--questions", tmp_path / "questions.yaml", "--book", book),
        *("--by", "a test", *more),
    )


def test_free_answers_are_passages_of_their_own_without_names_and_stay_when_read_again(book, tmp_path):
    done = take(book, tmp_path, "-o", tmp_path / "out.csv")
    assert done.code == 0, done.err
    assert "helped: 2 free answers" in done.out
    passages = list(Library(book).every_passage())
    said = " ".join(one.text for one in passages)
    assert "Jones" not in said
    assert "Leeds" not in said
    assert "helped us" in said
    assert max(one.words for one in passages) <= 180
    short = next(one for one in passages if "helped us" in one.text)
    assert (short.words < 80, "morning" in short.text) == (True, False)
    found = run("library", "search", "morning", "--book", book, "--as", "csv").out
    assert "answer 1" in found or "answer 2" in found
    before = sorted(one.id for one in passages)
    assert run("library", "read", "--again", "--book", book).code == 0
    assert sorted(one.id for one in Library(book).every_passage()) == before
    assert run("library", "show", "lockdown, helped", "--book", book).code == 0


def test_words_of_answers_are_not_quoted_without_a_licence(book, tmp_path):
    questions = tmp_path / "questions.yaml"
    questions.write_text(QUESTIONS.replace("licence: OGL-UK-3.0\n", ""), encoding="utf-8")
    assert take(book, tmp_path).code == 0
    found = run("library", "search", "morning", "--book", book, "--as", "csv").out
    assert "before noon" not in found
    assert "Its words are not shown" in found


@pytest.mark.slow
def test_names_stay_only_where_that_is_asked_for(book, tmp_path):
    assert take(book, tmp_path, "--as-written").code == 0
    assert any("Mrs Jones of Leeds" in one.text for one in Library(book).every_passage())


@pytest.mark.slow
def test_counts_are_written_with_small_ones_hidden_and_never_nought(book, tmp_path):
    assert take(book, tmp_path, "-o", tmp_path / "out.csv").code == 0
    rows = list(csv.DictReader((tmp_path / "out.csv").open(encoding="utf-8")))
    by = {(row["group"], row["answer"]): row for row in rows}
    assert (by["A", "not"]["count"], by["A", "not"]["state"]) == ("[c]", "too small to show")
    assert by["B", "not"]["count"] in {"0", "[c]"}
    assert {row["question"] for row in rows} == {"ready"}
    assert not any(row["count"] in {"1", "2", "3", "4"} for row in rows)


def test_a_wrong_survey_keeps_nothing(book, tmp_path):
    for wrong, said in (
        (QUESTIONS.replace("[not, very]", "[not]"), "has the answers 'very', which it does not list"),
        (QUESTIONS.replace("heading: Ready", "heading: Redy"), "has no heading 'Redy'"),
        (QUESTIONS.replace("kind: free", "kind: open"), "closed, several, free"),
        (QUESTIONS.replace(", answers: [not, very]", ""), "lists no answers"),
    ):
        (tmp_path / "questions.yaml").write_text(wrong, encoding="utf-8")
        done = take(book, tmp_path, "-o", tmp_path / "out.csv")
        assert (done.code, said in done.err) == (2, True), done.err
    assert not (tmp_path / "out.csv").exists()
    assert not list(Library(book).every_passage())
