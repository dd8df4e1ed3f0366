"""How figures in columns become a cube."""

import numpy as np
import pytest

from placebook.sources.observations import Observations, join, no_observations, to_cube
from placebook.types import DataError, State

NAN = float("nan")


def observations(*lines):
    """Each line: area, indicator, period, year, value, lower, upper, state."""
    area, indicator, period, year, value, lower, upper, state = zip(*lines, strict=True)
    many = len(lines)

    def words(column):
        return np.array(column, dtype=object)

    return Observations(
        area=words(area),
        indicator=words(indicator),
        period=words(period),
        year=np.array(year),
        value=np.array(value, dtype=float),
        lower=np.array(lower, dtype=float),
        upper=np.array(upper, dtype=float),
        numerator=np.full(many, NAN),
        denominator=np.full(many, NAN),
        state=words(state),
        note=words([""] * many),
        source=words(["s"] * many),
        file=words(["raw/x.csv"] * many),
        row=np.arange(2, 2 + many),
    )


DRAWN = observations(
    ("A", "le", "2009-2013", 2011, 80.0, 79.0, 81.0, "observed"),
    ("A", "le", "2010-2014", 2012, 81.0, NAN, NAN, "estimated"),
    ("B", "le", "2009-2013", 2011, NAN, NAN, NAN, "too small to show"),
    ("C", "le", "2009-2013", 2011, 70.0, NAN, NAN, "observed"),  # nobody asked for C
)


def test_figures_find_their_place_by_year():
    cube, evidence = to_cube(DRAWN, ("A", "B"), ("le",), ("2011", "2012"))
    np.testing.assert_array_equal(cube.values[:, 0, :], [[80, 81], [NAN, NAN]])
    np.testing.assert_array_equal(evidence.estimated[:, 0, :], [[False, True], [False, False]])
    assert evidence.error[0, 0, 0] == pytest.approx(2 / 3.919928)
    assert np.isnan(evidence.error[0, 0, 1])


def test_figures_find_their_place_by_label():
    cube, _ = to_cube(DRAWN, ("C", "A"), ("le", "gone"), ("2009-2013",))
    np.testing.assert_array_equal(cube.values[:, :, 0], [[70, NAN], [80, NAN]])


def test_two_figures_for_one_place_are_refused():
    twice = observations(
        ("A", "le", "2013/14", 2014, 80.0, NAN, NAN, "observed"), ("A", "le", "2014", 2014, 81.0, NAN, NAN, "observed")
    )
    with pytest.raises(DataError) as fault:
        to_cube(twice, ("A",), ("le",), ("2014",))
    assert str(fault.value) == (
        "raw/x.csv, row 2 and raw/x.csv, row 3: both give le for A in the same year "
        "(2013/14: 80.0; 2014: 81.0); keep one of the two"
    )


def test_no_figures_make_an_empty_cube_of_the_right_shape():
    cube, evidence = to_cube(no_observations(), ("A",), ("le",), ("2011",))
    assert np.isnan(cube.values).all()
    assert evidence.error.shape == (1, 1, 1)


def test_joined_columns_keep_their_order_and_one_line_is_an_observation():
    both = join([DRAWN, DRAWN])
    assert len(both) == 8
    third = both.at(2)
    assert (third.area, third.value, third.state, third.row) == ("B", None, State.TOO_SMALL, 4)
