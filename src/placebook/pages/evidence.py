"""What is held for a concept: the case studies that people put it on, and those that a crosswalk leads to."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from placebook.learn.strength import NOT_SCOREABLE, Strength, strength, strongest_first
from placebook.pages.chart_figures import kept
from placebook.pages.shelf import Shelf
from placebook.types import CaseSet, CaseStudy, Part

SAME, NEARLY, RELATED = "the same concept", "nearly the same concept", "has to do with it"
_NEAR = {
    "exactMatch": SAME,
    "closeMatch": NEARLY,
    "broadMatch": RELATED,
    "narrowMatch": RELATED,
    "relatedMatch": RELATED,
}
_RANK = {SAME: 0, NEARLY: 1, RELATED: 2}


@dataclass(frozen=True, slots=True)
class CaseLine:
    """One case in a list. `fits` says how it bears on what is looked for, which is not how strong it is."""

    id: str
    title: str
    kind: str
    place: str
    authority: str  # the kinds of area that it is of, "" for none
    outcome_said: bool
    strength: Strength
    fits: str = ""
    because: str = ""  # the concept that it is held for
    mark: str = ""  # here, or a similar place


def every_case(shelf: Shelf) -> tuple[CaseStudy, ...]:
    """All case studies that come with Placebook or stand in the book, strongest first."""
    cases = (case for one in shelf.cases for case in one.cases)
    return kept(shelf, "cases", lambda: tuple(sorted(cases, key=strongest_first)))


def strength_of_passages(sets: Iterable[CaseSet]) -> dict[str, str]:
    """How strong the strongest case study is that quotes each passage of the library, in words, by the passage's id.

    Most passages are quoted by none, and nothing is known of their strength. A plan says what will be done: it is not
    scoreable, which is not weak.
    """
    found: dict[str, Strength] = {}
    for case in (case for one in sets for case in one.cases):
        graded = strength(case)
        for place in case.sources:
            before = found.get(place.passage)
            if place.passage and (before is None or (graded.maryland.level or 0) > (before.maryland.level or 0)):
                found[place.passage] = graded
    return {
        passage: f"Maryland {one.maryland.words}" if one.maryland.level else NOT_SCOREABLE
        for passage, one in found.items()
    }


def authority_of(shelf: Shelf, case: CaseStudy) -> str:
    """The kinds of area that a case is of."""
    kinds = dict.fromkeys(shelf.case_areas[code].kind for code in case.areas if code in shelf.case_areas)
    return " and ".join(kinds)


def case_line(shelf: Shelf, case: CaseStudy, fits: str = "", because: str = "", mark: str = "") -> CaseLine:
    """A case as it stands in lists."""
    return CaseLine(
        case.id,
        case.title,
        case.kind,
        case.place,
        authority_of(shelf, case),
        bool(case.outcome),
        strength(case),
        fits,
        because,
        mark,
    )


def crosswalk(shelf: Shelf) -> Mapping[str, Mapping[str, str]]:
    """For each concept those that one step of a crosswalk leads to, either way, and how near each is."""

    def made() -> dict[str, dict[str, str]]:
        found: dict[str, dict[str, str]] = {}
        for framework in shelf.frameworks.values():
            for one in framework.relations:
                for here, there in ((one.this, one.that), (one.that, one.this)):
                    near, before = _NEAR[one.relation], found.setdefault(here, {}).get(there, RELATED)
                    found[here][there] = min(near, before, key=_RANK.__getitem__)
        return found

    return kept(shelf, "crosswalk", made)


def reach(shelf: Shelf, concept: str) -> dict[str, str]:
    """A concept and those below it, those that one step of a crosswalk leads to from there, and those below these.

    Each with how it bears on the concept: the nearest way counts.
    """
    own = tuple(_below(shelf, concept))
    found: dict[str, str] = dict.fromkeys(own, SAME)
    for here in own:
        for there, near in crosswalk(shelf).get(here, {}).items():
            for one in _below(shelf, there):
                if _RANK[near] < _RANK.get(found.get(one, ""), len(_RANK)):
                    found[one] = near
    return found


def _below(shelf: Shelf, concept: str) -> Iterator[str]:
    name, _, id = concept.partition("#")
    framework = shelf.frameworks.get(name)
    for one in framework.walk() if framework else ():
        if one.id == id:
            yield from (f"{name}#{each.id}" for each in one.walk())


def held_for(shelf: Shelf, concept: str, area: str = "") -> tuple[CaseLine, ...]:
    """The cases that bear on a concept, strongest first; those of the area and of places like it are marked."""
    reached, titles = reach(shelf, concept), concept_titles(shelf)
    marks = _marks(shelf, area)
    found = []
    for case in every_case(shelf):
        through = sorted((link for link in case.concepts if link in reached), key=lambda link: _RANK[reached[link]])
        if through:
            mark = next((marks[code] for code in case.areas if code in marks), "")
            found.append(case_line(shelf, case, reached[through[0]], titles.get(through[0], through[0]), mark))
    return tuple(found)


def _marks(shelf: Shelf, area: str) -> dict[str, str]:
    """What cases of some places are marked with, as seen from one area: those of its peers, and its own."""
    from placebook.pages.alike import peers_of

    if not area or shelf.index is None:
        return {}
    peers = peers_of(shelf, area).areas if area in shelf.index.scores.areas else ()
    return {**dict.fromkeys(peers, "a similar place"), **dict.fromkeys(lineage(shelf, area), "here")}


def lineage(shelf: Shelf, area: str) -> tuple[str, ...]:
    """An area and those that it lies in, as far as the book says."""
    found: list[str] = []
    while area and area not in found:
        found.append(area)
        known = shelf.by_code.get(area)
        area = (known.parent or "") if known is not None else ""
    return tuple(found)


def concept_titles(shelf: Shelf) -> Mapping[str, str]:
    """The title of every concept, by "framework#concept"."""
    return kept(
        shelf,
        "concept titles",
        lambda: {f"{name}#{one.id}": one.title for name, each in shelf.frameworks.items() for one in each.walk()},
    )


def concept_of_part(shelf: Shelf, part: str) -> str:
    """The concept that the recipe maps a part to, or the nearest part above it; "" where there is none."""
    recipe = shelf.recipe
    if recipe is None:
        return ""
    way = _way(recipe.tree, part)
    return next((recipe.frameworks[name] for name in reversed(way) if name in recipe.frameworks), "")


def _way(part: Part, wanted: str) -> tuple[str, ...]:
    if part.name == wanted:
        return (part.name,)
    for below in part.parts:
        way = _way(below, wanted)
        if way:
            return (part.name, *way)
    return ()


def halves(link: str) -> tuple[str, str]:
    """The framework and the concept of "framework#concept"."""
    framework, _, concept = link.partition("#")
    return framework, concept
