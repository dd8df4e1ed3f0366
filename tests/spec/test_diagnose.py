"""Diagnose, on tables small enough to check by hand."""

import numpy as np
import pytest

from drawn import table
from placebook.methods import diagnose
from placebook.methods.correlate import correlation, correlation_with

# doctors: 1 2 3 4; nurses: the same order with one swap; parks: the order turned round
PLACES = """
            | doctors | nurses | parks
    --------+---------+--------+------
    Ashford |       1 |      1 |     4
    Barton  |       2 |      3 |     3
    Carlow  |       3 |      2 |     2
    Dunmore |       4 |      4 |     1
"""

GAPS = """
            | doctors | nurses | parks
    --------+---------+--------+------
    Ashford |       1 |      1 |     5
    Barton  |       2 |      3 |     5
    Carlow  |       3 |        |     5
    Dunmore |         |      4 |     5
"""


def figures(text):
    return table(text)[2]


# --- correlation ----------------------------------------------------------------------------------


def test_correlation_of_every_pair():
    assert correlation(figures(PLACES)).r == pytest.approx(np.array([[1, 0.8, -1], [0.8, 1, -0.8], [-1, -0.8, 1]]))


def test_a_pair_uses_the_areas_that_have_both():
    found = correlation(figures(GAPS))
    assert found.areas.tolist() == [[3, 2, 3], [2, 3, 3], [3, 3, 4]]
    assert found.r[0, 1] == pytest.approx(1)  # two points always lie on a line ...
    assert np.isnan(found.chance[0, 1])  # ... so chance cannot be told


def test_complete_uses_only_areas_that_have_every_figure():
    assert correlation(figures(GAPS), missing="complete").areas.tolist() == [[2, 2, 2]] * 3


def test_a_part_that_does_not_vary_goes_with_nothing():
    found = correlation(figures(GAPS))
    assert np.all(np.isnan(found.r[2]))  # not even with itself: parks are 5 everywhere


def test_chance_is_that_of_students_t():
    """r = 0.8 from 4 areas: t = 0.8 sqrt(2 / 0.36) = 1.886 with 2 degrees of freedom, p = 0.2."""
    found = correlation(figures(PLACES))
    assert found.chance[0, 1] == pytest.approx(0.2)
    assert found.chance[0, 2] == 0
    kept = found.unlikely_by_chance()
    assert np.isnan(kept[0, 1])
    assert kept[0, 2] == pytest.approx(-1)


def test_correlation_of_parts_with_a_whole():
    assert correlation_with(figures(PLACES), [1, 2, 3, 4]) == pytest.approx([1, 0.8, -1])
    assert np.isnan(correlation_with(figures(PLACES), [1, 1, 1, 1])).all()


# --- do parts belong together ---------------------------------------------------------------------


def test_alpha_of_two_parts():
    """Variances 5/3 and 5/3, covariance 4/3: 2 (1 - (10/3) / (10/3 + 8/3)) = 8/9."""
    assert diagnose.cronbach_alpha(figures(PLACES)[:, :2]) == pytest.approx(8 / 9)


def test_alpha_is_below_zero_when_a_part_runs_the_wrong_way():
    assert diagnose.cronbach_alpha(figures(PLACES)[:, 1:] * [1, 0.9]) < 0


def test_alpha_is_not_a_number_when_nothing_varies():
    assert np.isnan(diagnose.cronbach_alpha(np.ones((5, 3))))


def test_adequacy_of_two_parts_is_always_one_half():
    assert diagnose.kmo(figures(PLACES)[:, :2]).overall == pytest.approx(0.5)


def test_adequacy_of_three_parts_that_all_go_together_alike():
    """All correlations r = 1/2: each partial correlation is r / (1 + r) = 1/3, so (1/4) / (1/4 + 1/9) = 9/13."""
    x = np.array([[1, 1, 1], [1, -1, -1], [-1, 1, -1], [-1, -1, 1], [1, 1, 1], [-1, -1, -1], [1, 1, 1], [-1, -1, -1]])
    assert correlation(x).r[0, 1] == pytest.approx(0.5)
    found = diagnose.kmo(x)
    assert found.overall == pytest.approx(9 / 13)
    assert found.parts == pytest.approx([9 / 13] * 3)
    assert diagnose.variance_explained(x) == pytest.approx([2 / 3, 1 / 6, 1 / 6])  # (1 + 2r) / 3, (1 - r) / 3


# --- pairs to look at again -------------------------------------------------------------------------


def test_pairs_that_say_the_same_or_the_opposite_are_flagged():
    r = np.array([[1, 0.95, 0.3], [0.95, 1, -0.5], [0.3, -0.5, 1]])
    found = [(f.first, f.second, f.r, f.problem) for f in diagnose.correlation_flags(r)]
    assert found == [(0, 1, 0.95, "redundant"), (1, 2, -0.5, "wrong sign")]


def test_a_correlation_that_is_not_there_is_not_flagged():
    assert diagnose.correlation_flags(np.full((3, 3), np.nan)) == ()


# --- which parts rule -------------------------------------------------------------------------------


def test_importance_is_what_a_part_alone_tells_of_the_whole():
    assert diagnose.importance(figures(PLACES), [1, 2, 3, 4]) == pytest.approx([1, 0.64, 1])


def test_the_part_with_the_wider_spread_rules_an_average_of_equals():
    x = np.array([[0.0, 0.0], [9.0, 0.0], [0.0, 3.0], [9.0, 3.0]])  # variances 9 to 1, no correlation
    shares = diagnose.variance_shares(x, [1, 1])
    assert shares == pytest.approx([0.9, 0.1])
    assert diagnose.dominating(shares, [1, 1], times=1.5).tolist() == [True, False]
    assert diagnose.dominating(shares, [1, 1]).tolist() == [False, False]  # 0.9 is not over twice a half


def test_a_part_that_works_against_the_whole_has_a_share_below_zero():
    assert diagnose.variance_shares(figures(PLACES), [2, 2, 1])[2] < 0


def test_no_variance_has_no_shares():
    assert np.isnan(diagnose.variance_shares(np.ones((3, 2)), [1, 1])).all()


def test_availability_counts_gaps_and_zeros():
    x = np.array([[1.0, 0.0, np.nan, 0.0], [np.nan] * 4])
    found = diagnose.availability(x)
    assert found.missing.tolist() == [1, 4]
    assert found.zero.tolist() == [2, 0]
    assert found.share.tolist() == [0.75, 0]
    assert found.not_zero[0] == pytest.approx(1 / 3)
    assert np.isnan(found.not_zero[1])
    assert diagnose.availability(x, axis=0).missing.tolist() == [1, 1, 2, 1]


# --- what has no answer -----------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("ask", "said"),
    [
        (lambda: correlation([1.0, 2.0]), r"shape \(areas, parts\)"),
        (lambda: correlation([[1.0, np.inf]]), "infinite figures: 1"),
        (lambda: correlation(figures(PLACES), missing="skip"), "'pairwise' or 'complete'"),
        (lambda: correlation_with(figures(PLACES), [1.0]), "4 areas"),
        (lambda: diagnose.cronbach_alpha(figures(PLACES)[:, :1]), "there is only one"),
        (lambda: diagnose.kmo(figures(PLACES)[:, :1]), "there is only one"),
        (lambda: diagnose.kmo(figures(PLACES)), "one of 3 parts follows exactly"),
        (lambda: diagnose.kmo(figures(GAPS)), "2 areas have a figure for every part"),
        (lambda: diagnose.correlation_flags(np.eye(2), redundant=-1), "must be above"),
        (lambda: diagnose.variance_shares(figures(GAPS)[3:], [1, 1, 1]), "0 areas have a figure"),
        (lambda: diagnose.dominating([1], [1], times=1), "above 1"),
    ],
)
def test_what_cannot_be_diagnosed_is_named(ask, said):
    with pytest.raises(ValueError, match=said):
        ask()
