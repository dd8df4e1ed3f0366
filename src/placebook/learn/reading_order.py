"""In which order the parts of a page are read: as the file holds them, unless that jumps about; then by columns."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise
from typing import Protocol, TypeVar

SLACK = 3.0  # points


class Box(Protocol):
    """Anything with a place on a page, in points from the top left corner."""

    @property
    def left(self) -> float: ...
    @property
    def top(self) -> float: ...
    @property
    def right(self) -> float: ...
    @property
    def bottom(self) -> float: ...


Boxed = TypeVar("Boxed", bound=Box)


def in_reading_order(boxes: Sequence[Boxed]) -> list[Boxed]:
    """Boxes in the order in which people read them.

    Most programs write a page in its order, cell by cell and column by column, so the order of the file is kept where
    each box lies below the one before it, or starts a column to the right. Where one goes back up over what was read,
    the page is cut into columns and bands instead.
    """
    if all(_is_natural(one, other) for one, other in pairwise(boxes)):
        return list(boxes)
    return by_columns(boxes)


def _is_natural(one: Box, other: Box) -> bool:
    below = other.top >= one.top - SLACK
    to_the_right = other.left >= one.right - SLACK
    return below or to_the_right


def by_columns(boxes: Sequence[Boxed], depth: int = 0) -> list[Boxed]:
    """Boxes ordered by cutting the page where nothing stands: first between columns, else between bands.

    The cut between columns is the widest gap from top to foot of what is left; the one between bands is the first
    whose two sides can be cut further, or the widest.
    """
    if len(boxes) < 2 or depth > 30:
        return sorted(boxes, key=lambda box: (box.top, box.left))
    columns = apart(boxes, "left", "right", SLACK)
    if len(columns) > 1:
        return [box for column in columns for box in by_columns(column, depth + 1)]
    bands = apart(boxes, "top", "bottom", 0.0)
    if len(bands) > 1:
        return [box for group in _joined(bands) for box in by_columns(group, depth + 1)]
    return sorted(boxes, key=lambda box: (box.top, box.left))


def apart(boxes: Sequence[Boxed], begins: str, ends: str, gap: float) -> list[list[Boxed]]:
    """Boxes in groups between which nothing stands, along one direction: left and right, or top and bottom."""
    groups: list[list[Boxed]] = []
    reach = float("-inf")
    for box in sorted(boxes, key=lambda one: (getattr(one, begins), getattr(one, ends))):
        if groups and getattr(box, begins) < reach + gap:
            groups[-1].append(box)
        else:
            groups.append([box])
        reach = max(reach, getattr(box, ends))
    return groups


def _joined(bands: list[list[Boxed]]) -> list[list[Boxed]]:
    """Bands next to each other that are cut into columns at one place are one band with long columns."""
    joined: list[list[Boxed]] = []
    for band in bands:
        if joined and _cut_alike(joined[-1], band):
            joined[-1] = joined[-1] + band
        else:
            joined.append(band)
    return joined


def _cut_alike(one: list[Boxed], other: list[Boxed]) -> bool:
    return len(apart(one, "left", "right", SLACK)) > 1 and len(apart(one + other, "left", "right", SLACK)) > 1
