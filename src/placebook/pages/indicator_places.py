"""Where an indicator stands: the parts of the index that read it, and the ideas of frameworks that it serves."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from math import isnan

from placebook.measure.explain import part_lines
from placebook.pages.chart_figures import kept
from placebook.pages.indicator_words import goalposts_of, scoring_words
from placebook.pages.shelf import Shelf
from placebook.types import Index, Indicator, Part


@dataclass(frozen=True, slots=True)
class Scoring:
    """How one part of the index reads an indicator: from the figure to the score, and what weight it has.

    `scores_lowest` and `scores_highest` are the goalposts, None where the recipe sets none by hand. `share` is the
    part's share of the whole index by the weights that the recipe declares, 0 to 1.
    """

    part: str
    title: str
    above: tuple[str, ...]  # titles of the parts it stands in, from the whole down
    next_above: str  # the name of the nearest of them
    steps: tuple[str, ...]
    scores_lowest: float | None
    scores_highest: float | None
    share: float | None
    period: str  # of the score of the area asked for
    score: float | None


@dataclass(frozen=True, slots=True)
class ConceptLink:
    """One idea of a framework that an indicator serves, and through what: "" where the framework itself says so."""

    framework: str
    framework_title: str
    concept: str
    title: str
    through: str


def scoring_of(shelf: Shelf, about: Indicator, area: str | None) -> tuple[Scoring, ...]:
    """Every part of the index that reads an indicator, with the score of one area in the index's last period."""
    index = shelf.index
    if index is None:
        return ()
    found = [(part, above) for part, above in _with_parents(index.recipe.tree, ()) if part.indicator == about.id]
    known = {**shelf.indicators, **{one.id: one for one in index.recipe.indicators}}
    return tuple(_scoring(shelf, index, part, above, known, area) for part, above in found)


def _with_parents(part: Part, above: tuple[Part, ...]) -> Iterator[tuple[Part, tuple[Part, ...]]]:
    yield part, above
    for below in part.parts:
        yield from _with_parents(below, (*above, part))


def _scoring(
    shelf: Shelf, index: Index, part: Part, above: tuple[Part, ...], known: Mapping[str, Indicator], area: str | None
) -> Scoring:
    low, high = _goalposts(index, part)
    shares = kept(shelf, "shares", lambda: {line.name: line.share for line in part_lines(index.recipe)})
    return Scoring(
        part=part.name,
        title=part.title,
        above=tuple(one.title for one in above),
        next_above=above[-1].name if above else part.name,
        steps=scoring_words(index.recipe, part, known),
        scores_lowest=low,
        scores_highest=high,
        share=shares.get(part.name),
        period=index.scores.periods[-1],
        score=_score(index, part, area),
    )


def _goalposts(index: Index, part: Part) -> tuple[float | None, float | None]:
    for step in index.recipe.steps:
        post = step.options.get("goalposts", {}).get(part.indicator) if step.family == "normalise" else None
        if post is not None:
            low, high, _ = goalposts_of(post)
            return low, high
    return None, None


def _score(index: Index, part: Part, area: str | None) -> float | None:
    if area is None or area not in index.scores.areas:
        return None
    score = float(index.scores.column(part.name, index.scores.periods[-1])[index.scores.areas.index(area)])
    return None if isnan(score) else score


def concepts_of(shelf: Shelf, indicator: str) -> tuple[ConceptLink, ...]:
    """The ideas that an indicator serves: those that name it, and those of the parts of the index it stands in."""
    found = kept(shelf, "concepts by indicator", lambda: _all_concepts(shelf))
    return tuple(found.get(indicator, ()))


def _all_concepts(shelf: Shelf) -> dict[str, list[ConceptLink]]:
    found: dict[str, list[ConceptLink]] = {}
    titles: dict[str, tuple[str, str]] = {}
    for id, framework in sorted(shelf.frameworks.items()):
        for concept in framework.walk():
            titles[f"{id}#{concept.id}"] = (framework.title, concept.title)
            for indicator in concept.indicators:
                found.setdefault(indicator, []).append(ConceptLink(id, framework.title, concept.id, concept.title, ""))
    for indicator, link in _through_parts(shelf, titles):
        said = found.setdefault(indicator, [])
        if (link.framework, link.concept) not in {(one.framework, one.concept) for one in said}:
            said.append(link)
    return found


def _through_parts(shelf: Shelf, titles: Mapping[str, tuple[str, str]]) -> Iterator[tuple[str, ConceptLink]]:
    """The ideas that parts of the index stand for, for every indicator below them, the nearest part first."""
    recipe = shelf.recipe
    if recipe is None:
        return
    for part, above in _with_parents(recipe.tree, ()):
        for one in (part, *reversed(above)) if part.indicator else ():
            to = recipe.frameworks.get(one.name, "")
            if to in titles:
                id, _, concept = to.partition("#")
                yield str(part.indicator), ConceptLink(id, titles[to][0], concept, titles[to][1], one.title)
