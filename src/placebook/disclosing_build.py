"""What the build of a book says of hidden counts: figures it still holds, scores made of them, and parts left over."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path

import numpy as np

from placebook.builder import FIGURES, built_areas, built_recipes
from placebook.measure.disclosure_audit import Clue
from placebook.measure.disclosure_clues import counts_that_give
from placebook.measure.disclosure_index import HiddenCount, clues_of_index
from placebook.store.builds import current_build, previous_build
from placebook.store.observations import ask
from placebook.store.results import read_index
from placebook.types import ContentError

_NEAR = 1e-9  # of a figure, as numbers are stored


def build_clues(
    folder: Path, indicator: str, hidden: Sequence[HiddenCount]
) -> tuple[tuple[Clue, ...], tuple[str, ...]]:
    """What the build in use says of hidden counts, and in sentences what was tried.

    A build may be older than the tables it was made of, or another source may still hold what a measure hides.
    """
    if not hidden:
        return (), ()
    try:
        build = current_build(folder)
    except ContentError:
        return (), ("The book has no build, so no score and no part of an index was there to try.",)
    if indicator not in ask(build / FIGURES).of([indicator]).indicators():
        return (), ("The build has no figure of this, so no score and no part of an index was there to try.",)
    found = [*_of_figures(build, indicator, hidden)]
    before = previous_build(folder)
    if before is not None:
        found += _of_figures(before, indicator, hidden, "the build before")
    many, names = len(found), []
    cube, _ = ask(build / FIGURES).cube([area.code for area in built_areas(build)], [indicator])
    for name in built_recipes(build):
        index = read_index(build / name)
        if any(part.indicator == indicator for part in index.recipe.tree.walk()):
            names.append(name)
            found += clues_of_index(index, cube, indicator, hidden)
    whose = f"scores and parts left over in {', '.join(names)}" if names else "scores, which no index makes of it"
    told = f"Made of some count: {many} figures, and {len(found) - many} scores or parts."
    return tuple(found), (f"Hidden counts tried by the figures of the build, and by {whose}: {len(hidden)}. {told}",)


def _of_figures(build: Path, indicator: str, hidden: Sequence[HiddenCount], which: str = "the build") -> Iterator[Clue]:
    """Figures of hidden counts, and the counts themselves, that stand among the observations of a build."""
    table = ask(build / FIGURES).of([indicator]).table()
    places = {(one.area, one.period): one for one in hidden}
    for area, period, value, count in zip(
        *(table[name] for name in ("area", "period", "value", "numerator")), strict=True
    ):
        one = places.get((str(area), str(period)))
        if one is None:
            continue
        if not np.isnan(value):
            low, high = counts_that_give(float(value), _NEAR * max(abs(float(value)), 1.0), one.figure)
            yield Clue(one.area, one.period, one.category, low, high, f"its rate is in {which}")
        if not np.isnan(count):
            yield Clue(one.area, one.period, one.category, float(count), float(count), f"it is in {which} itself")
