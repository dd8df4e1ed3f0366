"""An explanation holds every step of a recipe in words, with the formula and source of every method it uses."""

from __future__ import annotations

import pytest

from manual import BLOCKS, manual_recipe
from placebook.book.recipes import shipped_recipes
from placebook.cli.methods import explanation_text
from placebook.measure.explain import described, explain
from placebook.measure.scales import ways_of
from placebook.methods import aggregate, impute, normalise, treat, weight
from placebook.types import Recipe, Step
from recipes import recipe

METHODS = {
    "impute": impute.METHODS,
    "treat": treat.METHODS,
    "normalise": normalise.METHODS,
    "weight": weight.METHODS,
    "aggregate": aggregate.METHODS,
}
WORKED = [info.split()[1].removesuffix(".yaml") for info, _ in BLOCKS if info.startswith("yaml ")]
SHIPPED = shipped_recipes()
PLAIN = {("impute", "none"), ("weight", "declared"), ("weight", "equal")}  # need neither formula nor source


def used_by(step: Step) -> set[tuple[str, str]]:
    """Every method that a step uses, with its family, read straight from the options."""
    if step.family not in METHODS:
        return set()
    ways = [step.options, *step.options.get("by_level", {}).values(), *step.options.get("by_part", {}).values()]
    found = {(step.family, step.method)} | {("aggregate", way["method"]) for way in ways[1:] if "method" in way}
    return found | {
        ("normalise", one["method"]) for way in ways for key in ("before", "then") for one in ways_of(way, key)
    }


def check(one: Recipe) -> None:
    said = explain(one)
    assert [line.family for line in said.steps] == [step.family for step in one.steps]
    text = explanation_text(said)
    squeezed = " ".join(text.split())
    for line, step in zip(said.steps, one.steps, strict=True):
        assert line.words
        assert {method.name for method in line.methods} == {name for _, name in used_by(step)}
        for family, name in used_by(step):
            method = described(family, name)
            assert " ".join(method.meaning.split()) in squeezed
            assert " ".join(method.formula.split()) in squeezed
            assert method.source in squeezed
    for sentence in (one.title, one.says, one.does_not_say, one.method_source, one.higher_means):
        assert " ".join(sentence.split()) in squeezed
    for part in one.tree.walk():
        assert part.name in squeezed or part.title in squeezed or part.indicator in {i.id for i in one.indicators}


@pytest.mark.parametrize("name", sorted(SHIPPED))
def test_a_shipped_recipe_is_explained_step_by_step(name):
    check(SHIPPED[name])


@pytest.mark.parametrize("name", WORKED)
def test_a_recipe_of_the_manual_is_explained_step_by_step(name):
    check(manual_recipe(name))


@pytest.mark.parametrize(("family", "name"), [(f, name) for f, methods in METHODS.items() for name in methods])
def test_every_method_says_what_it_means_its_formula_and_its_source(family, name):
    method = described(family, name)
    assert method.meaning.endswith(".")
    assert len(method.meaning) > 20
    if (family, name) not in PLAIN:
        assert method.source
    if family in ("normalise", "aggregate"):
        assert "=" in method.formula or name == "percentile_bands"


HEAD = """
indicators: {a: {direction: higher_is_better}, b: {direction: lower_is_better}}
tree: {whole: {parts: {a: , b: }}}
steps:
"""
POSTS = "  - normalise: {method: goalposts, goalposts: {a: [{worst: 1}, {best: 5}], others: [{percentile: 5}, 0]}}\n"
ADD = "  - aggregate: {method: arithmetic}\n"


@pytest.mark.parametrize(
    ("steps", "said"),
    [
        ("  - calculate: {a: log(a + 1)}\n" + ADD, "a is worked out as log(a + 1)."),
        ("  - denominate: {a: {by: people, times: 1000}}\n" + ADD, "a is divided by people, times 1,000."),
        (
            "  - screen: {areas: 0.5, indicators: 0.66}\n" + ADD,
            "An indicator leaves the index if fewer than 66% of areas",
        ),
        (
            "  - screen: {areas: 0.5}\n" + ADD,
            "An area shows as missing in a period if it has fewer than 50% of the indicators.",
        ),
        (
            "  - treat: {method: winsorise, count: 2, only: [a]}\n" + ADD,
            "Outliers are treated in a by winsorise (count 2).",
        ),
        (
            POSTS + ADD,
            "a: the worst figure scores lowest, the mean of the best 5 figures highest",
        ),
        (
            POSTS + ADD,
            "all others: percentile 5 from the worst scores lowest, 0 highest",
        ),
        (
            "  - normalise: {method: goalposts, goalposts: {others: {low: 1, high: 9, scale: log}}}\n" + ADD,
            "all others: 1 scores lowest, 9 highest on a logarithmic scale",
        ),
        ("  - normalise: {method: distance_to_target, targets: {a: 5, b: 1}}\n" + ADD, "b: the target is 1"),
        (
            "  - normalise: {method: percentile_bands, at: [50], scores: [0, 1]}\n" + ADD,
            "percentile bands (at 50, scores 0 1)",
        ),
        ("  - aggregate: {method: minimum}\n", "Each part is made from the parts below it by the lowest of them."),
        (
            "  - aggregate: {method: geometric, floor: 1, decimals: 2, then: {method: rank}}\n",
            "by the weighted geometric mean; a score below 1 counts as 1; rounded to 2 decimals; "
            "the result is then put on a new scale by rank.",
        ),
        (
            "  - aggregate: {method: arithmetic, before: [{method: linear, times: -1}, {method: min_max}]}\n",
            "the weighted average; before that, scores are put on another scale by linear (times -1), then min max.",
        ),
        (
            "  - aggregate: {method: arithmetic, then: {method: goalposts, goalposts: [0, 50]}}\n",
            "put on a new scale by goalposts (0 scores lowest, 50 highest).",
        ),
        (
            "  - aggregate: {method: geometric, floor: 1, by_part: {whole: {method: formula, formula: a / b}}}\n",
            "For whole: by the formula a / b.",
        ),
        (
            "  - aggregate: {method: arithmetic, by_level: {index: {missing: leave_out}}}\n",
            "At the level index: If a part is missing, the parts that are there share its weight.",
        ),
    ],
)
def test_a_step_in_words(steps, said):
    text = " ".join(explanation_text(explain(recipe(HEAD + steps))).split())
    assert said in text


def test_what_is_over_time_depends_on_what_is_taken_from_the_figures():
    fixed = recipe(HEAD + "  - normalise: {method: scaled}\n" + ADD)
    assert explain(fixed).over_time[0] == (
        "Scales and weights are written down in the recipe: nothing is taken from the figures."
    )
    moving = recipe(HEAD + "  - normalise: {method: min_max}\n" + ADD)
    assert explain(moving).over_time[0] == "Best, worst, averages and weights are worked out anew in each period."
    assert explain(moving).over_time[1].startswith("Scores of two periods are not compared: the scale is set anew")
