"""From an open place book to a build on disk, and from a build back to what it was made of."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from placebook.measure.build import build_index
from placebook.measure.ledger import Build
from placebook.measure.portrait_kinds import HeldPortrait
from placebook.measure.ranks import rank_ranges
from placebook.notebook import figures_read
from placebook.sources.shapes import read_boundaries
from placebook.store.builds import current_build, new_build
from placebook.store.geojson import OUTLINES, outlines_json
from placebook.store.observations import cube as stored_cube
from placebook.store.observations import write_observations
from placebook.store.plain import read_value, write_value
from placebook.store.results import write_index, write_ranges
from placebook.store.shapes import SHAPES, flatten, write_shapes
from placebook.types import Area, ContentError, Cube, Evidence, Recipe

if TYPE_CHECKING:
    from placebook.book.place_book import PlaceBook
    from placebook.notebook import Place

FIGURES = "observations.parquet"
AREAS = "areas.json"
BOUNDARIES = "boundaries.json"  # the year of the areas' boundaries, where the book says it
PORTRAITS = "portraits.json"
RECORDS = (
    "scrutiny",
    "register",
    "assessments",
    "question-sets",
    "software",
    "social-value",
)  # folders of what people wrote, which pages show
RECIPE = "recipe.json"  # as it was before parts without figures were set aside


def build_book(place: Place, tell: Callable[[int], None]) -> Path:
    """Check a book, store its observations, and make every index with its rank ranges. Without a recipe: no index.

    Raises
    ------
    ContentError : the check finds faults, or the book names a recipe that is not there
    RecipeError, DataError : an index cannot be made
    BuildError : the disk is full, or another build is running. Whatever is raised, the old build stays whole
    """
    report = place.check()
    if report.faults:
        count = len(report.faults)
        more = "" if count == 1 else f"{count} faults are to be mended, which placebook check lists. The first: "
        first = next((one for one in report.faults if one.row is not None), report.faults[0])  # what others follow from
        raise ContentError(f"{place.folder} cannot be built yet: {more}{first}")
    recipes = place.recipes
    with new_build(place.folder, input_files(place.book), recipes) as folder:
        write_observations(report.observations, folder / FIGURES)
        write_value(place.areas, folder / AREAS)
        if place.book.boundary_year:
            write_value(place.book.boundary_year, folder / BOUNDARIES)
        _draw_boundaries(place, folder)
        if place.book.portraits:
            write_value([*place.portraits.values()], folder / PORTRAITS)
        for name, recipe in recipes.items():
            _build_recipe(recipe, place.areas, folder, folder / name, tell)
    return current_build(place.folder)


def _draw_boundaries(place: Place, folder: Path) -> None:
    """The outlines of the areas that are compared, ready to draw, where the book has boundaries."""
    if place.book.boundaries is None:
        return
    codes = {area.code for area in place.areas}
    found = read_boundaries(place.folder, place.book.boundaries).outlines
    ours = {code: shape for code, shape in found.items() if code in codes}
    write_shapes(flatten(ours), folder / SHAPES)
    (folder / OUTLINES).write_bytes(outlines_json(ours))


def input_files(book: PlaceBook) -> tuple[Path, ...]:
    """Every file of a book that a build rests on, sorted."""
    read = ("sources", "recipes", "frameworks", "portraits", "portraits/sources", "lookups", "rebase", "peers")
    tables = (f"{folder}/*.csv" for folder in ("map", "lookups", "rebase", "peers"))
    kinds = ("*.yaml", "*.csv", *tables, *(f"{folder}/*.yaml" for folder in read))
    found = {path for kind in kinds for path in book.folder.glob(kind)}
    found |= {path for folder in RECORDS for path in (book.folder / folder).rglob("*") if path.is_file()}
    found |= {book.folder / source.file for source in (*book.sources, *book.portrait_sources) if source.file}
    found |= {book.folder / book.boundaries.file} if book.boundaries else set()
    found |= {book.folder / book.postcodes} if book.postcodes else set()
    found |= {book.folder / name for plan in book.carbon for name in (f"carbon/{plan.file}", *plan.files)}
    return tuple(sorted(found))


def _build_recipe(
    recipe: Recipe, areas: Sequence[Area], build: Path, folder: Path, tell: Callable[[int], None]
) -> None:
    cube, evidence = figures_for(recipe, areas, build)
    groups = groups_of(areas)
    index = build_index(recipe, cube, evidence, groups=groups)
    ranges = rank_ranges(recipe, cube, evidence, groups=groups, tell=tell)
    folder.mkdir()
    write_value(recipe, folder / RECIPE)
    write_index(index, folder)
    write_ranges(ranges, folder)


def groups_of(areas: Sequence[Area]) -> Mapping[str, Sequence[str]]:
    """What areas can be grouped by when gaps are imputed: their parent."""
    return {"parent": [area.parent or "" for area in areas]}


def figures_for(recipe: Recipe, areas: Sequence[Area], build: Path) -> tuple[Cube, Evidence]:
    """The figures of a build that a recipe reads, by year: for its tree, its peers and its context rows."""
    cube, evidence = stored_cube(build / FIGURES, [area.code for area in areas], figures_read(recipe))
    return replace(cube, boundaries=boundary_year_of(build)), evidence


def boundary_year_of(build: Path) -> str:
    """The year of the boundaries that a build is on; "" where its book did not say."""
    path = build / BOUNDARIES
    return str(read_value(path)) if path.is_file() else ""


def built_recipes(build: Path) -> tuple[str, ...]:
    """The recipes of a build, by id."""
    return tuple(sorted(path.parent.name for path in build.glob(f"*/{RECIPE}")))


def recipe_as_built(results: Path) -> Recipe:
    """The recipe in the folder of its results: as it was at the build, before parts without figures were set aside."""
    recipe: Recipe = read_value(results / RECIPE)
    return recipe


def built_areas(build: Path) -> tuple[Area, ...]:
    """The areas that a build compares."""
    return tuple(read_value(build / AREAS))


def built_portraits(build: Path) -> Mapping[str, HeldPortrait]:
    """The portraits of a build with their figures, by id; none in a build made before there were portraits."""
    if not (build / PORTRAITS).is_file():
        return {}
    found: list[HeldPortrait] = read_value(build / PORTRAITS)
    held = [replace(one, held={name: tuple(each) for name, each in one.held.items()}) for one in found]
    return {one.portrait.id: one for one in held}


def as_built(build: Path, name: str) -> Build:
    """What a build was made of: the recipe as it was then, on the figures as they were then.

    Raises ContentError when the build does not have the recipe.
    """
    if name not in built_recipes(build):
        raise ContentError(f"{build} has no recipe {name!r}, and a ledger needs it in both builds")
    recipe, areas = recipe_as_built(build / name), built_areas(build)
    cube, evidence = figures_for(recipe, areas, build)
    return Build(recipe, cube, evidence, groups=groups_of(areas))
