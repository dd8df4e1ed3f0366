"""The one database of a book's records: what many people type, as rows with history. SQLite in the book."""

from __future__ import annotations

from pathlib import Path
from threading import Lock

from django.conf import settings
from django.db import connections

_making = Lock()
_made: set[Path] = set()
_BEFORE = "corrections.sqlite3"  # what the file was called when it held reports only


def place(book: Path) -> Path:
    """Where the records of a book lie."""
    return book / "records" / "records.sqlite3"


def there_are_records() -> bool:
    """Whether anything was ever recorded in the book that is in use."""
    if not settings.configured:
        return False
    _take_over(place(settings.BOOK))
    return place(settings.BOOK).is_file()


def make_tables() -> None:
    """Make the tables, or bring older ones up to date, once for each book and process."""
    path = place(settings.BOOK)
    with _making:
        if path in _made and path.is_file():
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
    for one in (connections.settings["default"], connections["default"].settings_dict):
        one["NAME"] = str(place(book))
    connections["default"].close()
