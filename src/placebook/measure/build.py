"""From a recipe and figures to an index: every part's score, rank, weight and coverage."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from placebook.measure.figures import Figures, calculated, needed
from placebook.measure.scales import rescaled
from placebook.measure.stages import STAGES
from placebook.measure.tree import check_names, leaves, level_of, nearest_name, part_depths, refuse_absent, without
from placebook.measure.ways import aggregation_of, combine_parts, first_low
from placebook.measure.weigh import weights_of
from placebook.methods.rank import competition_rank
from placebook.types import (
    NOTHING,
    Cube,
    DataError,
    Evidence,
    Index,
    Indicator,
    Numbers,
    Part,
    Recipe,
    RecipeError,
)

NO_GROUPS: Mapping[str, Sequence[str]] = {}


def build_index(
    recipe: Recipe,
    cube: Cube,
    evidence: Evidence | None = None,
    indicators: Mapping[str, Indicator] = NOTHING,
    groups: Mapping[str, Sequence[str]] = NO_GROUPS,
) -> Index:
    """Make an index: run the recipe's steps on the figures, then combine parts up the tree.

    Parameters
    ----------
    recipe : what to do, in which order
    cube : the figures, shape (areas, indicators, periods); NaN where there is none
    evidence : which of the figures are already estimated, of the same shape
    indicators : direction and title of each indicator, by id; the recipe's own are added
    groups : label of each area by name of grouping, for imputing within groups

    Returns
    -------
    Index : scores on the recipe's scale, ranks with 1 for the highest score, weights as used

    Raises
    ------
    RecipeError : the recipe names what is not there, or asks for what has no answer
    DataError : the figures hold infinities, or fewer than two areas

    Source: OECD/JRC (2008), Handbook on Constructing Composite Indicators, part 1, steps 3 to 7.
    """
    figures = prepare(recipe, cube, evidence, indicators, groups)
    return combine(replace(recipe, tree=without(recipe.tree, _reasons(recipe, figures))), figures)


def prepare(
    recipe: Recipe,
    cube: Cube,
    evidence: Evidence | None = None,
    indicators: Mapping[str, Indicator] = NOTHING,
    groups: Mapping[str, Sequence[str]] = NO_GROUPS,
    once_filled: Callable[[Figures], Figures] | None = None,
) -> Figures:
    """Run every step before aggregation: the figures as they stand when parts are combined.

    Gaps are filled over all the periods there are; from then on only the recipe's periods count.

    `once_filled` is done to the figures after the last step that fills gaps, before they are scored.
    """
    check_names(recipe)
    figures = take_figures(recipe, cube, evidence, groups)
    known = {**indicators, **{one.id: one for one in recipe.indicators}}
    steps = [step for step in recipe.steps if step.family in STAGES]
    scoring = next((i for i, step in enumerate(steps) if step.family in ("treat", "normalise")), len(steps))
    for step in steps[:scoring]:
        figures = STAGES[step.family](recipe, step, figures, known)
    figures = figures.in_window()
    if once_filled is not None:
        figures = once_filled(figures)
    for step in steps[scoring:]:
        figures = STAGES[step.family](recipe, step, figures, known)
    return figures


def take_figures(
    recipe: Recipe,
    cube: Cube,
    evidence: Evidence | None = None,
    groups: Mapping[str, Sequence[str]] = NO_GROUPS,
) -> Figures:
    """The figures a recipe needs, in its periods, refused when they cannot carry an index."""
    wanted = needed(recipe)
    refuse_absent(recipe, wanted, cube.indicators)
    if len(cube.areas) < 2:
        raise DataError(
            f"recipe {recipe.id!r}: the figures hold {len(cube.areas)} area{'' if len(cube.areas) == 1 else 's'}. "
            "An index compares areas, so at least two are needed"
        )
    values = cube.pick(wanted).values
    window = _periods(recipe, cube, values)
    _refuse_infinities(recipe, cube, wanted, values)
    columns = [cube.indicators.index(name) for name in wanted]
    estimated = np.zeros(values.shape, bool) if evidence is None else evidence.estimated[:, columns, :]
    made = calculated(recipe)
    new = tuple(name for name in made if name not in wanted)
    gaps = np.full((len(cube.areas), len(new), len(cube.periods)), np.nan)
    return Figures(
        np.concatenate([values, gaps], axis=1),
        np.concatenate([estimated, np.zeros(gaps.shape, bool)], axis=1),
        cube.areas,
        (*wanted, *new),
        cube.periods,
        window,
        groups,
        awaited=frozenset(made),
    )


def _periods(recipe: Recipe, cube: Cube, values: Numbers) -> tuple[str, ...]:
    """The periods that get scores: those that the recipe names, else all in which one of its own figures stands.

    Other indicators of a book may reach further, such as projections of the population to 2028.
    """
    measured = tuple(label for at, label in enumerate(cube.periods) if not np.isnan(values[:, :, at]).all())
    asked = recipe.periods or measured or cube.periods
    base = () if recipe.constants_from in ("each_period", "all_periods") else (recipe.constants_from,)
    for label in (*asked, *base):
        if label not in cube.periods:
            raise RecipeError(
                f"recipe {recipe.id!r}: period {label!r} is not in the figures; " + nearest_name(label, cube.periods)
            )
        if label not in asked:
            raise RecipeError(
                f"recipe {recipe.id!r}: constants_from is {label!r}, which is not among `periods` "
                f"({', '.join(asked)}); add it there"
            )
    return asked


def _refuse_infinities(recipe: Recipe, cube: Cube, wanted: tuple[str, ...], values: Numbers) -> None:
    found = np.argwhere(np.isinf(values))
    if len(found):
        area, indicator, period = found[0]
        raise DataError(
            f"recipe {recipe.id!r}: {len(found)} infinite figure{'s' if len(found) > 1 else ''}, the first for area "
            f"{cube.areas[area]}, indicator {wanted[indicator]!r}, period {cube.periods[period]}. "
            "Leave the figure empty where nothing is known"
        )


def _reasons(recipe: Recipe, figures: Figures) -> dict[str, str]:
    """Why an indicator leaves the tree: screened out, or not one figure anywhere."""
    reasons = {name: why for name, why in figures.set_aside.items() if name in figures.indicators}
    for leaf in leaves(recipe.tree):
        column = figures.indicators.index(str(leaf.indicator))
        if np.all(np.isnan(figures.values[:, column, :])):
            reasons.setdefault(str(leaf.indicator), "no figures")
    return reasons


# --- combining parts up the tree -----------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Combined:
    """Arrays that grow while parts are combined: scores, coverage and estimated by part name."""

    scores: dict[str, Numbers]  # each (areas, periods)
    coverage: dict[str, Numbers]
    estimated: dict[str, NDArray[np.bool_]]
    weights: dict[str, Numbers]  # each (periods,)


def combine(recipe: Recipe, figures: Figures) -> Index:
    """Combine scored figures up the tree, the deepest parts first, and rank the areas on every part."""
    if recipe.tree.not_measured is not None:
        raise RecipeError(f"recipe {recipe.id!r}: nothing in the tree has figures, so there is no index")
    order = tuple(part_depths(recipe.tree))
    grown = Combined({}, {}, {}, {recipe.tree.name: np.ones(len(figures.periods))})
    for part, depth in reversed(order):
        if part.indicator is not None:
            _take_leaf(grown, figures, part)
        elif part.not_measured is None:
            _combine_whole(recipe, grown, figures, part, level_of(recipe, depth))
        else:
            _leave_gap(grown, figures, part)
    return _as_index(recipe, figures, tuple(part for part, _ in order), grown)


def _take_leaf(grown: Combined, figures: Figures, part: Part) -> None:
    column = figures.indicators.index(str(part.indicator))
    score, estimated = figures.values[:, column, :], figures.estimated[:, column, :]
    grown.estimated[part.name] = estimated & ~np.isnan(score)
    grown.coverage[part.name] = (~np.isnan(score) & ~estimated).astype(float)
    grown.scores[part.name] = _less_loss(part, figures, score)


def _leave_gap(grown: Combined, figures: Figures, part: Part) -> None:
    shape = (len(figures.areas), len(figures.periods))
    grown.scores[part.name] = np.full(shape, np.nan)
    grown.coverage[part.name] = np.zeros(shape)
    grown.estimated[part.name] = np.zeros(shape, bool)
    grown.weights.setdefault(part.name, np.full(len(figures.periods), np.nan))


def _combine_whole(recipe: Recipe, grown: Combined, figures: Figures, whole: Part, level: str) -> None:
    how = aggregation_of(recipe, whole.name, level)
    parts = whole.measured
    scores = np.stack([grown.scores[part.name] for part in parts], axis=1)  # (areas, parts, periods)
    x = np.moveaxis(rescaled(recipe, how, "before", scores, figures, whole.name), 1, 2)  # (areas, periods, parts)
    each = weights_of(recipe, figures.periods, whole, x, how)
    shares = np.stack([one.weights for one in each])  # (periods, parts)
    for k, part in enumerate(parts):
        grown.weights[part.name] = shares[:, k]
    try:
        score = combine_parts(whole, how, x, shares)
    except ValueError as fault:
        where = f"recipe {recipe.id!r}, step aggregate, part {whole.name!r}"
        raise RecipeError(f"{where}: {fault}{first_low(figures, parts, x, str(fault))}") from None
    score = _less_loss(whole, figures, score)
    if how.get("decimals") is not None:
        score = np.round(score, int(how["decimals"]))
    grown.scores[whole.name] = rescaled(recipe, how, "then", score[:, None, :], figures, whole.name)[:, 0, :]
    grown.estimated[whole.name] = np.any([grown.estimated[p.name] for p in parts], axis=0) & ~np.isnan(score)
    grown.coverage[whole.name] = _coverage(grown, whole, shares)


def _less_loss(part: Part, figures: Figures, score: Numbers) -> Numbers:
    """A score less the per cent of it that is lost to inequality, where the recipe names such a loss."""
    if part.loss is None:
        return score
    lost = figures.values[:, figures.indicators.index(part.loss), :]
    return score * (1 - lost / 100)


def _coverage(grown: Combined, whole: Part, shares: Numbers) -> Numbers:
    """The share of a whole's weight that rests on published figures; parts not measured count as gaps."""
    measured = {part.name: shares[:, k] for k, part in enumerate(whole.measured)}
    weights = np.stack([np.abs(measured.get(p.name, np.full(len(shares), p.weight))) for p in whole.parts])
    covered = np.stack([grown.coverage[p.name] for p in whole.parts])  # (parts, areas, periods)
    total: Numbers = np.sum(covered * weights[:, None, :], axis=0) / np.sum(weights, axis=0)
    return total


def _as_index(recipe: Recipe, figures: Figures, parts: tuple[Part, ...], grown: Combined) -> Index:
    names = tuple(part.name for part in parts)
    scores = np.stack([grown.scores[name] for name in names], axis=1)
    ranks = np.stack([competition_rank(scores[:, :, t]) for t in range(len(figures.periods))], axis=2)
    return Index(
        recipe=recipe,
        parts=parts,
        scores=Cube(scores, figures.areas, names, figures.periods),
        ranks=Cube(ranks, figures.areas, names, figures.periods),
        weights=np.stack([grown.weights[name] for name in names]),
        estimated=np.stack([grown.estimated[name] for name in names], axis=1),
        coverage=np.stack([grown.coverage[name] for name in names], axis=1),
        screened_out=figures.set_aside,
    )
