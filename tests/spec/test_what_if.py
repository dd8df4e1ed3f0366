"""What if one thing in a recipe were another? Small tables a person can check by hand."""

from __future__ import annotations

import pytest

from placebook.measure.build import build_index
from placebook.measure.what_if import WhatIf, compare, why_no_effect, with_setting, with_step, with_weight, without_part
from placebook.types import Cube, Recipe, RecipeError, Step
from recipes import cube, recipe

TEXT = """
indicators:
  health: {direction: higher_is_better}
  income: {direction: higher_is_better}
levels: [index, component, indicator]
tree:
  whole:
    parts:
      body: {parts: {health: {weight: 1}}}
      purse: {parts: {income: {weight: 1}}}
steps:
  - normalise: {method: scaled, low: 0, high: 100}
  - aggregate: {method: arithmetic, missing: leave_out}
"""
PLACES = """
        | health | income
--------+--------+-------
Ashford |     90 |     50
Barton  |     60 |     72
Colby   |     80 |     40
Dunmore |        |
"""
NAMES = ("Ashford", "Barton", "Colby", "Dunmore")


@pytest.fixture
def usual() -> Recipe:
    return recipe(TEXT)


def what_if(before: Recipe, after: Recipe, part: str = "whole", figures: Cube | None = None) -> WhatIf:
    figures = figures or cube(PLACES)
    return compare(build_index(before, figures), build_index(after, figures), "a change", part, "2014")


def ranks(found: WhatIf) -> dict[str, tuple[int | None, int | None]]:
    return {move.area: (move.rank_before, move.rank_after) for move in found.moves}


def test_another_weight(usual):
    # Before: 70, 66, 60. With health counting three times: 80, 63, 70.
    found = what_if(usual, with_weight(usual, "body", 3))
    assert [(move.area, move.score_before, move.score_after, move.places) for move in found.moves] == [
        ("Barton", 66.0, 63.0, -1),
        ("Colby", 60.0, 70.0, +1),
        ("Ashford", 70.0, 80.0, 0),
        ("Dunmore", None, None, None),  # nothing is known of it before or after: never a zero
    ]
    assert ranks(found) == {"Ashford": (1, 1), "Barton": (2, 3), "Colby": (3, 2), "Dunmore": (None, None)}
    assert found.moved == 2
    assert found.mean_move == pytest.approx(2 / 3)  # of the three that are ranked
    assert (found.change, found.part, found.period) == ("a change", "whole", "2014")


def test_a_change_can_be_looked_at_below_the_whole(usual):
    assert ranks(what_if(usual, with_weight(usual, "body", 3), "body"))["Barton"] == (3, 3)


def test_without_a_part(usual):
    found = what_if(usual, without_part(usual, "purse"))  # health alone: 90, 60, 80
    assert ranks(found) == {"Ashford": (1, 1), "Barton": (2, 3), "Colby": (3, 2), "Dunmore": (None, None)}


def test_without_its_only_indicator_a_component_goes_too(usual):
    assert [part.name for part in without_part(usual, "income").tree.walk()] == ["whole", "body", "health"]


def test_another_way_of_a_step(usual):
    # By rank, 1 for the lowest: health 3, 1, 2 and income 2, 3, 1: means 2.5, 2 and 1.5.
    found = what_if(usual, with_step(usual, Step("normalise", "rank")))
    assert [(move.area, move.score_after) for move in found.moves][:3] == [
        ("Ashford", 2.5),
        ("Barton", 2.0),
        ("Colby", 1.5),
    ]
    assert found.moved == 0


def test_another_way_to_aggregate_keeps_the_rule_for_missing_parts(usual):
    gap = cube(PLACES.replace("Dunmore |        |", "Dunmore |     75 |"))
    found = what_if(usual, with_step(usual, Step("aggregate", "geometric")), figures=gap)
    assert ranks(found)["Dunmore"] == (1, 1)  # 75 beside 70, and beside the root of 90 x 50, 67.1
    strict = with_step(usual, Step("aggregate", "geometric", {"missing": "refuse"}))
    refused = what_if(usual, strict, figures=gap)
    assert ranks(refused)["Dunmore"] == (1, None)
    assert refused.moves[0].area == "Dunmore"  # to lose a rank is to move furthest
    assert refused.moves[0].places is None
    assert refused.moved == 4  # Dunmore, and those that close up behind it


def test_a_step_that_the_recipe_does_not_have_yet_goes_where_the_handbook_has_it(usual):
    changed = with_step(usual, Step("impute", "mean"))
    assert [step.family for step in changed.steps] == ["impute", "normalise", "aggregate"]
    assert ranks(what_if(usual, changed))["Dunmore"] == (None, 3)  # the means, 76.7 and 54: 65.3, after Barton's 66


def test_a_score_that_means_worse_turns_the_ranks_round(usual):
    by_min_max = with_step(usual, Step("normalise", "min_max"))
    turned = with_setting(by_min_max, "high_score_is", "worse")
    assert ranks(what_if(by_min_max, turned, "body")) == {
        "Ashford": (1, 3),
        "Barton": (3, 1),
        "Colby": (2, 2),
        "Dunmore": (None, None),
    }


LATER = """
        | health | income
--------+--------+-------
Ashford |    120 |     50
Barton  |     60 |     72
Colby   |     80 |     40
Dunmore |        |
"""


def test_constants_from_a_base_year():
    steps = "constants_from: all_periods\nsteps:\n  - normalise: {method: min_max, low: 0, high: 100}"
    usual = recipe(TEXT.replace("steps:\n  - normalise: {method: scaled, low: 0, high: 100}", steps))
    found = what_if(
        usual, with_setting(usual, "constants_from", "2014"), "health", cube(PLACES, LATER, periods=("2014", "2015"))
    )
    assert {move.area: (move.score_before, move.score_after) for move in found.moves} == {
        "Ashford": (50.0, 100.0),  # 90 between 60 and 120, and between 60 and 90
        "Barton": (0.0, 0.0),
        "Colby": (pytest.approx(100 / 3), pytest.approx(200 / 3)),
        "Dunmore": (None, None),
    }


def test_areas_that_only_one_of_the_two_has(usual):
    before, after = build_index(usual, cube(PLACES)), build_index(usual, cube(PLACES.replace("Barton", "Benton")))
    found = {
        move.area: (move.rank_before, move.rank_after) for move in compare(before, after, "", "whole", "2014").moves
    }
    assert found["Barton"] == (2, None)
    assert found["Benton"] == (None, 2)


@pytest.mark.parametrize(
    ("change", "said"),
    [
        (lambda r: with_weight(r, "bdy", 2), "there is no part 'bdy'; did you mean 'body'?"),
        (lambda r: with_weight(r, "whole", 2), "'whole' is the whole index, which has no weight; name a part of it"),
        (lambda r: with_weight(r, "body", float("nan")), "the weight of 'body' cannot be nan; a number is wanted"),
        (lambda r: with_weight(r, "body", float("inf")), "the weight of 'body' cannot be inf; a number is wanted"),
        (lambda r: without_part(r, "helth"), "there is no part 'helth'; did you mean 'health'?"),
        (lambda r: without_part(r, "whole"), "without 'whole' nothing is left of the index"),
        (lambda r: without_part(without_part(r, "income"), "health"), "without 'health' nothing is left of the index"),
        (
            lambda r: with_setting(r, "title", "x"),
            "'title' cannot be changed here; try constants_from or high_score_is",
        ),
        (lambda r: with_setting(r, "high_score_is", "bad"), "high_score_is cannot be 'bad'; write better or worse"),
    ],
)
def test_a_change_that_cannot_be_made(usual, change, said):
    with pytest.raises(RecipeError) as why:
        change(usual)
    assert said in str(why.value)


@pytest.mark.parametrize(
    ("part", "period", "said"),
    [
        ("hole", "2014", "there is no part 'hole'; did you mean 'whole'?"),
        ("whole", "2004", "there is no period '2004'; did you mean '2014'?"),
    ],
)
def test_a_part_or_period_that_is_not_there(usual, part, period, said):
    index = build_index(usual, cube(PLACES))
    with pytest.raises(RecipeError) as why:
        compare(index, index, "", part, period)
    assert said in str(why.value)


# --- weights that are not listened to ------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("steps", "why"),
    [
        ("  - weight: {method: equal}", "the step weight (equal) sets the weights in whole, whatever is declared"),
        ("  - weight: {method: declared}", ""),
        ("  - weight: {method: optimised}", ""),  # it goes by what is declared
        ("  - weight: {method: equal, parts: [body]}", ""),  # another whole
        ("", ""),
    ],
)
def test_a_weight_that_a_step_overrides_is_said_to_move_nothing(steps, why):
    book = recipe(TEXT.replace("  - aggregate", f"{steps}\n  - aggregate" if steps else "  - aggregate"))
    assert why_no_effect(book, "body") == why
    if why:
        assert what_if(book, with_weight(book, "body", 3)).moved == 0


def test_a_formula_has_no_weights():
    text = TEXT.replace(
        "{method: arithmetic, missing: leave_out}",
        "{method: arithmetic, by_part: {whole: {method: formula, formula: body * purse / 100}}}",
    )
    book = recipe(text)
    assert why_no_effect(book, "purse") == "whole is made by a formula, which has no weights"
    assert what_if(book, with_weight(book, "purse", 3)).moved == 0
    assert why_no_effect(book, "health") == ""
