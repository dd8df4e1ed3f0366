"""Searching by hand: what a question is taken for, how two orders become one, and which words a snippet shows."""

from __future__ import annotations

import math

import numpy as np
import pytest

from placebook.learn.bm25 import bm25
from placebook.learn.citing import cited, page_at
from placebook.learn.fusion import fused
from placebook.learn.query import LONGEST, MOST_WORDS, all_of, any_of, fold, phrases_of, read_query
from placebook.learn.snippets import snippet
from placebook.types import Passage, Piece


def test_bm25_of_a_table_drawn_by_hand():
    # four passages of 2, 4, 6 and 4 words (mean 4); none in row 1. "heat" stands twice in row 0 and once in row 3
    lengths = np.array([2, np.nan, 4, 6, 4.0])
    heat = (np.array([0, 3]), np.array([2.0, 1.0]))
    weight = max(1e-6, math.log((4 - 2 + 0.5) / (2 + 0.5)))  # half of all hold it: next to nothing
    rare = (np.array([3]), np.array([1.0]))
    scores = bm25([heat, rare], lengths)
    assert scores[[1, 2, 4]].tolist() == [0, 0, 0]
    assert scores[0] == pytest.approx(weight * 2 * 2.2 / (2 + 1.2 * (0.25 + 0.75 * 2 / 4)))
    each = 1 * 2.2 / (1 + 1.2 * (0.25 + 0.75 * 6 / 4))
    assert scores[3] == pytest.approx((weight + math.log(3.5 / 1.5)) * each)
    assert bm25([], np.array([np.nan])).tolist() == [0]


@pytest.mark.parametrize(
    ("typed", "exactly", "loosely"),
    [
        ("energy security", '"energy" AND "security"', '"energy" OR "security"'),
        (
            '"energy security" homes',
            '"energy security" AND "homes"',
            '("energy security") AND ("energy security" OR "homes")',
        ),
        ("“warm homes”", '"warm homes"', '"warm homes"'),
        ("the warm home", '"the" AND "warm" AND "home"', '"warm" OR "home"'),
        ("what is it", '"what" AND "is" AND "it"', '"what" OR "is" OR "it"'),
        ('energy" OR text:* NEAR(', '"energy" AND "OR" AND "text" AND "NEAR"', '"energy" OR "text" OR "NEAR"'),
        ("net-zero 2030", '"net" AND "zero" AND "2030"', '"net" OR "zero" OR "2030"'),
    ],
)
def test_a_question_becomes_quoted_words_and_never_an_order(typed: str, exactly: str, loosely: str) -> None:
    query = read_query(typed)
    assert all_of(query) == exactly
    assert any_of(query) == loosely


@pytest.mark.parametrize("typed", ["", "   ", '"', '""', "* - ( ) :", "\x00'"])
def test_signs_alone_ask_for_nothing(typed: str) -> None:
    assert not read_query(typed)


def test_a_very_long_question_is_cut() -> None:
    assert len(read_query("a " * 10_000).words) <= MOST_WORDS
    assert len(read_query("x" * 10_000).words[0]) == LONGEST


def test_accents_and_capitals_do_not_matter() -> None:
    assert fold("Tŷ") == "ty" == fold("TY")


def test_two_orders_are_joined_by_the_reciprocal_of_rank() -> None:
    assert fused([["river", "hill", "mill"], ["mill", "river"]]) == [
        ("river", pytest.approx(1 / 61 + 1 / 62)),
        ("mill", pytest.approx(1 / 63 + 1 / 61)),
        ("hill", pytest.approx(1 / 62)),
    ]


def test_equal_scores_stand_by_name() -> None:
    assert [name for name, _ in fused([["b"], ["a"]])] == ["a", "b"]


def test_a_snippet_shows_the_words_and_marks_them() -> None:
    text = f"{'Nothing of note. ' * 40}The heating of homes, and <b>pumps</b>. {'More follows here. ' * 40}"
    shown = snippet(text, read_query("heat pumps"), most=9)
    assert [part for part, found in shown.parts if found] == ["heating", "pumps"]
    assert shown.before
    assert shown.after
    assert shown.text in text
    assert text[shown.at :].startswith("heating")


def test_a_phrase_is_marked_whole_and_only_where_it_stands_whole() -> None:
    text = "Security of energy is one thing, energy\nsecurity is another, and energy alone a third."
    assert [part for part, found in snippet(text, read_query('"energy security"')).parts if found] == [
        "energy\nsecurity"
    ]


def test_words_as_written_are_not_met_by_other_forms() -> None:
    shown = snippet("Heating is not heat.", read_query("heat"), stems=False)
    assert [part for part, found in shown.parts if found] == ["heat"]


def test_where_nothing_is_found_a_snippet_is_the_beginning() -> None:
    shown = snippet("One two three four.", phrases_of([]), most=2)
    assert shown.parts == (("One two", False),)
    assert (shown.before, shown.after) == (False, True)


def test_the_page_of_a_word_is_that_of_its_piece() -> None:
    pages = {4: "One  two", 5: "three four"}
    passage = Passage("p", "d", "One two three", "text", (), (Piece(4, 0, 8), Piece(5, 0, 5, " ")), 3, 3)
    assert [page_at(passage, passage.text.index(word), pages) for word in ("One", "two", "three")] == [4, 4, 5]
    assert cited(passage, "pdf", 5, 9) == "page 5"
    assert cited(passage, "docx", 5, 1) == "paragraph 3"
    assert cited(passage, "text", 1, 1) == "paragraph 3"
    assert cited(passage, "text", 1, 9) == "page 1"  # its pages are marked, and the first is one of them
