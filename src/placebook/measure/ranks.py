"""Honest ranks: how far scores and ranks can be trusted, from three named causes.

One call does the whole of it or fails with a sentence; no part is skipped. The causes are error in the
figures (where limits are given), choices of method (as the recipe declares) and missing values.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from placebook.measure.build import NO_GROUPS
from placebook.measure.draws import Draw
from placebook.measure.simulate import Simulation, Unit, run_scores, simulation
from placebook.measure.tree import level_of, part_depths
from placebook.measure.ways import aggregation_of
from placebook.methods.rank import competition_rank
from placebook.methods.uncertainty import chances, last_places, pairs_that_differ, percentiles
from placebook.types import (
    NOTHING,
    RANGE_ARRAYS,
    Cube,
    Evidence,
    Indicator,
    Numbers,
    RankPlan,
    RankRanges,
    Recipe,
)

_BYTES = 400_000_000  # what the scores and ranks of one pass may take
_MOST_AREAS_IN_PAIRS = 500
_AREAS_AT_ONCE = 2048  # so that the working copies of a summary stay small
Tell = Callable[[int], None]


def rank_ranges(
    recipe: Recipe,
    cube: Cube,
    evidence: Evidence | None = None,
    indicators: Mapping[str, Indicator] = NOTHING,
    groups: Mapping[str, Sequence[str]] = NO_GROUPS,
    *,
    plan: RankPlan | None = None,
    parts: tuple[str, ...] = (),
    periods: tuple[str, ...] = (),
    tell: Tell | None = None,
) -> tuple[RankRanges, ...]:
    """Score and rank of every area with 5th and 95th percentiles, by running the recipe many times.

    Parameters
    ----------
    recipe, cube, evidence, indicators, groups : as for build_index
    plan : runs, seed and what may vary; the recipe's own unless given
    parts, periods : which to work out; all unless given
    tell : called with the number of runs done, for a progress bar

    Returns
    -------
    one RankRanges for each period, in order

    Raises
    ------
    RecipeError, DataError : as build_index, also when a declared alternative cannot be worked out

    Source: Saisana, Saltelli and Tarantola (2005), Uncertainty and sensitivity analysis techniques as
    tools for the quality assessment of composite indicators, JRSS A 168(2); OECD/JRC Handbook, step 7.
    """
    sim = simulation(recipe, cube, evidence, indicators, groups, plan)
    wanted = parts or tuple(part.name for part in sim.nominal.parts)
    labels = periods or sim.nominal.scores.periods
    draws = [Draw(run, run, run) for run in range(sim.plan.runs)]
    units = [(name, sim.nominal.scores.periods.index(label)) for label in labels for name in wanted]
    found = _summaries(sim, draws, units, tell)
    return tuple(_ranges(sim, wanted, label, found) for label in labels)


def passes_needed(areas: int, units: int, runs: int) -> int:
    """How many times the runs are gone through so that memory stays within its bound."""
    at_once = max(1, _BYTES // (areas * runs * 12))
    return -(-units // at_once)


def _summaries(
    sim: Simulation, draws: Sequence[Draw], units: Sequence[Unit], tell: Tell | None
) -> dict[Unit, dict[str, Any]]:
    """What is kept of every unit. Units are taken a few at a time, each time over the same runs."""
    count = passes_needed(len(sim.cube.areas), len(units), len(draws))
    size = -(-len(units) // count)
    found: dict[Unit, dict[str, Any]] = {}
    for first in range(0, len(units), size):
        some = units[first : first + size]
        scores, ranks = collect(sim, draws, some, tell)
        for unit in some:
            found[unit] = _summary(sim, unit, scores.pop(unit), ranks.pop(unit))
    return found


def collect(
    sim: Simulation, draws: Sequence[Draw], units: Sequence[Unit], tell: Tell | None = None
) -> tuple[dict[Unit, Numbers], dict[Unit, NDArray[np.float32]]]:
    """Scores and ranks of some units in every run, each of shape (areas, runs), in the order of `draws`.

    An area without a published score stays without one and takes nobody's place, whatever its gaps are filled with.
    """
    shape = (len(sim.cube.areas), len(draws))
    scores = {unit: np.empty(shape) for unit in units}
    ranks = {unit: np.empty(shape, np.float32) for unit in units}
    for positions, batch in run_scores(sim, draws, units, tell):
        for unit, score in batch.items():
            unknown = np.isnan(_published(sim, unit))
            known = np.where(unknown[:, None], np.nan, score) if unknown.any() else score
            scores[unit][:, positions] = known
            ranks[unit][:, positions] = competition_rank(known)
    return scores, ranks


def _published(sim: Simulation, unit: Unit) -> Numbers:
    """The scores of a part in a period as published, shape (areas,)."""
    name, t = unit
    return sim.nominal.scores.values[:, sim.nominal.place(name), t]


def _summary(sim: Simulation, unit: Unit, scores: Numbers, ranks: NDArray[np.float32]) -> dict[str, Any]:
    published = _published(sim, unit)
    worst, out_of = last_places(ranks)
    found: dict[str, Any] = {key: np.empty(len(published)) for key in RANGE_ARRAYS}
    found["fifths"] = np.empty((len(published), 5))
    for start in range(0, len(published), _AREAS_AT_ONCE):
        rows = slice(start, start + _AREAS_AT_ONCE)
        for key, column in _range_columns(scores[rows], ranks[rows], worst, out_of).items():
            found[key][rows] = column
    small = len(published) <= _MOST_AREAS_IN_PAIRS
    found["clear"] = pairs_that_differ(published, scores) if small else None
    return found if sim.error_known or sim.plan.choices else _unsure(found, sim, unit)


def _unsure(found: dict[str, Any], sim: Simulation, unit: Unit) -> dict[str, Any]:
    """What is kept where runs change only what is filled in: of areas without such figures nothing is known.

    That no run moved their ranks does not make them sure, as nothing that could be wrong with them was tried.
    """
    name, t = unit
    k = sim.nominal.place(name)
    covered = sim.nominal.coverage[:, k, t]
    still = ~(sim.nominal.estimated[:, k, t] | (covered < covered.max()))  # no estimate below, and no gap of its own
    for key in (*RANGE_ARRAYS, "fifths"):
        found[key][still] = np.nan
    if found["clear"] is not None:
        found["clear"][still, :] = found["clear"][:, still] = 0
    return found


def _range_columns(scores: Numbers, ranks: NDArray[np.float32], worst: Numbers, out_of: Numbers) -> dict[str, Numbers]:
    """The summaries of some areas, each of shape (areas,) but `fifths`, which has (areas, 5)."""
    low, mid, high = percentiles(scores, (0.05, 0.5, 0.95))
    best, middle, last_rank = percentiles(ranks, (0.05, 0.5, 0.95), observed=True)
    first, last, fifths = chances(ranks, worst, out_of)
    found = (low, mid, high, best, middle, last_rank, first, last)
    return {**dict(zip(RANGE_ARRAYS, found, strict=True)), "fifths": fifths}


def _ranges(sim: Simulation, parts: tuple[str, ...], label: str, found: Mapping[Unit, Mapping[str, Any]]) -> RankRanges:
    t = sim.nominal.scores.periods.index(label)
    each = [found[name, t] for name in parts]
    arrays = {key: np.stack([one[key] for one in each], axis=1) for key in each[0] if key != "clear"}
    clear = None if each[0]["clear"] is None else np.stack([one["clear"] for one in each], axis=2)
    varied, held = what_varies(sim)
    return RankRanges(
        areas=sim.cube.areas,
        parts=parts,
        period=label,
        runs=sim.plan.runs,
        seed=sim.plan.seed,
        varied=varied,
        not_varied=held,
        clear=clear,
        **arrays,
    )


def what_varies(sim: Simulation) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """In words: what the runs change, and what they cannot change and why."""
    varied: list[str] = []
    held: list[str] = []
    if sim.error_known and sim.evidence is not None:
        given = [
            n for n, e in zip(sim.cube.indicators, np.moveaxis(sim.evidence.error, 1, 0), strict=True) if (e > 0).any()
        ]
        varied.append(f"sampling error: {len(given)} of {len(sim.cube.indicators)} indicators give limits")
        if len(given) < len(sim.cube.indicators):
            held.append("sampling error of the other indicators: no limits were published for them")
    else:
        why = "switched off in the recipe" if not sim.plan.sampling_error else "no figure comes with limits"
        held.append(f"sampling error: {why}")
    if sim.plan.choices:
        varied.append("method choices: " + "; ".join(_said(sim.plan)))
        held += _beyond_weights(sim)
    else:
        held.append("method choices: the recipe declares none to vary")
    if sim.has_gaps:
        varied.append(
            f"missing values: estimated figures move by {sim.plan.missing_spread:g} of the spread between areas"
        )
    else:
        why = "switched off in the recipe" if not sim.plan.missing_values else "no figure is missing or estimated"
        held.append(f"missing values: {why}")
    return tuple(varied), tuple(held)


def _beyond_weights(sim: Simulation) -> list[str]:
    """The wholes made by a formula, which no change of weights and no part left out can reach."""
    if not any(choice.what in ("weights", "drop_one") for choice in sim.plan.choices):
        return []
    made = [
        part.title
        for part, depth in part_depths(sim.recipe.tree)
        if part.parts and aggregation_of(sim.recipe, part.name, level_of(sim.recipe, depth))["method"] == "formula"
    ]
    return [f"the parts of {', '.join(made)}: a formula has no weights, and needs all its parts"] if made else []


def _said(plan: RankPlan) -> list[str]:
    words = []
    for choice in plan.choices:
        if choice.what == "weights":
            words.append(f"each weight up to {choice.options[0]:.0%} larger or smaller")
        elif choice.what == "drop_one":
            words.append("any one indicator left out")
        else:
            words.append(f"{choice.what} also by " + ", ".join(step.method for step in choice.options))
    return words
