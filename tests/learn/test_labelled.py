"""Two readings of four passages, small enough to count by hand."""

from __future__ import annotations

import numpy as np
import pytest

from placebook.learn.labelled import Labelled, how_often_met, on_each_concept, on_the_main_concept

READ = (
    Labelled("a", ("food",), ("food",)),
    Labelled("b", ("food", "water"), ("water",)),
    Labelled("c", (), ()),
    Labelled("d", ("water",), ()),
)
CONCEPTS = ["food", "water", "energy", "housing"]


def test_each_concept_that_was_used_is_counted_for_each_reading():
    found = on_each_concept(READ, CONCEPTS)
    assert [(one.concept, one.first, one.second) for one in found] == [("food", 2, 1), ("water", 2, 1)]


def test_none_is_an_answer_to_what_a_passage_is_about():
    # food-food, food-water, none-none, water-none: 2 of 4 alike; by chance (2*1 + 1*1 + 1*2) / 16 = 5 / 16
    assert on_the_main_concept(READ).value == pytest.approx((2 / 4 - 5 / 16) / (1 - 5 / 16))


def test_suggestions_meet_what_both_readings_put_on_a_passage():
    scores = np.array([[9, 1, 2, 3], [9, 5, 6, 7], [1, 2, 3, 4], [0, 9, 0, 0]], dtype=float)
    # a: food is first; b: only water is agreed, and it is last; c and d have nothing agreed
    found = how_often_met(READ, scores, CONCEPTS)
    assert (found.passages, found.first, found.among_three) == (2, 0.5, 0.5)
    with pytest.raises(ValueError, match="agree on a concept on no passage"):
        how_often_met(READ[2:], scores[2:], CONCEPTS)
