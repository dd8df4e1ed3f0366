"""The rules of the Doughnut, drawn so that a person can check each ratio by hand."""

from __future__ import annotations

import numpy as np
import pytest

from drawn import table
from placebook.methods.doughnut import (
    RULES,
    at_least,
    at_most,
    beyond,
    rise_above_start,
    share_lost,
    share_without,
    times_the_limit,
)
from placebook.methods.doughnut_trend import trend

NITROGEN = """
              | million tonnes | ratio at a limit of 62 | overshoot
    ----------+----------------+------------------------+----------
    none      |              0 |                      0 |         0
    half      |             31 |                    0.5 |         0
    the limit |             62 |                      1 |         0
    five fold |            310 |                      5 |         4
    unknown   |                |                        |
"""

AIR = """
              | parts per million | ratio from 280 to 350 | overshoot
    ----------+-------------------+-----------------------+----------
    in 1750   |               280 |                     0 |         0
    half way  |               315 |                   0.5 |         0
    the limit |               350 |                     1 |         0
    too much  |               420 |                     2 |         1
    below     |               245 |                  -0.5 |         0
"""

FOREST = """
              | forest left | ratio where 75 of 100 must stay | overshoot
    ----------+-------------+---------------------------------+----------
    all       |         100 |                               0 |         0
    the limit |          75 |                               1 |         0
    half      |          50 |                               2 |         1
    none      |           0 |                               4 |         3
"""

PEOPLE = """
              | go without, % | ratio, nobody | shortfall | ratio, at most 20%  | shortfall then
    ----------+---------------+---------------+-----------+---------------------+---------------
    nobody    |             0 |             1 |         0 |                1.25 |              0
    a fifth   |            20 |           0.8 |       0.2 |                   1 |              0
    most      |            80 |           0.2 |       0.8 |                0.25 |           0.75
    all       |           100 |             0 |         1 |                   0 |              1
    unknown   |               |               |           |                     |
"""


def test_a_pressure_is_so_many_times_its_limit():
    _, _, x = table(NITROGEN)
    np.testing.assert_allclose(times_the_limit(x[:, 0], 62), x[:, 1])
    np.testing.assert_allclose(beyond(x[:, 1], "ecological"), x[:, 2])


def test_a_rise_is_counted_from_where_it_began():
    _, _, x = table(AIR)
    np.testing.assert_allclose(rise_above_start(x[:, 0], 350, 280), x[:, 1])
    np.testing.assert_allclose(beyond(x[:, 1], "ecological"), x[:, 2])


def test_a_loss_is_counted_from_what_there_was():
    _, _, x = table(FOREST)
    np.testing.assert_allclose(share_lost(x[:, 0], 75, 100), x[:, 1])
    np.testing.assert_allclose(beyond(x[:, 1], "ecological"), x[:, 2])


def test_people_who_go_without():
    _, _, x = table(PEOPLE)
    np.testing.assert_allclose(share_without(x[:, 0]), x[:, 1])
    np.testing.assert_allclose(beyond(x[:, 1], "social"), x[:, 2], atol=1e-12)
    np.testing.assert_allclose(share_without(x[:, 0], 20), x[:, 3])
    np.testing.assert_allclose(beyond(x[:, 3], "social"), x[:, 4], atol=1e-12)


def test_at_least_and_at_most():
    assert at_least(np.array([40.0, 80.0, 100.0]), 80).tolist() == [0.5, 1, 1.25]
    assert at_most(np.array([10.0, 5.0, 4.0]), 5).tolist() == [0.5, 1, 1.25]


@pytest.mark.parametrize(
    ("rule", "figure", "numbers", "said"),
    [
        ("times_the_limit", 1, (0,), "the limit 0 is not above 0"),
        ("times_the_limit", -1, (5,), "the figure -1 is below 0"),
        ("rise_above_start", 300, (280, 280), "limit and start are both 280"),
        ("share_lost", 50, (100, 100), "limit and start are both 100"),
        ("share_lost", 50, (75, 0), "the start 0 is not above 0"),
        ("share_without", 101, (0,), "above 100 per cent"),
        ("share_without", 10, (100,), "the target 100 is not a per cent"),
        ("at_least", 10, (0,), "the target 0 is not above 0"),
        ("at_most", 0, (5,), "the figure 0 is not above 0"),
    ],
)
def test_what_has_no_ratio_is_refused(rule: str, figure: float, numbers: tuple[float, ...], said: str):
    with pytest.raises(ValueError, match=said):
        RULES[rule](np.array([figure, np.nan]), *numbers)


def test_a_straight_row_has_its_slope_and_no_error():
    found = trend(np.arange(2000.0, 2006), np.array([1.0, 3, 5, np.nan, 9, 11]))
    assert (found.start, found.end, found.change) == (2, 10, 8)
    assert found.slope == pytest.approx(2)
    assert found.error == pytest.approx(0, abs=1e-9)


def test_a_slope_has_the_error_of_newey_and_west_worked_out_by_hand():
    """Four years, lag 1. The line is 1.6 - 0.2 t' with t' from the middle; what it leaves over is worked below."""
    years, figures = np.array([0.0, 1, 2, 3]), np.array([2.0, 1, 2, 1])
    away, left = [-1.5, -0.5, 0.5, 1.5], [0.2, -0.6, 0.6, -0.2]  # the slope is -1 / 5, the mean 1.5
    pull = [a * b for a, b in zip(away, left, strict=True)]  # -0.3, 0.3, 0.3, -0.3
    spread = sum(p * p for p in pull) + 2 * 0.5 * (pull[0] * pull[1] + pull[1] * pull[2] + pull[2] * pull[3])
    found = trend(years, figures, lag=1)
    assert found.slope == pytest.approx(-0.2)
    assert found.error == pytest.approx(spread**0.5 / 5)


def test_a_trend_needs_figures_in_order():
    with pytest.raises(ValueError, match="years must rise"):
        trend(np.array([2001.0, 2000]), np.array([1.0, 2]))
    with pytest.raises(ValueError, match="no figure"):
        trend(np.array([2000.0, 2001]), np.array([np.nan, np.nan]))
