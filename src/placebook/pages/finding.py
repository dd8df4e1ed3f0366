"""What a search can find, and what a feed of releases says."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from placebook.pages.shelf import Shelf


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that a search can find: its words, what it is, and the path of its page."""

    title: str
    kind: str
    path: str


@dataclass(frozen=True, slots=True)
class Entry:
    """One release, revision or correction, as a feed tells it. `date` is an ISO day."""

    id: str
    title: str
    date: str
    summary: str
    path: str


def findings(shelf: Shelf, there: frozenset[str]) -> tuple[Finding, ...]:
    """Everything that has a page among the paths that are there: areas, figures, frameworks and their elements."""
    some = (*_areas(shelf), *_indicators(shelf), *_carbon(shelf), *_frameworks(shelf))
    return tuple(one for one in some if one.path.partition("#")[0] in there)


def _areas(shelf: Shelf) -> Iterator[Finding]:
    for area in shelf.areas:
        yield Finding(f"{area.name} ({area.code})", area.kind or "area", f"areas/{area.code}.html")


def _indicators(shelf: Shelf) -> Iterator[Finding]:
    for one in shelf.indicators.values():
        yield Finding(one.title, "indicator", f"indicators/{one.id}.html")


def _carbon(shelf: Shelf) -> Iterator[Finding]:
    for account in shelf.carbon:
        yield Finding(account.plan.title, "carbon", f"carbon/{account.plan.id}.html")


def _frameworks(shelf: Shelf) -> Iterator[Finding]:
    for id, framework in sorted(shelf.frameworks.items()):
        yield Finding(framework.title, "framework", f"frameworks/{id}.html")
        for concept in framework.walk():
            yield Finding(f"{concept.title} ({framework.title})", "element", f"frameworks/{id}.html#{concept.id}")


def releases(shelf: Shelf) -> tuple[Entry, ...]:
    """What was released, revised or corrected, newest first.

    The book's own log where it keeps one, and the dates on which its sources were published.
    """
    own = [
        Entry(
            f"{one.kind}:{one.date}:{at}",
            f"{one.kind.capitalize()}: {one.what}",
            one.date,
            one.what,
            one.where or "index.html",
        )
        for at, one in enumerate(reversed(shelf.changes))
    ]
    sources = [
        Entry(
            f"source:{one.id}:{one.published}",
            one.title,
            one.published,
            f"Published by {one.publisher}.",
            "data/index.html",
        )
        for one in shelf.sources
    ]
    return tuple(sorted([*own, *sources], key=lambda one: (one.date, one.id), reverse=True))
