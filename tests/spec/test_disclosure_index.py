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


def test_ranks_are_no_line_and_a_product_is_no_mean():
    assert clues(*made(Step("normalise", "rank"))) == []
    index, cube = made(Step("normalise", "min_max", {"low": 1, "high": 100}), how="geometric")
    assert clues(hide(index, "calls"), cube) == []


def test_a_whole_that_was_made_without_the_part_says_nothing_of_it():
    index, cube = made(MIN_MAX)
    coverage = index.coverage.copy()
    coverage[0, index.place("all"), 0] = 1 / 3
    assert clues(hide(replace(index, coverage=coverage), "calls"), cube) == []
