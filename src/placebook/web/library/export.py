"""The library as plain files, and back from them unchanged."""

from __future__ import annotations

import csv
import json
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from placebook.sources.delimited import cells_up_to
from placebook.sources.formulas import unsafe
from placebook.store.library import Library, check_file
from placebook.store.rows import write_rows
from placebook.store.whole import whole_file
from placebook.types import DataError, Document
from placebook.web.library.records import FIELDS, bring_back, changes, documents

LARGEST = 500_000_000  # characters of a cell


def export_library(library: Library, folder: Path, with_files: bool) -> Iterator[Path]:
    """Write documents.csv, history.csv, pages.csv, passages.csv, and files/ with every file under its SHA-256.

    The first two hold what people said and come back from import; pages and passages are made again from the files.
    Text that a spreadsheet would run as a formula has an apostrophe before it.
    """
    folder.mkdir(parents=True, exist_ok=True)
    every = documents()
    yield write_rows(
        folder / "documents.csv", FIELDS, ([_cell(getattr(one, name)) for name in FIELDS] for one in every)
    )
    history = changes()
    names = ("document", "on", "by", "said")
    yield write_rows(folder / "history.csv", names, ([_cell(one[name]) for name in names] for one in history))
    yield write_rows(folder / "pages.csv", ("document", "page", "state", "text", "set_aside"), _pages(library, every))
    headings = ("id", "document", "kind", "first_page", "last_page", "paragraph", "words", "headings", "pieces", "text")
    yield write_rows(folder / "passages.csv", headings, _passages(library))
    if with_files:
        yield from _files(library, every, folder)


def _pages(library: Library, every: list[Document]) -> Iterator[list[str]]:
    for one in every:
        if library.reading(one.id) is not None:
            for page in library.pages(one.id):
                yield [one.id, str(page.number), page.state, page.text, json.dumps(page.aside)]


def _passages(library: Library) -> Iterator[list[str]]:
    for one in library.every_passage():
        first, last = one.pages
        pieces = [[p.page, p.start, p.end, p.before] for p in one.pieces]
        numbers = (str(first), str(last), str(one.paragraph), str(one.words))
        yield [one.id, one.document, one.kind, *numbers, _cell(list(one.headings)), _cell(pieces), one.text]


def _files(library: Library, every: list[Document], folder: Path) -> Iterator[Path]:
    for one in every:
        path = folder / "files" / one.id
        path.parent.mkdir(exist_ok=True)
        if not path.is_file():
            with whole_file(path) as partial:
                shutil.copyfile(library.path_of(one.id), partial)
    if every:
        yield folder / "files"


def _cell(value: Any) -> str:
    if isinstance(value, str):
        return value
    if isinstance(value, (tuple, list, dict, bool)):
        return json.dumps(value, ensure_ascii=False, sort_keys=True)
    return str(value)


def import_library(library: Library, folder: Path) -> int:
    """Bring documents, history and files back. Gives how many documents are new here; where one is wrong, none is.

    Raises DataError when a table is not there or not as export wrote it, or when a file is not the one it is called.
    """
    said = [_document(row) for row in _rows(folder / "documents.csv")]
    history = [{**row, "said": json.loads(row["said"])} for row in _rows(folder / "history.csv")]
    for one in said:
        source = folder / "files" / one.id
        if not library.path_of(one.id).is_file() and not source.is_file():
            raise DataError(f"{source}: there is no such file; export the library with its files")
        if source.is_file():
            check_file(source, one.id)
    for one in said:
        if not library.path_of(one.id).is_file():
            library.keep(folder / "files" / one.id)
    return bring_back(said, history)


def _rows(path: Path) -> list[dict[str, str]]:
    try:
        with path.open(encoding="utf-8", newline="") as file, cells_up_to(LARGEST):
            return [{name: unsafe(words) for name, words in row.items()} for row in csv.DictReader(file)]
    except FileNotFoundError:
        raise DataError(f"{path}: there is no such file; name a folder that library export wrote") from None


def _document(row: dict[str, str]) -> Document:
    try:
        if len(row["id"]) != 64 or set(row["id"]) - set("0123456789abcdef"):
            raise ValueError("an id is no SHA-256")
        kinds: dict[str, Any] = {
            "names": tuple(json.loads(row["names"])),
            "size": int(row["size"]),
            "cut": bool(json.loads(row["cut"])),
        }
        return Document(**{name: kinds.get(name, row[name]) for name in FIELDS})
    except (KeyError, ValueError, TypeError) as why:
        raise DataError(f"documents.csv: a row is not as library export writes it ({why}); export it again") from None
