"""The board of asks and offers, and one entry of it with what may fit: by what it says, and by likeness of place."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from placebook.learn.board import Match, matches
from placebook.measure.nationwide import PeerTable, nationwide_peers
from placebook.pages.chart_figures import kept
from placebook.pages.evidence import CaseLine, concept_titles, halves, held_for
from placebook.pages.shelf import Shelf
from placebook.types import Ask

KINDS = {"ask": "An ask", "offer": "An offer", "not said": "An ask or an offer: the source does not say which"}
STATES = {
    "open": "Nothing has come of it yet.",
    "matched": "Somebody who may help has been found.",
    "met": "It has been done.",
    "withdrawn": "It is no longer asked or offered.",
}


@dataclass(frozen=True, slots=True)
class AskLine:
    """One entry in the list. `fits` counts what may fit it."""

    id: str
    title: str
    kind: str
    owner: str  # "" where nobody said
    state: str
    fits: int


@dataclass(frozen=True, slots=True)
class AsksPage:
    """Every ask and offer, by state."""

    total: int
    groups: tuple[tuple[str, str, tuple[AskLine, ...]], ...]  # state, what it means, entries
    kinds: tuple[tuple[str, int], ...]


@dataclass(frozen=True, slots=True)
class Fit:
    """An entry that may fit, with the reasons for it. `place` is "" where no places could be compared."""

    id: str
    title: str
    kind: str
    likeness: float
    because: tuple[str, ...]
    shared: tuple[str, ...]  # titles of concepts
    place: str


@dataclass(frozen=True, slots=True)
class AskPage:
    """One ask or offer."""

    ask: Ask
    kind: str
    state: str
    areas: tuple[tuple[str, str], ...]  # code and name
    matched: tuple[tuple[str, str], ...]  # id and title
    fits: tuple[Fit, ...]
    concepts: tuple[tuple[str, str, str], ...]  # framework, concept, title
    cases: tuple[CaseLine, ...]


def asks_page(shelf: Shelf) -> AsksPage:
    """The board: what is open first."""
    found = _found(shelf.asks, shelf)
    lines = [AskLine(one.id, one.title, one.kind, _owner(one), one.state, len(found[one.id])) for one in shelf.asks]
    groups = tuple(
        (state, said, tuple(line for line in lines if line.state == state)) for state, said in STATES.items()
    )
    kinds = tuple((kind, sum(line.kind == kind for line in lines)) for kind in KINDS)
    return AsksPage(len(lines), tuple(group for group in groups if group[2]), kinds)


def ask_page(shelf: Shelf, id: str) -> AskPage | None:
    """One entry by its id; None where there is none."""
    every = {one.id: one for one in shelf.asks}
    one = every.get(id)
    if one is None:
        return None
    titles = concept_titles(shelf)
    cases = {case.id: case for concept in one.concepts for case in held_for(shelf, concept)}
    return AskPage(
        ask=one,
        kind=KINDS[one.kind],
        state=STATES[one.state],
        areas=tuple((code, _name(shelf, code)) for code in one.areas),
        matched=tuple((other, every[other].title) for other in one.matched if other in every),
        fits=tuple(_fit(match, every, titles) for match in _found(shelf.asks, shelf)[id]),
        concepts=tuple((*halves(link), titles.get(link, link)) for link in one.concepts),
        cases=tuple(cases.values()),
    )


def _owner(one: Ask) -> str:
    return ", ".join(filter(None, (one.owner, one.body)))


def _fit(match: Match, every: Mapping[str, Ask], titles: Mapping[str, str]) -> Fit:
    other = every[match.id]
    shared = tuple(titles.get(link, link) for link in match.shared)
    return Fit(other.id, other.title, other.kind, match.likeness, match.because, shared, place_words(match.place))


def place_words(place: float | None) -> str:
    """How alike two places are, in words; "" where they were not compared."""
    if place is None:
        return ""
    return "the same place" if place >= 1 else f"{100 * place:.0f}% alike"


def _found(asks: Sequence[Ask], shelf: Shelf) -> dict[str, tuple[Match, ...]]:
    return kept(shelf, "matches of asks", lambda: matches(asks, alike(shelf.peer_tables, asks)))


def alike(tables: Sequence[PeerTable], asks: Iterable[Ask]) -> dict[tuple[str, str], float]:
    """How alike the areas that entries name are, 0 to 1, where a table of peers puts one among the peers of another."""
    named = sorted({code for one in asks for code in one.areas})
    found: dict[tuple[str, str], float] = {}
    for code in named:
        table = next((one for one in tables if code in one.areas), None)
        if table is not None:
            found |= {
                (code, peer.area): peer.match for peer in nationwide_peers(table, code).found if peer.area in named
            }
    return found


def _name(shelf: Shelf, code: str) -> str:
    return shelf.names.get(code) or (shelf.case_areas[code].name if code in shelf.case_areas else code)


def ask_paths(shelf: Shelf) -> Iterator[str]:
    """The path of every entry."""
    return (f"works/asks/{one.id}.html" for one in shelf.asks)
