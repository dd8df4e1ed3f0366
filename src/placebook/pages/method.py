"""The page of the index and its method: made from the recipe, with what the build says of it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from placebook.measure.build import prepare
from placebook.measure.coherence import Reading
from placebook.measure.diagnosis import diagnose_index
from placebook.measure.diagnosis_words import how_sure, look_again
from placebook.measure.explain import Explanation, explain
from placebook.pages.chart_figures import kept
from placebook.pages.charts import RangeChart, ranges_of_part
from placebook.pages.shelf import Shelf


@dataclass(frozen=True, slots=True)
class Goalposts:
    """The two figures between which one indicator is scored."""

    indicator: str
    title: str
    unit: str
    lowest: str
    highest: str
    scale: str


@dataclass(frozen=True, slots=True)
class SourceLine:
    """One source whose figures the index may use."""

    id: str
    title: str
    publisher: str
    licence: str
    url: str
    published: str
    note: str


@dataclass(frozen=True, slots=True)
class Coherence:
    """Whether the parts of one whole belong together. A number is None where it cannot be worked out."""

    title: str
    parts: int
    areas: int
    alpha: float | None
    adequacy: float | None
    first_share: float | None


@dataclass(frozen=True, slots=True)
class Diagnostics:
    """What the figures say of the index itself, how sure that is, and what its makers should look at again."""

    period: str
    wholes: tuple[Coherence, ...]
    how_sure: str
    look_again: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class MethodPage:
    """How the index is made, how sure it is, and how anyone can make it again."""

    explanation: Explanation
    weights: Mapping[str, float | None]  # as used in the last period, by part
    goalposts: tuple[Goalposts, ...]
    coverage: tuple[
        tuple[str, str, float], ...
    ]  # period, state, share of the whole that rests on figures of that period
    varied: tuple[str, ...]
    not_varied: tuple[str, ...]
    ranks: RangeChart | None
    diagnostics: Diagnostics | None
    set_aside: tuple[tuple[str, str], ...]
    sources: tuple[SourceLine, ...]
    command: str
    build: str


def method_page(shelf: Shelf) -> MethodPage | None:
    """The method of the book's index; None where it has none."""
    if shelf.index is None or shelf.recipe is None:
        return None
    index, last = shelf.index, len(shelf.index.scores.periods) - 1
    weights = {part.name: _or_none(index.weights[k, last]) for k, part in enumerate(index.parts)}
    ranges = shelf.ranges[-1] if shelf.ranges else None
    return MethodPage(
        explanation=explain(shelf.recipe),
        weights=weights,
        goalposts=_goalposts(shelf),
        coverage=_coverage(shelf),
        varied=ranges.varied if ranges else (),
        not_varied=ranges.not_varied if ranges else (),
        ranks=ranges_of_part(shelf, index.recipe.tree.name),
        diagnostics=kept(shelf, "diagnostics", lambda: _diagnostics(shelf)),
        set_aside=tuple(index.screened_out.items()),
        sources=tuple(
            SourceLine(one.id, one.title, one.publisher, one.licence, one.url, one.published, one.note)
            for one in shelf.sources
        ),
        command="placebook build",
        build=shelf.build,
    )


def _diagnostics(shelf: Shelf) -> Diagnostics | None:
    """The diagnosis of the index in its last period, the numbers of each whole with two parts or more.

    None where there is nothing to look at: no index, or one area, which has no other to vary from.
    """
    if shelf.index is None or len(shelf.areas) < 2:
        return None
    figures = prepare(shelf.index.recipe, shelf.cube, shelf.evidence, shelf.indicators, _groups(shelf))
    found = diagnose_index(shelf.index, figures)
    wholes = tuple(
        Coherence(one.title, one.parts, one.areas, _value(one.alpha), _value(one.adequacy), _value(one.first_share))
        for one in found.wholes
        if one.parts > 1
    )
    return Diagnostics(found.period, wholes, how_sure(found), look_again(found, shelf.names))


def _groups(shelf: Shelf) -> dict[str, list[str]]:
    return {"parent": [area.parent or "" for area in shelf.areas]}


def _value(reading: Reading) -> float | None:
    return None if reading.value is None else _or_none(reading.value)


def _or_none(value: float) -> float | None:
    return None if value != value else float(value)


def _goalposts(shelf: Shelf) -> tuple[Goalposts, ...]:
    """The stated goalposts of every indicator, from the recipe's own steps."""
    found: list[Goalposts] = []
    for step in shelf.recipe.steps if shelf.recipe else ():
        posts = step.options.get("goalposts", {}) if step.family == "normalise" else {}
        for name, post in posts.items() if isinstance(posts, Mapping) else ():
            low, high, scale = _ends(post)
            one = shelf.indicators.get(name)
            found.append(Goalposts(name, one.title if one else name, one.unit if one else "", low, high, scale))
    return tuple(found)


def _ends(post: object) -> tuple[str, str, str]:
    if isinstance(post, Mapping):
        return f"{post.get('low')}", f"{post.get('high')}", str(post.get("scale", "linear"))
    if isinstance(post, (list, tuple)) and len(post) == 2:
        return f"{post[0]:g}", f"{post[1]:g}", "linear"
    return str(post), str(post), "linear"


def _coverage(shelf: Shelf) -> tuple[tuple[str, str, float], ...]:
    """For each period, the share of the whole index's weight that rests on figures published for that period."""
    import numpy as np

    index = shelf.index
    if index is None:
        return ()
    found = []
    for t, period in enumerate(index.scores.periods):
        shares = index.coverage[:, 0, t]
        mean = float(np.mean(shares)) if len(shares) else 0.0
        found.append((period, "on average over areas", mean))
    return tuple(found)
