"""Totals by month, category and place into counts and the report that accounts for every record."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
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
_AT_ONCE = 500_000  # groups: short arrays are made in room that was used before
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
    present = _months_in(month)
    seen = present if np.all(many > 0) else _months_in(month[many > 0])
    covered = _declared(records.covered) if records.covered else seen
    whole, part = whole_periods(covered, records.period)
    positions = _positions(month, present, whole, records.period)
    state = _states(found, present, positions, frozenset(covered))
    shape = (len(ground.areas), len(whole), len(records.labels))
    values = _summed(found, positions, state, shape)
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


def _summed(
    found: Mapping[str, Whole], positions: NDArray[np.int32], state: NDArray[np.int8], shape: tuple[int, int, int]
) -> Numbers:
    """The records that are counted, by area, period and category."""
    values = np.zeros(shape)
    for some in _pieces(len(state)):
        ok = state[some] >= 0
        place, month, kind, many = (found[word][some][ok] for word in ("place", "month", "counted_as", MANY))
        cell = (place.astype(np.int64) * shape[1] + positions[month]) * shape[2] + kind
        np.add.at(values.reshape(-1), cell, many.astype(np.float64))
    return values


def _pieces(many: int) -> Iterator[slice]:
    yield from (slice(start, start + _AT_ONCE) for start in range(0, many, _AT_ONCE))


# What follows is said once for each month and then looked up, with as few long arrays as will do: there may be millions
# of groups, and making room for an array takes longer than to fill it. A table has an entry for each month, and behind
# these one for each reason: reasons are below zero, and so they are counted from its end.


def _months_in(month: Whole) -> tuple[int, ...]:
    table = np.zeros(_length(month), np.bool_)
    table[month] = True
    return tuple(np.flatnonzero(table[: -len(Why)]).tolist())


def _length(month: Whole) -> int:
    return int(month.max(initial=0)) + 1 + len(Why)


def _positions(month: Whole, present: Sequence[int], whole: tuple[str, ...], period: str) -> NDArray[np.int32]:
    """A table of the position of each month's period among the whole ones, -1 for a month of none of them."""
    at = {label: i for i, label in enumerate(whole)}
    table = np.full(_length(month), -1, np.int32)
    for one in present:
        table[one] = at.get(period_label(one, period), -1)
    return table


def _states(
    found: Mapping[str, Whole], present: Sequence[int], positions: NDArray[np.int32], covered: frozenset[int]
) -> NDArray[np.int8]:
    """For each group: 0 where it is counted, else the number of the first reason that applies.

    First comes what is wrong with the category, then with the month, then with the place.
    """
    table = np.zeros(len(positions), np.int8)
    table[-len(Why) :] = np.arange(-len(Why), 0)
    for one in present:
        if one not in covered:
            table[one] = Why.NOT_COVERED.number
        elif positions[one] < 0:
            table[one] = Why.PART_PERIOD.number
    state: NDArray[np.int8] = table[found["month"]]
    np.copyto(state, found["place"], where=(found["place"] < 0) & (state == 0), casting="unsafe")
    np.copyto(state, found["counted_as"], where=found["counted_as"] < 0, casting="unsafe")
    return state


def _report(
    records: Records,
    ground: Ground,
    totals: Totals,
    state: NDArray[np.int8],
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
        placed[words] = placed.get(words, 0) + int(many.sum(where=(state >= 0) & (way == at)))
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
    sums = np.zeros(_length(found["month"]))
    for some in _pieces(len(found[MANY])):
        np.add.at(sums, found["month"][some], found[MANY][some].astype(np.float64))
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
