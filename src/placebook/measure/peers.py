"""Which areas are like this one: the nearest on declared figures, with how near and why."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from placebook.types import Cube, Numbers, PeerPlan, RecipeError

_DIGITS = 10  # distances that agree to so many significant digits are a tie


@dataclass(frozen=True, slots=True)
class Peer:
    """One area like another.

    `distance` is in spreads (standard deviations); `differences` has one number for each figure
    compared, the peer's less the area's, in spreads; `mattered_most` is the figure that makes up
    most of the distance: where the two are least alike. It is empty when they are the same.
    """

    area: str
    distance: float
    differences: tuple[float, ...]
    mattered_most: str

    @property
    def match(self) -> float:
        """How alike the two are, 0 to 1: 1 is the same on every figure, 0 no more alike than two areas drawn by lot.

            match = 1 - (mean of the squared differences, in spreads) / 2,  and 0 where that is below 0

        Over all pairs of the areas compared, the squared difference in one figure averages exactly 2 squared
        spreads, which makes 0 what chance gives. Each figure has its own part in the mean, so that leaving one
        out takes exactly its part away. NaN where nothing was compared.
        """
        if not self.differences:
            return float("nan")
        squares = sum(apart * apart for apart in self.differences)
        return max(0.0, 1 - squares / len(self.differences) / 2)


@dataclass(frozen=True, slots=True)
class Peers:
    """The areas like one area, nearest first, and all that a reader should know about the choice.

    `as_of` gives the period of each figure compared. `not_used` names declared figures that could
    not be compared, with the reason. `not_compared` names areas that lack one of the figures.
    `tied` is True when areas at the same distance made the list longer than `wanted`.
    """

    area: str
    wanted: int
    compared_on: tuple[str, ...]
    as_of: tuple[str, ...]
    found: tuple[Peer, ...]
    not_used: tuple[tuple[str, str], ...] = ()
    not_compared: tuple[str, ...] = ()
    tied: bool = False

    @property
    def areas(self) -> tuple[str, ...]:
        """The codes of the peers, nearest first."""
        return tuple(peer.area for peer in self.found)


def find_peers(figures: Cube, area: str, plan: PeerPlan, period: str, among: Sequence[str] = ()) -> Peers:
    """The `plan.count` areas nearest to one area on the figures a recipe declares.

    A fair comparison is with places in like circumstances (household income, say), not with
    everyone. Each figure is divided by its spread over the areas compared, so that pounds and
    per cent weigh the same, and the distance is the ordinary straight-line one:

        distance = sqrt( sum over figures of ((peer - area) / standard deviation)^2 )

    Parameters
    ----------
    figures : values of the declared figures, shape (areas, indicators, periods), any units
    area : code of the area whose peers are wanted
    plan : how many peers, nearest on which figures
    period : the figures of this period are compared; where the area has none, its last ones
        before it, and failing those its first ones after it
    among : codes of the areas that may be peers, of the same kind as `area`; empty means all

    Returns
    -------
    Peers : nearest first. Areas tied with the last one are all let in, since any choice between
    them would be chance. An area that lacks one of the figures is not compared; a figure that
    this area lacks, or that is the same everywhere, is not used. Both are named

    Raises
    ------
    RecipeError : if a declared figure, or the area, is not among the figures

    Source: k nearest neighbours on standardised figures, as in CIPFA's and ONS's similar areas;
    spread is the sample standard deviation (divisor n - 1).
    """
    _check(figures, area, plan)
    wanted = {area, *(among or figures.areas)}
    allowed = [i for i, code in enumerate(figures.areas) if code in wanted]
    codes = [figures.areas[i] for i in allowed]
    own = codes.index(area)
    usable, as_of, not_used = _usable(figures, plan, period, allowed, own)
    if not usable:
        return Peers(area, plan.count, (), (), (), tuple(not_used))
    apart = _differences(figures, usable, as_of, allowed, own)
    squared: Numbers = np.sum(apart**2, axis=1)
    known = ~np.isnan(squared)
    others = [i for i in range(len(codes)) if i != own and known[i]]
    chosen, tied = _nearest(np.sqrt(squared), others, plan.count)
    found = tuple(_peer(codes[i], apart[i], usable) for i in chosen)
    without = tuple(code for code, has in zip(codes, known, strict=True) if not has)
    return Peers(area, plan.count, usable, as_of, found, tuple(not_used), without, tied)


def _check(figures: Cube, area: str, plan: PeerPlan) -> None:
    if area not in figures.areas:
        raise RecipeError(f"peers: no area has the code {area!r} in these figures")
    for name in plan.nearest_on:
        if name not in figures.indicators:
            raise RecipeError(
                f"peers: nearest_on names {name!r}, which is not among the figures. "
                f"There is: {', '.join(figures.indicators)}"
            )


def _usable(
    figures: Cube, plan: PeerPlan, period: str, allowed: list[int], own: int
) -> tuple[tuple[str, ...], tuple[str, ...], list[tuple[str, str]]]:
    """The figures that can tell areas apart, the period of each, and why the others cannot."""
    usable, as_of, not_used = [], [], []
    for name in plan.nearest_on:
        rows = figures.values[allowed, figures.indicators.index(name), :]
        when = nearest_period(rows[own], figures.periods, period)
        if when is None:
            not_used.append((name, "this area has no figure"))
        elif _spread(rows[:, figures.periods.index(when)]) == 0:
            not_used.append((name, "it is the same everywhere"))
        else:
            usable.append(name)
            as_of.append(when)
    return tuple(usable), tuple(as_of), not_used


def nearest_period(values: Numbers, periods: tuple[str, ...], period: str) -> str | None:
    """The period whose figure stands for `period`: itself, else the last before, else the first after.

    `values` has shape (periods,). None when there is no figure at all.
    """
    known = [label for label, value in zip(periods, values, strict=True) if not np.isnan(value)]
    at = periods.index(period) if period in periods else len(periods)
    before = [label for label in known if periods.index(label) <= at]
    if before:
        return before[-1]
    return known[0] if known else None


def _spread(values: Numbers) -> float:
    """Sample standard deviation of the figures there are; 0 when they cannot tell areas apart."""
    known = values[~np.isnan(values)]
    if len(known) < 2 or np.ptp(known) == 0:
        return 0.0
    return float(np.std(known, ddof=1))


def _differences(
    figures: Cube, names: tuple[str, ...], as_of: tuple[str, ...], allowed: list[int], own: int
) -> Numbers:
    """Each area's figure less this area's, in spreads, shape (areas, figures)."""
    columns = np.stack([figures.column(n, p)[allowed] for n, p in zip(names, as_of, strict=True)], axis=1)
    spreads = np.array([_spread(columns[:, k]) for k in range(len(names))])
    apart: Numbers = (columns - columns[own]) / spreads
    return apart


def _nearest(distance: Numbers, others: list[int], count: int) -> tuple[list[int], bool]:
    """The places of the nearest `count` areas and of all tied with the last of them."""
    rounded = {i: float(f"{distance[i]:.{_DIGITS - 1}e}") for i in others}
    ordered = sorted(others, key=lambda i: (rounded[i], i))
    if count < 1 or not ordered:
        return [], False
    cut = rounded[ordered[min(count, len(ordered)) - 1]]
    chosen = [i for i in ordered if rounded[i] <= cut]
    return chosen, len(chosen) > count


def _peer(code: str, apart: Numbers, names: tuple[str, ...]) -> Peer:
    distance = float(np.sqrt(np.sum(apart**2)))
    most = "" if distance == 0 else names[int(np.argmax(np.abs(apart)))]
    return Peer(code, distance, tuple(float(d) for d in apart), most)
