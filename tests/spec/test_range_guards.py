"""What rank ranges must not get wrong: both sides of a pair, runs that move together, periods and percentiles."""

from __future__ import annotations

import numpy as np
import pytest

from placebook.measure.ranks import passes_needed, rank_ranges
from placebook.methods.uncertainty import pairs_that_differ
from placebook.types import Evidence, RankPlan
from recipes import cube, recipe

TALLEST = """
indicators: {a: {direction: higher_is_better}}
levels: [index, indicator]
tree:
  whole: {parts: [a]}
steps:
  - aggregate: {method: arithmetic}
"""
YEARS = (
    """
        |  a
--------+----
Ashford | 90
Barton  | 50
Colby   | 10
""",
    """
        |  a
--------+----
Ashford | 10
Barton  | 50
Colby   | 90
""",
)


def spread_of(runs: int, seed: int = 1) -> np.ndarray:
    return np.random.default_rng(seed).standard_normal(runs)


def test_what_is_clearly_above_is_clearly_below_from_the_other_side():
    nominal = np.array([3.0, 0.0, -3.0])
    runs = nominal[:, None] + 0.1 * np.random.default_rng(2).standard_normal((3, 400))
    clear = pairs_that_differ(nominal, runs)
    assert clear.tolist() == [[0, 1, 1], [-1, 0, 1], [-1, -1, 0]]


def test_areas_that_move_together_are_told_apart_by_their_difference():
    """Both move by 5 from run to run, but always alike: the difference of 1 is as sure as can be."""
    together = 5 * spread_of(400)
    apart = 0.01 * np.random.default_rng(3).standard_normal((2, 400))
    nominal = np.array([1.0, 0.0])
    assert pairs_that_differ(nominal, nominal[:, None] + together + apart)[0, 1] == 1
    alone = nominal[:, None] + 5 * np.random.default_rng(4).standard_normal((2, 400))
    assert pairs_that_differ(nominal, alone)[0, 1] == 0


def test_the_limit_of_two_areas_is_that_of_a_plain_test():
    """For two areas Tukey's limit is 1.96 standard deviations of the difference: q(2) / sqrt(2)."""
    noise = spread_of(100_000)
    noise = (noise - noise.mean()) / noise.std()
    for distance, clear in ((1.90, 0), (2.02, 1)):
        nominal = np.array([distance, 0.0])
        runs = np.stack([distance + noise, np.zeros_like(noise)])
        assert pairs_that_differ(nominal, runs)[0, 1] == clear


def test_runs_must_agree_on_who_is_above():
    """Far apart as published, yet one run in five puts them the other way round."""
    nominal = np.array([10.0, 0.0])
    difference = np.where(np.arange(500) % 5 == 0, -0.1, 2.0)
    assert pairs_that_differ(nominal, np.stack([difference, np.zeros(500)]))[0, 1] == 0


def test_a_run_that_gives_an_area_no_score_does_not_count_as_a_score_of_zero():
    nominal = np.array([5.0, 4.0])
    runs = nominal[:, None] + 0.01 * np.random.default_rng(5).standard_normal((2, 200))
    runs[0, :40] = np.nan
    assert pairs_that_differ(nominal, runs)[0, 1] == 1


def test_each_period_has_its_own_ranges():
    figures = cube(*YEARS, periods=("2013", "2014"))
    evidence = Evidence(np.full(figures.values.shape, 1.0), np.zeros(figures.values.shape, bool))
    found = rank_ranges(recipe(TALLEST), figures, evidence, plan=RankPlan(runs=200))
    assert [one.period for one in found] == ["2013", "2014"]
    assert [one.rank_low[:, 0].tolist() for one in found] == [[1, 2, 3], [3, 2, 1]]


def test_a_range_leaves_out_five_runs_in_a_hundred_on_each_side():
    figures = cube(YEARS[0])
    evidence = Evidence(np.full(figures.values.shape, 10.0), np.zeros(figures.values.shape, bool))
    (found,) = rank_ranges(recipe(TALLEST), figures, evidence, plan=RankPlan(runs=4000, seed=2))
    assert found.score_low[1, 0] == pytest.approx(50 - 1.645 * 10, abs=1.0)
    assert found.score_high[1, 0] == pytest.approx(50 + 1.645 * 10, abs=1.0)


@pytest.mark.parametrize(
    ("areas", "units", "runs", "passes"),
    [(17, 300, 1000, 1), (32_844, 1, 1000, 1), (32_844, 2, 1000, 2), (32_844, 61, 1000, 61), (1000, 67, 1000, 3)],
)
def test_memory_stays_within_its_bound_by_going_through_the_runs_again(areas, units, runs, passes):
    assert passes_needed(areas, units, runs) == passes
