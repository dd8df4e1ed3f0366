"""Read REFI-QDA files that come from anywhere: nothing is unpacked to disk, and every part has a limit.

A program writes what it likes into such a file. What is no text, and places that are marked on pictures of pages,
cannot be taken over and are named.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from zipfile import BadZipFile, ZipFile, ZipInfo
from zlib import error as zlib_error

from placebook.learn.refi import QdaCode, QdaCoding, QdaNote, QdaProject, QdaSelection, QdaSource, QdaUser
from placebook.types import DataError

LARGEST_FILE = 500_000_000  # bytes, as it comes
MOST_PARTS = 20_000
LARGEST_XML = 100_000_000  # bytes
LARGEST_TEXT = 50_000_000  # bytes of one source
MOST_TEXT = 400_000_000  # bytes of all sources together
DEEPEST = 60  # codes below one another
_INSIDE = "internal://"
_OTHER_SOURCES = ("PictureSource", "AudioSource", "VideoSource")
_DAMAGED = (BadZipFile, NotImplementedError, RuntimeError, EOFError, ValueError, OSError, zlib_error)


def read_qdc(path: Path) -> tuple[QdaCode, ...]:
    """The codes of a REFI-QDA codebook. Raises DataError where it is none."""
    with _opened(path) as file:
        root = _root(file.read(LARGEST_XML + 1), path.name, "CodeBook")
    return _codes(root, path.name)


def read_qdpx(path: Path) -> QdaProject:
    """A REFI-QDA project, with its texts.

    Raises DataError, in one sentence, where the file is damaged, locked, or larger than it may be; where a name in it
    leads outside; and where its XML declares a type or entities.
    """
    try:
        with _opened(path) as file, ZipFile(file) as parts:
            names = _names(parts, path.name)
            root = _root(_part(parts, names, "project.qde", LARGEST_XML, path.name), path.name, "Project")
            return _project(root, parts, names, path.name)
    except DataError:
        raise
    except _DAMAGED:
        raise DataError(f"{path}: cannot be opened as a REFI-QDA project; it may be cut off: export it again") from None


def _opened(path: Path) -> Any:
    try:
        if path.stat().st_size > LARGEST_FILE:
            raise DataError(f"{path}: is larger than {LARGEST_FILE // 1_000_000} MB; export fewer documents at a time")
        return path.open("rb")
    except OSError as why:
        raise DataError(
            f"{path}: cannot be opened ({why.strerror}); see that it is there and you may read it"
        ) from None


def _names(parts: ZipFile, file: str) -> dict[str, ZipInfo]:
    """The parts by name in small letters. A name that leads outside is refused, though nothing is unpacked."""
    every = parts.infolist()
    if len(every) > MOST_PARTS:
        raise DataError(f"{file}: holds {len(every):,} parts; {MOST_PARTS:,} may be in a project")
    for one in every:
        pieces = one.filename.replace("\\", "/").split("/")
        if ".." in pieces or one.filename.startswith(("/", "\\")) or ":" in pieces[0]:
            raise DataError(f"{file}: holds a part named {one.filename!r}, which leads outside; it is not taken")
        if one.flag_bits & 1:
            raise DataError(f"{file}: is locked with a password; export it without one")
    if sum(one.file_size for one in every if _is_read(one.filename)) > MOST_TEXT + LARGEST_XML:
        raise DataError(f"{file}: unpacks to more than {MOST_TEXT // 1_000_000} MB of text; export fewer documents")
    return {one.filename.replace("\\", "/").casefold(): one for one in every}


def _is_read(name: str) -> bool:
    return name.casefold().endswith((".qde", ".txt"))


def _part(parts: ZipFile, names: dict[str, ZipInfo], name: str, largest: int, file: str) -> bytes:
    """One part, however much its list of contents says that it holds."""
    if name.casefold() not in names:
        raise DataError(f"{file}: holds no {name}; export it as a REFI-QDA project")
    with parts.open(names[name.casefold()]) as part:
        data = part.read(largest + 1)
    if len(data) > largest:
        raise DataError(f"{file}: {name} unpacks to more than {largest // 1_000_000} MB; export fewer documents")
    return data


def _root(data: bytes, file: str, wanted: str) -> Any:
    from lxml import etree

    if len(data) > LARGEST_XML:
        raise DataError(f"{file}: holds more than {LARGEST_XML // 1_000_000} MB of XML; export fewer documents")
    parser = etree.XMLParser(
        resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False, remove_comments=True
    )
    try:
        root = etree.fromstring(data, parser)
    except etree.XMLSyntaxError as why:
        raise DataError(f"{file}: is no XML that can be read (line {why.lineno or 1}); export it again") from None
    if root.getroottree().docinfo.internalDTD is not None:
        raise DataError(f"{file}: declares a document type or entities, which REFI-QDA has no use for; it is not taken")
    if _name(root) != wanted:
        raise DataError(f"{file}: begins with {_name(root)}; a REFI-QDA file of this kind begins with {wanted}")
    return root


def _project(root: Any, parts: ZipFile, names: dict[str, ZipInfo], file: str) -> QdaProject:
    left: list[str] = []
    users = tuple(QdaUser(*(_said(one, key) for key in ("guid", "name", "id"))) for one in _all(root, "Users", "User"))
    codes = tuple(code for book in _below(root, "CodeBook") for code in _codes(book, file))
    read = _Texts(parts, names, file)
    sources = tuple(_sources(root, read, left))
    notes = tuple(
        QdaNote(_said(one, "guid"), _said(one, "name"), _text(one, "Description"), read.of(one))
        for one in _all(root, "Notes", "Note")
    )
    for kind, count in Counter(_name(one) for group in _below(root, "Sources") for one in group).items():
        if kind in _OTHER_SOURCES:
            left.append(f"{file}: {count} of {kind} hold no text and were left out")
    return QdaProject(_said(root, "name"), users, codes, sources, notes, tuple(left))


class _Texts:
    """The texts of a project, read one by one, with a count of how much was read."""

    def __init__(self, parts: ZipFile, names: dict[str, ZipInfo], file: str) -> None:
        self.parts, self.names, self.file, self.read = parts, names, file, 0

    def of(self, element: Any) -> str:
        """The text that an element holds or names; "" where it does neither."""
        held = _text(element, "PlainTextContent")
        path = _said(element, "plainTextPath")
        if held or not path.startswith(_INSIDE):
            return held
        name = f"sources/{path.removeprefix(_INSIDE)}"
        data = _part(self.parts, self.names, name, LARGEST_TEXT, self.file)
        self.read += len(data)
        if self.read > MOST_TEXT:
            raise DataError(f"{self.file}: holds more than {MOST_TEXT // 1_000_000} MB of text; export fewer documents")
        return data.decode("utf-8-sig", "replace")


def _sources(root: Any, read: _Texts, left: list[str]) -> Iterator[QdaSource]:
    for group in _below(root, "Sources"):
        for one in group:
            if _name(one) == "TextSource":
                yield _source(one, one, read)
            elif _name(one) == "PDFSource":
                marked = sum(1 for _ in _below(one, "PDFSelection"))
                if marked:
                    left.append(f"{_said(one, 'name')}: {marked} places marked on pages of a PDF were left out")
                yield from (_source(one, text, read) for text in _below(one, "Representation"))


def _source(named: Any, holds: Any, read: _Texts) -> QdaSource:
    text = read.of(holds)
    selections = tuple(_selection(one, len(text)) for one in _below(holds, "PlainTextSelection"))
    return QdaSource(_said(named, "guid"), _said(named, "name"), text, selections)


def _selection(element: Any, length: int) -> QdaSelection:
    start, end = (_whole(element, key) for key in ("startPosition", "endPosition"))
    if not 0 <= start <= end <= length:
        raise DataError(
            f"the selection {_said(element, 'guid')} from {start} to {end} is not in its text; export it again"
        )
    codings = tuple(
        QdaCoding(
            _said(one, "guid"),
            next((_said(code, "targetGUID") for code in _below(one, "CodeRef")), ""),
            _said(one, "creatingUser"),
            _said(one, "creationDateTime"),
            tuple(_said(note, "targetGUID") for note in _below(one, "NoteRef")),
        )
        for one in _below(element, "Coding")
    )
    return QdaSelection(_said(element, "guid"), _said(element, "name"), start, end, codings)


def _codes(root: Any, file: str) -> tuple[QdaCode, ...]:
    return tuple(_code(one, file, 1) for group in _below(root, "Codes") for one in _below(group, "Code"))


def _code(element: Any, file: str, depth: int) -> QdaCode:
    if depth > DEEPEST:
        raise DataError(f"{file}: has codes {depth} levels deep; {DEEPEST} are read")
    parts = tuple(_code(one, file, depth + 1) for one in _below(element, "Code"))
    codable = _said(element, "isCodable") in {"true", "1", ""}
    return QdaCode(_said(element, "guid"), _said(element, "name"), _text(element, "Description"), codable, parts)


def _name(element: Any) -> str:
    return str(element.tag).rpartition("}")[2]


def _below(element: Any, name: str) -> Iterator[Any]:
    return (one for one in element if _name(one) == name)


def _all(root: Any, group: str, name: str) -> Iterator[Any]:
    return (one for each in _below(root, group) for one in _below(each, name))


def _said(element: Any, key: str) -> str:
    """An attribute; identifiers without braces and in small letters, as programs write them in both ways."""
    words = str(element.get(key) or "")
    return words.strip("{}").casefold() if key.casefold() in _GUIDS else words


_GUIDS = frozenset({"guid", "targetguid", "creatinguser"})


def _text(element: Any, name: str) -> str:
    return next((one.text or "" for one in _below(element, name)), "")


def _whole(element: Any, key: str) -> int:
    try:
        return int(_said(element, key))
    except ValueError:
        raise DataError(f"{key} of a selection is {_said(element, key)!r}; a whole number is wanted") from None
