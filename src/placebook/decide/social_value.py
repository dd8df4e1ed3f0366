"""Social value of a contract: what was bid beside what came, with what would have come anyway taken off.

Why: a supplier's promise and what a place got from it are two things, and neither is worth its money value if it would
have happened without the contract. What is not known is never counted as nothing, and never as done.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from placebook.types import State


@dataclass(frozen=True, slots=True)
class Measure:
    """What is counted, in a unit, and what one unit is said to be worth. None: no proxy value is published."""

    id: str
    title: str
    unit: str
    theme: str
    outcome: str
    proxy_value: float | None = None  # pounds for one unit
    proxy_source: str = ""


@dataclass(frozen=True, slots=True)
class MeasuresPack:
    """Themes, outcomes and measures, as one body publishes them."""

    id: str
    version: str
    title: str
    source: str
    licence: str
    themes: tuple[tuple[str, str], ...]  # id and title
    outcomes: tuple[tuple[str, str, str], ...]  # theme, id and title
    measures: tuple[Measure, ...]
    gap: str = ""
    invented: bool = False

    def measure(self, name: str) -> Measure | None:
        """A measure by its id, or None."""
        return next((one for one in self.measures if one.id == name), None)


@dataclass(frozen=True, slots=True)
class Assurance:
    """Who looked at the evidence for what was delivered, when, and where that can be read."""

    by: str
    date: str
    link: str
    says: str = ""


@dataclass(frozen=True, slots=True)
class Commitment:
    """One promise of a contract. A share that nobody has worked out is None, which is not nought."""

    measure: str
    bid: float
    delivered: float | State = State.NOT_ANSWERED
    as_of: str = ""  # ISO: the day up to which it is counted
    deadweight: float | None = None  # the share that would have happened anyway, 0 to 1
    attribution: float | None = None  # the share that others brought about, 0 to 1
    evidence: tuple[str, ...] = ()
    assurance: Assurance | None = None


@dataclass(frozen=True, slots=True)
class Contract:
    """A contract with its promises by the measures of one pack."""

    id: str
    title: str
    supplier: str
    owner: str  # the team that looks after it
    pack: MeasuresPack
    commitments: tuple[Commitment, ...]
    starts: str = ""
    ends: str = ""
    invented: bool = False
    withdrawn: str = ""  # why, where it was
    withdrawn_on: str = ""  # ISO


@dataclass(frozen=True, slots=True)
class Worth:
    """A money value, or why there is none; `most` is what it cannot exceed, where that can be said. In pounds."""

    value: float | None
    most: float | None
    why: str = ""


@dataclass(frozen=True, slots=True)
class ValueLine:
    """One promise: what was bid and what came, in its unit and in money."""

    measure: Measure
    commitment: Commitment
    bid: Worth
    delivered: Worth
    share: float | None  # of what was bid
    stands: str  # delivered, partly delivered, nothing delivered, or not known
    verified: bool


@dataclass(frozen=True, slots=True)
class Total:
    """Known values added up, and how many promises are not in that sum. A sum of nothing known is None, not nought."""

    name: str
    bid: float | None
    bid_unknown: int
    delivered: float | None
    delivered_unknown: int
    verified: float | None  # of what was delivered, the part with an assurance record
    of: int


def lines(contract: Contract) -> tuple[ValueLine, ...]:
    """Every promise of a contract, in its order."""
    return tuple(_line(contract.pack, one) for one in contract.commitments)


def _line(pack: MeasuresPack, one: Commitment) -> ValueLine:
    measure = pack.measure(one.measure)
    if measure is None:
        raise LookupError(f"{pack.id} has no measure {one.measure!r}")  # the reader has looked
    came = one.delivered if isinstance(one.delivered, float) else None
    return ValueLine(
        measure=measure,
        commitment=one,
        bid=worth(one.bid, measure, one),
        delivered=worth(came, measure, one),
        share=came / one.bid if came is not None and one.bid else None,
        stands=_stands(came, one.bid),
        verified=came is not None and one.assurance is not None,
    )


def _stands(came: float | None, bid: float) -> str:
    if came is None:
        return "not known"
    return "delivered" if came >= bid else "partly delivered" if came else "nothing delivered"


def worth(quantity: float | None, measure: Measure, one: Commitment) -> Worth:
    """What a quantity is worth once what would have come anyway, and what others brought about, is taken off.

        value = quantity * proxy value * (1 - deadweight) * (1 - attribution)

    A share that is not known leaves the value open; then what it cannot exceed is with that share at nought.

    Source: Cabinet Office (2009), A guide to Social Return on Investment, stage 4: deadweight is what would have
    happened anyway, attribution what others caused.
    """
    if quantity is None:
        return Worth(None, None, "what was delivered is not known")
    if measure.proxy_value is None:
        return Worth(None, None, "the pack has no proxy value for it")
    most = quantity * measure.proxy_value * _rest(one.deadweight) * _rest(one.attribution)
    unknown = [name for name in ("deadweight", "attribution") if getattr(one, name) is None]
    if unknown and most:
        return Worth(None, most, f"{' and '.join(unknown)} not known")
    return Worth(most, most)


def _rest(share: float | None) -> float:
    return 1.0 if share is None else 1.0 - share


def totals(contract: Contract) -> tuple[Total, ...]:
    """One total for each theme that has promises, and one for all; what is not known is counted beside, never in."""
    found = lines(contract)
    by_theme = (
        _total(title, [one for one in found if one.measure.theme == theme]) for theme, title in contract.pack.themes
    )
    return (*(one for one in by_theme if one.of), _total("All themes", found))


def _total(name: str, some: Sequence[ValueLine]) -> Total:
    return Total(
        name=name,
        bid=_sum(one.bid.value for one in some),
        bid_unknown=sum(one.bid.value is None for one in some),
        delivered=_sum(one.delivered.value for one in some),
        delivered_unknown=sum(one.delivered.value is None for one in some),
        verified=_sum(one.delivered.value for one in some if one.verified),
        of=len(some),
    )


def _sum(values: Iterable[float | None]) -> float | None:
    known = [one for one in values if one is not None]
    return sum(known) if known else None


def faults(contract: Contract) -> Iterator[str]:
    """What cannot be right: measures that are not there, shares beyond nought and one, an assurance by the supplier."""
    for at, one in enumerate(contract.commitments, start=1):
        where = f"commitment {at} ({one.measure})"
        if contract.pack.measure(one.measure) is None:
            known = ", ".join(each.id for each in contract.pack.measures) or "none: the pack is empty"
            yield f"{where}: {contract.pack.id} has no such measure; it has {known}"
        for name in ("deadweight", "attribution"):
            share = getattr(one, name)
            if share is not None and not 0 <= share <= 1:
                yield f"{where}: {name} is {share:g}; write a share from 0 to 1"
        if one.bid < 0 or (isinstance(one.delivered, float) and one.delivered < 0):
            yield f"{where}: a quantity lies below nought"
        yield from (f"{where}: {said}" for said in _assured(contract, one))


def _assured(contract: Contract, one: Commitment) -> Iterator[str]:
    if one.assurance is None:
        return
    if not isinstance(one.delivered, float):
        yield "it is assured, and what was delivered is not known; write the quantity"
    if one.assurance.by.casefold() in (contract.supplier.casefold(), contract.owner.casefold()):
        yield f"{one.assurance.by!r} assures a delivery of their own; somebody else must"
    if one.as_of and one.assurance.date < one.as_of:
        yield f"assured on {one.assurance.date}, before the day up to which it is counted; mend one date"
