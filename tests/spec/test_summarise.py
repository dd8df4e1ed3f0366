"""What small areas say about the larger areas they lie in, in tables a person can check by hand."""

from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from drawn import table
from placebook.measure.summarise import (
    average_rank,
    average_score,
    extent,
    local_concentration,
    share_in_first_tenth,
    summarise,
)
from small_index import index_of, leaf

# Six small areas of a country with 100; the district of Marsh (0) has four of them, that of Hill (1) two.
SMALL = """
                | district | score | rank | people
    ------------+----------+-------+------+-------
    Marsh east  |        0 |    80 |    2 |    100
    Marsh west  |        0 |    60 |   11 |    300
    Marsh north |        0 |    30 |   30 |    400
    Marsh south |        0 |    10 |   90 |    200
    Hill top    |        1 |    20 |   31 |    500
    Hill foot   |        1 |     5 |  100 |    500
"""
NAMES, _, FIGURES = table(SMALL)
WITHIN = FIGURES[:, 0].astype(int)
SCORE, RANK, PEOPLE = FIGURES[:, 1], FIGURES[:, 2], FIGURES[:, 3]


def rounded(found):
    return [None if math.isnan(x) else round(float(x), 9) for x in found]


def test_average_score_counts_every_person_once():
    marsh = (100 * 80 + 300 * 60 + 400 * 30 + 200 * 10) / 1000
    assert rounded(average_score(SCORE, PEOPLE, WITHIN)) == [marsh, 12.5]


def test_average_rank_turns_ranks_round_so_that_higher_means_a_higher_score():
    marsh = (100 * 99 + 300 * 90 + 400 * 71 + 200 * 11) / 1000
    hill = (500 * 70 + 500 * 1) / 1000
    assert rounded(average_rank(RANK, PEOPLE, WITHIN, 100)) == [marsh, hill]


def test_share_in_the_first_tenth_counts_areas_and_stops_sharply():
    assert rounded(share_in_first_tenth(RANK, WITHIN, 100)) == [0.25, 0.0]  # rank 11 is one place too late


def test_the_first_tenth_of_a_number_that_ten_does_not_divide():
    rank = np.array([3284.0, 3285.0])  # a tenth of 32,844 is 3,284.4
    assert rounded(share_in_first_tenth(rank, np.array([0, 1]), 32844)) == [1.0, 0.0]


def test_extent_counts_the_first_tenth_whole_and_then_less_and_less():
    marsh = (100 * 1 + 300 * 0.95 + 400 * 0.05 + 200 * 0) / 1000
    assert rounded(extent(RANK, PEOPLE, WITHIN, 100)) == [marsh, 0.0]


EXTENT_WEIGHTS = """
               | rank of 200 | weight
    -----------+-------------+-------
    first      |           1 | 1
    the 10th   |          20 | 1
    the 11th   |          21 | 0.95
    still 11th |          22 | 0.95
    the 20th   |          40 | 0.523684211
    the 30th   |          60 | 0.05
    the 31st   |          61 | 0
    last       |         200 | 0
"""


def test_extent_falls_in_nineteen_equal_steps_from_the_11th_percentile_to_the_30th():
    _, _, weights = table(EXTENT_WEIGHTS)
    rank, expected = weights[:, 0], weights[:, 1]
    alone = np.arange(len(rank))  # each small area is its own larger area: its extent is its weight
    assert rounded(extent(rank, np.ones(len(rank)), alone, 200)) == expected.tolist()


def test_local_concentration_takes_a_tenth_of_the_people_from_the_highest_score_down():
    # Marsh: a tenth of 1,000 people is 100, and they are all in the east. Hill: 100 of the 500 at the top.
    assert rounded(local_concentration(RANK, PEOPLE, WITHIN, 100)) == [99.0, 70.0]


def test_local_concentration_takes_only_the_people_still_needed_from_the_last_area():
    people = np.array([40.0, 300, 460, 200, 500, 500])  # Marsh: 40 in the east, and 60 of the 300 in the west
    found = local_concentration(RANK, people, WITHIN, 100)
    assert rounded(found)[0] == round((40 * 99 + 60 * 90) / 100, 9)


@pytest.mark.parametrize("gap", ["score", "people"])
def test_a_small_area_without_a_figure_leaves_its_district_without_a_summary(gap):
    score, rank, people = SCORE.copy(), RANK.copy(), PEOPLE.copy()
    if gap == "score":
        score[1] = rank[1] = np.nan
    else:
        people[1] = np.nan
    assert rounded(average_score(score, people, WITHIN)) == [None, 12.5]
    assert rounded(average_rank(rank, people, WITHIN, 100))[0] is None
    assert rounded(extent(rank, people, WITHIN, 100)) == [None, 0.0]
    assert rounded(local_concentration(rank, people, WITHIN, 100)) == [None, 70.0]
    assert rounded(share_in_first_tenth(rank, WITHIN, 100)) == ([None, 0.0] if gap == "score" else [0.25, 0.0])


def test_a_district_where_nobody_lives_has_no_average():
    people = np.array([100.0, 300, 400, 200, 0, 0])
    assert rounded(average_score(SCORE, people, WITHIN)) == [40.0, None]
    assert rounded(local_concentration(RANK, people, WITHIN, 100)) == [99.0, None]


def test_ranks_and_people_that_cannot_be_are_refused():
    with pytest.raises(ValueError, match="1 ranks lie outside 1 to 99"):
        extent(RANK, PEOPLE, WITHIN, 99)
    with pytest.raises(ValueError, match="1 small areas have fewer than no people"):
        average_score(SCORE, np.array([-1.0, 1, 1, 1, 1, 1]), WITHIN)


def test_summaries_of_an_index_name_their_larger_areas_in_order():
    index = index_of(leaf("deprivation"), {"deprivation": SCORE[:, None]}, NAMES)
    within = {name: name.split()[0] for name in NAMES if name != "Marsh south"}  # the south is left aside
    found = summarise(index, dict(zip(NAMES, PEOPLE, strict=True)), within)
    assert (found.part, found.period, found.areas) == ("deprivation", "2014", ("Hill", "Marsh"))
    assert found.small_areas.tolist() == [2, 3]
    assert rounded(found.average_score) == [12.5, (100 * 80 + 300 * 60 + 400 * 30) / 800]
    assert rounded(found.average_rank) == [(500 * 3 + 500 * 1) / 1000, (100 * 6 + 300 * 5 + 400 * 4) / 800]  # of six


def test_summaries_refuse_codes_that_fit_nowhere():
    index = index_of(leaf("deprivation"), {"deprivation": SCORE[:, None]}, NAMES)
    with pytest.raises(ValueError, match="no small area of the index lies in a larger area"):
        summarise(index, {}, {"E01000001": "E09000001"})


# --- one small area after another: the slow and obvious way ---


def by_hand(rank, people, within, out_of, of):
    """Extent and local concentration of one larger area, person by person where it matters."""
    mine = sorted((int(r), int(p)) for r, p, w in zip(rank, people, within, strict=True) if w == of)
    total = sum(p for _, p in mine)
    counted = 0.0
    for r, p in mine:
        percentile = -(-100 * r // out_of)  # whole numbers, rounded up
        counted += p * (1 if percentile <= 10 else 0.95 - 0.9 / 19 * (percentile - 11) if percentile <= 30 else 0)
    tenths = [out_of - r + 1 for r, p in mine for _ in range(10 * p)]  # ten for each person, so that a tenth is whole
    first = tenths[:total]
    return counted / total, sum(first) / len(first)


@st.composite
def countries(draw):
    count = draw(st.integers(1, 40))
    rank = draw(st.permutations(range(1, count + 1)))
    people = draw(st.lists(st.integers(1, 30), min_size=count, max_size=count))
    within = draw(st.lists(st.integers(0, 3), min_size=count, max_size=count))
    return np.array(rank, float), np.array(people, float), np.array(within)


@given(countries())
def test_all_districts_at_once_agree_with_one_person_after_another(country):
    rank, people, within = country
    out_of = len(rank)
    fast_extent = extent(rank, people, within, out_of)
    fast_local = local_concentration(rank, people, within, out_of)
    for district in range(within.max() + 1):
        if district in within:
            slow_extent, slow_local = by_hand(rank, people, within, out_of, district)
            assert fast_extent[district] == pytest.approx(slow_extent, abs=1e-12)
            assert fast_local[district] == pytest.approx(slow_local, rel=1e-12)
        else:
            assert math.isnan(fast_extent[district])


@given(countries())
def test_hot_spots_never_rank_below_the_district_they_lie_in(country):
    rank, people, within = country
    local = local_concentration(rank, people, within, len(rank))
    average = average_rank(rank, people, within, len(rank))
    there = ~np.isnan(average)
    assert np.all(local[there] >= average[there] - 1e-9)
