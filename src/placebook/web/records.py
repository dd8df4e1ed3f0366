"""The one database of a book's records: what many people type, as rows with history.

SQLite in the book, or PostgreSQL where PLACEBOOK_DATABASE names one: see settings.py.
"""

from __future__ import annotations

import os
import time
from pathlib import Path
from threading import Lock

from django.conf import settings
from django.db import connections

_making = Lock()
_made: set[Path] = set()
_CHANGED = "published"  # an empty file whose time says when something was last published
_BEFORE = "corrections.sqlite3"  # what the file was called when it held reports only


def place(book: Path) -> Path:
    """Where the records of a book lie."""
    return book / "records" / "records.sqlite3"


def there_are_records() -> bool:
    """Whether anything was ever recorded in the book that is in use."""
    if not settings.configured:
        return False
    if not in_the_book():
        make_tables()
        return True
    _take_over(place(settings.BOOK))
    return place(settings.BOOK).is_file()


def in_the_book() -> bool:
    """Whether the records are a file of the book, and not kept by a server of databases."""
    return "sqlite3" in str(settings.DATABASES["default"]["ENGINE"])


def mark_change(book: Path) -> None:
    """Leave a mark that something was published, for every process that shows the site of the book."""
    mark = book / "records" / _CHANGED
    mark.parent.mkdir(exist_ok=True)
    mark.touch()
    stamp = max(time.time_ns(), mark.stat().st_mtime_ns + 1)
    os.utime(mark, ns=(stamp, stamp))


def last_change(book: Path) -> int:
    """When something was last published, in nanoseconds; 0 for never."""
    try:
        return (book / "records" / _CHANGED).stat().st_mtime_ns
    except OSError:
        return 0


def make_tables() -> None:
    """Make the tables, or bring older ones up to date, once for each book and process."""
    path = place(settings.BOOK)
    with _making:
        if path in _made and (path.is_file() or not in_the_book()):
            return
        path.parent.mkdir(exist_ok=True)
        _take_over(path)
        from django.core.management import call_command

        call_command("migrate", verbosity=0, interactive=False)
        _made.add(path)


def _take_over(path: Path) -> None:
    before = path.with_name(_BEFORE)
    if before.is_file() and not path.exists():
        before.rename(path)


def use_book(book: Path) -> None:
    """Let this process read and write the records of this book and of no other."""
    settings.BOOK = book
    if not in_the_book():
        return
    for one in (connections.settings["default"], connections["default"].settings_dict):
        one["NAME"] = str(place(book))
    connections["default"].close()
