"""The public register of software: who makes it, who owns it here, and until when somebody mends it."""

from __future__ import annotations

from dataclasses import dataclass

from placebook.decide.software import UNKNOWN, Application, standing
from placebook.pages.shelf import Shelf


@dataclass(frozen=True, slots=True)
class SoftwareLine:
    """One program, without what attackers could use: whether it is online, and how it is guarded, is not said."""

    id: str
    name: str
    version: str
    supplier: str
    owner: str
    does: str
    end_of_support: str  # ISO; '' where none is announced, or it is not known
    stands: str  # on the day of the page
    state: str  # why the end is not known; '' elsewhere
    checked_on: str
    algorithms: tuple[tuple[str, str], ...]  # id and name of register entries
    invented: bool
    withdrawn: str
    withdrawn_on: str


@dataclass(frozen=True, slots=True)
class SoftwarePage:
    """Every public program, as it stood on the last day on which one of them was looked at."""

    title: str
    on: str
    lines: tuple[SoftwareLine, ...]


def software_page(shelf: Shelf) -> SoftwarePage:
    """The register. A site knows no day of its own, so support is said as of the newest look."""
    public = (one for one in shelf.software if one.public)
    shown = sorted(public, key=lambda one: (bool(one.withdrawn), one.end_of_support or "9", one.name))
    on = max((one.checked_on for one in shown), default="")
    names = {held.entry.id: " ".join(held.entry.values.get("name", ())) or held.entry.id for held in shelf.register}
    return SoftwarePage(shelf.title, on, tuple(_line(one, on, names) for one in shown))


def _line(one: Application, on: str, names: dict[str, str]) -> SoftwareLine:
    stands = standing(one, on)
    return SoftwareLine(
        id=one.id,
        name=one.name,
        version=one.version,
        supplier=one.supplier,
        owner=one.owner,
        does=one.does,
        end_of_support=one.end_of_support,
        stands=stands,
        state=one.support.value if stands == UNKNOWN else "",
        checked_on=one.checked_on,
        algorithms=tuple((name, names[name]) for name in one.algorithms if name in names),
        invented=one.invented,
        withdrawn=one.withdrawn,
        withdrawn_on=one.withdrawn_on,
    )
