"""Score many runs at once: the same scored figures, or one set for each run, under many sets of weights.

`combine` in build.py is the plain version; a property test holds the two equal. What makes this one
fast: where every step up the tree is a plain weighted mean and nothing is missing, a part is one
matrix product of scores and effective weights; other means are sums of transformed scores.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np

from placebook.measure.scales import rescaling, ways_of
from placebook.measure.tree import level_of, part_depths
from placebook.measure.ways import aggregation_of, own_options
from placebook.methods import aggregate
from placebook.types import Numbers, Part, Recipe, RecipeError

Transform = Callable[[Numbers], Numbers]


@dataclass(slots=True)
class Runs:
    """A batch of runs of one recipe in one period.

    `leaves` holds the scored figures of each leaf, shape (areas,) where all runs share them, else
    (areas, runs). `weights` holds each part's weight, shape (runs,). `losses` as `leaves`, in per cent.
    `areas` are the codes of the areas. `among` are the same runs in the periods that constants come from, where
    that is not this period alone.
    """

    recipe: Recipe
    leaves: Mapping[str, Numbers]
    weights: Mapping[str, Numbers]
    losses: Mapping[str, Numbers] = field(default_factory=dict)
    areas: tuple[str, ...] = ()
    among: tuple[Runs, ...] = ()
    _unfinished: dict[str, Numbers] = field(default_factory=dict)
    _done: dict[str, Numbers] = field(default_factory=dict)
    _how: dict[str, Mapping[str, Any]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        for part, depth in part_depths(self.recipe.tree):
            if part.parts:
                self._how[part.name] = aggregation_of(self.recipe, part.name, level_of(self.recipe, depth))

    @property
    def count(self) -> int:
        """How many runs there are."""
        return len(next(iter(self.weights.values())))

    def scores(self, part: Part) -> Numbers:
        """Scores of one part, shape (areas, runs), or (areas,) where all runs agree."""
        if part.name not in self._done:
            self._done[part.name] = self._score(part)
        return self._done[part.name]

    def _score(self, part: Part) -> Numbers:
        if part.not_measured is not None:
            return np.full(len(next(iter(self.leaves.values()))), np.nan)
        if part.indicator is not None:
            return self._less_loss(part, self.leaves[part.name])
        linear = self._effective_weights(part)
        if linear is not None:
            names, weights = linear
            score = np.stack([self.leaves[name] for name in names], axis=1) @ weights
            score[:, ~weights.any(axis=0)] = np.nan  # every part was dropped in that run
            return score
        refs = [runs.unfinished(part) for runs in self.among]
        return self._rescaled(part, "then", self.unfinished(part), refs)

    def unfinished(self, part: Part) -> Numbers:
        """Scores of a whole before they are put on a new scale by `then`; shape as `scores`."""
        if part.name not in self._unfinished:
            score = self._less_loss(part, self._combined(part))
            decimals = self._how[part.name].get("decimals")
            self._unfinished[part.name] = score if decimals is None else np.round(score, int(decimals))
        return self._unfinished[part.name]

    def _rescaled(self, whole: Part, key: str, score: Numbers, refs: Sequence[Numbers]) -> Numbers:
        """Scores after the ways of `before` or `then`; their constants come from `refs`, or from themselves."""
        ways = ways_of(self._how[whole.name], key)
        if not ways:
            return score
        one_run = score.ndim == 1 and all(ref.ndim == 1 for ref in refs)
        runs = 1 if one_run else self.count
        x, *rest = (np.broadcast_to(_as_runs(one), (len(one), runs)) for one in (score, *refs))
        for way in ways:
            rescale = rescaling(self.recipe, way, self.areas, f"step aggregate, `{key}` of {whole.name!r}")
            reference = np.concatenate(rest) if rest else x
            x, rest = rescale(x, reference), [rescale(one, reference) for one in rest]
        return x[:, 0] if one_run else x

    def _less_loss(self, part: Part, score: Numbers) -> Numbers:
        if part.loss is None:
            return score
        score, lost = _same_shape(score, self.losses[part.loss])
        return score * (1 - lost / 100)

    # --- the straight way: one matrix product ---

    def _effective_weights(self, part: Part) -> tuple[list[str], Numbers] | None:
        """Leaves below a part and the weight of each in it, shape (leaves, runs); None if it is not so simple."""
        if part.indicator is not None:
            plain = (
                part.loss is None and self.leaves[part.name].ndim == 1 and not np.isnan(self.leaves[part.name]).any()
            )
            return ([part.name], np.ones((1, self.count))) if plain else None
        how = self._how[part.name]
        touched = part.loss is not None or how.get("decimals") is not None or "before" in how or "then" in how
        if how["method"] != "arithmetic" or touched:
            return None
        names: list[str] = []
        stacked: list[Numbers] = []
        total = sum((self.weights[p.name] for p in part.measured), start=np.zeros(self.count))
        for below in part.measured:
            found = self._effective_weights(below)
            if found is None:
                return None
            names += found[0]
            share = np.divide(self.weights[below.name], total, out=np.zeros(self.count), where=total != 0)
            stacked.append(found[1] * share)
        return names, np.concatenate(stacked)

    # --- means of transformed scores ---

    def _combined(self, part: Part) -> Numbers:
        how = self._how[part.name]
        scores = [self._before(part, below) for below in part.measured]
        weights = np.stack([self.weights[below.name] for below in part.measured])  # (parts, runs)
        way = _transforms(how, scores)
        if way is None:
            return self._plainly(part, how, scores, weights)
        there, back = way
        return back(_weighted(scores, weights, there, how))

    def _before(self, whole: Part, below: Part) -> Numbers:
        """Scores of one part as its whole takes them."""
        return self._rescaled(whole, "before", self.scores(below), [runs.scores(below) for runs in self.among])

    def _plainly(self, part: Part, how: Mapping[str, Any], scores: list[Numbers], weights: Numbers) -> Numbers:
        """Any method, by its own function: exact and slower. Copeland compares areas, so run by run."""
        options = own_options(part, how)
        method = aggregate.METHODS[how["method"]]
        some = np.flatnonzero(weights.any(axis=0))  # runs in which every part was dropped have no score
        found = np.full((len(scores[0]), self.count), np.nan)
        x = np.stack([np.broadcast_to(_as_runs(s), found.shape)[:, some] for s in scores], axis=-1)
        try:
            if how["method"] == "copeland":
                for place, run in enumerate(some):
                    found[:, run] = method(x[:, place], weights[:, run], **options)
            elif len(some):
                found[:, some] = method(x, weights.T[some], **options)
        except ValueError as fault:
            where = f"recipe {self.recipe.id!r}, rank ranges, step aggregate, part {part.name!r}"
            raise RecipeError(f"{where}: in a run in which figures or weights move, {fault}") from None
        return found


def _transforms(how: Mapping[str, Any], scores: list[Numbers]) -> tuple[Transform, Transform] | None:
    """How scores go into a weighted mean and how the mean comes back; None where there is no such way."""
    method, floor = how["method"], how.get("floor")
    if how.get("missing", "refuse") not in ("refuse", "leave_out"):
        return None
    if method == "arithmetic":
        return _same, _same
    order = {"geometric": 0.0, "harmonic": -1.0}.get(method, how.get("order"))
    if method == "weighted_sum" or method == "copeland" or order is None:
        return None
    if floor is None and any(np.nanmin(score, initial=1.0) <= 0 for score in scores):
        return None  # the plain function says what is wrong, or knows what to do
    low = 0.0 if floor is None else float(floor)
    if order == 0:
        return (lambda x: np.log(np.maximum(x, low))), np.exp
    if order == 1:
        return (lambda x: np.maximum(x, low)), _same
    return (lambda x: np.maximum(x, low) ** order), (lambda x: x ** (1 / order))


def _weighted(scores: list[Numbers], weights: Numbers, there: Transform, how: Mapping[str, Any]) -> Numbers:
    """The weighted mean of transformed scores, shape (areas, runs), with the recipe's rule for missing parts."""
    runs = weights.shape[1]
    moved = [there(score) for score in scores]
    shared = [k for k, score in enumerate(moved) if score.ndim == 1]
    total = np.zeros((len(moved[0]), runs))
    if shared:
        x = np.stack([moved[k] for k in shared], axis=1)
        total += np.nan_to_num(x) @ weights[shared]
    for k, score in enumerate(moved):
        if score.ndim == 2:
            total += np.nan_to_num(score) * weights[k]
    return total / _weight_there(moved, weights, how.get("missing", "refuse") == "leave_out")


def _weight_there(scores: list[Numbers], weights: Numbers, leave_out: bool) -> Numbers:
    """The weight of the parts that have a score, shape (areas, runs); NaN where the whole is missing."""
    total = weights.sum(axis=0)
    found = np.broadcast_to(np.where(total == 0, np.nan, total), (len(scores[0]), len(total))).copy()
    for k, score in enumerate(scores):
        gap = np.isnan(_as_runs(score))
        if gap.any():
            counts = gap & (weights[k] != 0)
            found -= np.where(counts, weights[k] if leave_out else np.nan, 0.0)
    found[np.abs(found) < 1e-12 * np.abs(total)] = np.nan
    return found


def _same(x: Numbers) -> Numbers:
    return x


def _as_runs(score: Numbers) -> Numbers:
    return score[:, None] if score.ndim == 1 else score


def _same_shape(one: Numbers, other: Numbers) -> tuple[Numbers, Numbers]:
    if one.ndim == other.ndim:
        return one, other
    return _as_runs(one), _as_runs(other)
