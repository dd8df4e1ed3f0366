"""Days as people write them."""

from __future__ import annotations

from datetime import date

_MONTHS = (
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
)


def day(written: str) -> str:
    """A date as people say it, "30 April 2025" for 2025-04-30; what is not a whole date stays as it is."""
    try:
        found = date.fromisoformat(written)
    except ValueError:
        return written
    return f"{found.day} {_MONTHS[found.month - 1]} {found.year}" if written == found.isoformat() else written
