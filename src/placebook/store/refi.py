"""Write REFI-QDA: a codebook (.qdc) and a project (.qdpx), the same bytes for the same codes."""

from __future__ import annotations

import re
from collections.abc import Iterable
from pathlib import Path
from typing import Any
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from placebook.learn.refi import QdaCode, QdaNote, QdaProject, QdaSource
from placebook.store.whole import whole_file

PROJECT = "urn:QDA-XML:project:1.0"
CODEBOOK = "urn:QDA-XML:codebook:1.0"
ORIGIN = "Placebook"
_NOT_IN_XML = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_LONG_AGO = (1980, 1, 1, 0, 0, 0)  # a zip file needs a date, and ours must not depend on the day


def write_qdc(path: Path, codes: Iterable[QdaCode]) -> None:
    """Write codes as a REFI-QDA codebook."""
    root = _element(None, CODEBOOK, "CodeBook", origin=ORIGIN)
    _codes(root, CODEBOOK, codes)
    with whole_file(path) as partial:
        partial.write_bytes(_written(root))


def write_qdpx(path: Path, project: QdaProject) -> None:
    """Write a project as REFI-QDA: project.qde, and a text file for each source."""
    with whole_file(path) as partial, ZipFile(partial, "w", ZIP_DEFLATED) as parts:
        _add(parts, "project.qde", project_xml(project))
        for source in project.sources:
            _add(parts, f"sources/{source.guid}.txt", _text_file(source.text))


def _text_file(text: str) -> bytes:
    """A text in UTF-8. Readers drop a mark of byte order at its head, so one of the text itself is written twice."""
    data = text.encode("utf-8", "replace")
    return b"\xef\xbb\xbf" + data if text.startswith("\ufeff") else data


def project_xml(project: QdaProject) -> bytes:
    """The file project.qde: users, codes, sources with their coded selections, notes, in the order of the standard."""
    root = _element(None, PROJECT, "Project", name=project.name, origin=ORIGIN)
    if project.users:
        users = _element(root, PROJECT, "Users")
        for user in project.users:
            _element(users, PROJECT, "User", guid=user.guid, name=user.name, id=user.id)
    if project.codes:
        _codes(_element(root, PROJECT, "CodeBook"), PROJECT, project.codes)
    if project.sources:
        sources = _element(root, PROJECT, "Sources")
        for source in project.sources:
            _source(sources, source)
    if project.notes:
        notes = _element(root, PROJECT, "Notes")
        for note in project.notes:
            _note(notes, note)
    return _written(root)


def _codes(parent: Any, space: str, codes: Iterable[QdaCode]) -> None:
    below = _element(parent, space, "Codes")
    for code in codes:
        _code(below, space, code)


def _code(parent: Any, space: str, code: QdaCode) -> None:
    made = _element(parent, space, "Code", guid=code.guid, name=code.name, isCodable=str(code.codable).lower())
    if code.description:
        _element(made, space, "Description").text = _plain(code.description)
    for part in code.parts:
        _code(made, space, part)


def _source(parent: Any, source: QdaSource) -> None:
    path = f"internal://{source.guid}.txt"
    made = _element(parent, PROJECT, "TextSource", guid=source.guid, name=source.name, plainTextPath=path)
    for one in source.selections:
        place = {"startPosition": str(one.start), "endPosition": str(one.end)}
        selection = _element(made, PROJECT, "PlainTextSelection", guid=one.guid, name=one.name, **place)
        for coding in one.codings:
            when = f"{coding.when}T00:00:00Z" if len(coding.when) == 10 else coding.when
            put = _element(
                selection, PROJECT, "Coding", guid=coding.guid, creatingUser=coding.by, creationDateTime=when
            )
            _element(put, PROJECT, "CodeRef", targetGUID=coding.code)
            for note in coding.notes:
                _element(put, PROJECT, "NoteRef", targetGUID=note)


def _note(parent: Any, note: QdaNote) -> None:
    made = _element(parent, PROJECT, "Note", guid=note.guid, name=note.name)
    if note.description:
        _element(made, PROJECT, "Description").text = _plain(note.description)
    _element(made, PROJECT, "PlainTextContent").text = _plain(note.text)


def _element(parent: Any, space: str, name: str, /, **attributes: str) -> Any:
    """An element; what is empty is left out, as the standard has it optional."""
    from lxml import etree

    said = {key: _plain(words) for key, words in attributes.items() if words}
    tag = f"{{{space}}}{name}"
    return etree.Element(tag, said, nsmap={None: space}) if parent is None else etree.SubElement(parent, tag, said)


def _plain(words: str) -> str:
    """Words without the signs that XML cannot hold."""
    return _NOT_IN_XML.sub(" ", words)


def _written(root: Any) -> bytes:
    from lxml import etree

    made: bytes = etree.tostring(root, xml_declaration=True, encoding="utf-8", pretty_print=True)
    return made


def _add(parts: ZipFile, name: str, data: bytes) -> None:
    info = ZipInfo(name, _LONG_AGO)
    info.compress_type = ZIP_DEFLATED
    info.external_attr = 0o644 << 16
    info.create_system = 3  # the same on every system
    parts.writestr(info, data)
