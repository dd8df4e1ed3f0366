"""What a change of boundaries did: which areas went into which, and what share of people moved."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from placebook.measure.shares import Shares, _some
from placebook.types import DataError, Source


@dataclass(frozen=True, slots=True)
class Move:
    """The people of one old area who are in one new area after the change.

    `share_of_old` and `share_of_new` are parts of 1: what part of the old area's people they are, and of the new one's.
    """

    old: str
    new: str
    people: float
    share_of_old: float
    share_of_new: float


@dataclass(frozen=True, slots=True)
class BoundaryChange:
    """A change from one set of boundaries to the next, with the people who were followed through it."""

    kind: str  # of the areas on both sides
    old_year: str
    new_year: str
    moves: tuple[Move, ...]
    old_names: Mapping[str, str]
    new_names: Mapping[str, str]
    people: str  # who was counted: "people in mid-2015"
    way: str
    basis: tuple[str, ...]
    sources: tuple[Source, ...]  # of the lookups


def boundary_moves(old: Shares, new: Shares, people: Mapping[str, float]) -> tuple[Move, ...]:
    """Where the people of each old area are after a change of boundaries, largest part first.

    Two sets of wards are compared over the small areas that both are made of:

        people in both a and b = sum over small areas s of  people of s  x  share of s in a  x  share of s in b

    Where a small area is divided on both sides, its people are taken to be spread over it alike.

    Parameters
    ----------
    old, new : where the same small areas lie on the old and on the new boundaries
    people : people (or records, or homes) of each small area, none below zero

    Raises
    ------
    DataError : a small area with people is not in both lookups
    """
    missing = sorted(
        code for code, some in people.items() if some > 0 and not (code in old.parts and code in new.parts)
    )
    if missing:
        raise DataError(f"{_some(missing)} has people, and is not in the lookups to both sets of boundaries; add it")
    both: dict[tuple[str, str], float] = {}
    for code, some in people.items():
        for a, share in old.parts.get(code, {}).items():
            for b, further in new.parts.get(code, {}).items():
                both[a, b] = both.get((a, b), 0.0) + some * share * further
    of_old, of_new = _totals(both, 0), _totals(both, 1)
    moves = [Move(a, b, n, n / of_old[a], n / of_new[b]) for (a, b), n in both.items() if n > 0]
    return tuple(sorted(moves, key=lambda move: (move.old, -move.people, move.new)))


def _totals(both: Mapping[tuple[str, str], float], side: int) -> dict[str, float]:
    totals: dict[str, float] = {}
    for pair, some in both.items():
        totals[pair[side]] = totals.get(pair[side], 0.0) + some
    return totals


def refuse_mixed(first: str, then: str, what: str, known: Sequence[str] = ()) -> None:
    """Stop what would compare areas of two sets of boundaries; do nothing where one of them is not known.

    Parameters
    ----------
    first, then : years of the boundaries of two sets of figures
    what : what is compared, with its verb, as in "the two builds are"
    known : ids of the rebases of the book that lead to the later boundaries

    Raises
    ------
    DataError : the years differ. The sentence names the rebase to run
    """
    if not first or not then or first == then:
        return
    latest = max(first, then)
    names = " or ".join(f"placebook rebase {name} --to {latest}" for name in known)
    run = names or f"placebook rebase ID --to {latest}, after describing its counts in rebase/ID.yaml"
    raise DataError(
        f"{what} on two sets of boundaries, those of {first} and those of {then}, and places that share a name are not "
        f"the same places; rebuild the earlier counts with: {run}"
    )


def share_moved(moves: tuple[Move, ...]) -> float:
    """The share of people who are no longer with the largest part of their old area, 0 to 1.

    An area that only changed its code or its name moves nobody. One that was cut in two halves moves half its people.
    """
    total = sum(move.people for move in moves)
    largest: dict[str, float] = {}
    for move in moves:
        largest[move.old] = max(largest.get(move.old, 0.0), move.people)
    return 1 - sum(largest.values()) / total if total else 0.0
