"""Rules about tables of peers: each can be read, its areas can be compared, and none of its variables is idle."""

from __future__ import annotations

from collections.abc import Iterator

from placebook.book.check_boundaries import finding_in
from placebook.book.laid_out import LaidOut
from placebook.book.peer_tables import peer_table, read_described
from placebook.measure.nationwide import PeerTable, nationwide_peers
from placebook.sources.findings import Finding, warning
from placebook.types import ContentError, DataError


def peer_tables(laid: LaidOut) -> Iterator[Finding]:
    """Tables of peers that cannot be read, and areas or variables that cannot be compared."""
    folder = laid.book.folder
    own = tuple(code for code, area in laid.areas.items() if area.kind == laid.book.area_kind)
    for path in sorted((folder / "peers").glob("*.yaml")):
        name = f"peers/{path.name}"
        try:
            said = read_described(path)
            table = peer_table(folder, said, own)
        except (ContentError, DataError) as why:
            yield finding_in(why, laid, name)
            continue
        yield from _idle(table, name)


def _idle(table: PeerTable, name: str) -> Iterator[Finding]:
    """Variables that an area cannot be compared on, and areas without any peer."""
    for code in table.of:
        peers = nationwide_peers(table, code)
        for variable, why in peers.not_used:
            yield warning(name, None, f"{code} is not compared on {variable}: {why}", "look at the table")
        if not peers.found:
            yield warning(name, None, f"{code} has no peers in {table.id}", "look at the figures of its kind of area")


PEER_RULES = (peer_tables,)
