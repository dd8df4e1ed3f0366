"""Every kind of record that people write at the desk. Adding one is one module here and one line below."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from importlib import import_module
from pathlib import Path

from placebook.pages.forms import Body, Step
from placebook.pages.shelf import Shelf
from placebook.web.desk.kinds.parts import AS_TYPED, read_body

# in this folder; each has KIND
MODULES = ("decision", "scrutiny", "register_entry", "assessment", "software", "social_value")


def unpinned(body: Body, shelf: Shelf, today: str) -> Body:
    """What is published as it was written."""
    del shelf, today
    return body


@dataclass(frozen=True, slots=True)
class Kind:
    """What the desk must know of one kind of record.

    name : in addresses; `folder` and `ending` say where the published file lies in the place book
    starts : the body of a new record, from its name and title
    steps : the pages of questions, given what has been answered
    faults : what must be mended before it can be sent, approved or published, one sentence each
    page : the path of its public page
    text, body : the published file from the body, and the body from a file; a file read and written is unchanged
    pin : the body with the figures and evidence of the day written in, made when it is published
    before_published : what is done with the file that stands there, before another takes its place; given its path
    """

    name: str
    title: str
    plural: str
    says: str
    folder: str
    starts: Callable[[str, str], Body]
    steps: Callable[[Body, Shelf], tuple[Step, ...]]
    faults: Callable[[Body, Shelf], tuple[str, ...]]
    page: Callable[[str], str]
    ending: str = ".yaml"
    text: Callable[[Body], str] = AS_TYPED
    body: Callable[[Path], Body] = read_body
    pin: Callable[[Body, Shelf, str], Body] = unpinned
    before_published: Callable[[Path], None] | None = None


@cache
def kinds() -> dict[str, Kind]:
    """All kinds by name."""
    found = [import_module(f"{__name__}.{module}").KIND for module in MODULES]
    return {kind.name: kind for kind in found}
