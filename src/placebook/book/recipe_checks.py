"""What can be seen only when a whole recipe has been read: names that are not there, steps that are missing."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from placebook.book import yaml
from placebook.measure.figures import calculated, scored
from placebook.measure.scales import OTHERS
from placebook.measure.tree import check_names, level_of, nearest_name, part_depths
from placebook.measure.ways import aggregation_of
from placebook.methods.formula import read_formula
from placebook.types import Part, Recipe, RecipeError, Step

USUAL_LEVELS = {
    1: ("index",),
    2: ("index", "indicator"),
    3: ("index", "dimension", "indicator"),
    4: ("index", "dimension", "component", "indicator"),
}


def usual_levels(tree: Part) -> tuple[str, ...]:
    """The names of the levels of a tree where a recipe gives none: by how deep it is."""
    depth = 1 + max(depth for _, depth in part_depths(tree))
    return USUAL_LEVELS.get(depth, USUAL_LEVELS[4])


def check_whole(recipe: Recipe, value: yaml.Mapping) -> None:
    """Refuse a recipe whose parts do not fit together.

    Raises
    ------
    RecipeError : with file, line of the key, what is wrong and what would be right
    """
    _at(value, "tree", _check_tree, recipe)
    _at(value, "steps", _check_steps, recipe)
    names = {part.name for part in recipe.tree.walk()}
    for part in recipe.frameworks:
        if part not in names:
            where = f"{value.file}, line {value.line_of('frameworks')} (frameworks)"
            raise RecipeError(f"{where}: the tree has no part called {part!r}; {nearest_name(part, sorted(names))}")


def _at(value: yaml.Mapping, key: str, check: Callable[[Recipe], None], recipe: Recipe) -> None:
    try:
        check(recipe)
    except RecipeError as fault:
        raise RecipeError(f"{value.file}, line {value.line_of(key)} ({key}): {fault}") from None


def _check_tree(recipe: Recipe) -> None:
    try:
        check_names(recipe)
    except RecipeError as fault:
        raise RecipeError(str(fault).removeprefix(f"recipe {recipe.id!r}: ")) from None


def _check_steps(recipe: Recipe) -> None:
    families = [step.family for step in recipe.steps]
    if "aggregate" not in families:
        raise RecipeError("no step says how parts make a whole; add - aggregate: {method: arithmetic}")
    if families.count("aggregate") > 1:
        raise RecipeError("aggregate stands twice; keep one, with by_level or by_part for what differs")
    for step in recipe.steps:
        _check_names_of(recipe, step)
    _check_formulas(recipe)


def _check_names_of(recipe: Recipe, step: Step) -> None:
    """Refuse names of parts, levels and indicators that the recipe does not have."""
    parts = [part.name for part in recipe.tree.walk()]
    wholes = [part.name for part in recipe.tree.walk() if part.parts]
    _refuse_strange(step.options.get("by_level", {}), recipe.levels, "by_level", "level")
    _refuse_strange(step.options.get("by_part", {}), wholes, "by_part", "part that is made from others")
    if step.family == "weight":
        _refuse_strange(step.only, wholes, "parts", "part that is made from others")
    if step.family == "normalise":
        figures = [*scored(recipe), *calculated(recipe), OTHERS]
        for key in ("goalposts", "targets"):
            named = step.options.get(key, ())
            _refuse_strange(named, figures, key, "indicator in the tree")
    elif step.only and step.family == "screen":
        _refuse_strange(step.only, [*parts, *scored(recipe)], "only", "part or indicator of the tree")


def _refuse_strange(names: Iterable[str], there: Iterable[str], key: str, what: str) -> None:
    known = tuple(there)
    for name in names:
        if name not in known:
            raise RecipeError(f"{key} names {name!r}, and there is no such {what}; {nearest_name(name, known)}")


def _check_formulas(recipe: Recipe) -> None:
    """Refuse a formula of a whole that names what is not one of its own parts."""
    for whole, depth in part_depths(recipe.tree):
        if not whole.parts:
            continue
        how = aggregation_of(recipe, whole.name, level_of(recipe, depth))
        if how["method"] == "formula":
            parts = [part.name for part in whole.parts]
            _refuse_strange(
                read_formula(str(how["formula"])).names,
                parts,
                f"the formula of {whole.name!r}",
                "part directly below it",
            )
