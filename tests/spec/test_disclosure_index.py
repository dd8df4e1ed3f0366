"""Scores and parts left over turned back into counts: found where they were made of a count, silent where not."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from placebook.measure.build import build_index
from placebook.measure.disclosure_clues import rate_of
from placebook.measure.disclosure_index import HiddenCount, clues_of_index
from placebook.types import Cube, Direction, Indicator, Part, Recipe, Step

AREAS = tuple("ABCDEF")
PEOPLE = (1009, 800, 1200, 950, 1100, 700)
CALLS = (2, 12, 30, 22, 18, 40)  # A has 2: hidden
RATES = tuple(count / people * 1000 for count, people in zip(CALLS, PEOPLE, strict=True))
OTHER = (5.0, 7.0, 6.0, 9.0, 8.0, 4.0)
TREE = Part("all", "All", parts=(Part("calls", "Calls", 2.0, indicator="calls"), Part("x", "X", 1.0, indicator="x")))
MIN_MAX = Step("normalise", "min_max")
POSTS = Step("normalise", "goalposts", {"goalposts": {"others": (60, 0)}, "clip": False})
HIDDEN = HiddenCount("A", "2014/15", "2014", "counted", rate_of(PEOPLE[0], 1000))


def made(step: Step, rates=RATES, how: str = "arithmetic"):
    """An index of calls and x, and the cube it was made of."""
    indicators = (
        Indicator("calls", "Calls", direction=Direction.LOWER_IS_BETTER),
        Indicator("x", "X", direction=Direction.LOWER_IS_BETTER),
    )
    cube = Cube(np.array([rates, OTHER]).T[:, :, None].copy(), AREAS, ("calls", "x"), ("2014",))
    steps = (step, Step("aggregate", how))
    recipe = Recipe("r", "R", "", "", "", "", ("index", "indicator"), TREE, steps, indicators=indicators)
    return build_index(recipe, cube), cube


def clues(index, cube):
    return [(one.low, one.high, one.because) for one in clues_of_index(index, cube, "calls", [HIDDEN])]


def hide(index, part: str, area: str = "A"):
    """The index with one score taken out."""
    values = index.scores.values.copy()
    values[index.scores.areas.index(area), index.place(part), 0] = np.nan
    return replace(index, scores=replace(index.scores, values=values))


@pytest.mark.parametrize("step", [MIN_MAX, POSTS], ids=["min-max", "goalposts"])
def test_a_score_with_the_figures_of_the_others_gives_the_count_back(step):
    assert clues(*made(step)) == [
        (2, 2, "its score is published in r"),
        (2, 2, "the whole and its other parts are published in r"),
    ]


def test_a_part_that_is_not_shown_comes_back_from_the_whole_and_its_other_parts():
    index, cube = made(MIN_MAX)
    assert clues(hide(index, "calls"), cube) == [(2, 2, "the whole and its other parts are published in r")]


def test_without_the_whole_or_the_other_part_nothing_comes_back():
    index, cube = made(MIN_MAX)
    assert clues(hide(hide(index, "calls"), "all"), cube) == []
    assert clues(hide(hide(index, "calls"), "x"), cube) == []


def test_the_figure_of_the_hidden_count_itself_is_not_used():
    index, cube = made(MIN_MAX)
    values = cube.values.copy()
    values[0, 0, 0] = np.nan
    assert clues(index, replace(cube, values=values)) == clues(index, cube)


def test_a_score_that_was_filled_in_says_nothing():
    index, cube = made(MIN_MAX)
    estimated = index.estimated.copy()
    estimated[0, index.place("calls"), 0] = True
    assert clues(hide(replace(index, estimated=estimated), "all"), cube) == []


def test_a_score_that_no_count_gives_says_nothing():
    rates = (2.5 / PEOPLE[0] * 1000, *RATES[1:])
    assert clues(*made(MIN_MAX, rates)) == []


def test_a_rank_puts_the_count_between_those_of_the_areas_next_to_it():
    """In order of rates: A 2, B 15, E 16.4, D 23.2, C 25, F 57. A is first, so it has fewer than B's 15 in 1,000."""
    found = clues(*made(Step("normalise", "rank")))
    assert [(low, high) for low, high, _ in found] == [(0, 15)] * 2
    rates = (23.5, *RATES[1:])  # now A has 23 or 24 of 1,009, between D (23.2) and C (25)
    index, cube = made(Step("normalise", "rank"), (24 / 1009 * 1000, *rates[1:]))
    assert {(low, high) for low, high, _ in clues(index, cube)} == {(24, 25)}


def test_equal_ranks_are_equal_figures():
    rates = (30 / 1200 * 1000, *RATES[1:])
    people = replace(HIDDEN, figure=rate_of(1200, 1000))
    index, cube = made(Step("normalise", "rank"), rates)
    assert {(one.low, one.high) for one in clues_of_index(index, cube, "calls", [people])} == {(30, 30)}


def test_bands_say_only_between_which_figures():
    """Up to 20 in 1,000 is one band: A, B and E are in it. Above it the lowest is D, with 23.2."""
    bands = Step("normalise", "bands", {"at": [20.0], "scores": [1.0, 0.0]})
    assert {(low, high) for low, high, _ in clues(*made(bands))} == {(0, 23)}


def test_a_scale_of_logarithms_is_a_line_too():
    index, cube = made(MIN_MAX, tuple(float(np.log(rate)) for rate in RATES))
    figures = replace(cube, values=np.array([RATES, OTHER]).T[:, :, None].copy())
    assert {(low, high) for low, high, _ in clues(index, figures)} == {(2, 2)}


def test_scores_in_no_order_of_their_figures_say_nothing():
    index, cube = made(MIN_MAX)
    mixed = replace(cube, values=cube.values[::-1].copy())
    assert clues(index, mixed) == []


def test_a_part_comes_back_from_a_geometric_mean():
    index, cube = made(Step("normalise", "min_max", {"low": 1, "high": 100}), how="geometric")
    assert clues(hide(index, "calls"), cube) == [(2, 2, "the whole and its other parts are published in r")]


def test_a_whole_that_was_made_without_the_part_says_nothing_of_it():
    index, cube = made(MIN_MAX)
    coverage = index.coverage.copy()
    coverage[0, index.place("all"), 0] = 1 / 3
    assert clues(hide(replace(index, coverage=coverage), "calls"), cube) == []
