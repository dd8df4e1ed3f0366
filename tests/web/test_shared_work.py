"""What the cards of all areas share is worked out once, and says the same as each card alone."""

from __future__ import annotations

import numpy as np
import pytest

from placebook.measure.peers import find_peers
from placebook.measure.slope import theil_sen
from placebook.pages.area import area_page
from placebook.pages.ranked import ranked
from placebook.pages.scorecard import scorecard
from placebook.pages.shelf import Shelf


def test_a_card_of_the_site_says_what_the_card_alone_says(shelf: Shelf) -> None:
    assert shelf.index is not None
    for area in shelf.areas:
        for period in shelf.index.scores.periods:
            alone = scorecard(
                area,
                shelf.index,
                shelf.cube,
                ranges=shelf.ranges_of(period),
                evidence=shelf.evidence,
                period=period,
                indicators=shelf.indicators,
                names=shelf.names,
                peers=find_peers(shelf.cube, area.code, shelf.index.recipe.peers, period, shelf.index.scores.areas),
            )
            assert area_page(shelf, area.code, period).card == alone


def test_ranks_are_counted_for_all_as_for_one(shelf: Shelf) -> None:
    assert shelf.index is not None
    period = shelf.index.scores.periods[-1]
    together = ranked(shelf.index, shelf.cube, period)
    ranks = shelf.index.ranks.values[:, :, -1]
    for at, code in enumerate(shelf.index.scores.areas):
        alone = ranked(shelf.index, shelf.cube, period, only=code)
        assert together.sharing[at].tolist() == alone.sharing[at].tolist()
        slow = [sum(other == rank for other in ranks[:, k]) for k, rank in enumerate(ranks[at])]
        assert together.sharing[at].tolist() == slow


@pytest.mark.parametrize("years", [4, 5, 6, 9, 10])
def test_the_middle_slope_is_numpys_median(years: int) -> None:
    values = np.random.default_rng(years).normal(size=years)
    when = np.arange(2010.0, 2010 + years)
    slopes = [(values[b] - values[a]) / (when[b] - when[a]) for b in range(years) for a in range(b)]
    assert theil_sen(values, when).per_year == np.median(slopes)
