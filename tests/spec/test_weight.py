"""Weight, on tables small enough to check by hand and on one that textbooks print."""

import numpy as np
import pytest

from drawn import table
from placebook.methods import factors, importance, weight
from placebook.methods.aggregate import arithmetic

TWO_ALIKE_ONE_APART = """
            | doctors | nurses | parks
    --------+---------+--------+------
    Ashford |      10 |     20 |     5
    Barton  |      20 |     30 |     1
    Carlow  |      30 |     10 |     4
    Dunmore |      40 |     40 |     2
    Eskdale |         |     50 |     9
"""

# Covariances of six tests of ability of 112 people, as printed in textbooks (Bartholomew 1987).
TESTS = ("general", "picture", "blocks", "maze", "reading", "vocabulary")
COVARIANCES = (
    (24.641,),
    (5.991, 6.700),
    (33.520, 18.137, 149.831),
    (6.023, 1.782, 19.424, 12.711),
    (20.755, 4.936, 31.430, 4.757, 52.604),
    (29.701, 7.204, 50.753, 9.075, 66.762, 135.292),
)


def correlations_of_the_six_tests():
    covariance = np.zeros((6, 6))
    for i, row in enumerate(COVARIANCES):
        covariance[i, : i + 1] = covariance[: i + 1, i] = row
    sd = np.sqrt(np.diag(covariance))
    return covariance / np.outer(sd, sd)


def test_declared_weights_are_taken_as_they_are():
    _, _, x = table(TWO_ALIKE_ONE_APART)
    assert weight.as_declared(x, [0.5, 0.3, 0.199]).weights.tolist() == [0.5, 0.3, 0.199]


def test_equal_weights_pay_no_heed_to_those_declared():
    _, _, x = table(TWO_ALIKE_ONE_APART)
    assert weight.equal(x, [5, 1, 1]).weights.tolist() == [1 / 3, 1 / 3, 1 / 3]


def test_two_parts_get_the_same_weight_from_the_first_component():
    _, _, x = table(TWO_ALIKE_ONE_APART)
    found = weight.principal_components(x[:, :2], [1, 1])
    assert found.weights == pytest.approx([0.5**0.5, 0.5**0.5])
    # doctors and nurses correlate at 0.4 over the four areas that have both: (1 + 0.4) / 2 of the variance
    assert found.says == ("the first component holds 70% of the variance of 2 parts",)


def test_a_negative_weight_is_kept_and_said():
    _, _, x = table(TWO_ALIKE_ONE_APART)
    found = weight.principal_components(x, [1, 1, 1])
    assert np.sum(found.weights) > 0
    assert found.weights[2] < 0
    assert found.says[-1] == "the weight of part 3 is negative: a gain there would lower the whole"
    assert found.warned_of(["doctors", "nurses", "{parks}"])[-1] == (
        "the weight of {parks} is negative: a gain there would lower the whole"
    )


def test_a_sum_of_loadings_that_is_zero_takes_the_sign_that_makes_the_first_positive():
    assert factors.turned(np.array([-0.6, 0.6, 0.0])).tolist() == [0.6, -0.6, 0.0]


def test_one_factor_gives_the_uniquenesses_that_are_printed():
    found = factors.one_factor(correlations_of_the_six_tests())
    printed = [0.535, 0.853, 0.748, 0.910, 0.232, 0.280]  # R's factanal(factors = 1)
    assert np.round(found.uniquenesses, 3).tolist() == printed
    assert found.loadings**2 == pytest.approx(1 - found.uniquenesses, abs=1e-8)


def test_score_weights_are_the_regression_of_the_factor_on_the_parts():
    r = correlations_of_the_six_tests()
    found = factors.one_factor(r)
    assert found.score_weights == pytest.approx(np.linalg.solve(r, found.loadings), abs=1e-9)
    assert [TESTS[i] for i in np.argsort(-found.score_weights)[:2]] == ["reading", "vocabulary"]


def test_one_factor_finds_the_loadings_that_made_the_correlations():
    loadings = np.array([0.9, 0.6, 0.3])  # so the correlations are 0.54, 0.27 and 0.18
    r = np.outer(loadings, loadings) + np.diag(1 - loadings**2)
    assert factors.one_factor(r).loadings == pytest.approx(loadings, abs=1e-6)


def test_a_part_that_is_the_factor_itself_is_said():
    rng = np.random.default_rng(7)
    thing = rng.normal(size=(60, 1))
    x = np.hstack([thing, thing + rng.normal(size=(60, 3))])
    found = weight.one_factor(x, np.ones(4))
    assert found.says == ("part 1 is explained wholly by the factor, so it takes almost all the weight",)


def test_parts_that_do_not_go_together_still_have_an_answer():
    found = factors.one_factor(np.eye(4))
    assert np.all(np.isfinite(found.loadings))
    assert np.all(np.isfinite(found.score_weights))


def test_optimised_weights_bring_the_importance_that_is_wanted():
    rng = np.random.default_rng(2)
    x = rng.normal(size=(80, 3)) + 0.4 * rng.normal(size=(80, 1))
    found = weight.optimised(x, [1, 1, 1], importance=[3, 2, 2])
    assert importance.importance_shares(x, found.weights) == pytest.approx([3 / 7, 2 / 7, 2 / 7], abs=1e-4)
    assert found.says == ()
    assert np.sum(found.weights) == pytest.approx(1)


def test_optimised_weights_take_declared_weights_as_the_importance_wanted():
    rng = np.random.default_rng(2)
    x = rng.normal(size=(80, 3))
    declared = weight.optimised(x, [3, 2, 2])
    assert np.array_equal(declared.weights, weight.optimised(x, [1, 1, 1], importance=[3, 2, 2]).weights)


def test_a_part_that_varies_more_needs_less_weight_to_matter_as_much():
    """Two parts that do not go together, one with ten times the spread: weights 10 to 1 make them level."""
    x = np.array([[0.0, 0.0], [10.0, 0.0], [0.0, 1.0], [10.0, 1.0]])
    assert importance.importance_shares(x, [1, 1])[0] > 0.9
    assert weight.optimised(x, [1, 1]).weights == pytest.approx([1 / 11, 10 / 11], abs=1e-4)


def test_importance_that_cannot_be_had_is_said():
    rng = np.random.default_rng(5)
    thing = rng.normal(size=50)
    x = np.column_stack([thing, thing + 0.1 * rng.normal(size=50), -thing + 0.1 * rng.normal(size=50)])
    assert "cannot be had" in weight.optimised(x, [1, 1, 1]).says[0]


@pytest.mark.parametrize("aggregate", ["geometric", {"method": "geometric", "floor": 1.0}])
def test_optimised_weights_heed_how_parts_are_combined(aggregate):
    rng = np.random.default_rng(11)
    x = rng.uniform(20, 80, size=(60, 3))
    found = weight.optimised(x, [2, 1, 1], aggregate=aggregate)
    assert importance.importance_shares(x, found.weights, aggregate) == pytest.approx([0.5, 0.25, 0.25], abs=1e-4)
    by_hand = weight.optimised(x, [2, 1, 1], aggregate=lambda rows, w: np.exp(arithmetic(np.log(rows), w)))
    assert found.weights == pytest.approx(by_hand.weights, abs=1e-6)


def test_effective_weights_are_shares_of_shares():
    """The index has a dimension of weight 3 (with indicators 1 and 1) and one of weight 1 (with one indicator)."""
    wholes = [-1, 0, 1, 1, 0, 4]
    assert importance.effective_weights([1, 3, 1, 1, 1, 7], wholes).tolist() == [1, 0.75, 0.375, 0.375, 0.25, 0.25]


def test_a_part_not_measured_leaves_its_weight_to_its_neighbours():
    found = importance.effective_weights([1, 3, np.nan, 1], [-1, 0, 0, 0])
    assert found[[0, 1, 3]].tolist() == [1, 0.75, 0.25]
    assert np.isnan(found[2])


@pytest.mark.parametrize(
    ("method", "x", "declared", "options", "said"),
    [
        ("equal", np.ones((4, 2)), [1, 1, 1], {}, "2 parts need 2 weights"),
        ("principal_components", [[1, 2], [2, np.nan], [3, 1]], [1, 1], {}, "2 areas have a figure for every part"),
        ("principal_components", [[1, 5], [2, 5], [3, 5]], [1, 1], {}, "part 2 of 2 has the same figure everywhere"),
        ("one_factor", [[1, 2], [2, 1], [3, 5]], [1, 1], {}, "at least 3 parts, and there are 2"),
        ("optimised", [[1, 2], [2, 1], [3, 5]], [1, 0], {}, "it is not for 1 of 2 parts"),
        ("optimised", [[1, 2], [2, 1], [3, 5]], [1, 1], {"importance": [1, 2, 3]}, "2 parts need 2 weights"),
        ("optimised", [[1, 2], [2, 1], [3, 5]], [1, 1], {"aggregate": "mean"}, "no way to aggregate called 'mean'"),
    ],
)
def test_what_cannot_be_weighted_is_named(method, x, declared, options, said):
    with pytest.raises(ValueError, match=said):
        weight.METHODS[method](np.asarray(x, dtype=float), declared, **options)


def test_effective_weights_refuse_a_tree_out_of_order():
    with pytest.raises(ValueError, match="must come after its whole"):
        importance.effective_weights([1, 1], [1, -1])
    with pytest.raises(ValueError, match="2 parts of the whole at 0 sum to zero"):
        importance.effective_weights([1, 0, 0], [-1, 0, 0])


@pytest.mark.parametrize("r", [np.ones((2, 3)), np.array([[1, 0.2], [0.4, 1]]), 2 * np.eye(3)])
def test_one_factor_refuses_what_is_not_a_table_of_correlations(r):
    with pytest.raises(ValueError, match="one-factor model needs"):
        factors.one_factor(r)
