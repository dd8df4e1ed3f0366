"""The page of a change of boundaries: which areas were made of which, and what share of people moved."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from placebook.measure.boundary_moves import BoundaryChange, Move, share_moved
from placebook.pages.chart_kinds import PartsChart, PartsRow
from placebook.pages.scorecard_words import counted, listed, plural
from placebook.pages.shelf import Shelf
from placebook.types import Source

_WHOLE = 0.9995  # a share from here on is shown as 100%


@dataclass(frozen=True, slots=True)
class ChangedArea:
    """One area before or after, the areas that it shares people with, largest share first, and a sentence."""

    code: str
    name: str
    has_page: bool
    shares: tuple[tuple[str, float], ...]  # name of the other area, and the share of this one's people
    unchanged: bool


@dataclass(frozen=True, slots=True)
class BoundaryPage:
    """What changed between two sets of boundaries. `says` are the findings, `how` is how they were worked out."""

    title: str
    old_year: str
    new_year: str
    kind: str
    kinds: str
    says: tuple[str, ...]
    how: str
    old: tuple[ChangedArea, ...]
    new: tuple[ChangedArea, ...]
    chart: PartsChart
    sources: tuple[Source, ...]


@dataclass(frozen=True, slots=True)
class BoundaryLink:
    """The page of a change of boundaries, for other pages to lead to."""

    path: str
    title: str


def boundary_page(shelf: Shelf, years: str) -> BoundaryPage | None:
    """The page of a change, by its two years ("2018-2022"); None where the book holds none."""
    change = next((one for one in shelf.boundary_changes if _years(one) == years), None)
    if change is None:
        return None
    kinds = plural(change.kind)
    with_page = {area.code for area in shelf.areas}
    old = tuple(_sides(change, change.moves, old=True, with_page=with_page))
    new = tuple(_sides(change, change.moves, old=False, with_page=with_page))
    return BoundaryPage(
        title=f"What changed in the boundaries of {kinds}, {change.old_year} to {change.new_year}",
        old_year=change.old_year,
        new_year=change.new_year,
        kind=change.kind,
        kinds=kinds,
        says=tuple(_findings(change, old, new)),
        how=_how(change),
        old=old,
        new=new,
        chart=_chart(change, old),
        sources=change.sources,
    )


def boundary_links(shelf: Shelf) -> tuple[BoundaryLink, ...]:
    """The pages of the changes that the book holds."""
    return tuple(
        BoundaryLink(
            f"boundaries/{_years(one)}.html",
            f"What changed in the boundaries of {plural(one.kind)}, {one.old_year} to {one.new_year}",
        )
        for one in shelf.boundary_changes
    )


def boundary_paths(shelf: Shelf) -> Iterator[str]:
    """Every page of a change of boundaries."""
    return (one.path for one in boundary_links(shelf))


def _years(change: BoundaryChange) -> str:
    return f"{change.old_year}-{change.new_year}"


def _sides(change: BoundaryChange, moves: Sequence[Move], old: bool, with_page: set[str]) -> Iterator[ChangedArea]:
    """The areas of one side by name, each with those of the other that it shares people with."""
    mine, theirs = (change.old_names, change.new_names) if old else (change.new_names, change.old_names)
    by_area: dict[str, list[Move]] = {}
    for move in moves:
        by_area.setdefault(move.old if old else move.new, []).append(move)
    for code in sorted(by_area, key=lambda one: mine.get(one, one)):
        some = sorted(by_area[code], key=lambda move: -move.people)
        shares = tuple(
            (theirs.get(other, other), share)
            for other, share in ((m.new, m.share_of_old) if old else (m.old, m.share_of_new) for m in some)
        )
        whole = len(some) == 1 and min(some[0].share_of_old, some[0].share_of_new) >= _WHOLE
        yield ChangedArea(code, mine.get(code, code), code in with_page, shares, whole)


def _findings(change: BoundaryChange, old: Sequence[ChangedArea], new: Sequence[ChangedArea]) -> Iterator[str]:
    yield (
        f"{counted(len(old), change.kind)} of {change.old_year} became {len(new)} of {change.new_year}. "
        f"{100 * share_moved(change.moves):.0f} in 100 {change.people} are no longer with the largest part of "
        f"their old {change.kind}."
    )
    same = [area.name for area in new if area.unchanged]
    if same:
        yield f"The same people, as far as small areas can tell: {listed(same, most=30)}."
    names = sorted({area.name for area in old} & {area.name for area in new} - set(same))
    if names:
        yield f"The same name, and not the same place: {listed(names, most=30)}."
    fresh = sorted({area.name for area in new} - {area.name for area in old})
    gone = sorted({area.name for area in old} - {area.name for area in new})
    if fresh:
        yield f"New names: {listed(fresh, most=30)}."
    if gone:
        yield f"Names that are gone: {listed(gone, most=30)}."


def _how(change: BoundaryChange) -> str:
    by = f" by {' and '.join(change.basis)}" if change.basis else ""
    return (
        f"Both sets of boundaries are put together from the same small areas, and {change.people} are counted in each. "
        f"Small areas that lie in several {plural(change.kind)} are placed by {change.way}{by}. "
        f"A {change.kind} that cuts through small areas is not met exactly."
    )


def _chart(change: BoundaryChange, old: Sequence[ChangedArea]) -> PartsChart:
    return PartsChart(
        id="parts",
        title=f"Where the people of each {change.kind} of {change.old_year} are in {change.new_year}",
        description=f"A bar for each {change.kind} of {change.old_year}, cut where its people went to different "
        f"{plural(change.kind)} of {change.new_year}. The largest part is first and darkest.",
        bars=tuple(PartsRow(area.name, area.shares) for area in old),
        of=f"{change.kind.capitalize()} of {change.old_year}",
        part=f"{change.kind.capitalize()} of {change.new_year}",
    )
