"""Small things a change of the engine could quietly break, each in a table a person can check by hand."""

from __future__ import annotations

import numpy as np
import pytest

from placebook.measure.build import build_index
from placebook.measure.explain import part_lines
from placebook.types import Cube, Evidence
from recipes import cube, recipe, scores_of

HEALTH_AND_INCOME = """
indicators:
  health: {direction: higher_is_better}
  income: {direction: higher_is_better}
levels: [index, indicator]
tree:
  whole: {parts: {health: {weight: 3}, income: {weight: 1}}}
"""
PLACES = """
            | health | income
    --------+--------+-------
    Ashford |     80 |     60
    Barton  |     40 |
    Colby   |     60 |     60
"""


def estimated(figures: Cube, *places: tuple[str, str]) -> Evidence:
    """Evidence without limits in which these (area, indicator) pairs are estimates."""
    marks = np.zeros(figures.values.shape, bool)
    for area, name in places:
        marks[figures.areas.index(area), figures.indicators.index(name)] = True
    return Evidence(np.full(figures.values.shape, np.nan), marks)


def test_what_has_no_score_is_not_called_estimated():
    figures = cube(PLACES)
    marks = estimated(figures, ("Ashford", "health"), ("Barton", "health"), ("Barton", "income"))
    text = HEALTH_AND_INCOME + "steps:\n  - aggregate: {method: arithmetic}"
    index = build_index(recipe(text), figures, marks)
    #                                          whole  health income
    assert index.estimated[:, :, 0].tolist() == [
        [True, True, False],  # Ashford
        [False, True, False],  # Barton: income has no figure, so the whole has no score to be estimated
        [False, False, False],  # Colby
    ]


def test_marks_of_estimates_stay_with_their_indicator_whatever_the_order_of_the_columns():
    figures = cube("""
            | income | spare | health
    --------+--------+-------+-------
    Ashford |     60 |     1 |     80
    Barton  |     20 |     2 |     40
    """)
    text = HEALTH_AND_INCOME + "steps:\n  - aggregate: {method: arithmetic}"
    index = build_index(recipe(text), figures, estimated(figures, ("Ashford", "income")))
    assert index.estimated[:, index.place("income"), 0].tolist() == [True, False]
    assert not index.estimated[:, index.place("health")].any()
    assert index.coverage[:, index.place("whole"), 0].tolist() == [0.75, 1.0]


def test_a_loss_may_be_taken_off_a_whole():
    text = """
indicators: {health: {direction: higher_is_better}, income: {direction: higher_is_better}}
levels: [index, component, indicator]
tree:
  whole: {parts: {body: {loss: unequal, parts: [health, income]}}}
steps:
  - aggregate: {method: arithmetic}
"""
    drawn = """
            | health | income | unequal
    --------+--------+--------+--------
    Ashford |     80 |     60 |      10
    Barton  |     40 |     20 |       0
    Colby   |     60 |     60 |
    """
    index = build_index(recipe(text), cube(drawn))
    # 70 less 10%; 30 as it is; and of Colby the loss is not known, so nothing is
    for part in ("body", "whole"):
        assert scores_of(index, part) == {"Ashford": 63.0, "Barton": 30.0, "Colby": None}


def test_a_weight_below_zero_covers_as_much_as_one_above():
    text = HEALTH_AND_INCOME.replace("income: {weight: 1}", "income: {weight: -1}")
    figures = cube(PLACES)
    rule = "steps:\n  - aggregate: {method: weighted_sum, missing: leave_out}"
    index = build_index(recipe(text + rule), figures)
    assert index.coverage[:, index.place("whole"), 0].tolist() == [1.0, 0.75, 1.0]  # Barton: 3 of 3 + 1


def test_the_recipe_has_the_last_word_on_a_direction():
    text = HEALTH_AND_INCOME + "steps:\n  - normalise: {method: min_max}\n  - aggregate: {method: arithmetic}"
    turned = recipe(text.replace("health: {direction: higher", "health: {direction: lower"))
    figures = cube(PLACES.replace("Colby   |     60 |     60", "Colby   |     60 |     50"))
    elsewhere = {one.id: one for one in recipe(text).indicators}
    index = build_index(turned, figures, indicators=elsewhere)
    assert scores_of(index, "health") == {"Ashford": 0.0, "Barton": 100.0, "Colby": 50.0}


def test_periods_come_in_the_order_of_the_recipe():
    one, two = PLACES, PLACES.replace("80", "90")
    text = HEALTH_AND_INCOME + 'periods: ["2014", "2013"]\nsteps:\n  - aggregate: {method: arithmetic}'
    index = build_index(recipe(text), cube(one, two, periods=("2013", "2014")))
    assert index.scores.periods == ("2014", "2013")
    assert scores_of(index, "health", "2013")["Ashford"] == 80.0
    assert scores_of(index, "health", "2014")["Ashford"] == 90.0


# --- steps before aggregation ------------------------------------------------------------------------


def test_just_enough_figures_are_enough():
    drawn = """
            | health | income
    --------+--------+-------
    Ashford |     80 |     60
    Barton  |     40 |
    """
    steps = "steps:\n  - screen: {indicators: 0.5, areas: 0.5}\n  - aggregate: {method: arithmetic, missing: leave_out}"
    index = build_index(recipe(HEALTH_AND_INCOME + steps), cube(drawn))
    assert index.screened_out == {}  # income has half its areas, Barton half its indicators
    assert scores_of(index, "whole") == {"Ashford": 75.0, "Barton": 40.0}


def test_screening_looks_at_the_periods_of_the_recipe_only():
    before = PLACES.replace("Ashford |     80 |     60", "Ashford |        |     60").replace(
        "Barton  |     40", "Barton  |       "
    )
    text = (
        HEALTH_AND_INCOME
        + 'periods: ["2014"]\nsteps:\n  - screen: {indicators: 0.67}\n  - aggregate: {method: arithmetic}'
    )
    full = PLACES.replace("Barton  |     40 |", "Barton  |     40 |     20")
    index = build_index(recipe(text), cube(before, full, periods=("2013", "2014")))
    assert index.screened_out == {}  # over both years health would have four figures of six, which is 66.7%


def test_what_is_worked_out_from_an_estimate_is_an_estimate():
    text = """
indicators: {rate: {direction: higher_is_better}, total: {direction: higher_is_better}}
levels: [index, indicator]
tree:
  whole: {parts: [rate, total]}
steps:
  - calculate: {total: rate + extra}
  - denominate: {rate: {by: people}}
  - aggregate: {method: arithmetic, missing: leave_out}
"""
    figures = cube("""
            | rate | extra | people
    --------+------+-------+-------
    Ashford |   80 |     1 |      2
    Barton  |   40 |     2 |      4
    Colby   |   60 |     3 |     -5
    """)
    marks = estimated(figures, ("Ashford", "extra"), ("Barton", "people"), ("Colby", "people"))
    index = build_index(recipe(text), figures, marks)
    assert scores_of(index, "rate") == {"Ashford": 40.0, "Barton": 10.0, "Colby": None}  # nothing per fewer than none
    assert index.estimated[:, index.place("total"), 0].tolist() == [True, False, False]
    assert index.estimated[:, index.place("rate"), 0].tolist() == [False, True, False]


def test_a_second_way_of_filling_gaps_keeps_the_marks_of_the_first():
    later = PLACES.replace("Ashford |     80", "Ashford |       ")
    steps = "steps:\n  - impute: {method: last_known}\n  - impute: {method: mean}\n  - aggregate: {method: arithmetic}"
    index = build_index(recipe(HEALTH_AND_INCOME + steps), cube(PLACES, later, periods=("2013", "2014")))
    assert index.estimated[:, index.place("health"), 1].tolist() == [True, False, False]
    assert index.estimated[:, index.place("income"), 1].tolist() == [False, True, False]


@pytest.mark.parametrize(
    ("constants_from", "in_2013", "in_2014"),
    [
        ("all_periods", [80, 50, 60], [70, 80, 50]),  # of all six, 500 becomes the next, 80, and 40 becomes 50
        ("each_period", [60, 60, 60], [70, 70, 70]),  # the ends of each year become the figure between them
    ],
)
def test_outliers_are_those_of_all_periods_or_of_each(constants_from, in_2013, in_2014):
    one = "        | health\nAshford |     80\nBarton  |     40\nColby   |     60\n"
    two = "        | health\nAshford |     70\nBarton  |    500\nColby   |     50\n"
    text = f"""
indicators: {{health: {{direction: higher_is_better}}}}
levels: [index, indicator]
tree:
  whole: {{parts: [health]}}
constants_from: {constants_from}
steps:
  - treat: {{method: winsorise, count: 1}}
  - aggregate: {{method: arithmetic}}
"""
    index = build_index(recipe(text), cube(one, two, periods=("2013", "2014")))
    assert list(scores_of(index, "health", "2013").values()) == in_2013
    assert list(scores_of(index, "health", "2014").values()) == in_2014


# --- going up the tree ------------------------------------------------------------------------------

BRANCHES = """
indicators: {a: {direction: higher_is_better}, b: {direction: higher_is_better}, c: {direction: higher_is_better}}
levels: [index, component, indicator]
tree:
  whole: {parts: {first: {parts: [a, b]}, second: {parts: [c]}}}
steps:
"""
ABC = """
            |  a |  b |  c
    --------+----+----+---
    Ashford | 10 | 20 | 40
    Barton  | 10 |    | 30
"""


def test_another_mean_for_a_level_keeps_the_rule_for_gaps_and_the_decimals():
    ways = "missing: leave_out, decimals: 1, by_level: {component: {method: geometric}}"
    index = build_index(recipe(BRANCHES + f"  - aggregate: {{method: arithmetic, {ways}}}"), cube(ABC))
    assert scores_of(index, "first") == {"Ashford": 14.1, "Barton": 10.0}  # the root of 200 is 14.14


def test_another_mean_for_a_level_leaves_the_floor_of_the_common_one_behind():
    step = (
        "  - aggregate: {method: geometric, floor: 30, missing: leave_out, by_level: {component: {method: arithmetic}}}"
    )
    index = build_index(recipe(BRANCHES + step), cube(ABC))
    assert scores_of(index, "first") == {"Ashford": 15.0, "Barton": 10.0}


def test_what_is_said_of_a_part_beats_what_is_said_of_its_level():
    ways = "by_level: {component: {method: maximum}}, by_part: {first: {method: minimum}}"
    index = build_index(recipe(BRANCHES + f"  - aggregate: {{method: arithmetic, {ways}}}"), cube(ABC))
    assert scores_of(index, "first")["Ashford"] == 10.0


def test_the_last_step_that_speaks_of_a_whole_gives_its_weights():
    text = HEALTH_AND_INCOME + "steps:\n  - weight: {method: equal}\n"
    mean = "  - aggregate: {method: arithmetic}"
    declared = build_index(recipe(text + "  - weight: {method: declared}\n" + mean), cube(PLACES))
    assert scores_of(declared, "whole")["Ashford"] == 75.0
    assert scores_of(build_index(recipe(text + mean), cube(PLACES)), "whole")["Ashford"] == 70.0


def test_a_whole_without_measured_parts_says_so_and_is_left_out():
    gone = ABC.replace("| 40", "|   ").replace("| 30", "|   ")
    index = build_index(recipe(BRANCHES + "  - aggregate: {method: arithmetic, missing: leave_out}"), cube(gone))
    assert index.parts[index.place("c")].not_measured == "no figures"
    assert index.parts[index.place("second")].not_measured == "none of its parts is measured"
    assert index.coverage[:, index.place("whole"), 0].tolist() == [0.5, 0.25]


def test_a_weight_step_for_one_whole_leaves_the_others_as_declared():
    tree = BRANCHES.replace("first: {parts: [a, b]}", "first: {weight: 3, parts: [a, b]}")
    steps = "  - weight: {method: equal, parts: [first]}\n  - aggregate: {method: arithmetic}"
    index = build_index(recipe(tree + steps), cube(ABC))
    assert scores_of(index, "whole")["Ashford"] == 21.25  # three times 15 and once 40


def test_shares_of_the_whole_are_told_by_weight_among_what_is_measured():
    luck = "income: {weight: 1}, luck: {not_measured: no source, weight: 4}"
    gap = HEALTH_AND_INCOME.replace("income: {weight: 1}", luck)
    lines = part_lines(recipe(gap + "steps:\n  - aggregate: {method: arithmetic}"))
    assert {line.name: line.share for line in lines} == {"whole": 1.0, "health": 0.75, "income": 0.25, "luck": None}
