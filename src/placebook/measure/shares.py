"""Which share of each area lies in which area of other boundaries: what a lookup says, as a value."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from placebook.types import DataError

BEST_FIT = "best fit"
APPORTIONING = "apportioning"
_CLOSE = 1e-6  # how far from 1 the shares of an area may sum, for shares that were printed rounded
_NAMED = 3  # examples in what is said


@dataclass(frozen=True, slots=True)
class Shares:
    """Which share of each area of one set of boundaries lies in which areas of another.

    `parts` has, for each area, the areas it is divided between and the share of each, which sum to 1. Under best fit
    every area goes whole to one other. `of` and `boundaries` are the years of the two sets: "2011" and "2022".
    `basis` says by what areas were shared out, such as people, households or postcodes; empty where none was divided.
    """

    parts: Mapping[str, Mapping[str, float]]
    of: str
    boundaries: str
    area_kind: str = ""
    way: str = APPORTIONING
    basis: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        for code, parts in self.parts.items():
            if any(not 0 <= share <= 1 for share in parts.values()):
                raise DataError(f"a share of {code} is below 0 or above 1; shares of an area are parts of 1")
            total = sum(parts.values())
            if abs(total - 1) > _CLOSE:
                raise DataError(f"the shares of {code} sum to {total:.6g}, and must sum to 1: all of it lies somewhere")

    @property
    def areas(self) -> tuple[str, ...]:
        """The areas that something lies in, sorted."""
        return tuple(sorted({code for parts in self.parts.values() for code in parts}))


def shares_by(
    pairs: Iterable[tuple[str, str]],
    weight: Mapping[str, float] | None,
    of: str,
    boundaries: str,
    basis: str = "people",
) -> Shares:
    """Shares from a lookup of pairs of codes, weighted by people (or homes) in the areas that an area is divided into.

        share of a in b = people of b / people of all areas that a is divided into

    Official lookups name pairs and no shares. An area with one partner lies in it whole and needs no weight. This is
    right for areas that were split: their parts are whole areas. Turned round, it shares out those that were merged.

    Parameters
    ----------
    pairs : code of an area, and code of one that it lies in, in whole or in part
    weight : people, homes or postcodes of the areas in the second place. None means equal parts: small areas are drawn
        to hold about as many people each, so that this is a fair guess where no count is held
    of, boundaries : the years of the boundaries of the first and of the second codes
    basis : what the weights are, in words

    Raises
    ------
    DataError : an area has several partners, and one of them has no weight, or all have none
    """
    partners: dict[str, dict[str, None]] = {}
    for code, other in pairs:
        partners.setdefault(code, {})[other] = None
    parts = {code: _shared_out(code, tuple(others), weight) for code, others in partners.items()}
    divided = any(len(shares) > 1 for shares in parts.values())
    said = basis if weight is not None else "equal parts"
    return Shares(parts, of, boundaries, basis=(said,) if divided else ())


def _shared_out(code: str, others: tuple[str, ...], weight: Mapping[str, float] | None) -> Mapping[str, float]:
    if len(others) == 1:
        return {others[0]: 1.0}
    if weight is None:
        return dict.fromkeys(others, 1 / len(others))
    unknown = [other for other in others if other not in weight]
    if unknown:
        raise DataError(f"{code} is divided, and nobody says how many people {unknown[0]} has; add it, or give shares")
    total = sum(weight[other] for other in others)
    if total <= 0:
        raise DataError(f"{code} is divided between areas in which nobody lives; give the shares themselves")
    return {other: weight[other] / total for other in others}


def chain(*steps: Shares) -> Shares:
    """Several steps as one: from small areas of 2011 to those of 2021, and from there to wards of 2022.

        share of a in c = sum over b of  share of a in b  x  share of b in c

    Shares are put together before any count is moved, so that counts are rounded once and not at every step.

    Raises
    ------
    DataError : the end of one step is of other boundaries than the start of the next, or an area between them is in
        the first lookup and not in the second
    """
    made = steps[0]
    for step in steps[1:]:
        made = _joined(made, step)
    return made


def _joined(first: Shares, then: Shares) -> Shares:
    if first.boundaries != then.of:
        raise DataError(
            f"a lookup that ends on the boundaries of {first.boundaries} cannot be followed by one that begins on "
            f"those of {then.of}; put the one between them in"
        )
    lost = sorted({code for parts in first.parts.values() for code in parts} - then.parts.keys())
    if lost:
        raise DataError(
            f"the lookup from {then.of} to {then.boundaries} lacks {len(lost)} of the areas that the step before leads "
            f"to, such as {_some(lost)}; add them"
        )
    parts = {code: _through(between, then.parts) for code, between in first.parts.items()}
    basis = tuple(dict.fromkeys((*first.basis, *then.basis)))
    return Shares(parts, first.of, then.boundaries, then.area_kind, basis=basis)


def _through(between: Mapping[str, float], then: Mapping[str, Mapping[str, float]]) -> Mapping[str, float]:
    found: dict[str, float] = {}
    for code, share in between.items():
        for other, further in then[code].items():
            found[other] = found.get(other, 0.0) + share * further
    return found


def together(*lookups: Shares) -> Shares:
    """One lookup for records that mix the codes of two census years: each code is looked up where it belongs.

    Most small areas kept their code, and these must lie in the same places whichever lookup is asked.

    Raises
    ------
    DataError : the lookups lead to different boundaries, or put a code that both have in different places
    """
    first = lookups[0]
    parts: dict[str, Mapping[str, float]] = {}
    for lookup in lookups:
        if lookup.boundaries != first.boundaries:
            raise DataError(
                f"one lookup leads to the boundaries of {first.boundaries} and another to those of "
                f"{lookup.boundaries}; records can be counted on one set only"
            )
        for code in lookup.parts.keys() & parts.keys():
            if not _alike(parts[code], lookup.parts[code]):
                raise DataError(
                    f"{code} lies in {_some(sorted(parts[code]))} by the lookup from {first.of}, and in "
                    f"{_some(sorted(lookup.parts[code]))} by that from {lookup.of}; mend one of them"
                )
        parts.update(lookup.parts)
    years = " and ".join(dict.fromkeys(lookup.of for lookup in lookups))
    basis = tuple(dict.fromkeys(words for lookup in lookups for words in lookup.basis))
    return Shares(parts, years, first.boundaries, first.area_kind, basis=basis)


def _alike(one: Mapping[str, float], other: Mapping[str, float]) -> bool:
    return all(abs(one.get(code, 0.0) - other.get(code, 0.0)) <= _CLOSE for code in one.keys() | other.keys())


def best_fit(shares: Shares) -> Shares:
    """Each area whole in the one that holds most of it: whole counts stay whole, and nobody is cut in two.

    This is how the Office for National Statistics puts small areas into wards. Of two equal shares the one whose code
    comes first is taken, so that the same lookup always gives the same answer.
    """
    parts = {code: {_largest(some): 1.0} for code, some in shares.parts.items()}
    return replace(shares, parts=parts, way=BEST_FIT)


def _largest(parts: Mapping[str, float]) -> str:
    most = max(parts.values())
    return min(code for code, share in parts.items() if share >= most - _CLOSE)


def _some(codes: Sequence[str]) -> str:
    shown = ", ".join(codes[:_NAMED])
    return shown if len(codes) <= _NAMED else f"{shown} and {len(codes) - _NAMED} more"
