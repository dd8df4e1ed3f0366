"""The classic errors of portraits, each as one sentence: what is wrong, and what would be right.

scale substitution          a figure of the country or the region stands as the place's own
relabelled                  a figure about the place's own air or people stands in a global lens, or the reverse
production, consumption     what is given off here is held against a limit for what people here use, or the reverse
pro-rated                   a wider area's figure, divided among areas by their people, stands as measured
impossible                  a figure that the rule cannot take: below 0, a share above 100
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

import numpy as np

from placebook.measure.portrait import ratio_of
from placebook.measure.portrait_kinds import (
    ADDED_UP,
    AVERAGED,
    IN_PLACE,
    LENSES,
    LOCAL,
    PRO_RATED,
    Dimension,
    Measure,
    Portrait,
    Snapshot,
)

Said = tuple[str, str]  # what is wrong, what would be right


def declared_faults(portrait: Portrait, dimension: Dimension, measure: Measure) -> Iterator[Said]:
    """What is wrong with what a measure says of itself, before any figure is looked at."""
    yield from _scale(dimension, measure)
    yield from _basis(measure)
    if measure.made_by == PRO_RATED:
        what = "is pro-rated: a wider area's figure was divided among its areas, so nothing was measured here"
        yield what, "write unknown: and the reason, or make a portrait of the wider area"
    about = measure.figures.area if measure.figures else ""
    if about and about != portrait.area:
        yield _substituted(about, portrait.area)


def figure_faults(
    portrait: Portrait, measure: Measure, snapshots: Sequence[Snapshot], names: Mapping[str, str]
) -> Iterator[tuple[Snapshot, Said]]:
    """What is wrong with single figures: about another area, impossible, or two of one year."""
    seen: dict[int, Snapshot] = {}
    for one in snapshots:
        if one.area != portrait.area:
            what, right = _substituted(_named(one.area, names), _named(portrait.area, names))
            yield one, (f"the figure {what}", right)
        before = seen.setdefault(one.year, one)
        if before is not one:
            yield one, (f"there are two figures for {one.year}, the other in row {before.row}", "keep one of the two")
        try:
            ratio_of(measure, np.asarray([np.nan if one.value is None else one.value]))
        except ValueError as why:
            yield one, (str(why), f"look the figure up; the rule is {measure.rule}")


def copied_from(mine: Mapping[int, float], wider: Mapping[int, float]) -> bool:
    """Whether a place's figures are those of a wider area in every year that both have, of which there are two or more.

    Why: that is how a national figure gets into a local table, year after year.
    """
    both = mine.keys() & wider.keys()
    return len(both) > 1 and all(mine[year] == wider[year] for year in both)


def _scale(dimension: Dimension, measure: Measure) -> Iterator[Said]:
    lens = LENSES[dimension.lens]
    if measure.scale == lens.scale:
        return
    if measure.scale == LOCAL:
        what = "is a local figure in a global lens: it says how things are here, not what this place does elsewhere"
    else:
        what = "is a global figure in a local lens: it says what this place does elsewhere, not how things are here"
    yield what, f"move it to the lens {_twin(dimension.lens, measure.scale)}, or measure what the lens asks for"


def _twin(lens: str, scale: str) -> str:
    return f"{scale}-{LENSES[lens].domain}"


def _basis(measure: Measure) -> Iterator[Said]:
    goal = measure.goal
    if goal is None:
        return
    if measure.basis != IN_PLACE and not goal.basis:
        what = f"counts by {measure.basis}, and its limit does not say by which accounts it was drawn"
        yield what, "write basis: in the limit, as its source says"
    elif goal.basis and goal.basis != measure.basis:
        what = f"counts by {measure.basis} and is held against a limit drawn for {goal.basis}"
        yield what, "use figures and a limit of the same accounts; goods from elsewhere are in one and not in the other"


def _substituted(about: str, place: str) -> Said:
    what = f"is about {about} and the portrait about {place}: a figure of another scale is no snapshot"
    return what, "use a figure about the place itself, write the other in benchmark:, or write unknown:"


def _named(code: str, names: Mapping[str, str]) -> str:
    return f"{names[code]} ({code})" if code in names else code


def combined(measure: Measure) -> bool:
    """Whether a measure is made of the figures of smaller areas."""
    return measure.made_by in (ADDED_UP, AVERAGED)
