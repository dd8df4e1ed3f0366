"""The steps of a recipe that come before aggregation, run in the order in which they are written."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from placebook.measure.figures import Figures, calculated, concerned, needed, reference_rows, scored
from placebook.measure.scales import in_words, normalise_figures
from placebook.measure.tree import components, nearest_name
from placebook.methods import impute, treat
from placebook.methods.formula import read_formula
from placebook.types import Indicator, Numbers, Recipe, RecipeError, Step

__all__ = ["STAGES", "Figures", "calculated", "needed", "reference_rows", "scored"]

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


def calculate(_recipe: Recipe, step: Step, figures: Figures, _: Mapping[str, Indicator]) -> Figures:
    """Work out indicators from others by formulas, in the order written; each may use the ones before it.

    Where a figure of the formula is missing, or the formula has no answer (a division by nought), there is no
    figure. A result is estimated where anything in it is, or where `first(a, b)` had to go past a gap.
    """
    for name, text in step.options.items():
        formula = read_formula(text)
        column, inputs = figures.places([name])[0], figures.places(formula.names)
        result = formula.of({one: figures.values[:, at, :] for one, at in zip(formula.names, inputs, strict=True)})
        there = ~np.isnan(np.broadcast_to(result, figures.values[:, column, :].shape))
        shaky = figures.estimated[:, inputs, :] | np.isnan(figures.values[:, inputs, :])
        values, estimated = figures.values.copy(), figures.estimated.copy()
        values[:, column, :], estimated[:, column, :] = result, shaky.any(axis=1) & there
        figures = replace(figures, values=values, estimated=estimated, awaited=figures.awaited - {name})
    return figures


def denominate(_recipe: Recipe, step: Step, figures: Figures, _: Mapping[str, Indicator]) -> Figures:
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
    try:
        filled = impute.METHODS[step.method](figures.values[:, columns, :], **options)
    except ValueError as fault:
        raise RecipeError(f"recipe {recipe.id!r}, step impute ({step.method}): {fault}") from None
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
    x = figures.values[:, columns, :]
    try:
        values, said = _treated(recipe, step, x)
    except ValueError as fault:
        names = [figures.indicators[column] for column in columns]
        raise RecipeError(f"recipe {recipe.id!r}, step treat ({step.method}): {in_words(fault, names)}") from None
    return figures.after(columns, values, said)


def _treated(recipe: Recipe, step: Step, x: Numbers) -> tuple[Numbers, list[str]]:
    method = treat.METHODS[step.method]
    if recipe.constants_from == "each_period":
        each = [method(x[:, :, t], **step.options) for t in range(x.shape[2])]
        said = ["; ".join(dict.fromkeys(words)) for words in zip(*(one.what for one in each), strict=True)]
        return np.stack([one.values for one in each], axis=2), said
    done = method(np.concatenate(np.moveaxis(x, 2, 0), axis=0), **step.options)
    return np.moveaxis(done.values.reshape(x.shape[2], x.shape[0], x.shape[1]), 0, 2), list(done.what)


Stage = Callable[[Recipe, Step, Figures, Mapping[str, Indicator]], Figures]
STAGES: Mapping[str, Stage] = {
    "screen": screen,
    "calculate": calculate,
    "denominate": denominate,
    "impute": fill,
    "treat": treat_outliers,
    "normalise": normalise_figures,
}
