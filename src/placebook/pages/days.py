"""Days as people write them."""

from __future__ import annotations

import re

_DAY = re.compile(r"(\d{4})-(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])")
_MONTHS = (
    *("January", "February", "March", "April", "May", "June"),
    *("July", "August", "September", "October", "November", "December"),
)


def day(written: str) -> str:
    """A date as people say it, "30 April 2025" for 2025-04-30; what is not a whole date stays as it is."""
    found = _DAY.fullmatch(written)
    if found is None:
        return written
    year, month, number = found.groups()
    return f"{int(number)} {_MONTHS[int(month) - 1]} {year}"
