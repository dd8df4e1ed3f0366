"""Finding by meaning: when it is asked, how it joins the words, and how it is measured. A stand-in for the model."""

from __future__ import annotations

import csv
from pathlib import Path

import numpy as np
import pytest

from commands import run
from library_book import document_id, library_book
from placebook.sources.sentence_model import SentenceModel
from placebook.store.library import Library
from placebook.store.library_index import Scope
from placebook.store.library_vectors import PassageVectors
from placebook.web.library.finding import Meaning, order_of
from placebook.web.library.question import Question

TOPICS = {"river": 0, "willows": 0, "stream": 0, "mill": 1, "hill": 1, "village": 2, "cycling": 3, "lighthouse": 4}


class Topics(SentenceModel):
    """Knows five topics by their words: a text about none of them lies equally far from all."""

    def vectors(self, texts, tell=None):  # type: ignore[no-untyped-def]
        del tell
        made = np.full((len(texts), 5), 0.01)
        for row, text in enumerate(texts):
            for word, topic in TOPICS.items():
                made[row, topic] += word in text.casefold()
        return made / np.linalg.norm(made, axis=1, keepdims=True)


@pytest.fixture(scope="module")
def library(tmp_path_factory: pytest.TempPathFactory) -> Library:
    return Library(library_book(tmp_path_factory.mktemp("meaning")))


@pytest.fixture(scope="module")
def meaning(library: Library) -> Meaning:
    model = Topics("topics", None, None)
    passages = sorted(library.every_passage(), key=lambda one: one.id)
    values = model.vectors([one.text for one in passages]).astype(np.float32)
    return Meaning(model, PassageVectors(tuple(one.id for one in passages), values))


def documents(library: Library, meaning: Meaning | None, asked: Question, scope: Scope = Scope()) -> list[str]:  # noqa: B008
    with library.opened() as link:
        return [document for _, document in order_of(link, asked, scope, meaning).found]


def notes(library: Library, meaning: Meaning | None, asked: Question) -> tuple[str, ...]:
    with library.opened() as link:
        return order_of(link, asked, Scope(), meaning).notes


def test_a_question_in_other_words_is_found_by_meaning(library: Library, meaning: Meaning) -> None:
    asked = Question("banks of a stream")
    assert documents(library, None, asked) == []
    assert documents(library, meaning, asked)[0] == document_id("river.pdf")


def test_both_orders_say_in_which_place_a_passage_stood(library: Library, meaning: Meaning) -> None:
    with library.opened() as link:
        order = order_of(link, Question("council energy spring residents stream"), Scope(), meaning)
    by_both = {why for why in order.because.values() if "by words" in why and "by meaning" in why}
    assert by_both
    assert order.notes == ()


@pytest.mark.parametrize(
    ("words", "why"),
    [
        ('"energy security" river', "quotation marks"),
        ("lighthouse", "rare here"),
        ("council residents spring energy security pumps", "1 of the passages hold all"),
    ],
)
def test_what_is_known_word_for_word_is_found_by_words_alone(
    library: Library, meaning: Meaning, words: str, why: str
) -> None:
    (note,) = notes(library, meaning, Question(words))
    assert note.startswith("Words alone")
    assert why in note


def test_near_to_a_passage_leaves_the_passage_itself_out(library: Library, meaning: Meaning) -> None:
    own = library.passages(document_id("river.pdf"))[0].id
    with library.opened() as link:
        found = order_of(link, Question(mode="related", near=own), Scope(), meaning).found
    assert own not in {name for name, _ in found}
    assert len(found) == len(meaning.vectors.passages) - 1


def test_meaning_keeps_to_the_scope(library: Library, meaning: Meaning) -> None:
    scope = Scope(frozenset({document_id("hill.pdf")}))
    assert documents(library, meaning, Question("banks of a stream"), scope) == [document_id("hill.pdf")]


def test_without_vectors_nothing_is_near_and_that_is_said(library: Library) -> None:
    assert documents(library, None, Question("river", mode="related")) == []
    assert "Nothing is close in meaning" in notes(library, None, Question("river", mode="related"))[0]


def test_how_well_passages_are_found_can_be_measured(tmp_path: Path) -> None:
    book, table = library_book(tmp_path), tmp_path / "promises.csv"
    with table.open("w", encoding="utf-8", newline="") as lines:
        writer = csv.writer(lines)
        writer.writerow(["quote", "passage", "scope", "target_year", "council"])
        writer.writerow(
            ["We will be carbon neutral by 2030", "Some words. We will be carbon neutral by 2030.", "", "", ""]
        )
    said = run("bench", "learn", "--promises", table, "--library", book)
    assert said.code == 0, said.err
    assert said.lines[0] == "8 passages, of which 1 are those of the table"
    assert said.row("recall at 10, the quote as it stands")[-1] == "1.000"
    assert run("bench", "learn", "--promises", table).code == 2
    gone = run("bench", "learn", "--promises", book / "areas.csv", "--library", book)
    assert gone.code == 2
    assert "has no column 'quote'" in gone.err


@pytest.mark.slow
def test_how_soon_passages_are_found_can_be_measured() -> None:
    timed = run("bench", "learn", "--passages", "300")
    assert timed.code == 0, timed.err
    assert timed.lines[0] == "300 passages, 3 documents, 200 questions of 4 words"
    assert timed.lines[1].startswith("exact, words alone")
