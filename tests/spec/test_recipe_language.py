"""What the manual says of steps, in tables a person can check by hand: formulas, scales on the way up, names."""

from __future__ import annotations

import numpy as np
import pytest

from placebook.measure.build import build_index
from placebook.measure.comparable import takes_nothing_from_figures, why_no_trend
from placebook.measure.figures import needed
from placebook.types import Evidence, RecipeError
from recipes import cube, ranks_of, recipe, scores_of

COUNTS = """
            | looking | working | people | old-count
    --------+---------+---------+--------+----------
    Ashford |      10 |      90 |    200 |         1
    Barton  |      30 |      70 |    200 |
    Colby   |         |      50 |    100 |         4
    Derby   |       5 |      45 |      0 |         9
"""
RATE = """
indicators: {rate: {direction: lower_is_better}, old-count: {direction: higher_is_better}}
tree: {whole: {parts: {rate: , old-count: {weight: 0}}}}
steps:
  - calculate: {rate: 100 * looking / (looking + working)}
"""
ADD = "  - aggregate: {method: arithmetic}\n"


# --- calculate ---


def test_a_formula_makes_an_indicator_from_others():
    made = recipe(RATE + ADD)
    assert needed(made) == ("old-count", "looking", "working")  # the rate itself is not in the table
    assert scores_of(build_index(made, cube(COUNTS)), "rate") == {
        "Ashford": 10.0,
        "Barton": 30.0,
        "Colby": None,  # nobody counted who is looking: no rate, never zero
        "Derby": 10.0,
    }


def test_a_formula_without_an_answer_leaves_no_figure():
    made = recipe(RATE.replace("100 * looking / (looking + working)", "looking / people") + ADD)
    assert scores_of(build_index(made, cube(COUNTS)), "rate")["Derby"] is None


def test_a_formula_may_use_the_lines_above_it_and_change_what_was_there():
    text = """
indicators: {whole-rate: {direction: lower_is_better}}
tree: {whole: {parts: {whole-rate: , old-count: }}}
steps:
  - calculate: {share: looking / people, whole-rate: 100 * share, old-count: old-count ^ 0.5}
"""
    made = recipe(text + ADD)
    assert needed(made) == ("old-count", "looking", "people")
    found = build_index(made, cube(COUNTS))
    assert scores_of(found, "whole-rate")["Ashford"] == 5.0
    assert scores_of(found, "old-count") == {"Ashford": 1.0, "Barton": None, "Colby": 2.0, "Derby": 3.0}


def test_a_result_is_estimated_where_something_in_it_is_or_a_gap_was_passed_over():
    made = recipe(RATE.replace("100 * looking / (looking + working)", "'first(looking, old-count) + people'") + ADD)
    figures = cube(COUNTS)
    estimated = np.zeros(figures.values.shape, bool)
    estimated[1, figures.indicators.index("people"), 0] = True
    evidence = Evidence(np.full(figures.values.shape, np.nan), estimated)
    found = build_index(made, figures, evidence)
    assert scores_of(found, "rate")["Colby"] == 104.0
    assert found.estimated[:, found.place("rate"), 0].tolist() == [False, True, True, False]


def test_a_calculated_indicator_can_be_filled_screened_and_normalised_once_it_is_there():
    steps = "  - impute: {method: mean, only: [rate]}\n  - normalise: {method: min_max, only: [rate]}\n"
    found = build_index(recipe(RATE + steps + ADD), cube(COUNTS))
    assert scores_of(found, "rate") == {"Ashford": 100.0, "Barton": 0.0, "Colby": round(1000 / 15, 6), "Derby": 100.0}


def test_a_step_before_the_formula_may_not_name_its_result():
    early = RATE.replace("steps:\n", "steps:\n  - treat: {method: log, only: [rate]}\n")
    with pytest.raises(
        RecipeError, match="`only` names 'rate', which is calculated in a later step; put the step calc"
    ):
        build_index(recipe(early + ADD), cube(COUNTS))
    screened = RATE.replace("steps:\n", "steps:\n  - screen: {indicators: 0.9}\n")
    found = build_index(recipe(screened + ADD), cube(COUNTS))  # only what is there is screened
    assert set(found.screened_out) == {"old-count"}


@pytest.mark.parametrize(
    ("formula", "said"),
    [
        (
            "looking +",
            r"drawn.yaml, line 12 \(steps\): calculate rate: the formula 'looking \+' has 'its end' where a num",
        ),
        (
            "max(looking, people)",
            r"has 'its end' where '\)' is expected. If it has a comma and stands between { and }, put",
        ),
        ("[a, b]", r"calculate rate: \['a', 'b'\] is no formula; write one, as in 100 \* part / whole"),
        ("lookin / people", "there is no indicator called 'lookin' in the figures; did you mean 'looking'?"),
        ("looking-people", "there is no indicator called 'looking-people' in the figures"),
    ],
)
def test_a_formula_that_cannot_be(formula, said):
    with pytest.raises(RecipeError, match=said):
        build_index(recipe(RATE.replace("100 * looking / (looking + working)", formula) + ADD), cube(COUNTS))


# --- normalise ---

PLACES = """
            | health | crime
    --------+--------+------
    Ashford |     80 |    10
    Barton  |     40 |    20
    Colby   |     60 |    40
"""
TWO = """
indicators: {health: {direction: higher_is_better}, crime: {direction: lower_is_better}}
tree: {whole: {parts: {health: {weight: 3}, crime: {weight: 1}}}}
"""


def test_scores_are_not_turned_round_a_second_time():
    steps = "steps:\n  - normalise: {method: z_score}\n  - normalise: {method: min_max}\n"
    found = build_index(recipe(TWO + steps + ADD), cube(PLACES))
    assert scores_of(found, "crime") == {"Ashford": 100.0, "Barton": round(200 / 3, 6), "Colby": 0.0}


def test_goalposts_for_all_others_and_a_name_that_is_no_indicator():
    steps = "steps:\n  - normalise: {method: goalposts, goalposts: {health: [0, 100], others: [{worst: 1}, 0]}}\n"
    found = build_index(recipe(TWO + steps + ADD), cube(PLACES))
    assert scores_of(found, "crime") == {"Ashford": 75.0, "Barton": 50.0, "Colby": 0.0}
    with pytest.raises(
        RecipeError, match="goalposts names 'helth', and there is no such indicator in the tree; did you"
    ):
        recipe(TWO + steps.replace("health", "helth") + ADD)
    with pytest.raises(RecipeError, match="'crime' has no goalposts"):
        build_index(recipe(TWO + steps.replace(", others: [{worst: 1}, 0]", "") + ADD), cube(PLACES))
    turned = steps.replace("[0, 100]", "[100, 0]")
    with pytest.raises(RecipeError, match="health has goalposts that run against the direction of the indicator"):
        build_index(recipe(TWO + turned + ADD), cube(PLACES))


def test_a_method_that_refuses_a_column_names_the_indicator():
    steps = "steps:\n  - calculate: {crime: crime - 10}\n  - treat: {method: box_cox}\n"
    with pytest.raises(RecipeError, match=r"step treat \(box_cox\): crime has figures that are not above zero"):
        build_index(recipe(TWO + steps + ADD), cube(PLACES))


def test_a_ratio_to_a_named_area():
    steps = "steps:\n  - normalise: {method: ratio_to_reference, area: Barton}\n"
    found = build_index(recipe(TWO + steps + ADD), cube(PLACES))
    assert scores_of(found, "crime") == {"Ashford": 200.0, "Barton": 100.0, "Colby": 50.0}
    with pytest.raises(RecipeError, match="the reference area 'Bartn' is not in the figures; did you mean 'Barton'"):
        build_index(recipe(TWO + steps.replace("Barton", "Bartn") + ADD), cube(PLACES))


# --- before and then ---

NESTED = """
indicators: {health: {direction: higher_is_better}, crime: {direction: lower_is_better}}
levels: [index, domain, indicator]
tree: {whole: {parts: {body: {parts: [health]}, street: {parts: [crime]}}}}
"""


def how(text: str) -> str:
    return f"steps:\n  - aggregate: {text}\n"


def test_before_changes_what_goes_into_the_whole_and_not_the_parts():
    found = build_index(recipe(TWO + how("{method: arithmetic, before: {method: rank}}")), cube(PLACES))
    assert scores_of(found, "health") == {"Ashford": 80.0, "Barton": 40.0, "Colby": 60.0}
    # ranks: health 3 1 2, crime (as it stands) 1 2 3
    assert scores_of(found, "whole") == {"Ashford": 2.5, "Barton": 1.25, "Colby": 2.25}


def test_then_changes_the_whole_and_all_that_is_made_from_it():
    steps = "{method: arithmetic, by_level: {domain: {then: [{method: rank}, {method: linear, add: 10, times: -2}]}}}"
    found = build_index(recipe(NESTED + how(steps)), cube(PLACES))
    assert scores_of(found, "body") == {"Ashford": 4.0, "Barton": 8.0, "Colby": 6.0}
    assert scores_of(found, "whole") == {"Ashford": 6.0, "Barton": 7.0, "Colby": 5.0}


def test_then_takes_goalposts_as_one_pair_and_its_constants_from_a_base_period():
    later = PLACES.replace("Ashford |     80", "Ashford |    100")
    steps = how("{method: arithmetic, then: {method: goalposts, goalposts: [{worst: 1}, {best: 1}], clip: false}}")
    made = recipe(TWO.replace("tree:", 'constants_from: "2013"\ntree:') + steps)
    found = build_index(made, cube(PLACES, later, periods=("2013", "2014")))
    # wholes of 2013: 62.5, 35, 55; Ashford in 2014: 77.5
    assert scores_of(found, "whole", "2014")["Ashford"] == round(100 * (77.5 - 35) / 27.5, 6)
    assert scores_of(found, "whole", "2014")["Barton"] == 0.0


def test_a_way_of_its_own_keeps_the_rule_for_gaps_and_decimals_and_nothing_else():
    gap = PLACES.replace("Barton  |     40", "Barton  |       ")
    common = "{method: geometric, floor: 50, missing: leave_out, decimals: 0"
    other = recipe(NESTED + how(common + ", by_part: {whole: {method: arithmetic}}}"))
    found = build_index(other, cube(gap))
    assert scores_of(found, "street")["Ashford"] == 50.0  # 10, lifted to the common floor
    assert scores_of(found, "whole") == {"Ashford": 65.0, "Barton": 50.0, "Colby": 55.0}
    same = recipe(NESTED + how(common + ", by_part: {whole: {decimals: 1}, street: {floor: 20}}}"))
    found = build_index(same, cube(gap))
    assert scores_of(found, "street")["Ashford"] == 20.0
    assert scores_of(found, "whole")["Ashford"] == 63.2  # (80 * 50) ** 0.5: 20 counts as 50 in the whole


@pytest.mark.parametrize(
    ("steps", "said"),
    [
        (
            "{method: arithmetic, then: {method: z_scor}}",
            "no method of normalise called 'z_scor'; did you mean 'z_score'",
        ),
        ("{method: arithmetic, then: rank}", "'rank' is no way to put scores on a scale; write {method: ...}"),
        ("{method: arithmetic, then: {method: goalposts, goalposts: {a: [0, 1]}}}", "are no goalposts; write"),
        (
            "{method: arithmetic, by_part: {body: {method: arithmetic}}}",
            "by_part names 'body', and there is no such part",
        ),
        (
            "{method: arithmetic, by_part: {whole: {by_level: {}}}}",
            "no option of aggregate arithmetic called 'by_level'",
        ),
        ("{method: arithmetic, by_part: {whole: arithmetic}}", "whole: 'arithmetic' is not a way to aggregate"),
        ("{method: generalised}", "aggregate generalised needs order; add order: ..."),
        ("{method: arithmetic, only: [health]}", "aggregate takes no `only`"),
        ("{method: arithmetic, missing: {at_least: 66}}", "missing is {'at_least': 66}; write refuse"),
        ("{method: mazziotta_pareto, penalty: up}", "penalty is 'up'; write one of downwards, upwards"),
        ("{method: arithmetic, decimals: 1.5}", "decimals is 1.5; a whole number is wanted, or none"),
        (
            "{method: formula, formula: health / sick}",
            "the formula of 'whole' names 'sick', and there is no such part direc",
        ),
    ],
)
def test_a_way_to_aggregate_that_cannot_be(steps, said):
    with pytest.raises(RecipeError) as fault:
        recipe(TWO + how(steps))
    assert said in str(fault.value)
    assert "drawn.yaml, line 1" in str(fault.value)


def test_scores_that_cannot_be_put_on_a_scale_name_the_whole():
    flat = PLACES.replace("40 |    20", "80 |    10").replace("60 |    40", "80 |    10")
    with pytest.raises(RecipeError, match=r"`then` of 'whole' \(min_max\): every score there is the same"):
        build_index(recipe(TWO + how("{method: arithmetic, then: {method: min_max}}")), cube(flat))


# --- other ways to aggregate ---


def test_a_formula_of_a_whole_names_its_parts_and_copes_with_a_gap():
    text = NESTED.replace("street: {parts: [crime]}", "street: {parts: [crime]}, water: {not_measured: nobody does}")
    divided = "{method: arithmetic, by_part: {whole: {method: formula, formula: 'body / first(water, street)'}}}"
    found = build_index(recipe(text + how(divided)), cube(PLACES))
    assert scores_of(found, "whole") == {"Ashford": 8.0, "Barton": 2.0, "Colby": 1.5}


def test_the_lowest_part_decides():
    found = build_index(recipe(TWO + how("{method: minimum}")), cube(PLACES))
    assert scores_of(found, "whole") == {"Ashford": 10.0, "Barton": 20.0, "Colby": 40.0}
    assert ranks_of(found, "whole") == {"Ashford": 3, "Barton": 2, "Colby": 1}


# --- what may be compared over time ---


@pytest.mark.parametrize(
    ("step", "fixed"),
    [
        ("{method: goalposts, goalposts: {others: [0, 100]}, only: [health]}", True),
        ("{method: linear, times: 2}", True),
        ("{method: bands, at: [50], scores: [1, 2], only: [health]}", True),
        ("{method: goalposts, goalposts: {others: [{worst: 1}, {best: 1}]}}", False),
        ("{method: percentile_bands}", False),
        ("{method: ratio_to_mean}", False),
    ],
)
def test_a_trend_needs_a_scale_that_does_not_move(step, fixed):
    made = recipe(TWO + f"steps:\n  - normalise: {step}\n" + ADD)
    assert (why_no_trend(made) == "") is fixed
    assert takes_nothing_from_figures(made) is fixed


def test_a_whole_put_on_a_moving_scale_has_no_trend():
    for key in ("before", "then"):
        made = recipe(TWO + how(f"{{method: arithmetic, {key}: [{{method: linear}}, {{method: z_score}}]}}"))
        assert "the scale is set anew in each period (z_score)" in why_no_trend(made)


# --- levels ---


@pytest.mark.parametrize(
    ("tree", "levels"),
    [
        ("{whole: {parts: [health, crime]}}", ("index", "indicator")),
        ("{whole: {parts: {body: {parts: [health]}, crime: }}}", ("index", "dimension", "indicator")),
        (
            "{whole: {parts: {body: {parts: {inside: {parts: [health]}}}, crime: }}}",
            ("index", "dimension", "component", "indicator"),
        ),
    ],
)
def test_levels_without_a_name_are_called_by_how_deep_the_tree_is(tree, levels):
    text = TWO.splitlines()[1] + f"\ntree: {tree}\nsteps:\n" + ADD
    assert recipe(text).levels == levels


def test_a_tree_of_five_levels_needs_names():
    deep = "{whole: {parts: {a: {parts: {b: {parts: {c: {parts: [health]}}}}}}}}"
    with pytest.raises(RecipeError, match="part 'health' is 5 levels down, and `levels` names only 4"):
        recipe(f"tree: {deep}\nsteps:\n" + ADD)
    names = "levels: [index, pillar, goal, theme, indicator]\n"
    assert recipe(names + f"tree: {deep}\nsteps:\n" + ADD).levels[3] == "theme"
