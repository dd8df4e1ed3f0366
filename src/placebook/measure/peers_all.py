"""The peers of every area at once: the same answer as `find_peers` for each, for the pages of a whole site."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from placebook.measure.peers import _DIGITS, Peers, _peer, _spread, find_peers
from placebook.types import Cube, Numbers, PeerPlan

_MORE = 16  # neighbours looked at beyond those wanted, for ties
_NONE = -1


@dataclass(frozen=True, slots=True)
class _Columns:
    """Figures that some areas are compared on: those areas have them all, of these periods.

    `figures` has shape (areas, names) in published units, of all areas that are compared; `spreads` (names,).
    """

    names: tuple[str, ...]
    as_of: tuple[str, ...]
    not_used: tuple[tuple[str, str], ...]
    figures: Numbers
    spreads: Numbers


def all_peers(
    figures: Cube, plan: PeerPlan, period: str, among: Sequence[str] = (), few: int = 200
) -> Mapping[str, Peers]:
    """The peers of each area by its code: what `find_peers` gives for one, worked out for all together.

    Areas with the same figures of the same periods share one search tree of the standardised figures, so that the
    work grows with n log n and not with n x n. Of the neighbours it gives the distances are worked out as
    `find_peers` does; an area with more ties than were looked at is given to `find_peers` itself.

    For the parameters and errors see `find_peers`; `among` are the areas that are compared, all when empty.
    Up to `few` areas are asked one by one: that is as fast as a tree, and needs none.
    """
    wanted = set(among or figures.areas)
    rows = [i for i, code in enumerate(figures.areas) if code in wanted]
    codes = [figures.areas[i] for i in rows]
    if len(codes) <= few or not plan.nearest_on or not set(plan.nearest_on) <= set(figures.indicators):
        return {code: find_peers(figures, code, plan, period, codes) for code in codes}
    places = np.stack(
        [
            _places(figures.values[rows, figures.indicators.index(n), :], figures.periods, period)
            for n in plan.nearest_on
        ],
        axis=1,
    )
    found: dict[str, Peers] = {}
    for signature in np.unique(places, axis=0):
        alike = np.flatnonzero(np.all(places == signature, axis=1))
        columns = _columns(figures, plan, rows, signature)
        for code, peers in _of_alike(figures, plan, period, codes, columns, alike):
            found[code] = peers
    return {code: found[code] for code in codes}


def _places(values: Numbers, periods: tuple[str, ...], period: str) -> NDArray[np.int64]:
    """For each area, the place of the period whose figure stands for `period` (see `nearest_period`); -1 for none."""
    known = ~np.isnan(values)
    at = periods.index(period) if period in periods else len(periods)
    before = known[:, : at + 1]
    last: NDArray[np.int64] = before.shape[1] - 1 - np.argmax(before[:, ::-1], axis=1)
    first = np.argmax(known, axis=1)
    chosen: NDArray[np.int64] = np.where(before.any(axis=1), last, np.where(known.any(axis=1), first, _NONE))
    return chosen


def _columns(figures: Cube, plan: PeerPlan, rows: Sequence[int], signature: NDArray[np.int64]) -> _Columns:
    names, as_of, not_used, columns, spreads = [], [], [], [], []
    for name, t in zip(plan.nearest_on, signature.tolist(), strict=True):
        column = figures.values[rows, figures.indicators.index(name), t]
        spread = 0.0 if t == _NONE else _spread(column)
        if t == _NONE:
            not_used.append((name, "this area has no figure"))
        elif spread == 0:
            not_used.append((name, "it is the same everywhere"))
        else:
            names.append(name)
            as_of.append(figures.periods[t])
            columns.append(column)
            spreads.append(spread)
    stacked = np.stack(columns, axis=1) if columns else np.empty((len(rows), 0))
    return _Columns(tuple(names), tuple(as_of), tuple(not_used), stacked, np.array(spreads))


def _of_alike(
    figures: Cube, plan: PeerPlan, period: str, codes: list[str], columns: _Columns, alike: NDArray[np.int64]
) -> Iterator[tuple[str, Peers]]:
    """The peers of the areas that are compared on the same columns."""
    from scipy.spatial import cKDTree

    if not columns.names:
        for i in alike.tolist():
            yield codes[i], Peers(codes[i], plan.count, (), (), (), columns.not_used)
        return
    known = np.flatnonzero(~np.isnan(columns.figures).any(axis=1))
    without = tuple(codes[i] for i in np.flatnonzero(np.isnan(columns.figures).any(axis=1)).tolist())
    scaled = columns.figures / columns.spreads
    looked_at = min(len(known), max(plan.count, 0) + 1 + _MORE)
    _, near = cKDTree(scaled[known]).query(scaled[alike], k=looked_at)
    for i, row in zip(alike.tolist(), known[near.reshape(len(alike), looked_at)], strict=True):
        chosen = _nearest_of(columns, i, row[row != i], plan.count, everyone=looked_at == len(known))
        if chosen is None:
            yield codes[i], find_peers(figures, codes[i], plan, period, codes)
            continue
        peers = tuple(_peer(codes[j], apart, columns.names) for j, apart in chosen)
        tied = len(peers) > plan.count
        yield (
            codes[i],
            Peers(codes[i], plan.count, columns.names, columns.as_of, peers, columns.not_used, without, tied),
        )


def _nearest_of(
    columns: _Columns, own: int, near: NDArray[np.int64], count: int, everyone: bool
) -> list[tuple[int, Numbers]] | None:
    """The nearest of some neighbours and all tied with the last; None where a tie may reach beyond those looked at."""
    apart = (columns.figures[near] - columns.figures[own]) / columns.spreads
    rounded = [float(f"{d:.{_DIGITS - 1}e}") for d in np.sqrt(np.sum(apart**2, axis=1)).tolist()]
    order = sorted(range(len(near)), key=lambda at: (rounded[at], near[at]))
    if count < 1 or not order:
        return []
    cut = rounded[order[min(count, len(order)) - 1]]
    if not everyone and rounded[order[-1]] <= cut * (1 + 1e-6):
        return None
    return [(int(near[at]), apart[at]) for at in order if rounded[at] <= cut]
