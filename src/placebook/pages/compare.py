"""Places side by side: any of one kind chosen in the address, one place beside its peers, or all of them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import combinations
from math import ceil, floor, isnan

from placebook.measure.peers import Peers
from placebook.measure.tree import part_depths
from placebook.pages.alike import peers_of
from placebook.pages.chart_figures import MOST, kept
from placebook.pages.chart_kinds import NO_DATA, Mark, RangeChart
from placebook.pages.compare_words import chart_title, clear_words, vain_words
from placebook.pages.pairs import PairLine, Scores, pair_line, scores_of
from placebook.pages.scorecard_words import peers_sentence
from placebook.pages.shelf import Shelf
from placebook.types import Index, Part, State

MOST_PLACES = 12  # side by side: more cannot be read
MOST_CHOICES = 200  # areas to tick in a form; in a larger book they are typed in


@dataclass(frozen=True, slots=True)
class PlaceCell:
    """One part of the index in one place. None where it has no score, or no range is known."""

    score: float | None
    rank: int | None
    rank_low: int | None
    rank_high: int | None


@dataclass(frozen=True, slots=True)
class ComparedPart:
    """A part of the index that places are compared on."""

    part: str
    title: str
    level: str
    depth: int
    out_of: int


@dataclass(frozen=True, slots=True)
class ComparedPlace:
    """One place, with a cell for each of the page's parts."""

    code: str
    name: str
    cells: tuple[PlaceCell, ...]


@dataclass(frozen=True, slots=True)
class PeerReason:
    """Why a place is among the peers: how far away it is, in spreads, and the figure in which it differs most.

    `differs_by` is that figure in the peer less that of the place itself, in spreads.
    """

    code: str
    name: str
    distance: float
    mattered_most: str
    differs_by: float | None


@dataclass(frozen=True, slots=True)
class ComparePage:
    """Places side by side. `of` is the place whose peers the others are, "" where they were chosen.

    Where nothing is chosen `places` are all there are, and there are no pairs. `asked_in_vain` says which
    parts of the address could not be used. `choices` are codes and names for the form; empty where there
    are too many to tick.
    """

    kind: str
    index_title: str
    period: str
    higher_means: str
    of: str
    of_name: str
    chosen: tuple[str, ...]
    parts: tuple[ComparedPart, ...]
    places: tuple[ComparedPlace, ...]
    pairs: tuple[PairLine, ...]
    clear_says: str
    chart: RangeChart | None
    peers: tuple[PeerReason, ...]
    peers_says: str
    asked_in_vain: tuple[str, ...]
    choices: tuple[tuple[str, str], ...]
    most: int = MOST_PLACES


def compare_page(shelf: Shelf, asked: Sequence[str] = ()) -> ComparePage:
    """The places that an address asks for, by code or by name; one alone stands beside its peers; all when none is.

    Raises ValueError where the book has no index.
    """
    scores = _scores(shelf)
    found, in_vain = _find(shelf, scores, asked)
    if len(found) == 1:
        return beside_peers(shelf, found[0], in_vain, form=True)
    pairs = [pair for pair in combinations(found, 2)]
    return _page(shelf, scores, found, pairs, in_vain)


def beside_peers(shelf: Shelf, code: str, in_vain: tuple[str, ...] = (), form: bool = False) -> ComparePage:
    """One place beside the places like it, with the reasons why they are like it. `form` offers other choices.

    Raises ValueError where the book has no index, KeyError for an area that is not in it.
    """
    scores = _scores(shelf)
    peers = peers_of(shelf, code)
    found = [code, *peers.areas[: MOST_PLACES - 1]]
    return _page(shelf, scores, found, [(code, other) for other in found[1:]], in_vain, peers, form)


def _scores(shelf: Shelf) -> Scores:
    scores = scores_of(shelf)
    if scores is None:
        raise ValueError("the book has no index")
    return scores


def _page(
    shelf: Shelf,
    scores: Scores,
    found: Sequence[str],
    pairs: Sequence[tuple[str, str]],
    in_vain: tuple[str, ...],
    peers: Peers | None = None,
    form: bool = True,
) -> ComparePage:
    index = scores.index
    many = not found and len(scores.rows) > MOST
    parts = kept(shelf, ("compared", many), lambda: compared_parts(index, deepest=1 if many else None))
    codes = found or sorted(scores.rows, key=lambda code: (shelf.names[code], code))
    return ComparePage(
        kind=shelf.kind,
        index_title=index.recipe.title,
        period=scores.period,
        higher_means=index.recipe.higher_means,
        of=peers.area if peers is not None else "",
        of_name=shelf.names[peers.area] if peers is not None else "",
        chosen=tuple(found),
        parts=kept(shelf, ("compared lines", many), lambda: _parts(scores, parts)),
        places=tuple(_place(shelf, scores, code, [part for part, _ in parts]) for code in codes),
        pairs=tuple(pair_line(shelf, scores, a, b, [part for part, _ in parts]) for a, b in pairs),
        clear_says=clear_words(scores, shelf.kind),
        chart=_chart(shelf, scores, found) if found else None,
        peers=_reasons(shelf, peers) if peers is not None else (),
        peers_says=_peers_says(shelf, peers) if peers is not None else "",
        asked_in_vain=in_vain,
        choices=_choices(shelf, scores) if form else (),
    )


def compared_parts(index: Index, deepest: int | None = None) -> list[tuple[Part, int]]:
    """The parts that places are compared on, each with its depth: the whole and all above the indicators.

    In an index of indicators alone it is the indicators too. Parts that nothing measures are left out.
    """
    levels = len(index.recipe.levels)
    until = deepest if deepest is not None else (levels - 2 if levels > 2 else levels - 1)
    return [(part, depth) for part, depth in part_depths(index.recipe.tree) if depth <= until and not part.not_measured]


def _find(shelf: Shelf, scores: Scores, asked: Sequence[str]) -> tuple[list[str], tuple[str, ...]]:
    """The codes of the places asked for, each once, and what of the asking could not be answered."""
    by_name = kept(shelf, "codes by name", lambda: {shelf.names[code].casefold(): code for code in scores.rows})
    wanted = list(dict.fromkeys(one.strip() for one in asked if one.strip()))
    found = {one: one if one in scores.rows else by_name.get(one.casefold()) for one in wanted}
    codes = list(dict.fromkeys(code for code in found.values() if code is not None))
    unknown = [one for one, code in found.items() if code is None]
    return codes[:MOST_PLACES], vain_words(shelf, unknown, len(codes), MOST_PLACES)


def _parts(scores: Scores, parts: Sequence[tuple[Part, int]]) -> tuple[ComparedPart, ...]:
    index = scores.index
    out_of = index.out_of[:, index.scores.periods.index(scores.period)]
    levels = index.recipe.levels
    return tuple(
        ComparedPart(part.name, part.title, levels[depth], depth, int(out_of[index.place(part.name)]))
        for part, depth in parts
    )


def _place(shelf: Shelf, scores: Scores, code: str, parts: Sequence[Part]) -> ComparedPlace:
    return ComparedPlace(code, shelf.names[code], tuple(_cell(scores, code, part) for part in parts))


def _cell(scores: Scores, code: str, part: Part) -> PlaceCell:
    index, score = scores.index, scores.score(code, part.name)
    if score is None:
        return PlaceCell(None, None, None, None)
    t = index.scores.periods.index(scores.period)
    rank = index.ranks.values[scores.rows[code], index.place(part.name), t]
    return PlaceCell(score, int(rank), *rank_range(scores, code, part.name))


def rank_range(scores: Scores, code: str, part: str) -> tuple[int | None, int | None]:
    """The ends of a rank range in whole ranks, rounded outwards; None where it is not known."""
    ranges = scores.ranges
    if ranges is None or part not in ranges.parts or code not in scores.range_rows:
        return None, None
    at, column = scores.range_rows[code], ranges.parts.index(part)
    low, high = float(ranges.rank_low[at, column]), float(ranges.rank_high[at, column])
    return (None, None) if isnan(low) else (floor(low), ceil(high))


def _chart(shelf: Shelf, scores: Scores, codes: Sequence[str]) -> RangeChart | None:
    """The ranks of the whole index with their ranges, first rank first."""
    tree = scores.index.recipe.tree
    cells = [(code, _cell(scores, code, tree)) for code in codes]
    ordered = sorted(cells, key=lambda one: (one[1].rank is None, one[1].rank or 0, shelf.names[one[0]]))
    marks = tuple(
        Mark(
            code,
            shelf.names[code],
            cell.rank,
            cell.rank_low,
            cell.rank_high,
            NO_DATA if cell.rank is None else str(State.OBSERVED),
        )
        for code, cell in ordered
    )
    if all(mark.value is None for mark in marks):
        return None
    return RangeChart(
        id="ranks",
        title=chart_title(scores, marks, codes),
        description="The rank of each place on the whole index as a dot, and the range of ranks it may lie in as a "
        "bar. Where two bars overlap, which place does better is not sure. Rank 1 is the highest score.",
        marks=marks,
        out_of=kept(shelf, "whole out of", lambda: _parts(scores, [(tree, 0)])[0].out_of),
        of=(shelf.kind or "area").capitalize(),
        marked=codes[0],
    )


def _reasons(shelf: Shelf, peers: Peers) -> tuple[PeerReason, ...]:
    found = []
    for peer in peers.found[: MOST_PLACES - 1]:
        about = shelf.indicators.get(peer.mattered_most)
        most = about.title if about is not None else peer.mattered_most
        by = peer.differences[peers.compared_on.index(peer.mattered_most)] if peer.mattered_most else None
        found.append(PeerReason(peer.area, shelf.names[peer.area], peer.distance, most, by))
    return tuple(found)


def _peers_says(shelf: Shelf, peers: Peers) -> str:
    titles = {name: one.title for name, one in shelf.indicators.items()}
    return peers_sentence(peers, shelf.by_code[peers.area], shelf.names, titles)


def _choices(shelf: Shelf, scores: Scores) -> tuple[tuple[str, str], ...]:
    if len(scores.rows) > MOST_CHOICES:
        return ()
    return tuple(sorted(((code, shelf.names[code]) for code in scores.rows), key=lambda one: (one[1], one[0])))
