"""Which cause moves the ranks, on cases where the answer is known beforehand."""

from __future__ import annotations

import re
from dataclasses import replace

import numpy as np
import pytest

from placebook.cli.effects import effects_lines
from placebook.measure.draws import Draw, method_draw
from placebook.measure.effects import cause_effects
from placebook.measure.simulate import run_scores, simulation
from placebook.methods.rank import competition_rank
from placebook.methods.sobol import design
from placebook.types import Choice, Cube, DataError, Evidence, RankPlan, Recipe, RecipeError, Step
from recipes import cube, recipe

TWO = """
indicators:
  a: {direction: higher_is_better}
  b: {direction: higher_is_better}
levels: [index, indicator]
tree:
  whole: {parts: [a, b]}
steps:
  - normalise: {method: goalposts, clip: false, goalposts: {a: [0, 100], b: [0, 100]}}
  - aggregate: {method: arithmetic, missing: leave_out}
"""
MIN_MAX = Choice("normalise", (Step("normalise", "min_max"),))


def ladder(count: int = 301) -> Cube:
    """Places at even steps from 0 to 100 on both indicators; the middle one, Mid, is the one that moves."""
    steps = np.linspace(0, 100, count)
    names = tuple("Mid" if k == count // 2 else f"place {k}" for k in range(count))
    return Cube(np.stack([steps, steps], axis=1)[:, :, None], names, ("a", "b"), ("2014",))


def unsure(figures: Cube, error: float, estimated: bool) -> Evidence:
    """Mid's figure of a has an error; its figure of b is estimated, or not."""
    at = figures.areas.index("Mid")
    errors = np.full(figures.values.shape, np.nan)
    errors[at, 0, 0] = error
    marks = np.zeros(figures.values.shape, bool)
    marks[at, 1, 0] = estimated
    return Evidence(errors, marks)


def of(output: object, cause: str) -> object:
    (found,) = [one for one in (*output.causes, *output.choices) if one.cause == cause]
    return found


def test_two_causes_that_add_up_have_the_shares_of_their_variances():
    """Mid's score is (a + b) / 2: a moves by 6, b by a share of the spread of places that makes it 6 x sqrt(3).

    So a quarter of the variance is the sampling error's and three quarters the missing value's; as they only add
    up, what each does alone is what it does in all. Putting the figures on another scale moves no place at all.
    """
    figures = ladder()
    spread = np.std(np.delete(figures.values[:, 1, 0], len(figures.areas) // 2), ddof=1)
    plan = RankPlan(seed=5, missing_spread=6 * np.sqrt(3) / spread, choices=(MIN_MAX,))
    found = cause_effects(recipe(TWO), figures, unsure(figures, 6.0, True), plan=plan, areas=("Mid",), rows=512)
    mid = found.outputs[1]
    for cause, share in (("sampling error", 0.25), ("missing values", 0.75)):
        effect = of(mid, cause)
        assert effect.first_low < share < effect.first_high
        assert effect.total_low < share < effect.total_high
        assert effect.first == pytest.approx(share, abs=0.1)
        assert effect.total == pytest.approx(share, abs=0.1)
    method = of(mid, "method choices")
    assert (method.first, method.total) == (0.0, 0.0)
    assert (method.total_low, method.total_high) == (0.0, 0.0)
    step = 100 / (len(figures.areas) - 1)
    assert mid.spread == pytest.approx(np.sqrt(6**2 + 3 * 6**2) / 2 / step, rel=0.05)  # places of a third of a point


def test_the_first_output_is_the_mean_change_over_all_areas():
    """Each place that Mid climbs moves one other place down: the mean change is twice Mid's, over all places."""
    figures = ladder(51)
    plan = RankPlan(seed=5, choices=(MIN_MAX,))
    found = cause_effects(recipe(TWO), figures, unsure(figures, 9.0, False), plan=plan, areas=("Mid",), rows=32)
    sim = simulation(recipe(TWO), figures, unsure(figures, 9.0, False), plan=plan)
    assert found.outputs[0].area is None
    assert found.outputs[0].mean == pytest.approx(2 * mean_size_of_mids_move(sim, found.rows) / 51)
    assert found.outputs[1].published == 26.0


def mean_size_of_mids_move(sim: object, rows: int) -> float:
    plan = design({"sampling error": 1, "normalise": 1}, rows, sim.plan.seed)
    own = plan.points[:, [0, -1], 0].T.reshape(-1)
    ranks = [rank_of_mid(sim, Draw(error=int(u * 2**20))) for u in own]
    return float(np.mean(np.abs(np.array(ranks) - 26)))


def rank_of_mid(sim: object, draw: Draw) -> float:
    scores = next(run_scores(sim, [draw], [("whole", 0)]))[1]["whole", 0]
    return float(competition_rank(scores)[sim.cube.areas.index("Mid"), 0])


def test_effects_are_those_that_runs_one_by_one_give_with_the_printed_formula():
    figures = ladder(31)
    plan = RankPlan(seed=8, missing_spread=0.3, choices=(Choice("weights", (0.5,)), Choice("drop_one", ())))
    evidence = unsure(figures, 20.0, True)
    found = cause_effects(recipe(TWO), figures, evidence, plan=plan, areas=("Mid",), rows=8, resamples=10)
    sim = simulation(recipe(TWO), figures, evidence, plan=plan)
    kinds = ("weights", "drop_one")
    inputs = ("sampling error", *kinds, "missing values")
    table = design(dict.fromkeys(inputs, 1), 8, 8).points
    a, b = table[:, 0], table[:, -1]

    def output(row: np.ndarray) -> float:
        error, weights, drop, missing = (int(u * 2**20) for u in row)
        return rank_of_mid(sim, Draw(error, {"weights": weights, "drop_one": drop}, missing))

    ya, yb = np.array([output(row) for row in a]), np.array([output(row) for row in b])
    variance = np.var(np.concatenate([ya, yb]), ddof=1)
    assert found.outputs[1].mean == pytest.approx(np.mean(np.concatenate([ya, yb])))
    assert found.outputs[1].spread == pytest.approx(np.sqrt(variance))
    moved = {**{name: (k,) for k, name in enumerate(inputs)}, "method choices": (1, 2)}
    for cause, columns in moved.items():
        mixed = [np.where(np.isin(np.arange(4), columns), row_b, row_a) for row_a, row_b in zip(a, b, strict=True)]
        yab = np.array([output(row) for row in mixed])
        effect = of(found.outputs[1], cause)
        centre = np.mean(np.concatenate([ya, yb]))
        assert effect.first == pytest.approx(np.mean((yb - centre) * (yab - ya)) / variance)
        assert effect.total == pytest.approx(np.mean((ya - yab) ** 2) / (2 * variance))
    assert found.runs == 8 * 7  # A, B, the four inputs, and the method choices as a group
    assert [one.cause for one in found.outputs[1].causes] == ["sampling error", "method choices", "missing values"]
    assert [one.cause for one in found.outputs[1].choices] == list(kinds)


def test_a_cause_that_cannot_move_is_named_and_has_no_effect_of_zero():
    figures = ladder(21)
    plan = RankPlan(seed=1, choices=(Choice("weights", (0.5,)), MIN_MAX))
    found = cause_effects(recipe(TWO), figures, unsure(figures, 10.0, False), plan=plan, rows=16)
    assert found.moves == ("sampling error", "method choices")
    assert [one.cause for one in found.outputs[0].causes] == ["sampling error", "method choices"]
    assert found.held == (
        "sampling error of the other indicators: no limits were published for them",
        "missing values: no figure is missing or estimated",
        "method choices of other kinds (aggregate, treat, impute, drop_one): not declared",
    )
    assert "  missing values: no figure is missing or estimated." in effects_lines(found)


def test_the_only_cause_that_can_move_explains_everything():
    figures = ladder(21)
    found = cause_effects(recipe(TWO), figures, unsure(figures, 10.0, False), plan=RankPlan(seed=1), rows=16)
    assert found.runs == 16  # nothing to tell apart, so every row is one run
    (only,) = found.outputs[0].causes
    assert (only.cause, only.first, only.total, only.total_low) == ("sampling error", 1.0, 1.0, 1.0)


def test_method_choices_alone_are_split_by_their_kinds():
    """Weights move the order of three places that trade a for b; another scale from 0 to 100 does not."""
    drawn = cube(
        """
            |  a |   b
    --------+----+-----
    Ashford |  0 | 100
    Barton  | 55 |  55
    Colby   | 100 |  0
    """
    )
    plan = RankPlan(seed=2, choices=(Choice("weights", (0.9,)), MIN_MAX))
    (output,) = cause_effects(recipe(TWO), drawn, plan=plan, rows=128).outputs
    assert [(one.cause, one.total) for one in output.causes] == [("method choices", 1.0)]
    assert [one.cause for one in output.choices] == ["weights", "normalise"]
    assert of(output, "weights").total_low < 1 < of(output, "weights").total_high
    assert of(output, "normalise").total == 0.0


def test_when_nothing_can_move_there_are_no_effects_and_it_says_why():
    found = cause_effects(recipe(TWO), ladder(5))
    assert (found.outputs, found.moves, found.runs) == ((), (), 0)
    assert effects_lines(found) == [
        "What moves the ranks: whole, 2014",
        "",
        "Nothing can move the ranks, so there are no effects.",
        "",
        "Not moved, so nothing is known of its effect:",
        "  sampling error: no figure comes with limits.",
        "  method choices: the recipe declares none to vary.",
        "  missing values: no figure is missing or estimated.",
    ]


def test_ranks_that_no_run_moves_have_nothing_to_explain():
    figures = ladder(5)  # 25 points apart
    found = cause_effects(
        recipe(TWO), figures, unsure(figures, 0.1, False), plan=RankPlan(choices=(MIN_MAX,)), rows=16, areas=("Mid",)
    )
    assert [(one.causes, one.choices, one.spread) for one in found.outputs] == [((), (), 0.0)] * 2
    assert "  No run moved it, so there is nothing to explain." in effects_lines(found)


def test_the_same_seed_gives_the_same_effects_and_another_seed_does_not():
    figures = ladder(21)
    plan = RankPlan(seed=4, choices=(Choice("weights", (0.5,)), Choice("drop_one", ())))

    def effects(seed: int) -> str:
        evidence = unsure(figures, 10.0, False)
        return repr(cause_effects(recipe(TWO), figures, evidence, plan=replace(plan, seed=seed), rows=16))

    assert effects(4) == effects(4)
    assert effects(4) != effects(5)


def test_an_area_that_loses_its_rank_in_some_runs_is_left_out_and_named():
    """Colby has no figure of b. Its rule refuses a missing part, so it has no rank; Ashford keeps its own."""
    drawn = cube(
        """
            |  a |  b
    --------+----+----
    Ashford | 60 | 55
    Barton  | 50 | 60
    Colby   | 40 |
    """
    )
    refuse = recipe(TWO.replace("leave_out", "refuse"))
    evidence = Evidence(np.full(drawn.values.shape, 5.0), np.zeros(drawn.values.shape, bool))
    plan = RankPlan(missing_values=False, choices=(Choice("weights", (0.5,)),))
    found = cause_effects(refuse, drawn, evidence, plan=plan, areas=("Ashford", "Colby"), rows=16)
    assert [one.area for one in found.outputs] == [None, "Ashford"]
    assert found.left_out == {"Colby": "no rank"}
    assert "Hill: left out, no rank." in effects_lines(found, {"Colby": "Hill"})


ONE = TWO.replace("[a, b]", "[a]").replace("{a: [0, 100], b: [0, 100]}", "{a: [0, 100]}")


@pytest.mark.parametrize(
    ("ask", "fault", "sentence"),
    [
        ({"part": "hole"}, RecipeError, "there is no part 'hole'; did you mean 'whole'?"),
        ({"period": "2015"}, RecipeError, "there is no period '2015'; did you mean '2014'?"),
        ({"areas": ("place1",)}, DataError, "no area with the code 'place1' in the figures; did you mean 'place 1'?"),
        ({"rows": 100}, ValueError, "n must be a power of two, such as 64 or 128, not 100"),
        ({"recipe": recipe(ONE)}, DataError, "of 64 runs no area keeps a rank, so nothing can be said of causes"),
    ],
)
def test_what_has_no_effects_is_said(ask, fault, sentence):
    figures = ladder(5)
    plan = RankPlan(choices=(Choice("drop_one", ()),))
    made: Recipe = ask.pop("recipe", recipe(TWO))
    with pytest.raises(fault, match=re.escape(sentence)):
        cause_effects(made, figures, unsure(figures, 5.0, False), plan=plan, **{"rows": 16, **ask})


# --- the streams that keep causes apart -----------------------------------------------------------------


def test_one_kind_of_choice_can_be_held_while_another_moves():
    made = recipe(TWO)
    plan = RankPlan(seed=6, choices=(Choice("weights", (0.5,)), MIN_MAX, Choice("drop_one", ())))
    together = [method_draw(made, plan, draw) for draw in range(40)]
    for draw, all_kinds in enumerate(together):
        only = method_draw(made, plan, {"normalise": draw})
        assert (only.options, dict(only.factors)) == (all_kinds.options, {})
        weights = method_draw(made, plan, {"weights": draw}).factors
        kept = {name: factor for name, factor in all_kinds.factors.items() if factor != 0}
        assert all(weights[name] == factor for name, factor in kept.items())
    assert {one.options for one in together} == {(("normalise", 0),), (("normalise", 1),)}
    assert {name for one in together for name, factor in one.factors.items() if factor == 0} == {"a", "b"}


def test_declaring_one_more_choice_leaves_the_draws_of_the_others_as_they_were():
    made = recipe(TWO)
    few = RankPlan(seed=6, choices=(Choice("weights", (0.5,)),))
    more = replace(few, choices=(MIN_MAX, *few.choices))
    for draw in range(5):
        assert method_draw(made, few, draw).factors == method_draw(made, more, draw).factors


def test_a_group_moves_all_that_its_members_move_and_nothing_else():
    plan = design({"error": 1, "weights": 2, "scale": 1}, 8, seed=3).with_group("method", ("weights", "scale"))
    assert plan.causes["method"] == (1, 2, 3)
    assert plan.points.shape == (8, 6, 4)
    a, group, b = plan.points[:, 0], plan.points[:, 4], plan.points[:, 5]
    assert np.array_equal(group, np.concatenate([a[:, :1], b[:, 1:]], axis=1))


def test_the_effect_of_a_group_counts_what_its_members_do_together():
    """Ishigami's function: x and z together explain all but the 0.4424 of y, though z does nothing alone."""
    plan = design({"x": 1, "y": 1, "z": 1}, 1024, seed=1).with_group("x and z", ("x", "z"))
    x, y, z = (2 * plan.runs - 1).T * np.pi
    found = plan.effects(np.sin(x) + 7 * np.sin(y) ** 2 + 0.1 * z**4 * np.sin(x))
    assert found.first[3] == pytest.approx(0.5576, abs=0.03)
    assert found.total[3] == pytest.approx(0.5576, abs=0.03)
