"""The files of what is published: they follow from the rows, and the site and every command read them."""

from __future__ import annotations

from pathlib import Path

from django.conf import settings

from placebook.decide import flow
from placebook.pages.forms import Body
from placebook.store.whole import whole_file
from placebook.web.desk.kinds import Kind, kinds
from placebook.web.desk.models import Record


def public_body(kind: Kind, record: Record) -> Body | None:
    """What the public sees of a record: what is published, what was withdrawn where its kind keeps that, or None."""
    number = record.way().published
    last = record.steps.filter(move=flow.WITHDRAW).order_by("-pk").first()
    if not number and last is not None and kind.withdrawn is not None:
        body: Body = record.versions.get(number=last.version).body
        return kind.withdrawn(body, last.why)
    found = record.versions.filter(number=number).first()
    return found.body if found else None


def write_published(kind: Kind, record: Record) -> None:
    """Bring the place book's file in step with what is published, and let the site read anew."""
    from placebook.web.records import mark_change

    path = Path(settings.BOOK) / kind.folder / f"{record.name}{kind.ending}"
    body = public_body(kind, Record.objects.get(pk=record.pk))
    if body is None:
        path.unlink(missing_ok=True)
    else:
        path.parent.mkdir(exist_ok=True)
        if kind.before_published is not None and path.is_file():
            kind.before_published(path)
        with whole_file(path) as partial:
            partial.write_text(kind.text(body), encoding="utf-8", newline="")
    mark_change(Path(settings.BOOK))


def write_all_published(book: str) -> None:
    """Write every published file that is not there: a machine may have stopped between a record and its file."""
    for record in Record.objects.filter(book=book, steps__move=flow.PUBLISH).distinct():
        kind = kinds().get(record.kind)
        if kind is not None and _is_behind(kind, record):
            write_published(kind, record)


def _is_behind(kind: Kind, record: Record) -> bool:
    path, body = Path(settings.BOOK) / kind.folder / f"{record.name}{kind.ending}", public_body(kind, record)
    return body is not None and not path.is_file()
