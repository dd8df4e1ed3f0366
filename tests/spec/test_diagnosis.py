"""The diagnosis of an index, on tables small enough to check by hand."""

from __future__ import annotations

import numpy as np
import pytest

from placebook.measure.build import build_index, prepare
from placebook.measure.diagnosis import Diagnosis, diagnose_index
from placebook.measure.diagnosis_words import RULES, how_sure, look_again
from placebook.methods.correlate import covariance_pairs, least_beyond_chance
from placebook.methods.jackknife import jackknife_error
from placebook.types import Cube, Evidence, RecipeError
from recipes import cube, recipe

FOUR = ("doctors", "nurses", "parks", "trees")
DIRECTIONS = """
indicators:
  doctors: {direction: higher_is_better}
  nurses: {direction: higher_is_better}
  parks: {direction: higher_is_better}
  trees: {direction: higher_is_better}
levels: [index, component, indicator]
"""
TREE = """
tree:
  whole:
    title: Whole
    parts:
      health: {title: Health, weight: 3, parts: {doctors: {weight: 2}, nurses: {weight: 1}}}
      green: {title: Green, weight: 1, parts: [parks, trees]}
"""
STEPS = """
steps:
  - aggregate: {method: arithmetic, missing: leave_out}
"""
# nurses: the order of doctors with one swap, so r = 0.8; parks: doctors turned round; trees: five times doctors
PLACES = """
        | doctors | nurses | parks | trees
--------+---------+--------+-------+------
Ashford |       1 |      1 |     4 |     5
Barton  |       2 |      3 |     3 |    10
Colby   |       3 |      2 |     2 |    15
Dunmore |       4 |      4 |     1 |    20
"""


def diagnosed(
    drawn: str | Cube = PLACES, text: str = DIRECTIONS + TREE + STEPS, evidence: Evidence | None = None, **asked: str
) -> Diagnosis:
    made = recipe(text)
    figures = cube(drawn) if isinstance(drawn, str) else drawn
    index = build_index(made, figures, evidence)
    return diagnose_index(index, prepare(index.recipe, figures, evidence), **asked)


def whole(found: Diagnosis, title: str) -> object:
    (one,) = [check for check in found.wholes if check.title == title]
    return one


def indicator(found: Diagnosis, name: str) -> object:
    (one,) = [check for check in found.indicators if check.name == name]
    return one


# --- wholes ---------------------------------------------------------------------------------------------


def test_two_parts_that_correlate_at_point_eight():
    """Doctors and nurses have one variance: alpha = 2 (1 - 2 / (2 + 2 x 0.8)); eigenvalues 1.8 and 0.2."""
    health = whole(diagnosed(), "Health")
    assert (health.parts, health.areas) == (2, 4)
    assert health.alpha.value == pytest.approx(2 * (1 - 2 / 3.6))
    assert health.eigenvalue.value == pytest.approx(1.8)
    assert health.first_share.value == pytest.approx(0.9)
    assert health.above_one == 1
    assert (health.adequacy.value, health.adequacy.why_none) == (None, "with two parts it is always 0.5")


def test_every_number_says_how_far_it_could_be_off():
    """The margin is 1.645 jackknife errors, worked out here area by area."""
    health = whole(diagnosed(), "Health")
    scores = np.array([[1, 1], [2, 3], [3, 2], [4, 4]], float)
    without = [np.linalg.eigvalsh(np.corrcoef(np.delete(scores, k, axis=0).T))[-1] for k in range(4)]
    error = np.sqrt(3 / 4 * np.sum((np.array(without) - np.mean(without)) ** 2))
    assert health.eigenvalue.give_or_take == pytest.approx(1.645 * error)
    assert health.first_share.give_or_take == pytest.approx(1.645 * error / 2)


def test_all_numbers_of_a_whole_rest_on_the_areas_that_have_every_part():
    gap = PLACES.replace("Dunmore |       4 |      4", "Dunmore |       4 |       ")
    health = whole(diagnosed(gap), "Health")
    assert health.areas == 3
    assert health.eigenvalue.value == pytest.approx(1.5)  # 1, 2, 3 beside 1, 3, 2: r = 0.5


SAME = """
        | doctors | nurses | parks | trees
--------+---------+--------+-------+------
Ashford |       1 |      7 |     4 |     5
Barton  |       2 |      7 |     3 |    10
Colby   |       3 |      7 |     2 |    15
"""


@pytest.mark.parametrize(
    ("drawn", "tree", "why"),
    [
        (PLACES, TREE.replace("{doctors: {weight: 2}, nurses: {weight: 1}}", "[doctors]"), "it has one part"),
        ("\n".join(PLACES.splitlines()[:5]), TREE, "only 2 areas have a score on every part"),
        (SAME, TREE, "nurses has the same score everywhere"),
    ],
)
def test_a_whole_without_numbers_says_why(drawn, tree, why):
    health = whole(diagnosed(drawn, DIRECTIONS + tree + STEPS), "Health")
    assert (health.alpha.value, health.eigenvalue.value, health.above_one) == (None, None, None)
    assert {health.alpha.why_none, health.adequacy.why_none, health.eigenvalue.why_none} == {why}


def test_adequacy_has_no_answer_where_a_part_follows_from_the_others():
    """Parks are trees turned round on another scale: of three parts only two say anything of their own."""
    tree = TREE.replace("[parks, trees]", "[parks, trees, nurses]").replace(", nurses: {weight: 1}", "")
    green = whole(diagnosed(text=DIRECTIONS + tree + STEPS), "Green")
    assert green.adequacy.value is None
    assert green.adequacy.why_none.startswith("one part follows exactly from the others")
    assert green.eigenvalue.value is not None


def test_adequacy_is_that_of_the_plain_formula():
    random = np.random.default_rng(3)
    values = random.normal(50, 10, (20, 4)) + random.normal(0, 10, (20, 1))
    figures = Cube(values[:, :, None], tuple(f"place {k}" for k in range(20)), FOUR, ("2014",))
    tree = "tree:\n  whole: {title: Whole, parts: [doctors, nurses, parks, trees]}\n"
    found = whole(diagnosed(figures, DIRECTIONS + tree + STEPS), "Whole")
    r = np.corrcoef(values.T)
    inverse = np.linalg.inv(r)
    above = below = 0.0
    for i in range(4):
        for j in range(4):
            if i != j:
                above += r[i, j] ** 2
                below += (inverse[i, j] / np.sqrt(inverse[i, i] * inverse[j, j])) ** 2
    assert found.adequacy.value == pytest.approx(above / (above + below))
    assert 0 < found.adequacy.give_or_take < 0.5


# --- pairs ----------------------------------------------------------------------------------------------


def test_pairs_that_go_against_each_other_are_named_within_a_whole_only():
    """Parks and trees are both green and go opposite ways; parks and doctors do so, too, in different wholes."""
    found = diagnosed()
    wrong = [pair for pair in found.pairs if pair.problem == "wrong sign"]
    assert [(pair.whole, pair.first, pair.second) for pair in wrong] == [("Green", "parks", "trees")]
    assert wrong[0].r == pytest.approx(-1)


def test_indicators_that_say_the_same_are_named_across_wholes():
    same = [pair for pair in diagnosed().pairs if pair.problem == "redundant"]
    across = [(pair.first, pair.second) for pair in same if pair.whole is None]
    assert across == [("doctors", "trees")]


UNSURE = """
        | doctors | nurses | parks | trees
--------+---------+--------+-------+------
Ashford |       1 |      1 |     4 |     5
Barton  |       2 |      3 |     3 |    15
Colby   |       3 |      2 |     2 |    10
Dunmore |       4 |      4 |     1 |    20
"""


def test_a_pair_says_on_how_many_areas_it_rests_and_what_luck_would_do():
    """Trees rise as parks fall but for one swap: r = -0.8 over four areas, as luck gives in one of five pairs."""
    found = diagnosed(UNSURE)
    (pair,) = [one for one in found.pairs if one.problem == "wrong sign"]
    assert (pair.areas, pair.r) == (4, pytest.approx(-0.8))
    assert pair.chance == pytest.approx(0.2)
    said = [line for line in look_again(found) if "go against each other" in line]
    assert said == ["Green: parks and trees go against each other (correlation -0.80, though luck may do as much)."]


def test_what_luck_does_alone():
    assert least_beyond_chance(17) == pytest.approx(0.482, abs=0.0005)  # as in the printed tables of r
    assert least_beyond_chance(102) == pytest.approx(0.195, abs=0.0005)
    assert np.isnan(least_beyond_chance(2))


@pytest.mark.parametrize("areas", [0, 1, 2, 40])
def test_pairs_without_gaps_come_out_as_pair_by_pair(areas):
    """A row without any figure adds nothing to any pair, but keeps the fast way from being taken."""
    rows = np.random.default_rng(7).normal(50, 10, (areas, 5)) + np.array([0, 0, 1e6, 0, 0])
    rows[:, 4] = 0.1  # the same everywhere
    fast, slow = covariance_pairs(rows), covariance_pairs(np.vstack([rows, np.full(5, np.nan)]))
    assert fast.covariance == pytest.approx(slow.covariance, rel=1e-9, abs=1e-9, nan_ok=True)
    assert fast.variance == pytest.approx(slow.variance, rel=1e-9, abs=1e-9, nan_ok=True)
    assert np.array_equal(fast.areas, slow.areas)
    if areas > 1:
        assert fast.covariance[4].tolist() == [0.0] * 5


# --- indicators and areas -------------------------------------------------------------------------------


def test_the_weight_of_an_indicator_is_its_share_at_every_level():
    found = diagnosed()
    weights = {one.name: one.weight for one in found.indicators}
    assert weights == pytest.approx({"doctors": 0.75 * 2 / 3, "nurses": 0.75 / 3, "parks": 0.125, "trees": 0.125})


def test_a_point_more_on_an_indicator_lifts_the_index_by_its_weight():
    figures = cube(PLACES)
    made = recipe(DIRECTIONS + TREE + STEPS)
    before = build_index(made, figures).scores.column("whole", "2014")
    for one in diagnosed().indicators:
        more = figures.values.copy()
        more[:, figures.indicators.index(one.name)] += 1
        after = build_index(made, Cube(more, figures.areas, figures.indicators, figures.periods))
        assert after.scores.column("whole", "2014") - before == pytest.approx(np.full(4, one.weight))


def test_an_indicator_with_a_wide_spread_rules_the_index_more_than_was_meant():
    """Trees have an eighth of the weight and five times the spread of doctors."""
    trees = indicator(diagnosed(), "trees")
    places = [(1, 1, 4), (2, 3, 3), (3, 2, 2), (4, 4, 1)]
    whole_scores = np.array([0.75 * (2 * d + n) / 3 + 0.125 * (p + 5 * d) for d, n, p in places])
    share = 0.125 * np.cov(np.array([5, 10, 15, 20]), whole_scores)[0, 1] / np.var(whole_scores, ddof=1)
    assert trees.variance_share == pytest.approx(share)
    assert trees.importance == pytest.approx(np.corrcoef([5, 10, 15, 20], whole_scores)[0, 1] ** 2)
    assert trees.dominates
    assert sum(one.variance_share for one in diagnosed().indicators) == pytest.approx(1)
    assert f"trees rules the index: {share:.0%} of the variance with 12% of the weight." in look_again(diagnosed())


def test_coverage_tells_published_estimated_and_missing_apart():
    gap = PLACES.replace("Barton  |       2 |      3", "Barton  |         |      3")
    figures = cube(gap)
    estimated = np.zeros(figures.values.shape, bool)
    estimated[2:, 0] = True  # doctors of Colby and Dunmore
    found = diagnosed(gap, evidence=Evidence(np.full(figures.values.shape, np.nan), estimated))
    doctors = indicator(found, "doctors")
    assert (doctors.published, doctors.estimated, doctors.missing) == (0.25, 0.5, 0.25)
    areas = {one.area: (one.published, one.estimated, one.missing, one.weight) for one in found.coverage}
    assert areas == {
        "Ashford": (1, 0, 0, 1),
        "Barton": (0.75, 0, 0.25, 0.5),  # doctors carry half the weight
        "Colby": (0.75, 0.25, 0, 0.5),
        "Dunmore": (0.75, 0.25, 0, 0.5),
    }
    assert "1 of 4 indicators have published figures for fewer than 65% of areas: doctors." in look_again(found)
    assert "3 of 4 areas have published figures for less than 65% of the weight: Barton; Hill; Dunmore." in look_again(
        found, {"Colby": "Hill"}
    )


def test_an_indicator_that_hardly_varies_is_named_with_the_reason():
    drawn = """
            | doctors | nurses | parks | trees
    --------+---------+--------+-------+------
    Ashford |      10 |     50 |    10 |    30
    Barton  |      30 |     50 |    40 |    31
    Colby   |      60 |     50 |    60 |    30.5
    Dunmore |      90 |     20 |    95 |    30.2
    """
    found = diagnosed(drawn)
    assert {one.name: one.hardly_varies for one in found.indicators} == {
        "doctors": "",
        "nurses": "3 of 4 areas have the same score",
        "parks": "",
        "trees": "its scores spread by 0.43 points, the typical indicator's by 25",
    }


SCALED = """
steps:
  - normalise: {method: goalposts, clip: CLIP, low: LOW, high: HIGH, goalposts: {doctors: [2, 4], nurses: [0, 5]}}
  - aggregate: {method: arithmetic, missing: leave_out}
"""
TWO = DIRECTIONS + "tree:\n  whole: {title: Whole, parts: [doctors, nurses]}\n"


@pytest.mark.parametrize(("clip", "low", "high"), [("true", "0", "100"), ("false", "0", "100"), ("true", "10", "1")])
def test_shares_of_areas_at_or_beyond_each_goalpost(clip, low, high):
    """Doctors score from 2 to 4: Ashford (1) and Barton (2) are at the low end, Dunmore (4) at the high one."""
    steps = SCALED.replace("CLIP", clip).replace("LOW", low).replace("HIGH", high)
    found = diagnosed(text=TWO + steps)
    doctors, nurses = indicator(found, "doctors"), indicator(found, "nurses")
    assert (doctors.at_low, doctors.at_high) == (0.5, 0.25)
    assert (nurses.at_low, nurses.at_high) == (0.0, 0.0)
    assert "doctors: 50% of areas are at or beyond the goalpost that scores lowest." in look_again(found)


def test_without_goalposts_nothing_is_said_of_them():
    steps = SCALED.replace("method: goalposts, clip: CLIP, low: LOW, high: HIGH, goalposts", "method: min_max, only")
    steps = steps.replace("{doctors: [2, 4], nurses: [0, 5]}", "[doctors, nurses]")
    found = diagnosed(text=TWO + steps)
    assert [(one.at_low, one.at_high) for one in found.indicators] == [(None, None)] * 2


# --- what is missing, and what the weights say --------------------------------------------------------------


def test_parts_that_rest_on_one_indicator_and_parts_that_nobody_measures():
    tree = TREE.replace("[parks, trees]", "{parks: {}, water: {title: Water, not_measured: nobody counts it}}")
    found = diagnosed(text=DIRECTIONS + tree + STEPS)
    assert found.rest_on_one == ("Green",)
    assert [(gap.name, gap.why) for gap in found.not_measured] == [("water", "nobody counts it")]
    assert look_again(found)[:2] == ("Water is not measured: nobody counts it.", "Green rests on one indicator.")


def test_an_indicator_without_figures_is_a_gap_too():
    empty = PLACES.replace("     5\n", "      \n").replace("    10\n", "      \n")
    empty = empty.replace("    15\n", "      \n").replace("    20\n", "      \n")
    found = diagnosed(empty)
    assert [(gap.title, gap.why) for gap in found.not_measured] == [("trees", "no figures")]
    assert [one.name for one in found.indicators] == ["doctors", "nurses", "parks"]


def test_what_a_method_says_of_its_weights_is_kept_with_the_names_of_parts():
    """Doctors and nurses rise as parks fall: (1 + 1 + 1 with r = 0.8, -1, -0.8) 2.74 of 3 on the first component."""
    text = "tree:\n  whole: {title: Whole, parts: [doctors, nurses, parks]}\n"
    weights = STEPS.replace("steps:\n", "steps:\n  - weight: {method: principal_components}\n")
    found = diagnosed(text=DIRECTIONS + text + weights)
    assert found.weights == ("Whole: the first component holds 91% of the variance of 3 parts",)
    assert found.warnings == ("Whole: the weight of parks is negative: a gain there would lower the whole",)
    assert f"{found.warnings[0]}." in look_again(found)


def test_importance_that_cannot_be_had_is_said_of_its_whole():
    """Parks always go against trees, so no weights give both a good share of importance."""
    weights = STEPS.replace("steps:\n", "steps:\n  - weight: {method: optimised, parts: [green]}\n")
    (warning,) = diagnosed(text=DIRECTIONS + TREE + weights).warnings
    assert warning.startswith("Green: the importance wanted cannot be had")
    assert "parks has " in warning or "trees has " in warning


def test_a_weight_declared_below_zero_is_said():
    tree = TREE.replace("nurses: {weight: 1}", "nurses: {weight: -1}")
    assert diagnosed(text=DIRECTIONS + tree + STEPS).warnings == (
        "Health: the weight of nurses is negative: a gain there lowers the whole",
    )


# --- periods, and how sure it is -----------------------------------------------------------------------------


BEFORE = """
        | doctors | nurses | parks | trees
--------+---------+--------+-------+------
Ashford |       1 |      4 |     4 |     5
Barton  |       2 |      3 |     3 |    10
Colby   |       3 |      2 |     2 |    15
Dunmore |       4 |      2 |     1 |    20
"""


def test_each_period_is_diagnosed_by_itself():
    both = cube(BEFORE, PLACES, periods=("2013", "2014"))
    assert diagnosed(both).period == "2014"
    assert whole(diagnosed(both), "Health").eigenvalue.value == pytest.approx(1.8)
    earlier = diagnosed(both, period="2013")
    assert (earlier.period, earlier.areas) == ("2013", 4)
    assert whole(earlier, "Health").alpha.value < 0
    assert "Health: alpha is below zero, so some part runs against the others." in look_again(earlier)


def test_an_indicator_without_figures_in_this_period_has_no_numbers_and_spoils_no_others():
    empty = BEFORE.replace("     5\n", "      \n").replace("    10\n", "      \n")
    empty = empty.replace("    15\n", "      \n").replace("    20\n", "      \n")
    found = diagnosed(cube(PLACES, empty, periods=("2013", "2014")))
    trees = indicator(found, "trees")
    assert (trees.missing, trees.spread, trees.importance, trees.hardly_varies) == (1.0, None, None, "")
    assert whole(found, "Green").alpha.why_none == "only 0 areas have a score on every part"
    assert whole(found, "Health").alpha.value is not None
    assert {one.variance_share for one in found.indicators} == {None}  # no area has every figure
    assert "1 of 4 indicators have figures for fewer than 65% of areas: trees." in look_again(found)


def test_a_period_that_is_not_there_is_named():
    with pytest.raises(RecipeError, match="there is no period '2104'; did you mean '2014'"):
        diagnosed(period="2104")


def test_few_areas_are_said_to_be_few_and_many_are_not():
    found = diagnosed()
    assert "they rest on 4 areas, and the usual advice is 100" in how_sure(found)
    assert "beyond a correlation of 0.95" in how_sure(found)  # 4 areas
    many = np.random.default_rng(1).normal(50, 10, (100, 4, 1))
    names = tuple(f"place {k}" for k in range(100))
    assert how_sure(diagnosed(Cube(many, names, FOUR, ("2014",)))) == ""


def test_every_number_has_a_rule_with_its_source():
    assert [rule.name for rule in RULES] == [
        "alpha",
        "KMO",
        "first component",
        "pairs",
        "weight and sway",
        "published, estimated, missing",
        "hardly varies",
        "at low and high end",
    ]
    assert all(rule.meaning and rule.rule and rule.source for rule in RULES)


# --- the jackknife ------------------------------------------------------------------------------------------


def test_the_jackknife_error_of_a_mean_is_that_of_the_textbook():
    rows = np.array([[3.0], [5.0], [10.0], [2.0], [7.0]])
    error = jackknife_error(lambda some: np.mean(some, axis=0), rows)
    assert error == pytest.approx(np.std(rows, axis=0, ddof=1) / np.sqrt(5))


def test_many_rows_are_left_out_in_groups_and_give_nearly_the_same():
    rows = np.random.default_rng(2).normal(0, 1, (5000, 1))
    error = jackknife_error(lambda some: np.mean(some, axis=0), rows)
    assert error == pytest.approx(1 / np.sqrt(5000), rel=0.2)
    assert error == pytest.approx(jackknife_error(lambda some: np.mean(some, axis=0), rows, groups=5000), rel=0.2)


def test_a_number_that_is_lost_without_some_row_has_no_error():
    rows = np.array([[1.0, 1.0], [1.0, 2.0], [1.0, 3.0], [2.0, 5.0]])  # without the last the first column is one figure

    def correlation(some: np.ndarray) -> np.ndarray:
        return np.array([np.nan if np.ptp(some[:, 0]) == 0 else np.corrcoef(some.T)[0, 1]])

    assert np.isnan(jackknife_error(correlation, rows)).all()
    assert np.isnan(jackknife_error(correlation, rows[:2])).all()
    with pytest.raises(ValueError, match="at least 2 groups are needed, not 1"):
        jackknife_error(correlation, rows, groups=1)
