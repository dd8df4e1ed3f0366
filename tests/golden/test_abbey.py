"""The Abbey ward card: three dimensions and the index from the twelve components, to two decimals.

The figures are facts printed on one slide: the Barking and Dagenham Social Progress Index, ward of
Abbey, in N. Hussain (2023), Powering Digital Services, Socitm, 10 March 2023.

What the card lets one check, and what it does not:

- A dimension is the geometric mean of its four components, unweighted, and the index that of the
  three dimensions. All four agree with the print, from printed and from unrounded dimensions.
- A component is a weighted mean of its indicators. One ward cannot tell which weights; all one can
  check is that each component lies between its lowest and its highest indicator, and each does.
- None of the twelve is the plain mean of its indicators (Shelter: 30.43, printed 19.43).
- The ends of the scale are not that year's best and worst ward: housing affordability ranks first
  with 59.84 and not 100, broadband speed ranks last with 21.16 and not 0.
- Ties share the better rank: exposure to PM10 scores 0.00, the worst there is, and yet ranks 16 of
  17, so another ward scores 0.00 too. Learning-disabled people in employment scores 0.00 and ranks
  11: seven wards lie at the foot together.
- The card ranks Foundations of Wellbeing 1 although one of its components ranks last of 17. That is
  no slip: the other three rank 6, 1 and 1.
- It gives no range for any rank, no weights, no goalposts and no figures as measured.
"""

from __future__ import annotations

import numpy as np
import pytest

from drawn import table
from placebook.methods.aggregate import geometric

DIMENSIONS = """
                                             | score | rank
    -----------------------------------------+-------+-----
    Basic Human Needs                        | 26.36 |   17
    Foundations of Wellbeing                 | 44.41 |    1
    Opportunity                              | 43.73 |   13
"""
INDEX = (37.13, 16)  # of 17 wards

# Lowest and highest: the ends of the scores printed for the component's own indicators.
COMPONENTS = """
                                             | score | rank | lowest | highest | dimension
    -----------------------------------------+-------+------+--------+---------+----------
    Nutrition and Basic Medical Care         | 60.89 |    2 |  42.55 |   83.90 |         0
    Water and Sanitation                     | 17.27 |   17 |   3.77 |   31.65 |         0
    Shelter                                  | 19.43 |   17 |   0.00 |   67.63 |         0
    Personal Safety                          | 23.64 |   17 |   0.00 |   55.96 |         0
    Access to Basic Knowledge                | 55.73 |    6 |  15.30 |  100.00 |         1
    Access to Information and Communications | 71.94 |    1 |  21.16 |   89.52 |         1
    Health and Wellness                      | 48.33 |    1 |  37.24 |   56.62 |         1
    Environmental Quality                    | 20.07 |   17 |   0.00 |   72.99 |         1
    Personal Rights                          | 27.26 |   16 |   9.07 |   58.38 |         2
    Personal Freedom and Choice              | 70.12 |    2 |  15.47 |  100.00 |         2
    Inclusiveness                            | 41.95 |   15 |   0.00 |   83.99 |         2
    Access to Advanced Education             | 45.62 |   13 |  10.26 |   74.40 |         2
"""

NAMES, _, CARD = table(COMPONENTS)
DIMENSION_NAMES, _, PRINTED = table(DIMENSIONS)
SHELTER = (0.00, 0.00, 59.84, 24.67, 67.63)  # its five indicators


def dimensions() -> np.ndarray:
    """The three dimensions, unrounded, from the twelve components."""
    components = CARD[:, 0].reshape(3, 4)
    return geometric(components, np.ones(4))


@pytest.mark.parametrize(("place", "name"), list(enumerate(DIMENSION_NAMES)))
def test_each_dimension_is_the_geometric_mean_of_its_four_components(place, name):
    assert round(float(dimensions()[place]), 2) == PRINTED[place, 0], name


def test_the_index_is_the_geometric_mean_of_the_three_dimensions():
    assert round(float(geometric(dimensions(), np.ones(3))), 2) == INDEX[0]
    assert round(float(geometric(PRINTED[:, 0], np.ones(3))), 2) == INDEX[0]


def test_no_other_mean_gives_the_printed_index():
    assert round(float(PRINTED[:, 0].mean()), 2) == 38.17
    assert round(float(3 / np.sum(1 / PRINTED[:, 0])), 2) == 36.01


def test_the_twelve_components_stand_under_their_dimensions_in_fours():
    assert CARD[:, 4].tolist() == [0.0] * 4 + [1.0] * 4 + [2.0] * 4
    assert len(set(NAMES)) == 12


@pytest.mark.parametrize(("place", "name"), list(enumerate(NAMES)))
def test_each_component_lies_between_its_lowest_and_highest_indicator(place, name):
    score, _, lowest, highest, _ = CARD[place]
    assert lowest <= score <= highest, name


def test_a_component_is_not_the_plain_mean_of_its_indicators():
    assert round(sum(SHELTER) / 5, 2) == 30.43
    assert CARD[NAMES.index("Shelter"), 0] == 19.43


def test_ranks_are_places_among_seventeen_wards():
    for rank in (*CARD[:, 1], *PRINTED[:, 1], INDEX[1]):
        assert 1 <= rank <= 17
