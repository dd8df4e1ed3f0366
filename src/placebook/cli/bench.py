"""placebook bench: how fast this machine builds, ranks and writes a site, beside the least work that numpy could do.

Ratios are printed side by side from one run, never asserted anywhere. The figures are made up from a seed.
"""

from __future__ import annotations

import sys
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from placebook.types import Cube, Recipe

NEIGHBOURHOODS = 32_844  # the LSOAs of England in 2011
SEED = 20140401


@dataclass(frozen=True, slots=True)
class Timing:
    """CPU seconds of a piece of work, and of the floor beside it."""

    what: str
    seconds: float
    floor: float | None
    said: str = ""


@click.group(invoke_without_command=True)
@click.option("--areas", default=NEIGHBOURHOODS, show_default=True, help="How many areas.")
@click.option("--runs", default=1000, show_default=True, help="How many replications of the ranks.")
@click.pass_context
def bench(ctx: click.Context, areas: int, runs: int) -> None:
    """Measure how fast this machine builds an index and ranks it many times.

    The floor is what numpy takes for a matrix product with effective weights and a sort of every column.
    CPU seconds count all cores. Ratios from one run can be compared; seconds from two machines cannot.
    """
    if ctx.invoked_subcommand is not None:
        return
    click.echo(f"{'work':<64}{'CPU s':>9}{'floor':>9}{'ratio':>8}")
    for timing in _timings(areas, runs):
        floor = f"{timing.floor:9.3f}" if timing.floor is not None else " " * 9
        ratio = f"{timing.seconds / timing.floor:8.1f}" if timing.floor else " " * 8
        click.echo(f"{timing.what:<64}{timing.seconds:9.3f}{floor}{ratio}  {timing.said}".rstrip())
    click.echo(f"peak memory of this process: {_peak_memory()}")


@bench.command("site")
@click.option("--areas", default=7_000, show_default=True, help="How many wards the made-up England has.")
@click.option("--seconds", default=10.0, show_default=True, help="How long each site is asked for pages.")
def site(areas: int, seconds: float) -> None:
    """Measure how fast a site is written and served: the example, and a made-up England of 60 indicators x 10 years."""
    from placebook.cli.bench_site import measured

    for line in measured(areas, seconds):
        click.echo(line)


@bench.command("learn")
@click.option("--documents", default=30, show_default=True, help="How many made-up plans of forty pages are read.")
@click.option("--at-once", default=2, show_default=True, help="How many are read at the same time.")
@click.option("--library", "book", type=click.Path(path_type=Path), help="A book that holds the labelled documents.")
@click.option("--passages", type=click.IntRange(1, 10_000_000), help="Time the search of so many passages instead.")
@click.option("--promises", type=click.Path(path_type=Path), help="Find this CSV's quotes in --library instead.")
@click.option("--labels", type=click.Path(path_type=Path), help="A CSV with text and sdg: how well heads learn it.")
def learn(
    documents: int, at_once: int, book: Path | None, passages: int | None, promises: Path | None, labels: Path | None
) -> None:
    """Measure how fast documents are read, how far two readings agree, and how often suggestions meet them.

    --passages times whole answers of the search instead; --promises finds quoted promises and known items among the
    passages of a library; --labels says how well what people coded can be learned, goal by goal and in seven domains.
    """
    from placebook.cli.bench_codes import agreement_lines, met_lines
    from placebook.cli.bench_find import found_soon, found_well
    from placebook.cli.bench_head import head_lines
    from placebook.cli.bench_learn import measured

    parts: tuple[Iterator[str], ...]
    if promises is not None:
        if book is None:
            raise click.UsageError("--promises needs a --library that is searched")
        parts = (found_well(book, promises),)
    elif labels is not None:
        parts = (head_lines(labels, book),)
    elif passages:
        parts = (found_soon(passages, book),)
    else:
        of_book = (met_lines(book), head_lines(None, book)) if book is not None else ()
        parts = (measured(documents, at_once), agreement_lines(), *of_book)
    for lines in parts:
        for line in lines:
            click.echo(line)
        click.echo()


@bench.command("records")
@click.option("--millions", multiple=True, type=int, help="How many million records; 1, 10 and 100 if none is named.")
@click.option("--folder", type=click.Path(path_type=Path, exists=True), help="Where the made-up records may lie.")
def records(millions: tuple[int, ...], folder: Path | None) -> None:
    """Measure how fast records are counted: by placebook, by plain SQL on the same engine, and by pandas.

    All hand their counts over as arrays; plain SQL is also timed with its answer left in the engine, which is least.
    Each way counts 20,000 records first, in the same program: what that takes is the cost of starting.

    With --millions 1000 a billion records are counted, without pandas. They are written first, and cleared away after.
    """
    from placebook.cli.bench_records import measured

    for line in measured(millions or (1, 10, 100), folder):
        click.echo(line)


def _timings(areas: int, runs: int) -> list[Timing]:
    found = [_building(areas), _building(areas // 2), _building(areas // 4)]
    floor = cpu_seconds(lambda: _floor(areas, runs))
    found.append(Timing(f"{runs:,} rank replications of {areas:,} x 50", _replicating(areas, runs), floor))
    found.append(_every_part(51, runs))
    return found


def cpu_seconds(work: Callable[[], object]) -> float:
    """CPU seconds, all cores together, that a piece of work takes."""
    start = time.process_time()
    work()
    return time.process_time() - start


def _building(areas: int) -> Timing:
    from placebook.measure.build import build_index

    recipe, cube = made_up(areas, 50)
    seconds = cpu_seconds(lambda: build_index(recipe, cube))
    floor = cpu_seconds(lambda: _build_floor(cube))
    return Timing(
        f"build {areas:,} x 50, three levels", seconds, floor, f"{1e6 * seconds / areas:.1f} microseconds an area"
    )


def _replicating(areas: int, runs: int) -> float:
    from placebook.measure.ranks import rank_ranges

    recipe, cube = made_up(areas, 50)
    plan = replace(recipe.ranks, runs=runs)
    return cpu_seconds(lambda: rank_ranges(recipe, cube, plan=plan, parts=(recipe.tree.name,)))


def _every_part(areas: int, runs: int) -> Timing:
    """The size of the ASEM example: every part, with choices of normalisation, treatment and aggregation."""
    from placebook.measure.ranks import rank_ranges
    from placebook.types import Choice, Step

    recipe, cube = made_up(areas, 49)
    ways = (
        *recipe.ranks.choices,
        Choice("normalise", (Step("normalise", "z_score", {"mean": 50, "sd": 15}),)),
        Choice("treat", tuple(Step("treat", "skew_kurtosis", {"winmax": n}) for n in (1, 3, 5))),
        Choice("aggregate", (Step("aggregate", "geometric", {"floor": 1}),)),
    )
    plan = replace(recipe.ranks, runs=runs, choices=ways)
    seconds = cpu_seconds(lambda: rank_ranges(recipe, cube, plan=plan))
    floor = cpu_seconds(lambda: _floor(areas, runs))
    return Timing(f"{runs:,} replications of {areas} x 49, every part, four kinds of choice", seconds, floor)


def made_up(areas: int, indicators: int) -> tuple[Recipe, Cube]:
    """An index of three levels on made-up figures: ten components of five, in three dimensions or so."""
    import numpy as np

    from placebook.types import Choice, Cube, Direction, Indicator, Part, RankPlan, Recipe, Step

    names = tuple(f"i{k:02d}" for k in range(indicators))
    leaves = [Part(name, name, indicator=name) for name in names]
    components = [Part(f"c{k}", f"c{k}", parts=tuple(leaves[k::10])) for k in range(10)]
    dimensions = tuple(Part(f"d{k}", f"d{k}", parts=tuple(components[k::3])) for k in range(3))
    recipe = Recipe(
        id="bench",
        title="Made-up figures",
        says="",
        does_not_say="",
        method_source="",
        higher_means="",
        levels=("index", "dimension", "component", "indicator"),
        tree=Part("whole", "whole", parts=dimensions),
        steps=(Step("normalise", "min_max"), Step("aggregate", "arithmetic")),
        indicators=tuple(Indicator(name, name, direction=Direction.HIGHER_IS_BETTER) for name in names),
        ranks=RankPlan(choices=(Choice("weights", (0.25,)),)),
    )
    values = np.random.default_rng(SEED).gamma(2.0, 10.0, (areas, indicators, 1))
    return recipe, Cube(values, tuple(f"E{k:08d}" for k in range(areas)), names, ("2014",))


def _build_floor(cube: Cube) -> None:
    """Scale, multiply by effective weights, sort: once."""
    import numpy as np

    x = cube.values[:, :, 0]
    low, high = x.min(axis=0), x.max(axis=0)
    score = ((x - low) / (high - low)) @ np.full(x.shape[1], 1 / x.shape[1])
    np.argsort(score)


def _floor(areas: int, runs: int, indicators: int = 50, at_once: int = 64) -> None:
    """The least that numpy can do for many runs: one matrix product and a sort of every column."""
    import numpy as np

    random = np.random.default_rng(SEED)
    x = random.random((areas, indicators))
    weights = random.random((indicators, runs))
    for first in range(0, runs, at_once):
        np.argsort((x @ weights[:, first : first + at_once]).T, axis=1)


def _peak_memory() -> str:
    """Peak resident memory of this process; Windows does not say."""
    if sys.platform == "win32":
        return "not told by this system"
    import resource

    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return f"{peak / (1024 if sys.platform != 'darwin' else 1024**2):,.0f} MB"
