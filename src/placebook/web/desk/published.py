"""The files of what is published: they follow from the rows, and the site and every command read them."""

from __future__ import annotations

from pathlib import Path

from django.conf import settings

from placebook.decide import flow
from placebook.pages.forms import Body
from placebook.store.whole import whole_file
from placebook.web.desk.kinds import Kind, kinds
from placebook.web.desk.models import Record


def public_body(record: Record) -> Body | None:
    """What the public sees of a record: what is published, or what was withdrawn, with the day and the reason."""
    way = record.way()
    if way.published:
        published: Body = record.versions.get(number=way.published).body
        return published
    last = record.steps.filter(move=flow.WITHDRAW).order_by("-pk").first()
    if last is None:
        return None
    body: Body = record.versions.get(number=last.version).body
    return {**body, "withdrawn": last.why, "withdrawn_on": last.at.date().isoformat()}


def write_published(kind: Kind, record: Record) -> None:
    """Bring the place book's file in step with what is published, and let the site read anew."""
    from placebook.web.records import mark_change

    path, body = _path(kind, record), public_body(Record.objects.get(pk=record.pk))
    if body is None:
        return
    path.parent.mkdir(exist_ok=True)
    if kind.before_published is not None and path.is_file() and "withdrawn" not in body:
        kind.before_published(path)
    with whole_file(path) as partial:
        partial.write_text(kind.text(body), encoding="utf-8", newline="")
    mark_change(Path(settings.BOOK))


def write_all_published(book: str) -> None:
    """Write every file that is not there, or not yet withdrawn: a machine may stop between a record and its file."""
    for record in Record.objects.filter(book=book, steps__move=flow.PUBLISH).distinct():
        kind = kinds().get(record.kind)
        if kind is not None and _is_behind(kind, record):
            write_published(kind, record)


def _is_behind(kind: Kind, record: Record) -> bool:
    path, body = _path(kind, record), public_body(record)
    if body is None:
        return False
    return not path.is_file() or ("withdrawn" in body and "withdrawn" not in kind.body(path))


def _path(kind: Kind, record: Record) -> Path:
    return Path(settings.BOOK) / kind.folder / f"{record.name}{kind.ending}"
