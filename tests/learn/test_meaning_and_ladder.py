"""Meaning by small vectors that can be drawn, sureness, and what people's codes teach."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from placebook.learn.meaning import meaning_scores, neighbour_means
from placebook.learn.suggest import MEANING, PHRASES, Scored, Vectors, score_passages, suggestions
from placebook.types import Codebook, CodeRule

EAST, NORTH, BETWEEN = [1.0, 0.0], [0.0, 1.0], [0.8, 0.6]


def book(*rules: CodeRule) -> Codebook:
    return Codebook("b", "1", "f", "B", "says", "nothing", rules)


def test_a_score_worked_out_by_hand():
    # concept 0 has one text, east; concept 1 has two, north and one between
    texts = np.array([EAST, NORTH, BETWEEN])
    scores = meaning_scores(np.array([EAST]), texts, [0, 1, 1])
    # concept 0: nearest 1, centre east 1, bias = mean of (north.east = 0, between.east = 0.8) = 0.4
    assert scores[0, 0] == pytest.approx((1 + 1) / 2 - 0.4 / 2)
    # concept 1: centre (0.4, 0.8) brought to length 1, nearest 0.8, bias = east.centre
    centre = 0.4 / np.hypot(0.4, 0.8)
    assert scores[0, 1] == pytest.approx((0.8 + centre) / 2 - centre / 2)


def test_vectors_of_two_lengths_and_a_concept_without_a_text_are_refused():
    with pytest.raises(ValueError, match="cannot be compared"):
        meaning_scores(np.zeros((1, 3)), np.zeros((1, 2)), [0])
    with pytest.raises(ValueError, match="concept 1 has no text"):
        meaning_scores(np.zeros((1, 2)), np.zeros((2, 2)), [0, 2])


def test_neighbours_leave_the_passage_itself_out():
    found = neighbour_means(np.array([EAST, EAST, NORTH]), count=1)
    assert found.tolist() == [EAST, EAST, EAST]
    assert neighbour_means(np.array([EAST]), count=3).tolist() == [[0, 0]]


@given(st.integers(2, 12), st.integers(1, 5), st.integers(0, 99))
def test_neighbours_are_those_of_the_obvious_way_however_many_at_once(n, count, seed):
    vectors = np.random.default_rng(seed).normal(size=(n, 3))
    likeness = vectors @ vectors.T
    np.fill_diagonal(likeness, -np.inf)
    near = min(count, n - 1)
    slow = np.array([vectors[np.argsort(-row)[:near]].mean(axis=0) for row in likeness])
    assert neighbour_means(vectors, count, at_once=3) == pytest.approx(slow)


RULES = (
    CodeRule("waste", "rubbish", phrases=("bins", "litter", "tips", "recycling")),
    CodeRule("climate", "weather", phrases=("climate", "carbon", "floods", "heat")),
)


def test_without_a_model_words_alone_suggest_and_silence_is_no_suggestion():
    scored = score_passages(["Bins are full", "Carbon and heat", "xyzzy"], book(*RULES))
    found = list(suggestions(scored, ["1", "2", "3"]))
    assert [(one.passage, one.concept, one.method) for one in found] == [
        ("1", "waste", PHRASES),
        ("2", "climate", PHRASES),
    ]
    assert found[0].because == ("Bins",)


def test_meaning_leads_and_words_help():
    rules = (CodeRule("waste", "rubbish"), CodeRule("climate", "weather"))
    vectors = Vectors("m", np.array([EAST, NORTH]), np.array([EAST, NORTH]))
    scored = score_passages(["no word in common", "rubbish"], book(*rules), vectors)
    assert scored.method == MEANING
    assert scored.first.tolist() == [0, 1]
    assert [one.because for one in suggestions(scored, ["1", "2"])] == [("near to: rubbish",), ("near to: weather",)]
    plain = meaning_scores(vectors.passages, vectors.texts, [0, 1])
    assert scored.scores[1, 0] - plain[1, 0] == pytest.approx(0.4 * 1.0)  # the passage is the very word


def test_vectors_must_be_one_for_each_text():
    with pytest.raises(ValueError, match="each passage and for each text"):
        score_passages(["a", "b"], book(*RULES), Vectors("m", np.zeros((2, 2)), np.zeros((3, 2))))


def scored_with(scores) -> Scored:
    return Scored(book(*RULES), PHRASES, "v", tuple("x" for _ in scores), np.array(scores, dtype=float))


def test_the_widest_margins_are_sure():
    scored = scored_with([[9, 0], [5, 0], [2, 1], [3, 3]])
    assert scored.margin.tolist() == [9, 5, 1, 0]
    assert scored.sure(0.5).tolist() == [True, True, False, False]
    assert scored.sure(1.0).tolist() == [True, True, True, False]  # two equal concepts are never sure
    assert scored.sure(0.0).tolist() == [False] * 4
    with pytest.raises(ValueError, match="from 0 to 1"):
        scored.sure(80)


@given(st.lists(st.tuples(st.integers(0, 5), st.integers(0, 5)), min_size=1, max_size=20), st.floats(0, 1))
def test_what_is_sure_has_wider_margins_than_what_is_not(pairs, coverage):
    scored = scored_with(pairs)
    sure, margin = scored.sure(coverage), scored.margin
    if sure.any() and not sure.all():
        assert margin[sure].min() > margin[~sure].max() or margin[~sure].max() == 0
