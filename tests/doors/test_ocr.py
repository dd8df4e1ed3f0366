"""A scanned page, made here: words drawn, made a picture, and put into a PDF that holds no letter."""

from __future__ import annotations

import io
import shutil
import zlib
from pathlib import Path

import pypdfium2
import pytest

from papers import lines, pdf, write
from placebook.sources.reading import Limits, ToRead, read_all

TOLD = "The council will plant one thousand trees along the river before the end of next year. "
TWO = [f"{TOLD * 8}", f"Page two speaks of warm homes and of buses that run on time. {TOLD * 8}"]


def scanned(pages: list[str]) -> bytes:
    """A PDF whose pages are pictures of these words, 200 dots to the inch."""
    drawn = pypdfium2.PdfDocument(pdf([lines(words) for words in pages]))
    whole = pypdfium2.PdfDocument.new()
    for page in drawn:
        whole.import_pages(pypdfium2.PdfDocument(_picture(page)))
    made = io.BytesIO()
    whole.save(made)
    return made.getvalue()


def _picture(page) -> bytes:
    bitmap = page.render(scale=200 / 72, grayscale=True)
    rows = bytes(bitmap.buffer)
    plain = b"".join(rows[at * bitmap.stride :][: bitmap.width] for at in range(bitmap.height))
    head = f"q 595 0 0 842 0 0 cm BI /W {bitmap.width} /H {bitmap.height} /CS /G /BPC 8 /F /Fl ID ".encode()
    return pdf([[]], stream=head + zlib.compress(plain) + b"\nEI Q")


def read(folder: Path, ocr: bool) -> dict:
    wanted = [ToRead(path.name, path.name, path, ocr=ocr) for path in folder.iterdir()]
    return next(found for _, found in read_all(wanted, Limits(), 1))


def test_a_scanned_page_is_listed_where_nothing_can_read_it(tmp_path: Path) -> None:
    found = read(write(tmp_path / "papers", scan_pdf=scanned(TWO[:1])), ocr=False)
    assert (found["passages"], found["notes"]) == ([], ["cannot be read on page 1, with a picture and no text"])


@pytest.mark.slow
@pytest.mark.skipif(shutil.which("tesseract") is None, reason="Tesseract is not installed, so no scanned page is read")
def test_scanned_pages_are_read_by_tesseract_and_that_is_said(tmp_path: Path) -> None:
    found = read(write(tmp_path / "papers", scan_pdf=scanned(TWO)), ocr=True)
    assert "was read from pictures by a program on pages 1 to 2, so words there may be wrong" in found["notes"]
    texts = [" ".join(page[2].split()) for page in found["pages"]]
    assert [page[1] for page in found["pages"]] == ["read by OCR"] * 2
    for words, text in zip(TWO, texts, strict=True):
        right = sum(word in text for word in words.split())
        assert right >= 0.98 * len(words.split()), text
    assert any("warm homes" in passage[-1] for passage in found["passages"])
    assert found["passages"][-1][3][0][0] == 2  # a passage of the second page says so
