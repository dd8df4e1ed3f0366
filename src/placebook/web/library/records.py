"""Say something of a document, find one, list them: all that anything else needs to know of the tables."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import asdict, fields, replace
from datetime import UTC, date, datetime
from typing import TYPE_CHECKING, Any

from placebook.types import DataError, Document
from placebook.web.records import make_tables, there_are_records

if TYPE_CHECKING:
    from placebook.web.library.models import DocumentRow

FIELDS = tuple(field.name for field in fields(Document))
SAID = FIELDS[5:]  # what people and registers say; the rest is told by the file itself


def say(document: Document, by: str) -> bool:
    """Keep what is said of a document. True when it is new or says something else than before: then that is history.

    What was said before and is not said now stays as it was; its names are put together.
    """
    make_tables()
    from placebook.web.library.models import DocumentChange, DocumentRow

    before = DocumentRow.objects.filter(pk=document.id).first()
    now = document if before is None else _put_together(_document(before), document)
    if before is not None and now == _document(before):
        return False
    _write(now)
    DocumentChange.objects.create(document=now.id, on=today(), by=by, said=_plain(now))
    return True


def documents() -> list[Document]:
    """Every document, in the order of their ids; nothing where there is no table yet."""
    if not there_are_records():
        return []
    make_tables()
    from placebook.web.library.models import DocumentRow

    return [_document(row) for row in DocumentRow.objects.all()]


def any_document() -> bool:
    """Whether any document is held."""
    if not there_are_records():
        return False
    make_tables()
    from placebook.web.library.models import DocumentRow

    return bool(DocumentRow.objects.exists())


def at_address(beginning: str) -> Document | None:
    """The document whose id begins so, or None: how the site finds one."""
    if not there_are_records():
        return None
    make_tables()
    from placebook.web.library.models import DocumentRow

    row = DocumentRow.objects.filter(id__startswith=beginning).first()
    return _document(row) if row else None


def find_document(name: str) -> Document:
    """The document whose id begins with some letters, or that came under a name.

    Raises DataError when there is none, or more than one.
    """
    every = documents()
    found = [one for one in every if len(name) >= 4 and one.id.startswith(name.casefold())]
    found = found or [one for one in every if name in one.names or any(n.rsplit("/", 1)[-1] == name for n in one.names)]
    if len(found) == 1:
        return found[0]
    if found:
        said = ", ".join(one.id[:12] for one in found[:8])
        raise DataError(f"{len(found)} documents are called {name!r}; name one of: {said}")
    raise DataError(f"no document is called {name!r}; placebook library list shows those there are")


def changes() -> list[dict[str, Any]]:
    """Every change of what is said of documents, oldest first."""
    if not there_are_records():
        return []
    make_tables()
    from placebook.web.library.models import DocumentChange

    return [
        {"document": one.document, "on": one.on.isoformat(), "by": one.by, "said": one.said}
        for one in DocumentChange.objects.all()
    ]


def bring_back(said: Iterable[Document], history: Iterable[Mapping[str, Any]]) -> int:
    """Write documents and their history as they were exported. Gives how many documents.

    Raises DataError when one of them is there already and says something else.
    """
    make_tables()
    from django.db import transaction

    from placebook.web.library.models import DocumentChange, DocumentRow

    there = {one.id: one for one in documents()}
    wanted = list(said)
    other = next((one for one in wanted if one.id in there and there[one.id] != one), None)
    if other:
        raise DataError(
            f"document {other.id[:12]} is in this book already and says something else; import into a new book"
        )
    new = [one for one in wanted if one.id not in there]
    with transaction.atomic():
        DocumentRow.objects.bulk_create([DocumentRow(**_columns(one)) for one in new])
        names = {one.id for one in new}
        DocumentChange.objects.bulk_create(
            [
                DocumentChange(**{**change, "on": date.fromisoformat(str(change["on"]))})
                for change in history
                if change["document"] in names
            ]
        )
    return len(new)


def today() -> date:
    """The day, in the world's time."""
    return datetime.now(UTC).date()


def _put_together(before: Document, now: Document) -> Document:
    said = {name: getattr(now, name) for name in SAID if getattr(now, name)}
    return replace(before, names=tuple(dict.fromkeys((*before.names, *now.names))), **said)


def _write(document: Document) -> None:
    from placebook.web.library.models import DocumentRow

    DocumentRow.objects.update_or_create(id=document.id, defaults=_columns(document))


def _columns(document: Document) -> dict[str, Any]:
    return {**asdict(document), "names": list(document.names), "added": date.fromisoformat(document.added)}


def _plain(document: Document) -> dict[str, Any]:
    return {**asdict(document), "names": list(document.names)}


def _document(row: DocumentRow) -> Document:
    found = {name: getattr(row, name) for name in FIELDS}
    return Document(**{**found, "names": tuple(row.names), "added": row.added.isoformat()})
