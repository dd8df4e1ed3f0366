"""Questions that the public asked about an entry of the register, with dated answers."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

UNREAD = "received"  # where nobody has looked at it yet


@dataclass(frozen=True, slots=True)
class RegisterQuestion:
    """One question in public. Words from outside are shown once somebody has looked at them."""

    number: int
    asked_on: str  # ISO
    asks: str
    answer: str = ""  # '' while there is none
    answered_on: str = ""  # ISO


@dataclass(frozen=True, slots=True)
class Asked:
    """One question as it lies in the box."""

    number: int
    entry: str  # id of the register entry
    asked_on: str
    asks: str
    status: str
    answer: str = ""
    answered_on: str = ""


@dataclass(frozen=True, slots=True)
class QuestionBox:
    """What the public sees of the questions about one entry, the newest first; `waiting` nobody has looked at yet."""

    questions: tuple[RegisterQuestion, ...] = ()
    waiting: int = 0


def box_of(entry: str, asked: Iterable[Asked]) -> QuestionBox:
    """The questions about one entry: those that were looked at in words, the others as a number."""
    ours = sorted(
        (one for one in asked if one.entry == entry), key=lambda one: (one.asked_on, one.number), reverse=True
    )
    seen = (one for one in ours if one.status != UNREAD)
    shown = tuple(RegisterQuestion(one.number, one.asked_on, one.asks, one.answer, one.answered_on) for one in seen)
    return QuestionBox(shown, len(ours) - len(shown))
