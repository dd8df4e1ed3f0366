"""The gap map as a page: every area and every part, with what is held for each need."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from placebook.learn.gaps import ADOPTED, Addressed, Cover, GapCell, Need, gap_map
from placebook.measure.strengths import Standing
from placebook.pages.evidence import RELATED, concept_of_part, every_case, lineage, reach
from placebook.pages.found import WORSE
from placebook.pages.shelf import Shelf
from placebook.pages.works import found_in
from placebook.types import Part

MOST_AREAS = 60  # in the table: a longer one is no page but a file
RULES = {
    Cover.COVERED: (
        "A passage or case that a person coded speaks to the need, in an adopted document of the area "
        "or of one that it lies in."
    ),
    Cover.SUGGESTED: "Only a method suggests that something speaks to it. No person has said so: it covers nothing.",
    Cover.STATUS_NOT_SAID: "Something speaks to it, and nobody says whether the document was adopted.",
    Cover.DRAFT_ONLY: "Only a draft speaks to it. A draft is no plan.",
    Cover.GAP: (
        "Nothing that is held here speaks to it for the area or one that it lies in; cases of other places may. "
        "That does not show that nothing is done."
    ),
    Cover.NO_CLEAR_NEED: "The area is not clearly worse in this part.",
    Cover.NOT_KNOWN: "There is no score or no rank range, so nobody can say.",
}


@dataclass(frozen=True, slots=True)
class GapRow:
    """One area: a cell for each part, in the order of the page's parts."""

    code: str
    name: str
    cells: tuple[GapCell, ...]


@dataclass(frozen=True, slots=True)
class GapsPage:
    """What areas need beside what adopted documents address."""

    period: str
    kind: str
    parts: tuple[tuple[str, str], ...]  # name and title
    rows: tuple[GapRow, ...]
    left_out: int
    counts: tuple[tuple[str, int, str], ...]  # each kind of cell, how many, what it means
    needs: int
    gaps: tuple[tuple[str, str, int], ...]  # part, title, how many areas have a gap in it; most first
    titles: dict[str, str]  # of what makes a cell so, by id
    coded: int  # passages and cases that a person coded
    suggested: int


def gaps_page(shelf: Shelf, held: Sequence[Addressed] = ()) -> GapsPage:
    """The gap map of the index's last period. `held` are the coded passages of the library; cases are added here.

    Raises ValueError where the book has no index.
    """
    parts = tuple(_parts(shelf))
    areas = tuple(area for area in shelf.areas if shelf.index is not None and area.code in shelf.index.scores.areas)
    addressed = (*held, *_of_cases(shelf))
    reached = {part.name: _spoken(shelf, part.name) for part in parts}
    within = {area.code: lineage(shelf, area.code) for area in areas}
    cells = gap_map(tuple(_needs(shelf, [area.code for area in areas], parts)), addressed, reached, within)
    by_area = {area.code: tuple(one for one in cells if one.area == area.code) for area in areas[:MOST_AREAS]}
    counts, gaps = Counter(one.cover for one in cells), Counter(one.part for one in cells if one.cover is Cover.GAP)
    titles = {part.name: part.title for part in parts}
    return GapsPage(
        period=found_in(shelf).period,
        kind=shelf.kind,
        parts=tuple(titles.items()),
        rows=tuple(GapRow(code, shelf.names[code], each) for code, each in by_area.items()),
        left_out=max(len(areas) - MOST_AREAS, 0),
        counts=tuple((str(cover), counts[cover], RULES[cover]) for cover in Cover),
        needs=sum(counts[cover] for cover in Cover if cover not in {Cover.NO_CLEAR_NEED, Cover.NOT_KNOWN}),
        gaps=tuple((name, titles[name], count) for name, count in gaps.most_common()),
        titles={one.id: one.title for one in addressed},
        coded=len({one.id for one in addressed if one.person}),
        suggested=len({one.id for one in addressed if not one.person}),
    )


def _spoken(shelf: Shelf, part: str) -> frozenset[str]:
    """The concepts that speak to a part: its own and nearly the same. What only has to do with it covers nothing."""
    reached = reach(shelf, concept_of_part(shelf, part))
    return frozenset(concept for concept, near in reached.items() if near != RELATED)


def _parts(shelf: Shelf) -> Iterator[Part]:
    """The parts next above the indicators, and those that stand for a gap in the figures."""
    for part in shelf.recipe.tree.walk() if shelf.recipe is not None else ():
        if part.indicator is None and (part.not_measured or any(below.indicator for below in part.parts)):
            yield part


def _needs(shelf: Shelf, areas: Sequence[str], parts: Sequence[Part]) -> Iterator[Need]:
    worse = {(one.code, one.part): one.because for one in found_in(shelf).found if one.side == WORSE}
    for area in areas:
        for part in parts:
            because = worse.get((area, part.name))
            if because is not None:
                yield Need(area, part.name, True, because)
            elif part.not_measured:
                yield Need(area, part.name, None, f"not measured: {part.not_measured}")
            elif _ranged(shelf, area, part.name):
                yield Need(area, part.name, False)
            else:
                yield Need(area, part.name, None, str(Standing.NOT_KNOWN).lower())


def _ranged(shelf: Shelf, area: str, part: str) -> bool:
    """Whether an area has a rank range on a part: without one nobody can say whether it is clearly worse."""
    ranges = shelf.ranges_of(found_in(shelf).period)
    if ranges is None or area not in ranges.areas or part not in ranges.parts:
        return False
    low = float(ranges.rank_low[ranges.areas.index(area), ranges.parts.index(part)])
    return low == low


def _of_cases(shelf: Shelf) -> Iterator[Addressed]:
    """What cases speak to. A practice is done and so adopted; a plan is as its source says; a warning never counts."""
    for case in every_case(shelf):
        status = case.status or (ADOPTED if case.kind == "practice" else "")
        for concept in case.concepts if case.kind != "warning" else ():
            yield Addressed(f"case:{case.id}", case.title, concept, case.areas, status, True)
