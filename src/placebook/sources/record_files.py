"""The record-level files that a description names: found, looked at, and made ready for an engine to read.

Only the beginning of a file is held in memory: files may be larger than memory many times over. A CSV file that is
not UTF-8 is written once more as UTF-8 into a folder for work, which lies where the results lie, since both are
confidential.
"""

from __future__ import annotations

import codecs
import glob
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from fnmatch import fnmatchcase
from pathlib import Path
from typing import TYPE_CHECKING

from placebook.sources.delimited import delimiter_of, rows_of
from placebook.sources.encodings import UTF8, WINDOWS, decode
from placebook.sources.findings import Finding, fault, warning, whole_file_fault
from placebook.sources.records import Records
from placebook.types import DataError

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

ENDINGS = (".csv", ".tsv", ".txt", ".parquet")
BEGINNING = 1_000_000  # bytes looked at to find encoding, delimiter and headings
_AT_ONCE = 1 << 22  # bytes read at a time
MOST_FILES = 20_000


@dataclass(frozen=True, slots=True)
class RecordFile:
    """One file of records, ready to be read. `read_from` is the file itself, or its copy in UTF-8."""

    name: str  # as it is said to people
    read_from: Path
    headings: tuple[str, ...]
    delimiter: str = ""  # '' for Parquet


@dataclass(frozen=True, slots=True)
class RecordFiles:
    """Every file of one description, in the order of names, and what is wrong with them."""

    files: tuple[RecordFile, ...]
    findings: tuple[Finding, ...]


def look_at_files(records: Records, book: Path, work: Path) -> RecordFiles:
    """Find the files of a description and look at each: encoding, delimiter, headings, Parquet whole or not.

    Raises DataError when a pattern finds no file. What is wrong with a file becomes a finding, so that all are told.
    """
    import duckdb

    files: list[RecordFile] = []
    findings: list[Finding] = []
    with duckdb.connect() as engine:  # one for all Parquet files: to open one costs more than to look at a file
        for path in _found(records, book):
            name = _name(path, book)
            try:
                file, said = _look(path, name, work / f"{len(files)}.csv", engine)
            except DataError as why:
                findings.append(whole_file_fault(str(why), name))
                continue
            findings += [*said, *_headings(file, records)]
            files.append(file)
    return RecordFiles(tuple(files), tuple(findings))


def _found(records: Records, book: Path) -> list[Path]:
    """The paths of the files, each once, sorted within each pattern."""
    paths: dict[Path, None] = {}
    for pattern in records.files:
        whole = str(book / pattern)
        matching = [book / pattern] if (book / pattern).is_file() else [Path(one) for one in glob.glob(whole)]  # noqa: PTH207
        found = sorted(path for path in matching if path.is_file())
        if not found:
            raise DataError(f"records/{records.id}.yaml: no file is found at {pattern}; mend files:, or put it there")
        paths |= dict.fromkeys(found)
    if len(paths) > MOST_FILES:
        raise DataError(f"records/{records.id}.yaml: {len(paths):,} files; {MOST_FILES:,} is the most. Join some")
    return list(paths)


def _name(path: Path, book: Path) -> str:
    """A file under the book by its path in it, another by its own name: the folders above may say too much."""
    return path.relative_to(book).as_posix() if path.is_relative_to(book) else path.name


def _look(path: Path, name: str, copy: Path, engine: DuckDBPyConnection) -> tuple[RecordFile, list[Finding]]:
    try:
        if path.suffix.lower() not in ENDINGS:
            raise DataError(f"{name}: is not a kind of file that can be read; save it as one of {', '.join(ENDINGS)}")
        if path.stat().st_size == 0:
            raise DataError(f"{name}: the file is empty; a row of headings and records below it are needed")
        if path.suffix.lower() == ".parquet":
            return RecordFile(name, path, _parquet_headings(path, name, engine)), []
        return _look_at_text(path, name, copy)
    except OSError as why:
        raise DataError(f"{name}: cannot be read ({why.strerror}); see that you may read it") from None


def _parquet_headings(path: Path, name: str, engine: DuckDBPyConnection) -> tuple[str, ...]:
    import duckdb

    try:
        found = engine.read_parquet(glob.escape(str(path)), hive_partitioning=False)
        many = (found.count("*").fetchone() or (0,))[0]
    except duckdb.Error as why:
        said = str(why).splitlines()[0]
        raise DataError(f"{name}: cannot be read as Parquet, or is cut short ({said}); fetch it again") from None
    if not many:
        raise DataError(f"{name}: holds no record; fetch it again, or take it out of files:")
    return tuple(found.columns)


def _look_at_text(path: Path, name: str, copy: Path) -> tuple[RecordFile, list[Finding]]:
    with path.open("rb") as opened:
        raw = opened.read(BEGINNING)
    whole_lines = raw[: raw.rfind(b"\n") + 1] if len(raw) == BEGINNING else raw
    text, encoding = decode(whole_lines or raw, name)
    mark = delimiter_of(text, name)
    rows = rows_of(text, mark, name)
    headings = tuple(" ".join(cell.split()) for cell in next(rows, []))
    if next((row for row in rows if any(row)), None) is None:
        raise DataError(
            f"{name}: there are headings and no record below them; fetch it again, or take it out of files:"
        )
    encoding = encoding if encoding != UTF8 or _is_utf8(path, name) else WINDOWS
    if encoding == UTF8:
        return RecordFile(name, path, headings, mark), []
    _write_again(path, name, raw, encoding, copy)
    said = [warning(name, None, f"is not UTF-8, so it was read as {encoding}", "check that accents look right")]
    return RecordFile(name, copy, headings, mark), said if encoding == WINDOWS else []


def _pieces(path: Path) -> Iterator[bytes]:
    with path.open("rb") as opened:
        while piece := opened.read(_AT_ONCE):
            yield piece


def _is_utf8(path: Path, name: str) -> bool:
    """Whether the whole file is UTF-8. Raises DataError for a zero byte, which no table of text holds."""
    decoder = codecs.getincrementaldecoder("utf-8")()
    try:
        for piece in _pieces(path):
            if b"\x00" in piece:
                raise DataError(f"{name}: holds a zero byte, so it is not a table of text; save it again as CSV")
            decoder.decode(piece)
        decoder.decode(b"", final=True)
    except UnicodeDecodeError:
        return False
    return True


def _write_again(path: Path, name: str, raw: bytes, encoding: str, copy: Path) -> None:
    """The same file in UTF-8, piece by piece."""
    codec = "cp1252" if encoding == WINDOWS else _utf_16(raw)
    decoder = codecs.getincrementaldecoder(codec)()
    try:
        with copy.open("w", encoding="utf-8", newline="") as out:
            for piece in _pieces(path):
                out.write(decoder.decode(piece))
            out.write(decoder.decode(b"", final=True))
    except UnicodeDecodeError:
        raise DataError(f"{name}: a character does not fit {encoding}; save the file as UTF-8") from None


def _utf_16(raw: bytes) -> str:
    if raw.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return "utf-16"
    return "utf-16-be" if raw[:1] == b"\x00" else "utf-16-le"


def _headings(file: RecordFile, records: Records) -> Iterator[Finding]:
    """Headings that are wanted and gone, stand twice, or are declared nowhere."""
    for heading in sorted({one for one in file.headings if file.headings.count(one) > 1}):
        yield fault(file.name, 1, f"the heading {heading!r} stands twice", "give each column a heading of its own")
    for word, heading in records.columns.items():
        if heading not in file.headings:
            right = f"there is: {', '.join(file.headings)}; mend columns: in records/{records.id}.yaml"
            yield fault(file.name, 1, f"the heading {heading!r} ({word}) is gone", right)
    new = [one for one in file.headings if one not in records.columns.values() and not _known(one, records.ignore)]
    if new:
        what = f"headings nobody declared: {', '.join(map(repr, new))}"
        yield fault(file.name, 1, what, f"add them to columns: or ignore: in records/{records.id}.yaml")


def _known(heading: str, patterns: Sequence[str]) -> bool:
    return any(fnmatchcase(heading, pattern) for pattern in patterns)
