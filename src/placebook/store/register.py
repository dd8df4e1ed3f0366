"""Register entries as files: JSON, CSV and workbooks, out and in unchanged; and the entry of a book's own index."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from tempfile import TemporaryDirectory

from placebook.decide.register import (
    HEADINGS,
    HeldEntry,
    as_rows,
    check_entry,
    draft_of_index,
    from_rows,
    why_stale,
)
from placebook.store.plain import as_json, as_plain, fingerprint, from_plain
from placebook.store.register_sheet import rows_of_sheet, write_entry_sheet
from placebook.store.whole import whole_file
from placebook.types import AuditReference, DataError, Recipe, RegisterEntry, RegisterStandard, Source

FOLDER = "register"
ENDINGS = (".json", ".csv", ".xlsx")
LARGEST = 2_000_000  # bytes of one entry


def entry_text(entry: RegisterEntry, standard: RegisterStandard, ending: str = ".json") -> str:
    """The entry as JSON, or as CSV for a spreadsheet."""
    if ending == ".json":
        return as_json(as_plain(entry))
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(HEADINGS)
    writer.writerows(as_rows(entry, standard))
    return out.getvalue()


def write_entry(entry: RegisterEntry, standard: RegisterStandard, path: Path) -> None:
    """Write an entry to a .json, .csv or .xlsx file: whole, or not at all."""
    with whole_file(path) as partial:
        if path.suffix.lower() == ".xlsx":
            write_entry_sheet(entry, standard, partial)
        else:
            partial.write_text(entry_text(entry, standard, path.suffix.lower()), encoding="utf-8", newline="")


def entry_bytes(entry: RegisterEntry, standard: RegisterStandard, ending: str) -> bytes:
    """The entry as the content of one kind of file."""
    with TemporaryDirectory() as folder:
        path = Path(folder) / f"entry{ending}"
        write_entry(entry, standard, path)
        return path.read_bytes()


def read_entry(path: Path, standard: RegisterStandard) -> RegisterEntry:
    """The entry in a .json, .csv or .xlsx file.

    Raises DataError, in one sentence with the file, where it is none or does not keep to the standard.
    """
    if not path.is_file():
        raise DataError(f"{path}: there is no such file; check the name")
    if path.suffix.lower() not in ENDINGS:
        raise DataError(f"{path}: an entry is a {' or '.join(ENDINGS)} file")
    if path.stat().st_size > LARGEST:
        raise DataError(f"{path}: {path.stat().st_size:,} bytes; an entry has {LARGEST:,} at most")
    if path.suffix.lower() == ".xlsx":
        _, *rows = rows_of_sheet(path)
        return _checked(path, lambda: from_rows(rows), standard)
    try:
        text = path.read_bytes().decode("utf-8-sig")
    except UnicodeDecodeError:
        raise DataError(f"{path}: is not UTF-8; save it as UTF-8") from None
    return _checked(path, lambda: _from_text(text, path.suffix.lower()), standard)


def _checked(path: Path, read: Callable[[], RegisterEntry], standard: RegisterStandard) -> RegisterEntry:
    try:
        return check_entry(read(), standard)
    except DataError as why:
        raise DataError(f"{path}: {why}") from None


def _from_text(text: str, ending: str) -> RegisterEntry:
    if ending == ".csv":
        try:
            first, *rows = csv.reader(io.StringIO(text, newline=""), strict=True)
        except (csv.Error, ValueError):
            first, rows = [], []
        if tuple(first) != HEADINGS:
            raise DataError(f"is not an entry; its headings are {', '.join(HEADINGS)}")
        return from_rows(rows)
    try:
        found = from_plain(json.loads(text))
    except (ValueError, RecursionError):
        raise DataError("is not JSON; write it with placebook register") from None
    if not isinstance(found, RegisterEntry) or not _is_text(found):
        raise DataError('is not an entry; it begins with {"id": ... "is": "RegisterEntry"')
    values = {name: tuple(some) for name, some in found.values.items()}
    return replace(found, values=values, audits=tuple(found.audits))


def _is_text(entry: RegisterEntry) -> bool:
    """Whether everything in it is text, as JSON from anywhere may hold anything."""
    about = (entry.id, entry.standard, entry.version, entry.review_on, entry.withdrawn, entry.withdrawn_on)
    if not isinstance(entry.values, dict) or not isinstance(entry.rests_on, dict):
        return False
    if not all(isinstance(one, AuditReference) for one in entry.audits):
        return False
    marks = [mark for one in entry.audits for mark in (one.report, one.date, one.sha256)]
    lists = all(isinstance(some, list) and all(isinstance(v, str) for v in some) for some in entry.values.values())
    return lists and all(isinstance(one, str) for one in (*about, *marks, *entry.rests_on.values()))


def marks_of(recipe: Recipe, sources: tuple[Source, ...]) -> dict[str, str]:
    """Fingerprints of what an index rests on: its model, which is the recipe, and its data, by what its sources say."""
    return {"model": fingerprint(recipe), "data": fingerprint(sources), "supplier": ""}


def own_entry(
    recipe: Recipe, sources: tuple[Source, ...], standard: RegisterStandard, contact: str = ""
) -> RegisterEntry:
    """The entry of a book's own index, drafted from its recipe as it is now."""
    return draft_of_index(recipe, standard, sources, marks_of(recipe, sources), contact)


def held_entry(
    folder: Path, recipe: Recipe, sources: tuple[Source, ...], standard: RegisterStandard, contact: str = ""
) -> HeldEntry:
    """The entry of a book's index: the one that the book keeps in register/, and why it is stale; or else a draft."""
    path = folder / FOLDER / f"{recipe.id}.json"
    if not path.is_file():
        return HeldEntry(own_entry(recipe, sources, standard, contact), standard, kept=False)
    entry = read_entry(path, standard)
    if entry.id != recipe.id:
        raise DataError(f"{path}: holds the entry {entry.id!r}; the file of {recipe.id!r} is wanted there")
    return HeldEntry(entry, standard, kept=True, stale=why_stale(entry, marks_of(recipe, sources)))
