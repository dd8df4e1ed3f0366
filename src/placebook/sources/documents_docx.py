"""Word files into headings, paragraphs and rows. Macros are not run and links to outside are not followed."""

from __future__ import annotations

import re
from collections.abc import Iterator
from io import BytesIO
from typing import Any
from zipfile import BadZipFile, ZipFile

from placebook.learn.layout import ReadDocument
from placebook.sources.documents_flow import Flow
from placebook.types import DataError

MOST_UNPACKED = 400_000_000  # bytes of all parts together
MOST_PART = 150_000_000  # bytes of one part of text
MOST_PARTS = 5_000
W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_FALLBACK = "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback"
_MACRO_WORD = "application/vnd.ms-word.document.macroEnabled.main+xml"


def read_docx(data: bytes) -> ReadDocument:
    """The body of a Word file, then its notes. Deleted text that is still in the file is left out, added text is in.

    Raises DataError when it is locked, damaged, or unpacks to more than a document may.
    """
    notes = _look_inside(data)
    document = _opened(data)
    flow = Flow()
    levels = _heading_levels(document)
    for element in _blocks(document.element.body):
        if element.tag == W + "tbl":
            _table(flow, element)
        else:
            _paragraph(flow, element, levels)
    _foot_notes(flow, document)
    properties = document.core_properties
    return flow.document(properties.title or "", (properties.language or "")[:2].lower(), tuple(notes))


def _look_inside(data: bytes) -> list[str]:
    """What a reader should know of the file, from its list of parts. Nothing is unpacked but what holds links."""
    if data[:4] == b"\xd0\xcf\x11\xe0":
        raise DataError("is locked with a password, or is a Word file of before 2007; save it as .docx without one")
    try:
        with ZipFile(BytesIO(data)) as parts:
            sizes = {one.filename: one.file_size for one in parts.infolist()}
            _refuse_bombs(sizes)
            links = [
                parts.read(name).decode("utf-8", "replace")
                for name in sorted(sizes)
                if name.startswith("word/_rels/") and sizes[name] < 5_000_000
            ]
    except (BadZipFile, NotImplementedError, RuntimeError, EOFError, ValueError, OSError):
        raise DataError("cannot be opened as a Word file; it may be cut off: ask for a whole copy") from None
    notes = []
    if any(name.casefold().endswith("vbaproject.bin") for name in sizes):
        notes.append("holds macros, which were not run")
    outside = len(re.findall(r"TargetMode\s*=\s*[\"']External", " ".join(links)))
    if outside:
        many = f"{outside} places outside, which were" if outside > 1 else "1 place outside, which was"
        notes.append(f"links to {many} not followed")
    if any(name.startswith("word/embeddings/") for name in sizes):
        notes.append("holds other files inside, which were not opened")
    return notes


def _refuse_bombs(sizes: dict[str, int]) -> None:
    if len(sizes) > MOST_PARTS or sum(sizes.values()) > MOST_UNPACKED:
        raise DataError(f"unpacks to {sum(sizes.values()):,} bytes in {len(sizes):,} parts, which no document does")
    texts = {name: size for name, size in sizes.items() if name.endswith((".xml", ".rels"))}
    if texts and max(texts.values()) > MOST_PART:
        raise DataError(f"unpacks to {max(texts.values()):,} bytes of text, which no document does")
    if "[Content_Types].xml" not in sizes:
        raise DataError("is a packed file but no Word file; save it as .docx or PDF")


def _opened(data: bytes) -> Any:
    from docx.opc.part import PartFactory
    from docx.package import Package
    from docx.parts.document import DocumentPart
    from lxml import etree

    PartFactory.part_type_for[_MACRO_WORD] = DocumentPart
    try:
        part = Package.open(BytesIO(data)).main_document_part
        if not isinstance(part, DocumentPart):
            raise DataError(f"is no Word document but {part.content_type}; save it as .docx or PDF")
        return part.document
    except (KeyError, ValueError, BadZipFile, etree.XMLSyntaxError, AttributeError, NotImplementedError) as why:
        said = " ".join(str(why).split())[:80]
        raise DataError(f"cannot be opened as a Word file ({said}); save it again as .docx or PDF") from None


def _heading_levels(document: Any) -> dict[str, int]:
    """The level of each style of heading, by the style's id; a style based on a heading is one too."""
    found: dict[str, int] = {}
    for style in document.styles:
        base, steps = style, 0
        while base is not None and steps < 10:
            name = (base.name or "").casefold()
            match = re.fullmatch(r"heading (\d)", name)
            if match or name == "title":
                found[style.style_id] = int(match[1]) if match else 1
                break
            base, steps = getattr(base, "base_style", None), steps + 1
    return found


def _blocks(parent: Any) -> Iterator[Any]:
    """Paragraphs and tables in order, also those in fields that a form or a table of contents keeps them in."""
    for child in parent:
        if child.tag in (W + "p", W + "tbl"):
            yield child
        elif child.tag in (W + "sdt", W + "sdtContent", W + "ins", W + "moveTo", W + "smartTag", W + "customXml"):
            yield from _blocks(child)


def _paragraph(flow: Flow, element: Any, levels: dict[str, int]) -> None:
    style = element.find(f"{W}pPr/{W}pStyle")
    level = levels.get(style.get(W + "val"), 0) if style is not None else 0
    outline = element.find(f"{W}pPr/{W}outlineLvl")
    if not level and outline is not None and (outline.get(W + "val") or "").isdigit():
        level = int(outline.get(W + "val")) + 1
    words = _said(element)
    if 0 < level <= 9:
        flow.heading(words, level)
    else:
        flow.paragraph(words)


def _table(flow: Flow, table: Any) -> None:
    """Each row with its cells. A table within a cell is words of the cell."""
    for row in table.iter(W + "tr"):
        if next(row.iterancestors(W + "tbl")) is table:
            cells = [cell for cell in row.iter(W + "tc") if next(cell.iterancestors(W + "tr")) is row]
            flow.row([" ".join(_said(one) for one in cell.iter(W + "p")) for cell in cells])


def _said(element: Any) -> str:
    """The words of a paragraph, with those added in review and without those deleted; of text boxes, each once."""
    parts: list[str] = []
    stack = [element]
    while stack:
        one = stack.pop()
        if one.tag == W + "t":
            parts.append(one.text or "")
        elif one.tag in (W + "tab", W + "br", W + "cr"):
            parts.append(" ")
        elif one.tag == W + "noBreakHyphen":
            parts.append("-")
        elif one.tag not in (W + "del", W + "moveFrom", W + "pPr", W + "rPr", _FALLBACK):
            if one.tag == W + "p" and one is not element:
                parts.append(" ")
            stack.extend(reversed(one))
    return "".join(parts)


def _foot_notes(flow: Flow, document: Any) -> None:
    """Notes at the foot and the end, which python-docx leaves aside."""
    from lxml import etree

    for part in document.part.package.iter_parts():
        name = str(part.partname)
        if name not in ("/word/footnotes.xml", "/word/endnotes.xml"):
            continue
        parser = etree.XMLParser(resolve_entities=False, no_network=True, huge_tree=False)
        try:
            root = etree.fromstring(part.blob, parser)
        except etree.XMLSyntaxError:
            continue
        words = [" ".join(_said(one) for one in note.iter(W + "p")) for note in root if not note.get(W + "type")]
        if any(each.strip() for each in words):
            flow.heading("Notes", 1)
            for each in words:
                flow.paragraph(each)
