"""From a strategy to what the figures did after it was written: in how many areas each moved better or worse.

Figures that moved with a strategy were not thereby moved by it. Areas are counted and no figure is added up over them.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from placebook.measure.comparable import year_of
from placebook.pages.decision_figures import published
from placebook.pages.evidence import concept_titles, reach
from placebook.pages.framework_site import indicators_by_concept
from placebook.pages.shelf import Shelf
from placebook.types import Direction, Indicator


@dataclass(frozen=True, slots=True)
class Moved:
    """One figure, from the last year up to the strategy's to the newest year after it."""

    indicator: str
    title: str
    concept_title: str
    before: str  # periods; of several areas the earliest and the latest that was compared
    now: str
    better: int
    worse: int
    same: int
    unknown: int  # areas without a figure on both sides
    says: str


@dataclass(frozen=True, slots=True)
class Afterwards:
    """What is said of the time after one document. No lines: `says` gives the reason."""

    says: str
    lines: tuple[Moved, ...] = ()


def afterwards(shelf: Shelf, body: str, years: str, concepts: Iterable[str]) -> Afterwards:
    """What the figures of a strategy's concepts did after it, in the areas of the body that wrote it.

    Parameters
    ----------
    body : GSS code of the body that wrote it, '' where nobody said
    years : the years that it is for, as "2012" or "2012-2017"; the first counts
    concepts : what its passages are coded to, as "framework#concept"
    """
    here = [area.code for area in shelf.areas if body and body in (area.code, area.parent)]
    first = year_of(years[:4]) if years else None
    if not here:
        return Afterwards("This book holds no figures of the areas of the body that wrote it.")
    if first is None:
        return Afterwards("Nobody said from which year it is, so there is no before and after.")
    wanted = tuple(dict.fromkeys(concepts))
    if not wanted:
        return Afterwards("No passage of it is coded to a concept yet, so no figure can be looked for.")
    lines = tuple(_lines(shelf, here, first, wanted))
    if not lines:
        return Afterwards("No figure of this book belongs to what its passages are coded to.")
    return Afterwards("", lines)


def _lines(shelf: Shelf, here: list[str], first: int, concepts: tuple[str, ...]) -> Iterator[Moved]:
    gathered, titles = indicators_by_concept(shelf), concept_titles(shelf)
    seen: set[str] = set()
    for concept in concepts:
        for near in reach(shelf, concept):
            for one in gathered.get(near, ()):
                if one.indicator in shelf.indicators and one.indicator not in seen:
                    seen.add(one.indicator)
                    yield _moved(shelf, shelf.indicators[one.indicator], here, first, titles.get(concept, concept))


def _moved(shelf: Shelf, about: Indicator, here: list[str], first: int, concept: str) -> Moved:
    pairs = [pair for code in here if (pair := _before_and_now(shelf, about.id, code, first)) is not None]
    changes = [now[1] - before[1] for before, now in pairs]
    up, down = sum(change > 0 for change in changes), sum(change < 0 for change in changes)
    lower_better = about.direction is Direction.LOWER_IS_BETTER
    better, worse = (down, up) if lower_better else (up, down)
    before = min((pair[0][0] for pair in pairs), default="")
    now = max((pair[1][0] for pair in pairs), default="")
    same, unknown, says = len(changes) - up - down, len(here) - len(pairs), _says(about, better, worse, len(pairs))
    return Moved(about.id, about.title, concept, before, now, better, worse, same, unknown, says)


def _before_and_now(
    shelf: Shelf, indicator: str, code: str, first: int
) -> tuple[tuple[str, float], tuple[str, float]] | None:
    """The last figure of an area up to a year, and its newest after that; None where either is missing."""
    dated = [(year_of(period), period, value) for period, value in zip(*published(shelf, indicator, code), strict=True)]
    before = [(period, value) for year, period, value in dated if year is not None and year <= first]
    after = [(period, value) for year, period, value in dated if year is not None and year > first]
    return (before[-1], after[-1]) if before and after else None


def _says(about: Indicator, better: int, worse: int, compared: int) -> str:
    if not compared:
        return "no figure on both sides of that year"
    if about.direction is None:
        return f"rose in {better} and fell in {worse} of {compared} areas; nobody can say which is better"
    return f"better in {better} and worse in {worse} of {compared} areas"
