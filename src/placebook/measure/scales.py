"""Putting figures, or scores on their way up, on a scale: the options a recipe gives, and where they go wrong."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from typing import Any

import numpy as np

from placebook.measure.figures import Figures, concerned, reference_rows
from placebook.measure.tree import nearest_name
from placebook.methods import normalise
from placebook.methods.reference import ColumnFault, NoVariation
from placebook.types import Direction, Indicator, Numbers, Recipe, RecipeError, Step

OTHERS = "others"  # the key of goalposts or targets that holds for every indicator without its own


def normalise_figures(recipe: Recipe, step: Step, figures: Figures, indicators: Mapping[str, Indicator]) -> Figures:
    """Normalise: put every indicator on one scale and one direction, so that a higher score is the same news.

    Figures that an earlier step has normalised are scores already: their direction is not turned again.
    """
    columns = concerned(recipe, step, figures)
    names = [figures.indicators[c] for c in columns]
    sign = np.array([1.0 if name in figures.on_scale else sign_of(recipe, name, indicators) for name in names])
    options = _named_options(recipe, step, names, figures)
    x = figures.values[:, columns, :]
    out = np.empty_like(x)
    for t, label in enumerate(figures.periods):
        reference = reference_rows(x, recipe, figures.periods, t)
        try:
            out[:, :, t] = normalise.METHODS[step.method](x[:, :, t], reference, sign, **options)
        except ValueError as fault:
            where = f"recipe {recipe.id!r}, step normalise ({step.method}), period {label}"
            raise RecipeError(f"{where}: {in_words(fault, names)}") from None
    return replace(figures.after(columns, out), on_scale=figures.on_scale | set(names))


def sign_of(recipe: Recipe, name: str, indicators: Mapping[str, Indicator]) -> float:
    """+1 where a higher figure gives a higher score, -1 where it gives a lower one."""
    known = indicators.get(name)
    if known is None or known.direction is None:
        raise RecipeError(
            f"recipe {recipe.id!r}: indicator {name!r} has no direction. "
            "Say `direction: higher_is_better` or `direction: lower_is_better` where it is declared"
        )
    sign = 1.0 if known.direction is Direction.HIGHER_IS_BETTER else -1.0
    return -sign if recipe.high_score_is == "worse" else sign


def in_words(fault: ValueError, names: Sequence[str]) -> str:
    """What a method says is wrong, with the names of indicators in place of positions of columns."""
    if not isinstance(fault, ColumnFault):
        return str(fault)
    whose = ", ".join(names[column] for column in fault.columns)
    has = "has" if len(fault.columns) == 1 else "have"
    if isinstance(fault, NoVariation):
        return (
            f"{whose} {has} the same figure everywhere, so it cannot tell areas apart. "
            "Leave it out, or give it goalposts"
        )
    return f"{whose} {has} {fault.why}"


# --- options that name indicators or areas ----------------------------------------------------------


def _named_options(recipe: Recipe, step: Step, names: list[str], figures: Figures) -> dict[str, Any]:
    """Options with names of indicators or areas turned into what methods take."""
    options = _with_area(recipe, step.options, figures.areas, "step normalise")
    if step.method == "goalposts":
        pairs = [_asked(recipe, options["goalposts"], name, "goalposts") for name in names]
        options["goalposts"] = [_ends(pair) for pair in pairs]
        options["scale"] = tuple(_scale(pair) for pair in pairs)
    if step.method == "distance_to_target":
        options["targets"] = np.array([_asked(recipe, options["targets"], name, "targets") for name in names], float)
    return options


def _asked(recipe: Recipe, declared: Mapping[str, Any], name: str, what: str) -> Any:
    if name in declared:
        return declared[name]
    if OTHERS in declared:
        return declared[OTHERS]
    raise RecipeError(
        f"recipe {recipe.id!r}, step normalise: {name!r} has no {what}. Add `{name}: ...` to {what}, "
        f"or `{OTHERS}: ...` for all that have none"
    )


def _ends(pair: Any) -> tuple[Any, Any]:
    return (pair["low"], pair["high"]) if isinstance(pair, Mapping) else tuple(pair)


def _scale(pair: Any) -> str:
    return str(pair.get("scale", "linear")) if isinstance(pair, Mapping) else "linear"


def _with_area(recipe: Recipe, options: Mapping[str, Any], areas: tuple[str, ...], where: str) -> dict[str, Any]:
    """Options with the code of an area turned into its position."""
    said = dict(options)
    if "area" in said:
        area = str(said.pop("area"))
        if area not in areas:
            raise RecipeError(
                f"recipe {recipe.id!r}, {where}: the reference area {area!r} is not in the figures; "
                + nearest_name(area, areas)
            )
        said["reference_area"] = areas.index(area)
    return said


# --- scores on their way up --------------------------------------------------------------------------

Rescale = Callable[[Numbers, Numbers], Numbers]


def ways_of(how: Mapping[str, Any], key: str) -> tuple[Mapping[str, Any], ...]:
    """The ways of `before` or `then`, of which a recipe may write one or a list."""
    said = how.get(key, ())
    return (said,) if isinstance(said, Mapping) else tuple(said)


def rescales(recipe: Recipe) -> bool:
    """True where some whole, or the parts it is made from, is put on a new scale on the way up."""
    steps = [step.options for step in recipe.steps if step.family == "aggregate"]
    special = [how for one in steps for key in ("by_level", "by_part") for how in one.get(key, {}).values()]
    return any(key in how for how in (*steps, *special) for key in ("before", "then"))


def rescaling(recipe: Recipe, way: Mapping[str, Any], areas: tuple[str, ...], where: str) -> Rescale:
    """One way of `before` or `then` as a function of scores and the rows their constants are taken from.

    Scores have shape (areas, columns); a higher score stays the same news.

    Raises
    ------
    RecipeError : when called, for scores that cannot be put on this scale
    """
    options = _with_area(recipe, way, areas, where)
    method = options.pop("method")
    if method == "goalposts":
        options["goalposts"], options["scale"] = [_ends(way["goalposts"])], _scale(way["goalposts"])

    def rescale(x: Numbers, reference: Numbers) -> Numbers:
        try:
            found: Numbers = normalise.METHODS[method](x, reference, np.ones(x.shape[1]), **options)
            return found
        except ValueError as fault:
            said = "every score there is the same" if isinstance(fault, NoVariation) else fault
            raise RecipeError(f"recipe {recipe.id!r}, {where} ({method}): {said}") from None

    return rescale


def rescaled(recipe: Recipe, how: Mapping[str, Any], key: str, x: Numbers, figures: Figures, whole: str) -> Numbers:
    """Scores after the ways of `before` or `then`, one after the other; shape (areas, parts, periods) as given."""
    for way in ways_of(how, key):
        rescale = rescaling(recipe, way, figures.areas, f"step aggregate, `{key}` of {whole!r}")
        each = [rescale(x[:, :, t], reference_rows(x, recipe, figures.periods, t)) for t in range(x.shape[2])]
        x = np.stack(each, axis=2)
    return x
