"""Every shipped recipe can be read, explained, built and ranged; what it names is there."""

from __future__ import annotations

import re
from dataclasses import replace

import numpy as np
import pytest

from placebook.book.recipes import shipped_recipes
from placebook.measure.build import build_index
from placebook.measure.explain import explain
from placebook.measure.ranks import rank_ranges
from placebook.measure.stages import needed
from placebook.types import Cube, Direction, Index, Recipe, RecipeError

RECIPES = shipped_recipes()
ALONE = {name: recipe for name, recipe in RECIPES.items() if recipe.indicators}  # those that need no book
each = pytest.mark.parametrize("name", sorted(RECIPES))
each_alone = pytest.mark.parametrize("name", sorted(ALONE))


def drawn_from(recipe: Recipe, areas: int = 12) -> Cube:
    """Figures for every indicator a recipe reads, within what is possible, from a recorded seed."""
    random = np.random.default_rng(1)
    known = {one.id: one for one in recipe.indicators}
    names = needed(recipe)
    low = np.array([known[name].lowest or 0.0 for name in names])
    high = np.array([known[name].highest or 80.0 for name in names])
    values = np.floor(low + (high - low) * random.random((areas, len(names)))) + 1
    return Cube(values[:, :, None], tuple(f"area {i:02}" for i in range(areas)), names, ("2022",))


def test_the_composites_of_the_manual_are_shipped():
    assert {"english-imd-2019", "human-development-index", "inequality-adjusted-hdi", "local-digital-capital"} <= set(
        RECIPES
    )


@each
def test_a_recipe_says_what_its_index_says_and_does_not_say(name):
    recipe = RECIPES[name]
    assert recipe.id == name
    for sentence in (recipe.says, recipe.does_not_say, recipe.method_source):
        assert sentence.endswith(".")
    lines = explain(recipe).parts
    assert len(lines) == sum(1 for _ in recipe.tree.walk())


@each_alone
def test_a_recipe_that_stands_alone_declares_every_indicator_it_reads(name):
    recipe = ALONE[name]
    declared = {one.id: one for one in recipe.indicators}
    assert set(needed(recipe)) == set(declared)
    for one in declared.values():
        assert isinstance(one.direction, Direction)
        assert one.title != one.id
        assert one.unit


@each_alone
def test_a_recipe_builds_and_gives_ranges_on_figures_that_fit_it(name):
    recipe, figures = ALONE[name], drawn_from(ALONE[name])
    index = build_index(recipe, figures)
    assert index.out_of[0, 0] == len(figures.areas)
    (ranges,) = rank_ranges(recipe, figures, plan=replace(recipe.ranks, runs=100), parts=(recipe.tree.name,))
    assert np.all(ranges.rank_low <= ranges.rank_high)
    assert np.any(ranges.rank_low < ranges.rank_high)  # something varies


# --- Local Digital Capital: a structure that waits for its figures ---

CAPITAL = RECIPES["local-digital-capital"]


def test_local_digital_capital_has_eight_components_and_says_which_two_nobody_measures():
    lines = [line for line in explain(CAPITAL).parts if line.level == "component"]
    assert len(lines) == 8
    assert [line.name for line in lines if line.share is None] == ["data-ecosystems", "collaboration"]
    assert all(line.note.startswith("not measured: ") for line in lines if line.share is None)


def test_local_digital_capital_says_plainly_that_it_awaits_its_figures():
    elsewhere = Cube(np.ones((2, 1, 1)), ("UKC", "UKD"), ("broadband",), ("2021",))
    says = "recipe 'local-digital-capital' awaits its figures: it reads ldc-digital-skills, ldc-digital-adoption,"
    with pytest.raises(RecipeError, match=re.escape(says)) as fault:
        build_index(CAPITAL, elsewhere)
    assert "there yet (there is: broadband). Give each a column, or rows, of that name, or say its heading:" in str(
        fault.value
    )


def test_local_digital_capital_names_the_one_figure_that_is_missing_when_the_others_are_there():
    figures = drawn_from(CAPITAL)
    short = figures.pick(figures.indicators[:-1])
    with pytest.raises(RecipeError, match="there is no indicator called 'ldc-trade-support' in the figures"):
        build_index(CAPITAL, short)


def test_local_digital_capital_shows_its_gaps_once_it_has_figures():
    index: Index = build_index(CAPITAL, drawn_from(CAPITAL))
    assert np.all(np.isnan(index.scores.column("data-ecosystems", "2022")))
    assert index.coverage[:, 0, 0].tolist() == [0.75] * 12  # six components of eight
