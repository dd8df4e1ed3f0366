"""placebook score and ranks: what the last build says of an area, and how far its ranks can be trusted."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import combinations
from pathlib import Path
from typing import TYPE_CHECKING

import click

from placebook.cli.aligned import aligned
from placebook.cli.opened import BOOK, PART, PERIOD, RECIPE, open_built

if TYPE_CHECKING:
    from placebook.notebook import Place
    from placebook.types import Area, Index, RankRanges


@click.command()
@click.argument("area")
@BOOK
@RECIPE
@PERIOD
def score(area: str, book: Path, recipe: str | None, period: str | None) -> None:
    """Show the scorecard of AREA, a code or a name: scores, ranks with ranges, peers, progress."""
    from placebook.cli.scorecard_table import print_scorecard

    print_scorecard(open_built(book).scorecard(area, recipe, period))


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

    Name one of AREAS to see which others it can be told from, or more to see whether they differ from each other.
    """
    place = open_built(book)
    index = place.index(recipe)
    found = _of_period(place.ranges(recipe), period)
    name = _part_of(index, part)
    chosen = [place.area(one) for one in areas]
    said = _heading_lines(index, found, name)
    said += (
        area_lines(index, found, name, chosen, place.names) if areas else rank_lines(index, found, name, place.names)
    )
    said += [
        "",
        *(f"Varied: {words}." for words in found.varied),
        *(f"Not varied: {words}." for words in found.not_varied),
    ]
    if causes:
        said += ["", *_cause_lines(place, recipe, name, found.period, chosen)]
    for line in said:
        click.echo(line)


def _of_period(ranges: tuple[RankRanges, ...], period: str | None) -> RankRanges:
    from placebook.measure.tree import nearest_name
    from placebook.types import DataError

    known = {one.period: one for one in ranges}
    wanted = period or next(reversed(known))
    if wanted not in known:
        raise DataError(f"there is no period {wanted!r} in the build; {nearest_name(wanted, tuple(known))}")
    return known[wanted]


def _part_of(index: Index, part: str | None) -> str:
    from placebook.measure.tree import nearest_name
    from placebook.types import DataError

    names = [one.name for one in index.parts]
    if part is not None and part not in names:
        raise DataError(f"there is no part {part!r} in the index; {nearest_name(part, names)}")
    return part or index.recipe.tree.name


def _heading_lines(index: Index, found: RankRanges, name: str) -> list[str]:
    title = index.parts[index.place(name)].title
    return [
        f"{title}, {found.period}. A higher score means {index.recipe.higher_means}. Rank 1 is the highest score.",
        f"Ranges hold nine tenths of {found.runs:,} runs (seed {found.seed}).",
        "",
    ]


def rank_lines(index: Index, found: RankRanges, name: str, names: Mapping[str, str]) -> list[str]:
    """Every area with its score and rank, their ranges, and from how many others it can be told; best rank first."""
    import numpy as np

    t, part = index.scores.periods.index(found.period), index.place(name)
    scores, places = index.scores.values[:, part, t], index.ranks.values[:, part, t]
    order = sorted(range(len(places)), key=lambda i: (np.nan_to_num(places[i], nan=np.inf), found.areas[i]))
    ties = {place for place in places if np.sum(places == place) > 1}
    rows = [
        (names.get(found.areas[i], found.areas[i]), *_cells(found, i, name, scores[i], places[i], places[i] in ties))
        for i in order
    ]
    headings = ["Area", "Score", "Rank", "Rank range", "Score range", "First", "Last", "Clearly above", "Clearly below"]
    k = found.parts.index(name)
    outside = np.any((scores < found.score_low[:, k]) | (scores > found.score_high[:, k]))
    unsure = any("not known" in row for row in rows)
    return [*aligned(headings, rows), "", *_meanings(found, bool(ties), unsure, bool(outside))]


def _cells(
    found: RankRanges, area: int, name: str, score: float, place: float, tied: bool
) -> tuple[str, str, str, str, str, str, str, str]:
    from placebook.pages.scorecard_words import from_to

    if score != score:  # NaN: there is none
        return ("no data", "", "", "", "", "", "", "")
    k = found.parts.index(name)
    row = None if found.clear is None else found.clear[area, :, k]
    return (
        f"{score:.2f}",
        f"{place:.0f}{'=' if tied else ''}",
        from_to(found.rank_low[area, k], found.rank_high[area, k]),
        *_chances(found, area, k),
        "" if row is None else str((row == 1).sum()),
        "" if row is None else str((row == -1).sum()),
    )


def _chances(found: RankRanges, area: int, k: int) -> tuple[str, str, str]:
    """The range of the score, and how often the area came first and last; blank where no range is known."""
    low, high = found.score_low[area, k], found.score_high[area, k]
    if low != low:  # NaN: nothing that could be wrong was tried
        return ("", "", "")
    return (f"{low:.1f} to {high:.1f}", f"{found.first[area, k]:.0%}", f"{found.last[area, k]:.0%}")


def _meanings(found: RankRanges, ties: bool, unsure: bool, outside: bool) -> list[str]:
    lines = ["First, last: in how many runs of a hundred." + (" = marks a tie." if ties else "")]
    if outside:
        lines.append("A score may lie outside its range: the runs add error to figures that hold some already.")
    if unsure:
        lines.append("Not known: no figure comes with limits, and the recipe tries no other way (ranks: vary).")
    if found.clear is None:
        return [
            *lines,
            "Which areas are clearly different is not worked out, as there are too many to compare in pairs.",
        ]
    return [
        *lines,
        f"Clearly above, clearly below: from how many of the other {len(found.areas) - 1} it can be told apart.",
    ]


def area_lines(
    index: Index, found: RankRanges, name: str, chosen: Sequence[Area], names: Mapping[str, str]
) -> list[str]:
    """How one area stands to all others, or how several stand to each other."""
    from placebook.types import DataError

    for area in chosen:
        if area.code not in found.areas:
            raise DataError(f"{area.name} ({area.code}) is not in the last build; run: placebook build")
    if len(chosen) > 1:
        pairs = combinations(chosen, 2)
        return [f"{one.name} and {other.name}: {_pair_words(found, one, other, name)}" for one, other in pairs]
    return _among_all(index, found, name, chosen[0], names)


def _pair_words(found: RankRanges, one: Area, other: Area, part: str) -> str:
    above = found.clearly_above(one.code, other.code, part)
    if above is None:
        return "not worked out, as there are too many areas to compare in pairs"
    if above or found.clearly_above(other.code, one.code, part):
        return f"clearly different; {one.name if above else other.name} is above"
    return "not clearly different"


def _among_all(index: Index, found: RankRanges, name: str, area: Area, names: Mapping[str, str]) -> list[str]:
    from placebook.pages.scorecard_words import from_to

    at, k = found.areas.index(area.code), found.parts.index(name)
    column = index.ranks.column(name, found.period)
    if column[at] != column[at]:  # NaN: there is none
        return [f"{area.name} has no rank: no data."]
    rank_range = from_to(found.rank_low[at, k], found.rank_high[at, k])
    lines = [f"{area.name} ranks {column[at]:.0f} of {(column == column).sum()}; its rank range is {rank_range}."]
    if found.clear is None:
        return [*lines, "It was not compared with the others in pairs, as there are too many areas."]
    for words, sign in (("Clearly below", -1), ("Not clearly different from", 0), ("Clearly above", 1)):
        others = [i for i in column.argsort() if i != at and found.clear[at, i, k] == sign and column[i] == column[i]]
        lines.append(f"{words}: {', '.join(names.get(found.areas[i], found.areas[i]) for i in others) or 'none'}.")
    return lines


def _cause_lines(place: Place, recipe: str | None, part: str, period: str, chosen: Sequence[Area]) -> list[str]:
    from placebook.cli.effects import effects_lines
    from placebook.cli.progress import progress
    from placebook.measure.effects import cause_effects

    cube, evidence = place.figures(recipe)
    codes = [area.code for area in chosen]
    with progress("Causes") as tell:
        found = cause_effects(
            place.built_recipe(recipe),
            cube,
            evidence,
            groups=place.groups,
            part=part,
            period=period,
            areas=codes,
            tell=tell,
        )
    return effects_lines(found, place.names)
