"""A small book on a shelf, made by hand: the six wards of small_card, their figures by file and row, and an index."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from placebook.pages.shelf import IndicatorFigures, Shelf
from placebook.types import (
    Area,
    Concept,
    Direction,
    Evidence,
    Framework,
    Index,
    Indicator,
    Observation,
    Source,
    State,
    Step,
)
from small_card import WARDS, limits, small_figures, small_index
from small_index import ranges_around

NAMES = ("Ashford", "Barton", "Coombe", "Dene", "Elm", "Furze")
SOURCE = Source(
    id="health-office",
    title="Life expectancy by ward",
    publisher="Health Office",
    licence="OGL-UK-3.0",
    url="https://example.org/life",
    published="2015-03-01",
    file="raw/life.csv",
    next_release="2016-03",
    note="From 2012/13 the count of people is a new one.",
)
LIFE = Indicator(
    "life",
    "Life expectancy",
    "years",
    Direction.HIGHER_IS_BETTER,
    source="health-office",
    says="How long people live.",
    does_not_say="How well they are.",
    decimals=0,
)
CRIME = Indicator("crime", "Crime", "offences", Direction.LOWER_IS_BETTER, kind="service use", denominator="people")
INCOME = Indicator("income", "Household income", "£", kind="context", decimals=0)
STEPS = (
    Step("denominate", "divide", {"crime": {"by": "people", "times": 1000}}),
    Step("normalise", "goalposts", {"goalposts": {"life": [20, 85], "crime": {"low": 90, "high": 5, "scale": "log"}}}),
    Step("aggregate", "arithmetic"),
)
IDEAS = Framework(
    id="ideas",
    title="Ideas",
    version="1",
    published_by="Nobody",
    source="none",
    licence="none",
    concepts=(
        Concept("long-life", "A long life", "verbatim name", indicators=("life",)),
        Concept("well", "Being well", "verbatim name"),
    ),
)


def small_shelf(by: float | None = 1.0, drawing: str = WARDS, index: Index | None = None, **recipe: object) -> Shelf:
    """The shelf of the drawing, with rank ranges that reach `by` places to either side; None for no ranges."""
    made = index or small_index(drawing, **({"steps": STEPS, "frameworks": {"health": "ideas#well"}} | recipe))
    cube = small_figures(drawing)
    ranges = () if by is None else (replace(ranges_around(made, by), runs=1000),)
    return Shelf(
        id="small",
        title="Small Place",
        kind="ward",
        areas=tuple(Area(name, name, "ward", parent="town") for name in NAMES),
        others=(
            Area("town", "The Town", "district"),
            Area("Gorse", "Gorse", "ward", last_year=2009, successors=("Furze",)),
        ),
        sources=(SOURCE,),
        indicators={"life": LIFE, "crime": CRIME, "income": INCOME},
        frameworks={"ideas": IDEAS},
        cube=cube,
        evidence=limits(cube),
        build="0" * 64,
        index=made,
        recipe=made.recipe,
        ranges=ranges,
        tiles={name: (at % 3, at // 3) for at, name in enumerate(NAMES)},
    )


def no_index(shelf: Shelf) -> Shelf:
    """The same book with no index."""
    return replace(shelf, index=None, recipe=None, ranges=())


def life_rows() -> IndicatorFigures:
    """Life expectancy as published: six wards in 2011/12; in 2012/13 one withheld, one estimated, one not there."""
    rows = []
    for at, name in enumerate(NAMES):
        rows.append(_row(name, "2011/12", 70.0 + at, 2 + 2 * at))
    rows += [
        _row("Ashford", "2012/13", 71.0, 3, lower=69.0, upper=73.0),
        _row("Barton", "2012/13", None, 5, state=State.TOO_SMALL, note="Fewer than 5 deaths"),
        _row("Coombe", "2012/13", 75.0, 7, state=State.ESTIMATED),
        _row("Elm", "2012/13", 79.0, 11),
        _row("Furze", "2012/13", 78.0, 13),
    ]
    return IndicatorFigures("life", tuple(sorted(rows, key=lambda row: (row.area, row.period))))


def _row(area: str, period: str, value: float | None, row: int, **more: object) -> Observation:
    said = {"source": "health-office", "file": "raw/life.csv", "row": row} | more
    return Observation(area, "life", period, value, **said)  # type: ignore[arg-type]


def nothing_known(shelf: Shelf) -> Shelf:
    """The same book where no figure has limits."""
    shape = shelf.cube.values.shape
    return replace(shelf, evidence=Evidence(np.full(shape, np.nan), np.zeros(shape, bool)))
