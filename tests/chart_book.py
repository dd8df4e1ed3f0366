"""A shelf made by hand for tests of charts: seven wards, one of them without a score."""

from __future__ import annotations

import numpy as np

from placebook.pages.shelf import IndicatorFigures, Shapes, Shelf
from placebook.types import Area, Cube, Direction, Evidence, Indicator, Observation, Part, State
from small_index import index_of, leaf, ranges_around

NAMES = ("Ashford", "Barton", "Coombe", "Dene", "Elm", "Furze", "Gorse")
CODES = tuple(f"E{i}" for i in range(1, 8))
LIFE = (80.0, 50.0, 52.0, 54.0, 60.0, 40.0, np.nan)
YEARS = ("2013", "2014")
TREE = Part(
    "whole",
    "Small Index",
    parts=(
        Part("health", "Health", parts=(leaf("life", "Life expectancy"),)),
        Part("safety", "Safety", parts=(leaf("crime", "Crime"),)),
        Part("water", "Water", not_measured="no figures by ward."),
    ),
)


def chart_shelf(
    names: tuple[str, ...] = NAMES, shapes: Shapes | None = None, ranges: bool = True, copies: int = 0
) -> Shelf:
    """Scores were 3 lower in the year before. With `copies`, as many wards, each ten with one parent."""
    codes = tuple(f"E{i}" for i in range(copies)) if copies else CODES
    names = tuple(f"Ward {code}" for code in codes) if copies else names
    life = np.resize(np.array(LIFE), len(codes))
    both = np.stack([life - 3, life], axis=1)
    scores = {name: both for name in ("whole", "health", "life", "safety", "crime")}
    index = index_of(TREE, scores, codes, YEARS)
    values = both[:, None, :].copy()
    cube = Cube(values, codes, ("life",), YEARS)
    return Shelf(
        id="small",
        title="Small place",
        kind="ward",
        areas=tuple(Area(codes[i], names[i], "ward", parent=f"P{i // 10}") for i in range(len(codes))),
        others=(),
        sources=(),
        indicators={"life": Indicator("life", "Life expectancy", "years", Direction.HIGHER_IS_BETTER, decimals=1)},
        frameworks={},
        cube=cube,
        evidence=Evidence(np.full(values.shape, np.nan), np.zeros(values.shape, bool)),
        build="0" * 64,
        index=index,
        recipe=index.recipe,
        ranges=(ranges_around(index, 1),) if ranges else (),
        tiles={code: (i % 30, i // 30) for i, code in enumerate(codes)},
        shapes=shapes or {},
    )


def published() -> IndicatorFigures:
    """Life expectancy as published: limits of 1 to either side, a gap, an estimate, one too small to show."""
    found = [
        _row("E1", "2012", 76),
        Observation("E1", "life", "2013", None, state=State.NOT_MEASURED),
        _row("E1", "2014", 80),
        _row("E2", "2013", 70),
        _row("E2", "2014", 50, State.ESTIMATED),
        _row("E3", "2014", 52),
        _row("E4", "2014", 54),
        _row("E5", "2014", 60),
        Observation("E6", "life", "2014", None, state=State.TOO_SMALL),
    ]
    return IndicatorFigures("life", tuple(found))


def _row(area: str, period: str, value: float, state: State = State.OBSERVED) -> Observation:
    return Observation(area, "life", period, value, value - 1, value + 1, state=state)
