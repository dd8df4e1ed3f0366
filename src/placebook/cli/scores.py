"""placebook score and ranks: what the last build says of an area, and how far its ranks can be trusted."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from placebook.notebook import Place
    from placebook.types import Index, RankRanges

BOOK = click.option("--book", type=click.Path(path_type=Path), default=Path(), help="The place book; here if not named.")
RECIPE = click.option("--recipe", help="The recipe; the book's own if not named.")
PERIOD = click.option("--period", help="The period; the last if not named.")
PART = click.option("--part", help="The index or a part of it; the whole if not named.")


@click.command()
@click.argument("area")
@BOOK
@RECIPE
@PERIOD
def score(area: str, book: Path, recipe: str | None, period: str | None) -> None:
    """Show the scorecard of AREA, a code or a name: scores, ranks with ranges, peers, progress."""
    from placebook.cli.scorecard_table import print_scorecard
    from placebook.notebook import open as open_place

    print_scorecard(open_place(book).scorecard(area, recipe, period))


@click.command()
@click.argument("areas", nargs=-1)
@BOOK
@RECIPE
@PERIOD
@PART
@click.option("--causes", is_flag=True, help="Say how much each cause of doubt moves the ranks (takes longer).")
def ranks(
    areas: tuple[str, ...], book: Path, recipe: str | None, period: str | None, part: str | None, causes: bool
) -> None:
    """Show every area's rank with its range, chances, and which areas are clearly different.

    Name two or more AREAS to see whether they are clearly different from each other.
    """
    from placebook.notebook import open as open_place

    place = open_place(book)
    index = place.index(recipe)
    found = _of_period(place.ranges(recipe), period)
    name = part or index.recipe.tree.name
    _print_heading(index, found, name)
    if areas:
        _print_pairs(place, found, name, areas)
    else:
        _print_ranks(place, index, found, name)
    for sentence in found.varied:
        click.echo(f"Varied: {sentence}.")
    for sentence in found.not_varied:
        click.echo(f"Not varied: {sentence}.")
    if causes:
        _print_causes(place, recipe, found.period)


def _of_period(ranges: tuple[RankRanges, ...], period: str | None) -> RankRanges:
    from placebook.measure.tree import nearest_name
    from placebook.types import DataError

    known = {one.period: one for one in ranges}
    wanted = period or next(reversed(known))
    if wanted not in known:
        raise DataError(f"there is no period {wanted!r} in the build; {nearest_name(wanted, tuple(known))}")
    return known[wanted]


def _print_heading(index: Index, found: RankRanges, name: str) -> None:
    from placebook.measure.tree import nearest_name
    from placebook.types import DataError

    if name not in found.parts:
        raise DataError(f"there is no part {name!r} in the index; {nearest_name(name, found.parts)}")
    title = index.parts[index.place(name)].title
    click.echo(f"{title}, {found.period}. A higher score means {index.recipe.higher_means}.")
    click.echo(f"Ranges hold 90 of 100 runs of {found.runs:,} (seed {found.seed}). Rank 1 is the highest score.\n")


def _print_ranks(place: Place, index: Index, found: RankRanges, name: str) -> None:
    import numpy as np

    names = {area.code: area.name for area in place.book.areas}
    k, part = found.parts.index(name), index.place(name)
    t = index.scores.periods.index(found.period)
    scores, places = index.scores.values[:, part, t], index.ranks.values[:, part, t]
    width = max(len(names.get(code, code)) for code in found.areas)
    click.echo(f"{'area':<{width}}  score      rank  rank range  score range     first   last   clearly above / below")
    for i in sorted(range(len(places)), key=lambda at: (np.nan_to_num(places[at], nan=np.inf), found.areas[at])):
        label = names.get(found.areas[i], found.areas[i])
        if np.isnan(places[i]):
            click.echo(f"{label:<{width}}  no data")
            continue
        click.echo(
            f"{label:<{width}}  {scores[i]:6.2f}  {places[i]:8.0f}  {_range(found.rank_low[i, k], found.rank_high[i, k], 0):>10}  "
            f"{_range(found.score_low[i, k], found.score_high[i, k], 1):>14}  {found.first[i, k]:5.0%}  {found.last[i, k]:5.0%}   "
            + _clear_counts(found, i, k)
        )
    click.echo()


def _range(low: float, high: float, decimals: int) -> str:
    if low != low:  # NaN
        return "no data"
    return f"{low:.{decimals}f} to {high:.{decimals}f}" if low != high else f"{low:.{decimals}f}"


def _clear_counts(found: RankRanges, area: int, part: int) -> str:
    if found.clear is None:
        return "too many areas to compare in pairs"
    row = found.clear[area, :, part]
    return f"{(row == 1).sum()} / {(row == -1).sum()} of {len(row) - 1}"


def _print_pairs(place: Place, found: RankRanges, name: str, areas: tuple[str, ...]) -> None:
    chosen = [place.area(one) for one in areas]
    if len(chosen) < 2:
        raise click.UsageError("name two areas or more to compare them, or none to see all")
    for i, one in enumerate(chosen):
        for other in chosen[i + 1 :]:
            click.echo(f"{one.name} and {other.name}: {_pair_words(found, one.code, other.code, one.name, other.name, name)}")
    click.echo()


def _pair_words(found: RankRanges, code: str, other: str, name: str, other_name: str, part: str) -> str:
    above = found.clearly_above(code, other, part)
    if above is None:
        return "not worked out, as there are too many areas to compare in pairs"
    if above:
        return f"clearly different; {name} is above"
    if found.clearly_above(other, code, part):
        return f"clearly different; {other_name} is above"
    return "not clearly different"


def _print_causes(place: Place, recipe: str | None, period: str) -> None:
    from placebook.cli.effects import effects_lines
    from placebook.measure.effects import cause_effects

    cube, evidence = place.figures(recipe)
    for line in effects_lines(cause_effects(place.recipe(recipe), cube, evidence, period=period)):
        click.echo(line)
