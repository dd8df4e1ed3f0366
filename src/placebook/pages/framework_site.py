"""Frameworks as the site shows them: each element with the indicators it gathers and its links, both ways."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from placebook.measure.portrait import fullest_year, in_year
from placebook.measure.portrait_kinds import FRAMEWORK
from placebook.pages.chart_figures import kept
from placebook.pages.frameworks import FLAGS, RELATIONS, ConceptLine, FrameworkPage, framework_page
from placebook.pages.shelf import Shelf
from placebook.types import Framework, Part

# The same relation read from its other end.
_TURNED = {
    "exactMatch": "means the same as",
    "closeMatch": "means nearly the same as",
    "broadMatch": "is wider and holds",
    "narrowMatch": "is part of the wider",
    "relatedMatch": "has to do with",
}


@dataclass(frozen=True, slots=True)
class Gathered:
    """One indicator that an element gathers, and why."""

    indicator: str
    title: str
    because: str


@dataclass(frozen=True, slots=True)
class Portrayed:
    """One dimension of a portrait that serves an element, and how it stands in the portrait's fullest year."""

    portrait: str
    title: str
    dimension: str
    year: int
    says: str


@dataclass(frozen=True, slots=True)
class Crossing:
    """One link of an element to an element of another framework."""

    says: str
    title: str
    framework: str
    concept: str
    because: str


@dataclass(frozen=True, slots=True)
class Element:
    """One element of a framework with what it gathers. `flag_means` says how its wording stands to the source."""

    line: ConceptLine
    flag_means: str
    indicators: tuple[Gathered, ...]
    links: tuple[Crossing, ...]
    portraits: tuple[Portrayed, ...] = ()


@dataclass(frozen=True, slots=True)
class FrameworkSitePage:
    """The page of one framework."""

    framework: FrameworkPage
    based_on: tuple[tuple[str, str], ...]  # id and title
    elements: tuple[Element, ...]


@dataclass(frozen=True, slots=True)
class FrameworkEntry:
    """One line of the list of frameworks."""

    id: str
    title: str
    version: str
    published_by: str
    elements: int
    indicators: int
    gap: str


@dataclass(frozen=True, slots=True)
class FrameworkListPage:
    """Every framework there is, those that gather indicators of this place first."""

    used: tuple[FrameworkEntry, ...]
    others: tuple[FrameworkEntry, ...]
    flags: tuple[tuple[str, str], ...]


def framework_list(shelf: Shelf) -> FrameworkListPage:
    """The list of all frameworks."""
    gathered = indicators_by_concept(shelf)
    entries = [_entry(one, gathered) for one in sorted(shelf.frameworks.values(), key=lambda one: one.title)]
    used = tuple(one for one in entries if one.indicators)
    return FrameworkListPage(used, tuple(one for one in entries if not one.indicators), tuple(FLAGS.items()))


def _entry(framework: Framework, gathered: Mapping[str, tuple[Gathered, ...]]) -> FrameworkEntry:
    concepts = list(framework.walk())
    found = {one.indicator for concept in concepts for one in gathered.get(f"{framework.id}#{concept.id}", ())}
    return FrameworkEntry(
        framework.id,
        framework.title,
        framework.version,
        framework.published_by,
        len(concepts),
        len(found),
        framework.gap,
    )


def framework_site_page(shelf: Shelf, id: str) -> FrameworkSitePage | None:
    """The page of one framework, or None where there is none of that id."""
    framework = shelf.frameworks.get(id)
    if framework is None:
        return None
    page = framework_page(framework, shelf.frameworks)
    gathered, links = indicators_by_concept(shelf), _links(shelf, id)
    portrayed = kept(shelf, "portrayed", lambda: _portrayed(shelf))
    elements = tuple(
        Element(
            line,
            FLAGS.get(line.flag, ""),
            gathered.get(f"{id}#{line.id}", ()),
            tuple(links.get(line.id, ())),
            tuple(portrayed.get(f"{id}#{line.id}", ())),
        )
        for line in page.concepts
    )
    based = tuple((one, shelf.frameworks[one].title) for one in page.based_on if one in shelf.frameworks)
    return FrameworkSitePage(page, based, elements)


def indicators_by_concept(shelf: Shelf) -> dict[str, tuple[Gathered, ...]]:
    """What each element gathers, by "framework#concept": from the framework's own lists and from the recipe.

    A recipe that maps a part to an element brings all the indicators below that part.
    """
    found: dict[str, dict[str, Gathered]] = {}
    for framework in shelf.frameworks.values():
        for concept in framework.walk():
            for name in concept.indicators:
                _add(found, shelf, f"{framework.id}#{concept.id}", name, "named by the framework")
    recipe = shelf.recipe
    parts = {part.name: part for part in recipe.tree.walk()} if recipe else {}
    for name, element in (recipe.frameworks if recipe else {}).items():
        for below in _indicators(parts[name]) if name in parts else ():
            _add(found, shelf, element, below, f"below {parts[name].title} in the index")
    return {concept: tuple(each.values()) for concept, each in found.items()}


def _indicators(part: Part) -> Iterator[str]:
    return (below.indicator for below in part.walk() if below.indicator is not None)


def _add(found: dict[str, dict[str, Gathered]], shelf: Shelf, concept: str, name: str, because: str) -> None:
    one = shelf.indicators.get(name)
    if one is not None:
        found.setdefault(concept, {}).setdefault(name, Gathered(name, one.title, because))


def _portrayed(shelf: Shelf) -> dict[str, list[Portrayed]]:
    """The dimensions of portraits by the element that they serve, each in the fullest year of its portrait."""
    found: dict[str, list[Portrayed]] = {}
    for one in shelf.portraits.values():
        year = fullest_year(one.portrait, one.held)
        for each in () if year is None else in_year(one.portrait, one.held, year):
            said = Portrayed(one.portrait.id, one.portrait.title, each.dimension.title, year or 0, each.standing)
            lens = f"{FRAMEWORK}#{each.dimension.lens}"
            for concept in filter(None, (each.dimension.concept, lens)):
                found.setdefault(concept, []).append(said)
    return found


def _links(shelf: Shelf, id: str) -> dict[str, list[Crossing]]:
    """The links of every element of a framework, from its own file and from the files of the others."""
    titles = {f"{one.id}#{concept.id}": concept.title for one in shelf.frameworks.values() for concept in one.walk()}
    found: dict[str, list[Crossing]] = {}
    for framework in sorted(shelf.frameworks.values(), key=lambda one: one.id):
        for relation in framework.relations:
            for here, there, says in (
                (relation.this, relation.that, RELATIONS[relation.relation]),
                (relation.that, relation.this, _TURNED[relation.relation]),
            ):
                (mine, concept), (other, far) = here.split("#", 1), there.split("#", 1)
                if mine == id and there in titles:
                    crossing = Crossing(says, titles[there], other, far, relation.because)
                    found.setdefault(concept, []).append(crossing)
    return found
