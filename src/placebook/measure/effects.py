"""Which cause moves the ranks: what sampling error, method choices and missing values do, alone and together.

Rank ranges say how far ranks can be trusted; this says what to work on to trust them more.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np

from placebook.measure.build import NO_GROUPS
from placebook.measure.draws import CAUSES, HELD, KINDS, Draw, stream
from placebook.measure.ranks import collect, what_varies
from placebook.measure.simulate import Simulation, simulation
from placebook.measure.tree import nearest_name
from placebook.methods.sobol import Design, design, mean_rank_change, sobol_effects, sobol_limits
from placebook.types import NOTHING, Cube, DataError, Evidence, Indicator, Numbers, RankPlan, Recipe, RecipeError

SAMPLING, METHOD, MISSING = CAUSES
LEVEL = 0.9  # share of bootstrap estimates between the limits
_DRAWS = 2**20  # draws of each cause to choose from: so many that none comes twice
_LIMITS = 3  # the stream of the bootstrap; 0, 1 and 2 are those of the causes
Tell = Callable[[int], None]


@dataclass(frozen=True, slots=True)
class Effect:
    """What one cause does to an output, as shares of the output's variance, each with its limits.

    `first`: what would go if this cause alone were settled. `total`: what would stay if all the others
    were. Estimates from few runs may fall a little below 0 or above 1.
    """

    cause: str
    first: float
    first_low: float
    first_high: float
    total: float
    total_low: float
    total_high: float


@dataclass(frozen=True, slots=True)
class Explained:
    """One output of the runs and what moves it: the mean change of rank, or the rank of one area.

    `causes` are the named causes that can move, `choices` the kinds of choice within the method choices.
    Both are empty where the output is the same in every run: then there is nothing to explain.
    """

    area: str | None  # None: the mean change of rank over all areas
    published: float | None  # the area's rank as published
    mean: float  # places, over the runs
    spread: float  # standard deviation over the runs, places
    causes: tuple[Effect, ...]
    choices: tuple[Effect, ...]


@dataclass(frozen=True, slots=True)
class CauseEffects:
    """What moves the ranks on one part in one period. `outputs` begins with the mean change over all areas."""

    part: str
    title: str
    period: str
    runs: int
    rows: int  # of the plan; the more, the closer the limits
    seed: int
    outputs: tuple[Explained, ...]
    moves: tuple[str, ...]  # the named causes that can move
    held: tuple[str, ...]  # what cannot move, and why: not known to have no effect
    left_out: Mapping[str, str]  # areas without effects, and why


def cause_effects(
    recipe: Recipe,
    cube: Cube,
    evidence: Evidence | None = None,
    indicators: Mapping[str, Indicator] = NOTHING,
    groups: Mapping[str, Sequence[str]] = NO_GROUPS,
    *,
    plan: RankPlan | None = None,
    part: str | None = None,
    period: str | None = None,
    areas: Sequence[str] = (),
    rows: int = 256,
    resamples: int = 1000,
    tell: Tell | None = None,
) -> CauseEffects:
    """Split the movement of ranks between its causes: Sobol first-order and total effects.

    Each of rows x (2 + causes + kinds of choice) runs takes a draw of sampling error, one of each declared kind
    of method choice and one of missing values, by Saltelli's plan; effects are read off from how the output
    differs between runs that share all draws but one.

        output of a run = mean over areas of |rank in the run - rank as published|; for one area: its rank

    Parameters
    ----------
    recipe, cube, evidence, indicators, groups : as for build_index
    plan : seed and what may vary; the recipe's own unless given. Its number of runs is not used
    part, period : the index and its last period unless given
    areas : codes of areas whose own rank is to be explained, too
    rows, resamples : of the plan (a power of two), and of the bootstrap of the limits (5th and 95th percentiles)
    tell : called with the number of runs done, for a progress bar

    Returns
    -------
    CauseEffects. A cause that cannot move (no limits given, nothing declared, nothing missing) is named in
    `held` and has no effect of zero: nothing is known of it

    Raises
    ------
    RecipeError, DataError : as build_index; a part, period or area that is not there; a run without ranks
    ValueError : rows that are no power of two

    Source: Saisana, Saltelli and Tarantola (2005), Uncertainty and sensitivity analysis techniques as tools for
    the quality assessment of composite indicators, JRSS A 168(2); estimators as in methods.sobol.
    """
    sim = simulation(recipe, cube, evidence, indicators, groups, plan)
    return _effects_of(sim, _unit(sim, part, period), [_place(sim, area) for area in areas], rows, resamples, tell)


def _effects_of(
    sim: Simulation, unit: tuple[str, int], places: list[int], rows: int, resamples: int, tell: Tell | None
) -> CauseEffects:
    name, t = unit
    inputs = _inputs(sim)
    made = _plan(inputs, rows, sim.plan.seed)
    draws = _draws(inputs, made, rows)
    column = sim.nominal.place(name)
    ranks = collect(sim, draws, [(name, t)], tell)[1][name, t].astype(np.float64)
    outputs, left_out = _outputs(sim, ranks, sim.nominal.ranks.values[:, column, t], places) if draws else ([], {})
    return CauseEffects(
        part=name,
        title=sim.nominal.parts[column].title,
        period=sim.nominal.scores.periods[t],
        runs=len(draws),
        rows=rows,
        seed=sim.plan.seed,
        outputs=_explained(outputs, inputs, made, stream(sim.plan.seed, _LIMITS), resamples),
        moves=_named(inputs),
        held=_held(sim),
        left_out=left_out,
    )


def _unit(sim: Simulation, part: str | None, period: str | None) -> tuple[str, int]:
    names, labels = [one.name for one in sim.nominal.parts], sim.nominal.scores.periods
    name, label = part or sim.recipe.tree.name, period or labels[-1]
    if name not in names:
        raise RecipeError(f"recipe {sim.recipe.id!r}: there is no part {name!r}; " + nearest_name(name, names))
    if label not in labels:
        raise RecipeError(f"recipe {sim.recipe.id!r}: there is no period {label!r}; " + nearest_name(label, labels))
    return name, labels.index(label)


def _place(sim: Simulation, area: str) -> int:
    codes = sim.cube.areas
    if area not in codes:
        raise DataError(f"there is no area with the code {area!r} in the figures; {nearest_name(area, codes)}")
    return codes.index(area)


# --- what can move, and the plan of runs ----------------------------------------------------------


def _inputs(sim: Simulation) -> tuple[str, ...]:
    """What can move, each by a number of its own: two of the causes, and each declared kind of choice."""
    kinds = [kind for kind in KINDS if any(choice.what == kind for choice in sim.plan.choices)]
    return (*([SAMPLING] if sim.error_known else []), *kinds, *([MISSING] if sim.has_gaps else []))


def _named(inputs: Sequence[str]) -> tuple[str, ...]:
    """The named causes that can move, in their order."""
    there = {METHOD if one in KINDS else one for one in inputs}
    return tuple(cause for cause in CAUSES if cause in there)


def _held(sim: Simulation) -> tuple[str, ...]:
    declared = {choice.what for choice in sim.plan.choices}
    others = [kind for kind in KINDS if kind not in declared]
    said = (f"method choices of other kinds ({', '.join(others)}): not declared",) if declared and others else ()
    return (*what_varies(sim)[1], *said)


def _plan(inputs: Sequence[str], rows: int, seed: int) -> Design | None:
    """Saltelli's plan with one number for each input, and the kinds of choice as a group besides.

    None where fewer than two things can move: then there is nothing to tell apart.
    """
    if len(inputs) < 2:
        return None
    made = design(dict.fromkeys(inputs, 1), rows, seed)
    kinds = [one for one in inputs if one in KINDS]
    return made.with_group(METHOD, kinds) if 1 < len(kinds) < len(inputs) else made


def _draws(inputs: Sequence[str], plan: Design | None, rows: int) -> list[Draw]:
    """The runs of the plan; with one input every row is a run, and with none there is nothing to run."""
    if plan is None:
        return [_draw(dict.fromkeys(inputs, row)) for row in range(rows if inputs else 0)]
    numbers = (plan.runs * _DRAWS).astype(np.int64).tolist()
    return [_draw(dict(zip(inputs, row, strict=True))) for row in numbers]


def _draw(numbers: Mapping[str, int]) -> Draw:
    kinds = {kind: number for kind, number in numbers.items() if kind in KINDS}
    return Draw(numbers.get(SAMPLING, HELD), kinds or HELD, numbers.get(MISSING, HELD))


# --- outputs, and what explains them ----------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class _Output:
    """One number for each run."""

    area: str | None
    published: float | None
    values: Numbers  # shape (runs,), places


def _outputs(
    sim: Simulation, ranks: Numbers, published: Numbers, places: Sequence[int]
) -> tuple[list[_Output], dict[str, str]]:
    """The mean change of rank, then the rank of each chosen area that has one in every run."""
    change = mean_rank_change(ranks, published)
    gone = int(np.sum(np.isnan(change)))
    if gone:
        raise DataError(
            f"recipe {sim.recipe.id!r}: in {gone:,} of {len(change):,} runs no area keeps a rank, so nothing can be "
            "said of causes. Vary less: an index of one indicator has nothing left when that one is dropped"
        )
    found, left_out = [_Output(None, None, change)], {}
    for place in places:
        none = int(np.sum(np.isnan(ranks[place])))
        if np.isnan(published[place]) or none:
            often = "" if np.isnan(published[place]) else f" in {none:,} of {len(change):,} runs"
            left_out[sim.cube.areas[place]] = f"no rank{often}"
        else:
            found.append(_Output(sim.cube.areas[place], float(published[place]), ranks[place]))
    return found, left_out


def _explained(
    outputs: Sequence[_Output], inputs: Sequence[str], plan: Design | None, rng: np.random.Generator, resamples: int
) -> tuple[Explained, ...]:
    if not outputs:
        return ()
    if plan is None:
        return tuple(_explain(output, output.values, {}, inputs) for output in outputs)
    a, b, ab = plan.split(np.stack([output.values for output in outputs], axis=1))
    found, limits = sobol_effects(a, b, ab), sobol_limits(a, b, ab, rng, resamples=resamples, level=LEVEL)
    first = (found.first, limits.lower.first, limits.upper.first)
    total = (found.total, limits.lower.total, limits.upper.total)
    table = np.stack([*first, *total])  # (6, causes, outputs)
    own = np.concatenate([a, b])
    return tuple(
        _explain(output, own[:, k], dict(zip(plan.causes, table[:, :, k].T, strict=True)), inputs)
        for k, output in enumerate(outputs)
    )


def _explain(output: _Output, own: Numbers, shares: Mapping[str, Numbers], inputs: Sequence[str]) -> Explained:
    """`own`: the output in runs that share no draw; `shares`: first, low, high, total, low, high of each cause."""
    causes: tuple[Effect, ...] = ()
    choices: tuple[Effect, ...] = ()
    if np.ptp(own) > 0:
        kinds = [one for one in inputs if one in KINDS]
        known = {one: Effect(one, *map(float, share)) for one, share in shares.items()}
        if len(kinds) == 1 and shares:
            known[METHOD] = replace(known[kinds[0]], cause=METHOD)
        if len(_named(inputs)) == 1:
            known[_named(inputs)[0]] = _all_of_it(_named(inputs)[0])
        causes = tuple(known[cause] for cause in _named(inputs))
        choices = tuple(known[kind] if kind in known else _all_of_it(kind) for kind in kinds)
    return Explained(output.area, output.published, float(np.mean(own)), float(np.std(own, ddof=1)), causes, choices)


def _all_of_it(cause: str) -> Effect:
    """The only thing that can move explains all movement: that is known, not estimated."""
    return Effect(cause, 1.0, 1.0, 1.0, 1.0, 1.0, 1.0)
