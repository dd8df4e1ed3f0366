"""Abbey's peers on real household income, beside the five that its published card names.

The card (N. Hussain, 2023, Powering Digital Services, Socitm) compares Abbey with River, Chadwell Heath,
Valence, Becontree and Mayesbrook, "5 wards of similar median household income", without the incomes.
On the Greater London Authority's modelled household income for 2012/13, four of the five are the same.
"""

from __future__ import annotations

import csv

import numpy as np
import pytest

from placebook.measure.peers import find_peers
from placebook.types import Cube, PeerPlan

ON_THE_CARD = {"River", "Chadwell Heath", "Valence", "Becontree", "Mayesbrook"}


@pytest.fixture(scope="module")
def incomes(shared) -> Cube:
    file = shared / "barking-dagenham" / "ward_indicators.csv"
    with file.open(encoding="utf-8", newline="") as text:
        found = {
            row["area_name"]: float(row["value"])
            for row in csv.DictReader(text)
            if row["indicator"] == "household-income" and row["period"] == "2012/13"
        }
    return Cube(np.array(list(found.values()))[:, None, None], tuple(found), ("household-income",), ("2012",))


def test_the_five_wards_nearest_to_abbey_in_household_income(incomes):
    assert len(incomes.areas) == 17
    peers = find_peers(incomes, "Abbey", PeerPlan(5, ("household-income",)), "2012")
    assert peers.areas == ("Chadwell Heath", "River", "Goresbrook", "Valence", "Becontree")
    assert not peers.tied
    assert len(ON_THE_CARD & set(peers.areas)) == 4
