"""Decisions that come back: what was expected of which figure, when somebody looks, and how the figure has moved.

The words are "moved with", never "caused": a figure that went the expected way may have gone it anyway.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from placebook.decide.wheel import FALL, RISE, Decision, Expectation, Factor, Option, every_segment

MOVED, NOT_MOVED, TOO_EARLY = "moved with what was expected", "did not move with what was expected", "too early to say"


@dataclass(frozen=True, slots=True)
class Expected:
    """One expectation of the option that was chosen."""

    decision: Decision
    option: Option
    factor: Factor
    term: str
    expects: Expectation

    def is_due(self, on: str) -> bool:
        """Whether its day is reached on a day, as 2027-03-04; never when no day is given."""
        return bool(on) and self.expects.review_on <= on


def expected(decision: Decision, factors: tuple[Factor, ...]) -> Iterator[Expected]:
    """What is expected of the option that was chosen. While none is, and of a draft, nothing comes back."""
    if not decision.is_published or not decision.chosen or decision.withdrawn:
        return
    for option, factor, segment in every_segment(decision, factors):
        if option.id == decision.chosen and segment.expects is not None:
            yield Expected(decision, option, factor, segment.term, segment.expects)


def in_order(found: Iterable[Expected]) -> tuple[Expected, ...]:
    """The earliest day first."""
    return tuple(sorted(found, key=lambda one: (one.expects.review_on, one.decision.id, one.factor.number, one.term)))


def direction_of(before: float, after: float, decimals: int) -> str:
    """rise, fall or stay the same, at the number of decimals with which the figure is written."""
    change = round(after - before, decimals)
    return RISE if change > 0 else FALL if change < 0 else "stay the same"


def verdict(direction: str, before: float | None, after: float | None, decimals: int) -> str:
    """Whether a figure moved with what was expected; too early where there is no newer one."""
    if before is None or after is None:
        return TOO_EARLY
    return MOVED if direction_of(before, after, decimals) == direction else NOT_MOVED
