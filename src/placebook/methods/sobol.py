"""Sobol effects: how much of the uncertainty of ranks each cause brings, alone and with others.

The runs follow Saltelli's plan. Two tables of numbers A and B are drawn, one column for each cause; for
each cause i, AB_i is A with the column of cause i taken from B. The index is built once for every row of
every table, and effects are read off from how its output differs between tables.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from placebook.types import Numbers

_ROUNDING = 1e-12  # an output that varies by less than this share of its size does not vary


@dataclass(frozen=True, slots=True)
class Effects:
    """Shares of the output's variance, one for each cause along the first axis.

    `first`: what goes if this cause alone is settled. `total`: what stays if all others are settled. The
    difference is what the cause does only together with others. Estimates from few runs may fall below 0.
    """

    first: Numbers  # shape (causes, ...)
    total: Numbers  # shape (causes, ...)


@dataclass(frozen=True, slots=True)
class EffectLimits:
    """Effects at the lower and upper limits of a bootstrap."""

    lower: Effects
    upper: Effects


@dataclass(frozen=True, slots=True)
class Design:
    """The numbers between 0 and 1 that decide every run of Saltelli's plan.

    `points` has shape (n, causes + 2, inputs). Along its second axis stand A, then AB_1, AB_2, ... in
    the order of `causes`, then B. `causes` says for each cause which inputs it moves.
    """

    points: Numbers
    causes: Mapping[str, tuple[int, ...]]

    @property
    def runs(self) -> Numbers:
        """Every run, one under the other, shape (n (causes + 2), inputs)."""
        return self.points.reshape(-1, self.points.shape[-1])

    def with_group(self, name: str, members: Sequence[str]) -> Design:
        """The plan with one more cause, which moves all that some others move: their effect as a group.

        It costs n runs more. The group's effect is not the sum of its members': what they do together counts once.
        Raises KeyError for a member that is not there.
        """
        inputs = tuple(sorted({i for member in members for i in self.causes[member]}))
        table = self.points[:, :1].copy()
        table[:, 0, inputs] = self.points[:, -1, inputs]
        points = np.concatenate([self.points[:, :-1], table, self.points[:, -1:]], axis=1)
        return Design(points, {**self.causes, name: inputs})

    def effects(self, outputs: ArrayLike, *, centred: bool = True) -> Effects:
        """The effects of each cause on outputs given in the order of `runs`, shape (runs, ...)."""
        return sobol_effects(*self.split(outputs), centred=centred)

    def split(self, outputs: ArrayLike) -> tuple[Numbers, Numbers, Numbers]:
        """Outputs in the order of `runs` as (a, b, ab): the shapes that `sobol_effects` takes."""
        y = np.asarray(outputs, dtype=np.float64)
        n, tables, _ = self.points.shape
        if len(y) != n * tables:
            raise ValueError(f"the design has {n * tables} runs, and there are {len(y)} outputs")
        y = y.reshape(n, tables, *y.shape[1:])
        return y[:, 0], y[:, -1], y[:, 1:-1]


def sobol_effects(a: ArrayLike, b: ArrayLike, ab: ArrayLike, *, centred: bool = True) -> Effects:
    """Estimate first-order and total Sobol effects from the outputs of Saltelli's plan.

        first_i = mean( b (ab_i - a) ) / V        total_i = mean( (a - ab_i)^2 ) / (2 V)
        V = variance of a and b together, with divisor 2n - 1

    With `centred` the mean of a and b is first taken off b. The answer sought is the same, and the
    estimate of the first effect scatters less, the more so the farther the mean is from zero.

    Three programs differ in small print. COINr 1.1.14 does not centre; centred=False gives its figures to
    the last digit. SALib 1.6 centres on the mean of all outputs, those of every ab among them, and divides
    V by 2n. With m that mean and m' the mean of a and b, its effects are from ours

        total_i * 2n / (2n - 1)        (first_i + (m' - m) mean(ab_i - a) / V) * 2n / (2n - 1)

    Parameters
    ----------
    a, b : shape (n, ...), outputs of the runs of tables A and B; any unit
    ab : shape (n, causes, ...), outputs of the runs of AB_1, AB_2, ...
    centred : take the mean off first

    Returns
    -------
    Effects of shape (causes, ...), no unit. NaN where the output never varies: then there is nothing to share

    Raises
    ------
    ValueError : if shapes do not fit, there are fewer than two rows, or an output is missing

    Source: Saltelli, Annoni, Azzini, Campolongo, Ratto and Tarantola (2010), Variance based sensitivity
    analysis of model output, Computer Physics Communications 181(2), table 2, (b) for the first effect
    and (f), after Jansen, for the total.
    """
    ya, yb, yab = _outputs(a, b, ab)
    first, total = _estimate(ya, yb, yab, centred)
    return Effects(first, total)


def sobol_limits(
    a: ArrayLike,
    b: ArrayLike,
    ab: ArrayLike,
    rng: np.random.Generator,
    *,
    resamples: int = 1000,
    level: float = 0.9,
    centred: bool = True,
) -> EffectLimits:
    """Say how far Sobol effects could be off for having so few runs: limits by bootstrap.

    Rows of the plan are drawn again with replacement, whole (a, b and every ab together), and the effects
    and the variance estimated anew each time. The limits are percentiles of those estimates.
    COINr draws for each cause by itself and keeps the variance; SALib gives 1.96 standard deviations.

    Parameters
    ----------
    a, b, ab, centred : as in `sobol_effects`
    rng : where the draws come from; the same state gives the same limits
    resamples : number of times that rows are drawn again
    level : share of estimates between the limits; 0.9 gives the 5th and 95th percentiles

    Returns
    -------
    EffectLimits, each of shape (causes, ...)

    Raises
    ------
    ValueError : as `sobol_effects`, or if `level` is not between 0 and 1, or `resamples` is below 1

    Source: Efron and Tibshirani (1993), An Introduction to the Bootstrap, chapter 13 (percentile
    interval); Archer, Saltelli and Sobol (1997), Sensitivity measures, ANOVA-like techniques and the
    use of bootstrap, Journal of Statistical Computation and Simulation 58(2).
    """
    ya, yb, yab = _outputs(a, b, ab)
    if not 0 < level < 1 or resamples < 1:
        raise ValueError(f"level must be between 0 and 1 and resamples at least 1, not {level} and {resamples}")
    drawn = []
    for _ in range(resamples):
        rows = rng.integers(len(ya), size=len(ya))
        drawn.append(np.stack(_estimate(ya[rows], yb[rows], yab[rows], centred)))
    (low_first, low_total), (high_first, high_total) = _between(np.stack(drawn), level)
    return EffectLimits(Effects(low_first, low_total), Effects(high_first, high_total))


def design(causes: Mapping[str, int], n: int, seed: int) -> Design:
    """Draw Saltelli's plan from a scrambled Sobol sequence, causes as groups of inputs.

    A cause may need more than one number: dropping one indicator needs one, noise on eight weights
    eight. Inputs of one cause move together, so the plan costs n (causes + 2) runs however many there are.

    Parameters
    ----------
    causes : how many inputs each cause needs, at least one each
    n : rows of each table, a power of two: other numbers spoil the balance of the sequence
    seed : of the scrambling; the same seed gives the same design

    Returns
    -------
    Design with numbers in [0, 1)

    Raises
    ------
    ValueError : if there are fewer than two causes, one has no inputs, or n is not a power of two

    Source: Saltelli (2002), Making best use of model evaluations to compute sensitivity indices, Computer
    Physics Communications 145(2); drawn by SALib (Herman and Usher 2017, Journal of Open Source
    Software 2(9), 97), whose order of runs this keeps.
    """
    from SALib.sample import sobol

    if len(causes) < 2 or min(causes.values()) < 1:
        raise ValueError(f"a design needs at least two causes with an input each, not {dict(causes)}")
    if n < 2 or n & (n - 1):
        raise ValueError(f"n must be a power of two, such as 64 or 128, not {n}")
    groups = [cause for cause, inputs in causes.items() for _ in range(inputs)]
    problem = {
        "num_vars": len(groups),
        "names": [f"{cause} {i}" for i, cause in enumerate(groups)],
        "groups": groups,
        "bounds": [[0.0, 1.0]] * len(groups),
    }
    points = sobol.sample(problem, n, calc_second_order=False, seed=seed)
    moved = {cause: tuple(i for i, group in enumerate(groups) if group == cause) for cause in causes}
    return Design(points.reshape(n, len(causes) + 2, len(groups)), moved)


def mean_rank_change(ranks: ArrayLike, nominal: ArrayLike) -> Numbers:
    """Say in one number for each run how far areas moved: the mean size of their changes in rank.

    Parameters
    ----------
    ranks : shape (areas, runs), NaN = no rank
    nominal : shape (areas,), the ranks that the recipe as written gives

    Returns
    -------
    shape (runs,), in places; areas without one of the two ranks are left out; NaN if none has both

    Source: Saisana, Saltelli and Tarantola (2005), Uncertainty and sensitivity analysis techniques as
    tools for the quality assessment of composite indicators, Journal of the Royal Statistical Society A
    168(2), the average shift in rank; the output that COINr 1.1.14 explains.
    """
    moved = np.abs(np.asarray(ranks, dtype=np.float64) - np.asarray(nominal, dtype=np.float64)[:, None])
    there = np.sum(~np.isnan(moved), axis=0)
    total = np.nansum(moved, axis=0)
    mean: Numbers = np.divide(total, there, out=np.full(total.shape, np.nan), where=there > 0)
    return mean


def _outputs(a: ArrayLike, b: ArrayLike, ab: ArrayLike) -> tuple[Numbers, Numbers, Numbers]:
    ya, yb, yab = (np.asarray(each, dtype=np.float64) for each in (a, b, ab))
    if ya.ndim < 1 or yb.shape != ya.shape or yab.ndim != ya.ndim + 1 or yab[:, 0].shape != ya.shape:
        shapes = f"{ya.shape}, {yb.shape} and {yab.shape}"
        raise ValueError(f"outputs must have shapes (n, ...), (n, ...) and (n, causes, ...), not {shapes}")
    if len(ya) < 2:
        raise ValueError(f"effects need at least 2 rows of the design, and there are {len(ya)}")
    gone = sum(int(np.sum(~np.isfinite(each))) for each in (ya, yb, yab))
    if gone:
        every = ya.size + yb.size + yab.size
        raise ValueError(f"{gone} of {every} outputs are missing or infinite; every run must give one")
    return ya, yb, yab


def _estimate(a: Numbers, b: Numbers, ab: Numbers, centred: bool) -> tuple[Numbers, Numbers]:
    both = np.concatenate([a, b])
    varies = np.ptp(both, axis=0) > _ROUNDING * np.max(np.abs(both), axis=0)
    variance = np.where(varies, np.var(both, axis=0, ddof=1), np.nan)
    from_mean = b - np.mean(both, axis=0) if centred else b
    change = ab - a[:, None]
    first: Numbers = np.mean(from_mean[:, None] * change, axis=0) / variance
    total: Numbers = np.mean(change**2, axis=0) / (2 * variance)
    return first, total


def _between(estimates: Numbers, level: float) -> Numbers:
    """Lower and upper percentiles over resamples, leaving out those whose output did not vary."""
    none = np.all(np.isnan(estimates), axis=0)
    ends = np.nanquantile(np.where(none, 0.0, estimates), [(1 - level) / 2, (1 + level) / 2], axis=0)
    limits: Numbers = np.where(none, np.nan, ends)
    return limits
