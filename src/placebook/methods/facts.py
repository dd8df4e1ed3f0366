"""What follows from facts of the kind "these groups have so many people between them"."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from placebook.methods.programs import integer_program, linear_program
from placebook.types import Numbers

_NEAR = 1e-6  # of a count
Groups = NDArray[np.intp]


class Facts:
    """Groups of people of unknown size, none below nought, and facts that bound the sum of some of them.

    `whole` says that sizes are whole numbers. Add all facts first; then ask.
    """

    def __init__(self, whole: bool = True) -> None:
        self.whole = whole
        self._facts: dict[bytes, tuple[Groups, float, float]] = {}
        self._solved: dict[bytes, tuple[float, float]] = {}
        self._ready = False

    def add(self, groups: Groups, low: float, high: float) -> None:
        """These groups have from `low` to `high` people between them."""
        name = np.sort(groups)
        _, before, after = self._facts.get(name.tobytes(), (name, 0.0, np.inf))
        self._facts[name.tobytes()] = name, max(low, before), min(high, after)
        self._ready = False

    def span(self, groups: Groups) -> tuple[float, float]:
        """The least and the most people that these groups can have between them, given all facts.

        Raises ValueError where no sizes fit all facts.
        """
        self._settle()
        groups = np.unique(groups)
        if groups[-1] >= len(self._low):
            return 0.0, np.inf  # of some group nothing at all is known
        fixed = self._low[groups] == self._high[groups]
        low = high = float(np.sum(self._low[groups[fixed]]))
        left = groups[~fixed]
        for part in np.unique(self._part[left]):
            least, most = self._span_in_part(int(part), left[self._part[left] == part])
            low, high = low + least, high + most
        return low, high

    def unknown_with(self, groups: Groups) -> int:
        """How many groups of unknown size the facts join to these: how hard it is to find their span."""
        self._settle()
        parts = np.unique(self._part[groups[groups < len(self._part)]])
        return max((len(self._of_part(int(part))[0]) for part in parts), default=0)

    def fitting(self, wanted: Sequence[Groups], goal: float, up: bool) -> Numbers | None:
        """Sizes of all groups that fit all facts, in which as many of the wanted sums as can be reach a goal.

        One program that shows of most sums that they may be as high (or, not `up`, as low) as the goal, where to ask
        for the span of each would take long. Returns shape (groups,), or None where whole sizes were not found.
        """
        from scipy.sparse import csr_array, eye_array, hstack, vstack

        self._settle()
        inside = np.flatnonzero(self._low < self._high)
        size, count, sign = len(inside), len(wanted), -1.0 if up else 1.0
        fixed = np.where(self._low == self._high, self._low, 0.0)
        place = np.full(len(self._low), -1)
        place[inside] = np.arange(size)
        rows = np.repeat(np.arange(count), [len(one) for one in wanted])
        columns = place[np.concatenate(wanted)]
        rows, columns = rows[columns >= 0], columns[columns >= 0]
        pick = csr_array((np.full(len(rows), sign), (rows, columns)), shape=(count, size))
        lacks = sign * (goal - np.array([fixed[one].sum() for one in wanted]))
        exact, below = self._split(self._sums[:, inside], self._from, self._to)
        wide = [hstack([matrix, csr_array((matrix.shape[0], count))]) for matrix, _ in (exact, below)]
        found = linear_program(
            np.repeat([0.0, 1.0], [size, count]),
            (wide[0], exact[1]),
            (np.append(self._low[inside], np.zeros(count)), np.append(self._high[inside], np.full(count, np.inf))),
            (vstack([wide[1], hstack([pick, -eye_array(count)])]), np.append(below[1], lacks)),
        )
        if found.status != 0 or (self.whole and not _is_whole(found.x[:size])):
            return None
        sizes = self._low.copy()
        sizes[inside] = found.x[:size]
        return sizes

    def _settle(self) -> None:
        """Note what is known of single groups, and fall apart what no fact joins."""
        from scipy.sparse import bmat, csr_array
        from scipy.sparse.csgraph import connected_components

        if self._ready:
            return
        facts = list(self._facts.values())
        size = 1 + max((int(groups[-1]) for groups, _, _ in facts), default=-1)
        self._low, self._high = np.zeros(size), np.full(size, np.inf)
        for groups, low, high in facts:
            if len(groups) == 1:
                self._low[groups], self._high[groups] = max(low, 0.0), high
        many = [one for one in facts if len(one[0]) > 1]
        fixed = self._low == self._high
        ends = np.cumsum([0, *(len(groups) for groups, _, _ in many)])
        every = np.concatenate([np.zeros(0, np.intp), *(groups for groups, _, _ in many)])
        sums: Any = csr_array((np.ones(len(every)), every, ends), shape=(len(many), size))
        known = sums @ np.where(fixed, self._low, 0.0)
        self._from = np.array([low for _, low, _ in many]) - known
        self._to = np.array([high for _, _, high in many]) - known
        self._sums = sums @ _diagonal(~fixed)
        grid = bmat([[None, self._sums.T], [self._sums, None]]) if many else csr_array((size, size))
        self._part = connected_components(grid, directed=False)[1]
        self._rows = self._part[size:]
        self._part = self._part[:size]
        self._parts: dict[int, tuple[Groups, Any, Numbers, Numbers]] = {}
        self._solved, self._ready = {}, True

    def _of_part(self, part: int) -> tuple[Groups, Any, Numbers, Numbers]:
        if part not in self._parts:
            inside = np.flatnonzero((self._part == part) & (self._low < self._high))
            rows = np.flatnonzero(self._rows == part)
            self._parts[part] = inside, self._sums[rows][:, inside], self._from[rows], self._to[rows]
        return self._parts[part]

    def _span_in_part(self, part: int, groups: Groups) -> tuple[float, float]:
        name = groups.tobytes()
        if name not in self._solved:
            inside, sums, start, end = self._of_part(part)
            if sums.shape[0] == 0:
                self._solved[name] = float(np.sum(self._low[groups])), float(np.sum(self._high[groups]))
            else:
                aim = np.isin(inside, groups).astype(float)
                problem = sums, start, end, self._low[inside], self._high[inside]
                self._solved[name] = self._least(aim, *problem), -self._least(-aim, *problem)
        return self._solved[name]

    def _least(self, aim: Numbers, sums: Any, start: Numbers, end: Numbers, low: Numbers, high: Numbers) -> float:
        exact, below = self._split(sums, start, end)
        found = linear_program(aim, exact, (low, high), below)
        if found.status == 3:
            return -np.inf
        if found.status != 0:
            raise ValueError("no counts fit all that is published")
        if not self.whole or _is_whole(found.x):
            return float(found.fun)
        limits = np.ceil(low - _NEAR), np.floor(high + _NEAR)
        exactly = integer_program(aim, (sums, np.ceil(start - _NEAR), np.floor(end + _NEAR)), limits)
        return float(found.fun) if exactly.x is None else float(round(exactly.fun))

    @staticmethod
    def _split(sums: Any, start: Numbers, end: Numbers) -> tuple[tuple[Any, Numbers], tuple[Any, Numbers]]:
        """Facts that say a sum exactly, and facts that bound it, the latter as sums that are at most something."""
        from scipy.sparse import vstack

        exact, loose = np.flatnonzero(start == end), np.flatnonzero(start != end)
        ends = np.concatenate([end[loose], -start[loose]])
        said = np.isfinite(ends)
        below: Any = vstack([sums[loose], -sums[loose]]).tocsr()[np.flatnonzero(said)]
        return (sums[exact], end[exact]), (below, ends[said])


def _is_whole(sizes: Numbers) -> bool:
    return bool(np.all(np.abs(sizes - np.round(sizes)) < _NEAR))


def _diagonal(kept: NDArray[np.bool_]) -> Any:
    from scipy.sparse import diags_array

    matrix: Any = diags_array(kept.astype(float)).tocsr()
    return matrix
