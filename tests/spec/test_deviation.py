"""Distances from a group's median. Every table here can be checked by hand."""

from __future__ import annotations

from statistics import median

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from drawn import table
from placebook.methods.deviation import mads_from_median

COUNCILS = """
            | carers | visits | empty
    --------+--------+--------+------
    Ashford |      7 |      3 |
    Barton  |      8 |      3 |
    Coombe  |     10 |      3 |
    Dene    |     90 |      4 |
    Elm     |        |      9 |
"""


def test_one_odd_council_does_not_move_the_measure():
    areas, _, figures = table(COUNCILS)
    away = mads_from_median(figures, figures)
    # carers: the median of 7, 8, 10, 90 is 9; distances 2, 1, 1, 81, whose median is 1.5
    assert np.allclose(away[:4, 0], [-2 / 1.5, -1 / 1.5, 1 / 1.5, 81 / 1.5])
    assert areas[4] == "Elm"
    assert np.isnan(away[4, 0])


def test_where_most_are_the_same_or_nothing_is_known_there_is_no_distance():
    _, _, figures = table(COUNCILS)
    away = mads_from_median(figures, figures)
    assert np.isnan(away[:, 1]).all()  # visits: three of five have 3, so that the MAD is 0
    assert np.isnan(away[:, 2]).all()


@given(
    st.lists(st.integers(-1000, 1000), min_size=3, max_size=15), st.sampled_from([0.5, 2.0, 4.0]), st.integers(-9, 9)
)
def test_units_do_not_matter(figures, scale, shift):
    x = np.array(figures, dtype=float)[:, None]
    before, after = mads_from_median(x, x), mads_from_median(x * scale + shift, x * scale + shift)
    assert np.allclose(before, after, equal_nan=True)


@given(st.lists(st.integers(-1000, 1000), min_size=1, max_size=15))
def test_it_is_what_a_slow_way_gives(figures):
    middle = median(figures)
    spread = median([abs(one - middle) for one in figures])
    x = np.array(figures, dtype=float)[:, None]
    slow = [(one - middle) / spread if spread else np.nan for one in figures]
    assert np.allclose(mads_from_median(x, x)[:, 0], slow, equal_nan=True)
