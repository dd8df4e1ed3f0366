"""The log of a research centre: one YAML file for each thing that it did, in evidence-log/ of a book."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator
from pathlib import Path

from placebook.book import yaml
from placebook.book.fields import Fields, one_of, text, texts
from placebook.book.teams import day, team
from placebook.learn.evidence_log import FUNCTION_OF
from placebook.types import LogEntry

FOLDER = "evidence-log"
_ID = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")


def read_log_entry(path: Path) -> LogEntry:
    """Read one file. Raises ContentError with the file, the line, what was found and what would be right."""
    return log_entry_of(yaml.read_yaml(path), path.stem)


def log_entry_of(said: yaml.Mapping, stem: str) -> LogEntry:
    """One entry in a block of keys, which may be a record's body; `stem` is the name under which it is kept.

    Raises ContentError with the file or form, the line, what was found and what would be right.
    """
    fields = Fields(said)
    found = LogEntry(
        id=fields.take("entry", text),
        kind=fields.take("kind", one_of(*FUNCTION_OF)),
        title=fields.take("title", text),
        says=fields.take("says", text),
        by=fields.take("by", team),
        day=fields.take("day", day),
        follows=fields.take("follows", texts, default=()),
        concepts=fields.take("concepts", texts, default=()),
        links=fields.take("links", texts, default=()),
        changed=fields.take("changed", text, default=""),
    )
    fields.finish()
    if found.id != stem:
        raise fields.fault(f"{stem} holds {found.id!r}; give both the same name", "entry")
    if not _ID.fullmatch(found.id):
        raise fields.fault(f"{found.id!r} is no id; write small letters, digits and single hyphens", "entry")
    if found.kind == "use" and not found.changed:
        raise fields.fault("is a use and does not say what was done differently; write changed:")
    return found


def wrong_log(log: Iterable[LogEntry], concepts: Collection[str]) -> Iterator[tuple[str, str, str]]:
    """What leads nowhere: the id of the entry, what is wrong, and what would be right."""
    every = {one.id: one for one in log}
    for one in every.values():
        for link in one.concepts:
            if link not in concepts:
                yield one.id, f"there is no concept {link!r}", "write framework#concept"
        for other in one.follows:
            if other not in every:
                yield one.id, f"follows {other!r}, which is not there", "write the id of an entry"
            elif every[other].day > one.day:
                yield one.id, f"follows {other!r}, which is of a later day", "correct the day, or take it out"
