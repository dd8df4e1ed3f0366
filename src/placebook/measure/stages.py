"""The steps of a recipe that come before aggregation, run in the order in which they are written."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

import numpy as np
from numpy.typing import NDArray

from placebook.measure.tree import components, leaves, losses, nearest_name
from placebook.methods import impute, normalise, treat
from placebook.types import Direction, Indicator, Numbers, Recipe, RecipeError, Step


@dataclass(frozen=True, slots=True)
class Figures:
    """What the steps hand on: figures, which of them are estimated, and what was done to which indicator.

    `values` and `estimated` have shape (areas, indicators, periods). Until gaps are filled, `periods` are all
    that the figures have, since a figure may be carried forward from before the recipe's own periods, `window`.
    `set_aside` maps areas and indicators that screening left out to the reason; `done` keeps one sentence
    per indicator and step.
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


def reference_rows(values: Numbers, recipe: Recipe, periods: tuple[str, ...], period: int) -> Numbers:
    """The rows that constants (best, worst, mean, spread) are taken from, shape (rows, indicators).

    `constants_from` says which: the period itself, all periods one under the other, or a base period.
    """
    if recipe.constants_from == "each_period":
        return values[:, :, period]
    if recipe.constants_from == "all_periods":
        return np.concatenate(np.moveaxis(values, 2, 0), axis=0)
    return values[:, :, periods.index(recipe.constants_from)]


def signs(recipe: Recipe, names: Sequence[str], indicators: Mapping[str, Indicator]) -> Numbers:
    """+1 where a higher figure gives a higher score, -1 where it gives a lower one."""
    turned = -1.0 if recipe.high_score_is == "worse" else 1.0
    return np.array([turned * _sign(recipe, name, indicators) for name in names])


def _sign(recipe: Recipe, name: str, indicators: Mapping[str, Indicator]) -> float:
    known = indicators.get(name)
    if known is None or known.direction is None:
        raise RecipeError(
            f"recipe {recipe.id!r}: indicator {name!r} has no direction. "
            "Say `direction: higher_is_better` or `direction: lower_is_better` where it is declared"
        )
    return 1.0 if known.direction is Direction.HIGHER_IS_BETTER else -1.0


def scored(recipe: Recipe) -> tuple[str, ...]:
    """The indicators that the tree scores, each once, in its order."""
    return tuple(dict.fromkeys(str(part.indicator) for part in leaves(recipe.tree)))


def needed(recipe: Recipe) -> tuple[str, ...]:
    """Every indicator a recipe reads: scored, taken as a loss, or used as a denominator."""
    by = [str(how["by"]) for step in recipe.steps if step.family == "denominate" for how in step.options.values()]
    parts = {part.name for part in recipe.tree.walk()}
    only = [name for step in recipe.steps if step.family == "impute" for name in step.only if name not in parts]
    return tuple(dict.fromkeys([*scored(recipe), *losses(recipe.tree), *by, *only]))


def concerned(recipe: Recipe, step: Step, figures: Figures) -> list[int]:
    """The columns that a step works on: those it names, or every scored indicator.

    A name of `only` may be a part of the tree: then it means all the indicators below it.
    """
    if not step.only:
        return figures.places([name for name in scored(recipe) if name not in figures.set_aside])
    inside = set(figures.indicators)
    below = {} if inside.issuperset(step.only) else {p.name: scored_below(p) for p in recipe.tree.walk()}
    names: list[str] = []
    for name in step.only:
        if name in inside:
            names.append(name)
        elif name in below:
            names.extend(below[name])
        else:
            raise RecipeError(
                f"recipe {recipe.id!r}, step {step.family}: `only` names {name!r}, which is no part and no indicator; "
                + nearest_name(name, [*below, *figures.indicators])
            )
    return figures.places([name for name in dict.fromkeys(names) if name not in figures.set_aside])


def scored_below(part: Any) -> tuple[str, ...]:
    """The indicators at the foot of one part."""
    return tuple(str(leaf.indicator) for leaf in leaves(part))


# --- the families -----------------------------------------------------------------------------


def screen(recipe: Recipe, step: Step, figures: Figures, _: Mapping[str, Indicator]) -> Figures:
    """Set aside indicators and areas with too few figures.

    `indicators`: the least share of area-periods with a figure; below it the indicator leaves the index.
    `areas`: the least share of the remaining indicators; below it an area shows as missing in that period.
    """
    columns, window = concerned(recipe, step, figures), figures.window_places
    there = (~np.isnan(figures.values[:, columns][:, :, window])).mean(axis=(0, 2))
    set_aside, kept = dict(figures.set_aside), []
    for column, share in zip(columns, there, strict=True):
        if share >= step.options.get("indicators", 0.0):
            kept.append(column)
        else:
            set_aside[figures.indicators[column]] = (
                f"screened out: figures for {share:.0%} of areas and periods, {step.options['indicators']:.0%} needed"
            )
    values = figures.values.copy()
    least = step.options.get("areas", 0.0)
    for t in window if kept else ():
        shares = (~np.isnan(values[:, kept, t])).mean(axis=1)
        for place in np.flatnonzero(shares < least):
            values[place, kept, t] = np.nan
            key = f"{figures.areas[place]} in {figures.periods[t]}"
            set_aside[key] = f"screened out: {shares[place]:.0%} of the indicators, {least:.0%} needed"
    return replace(figures, values=values, set_aside=set_aside)


def denominate(recipe: Recipe, step: Step, figures: Figures, _: Mapping[str, Indicator]) -> Figures:
    """Divide an indicator by another and multiply: figures per head, per household, per area.

    A denominator of zero or below leaves no figure: nothing can be per nobody.
    """
    values, estimated = figures.values.copy(), figures.estimated.copy()
    for name, how in step.options.items():
        top, bottom = figures.places([name, str(how["by"])])
        divisor = np.where(figures.values[:, bottom, :] > 0, figures.values[:, bottom, :], np.nan)
        values[:, top, :] = figures.values[:, top, :] / divisor * float(how.get("times", 1))
        estimated[:, top, :] |= figures.estimated[:, bottom, :]
    return replace(figures, values=values, estimated=estimated & ~np.isnan(values))


def fill(recipe: Recipe, step: Step, figures: Figures, _: Mapping[str, Indicator]) -> Figures:
    """Impute: fill gaps by the declared method, and mark each filled figure as estimated."""
    columns = concerned(recipe, step, figures)
    options = dict(step.options)
    if step.method.startswith("group_"):
        options["groups"] = _groups(recipe, options.pop("by", "parent"), figures)
    if step.method == "regression":
        options["components"] = components(recipe.tree, [figures.indicators[column] for column in columns])
    if step.method == "linear":
        options["times"] = np.array([_year(recipe, label) for label in figures.periods])
    filled = impute.METHODS[step.method](figures.values[:, columns, :], **options)
    estimated = figures.estimated.copy()
    estimated[:, columns, :] |= filled.estimated
    return replace(figures.after(columns, filled.values), estimated=estimated)


def _groups(recipe: Recipe, by: str, figures: Figures) -> NDArray[np.str_]:
    if by not in figures.groups:
        raise RecipeError(
            f"recipe {recipe.id!r}, step impute: there is no group {by!r} for areas; "
            + nearest_name(by, list(figures.groups))
        )
    return np.array(figures.groups[by])


def _year(recipe: Recipe, label: str) -> float:
    digits = label[:4]
    if not digits.isdigit():
        raise RecipeError(
            f"recipe {recipe.id!r}, step impute: method linear needs years, and {label!r} does not begin with one"
        )
    return float(digits)


def treat_outliers(recipe: Recipe, step: Step, figures: Figures, _: Mapping[str, Indicator]) -> Figures:
    """Treat: pull in outliers, per period where constants come from each period, else over all at once."""
    columns = concerned(recipe, step, figures)
    method = treat.METHODS[step.method]
    x = figures.values[:, columns, :]
    if recipe.constants_from == "each_period":
        each = [method(x[:, :, t], **step.options) for t in range(x.shape[2])]
        values = np.stack([one.values for one in each], axis=2)
        said = ["; ".join(dict.fromkeys(words)) for words in zip(*(one.what for one in each), strict=True)]
    else:
        stacked = np.concatenate(np.moveaxis(x, 2, 0), axis=0)
        done = method(stacked, **step.options)
        values = np.moveaxis(done.values.reshape(x.shape[2], x.shape[0], x.shape[1]), 0, 2)
        said = list(done.what)
    return figures.after(columns, values, said)


def normalise_figures(recipe: Recipe, step: Step, figures: Figures, indicators: Mapping[str, Indicator]) -> Figures:
    """Normalise: put every indicator on one scale and one direction, so that a higher score is the same news."""
    columns = concerned(recipe, step, figures)
    names = [figures.indicators[c] for c in columns]
    sign = signs(recipe, names, indicators)
    options = _named_options(recipe, step, names, figures)
    x = figures.values[:, columns, :]
    out = np.empty_like(x)
    for t, label in enumerate(figures.periods):
        reference = reference_rows(x, recipe, figures.periods, t)
        try:
            out[:, :, t] = normalise.METHODS[step.method](x[:, :, t], reference, sign, **options)
        except ValueError as fault:
            raise RecipeError(_no_scale(recipe, step, names, reference, label, fault)) from None
    return figures.after(columns, out)


def _no_scale(recipe: Recipe, step: Step, names: list[str], reference: Numbers, period: str, fault: ValueError) -> str:
    """A sentence for a normalisation that has no answer, naming the indicators without variation."""
    with np.errstate(all="ignore"):
        there = ~np.all(np.isnan(reference), axis=0)
        same = [
            name
            for name, column, any_there in zip(names, reference.T, there, strict=True)
            if any_there and np.nanmax(column) == np.nanmin(column)
        ]
    where = f"recipe {recipe.id!r}, step normalise ({step.method}), period {period}"
    if same:
        return (
            f"{where}: {', '.join(same)} has the same figure everywhere, so it cannot tell areas apart. "
            "Leave it out, or give it goalposts"
        )
    return f"{where}: {fault}"


def _named_options(recipe: Recipe, step: Step, names: list[str], figures: Figures) -> dict[str, Any]:
    """Options with names of indicators or areas turned into the arrays that methods take."""
    options = dict(step.options)
    if step.method == "goalposts":
        options.update(_goalposts(recipe, options.pop("goalposts", {}), names))
    if step.method == "distance_to_target":
        options["targets"] = np.array([_asked(recipe, options["targets"], name, "target") for name in names], float)
    if step.method == "distance_to_reference":
        area = str(options.pop("area", ""))
        if area not in figures.areas:
            raise RecipeError(
                f"recipe {recipe.id!r}, step normalise: the reference area {area!r} is not in the figures; "
                + nearest_name(area, figures.areas)
            )
        options["reference_area"] = figures.areas.index(area)
    return options


def _goalposts(recipe: Recipe, declared: Mapping[str, Any], names: list[str]) -> dict[str, Any]:
    pairs = [_asked(recipe, declared, name, "goalposts") for name in names]
    ends = [(p["low"], p["high"]) if isinstance(p, Mapping) else tuple(p) for p in pairs]
    scale = tuple(p.get("scale", "linear") if isinstance(p, Mapping) else "linear" for p in pairs)
    return {"goalposts": np.array(ends, float), "scale": scale}


def _asked(recipe: Recipe, declared: Mapping[str, Any], name: str, what: str) -> Any:
    if name not in declared:
        raise RecipeError(f"recipe {recipe.id!r}, step normalise: {name!r} has no {what}. Add `{name}: ...` to {what}")
    return declared[name]


Stage = Callable[[Recipe, Step, Figures, Mapping[str, Indicator]], Figures]
STAGES: Mapping[str, Stage] = {
    "screen": screen,
    "denominate": denominate,
    "impute": fill,
    "treat": treat_outliers,
    "normalise": normalise_figures,
}
