"""The pages of social value: what was bid and what came, in its unit and in money, and what is not known."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from placebook.decide.social_value import Contract, Total, ValueLine, lines, totals
from placebook.pages.shelf import Shelf


@dataclass(frozen=True, slots=True)
class ContractLine:
    """One contract in the list."""

    id: str
    title: str
    supplier: str
    commitments: int
    verified: int
    not_known: int
    invented: bool
    withdrawn: str


@dataclass(frozen=True, slots=True)
class SocialValuePage:
    """All contracts of a site. They are not ranked."""

    title: str
    lines: tuple[ContractLine, ...]


@dataclass(frozen=True, slots=True)
class ContractPage:
    """One contract."""

    id: str
    title: str
    supplier: str
    owner: str
    starts: str
    ends: str
    pack: str
    source: str
    lines: tuple[ValueLine, ...]
    totals: tuple[Total, ...]
    invented: bool
    withdrawn: str
    withdrawn_on: str


def social_value_page(shelf: Shelf) -> SocialValuePage:
    """The list of contracts."""
    return SocialValuePage(shelf.title, tuple(_line(one) for one in shelf.contracts))


def _line(one: Contract) -> ContractLine:
    found = lines(one)
    return ContractLine(
        id=one.id,
        title=one.title,
        supplier=one.supplier,
        commitments=len(found),
        verified=sum(each.verified for each in found),
        not_known=sum(each.stands == "not known" for each in found),
        invented=one.invented,
        withdrawn=one.withdrawn,
    )


def contract_page(shelf: Shelf, name: str) -> ContractPage | None:
    """One contract by its id; None where there is none."""
    found = next((one for one in shelf.contracts if one.id == name), None)
    return None if found is None else page_of_contract(found)


def page_of_contract(one: Contract) -> ContractPage:
    """All that is said of a contract."""
    return ContractPage(
        id=one.id,
        title=one.title,
        supplier=one.supplier,
        owner=one.owner,
        starts=one.starts,
        ends=one.ends,
        pack=f"{one.pack.title} {one.pack.version}",
        source=one.pack.source,
        lines=lines(one),
        totals=totals(one),
        invented=one.invented or one.pack.invented,
        withdrawn=one.withdrawn,
        withdrawn_on=one.withdrawn_on,
    )


def contract_lines(page: ContractPage) -> Iterator[str]:
    """The page as lines of text."""
    yield f"{page.title} ({page.id}), {page.supplier}"
    yield f"Measures: {page.pack}"
    if page.withdrawn:
        yield f"Withdrawn {page.withdrawn_on}: {page.withdrawn}"
    for one in page.lines:
        yield f"\n{one.measure.title} ({one.measure.unit})"
        yield f"  bid {one.commitment.bid:,.10g}: {money(one.bid.value, one.bid.most, one.bid.why)}"
        came = one.commitment.delivered
        said = f"{came:,.10g}" if isinstance(came, float) else came.value
        yield f"  delivered {said}: {money(one.delivered.value, one.delivered.most, one.delivered.why)}"
        yield f"  {one.stands}; {'verified' if one.verified else 'not verified'}"
    yield ""
    for total in page.totals:
        yield f"{total.name}: bid {_sum(total.bid, total.bid_unknown, total.of)}"
        yield f"  delivered {_sum(total.delivered, total.delivered_unknown, total.of)}"
        yield f"  verified {'none' if total.verified is None else f'£{total.verified:,.0f}'}"


def money(value: float | None, most: float | None, why: str) -> str:
    """A value in pounds, or why there is none and what it cannot exceed."""
    if value is not None:
        return f"£{value:,.0f}"
    return f"not known, at most £{most:,.0f} ({why})" if most is not None else f"not known ({why})"


def _sum(known: float | None, unknown: int, of: int) -> str:
    said = "nothing known" if known is None else f"£{known:,.0f}"
    return said + (f", and {unknown} of {of} not known" if unknown else "")
