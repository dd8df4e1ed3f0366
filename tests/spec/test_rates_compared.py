"""Inequality, funnels, pooled years, quantiles and shrinkage on figures that a person can check by hand."""

from __future__ import annotations

import numpy as np
import pytest

from drawn import table
from placebook.methods.compare import against, funnel
from placebook.methods.inequality import error_from_limits, relative_ranks, slope_index
from placebook.methods.pool import pooled, quantiles
from placebook.methods.rates import exact_limits, rate
from placebook.methods.shrink import shrunk_rate

NAN = float("nan")


def test_relative_ranks_are_the_middles_of_the_groups():
    """The first twelfth of hundred people stand at 6 on average, the next tenth at 17."""
    assert relative_ranks(np.array([[12.0, 10, 78]]))[0] == pytest.approx([0.06, 0.17, 0.61])


def test_the_slope_is_what_the_line_climbs_from_end_to_end():
    """Middles at 1/8, 3/8, 5/8, 7/8; figures 71, 73, 75, 77 climb 2 a quarter: 70 at one end and 78 at the other."""
    found = slope_index([[71, 73, 75, 77]], np.full((1, 4), 0.5), np.full((1, 4), 100.0), runs=2000)
    assert found.slope.value[0] == pytest.approx(8)
    assert found.relative.value[0] == pytest.approx(78 / 70)
    weights = np.array([-1.2, -0.4, 0.4, 1.2])  # (rank - 1/2) / sum of squares, of which there is 5/16
    assert found.slope.upper[0, 0] - 8 == pytest.approx(1.959964 * 0.5 * np.sqrt(np.sum(weights**2)), abs=1e-6)
    assert found.relative.lower[0, 0] < 78 / 70 < found.relative.upper[0, 0]


def test_large_groups_count_for_more():
    even = slope_index([[1, 2, 9]], np.ones((1, 3)), [[1, 1, 1]], runs=10).slope.value[0]
    uneven = slope_index([[1, 2, 9]], np.ones((1, 3)), [[10, 10, 1]], runs=10).slope.value[0]
    assert even == pytest.approx(12)
    assert uneven < even


def test_rates_on_a_steady_ratio_have_a_straight_logarithm():
    """Each group has half the rate of the one before; the ends lie half a group further out: 2 to the power -4."""
    values = [[80, 40, 20, 10]]
    found = slope_index(values, np.zeros((1, 4)), np.ones((1, 4)), "rate", transform=True, runs=10)
    assert found.relative.value[0] == pytest.approx(2**-4)
    assert found.slope.value[0] == pytest.approx(80 * 2**0.5 * (2**-4 - 1))
    assert found.slope.lower[0, 0] == pytest.approx(found.slope.value[0])  # nothing varies


def test_the_same_seed_gives_the_same_limits_whatever_stands_after_an_area():
    values, errors, people = np.array([[9.0, 6, 5], [3, 2, 2]]), np.full((2, 3), 0.1), np.ones((2, 3))
    both = slope_index(values, errors, people, "rate", runs=500, seed=7)
    one = slope_index(values[:1], errors[:1], people[:1], "rate", runs=500, seed=7)
    other = slope_index(values[:1], errors[:1], people[:1], "rate", runs=500, seed=8)
    assert both.slope.lower[0].tolist() == one.slope.lower[0].tolist() != other.slope.lower[0].tolist()


def test_a_slope_says_why_there_is_none():
    values, people = np.full((4, 3), 5.0), np.ones((4, 3))
    errors = np.ones((4, 3))
    values[1, 0], errors[2, 1], people[3, 2] = NAN, NAN, 0
    found = slope_index(values, errors, people, runs=10).slope
    assert found.why.tolist() == [
        "",
        "a figure of one group is missing",
        "the limits of one group are missing or no use",
        "a group has nobody in it",
    ]
    assert np.isnan(found.lower[:, 0]).tolist() == [False, True, True, True]


def test_errors_come_from_95_per_cent_limits_on_the_scale_of_the_kind():
    assert error_from_limits([8.040036], [11.959964])[0] == pytest.approx(1, abs=1e-6)
    assert error_from_limits([np.exp(-1.959964)], [np.exp(1.959964)], "rate")[0] == pytest.approx(1, abs=1e-6)
    assert np.isnan(error_from_limits([0.0], [2.0], "rate")[0])


@pytest.mark.parametrize(
    ("values", "kind", "said"),
    [
        ([[1, 2]], "plain", "3 groups or more"),
        ([[1, 0, 2]], "rate", "above zero"),
        ([[0.1, 1, 0.2]], "proportion", "between 0 and 1"),
        ([[1, 2, 3]], "share", "plain, rate, proportion"),
    ],
)
def test_a_slope_of_what_cannot_be_is_refused(values, kind, said):
    with pytest.raises(ValueError, match=said):
        slope_index(values, np.ones(np.shape(values)), np.ones(np.shape(values)), kind, runs=10)


def test_a_funnel_of_proportions_is_the_standard_error_round_the_share_of_all():
    """Half of all people; in an area of 100 the standard error is 5 per cent, in one of 400 it is 2.5."""
    found = funnel([50, 200], [100, 400], "proportion", per=100)
    assert found.benchmark == 50
    assert found.limits.upper[:, 0] == pytest.approx([50 + 1.959964 * 5, 50 + 1.959964 * 2.5], abs=1e-5)
    assert found.limits.lower[:, 1] == pytest.approx([50 - 3.090232 * 5, 50 - 3.090232 * 2.5], abs=1e-5)
    assert funnel([1, 1], [2, 100_000], "proportion").limits.lower[0, 0] == 0


def test_an_area_on_the_funnel_has_limits_that_touch_the_benchmark():
    found = funnel([20, 2, 150], [1000, 400, 9000], "rate", per=1000)
    people = np.array([1000, 400, 9000])
    counts = found.limits.upper * people[:, None] / 1000
    for level, name in enumerate((95, 99.8)):
        lower, _ = exact_limits(counts[:, level], (name,))
        assert 1000 * lower[:, 0] / people == pytest.approx([found.benchmark] * 3, rel=1e-9)


def test_a_small_area_cannot_be_too_low():
    found = funnel([0, 30], [100, 9900], "rate", per=1)
    assert found.limits.lower[0].tolist() == [0, 0]  # 0.3 are expected there, and nobody is no news


def test_a_funnel_takes_a_stated_benchmark_and_leaves_gaps_out_of_its_own():
    assert funnel([10, NAN], [100, 900], "rate").benchmark == 0.1
    assert funnel([10, 5], [100, 900], "rate", per=1000, benchmark=7).limits.value.tolist() == [7, 7]
    assert funnel([10, 5], [100, 0], "ratio").limits.why.tolist() == ["", "the denominator is zero"]
    with pytest.raises(ValueError, match="no area"):
        funnel([NAN], [3])
    with pytest.raises(ValueError, match="rate, ratio or proportion"):
        funnel([1], [3], "mean")
    with pytest.raises(ValueError, match="at most the whole"):
        funnel([4], [3], "proportion")


def test_only_limits_that_leave_the_benchmark_out_make_a_difference():
    assert against([1, 6, 4, 5, NAN], [4, 9, 6, 9, 9], 5).tolist() == ["lower", "higher", "similar", "similar", ""]


def test_pooled_years_are_sums_of_neighbours():
    assert pooled([[1, 2, 3, 4], [1, NAN, 3, 4]], 2).tolist()[0] == [3, 5, 7]
    assert np.isnan(pooled([[1, NAN, 3, 4]], 2)).tolist() == [[True, True, False]]
    assert pooled([[1, 2]], 3).shape == (1, 0)
    assert pooled([1.0, 2], 1).tolist() == [1, 2]
    with pytest.raises(ValueError, match="at least one year"):
        pooled([1], 0)


def test_quantiles_share_areas_out_and_keep_ties_together():
    _, _, scores = table("""
             | score
        -----+------
        A    | 50
        B    | 40
        C    | 40
        D    |
        E    | 10
        F    | 5
        G    | 1
    """)
    found = quantiles(scores, 3)[:, 0]  # six areas, two in each third; B and C tie for the second place
    assert found[[0, 1, 2, 4, 5, 6]].tolist() == [1, 1, 1, 2, 3, 3]
    assert np.isnan(found[3])
    assert quantiles(scores, 3, highest_first=False)[:, 0][[0, 1, 2, 4, 5, 6]].tolist() == [3, 2, 2, 2, 1, 1]


@pytest.mark.parametrize("parts", [0, -1, 2.5])
def test_quantiles_need_a_whole_number_of_groups(parts):
    with pytest.raises(ValueError, match="whole number"):
        quantiles([1, 2], parts)


def test_a_small_area_is_drawn_further_in_than_a_large_one():
    """Rates 0.2, 0.1 and 0.05 of 100, 1,000 and 2,000 people; by hand: m = 220 / 3100, A = 0.0006896."""
    x, n = np.array([20.0, 100, 100]), np.array([100.0, 1000, 2000])
    m = 220 / 3100
    spread = (100 * (0.2 - m) ** 2 + 1000 * (0.1 - m) ** 2 + 2000 * (0.05 - m) ** 2) / 3100 - m / (3100 / 3)
    found = shrunk_rate(x, n, per=1)
    assert found.wider == pytest.approx(m)
    assert found.between == pytest.approx(spread)
    assert found.own == pytest.approx(spread / (spread + m / n))
    assert found.estimate.value == pytest.approx(m + found.own * (x / n - m))
    assert np.all(np.diff(found.own) > 0)
    alpha, beta = m**2 / spread, m / spread
    assert found.estimate.value == pytest.approx((alpha + x) / (beta + n))  # the mean of the gamma, another way


def test_areas_that_differ_by_chance_alone_take_the_wider_rate_and_its_limits():
    found = shrunk_rate([10, 11, 9, NAN, 3], [1000, 1000, 1000, 1000, 0], per=1000)
    assert found.between == 0
    assert found.estimate.value[:3].tolist() == [10, 10, 10]
    together = rate([30], [3000], 1000)
    assert found.estimate.upper[:3, 0] == pytest.approx([together.upper[0, 0]] * 3)
    assert found.estimate.why.tolist()[3:] == ["the numerator is missing", "the denominator is zero"]
    assert np.isnan(found.own).tolist() == [False, False, False, True, True]


def test_one_area_has_no_wider_area():
    with pytest.raises(ValueError, match="two areas"):
        shrunk_rate([1, NAN], [10, 10])
