"""What is true of every table: treating, filling, normalising and ranking."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from examples import examples
from placebook.methods import impute, treat
from placebook.methods.normalise import METHODS, NoVariation
from placebook.methods.rank import competition_rank
from placebook.types import Numbers

FEWER = 40  # examples for tests that run once for every method

# Figures as councils publish them: up to seven digits, one decimal, some missing.
FIGURES = st.one_of(st.integers(-10_000_000, 10_000_000).map(lambda tenths: tenths / 10), st.just(np.nan))
POSITIVE = st.one_of(st.integers(1, 10_000_000).map(lambda tenths: tenths / 10), st.just(np.nan))
FEW = st.one_of(st.integers(-3, 3).map(float), st.just(np.nan))  # many ties


def tables(figures: st.SearchStrategy[float], most: int = 25) -> st.SearchStrategy[Numbers]:
    shape = st.tuples(st.integers(2, most), st.integers(1, 4))
    return arrays(np.float64, shape, elements=figures)


EITHER_WAY = sorted(set(METHODS) - {"bands"})  # bands are stated for one direction
UNMOVED = {
    "scaled",
    "goalposts",
    "linear",
    "exponential",
    "bands",
    "ratio_to_reference",
}  # take nothing from the figures


def signs(x: Numbers) -> Numbers:
    """+1 for the first column, -1 for the next, and so on."""
    return np.array([1.0, -1.0] * x.shape[1])[: x.shape[1]]


def between_extremes(x: Numbers) -> Numbers:
    """The same table below a row that has every figure, and above one lowest and one highest row."""
    rows = np.ones((3, x.shape[1])) * np.array([[5000.0], [0.05], [2e6]])
    return np.vstack([rows[:1], x, rows[1:]])


def options(method: str, x: Numbers) -> dict[str, object]:
    """Options that make sense for every table between extremes."""
    worst, best = np.where(signs(x) > 0, 0.05, 2e6), np.where(signs(x) > 0, 2e6, 0.05)
    return {
        "goalposts": {"goalposts": np.column_stack([worst, best])},
        "distance_to_target": {"targets": (worst + best) / 2},
        "distance_to_reference": {"reference_area": 0},
        "ratio_to_reference": {"reference_area": 0},
        "exponential": {"rate": 1e-6},
    }.get(method, {})


def varies(x: Numbers) -> bool:
    known = ~np.isnan(x)
    return bool(np.all(known.sum(axis=0) >= 2)) and bool(np.all(np.nanmax(x, axis=0) > np.nanmin(x, axis=0)))


@pytest.mark.parametrize("method", EITHER_WAY)
@settings(max_examples=examples(FEWER))
@given(x=tables(POSITIVE).map(between_extremes))
def test_a_better_figure_never_scores_lower_and_missing_stays_missing(method, x):
    score = METHODS[method](x, x, signs(x), **options(method, x))
    np.testing.assert_array_equal(np.isnan(score), np.isnan(x))
    for figures, scores in zip((x * signs(x)).T, score.T, strict=True):
        ordered = scores[np.argsort(figures)]
        steps = np.diff(ordered[~np.isnan(ordered)])
        assert np.all(steps >= -1e-9 * max(1, np.nanmax(np.abs(scores))))


@pytest.mark.parametrize("method", EITHER_WAY)
@settings(max_examples=examples(FEWER))
@given(x=tables(POSITIVE).map(between_extremes), seed=st.integers(0, 1000))
def test_the_order_of_rows_does_not_matter(method, x, seed):
    order = np.random.default_rng(seed).permutation(len(x))
    shuffled = options(method, x)
    if "reference_area" in shuffled:
        shuffled["reference_area"] = int(np.flatnonzero(order == 0)[0])
    score = METHODS[method](x, x, signs(x), **options(method, x))
    np.testing.assert_allclose(METHODS[method](x[order], x, signs(x), **shuffled), score[order], rtol=1e-12)


@given(x=tables(FIGURES), low=st.floats(-100, 100), width=st.floats(1, 100))
def test_min_max_uses_the_whole_scale(x, low, width):
    assume(varies(x))
    score = METHODS["min_max"](x, x, signs(x), low=low, high=low + width)
    np.testing.assert_allclose(np.nanmin(score, axis=0), low, atol=1e-9)
    np.testing.assert_allclose(np.nanmax(score, axis=0), low + width, atol=1e-9)


@given(x=tables(FIGURES))
def test_z_scores_have_the_average_and_spread_asked_for(x):
    assume(varies(x))
    score = METHODS["z_score"](x, x, signs(x), mean=50, sd=15)
    np.testing.assert_allclose(np.nanmean(score, axis=0), 50, rtol=1e-6)
    np.testing.assert_allclose(np.nanstd(score, axis=0, ddof=1), 15, rtol=1e-6)


@given(x=tables(FIGURES), factor=st.floats(0.01, 100), shift=st.floats(-1000, 1000))
def test_min_max_does_not_depend_on_the_unit(x, factor, shift):
    assume(varies(x))
    before = METHODS["min_max"](x, x, signs(x))
    y = x * factor + shift
    np.testing.assert_allclose(METHODS["min_max"](y, y, signs(x)), before, atol=1e-4)


@given(x=tables(FEW), scale=st.floats(1, 100))
def test_exponential_rank_stays_between_0_and_100(x, scale):
    assume(varies(x))
    score = METHODS["exponential_rank"](x, x, signs(x), scale=scale)
    assert np.nanmin(score) > 0
    assert np.nanmax(score) <= 100 + 1e-9


@given(st.integers(2, 200), st.floats(1, 100))
def test_first_place_scores_100(n, scale):
    ranks = np.arange(1, n + 1, dtype=float)[:, None]
    assert np.isclose(METHODS["exponential_rank"](ranks, ranks, -np.ones(1), scale=scale, given=True)[0, 0], 100)


@pytest.mark.parametrize("method", sorted(set(METHODS) - UNMOVED))
@settings(max_examples=examples(FEWER))
@given(x=tables(FEW))
def test_a_column_of_one_figure_is_always_named(method, x):
    x[:, 0] = np.where(np.isnan(x[:, 0]), np.nan, 7.0)
    assume(not np.all(np.isnan(x[:, 0])))
    given_options = {"distance_to_target": {"targets": np.full(x.shape[1], 9.0)}}.get(method, {})
    if method == "distance_to_reference":
        given_options = {"reference_area": 0}
    with pytest.raises(NoVariation) as refused:
        METHODS[method](x, x, signs(x), **given_options)
    assert 0 in refused.value.columns


# --- ranks ---------------------------------------------------------------------------------------


def slow_rank(scores: Numbers, digits: int) -> Numbers:
    """One more than the number of areas with a higher score, after rounding to so many digits as text."""
    rounded = np.array([float(f"{score:.{digits - 1}e}") for score in scores])
    return np.array([np.nan if np.isnan(mine) else 1 + np.sum(rounded > mine) for mine in rounded])


@given(scores=tables(st.one_of(FIGURES, FEW)), noise=st.integers(0, 3), digits=st.integers(8, 12))
def test_fast_ranks_equal_slow_ranks(scores, noise, digits):
    # rounding error of a few units in the last place must not break a tie
    wobble = 1 + noise * 2e-16 * np.arange(scores.size).reshape(scores.shape) % 1e-15
    ranks = competition_rank(scores * wobble, digits)
    for column, ranked in zip(scores.T, ranks.T, strict=True):
        np.testing.assert_array_equal(ranked, slow_rank(column, digits))


@given(scores=tables(FEW))
def test_the_best_is_first_and_ranks_skip_after_ties(scores):
    for ranked in competition_rank(scores).T:
        known = np.sort(ranked[~np.isnan(ranked)])
        for place in np.unique(known):
            assert place == 1 + np.sum(known < place)


# --- treat ---------------------------------------------------------------------------------------

TREATMENTS = {
    "skew_kurtosis": {},
    "log": {"mirror": True},
    "winsorise": {"share": 0.1},
    "cap": {"lowest": -1000, "highest": 1000},
    "percentile_cap": {"low": 5, "high": 95},
    "box_cox": {"lmbda": 0.3, "make_positive": True},
}


@pytest.mark.parametrize("method", sorted(TREATMENTS))
@settings(max_examples=examples(FEWER))
@given(x=tables(FIGURES))
def test_treatment_keeps_the_order_of_areas_and_the_gaps(method, x):
    treated = treat.METHODS[method](x, **TREATMENTS[method])
    np.testing.assert_array_equal(np.isnan(treated.values), np.isnan(x))
    assert len(treated.what) == x.shape[1]
    for before, after, what in zip(x.T, treated.values.T, treated.what, strict=True):
        there = ~np.isnan(before)
        ordered = after[there][np.argsort(before[there], kind="stable")]
        assert np.all(np.diff(ordered) >= 0)
        if what == "none":
            np.testing.assert_array_equal(before, after)


@given(x=tables(FIGURES), most=st.integers(0, 6))
def test_the_default_decision_moves_no_more_than_it_may(x, most):
    assume(all(len(np.unique(c[~np.isnan(c)])) == np.sum(~np.isnan(c)) for c in x.T))  # no ties: one figure a step
    treated = treat.METHODS["skew_kurtosis"](x, winmax=most)
    for before, after, what in zip(x.T, treated.values.T, treated.what, strict=True):
        if what.startswith("winsorised"):
            assert 1 <= np.sum(before != after) - np.sum(np.isnan(before)) <= most


# --- impute --------------------------------------------------------------------------------------


@pytest.mark.parametrize("method", sorted(impute.METHODS))
@given(
    x=arrays(np.float64, (6, 3, 4), elements=FIGURES), labels=st.lists(st.sampled_from("ab"), min_size=6, max_size=6)
)
def test_filling_never_changes_a_figure_nor_leaves_the_range_seen(method, x, labels):
    extra = {"groups": labels} if method.startswith("group") else {}
    extra |= {"times": np.array([2001.0, 2002, 2004, 2009])} if method == "linear" else {}
    filled = impute.METHODS[method](x, **extra)
    there = ~np.isnan(x)
    np.testing.assert_array_equal(filled.values[there], x[there])
    np.testing.assert_array_equal(filled.estimated, np.isnan(x) & ~np.isnan(filled.values))
    for indicator in range(3):
        new = filled.values[:, indicator][filled.estimated[:, indicator]]
        seen = x[:, indicator][there[:, indicator]]
        if new.size:
            assert seen.min() - 1e-6 <= new.min()
            assert new.max() <= seen.max() + 1e-6
