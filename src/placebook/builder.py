"""From an open place book to a build on disk, and from a build back to what it was made of."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from placebook.measure.build import build_index
from placebook.measure.ledger import Build
from placebook.measure.ranks import rank_ranges
from placebook.measure.stages import needed
from placebook.store.builds import current_build, new_build
from placebook.store.observations import cube as stored_cube
from placebook.store.observations import write_observations
from placebook.store.results import read_index, write_index, write_ranges
from placebook.types import Area, ContentError, Cube, Evidence, Recipe

if TYPE_CHECKING:
    from placebook.notebook import Place

FIGURES = "observations.parquet"


def build_book(place: Place, tell: Callable[[int], None]) -> Path:
    """Check a book, store its observations, and make every index with its rank ranges.

    Raises
    ------
    ContentError : the check finds faults, or the book has no recipe
    RecipeError, DataError : an index cannot be made
    BuildError : the disk is full, or another build is running. Whatever is raised, the old build stays whole
    """
    from placebook.book.check import read_observations

    report = place.check()
    if report.faults:
        first = report.faults[0]
        raise ContentError(
            f"{place.folder}: {report.summary}. The first: {first} For all of them run: placebook check {place.folder}"
        )
    recipes = {name: place.recipe(name) for name in place.book.recipes}
    observations = read_observations(place.book)
    with new_build(place.folder, place.book.files, recipes) as folder:
        write_observations(observations, folder / FIGURES)
        for name, recipe in recipes.items():
            _build_recipe(recipe, place.areas, folder, folder / name, tell)
    return current_build(place.folder)


def _build_recipe(
    recipe: Recipe, areas: Sequence[Area], build: Path, folder: Path, tell: Callable[[int], None]
) -> None:
    cube, evidence = figures_for(recipe, areas, build)
    groups = {"parent": [area.parent or "" for area in areas]}
    index = build_index(recipe, cube, evidence, groups=groups)
    ranges = rank_ranges(recipe, cube, evidence, groups=groups, tell=tell)
    folder.mkdir()
    try:
        write_index(index, folder)
        write_ranges(ranges, folder)
    except OSError:
        shutil.rmtree(folder, ignore_errors=True)
        raise


def figures_for(recipe: Recipe, areas: Sequence[Area], build: Path) -> tuple[Cube, Evidence]:
    """The figures of a build that a recipe reads, by year: for its tree, its peers and its context rows."""
    names = tuple(dict.fromkeys([*needed(recipe), *recipe.peers.nearest_on, *recipe.context]))
    return stored_cube(build / FIGURES, [area.code for area in areas], names)


def as_built(build: Path, name: str) -> Build:
    """What a build was made of: the recipe as it was then, on the figures as they were then."""
    if not (build / name).is_dir():
        raise ContentError(f"{build} has no recipe {name!r}")
    index = read_index(build / name)
    recipe = index.recipe
    names = tuple(dict.fromkeys([*needed(recipe), *recipe.peers.nearest_on, *recipe.context]))
    cube, evidence = stored_cube(build / FIGURES, index.scores.areas, names)
    return Build(recipe, cube, evidence)
