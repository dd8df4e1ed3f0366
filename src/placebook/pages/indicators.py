"""The list of all indicators, those of one component together, with how much is known of each."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from placebook.measure.tree import part_depths
from placebook.pages.indicator_words import direction_words
from placebook.pages.scorecard_words import counted
from placebook.pages.shelf import Shelf
from placebook.types import Indicator

OUTSIDE = "not-in-the-index"  # the group of indicators that the index does not read


@dataclass(frozen=True, slots=True)
class IndicatorLine:
    """One indicator in the list: of its latest year, how many areas have a figure and how many are estimates."""

    id: str
    title: str
    unit: str
    kind: str
    direction_says: str
    latest: str  # the year its latest figures stand for; "" where there are none
    years: int  # with a figure anywhere
    known: str  # the state of knowledge, in words
    publisher: str


@dataclass(frozen=True, slots=True)
class IndicatorGroup:
    """The indicators of one component. `gap` says why there are none, where there are none."""

    id: str  # the anchor on the page
    title: str
    above: str  # the dimension it stands in
    gap: str
    lines: tuple[IndicatorLine, ...]


@dataclass(frozen=True, slots=True)
class IndicatorsPage:
    """All indicators of a book. `kinds` counts them by kind; `kind` is the one that an address asks for, or ""."""

    title: str
    indicators: int
    sources: int
    kinds: tuple[tuple[str, int], ...]
    kind: str
    groups: tuple[IndicatorGroup, ...]


def indicators_page(shelf: Shelf, kind: str = "") -> IndicatorsPage:
    """The list, or the part of it that is of one kind. An unknown kind is left aside and all are shown."""
    kinds = sorted({one.kind for one in shelf.indicators.values()})
    wanted = kind if kind in kinds else ""
    groups = tuple(group for group in _groups(shelf, wanted) if group.lines or (group.gap and not wanted))
    return IndicatorsPage(
        title=shelf.title,
        indicators=len(shelf.indicators),
        sources=len({one.source for one in shelf.indicators.values() if one.source}),
        kinds=tuple((one, sum(i.kind == one for i in shelf.indicators.values())) for one in kinds),
        kind=wanted,
        groups=groups,
    )


def _groups(shelf: Shelf, kind: str) -> Iterator[IndicatorGroup]:
    """A group for each part whose parts read indicators, in the order of the tree; then those it does not read."""
    placed: set[str] = set()
    tree = shelf.recipe.tree if shelf.recipe is not None else None
    above: dict[int, str] = {}
    for part, depth in part_depths(tree) if tree is not None else ():
        above[depth] = part.title
        inside = [str(one.indicator) for one in part.parts if one.indicator in shelf.indicators]
        if inside or (part.not_measured and not part.parts):
            gap = f"Not measured: {part.not_measured}" if part.not_measured else ""
            some = [name for name in inside if name not in placed]
            placed.update(inside)
            yield IndicatorGroup(part.name, part.title, above.get(depth - 1, ""), gap, _lines(shelf, some, kind))
    rest = [name for name in shelf.indicators if name not in placed]
    title = "Beside the index, and not in it" if tree is not None else "All indicators"
    yield IndicatorGroup(OUTSIDE, title, "", "", _lines(shelf, rest, kind))


def _lines(shelf: Shelf, names: list[str], kind: str) -> tuple[IndicatorLine, ...]:
    some = [shelf.indicators[name] for name in names]
    return tuple(_line(shelf, one) for one in some if kind in ("", one.kind))


def _line(shelf: Shelf, about: Indicator) -> IndicatorLine:
    publisher = next((one.publisher for one in shelf.sources if one.id == about.source), "")
    latest, years, known = _known(shelf, about.id)
    return IndicatorLine(
        id=about.id,
        title=about.title,
        unit=about.unit,
        kind=about.kind,
        direction_says=direction_words(about.direction),
        latest=latest,
        years=years,
        known=known,
        publisher=publisher,
    )


def _known(shelf: Shelf, name: str) -> tuple[str, int, str]:
    """The latest year with figures, how many years have some, and how many areas have one in the latest."""
    cube = shelf.cube
    if name not in cube.indicators:
        return "", 0, "no data"
    column = cube.indicators.index(name)
    there = ~np.isnan(cube.values[:, column, :])
    years = np.flatnonzero(there.any(axis=0))
    if not len(years):
        return "", 0, "no data"
    last = int(years[-1])
    figures, estimated = int(there[:, last].sum()), int(shelf.evidence.estimated[there[:, last], column, last].sum())
    everyone = counted(len(cube.areas), shelf.kind or "area")
    said = f"all {everyone}" if figures == len(cube.areas) else f"{figures:,} of {everyone}"
    return cube.periods[last], len(years), said + (f", {estimated:,} estimated" if estimated else "")
