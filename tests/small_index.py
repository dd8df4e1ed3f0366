"""Small indexes made by hand, for tests of what is done with an index once it is there."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

import numpy as np

from placebook.methods.rank import competition_rank
from placebook.types import Cube, Index, Numbers, Part, RankRanges, Recipe


def leaf(name: str, title: str = "", weight: float = 1.0) -> Part:
    """A part that reads the indicator of its own name."""
    return Part(name, title or name.capitalize(), weight, indicator=name)


def index_of(
    tree: Part,
    scores: Mapping[str, Numbers],
    areas: tuple[str, ...],
    periods: tuple[str, ...] = ("2014",),
    estimated: Iterable[tuple[str, str]] = (),
    **recipe: object,
) -> Index:
    """An index with these scores, each of shape (areas, periods); a part left out has none.

    `estimated` names (part, period) pairs that are estimated in every area.
    """
    parts = tuple(tree.walk())
    names = tuple(part.name for part in parts)
    nothing = np.full((len(areas), len(periods)), np.nan)
    values = np.stack([scores.get(name, nothing) for name in names], axis=1)
    marked = np.zeros(values.shape, bool)
    for name, period in estimated:
        marked[:, names.index(name), periods.index(period)] = True
    said = {"levels": ("index", "component", "indicator"), "steps": (), "does_not_say": "Who lives there."}
    said |= {"id": "small", "title": "Small Index", "says": "", "method_source": "", "higher_means": "better lives"}
    ranks = np.stack([competition_rank(values[:, :, t]) for t in range(len(periods))], axis=2)
    return Index(
        recipe=Recipe(tree=tree, **(said | recipe)),
        parts=parts,
        scores=Cube(values, areas, names, periods),
        ranks=Cube(ranks, areas, names, periods),
        weights=np.tile(np.array([part.weight for part in parts])[:, None], (1, len(periods))),
        estimated=marked,
        coverage=(~np.isnan(values)).astype(float),
    )


def ranges_around(index: Index, by: float | Numbers, period: str = "") -> RankRanges:
    """Rank ranges that reach `by` places to either side of the rank, within 1 and the number ranked."""
    period = period or index.scores.periods[-1]
    t = index.scores.periods.index(period)
    ranks, scores = index.ranks.values[:, :, t], index.scores.values[:, :, t]
    last = index.out_of[:, t].astype(float)
    low, high = np.maximum(ranks - by, 1), np.minimum(ranks + by, last)
    share = np.zeros(ranks.shape)
    return RankRanges(
        areas=index.scores.areas,
        parts=index.scores.indicators,
        period=period,
        score_low=scores - by,
        score_mid=scores.copy(),
        score_high=scores + by,
        rank_low=low,
        rank_mid=ranks.copy(),
        rank_high=high,
        first=share,
        last=share.copy(),
        fifths=np.zeros((*ranks.shape, 5)),
    )
