"""Store a report, list them, answer one: all that anything else needs to know of the table.

The table is one SQLite file in the book, made at the first report: records/corrections.sqlite3.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from threading import Lock
from typing import TYPE_CHECKING

from django.conf import settings
from django.db import connections

from placebook.pages.corrections import CorrectionLine, public_line
from placebook.types import DataError

if TYPE_CHECKING:
    from placebook.web.corrections.models import Report

MOST_A_DAY = 200  # of all senders; more than that is no reader
_making = Lock()
_made: set[Path] = set()


class TooManyReports(DataError):
    """More reports came in a day than people write."""


@dataclass(frozen=True, slots=True)
class Said:
    """What a reader sent."""

    page: str
    what: str
    contact: str = ""


def place(book: Path) -> Path:
    """Where the table of a book lies."""
    return book / "records" / "corrections.sqlite3"


def store(said: Said) -> int:
    """Keep a report. Gives its number. Raises TooManyReports when the day is full."""
    _make_ready()
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


def everything() -> list[Report]:
    """Every report with all that was sent, for the people who answer them; newest first."""
    if not place(settings.BOOK).is_file():
        return []
    _make_ready()
    from placebook.web.corrections.models import Report

    return list(Report.objects.all())


def answer(number: int, status: str, reply: str) -> None:
    """Say where a report stands now, and why. Raises DataError when there is no such report."""
    there = [int(one.pk) for one in everything()]
    if number not in there:
        said = f"there is: {', '.join(map(str, sorted(there)))}" if there else "there is none yet"
        raise DataError(f"no report has the number {number}; {said}")
    from placebook.web.corrections.models import Report

    Report.objects.filter(pk=number).update(status=status, reply=reply)


def _make_ready() -> None:
    """Make the table, or bring an older one up to date, once for each book and process."""
    path = place(settings.BOOK)
    with _making:
        if path in _made and path.is_file():
            return
        path.parent.mkdir(exist_ok=True)
        from django.core.management import call_command

        call_command("migrate", "corrections", verbosity=0, interactive=False)
        _made.add(path)


def use_book(book: Path) -> None:
    """Let this process read and write the table of this book and of no other."""
    settings.BOOK = book
    for one in (connections.settings["default"], connections["default"].settings_dict):
        one["NAME"] = str(place(book))
    connections["default"].close()
