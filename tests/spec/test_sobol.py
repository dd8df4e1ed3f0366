"""Sobol effects, on plans small enough to check by hand and on a function whose effects are known."""

import numpy as np
import pytest

from placebook.methods.sobol import design, mean_rank_change, sobol_effects, sobol_limits


def test_effects_of_a_plan_of_two_rows():
    """a = 1, 3 and b = 3, 1: mean 2, variance 4/3. Cause 1 moves a all the way to b, cause 2 does nothing.

    first of cause 1: mean of (3 - 2)(3 - 1) and (1 - 2)(1 - 3) is 2, over 4/3
    total of cause 1: mean of 2^2 and 2^2 is 4, over twice 4/3
    """
    found = sobol_effects([1, 3], [3, 1], [[3, 1], [1, 3]])
    assert found.first == pytest.approx([1.5, 0])
    assert found.total == pytest.approx([1.5, 0])


def test_without_centring_the_mean_stays_in_the_first_effect():
    """Cause 2 lifts both runs by one: mean of 3 (2 - 1) and 1 (4 - 3) is 2 plain, and 0 once centred."""
    plain = sobol_effects([1, 3], [3, 1], [[3, 2], [1, 4]], centred=False)
    assert plain.first == pytest.approx([1.5, 1.5])  # mean of 3 x 2 and 1 x -2 is 2, too
    assert sobol_effects([1, 3], [3, 1], [[3, 2], [1, 4]]).first == pytest.approx([1.5, 0])


def test_an_output_that_never_varies_has_no_effects():
    found = sobol_effects(np.full(4, 0.1), np.full(4, 0.1), np.full((4, 2), 0.1))
    assert np.isnan(found.first).all()
    assert np.isnan(found.total).all()


def test_several_outputs_at_once_are_each_by_itself():
    rng = np.random.default_rng(3)
    a, b, ab = rng.normal(size=(8, 2)), rng.normal(size=(8, 2)), rng.normal(size=(8, 3, 2))
    both = sobol_effects(a, b, ab)
    alone = sobol_effects(a[:, 1], b[:, 1], ab[:, :, 1])
    assert both.first[:, 1] == pytest.approx(alone.first)
    assert both.total[:, 1] == pytest.approx(alone.total)


def test_ishigamis_function_has_its_known_effects():
    """sin x + 7 sin^2 y + 0.1 z^4 sin x over -pi to pi: z does nothing alone and a quarter together with x."""
    plan = design({"x": 1, "y": 1, "z": 1}, 1024, seed=1)
    x, y, z = (2 * plan.runs - 1).T * np.pi
    found = plan.effects(np.sin(x) + 7 * np.sin(y) ** 2 + 0.1 * z**4 * np.sin(x))
    assert found.first == pytest.approx([0.3139, 0.4424, 0], abs=0.03)
    assert found.total == pytest.approx([0.5576, 0.4424, 0.2437], abs=0.03)


def test_a_cause_moves_all_its_inputs_and_no_other():
    plan = design({"weights": 3, "method": 1, "missing values": 2}, 8, seed=5)
    assert plan.causes == {"weights": (0, 1, 2), "method": (3,), "missing values": (4, 5)}
    a, b = plan.points[:, 0], plan.points[:, -1]
    for i, inputs in enumerate(plan.causes.values(), start=1):
        from_b = np.isin(np.arange(6), inputs)
        assert np.array_equal(plan.points[:, i], np.where(from_b, b, a))
    assert np.min(plan.points) >= 0
    assert np.max(plan.points) < 1


def test_the_same_seed_gives_the_same_plan_and_limits():
    one, same, other = (design({"x": 1, "y": 2}, 16, seed=seed) for seed in (5, 5, 6))
    assert np.array_equal(one.runs, same.runs)
    assert not np.array_equal(one.runs, other.runs)
    y = one.split(np.sum(one.runs, axis=1))
    first, again = (sobol_limits(*y, np.random.default_rng(9), resamples=50) for _ in range(2))
    assert np.array_equal(first.lower.first, again.lower.first)
    assert np.all(first.lower.total <= first.upper.total)


def test_limits_draw_in_as_runs_are_added():
    def width(n):
        plan = design({"x": 1, "y": 1}, n, seed=2)
        limits = sobol_limits(*plan.split(plan.runs @ [3.0, 1.0]), np.random.default_rng(4), resamples=200)
        return limits.upper.first - limits.lower.first

    assert np.all(width(512) < 0.5 * width(32))


def test_limits_of_an_output_that_never_varies_are_missing():
    limits = sobol_limits(np.ones(4), np.ones(4), np.ones((4, 2)), np.random.default_rng(0), resamples=5)
    assert np.isnan(limits.lower.first).all()


def test_mean_rank_change_is_in_places_and_leaves_out_areas_without_a_rank():
    nominal = [1, 2, 3, np.nan]
    ranks = np.array([[1, 3, np.nan], [2, 2, np.nan], [3, 1, np.nan], [4, 4, np.nan]])
    found = mean_rank_change(ranks, nominal)
    assert found[:2].tolist() == [0, 4 / 3]
    assert np.isnan(found[2])


@pytest.mark.parametrize(
    ("ask", "said"),
    [
        (lambda: sobol_effects([1, 2], [1, 2, 3], [[1], [2]]), "outputs must have shapes"),
        (lambda: sobol_effects([1, 2], [1, 2], [1, 2]), "outputs must have shapes"),
        (lambda: sobol_effects([1], [1], [[1]]), "at least 2 rows"),
        (lambda: sobol_effects([1, np.nan], [1, 2], [[1], [2]]), "1 of 6 outputs are missing"),
        (lambda: sobol_limits([1, 2], [1, 2], [[1], [2]], np.random.default_rng(0), level=90), "between 0 and 1"),
        (lambda: design({"x": 1}, 8, 1), "at least two causes"),
        (lambda: design({"x": 1, "y": 0}, 8, 1), "an input each"),
        (lambda: design({"x": 1, "y": 1}, 100, 1), "power of two"),
        (lambda: design({"x": 1, "y": 1}, 8, 1).effects(np.ones(7)), "32 runs, and there are 7"),
    ],
)
def test_what_has_no_effects_is_named(ask, said):
    with pytest.raises(ValueError, match=said):
        ask()
