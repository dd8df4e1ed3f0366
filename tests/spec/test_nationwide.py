"""Peers from a whole country. Every table here can be checked by hand."""

from __future__ import annotations

from dataclasses import replace
from itertools import permutations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from drawn import table
from placebook.measure.nationwide import PeerTable, nationwide_peers, stays_without
from placebook.measure.peers import Peer, find_peers
from placebook.pages.nation import peer_sentence, word_of
from placebook.types import Cube, DataError, Indicator, PeerPlan, Source

COUNCILS = """
            | pay | homes
    --------+-----+------
    Ashford | 500 |   100
    Barton  | 510 |   200
    Coombe  | 500 |   400
    Dene    | 520 |   100
    Elm     | 500 |   100
    Fell    |     |   100
"""
KINDS = {"Elm": "county district"}


def peer_table(drawing: str = COUNCILS, *logarithms: str, kinds: dict[str, str] = KINDS) -> PeerTable:
    areas, names, figures = table(drawing)
    of_each = tuple(kinds.get(area, "borough") for area in areas)
    return PeerTable(
        id="councils",
        title="Councils",
        kind="council",
        of=("Ashford",),
        count=3,
        variables=tuple(Indicator(name, name.capitalize(), source="s") for name in names),
        logarithms=frozenset(logarithms),
        sources=(Source("s", "S", "P", "L", "https://example.org", ""),),
        areas=areas,
        names=areas,
        within=("",) * len(areas),
        kinds=of_each,
        groups=of_each,
        figures=figures,
    )


def test_only_areas_of_the_same_sort_are_compared():
    found = nationwide_peers(peer_table(), "Ashford")
    assert found.areas == ("Barton", "Dene", "Coombe")  # not Elm, which has the same figures and is another kind
    assert found.not_compared == ("Fell",)
    one_sort = nationwide_peers(peer_table(kinds={}), "Ashford")
    assert one_sort.found[0].area == "Elm"
    assert (one_sort.found[0].distance, one_sort.found[0].match) == (0, 1)


def test_a_logarithm_makes_twice_as_far_as_half():
    found = {one.area: one for one in nationwide_peers(peer_table(COUNCILS, "homes"), "Barton").found}
    ashford, coombe = found["Ashford"].differences[1], found["Coombe"].differences[1]
    assert ashford == pytest.approx(-coombe)


def test_the_match_is_one_less_half_the_mean_square():
    assert Peer("x", 0.0, (0.0, 0.0), "").match == 1
    assert Peer("x", 1.0, (1.0, 0.0), "").match == 1 - 0.5 / 2
    assert Peer("x", 1.0, (1.0, -1.0, 2.0), "").match == 0
    assert np.isnan(Peer("x", 0.0, (), "").match)


def test_an_area_that_is_not_there_or_nothing_left_to_compare_is_refused():
    with pytest.raises(DataError, match="Gorse is not among its 6 areas"):
        nationwide_peers(peer_table(), "Gorse")
    with pytest.raises(DataError, match="every variable is left out"):
        nationwide_peers(peer_table(), "Ashford", ("pay", "homes"))


def test_the_sentence_says_what_is_alike_and_what_is_not():
    peer = Peer("x", 2.0, (0.2, -0.5, 0.7, -1.6), "d")
    assert peer_sentence(peer, ["pay", "rent", "homes", "schools"]) == (
        "About the same in rent and pay; much lower in schools; higher in homes."
    )
    assert [word_of(apart) for apart in (0, 0.51, 1, -0.51, -1)] == [
        "about the same",
        "higher",
        "much higher",
        "lower",
        "much lower",
    ]


def test_how_many_stay_when_a_variable_is_left_out():
    # without pay, Fell can be compared, and has as many homes as Ashford
    assert stays_without(peer_table(), "Ashford") == {"pay": 2, "homes": 3}


figures = st.lists(st.lists(st.integers(-50, 50), min_size=3, max_size=3), min_size=4, max_size=8)


@given(figures)
def test_leaving_a_variable_out_takes_exactly_its_part_from_every_squared_distance(rows):
    values = np.array(rows, dtype=float)
    codes = tuple(f"a{i}" for i in range(len(rows)))
    names = ("x", "y", "z")
    cube = Cube(values[:, :, None], codes, names, ("all",))
    everyone = PeerPlan(len(rows), names)
    whole = find_peers(cube, "a0", everyone, "all")
    for k, gone in enumerate(whole.compared_on):
        left = replace(everyone, nearest_on=tuple(one for one in names if one != gone))
        after = {one.area: one for one in find_peers(cube, "a0", left, "all").found}
        for peer in whole.found if len(whole.compared_on) > 1 else ():
            assert after[peer.area].distance ** 2 == pytest.approx(peer.distance**2 - peer.differences[k] ** 2)
            rest = [apart for i, apart in enumerate(peer.differences) if i != k]
            assert after[peer.area].differences == pytest.approx(rest)


@given(figures)
def test_a_pair_drawn_by_lot_matches_nought_on_average(rows):
    values = np.array(rows, dtype=float)
    kept = [k for k in range(3) if np.ptp(values[:, k]) > 0]
    if not kept:
        return
    z = values[:, kept] / np.std(values[:, kept], axis=0, ddof=1)
    squares = [np.mean((z[i] - z[j]) ** 2) for i, j in permutations(range(len(rows)), 2)]
    assert 1 - np.mean(squares) / 2 == pytest.approx(0, abs=1e-9)
