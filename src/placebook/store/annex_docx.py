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

    made.add_paragraph(_clean(block.caption), style="Caption").paragraph_format.keep_with_next = True
    table = made.add_table(rows=1, cols=len(block.headings), style="Table Grid")
    head = table.rows[0]
    for cell, word in zip(head.cells, block.headings, strict=True):
        cell.paragraphs[0].add_run(_clean(word)).bold = True
    repeat = OxmlElement("w:tblHeader")
    repeat.set(qn("w:val"), "true")
    head._tr.get_or_add_trPr().append(repeat)
    _describe_table(table, block.caption)
    for row in block.rows:
        line = table.add_row()
        line._tr.get_or_add_trPr().append(OxmlElement("w:cantSplit"))
        for cell, word in zip(line.cells, row, strict=True):
            cell.text = _clean(word)
    made.add_paragraph()


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
