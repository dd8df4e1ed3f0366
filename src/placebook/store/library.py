"""What was read out of documents, beside the book: library/read.sqlite3. It can always be made again from the files.

The files as received lie in library/files/, each under its SHA-256. Nothing here holds a library in memory: what is
asked for is read from the disk.
"""

from __future__ import annotations

import json
import shutil
import sqlite3
from collections.abc import Collection, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from hashlib import file_digest, sha256
from pathlib import Path
from typing import Any

import numpy as np

from placebook.learn.likeness import Likeness, near_duplicates
from placebook.store.library_index import make_index
from placebook.store.library_suggestions import SCHEMA as SUGGESTIONS
from placebook.store.whole import whole_file
from placebook.types import DataError, Passage, Piece

SCHEMA = """
create table if not exists reading (
    document text primary key, version integer not null, fault text not null, title text not null,
    title_from text not null, language text not null, language_from text not null, dates text not null,
    notes text not null, pages integer not null, passages integer not null, words integer not null, signature blob
) without rowid;
create table if not exists page (
    document text not null, page integer not null, state text not null, text text not null, aside text not null,
    primary key (document, page)
) without rowid;
create table if not exists passage (
    id text primary key, document text not null, place integer not null, kind text not null, headings text not null,
    pieces text not null, paragraph integer not null, words integer not null, first_page integer not null,
    last_page integer not null, text text not null
) without rowid;
create index if not exists passage_place on passage (document, place);
create table if not exists likeness (
    one text not null, other text not null, share real not null, primary key (one, other)
) without rowid;
create table if not exists problem (register text not null, what text not null, primary key (register, what)
) without rowid;
"""


@dataclass(frozen=True, slots=True)
class Reading:
    """What the reading of one document gave, without its pages and passages. `fault` says why nothing was read."""

    document: str
    version: int
    fault: str
    title: str
    title_from: str
    language: str
    language_from: str
    dates: tuple[tuple[str, int, str], ...]
    notes: tuple[str, ...]
    pages: int
    passages: int
    words: int


@dataclass(frozen=True, slots=True)
class KeptPage:
    """A page as extracted, whether it could be read, and what of it is set aside: first and last character, and why."""

    number: int
    state: str
    text: str
    aside: tuple[tuple[int, int, str], ...]


class Library:
    """The files and readings of one book."""

    def __init__(self, book: Path) -> None:
        self.folder = book / "library"
        self.file = self.folder / "read.sqlite3"

    def path_of(self, document: str) -> Path:
        """Where the file of a document lies, as received."""
        return self.folder / "files" / document[:2] / document

    def keep(self, source: Path) -> tuple[str, int]:
        """Copy a file into the library. Gives its SHA-256 and its size. The same file is kept once."""
        digest = _digest(source)
        path = self.path_of(digest)
        if not path.is_file():
            path.parent.mkdir(parents=True, exist_ok=True)
            with whole_file(path) as partial:
                shutil.copyfile(source, partial)
        return digest, path.stat().st_size

    def keep_text(self, text: str) -> tuple[str, int]:
        """Keep a text that came inside a register as a file of its own, in UTF-8."""
        data = text.encode("utf-8", "replace")
        digest = sha256(data).hexdigest()
        path = self.path_of(digest)
        if not path.is_file():
            path.parent.mkdir(parents=True, exist_ok=True)
            with whole_file(path) as partial:
                partial.write_bytes(data)
        return digest, len(data)

    @contextmanager
    def opened(self) -> Iterator[sqlite3.Connection]:
        """The table of readings, made if need be. What is done inside is done whole or not at all."""
        self.folder.mkdir(parents=True, exist_ok=True)
        link = sqlite3.connect(self.file, timeout=30)
        try:
            link.executescript("pragma journal_mode = wal; pragma synchronous = normal;" + SCHEMA + SUGGESTIONS)
            make_index(link)
            with link:
                yield link
        finally:
            link.close()

    def put(self, link: sqlite3.Connection, document: str, found: Mapping[str, Any]) -> None:
        """Keep what was read of one document in place of what was kept before."""
        for table in ("reading", "page", "passage"):
            link.execute(f"delete from {table} where document = ?", (document,))  # noqa: S608
        fault = str(found.get("fault", ""))
        passages = found.get("passages", [])
        signs = found.get("signature")
        link.execute(
            "insert into reading values (?,?,?,?,?,?,?,?,?,?,?,?,?)",
            (
                document,
                int(found.get("version", 0)),
                fault,
                *(str(found.get(key, "")) for key in ("title", "title_from", "language", "language_from")),
                *(json.dumps(found.get(key, []), ensure_ascii=False) for key in ("dates", "notes")),
                len(found.get("pages", [])),
                len(passages),
                sum(each[5] for each in passages),
                np.array(signs, dtype="<u4").tobytes() if signs else None,
            ),
        )
        link.executemany(
            "insert into page values (?,?,?,?,?)",
            ((document, n, state, text, json.dumps(aside)) for n, state, text, aside in found.get("pages", [])),
        )
        link.executemany("insert into passage values (?,?,?,?,?,?,?,?,?,?,?)", _rows(document, passages))

    def readings(self) -> dict[str, Reading]:
        """Every document that was read, or tried, by its SHA-256."""
        if not self.file.is_file():
            return {}
        with self.opened() as link:
            return {row[0]: _reading(row) for row in link.execute("select * from reading order by document")}

    def reading(self, document: str) -> Reading | None:
        """One of them."""
        if not self.file.is_file():
            return None
        with self.opened() as link:
            row = link.execute("select * from reading where document = ?", (document,)).fetchone()
        return _reading(row) if row else None

    def pages(self, document: str) -> list[KeptPage]:
        """The pages of a document, as extracted."""
        with self.opened() as link:
            rows = link.execute(
                "select page, state, text, aside from page where document = ? order by page", (document,)
            )
            return [KeptPage(n, state, text, tuple(map(tuple, json.loads(aside)))) for n, state, text, aside in rows]

    def passages(self, document: str, page: int | None = None) -> list[Passage]:
        """The passages of a document in order, or those that stand on one page of it."""
        where = "" if page is None else "and first_page <= :page and last_page >= :page"
        with self.opened() as link:
            rows = link.execute(
                f"select * from passage where document = :document {where} order by place",  # noqa: S608
                {"document": document, "page": page},
            )
            return [_passage(row) for row in rows]

    def passage(self, name: str) -> Passage | None:
        """One passage by its id, or by the beginning of it where no other begins so."""
        return self.passages_named([name]).get(name)

    def passages_named(self, names: Collection[str]) -> dict[str, Passage]:
        """Some passages by the names asked for, each as in `passage`. Those that are not there are left out."""
        asked = "select * from passage where id between ? and ? limit 2"
        with self.opened() as link:
            found = {name: link.execute(asked, (name, name + "g")).fetchall() for name in names}
        return {name: _passage(rows[0]) for name, rows in found.items() if len(rows) == 1}

    def some_passages(self, link: sqlite3.Connection, names: Collection[str]) -> dict[str, tuple[Passage, int]]:
        """Passages by their ids, each with its place in its document, from 0. Those that are gone are left out."""
        wanted = json.dumps(sorted(names))
        rows = link.execute("select * from passage where id in (select value from json_each(?))", (wanted,))
        return {row[0]: (_passage(row), row[2]) for row in rows}

    def page_texts(self, link: sqlite3.Connection, passage: Passage) -> dict[int, str]:
        """The text of the pages that a passage stands on, as extracted, by number."""
        asked = (passage.document, *passage.pages)
        return dict(link.execute("select page, text from page where document = ? and page between ? and ?", asked))

    def every_passage(self) -> Iterator[Passage]:
        """All passages of all documents, one after another from the disk."""
        if not self.file.is_file():
            return
        with self.opened() as link:
            for row in link.execute("select * from passage order by document, place"):
                yield _passage(row)

    def link_near_duplicates(self) -> list[Likeness]:
        """Compare the signatures of all documents, and keep which are nearly the same text."""
        with self.opened() as link:
            rows = link.execute("select document, signature from reading where signature is not null").fetchall()
            found = near_duplicates({document: np.frombuffer(signs, dtype="<u4") for document, signs in rows})
            link.execute("delete from likeness")
            link.executemany("insert into likeness values (?,?,?)", found)
        return found

    def likenesses(self, document: str | None = None) -> list[Likeness]:
        """Pairs of nearly the same text, all or those of one document, most alike first."""
        if not self.file.is_file():
            return []
        with self.opened() as link:
            rows = link.execute(
                "select one, other, share from likeness where :d is null or one = :d or other = :d "
                "order by share desc, one, other",
                {"d": document},
            )
            return [Likeness(*row) for row in rows]

    def say_problems(self, register: str, problems: list[str]) -> None:
        """Keep what is wrong with a register, in place of what was kept of it before."""
        with self.opened() as link:
            link.execute("delete from problem where register = ?", (register,))
            link.executemany("insert or ignore into problem values (?,?)", ((register, what) for what in problems))

    def problems(self) -> list[tuple[str, str]]:
        """What is wrong with registers: the register's name, and one sentence."""
        if not self.file.is_file():
            return []
        with self.opened() as link:
            return [(str(a), str(b)) for a, b in link.execute("select register, what from problem order by 1, 2")]


def _digest(path: Path) -> str:
    with path.open("rb") as file:
        return file_digest(file, "sha256").hexdigest()


def _rows(document: str, passages: list[Any]) -> Iterator[tuple[Any, ...]]:
    for place, (name, kind, headings, pieces, paragraph, words, text) in enumerate(passages):
        numbers = [piece[0] for piece in pieces]
        yield (
            name,
            document,
            place,
            kind,
            json.dumps(headings, ensure_ascii=False),
            json.dumps(pieces, ensure_ascii=False, separators=(",", ":")),
            paragraph,
            words,
            min(numbers),
            max(numbers),
            text,
        )


def _passage(row: Any) -> Passage:
    name, document, _, kind, headings, pieces, paragraph, words, _, _, text = row
    made = tuple(Piece(page, start, end, before) for page, start, end, before in json.loads(pieces))
    return Passage(name, document, text, kind, tuple(json.loads(headings)), made, paragraph, words)


def _reading(row: Any) -> Reading:
    document, version, fault, title, title_from, language, language_from, dates, notes, pages, passages, words, _ = row
    return Reading(
        document,
        version,
        fault,
        title,
        title_from,
        language,
        language_from,
        tuple((day, page, said) for day, page, said in json.loads(dates)),
        tuple(json.loads(notes)),
        pages,
        passages,
        words,
    )


def check_file(path: Path, document: str) -> None:
    """Raises DataError when a file is not the one whose SHA-256 is given."""
    if _digest(path) != document:
        raise DataError(f"{path}: is not the file that was received (its SHA-256 differs); bring the right one back")
