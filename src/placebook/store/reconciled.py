"""Totals by month, category and place into counts and the report that accounts for every record."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any

import numpy as np
from numpy.typing import NDArray

from placebook.measure.placing import Why
from placebook.measure.placing import why as reason_of
from placebook.measure.reconciliation import Reconciliation, Share, month_label, period_label, spans, whole_periods
from placebook.sources.records import ByLookup, ByPoint, Covered, Records, Way
from placebook.store.grouped import MANY, Repeats
from placebook.store.places import Ground
from placebook.types import Counts, DataError, Numbers

Whole = NDArray[np.int64]
_WOULD_HELP = {
    Why.BAD_DATE: "write in dates: how the files write them, year-month-day or day/month/year",
    Why.NO_DATE: "check which column holds the date",
    Why.NOT_WANTED: "check categories: and not_wanted:",
    Why.NOT_COVERED: "check covered:",
    Why.PART_PERIOD: "take a shorter period:, or say in covered: which months the files cover whole",
    Why.NO_LOCATION: "check which columns hold the place",
}
FEW = 0.1  # of the middle month: a month with fewer records is named, since its files may not be whole


@dataclass(frozen=True, slots=True)
class Totals:
    """What an engine gave back: records in each file, left out before placing, and by month, category and place."""

    in_file: Mapping[str, int]
    left_out: Mapping[Why, int]
    repeats: Repeats
    notes: tuple[str, ...]
    groups: int  # of records that are alike
    found: Mapping[str, Whole] = field(default_factory=dict)
    shares: tuple[Share, ...] = ()

    def with_found(self, found: Mapping[str, Any], shares: tuple[Share, ...]) -> Totals:
        """The same with the groups that were found for one placement."""
        return replace(self, found=found, shares=shares)


def counts_and_report(records: Records, ground: Ground, totals: Totals) -> tuple[Counts, Reconciliation]:
    """The counts of one placement and what became of every record.

    Raises DataError when no record at all can be placed: counts of nothing but noughts would be false.
    """
    found = totals.found
    month, many = found["month"], found[MANY]
    seen = tuple(np.flatnonzero(np.bincount(month[(month >= 0) & (many > 0)])).tolist())
    covered = _declared(records.covered) if records.covered else seen
    whole, part = whole_periods(covered, records.period)
    period = _positions(month, whole, records.period)
    state = _states(found, period, frozenset(covered))
    shape = (len(ground.areas), len(whole), len(records.labels))
    ok = state >= 0
    cell = (found["place"][ok] * shape[1] + period[ok]) * shape[2] + found["counted_as"][ok]
    values: Numbers = np.bincount(cell, weights=many[ok], minlength=int(np.prod(shape))).astype(float).reshape(shape)
    report = _report(records, ground, totals, state, (seen, covered, whole, part), values)
    _refuse_nothing(report, ground)
    placement = ground.placement
    counts = Counts(values, ground.areas, whole, records.labels, placement.area_kind, placement.boundaries)
    return counts, report


def _declared(covered: Covered) -> tuple[int, ...]:
    first, last = _month_of(covered.first), _month_of(covered.last)
    but_not = {_month_of(label) for label in covered.but_not}
    return tuple(month for month in range(first, last + 1) if month not in but_not)


def _month_of(label: str) -> int:
    return int(label[:4]) * 12 + int(label[5:]) - 1


def _positions(month: Whole, whole: tuple[str, ...], period: str) -> Whole:
    """The position of each month's period among the whole ones, -1 for a month of none of them."""
    at = {label: i for i, label in enumerate(whole)}
    last = int(month.max(initial=0))
    of_each = np.full(last + 2, -1)  # one place more, for reasons below zero
    for one in np.flatnonzero(np.bincount(month[month >= 0])).tolist():
        of_each[one] = at.get(period_label(one, period), -1)
    found: Whole = of_each[np.where(month >= 0, month, last + 1)]
    return found


def _states(found: Mapping[str, Whole], period: Whole, covered: frozenset[int]) -> Whole:
    """For each group: 0 where it is counted, else the number of the first reason that applies."""
    month, category, place = found["month"], found["counted_as"], found["place"]
    outside = (month >= 0) & ~np.isin(month, list(covered))
    ways = (
        (category < 0, category),
        (month < 0, month),
        (outside, np.full_like(month, Why.NOT_COVERED.number)),
        (period < 0, np.full_like(month, Why.PART_PERIOD.number)),
        (place < 0, place),
    )
    return np.select([which for which, _ in ways], [reason for _, reason in ways], 0)


def _report(
    records: Records,
    ground: Ground,
    totals: Totals,
    state: Whole,
    times: tuple[tuple[int, ...], tuple[int, ...], tuple[str, ...], tuple[str, ...]],
    values: NDArray[np.float64],
) -> Reconciliation:
    seen, covered, whole, part = times
    many, way = totals.found[MANY], totals.found["way"]
    left_out = {reason: n for reason, n in totals.left_out.items() if n}
    below = state < 0
    for at, n in enumerate(np.bincount(-1 - state[below], weights=many[below]).astype(int).tolist()):
        if n:
            left_out[reason_of(-1 - at)] = n
    placed: dict[str, int] = {}
    for at, one in enumerate(ground.placement.ways):
        words = way_in_words(one)
        placed[words] = placed.get(words, 0) + int(many[(state >= 0) & (way == at)].sum())
    return Reconciliation(
        records=records.id,
        title=records.title,
        area_kind=ground.placement.area_kind,
        boundaries=ground.placement.boundaries,
        read=sum(totals.in_file.values()),
        placed=placed,
        left_out={reason: left_out[reason] for reason in Why if reason in left_out},
        areas=len(ground.areas),
        areas_with_records=int((values.sum(axis=(1, 2)) > 0).sum()),
        periods=whole,
        months=spans(covered),
        part_periods=part,
        files=totals.in_file,
        repeated_ids=totals.repeats.ids,
        repeated_records=totals.repeats.beyond_first,
        without_id=totals.repeats.without_id,
        shares=totals.shares,
        notes=(*totals.notes, *_thin_months(totals.found, seen)),
    )


def way_in_words(way: Way) -> str:
    """A way of placing in words: "by point"."""
    if isinstance(way, ByPoint):
        return "by point"
    if isinstance(way, ByLookup):
        return f"by {way.column.replace('_', ' ')}, {way.lookup}"
    return f"by {way.column.replace('_', ' ')} code"


def _thin_months(found: Mapping[str, Whole], seen: tuple[int, ...]) -> tuple[str, ...]:
    """Months with so few records that a stray date or half a file may be all there is of them."""
    if len(seen) < 3:
        return ()
    known = found["month"] >= 0
    sums = np.bincount(found["month"][known], weights=found[MANY][known])
    of_month = {month: int(sums[month]) for month in seen}
    middle = float(np.median(list(of_month.values())))
    thin = [month for month, many in of_month.items() if many < FEW * middle]
    return tuple(
        f"{month_label(month)} has {of_month[month]:,} records where the middle month has {middle:,.0f}; "
        "if it is a slip or half a file, its noughts are false: say covered:"
        for month in thin
    )


def _refuse_nothing(report: Reconciliation, ground: Ground) -> None:
    if report.counted:
        return
    why = ", ".join(f"{many:,} {reason.value}" for reason, many in report.left_out.items())
    most = max(report.left_out, key=lambda reason: report.left_out[reason], default=Why.OUTSIDE)
    raise DataError(
        f"none of {report.read:,} records can be counted in any of the {len(ground.areas)} areas ({why}); "
        + _WOULD_HELP.get(most, "check that the files, the boundaries and the lookups are of the same place")
    )


def whole_of(records: Records, report: Reconciliation) -> None:
    """Raises DataError where the report is not what the description expects of it."""
    found = {
        "records": float(report.read),
        "placed": report.counted / report.read if report.read else 0.0,
        "areas": float(report.areas_with_records),
    }
    for word, wanted in records.expect.items():
        enough = found[word] >= wanted if word == "placed" else found[word] == wanted
        if not enough:
            least = "at least " if word == "placed" else ""
            raise DataError(
                f"records/{records.id}.yaml: expects {word}: {least}{wanted:,g} and finds {found[word]:,.4g}; "
                "look at what changed, then mend the files or expect:"
            )
