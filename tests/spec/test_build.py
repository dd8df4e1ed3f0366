"""How an index is made, in tables a person can check by hand."""

import re
from dataclasses import replace

import numpy as np
import pytest

from placebook.measure.build import build_index
from placebook.types import DataError, Evidence, RecipeError
from recipes import cube, ranks_of, recipe, scores_of

PLACES = """
            | health | income
    --------+--------+-------
    Ashford |     80 |     60
    Barton  |     40 |     20
    Colby   |     60 |     60
"""

TWO = """
indicators:
  health: {direction: higher_is_better}
  income: {direction: higher_is_better}
levels: [index, indicator]
tree:
  whole: {parts: {health: {weight: 3}, income: {weight: 1}}}
"""

MIN_MAX = "steps:\n  - normalise: {method: min_max}\n  - aggregate: {method: arithmetic}"


def test_weighted_average_of_scores_as_they_are():
    index = build_index(recipe(TWO + "steps:\n  - aggregate: {method: arithmetic}"), cube(PLACES))
    assert scores_of(index, "whole") == {"Ashford": 75.0, "Barton": 35.0, "Colby": 60.0}
    assert ranks_of(index, "whole") == {"Ashford": 1, "Barton": 3, "Colby": 2}


def test_each_indicator_from_its_worst_to_its_best():
    steps = "steps:\n  - normalise: {method: min_max}\n  - aggregate: {method: arithmetic}"
    index = build_index(recipe(TWO + steps), cube(PLACES))
    assert scores_of(index, "health") == {"Ashford": 100.0, "Barton": 0.0, "Colby": 50.0}
    assert scores_of(index, "whole") == {"Ashford": 100.0, "Barton": 0.0, "Colby": 62.5}
    assert ranks_of(index, "income") == {"Ashford": 1, "Barton": 3, "Colby": 1}  # a tie shares the better rank


def test_lower_is_better_turns_the_scale_round_and_so_does_a_score_that_means_worse():
    steps = "steps:\n  - normalise: {method: min_max}\n  - aggregate: {method: arithmetic}"
    crime = TWO.replace("health: {direction: higher", "health: {direction: lower")
    assert scores_of(build_index(recipe(crime + steps), cube(PLACES)), "health")["Barton"] == 100.0
    worse = build_index(recipe(crime + "high_score_is: worse\n" + steps), cube(PLACES))
    assert scores_of(worse, "health")["Barton"] == 0.0


def test_a_missing_part_is_never_zero():
    gap = PLACES.replace("Barton  |     40 |     20", "Barton  |     40 |       ")
    refuse = recipe(TWO + "steps:\n  - aggregate: {method: arithmetic}")
    leave_out = recipe(TWO + "steps:\n  - aggregate: {method: arithmetic, missing: leave_out}")
    assert scores_of(build_index(refuse, cube(gap)), "whole")["Barton"] is None
    found = build_index(leave_out, cube(gap))
    assert scores_of(found, "whole")["Barton"] == 40.0
    assert found.coverage[1, found.place("whole"), 0] == 0.75


def test_an_area_with_nothing_measured_shows_as_missing_and_has_no_rank():
    gap = PLACES.replace("Barton  |     40 |     20", "Barton  |        |       ")
    index = build_index(recipe(TWO + "steps:\n  - aggregate: {method: arithmetic, missing: leave_out}"), cube(gap))
    assert scores_of(index, "whole")["Barton"] is None
    assert ranks_of(index, "whole") == {"Ashford": 1, "Barton": None, "Colby": 2}
    assert index.out_of[index.place("whole"), 0] == 2


def test_a_part_that_is_not_measured_leaves_a_gap_that_coverage_shows():
    text = """
indicators: {health: {direction: higher_is_better}, income: {direction: higher_is_better}}
tree:
  whole:
    parts:
      body: {parts: [health]}
      purse: {parts: [income]}
      water: {not_measured: nobody publishes it by ward, weight: 2}
steps:
  - aggregate: {method: arithmetic}
"""
    index = build_index(recipe(text), cube(PLACES))
    assert scores_of(index, "whole") == {"Ashford": 70.0, "Barton": 30.0, "Colby": 60.0}
    assert scores_of(index, "water") == {"Ashford": None, "Barton": None, "Colby": None}
    assert index.coverage[0, index.place("whole"), 0] == 0.5
    assert np.isnan(index.weights[index.place("water"), 0])


def test_levels_and_single_parts_may_be_combined_in_their_own_way():
    text = """
indicators: {health: {direction: higher_is_better}, income: {direction: higher_is_better}}
levels: [index, dimension, indicator]
tree:
  whole:
    parts:
      body: {parts: [health]}
      purse: {parts: [income]}
      both: {parts: {h: {indicator: health}, i: {indicator: income}}}
steps:
  - aggregate: {method: arithmetic, by_level: {index: {method: geometric}}, by_part: {both: {method: harmonic}}}
"""
    found = scores_of(build_index(recipe(text), cube(PLACES)), "both")
    assert found["Ashford"] == round(2 / (1 / 80 + 1 / 60), 6)
    whole = scores_of(build_index(recipe(text), cube(PLACES)), "whole")
    assert whole["Ashford"] == round((80 * 60 * 2 / (1 / 80 + 1 / 60)) ** (1 / 3), 6)


def test_the_level_of_a_whole_may_be_put_on_a_new_scale_before_it_goes_up():
    text = TWO.replace("[index, indicator]", "[index, domain, indicator]").replace(
        "whole: {parts: {health: {weight: 3}, income: {weight: 1}}}",
        "whole: {parts: {a: {parts: [health]}, b: {parts: [income]}}}",
    )
    steps = """
steps:
  - aggregate: {method: arithmetic, by_level: {domain: {method: arithmetic, then: {method: rank}}}}
"""
    index = build_index(recipe(text + steps), cube(PLACES))
    assert scores_of(index, "a") == {"Ashford": 3.0, "Barton": 1.0, "Colby": 2.0}


def test_a_loss_takes_its_per_cent_off_the_score():
    text = """
indicators: {health: {direction: higher_is_better}, income: {direction: lower_is_better}}
levels: [index, indicator]
tree:
  whole: {parts: {health: {loss: income}}}
steps:
  - aggregate: {method: arithmetic}
"""
    assert scores_of(build_index(recipe(text), cube(PLACES)), "whole") == {
        "Ashford": 32.0,
        "Barton": 32.0,
        "Colby": 24.0,
    }


def test_figures_per_head_and_what_divides_them():
    text = """
indicators: {crimes: {direction: lower_is_better}}
levels: [index, indicator]
tree:
  whole: {parts: [crimes]}
steps:
  - denominate: {crimes: {by: people, times: 1000}}
  - normalise: {method: goalposts, goalposts: {crimes: [100, 0]}}
  - aggregate: {method: arithmetic}
"""
    drawn = """
            | crimes | people
    --------+--------+-------
    Ashford |     80 |   2000
    Barton  |     40 |    500
    Colby   |     10 |      0
"""
    assert scores_of(build_index(recipe(text), cube(drawn)), "whole") == {
        "Ashford": 60.0,
        "Barton": 20.0,
        "Colby": None,
    }


TWO_YEARS = (
    PLACES,
    """
            | health | income
    --------+--------+-------
    Ashford |     90 |     60
    Barton  |     60 |     30
    Colby   |     50 |     70
""",
)


@pytest.mark.parametrize(
    ("constants_from", "ashford_2013", "ashford_2014"),
    [
        ("each_period", 100.0, 100.0),  # the best of its year, both years
        ("all_periods", 80.0, 100.0),  # from 40 to 90 over both years
        ('"2013"', 100.0, 125.0),  # from 40 to 80, the figures of 2013, in both
    ],
)
def test_constants_come_from_where_the_recipe_says(constants_from, ashford_2013, ashford_2014):
    steps = f"constants_from: {constants_from}\n{MIN_MAX}"
    index = build_index(recipe(TWO + steps), cube(*TWO_YEARS, periods=("2013", "2014")))
    assert scores_of(index, "health", "2013")["Ashford"] == ashford_2013
    assert scores_of(index, "health", "2014")["Ashford"] == ashford_2014


def test_a_figure_carried_forward_is_estimated_all_the_way_up():
    second = TWO_YEARS[1].replace("Ashford |     90 |     60", "Ashford |        |     60")
    steps = "steps:\n  - impute: {method: last_known}\n  - aggregate: {method: arithmetic}"
    index = build_index(recipe(TWO + steps), cube(PLACES, second, periods=("2013", "2014")))
    assert scores_of(index, "health", "2014")["Ashford"] == 80.0
    whole = index.place("whole")
    assert index.estimated[:, whole, 1].tolist() == [True, False, False]
    assert index.coverage[0, whole, 1] == 0.25


def test_screening_says_what_it_set_aside():
    drawn = """
            | health | income | luck
    --------+--------+--------+-----
    Ashford |     80 |     60 |
    Barton  |        |        |    3
    Colby   |     60 |     60 |
"""
    text = """
indicators:
  health: {direction: higher_is_better}
  income: {direction: higher_is_better}
  luck: {direction: higher_is_better}
levels: [index, indicator]
tree:
  whole: {parts: [health, income, luck]}
steps:
  - screen: {indicators: 0.5, areas: 0.5}
  - aggregate: {method: arithmetic, missing: leave_out}
"""
    index = build_index(recipe(text), cube(drawn))
    assert index.screened_out == {
        "luck": "screened out: figures for 33% of areas and periods, 50% needed",
        "Barton in 2014": "screened out: 0% of the indicators, 50% needed",
    }
    assert scores_of(index, "whole") == {"Ashford": 70.0, "Barton": None, "Colby": 60.0}
    assert index.parts[index.place("luck")].not_measured.startswith("screened out")


def test_weights_from_the_figures_are_kept_with_the_index():
    steps = "steps:\n  - normalise: {method: min_max}\n  - weight: {method: equal}\n  - aggregate: {method: arithmetic}"
    index = build_index(recipe(TWO + steps), cube(PLACES))
    assert index.weights[:, 0].tolist() == [1.0, 0.5, 0.5]


def test_estimated_figures_that_came_so_are_known_as_such():
    figures = cube(PLACES)
    estimated = np.zeros(figures.values.shape, bool)
    estimated[0, 0, 0] = True
    evidence = Evidence(np.full(figures.values.shape, np.nan), estimated)
    index = build_index(recipe(TWO + "steps:\n  - aggregate: {method: arithmetic}"), figures, evidence)
    assert index.estimated[:, index.place("whole"), 0].tolist() == [True, False, False]


WRONG = [
    (
        TWO.replace("income: {weight: 1}", "incone: {weight: 1}"),
        PLACES,
        "there is no indicator called 'incone' in the figures; did you mean 'income'?",
    ),
    (TWO.replace("income: {direction: higher_is_better}", "income: {}"), PLACES, "indicator 'income' has no direction"),
    (
        TWO,
        PLACES.replace("60\n    Colby", "60\n    C").splitlines()[0] + "\n".join(PLACES.splitlines()[:4]),
        "the figures hold 1 area.",
    ),
    (
        TWO,
        PLACES.replace("     20", "    inf"),
        "1 infinite figure, the first for area Barton, indicator 'income', period 2014",
    ),
]


@pytest.mark.parametrize(("text", "drawn", "sentence"), WRONG)
def test_what_cannot_be_built_is_said_in_a_sentence(text, drawn, sentence):
    asked, figures = recipe(text + MIN_MAX), cube(drawn)
    with pytest.raises((RecipeError, DataError), match=re.escape(sentence)):
        build_index(asked, figures)


def test_an_indicator_with_no_variation_is_named():
    same = PLACES.replace("     20", "     60")
    with pytest.raises(RecipeError, match="income has the same figure everywhere, so it cannot tell areas apart"):
        build_index(
            recipe(TWO + "steps:\n  - normalise: {method: min_max}\n  - aggregate: {method: arithmetic}"), cube(same)
        )


def test_a_geometric_mean_over_negatives_is_refused_with_the_part():
    below = PLACES.replace("     20", "    -20")
    with pytest.raises(RecipeError, match="step aggregate, part 'whole': "):
        build_index(recipe(TWO + "steps:\n  - aggregate: {method: geometric}"), cube(below))


def test_weights_that_sum_to_zero_are_refused_with_the_whole():
    with pytest.raises(RecipeError, match="the weights below 'whole' sum to zero"):
        recipe(TWO.replace("weight: 3", "weight: -1") + "steps:\n  - aggregate: {method: arithmetic}")


def test_a_year_in_which_no_figure_of_the_recipe_stands_gets_no_scores_unless_it_is_named():
    """A book may hold projections of its population to 2028; an index of health and income ends when they do."""
    figures = cube(PLACES)
    later = replace(
        figures, values=np.append(figures.values, np.full((3, 2, 1), np.nan), axis=2), periods=("2014", "2028")
    )
    assert build_index(recipe(TWO + MIN_MAX), later).scores.periods == ("2014",)
    named = recipe(TWO + MIN_MAX + '\nperiods: ["2014", "2028"]')
    assert build_index(named, later).scores.periods == ("2014", "2028")


def test_a_figure_may_be_carried_from_before_the_recipes_own_periods():
    second = TWO_YEARS[1].replace("Ashford |     90 |     60", "Ashford |        |     60")
    steps = 'periods: ["2014"]\nsteps:\n  - impute: {method: last_known}\n  - aggregate: {method: arithmetic}'
    index = build_index(recipe(TWO + steps), cube(PLACES, second, periods=("2013", "2014")))
    assert index.scores.periods == ("2014",)
    assert scores_of(index, "health", "2014")["Ashford"] == 80.0


def test_a_step_may_name_a_part_and_means_the_indicators_below_it():
    second = TWO_YEARS[1].replace("Ashford |     90 |     60", "Ashford |        |       ")
    steps = "steps:\n  - impute: {method: last_known, only: [whole]}\n  - aggregate: {method: arithmetic}"
    index = build_index(recipe(TWO + steps), cube(PLACES, second, periods=("2013", "2014")))
    assert scores_of(index, "whole", "2014")["Ashford"] == 75.0
