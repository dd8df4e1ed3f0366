"""What one run of honest ranks changes: the error in the figures, the choices of method, the missing values.

Each of the three causes has its own stream of random numbers, and so has each kind of method choice, so
that one can be held still while another moves. A draw of a cause is a whole number; the same number and
seed give the same change, whatever else moves or is declared.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace

import numpy as np

from placebook.measure.stages import Figures, scored
from placebook.measure.tree import leaves
from placebook.types import Cube, Indicator, Numbers, Part, RankPlan, Recipe, Step

CAUSES = ("sampling error", "method choices", "missing values")
KINDS = ("weights", "normalise", "aggregate", "treat", "impute", "drop_one")  # of method choice, as their streams go
HELD = -1  # a cause that stays as published


@dataclass(frozen=True, slots=True)
class Draw:
    """One run: which draw of each cause, or HELD. `method` may give each kind of choice a draw of its own."""

    error: int = HELD
    method: int | Mapping[str, int] = HELD  # for all kinds, or by kind; a kind that is not named is held
    missing: int = HELD


@dataclass(frozen=True, slots=True)
class MethodDraw:
    """The choices of method of one run: an option number for each family, weight factors by part."""

    options: tuple[tuple[str, int], ...]  # (family, option); option 0 is the recipe's own way
    factors: Mapping[str, float]


def stream(seed: int, *place: int) -> np.random.Generator:
    """The random numbers of one draw of one cause: its number, the kind of choice where it has kinds, the draw."""
    return np.random.default_rng([seed, *place])


def method_draw(recipe: Recipe, plan: RankPlan, draw: int | Mapping[str, int]) -> MethodDraw:
    """Choose among the declared ways: each option of a family is as likely as the recipe's own."""
    if draw == HELD:
        return MethodDraw((), {})
    options: list[tuple[str, int]] = []
    factors: dict[str, float] = {}
    for choice in sorted(plan.choices, key=lambda one: KINDS.index(one.what)):
        number = draw if isinstance(draw, int) else draw.get(choice.what, HELD)
        random = None if number == HELD else stream(plan.seed, 1, KINDS.index(choice.what), number)
        if choice.what == "weights":
            factors = _noisy(recipe.tree, float(choice.options[0]), random)
        elif choice.what == "drop_one":
            factors = _dropped(recipe.tree, factors, _one_of(len(leaves(recipe.tree)), random))
        else:
            options.append((choice.what, _one_of(len(choice.options), random)))
    return MethodDraw(tuple(options), factors)


def _one_of(count: int, random: np.random.Generator | None) -> int:
    """A number from 1 to `count`, or 0 for what the recipe itself says, each as likely; 0 where it is held."""
    return 0 if random is None else int(random.integers(0, count + 1))


def _noisy(tree: Part, within: float, random: np.random.Generator | None) -> dict[str, float]:
    """A factor for the weight of every part, between 1 - within and 1 + within; none where it is held."""
    if random is None:
        return {}
    return {part.name: float(random.uniform(1 - within, 1 + within)) for part in tree.walk()}


def _dropped(tree: Part, factors: Mapping[str, float], which: int) -> dict[str, float]:
    """Factors with one leaf at nothing, and every whole that is left without parts; 0 drops none."""
    out = dict(factors)
    if which == 0:
        return out
    out[leaves(tree)[which - 1].name] = 0.0
    for part in reversed(tuple(tree.walk())):
        if part.measured and all(out.get(below.name, 1.0) == 0.0 for below in part.measured):
            out[part.name] = 0.0
    return out


def variant(recipe: Recipe, plan: RankPlan, options: tuple[tuple[str, int], ...]) -> Recipe:
    """The recipe with some of its steps done another way."""
    for family, number in options:
        if number == 0:
            continue
        ways = next(choice.options for choice in plan.choices if choice.what == family)
        recipe = replace(recipe, steps=steps_with(recipe, ways[number - 1]))
    return recipe


def steps_with(recipe: Recipe, way: Step) -> tuple[Step, ...]:
    """The steps with every step of a family replaced by another way of it, in the place of the first.

    A way of aggregating keeps the recipe's rule for missing parts unless it has its own.
    """
    own = [step for step in recipe.steps if step.family == way.family]
    if way.family == "aggregate" and own and "missing" in own[0].options:
        way = replace(way, options={"missing": own[0].options["missing"], **way.options})
    if not own:
        before = next(i for i, step in enumerate(recipe.steps) if step.family in _after(way.family))
        return (*recipe.steps[:before], way, *recipe.steps[before:])
    first = recipe.steps.index(own[0])
    rest = [step for step in recipe.steps[first:] if step.family != way.family]
    return (*recipe.steps[:first], way, *rest)


def _after(family: str) -> tuple[str, ...]:
    order = ("screen", "denominate", "impute", "treat", "normalise", "weight", "aggregate")
    return order[order.index(family) + 1 :]


def with_error(cube: Cube, error: Numbers, known: Mapping[str, Indicator], seed: int, draw: int) -> Cube:
    """The figures as another sample might have given them: each moved by its own standard error.

    `error` has the shape of the cube, NaN where no limits were given: those figures do not move.
    """
    noise = stream(seed, 0, draw).standard_normal(cube.values.shape)
    moved = cube.values + np.nan_to_num(error) * noise
    return Cube(_possible(moved, cube.indicators, known), cube.areas, cube.indicators, cube.periods)


def _possible(values: Numbers, names: tuple[str, ...], known: Mapping[str, Indicator]) -> Numbers:
    """Values held within what is possible: no share below 0 or above 100, no count below nought."""
    for i, name in enumerate(names):
        one = known.get(name)
        if one is not None and (one.lowest is not None or one.highest is not None):
            low = -np.inf if one.lowest is None else one.lowest
            high = np.inf if one.highest is None else one.highest
            values[:, i] = np.clip(values[:, i], low, high)
    return values


def gaps_filler(
    recipe: Recipe, plan: RankPlan, known: Mapping[str, Indicator], draw: int
) -> Callable[[Figures], Figures]:
    """What the missing values might have been, once the recipe's own imputing is done.

    An estimated figure is drawn around the estimate, with `missing_spread` times the spread between
    areas of the published figures. A figure that is still missing is drawn from those that other areas
    have in that period. An area without one figure in a period stays missing: nothing is known of it.
    """

    names = scored(recipe)
    limited = {name: known[name] for name in names if name in known}

    def fill(figures: Figures) -> Figures:
        random = stream(plan.seed, 2, draw)
        columns = figures.places([name for name in names if name not in figures.set_aside])
        values = figures.values.copy()
        published = np.where(figures.estimated, np.nan, values)[:, columns, :]
        around = values[:, columns, :]
        moved = around + figures.estimated[:, columns, :] * (
            random.standard_normal(around.shape) * plan.missing_spread * _spread(published, around)[None, :, None]
        )
        values[:, columns, :] = _drawn_from_others(moved, random)
        _possible(values, figures.indicators, limited)
        return replace(figures, values=values)

    return fill


def _spread(published: Numbers, all_figures: Numbers) -> Numbers:
    """Typical spread between areas of each indicator, shape (indicators,): the mean over periods that have one.

    Where nothing was published in these periods, the spread of the estimates stands in for it.
    """
    own, any_ = (_mean_spread(x) for x in (published, all_figures))
    found: Numbers = np.nan_to_num(np.where(np.isnan(own), any_, own))
    return found


def _mean_spread(x: Numbers) -> Numbers:
    """Mean over periods of the standard deviation between areas, shape (indicators,); NaN where no period has two."""
    count = np.sum(~np.isnan(x), axis=0)  # (indicators, periods)
    count = np.where(count > 1, count, np.nan)
    mean = np.nansum(x, axis=0) / count
    squares = np.nansum((x - mean) ** 2, axis=0) / (count - 1)
    periods = np.sum(~np.isnan(squares), axis=1)
    total: Numbers = np.nansum(np.sqrt(squares), axis=1) / np.where(periods > 0, periods, np.nan)
    return total


def _drawn_from_others(values: Numbers, random: np.random.Generator) -> Numbers:
    out = values.copy()
    known_area = np.any(~np.isnan(values), axis=1)  # (areas, periods)
    for k, t in np.argwhere(np.isnan(values).any(axis=0)):
        column = values[:, k, t]
        others = column[~np.isnan(column)]
        gaps = np.flatnonzero(np.isnan(column) & known_area[:, t])
        if len(others) and len(gaps):
            out[gaps, k, t] = random.choice(others, size=len(gaps))
    return out


def any_gap(figures: Figures, recipe: Recipe) -> bool:
    """True when a scored figure is estimated or missing in an area of which something is known."""
    columns = figures.places([name for name in scored(recipe) if name not in figures.set_aside])
    missing = np.isnan(figures.values[:, columns, :])
    of_known = missing & ~np.all(missing, axis=1, keepdims=True)
    return bool(figures.estimated[:, columns, :].any() or of_known.any())
