"""A small scorecard made by hand: six wards, two components with an indicator each, and a gap."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from drawn import table
from placebook.pages.scorecard import Scorecard, scorecard
from placebook.types import Area, Cube, Evidence, Index, Indicator, Numbers, Part, PeerPlan, RankRanges, Step
from small_index import index_of, leaf, ranges_around

WARDS = """
            | life | crime | income | change
    --------+------+-------+--------+-------
    Ashford |   80 |    20 |  20000 |      3
    Barton  |   50 |    50 |  20100 |      3
    Coombe  |   52 |    52 |  19900 |      3
    Dene    |   54 |    54 |  20300 |      3
    Elm     |   60 |    60 |  19700 |      3
    Furze   |   40 |    40 |  26000 |      3
"""
YEARS = ("2010", "2011", "2012", "2013", "2014")
TREE = Part(
    "whole",
    "Small Index",
    parts=(
        Part("health", "Health", parts=(leaf("life", "Life expectancy"),)),
        Part("safety", "Safety", parts=(leaf("crime", "Crime"),)),
        Part("water", "Water", not_measured="no figures by ward."),
    ),
)
INDICATORS = {
    "income": Indicator("income", "Household income", "£", decimals=0),
    "life": Indicator("life", "Life expectancy", "years"),
    "crime": Indicator("crime", "Crime", "per 1,000 people"),
}
ASHFORD = Area("Ashford", "Ashford", "ward")
RECIPE = {
    "steps": (Step("normalise", "goalposts"), Step("aggregate", "arithmetic")),
    "peers": PeerPlan(4, ("income",)),
    "context": ("income",),
}


def small_index(drawing: str = WARDS, estimated: tuple[tuple[str, str], ...] = (), **recipe: object) -> Index:
    """The index of the drawing in its last year; in the years before, every score was lower by `change` a year."""
    names, columns, figures = table(drawing)
    at = {name: figures[:, [columns.index(name)]] for name in columns}
    back = at["change"] * np.arange(-4.0, 1.0)
    life, crime = at["life"] + back, at["crime"] + back
    scores = {"whole": (life + crime) / 2, "health": life, "life": life, "safety": crime, "crime": crime}
    return index_of(TREE, scores, names, YEARS, estimated, **(RECIPE | recipe))


def small_figures(drawing: str = WARDS) -> Cube:
    """The figures as published: here those of life and crime are the scores themselves; income is of 2012 only."""
    names, columns, figures = table(drawing)
    values = np.full((len(names), 3, len(YEARS)), np.nan)
    values[:, 0, 2] = figures[:, columns.index("income")]
    back = figures[:, [columns.index("change")]] * np.arange(-4.0, 1.0)
    values[:, 1, :] = figures[:, [columns.index("life")]] + back
    values[:, 2, :] = figures[:, [columns.index("crime")]] + back
    return Cube(values, names, ("income", "life", "crime"), YEARS)


def limits(figures: Cube) -> Evidence:
    """Every figure with a standard error of 1."""
    return Evidence(np.where(np.isnan(figures.values), np.nan, 1.0), np.zeros(figures.values.shape, bool))


def small_card(
    index: Index | None = None, by: float | Numbers | None = 1, evidence: bool = True, area: Area = ASHFORD
) -> Scorecard:
    """Ashford's card, with rank ranges that reach `by` places to either side; None for a card without ranges."""
    index = index or small_index()
    figures = small_figures()
    ranges: RankRanges | None = None
    if by is not None:
        ranges = replace(ranges_around(index, by), runs=1000, varied=("weights up to 25% larger or smaller",))
    return scorecard(
        area,
        index,
        figures,
        ranges=ranges,
        evidence=limits(figures) if evidence else None,
        indicators=INDICATORS,
        names={name: name for name in figures.areas},
    )
