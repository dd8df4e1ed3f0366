"""The first page: find my place, the place at a glance, what changed."""

from __future__ import annotations

import re
from dataclasses import dataclass

from placebook.pages.charts import RangeChart, ShapeMap, TileMap, map_of_part, ranges_of_part
from placebook.pages.finding import Entry, releases
from placebook.pages.further import further_links
from placebook.pages.overview import Overview, overview
from placebook.pages.portrait import PortraitEntry, portrait_list
from placebook.pages.scorecard_words import counted, plural
from placebook.pages.shelf import Shelf

_POSTCODE = re.compile(r"[A-Z]{1,2}[0-9][A-Z0-9]?[0-9][A-Z]{2}")
_MOST_FOUND = 20
_MOST_LISTED = 400  # names on the first page; the list of all areas has a page of its own
_NEWEST = 5
_LONGEST = 100  # characters of a search


@dataclass(frozen=True, slots=True)
class Found:
    """One place that a search found."""

    code: str
    name: str


@dataclass(frozen=True, slots=True)
class Search:
    """What was asked for, what was found, and a sentence that says so."""

    asked: str
    found: tuple[Found, ...]
    sentence: str


@dataclass(frozen=True, slots=True)
class HomePage:
    """What the first page says. What rests on an index is None where the book has none."""

    title: str
    kind: str
    kinds: str
    count: int
    glance: tuple[str, ...]
    overview: Overview | None
    map: TileMap | ShapeMap | None
    ranks: RangeChart | None
    areas: tuple[Found, ...]
    by_postcode: bool
    search: Search | None
    changes: tuple[Entry, ...]
    more: tuple[tuple[str, str], ...] = ()  # pages beside the index: title, path
    portraits: tuple[PortraitEntry, ...] = ()


def home_page(shelf: Shelf, asked: str = "") -> HomePage:
    """The first page, with what a search found when something was asked for."""
    seen = _overview(shelf)
    whole = shelf.index.recipe.tree.name if shelf.index is not None else ""
    return HomePage(
        title=shelf.title,
        kind=shelf.kind,
        kinds=plural(shelf.kind),
        count=len(shelf.areas),
        glance=_glance(shelf, seen),
        overview=seen,
        map=map_of_part(shelf, whole) if seen else None,
        ranks=ranges_of_part(shelf, whole) if seen else None,
        areas=tuple(sorted((Found(one.code, one.name) for one in shelf.areas), key=lambda one: one.name))[
            :_MOST_LISTED
        ],
        by_postcode=bool(shelf.postcodes),
        search=search(shelf, asked) if asked.strip() else None,
        changes=releases(shelf)[:_NEWEST],
        more=(
            *((one.plan.title, f"carbon/{one.plan.id}.html") for one in shelf.carbon),
            *((one.title, one.path) for one in further_links(shelf)),
        ),
        portraits=portrait_list(shelf).portraits,
    )


def _overview(shelf: Shelf) -> Overview | None:
    if shelf.index is None or not shelf.ranges:
        return None
    there = set(shelf.ranges[-1].areas)
    return overview([one for one in shelf.areas if one.code in there], shelf.index, shelf.ranges[-1], shelf.tiles)


def _glance(shelf: Shelf, seen: Overview | None) -> tuple[str, ...]:
    """The place in a few sentences: who comes first and last only where that is sure."""
    if seen is None:
        return (f"This book holds figures for {counted(len(shelf.areas), shelf.kind)}. It has no index yet.",)
    first = [line.name for line in seen.lines if line.rank_low == line.rank_high == 1]
    last = [line.name for line in seen.lines if line.rank_low == line.rank_high == seen.out_of]
    said = [f"{seen.title}, {seen.period}: a higher score means {seen.higher_means}."]
    if first:
        said.append(f"{first[0]} comes first, and did so in at least 90 of 100 runs with other figures and choices.")
    if last:
        said.append(f"{last[0]} comes last, and did so in at least 90 of 100 runs with other figures and choices.")
    if seen.clear_pairs is not None and seen.pairs:
        said.append(
            f"Of the {seen.pairs:,} pairs of {plural(shelf.kind)}, {seen.clear_pairs:,} are clearly different; "
            "for the others the figures cannot say which does better."
        )
    return tuple(said)


def search(shelf: Shelf, asked: str) -> Search:
    """Areas by postcode, by code, or by any part of a name; capitals and spaces do not matter."""
    words = " ".join(asked.split())[:_LONGEST]
    postcode = words.replace(" ", "").upper()
    if _POSTCODE.fullmatch(postcode):
        return _by_postcode(shelf, words, postcode)
    wanted = words.casefold()
    hits = [one for one in shelf.areas if wanted in one.name.casefold() or wanted == one.code.casefold()]
    found = tuple(Found(one.code, one.name) for one in sorted(hits, key=lambda one: one.name))[:_MOST_FOUND]
    if not hits:
        return Search(words, (), f"No {shelf.kind} here has {words!r} in its name or is its code.")
    more = f" Here are the first {_MOST_FOUND}." if len(hits) > _MOST_FOUND else ""
    return Search(words, found, f"{counted(len(hits), shelf.kind)} found for {words!r}.{more}")


def _by_postcode(shelf: Shelf, words: str, postcode: str) -> Search:
    if not shelf.postcodes:
        return Search(words, (), f"This book holds no list of postcodes. Choose your {shelf.kind} from the list below.")
    code = shelf.postcodes.get(postcode)
    if code is None or code not in shelf.by_code:
        return Search(words, (), f"The postcode {words.upper()} is not in this book, which covers {shelf.title}.")
    return Search(words, (Found(code, shelf.names[code]),), f"{words.upper()} is in {shelf.names[code]}.")
