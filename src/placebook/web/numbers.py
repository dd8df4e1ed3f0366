"""Numbers as people read them: commas between thousands, a true minus sign, and never zero for nothing."""

from __future__ import annotations

MISSING = "no data"


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
