"""Weight: how much each part counts in its whole.

Every method takes the scores of the parts and the weights declared for them, and returns `Weights`:
one weight for each part, of which only the ratios matter (except in a plain weighted sum), and
sentences that a reader of the index should see. Weights worked out from figures change when figures do.
A method knows parts by their position only; `Weights.said_of` puts their names into its sentences.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from placebook.methods import factors
from placebook.methods.correlate import complete_rows, correlation_of_complete_rows
from placebook.methods.importance import Aggregate, combining, one_each, shares_of, standardised
from placebook.types import Numbers

_REACHED = 1e-3  # importance within a tenth of a percentage point of what is wanted is reached


@dataclass(frozen=True, slots=True)
class Weights:
    """One weight for each part, and what a reader should know about them."""

    weights: Numbers  # shape (parts,)
    remarks: tuple[str, ...] = ()  # sentences in which {0} stands for the first part, {1} for the second ...
    warnings: tuple[str, ...] = ()  # such sentences, on what should be looked at before these weights are used

    @property
    def says(self) -> tuple[str, ...]:
        """Remarks and warnings with parts called part 1, part 2 and so on."""
        numbered = [f"part {i + 1}" for i in range(len(self.weights))]
        return (*self.said_of(numbered), *self.warned_of(numbered))

    def said_of(self, names: Sequence[str]) -> tuple[str, ...]:
        """The remarks with parts called by these names, one each, in their order."""
        return tuple(remark.format(*names) for remark in self.remarks)

    def warned_of(self, names: Sequence[str]) -> tuple[str, ...]:
        """The warnings with parts called by these names, one each, in their order."""
        return tuple(warning.format(*names) for warning in self.warnings)


def as_declared(x: ArrayLike, declared: ArrayLike) -> Weights:
    """Take the weights that the recipe declares: a judgement, made in the open."""
    return Weights(one_each(x, declared))


def equal(x: ArrayLike, declared: ArrayLike) -> Weights:
    """Give every part the same weight, whatever is declared: 1 / number of parts.

    Equal weights are a choice like any other; they do not give parts equal importance (see `optimised`).
    """
    return Weights(np.full(len(one_each(x, declared)), 1.0 / np.shape(x)[-1]))


def principal_components(x: ArrayLike, declared: ArrayLike) -> Weights:  # noqa: ARG001
    """Weight parts by their loadings on the first principal component.

    These weights make areas differ as much as weights of that length can. Parts that go with many
    others get more, so two parts that say the same are counted twice over. They suit parts on one
    spread, such as z-scores, because they belong to standardised parts.

    Parameters
    ----------
    x : shape (areas, parts), NaN = no value; areas with a gap are left out
    declared : shape (parts,), not used

    Returns
    -------
    Weights of length 1 (their squares sum to 1), turned so that they do not sum below zero. A negative
    weight is kept and said: a gain on that part would lower the whole, so it should not be used as it stands

    Raises
    ------
    ValueError : if fewer than three areas have every figure, or a part does not vary

    Source: OECD and JRC (2008), Handbook on Constructing Composite Indicators, section 6 (weights
    based on principal components analysis); the choice of plain loadings is that of COINr 1.1.14.
    """
    found = factors.components(x)
    weights = found.loadings[:, 0]
    share = f"the first component holds {found.shares[0]:.0%} of the variance of {len(weights)} parts"
    return Weights(weights, (share,), _negative(weights))


def one_factor(x: ArrayLike, declared: ArrayLike) -> Weights:  # noqa: ARG001
    """Weight parts by how well each reads the one thing they share (see `factors.one_factor`).

    The English Indices of Deprivation combine indicators with weights from maximum-likelihood factor
    analysis. The weights belong to standardised parts: normalise to z-scores or normal scores first.

    Parameters
    ----------
    x : shape (areas, parts), at least three parts, NaN = no value; areas with a gap are left out
    declared : shape (parts,), not used

    Returns
    -------
    Weights: the regression weights of the factor score, R^-1 l. A negative weight is kept and said, and
    so is a part that the factor explains wholly

    Raises
    ------
    ValueError : if there are fewer than three parts, fewer than three areas have every figure, or a
        part does not vary

    Source: Lawley and Maxwell (1971), Factor Analysis as a Statistical Method, 2nd edition;
    MHCLG (2019), English Indices of Deprivation 2019: Technical Report.
    """
    found = factors.one_factor(correlation_of_complete_rows(x))
    whole = np.flatnonzero(found.at_limit)
    said = tuple(f"{{{i}}} is explained wholly by the factor, so it takes almost all the weight" for i in whole)
    return Weights(found.score_weights, warnings=(*said, *_negative(found.score_weights)))


def optimised(
    x: ArrayLike,
    declared: ArrayLike,
    *,
    importance: ArrayLike | None = None,
    aggregate: Aggregate = "arithmetic",
) -> Weights:
    """Find the weights that give parts the importance that is wanted.

    A weight is not an importance: a part that varies little, or goes against the others, hardly shows in
    the whole whatever its weight. This turns the question round. Importance is the part's correlation
    with the whole, as a share of all parts' correlations, and weights are sought that bring it
    nearest to the shares declared.

        least over w:  sum over parts of ( r(part, whole(w)) / sum |r| - importance / sum importance )^2

    The search is over logarithms of weights, by Nelder and Mead's simplex from the importances, begun
    anew until it gains no more: nothing is drawn at random. No weight leaves the range from a tenth of to
    ten times its part's importance: beyond that a weight is no longer a statement about the part.

    Parameters
    ----------
    x : shape (areas, parts), NaN = no value; areas with a gap are left out
    declared : shape (parts,); the importance that is wanted where `importance` is not given
    importance : shape (parts,), above zero, any scale
    aggregate : how parts are combined: a name of `aggregate.METHODS`, a mapping with `method` and its
        options, or a function of (x, weights)

    Returns
    -------
    Weights that sum to 1. They say so where the wanted importance cannot be had

    Raises
    ------
    ValueError : if an importance is not above zero, fewer than three areas have every figure, or a part
        does not vary

    Source: Becker, Saisana, Paruolo and Vandecasteele (2017), Weights and importance in composite
    indicators: closing the gap, Ecological Indicators 80, in its linear form; Nelder and Mead (1965),
    A simplex method for function minimization, Computer Journal 7(4).
    """
    rows = complete_rows(x)
    standard = standardised(x)
    wanted = one_each(x, declared if importance is None else importance)
    if np.any(~(wanted > 0)):
        count = np.sum(~(wanted > 0))
        raise ValueError(f"importance must be above zero, and it is not for {count} of {wanted.size} parts")
    wanted = wanted / np.sum(wanted)
    combine = combining(aggregate)

    def off(logarithms: Numbers) -> float:
        return float(np.sum((shares_of(standard, combine(rows, np.exp(logarithms))) - wanted) ** 2))

    weights = np.exp(_downhill(off, np.log(wanted), np.log(10)))
    weights = weights / np.sum(weights)
    return Weights(weights, warnings=_unreached(shares_of(standard, combine(rows, weights)), wanted))


def _negative(weights: Numbers) -> tuple[str, ...]:
    return tuple(
        f"the weight of {{{i}}} is negative: a gain there would lower the whole" for i in np.flatnonzero(weights < 0)
    )


def _downhill(height: Callable[[Numbers], float], start: Numbers, reach: float) -> Numbers:
    """The place no farther than `reach` from `start` on any axis where `height` is least."""
    from scipy.optimize import Bounds, minimize

    place, low = start, height(start)
    near = Bounds(start - reach, start + reach)
    options = {"xatol": 1e-7, "fatol": 1e-15, "maxiter": 300 * start.size, "adaptive": start.size > 4}
    for _ in range(10):
        found = minimize(height, place, method="Nelder-Mead", bounds=near, options=options)  # type: ignore[call-overload]
        gained = low - float(found.fun)
        if gained > 0:
            place, low = np.asarray(found.x, dtype=np.float64), float(found.fun)
        if gained <= 1e-3 * low or low < 1e-12:
            break
    return place


def _unreached(obtained: Numbers, wanted: Numbers) -> tuple[str, ...]:
    far = int(np.argmax(np.abs(obtained - wanted)))
    if abs(obtained[far] - wanted[far]) <= _REACHED:
        return ()
    return (
        "the importance wanted cannot be had with weights from a tenth of to ten times it: "
        f"{{{far}}} has {obtained[far]:.1%} of importance, and {wanted[far]:.1%} is wanted",
    )


METHODS: Mapping[str, Callable[..., Weights]] = {
    "declared": as_declared,
    "equal": equal,
    "principal_components": principal_components,
    "one_factor": one_factor,
    "optimised": optimised,
}
