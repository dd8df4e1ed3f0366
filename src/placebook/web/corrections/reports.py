"""Store a report, list them, answer one: all that anything else needs to know of the table.

The table is made at the first report, among the other records of the book: see placebook.web.records.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from placebook.decide.register_questions import Asked
from placebook.pages.corrections import CorrectionLine, public_line
from placebook.types import DataError
from placebook.web.records import make_tables, there_are_records

if TYPE_CHECKING:
    from placebook.web.corrections.models import Report

MOST_A_DAY = 200  # of all senders; more than that is no reader


class TooManyReports(DataError):
    """More reports came in a day than people write."""


@dataclass(frozen=True, slots=True)
class Said:
    """What a reader sent."""

    page: str
    what: str
    contact: str = ""


def store(said: Said) -> int:
    """Keep a report. Gives its number. Raises TooManyReports when the day is full."""
    make_tables()
    from placebook.web.corrections.models import Report

    today = datetime.now(UTC).date()
    if Report.objects.filter(received=today).count() >= MOST_A_DAY:
        raise TooManyReports(f"{MOST_A_DAY} reports came today already; please come back tomorrow")
    return int(Report.objects.create(page=said.page, what=said.what, contact=said.contact, received=today).pk)


def published() -> tuple[CorrectionLine, ...]:
    """Every report as the public may see it, newest first; nothing where there is no table yet."""
    return tuple(
        public_line(int(one.pk), one.page, one.received.isoformat(), one.status, one.what, one.reply)
        for one in everything()
    )


def asked() -> tuple[Asked, ...]:
    """What readers asked about entries of the register."""
    begin, end = "register/", ".html"
    return tuple(
        Asked(
            number=int(one.pk),
            entry=one.page.partition("#")[0].removeprefix(begin).removesuffix(end),
            asked_on=one.received.isoformat(),
            asks=one.what,
            status=one.status,
            answer=one.reply,
            answered_on=one.answered.isoformat() if one.answered else "",
        )
        for one in everything()
        if one.page.startswith(begin)
    )


def everything() -> list[Report]:
    """Every report with all that was sent, for the people who answer them; newest first."""
    if not there_are_records():
        return []
    make_tables()
    from placebook.web.corrections.models import Report

    return list(Report.objects.all())


def answer(number: int, status: str, reply: str) -> None:
    """Say where a report stands now, and why. Raises DataError when there is no such report."""
    there = [int(one.pk) for one in everything()]
    if number not in there:
        said = f"there is: {', '.join(map(str, sorted(there)))}" if there else "there is none yet"
        raise DataError(f"no report has the number {number}; {said}")
    from placebook.web.corrections.models import Report

    Report.objects.filter(pk=number).update(status=status, reply=reply, answered=datetime.now(UTC).date())
