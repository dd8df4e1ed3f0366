"""The page on which a reader says what is wrong, and the public list of what came of it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

UNREAD = "received"  # the status of a report that nobody has looked at yet
LONGEST_ADDRESS = 400


@dataclass(frozen=True, slots=True)
class WrongPage:
    """How to say that something is wrong. `about` is the path of the page it is about, '' for none in particular."""

    about: str
    contact: str  # an e-mail address, or ''


@dataclass(frozen=True, slots=True)
class CorrectionLine:
    """One report as the public sees it. `what` is None until somebody has looked at it."""

    number: int
    page: str  # a path of the site, '' where none was named
    received: str  # ISO day
    status: str  # received, looked at, corrected, not changed
    what: str | None
    reply: str


@dataclass(frozen=True, slots=True)
class CorrectionsPage:
    """Every report and where it stands, newest first."""

    lines: tuple[CorrectionLine, ...]


def wrong_page(contact: str, about: str, there: Sequence[str] | frozenset[str]) -> WrongPage:
    """The page for one report. An `about` that is no path of the site is left aside."""
    path = about.partition("#")[0].partition("?")[0]
    return WrongPage(about if path in there and len(about) <= LONGEST_ADDRESS else "", contact)


def public_line(number: int, page: str, received: str, status: str, what: str, reply: str) -> CorrectionLine:
    """A report without what is not for all: who sent it, and words that nobody has looked at."""
    return CorrectionLine(number, page, received, status, None if status == UNREAD else what, reply)
