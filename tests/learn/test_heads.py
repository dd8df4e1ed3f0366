"""Heads are measured on what they have not seen, and every class counts the same."""

from __future__ import annotations

from collections import Counter

import numpy as np
import pytest

from placebook.cli.bench_head import GOALS, PARTS, by_head, by_words, labelled_with_goals, macro_f1, parts_of
from placebook.types import DataError


def test_macro_f1_of_a_table_drawn_by_hand():
    # a: 2 of 3 right, said 3 times: F1 2*2/6; b: 1 of 1 right, said once: 1; c: never right: 0
    codes, given = ["a", "a", "a", "b", "c"], ["a", "a", "d", "b", "a"]
    assert macro_f1(codes, given) == pytest.approx((4 / 6 + 1 + 0) / 3)


def test_every_class_is_spread_evenly_over_the_parts():
    codes = ["a"] * 50 + ["b"] * 13
    parts = parts_of(codes)
    assert set(parts) == set(range(PARTS))
    assert max(Counter(parts[:50]).values()) == 10
    assert set(Counter(parts[50:]).values()) <= {2, 3}


def test_the_seven_domains_hold_every_goal_once():
    assert sorted(number for numbers in GOALS.values() for number in numbers) == list(range(1, 18))
    assert len(GOALS) == 7


@pytest.mark.model  # what learns from codes comes with that group
def test_a_head_never_sees_the_code_that_it_is_asked_for():
    random = np.random.default_rng(3)
    vectors = random.normal(size=(120, 8))
    vectors /= np.linalg.norm(vectors, axis=1, keepdims=True)
    drawn = random.choice(
        ["a", "b"], 120
    ).tolist()  # codes that nothing foretells: seen, they could be learned by heart
    assert macro_f1(drawn, by_head(["x"] * 120, vectors, drawn, 0)) < 0.65
    told = ["a" if one[0] > 0 else "b" for one in vectors]
    assert macro_f1(told, by_head(["x"] * 120, vectors, told, 0)) > 0.85
    assert macro_f1(told, by_words([f"word{one} stands here" for one in told], told)) == 1


def test_a_table_of_labels_needs_its_columns(tmp_path):
    path = tmp_path / "labels.csv"
    path.write_text("text,sdg\nwater for all,6\nno label,\n", encoding="utf-8")
    assert labelled_with_goals(path) == (["water for all"], ["goal-6"])
    path.write_text("text,goal\nwater,6\n", encoding="utf-8")
    with pytest.raises(DataError, match="has text, goal; a table of labels has text and sdg"):
        labelled_with_goals(path)
