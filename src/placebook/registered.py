"""Register entries in whichever file they lie: YAML as a book keeps them, JSON, CSV or a workbook."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from pathlib import Path

from placebook.book.check import Report, check_book
from placebook.book.place_book import PlaceBook, finding_of, look_into
from placebook.book.register_entries import FOLDER as REGISTER
from placebook.book.register_entries import entry_yaml, read_earlier, read_entry_yaml
from placebook.book.software import FOLDER as SOFTWARE
from placebook.decide.register import HeldEntry, why_stale
from placebook.pages.register_audit import HeldAudit
from placebook.sources.findings import Finding, warning
from placebook.store.audits import read_audit
from placebook.store.register import ENDINGS as PLAIN
from placebook.store.register import held_entry, marks_of, read_entry, write_entry
from placebook.store.whole import whole_file
from placebook.types import ContentError, DataError, Recipe, RegisterEntry, RegisterStandard

YAML = ".yaml"
ENDINGS = (YAML, *PLAIN)


def read_any_entry(path: Path, standard: RegisterStandard) -> RegisterEntry:
    """The entry in a file. Raises ContentError or DataError, in one sentence with the file, where it is none."""
    return read_entry_yaml(path) if path.suffix.lower() == YAML else read_entry(path, standard)


def write_any_entry(entry: RegisterEntry, standard: RegisterStandard, path: Path) -> None:
    """Write an entry by the ending of a name: whole, or not at all."""
    if path.suffix.lower() != YAML:
        write_entry(entry, standard, path)
        return
    with whole_file(path) as partial:
        partial.write_text(entry_yaml(entry), encoding="utf-8", newline="\n")


def held_entries(book: PlaceBook, recipe: Recipe | None, standard: RegisterStandard) -> tuple[HeldEntry, ...]:
    """Every entry of a book: that of its own index first, kept or drafted, then those that it keeps as YAML.

    An entry is stale when what it rests on is not as the recipe, or the scrutiny of the same system, says now.
    """
    now = {one.id: one.rests_on for one in book.scrutinies}
    own = recipe.id if recipe else None
    found = [
        HeldEntry(one, standard, True, why_stale(one, now.get(one.id, {})), read_earlier(book.folder, one.id))
        for one in book.entries
        if one.id != own
    ]
    if recipe is None:
        return tuple(found)
    kept = next((one for one in book.entries if one.id == own), None)
    if kept is not None:
        stale = why_stale(kept, marks_of(recipe, book.sources))
        first = HeldEntry(kept, standard, True, stale, read_earlier(book.folder, kept.id))
    else:
        first = held_entry(book.folder, recipe, book.sources, standard, book.contact)
    return (first, *found)


def held_audits(book: PlaceBook) -> Mapping[str, tuple[HeldAudit, ...]]:
    """The bias audits that entries of a book name, by entry. Raises DataError at the first that cannot be shown."""
    named = (one for one in book.entries if one.audits)
    return {one.id: tuple(read_audit(book.folder, each) for each in one.audits) for one in named}


def check_whole(folder: Path) -> Report:
    """All that `check_book` finds, and what is wrong with reports and versions that entries of the register name.

    Raises ContentError only when the folder is not a place book.
    """
    report = check_book(folder)
    if not any((folder / kind).is_dir() for kind in (REGISTER, SOFTWARE)):
        return report
    more = tuple(_findings(look_into(folder).book))
    return replace(report, findings=tuple(sorted((*report.findings, *more), key=lambda one: (one.file, one.row or 0))))


def _findings(book: PlaceBook) -> Iterator[Finding]:
    for one in book.entries:
        for audit in one.audits:
            try:
                read_audit(book.folder, audit)
            except DataError as why:
                yield finding_of(why, book.folder, audit.report)
        try:
            read_earlier(book.folder, one.id)
        except ContentError as why:
            yield finding_of(why, book.folder, f"{REGISTER}/earlier/{one.id}")
    known = {one.id for one in book.entries} | set(book.recipes)
    for program in book.software:
        for name in program.algorithms:
            if name not in known:
                said = f"runs {name!r}, and no entry of the register has that id"
                yield warning(f"{SOFTWARE}/{program.id}.yaml", None, said, "write the entry, or take the name out")
