"""True of every lookup: nothing is lost or made, and steps at once give what steps one by one would."""

from __future__ import annotations

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from placebook.measure.rebase import rebase
from placebook.measure.shares import Shares, best_fit, chain
from placebook.types import Counts

WARDS = ("A", "B", "C", "D")


@st.composite
def lookups(draw, size: int) -> Shares:
    parts = {}
    for i in range(size):
        people = draw(st.lists(st.integers(0, 999), min_size=4, max_size=4).filter(any))
        parts[f"s{i}"] = {ward: n / sum(people) for ward, n in zip(WARDS, people, strict=True) if n}
    return Shares(parts, "2011", "2022", "ward", basis=("people",))


@st.composite
def cases(draw) -> tuple[Counts, Shares]:
    size = draw(st.integers(1, 6))
    numbers = draw(st.lists(st.integers(0, 10**6), min_size=size * 6, max_size=size * 6))
    values = np.array(numbers, dtype=np.float64).reshape(size, 3, 2)
    areas = tuple(f"s{i}" for i in range(size))
    return Counts(values, areas, ("1", "2", "3"), ("x", "y"), "LSOA", "2011"), draw(lookups(size))


@given(cases())
def test_totals_are_equal_whatever_the_order_they_are_summed_in(case):
    counts, shares = case
    made = rebase(counts, shares, "2022").counts.values
    for order in (made, made[::-1]):
        assert np.array_equal(order.sum(axis=0), counts.values.sum(axis=0))
    assert (made >= 0).all()


@given(cases())
def test_it_is_the_matrix_product_that_the_formula_says(case):
    counts, shares = case
    made = rebase(counts, shares, "2022").counts
    weights = np.array([[shares.parts[s].get(w, 0.0) for s in counts.areas] for w in made.areas])
    assert np.allclose(made.values, np.einsum("ws,spc->wpc", weights, counts.values), atol=1e-5)


@given(cases())
def test_best_fit_keeps_whole_counts_whole(case):
    counts, shares = case
    made = rebase(counts, best_fit(shares), "2022").counts.values
    assert np.array_equal(made, np.rint(made))
    assert np.array_equal(made.sum(axis=0), counts.values.sum(axis=0))


@given(cases(), st.lists(st.integers(0, 9), min_size=8, max_size=8))
def test_a_chain_gives_what_one_step_after_the_other_gives(case, people):
    counts, first = case
    pairs = [(people[2 * i] + 1, people[2 * i + 1]) for i in range(4)]
    then = Shares(
        {w: {"N": a / (a + b), "S": b / (a + b)} for w, (a, b) in zip(WARDS, pairs, strict=True)}, "2022", "2024"
    )
    at_once = rebase(counts, chain(first, then), "2024", ("N", "S"), may_lose=0)
    in_turn = rebase(rebase(counts, first, "2022").counts, then, "2024", ("N", "S"))
    assert np.allclose(at_once.counts.values, in_turn.counts.values, atol=1e-4)
    assert np.array_equal(at_once.counts.values.sum(axis=0), in_turn.counts.values.sum(axis=0))
