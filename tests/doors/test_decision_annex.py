"""The annex of a decision in five kinds of file: they say the same, can be read by anyone, and words stay words."""

from __future__ import annotations

import io
import zipfile
from dataclasses import replace
from itertools import pairwise

import pytest
from python_calamine import CalamineWorkbook

from placebook.cli.decision_files import write_annex
from placebook.decide.wheel import Decision, EvidenceLink, Mitigation, Option, Segment, Sway
from placebook.pages.annex import Heading, Rows, annex
from placebook.pages.decision import DecisionPage, decision_page
from placebook.pages.decision_figures import pin_of
from placebook.store.annex_docx import annex_docx, widths
from placebook.store.annex_html import annex_html
from placebook.store.annex_pdf import annex_pdf, drawing_png
from placebook.types import State
from placebook.web.svg import draw
from small_shelf import small_shelf

TRICKS = '#eval("7*6") $x^2$ *bold* @ref <b onload=1> & =1+1 \\ #read("/etc/passwd") ] }'
SAID = Segment(
    "ideas#long-life",
    "short",
    Sway.SMALL_NEGATIVE,
    TRICKS,
    Mitigation("Plant a hedge.", "Parks team", "2027-03-01"),
    (EvidenceLink(source="A survey of 2025", page="4", says=TRICKS),),
)
ASKED = Segment("ideas#well", "long", State.NOT_ASKED, "Nobody could be asked.")


@pytest.fixture(scope="module")
def page() -> DecisionPage:
    shelf = small_shelf()
    decision = Decision(
        "bench",
        TRICKS,
        proposal=TRICKS,
        areas=("Ashford",),
        factor_sets=("ideas",),
        options=(Option("as-now", "Carry on as now"), Option("bench", "A bench", TRICKS, (SAID, ASKED))),
    )
    return decision_page(shelf, replace(decision, pinned=pin_of(shelf, decision, "2026-11-28")))


def pictures(page: DecisionPage) -> dict[str, str]:
    return {wheel.id: str(draw(wheel)) for group in page.sets for wheel in group.wheels}


@pytest.mark.slow  # every kind of file, twice
def test_five_files_are_written_and_are_the_same_the_second_time(page, tmp_path):
    one = write_annex(page, tmp_path / "one")
    two = write_annex(page, tmp_path / "two")
    assert sorted(path.suffix for path in one) == [".docx", ".html", ".json", ".pdf", ".xlsx"]
    for before, after in zip(one, two, strict=True):
        assert before.read_bytes() == after.read_bytes(), before.name
    assert not list((tmp_path / "one").glob("*.partial"))


def test_it_has_reasons_unknowns_evidence_mitigations_and_versions(page):
    blocks = annex(page).blocks
    said = {block.caption: block for block in blocks if isinstance(block, Rows)}
    assert ("Being well", "A bench", "long term", "not asked", "Nobody could be asked.") in said["Not known"].rows
    assert (
        "A long life",
        "A bench",
        "short term",
        "small negative",
        "Plant a hedge.",
        "Parks team",
        "1 March 2027",
    ) in (said["Mitigations"].rows)
    assert said["Versions"].rows[-1] == ("figures and evidence", "28 November 2026", f"build {page.build}")
    assert any("not scored" in cell for row in said["A long life: what each option does"].rows for cell in row)
    for block in said.values():
        assert all(len(row) == len(block.headings) and all(row) for row in block.rows), block.caption
    levels = [block.level for block in blocks if isinstance(block, Heading)]
    assert levels[0] == 1
    assert all(after - before <= 1 for before, after in pairwise(levels))


def test_what_people_wrote_is_words_in_html(page):
    html = annex_html(annex(page), pictures(page))
    assert "<b onload" not in html
    assert "&lt;b onload=1&gt;" in html
    assert html.count("<h1>") == 1
    assert html.count("<svg") == 2
    assert "<script" not in html
    assert "http://" not in html.replace("http://www.w3.org/2000/svg", "")


def test_what_people_wrote_is_words_in_the_pdf_which_is_tagged(page):
    pypdf = pytest.importorskip("pypdf")
    made = annex_pdf(annex(page), pictures(page))
    read = pypdf.PdfReader(io.BytesIO(made))
    text = " ".join(" ".join(one.extract_text() for one in read.pages).split())
    for trick in ('#eval("7*6")', "$x^2$", "*bold*", '#read("/etc/passwd")', "<b onload=1>"):
        assert trick in text, trick
    assert "root:" not in text
    root = read.trailer["/Root"]
    assert root["/MarkInfo"]["/Marked"]
    assert root["/Lang"] == "en-GB"
    assert root["/ViewerPreferences"]["/DisplayDocTitle"]
    assert b"pdfuaid:part" in read.trailer["/Root"]["/Metadata"].get_data()
    kinds = set(_kinds(root["/StructTreeRoot"]["/K"]))
    assert {"/H1", "/H2", "/Table", "/TH", "/TD", "/Figure"} <= kinds


def _kinds(node: object):
    node = node.get_object() if hasattr(node, "get_object") else node
    if isinstance(node, list):
        for one in node:
            yield from _kinds(one)
    elif isinstance(node, dict):
        yield node.get("/S", "")
        yield from _kinds(node.get("/K", []))


def test_the_word_file_has_real_headings_header_rows_and_words_for_pictures(page):
    from docx import Document

    png = drawing_png('<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 9 9"/>')
    raw = annex_docx(annex(page), dict.fromkeys(pictures(page), png))
    wide = widths(Rows("", ("Term", "Why"), (("long term", "It is " * 20),)))
    assert wide == pytest.approx(
        [1.17 + 23.94 * 9 / 69, 0.99 + 23.94 * 60 / 69]
    )  # four and three letters, and the rest
    made = Document(io.BytesIO(raw))
    styles = [one.style.name for one in made.paragraphs]
    assert styles[0] == "Title"
    assert {"Heading 1", "Heading 2", "Heading 3"} <= set(styles)
    assert made.paragraphs[0].text == TRICKS
    for table in made.tables:
        assert table.rows[0]._tr.trPr.xpath("w:tblHeader")
    xml = zipfile.ZipFile(io.BytesIO(raw)).read("word/document.xml").decode()
    assert xml.count('descr="') == 2
    assert "A long life (short term)" in xml  # the words that stand in for a picture
    assert made.core_properties.language == "en-GB"


def test_without_pictures_the_word_file_says_them_in_words(page):
    from docx import Document

    said = " ".join(one.text for one in Document(io.BytesIO(annex_docx(annex(page), {}))).paragraphs)
    assert "small negative: A long life (short term)" in said


def test_a_character_that_no_file_can_hold_is_replaced(page):
    from docx import Document

    odd = annex_docx(annex(replace(page, proposal="a\x0bb")), {})
    assert "a\ufffdb" in [one.text for one in Document(io.BytesIO(odd)).paragraphs]


def test_the_workbook_marks_what_is_not_known_with_the_shorthand(page, tmp_path):
    (path,) = (one for one in write_annex(page, tmp_path) if one.suffix == ".xlsx")
    book = CalamineWorkbook.from_path(str(path))
    assert book.sheet_names[:4] == ["Cover", "Contents", "Wheel ideas", "Differences"]
    rows = book.get_sheet_by_name("Not known").to_python()
    cells = {str(cell) for row in rows for cell in row}
    assert {"not asked [z]", "not yet answered [x]"} <= cells
    assert any(cell.startswith("Shorthand: ") and "[z] means not asked" in cell for cell in cells)
    reasons = {str(cell) for row in book.get_sheet_by_name("Reasons").to_python() for cell in row}
    assert TRICKS in reasons  # as text: it begins with no formula and is none


def test_no_number_is_added_up_in_it(page):
    numbers = [
        cell
        for block in annex(page).blocks
        if isinstance(block, Rows) and block.caption not in ("Figures", "Versions")
        for row in block.rows
        for cell in row
        if cell.strip().replace(".", "").isdigit()
    ]
    assert numbers == []
