"""Add files to the library of a book: keep each, say what its register says, and read what was not read yet."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path

from placebook.book.document_registers import RegisterForm, RegisterRow, made_right, register_rows
from placebook.sources.documents import ENDINGS, LARGEST, kind_of
from placebook.sources.read_record import VERSION
from placebook.sources.reading import Limits, ToRead, read_all
from placebook.store.library import Library
from placebook.types import DataError, Document
from placebook.web.library.records import documents, say, today

MOST_NAMED = 40  # problems of one kind that are named one by one
Seen = Callable[[int], None]


@dataclass
class Taken:
    """What came of an addition."""

    new: int = 0
    there_before: int = 0
    changed: int = 0
    passed_over: Counter[str] = field(default_factory=Counter)  # files of other kinds, by ending
    without_file: int = 0  # rows of the register that name none
    problems: list[str] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Found:
    """A file to take in, and the name under which it came: its path below the folder that was named."""

    path: Path
    name: str


def take_in(
    library: Library, paths: Iterable[Path], form: RegisterForm | None, by: str, seen: Seen = lambda _: None
) -> Taken:
    """Keep every file and what is said of it. Nothing is read yet. Done again, it changes nothing.

    Raises DataError when a path is not there, before anything is kept.
    """
    taken = Taken()
    files = list(_files(paths, taken))
    by_name: dict[str, list[RegisterRow]] = defaultdict(list)
    texts: list[RegisterRow] = []
    for row in register_rows(form) if form and form.path else ():
        if row.text:
            texts.append(row)
        elif row.file:
            by_name[row.file].append(row)
        else:
            taken.without_file += 1
    known = {one.id for one in documents()}
    for one in files:
        rows = by_name.pop(one.name, None) or by_name.pop(one.path.name, None)
        _take_file(library, one, rows[0] if rows else None, form, by, taken, known)
        seen(1)
    for row in texts:
        assert form is not None and form.path is not None  # noqa: S101, PT018  # texts come from it
        digest, size = library.keep_text(row.text)
        name = row.file or f"{form.path.name}, row {row.row}"
        _say(Document(digest, (name,), "text", size, today().isoformat(), cut=row.cut), row, form, by, taken, known)
        seen(1)
    if form and form.path:
        _look_for_gaps(by_name, taken)
        library.say_problems(form.path.name, taken.problems)
    return taken


def _take_file(
    library: Library,
    one: Found,
    row: RegisterRow | None,
    form: RegisterForm | None,
    by: str,
    taken: Taken,
    known: set[str],
) -> None:
    try:
        size = one.path.stat().st_size
        if size > LARGEST:
            raise DataError(f"{one.name}: holds {size:,} bytes; a document may hold {LARGEST:,}, so it is not kept")
        digest, size = library.keep(one.path)
    except (DataError, OSError) as why:
        taken.problems.append(
            str(why) if isinstance(why, DataError) else f"{one.name}: cannot be read ({why.strerror})"
        )
        return
    document = Document(digest, (one.name,), _media(one), size, today().isoformat(), cut=bool(row and row.cut))
    _say(document, row, form, by, taken, known)


def _media(one: Found) -> str:
    with one.path.open("rb") as file:
        beginning = file.read(4096)
    try:
        return kind_of(beginning, one.name)
    except DataError:
        return ENDINGS.get(one.path.suffix.casefold(), "text")


def _say(
    document: Document, row: RegisterRow | None, form: RegisterForm | None, by: str, taken: Taken, known: set[str]
) -> None:
    said: Mapping[str, str] = dict(form.for_all) if form else {}
    who = by
    if row is not None and form is not None and form.path is not None:
        said, wrong = made_right(row.said, form)
        taken.problems += [f"{form.path.name}, row {row.row}: {each}" for each in wrong]
        who = f"{by}, from {form.path.name}, row {row.row}"
    elif form is not None:
        said, _ = made_right(form.for_all, form)
    changed = say(replace(document, **dict(said)), who)  # type: ignore[arg-type]  # all that a register says is text
    if document.id not in known:
        taken.new += 1
        known.add(document.id)
    elif changed:
        taken.changed += 1
    else:
        taken.there_before += 1


def _files(paths: Iterable[Path], taken: Taken) -> Iterator[Found]:
    """Every file of a kind we read: those named, and those in the folders named, in the order of their names."""
    for path in paths:
        if path.is_dir():
            yield from _in_folder(path, taken)
        elif path.is_file():
            yield Found(path, path.name)
        else:
            raise DataError(f"{path}: there is no such file or folder; check the name")


def _in_folder(folder: Path, taken: Taken) -> Iterator[Found]:
    for path in sorted(folder.rglob("*")):
        if path.is_symlink():
            taken.passed_over["links to other places"] += 1
        elif path.is_file() and path.suffix.casefold() in ENDINGS:
            yield Found(path, path.relative_to(folder).as_posix())
        elif path.is_file():
            taken.passed_over[path.suffix.casefold() or "no ending"] += 1


def _look_for_gaps(left: Mapping[str, list[RegisterRow]], taken: Taken) -> None:
    """Say which files a register names that are not there."""
    for name, rows in list(left.items())[:MOST_NAMED]:
        taken.problems.append(f"row {rows[0].row}: names the file {name!r}, which is not there; add it, or take it out")
    if taken.without_file:
        many = "1 row names" if taken.without_file == 1 else f"{taken.without_file:,} rows name"
        taken.problems.append(f"{many} no file")
    if len(left) > MOST_NAMED:
        taken.problems.append(f"{len(left) - MOST_NAMED} more rows name files that are not there")


def to_be_read(library: Library, again: bool = False) -> list[ToRead]:
    """Documents that were never read, or by an earlier version; all of them where they are to be read again."""
    readings = library.readings()
    return [
        ToRead(one.id, one.names[0], library.path_of(one.id))
        for one in documents()
        if again or one.id not in readings or readings[one.id].version != VERSION
    ]


def read_waiting(
    library: Library, waiting: list[ToRead], limits: Limits, at_once: int, seen: Callable[[ToRead, str], None]
) -> int:
    """Read documents and keep each as soon as it is read, whole or not at all. Gives how many could not be read.

    It can be ended at any time: what was kept stays, and the next time goes on with the rest.
    """
    faults = 0
    for one, found in read_all(waiting, limits, at_once):
        with library.opened() as link:
            library.put(link, one.document, {**found, "version": VERSION})
        faults += "fault" in found
        seen(one, str(found.get("fault", "")))
    if waiting:
        library.link_near_duplicates()
    return faults
