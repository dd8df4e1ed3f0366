"""A book in which nobody has written anything, whether its records are a file or kept by a server of databases."""

from __future__ import annotations

import shutil
from pathlib import Path

from placebook.web.start import make_ready


def without_records(book: Path) -> None:
    """Make a book the one that is read, and take all its records away. The numbers of rows begin at 1 again."""
    make_ready(book)
    from django.core.management import call_command

    from placebook.web.records import in_the_book, make_tables

    if in_the_book():
        shutil.rmtree(book / "records", ignore_errors=True)
        return
    make_tables()  # one server for all tests
    from django.core.cache import cache

    call_command("flush", verbosity=0, interactive=False, allow_cascade=True)  # whoever else points at accounts
    cache.clear()
