"""Register entries as YAML, as a place book keeps them and people type them: register/ID.yaml."""

from __future__ import annotations

import re
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from placebook.book import yaml
from placebook.book.fields import Fields, block, blocks, day, path_in_book, text
from placebook.book.register_standard import shipped_standard
from placebook.book.scrutiny import once_or_more
from placebook.book.withdrawals import withdrawal, withdrawal_plain
from placebook.decide.register import check_entry
from placebook.types import AuditReference, ContentError, DataError, RegisterEntry

FOLDER = "register"
_VERSION = re.compile(r"[0-9A-Za-z]{1,20}([.-][0-9A-Za-z]{1,20}){0,4}")
_ID = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")


def read_entry_yaml(path: Path) -> RegisterEntry:
    """Read one entry. Raises ContentError with the file, the line, what was found and what would be right."""
    return entry_of(yaml.read_yaml(path), path.stem)


def entry_of(said: yaml.Mapping, stem: str) -> RegisterEntry:
    """The entry in a block of keys; `stem` is the name under which it is kept. Raises ContentError as above."""
    fields = Fields(said)
    standard = shipped_standard()
    named = fields.take("fields", block)
    values = Fields(named, inside="fields")
    made = RegisterEntry(
        id=fields.take("entry", text),
        standard=fields.take("standard", text, default=f"{standard.id} {standard.version}"),
        version=fields.take("version", _version_name),
        values={name: values.take(name, once_or_more) for name in named},
        rests_on=_words(fields.take("rests_on", block, default=None), "rests_on"),
        review_on=fields.take("review_on", day, default=""),
        audits=tuple(_audit(one) for one in fields.take("audits", blocks, default=())),
        **withdrawal(fields),
    )
    fields.finish()
    if made.id != stem or not _ID.fullmatch(stem):
        raise fields.fault(f"the file of {stem!r} holds {made.id!r}; give both one name of small letters", "entry")
    try:
        return check_entry(made, standard)
    except DataError as wrong:
        raise fields.fault(str(wrong)) from None


def read_earlier(folder: Path, name: str) -> tuple[RegisterEntry, ...]:
    """The earlier versions of an entry: register/earlier/ID/VERSION.yaml, whole numbers in their order.

    Raises ContentError, with the file, where one holds another version than its name says.
    """
    found = []
    for path in sorted((folder / FOLDER / "earlier" / name).glob("*.yaml"), key=_version):
        entry = entry_of(yaml.read_yaml(path), name)
        if entry.version != path.stem:
            raise ContentError(f"{path}: holds version {entry.version!r}; give the file the name of its version")
        found.append(entry)
    return tuple(found)


def _version(path: Path) -> tuple[int, str]:
    return (int(path.stem) if path.stem.isascii() and path.stem.isdigit() else 0, path.stem)


def _version_name(value: Any) -> str:
    """A version that can name a file: 2, 1.1, 2026-11."""
    written = text(value)
    if not _VERSION.fullmatch(written):
        raise ValueError(f"{written!r} is no version; write figures and letters, as in 2 or 1.1")
    return written


def _audit(said: yaml.Mapping) -> AuditReference:
    fields = Fields(said, inside="audit")
    made = AuditReference(fields.take("report", path_in_book), fields.take("date", day), fields.take("sha256", text))
    fields.finish()
    return made


def _words(said: yaml.Mapping | None, inside: str) -> Mapping[str, str]:
    if said is None:
        return {}
    fields = Fields(said, inside=inside)
    return {name: fields.take(name, text) for name in said}


def entry_plain(entry: RegisterEntry) -> dict[str, Any]:
    """The entry as keys and values that `entry_of` reads back. What is empty is left out."""
    plain: dict[str, Any] = {"entry": entry.id, "standard": entry.standard, "version": entry.version}
    rests = {name: mark for name, mark in sorted(entry.rests_on.items()) if mark}
    known = [field.name for field in shipped_standard().fields if field.name in entry.values]
    values = {name: entry.values[name] for name in known}
    plain |= {"review_on": entry.review_on} if entry.review_on else {}
    plain |= {"rests_on": rests} if rests else {}
    plain |= withdrawal_plain(entry)
    if entry.audits:
        plain["audits"] = [{"report": one.report, "date": one.date, "sha256": one.sha256} for one in entry.audits]
    plain["fields"] = {name: list(some) if len(some) > 1 else some[0] for name, some in values.items()}
    return plain


def entry_yaml(entry: RegisterEntry) -> str:
    """The entry as the text of a YAML file."""
    return yaml.yaml_text(entry_plain(entry))
