"""Many runs at once give what the plain engine gives one run at a time, whatever the tree and the gaps."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from examples import examples
from placebook.measure.build import build_index
from placebook.measure.draws import Draw, method_draw
from placebook.measure.simulate import run_scores, simulation
from placebook.types import Choice, Cube, Direction, Evidence, Indicator, Part, RankPlan, Recipe, Step

WAYS = [
    Step("aggregate", "arithmetic"),
    Step("aggregate", "arithmetic", {"missing": "leave_out"}),
    Step("aggregate", "arithmetic", {"missing": {"at_least": 0.5}}),
    Step("aggregate", "arithmetic", {"by_level": {"index": {"method": "geometric", "floor": 1}}}),
    Step("aggregate", "geometric", {"floor": 1, "missing": "leave_out"}),
    Step("aggregate", "harmonic", {"floor": 1}),
    Step("aggregate", "generalised", {"order": 0.5}),
    Step("aggregate", "generalised", {"order": -2, "floor": 1}),
    Step("aggregate", "weighted_sum", {"missing": "leave_out"}),
    Step("aggregate", "arithmetic", {"decimals": 1}),
    Step("aggregate", "arithmetic", {"by_level": {"component": {"method": "arithmetic", "then": {"method": "rank"}}}}),
    Step("aggregate", "copeland", {"missing": "leave_out"}),
    Step("aggregate", "minimum", {"missing": "leave_out"}),
    Step("aggregate", "product", {"missing": "leave_out"}),
    Step("aggregate", "mazziotta_pareto", {"before": {"method": "linear", "add": 300}, "missing": "leave_out"}),
    Step("aggregate", "weighted_sum", {"missing": "leave_out", "then": {"method": "linear", "add": 5, "times": -2}}),
    Step("aggregate", "geometric", {"before": {"method": "linear", "add": 101, "times": -1}, "missing": "leave_out"}),
    Step("aggregate", "arithmetic", {"before": [{"method": "z_score"}, {"method": "rank"}], "missing": "leave_out"}),
    Step(
        "aggregate",
        "arithmetic",
        {"then": [{"method": "z_score", "mean": 100}, {"method": "exponential", "rate": 0.1}]},
    ),
    Step("aggregate", "arithmetic", {"then": {"method": "goalposts", "goalposts": [{"worst": 1}, {"best": 2}]}}),
]
TAKES_ANY = [way for way in WAYS if way.method == "arithmetic" and "by_level" not in way.options]


def leaf(name: str, weight: float) -> Part:
    return Part(name, name, weight, indicator=name)


def a_recipe(way: Step, loss: bool) -> Recipe:
    tree = Part(
        "whole",
        "whole",
        parts=(
            Part("a", "a", 2.0, (leaf("x0", 1.0), leaf("x1", 3.0)), loss="x4" if loss else None),
            Part("b", "b", 1.0, (leaf("x2", 1.0),)),
            leaf("x3", 0.5),
        ),
    )
    return Recipe(
        id="drawn",
        title="",
        says="",
        does_not_say="",
        method_source="",
        higher_means="",
        levels=("index", "component", "indicator"),
        tree=tree,
        steps=(Step("normalise", "min_max", {"low": 1, "high": 100}), way),
        indicators=tuple(Indicator(f"x{k}", f"x{k}", direction=Direction.HIGHER_IS_BETTER) for k in range(5)),
        ranks=RankPlan(
            runs=100,
            choices=(
                Choice("weights", (0.3,)),
                Choice("drop_one", ()),
                Choice("normalise", (Step("normalise", "rank"),)),
            ),
        ),
    )


def figures(seed: int, gaps: bool) -> Cube:
    random = np.random.default_rng(seed)
    values = random.uniform(0, 50, (6, 5, 2))
    if gaps:
        values[random.random(values.shape) < 0.15] = np.nan
        values[:2, :, :] = random.uniform(0, 50, (2, 5, 2))  # enough to set a scale by
    values[:, 4] = random.uniform(0, 50, (6, 2))
    return Cube(values, tuple("ABCDEF"), tuple(f"x{k}" for k in range(5)), ("2013", "2014"))


def plainly(sim, draw: Draw, name: str, t: int) -> np.ndarray:
    """One run the slow way: a new recipe with the run's weights, built like any index."""
    method = method_draw(sim.recipe, sim.plan, draw.method)
    way = sim.way(method.options)
    changed, scored = way.recipe, way.figures

    def weigh(part: Part) -> Part:
        factor = method.factors.get(part.name, 1.0)
        gone = factor == 0.0
        return replace(
            part,
            weight=part.weight * factor,
            parts=() if gone else tuple(weigh(one) for one in part.parts),
            indicator=None if gone else part.indicator,
            not_measured="dropped" if gone else part.not_measured,
        )

    index = build_index(replace(changed, tree=weigh(changed.tree)), sim.cube, sim.evidence, sim.known)
    if name == "x0" and method.factors.get("x0") == 0.0:  # left out of the whole; its own score stands
        score = scored.values[:, scored.indicators.index("x0"), t]
    else:
        score = index.scores.values[:, index.place(name), t]
    return sim.on_published_scale(method.options, (name, t), score)


@settings(max_examples=examples(60), deadline=None)
@given(st.sampled_from(WAYS), st.integers(0, 10_000), st.booleans(), st.booleans(), st.booleans())
def test_a_batch_of_runs_is_the_same_as_run_by_run(way, seed, gaps, loss, over_all):
    same_as_run_by_run(way, "all_periods" if over_all else "each_period", seed, gaps, loss)


@settings(max_examples=examples(30), deadline=None)
@given(st.sampled_from(TAKES_ANY), st.integers(0, 10_000), st.booleans())
def test_constants_of_a_base_period_are_those_of_the_same_run(way, seed, gaps):
    same_as_run_by_run(way, "2013", seed, gaps, loss=False)


def same_as_run_by_run(way, constants_from, seed, gaps, loss):
    recipe, cube = replace(a_recipe(way, loss), constants_from=constants_from), figures(seed, gaps)
    plan = replace(recipe.ranks, missing_values=False, seed=seed)
    sim = simulation(recipe, cube, plan=plan)
    draws = [Draw(run, run, run) for run in range(12)]
    units = [(name, t) for name in ("whole", "a", "b", "x0") for t in (0, 1)]
    seen = []
    for positions, scored in run_scores(sim, draws, units):
        seen += positions
        for (name, t), scores in scored.items():
            for column, position in enumerate(positions):
                wanted = plainly(sim, draws[position], name, t)
                assert scores[:, column] == pytest.approx(wanted, rel=1e-9, abs=1e-9, nan_ok=True)
    assert sorted(seen) == list(range(12))


@settings(max_examples=examples(15), deadline=None)
@given(st.integers(0, 10_000), st.booleans())
def test_held_causes_change_nothing_and_moved_figures_are_scored_like_any_others(seed, gaps):
    recipe, cube = a_recipe(WAYS[1], loss=False), figures(seed, gaps)
    evidence = Evidence(np.full(cube.values.shape, 2.0), np.zeros(cube.values.shape, bool))
    plan = RankPlan(runs=100, seed=seed)
    sim = simulation(recipe, cube, evidence, plan=plan)
    still = next(run_scores(sim, [Draw()], [("whole", 1)]))[1]["whole", 1][:, 0]
    assert still == pytest.approx(sim.nominal.scores.column("whole", "2014"), nan_ok=True)
    one = next(run_scores(sim, [Draw(error=3)], [("whole", 1)]))[1]["whole", 1][:, 0]
    again = next(run_scores(sim, [Draw(error=3)], [("whole", 1)]))[1]["whole", 1][:, 0]
    assert np.array_equal(one, again, equal_nan=True)
    assert not np.array_equal(one, still, equal_nan=True)
