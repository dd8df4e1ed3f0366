"""The areas like each area, worked out once for all the pages of a shelf."""

from __future__ import annotations

from placebook.measure.peers import Peers
from placebook.measure.peers_all import all_peers
from placebook.pages.chart_figures import kept
from placebook.pages.shelf import Shelf


def peers_of(shelf: Shelf, code: str, period: str | None = None) -> Peers:
    """The peers of one area in a period of the index, its last when None.

    Raises ValueError where the book has no index, KeyError for an area that is not in it.
    """
    index = shelf.index
    if index is None:
        raise ValueError("the book has no index")
    when = period or index.scores.periods[-1]
    found = kept(shelf, ("peers", when), lambda: all_peers(shelf.cube, index.recipe.peers, when, index.scores.areas))
    return found[code]
