"""Strengths and weaknesses: over and under need both a clear score and a clear rank range."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from drawn import table
from placebook.measure.clear import clearly_first, clearly_last, not_clearly_different
from placebook.measure.strengths import (
    Standing,
    apart_from_peers,
    compare_with_peers,
    strengths,
    usual,
    weaknesses,
)
from placebook.methods.rank import competition_rank
from placebook.types import Part, PeerPlan
from small_index import index_of, leaf, ranges_around

WARDS = """
            | health | income | safety
    --------+--------+--------+-------
    Ashford |     80 |     50 |     20
    Barton  |     50 |     50 |     50
    Coombe  |     52 |     54 |     52
    Dene    |     54 |     46 |     54
    Elm     |     60 |     58 |     60
    Furze   |     40 |     42 |     40
"""
WARD_NAMES = tuple(f"Ward {number}" for number in range(1, 18))
PEERS = ("Barton", "Coombe", "Dene", "Elm", "Furze")


def index_from(drawing: str, **recipe):
    areas, names, scores = table(drawing)
    tree = Part("whole", "Whole", parts=tuple(leaf(name) for name in names))
    by_part = {name: scores[:, [k]] for k, name in enumerate(names)}
    return index_of(tree, {"whole": scores.mean(axis=1, keepdims=True)} | by_part, areas, **recipe)


def standings(index, ranges, area="Ashford", peers=PEERS, **plan):
    found = compare_with_peers(index, area, peers, ranges, "2014", PeerPlan(**plan))
    return {c.part: str(c.standing) for c in found if c.part != "whole"}


# --- what is usual among peers --------------------------------------------------------------------


def test_what_is_usual_is_the_median_and_so_many_mads_to_either_side():
    # Median of 50 52 54 60 40 is 52; the distances from it are 2 0 2 8 12, whose median is 2.
    assert usual(np.array([50.0, 52, 54, 60, 40]), 1.0) == (52.0, 50.0, 54.0)
    assert usual(np.array([50.0, 52, 54, 60, 40]), 1.4826) == (52.0, 52 - 2.9652, 52 + 2.9652)


def test_where_half_the_peers_share_a_score_their_lowest_and_highest_are_the_ends():
    assert usual(np.array([50.0, 50, 50, 58, 47]), 1.0) == (50.0, 47.0, 58.0)


# --- over and under -------------------------------------------------------------------------------


def test_over_and_under_where_score_and_rank_range_agree():
    index = index_from(WARDS)
    assert standings(index, ranges_around(index, 1)) == {
        "health": "Overperforming",  # 80 is above 54, and ranks 1 to 2 are better than the peers' middle range, 3 to 5
        "income": "Performing within expectations",  # 50 lies between 46 and 54
        "safety": "Underperforming",  # 20 is below 50, and ranks 5 to 6 are worse than the peers' middle range, 2 to 4
    }


def test_a_wide_rank_range_means_no_over_and_no_under():
    index = index_from(WARDS)
    found = standings(index, ranges_around(index, 5))
    assert set(found.values()) == {"Performing within expectations"}


def test_the_rank_range_is_set_against_the_middle_of_the_peers_ranges():
    # On health the ranks are 1 for Ashford and 5 4 3 2 6 for the peers. One place to either side:
    # 1 to 2 against ranges 4-6 3-5 2-4 1-3 5-6, whose middle is 3 to 5. Two places: 1 to 3 against 2 to 6.
    index = index_from(WARDS)
    assert standings(index, ranges_around(index, 1))["health"] == "Overperforming"
    assert standings(index, ranges_around(index, 2))["health"] == "Performing within expectations"


def test_peers_that_are_unsure_themselves_make_no_one_over_or_under():
    index = index_from(WARDS)
    own_only = np.where(np.array(index.scores.areas) == "Ashford", 0.0, 3.0)[:, None]
    assert set(standings(index, ranges_around(index, own_only)).values()) == {"Performing within expectations"}


def test_the_reason_says_why_a_score_outside_what_is_usual_is_not_called_over():
    index = index_from(WARDS)
    found = compare_with_peers(index, "Ashford", PEERS, ranges_around(index, 2), "2014")[1]
    assert found.reason == (
        "its score lies outside what is usual, but its rank range, 1 to 3, overlaps their middle range, 2 to 6"
    )


def test_equal_wards_are_not_put_in_order():
    # Seventeen wards with the same true score, measured with error; every ward against five others.
    rng = np.random.default_rng(2014)
    called = 0
    for _ in range(40):
        published = rng.normal(50, 1, 17)
        runs = competition_rank(published[:, None] + rng.normal(0, 1, (17, 200)))
        low, mid, high = np.quantile(runs, (0.05, 0.5, 0.95), axis=1)
        index = index_of(leaf("health"), {"health": published[:, None]}, WARD_NAMES)
        ranges = replace(ranges_around(index, 0), rank_low=low[:, None], rank_mid=mid[:, None], rank_high=high[:, None])
        for area in WARD_NAMES:
            peers = tuple(rng.permutation([name for name in WARD_NAMES if name != area])[:5])
            (found,) = compare_with_peers(index, area, peers, ranges, "2014", PeerPlan(5))
            called += found.standing in (Standing.OVER, Standing.UNDER)
    assert called <= 0.02 * 40 * 17


def test_without_rank_ranges_nothing_is_over_or_under():
    index = index_from(WARDS)
    found = compare_with_peers(index, "Ashford", PEERS, None, "2014")
    assert {c.standing for c in found} == {Standing.NOT_KNOWN}
    assert {c.reason for c in found} == {"the rank range has not been worked out"}


def test_more_mads_make_more_scores_usual():
    index = index_from(WARDS)
    narrow = ranges_around(index, 0)
    assert standings(index, narrow, mads=1)["health"] == "Overperforming"
    assert standings(index, narrow, mads=14)["health"] == "Performing within expectations"  # 52 + 14 x 2 = 80
    assert standings(index, narrow, mads=13.9)["health"] == "Overperforming"
    assert standings(index, narrow, mads=13.9, mad_scaled_by=1.4826)["health"] == "Performing within expectations"


def test_in_an_index_of_deprivation_a_higher_score_is_underperforming():
    index = index_from(WARDS, high_score_is="worse")
    found = standings(index, ranges_around(index, 1))
    assert (found["health"], found["safety"]) == ("Underperforming", "Overperforming")
    better_by = {c.part: c.better_by for c in compare_with_peers(index, "Ashford", PEERS, None, "2014")}
    assert (better_by["health"], better_by["safety"]) == (-28.0, 32.0)


def test_no_score_and_too_few_peers_are_not_known_and_say_why():
    index = index_from("""
                | health | income | safety
        --------+--------+--------+-------
        Ashford |        |     50 |     20
        Barton  |     50 |     50 |
        Coombe  |     52 |        |
        Dene    |     54 |     46 |
        Elm     |     60 |        |
    """)
    ranges = ranges_around(index, 0)
    found = compare_with_peers(index, "Ashford", ("Barton", "Coombe", "Dene", "Elm"), ranges, "2014")[1:]
    assert [(str(c.standing), c.reason) for c in found] == [
        ("Not known", "no score"),
        ("Not known", "only 2 similar areas with a score; 3 are needed"),
        ("Not known", "no similar area has a score; 3 are needed"),
    ]


def test_ranges_of_another_period_are_refused():
    index = index_from(WARDS)
    with pytest.raises(ValueError, match="the rank ranges are of 2013, not of 2014"):
        compare_with_peers(index, "Ashford", PEERS, replace(ranges_around(index, 1), period="2013"), "2014")


def test_only_parts_that_pass_both_tests_are_listed_the_furthest_in_front():
    index = index_from("""
                | health | income | safety
        --------+--------+--------+-------
        Ashford |     80 |     90 |     20
        Barton  |     50 |     50 |     50
        Coombe  |     52 |     54 |     52
        Dene    |     54 |     46 |     54
    """)
    found = compare_with_peers(index, "Ashford", PEERS, ranges_around(index, 0), "2014")
    assert [c.part for c in apart_from_peers(found, Standing.OVER)] == ["income", "health", "whole"]
    assert [c.part for c in apart_from_peers(found, Standing.UNDER)] == ["safety"]
    assert apart_from_peers([], Standing.OVER) == ()


# --- first, last, and not clearly different -------------------------------------------------------


def test_last_is_said_only_when_the_range_shuts_out_every_other_area():
    index = index_from(WARDS)
    sure, unsure = ranges_around(index, 0), ranges_around(index, 1)
    assert clearly_last(sure, "Ashford", "safety")
    assert clearly_first(sure, "Ashford", "health")
    assert not clearly_first(sure, "Barton", "health")
    assert not clearly_last(unsure, "Ashford", "safety")
    assert not clearly_first(unsure, "Ashford", "health")


def test_areas_that_tie_are_neither_first_nor_last():
    index = index_from("""
                | health
        Ashford |     50
        Barton  |     50
        Coombe  |     40
        Dene    |     40
    """)
    ranges = ranges_around(index, 0)
    assert not any(clearly_first(ranges, a, "health") or clearly_last(ranges, a, "health") for a in ranges.areas)
    assert not_clearly_different(ranges, "Ashford", "health") == ("Barton",)


def test_an_area_without_a_score_is_neither_and_overlaps_nobody():
    index = index_from("""
                | health
        Ashford |
        Barton  |     50
        Coombe  |     40
    """)
    ranges = ranges_around(index, 5)
    assert not clearly_last(ranges, "Ashford", "health")
    assert not clearly_first(ranges, "Ashford", "health")
    assert not_clearly_different(ranges, "Ashford", "health") == ()
    assert not_clearly_different(ranges, "Barton", "health") == ("Coombe",)


def test_the_test_over_all_pairs_goes_before_the_ranges():
    index = index_from("""
                | health
        Ashford |     50
        Barton  |     40
    """)
    ranges = ranges_around(index, 0)
    assert clearly_first(ranges, "Ashford", "health")
    unsure = replace(ranges, clear=np.zeros((2, 2, 2), np.int8))
    assert not clearly_first(unsure, "Ashford", "health")
    assert not_clearly_different(unsure, "Ashford", "health") == ("Barton",)
    sure = np.zeros((2, 2, 2), np.int8)
    sure[0, 1, 1], sure[1, 0, 1] = 1, -1
    assert clearly_first(replace(ranges, clear=sure), "Ashford", "health")
    assert clearly_last(replace(ranges, clear=sure), "Barton", "health")


# --- by rank alone --------------------------------------------------------------------------------


def test_strengths_and_weaknesses_by_rank():
    index = index_from(WARDS)
    assert [(p.part, p.place, p.out_of) for p in strengths(index, "Ashford", 1)] == [("health", 1, 6)]
    assert [(p.part, p.place, p.out_of) for p in weaknesses(index, "Ashford", 1)] == [("safety", 6, 6)]


def test_parts_tied_for_the_last_place_are_all_listed():
    index = index_from(WARDS)
    assert [p.part for p in strengths(index, "Elm", 1)] == ["income", "safety"]  # both first of six
    assert [p.part for p in weaknesses(index, "Ashford", 3)] == ["safety", "income", "health"]
    assert strengths(index, "Elm", 0) == weaknesses(index, "Elm", 0) == ()


def test_where_high_scores_are_worse_the_lowest_score_is_the_best_place():
    index = index_from(WARDS, high_score_is="worse")
    assert [(p.part, p.place) for p in strengths(index, "Ashford", 1)] == [("safety", 1)]
    assert [(p.part, p.place) for p in weaknesses(index, "Ashford", 1)] == [("health", 6)]


def test_an_indicator_without_a_score_is_neither_a_strength_nor_a_weakness():
    index = index_from("""
                | health | income
        Ashford |        |     50
        Barton  |     50 |     60
    """)
    assert [p.part for p in strengths(index, "Ashford", 5)] == ["income"]
    assert [p.part for p in weaknesses(index, "Ashford", 5)] == ["income"]
