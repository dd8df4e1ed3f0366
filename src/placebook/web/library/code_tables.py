"""Codes as one tidy row each, with where the passage stands: out of a book, and back as rows of codes/*.csv."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path

from placebook.book.passage_codes import FOLDER, HEADINGS, checked
from placebook.sources.formulas import unsafe
from placebook.sources.tables import read_table
from placebook.store.rows import write_rows
from placebook.types import ContentError, DataError, Document, Passage, PassageCode

PLACE = ("document", "sha256", "page", "last_page", "passage", "start", "end", "quote")
CODE = ("framework", "concept", "version", "by", "role", "method", "date", "status", "memo")
TIDY = (*PLACE, *CODE)
DESK = "desk"  # the file of codes that the desk writes, and nobody else
QUOTED = 20  # words of a passage that stand in a row, whatever the licence


def tidy_row(code: PassageCode, passage: Passage | None, document: Document | None) -> list[str]:
    """A code as a row. What is not known of its passage, as its document is not held, stays empty."""
    framework, _, concept = code.concept.partition("#")
    place = [""] * len(PLACE)
    place[PLACE.index("passage")] = code.passage
    if passage is not None:
        first, last = passage.pages
        starts, ends = passage.pieces[0].start, passage.pieces[-1].end
        words = passage.text.split()
        quote = " ".join(words[:QUOTED]) + (" …" if len(words) > QUOTED else "")
        title = (document.title or document.names[0]) if document is not None else ""
        place = [title, passage.document, str(first), str(last), passage.id, str(starts), str(ends), quote]
    said = {"framework": framework, "concept": concept}
    return place + [said[name] if name in said else getattr(code, name) for name in CODE]


def read_tidy(path: Path) -> Iterator[tuple[str, str, PassageCode]]:
    """The codes of a table of tidy rows: where each stands, the SHA-256 that the row names, and the code.

    Raises DataError with file and row.
    """
    table = read_table(path, path.name)
    missing = [name for name in ("passage", "framework", "concept") if name not in table.headings]
    unknown = [name for name in table.headings if name not in TIDY]
    if missing or unknown:
        said = f"misses {', '.join(missing)}" if missing else f"has {', '.join(unknown)}, which nobody knows"
        raise DataError(f"{table.file}, row 1: {said}; write the headings {','.join(TIDY)}")
    for row, cells in table.each_row():
        given = {name: unsafe(str(cells.get(name) or "").strip()) for name in TIDY}
        where = f"{table.file}, row {row}"
        yield where, given["sha256"], checked(_code(given), where)


def _code(given: Mapping[str, str]) -> PassageCode:
    said = {name: given[name] for name in HEADINGS if name != "concept"}
    return PassageCode(concept=f"{given['framework']}#{given['concept']}", **said)


def codes_path(folder: Path, name: str) -> Path:
    """Where a file of codes of a book lies."""
    return folder / FOLDER / f"{name}.csv"


def write_codes(folder: Path, name: str, codes: Iterable[PassageCode]) -> Path:
    """Write codes as a file of a book, codes/NAME.csv.

    Raises ContentError when there is one already, as codes are not written over, and for the name that is the desk's.
    """
    path = codes_path(folder, name)
    if name == DESK:
        raise ContentError(f"{path}: is where the desk publishes its codes; name another with --as")
    if path.exists():
        raise ContentError(f"{path}: is there already; name another with --as")
    return _written(path, codes)


def write_desk_codes(folder: Path, codes: Iterable[PassageCode]) -> Path:
    """Write the codes of the desk beside their place in the book. Gives the path, for the caller to move there."""
    return _written(codes_path(folder, DESK).with_suffix(".csv.next"), codes)


def _written(path: Path, codes: Iterable[PassageCode]) -> Path:
    path.parent.mkdir(exist_ok=True)
    return write_rows(path, HEADINGS, ([getattr(code, key) for key in HEADINGS] for code in codes))
