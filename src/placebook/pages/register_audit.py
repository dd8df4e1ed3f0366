"""A bias audit beside a register entry: its rates by group with limits, what it answers, and what it hides."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from placebook.measure.bias import BiasAudit, GroupAudit, GroupingAudit, GroupRate
from placebook.measure.bias_words import answers, caveats, conflict
from placebook.types import AuditReference

# rate -> heading in plain words; "it" is the outcome
SHOWN = {
    "selection rate": "Selected",
    "base rate": "Has it",
    "true positive rate": "With it, selected",
    "false positive rate": "Without it, selected",
    "precision": "Selected, has it",
}


@dataclass(frozen=True, slots=True)
class HeldAudit:
    """An audit as a book holds it: where it is named, what it found, which table it read, and the report's bytes."""

    reference: AuditReference
    audit: BiasAudit
    table: str
    content: bytes


@dataclass(frozen=True, slots=True)
class RateCell:
    """One rate of one group, in per cent. No value: `why` says why."""

    heading: str
    value: float | None
    lower: float | None
    upper: float | None
    why: str


@dataclass(frozen=True, slots=True)
class GroupRow:
    """One group. No people: the count is too small to show, or would give one away that is."""

    group: str
    people: float | None
    cells: tuple[RateCell, ...]


@dataclass(frozen=True, slots=True)
class GroupingTable:
    """All groups by one heading."""

    by: str
    rows: tuple[GroupRow, ...]
    answers: tuple[str, ...]
    conflict: str
    left_out: tuple[str, ...]
    all_hidden: bool  # no group of it has a rate that may be shown


@dataclass(frozen=True, slots=True)
class AuditSection:
    """One audit on the page of an entry."""

    number: int
    date: str
    table: str
    sha256: str
    groupings: tuple[GroupingTable, ...]
    caveats: tuple[str, ...]


def audit_section(held: HeldAudit, number: int) -> AuditSection:
    """What is shown of an audit: nothing that the audit itself hides."""
    audit = held.audit
    return AuditSection(
        number=number,
        date=held.reference.date,
        table=held.table,
        sha256=held.reference.sha256,
        groupings=tuple(_table(one, audit.everybody) for one in audit.groupings),
        caveats=tuple(caveats(audit)),
    )


def _table(grouping: GroupingAudit, everybody: GroupAudit) -> GroupingTable:
    rows = tuple(_rows(grouping, everybody))
    return GroupingTable(
        by=" and ".join(grouping.by),
        rows=rows,
        answers=tuple(answers(grouping)),
        conflict=conflict(grouping),
        left_out=grouping.left_out,
        all_hidden=all(cell.value is None for row in rows[:-1] for cell in row.cells),
    )


def _rows(grouping: GroupingAudit, everybody: GroupAudit) -> Iterator[GroupRow]:
    for one in (*grouping.groups, everybody):
        rates = {rate.name: rate for rate in one.rates}
        cells = tuple(_cell(heading, rates[name]) for name, heading in SHOWN.items())
        yield GroupRow(one.group, one.people, cells)


def _cell(heading: str, rate: GroupRate) -> RateCell:
    value, lower, upper = (None if one is None else 100 * one for one in (rate.value, rate.lower, rate.upper))
    return RateCell(heading, value, lower, upper, rate.why)
