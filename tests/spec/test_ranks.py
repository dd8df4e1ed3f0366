"""Honest ranks: what a range says, and that luck alone never puts areas in order."""

from __future__ import annotations

import numpy as np
import pytest

from placebook.measure.draws import with_error
from placebook.measure.ranks import rank_ranges
from placebook.methods.uncertainty import chances, last_places, pairs_that_differ, percentiles
from placebook.types import Choice, Cube, Evidence, Indicator, RankPlan
from recipes import cube, recipe

FOUR = """
indicators:
  a: {direction: higher_is_better}
  b: {direction: higher_is_better}
  c: {direction: higher_is_better}
  d: {direction: higher_is_better}
levels: [index, indicator]
tree:
  whole: {parts: [a, b, c, d]}
steps:
  - normalise: {method: goalposts, clip: false, goalposts: {a: [0, 100], b: [0, 100], c: [0, 100], d: [0, 100]}}
  - aggregate: {method: arithmetic, missing: leave_out}
"""
FAR_APART = """
        |  a |  b |  c |  d
--------+----+----+----+----
Ashford | 90 | 90 | 90 | 90
Barton  | 50 | 50 | 50 | 50
Colby   | 48 | 50 | 50 | 50
Dunmore | 10 | 10 | 10 | 10
"""


def evidence(figures: Cube, error: float) -> Evidence:
    return Evidence(np.full(figures.values.shape, error), np.zeros(figures.values.shape, bool))


def test_areas_far_apart_are_in_order_and_areas_close_together_are_not():
    figures = cube(FAR_APART)
    (found,) = rank_ranges(recipe(FOUR), figures, evidence(figures, 3.0))
    whole = found.parts.index("whole")
    assert found.rank_low[:, whole].tolist() == [1, 2, 2, 4]
    assert found.rank_high[:, whole].tolist() == [1, 3, 3, 4]
    assert found.first[:, whole].tolist() == [1, 0, 0, 0]
    assert found.last[:, whole].tolist() == [0, 0, 0, 1]
    assert found.clearly_above("Ashford", "Barton", "whole") is True
    assert found.clearly_above("Barton", "Ashford", "whole") is False
    assert found.clearly_above("Barton", "Colby", "whole") is False  # half a point apart, error 1.5


def test_a_range_is_where_the_index_would_be_with_other_samples():
    figures = cube(FAR_APART)
    (found,) = rank_ranges(recipe(FOUR), figures, evidence(figures, 4.0), plan=RankPlan(runs=4000, seed=3))
    whole = found.parts.index("whole")
    half = (found.score_high[0, whole] - found.score_low[0, whole]) / 2
    assert half == pytest.approx(1.645 * 4.0 / np.sqrt(4), rel=0.05)  # the error of a mean of four


@pytest.mark.parametrize("seed", range(12))
def test_seventeen_wards_drawn_from_one_distribution_are_not_put_in_order(seed):
    error = 5.0
    values = np.random.default_rng(seed).normal(50, error, (17, 4, 1))
    figures = Cube(values, tuple(f"ward {k}" for k in range(17)), tuple("abcd"), ("2014",))
    (found,) = rank_ranges(recipe(FOUR), figures, evidence(figures, error), plan=RankPlan(runs=400, seed=seed))
    whole = found.parts.index("whole")
    clear = found.clear[:, :, whole]
    assert np.mean(clear != 0) < 0.05  # of 136 pairs, at most a stray one; a plain test would give one in ten
    assert found.first[:, whole].max() < 0.95
    assert found.last[:, whole].max() < 0.95
    assert np.mean(found.rank_high[:, whole] - found.rank_low[:, whole]) > 5


@pytest.mark.slow
def test_equal_wards_are_put_in_order_at_most_once_in_twenty_sets():
    """The promise of pairs_that_differ, counted over 400 sets: 20 expected at most, 33 is the 99.9% bound."""
    false = 0
    for seed in range(400):
        random = np.random.default_rng(seed)
        nominal = random.normal(0, 1, 17)
        runs = nominal[:, None] + random.normal(0, 1, (17, 500))
        false += bool(np.any(pairs_that_differ(nominal, runs)))
    assert false <= 33


def test_the_same_seed_gives_the_same_bytes_and_another_seed_does_not():
    figures = cube(FAR_APART)
    one, two, other = (
        rank_ranges(recipe(FOUR), figures, evidence(figures, 3.0), plan=RankPlan(runs=200, seed=seed))[0]
        for seed in (7, 7, 8)
    )
    assert one.score_low.tobytes() == two.score_low.tobytes()
    assert one.fifths.tobytes() == two.fifths.tobytes()
    assert one.score_low.tobytes() != other.score_low.tobytes()


def test_what_could_not_be_varied_is_said():
    (found,) = rank_ranges(recipe(FOUR), cube(FAR_APART))
    assert found.varied == ()
    assert found.not_varied == (
        "sampling error: no figure comes with limits",
        "method choices: the recipe declares none to vary",
        "missing values: no figure is missing or estimated",
    )
    assert not found.clear.any()  # nothing is known of how sure a difference is, so none is clear


def test_a_whole_made_by_a_formula_is_said_not_to_vary():
    by_formula = "method: arithmetic, by_part: {whole: {method: formula, formula: a + b + c + d}}"
    book = recipe(FOUR.replace("method: arithmetic, missing: leave_out", by_formula))
    said = "the parts of whole: a formula has no weights, and needs all its parts"
    for of, found in ((book, True), (recipe(FOUR), False)):
        plan = RankPlan(runs=100, choices=(Choice("weights", (0.2,)),))
        assert (said in rank_ranges(of, cube(FAR_APART), plan=plan)[0].not_varied) == found


def test_a_missing_figure_widens_the_range_of_its_own_area_only():
    gap = FAR_APART.replace("Barton  | 50 | 50 | 50 | 50", "Barton  |    |    | 50 | 50")
    (found,) = rank_ranges(recipe(FOUR), cube(gap), plan=RankPlan(runs=200))
    whole = found.parts.index("whole")
    width = found.score_high[:, whole] - found.score_low[:, whole]
    assert width[1] > 10
    assert np.isnan(width[[0, 2, 3]]).all()  # nothing that could be wrong with theirs was tried
    assert found.varied == ("missing values: estimated figures move by 0.5 of the spread between areas",)


def test_ranks_of_which_nothing_could_be_tried_have_no_range_and_are_not_called_different():
    """No limits, no choices, no gaps: that every run gives the same ranks does not make them sure."""
    (found,) = rank_ranges(recipe(FOUR), cube(FAR_APART), plan=RankPlan(runs=100))
    assert found.varied == ()
    assert np.isnan(found.rank_low).all()
    assert np.isnan(found.fifths).all()
    assert not found.clear.any()


def test_an_area_without_any_figure_has_no_range():
    gap = FAR_APART.replace("Colby   | 48 | 50 | 50 | 50", "Colby   |    |    |    |   ")
    figures = cube(gap)
    (found,) = rank_ranges(recipe(FOUR), figures, evidence(figures, 3.0), plan=RankPlan(runs=200))
    whole = found.parts.index("whole")
    assert np.isnan(found.rank_low[2, whole])
    assert np.isnan(found.first[2, whole])
    assert found.rank_high[:, whole].tolist()[3] == 3  # three areas have a rank


def test_an_area_that_was_screened_out_takes_nobodys_place():
    screened = FOUR.replace("steps:\n", "steps:\n  - screen: {areas: 0.5}\n")
    gaps = FAR_APART.replace("Ashford | 90 | 90 | 90 | 90", "Ashford | 90 |    |    |   ")
    figures = cube(gaps)
    (found,) = rank_ranges(recipe(screened), figures, evidence(figures, 0.01))
    whole = found.parts.index("whole")
    assert np.isnan(found.rank_low[0, whole])
    assert found.rank_low[1:, whole].tolist() == [1, 2, 3]
    assert found.rank_high[1:, whole].tolist() == [1, 2, 3]


def test_method_choices_are_each_tried():
    vary = """
ranks:
  runs: 300
  vary:
    weights: {within: 0.25}
    normalise: [{method: min_max}, {method: rank}]
    aggregate: [{method: geometric, floor: 1}]
    drop_one: true
"""
    (found,) = rank_ranges(recipe(FOUR + vary), cube(FAR_APART))
    assert found.varied == (
        "method choices: each weight up to 25% larger or smaller; normalise also by min_max, rank; "
        "aggregate also by geometric; any one indicator left out",
    )
    whole = found.parts.index("whole")
    assert found.rank_high[0, whole] == 1  # Ashford is first on everything, whatever is chosen
    assert found.rank_low[1, whole] == 2
    assert found.rank_high[1, whole] == 2  # Barton is nowhere below Colby
    assert found.rank_low[2, whole] == 2  # a fifth of the runs leave out `a`, and then the two tie
    assert found.rank_high[2, whole] == 3
    assert 80 < found.score_low[0, whole] <= 90 <= found.score_high[0, whole] < 100


def test_another_normalisation_is_put_on_the_published_scale_before_scores_are_compared():
    """Min-max is the same straight line for all four indicators here, so on one scale it gives the same scores."""
    vary = "ranks: {runs: 100, vary: {normalise: [{method: min_max}]}}"
    (found,) = rank_ranges(recipe(FOUR + vary), cube(FAR_APART))
    whole = found.parts.index("whole")
    assert found.score_low[:, whole] == pytest.approx([90, 50, 49.5, 10])
    assert found.score_high[:, whole] == pytest.approx([90, 50, 49.5, 10])


def test_a_part_that_is_not_measured_has_no_range_and_stops_nothing():
    text = FOUR.replace("levels: [index, indicator]", "levels: [index, component, indicator]").replace(
        "{parts: [a, b, c, d]}", "{parts: {all: {parts: [a, b, c, d]}, water: {not_measured: nobody does}}}"
    )
    figures = cube(FAR_APART)
    (found,) = rank_ranges(recipe(text), figures, evidence(figures, 0.01), plan=RankPlan(runs=100))
    assert np.isnan(found.rank_low[:, found.parts.index("water")]).all()
    assert found.rank_low[:, found.parts.index("whole")].tolist() == [1, 2, 3, 4]


RANKS_OF_FOUR_RUNS = np.array([[1, 1, 2, 1], [2, 3, 1, 2], [3, 2, 3, 2], [np.nan] * 4])


def test_chances_are_shares_of_runs():
    worst, out_of = last_places(RANKS_OF_FOUR_RUNS)
    assert (worst.tolist(), out_of.tolist()) == ([3, 3, 3, 2], [3, 3, 3, 3])
    first, last, fifths = chances(RANKS_OF_FOUR_RUNS, worst, out_of)
    assert first[:3].tolist() == [0.75, 0.25, 0]
    assert last[:3].tolist() == [0, 0.5, 0.75]
    assert np.isnan(first[3])
    # of three areas, rank 1 lies in the second fifth (1/3), rank 2 in the fourth (2/3), rank 3 in the last
    assert fifths[0].tolist() == [0, 0.75, 0, 0.25, 0]


def test_percentiles_of_ranks_are_ranks_and_gaps_are_left_out():
    low, high = percentiles(np.array([[1.0, 2.0, 3.0, 10.0, np.nan]]), (0.05, 0.95), observed=True)
    assert (low[0], high[0]) == (1.0, 10.0)
    middle = percentiles(np.array([[1.0, 2.0, 3.0, 10.0, np.nan]]), (0.5,))[0]
    assert middle[0] == 2.5


def test_an_estimated_figure_moves_by_the_declared_share_of_the_spread_between_published_ones():
    """a is 10, 20, 30, 40 and estimated 25: the deviation of the four (over n - 1) is sqrt(500 / 3) = 12.9.

    Half of it, over a mean of four figures, gives 90% limits of 1.645 x 0.5 x 12.9 / 4 = 2.65 on either side. Over n
    it would be 2.30, and with the estimate itself among the published, 2.30 as well.
    """
    figures = cube("""
            |  a |  b |  c |  d
    --------+----+----+----+----
    Ashford | 10 | 50 | 50 | 50
    Barton  | 20 | 50 | 50 | 50
    Colby   | 25 | 50 | 50 | 50
    Dunmore | 30 | 50 | 50 | 50
    Elton   | 40 | 50 | 50 | 50
    """)
    estimated = np.zeros(figures.values.shape, bool)
    estimated[2, 0] = True
    found = rank_ranges(
        recipe(FOUR), figures, Evidence(np.full(figures.values.shape, np.nan), estimated), plan=RankPlan(runs=4000)
    )[0]
    half = (found.score_high[:, 0] - found.score_low[:, 0]) / 2
    assert half[2] == pytest.approx(1.645 * 0.5 * np.sqrt(500 / 3) / 4, rel=0.05)
    assert np.isnan(half[[0, 1, 3, 4]]).all()


@pytest.mark.parametrize(
    ("lowest", "highest", "least", "most"),
    [(0.0, 100.0, 0.0, 100.0), (0.0, None, 0.0, np.inf), (None, 100.0, -np.inf, 100.0), (None, None, -np.inf, np.inf)],
)
def test_a_figure_of_another_sample_is_one_that_is_possible(lowest, highest, least, most):
    figures = Cube(np.array([[[1.0]], [[99.0]]]), ("Ashford", "Barton"), ("share",), ("2014",))
    known = {"share": Indicator("share", "Share", lowest=lowest, highest=highest)}
    drawn = [with_error(figures, np.full((2, 1, 1), 50.0), known, 3, draw).values for draw in range(50)]
    assert np.min(drawn) == least if np.isfinite(least) else np.min(drawn) < -20
    assert np.max(drawn) == most if np.isfinite(most) else np.max(drawn) > 120
