"""What if? Change one thing in a recipe and see which areas move, and by how much.

Because a recipe is a value, a change is a new value; the figures and the engine stay as they are.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any

import numpy as np

from placebook.measure.draws import steps_with
from placebook.measure.tree import level_of, nearest_name, part_depths
from placebook.measure.ways import aggregation_of
from placebook.measure.weigh import weight_step
from placebook.types import Index, Part, Recipe, RecipeError, Step


@dataclass(frozen=True, slots=True)
class Move:
    """One area before and after a change. Ranks are None where there is no score."""

    area: str
    score_before: float | None
    score_after: float | None
    rank_before: int | None
    rank_after: int | None

    @property
    def places(self) -> int | None:
        """Places gained (positive: nearer to rank 1); None where one side has no rank."""
        if self.rank_before is None or self.rank_after is None:
            return None
        return self.rank_before - self.rank_after


@dataclass(frozen=True, slots=True)
class WhatIf:
    """What a change of recipe does to one part in one period, areas that move most in front."""

    change: str
    part: str
    period: str
    moves: tuple[Move, ...]

    @property
    def moved(self) -> int:
        """How many areas change rank, counting those that gain or lose one."""
        return sum(1 for move in self.moves if move.rank_before != move.rank_after)

    @property
    def mean_move(self) -> float:
        """Mean number of places moved, of the areas ranked both times."""
        places = [abs(move.places) for move in self.moves if move.places is not None]
        return float(np.mean(places)) if places else 0.0


def with_weight(recipe: Recipe, name: str, weight: float) -> Recipe:
    """The recipe with another weight for one part.

    Raises RecipeError when there is no such part, it is the whole index, or the weight is no number.
    """
    if not np.isfinite(weight):
        raise RecipeError(f"recipe {recipe.id!r}: the weight of {name!r} cannot be {weight}; a number is wanted")
    if name == recipe.tree.name:
        raise RecipeError(f"recipe {recipe.id!r}: {name!r} is the whole index, which has no weight; name a part of it")
    return replace(recipe, tree=_changed(recipe, name, lambda part: replace(part, weight=weight)))


def why_no_effect(recipe: Recipe, name: str) -> str:
    """Why another declared weight of a part can move nothing; empty where it can.

    A weight step that works weights out, or gives all the same, takes the place of what is declared; a formula
    has no weights at all. `optimised` goes by the declared weights unless it is told an importance of its own.
    """
    for whole, depth in part_depths(recipe.tree):
        if name not in [part.name for part in whole.parts]:
            continue
        if aggregation_of(recipe, whole.name, level_of(recipe, depth))["method"] == "formula":
            return f"{whole.title} is made by a formula, which has no weights"
        step = weight_step(recipe, whole)
        if step is not None and (step.method != "optimised" or "importance" in step.options):
            return f"the step weight ({step.method}) sets the weights in {whole.title}, whatever is declared"
    return ""


def without_part(recipe: Recipe, name: str) -> Recipe:
    """The recipe with one part left out, and with every whole that is then empty.

    Raises RecipeError when the part is the whole index, or nothing would be left.
    """
    _found(recipe, name)
    kept = _kept(recipe.tree, name)
    if kept is None:
        raise RecipeError(f"recipe {recipe.id!r}: without {name!r} nothing is left of the index")
    return replace(recipe, tree=kept)


def with_step(recipe: Recipe, step: Step) -> Recipe:
    """The recipe with every step of a family done another way, in the place of the first.

    A family the recipe does not have yet goes where the handbook has it. Ways of aggregating keep the
    recipe's rule for missing parts unless they bring their own.
    """
    return replace(recipe, steps=steps_with(recipe, step))


def with_setting(recipe: Recipe, key: str, value: Any) -> Recipe:
    """The recipe with another `constants_from` or `high_score_is`.

    Raises RecipeError for any other key, and for a word that `high_score_is` does not take; whether a base
    period is among the figures is seen when the index is built.
    """
    if key not in ("constants_from", "high_score_is"):
        raise RecipeError(f"recipe {recipe.id!r}: {key!r} cannot be changed here; try constants_from or high_score_is")
    if key == "high_score_is" and value not in ("better", "worse"):
        raise RecipeError(f"recipe {recipe.id!r}: high_score_is cannot be {value!r}; write better or worse")
    return replace(recipe, **{key: value})


def compare(before: Index, after: Index, change: str, part: str, period: str) -> WhatIf:
    """Which areas move on one part, most places first; areas are matched by code.

    Raises RecipeError when either index has no such part or period.
    """
    one, other = _side(before, part, period), _side(after, part, period)
    areas = dict.fromkeys([*before.scores.areas, *after.scores.areas])
    nothing = (None, None)
    moves = []
    for area in areas:
        score_before, rank_before = one.get(area, nothing)
        score_after, rank_after = other.get(area, nothing)
        moves.append(Move(area, score_before, score_after, rank_before, rank_after))
    return WhatIf(change, part, period, tuple(sorted(moves, key=_most_moved)))


def _most_moved(move: Move) -> tuple[int, float, str]:
    places = abs(move.places) if move.places is not None else 10**9 * (move.rank_before != move.rank_after)
    return (-places, move.rank_before or float("inf"), move.area)


def _side(index: Index, part: str, period: str) -> dict[str, tuple[float | None, int | None]]:
    if period not in index.scores.periods:
        raise RecipeError(
            f"recipe {index.recipe.id!r}: there is no period {period!r}; " + nearest_name(period, index.scores.periods)
        )
    names = [one.name for one in index.parts]
    if part not in names:
        raise RecipeError(f"recipe {index.recipe.id!r}: there is no part {part!r}; " + nearest_name(part, names))
    k, t = names.index(part), index.scores.periods.index(period)
    pairs = zip(index.scores.areas, index.scores.values[:, k, t], index.ranks.values[:, k, t], strict=True)
    return {area: _pair(score, rank) for area, score, rank in pairs}


def _pair(score: float, rank: float) -> tuple[float | None, int | None]:
    return (None if np.isnan(score) else float(score), None if np.isnan(rank) else int(rank))


def _found(recipe: Recipe, name: str) -> Part:
    for part in recipe.tree.walk():
        if part.name == name:
            return part
    names = [part.name for part in recipe.tree.walk()]
    raise RecipeError(f"recipe {recipe.id!r}: there is no part {name!r}; " + nearest_name(name, names))


def _changed(recipe: Recipe, name: str, change: Callable[[Part], Part]) -> Part:
    _found(recipe, name)

    def go(part: Part) -> Part:
        if part.name == name:
            return change(part)
        return replace(part, parts=tuple(go(below) for below in part.parts))

    return go(recipe.tree)


def _kept(part: Part, name: str) -> Part | None:
    if part.name == name:
        return None
    if not part.parts:
        return part
    parts = tuple(kept for kept in (_kept(below, name) for below in part.parts) if kept is not None)
    if not any(below.not_measured is None for below in parts):
        return None
    return replace(part, parts=parts)
