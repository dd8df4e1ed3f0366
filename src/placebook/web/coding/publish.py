"""The codes of the desk as a file of the place book, codes/desk.csv, and as a table to take away."""

from __future__ import annotations

from datetime import datetime
from hashlib import sha256
from pathlib import Path

from django.conf import settings

from placebook.decide import flow
from placebook.learn.verdicts import codes_of
from placebook.types import DataError, PassageCode
from placebook.web.coding.models import Publication
from placebook.web.coding.work import codings, everybody, frameworks, readings, rulings
from placebook.web.library.code_tables import DESK, codes_path, write_desk_codes


def finished_codes(book: str, framework: str = "") -> tuple[PassageCode, ...]:
    """Every code on passages that everybody has finished, by one framework or by all, as rows of a file of codes."""
    called = everybody(book)
    return tuple(
        code
        for one in ((framework,) if framework else frameworks(book))
        for code in codes_of(codings(readings(book, one), called), rulings(book, one, called), one)
    )


def last_publication(book: str) -> Publication | None:
    """When codes were last published."""
    return Publication.objects.filter(book=book).order_by("-id").first()


def why_not(asker: flow.Asker) -> str:
    """Why somebody may not publish codes, in one sentence; '' where they may. The rule is that of every record."""
    step = flow.BY_NAME[flow.PUBLISH]
    if not asker.at_least(step.role):
        return f"Publishing needs the role {step.role} or a higher one."
    return "" if asker.two_steps else "Publishing needs sign-in with two steps; set it up under Your account."


def publish(book: str, asker: flow.Asker, now: datetime) -> Publication:
    """Write all finished codes into the place book, in place of those published before. The site reads them there.

    Raises DataError where the file there is none that the desk wrote: somebody else's work is not written over.
    """
    from placebook.web.records import mark_change

    folder = Path(settings.BOOK)
    path = codes_path(folder, DESK)
    ours = set(Publication.objects.filter(book=book).values_list("sha256", flat=True))
    if path.exists() and _sha256(path) not in ours:
        raise DataError(
            f"codes/{path.name} was changed by hand or came from elsewhere; give that file another name first"
        )
    codes = finished_codes(book)
    new = write_desk_codes(folder, codes)
    made = Publication.objects.create(book=book, sha256=_sha256(new), codes=len(codes), by_id=asker.person, at=now)
    new.replace(path)
    mark_change(folder)
    return made


def _sha256(path: Path) -> str:
    return sha256(path.read_bytes()).hexdigest()
