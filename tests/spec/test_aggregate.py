"""Aggregate, on tables small enough to check by hand."""

import numpy as np
import pytest

from drawn import table
from placebook.methods import aggregate
from placebook.methods.outrank import outranking
from placebook.methods.parts import share_present

PLACES = """
            | health | income
    --------+--------+-------
    Ashford |     80 |     20
    Barton  |     40 |
    Carlow  |        |
"""


def scores(text, weights, method="arithmetic", **options):
    """Each area's whole, None where it has none."""
    areas, parts, x = table(text)
    whole = aggregate.METHODS[method](x, [weights[part] for part in parts], **options)
    return {area: None if np.isnan(v) else pytest.approx(v, abs=1e-12) for area, v in zip(areas, whole, strict=True)}


EVEN = {"health": 1, "income": 1}


def test_arithmetic_is_the_weighted_average():
    weights = {"health": 3, "income": 1}
    assert scores(PLACES, weights)["Ashford"] == (3 * 80 + 1 * 20) / 4


def test_geometric_multiplies_so_that_a_low_part_counts_more():
    assert scores(PLACES, EVEN, "geometric")["Ashford"] == 40  # the square root of 80 x 20
    assert scores(PLACES, {"health": 2, "income": 1}, "geometric")["Ashford"] == (80 * 80 * 20) ** (1 / 3)


def test_harmonic_is_stricter_still():
    assert scores(PLACES, EVEN, "harmonic")["Ashford"] == 32  # 2 / (1/80 + 1/20)


@pytest.mark.parametrize(
    ("order", "whole"),
    [(1, 50), (0, 40), (-1, 32), (2, (3400) ** 0.5), (0.5, ((80**0.5 + 20**0.5) / 2) ** 2)],
)
def test_generalised_mean_has_the_others_as_cases(order, whole):
    assert scores(PLACES, EVEN, "generalised", order=order)["Ashford"] == whole


def test_generalised_mean_of_a_very_high_or_low_order_is_the_best_or_worst_part():
    assert scores(PLACES, EVEN, "generalised", order=5000)["Ashford"] == pytest.approx(80, abs=0.02)
    assert scores(PLACES, EVEN, "generalised", order=-5000)["Ashford"] == pytest.approx(20, abs=0.01)


def test_weighted_sum_does_not_put_weights_right():
    assert scores(PLACES, {"health": 0.5, "income": 0.4}, "weighted_sum")["Ashford"] == 0.5 * 80 + 0.4 * 20


# --- missing parts: never zero -----------------------------------------------------------------


@pytest.mark.parametrize("method", ["arithmetic", "geometric", "harmonic", "weighted_sum"])
def test_a_missing_part_makes_the_whole_missing(method):
    found = scores(PLACES, EVEN, method)
    assert found["Barton"] is None
    assert found["Carlow"] is None


@pytest.mark.parametrize(("method", "barton"), [("arithmetic", 40), ("geometric", 40), ("harmonic", 40)])
def test_leave_out_gives_the_weight_to_the_parts_that_are_there(method, barton):
    assert scores(PLACES, {"health": 0.3, "income": 0.7}, method, missing="leave_out") == {
        "Ashford": scores(PLACES, {"health": 0.3, "income": 0.7}, method)["Ashford"].expected,
        "Barton": barton,
        "Carlow": None,  # nothing is there, so there is no score: never zero
    }


def test_a_weighted_sum_that_leaves_out_adds_what_is_there():
    found = scores(PLACES, {"health": 0.3, "income": 0.7}, "weighted_sum", missing="leave_out")
    assert found["Barton"] == 0.3 * 40
    assert found["Carlow"] is None


@pytest.mark.parametrize(("weight_of_health", "barton"), [(0.65, None), (0.66, 40), (0.67, 40)])
def test_at_least_asks_for_a_share_of_the_weight(weight_of_health, barton):
    weights = {"health": weight_of_health, "income": 1 - weight_of_health}
    assert scores(PLACES, weights, missing={"at_least": 0.66})["Barton"] == barton


def test_a_part_without_weight_is_not_asked():
    weights = {"health": 1, "income": 0}
    assert scores(PLACES, weights) == {"Ashford": 80, "Barton": 40, "Carlow": None}
    assert scores(PLACES, weights, "geometric") == {"Ashford": 80, "Barton": 40, "Carlow": None}


def test_share_present_is_the_share_of_weight_that_rests_on_values():
    _, _, x = table(PLACES)
    assert share_present(x, [3, 1]).tolist() == [1, 0.75, 0]


# --- shapes -------------------------------------------------------------------------------------


def test_the_last_axis_holds_the_parts_and_weights_may_differ_by_area():
    x = np.array([[[80.0, 20.0], [40.0, 60.0]]])  # one period, two areas, two parts
    assert aggregate.arithmetic(x, [1, 1]).tolist() == [[50, 50]]
    assert aggregate.arithmetic(x, [[1, 3], [3, 1]]).tolist() == [[35, 45]]


# --- what has no answer ---------------------------------------------------------------------------

WITH_ZERO = """
            | health | income
    Ashford |      0 |     -5
    Barton  |     40 |     10
    Carlow  |     90 |
"""


def test_a_geometric_mean_over_zero_or_less_says_how_many():
    with pytest.raises(ValueError, match=r"2 values are zero or below \(the lowest is -5\).*geometric mean"):
        scores(WITH_ZERO, EVEN, "geometric")
    with pytest.raises(ValueError, match=r"2 values are zero or below.*harmonic mean"):
        scores(WITH_ZERO, EVEN, "harmonic")
    with pytest.raises(ValueError, match=r"1 value is below zero.*order 0\.5"):
        scores(WITH_ZERO, EVEN, "generalised", order=0.5)


def test_a_floor_lifts_what_is_below_it_and_nothing_else():
    assert scores(WITH_ZERO, EVEN, "geometric", floor=1) == {"Ashford": 1, "Barton": 20, "Carlow": None}
    assert scores(WITH_ZERO, EVEN, "harmonic", floor=1) == {"Ashford": 1, "Barton": 16, "Carlow": None}


def test_zero_is_a_value_for_orders_above_zero():
    assert aggregate.generalised([[0.0, 16.0], [0.0, 0.0]], [1, 1], order=0.5).tolist() == [4, 0]


@pytest.mark.parametrize("method", sorted(set(aggregate.METHODS) - {"generalised", "formula"}))
def test_weights_that_sum_to_zero_are_refused(method):
    x = [[1.0, 2.0], [3.0, 4.0]]
    with pytest.raises(ValueError, match="the weights of 2 parts sum to zero"):
        aggregate.METHODS[method](x, [0, 0])
    with pytest.raises(ValueError, match="the weights of 2 parts sum to zero"):
        aggregate.METHODS[method](x, [0.1, -0.1])


def test_weights_that_cancel_once_a_part_is_left_out_are_refused_with_how_many():
    x = [[1.0, 2.0, np.nan], [1.0, 2.0, 3.0]]
    with pytest.raises(ValueError, match="sum to zero in 1 of 2 cases"):
        aggregate.arithmetic(x, [1, -1, 1], missing="leave_out")


@pytest.mark.parametrize(
    ("options", "said"),
    [
        ({"x": [[1.0, np.inf]]}, "1 value is infinite"),
        ({"weights": [1, np.nan]}, "1 of 2 weights are not numbers"),
        ({"weights": [1, 1, 1]}, r"weights of shape \(3,\) do not fit"),
        ({"x": np.empty((3, 0)), "weights": []}, "there are no parts"),
        ({"missing": "skip"}, "missing must be 'refuse', 'leave_out'"),
        ({"missing": {"at_least": 66}}, "a share from 0 to 1 is needed, not 66"),
        ({"method": "geometric", "floor": 0}, "floor must be above zero"),
        ({"method": "geometric", "weights": [2, -1]}, "1 weight is negative"),
        ({"method": "generalised", "order": np.inf}, "finite number"),
        ({"method": "copeland", "weights": [2, -1]}, "1 weight is negative"),
        ({"method": "product", "weights": [2, -1]}, "1 weight is negative"),
        ({"method": "product", "x": [[-1.0, 2.0]]}, "1 value is below zero .the lowest is -1., which a product cannot"),
        ({"method": "mazziotta_pareto", "weights": [2, -1]}, "1 weight is negative"),
        ({"method": "mazziotta_pareto", "penalty": "up"}, "penalty is downwards or upwards, not 'up'"),
        ({"method": "mazziotta_pareto", "x": [[-1.0, 1.0]]}, "1 average is not above zero"),
        ({"method": "copeland", "x": [1.0, 2.0]}, r"shape \(areas, parts\)"),
        ({"method": "copeland", "weights": [[1, 1], [1, 2]]}, "differ between areas"),
    ],
)
def test_what_cannot_be_used_is_named(options, said):
    given = {"x": [[1.0, 2.0], [2.0, 1.0]], "weights": [1, 1], **options}
    method = aggregate.METHODS[given.pop("method", "arithmetic")]
    with pytest.raises(ValueError, match=said):
        method(given.pop("x"), given.pop("weights"), **given)


# --- other than means -----------------------------------------------------------------------------

THREE = """
            | health | income | safety
    Ashford |     80 |     20 |     50
    Barton  |     40 |        |     90
    Carlow  |        |        |
"""
ONES = {"health": 1, "income": 1, "safety": 1}


@pytest.mark.parametrize(
    ("method", "all_there", "left_out"),
    [("minimum", 20, 40), ("maximum", 80, 90), ("median", 50, 65), ("product", 80_000, 3600)],
)
def test_the_lowest_the_highest_the_middle_and_the_product(method, all_there, left_out):
    assert scores(THREE, ONES, method) == {"Ashford": all_there, "Barton": None, "Carlow": None}
    found = scores(THREE, ONES, method, missing="leave_out")
    assert found == {"Ashford": all_there, "Barton": left_out, "Carlow": None}


@pytest.mark.parametrize("method", ["minimum", "maximum", "median", "product", "mazziotta_pareto"])
def test_a_part_of_weight_zero_is_not_asked(method):
    found = scores(THREE, {"health": 1, "income": 0, "safety": 0}, method)
    assert found == {"Ashford": 80, "Barton": 40, "Carlow": None}


def test_weights_of_a_product_are_powers():
    assert scores(THREE, {"health": 0.5, "income": 0.5, "safety": 0}, "product")["Ashford"] == 40  # the geometric mean
    assert scores(THREE, {"health": 2, "income": 1, "safety": 0}, "product")["Ashford"] == 128_000
    assert aggregate.product([[0.0, 5.0]], [1, 1]).tolist() == [0]


def test_mazziotta_and_pareto_take_off_a_penalty_for_unevenness():
    # Ashford: average 50, variance (900 + 900 + 0) / 3 = 600, so 600 / 50 = 12 comes off
    assert scores(THREE, ONES, "mazziotta_pareto")["Ashford"] == 38
    assert scores(THREE, ONES, "mazziotta_pareto", penalty="upwards")["Ashford"] == 62
    assert aggregate.METHODS["mazziotta_pareto"]([[100.0, 100.0]], [1, 1]).tolist() == [100]


def test_a_formula_combines_parts_by_name():
    found = scores(THREE, ONES, "formula", formula="health - first(income, 10)", names=["health", "income", "safety"])
    assert found == {"Ashford": 60, "Barton": 30, "Carlow": None}
    with pytest.raises(ValueError, match="the formula names 'wealth', which is no part of it; there is: health, in"):
        scores(THREE, ONES, "formula", formula="1 - wealth", names=["health", "income", "safety"])


# --- contests between areas -----------------------------------------------------------------------

CONTEST = """
            | health | income | safety
    Ashford |     80 |     20 |     50
    Barton  |     40 |     60 |     50
    Carlow  |     30 |     10 |     90
"""


def test_outranking_is_the_share_of_weight_on_which_one_area_is_ahead():
    _, _, x = table(CONTEST)
    assert outranking(x, [1, 1, 2]).tolist() == [
        [0, 0.5, 0.5],  # Ashford is ahead of Barton on health (1/4) and level on safety (half of 2/4)
        [0.5, 0, 0.5],
        [0.5, 0.5, 0],
    ]
    assert outranking(x, [2, 1, 1])[0].tolist() == [0, 0.625, 0.75]


def test_copeland_counts_contests_won_less_contests_lost():
    found = scores(CONTEST, {"health": 2, "income": 1, "safety": 1}, "copeland")
    assert found == {"Ashford": 2, "Barton": 0, "Carlow": -2}


def test_an_area_that_is_missing_is_in_no_contest():
    gap = CONTEST.replace("60", "  ")
    weights = {"health": 2, "income": 1, "safety": 1}
    assert scores(gap, weights, "copeland") == {"Ashford": 1, "Barton": None, "Carlow": -1}
    left_out = scores(gap, weights, "copeland", missing="leave_out")
    assert left_out == {"Ashford": 2, "Barton": 0, "Carlow": -2}  # Barton is compared on health and safety


def test_copeland_holds_one_contest_for_each_leading_index():
    _, _, x = table(CONTEST)
    both = aggregate.copeland(np.stack([x, x[::-1]]), [2, 1, 1])
    assert both.tolist() == [[2, 0, -2], [-2, 0, 2]]
