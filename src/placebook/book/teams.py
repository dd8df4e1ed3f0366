"""Who owns a record: a team or a body. A private person's name or address is refused as far as a rule can see it."""

from __future__ import annotations

import re
from typing import Any

from placebook.book.fields import text

_TITLE = re.compile(r"(Mr|Mrs|Ms|Miss|Mx|Dr|Prof|Professor|Sir|Dame|Cllr|Councillor|Rev)\.?\s", re.IGNORECASE)
_DAY = re.compile(r"\d{4}-\d\d-\d\d")


def team(value: Any) -> str:
    """The name of a team or body: words without an address or telephone number, and no title of a person before it."""
    said = text(value)
    if "@" in said or re.search(r"\d{5}", said):
        raise ValueError(f"{said!r} holds an address or number; name the team, and nobody's address")
    if _TITLE.match(said):
        raise ValueError(f"{said!r} is a person; name the team or body that answers for it")
    return said


def day(value: Any) -> str:
    """A day, as 2026-11-28."""
    said = text(value)
    if not _DAY.fullmatch(said):
        raise ValueError(f"{said!r} is no day; write it as in 2026-11-28")
    return said
