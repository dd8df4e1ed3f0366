"""One report of what is hidden and why, that a data protection officer can sign. No hidden count stands in it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np

from placebook.measure.disclosure import PRIMARY, SECONDARY, Shown
from placebook.measure.disclosure_audit import Audit, Range
from placebook.types import DisclosureRule

GROUPED = 10  # fewer hidden counts than this are not divided by reason where the public reads it


@dataclass(frozen=True, slots=True)
class PeriodHidden:
    """How many counts of one period are shown, and how many hidden."""

    period: str
    shown: int
    hidden: int


@dataclass(frozen=True, slots=True)
class HiddenReport:
    """What is hidden in one publication, why, what that loses, and what an attack on it found.

    `primary` counts are small themselves; `secondary` ones are hidden so that no small one can be worked out. `gap`
    is the share of the hidden that may be more than was needed. `ranges` say of each hidden count between which
    numbers everybody can place it, and for whom the report is, why it is hidden.
    """

    title: str
    rule: str
    published: tuple[str, ...]
    shown: int
    primary: int
    secondary: int
    gap: float
    periods: tuple[PeriodHidden, ...]
    passes: bool
    narrowest: int | None  # counts that the narrowest range of a small count holds
    ranges: tuple[Range, ...]
    open: tuple[tuple[str, str, str], ...]
    id: str = ""  # of the measure, where it is one
    tried: tuple[str, ...] = ()  # what was attacked beside the counts, in sentences

    @property
    def hidden(self) -> int:
        """How many counts are hidden."""
        return self.primary + self.secondary


def report_of(
    title: str,
    tables: Sequence[Shown],
    rule: DisclosureRule,
    found: Audit,
    published: Sequence[str],
    gap: float,
    id: str = "",
) -> HiddenReport:
    """Put together what is hidden in some tables and what the attack on them found."""
    why = np.concatenate([one.why.ravel() for one in tables])
    known = np.concatenate([one.counts.ravel() for one in tables])
    small = [one for one in found.ranges if one.why != SECONDARY and np.isfinite(one.high)]
    return HiddenReport(
        title,
        rule_in_words(rule),
        tuple(published),
        int(np.sum(~np.isnan(known))),
        int(np.sum(why == PRIMARY)),
        int(np.sum(why == SECONDARY)),
        gap,
        tuple(_periods(tables)),
        found.passes,
        min((int(np.floor(one.high) - np.ceil(one.low)) + 1 for one in small), default=None),
        found.ranges,
        found.open,
        id,
    )


def _periods(tables: Sequence[Shown]) -> Iterator[PeriodHidden]:
    for period in dict.fromkeys(period for one in tables for period in one.periods):
        here = [(one, one.periods.index(period)) for one in tables if period in one.periods]
        shown = sum(int(np.sum(~np.isnan(one.counts[:, at]))) for one, at in here)
        yield PeriodHidden(period, shown, sum(int(np.sum(one.hidden[:, at])) for one, at in here))


def rule_in_words(rule: DisclosureRule) -> str:
    """The rule as a sentence or two."""
    small = f"Counts from 1 to {rule.hide_up_to} are hidden" if rule.hide_up_to else "No count is hidden for its size"
    nought = ", and 0 is shown." if rule.zero_is_safe else ", and 0 is hidden too."
    base = f" What is shown is rounded to the nearest {rule.round_to}." if rule.round_to > 1 else ""
    if rule.protection is not None:
        return f"{small}{nought}{base} The range that anybody can work out for a hidden count spans {rule.protection}."
    least = 1 if rule.zero_is_safe else 0
    return (
        f"{small}{nought}{base} Others are hidden so that the range which anybody can work out for a small count still "
        f"holds every number from {least} to {rule.hide_up_to}."
    )


def attack_in_words(report: HiddenReport) -> str:
    """What the attack tried and found, in two sentences."""
    tried = (
        f"Each of the {len(report.ranges)} hidden counts was attacked with everything that is published, by linear and "
        "integer programs."
    )
    if report.open:
        return f"{tried} {len(report.open)} counts that the rule hides are shown: this must not be published."
    given = sum(not one.safe for one in report.ranges)
    if given:
        return f"{tried} {given} can be worked out too narrowly: this must not be published."
    if not report.ranges:
        return "Nothing is hidden, and nothing that is shown is small, so there was nothing to attack."
    return f"{tried} None can be worked out more narrowly than the rule allows."


def range_in_words(one: Range) -> str:
    """Between which numbers anybody can place a hidden count."""
    if np.isinf(one.high):
        return f"{_whole(one.low)} or more"
    words = f"{_whole(one.low)} to {_whole(one.high)}"
    return words if one.exact else f"at least {words}"


def _whole(number: float) -> str:
    return f"{number:.0f}" if abs(number - round(number)) < 1e-6 else f"{number:.1f}"
