"""What rates, scores and parts of an index that are published say of the count behind them."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import numpy as np

from placebook.types import Numbers

MOST = 100_000  # the largest count tried


def counts_that_give(
    said: float, half: float, of: Callable[[Numbers], Numbers], most: int = MOST
) -> tuple[float, float]:
    """From which to which whole count a published figure can come: every count is tried.

    A rate shown to one decimal place, with its denominator, often fits one count only; and then it is that count, in
    other words. `of` works out the figure from counts, shape (counts,); `half` is half of the last place shown.

    Returns the least and the most that fit, or nought and infinity where none does: then the figure was not made
    from this count (it was carried from another year, or filled in), and says nothing of it.
    """
    counts = np.arange(most + 1, dtype=np.float64)
    fits = np.flatnonzero(np.abs(of(counts) - said) <= half * (1 + 1e-9) + 1e-12)
    return (float(fits[0]), float(fits[-1])) if len(fits) else (0.0, np.inf)


def half_of_last_place(text: str) -> float:
    """How far a figure may lie from what its text says: 12.5 stands for 12.45 to 12.55."""
    mantissa, _, exponent = text.lower().partition("e")
    decimals = len(mantissa.partition(".")[2])
    return float(0.5 * 10.0 ** (int(exponent or 0) - decimals))


def rate_of(denominator: float, per: float) -> Callable[[Numbers], Numbers]:
    """A rate from counts: count / denominator * per."""
    return lambda counts: counts / denominator * per


def score_of(
    figure: Callable[[Numbers], Numbers], post: tuple[float, float], scale: tuple[float, float] = (0.0, 100.0)
) -> Callable[[Numbers], Numbers]:
    """A min-max score from counts, by way of a figure: `post[0]` gets `scale[0]` and `post[1]` gets `scale[1]`.

    Beyond the posts scores are taken as cut off, so that a score at an end says only that the figure is beyond.
    """
    (start, end), (low, high) = post, scale
    return lambda counts: np.clip(low + (figure(counts) - start) / (end - start) * (high - low), min(scale), max(scale))


def z_score_of(figure: Callable[[Numbers], Numbers], mean: float, spread: float) -> Callable[[Numbers], Numbers]:
    """A standardised score from counts, by way of a figure, where the mean and the spread are published."""
    return lambda counts: (figure(counts) - mean) / spread


def part_left_over(
    whole: tuple[float, float], siblings: Sequence[tuple[float, float]], weights: Sequence[float], own: float
) -> tuple[float, float]:
    """The score of the one part of an index that is not shown, from the whole and all its siblings.

        part = (whole * (own + sum of weights) - sum of weights * siblings) / own

    `whole` and `siblings` are figures with the half of their last place. Returns the part's score with how far it
    may be off, to be handed to counts_that_give.
    """
    total = own + sum(weights)
    score = (whole[0] * total - sum(w * s for w, (s, _) in zip(weights, siblings, strict=True))) / own
    off = (whole[1] * total + sum(abs(w) * h for w, (_, h) in zip(weights, siblings, strict=True))) / own
    return score, off
