"""The way a whole is made from its parts: what the recipe says of it, and doing it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np

from placebook.measure.figures import Figures
from placebook.methods import aggregate
from placebook.types import Numbers, Part, Recipe, RecipeError


def aggregation_of(recipe: Recipe, name: str, level: str) -> Mapping[str, Any]:
    """How a whole is made from its parts: what the recipe says for it, for its level, or for all."""
    for step in recipe.steps:
        if step.family != "aggregate":
            continue
        common = {k: v for k, v in step.options.items() if k not in ("by_level", "by_part")} | {"method": step.method}
        special = step.options.get("by_part", {}).get(name) or step.options.get("by_level", {}).get(level) or {}
        changed = special.get("method", step.method) != step.method
        kept = {k: v for k, v in common.items() if not changed or k in ("missing", "decimals")}
        return {**kept, **special}
    raise RecipeError(f"recipe {recipe.id!r}: no step says how to aggregate. Add `- aggregate: {{method: arithmetic}}`")


def own_options(whole: Part, how: Mapping[str, Any]) -> dict[str, Any]:
    """The options of the aggregation's own function, without what is done before and after it."""
    options = {k: v for k, v in how.items() if k not in ("method", "decimals", "before", "then")}
    if how["method"] == "formula":
        options.pop("missing", None)
        options["names"] = tuple(part.name for part in whole.measured)
        options["absent"] = tuple(part.name for part in whole.parts if part.not_measured is not None)
    return options


def combine_parts(whole: Part, how: Mapping[str, Any], x: Numbers, shares: Numbers) -> Numbers:
    """Scores of a whole, shape (areas, periods), from those of its measured parts, shape (areas, periods, parts).

    Raises ValueError for parts that the method cannot combine.
    """
    options = own_options(whole, how)
    method = aggregate.METHODS[how["method"]]
    if how["method"] == "copeland":
        return np.stack([method(x[:, t, :], shares[t], **options) for t in range(x.shape[1])], axis=1)
    score: Numbers = method(x, shares, **options)
    return score


def first_low(figures: Figures, parts: tuple[Part, ...], x: Numbers, said: str) -> str:
    """Whose score is the first that is too low, where that is what a mean cannot take."""
    low = np.argwhere(x <= 0 if "zero or below" in said else x < 0)
    if not len(low) or "cannot take" not in said or "negative" in said:
        return ""
    area, period, part = low[0]
    return f". The first is {parts[part].name!r} of {figures.areas[area]} in {figures.periods[period]}"
