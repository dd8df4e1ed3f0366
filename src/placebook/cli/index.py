"""placebook index: a recipe and a table in, every level's scores and ranks out; no book needed."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

if TYPE_CHECKING:
    from placebook.sources.loose import LooseFigures
    from placebook.store.tables import Table
    from placebook.types import Index, RankRanges, Recipe

ENDINGS = (".csv", ".parquet")
_MOST_SAID = 10


@click.command()
@click.argument("recipe", metavar="RECIPE.yaml", type=click.Path(path_type=Path))
@click.argument("data", metavar="DATA.csv", type=click.Path(path_type=Path))
@click.option("-o", "--output", metavar="OUT.csv", type=click.Path(path_type=Path), help="A .csv or .parquet file.")
@click.option("--ranges", "with_ranges", is_flag=True, help="Add rank and score ranges, by the recipe's plan.")
@click.option("--lowest-first", is_flag=True, help="Rank 1 is the lowest score, not the highest.")
@click.option("--sheet", help="The sheet of a workbook.")
def index(
    recipe: Path, data: Path, output: Path | None, with_ranges: bool, lowest_first: bool, sheet: str | None
) -> None:
    """Make an index from a recipe and a table of figures, without a book.

    RECIPE.yaml is a recipe file, or the id of one that comes with Placebook. DATA is CSV, XLSX or Parquet,
    tidy (area, period, indicator, value) or wide (area, period, one column for each indicator).
    Out comes one row for each area, period and part: its score, rank, number ranked, and coverage.
    Without -o the scores of the whole index are printed.
    """
    if with_ranges and lowest_first:
        raise click.UsageError("--ranges counts ranks from the highest score; leave out --lowest-first")
    if output is not None:
        check_output(output, recipe, data)
    made = find_recipe(recipe)
    found = _read(made, data, sheet)
    built, ranges = _built(made, found, recipe, with_ranges)
    _tell(built, found, data)
    if lowest_first:
        built = ranked_from_below(built)
    if output is None:
        _print_whole(built, found.names, lowest_first)
    else:
        table = results_table(built, found.names, ranges)
        write_table(table, output)
        click.echo(f"{output}: {len(table):,} rows; {_counts(built)}")


def check_output(output: Path, *inputs: Path, endings: Sequence[str] = ENDINGS) -> None:
    """Refuse a place that cannot be written to, before any work is done."""
    if output.suffix.lower() not in endings:
        raise click.BadParameter(f"{output}: the name must end in {' or '.join(endings)}", param_hint="-o")
    if output.is_dir():
        raise click.BadParameter(f"{output} is a folder; name a file", param_hint="-o")
    if not output.parent.is_dir():
        raise click.BadParameter(f"there is no folder {output.parent}; make it first, or name another", param_hint="-o")
    if any(output.exists() and one.exists() and output.samefile(one) for one in inputs):
        raise click.BadParameter(f"{output} is what is read; name another file for what comes out", param_hint="-o")


def _read(made: Recipe, data: Path, sheet: str | None) -> LooseFigures:
    """The figures of a table that a recipe asks for. Faults begin with the file of the table."""
    from placebook.measure.figures import needed
    from placebook.measure.tree import refuse_absent
    from placebook.sources.loose import read_loose
    from placebook.sources.tables import read_table
    from placebook.types import RecipeError

    groups = [str(one.options.get("by", "parent")) for one in made.steps if one.method.startswith("group_")]
    found = read_loose(read_table(data, sheet=sheet), needed(made), made.indicators, groups)
    try:
        refuse_absent(made, needed(made), tuple(dict.fromkeys((*found.cube.indicators, *found.there))))
    except RecipeError as fault:
        raise RecipeError(f"{data}: {fault}") from None
    return found


def _built(made: Recipe, found: LooseFigures, recipe: Path, with_ranges: bool) -> tuple[Index, tuple[RankRanges, ...]]:
    """The index, and its ranges where they are asked for. Faults begin with the file of the recipe."""
    from placebook.cli.progress import progress
    from placebook.measure.build import build_index
    from placebook.measure.ranks import rank_ranges
    from placebook.measure.tree import with_titles
    from placebook.types import PlacebookError

    made = with_titles(made, {one.id: one for one in made.indicators})
    try:
        built = build_index(made, found.cube, found.evidence, groups=found.groups)
        if not with_ranges:
            return built, ()
        with progress("Rank ranges") as tell:
            return built, rank_ranges(made, found.cube, found.evidence, groups=found.groups, tell=tell)
    except PlacebookError as fault:
        raise type(fault)(f"{recipe}: {fault}") from None


def _tell(built: Index, found: LooseFigures, data: Path) -> None:
    """On standard error: how the table was read, what screening left out, and parts without figures."""
    said = [one if one.startswith(str(data)) else f"{data}: {one}" for one in found.said]
    nothing = {part.name: "no figures" for part in built.parts if part.not_measured == "no figures"}
    said += [f"{name}: {why}" for name, why in {**built.screened_out, **nothing}.items()]
    for sentence in said[:_MOST_SAID]:
        click.echo(f"note: {sentence}", err=True)
    if len(said) > _MOST_SAID:
        click.echo(f"note: and {len(said) - _MOST_SAID:,} more like these", err=True)


def ranked_from_below(built: Index) -> Index:
    """The same index with rank 1 for the lowest score."""
    from dataclasses import replace

    from placebook.methods.rank import competition_rank

    return replace(built, ranks=replace(built.ranks, values=competition_rank(-built.scores.values)))


def find_recipe(name: Path) -> Recipe:
    """A recipe from a file, or a shipped one by its id."""
    from placebook.book.recipes import read_recipe, shipped_recipes
    from placebook.measure.tree import nearest_name
    from placebook.types import RecipeError

    if name.suffix in (".yaml", ".yml") or name.exists():
        return read_recipe(name)
    shipped = shipped_recipes()
    if str(name) not in shipped:
        raise RecipeError(
            f"there is no recipe file and no shipped recipe called {str(name)!r}; "
            + nearest_name(str(name), list(shipped))
        )
    return shipped[str(name)]


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
    from placebook.store.csvw import write_rows
    from placebook.store.tables import write_parquet

    partial = path.with_name(path.name + ".partial")
    try:
        if path.suffix.lower() == ".parquet":
            write_parquet(table, partial)
        else:
            write_rows(table, partial)
        partial.replace(path)
    finally:
        partial.unlink(missing_ok=True)


def _counts(built: Index) -> str:
    cube = built.scores
    periods = "" if len(cube.periods) == 1 else f", {len(cube.periods)} periods"
    return f"{len(cube.areas):,} areas{periods}, {len(cube.indicators)} parts"


def _print_whole(built: Index, names: dict[str, str], lowest_first: bool = False) -> None:
    """The whole index in its last period, rank 1 first."""
    import numpy as np

    whole, period = built.recipe.tree.name, built.scores.periods[-1]
    scores, ranks = built.scores.column(whole, period), built.ranks.column(whole, period)
    first = " Rank 1 is the lowest score." if lowest_first else ""
    click.echo(f"{built.recipe.title}, {period}. A higher score means {built.recipe.higher_means}.{first}")
    areas = built.scores.areas
    wide, long = max(map(len, areas)), max([0, *(len(names.get(code, "")) for code in areas)])
    for at in np.lexsort((np.array(areas), np.nan_to_num(ranks, nan=np.inf))):
        said = "no data" if np.isnan(scores[at]) else f"{scores[at]:10.3f}  {int(ranks[at]):>6}"
        named = f"  {names.get(areas[at], ''):<{long}}" if long else ""
        click.echo(f"{areas[at]:<{wide}}{named}  {said}")
