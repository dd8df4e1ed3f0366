"""Peers, strengths, progress and scorecards: what holds of every table, beside slow obvious versions."""

from __future__ import annotations

import json
from dataclasses import asdict, replace
from itertools import permutations
from statistics import median, stdev

import numpy as np
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from placebook.cli.scorecard_table import scorecard_text
from placebook.measure.peers import find_peers
from placebook.measure.progress import Progress, classify
from placebook.measure.slope import Slope, theil_sen
from placebook.measure.strengths import Standing, compare_with_peers, strengths, usual, weaknesses
from placebook.pages.scorecard import scorecard
from placebook.types import Cube, Part, PeerPlan, ProgressPlan
from small_card import ASHFORD, INDICATORS, small_card, small_figures, small_index
from small_index import index_of, leaf, ranges_around

whole_numbers = st.integers(0, 100).map(float)
figures = st.one_of(whole_numbers, st.just(np.nan))


@st.composite
def tables(draw, least_areas=2, values=figures):
    """Areas by figures, some missing; small whole numbers, so that ties happen."""
    shape = (draw(st.integers(least_areas, 9)), draw(st.integers(1, 3)))
    return draw(arrays(float, shape, elements=values))


def cube_of(table):
    areas = tuple(f"A{i}" for i in range(table.shape[0]))
    return Cube(table[:, :, None].copy(), areas, tuple(f"x{k}" for k in range(table.shape[1])), ("2014",))


def slow_distances(table):
    """The distance of every area from the first, one sum at a time; areas that lack a figure have none."""
    used = [k for k in range(table.shape[1]) if not np.isnan(table[0, k])]
    spreads = {}
    for k in used:
        known = [v for v in table[:, k].tolist() if v == v]
        if len(known) > 1 and len(set(known)) > 1:
            spreads[k] = stdev(known)
    if not spreads:
        return {}
    found = {}
    for i in range(1, len(table)):
        parts = [((table[i, k] - table[0, k]) / spread) ** 2 for k, spread in spreads.items()]
        if all(part == part for part in parts):
            found[f"A{i}"] = sum(parts) ** 0.5
    return found


@given(tables(), st.integers(1, 6))
def test_peers_are_as_a_plain_search_finds_them(table, count):
    found = find_peers(cube_of(table), "A0", PeerPlan(count, cube_of(table).indicators), "2014")
    slow = slow_distances(table)
    for peer in found.found:
        assert np.isclose(peer.distance, slow[peer.area])
    assert len(found.found) == min(count, len(slow)) or (found.tied and len(found.found) > count)
    left_out = [distance for area, distance in slow.items() if area not in found.areas]
    assert all(distance > found.found[-1].distance for distance in left_out)


@given(tables(), st.integers(1, 6), st.floats(0.5, 1000), st.floats(-1000, 1000))
def test_peers_do_not_change_with_the_unit_of_a_figure(table, count, times, plus):
    plan = PeerPlan(count, cube_of(table).indicators)
    rescaled = np.round(table, 0) * times + plus
    before = find_peers(cube_of(table), "A0", plan, "2014")
    after = find_peers(cube_of(rescaled), "A0", plan, "2014")
    assert sorted(before.areas) == sorted(after.areas)


@given(tables(), st.randoms(use_true_random=False))
def test_peers_do_not_change_with_the_order_of_the_areas(table, random):
    plan = PeerPlan(3, cube_of(table).indicators)
    cube = cube_of(table)
    order = list(range(len(table)))
    random.shuffle(order)
    shuffled = Cube(cube.values[order].copy(), tuple(cube.areas[i] for i in order), cube.indicators, cube.periods)
    assert set(find_peers(cube, "A0", plan, "2014").areas) == set(find_peers(shuffled, "A0", plan, "2014").areas)


# --- strengths and weaknesses ---------------------------------------------------------------------


def index_from(table, **recipe):
    areas = tuple(f"A{i}" for i in range(len(table)))
    tree = Part("whole", "Whole", parts=tuple(leaf(f"p{k}") for k in range(table.shape[1])))
    return index_of(tree, {f"p{k}": table[:, [k]] for k in range(table.shape[1])}, areas, **recipe)


@given(tables(least_areas=5), st.sampled_from(["better", "worse"]), st.integers(0, 4))
def test_over_and_under_always_pass_both_tests(table, high_score_is, by):
    index = index_from(table, high_score_is=high_score_is)
    ranges = ranges_around(index, by)
    peers = index.scores.areas[1:]
    sign = 1 if high_score_is == "better" else -1
    for found in compare_with_peers(index, "A0", peers, ranges, "2014", PeerPlan(4)):
        if found.standing not in (Standing.OVER, Standing.UNDER):
            continue
        k = index.place(found.part)
        own, theirs = index.scores.values[0, k, 0], [v for v in index.scores.values[1:, k, 0] if v == v]
        up = found.standing is Standing.OVER
        assert (found.better_by > 0) == up
        assert (sign * (own - median(theirs)) > 0) == up
        lows = [v for v in ranges.rank_low[1:, k] if v == v]
        highs = [v for v in ranges.rank_high[1:, k] if v == v]
        at_first_end = up == (sign > 0)
        assert ranges.rank_high[0, k] < median(lows) if at_first_end else ranges.rank_low[0, k] > median(highs)


@given(tables(least_areas=5), st.integers(0, 4))
def test_turning_the_scores_round_turns_over_into_under(table, by):
    index, turned = index_from(table), index_from(-table)
    opposite = {Standing.OVER: Standing.UNDER, Standing.UNDER: Standing.OVER}
    peers = index.scores.areas[1:]
    one = compare_with_peers(index, "A0", peers, ranges_around(index, by), "2014")
    # Ties share the better rank, so ranks turned round are not those of the turned index: turn the ranges.
    ranges = ranges_around(index, by)
    n = float(len(table)) + 1
    mirrored = replace(
        ranges_around(turned, by),
        rank_low=n - ranges.rank_high,
        rank_mid=n - ranges.rank_mid,
        rank_high=n - ranges.rank_low,
    )
    two = compare_with_peers(turned, "A0", peers, mirrored, "2014")
    assert [c.standing for c in two] == [opposite.get(c.standing, c.standing) for c in one]


@given(arrays(float, st.integers(1, 12), elements=whole_numbers), st.floats(0, 3))
def test_the_median_always_lies_in_what_is_usual(scores, width):
    middle, low, high = usual(scores, width)
    assert low <= middle <= high
    assert middle == median(scores.tolist())


@given(tables(), st.integers(0, 5))
def test_strengths_and_weaknesses_are_as_counting_finds_them(table, count):
    index = index_from(table)
    places = {}
    for k in range(table.shape[1]):
        if not np.isnan(table[0, k]):
            places[f"p{k}"] = 1 + sum(v > table[0, k] for v in table[:, k] if v == v)
    best = {p.part: p.place for p in strengths(index, "A0", count)}
    worst = {p.part: p.place for p in weaknesses(index, "A0", count)}
    for listed, better in ((best, -1), (worst, 1)):
        assert all(places[part] == place for part, place in listed.items())
        assert len(listed) >= min(count, len(places))
        left_out = [better * place for part, place in places.items() if part not in listed]
        assert all(place < min((better * p for p in listed.values()), default=np.inf) for place in left_out)


# --- progress -------------------------------------------------------------------------------------


@given(st.lists(whole_numbers, min_size=4, max_size=9), st.floats(-5, 5))
def test_a_straight_line_added_is_added_to_the_slope(values, step):
    years = np.arange(len(values), dtype=float) + 2010
    plain = theil_sen(np.array(values), years)
    tilted = theil_sen(np.array(values) + step * years, years)
    assert np.allclose(
        [tilted.per_year, tilted.low, tilted.high], [plain.per_year + step, plain.low + step, plain.high + step]
    )
    assert plain.low <= plain.per_year <= plain.high


@given(st.integers(4, 6))
def test_the_interval_covers_what_counting_every_order_says(n):
    """A slow version of the exact test: of all orders of 1 to n, at most one in ten has an interval without 0."""
    years = np.arange(n, dtype=float)
    slopes = [theil_sen(np.array(order, dtype=float), years) for order in permutations(range(n))]
    missed = sum(slope.low > 0 or slope.high < 0 for slope in slopes)
    assert 0 < missed <= 0.10 * len(slopes)


@given(st.floats(-9, 9), st.floats(0, 9), st.floats(0, 9), st.floats(0, 3), st.floats(0.01, 3))
def test_a_fall_is_the_mirror_of_a_rise(per_year, below, above, stagnation, more):
    plan = ProgressPlan(stagnation, stagnation + more)
    word, _ = classify(Slope(per_year, per_year - below, per_year + above), plan)
    mirrored, _ = classify(Slope(-per_year, -per_year - above, -per_year + below), plan, sign=-1.0)
    assert word is mirrored
    assert (word is Progress.DETERIORATION) <= (per_year < 0 and per_year + above <= 1e-8)
    assert (word in (Progress.STEADY, Progress.SIGNIFICANT)) <= (per_year > 0 and per_year - below >= -1e-8)


# --- the card -------------------------------------------------------------------------------------


@given(st.floats(0, 5), st.booleans(), st.booleans())
def test_every_card_is_plain_data_and_the_same_twice(by, ranged, limits):
    card = small_card(by=by if ranged else None, evidence=limits)
    assert json.dumps(asdict(card), allow_nan=False) == json.dumps(
        asdict(small_card(by=by if ranged else None, evidence=limits)), allow_nan=False
    )
    assert "nan" not in scorecard_text(card)
    assert "None" not in scorecard_text(card)


@given(arrays(float, (6, 2), elements=figures), st.integers(0, 5))
def test_no_card_says_over_or_under_without_a_score_and_no_gap_becomes_nought(scores, by):
    rows = zip(("Ashford", "Barton", "Coombe", "Dene", "Elm", "Furze"), scores, strict=True)
    cells = [
        f"{name} | {'' if a != a else a} | {'' if b != b else b} | {20 + i} | 1"
        for i, (name, (a, b)) in enumerate(rows)
    ]
    index = small_index("\n".join([" | life | crime | income | change", *cells]))
    card = scorecard(ASHFORD, index, small_figures(), ranges=ranges_around(index, by), indicators=INDICATORS)
    for line in card.lines:
        at = index.scores.values[0, index.place(line.part), -1]
        assert (line.score is None) == bool(np.isnan(at))
        if line.score is None:
            assert (line.rank, line.standing, line.progress) == (None, "Not known", "Not known")
