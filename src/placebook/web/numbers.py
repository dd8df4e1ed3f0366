"""Numbers as people read them: commas between thousands, a true minus sign, and never zero for nothing."""

from __future__ import annotations

from datetime import date

MISSING = "no data"


def day(written: str) -> str:
    """A date as people say it, "30 April 2025" for 2025-04-30; what is not a whole date stays as it is."""
    try:
        found = date.fromisoformat(written)
    except ValueError:
        return written
    return f"{found.day} {_MONTHS[found.month - 1]} {found.year}" if written == found.isoformat() else written


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


def figure(value: float | None, decimals: int = 1) -> str:
    """A number with commas between thousands, a true minus sign, or "no data"; never zero for nothing."""
    if value is None or value != value:
        return MISSING
    return f"{value:,.{decimals}f}".replace("-", "\u2212")


def whole(value: float | None) -> str:
    """A whole number, or "no data"."""
    return figure(value, 0)


def share(value: float | None) -> str:
    """A share of 1 as per cent, or "no data"."""
    return MISSING if value is None or value != value else f"{100 * value:.0f}%"


def out_of(rank: int | None, count: int) -> str:
    """A rank and how many there are: "4 of 17"; or "no data"."""
    return MISSING if rank is None else f"{rank:,} of {count:,}"
