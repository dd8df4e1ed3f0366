"""Recipe files into recipes. The manual of the language is docs/recipes.md."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import replace
from importlib.resources import files
from pathlib import Path
from typing import Any

from placebook.book import yaml
from placebook.book.fields import Fields, block, blocks, items, number, one_of, text, texts, truth, whole
from placebook.book.indicators import read_indicator
from placebook.book.recipe_checks import check_whole, usual_levels
from placebook.book.recipe_options import read_method
from placebook.book.recipe_steps import read_step
from placebook.book.recipe_tree import read_tree
from placebook.types import Choice, Indicator, PeerPlan, ProgressPlan, RankPlan, Recipe, RecipeError, Step

_ID = re.compile(r"\w[\w-]{0,99}")
_VARIED = ("normalise", "aggregate", "treat", "impute")


def read_recipe(path: Path) -> Recipe:
    """A recipe from its YAML file.

    Raises
    ------
    ContentError : the file is not strict YAML
    RecipeError : it says something that a recipe cannot say; with file, line and what would be right
    """
    return recipe_of(yaml.read_yaml(path))


def recipe_of(value: yaml.Mapping) -> Recipe:
    """A recipe from YAML already read. See read_recipe."""
    fields = Fields(value, error=RecipeError)
    name = fields.take("recipe", _id)
    tree = read_tree(fields.take("tree", block))
    recipe = Recipe(
        id=name,
        title=fields.take("title", text),
        says=fields.take("says", text),
        does_not_say=fields.take("does_not_say", text),
        method_source=fields.take("method_source", text),
        higher_means=fields.take("higher_means", text),
        levels=fields.take("levels", texts, default=usual_levels(tree)),
        tree=tree,
        steps=tuple(read_step(item, value.file) for item in fields.take("steps", items)),
        version=fields.take("version", text, default="1"),
        high_score_is=fields.take("high_score_is", one_of("better", "worse"), default="better"),
        constants_from=fields.take("constants_from", text, default="each_period"),
        periods=fields.take("periods", texts, default=()),
        indicators=tuple(read_indicator(one, key) for key, one in _named_blocks(fields, "indicators")),
        context=fields.take("context", texts, default=()),
        frameworks=fields.take("frameworks", _words, default={}),
        ranks=_rank_plan(fields.take("ranks", block, default=None), value.file),
        peers=_peer_plan(fields.take("peers", block, default=None)),
        progress=_progress_plan(fields.take("progress", block, default=None)),
    )
    fields.finish()
    check_whole(recipe, value)
    return recipe


def shipped_recipes() -> dict[str, Recipe]:
    """The recipes that come with Placebook, by id."""
    folder = files("placebook") / "content" / "recipes"
    found = [read_recipe(Path(str(file))) for file in folder.iterdir() if file.name.endswith(".yaml")]
    return {recipe.id: recipe for recipe in sorted(found, key=lambda one: one.id)}


def read_from_sources(recipe: Recipe, indicators: Mapping[str, Indicator]) -> Recipe:
    """A shipped recipe in a book: what a source declares of an indicator takes the place of what the recipe does.

    Raises RecipeError where the two do not agree which way is better: the index would come out upside down.
    """
    for one in recipe.indicators:
        declared = indicators.get(one.id)
        if declared and declared.direction and declared.direction != one.direction:
            raise RecipeError(
                f"{one.id} is {declared.direction} in its source, and the recipe {recipe.id} that ships with Placebook "
                f"reads it as {one.direction}; change direction: in the source"
            )
    return replace(recipe, indicators=tuple(one for one in recipe.indicators if one.id not in indicators))


def _named_blocks(fields: Fields, key: str) -> list[tuple[str, yaml.Mapping]]:
    named: yaml.Mapping | None = fields.take(key, block, default=None)
    for name, value in (named or {}).items():
        if not isinstance(value, yaml.Mapping):
            raise fields.fault(f"{key} {name!r} holds {value!r}; write its title, unit and direction below it", key)
    return list((named or {}).items())


def _id(value: Any) -> str:
    """The id of a recipe. It names a folder of results, so it can hold no dot and no slash."""
    name = text(value)
    if not _ID.fullmatch(name):
        raise ValueError(f"{name!r} is not an id; write letters, digits and hyphens, as in ward-social-progress")
    return name


def _words(value: Any) -> dict[str, str]:
    return {key: text(word) for key, word in block(value).items()}


def _rank_plan(value: yaml.Mapping | None, file: str) -> RankPlan:
    if value is None:
        return RankPlan()
    fields = Fields(value, inside="ranks", error=RecipeError)
    plan = RankPlan(
        runs=fields.take("runs", whole, default=1000),
        seed=fields.take("seed", whole, default=1),
        sampling_error=fields.take("sampling_error", truth, default=True),
        missing_values=fields.take("missing_values", truth, default=True),
        missing_spread=fields.take("missing_spread", number, default=0.5),
        choices=_choices(fields.take("vary", block, default=None), file),
    )
    fields.finish()
    if plan.runs < 100:
        raise fields.fault(f"{plan.runs} runs are too few for a 5th and a 95th percentile; write 100 or more", "runs")
    if plan.seed < 0:
        raise fields.fault(f"the seed is {plan.seed}; write a whole number, 0 or more", "seed")
    if plan.missing_spread < 0:
        raise fields.fault(f"missing_spread is {plan.missing_spread:g}; write a share, 0 or more", "missing_spread")
    return plan


def _choices(value: yaml.Mapping | None, file: str) -> tuple[Choice, ...]:
    if value is None:
        return ()
    fields = Fields(value, inside="vary", error=RecipeError)
    found: list[Choice] = []
    weights = fields.take("weights", block, default=None)
    if weights is not None:
        found.append(Choice("weights", (_within(weights),)))
    for family in _VARIED:
        ways = fields.take(family, blocks, default=())
        where = f"{file}, line {value.line_of(family)} (vary {family})"
        if ways:
            found.append(Choice(family, tuple(Step(family, *read_method(where, family, way)) for way in ways)))
    if fields.take("drop_one", truth, default=False):
        found.append(Choice("drop_one", ()))
    fields.finish()
    return tuple(found)


def _within(value: yaml.Mapping) -> float:
    fields = Fields(value, inside="vary weights", error=RecipeError)
    share = fields.take("within", number)
    fields.finish()
    if not 0 < share < 1:
        raise fields.fault(f"within is {share}; write a share between 0 and 1, such as 0.25", "within")
    return share


def _peer_plan(value: yaml.Mapping | None) -> PeerPlan:
    if value is None:
        return PeerPlan()
    fields = Fields(value, inside="peers", error=RecipeError)
    usual = PeerPlan()
    plan = PeerPlan(
        count=fields.take("count", whole, default=usual.count),
        nearest_on=fields.take("nearest_on", texts, default=()),
        mads=fields.take("mads", number, default=usual.mads),
        mad_scaled_by=fields.take("mad_scaled_by", number, default=usual.mad_scaled_by),
    )
    fields.finish()
    if plan.count < 1:
        raise fields.fault(f"count is {plan.count}; write 1 or more, or leave peers out", "count")
    if plan.mads < 0 or plan.mad_scaled_by <= 0:
        raise fields.fault("mads must be 0 or more, and mad_scaled_by above 0")
    return plan


def _progress_plan(value: yaml.Mapping | None) -> ProgressPlan:
    if value is None:
        return ProgressPlan()
    fields = Fields(value, inside="progress", error=RecipeError)
    usual = ProgressPlan()
    plan = ProgressPlan(
        stagnation=fields.take("stagnation", number, default=usual.stagnation),
        significant=fields.take("significant", number, default=usual.significant),
    )
    fields.finish()
    if not 0 <= plan.stagnation < plan.significant:
        raise fields.fault("stagnation must be 0 or more and below significant; both are points of score a year")
    return plan
