"""Progress: change a year, in the four classes of the scorecard, and when no trend may be given."""

from __future__ import annotations

import numpy as np
import pytest

from drawn import table
from placebook.measure.comparable import why_no_trend, year_of
from placebook.measure.progress import Past, Progress, classify, observed_share, progress
from placebook.measure.slope import Slope, theil_sen
from placebook.types import Cube, Part, ProgressPlan, Recipe, Step
from small_index import index_of, leaf

YEARS = np.array([2010.0, 2011, 2012, 2013, 2014])
FIXED = (Step("normalise", "goalposts"), Step("aggregate", "arithmetic"))


# --- the slope ------------------------------------------------------------------------------------


def test_the_slope_is_the_middle_of_the_changes_between_any_two_years():
    # 10, 12, 15, 17: the six pairs change by 2, 2.5, 2.33, 3, 2.5 and 2 a year.
    slope = theil_sen(np.array([10.0, 12, 15, 17]), YEARS[:4])
    assert slope.per_year == pytest.approx((7 / 3 + 2.5) / 2)
    assert (slope.low, slope.high) == (2.0, 3.0)  # with four years: the lowest and the highest of them


def test_with_five_years_the_lowest_and_the_highest_change_are_left_out_of_the_interval():
    # 0, 1, 2, 3, 10: six pairs change by 1, the four with the last year by 2.5, 3, 4 and 7.
    slope = theil_sen(np.array([0.0, 1, 2, 3, 10]), YEARS)
    assert slope == Slope(per_year=1.0, low=1.0, high=4.0)


def test_one_odd_year_hardly_moves_the_slope():
    steady = np.array([50.0, 51, 52, 53, 54])
    odd = np.array([50.0, 51, 52, 53, 90])
    assert theil_sen(steady, YEARS).per_year == theil_sen(odd, YEARS).per_year == 1.0


def test_a_gap_between_years_counts_for_as_many_years_as_it_is():
    assert theil_sen(np.array([10.0, 12, 18, 20]), np.array([2010.0, 2011, 2014, 2015])).per_year == 2.0


@pytest.mark.parametrize("values", [[1.0, 2, 3], [1.0, 2, np.nan, 4]])
def test_too_few_years_or_a_gap_in_the_figures_is_refused(values):
    with pytest.raises(ValueError, match=r"at least 4 years|must have a value"):
        theil_sen(np.array(values), np.arange(len(values), dtype=float))


# --- the classes ----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("per_year", "low", "high", "word"),
    [
        (-0.9, -1.2, -0.6, Progress.DETERIORATION),
        (-0.5, -0.6, -0.4, Progress.STAGNATION),  # the threshold itself is still stagnation
        (0.1, -0.3, 0.45, Progress.STAGNATION),  # no change at all is possible, and any change is small
        (0.4, 0.2, 0.7, Progress.STAGNATION),  # surely a rise, most likely a small one
        (0.5, 0.5, 0.5, Progress.STAGNATION),
        (0.6, 0.1, 1.2, Progress.STEADY),
        (1.9, 1.2, 2.6, Progress.STEADY),
        (2.0, 1.5, 2.6, Progress.SIGNIFICANT),
        (1.0, -1.0, 3.0, Progress.TOO_SMALL),
        (0.1, -0.3, 3.0, Progress.TOO_SMALL),  # near no change, but a real rise is possible too
        (-2.5, -5.0, 0.1, Progress.TOO_SMALL),
        (0.0, 0.0, 0.0, Progress.STAGNATION),
    ],
)
def test_the_class_of_a_change_in_points_a_year(per_year, low, high, word):
    assert classify(Slope(per_year, low, high), ProgressPlan(stagnation=0.5, significant=2.0))[0] is word


def test_where_high_scores_are_worse_a_falling_score_is_an_improvement():
    assert classify(Slope(-3.0, -4.0, -2.5), ProgressPlan(), sign=-1.0)[0] is Progress.SIGNIFICANT
    assert classify(Slope(3.0, 2.5, 4.0), ProgressPlan(), sign=-1.0)[0] is Progress.DETERIORATION


# --- the progress of an area ----------------------------------------------------------------------

SCORES = """
         | 2010 | 2011 | 2012 | 2013 | 2014
    -----+------+------+------+------+-----
    up   |   40 |   43 |   46 |   49 |   52
    even |   50 |   50 |   50 |   50 |   50
    down |   60 |   59 |   58 |   57 |   56
    odd  |   50 |   30 |   70 |   35 |   55
    new  |      |      |   50 |   52 |   54
"""


def index_over_years(drawing: str = SCORES, tree: Part | None = None, estimated=(), **recipe):
    """One area called Here: its score on every part (row) in every period (column)."""
    names, periods, scores = table(drawing)
    tree = tree or Part("whole", "Whole", parts=tuple(leaf(name) for name in names))
    recipe = {"steps": FIXED} | recipe
    return index_of(
        tree, {name: scores[i][None, :] for i, name in enumerate(names)}, ("Here",), periods, estimated, **recipe
    )


def words(index, **options):
    return {change.part: str(change.progress) for change in progress(index, "Here", **options)}


def test_each_part_has_its_class():
    found = words(index_over_years())
    assert found == {
        "whole": "Not known",  # nobody gave the whole a score in this drawing
        "up": "Significant improvement",
        "even": "Stagnation",
        "down": "Deterioration",
        "odd": "Too small to tell",
        "new": "Not known",
    }


def test_too_few_periods_say_how_many_there_are():
    reasons = {change.part: change.reason for change in progress(index_over_years(), "Here")}
    assert reasons["new"] == "too few periods: 3 with published figures, and a trend needs 4"
    assert reasons["whole"] == "no score in this period"


def test_only_periods_up_to_the_one_asked_for_count():
    index = index_over_years()
    assert words(index, period="2013")["up"] == "Significant improvement"
    reasons = {change.reason for change in progress(index, "Here", "2012")}
    assert reasons == {"too few periods: 3, and a trend needs 4"}


def test_figures_that_were_carried_forward_do_not_pass_for_stagnation():
    # Measured in 2010 and 2011, then carried: it stands still because nobody measured it.
    found = words(index_over_years(estimated=[("even", "2012"), ("even", "2013"), ("even", "2014")]))
    assert found["even"] == "Not known"


def test_a_year_counts_when_the_figure_was_published_even_if_its_population_was_filled_in():
    # Scores are marked as estimated in 2013 and 2014 because of the population they are divided by.
    index = index_over_years(estimated=[("up", "2013"), ("up", "2014"), ("even", "2013"), ("even", "2014")])
    names = tuple(part.name for part in index.parts if part.indicator)
    values = index.scores.values[:, 1:, :].copy()
    values[0, names.index("even"), 3:] = np.nan  # here the figure itself was not published
    figures = Cube(values, index.scores.areas, names, index.scores.periods)
    assert {part: words(index, figures=figures)[part] for part in ("up", "even")} == {
        "up": "Significant improvement",
        "even": "Not known",
    }
    assert words(index)["up"] == "Not known"


TREE = Part("whole", "Whole", parts=(leaf("a", weight=1), leaf("b", weight=3)))
WHOLE = """
          | 2010 | 2011 | 2012 | 2013 | 2014
    ------+------+------+------+------+-----
    whole |   43 |   46 |   49 |   52 |   55
    a     |   40 |   43 |   46 |   49 |   52
    b     |   44 |   47 |   50 |   53 |   56
"""


def test_a_whole_needs_a_third_of_its_weight_on_published_figures():
    carried = [("b", "2012"), ("b", "2013"), ("b", "2014")]
    index = index_over_years(WHOLE, TREE, estimated=carried)
    past = Past(index, 0, 5, ~index.estimated[0])
    assert observed_share(past, index.parts[0], np.ones(5, bool)) == 0.25  # a weighs 1 of 4
    change = progress(index, "Here")[0]
    assert change.progress is Progress.NOT_KNOWN
    assert change.reason.startswith("only 25% of its weight was published in 4 periods or more")
    light = index_over_years(WHOLE, TREE, estimated=[("a", "2012"), ("a", "2013")])
    change = progress(light, "Here")[0]
    assert change.progress is Progress.SIGNIFICANT
    assert change.reason.endswith("; 75% of its weight was published in 4 periods or more")


def test_a_change_may_be_seen_in_four_tenths_of_the_weight_but_stagnation_may_not():
    tree = Part("whole", "Whole", parts=(leaf("a", weight=2), leaf("b", weight=3)))
    carried = [("b", "2012"), ("b", "2013"), ("b", "2014")]
    rising = index_over_years(WHOLE, tree, estimated=carried)
    still = index_over_years(
        """
              | 2010 | 2011 | 2012 | 2013 | 2014
        whole |   50 |   50 |   50 |   50 |   50
        a     |   50 |   50 |   50 |   50 |   50
        b     |   50 |   50 |   50 |   50 |   50
    """,
        tree,
        estimated=carried,
    )
    assert words(rising) == {"whole": "Significant improvement", "a": "Significant improvement", "b": "Not known"}
    assert words(still) == {"whole": "Not known", "a": "Stagnation", "b": "Not known"}


def test_a_part_that_came_late_is_not_taken_for_a_change():
    index = index_over_years(
        """
              | 2010 | 2011 | 2012 | 2013 | 2014
        ------+------+------+------+------+-----
        whole |   40 |   40 |   60 |   60 |   60
        a     |   40 |   40 |   40 |   40 |   40
        b     |      |      |   80 |   80 |   80
    """,
        TREE,
    )
    whole = progress(index, "Here")[0]
    assert whole.reason == "too few periods: 3 with a score made of the same parts, and a trend needs 4"


def test_weights_that_move_refuse_a_trend():
    index = index_over_years(WHOLE, TREE)
    index.weights[index.place("a"), 2] = 0.5
    found = {change.part: change.reason for change in progress(index, "Here")}
    assert found["whole"] == "the weights differ between periods, so scores of two periods are not made alike"
    assert found["a"] == "3 points a year better, range +3 to +3"


# --- indexes that refuse a trend ------------------------------------------------------------------


def recipe_of(*steps: Step, constants_from: str = "each_period") -> Recipe:
    return Recipe("r", "R", "", "", "", "", ("index", "indicator"), TREE, steps, constants_from=constants_from)


MEAN = Step("aggregate", "arithmetic")


@pytest.mark.parametrize(
    ("steps", "constants_from", "refusal"),
    [
        ((Step("normalise", "goalposts"), MEAN), "each_period", ""),
        ((Step("normalise", "scaled"), MEAN), "each_period", ""),
        ((Step("normalise", "min_max"), MEAN), "all_periods", ""),
        ((Step("normalise", "min_max"), MEAN), "2010", ""),
        ((Step("normalise", "min_max"), MEAN), "each_period", "the scale is set anew in each period (min_max)"),
        ((Step("treat", "winsorise"), Step("normalise", "goalposts"), MEAN), "each_period", "the scale is set anew"),
        ((Step("normalise", "rank"), MEAN), "all_periods", "scores are made from ranks (rank)"),
        ((Step("normalise", "exponential_rank"), MEAN), "each_period", "scores are made from ranks"),
        (
            (Step("normalise", "goalposts"), Step("aggregate", "copeland")),
            "2010",
            "scores are made from ranks (copeland)",
        ),
        (
            (
                Step("normalise", "goalposts"),
                Step("aggregate", "arithmetic", {"by_level": {"index": {"method": "copeland"}}}),
            ),
            "all_periods",
            "scores are made from ranks (copeland)",
        ),
        (
            (Step("normalise", "goalposts"), Step("aggregate", "arithmetic", {"then": {"method": "exponential_rank"}})),
            "all_periods",
            "scores are made from ranks (exponential_rank)",
        ),
        (
            (
                Step("normalise", "goalposts"),
                Step("aggregate", "arithmetic", {"by_part": {"a": {"then": {"method": "z_score"}}}}),
            ),
            "each_period",
            "the scale is set anew in each period (z_score)",
        ),
    ],
)
def test_only_an_index_on_one_fixed_scale_gives_a_trend(steps, constants_from, refusal):
    found = why_no_trend(recipe_of(*steps, constants_from=constants_from))
    assert found.startswith(refusal)
    assert bool(found) == bool(refusal)


def test_an_index_that_refuses_says_the_same_of_every_part():
    index = index_over_years(steps=(Step("normalise", "rank"), MEAN))
    assert {change.progress for change in progress(index, "Here")} == {Progress.NOT_KNOWN}
    assert {change.reason for change in progress(index, "Here")} == {why_no_trend(index.recipe)}


@pytest.mark.parametrize(
    ("period", "year"),
    [("2012", 2012), ("2012/13", 2012), ("2009-2013", 2009), ("2012-13", 2012), ("mid-2012", None), ("20121", None)],
)
def test_the_year_a_period_begins_with(period, year):
    assert year_of(period) == year


def test_periods_that_are_not_years_in_order_are_refused():
    index = index_over_years(SCORES.replace("2010", "spring"))
    assert {c.reason for c in progress(index, "Here")} == {"the period 'spring' does not begin with a year"}
    index = index_over_years(SCORES.replace("2013", "2012"))
    assert {c.reason for c in progress(index, "Here")} == {"the periods are not in rising order of years, one each"}
