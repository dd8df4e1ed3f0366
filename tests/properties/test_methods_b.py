"""What is true of every aggregation, weighting, diagnosis and sensitivity analysis, whatever the figures."""

import math
from itertools import pairwise

import numpy as np
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from hypothesis.extra import numpy as arrays

from examples import examples
from placebook.methods import aggregate, diagnose, factors, importance, weight
from placebook.methods.correlate import complete_rows, correlation
from placebook.methods.outrank import outranking
from placebook.methods.parts import share_present
from placebook.methods.sobol import sobol_effects

MEANS = ("arithmetic", "geometric", "harmonic")
RULES = st.sampled_from(["refuse", "leave_out", {"at_least": 0.5}, {"at_least": 0.8}])


@st.composite
def wholes(draw, low=1.0, gaps=True):
    """Figures of some areas and parts, a few of them missing, and weights above zero."""
    areas, parts = draw(st.integers(1, 6)), draw(st.integers(1, 5))
    cell = st.floats(low, 100.0)
    if gaps:
        cell = st.one_of(cell, cell, cell, st.just(math.nan))
    x = draw(arrays.arrays(np.float64, (areas, parts), elements=cell))
    weights = draw(arrays.arrays(np.float64, parts, elements=st.floats(0.01, 10.0)))
    return x, weights


# --- aggregate: a slow obvious version beside the fast one -------------------------------------------


def slow(method, values, weights, missing):
    """One area's whole, by the book."""
    there = [(v, w) for v, w in zip(values, weights, strict=True) if not math.isnan(v)]
    share = math.fsum(w for _, w in there) / math.fsum(weights)
    if not there or (missing == "refuse" and len(there) < len(values)):
        return math.nan
    if isinstance(missing, dict) and share < missing["at_least"] - 1e-9:
        return math.nan
    total = math.fsum(w for _, w in there)
    if method == "weighted_sum":
        return math.fsum(v * w for v, w in there)
    if method == "arithmetic":
        return math.fsum(v * w for v, w in there) / total
    if method == "geometric":
        return math.prod(v ** (w / total) for v, w in there)
    return total / math.fsum(w / v for v, w in there)


@given(wholes(), RULES, st.sampled_from([*MEANS, "weighted_sum"]))
def test_every_area_is_as_the_slow_version_has_it(given_, missing, method):
    x, weights = given_
    found = aggregate.METHODS[method](x, weights, missing=missing)
    wanted = [slow(method, row, weights, missing) for row in x.tolist()]
    assert found == pytest.approx(wanted, rel=1e-9, nan_ok=True)


@given(wholes(), RULES, st.sampled_from([*MEANS, "weighted_sum", "copeland"]))
def test_an_area_without_any_part_is_missing_and_never_zero(given_, missing, method):
    x, weights = given_
    x[0] = np.nan
    assert np.isnan(aggregate.METHODS[method](x, weights, missing=missing)[0])


@given(wholes(), st.lists(st.floats(-20, 20), min_size=2, max_size=4))
def test_a_mean_does_not_fall_as_its_order_rises_and_stays_between_its_parts(given_, orders):
    x, weights = given_
    means = [aggregate.generalised(x, weights, order=order, missing="leave_out") for order in sorted(orders)]
    some = ~np.isnan(means[0])
    for lower, higher in pairwise(means):
        assert np.all(lower[some] <= higher[some] * (1 + 1e-9))
    for mean in means:
        assert np.all(mean[some] >= np.nanmin(x[some], axis=1) * (1 - 1e-9))
        assert np.all(mean[some] <= np.nanmax(x[some], axis=1) * (1 + 1e-9))


@given(wholes(), st.floats(0.01, 100), st.sampled_from(MEANS))
def test_only_the_ratios_of_weights_matter_and_the_unit_of_scores_carries_over(given_, times, method):
    x, weights = given_
    combine = aggregate.METHODS[method]
    plain = combine(x, weights, missing="leave_out")
    assert combine(x, weights * times, missing="leave_out") == pytest.approx(plain, rel=1e-9, nan_ok=True)
    assert combine(x * times, weights, missing="leave_out") == pytest.approx(plain * times, rel=1e-9, nan_ok=True)


@given(wholes(low=0.0), st.randoms(use_true_random=False))
def test_the_order_of_parts_does_not_matter(given_, random):
    x, weights = given_
    order = random.sample(range(len(weights)), len(weights))
    for method, options in (("arithmetic", {}), ("generalised", {"order": 0.5}), ("copeland", {})):
        one = aggregate.METHODS[method](x, weights, missing="leave_out", **options)
        other = aggregate.METHODS[method](x[:, order], weights[order], missing="leave_out", **options)
        assert one == pytest.approx(other, rel=1e-9, abs=1e-12, nan_ok=True)


@given(wholes(low=-50.0), st.floats(0.5, 20.0))
def test_a_floor_makes_every_mean_possible_and_never_below_it(given_, floor):
    x, weights = given_
    found = aggregate.geometric(x, weights, floor=floor, missing="leave_out")
    assert np.all(found[~np.isnan(found)] >= floor * (1 - 1e-9))


@given(wholes(), RULES)
def test_a_part_without_weight_changes_nothing(given_, missing):
    x, weights = given_
    wider, more = np.column_stack([x, np.full(len(x), np.nan)]), np.append(weights, 0.0)
    for method in ("arithmetic", "geometric", "copeland"):
        plain = aggregate.METHODS[method](x, weights, missing=missing)
        assert np.array_equal(aggregate.METHODS[method](wider, more, missing=missing), plain, equal_nan=True)


@given(wholes())
def test_at_least_a_share_of_the_weight_is_what_it_says(given_):
    x, weights = given_
    found = aggregate.arithmetic(x, weights, missing={"at_least": 0.6})
    assert np.array_equal(np.isnan(found), ~(share_present(x, weights) >= 0.6 - 1e-9))


# --- contests ------------------------------------------------------------------------------------------


def slow_contest(x, weights):
    """Contests won less contests lost, two areas at a time."""
    scores = []
    for a in x:
        score = 0
        for b in x:
            shared = [(p, q, w) for p, q, w in zip(a, b, weights, strict=True) if not (math.isnan(p) or math.isnan(q))]
            lead = math.fsum(w * ((p > q) - (p < q)) for p, q, w in shared)
            score += (lead > 1e-9) - (lead < -1e-9)
        scores.append(score if not all(math.isnan(p) for p in a) else math.nan)
    return scores


@st.composite
def contests(draw):
    areas, parts = draw(st.integers(1, 8)), draw(st.integers(1, 4))
    cell = st.one_of(st.integers(0, 4).map(float), st.just(math.nan))
    x = draw(arrays.arrays(np.float64, (areas, parts), elements=cell))
    return x, draw(arrays.arrays(np.float64, parts, elements=st.integers(1, 4).map(float)))


@given(contests())
def test_contests_are_won_as_the_slow_version_counts_them(given_):
    x, weights = given_
    found = aggregate.copeland(x, weights, missing="leave_out")
    assert np.array_equal(found, slow_contest(x.tolist(), weights), equal_nan=True)
    assert np.nansum(found) == 0


@given(contests())
def test_contests_heed_order_only_and_each_pair_shares_one_whole(given_):
    x, weights = given_
    stretched = np.exp(x) * 7 + 1
    assert np.array_equal(outranking(x, weights), outranking(stretched, weights), equal_nan=True)
    both = outranking(x, weights) + outranking(x, weights).T
    apart = ~np.eye(len(x), dtype=bool) & ~np.isnan(both)
    assert np.allclose(both[apart], 1)


def test_contests_in_blocks_are_the_same_as_all_at_once(monkeypatch):
    rng = np.random.default_rng(4)
    x = rng.integers(0, 5, size=(40, 3)).astype(float)
    whole = aggregate.copeland(x, [1, 2, 3])
    monkeypatch.setattr("placebook.methods.outrank._PAIRS_AT_ONCE", 70)
    assert np.array_equal(aggregate.copeland(x, [1, 2, 3]), whole)


# --- correlations and what is made of them ---------------------------------------------------------------


@st.composite
def tables(draw, gaps=False, least_areas=4):
    """Figures that vary, drawn as whole hundredths so that no column is nearly constant."""
    areas, parts = draw(st.integers(least_areas, 9)), draw(st.integers(2, 4))
    cell = st.integers(-500, 500).map(lambda i: i / 100)
    if gaps:
        cell = st.one_of(cell, cell, cell, st.just(math.nan))
    return draw(arrays.arrays(np.float64, (areas, parts), elements=cell, unique=not gaps))


@given(tables(gaps=True))
def test_pairwise_correlation_is_that_of_the_areas_that_have_both(x):
    found = correlation(x)
    for i in range(x.shape[1]):
        for j in range(x.shape[1]):
            both = ~np.isnan(x[:, i]) & ~np.isnan(x[:, j])
            a, b = x[both, i], x[both, j]
            assert found.areas[i, j] == both.sum()
            if both.sum() < 2 or np.ptp(a) == 0 or np.ptp(b) == 0:
                assert np.isnan(found.r[i, j]) or abs(found.r[i, j]) <= 1
            else:
                assert found.r[i, j] == pytest.approx(np.corrcoef(a, b)[0, 1], abs=1e-9)


@given(tables(least_areas=5))
def test_chance_is_as_scipy_has_it(x):
    from scipy.stats import pearsonr

    found = correlation(x)
    wanted = pearsonr(x[:, 0], x[:, 1])
    assume(abs(wanted.statistic) < 1 - 1e-6)
    assert found.chance[0, 1] == pytest.approx(wanted.pvalue, rel=1e-6)


@given(tables())
def test_alpha_is_that_of_the_sum_of_parts(x):
    k, total = x.shape[1], np.var(np.sum(x, axis=1), ddof=1)
    assume(total > 1e-6)
    wanted = k / (k - 1) * (1 - np.sum(np.var(x, axis=0, ddof=1)) / total)
    assert diagnose.cronbach_alpha(x) == pytest.approx(wanted, rel=1e-6)


@given(tables(least_areas=7))
def test_adequacy_is_that_of_correlations_between_what_the_others_leave(x):
    """The partial correlation of two parts is that of their residuals once all others are fitted."""
    r = correlation(x).r
    assume(np.linalg.eigvalsh(r)[0] > 1e-3)
    k = x.shape[1]
    partial = np.zeros((k, k))
    for i in range(k):
        for j in set(range(k)) - {i}:
            others = np.column_stack([np.ones(len(x)), np.delete(x, [i, j], axis=1)])
            left = x[:, [i, j]] - others @ np.linalg.lstsq(others, x[:, [i, j]], rcond=None)[0]
            partial[i, j] = np.corrcoef(left.T)[0, 1]
    plain = np.sum(r**2) - k
    assume(plain > 1e-6)
    assert diagnose.kmo(x).overall == pytest.approx(plain / (plain + np.sum(partial**2)), rel=1e-6)


@given(tables(), st.integers(0, 2**32 - 1))
def test_no_weights_of_length_one_make_areas_differ_more_than_the_first_component(x, seed):
    found = factors.components(x)
    standard = (x - x.mean(axis=0)) / x.std(axis=0)
    best = np.var(standard @ found.loadings[:, 0])
    other = np.random.default_rng(seed).normal(size=x.shape[1])
    assert np.var(standard @ (other / np.linalg.norm(other))) <= best * (1 + 1e-9)
    assert np.sum(found.loadings, axis=0).min() >= -1e-9
    assert np.sum(diagnose.variance_explained(x)) == pytest.approx(1)


@settings(deadline=None, max_examples=examples(40))
@given(st.lists(st.floats(0.1, 0.9), min_size=3, max_size=7))
def test_one_factor_finds_what_made_the_correlations(loadings):
    made = np.array(loadings)
    assume(np.sort(made)[-3] > 0.3)  # below that three parts say too little about the factor to place it closely
    found = factors.one_factor(np.outer(made, made) + np.diag(1 - made**2))
    assert found.loadings == pytest.approx(made, abs=1e-4)


@settings(deadline=None, max_examples=examples(40))
@given(st.integers(0, 2**32 - 1), st.integers(3, 6))
def test_one_factor_is_a_stationary_place_of_the_likelihood(seed, parts):
    """Where no part is held at the limit, the fitted table has the variances of the real one."""
    rng = np.random.default_rng(seed)
    r = np.corrcoef(rng.normal(size=(30, parts)).T + rng.normal(size=30))
    found = factors.one_factor(r)
    assume(not found.at_limit.any() and np.all(found.uniquenesses < 1 - 1e-6))
    assert found.loadings**2 + found.uniquenesses == pytest.approx(np.ones(parts), abs=1e-5)


@given(tables(gaps=True), st.lists(st.floats(0.1, 5), min_size=4, max_size=4))
def test_shares_of_variance_sum_to_one(x, weights):
    assume(len(complete_rows(x)) >= 2)
    shares = diagnose.variance_shares(x, weights[: x.shape[1]])
    whole = aggregate.arithmetic(complete_rows(x), weights[: x.shape[1]])
    assume(np.ptp(whole) > 1e-6)
    assert np.sum(shares) == pytest.approx(1)


@given(st.lists(st.tuples(st.floats(0.1, 5), st.floats(0, 0.999)), min_size=1, max_size=15))
def test_effective_weights_of_the_parts_at_the_foot_sum_to_one(tree):
    """Each part hangs below one of those before it."""
    wholes_ = [-1, *(int(place * i) for i, (_, place) in enumerate(tree, start=1))]
    found = importance.effective_weights([1.0, *(size for size, _ in tree)], wholes_)
    foot = [i for i in range(len(wholes_)) if i not in wholes_]
    assert np.sum(found[foot]) == pytest.approx(1)


@settings(deadline=None, max_examples=examples(25))
@given(st.integers(0, 2**32 - 1))
def test_optimised_weights_are_no_farther_from_what_is_wanted_than_equal_ones(seed):
    rng = np.random.default_rng(seed)
    x = rng.normal(size=(25, 3)) * rng.uniform(0.5, 3, size=3) + rng.normal(size=(25, 1))
    wanted = rng.uniform(1, 2, size=3)

    def off(weights):
        return np.sum((importance.importance_shares(x, weights) - wanted / wanted.sum()) ** 2)

    assert off(weight.optimised(x, wanted).weights) <= off(wanted) + 1e-12


# --- Sobol effects ----------------------------------------------------------------------------------------


@settings(deadline=None)
@given(st.integers(0, 2**32 - 1), st.integers(4, 40), st.integers(2, 4), st.floats(-50, 50))
def test_effects_are_those_of_salib_but_for_the_small_print(seed, n, causes, mean):
    """SALib takes off the mean of all outputs and divides the variance by 2n; nothing else differs."""
    from SALib.analyze import sobol

    rng = np.random.default_rng(seed)
    a, b, ab = rng.normal(mean, 1, n), rng.normal(mean, 1, n), rng.normal(mean, 1, (n, causes))
    problem = {"num_vars": causes, "names": [str(i) for i in range(causes)], "bounds": [[0, 1]] * causes}
    outputs = np.column_stack([a, ab, b]).ravel()
    theirs = sobol.analyze(problem, outputs, calc_second_order=False, num_resamples=2, seed=1)
    ours = sobol_effects(a, b, ab)
    both = np.concatenate([a, b])
    shift = (np.mean(both) - np.mean(outputs)) * np.mean(ab - a[:, None], axis=0) / np.var(both, ddof=1)
    times = 2 * n / (2 * n - 1)
    assert theirs["ST"] == pytest.approx(ours.total * times, rel=1e-7)
    assert theirs["S1"] == pytest.approx((ours.first + shift) * times, rel=1e-6, abs=1e-7)


@given(st.integers(0, 2**32 - 1), st.floats(-100, 100), st.floats(0.1, 10))
def test_centred_effects_do_not_heed_the_unit_of_the_output(seed, shift, times):
    rng = np.random.default_rng(seed)
    a, b, ab = rng.normal(size=16), rng.normal(size=16), rng.normal(size=(16, 3))
    plain = sobol_effects(a, b, ab)
    moved = sobol_effects(a * times + shift, b * times + shift, ab * times + shift)
    assert moved.first == pytest.approx(plain.first, abs=1e-7)
    assert moved.total == pytest.approx(plain.total, abs=1e-7)
    assert np.all(plain.total >= 0)
