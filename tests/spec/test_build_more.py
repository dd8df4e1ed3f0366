"""More of how an index is made: weights worked out from scores, and gaps filled within a component."""

from __future__ import annotations

import numpy as np
import pytest

from placebook.measure.build import build_index
from placebook.measure.ways import aggregation_of
from placebook.measure.weigh import weights_of
from placebook.methods import weight
from placebook.types import RecipeError
from recipes import cube, recipe, scores_of

# homes and rents go together; air goes with neither, and is near zero in Barton
SIX = """
        | homes | rents | air
--------+-------+-------+-----
Ashford |    90 |    80 |  20
Barton  |    70 |    75 |   0
Colby   |    60 |    40 |  90
Dunmore |    40 |    50 |  30
Elm     |    30 |    35 |  70
Furze   |    10 |    20 |  55
"""
OPTIMISED = """
indicators:
  homes: {direction: higher_is_better}
  rents: {direction: higher_is_better}
  air: {direction: higher_is_better}
levels: [index, indicator]
tree:
  whole: {parts: [homes, rents, air]}
steps:
  - weight: {method: optimised}
  - aggregate: {method: geometric, floor: 5, missing: leave_out, decimals: 1, then: {method: min_max}}
"""


def test_optimised_weights_are_sought_for_the_way_parts_are_combined_with_its_floor():
    """Without its floor a geometric mean has no answer over Barton's zero, and other floors give other weights."""
    figures = cube(SIX)
    index = build_index(recipe(OPTIMISED), figures)
    way = {"method": "geometric", "floor": 5.0}
    wanted = weight.optimised(figures.values[:, :, 0], [1, 1, 1], aggregate=way).weights
    assert index.weights[1:, 0] == pytest.approx(wanted)
    other = build_index(recipe(OPTIMISED.replace("floor: 5", "floor: 30")), figures)
    assert np.max(np.abs(other.weights[1:, 0] - wanted)) > 0.005


def test_a_recipe_may_still_say_how_parts_are_combined_when_weights_are_sought():
    said = OPTIMISED.replace("method: optimised", "method: optimised, aggregate: arithmetic")
    wanted = weight.optimised(cube(SIX).values[:, :, 0], [1, 1, 1], aggregate="arithmetic").weights
    assert build_index(recipe(said), cube(SIX)).weights[1:, 0] == pytest.approx(wanted)


# clinics falls as the two others rise
AGAINST = """
        | homes | rents | clinics
--------+-------+-------+--------
Ashford |    90 |    80 |      10
Barton  |    70 |    75 |      25
Colby   |    60 |    40 |      45
Dunmore |    40 |    50 |      60
Elm     |    30 |    35 |      70
Furze   |    10 |    20 |      95
"""
BY_COMPONENTS = OPTIMISED.replace("optimised", "principal_components").replace("geometric, floor: 5", "arithmetic")


def test_what_a_reader_should_know_of_weights_is_said_with_the_names_of_parts():
    made = recipe(BY_COMPONENTS.replace("air", "clinics"))
    index = build_index(made, cube(AGAINST))
    how = aggregation_of(made, "whole", "index")
    (one,) = weights_of(made, ("2014",), made.tree, np.moveaxis(index.scores.values[:, 1:, :], 1, 2), how)
    assert one.weights == pytest.approx(index.weights[1:, 0])
    names = ["homes", "rents", "clinics"]
    assert one.said_of(names) == ("the first component holds 97% of the variance of 3 parts",)
    assert one.warned_of(names) == ("the weight of clinics is negative: a gain there would lower the whole",)


def test_weights_of_all_periods_together_are_worked_out_once_and_hold_in_each():
    second = SIX.replace("90 |    80", "20 |    80")
    both = cube(SIX, second, periods=("2013", "2014"))
    each = build_index(recipe(BY_COMPONENTS), both).weights[1:]
    one = build_index(recipe(BY_COMPONENTS + "constants_from: all_periods\n"), both).weights[1:]
    base = build_index(recipe(BY_COMPONENTS + 'constants_from: "2013"\n'), both).weights[1:]
    stacked = np.vstack([both.values[:, :, 0], both.values[:, :, 1]])
    assert np.max(np.abs(each[:, 0] - each[:, 1])) > 0.01
    assert np.array_equal(one[:, 0], one[:, 1])
    assert one[:, 0] == pytest.approx(weight.principal_components(stacked, [1, 1, 1]).weights)
    assert base[:, 1] == pytest.approx(each[:, 0])


# rents are homes and 10 more; air is homes turned round, so it would explain homes, too, were it asked
TWO_COMPONENTS = """
        | homes | rents | air | dust
--------+-------+-------+-----+------
Ashford |    10 |    20 |  95 |   5
Barton  |    20 |    30 |  70 |  30
Colby   |    30 |    40 |  71 |  28
Dunmore |    40 |    50 |  20 |  82
Elm     |       |    60 |  50 |  50
"""
FILLED = """
indicators:
  homes: {direction: higher_is_better}
  rents: {direction: higher_is_better}
  air: {direction: higher_is_better}
  dust: {direction: higher_is_better}
levels: [index, component, indicator]
tree:
  whole: {parts: {shelter: {parts: [homes, rents]}, outside: {parts: [air, dust]}}}
steps:
  - impute: {method: regression, within_seen: false}
  - aggregate: {method: arithmetic, missing: leave_out}
"""


def test_regression_fills_a_gap_from_the_indicators_of_the_same_component_only():
    """By rents alone four areas teach the rule, and Elm's homes are 60 - 10; with air and dust, four are too few."""
    index = build_index(recipe(FILLED), cube(TWO_COMPONENTS))
    assert scores_of(index, "homes")["Elm"] == 50.0
    assert index.estimated[4, index.place("homes"), 0]


def test_regression_does_not_explain_an_indicator_by_those_of_another_component():
    alone = FILLED.replace("[homes, rents]", "[homes]").replace("[air, dust]", "[rents, air, dust]")
    assert scores_of(build_index(recipe(alone), cube(TWO_COMPONENTS)), "homes")["Elm"] is None


def test_regression_leaves_an_indicator_outside_the_tree_alone():
    """People are a denominator, no part of a component: nothing is there to explain how many there are."""
    text = FILLED.replace("parts: [air, dust]", "parts: [air]").replace("within_seen: false", "only: [dust, rents]")
    text = text.replace("  - aggregate", "  - denominate: {rents: {by: dust}}\n  - aggregate")
    gap = TWO_COMPONENTS.replace("|  50\n", "|\n")
    assert scores_of(build_index(recipe(text), cube(gap)), "rents")["Elm"] is None


def test_components_are_the_engines_business_not_the_recipes():
    with pytest.raises(RecipeError, match="there is no option of impute regression called 'components'"):
        recipe(FILLED.replace("within_seen: false", "components: [a, a, b, b]"))
