"""Diagnose an index: whether its parts belong together, what rules it, what it rests on.

A diagnosis changes nothing and passes no sentence. It says where to look again, and how sure it is itself.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from placebook.measure.coherence import PairCheck, WholeCheck, pair_checks, whole_checks
from placebook.measure.figures import Figures
from placebook.measure.indicator_checks import AreaCheck, IndicatorCheck, area_checks, indicator_checks
from placebook.measure.scales import rescaled
from placebook.measure.tree import leaves, level_of, nearest_name, part_depths
from placebook.measure.ways import aggregation_of
from placebook.measure.weigh import weights_of
from placebook.methods.weight import Weights
from placebook.types import Index, Part, RecipeError


@dataclass(frozen=True, slots=True)
class Gap:
    """A part of the tree that carries no figures, and why."""

    name: str
    title: str
    why: str


@dataclass(frozen=True, slots=True)
class Diagnosis:
    """What an index rests on in one period. Numbers about parts rest on the areas that have them."""

    id: str
    title: str
    period: str
    areas: int  # those with a score
    wholes: tuple[WholeCheck, ...]
    pairs: tuple[PairCheck, ...]
    indicators: tuple[IndicatorCheck, ...]
    coverage: tuple[AreaCheck, ...]
    rest_on_one: tuple[str, ...]  # titles of wholes with a single measured indicator below them
    not_measured: tuple[Gap, ...]
    weights: tuple[str, ...]  # what the methods that worked out weights remark on
    warnings: tuple[str, ...]  # weights below zero, or that miss what they were meant to reach


def diagnose_index(index: Index, figures: Figures, period: str | None = None) -> Diagnosis:
    """Diagnose an index in one of its periods.

    Parameters
    ----------
    index : as built
    figures : the scored figures that it was combined from, as from `measure.build.prepare`, all its periods
    period : the last of the index unless given

    Returns
    -------
    Diagnosis. Each number is explained, with its rule of thumb and source, in `diagnosis_words.RULES`

    Raises
    ------
    RecipeError : if the index has no such period

    Source: OECD and JRC (2008), Handbook on Constructing Composite Indicators, steps 4 (multivariate
    analysis) and 8 (back to the data); the methods name their own.
    """
    labels = index.scores.periods
    if period is not None and period not in labels:
        raise RecipeError(f"recipe {index.recipe.id!r}: there is no period {period!r}; " + nearest_name(period, labels))
    t = labels.index(period or labels[-1])
    weights, warnings = _about_weights(index, figures, t)
    return Diagnosis(
        id=index.recipe.id,
        title=index.recipe.title,
        period=labels[t],
        areas=int(index.out_of[index.place(index.recipe.tree.name), t]),
        wholes=whole_checks(index, t),
        pairs=pair_checks(index, t),
        indicators=indicator_checks(index, figures, t),
        coverage=area_checks(index, figures, t),
        rest_on_one=_rest_on_one(index),
        not_measured=tuple(
            Gap(part.name, part.title, part.not_measured) for part in index.parts if part.not_measured is not None
        ),
        weights=weights,
        warnings=warnings,
    )


def _rest_on_one(index: Index) -> tuple[str, ...]:
    wholes = [part for part in index.recipe.tree.walk() if part.measured]
    return tuple(whole.title for whole in wholes if len(leaves(whole)) == 1)


def _about_weights(index: Index, figures: Figures, t: int) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Remarks and warnings on the weights of every whole, each with the title of the whole in front."""
    remarks: list[str] = []
    warnings: list[str] = []
    for whole, depth in part_depths(index.recipe.tree):
        if whole.measured:
            titles = [part.title for part in whole.measured]
            found = _weights(index, figures, whole, level_of(index.recipe, depth), t)
            remarks += [f"{whole.title}: {said}" for said in found.said_of(titles)]
            said_already = found.warned_of(titles)
            warnings += [f"{whole.title}: {said}" for said in said_already or _declared_below_zero(index, whole, t)]
    return tuple(remarks), tuple(warnings)


def _weights(index: Index, figures: Figures, whole: Part, level: str, t: int) -> Weights:
    """The weights of a whole once more, for what the method that gave them has to say."""
    how = aggregation_of(index.recipe, whole.name, level)
    scores = index.scores.values[:, [index.place(part.name) for part in whole.measured], :]
    x = np.moveaxis(rescaled(index.recipe, how, "before", scores, figures, whole.name), 1, 2)
    return weights_of(index.recipe, index.scores.periods, whole, x, how)[t]


def _declared_below_zero(index: Index, whole: Part, t: int) -> list[str]:
    below = [part.title for part in whole.measured if index.weights[index.place(part.name), t] < 0]
    return [f"the weight of {title} is negative: a gain there lowers the whole" for title in below]
