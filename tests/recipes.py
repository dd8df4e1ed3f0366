"""Recipes written as in a file, and cubes drawn as tables, for tests of the engine."""

from __future__ import annotations

import numpy as np

from drawn import table
from placebook.book.recipes import recipe_of
from placebook.book.yaml import read_yaml_text
from placebook.types import Cube, Recipe

HEAD = """
recipe: drawn
title: Drawn
says: How a drawing is doing.
does_not_say: Anything else.
method_source: this test
higher_means: better
"""


def recipe(text: str) -> Recipe:
    """A recipe from its YAML, the sentences at the head filled in."""
    return recipe_of(read_yaml_text(HEAD + text, "drawn.yaml"))


def cube(*drawn: str, periods: tuple[str, ...] = ("2014",)) -> Cube:
    """A cube from one drawn table a period, all with the same areas and indicators."""
    tables = [table(text) for text in drawn]
    areas, indicators, _ = tables[0]
    values = np.stack([figures for _, _, figures in tables], axis=2)
    return Cube(values, areas, indicators, periods)


def scores_of(index: object, part: str, period: str = "2014") -> dict[str, float | None]:
    """Score by area, None where there is none, rounded to what a person can check."""
    column = index.scores.column(part, period)  # type: ignore[attr-defined]
    named = zip(index.scores.areas, column, strict=True)  # type: ignore[attr-defined]
    return {area: None if np.isnan(score) else round(float(score), 6) for area, score in named}


def ranks_of(index: object, part: str, period: str = "2014") -> dict[str, int | None]:
    """Rank by area, None where there is none."""
    column = index.ranks.column(part, period)  # type: ignore[attr-defined]
    named = zip(index.scores.areas, column, strict=True)  # type: ignore[attr-defined]
    return {area: None if np.isnan(rank) else int(rank) for area, rank in named}
