"""The page of an area's peers in the whole country: how alike each is, in what, and what the choice rests on."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from placebook.measure.nationwide import PeerTable, compared, nationwide_peers, stays_without
from placebook.measure.peers import Peer, Peers
from placebook.pages.chart_kinds import Mark, RangeChart, number_words
from placebook.pages.scorecard_words import listed, plural
from placebook.pages.shelf import Shelf
from placebook.types import Indicator, Source

ALIKE, APART = 0.5, 1.0  # spreads: up to the first two figures are about the same, from the second on far apart
FORMULA = "match = 100% less half the mean of the squared differences, each in spreads; never below 0%"


@dataclass(frozen=True, slots=True)
class NationVariable:
    """One figure that areas are compared on: the area's own, its source, and how many peers stay without it."""

    id: str
    title: str
    unit: str
    period: str
    own: str  # as people read it
    logarithm: bool
    stays: int | None  # how many of the peers are still among them when it is left out; None where it is not used
    source: str
    publisher: str
    licence: str
    url: str
    note: str


@dataclass(frozen=True, slots=True)
class NationCell:
    """One figure of a peer beside the area's: `apart` in spreads, and about the same, higher or lower in a word."""

    figure: str
    apart: float
    word: str


@dataclass(frozen=True, slots=True)
class NationPeer:
    """One peer: its match from 0 to 1, a sentence of what is alike and what is not, and a cell for each figure."""

    code: str
    name: str
    within: str
    kind: str
    match: float
    distance: float
    sentence: str
    cells: tuple[NationCell, ...]


@dataclass(frozen=True, slots=True)
class NationPage:
    """The peers of one area in a whole country. `says` is how they were found; `not_compared` lack a figure."""

    table: str
    title: str
    code: str
    name: str
    kind: str
    kinds: str
    group: str
    out_of: int
    says: str
    formula: str
    variables: tuple[NationVariable, ...]
    peers: tuple[NationPeer, ...]
    not_used: tuple[tuple[str, str], ...]
    not_compared: tuple[str, ...]
    chart: RangeChart | None
    note: str
    has_area: bool  # whether the area has a page of its own on the site


@dataclass(frozen=True, slots=True)
class NationLink:
    """A page of nationwide peers, for other pages to lead to."""

    path: str
    title: str


def nation_page(shelf: Shelf, table_id: str, code: str) -> NationPage | None:
    """The page of one area in one table of peers; None where the book has no such table, or it is not of that area."""
    table = next((one for one in shelf.peer_tables if one.id == table_id), None)
    if table is None or code not in table.of:
        return None
    peers = nationwide_peers(table, code)
    name, kinds = table.name(code), plural(table.kind)
    out_of = len(table.group_of(code)) - len(peers.not_compared)
    return NationPage(
        table=table.id,
        title=f"{kinds[:1].upper()}{kinds[1:]} like {name}",
        code=code,
        name=name,
        kind=table.kind,
        kinds=kinds,
        group=table.groups[table.areas.index(code)],
        out_of=out_of,
        says=_says(table, peers, name, out_of),
        formula=FORMULA,
        variables=tuple(_variables(table, peers)),
        peers=tuple(_peer(table, peers, one) for one in peers.found),
        not_used=tuple((_title(table, one), why) for one, why in peers.not_used),
        not_compared=tuple(table.name(one) for one in peers.not_compared),
        chart=_chart(table, peers),
        note=table.note,
        has_area=any(area.code == code for area in shelf.areas),
    )


def nation_links(shelf: Shelf, code: str) -> tuple[NationLink, ...]:
    """The pages of nationwide peers that there are of one area."""
    return tuple(
        NationLink(f"peers/{table.id}/{code}.html", f"{plural(table.kind).capitalize()} like {table.name(code)}")
        for table in shelf.peer_tables
        if code in table.of
    )


def nation_paths(shelf: Shelf) -> Iterator[str]:
    """Every page of nationwide peers."""
    return (f"peers/{table.id}/{code}.html" for table in shelf.peer_tables for code in table.of)


def _says(table: PeerTable, peers: Peers, name: str, out_of: int) -> str:
    if not peers.found:
        return f"{name} cannot be compared: {listed([why for _, why in peers.not_used]) or 'it lacks a figure'}."
    best = peers.found[0]
    titles = listed([_lower(_title(table, one)) for one in peers.compared_on], most=20)
    of_its_sort = "" if table.groups[table.areas.index(peers.area)] == table.kind else " of its sort"
    return (
        f"Of the {out_of - 1:,} other {plural(table.kind)}{of_its_sort}, {table.name(best.area)} is most like {name}: "
        f"{_per_cent(best.match)} alike. All are compared on {titles}."
    )


def _variables(table: PeerTable, peers: Peers) -> Iterator[NationVariable]:
    stays, sources = stays_without(table, peers.area), {one.id: one for one in table.sources}
    for k, variable in enumerate(table.variables):
        source: Source = sources[variable.source or ""]
        yield NationVariable(
            id=variable.id,
            title=variable.title,
            unit=variable.unit,
            period=variable.period or "",
            own=_figure(table, peers.area, k),
            logarithm=variable.id in table.logarithms,
            stays=stays.get(variable.id),
            source=source.title,
            publisher=source.publisher,
            licence=source.licence,
            url=source.url,
            note=source.note,
        )


def _peer(table: PeerTable, peers: Peers, peer: Peer) -> NationPeer:
    at = table.areas.index(peer.area)
    used = [[one.id for one in table.variables].index(name) for name in peers.compared_on]
    cells = tuple(
        NationCell(_figure(table, peer.area, k), apart, word_of(apart))
        for k, apart in zip(used, peer.differences, strict=True)
    )
    titles = [_lower(table.variables[k].title) for k in used]
    return NationPeer(
        code=peer.area,
        name=table.names[at],
        within=table.within[at],
        kind=table.kinds[at],
        match=peer.match,
        distance=peer.distance,
        sentence=peer_sentence(peer, titles),
        cells=cells,
    )


def word_of(apart: float) -> str:
    """How a peer's figure stands to the area's: about the same, higher, much lower..."""
    if abs(apart) <= ALIKE:
        return "about the same"
    much = "much " if abs(apart) >= APART else ""
    return f"{much}{'higher' if apart > 0 else 'lower'}"


def peer_sentence(peer: Peer, titles: list[str]) -> str:
    """What is alike and what is not, in one plain sentence: all figures stand in it."""
    by_word: dict[str, list[str]] = {}
    for title, apart in sorted(zip(titles, peer.differences, strict=True), key=lambda one: -abs(one[1])):
        by_word.setdefault(word_of(apart), []).append(title)
    order = ("about the same", "much higher", "much lower", "higher", "lower")
    said = [f"{word} in {listed(by_word[word], most=20)}" for word in order if word in by_word]
    sentence = "; ".join(said)
    return f"{sentence[:1].upper()}{sentence[1:]}."


def _chart(table: PeerTable, peers: Peers) -> RangeChart | None:
    """The area's rank on each figure among all of its sort, and the ranks that its peers have."""
    if not peers.found:
        return None
    codes = [one for one in table.group_of(peers.area) if one not in set(peers.not_compared)]
    rows = [table.areas.index(one) for one in codes]
    marks = []
    for name in peers.compared_on:
        k = [one.id for one in table.variables].index(name)
        column = compared(table)[rows, k]
        rank = {code: 1 + int(np.sum(column > value)) for code, value in zip(codes, column.tolist(), strict=True)}
        theirs = [rank[one] for one in peers.areas]
        marks.append(Mark(name, table.variables[k].title, rank[peers.area], min(theirs), max(theirs)))
    name = table.name(peers.area)
    return RangeChart(
        id="ranks",
        title=f"Where {name} and its peers stand among {len(codes):,} {plural(table.kind)}",
        description=f"For each figure, the rank of {name} as a dot and the ranks of its peers, from the first to the "
        "last of them, as a bar. Rank 1 is the highest figure, which is not to say the best.",
        marks=tuple(marks),
        out_of=len(codes),
        of="Figure",
        key=f"Dot: rank of {name}; 1 is the highest figure. Bar: from the first to the last of its peers.",
        spans="Peers",
    )


def _title(table: PeerTable, name: str) -> str:
    return next(one.title for one in table.variables if one.id == name)


def _lower(title: str) -> str:
    """A title within a sentence."""
    return title if title[:2].isupper() else f"{title[:1].lower()}{title[1:]}"


def _figure(table: PeerTable, code: str, k: int) -> str:
    value = float(table.figures[table.areas.index(code), k])
    variable: Indicator = table.variables[k]
    return number_words(None if np.isnan(value) else value, variable.decimals if variable.decimals is not None else 1)


def _per_cent(share: float) -> str:
    return f"{100 * share:.0f}%"
