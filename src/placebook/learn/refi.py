"""What the REFI-QDA standard exchanges between programs for coding, as values: users, codes, sources, selections.

Source: REFI-QDA (2019), Exchange of processed data between qualitative data analysis software packages, version 1.5.
Names of elements are the standard's; reading and writing of its XML is done at the edge.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from uuid import UUID, uuid5

SPACE = UUID("6f0f1a52-3d6c-5c0a-9a3e-0f6b7c1d2e48")  # the name space of all our identifiers


@dataclass(frozen=True, slots=True)
class QdaUser:
    """Somebody or something that codes. `id` is ours: "method" for what is no person."""

    guid: str
    name: str
    id: str = ""


@dataclass(frozen=True, slots=True)
class QdaCode:
    """A code, and those below it."""

    guid: str
    name: str
    description: str = ""
    codable: bool = True
    parts: tuple[QdaCode, ...] = ()

    def walk(self) -> Iterator[QdaCode]:
        """This code, then all below it."""
        yield self
        for part in self.parts:
            yield from part.walk()


@dataclass(frozen=True, slots=True)
class QdaCoding:
    """A code on a selection: by whom, when (as 2026-11-28 or with a time), and the notes on it."""

    guid: str
    code: str
    by: str = ""
    when: str = ""
    notes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class QdaSelection:
    """Characters `start` up to, not including, `end` of the text of a source, counted as Unicode code points from 0."""

    guid: str
    name: str
    start: int
    end: int
    codings: tuple[QdaCoding, ...] = ()


@dataclass(frozen=True, slots=True)
class QdaSource:
    """A text, and what is selected in it."""

    guid: str
    name: str
    text: str
    selections: tuple[QdaSelection, ...] = ()


@dataclass(frozen=True, slots=True)
class QdaNote:
    """What somebody wrote about something else."""

    guid: str
    name: str
    description: str
    text: str


@dataclass(frozen=True, slots=True)
class QdaProject:
    """All that is exchanged. `left_out` says what was there and is no text, when it was read."""

    name: str
    users: tuple[QdaUser, ...] = ()
    codes: tuple[QdaCode, ...] = ()
    sources: tuple[QdaSource, ...] = ()
    notes: tuple[QdaNote, ...] = ()
    left_out: tuple[str, ...] = ()


def guid(kind: str, *names: str) -> str:
    """The identifier of a thing: of its kind and names and nothing else, so the same thing is the same every time."""
    return str(uuid5(SPACE, "\n".join((kind, *names))))
