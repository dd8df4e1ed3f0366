"""The figures of a recipe as its steps hand them on, and which of them a step works on."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace

import numpy as np
from numpy.typing import NDArray

from placebook.measure.tree import leaves, losses, nearest_name
from placebook.methods.formula import read_formula
from placebook.types import Numbers, Part, Recipe, RecipeError, Step


@dataclass(frozen=True, slots=True)
class Figures:
    """What the steps hand on: figures, which of them are estimated, and what was done to which indicator.

    `values` and `estimated` have shape (areas, indicators, periods). Until gaps are filled, `periods` are all
    that the figures have, since a figure may be carried forward from before the recipe's own periods, `window`.
    `set_aside` maps areas and indicators that screening left out to the reason; `done` keeps one sentence
    per indicator and step. `awaited` are indicators that a later step calculates, `on_scale` those that are
    scores already, so that a higher one is the same news as for any other.
    """

    values: Numbers
    estimated: NDArray[np.bool_]
    areas: tuple[str, ...]
    indicators: tuple[str, ...]
    periods: tuple[str, ...]
    window: tuple[str, ...]
    groups: Mapping[str, Sequence[str]] = field(default_factory=dict)
    set_aside: Mapping[str, str] = field(default_factory=dict)
    done: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    awaited: frozenset[str] = frozenset()
    on_scale: frozenset[str] = frozenset()

    def places(self, names: Sequence[str]) -> list[int]:
        """The columns of these indicators."""
        where = {name: i for i, name in enumerate(self.indicators)}
        return [where[name] for name in names]

    @property
    def window_places(self) -> list[int]:
        """Where the recipe's periods stand among all periods."""
        return [self.periods.index(label) for label in self.window]

    def in_window(self) -> Figures:
        """The figures of the recipe's own periods only."""
        at = self.window_places
        return replace(self, values=self.values[:, :, at], estimated=self.estimated[:, :, at], periods=self.window)

    def after(self, columns: list[int], values: Numbers, said: Sequence[str] = ()) -> Figures:
        """The same figures with some columns replaced and what was done noted down."""
        new = self.values.copy()
        new[:, columns, :] = values
        done = dict(self.done)
        for column, sentence in zip(columns, said, strict=False):
            name = self.indicators[column]
            done[name] = (*done.get(name, ()), sentence)
        return replace(self, values=new, done=done)


def scored(recipe: Recipe) -> tuple[str, ...]:
    """The indicators that the tree scores, each once, in its order."""
    return tuple(dict.fromkeys(str(part.indicator) for part in leaves(recipe.tree)))


def calculated(recipe: Recipe) -> tuple[str, ...]:
    """The indicators that a recipe calculates itself, each once, in the order of its steps."""
    return tuple(dict.fromkeys(name for step in _family(recipe, "calculate") for name in step.options))


def needed(recipe: Recipe) -> tuple[str, ...]:
    """Every indicator a recipe reads from the figures: scored, a loss, a denominator, filled, or in a formula.

    An indicator that the recipe calculates is read only where a step asks for it before it is calculated.
    """
    parts = {part.name for part in recipe.tree.walk()}
    by = [str(how["by"]) for step in _family(recipe, "denominate") for how in step.options.values()]
    only = [name for step in _family(recipe, "impute") for name in step.only if name not in parts]
    above = [name for step in _family(recipe, "denominate") for name in step.options]
    inside = [
        name
        for step in _family(recipe, "calculate")
        for text in step.options.values()
        for name in read_formula(text).names
    ]
    made = set(calculated(recipe)) - _read_before_made(recipe)
    everything = dict.fromkeys([*scored(recipe), *losses(recipe.tree), *by, *only, *above, *inside])
    return tuple(name for name in everything if name not in made)


def _read_before_made(recipe: Recipe) -> set[str]:
    """Calculated indicators that a step reads before, or while, they are calculated."""
    read: set[str] = set()
    made: set[str] = set()
    for step in recipe.steps:
        if step.family == "calculate":
            for name, text in step.options.items():
                read.update(set(read_formula(text).names) - made)
                made.add(name)
        elif step.family == "denominate":
            read.update({*step.options, *(str(how["by"]) for how in step.options.values())} - made)
        elif step.family == "impute":
            read.update(set(step.only) - made)
    return read


def _family(recipe: Recipe, family: str) -> Iterable[Step]:
    return (step for step in recipe.steps if step.family == family)


def concerned(recipe: Recipe, step: Step, figures: Figures) -> list[int]:
    """The columns that a step works on: those it names, or every scored indicator.

    A name of `only` may be a part of the tree: then it means all the indicators below it. What is
    calculated only in a later step is not there yet.
    """
    away = figures.awaited | figures.set_aside.keys()
    if not step.only:
        return figures.places([name for name in scored(recipe) if name not in away])
    inside = set(figures.indicators)
    below = {} if inside.issuperset(step.only) else {p.name: scored_below(p) for p in recipe.tree.walk()}
    names: list[str] = []
    for name in step.only:
        if name in figures.awaited:
            raise RecipeError(
                f"recipe {recipe.id!r}, step {step.family}: `only` names {name!r}, which is calculated in a later "
                "step; put the step calculate first"
            )
        if name in inside:
            names.append(name)
        elif name in below:
            names.extend(below[name])
        else:
            raise RecipeError(
                f"recipe {recipe.id!r}, step {step.family}: `only` names {name!r}, which is no part and no indicator; "
                + nearest_name(name, [*below, *figures.indicators])
            )
    return figures.places([name for name in dict.fromkeys(names) if name not in away])


def scored_below(part: Part) -> tuple[str, ...]:
    """The indicators at the foot of one part."""
    return tuple(str(leaf.indicator) for leaf in leaves(part))


def reference_rows(values: Numbers, recipe: Recipe, periods: tuple[str, ...], period: int) -> Numbers:
    """The rows that constants (best, worst, mean, spread) are taken from, shape (rows, indicators).

    `constants_from` says which: the period itself, all periods one under the other, or a base period.
    """
    return np.concatenate([values[:, :, t] for t in reference_periods(recipe, periods, period)], axis=0)


def reference_periods(recipe: Recipe, periods: tuple[str, ...], period: int) -> tuple[int, ...]:
    """The positions of the periods that the constants of one period are taken from."""
    if recipe.constants_from == "each_period":
        return (period,)
    if recipe.constants_from == "all_periods":
        return tuple(range(len(periods)))
    return (periods.index(recipe.constants_from),)
