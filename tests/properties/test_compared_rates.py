"""Inequality, quantiles, funnels and shrinkage beside slow and obvious versions."""

from __future__ import annotations

import math

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from placebook.methods.compare import HIGHER, LOWER, against, funnel
from placebook.methods.inequality import slope_index
from placebook.methods.pool import pooled, quantiles
from placebook.methods.rates import proportion, rate
from placebook.methods.shrink import shrunk_rate

FEW = settings(max_examples=20)
GROUPS = st.lists(st.tuples(st.floats(1, 100), st.floats(0.01, 5), st.integers(1, 900)), min_size=3, max_size=10)
AREAS = st.lists(st.tuples(st.integers(0, 40), st.integers(40, 900)), min_size=2, max_size=9)


@FEW
@given(GROUPS)
def test_the_slope_equals_numpys_weighted_line(groups):
    y, error, people = (np.array(column, dtype=float) for column in zip(*groups, strict=True))
    rank, before = [], 0.0
    for size in people:
        rank.append((before + size / 2) / people.sum())
        before += size
    slope, start = np.polyfit(rank, y, 1, w=np.sqrt(people))
    found = slope_index(y[None], error[None], people[None], runs=10)
    assert math.isclose(found.slope.value[0], slope, rel_tol=1e-6, abs_tol=1e-6)
    if abs(start) > 1e-3:
        assert math.isclose(found.relative.value[0], (start + slope) / start, rel_tol=1e-5, abs_tol=1e-5)


def test_exact_limits_are_what_many_draws_come_to():
    y, error, people = np.array([70.0, 74, 75, 79]), np.array([0.4, 0.9, 0.3, 0.6]), np.array([5.0, 9, 7, 4])
    found = slope_index(y[None], error[None], people[None], runs=10).slope
    random = np.random.default_rng(3)
    draws = y + error * random.standard_normal((40_000, 4))
    rank = (np.cumsum(people) - people / 2) / people.sum()
    slopes = np.polyfit(rank, draws.T, 1, w=np.sqrt(people))[0]
    np.testing.assert_allclose(np.quantile(slopes, [0.025, 0.975]), [found.lower[0, 0], found.upper[0, 0]], atol=0.06)


@FEW
@given(AREAS)
def test_beyond_the_funnel_is_where_the_own_limits_leave_the_benchmark_out(areas):
    x, n = (np.array(column, dtype=float) for column in zip(*areas, strict=True))
    if not x.sum():
        return
    for kind, make in (("rate", rate), ("proportion", proportion)):
        limits, own = funnel(x, n, kind, 1, (95,)), make(x, n, 1, (95,))
        words = against(own.lower[:, 0], own.upper[:, 0], limits.benchmark)
        near = np.isclose(own.lower[:, 0], limits.benchmark, rtol=0.01) | np.isclose(
            own.upper[:, 0], limits.benchmark, rtol=0.01
        )
        outside = np.where(x / n > limits.limits.upper[:, 0], HIGHER, "similar")
        outside = np.where(x / n < limits.limits.lower[:, 0], LOWER, outside)
        assert np.all((words == outside) | near)


@FEW
@given(st.lists(st.integers(0, 30), min_size=1, max_size=60), st.integers(1, 12))
def test_quantiles_equal_the_published_formula_one_area_at_a_time(values, parts):
    found, areas = quantiles(values, parts), len(values)
    if areas < parts:
        assert np.isnan(found).all()
        return
    for i, value in enumerate(values):
        rank = 1 + sum(other > value for other in values)
        published = parts + 1 - math.ceil(parts * (areas + 1 - rank) / areas - 1e-9)
        assert found[i] == published
    assert set(found) <= set(range(1, parts + 1))


@FEW
@given(st.lists(st.integers(0, 9), min_size=1, max_size=9), st.integers(1, 4))
def test_pooled_years_equal_a_loop(counts, years):
    slow = [sum(counts[i : i + years]) for i in range(len(counts) - years + 1)]
    assert pooled(counts, years).tolist() == slow


@FEW
@given(AREAS)
def test_shrinking_keeps_a_rate_between_its_own_and_the_wider_one(areas):
    x, n = (np.array(column, dtype=float) for column in zip(*areas, strict=True))
    found = shrunk_rate(x, n, 1)
    low, high = np.minimum(x / n, found.wider), np.maximum(x / n, found.wider)
    assert np.all((found.estimate.value >= low - 1e-12) & (found.estimate.value <= high + 1e-12))
    assert np.all((found.own >= 0) & (found.own <= 1))
    if x.sum():
        assert np.all(found.estimate.lower[:, 0] <= found.estimate.value + 1e-12)
        assert np.all(found.estimate.value <= found.estimate.upper[:, 0] + 1e-12)
