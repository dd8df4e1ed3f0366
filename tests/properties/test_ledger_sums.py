"""Of any two builds: the four parts of the ledger sum to the change in rank, and what did not change has no part."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from examples import examples
from placebook.measure.ledger import Build, Entry, ledger
from placebook.types import Cube, Direction, Indicator, Part, Recipe, Step

AREAS = tuple("ABCDEFGH")
NAMES = ("x0", "x1", "x2", "x3")
PERIODS = ("2013", "2014", "2015")
WAYS = (
    Step("aggregate", "arithmetic"),
    Step("aggregate", "arithmetic", {"missing": "leave_out"}),
    Step("aggregate", "arithmetic", {"missing": {"at_least": 0.5}}),
    Step("aggregate", "geometric", {"floor": 1, "missing": "leave_out"}),
    Step("aggregate", "copeland", {"missing": "leave_out"}),
)
FILLING = ((), (Step("impute", "median"),), (Step("impute", "last_known"),), (Step("impute", "group_mean"),))
SCALE = Step("normalise", "scaled", {"low": 0, "high": 20})


@st.composite
def recipes(draw: st.DrawFn) -> Recipe:
    """An index of some of the indicators in two components, with its own weights, gaps and periods."""
    names = draw(st.sets(st.sampled_from(NAMES), min_size=2))
    leaves = [Part(name, name, draw(st.sampled_from((0.5, 1.0, 3.0))), indicator=name) for name in sorted(names)]
    components = Part("first", "", parts=tuple(leaves[:1])), Part("rest", "", parts=tuple(leaves[1:]))
    return Recipe(
        id="drawn",
        title="",
        says="",
        does_not_say="",
        method_source="",
        higher_means="",
        levels=("index", "component", "indicator"),
        tree=Part("whole", "", parts=components),
        steps=(*draw(st.sampled_from(FILLING)), SCALE, draw(st.sampled_from(WAYS))),
        constants_from=draw(st.sampled_from(("each_period", "all_periods", "2014"))),
        periods=draw(st.sampled_from(((), ("2014",), ("2014", "2015")))),
        indicators=tuple(Indicator(name, name, direction=Direction.HIGHER_IS_BETTER) for name in NAMES),
    )


@st.composite
def builds(draw: st.DrawFn) -> Build:
    """A build with small whole figures, so that ties are common, and with gaps."""
    recipe = draw(recipes())
    areas = tuple(draw(st.permutations(AREAS)))[: draw(st.integers(5, 8))]
    some = ("2014", "2015") if recipe.periods == ("2014", "2015") else draw(st.sampled_from((("2014",), PERIODS)))
    read = tuple(str(part.indicator) for part in recipe.tree.walk() if part.indicator)
    random = np.random.default_rng(draw(st.integers(0, 2**32)))
    values = random.integers(0, 20, (len(areas), len(read), len(some))).astype(float)
    values[random.random(values.shape) < draw(st.sampled_from((0.0, 0.2)))] = np.nan
    parents = [draw(st.sampled_from(("north", "south"))) for _ in areas]
    return Build(recipe, Cube(values, areas, read, some), groups={"parent": parents})


def of(before: Build, after: Build, part: str = "whole") -> tuple[Entry, ...]:
    return ledger(before, after, part, "2014")


def change(entry: Entry) -> int | None:
    if entry.rank_before is None or entry.rank_after is None:
        return None
    return entry.rank_before - entry.rank_after


@settings(max_examples=examples(80))
@given(builds(), builds(), st.sampled_from(("whole", "first", "rest")))
def test_the_parts_sum_to_the_change_of_every_area_with_both_ranks(before, after, part):
    found = of(before, after, part)
    assert {entry.area for entry in found} == {*before.cube.areas, *after.cube.areas}
    for entry in found:
        parts = (entry.boundary, entry.method, entry.missing, entry.data)
        if change(entry) is None:
            assert parts == (None, None, None, None)
            assert entry.note
        else:
            assert sum(parts) == change(entry)


@settings(max_examples=examples(30))
@given(builds(), builds())
def test_the_ranks_are_those_of_the_two_builds(before, after):
    found = {entry.area: entry for entry in of(before, after)}
    for build, side in ((before, "rank_before"), (after, "rank_after")):
        index = build.index()
        column = index.ranks.column("whole", "2014")
        for area, rank in zip(index.ranks.areas, column, strict=True):
            assert getattr(found[area], side) == (None if np.isnan(rank) else rank)


@settings(max_examples=examples(30))
@given(builds(), builds())
def test_turned_round_the_changes_are_the_same_with_the_other_sign(before, after):
    forward, back = of(before, after), of(after, before)
    assert [change(entry) for entry in forward] == [None if c is None else -c for c in map(change, back)]


@settings(max_examples=examples(30))
@given(builds(), builds())
def test_the_same_recipe_has_no_part_in_it(before, after):
    same = replace(after, recipe=before.recipe, cube=_reading(before, after))
    assert all(entry.method in (0, None) for entry in of(before, same))


def _reading(before: Build, after: Build) -> Cube:
    """The later areas and periods with new figures for whatever the earlier recipe reads."""
    areas, read, periods = after.cube.areas, before.cube.indicators, before.cube.periods
    values = np.random.default_rng(len(areas)).integers(0, 20, (len(areas), len(read), len(periods)))
    return Cube(values.astype(float), areas, read, periods)


@settings(max_examples=examples(30))
@given(builds(), builds())
def test_the_same_areas_have_no_part_in_it(before, after):
    cube = Cube(_first_rows(after, before), before.cube.areas, *_labels(after))
    same = replace(after, cube=cube, groups=before.groups)
    assert all(entry.boundary in (0, None) for entry in of(before, same))


def _first_rows(after: Build, before: Build) -> np.ndarray:
    """As many rows of figures as the earlier build has areas, begun again at the top where there are too few."""
    return np.resize(after.cube.values, (len(before.cube.areas), *after.cube.values.shape[1:]))


def _labels(build: Build) -> tuple[tuple[str, ...], tuple[str, ...]]:
    return build.cube.indicators, build.cube.periods


@settings(max_examples=examples(30))
@given(builds(), recipes())
def test_the_same_figures_have_no_part_in_it(before, recipe):
    read = {part.indicator for part in recipe.tree.walk() if part.indicator}
    asked = {*recipe.periods, recipe.constants_from} - {"each_period", "all_periods"}
    assume(read <= set(before.cube.indicators) and asked <= set(before.cube.periods))
    found = of(before, replace(before, recipe=recipe))
    assert all(entry.data in (0, None) and entry.missing in (0, None) for entry in found)


@settings(max_examples=examples(30))
@given(builds(), st.integers(0, 2**32))
def test_other_figures_in_the_same_places_are_all_data(before, seed):
    moved = np.random.default_rng(seed).integers(0, 20, before.cube.values.shape) + 0 * before.cube.values
    after = replace(before, cube=Cube(moved, before.cube.areas, *_labels(before)))
    for entry in of(before, after):
        assert (entry.boundary, entry.method, entry.missing) in ((0, 0, 0), (None, None, None))
        assert entry.data == change(entry)
