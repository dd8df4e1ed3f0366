"""How often somebody may try something, counted in the records, so that all processes of a server count as one."""

from __future__ import annotations

import hmac

from django.conf import settings
from django.core.cache import cache

TABLE = "placebook_limits"
LARGEST = 100_000  # rows; then those that have run out go, and some of the others


def may_try(what: str, who: str, most: int, seconds: float) -> bool:
    """Whether one more try may come from somebody within these seconds; if so it is counted.

    Each try takes one of `most` places for that long. Adding a row that is there fails in the database itself, so two
    processes never take the same place.
    """
    from placebook.web.records import make_tables

    make_tables()
    return any(cache.add(f"{what}:{who}:{place}", True, seconds) for place in range(most))


def hidden_key(key: str, key_prefix: str, version: int) -> str:
    """The key under which a count is kept: nobody can read the address of a computer or of a person out of it."""
    said = f"{key_prefix}:{version}:{key}".encode()
    return hmac.new(settings.SECRET_KEY.encode(), said, "sha256").hexdigest()
