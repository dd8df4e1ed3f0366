"""Peers: the areas nearest on declared figures. Every table here can be checked by hand."""

from __future__ import annotations

import numpy as np
import pytest

from drawn import table
from placebook.measure.peers import find_peers
from placebook.types import Cube, PeerPlan, RecipeError

INCOMES = """
               | household-income
    -----------+-----------------
    Abbey      |            26574
    River      |            26600
    Valence    |            26100
    Becontree  |            27200
    Eastbury   |            25000
    Longbridge |            33000
"""

TWO_FIGURES = """
            | income | age
    --------+--------+----
    Ashford |     10 |  30
    Barton  |     12 |  30
    Coombe  |     10 |  50
    Dene    |     14 |  30
    Elm     |     10 |  70
"""


def cube_of(drawing: str, period: str = "2014") -> Cube:
    areas, indicators, figures = table(drawing)
    return Cube(figures[:, :, None], areas, indicators, (period,))


def peers_of(drawing: str, area: str, count: int, *nearest_on: str):
    return find_peers(cube_of(drawing), area, PeerPlan(count, nearest_on), "2014")


def test_on_one_figure_the_peers_are_the_nearest_either_way():
    found = peers_of(INCOMES, "Abbey", 3, "household-income")
    assert found.areas == ("River", "Valence", "Becontree")  # 26, 474 and 626 pounds away


def test_distance_is_in_spreads():
    found = peers_of(INCOMES, "Abbey", 1, "household-income").found[0]
    incomes = [26574, 26600, 26100, 27200, 25000, 33000]
    mean = sum(incomes) / 6
    spread = (sum((i - mean) ** 2 for i in incomes) / 5) ** 0.5
    assert found.distance == pytest.approx(26 / spread)
    assert found.differences == pytest.approx((26 / spread,))


def test_each_figure_is_divided_by_its_own_spread():
    found = peers_of(TWO_FIGURES, "Ashford", 2, "income", "age")
    # Spreads: income sqrt(3.2) = 1.79, age sqrt(320) = 17.9, so 2 of income is as far as 20 of age.
    assert {peer.area: round(peer.distance, 3) for peer in found.found} == {"Barton": 1.118, "Coombe": 1.118}


def test_the_figure_that_mattered_most_is_where_the_two_differ_most():
    found = peers_of(TWO_FIGURES, "Ashford", 2, "income", "age")
    assert [(p.area, p.mattered_most) for p in found.found] == [("Barton", "income"), ("Coombe", "age")]


def test_an_area_just_the_same_has_no_figure_that_mattered_most():
    found = peers_of(
        """
                | income
        Ashford |     10
        Barton  |     10
        Coombe  |     20
    """,
        "Ashford",
        1,
        "income",
    )
    assert [(p.area, p.distance, p.mattered_most) for p in found.found] == [("Barton", 0.0, "")]


def test_areas_tied_for_the_last_place_are_all_let_in_and_it_is_said():
    found = peers_of(TWO_FIGURES, "Ashford", 1, "income", "age")
    assert found.areas == ("Barton", "Coombe")
    assert found.tied
    assert not peers_of(TWO_FIGURES, "Ashford", 2, "income", "age").tied


def test_fewer_areas_than_wanted_are_all_peers():
    found = peers_of(INCOMES, "Abbey", 20, "household-income")
    assert (len(found.found), found.wanted, found.tied) == (5, 20, False)


def test_an_area_without_a_figure_is_not_compared_and_is_named():
    found = peers_of(
        """
                | income
        Ashford |     10
        Barton  |
        Coombe  |     11
    """,
        "Ashford",
        2,
        "income",
    )
    assert found.areas == ("Coombe",)
    assert found.not_compared == ("Barton",)


def test_a_figure_that_this_area_lacks_is_not_used_and_is_named():
    found = peers_of(
        """
                | income | age
        Ashford |        |  30
        Barton  |     10 |  31
        Coombe  |     11 |  40
    """,
        "Ashford",
        1,
        "income",
        "age",
    )
    assert (found.areas, found.compared_on) == (("Barton",), ("age",))
    assert found.not_used == (("income", "this area has no figure"),)


def test_a_figure_that_is_the_same_everywhere_cannot_tell_areas_apart():
    found = peers_of(
        """
                | income | region
        Ashford |     10 |      1
        Barton  |     12 |      1
        Coombe  |     11 |      1
    """,
        "Ashford",
        1,
        "income",
        "region",
    )
    assert found.areas == ("Coombe",)
    assert found.not_used == (("region", "it is the same everywhere"),)


def test_an_area_with_no_figures_at_all_has_no_peers():
    found = peers_of(
        """
                | income
        Ashford |
        Barton  |     12
        Coombe  |     11
    """,
        "Ashford",
        1,
        "income",
    )
    assert (found.found, found.compared_on) == ((), ())


def test_nothing_declared_means_no_peers():
    assert peers_of(INCOMES, "Abbey", 5).found == ()


def test_only_areas_that_may_be_peers_are_compared_and_set_the_spread():
    cube = cube_of(INCOMES)
    plan = PeerPlan(5, ("household-income",))
    found = find_peers(cube, "Abbey", plan, "2014", among=("River", "Eastbury"))
    assert found.areas == ("River", "Eastbury")
    spread = float(np.std([26574, 26600, 25000], ddof=1))
    assert found.found[0].distance == pytest.approx(26 / spread)


@pytest.mark.parametrize(("period", "as_of"), [("2010", "2011"), ("2011", "2011"), ("2012", "2011"), ("2014", "2013")])
def test_the_figure_of_the_nearest_period_stands_in_and_it_is_said(period, as_of):
    # Figures for 2011 and 2013 only: the last before, and failing that the first after.
    years = ("2010", "2011", "2012", "2013", "2014")
    values = np.full((3, 1, 5), np.nan)
    values[:, 0, 1] = [10, 11, 20]
    values[:, 0, 3] = [10, 20, 11]
    found = find_peers(Cube(values, ("A", "B", "C"), ("income",), years), "A", PeerPlan(1, ("income",)), period)
    assert found.as_of == (as_of,)
    assert found.areas == (("B",) if as_of == "2011" else ("C",))


def test_a_figure_that_is_not_there_is_refused_with_those_that_are():
    with pytest.raises(RecipeError, match=r"nearest_on names 'wealth'.*There is: income, age"):
        peers_of(TWO_FIGURES, "Ashford", 2, "wealth")


def test_an_area_that_is_not_there_is_refused():
    with pytest.raises(RecipeError, match="no area has the code 'Zzz'"):
        peers_of(TWO_FIGURES, "Zzz", 2, "income")
