"""Make Django ready for one place book, from a command, a worker of `bake`, or a test."""

from __future__ import annotations

import os
from pathlib import Path


def make_ready(book: Path) -> None:
    """Set Django up for a book; a second time only changes which book is shown."""
    os.environ["PLACEBOOK_BOOK"] = str(book.resolve())
    os.environ["DJANGO_SETTINGS_MODULE"] = "placebook.web.settings"
    import django
    from django.apps import apps

    if not apps.ready:
        django.setup()
    from placebook.web.records import use_book

    use_book(book.resolve())
