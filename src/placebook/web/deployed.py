"""What a council's own set-up says, read from the environment: the address, the database, the sign-in."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from urllib.parse import unquote, urlsplit

LATEST_WAIT = 10  # seconds for another writer


def hosts(address: str) -> list[str]:
    """The names that the server answers to. Without an address any will do: no address is made from the name."""
    return [urlsplit(address).hostname or "", "localhost", "127.0.0.1"] if address else ["*"]


def database(address: str, file: Path) -> dict[str, object]:
    """Django's words for a database: SQLite in a file, or the PostgreSQL at an address. Raises ValueError else."""
    if not address:
        options = {
            "timeout": LATEST_WAIT,
            "transaction_mode": "IMMEDIATE",
            "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL;",
        }
        return {"ENGINE": "django.db.backends.sqlite3", "NAME": str(file), "OPTIONS": options}
    found = urlsplit(address)
    if found.scheme not in ("postgresql", "postgres") or not found.path.strip("/"):
        raise ValueError("PLACEBOOK_DATABASE: write it as postgresql://name:password@host:port/database")
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": unquote(found.path.strip("/")),
        "USER": unquote(found.username or ""),
        "PASSWORD": unquote(found.password or ""),
        "HOST": unquote(found.hostname or ""),
        "PORT": str(found.port or ""),
        "CONN_MAX_AGE": 60,
        "CONN_HEALTH_CHECKS": True,
    }


def sign_in(said: Mapping[str, str]) -> dict[str, object] | None:
    """A council's own sign-in (OpenID Connect), or None where none is set."""
    address = said.get("PLACEBOOK_SIGN_IN", "")
    if not address:
        return None
    return {
        "provider_id": "council",
        "name": said.get("PLACEBOOK_SIGN_IN_NAME", "your council account"),
        "client_id": said.get("PLACEBOOK_SIGN_IN_ID", ""),
        "secret": said.get("PLACEBOOK_SIGN_IN_SECRET", ""),
        "settings": {"server_url": address},
    }
