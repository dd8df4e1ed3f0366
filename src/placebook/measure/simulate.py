"""Run a recipe many times with something changed each time, and hand back the scores run by run."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace

import numpy as np

from placebook.measure.build import NO_GROUPS, build_index, combine, prepare
from placebook.measure.draws import HELD, Draw, MethodDraw, any_gap, gaps_filler, method_draw, variant, with_error
from placebook.measure.figures import Figures, needed, reference_periods
from placebook.measure.replicate import Runs
from placebook.measure.scales import rescales
from placebook.measure.tree import leaves, losses
from placebook.types import NOTHING, Cube, Evidence, Index, Indicator, Numbers, RankPlan, Recipe

_RUNS_AT_ONCE = 64
_BYTES_AT_ONCE = 200_000_000
Way = tuple[tuple[str, int], ...]
Unit = tuple[str, int]  # a part and the position of a period


@dataclass(frozen=True, slots=True)
class WayOfScoring:
    """A variant of the recipe, its scored figures with nothing moved, and the index they make."""

    recipe: Recipe
    figures: Figures
    index: Index

    @property
    def weights(self) -> dict[str, Numbers]:
        """The weight of each part as used, shape (periods,), by name."""
        return {part.name: self.index.weights[k] for k, part in enumerate(self.index.parts)}


@dataclass(slots=True)
class Simulation:
    """A recipe with its figures, ready to be run again and again under a plan.

    `nominal` is the index as published; `recipe` is its recipe with the parts that have figures.
    """

    recipe: Recipe
    cube: Cube
    evidence: Evidence | None
    known: Mapping[str, Indicator]
    groups: Mapping[str, Sequence[str]]
    plan: RankPlan
    nominal: Index
    error_known: bool
    has_gaps: bool
    _ways: dict[Way, WayOfScoring] = field(default_factory=dict)

    def active(self, draw: Draw) -> Draw:
        """The draw with causes held that cannot move: no limits were given, or nothing is missing."""
        return Draw(draw.error if self.error_known else HELD, draw.method, draw.missing if self.has_gaps else HELD)

    def way(self, options: Way) -> WayOfScoring:
        """One way of scoring, made when it is first asked for."""
        if options not in self._ways:
            changed = variant(self.recipe, self.plan, options)
            figures = prepare(changed, self.cube, self.evidence, self.known, self.groups)
            self._ways[options] = WayOfScoring(changed, figures, combine(changed, figures))
        return self._ways[options]

    def on_published_scale(self, options: Way, unit: Unit, scores: Numbers) -> Numbers:
        """Scores of another normalisation, put on the scale of the recipe's own.

        Ranks do not change. Without this a score range would mix, say, z-scores with points out of 100, and
        that would pass for uncertainty. The two ways are matched by mean and spread over the areas, with
        nothing else moved, so that what does move keeps its size.
        """
        own = tuple((family, 0 if family == "normalise" else number) for family, number in options)
        if own == options:
            return scores
        here, there = (self._mean_and_spread(one, unit) for one in (options, own))
        if not here[1] > 0:
            return scores
        return there[0] + (scores - here[0]) * (there[1] / here[1])

    def _mean_and_spread(self, options: Way, unit: Unit) -> tuple[float, float]:
        index = self.way(options).index
        score = index.scores.values[:, index.place(unit[0]), unit[1]]
        known = score[~np.isnan(score)]
        return (float(known.mean()), float(known.std())) if len(known) else (0.0, 0.0)

    def figures(self, options: Way, draw: Draw) -> Figures:
        """The scored figures of one run."""
        way = self.way(options)
        if draw.error == HELD and draw.missing == HELD:
            return way.figures
        cube = self.cube
        if draw.error != HELD and self.evidence is not None:
            cube = with_error(cube, self.evidence.error, self.known, self.plan.seed, draw.error)
        fill = None if draw.missing == HELD else gaps_filler(way.recipe, self.plan, self.known, draw.missing)
        return prepare(way.recipe, cube, self.evidence, self.known, self.groups, fill)


def simulation(
    recipe: Recipe,
    cube: Cube,
    evidence: Evidence | None = None,
    indicators: Mapping[str, Indicator] = NOTHING,
    groups: Mapping[str, Sequence[str]] = NO_GROUPS,
    plan: RankPlan | None = None,
) -> Simulation:
    """Make ready to run a recipe many times. Raises what build_index raises."""
    plan = plan or recipe.ranks
    nominal = build_index(recipe, cube, evidence, indicators, groups)
    known = {**indicators, **{one.id: one for one in recipe.indicators}}
    names = needed(recipe)
    at = [cube.indicators.index(name) for name in names]
    small = cube.pick(names)
    if evidence is not None:
        evidence = Evidence(evidence.error[:, at, :], evidence.estimated[:, at, :])
    made = Simulation(
        recipe=nominal.recipe,
        cube=small,
        evidence=evidence,
        known=known,
        groups=groups,
        plan=plan,
        nominal=nominal,
        error_known=plan.sampling_error and evidence is not None and bool(np.nansum(evidence.error) > 0),
        has_gaps=False,
    )
    figures = prepare(nominal.recipe, small, evidence, known, groups)
    return replace(made, has_gaps=plan.missing_values and any_gap(figures, nominal.recipe))


def run_scores(
    sim: Simulation, draws: Sequence[Draw], units: Sequence[Unit], tell: Callable[[int], None] | None = None
) -> Iterator[tuple[list[int], dict[Unit, Numbers]]]:
    """Scores of some parts in some periods for every run, in batches.

    Yields
    ------
    the positions in `draws` of the runs of a batch, and for each unit the scores, shape (areas, runs).
    Every run comes once; runs of the same way of scoring come together, so the order is not that of `draws`
    """
    parts = {part.name: part for part in sim.recipe.tree.walk()}
    for positions in _batches(sim, draws):
        methods = [method_draw(sim.recipe, sim.plan, draws[i].method) for i in positions]
        figures = _figures(sim, [sim.active(draws[i]) for i in positions], methods[0].options)
        scored = {}
        periods = _with_references(sim, figures, methods, {t for _, t in units})
        for t in sorted({t for _, t in units}):
            runs = periods[t]
            for name, period in units:
                if period == t:
                    score = runs.scores(parts[name])
                    score = sim.on_published_scale(methods[0].options, (name, t), score)
                    scored[name, t] = score if score.ndim == 2 else np.repeat(score[:, None], len(positions), axis=1)
        yield positions, scored
        if tell is not None:
            tell(len(positions))


def _batches(sim: Simulation, draws: Sequence[Draw]) -> Iterator[list[int]]:
    """Positions of runs that share a way of scoring, a few at a time."""
    together: dict[Way, list[int]] = {}
    for i, draw in enumerate(draws):
        together.setdefault(method_draw(sim.recipe, sim.plan, draw.method).options, []).append(i)
    moving = sim.error_known or sim.has_gaps
    each = len(sim.cube.areas) * len(leaves(sim.recipe.tree)) * len(sim.nominal.scores.periods) * 8
    size = max(1, min(_RUNS_AT_ONCE, _BYTES_AT_ONCE // max(each, 1))) if moving else _RUNS_AT_ONCE
    for options in sorted(together):
        for first in range(0, len(together[options]), size):
            yield together[options][first : first + size]


def _figures(sim: Simulation, draws: Sequence[Draw], options: Way) -> list[Figures]:
    """The scored figures of each run of a batch, or one set where no figure moves."""
    moving = any(draw.error != HELD or draw.missing != HELD for draw in draws)
    return [sim.figures(options, draw) for draw in (draws if moving else draws[:1])]


def _with_references(
    sim: Simulation, figures: Sequence[Figures], methods: Sequence[MethodDraw], wanted: set[int]
) -> dict[int, Runs]:
    """The runs of the periods wanted; where a whole is put on a scale of other periods, they know those."""
    labels = sim.nominal.scores.periods
    from_others = sim.recipe.constants_from != "each_period" and rescales(sim.way(methods[0].options).recipe)
    if not from_others:
        return {t: _runs(sim, figures, methods, t) for t in sorted(wanted)}
    among = reference_periods(sim.recipe, labels, 0)
    made = {t: _runs(sim, figures, methods, t) for t in sorted(wanted.union(among))}
    for runs in made.values():
        runs.among = tuple(made[t] for t in among)
    return made


def _runs(sim: Simulation, figures: Sequence[Figures], methods: Sequence[MethodDraw], t: int) -> Runs:
    way = sim.way(methods[0].options)
    recipe, weights = way.recipe, way.weights
    factors = {name: np.array([method.factors.get(name, 1.0) for method in methods]) for name in weights}
    return Runs(
        recipe=recipe,
        leaves={str(leaf.name): _column(figures, str(leaf.indicator), t) for leaf in leaves(recipe.tree)},
        weights={name: weights[name][t] * factors[name] for name in weights},
        losses={name: _column(figures, name, t) for name in losses(recipe.tree)},
        areas=sim.cube.areas,
    )


def _column(figures: Sequence[Figures], name: str, t: int) -> Numbers:
    column = figures[0].indicators.index(name)
    if len(figures) == 1:
        return figures[0].values[:, column, t]
    return np.stack([one.values[:, column, t] for one in figures], axis=1)
