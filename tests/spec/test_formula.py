"""Formulas: what they mean, what they do with gaps, and what they refuse."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from placebook.methods.formula import FUNCTIONS, read_formula

FIGURES = {"a": np.array([8.0]), "b": np.array([2.0]), "gap": np.array([np.nan]), "infant-deaths": np.array([5.0])}


@pytest.mark.parametrize(
    ("text", "result"),
    [
        ("a + b * 3", 14),
        ("(a + b) * 3", 30),
        ("a - b - 1", 5),  # from the left
        ("a / b / 2", 2),
        ("b ^ 3", 8),
        ("b ** 3", 8),
        ("2 ^ 3 ^ 2", 512),  # powers from the right
        ("-b ^ 2", -4),  # as in a schoolbook
        ("b ^ -1", 0.5),
        ("1 - infant-deaths / 10", 0.5),  # a hyphen inside a name is part of it
        ("`infant-deaths` * 1e2", 500),
        ("log(exp(a))", 8),
        ("log10(1000)", 3),
        ("sqrt(a * b)", 4),
        ("abs(b - a)", 6),
        ("min(a, b, 5) + max(a, b)", 10),
        ("first(gap, b, a)", 2),
        ("arcsin(sqrt(1))", np.pi / 2),
        (".5", 0.5),
        (" + ".join(["a"] * 400), 3200),
    ],
)
def test_a_formula_means_what_it_means_at_school(text, result):
    assert read_formula(text).of(FIGURES) == pytest.approx([result])


@pytest.mark.parametrize(
    "text", ["a + gap", "min(a, gap)", "first(gap, gap)", "a / 0", "log(0)", "sqrt(-1)", "exp(a ^ 9)"]
)
def test_where_there_is_no_answer_there_is_no_figure(text):
    assert np.isnan(read_formula(text).of(FIGURES)).all()


def test_the_names_of_a_formula_come_in_order_and_once():
    assert read_formula("b * log(a) + b - infant-deaths").names == ("b", "a", "infant-deaths")


def test_a_number_is_the_same_everywhere():
    assert read_formula("1").of({"a": np.zeros((2, 3))}).tolist() == [[1, 1, 1], [1, 1, 1]]


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("", "the formula '' has 'its end' where a number, a name or a bracket is expected"),
        ("a +", "has 'its end' where a number, a name or a bracket"),
        ("a b", "has 'b' where a sign such as [+] or [*] or the end is expected"),
        ("(a + b", "has 'its end' where '\\)' is expected"),
        ("a % b", "holds '%', which is no number, name or sign"),
        ("a.real", "holds '.', which is no number"),
        ("open(a)", "uses open\\(...\\); there is: log, log10"),
        ("log(a, b)", "gives log 2 figures; it takes 1"),
        ("max(a)", "gives max 1 figures; it takes 2 or more"),
        ("(" * 60 + "a" + ")" * 60, "more than 50 brackets"),
        ("^".join(["a"] * 99), "more than 50 brackets or powers"),
        ("-" * 3 + "a", "has '-' where"),
        ("a + " * 1000 + "a", "4,001 characters, and 2,000 is the most"),
    ],
)
def test_what_is_no_formula_is_refused_with_the_place(text, said):
    with pytest.raises(ValueError, match=said):
        read_formula(text)


@given(st.text(alphabet="ab12 +-*/^().,`e", max_size=30))
def test_any_text_is_a_formula_or_is_refused_in_words(text):
    try:
        found = read_formula(text)
    except ValueError:
        return
    assert not np.isinf(found.of({name: np.array([3.0]) for name in found.names})).any()


def test_every_function_says_what_it_does():
    assert all(meaning for _, _, _, meaning in FUNCTIONS.values())
