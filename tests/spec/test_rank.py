"""Ranks: highest first, ties shared, no score no rank."""

from __future__ import annotations

import numpy as np
import pytest

from drawn import table
from placebook.methods.rank import competition_rank
from placebook.types import Numbers

SCORES_AND_RANKS = """
             | score | rank | other | its rank
    ---------+-------+------+-------+---------
    Ashford  |    60 |    2 |  -1.5 |        3
    Barton   |       |      |     0 |        2
    Chalford |    75 |    1 |   -80 |        4
    Denton   |    60 |    2 |       |
    Eaton    |    12 |    4 |     8 |        1
"""


def slow_rank(scores: Numbers, digits: int = 10) -> list[float | None]:
    """One column, in the words of the definition: one more than the number of better areas."""
    rounded = [None if np.isnan(score) else float(f"{score:.{digits - 1}e}") for score in scores]
    there = [score for score in rounded if score is not None]
    return [None if mine is None else 1 + sum(other > mine for other in there) for mine in rounded]


def as_list(ranks: Numbers) -> list[float | None]:
    return [None if np.isnan(rank) else float(rank) for rank in ranks]


def test_highest_is_first_ties_share_the_better_rank_and_missing_has_no_rank():
    _, _, figures = table(SCORES_AND_RANKS)
    ranks = competition_rank(figures[:, [0, 2]])
    np.testing.assert_array_equal(ranks, figures[:, [1, 3]])


def test_a_difference_that_only_rounding_made_is_a_tie():
    assert 0.1 + 0.2 != 0.3
    assert competition_rank(np.array([0.1 + 0.2, 0.3, 0.4])).tolist() == [2, 2, 1]


def test_digits_says_how_much_must_agree_to_be_a_tie():
    scores = np.array([61.44, 61.36, 61.25])
    assert competition_rank(scores, digits=4).tolist() == [1, 2, 3]
    assert competition_rank(scores, digits=3).tolist() == [1, 1, 3]  # 61.4, 61.4, 61.2
    assert competition_rank(scores, digits=2).tolist() == [1, 1, 1]


def test_scores_either_side_of_a_power_of_ten_can_tie():
    assert competition_rank(np.array([9.9999, 10.0, 9.99])).tolist() == [2, 1, 3]
    assert competition_rank(np.array([9.9999, 10.0, 9.99]), digits=3).tolist() == [1, 1, 3]


def test_areas_are_ranked_within_each_part_and_period():
    scores = np.arange(24.0).reshape(4, 3, 2)
    ranks = competition_rank(scores)
    assert ranks.shape == (4, 3, 2)
    for part in range(3):
        for period in range(2):
            assert ranks[:, part, period].tolist() == [4, 3, 2, 1]


def test_no_area_has_a_score():
    assert np.isnan(competition_rank(np.full((3, 2), np.nan))).all()
    assert competition_rank(np.empty((0, 2))).shape == (0, 2)


def test_scores_are_left_as_they_were():
    scores = np.array([[3.0, np.nan], [1.0, 2.0]])
    before = scores.copy()
    competition_rank(scores)
    np.testing.assert_array_equal(scores, before)


@pytest.mark.parametrize("digits", [0, 16])
def test_digits_out_of_reach_are_refused(digits):
    with pytest.raises(ValueError, match=f"between 1 and 15, not {digits}"):
        competition_rank(np.array([1.0, 2.0]), digits=digits)


@pytest.mark.parametrize("digits", [3, 10])
def test_the_fast_way_agrees_with_the_slow_one_over_many_blocks(digits):
    draw = np.random.default_rng(7)
    scores = np.round(draw.normal(0, 100, (40, 30)), 1) * (1 + 1e-14 * draw.integers(-3, 4, (40, 30)))
    scores[draw.random((40, 30)) < 0.1] = np.nan
    for column, ranked in zip(scores.T, competition_rank(scores, digits).T, strict=True):
        assert as_list(ranked) == slow_rank(column, digits)
