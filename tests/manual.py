"""The worked recipes of the manual, ready to be built: what stands in docs/recipes.md and nothing else."""

from __future__ import annotations

import re
from pathlib import Path

from placebook.book.recipes import recipe_of
from placebook.book.yaml import read_yaml_text
from placebook.measure.build import build_index
from placebook.measure.figures import needed
from placebook.sources.loose import read_loose
from placebook.sources.tables import read_table
from placebook.types import Index, Recipe

MANUAL = (Path(__file__).parents[1] / "docs" / "recipes.md").read_text(encoding="utf-8")
BLOCKS = re.findall(r"^```([^\n]*)\n(.*?)^```", MANUAL, re.MULTILINE | re.DOTALL)


def manual_recipe(name: str) -> Recipe:
    """A recipe of the manual."""
    return recipe_of(read_yaml_text(dict(BLOCKS)[f"yaml {name}.yaml"], f"{name}.yaml"))


def manual_index(name: str, folder: Path) -> Index:
    """An index of the manual, from its recipe and its table."""
    recipe = manual_recipe(name)
    path = folder / f"{name}.csv"
    path.write_text(dict(BLOCKS)[f"csv {name}.csv"], encoding="utf-8")
    found = read_loose(read_table(path), needed(recipe), recipe.indicators)
    return build_index(recipe, found.cube, found.evidence)


def score(index: Index, area: str, part: str, period: str | None = None) -> float:
    """One score, in the last period unless another is named; NaN where there is none."""
    at = index.scores.areas.index(area)
    return float(index.scores.column(part, period or index.scores.periods[-1])[at])
