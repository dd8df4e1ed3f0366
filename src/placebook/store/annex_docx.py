"""An annex as a Word file: real headings, header rows that repeat, words for every picture; always the same bytes."""

from __future__ import annotations

import re
import zipfile
from collections.abc import Mapping
from datetime import datetime
from io import BytesIO
from typing import Any

from placebook.pages.annex import Annex, Block, Heading, Picture, Pictures, Rows, Words

NO_DATE = datetime(2000, 1, 1)  # stands in the file, so that bytes stay equal
STAMP = (1980, 1, 1, 0, 0, 0)  # of every part in the zip file
_NOT_IN_XML = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
WIDE = 9.5  # cm, of a picture
ROOM = 26.1  # cm between the margins of a page on its side
PADDING, LETTER = 0.45, 0.18  # cm: of a cell at both sides, and of a bold letter in a table
LONGEST_WORD, MOST_LETTERS = 16, 60  # of a cell, that its column is made for
FONT, IN_TABLES = "Arial", 9  # points


def annex_docx(annex: Annex, pictures: Mapping[str, bytes]) -> bytes:
    """The annex as a Word file. `pictures` are drawings as PNG by their id; one that is not there is said in words."""
    from docx import Document

    made: Any = Document()
    _describe(made, annex)
    made.add_heading(_clean(annex.title), level=0)
    made.add_paragraph(_clean(annex.subtitle))
    for block in annex.blocks:
        _add(made, block, pictures)
    out = BytesIO()
    made.save(out)
    return _with_fixed_dates(out.getvalue())


def _describe(made: Any, annex: Annex) -> None:
    """Title and language for readers of the file, and a page on its side, as tables are wide."""
    from docx.enum.section import WD_ORIENT
    from docx.oxml.ns import qn
    from docx.shared import Cm

    about = made.core_properties
    about.title, about.language, about.author = _clean(annex.title), "en-GB", ""
    about.created = about.modified = NO_DATE
    about.last_modified_by, about.comments = "", ""
    page = made.sections[0]
    page.orientation, page.page_width, page.page_height = WD_ORIENT.LANDSCAPE, Cm(29.7), Cm(21.0)
    page.left_margin = page.right_margin = page.top_margin = page.bottom_margin = Cm(1.8)
    for lang in made.styles.element.iter(qn("w:lang")):
        lang.set(qn("w:val"), "en-GB")
    for fonts in made.styles.element.iter(qn("w:rFonts")):  # one font for words and headings, whatever the theme says
        fonts.attrib.clear()
        for kind in ("w:ascii", "w:hAnsi", "w:cs", "w:eastAsia"):
            fonts.set(qn(kind), FONT)


def _add(made: Any, block: Block, pictures: Mapping[str, bytes]) -> None:
    if isinstance(block, Heading):
        made.add_heading(_clean(block.text), level=block.level)
    elif isinstance(block, Words):
        made.add_paragraph().add_run(_clean(block.text)).bold = block.strong or None
    elif isinstance(block, Pictures):
        for one in block.items:
            _picture(made, one, pictures.get(one.id))
    else:
        _table(made, block)


def _picture(made: Any, block: Picture, png: bytes | None) -> None:
    from docx.shared import Cm

    made.add_paragraph(_clean(block.title), style="Caption").paragraph_format.keep_with_next = png is not None
    if png is None:
        made.add_paragraph(_clean(block.alt))
        return
    shape = made.add_picture(BytesIO(png), width=Cm(WIDE))
    shape._inline.docPr.set("descr", _clean(block.alt))
    shape._inline.docPr.set("title", _clean(block.title))


def _table(made: Any, block: Rows) -> None:
    from docx.oxml import OxmlElement
    from docx.oxml.ns import qn
    from docx.shared import Cm, Pt

    made.add_paragraph(_clean(block.caption), style="Caption").paragraph_format.keep_with_next = True
    table = made.add_table(rows=1, cols=len(block.headings), style="Table Grid")
    head = table.rows[0]
    for cell, word, column, width in zip(head.cells, block.headings, table.columns, widths(block), strict=True):
        cell.paragraphs[0].add_run(_clean(word)).bold = True
        cell.width = column.width = Cm(width)
    repeat = OxmlElement("w:tblHeader")
    repeat.set(qn("w:val"), "true")
    head._tr.get_or_add_trPr().append(repeat)
    _describe_table(table, block.caption)
    table.style.font.size, table.autofit = Pt(IN_TABLES), False
    for row in block.rows:
        line = table.add_row()
        line._tr.get_or_add_trPr().append(OxmlElement("w:cantSplit"))
        for cell, word, column in zip(line.cells, row, table.columns, strict=True):
            cell.text, cell.width = _clean(word), column.width
    made.add_paragraph()


def widths(block: Rows) -> list[float]:
    """How wide each column is, in cm: at least its longest word, and the rest of the page where cells say much."""
    columns = list(zip(block.headings, *block.rows, strict=True))
    words = [max((len(word) for cell in cells for word in cell.split()), default=1) for cells in columns]
    least = [PADDING + LETTER * min(letters, LONGEST_WORD) for letters in words]
    more = [min(max(map(len, cells)), MOST_LETTERS) for cells in columns]
    left = max(ROOM - sum(least), 0)
    return [one + left * share / sum(more) for one, share in zip(least, more, strict=True)]


def _describe_table(table: Any, caption: str) -> None:
    """Words that stand in for the table, and no first column that is set apart only by its look."""
    from docx.oxml import OxmlElement
    from docx.oxml.ns import qn

    for name in ("w:tblCaption", "w:tblDescription"):
        said = OxmlElement(name)
        said.set(qn("w:val"), _clean(caption))
        table._tbl.tblPr.append(said)


def _clean(said: str) -> str:
    """Words without the few characters that no XML file can hold."""
    return _NOT_IN_XML.sub("\ufffd", said)


def _with_fixed_dates(made: bytes) -> bytes:
    """The same zip file, with one date on every part."""
    out = BytesIO()
    with zipfile.ZipFile(BytesIO(made)) as old, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            part = zipfile.ZipInfo(name, STAMP)
            part.compress_type, part.create_system, part.external_attr = zipfile.ZIP_DEFLATED, 0, 0
            new.writestr(part, old.read(name))
    return out.getvalue()
