"""The weights of the parts of a whole: as the recipe declares them, or worked out from the scores."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np

from placebook.measure.figures import reference_rows
from placebook.methods import weight
from placebook.methods.weight import Weights
from placebook.types import Numbers, Part, Recipe, RecipeError, Step


def weights_of(
    recipe: Recipe, periods: tuple[str, ...], whole: Part, x: Numbers, how: Mapping[str, Any]
) -> tuple[Weights, ...]:
    """The weights of a whole's measured parts, and what a reader should know about them, for each period.

    Parameters
    ----------
    recipe, periods : whose weight steps and `constants_from` count
    whole : its measured parts have the declared weights
    x : scores of those parts, shape (areas, periods, parts)
    how : the way the whole is made from its parts, as from `aggregation_of`

    Raises
    ------
    RecipeError : the weights cannot be worked out from these scores
    """
    declared = Weights(np.array([part.weight for part in whole.measured]))
    step = weight_step(recipe, whole)
    if step is None or len(whole.measured) < 2 or how["method"] == "formula":  # a formula has no weights
        return (declared,) * len(periods)
    scores = np.moveaxis(x, 1, 2)
    if recipe.constants_from != "each_period":
        once = _worked_out(recipe, whole, step, reference_rows(scores, recipe, periods, 0), declared.weights, how)
        return (once,) * len(periods)
    return tuple(_worked_out(recipe, whole, step, scores[:, :, t], declared.weights, how) for t in range(len(periods)))


def weight_step(recipe: Recipe, whole: Part) -> Step | None:
    """The last weight step that speaks of this whole; `declared` means the weights of the tree."""
    found = None
    for step in recipe.steps:
        if step.family == "weight" and (not step.only or whole.name in step.only):
            found = step
    return None if found is None or found.method == "declared" else found


def _worked_out(
    recipe: Recipe, whole: Part, step: Step, rows: Numbers, declared: Numbers, how: Mapping[str, Any]
) -> Weights:
    options = dict(step.options)
    if step.method == "optimised":
        options.setdefault("importance", declared)
        options.setdefault("aggregate", {k: v for k, v in how.items() if k not in ("decimals", "before", "then")})
    try:
        worked: Weights = weight.METHODS[step.method](rows, declared, **options)
        return worked
    except ValueError as fault:
        raise RecipeError(f"recipe {recipe.id!r}, step weight ({step.method}), part {whole.name!r}: {fault}") from None
