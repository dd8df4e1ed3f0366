"""placebook index: a recipe and a table in, every level's scores and ranks out; no book needed."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

if TYPE_CHECKING:
    from placebook.sources.loose import LooseFigures
    from placebook.store.tables import Table
    from placebook.types import Index, RankRanges, Recipe

ENDINGS = (".csv", ".parquet")


@click.command()
@click.argument("recipe", metavar="RECIPE.yaml", type=click.Path(path_type=Path))
@click.argument("data", metavar="DATA.csv", type=click.Path(path_type=Path))
@click.option("-o", "--output", metavar="OUT.csv", type=click.Path(path_type=Path), help="A .csv or .parquet file.")
@click.option("--ranges", "with_ranges", is_flag=True, help="Add rank and score ranges, by the recipe's plan.")
@click.option("--sheet", help="The sheet of a workbook.")
def index(recipe: Path, data: Path, output: Path | None, with_ranges: bool, sheet: str | None) -> None:
    """Make an index from a recipe and a table of figures, without a book.

    RECIPE.yaml is a recipe file, or the id of one that comes with Placebook. DATA is CSV, XLSX or Parquet,
    tidy (area, period, indicator, value) or wide (area, period, one column for each indicator).
    Out comes one row for each area, period and part: its score, rank, number ranked, and coverage.
    Without -o the scores of the whole index are printed.
    """
    from placebook.measure.build import build_index
    from placebook.measure.stages import needed
    from placebook.sources.loose import read_loose
    from placebook.sources.tables import read_table

    if output is not None and output.suffix not in ENDINGS:
        raise click.BadParameter(f"{output}: the name must end in {' or '.join(ENDINGS)}", param_hint="-o")
    made = find_recipe(recipe)
    found = read_loose(read_table(data, sheet=sheet), needed(made))
    for sentence in found.said:
        click.echo(f"note: {data}: {sentence}", err=True)
    built = build_index(made, found.cube, found.evidence)
    ranges = _ranges(made, found) if with_ranges else ()
    table = results_table(built, found.names, ranges)
    if output is None:
        _print_whole(built, found.names)
    else:
        write_table(table, output)
        click.echo(f"{output}: {len(table):,} rows; {_counts(built)}")


def find_recipe(name: Path) -> Recipe:
    """A recipe from a file, or a shipped one by its id."""
    from placebook.book.recipes import read_recipe, shipped_recipes
    from placebook.measure.tree import nearest_name
    from placebook.types import RecipeError

    if name.suffix in (".yaml", ".yml") or name.exists():
        return read_recipe(name)
    shipped = shipped_recipes()
    if str(name) not in shipped:
        raise RecipeError(f"there is no recipe file and no shipped recipe called {str(name)!r}; " + nearest_name(str(name), list(shipped)))
    return shipped[str(name)]


def _ranges(recipe: Recipe, found: LooseFigures) -> tuple[RankRanges, ...]:
    from placebook.cli.progress import progress
    from placebook.measure.ranks import rank_ranges

    with progress("Rank ranges") as tell:
        return rank_ranges(recipe, found.cube, found.evidence, tell=tell)


def results_table(built: Index, names: dict[str, str], ranges: tuple[RankRanges, ...] = ()) -> Table:
    """Every score and rank as rows, with the name of each area and the title of each part."""
    from placebook.store.results import KEY, ranges_table, scores_table
    from placebook.store.tables import Heading, table_of

    scores = scores_table(built)
    titles = {part.name: part.title for part in built.parts}
    columns: dict[str, Any] = dict(zip(scores.names, scores.columns, strict=True))
    headings = list(scores.headings)
    headings.insert(3, Heading("title", says="Title of the part"))
    columns["title"] = [titles[name] for name in columns["part"]]
    if names:
        headings.insert(2, Heading("name", says="Name of the area"))
        columns["name"] = [names.get(code, "") for code in columns["area"]]
    if ranges:
        extra = ranges_table(ranges)
        for heading, column in zip(extra.headings, extra.columns, strict=True):
            if heading.name not in columns:
                headings.append(heading)
                columns[heading.name] = column
    return table_of(headings, columns, KEY)


def write_table(table: Table, path: Path) -> None:
    """Write a table as CSV or Parquet: whole, or not at all."""
    from placebook.store.csv_files import write_csv
    from placebook.store.tables import write_parquet

    partial = path.with_name(path.name + ".partial")
    try:
        if path.suffix == ".parquet":
            write_parquet(table, partial)
        else:
            write_csv(table, partial)
        partial.replace(path)
    finally:
        partial.unlink(missing_ok=True)


def _counts(built: Index) -> str:
    cube = built.scores
    periods = "" if len(cube.periods) == 1 else f", {len(cube.periods)} periods"
    return f"{len(cube.areas):,} areas{periods}, {len(cube.indicators)} parts"


def _print_whole(built: Index, names: dict[str, str]) -> None:
    """The whole index in its last period, best rank first."""
    import numpy as np

    whole, period = built.recipe.tree.name, built.scores.periods[-1]
    scores, ranks = built.scores.column(whole, period), built.ranks.column(whole, period)
    click.echo(f"{built.recipe.title}, {period}. A higher score means {built.recipe.higher_means}.")
    for at in np.lexsort((built.scores.areas, np.nan_to_num(ranks, nan=np.inf))):
        code = built.scores.areas[at]
        said = "no data" if np.isnan(scores[at]) else f"{scores[at]:10.3f}  {int(ranks[at]):>6}"
        click.echo(f"{code:<12} {names.get(code, ''):<30} {said}")
