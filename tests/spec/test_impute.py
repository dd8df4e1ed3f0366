"""Imputation: what each rule puts into a gap, and which gaps it leaves."""

from __future__ import annotations

import numpy as np
import pytest

from drawn import table
from placebook.methods.impute import METHODS, Filled
from placebook.types import Numbers

WARDS = """
             | flats | rent
    ---------+-------+------
    Ashford  |    10 |  100
    Barton   |    20 |
    Chalford |       |  300
    Denton   |    60 |  800
"""
GROUPS = ("north", "north", "south", "south")


def one_period(text: str) -> Numbers:
    """Rows are areas, columns are indicators, and there is one period."""
    return table(text)[2][:, :, np.newaxis]


def over_time(text: str) -> Numbers:
    """Rows are areas, columns are periods, and there is one indicator."""
    return table(text)[2][:, np.newaxis, :]


def check(filled: Filled, before: Numbers, after: Numbers) -> None:
    """The figures are as drawn, and exactly the gaps that were filled are marked as estimates."""
    np.testing.assert_allclose(filled.values, after)
    np.testing.assert_array_equal(filled.estimated, np.isnan(before) & ~np.isnan(after))


@pytest.mark.parametrize(
    ("method", "options", "bartons_rent", "chalfords_flats"),
    [
        ("none", {}, np.nan, np.nan),
        ("mean", {}, 400, 30),
        ("median", {}, 300, 20),
        ("group_mean", {"groups": GROUPS}, 100, 60),
        ("group_median", {"groups": GROUPS}, 100, 60),
        # over Ashford and Denton a straight line needs a third area
        ("regression", {}, np.nan, np.nan),
    ],
)
def test_a_gap_is_filled_from_other_areas(method, options, bartons_rent, chalfords_flats):
    before = one_period(WARDS)
    after = before.copy()
    after[1, 1], after[2, 0] = bartons_rent, chalfords_flats
    check(METHODS[method](before, **options), before, after)


def test_each_period_is_filled_from_its_own_figures():
    before = np.array([[[10.0, 20.0]], [[np.nan, np.nan]], [[30.0, 80.0]]])
    after = np.array([[[10.0, 20.0]], [[20.0, 50.0]], [[30.0, 80.0]]])
    check(METHODS["mean"](before), before, after)
    check(METHODS["median"](before), before, after)


def test_an_area_of_no_group_and_a_group_without_figures_stay_empty():
    before = one_period(WARDS)
    filled = METHODS["group_mean"](before, groups=("north", None, "west", ""))
    check(filled, before, before)


def test_groups_must_be_one_for_each_area():
    with pytest.raises(ValueError, match="4 areas but 2 groups"):
        METHODS["group_mean"](one_period(WARDS), groups=("north", "south"))


LINES = """
             | rooms | size | price
    ---------+-------+------+-------
    Ashford  |     1 |   40 |   140
    Barton   |     2 |   50 |   250
    Chalford |     3 |   90 |   390
    Denton   |     4 |   80 |   480
    Eaton    |     2 |   70 |
    Fenwick  |     3 |      |
    Gorse    |    10 |  100 |
    Hale     |       |      |
"""


def test_regression_finds_the_rule_that_the_complete_areas_follow():
    # Ashford to Denton: price = 100 * rooms + size, so Eaton 270 and Gorse 1,100.
    # Fenwick has no size: by rooms alone, price = 25 + 116 * rooms.
    before = one_period(LINES)
    rooms, sizes = before[[0, 1, 2, 3, 4, 6], :2, 0].T  # the areas that have both teach Fenwick's size
    slope, start = np.polyfit(rooms, sizes, 1)
    after = before.copy()
    after[4:7, 2, 0] = [270, 25 + 116 * 3, 1100]
    after[5, 1] = start + slope * 3
    check(METHODS["regression"](before, within_seen=False), before, after)


def test_regression_holds_estimates_within_the_figures_seen():
    filled = METHODS["regression"](one_period(LINES))
    assert filled.values[6, 2, 0] == 480  # 1100 is beyond anything seen


def test_regression_leaves_an_area_with_nothing_to_go_on():
    filled = METHODS["regression"](one_period(LINES))
    assert np.isnan(filled.values[7]).all()
    assert not filled.estimated[7].any()


def test_regression_stays_within_a_component():
    before = one_period(LINES)
    filled = METHODS["regression"](before, components=["home", "home", "money"])
    assert np.isnan(filled.values[4:, 2]).all()
    assert not np.isnan(filled.values[5, 1, 0])
    with pytest.raises(ValueError, match="3 indicators but 1 components"):
        METHODS["regression"](before, components=["home"])


def test_regression_copes_with_a_column_that_never_varies_and_with_two_that_say_the_same():
    x = np.array([[1, 5, 2, 10], [2, 5, 4, 20], [3, 5, 6, 30], [4, 5, 8, 40], [5, 5, 10, 50], [2.5, 5, 5, np.nan]])
    filled = METHODS["regression"](x[:, :, np.newaxis])
    assert filled.values[5, 3, 0] == pytest.approx(25)


SERIES = """
             | 2010 | 2011 | 2012 | 2013 | 2014
    ---------+------+------+------+------+------
    Ashford  |   10 |      |      |   40 |
    Barton   |      |      |    5 |      |    9
    Chalford |      |      |      |      |
"""


def test_last_known_carries_forward_and_never_back():
    carried = """
                 | 2010 | 2011 | 2012 | 2013 | 2014
        ---------+------+------+------+------+------
        Ashford  |   10 |   10 |   10 |   40 |   40
        Barton   |      |      |    5 |    5 |    9
        Chalford |      |      |      |      |
    """
    check(METHODS["last_known"](over_time(SERIES)), over_time(SERIES), over_time(carried))


def test_next_known_is_last_known_with_time_turned_round():
    back = METHODS["next_known"](over_time(SERIES))
    turned = METHODS["last_known"](over_time(SERIES)[:, :, ::-1])
    check(back, over_time(SERIES), turned.values[:, :, ::-1])
    gap = np.array([[[np.nan, np.nan, 3.0, np.nan]]])
    assert np.array_equal(METHODS["next_known"](gap).values[0, 0], [3.0, 3.0, 3.0, np.nan], equal_nan=True)
    assert np.array_equal(
        METHODS["next_known"](gap, longest=1).values[0, 0], [np.nan, 3.0, 3.0, np.nan], equal_nan=True
    )


def test_last_known_can_be_told_how_long_to_carry():
    filled = METHODS["last_known"](over_time(SERIES), longest=1).values[0, 0]
    np.testing.assert_array_equal(filled, [10, 10, np.nan, 40, 40])
    with pytest.raises(ValueError, match="longest must be 1 period or more, not 0"):
        METHODS["last_known"](over_time(SERIES), longest=0)


def test_linear_draws_a_line_between_figures_and_nothing_beyond():
    drawn = """
                 | 2010 | 2011 | 2012 | 2013 | 2014
        ---------+------+------+------+------+------
        Ashford  |   10 |   20 |   30 |   40 |
        Barton   |      |      |    5 |    7 |    9
        Chalford |      |      |      |      |
    """
    times = np.arange(2010.0, 2015)
    check(METHODS["linear"](over_time(SERIES), times=times), over_time(SERIES), over_time(drawn))


def test_linear_goes_by_the_calendar_and_not_by_the_number_of_periods():
    before = np.array([[[10.0, np.nan, 40.0]]])
    filled = METHODS["linear"](before, times=np.array([2001.0, 2003.0, 2011.0]))
    assert filled.values[0, 0].tolist() == [10, 16, 40]


@pytest.mark.parametrize("times", [[2010.0, 2010.0, 2011.0], [2010.0, 2011.0]])
def test_times_must_rise_one_for_each_period(times):
    with pytest.raises(ValueError, match="times must be 3 numbers, each above the one before"):
        METHODS["linear"](np.ones((1, 1, 3)), times=np.array(times))
