"""Peers from a whole country: areas of one table, like with like only."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from placebook.measure.peers import Peers, find_peers
from placebook.types import Cube, DataError, Indicator, Numbers, PeerPlan, Source

_ALL = "all"  # the one period of a table of peers: each figure has its own, which its variable names


@dataclass(frozen=True, slots=True)
class PeerTable:
    """Figures of areas of a whole country, among which those like an area are looked for.

    `figures` has shape (areas, variables) as published, NaN where there is none. Variables in `logarithms` are
    compared by their logarithm, so that twice as many is as far as half as many. `kinds` says what each area is and
    `groups` who is compared with whom: only areas of one group ever are.
    """

    id: str
    title: str
    kind: str  # of all its areas: district, ward
    of: tuple[str, ...]  # codes of the areas whose peers are shown
    count: int
    variables: tuple[Indicator, ...]
    logarithms: frozenset[str]
    sources: tuple[Source, ...]
    areas: tuple[str, ...]
    names: tuple[str, ...]
    within: tuple[str, ...]  # what each lies in: a region, a borough; "" where the table does not say
    kinds: tuple[str, ...]
    groups: tuple[str, ...]
    figures: Numbers
    note: str = ""

    def group_of(self, code: str) -> tuple[str, ...]:
        """The codes of the areas that an area is compared with, itself among them."""
        own = self.groups[self.areas.index(code)]
        return tuple(one for one, group in zip(self.areas, self.groups, strict=True) if group == own)

    def name(self, code: str) -> str:
        """The name of an area."""
        return self.names[self.areas.index(code)]


def nationwide_peers(table: PeerTable, code: str, without: Sequence[str] = ()) -> Peers:
    """The areas of the whole country that are most like one, among those of its own group.

    What `find_peers` does, on a table of its own. Each figure is divided by its spread over the areas of the group
    that have it. That spread does not depend on the other variables: leaving a variable out takes exactly its part
    from every squared distance, and nothing else changes.

    Parameters
    ----------
    table : figures of the whole country
    code : the area whose peers are wanted
    without : ids of variables to leave out

    Returns
    -------
    Peers : nearest first, with what could not be used and which areas lack a figure

    Raises
    ------
    DataError : the area is not in the table, or no variable is left
    """
    if code not in table.areas:
        raise DataError(f"{table.id}: {code} is not among its {len(table.areas)} areas, so that it has no peers there")
    wanted = tuple(one.id for one in table.variables if one.id not in without)
    if not wanted:
        raise DataError(f"{table.id}: every variable is left out, so that nothing can be compared")
    cube = Cube(compared(table)[:, :, None], table.areas, tuple(one.id for one in table.variables), (_ALL,))
    return find_peers(cube, code, PeerPlan(table.count, wanted), _ALL, table.group_of(code))


def compared(table: PeerTable) -> Numbers:
    """The figures as they are compared, shape (areas, variables): the logarithm where that is declared."""
    values = table.figures.copy()
    for k, variable in enumerate(table.variables):
        if variable.id in table.logarithms:
            values[:, k] = np.log(values[:, k])
    return values


def stays_without(table: PeerTable, code: str) -> Mapping[str, int]:
    """How many of an area's peers are still among them when one variable is left out, by the variable's id."""
    peers = nationwide_peers(table, code)
    if len(table.variables) < 2:
        return {}
    return {one: len(set(peers.areas) & set(nationwide_peers(table, code, (one,)).areas)) for one in peers.compared_on}
