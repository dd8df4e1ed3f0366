"""Treatment of outliers, on columns short enough to follow by eye."""

from __future__ import annotations

import numpy as np
import pytest

from drawn import table
from placebook.methods.moments import kurtosis, skewness
from placebook.methods.treat import METHODS
from placebook.types import Numbers

nan = np.nan


def column(*figures: float) -> Numbers:
    return np.array(figures, dtype=np.float64)[:, np.newaxis]


def slow_moments(figures: list[float]) -> tuple[float, float]:
    """Skewness and kurtosis in the words of the formulas of Joanes and Gill."""
    n = len(figures)
    middle = sum(figures) / n
    m2, m3, m4 = (sum((f - middle) ** power for f in figures) / n for power in (2, 3, 4))
    g1, g2 = m3 / m2**1.5, m4 / m2**2 - 3
    return g1 * (n * (n - 1)) ** 0.5 / (n - 2), (n - 1) / ((n - 2) * (n - 3)) * ((n + 1) * g2 + 6)


def test_skewness_and_kurtosis_follow_their_formulas():
    figures = [1.0, 2.0, 3.0, 4.0, 10.0]
    skew, kurt = slow_moments(figures)
    assert skew == pytest.approx(1.6971, abs=5e-5)
    assert kurt == pytest.approx(3.152, abs=5e-5)
    x = np.column_stack([[*figures, nan], [nan, *(-f for f in figures)]])
    np.testing.assert_allclose(skewness(x), [skew, -skew])
    np.testing.assert_allclose(kurtosis(x), [kurt, kurt])


def test_too_few_figures_or_no_variation_have_no_shape():
    x = np.column_stack([[1.0, 2, nan, nan], [5.0, 5, 5, 5], [nan] * 4, [1.0, 2, 9, nan]])
    np.testing.assert_array_equal(np.isnan(skewness(x)), [True, True, True, False])
    np.testing.assert_array_equal(np.isnan(kurtosis(x)), [True, True, True, True])


def test_winsorise_pulls_in_both_ends():
    before = """
                 | crime | rent
        ---------+-------+-----
        Ashford  |     1 |  900
        Barton   |    50 |  700
        Chalford |    52 |
        Denton   |    53 |  800
        Eaton    |    99 |  100
    """
    after = """
                 | crime | rent
        ---------+-------+-----
        Ashford  |    50 |  800
        Barton   |    50 |  700
        Chalford |    52 |
        Denton   |    53 |  800
        Eaton    |    53 |  700
    """
    treated = METHODS["winsorise"](table(before)[2], count=1)
    np.testing.assert_array_equal(treated.values, table(after)[2])
    assert treated.what == ("winsorised 1 high and 1 low", "winsorised 1 high and 1 low")
    np.testing.assert_array_equal(METHODS["winsorise"](table(before)[2], share=0.25).values, table(after)[2])


def test_winsorise_can_work_on_one_end():
    x = column(1, 50, 52, 53, 99)
    high = METHODS["winsorise"](x, share=0.2, ends="high")
    assert (high.values[:, 0].tolist(), high.what) == ([1, 50, 52, 53, 53], ("winsorised 1 high",))
    low = METHODS["winsorise"](x, count=2, ends="low")
    assert (low.values[:, 0].tolist(), low.what) == ([52, 52, 52, 53, 99], ("winsorised 2 low",))


def test_a_share_too_small_for_one_figure_changes_nothing():
    x = column(1, 50, 52, 53, 99)
    treated = METHODS["winsorise"](x, share=0.19)
    np.testing.assert_array_equal(treated.values, x)
    assert treated.what == ("none",)


@pytest.mark.parametrize(
    ("options", "said"),
    [
        ({}, "either a count or a share"),
        ({"count": 1, "share": 0.1}, "either a count or a share"),
        ({"count": 2}, "column 0 has 2 figures to pull in at each end, which leaves nothing in the middle"),
        ({"share": 0.5}, r"column 0 has a share of 0\.5 to pull in"),
        ({"count": -1}, "column 0 has -1 figures"),
        ({"count": 1, "ends": "top"}, "both, high or low, not 'top'"),
    ],
)
def test_winsorising_that_makes_no_sense_is_refused(options, said):
    with pytest.raises(ValueError, match=said):
        METHODS["winsorise"](column(1, 2, 3, 100), **options)


def test_the_default_decision_leaves_a_column_that_passes():
    x = column(*range(1, 11), 15)
    treated = METHODS["skew_kurtosis"](x)
    np.testing.assert_array_equal(treated.values, x)
    assert treated.what == ("none",)


def test_heavy_tails_on_both_sides_alone_are_no_reason_to_treat():
    x = column(-200, *range(1, 41), 260)
    assert kurtosis(x)[0] > 3.5
    assert METHODS["skew_kurtosis"](x).what == ("none",)
    assert METHODS["skew_kurtosis"](x, skew=0).what != ("none",)


def test_the_default_decision_winsorises_until_the_column_passes():
    # COINr's own first example: one outlier takes the value of the next highest figure
    treated = METHODS["skew_kurtosis"](column(*range(1, 11), 100))
    assert treated.values[:, 0].tolist() == [*range(1, 11), 10]
    assert treated.what == ("winsorised 1 high",)


def test_the_low_tail_is_pulled_in_where_it_is_the_long_one():
    treated = METHODS["skew_kurtosis"](np.column_stack([[*range(1, 11), 100], [*range(1, 11), -100.0]]))
    assert treated.values[:, 1].tolist() == [*range(1, 11), 1]
    assert treated.what == ("winsorised 1 high", "winsorised 1 low")


def test_figures_that_tie_for_the_most_extreme_move_together():
    treated = METHODS["skew_kurtosis"](column(*range(1, 40), 400, 400), winmax=1)
    assert treated.values[-3:, 0].tolist() == [39, 39, 39]
    assert treated.what == ("winsorised 2 high",)


def test_where_winsorising_fails_the_original_figures_are_logged():
    x = column(*range(1, 21), 100, 200)
    treated = METHODS["skew_kurtosis"](x, winmax=1)
    np.testing.assert_allclose(treated.values, np.log(x - 1 + 0.01 * 199))
    assert treated.what == ("log",)
    np.testing.assert_array_equal(METHODS["skew_kurtosis"](x, winmax=0).values, treated.values)


def test_each_column_is_treated_by_itself_and_gaps_stay():
    x = np.column_stack([[*range(1, 11), 100.0, nan], [nan, *range(1, 12)], [nan] * 12, [7.0] * 12])
    treated = METHODS["skew_kurtosis"](x)
    np.testing.assert_array_equal(np.isnan(treated.values), np.isnan(x))
    np.testing.assert_array_equal(treated.values[:, 1:], x[:, 1:])
    assert treated.what == ("winsorised 1 high", "none", "none", "none")


def test_winmax_below_zero_is_refused():
    with pytest.raises(ValueError, match="winmax must be 0 or more, not -1"):
        METHODS["skew_kurtosis"](column(1, 2, 3), winmax=-1)


def test_log_lifts_the_lowest_figure_by_a_share_of_the_range():
    treated = METHODS["log"](column(-5, 0, 95, nan))
    np.testing.assert_allclose(treated.values, np.log(column(1, 6, 101, nan)))
    assert treated.what == ("log",)


def test_a_plain_log_needs_figures_above_zero():
    np.testing.assert_allclose(METHODS["log"](column(1, np.e, nan), shift=None).values, column(0, 1, nan))
    with pytest.raises(ValueError, match="column 0 has figures that are not above zero, which have no logarithm"):
        METHODS["log"](column(0, 1), shift=None)
    with pytest.raises(ValueError, match="shift must be above zero, not 0"):
        METHODS["log"](column(0, 1), shift=0)


def test_a_mirrored_log_shrinks_a_long_low_tail():
    x = np.column_stack([[-100.0, 7, 8, 9, 10], [1.0, 2, 3, 4, 100]])
    treated = METHODS["log"](x, mirror=True)
    assert treated.what == ("mirrored log", "log")
    np.testing.assert_allclose(treated.values[:, 0], -np.log(10 - x[:, 0] + 0.01 * 110))
    assert (np.abs(skewness(treated.values)) < np.abs(skewness(x))).all()


def test_a_column_without_variation_has_no_log_and_no_box_cox():
    for method in ("log", "box_cox"):
        treated = METHODS[method](np.column_stack([[3.0, 3.0], [nan, nan]]))
        np.testing.assert_array_equal(treated.values, [[3, nan], [3, nan]])
        assert treated.what == ("none", "none")


def test_box_cox_with_a_given_power():
    x = column(1, 4, 9, nan)
    np.testing.assert_allclose(METHODS["box_cox"](x, lmbda=0.5).values, column(0, 2, 4, nan))
    np.testing.assert_allclose(METHODS["box_cox"](x, lmbda=0).values, np.log(x))
    assert METHODS["box_cox"](x, lmbda=0.5).what == ("Box-Cox, lambda 0.5",)


def slow_power(figures: Numbers) -> float:
    """Try every lambda from -3 to 3 in steps of 0.001, and keep the one that is likeliest."""

    def log_likelihood(power: float) -> float:
        bent = np.log(figures) if abs(power) < 1e-9 else (figures**power - 1) / power
        return float((power - 1) * np.log(figures).sum() - len(figures) / 2 * np.log(bent.var()))

    return max(np.linspace(-3, 3, 6001), key=log_likelihood)


def test_box_cox_finds_the_likeliest_power_of_each_column():
    draw = np.random.default_rng(3)
    x = np.column_stack([draw.lognormal(10, 1, 60), draw.normal(100, 10, 60) ** 2])
    for place, words in enumerate(METHODS["box_cox"](x).what):
        assert float(words.removeprefix("Box-Cox, lambda ")) == pytest.approx(slow_power(x[:, place]), abs=2e-3)


def test_box_cox_needs_figures_above_zero_or_moves_them_there():
    x = np.column_stack([[-1.0, 0, 3], [2.0, 3, 4]])
    with pytest.raises(ValueError, match="column 0 has figures that are not above zero, which Box-Cox cannot bend"):
        METHODS["box_cox"](x)
    moved = METHODS["box_cox"](x, lmbda=1, make_positive=True)
    np.testing.assert_allclose(moved.values, [[0, 1], [1, 2], [4, 3]])


def test_a_cap_holds_figures_within_stated_limits():
    x = np.column_stack([[1.0, 5, 9, nan], [2.0, 3, 4, nan]])
    treated = METHODS["cap"](x, lowest=2, highest=6)
    np.testing.assert_array_equal(treated.values, np.column_stack([[2, 5, 6, nan], [2, 3, 4, nan]]))
    assert treated.what == ("capped 1 high and 1 low", "none")
    assert METHODS["cap"](x, highest=6).what == ("capped 1 high", "none")
    for limits, said in (({}, "cap needs lowest, highest or both"), ({"lowest": 3, "highest": 2}, "3 is above 2")):
        with pytest.raises(ValueError, match=said):
            METHODS["cap"](x, **limits)


def test_a_cap_at_percentiles_takes_its_limits_from_each_column():
    x = column(0, 10, 20, 30, 40, nan)  # percentile 10 is figure 1 + 4 * 0.1 = 1.4 of five, which is 4
    treated = METHODS["percentile_cap"](x, low=10, high=95)
    np.testing.assert_allclose(treated.values[:, 0], [4, 10, 20, 30, 38, nan])
    assert treated.what == ("capped 1 high and 1 low",)
    assert METHODS["percentile_cap"](x).what == ("none",)
    with pytest.raises(ValueError, match="low below high, not 5 and 5"):
        METHODS["percentile_cap"](x, low=5, high=5)
