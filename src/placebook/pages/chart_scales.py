"""Scales cut to the data: a few bands of colour with round ends, so that a legend can be read and remembered."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise
from math import ceil, floor, log10

from placebook.pages.chart_kinds import Band, Scale, number_words

ROUND = (1.0, 2.0, 2.5, 5.0, 10.0)  # steps that people can count in, times a power of ten
EVEN = (2.0, 4.0, 10.0, 20.0)  # the same, with halves as round as themselves
AMOUNTS = 5  # bands of a scale of amounts


def middle_of(values: Sequence[float]) -> float | None:
    """The median of figures in rising order; None for none."""
    if not values:
        return None
    half = len(values) // 2
    return values[half] if len(values) % 2 else (values[half - 1] + values[half]) / 2


def round_step(at_least: float, steps: Sequence[float] = ROUND) -> float:
    """The smallest round number that is not below this one: 0.3 gives 0.5, 7 gives 10."""
    if at_least <= 0:
        return 1.0
    power = 10.0 ** floor(log10(at_least))
    return next(power * step for step in steps if power * step >= at_least * (1 - 1e-9))


def two_sided(values: Sequence[float], better: str, middle_is: str, unit: str = "", decimals: int = 1) -> Scale:
    """Five bands around the median: better and worse by a little or a lot, and about the same.

    A band is as wide as a round number that puts nine in ten of the figures that differ from the median
    within two and a half bands of it; the outer two are open. The middle band is centred on the median,
    moved to the nearest half band so that the ends are round too. `better` is "high" or "low". A band of amounts
    that cannot be, such as under minus 10 per cent, is left out.
    """
    ordered = sorted(values)
    middle = middle_of(ordered) or 0.0
    far = [one for one in sorted(abs(value - middle) for value in ordered) if _apart(one, middle)]
    step = round_step(far[int(0.9 * (len(far) - 1))] / 2.5, EVEN) if far else 1.0
    centre = round(middle / (step / 2)) * (step / 2)
    edges: tuple[float, ...] = tuple(round(centre + step * at, 10) for at in (-1.5, -0.5, 0.5, 1.5))
    low, high = ("worse", "better") if better == "high" else ("better", "worse")
    tones: tuple[tuple[str, int], ...] = ((low, 2), (low, 1), ("about", 0), (high, 1), (high, 2))
    edges, tones = _possible(edges, tones, ordered, unit)
    bands = tuple(Band(label, *tone) for label, tone in zip(_labels(edges, decimals_of(edges)), tones, strict=True))
    return Scale(bands, edges, middle, middle_is, unit, decimals)


def _possible(
    edges: tuple[float, ...], tones: tuple[tuple[str, int], ...], ordered: Sequence[float], unit: str
) -> tuple[tuple[float, ...], tuple[tuple[str, int], ...]]:
    """Bands that no figure can lie in go: below 0 where none is negative, and above 100 per cent."""
    if ordered and ordered[0] >= 0:
        below = sum(edge <= 0 for edge in edges)
        edges, tones = edges[below:], tones[below:]
    if ordered and ordered[-1] <= 100 and unit.startswith("per cent"):
        above = sum(edge > 100 for edge in edges)
        edges, tones = edges[: len(edges) - above], tones[: len(tones) - above]
    return edges, tones


def amounts(values: Sequence[float], unit: str = "", decimals: int = 1) -> Scale:
    """Up to five bands of one hue with round ends, all of one width but the open ones at the ends."""
    low, high = (min(values), max(values)) if values else (0.0, 1.0)
    step = round_step((high - low) / AMOUNTS) if _apart(high - low, low) else 1.0
    while len(edges := _between(low, high, step)) >= AMOUNTS:
        step = round_step(step * 1.01)
    bands = tuple(Band(label, "amount", at) for at, label in enumerate(_labels(edges, decimals_of(edges))))
    return Scale(bands, edges, None, "", unit, decimals)


def _between(low: float, high: float, step: float) -> tuple[float, ...]:
    """The multiples of a step above the lowest figure and not above the highest; one at least."""
    first = floor(low / step + 1e-9) + 1
    last = floor(high / step + 1e-9)
    return tuple(round(step * at, 10) for at in range(first, max(last, first) + 1))


def ticks(low: float, high: float, about: int = 4) -> tuple[float, ...]:
    """Round figures from just below `low` to just above `high`, about so many steps apart."""
    if not _apart(high - low, low):
        low, high = low - 0.5, high + 0.5
    step = round_step((high - low) / about)
    first, last = floor(low / step + 1e-9), ceil(high / step - 1e-9)
    return tuple(round(step * at, 10) for at in range(first, last + 1))


def _apart(by: float, around: float) -> bool:
    """True where figures differ by more than rounding."""
    return by > 1e-9 * max(1.0, abs(around))


def _labels(edges: Sequence[float], decimals: int) -> list[str]:
    said = [number_words(edge, decimals) for edge in edges]
    between = [f"{low} to {high}" for low, high in pairwise(said)]
    return [f"under {said[0]}", *between, f"{said[-1]} or more"]


def decimals_of(edges: Sequence[float]) -> int:
    """As many decimals as tell the edges apart exactly."""
    return next((n for n in range(8) if all(abs(round(edge, n) - edge) < 1e-9 for edge in edges)), 8)
