"""What each indicator brings to the index: its weight, its sway, its gaps, its variation, its goalposts."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from placebook.measure.coherence import scores_of
from placebook.measure.figures import Figures, concerned
from placebook.methods.diagnose import dominating, importance, variance_shares
from placebook.methods.importance import effective_weights
from placebook.types import Index, Numbers, Part

COMMONEST = 0.5  # an indicator with the same score in more areas than this hardly varies
QUARTER = 0.25  # nor does one whose spread is less than this share of the typical spread


@dataclass(frozen=True, slots=True)
class IndicatorCheck:
    """One indicator of the index in one period. Shares of areas are of all areas, from 0 to 1."""

    name: str
    title: str
    weight: float  # its share of the index by the weights as used
    importance: float | None  # squared correlation with the index
    variance_share: float | None  # of the variance of the weighted average of all indicators
    dominates: bool  # that share is more than twice its weight
    published: float
    estimated: float
    missing: float
    spread: float | None  # standard deviation of its scores, points
    hardly_varies: str  # why it is said to; "" where it does vary
    at_low: float | None  # share of scores at or beyond the goalpost that scores lowest; None without goalposts
    at_high: float | None


@dataclass(frozen=True, slots=True)
class AreaCheck:
    """How much of the index rests on published figures in one area. Shares of indicators, from 0 to 1."""

    area: str
    published: float
    estimated: float
    missing: float
    weight: float  # share of the weight of the index that rests on published figures


def indicator_checks(index: Index, figures: Figures, t: int) -> tuple[IndicatorCheck, ...]:
    """One check for every measured indicator, in the order of the tree."""
    leaves = [part for part in index.recipe.tree.walk() if part.indicator is not None]
    scores = scores_of(index, leaves, t)
    weights = leaf_weights(index, t)
    shares, sway = _variance_shares(scores, weights), importance(scores, scores_of(index, [index.recipe.tree], t)[:, 0])
    rules = dominating(shares, weights)
    ends = _ends(index, figures)
    varies = _why_hardly(scores)
    counted = _counts(figures, leaves, t).mean(axis=1).tolist()  # (3, leaves)
    found = []
    for k, leaf in enumerate(leaves):
        low, high = _at_ends(figures, leaf, t, ends)
        found.append(
            IndicatorCheck(
                name=leaf.name,
                title=leaf.title,
                weight=float(weights[k]),
                importance=_or_none(sway[k]),
                variance_share=_or_none(shares[k]),
                dominates=bool(rules[k]),
                published=counted[0][k],
                estimated=counted[1][k],
                missing=counted[2][k],
                spread=_or_none(_spread(scores[:, k])),
                hardly_varies=varies[k],
                at_low=low,
                at_high=high,
            )
        )
    return tuple(found)


def area_checks(index: Index, figures: Figures, t: int) -> tuple[AreaCheck, ...]:
    """One check for every area, in the order of the index."""
    leaves = [part for part in index.recipe.tree.walk() if part.indicator is not None]
    counted = _counts(figures, leaves, t).mean(axis=2)  # (3, areas)
    weight = index.coverage[:, index.place(index.recipe.tree.name), t]
    rows = zip(index.scores.areas, *counted.tolist(), weight.tolist(), strict=True)
    return tuple(AreaCheck(*row) for row in rows)


def leaf_weights(index: Index, t: int) -> Numbers:
    """What each measured indicator weighs in the index by the weights as used, shape (leaves,), summing to 1."""
    measured = [part for part in index.recipe.tree.walk() if part.measured or part.indicator is not None]
    above = {below.name: k for k, part in enumerate(measured) for below in part.parts}
    given = np.array([index.weights[index.place(part.name), t] for part in measured])
    effective = effective_weights(given, [above.get(part.name, -1) for part in measured])
    return effective[[part.indicator is not None for part in measured]]


def _counts(figures: Figures, leaves: list[Part], t: int) -> Numbers:
    """Where a figure is published, estimated, missing: ones and zeros, shape (3, areas, leaves)."""
    columns = figures.places([str(leaf.indicator) for leaf in leaves])
    missing = np.isnan(figures.values[:, columns, t])
    estimated = figures.estimated[:, columns, t] & ~missing
    return np.stack([~missing & ~estimated, estimated, missing]).astype(float)


def _variance_shares(scores: Numbers, weights: Numbers) -> Numbers:
    """As `variance_shares`; NaN throughout where fewer than two areas have every figure."""
    if np.sum(~np.isnan(scores).any(axis=1)) < 2:
        return np.full(len(weights), np.nan)
    return variance_shares(scores, weights)


def _why_hardly(scores: Numbers) -> list[str]:
    spreads = np.array([_spread(column) for column in scores.T])
    known = spreads[~np.isnan(spreads)]
    typical = float(np.median(known)) if len(known) > 2 else np.nan
    return [_hardly(column, spread, typical) for column, spread in zip(scores.T, spreads, strict=True)]


def _hardly(column: Numbers, spread: float, typical: float) -> str:
    there = column[~np.isnan(column)]
    if len(there) < 2:
        return ""
    commonest = int(np.unique(np.round(there, 9), return_counts=True)[1].max())
    if commonest > COMMONEST * len(there):
        return f"{commonest} of {len(there)} areas have the same score"
    if spread < QUARTER * typical:
        return f"its scores spread by {spread:.2g} points, the typical indicator's by {typical:.2g}"
    return ""


def _spread(column: Numbers) -> float:
    there = column[~np.isnan(column)]
    return float(np.std(there, ddof=1)) if len(there) > 1 else float("nan")


def _ends(index: Index, figures: Figures) -> Mapping[int, tuple[float, float]]:
    """The scores at the two goalposts, by column of the figures, where the last step to score it has goalposts."""
    ends: dict[int, tuple[float, float]] = {}
    for step in index.recipe.steps:
        if step.family == "normalise":
            for column in concerned(index.recipe, step, figures):
                ends.pop(column, None)
                if step.method == "goalposts":
                    ends[column] = (float(step.options.get("low", 0)), float(step.options.get("high", 100)))
    return ends


def _at_ends(
    figures: Figures, leaf: Part, t: int, ends: Mapping[int, tuple[float, float]]
) -> tuple[float | None, float | None]:
    """Shares of the scores that lie at or beyond the low and the high goalpost."""
    (column,) = figures.places([str(leaf.indicator)])
    scores = figures.values[:, column, t]
    there = scores[~np.isnan(scores)]
    if column not in ends or not len(there):
        return None, None
    low, high = ends[column]
    share = (there - low) / (high - low)
    return float(np.mean(share <= 1e-9)), float(np.mean(share >= 1 - 1e-9))


def _or_none(value: float) -> float | None:
    return None if np.isnan(value) else float(value)
