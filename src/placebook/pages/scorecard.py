"""The scorecard of one area: every part's score, rank, range, standing beside like areas, and progress."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from placebook.measure.peers import Peers, find_peers
from placebook.measure.progress import progress
from placebook.measure.strengths import compare_with_peers
from placebook.measure.tree import nearest_name
from placebook.pages import scorecard_words as words
from placebook.pages.ranked import Ranked, ranked
from placebook.pages.score_lines import (
    Basis,
    ContextLine,
    PeerLine,
    ScoreLine,
    context_lines,
    peer_lines,
    score_lines,
)
from placebook.types import NOTHING, Area, Cube, DataError, Evidence, Index, Indicator, RankRanges


@dataclass(frozen=True, slots=True)
class Scorecard:
    """The page of one area: one value for the terminal, the web and the API.

    `headline` and `sentences` come first; `cautions` say what is missing or unsure; `rules` say how
    the words of the card are given, with the thresholds.
    """

    code: str
    name: str
    kind: str
    index_title: str
    period: str
    higher_means: str
    does_not_say: str
    headline: str
    sentences: tuple[str, ...]
    lines: tuple[ScoreLine, ...]
    context: tuple[ContextLine, ...]
    peers: tuple[PeerLine, ...]
    peers_sentence: str
    cautions: tuple[str, ...]
    rules: tuple[str, ...]
    rank_runs: int | None = None  # runs behind the rank ranges; None when they have not been worked out


def scorecard(
    area: Area,
    index: Index,
    figures: Cube,
    *,
    ranges: RankRanges | None = None,
    evidence: Evidence | None = None,
    period: str | None = None,
    indicators: Mapping[str, Indicator] = NOTHING,
    names: Mapping[str, str] = NOTHING,
    peers: Peers | None = None,
    counted: Ranked | None = None,
) -> Scorecard:
    """Fill the scorecard of one area from an index and what stands around it.

    Parameters
    ----------
    area : whose card it is; it must be among the areas of the index
    index : the scores, over all its periods (progress looks back over them)
    figures : the figures as published, with those that peers and context rows need, shape
        (areas, indicators, periods); it may hold more areas than the index, which are not used
    ranges : rank ranges of the same period; None when they have not been worked out, and then
        nothing is called over or under
    evidence : standard errors of `figures`, of the same shape. An indicator whose figure has none,
        and whose rank no run moved, is shown without a rank range
    period : the card's period; the index's last when None
    indicators : titles and units by id; the recipe's own are added
    names : names of areas by code, for the peers
    peers, counted : what the cards of all areas share, where somebody worked it out for them together

    Raises
    ------
    DataError : if the area or the period is not in the index
    RecipeError : if the recipe names peers' or context figures that are not there
    """
    when = _period(index, period)
    _refuse_unknown(index, area)
    known = {**indicators, **{one.id: one for one in index.recipe.indicators}}
    if peers is None:
        peers = find_peers(figures, area.code, index.recipe.peers, when, index.scores.areas)
    compared = compare_with_peers(index, area.code, peers.areas, ranges, when)
    changed = progress(index, area.code, when, figures)
    counts = counted or ranked(index, figures, when, only=area.code)
    basis = Basis(index, area.code, when, figures, ranges, evidence, known, counts)
    return _written(basis, area, peers, score_lines(basis, compared, changed), names)


def _written(
    basis: Basis, area: Area, peers: Peers, lines: tuple[ScoreLine, ...], names: Mapping[str, str]
) -> Scorecard:
    """The card in words, once its rows are there."""
    index, ranges, when, known = basis.index, basis.ranges, basis.period, basis.indicators
    titles = {name: known[name].title if name in known else name for name in basis.figures.indicators}
    return Scorecard(
        code=area.code,
        name=area.name,
        kind=area.kind,
        index_title=index.recipe.title,
        period=when,
        higher_means=index.recipe.higher_means,
        does_not_say=index.recipe.does_not_say,
        headline=words.headline(area, lines[0], ranges, when),
        sentences=words.sentences(index, area, lines),
        lines=lines,
        context=context_lines(basis),
        peers=peer_lines(peers, names, titles),
        peers_sentence=words.peers_sentence(peers, area, names, titles),
        cautions=words.cautions(index, lines, ranges),
        rules=words.rules(index, area, ranges),
        rank_runs=None if ranges is None else ranges.runs,
    )


def _period(index: Index, period: str | None) -> str:
    when = period or index.scores.periods[-1]
    if when not in index.scores.periods:
        raise DataError(f"no scores for {when!r}; there are some for: {', '.join(index.scores.periods)}")
    return when


def _refuse_unknown(index: Index, area: Area) -> None:
    if area.code in index.scores.areas:
        return
    if area.code in index.screened_out:
        raise DataError(f"{area.name} ({area.code}) was screened out of the index: {index.screened_out[area.code]}")
    raise DataError(
        f"the index {index.recipe.id!r} has no area {area.code}; " + nearest_name(area.code, index.scores.areas)
    )
