"""Whether scores of different periods may be compared at all, and what to answer if not."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import cache
from itertools import pairwise
from typing import Any

from placebook.measure.scales import ways_of
from placebook.measure.slope import LEAST_YEARS
from placebook.types import Recipe, Step

RANK_BASED = frozenset(
    {"rank", "percentile_rank", "percentile_bands", "borda", "exponential_rank", "normal_scores", "copeland"}
)
FIXED_BY_HAND = frozenset(  # need no constants
    {"none", "goalposts", "scaled", "distance_to_target", "log", "linear", "exponential", "bands", "cap"}
)


def why_no_trend(recipe: Recipe) -> str:
    """Why scores made by a recipe cannot be compared between years; empty when they can.

    A rank says how an area stands among others, not how it is. And a scale whose ends move each
    year (that year's best and worst, or mean and spread) moves the scores of an area where
    nothing has changed.
    """
    ranked = sorted(methods_of(recipe) & RANK_BASED)
    if ranked:
        return f"scores are made from ranks ({ranked[0]}), which say how areas stand to each other, not how they change"
    moving = sorted(_scaling_methods(recipe) - FIXED_BY_HAND)
    if moving and recipe.constants_from == "each_period":
        return f"the scale is set anew in each period ({moving[0]}), so scores of two periods are not on the same scale"
    return ""


def takes_nothing_from_figures(recipe: Recipe) -> bool:
    """True where every scale and weight is written down in the recipe, so that no constant comes from the figures."""
    weighed = {step.method for step in recipe.steps if step.family == "weight"}
    return methods_of(recipe).isdisjoint(RANK_BASED) and not (
        _scaling_methods(recipe) - FIXED_BY_HAND or weighed - {"declared", "equal"}
    )


def methods_of(recipe: Recipe) -> frozenset[str]:
    """Every normalising and aggregating method a recipe uses, those of single levels and parts included."""
    found = {step.method for step in recipe.steps if step.family == "normalise"}
    for step in recipe.steps:
        if step.family == "aggregate":
            found.update(one["method"] for one in _ways_to_aggregate(step) if "method" in one)
    return frozenset(found | _scaling_methods(recipe))


def _scaling_methods(recipe: Recipe) -> frozenset[str]:
    """The methods that put figures, or scores on their way up, on a scale."""
    found = {_scale(step.method, step.options) for step in recipe.steps if step.family in ("treat", "normalise")}
    for step in recipe.steps:
        if step.family == "aggregate":
            ways = [way for one in _ways_to_aggregate(step) for key in ("before", "then") for way in ways_of(one, key)]
            found.update(_scale(way["method"], way) for way in ways)
    return frozenset(found)


def _scale(method: str, options: Mapping[str, Any]) -> str:
    """A method of scaling; goalposts with an end that is found in the data are not those fixed by hand."""
    posts = options.get("goalposts", ())
    pairs = list(posts.values()) if isinstance(posts, Mapping) else [posts]
    ends = [end for pair in pairs for end in (pair.values() if isinstance(pair, Mapping) else pair)]
    return "goalposts found in the data" if any(isinstance(end, Mapping) for end in ends) else method


def _ways_to_aggregate(step: Step) -> list[Mapping[str, Any]]:
    """The options of an aggregate step for everything, for single levels and for single parts."""
    special = [*step.options.get("by_level", {}).values(), *step.options.get("by_part", {}).values()]
    return [{**step.options, "method": step.method}, *special]


@cache
def year_of(period: str) -> int | None:
    """The year a period label begins with: 2012 for "2012", "2012/13" and "2012-2014"; None if it has none."""
    found = re.match(r"(\d{4})(?!\d)", period)
    return int(found[1]) if found else None


def why_no_years(periods: tuple[str, ...]) -> str:
    """Why these periods cannot be put on a line of years; empty when they can."""
    if len(periods) < LEAST_YEARS:
        return f"too few periods: {len(periods)}, and a trend needs {LEAST_YEARS}"
    years = [year_of(label) for label in periods]
    for label, year in zip(periods, years, strict=True):
        if year is None:
            return f"the period {label!r} does not begin with a year"
    known = [year for year in years if year is not None]
    if any(later <= earlier for earlier, later in pairwise(known)):
        return "the periods are not in rising order of years, one each"
    return ""
