"""Councils like one's own, for a search: the peers of a table of the whole country, each with its reason."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from placebook.measure.nationwide import PeerTable, nationwide_peers
from placebook.pages.library_search import LikeMine
from placebook.pages.nation import peer_sentence


def places_like(tables: Sequence[PeerTable], code: str) -> tuple[str, tuple[LikeMine, ...]]:
    """The name of an area and the places most like it, nearest first. Both empty where no table has the area."""
    table = next((one for one in tables if code in one.areas), None)
    if table is None:
        return "", ()
    peers = nationwide_peers(table, code)
    titles = {one.id: _lower(one.title) for one in table.variables}
    said = [titles[one] for one in peers.compared_on]
    return table.name(code), tuple(
        LikeMine(one.area, table.name(one.area), f"{100 * one.match:.0f}% alike. {peer_sentence(one, said)}", 0)
        for one in peers.found
    )


def comparable(tables: Sequence[PeerTable]) -> Iterator[tuple[str, str]]:
    """Every area that has places like it, as (code, name), by name."""
    seen = {code: name for table in reversed(tables) for code, name in zip(table.areas, table.names, strict=True)}
    return iter(sorted(seen.items(), key=lambda one: (one[1], one[0])))


def _lower(title: str) -> str:
    return title if title[:2].isupper() else f"{title[:1].lower()}{title[1:]}"
