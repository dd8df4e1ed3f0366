"""First, last, or not clearly different: what may be said of an area's place among all the others."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from placebook.types import RankRanges

Marks = NDArray[np.bool_]


def clearly_first(ranges: RankRanges, area: str, part: str) -> bool:
    """True when this area is clearly above every other area that has a score."""
    above, _, others = _told_apart(ranges, area, part)
    return bool(others.any() and above[others].all())


def clearly_last(ranges: RankRanges, area: str, part: str) -> bool:
    """True when every other area that has a score is clearly above this one.

    Only then may an area be called last (or, where it fits, "worst").
    """
    _, below, others = _told_apart(ranges, area, part)
    return bool(others.any() and below[others].all())


def not_clearly_different(ranges: RankRanges, area: str, part: str) -> tuple[str, ...]:
    """The codes of the areas that cannot be told from this one on a part."""
    above, below, others = _told_apart(ranges, area, part)
    return tuple(ranges.areas[i] for i in np.flatnonzero(others & ~above & ~below))


def count_not_clearly_different(ranges: RankRanges, area: str, part: str) -> int:
    """How many areas cannot be told from this one on a part."""
    above, below, others = _told_apart(ranges, area, part)
    return int(np.count_nonzero(others & ~above & ~below))


def _told_apart(ranges: RankRanges, area: str, part: str) -> tuple[Marks, Marks, Marks]:
    """Which areas this one is clearly above, which are clearly above it, and which there are besides it.

    By the test over all pairs (`RankRanges.clear`), which is the surer. It is left out only for very
    many areas; then two areas are told apart when one's rank range ends before the other's begins.
    """
    at, column = ranges.areas.index(area), ranges.parts.index(part)
    low, high = ranges.rank_low[:, column], ranges.rank_high[:, column]
    others = (np.arange(len(low)) != at) & ~np.isnan(low) & ~np.isnan(low[at])
    if ranges.clear is not None:
        row = ranges.clear[at, :, column]
        return row == 1, row == -1, others
    return high[at] < low, high < low[at], others
