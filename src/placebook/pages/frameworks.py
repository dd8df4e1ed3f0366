"""What the pages about frameworks say: every framework, its elements, how each is worded, and its links."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from types import MappingProxyType

from placebook.types import Concept, Framework

# How the wording of an element stands to the source that its framework names.
FLAGS: Mapping[str, str] = MappingProxyType(
    {
        "verbatim name": "the name stands in the source, word for word",
        "adapted": "the words are the source's, cut or joined by us to make a name",
        "paraphrased": "the thought is the source's, the words are ours",
        "not in the source": "ours, added to hold a list together",
    }
)
# What each SKOS relation says of the element on its left, in plain words.
RELATIONS: Mapping[str, str] = MappingProxyType(
    {
        "exactMatch": "means the same as",
        "closeMatch": "means nearly the same as",
        "broadMatch": "is part of the wider",
        "narrowMatch": "is wider and holds",
        "relatedMatch": "has to do with",
    }
)


@dataclass(frozen=True, slots=True)
class ConceptLine:
    """One element of a framework. `depth` is 0 for the elements at the top."""

    id: str
    title: str
    depth: int
    flag: str
    definition: str
    also_called: tuple[str, ...]
    note: str
    gap: str
    indicators: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class LinkLine:
    """One link from an element of this framework to an element of another."""

    this: str  # the element's title
    says: str  # a relation in plain words
    that: str  # the other element's title
    framework: str  # id of the framework it belongs to
    because: str


@dataclass(frozen=True, slots=True)
class FrameworkPage:
    """One framework: what it says, where it is from, what is not known, its elements and its links."""

    id: str
    title: str
    version: str
    published_by: str
    source: str
    licence: str
    says: str
    gap: str
    based_on: tuple[str, ...]
    supersedes: str | None
    concepts: tuple[ConceptLine, ...]
    links: tuple[LinkLine, ...]


@dataclass(frozen=True, slots=True)
class FrameworksPage:
    """All frameworks that there are, in the order of their ids."""

    frameworks: tuple[FrameworkPage, ...]
    flags: Mapping[str, str]
    relations: Mapping[str, str]


def frameworks_page(frameworks: Mapping[str, Framework]) -> FrameworksPage:
    """The page that lists every framework. Raises KeyError when a link leads to none of them."""
    pages = tuple(framework_page(frameworks[id], frameworks) for id in sorted(frameworks))
    return FrameworksPage(pages, FLAGS, RELATIONS)


def framework_page(framework: Framework, frameworks: Mapping[str, Framework]) -> FrameworkPage:
    """The page of one framework, whose links lead to `frameworks`. Raises KeyError for a link to nowhere."""
    return FrameworkPage(
        id=framework.id,
        title=framework.title,
        version=framework.version,
        published_by=framework.published_by,
        source=framework.source,
        licence=framework.licence,
        says=framework.says,
        gap=framework.gap,
        based_on=framework.based_on,
        supersedes=framework.supersedes,
        concepts=tuple(line for concept in framework.concepts for line in _lines(concept, depth=0)),
        links=tuple(_links(framework, frameworks)),
    )


def _lines(concept: Concept, depth: int) -> Iterator[ConceptLine]:
    yield ConceptLine(
        id=concept.id,
        title=concept.title,
        depth=depth,
        flag=concept.flag,
        definition=concept.definition,
        also_called=concept.also_called,
        note=concept.note,
        gap=concept.gap,
        indicators=concept.indicators,
    )
    for part in concept.parts:
        yield from _lines(part, depth + 1)


def _links(framework: Framework, frameworks: Mapping[str, Framework]) -> Iterator[LinkLine]:
    titles = {
        f"{id}#{concept.id}": concept.title
        for id, each in {**frameworks, framework.id: framework}.items()
        for concept in each.walk()
    }
    for relation in framework.relations:
        yield LinkLine(
            this=titles[relation.this],
            says=RELATIONS[relation.relation],
            that=titles[relation.that],
            framework=relation.that.partition("#")[0],
            because=relation.because,
        )
