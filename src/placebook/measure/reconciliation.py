"""What became of every record: read, placed, or left out and why. The parts always sum to the whole."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from placebook.measure.placing import Why
from placebook.types import NOTHING


@dataclass(frozen=True, slots=True)
class Share:
    """How many records of those with a code a lookup knew, and codes that it did not know, the commonest first."""

    file: str
    with_code: int
    known: int
    codes: int
    unknown: tuple[str, ...]  # examples
    unknown_codes: int

    @property
    def share(self) -> float:
        """The share of records with a code that the lookup knew; 1 where none has a code."""
        return self.known / self.with_code if self.with_code else 1.0


@dataclass(frozen=True, slots=True)
class Reconciliation:
    """What became of the records of one description, for one kind of area.

    `placed` counts by the way that gave the area; `left_out` by reason. Raises ValueError when made if these do not
    sum to `read`: a report whose parts do not sum is never shown.
    """

    records: str  # id of the description
    title: str
    area_kind: str
    boundaries: str
    read: int
    placed: Mapping[str, int]
    left_out: Mapping[Why, int]
    areas: int  # in which records could be counted
    areas_with_records: int
    periods: tuple[str, ...] = ()  # that are counted
    months: tuple[str, ...] = ()  # that the files cover, as spans: 2010-12 to 2025-02
    part_periods: tuple[str, ...] = ()  # left out, since the files cover them in part
    files: Mapping[str, int] = field(default_factory=lambda: NOTHING)  # records in each
    repeated_ids: int = 0  # IDs that stand more than once
    repeated_records: int = 0  # records beyond the first of each ID
    without_id: int = 0
    shares: tuple[Share, ...] = ()
    notes: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        told = self.counted + sum(self.left_out.values())
        if told != self.read:
            raise ValueError(f"{self.records}: {self.read:,} records were read and the report tells of {told:,}")

    @property
    def counted(self) -> int:
        """Records that are counted in an area."""
        return sum(self.placed.values())


def report_rows(found: Reconciliation) -> tuple[tuple[str, int], ...]:
    """The report as rows of words and records: read, placed and how, left out and why."""
    rows = [("read", found.read), ("placed", found.counted)]
    rows += [(f"  {way}", many) for way, many in found.placed.items()]
    rows.append(("not counted", sum(found.left_out.values())))
    rows += [(f"  {reason.value}", found.left_out[reason]) for reason in Why if found.left_out.get(reason)]
    return tuple(rows)


def spans(months: tuple[int, ...]) -> tuple[str, ...]:
    """Months (year x 12 + month - 1), sorted, as spans of months without a gap: "2010-12 to 2025-02"."""
    found: list[list[int]] = []
    for month in months:
        if found and month == found[-1][1] + 1:
            found[-1][1] = month
        else:
            found.append([month, month])
    return tuple(
        month_label(first) if first == last else f"{month_label(first)} to {month_label(last)}" for first, last in found
    )


def month_label(month: int) -> str:
    """2010-12 for the month 2010 x 12 + 11."""
    return f"{month // 12:04}-{month % 12 + 1:02}"


def period_label(month: int, period: str) -> str:
    """The label of the month, quarter or year in which a month lies."""
    labels = {"quarter": f"{month // 12:04}-Q{month % 12 // 3 + 1}", "year": f"{month // 12:04}"}
    return labels.get(period, month_label(month))


def whole_periods(months: tuple[int, ...], period: str) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """The periods all of whose months are covered, and those of which only some are, each in order."""
    length = {"month": 1, "quarter": 3, "year": 12}[period]
    found: dict[str, int] = {}
    for month in sorted(set(months)):
        label = period_label(month, period)
        found[label] = found.get(label, 0) + 1
    whole = tuple(label for label, many in found.items() if many == length)
    return whole, tuple(label for label in found if label not in whole)
