"""PDF files into pages: the text as extracted, each word's box, and the lines drawn on the page."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from ctypes import c_float, c_int, create_string_buffer
from io import BytesIO
from typing import Any

from placebook.learn.layout import BLANK, BY_OCR, NO_LETTERS, NO_TEXT, READ, ReadDocument, ReadPage, Rule, Word
from placebook.types import DataError

MOST_PAGES = 10_000
MOST_LETTERS = 200_000  # on one page
MOST_TEXT = 40_000_000  # characters in one document
MOST_PATHS = 3_000  # drawn shapes looked at on a page
THIN = 2.5  # points: what is thinner is a line
BOLD = 600  # weight of a font
LONGEST_NAME = 128  # bytes of the name of a font
_BOLD_NAMES = (b"bold", b"black", b"heavy")
STRANGE = 0.3  # share of letters that cannot be told, from which on a page cannot be read
_LINE_BREAK_HYPHEN = (0xFFFE, 2)  # as PDFium writes a hyphen at the end of a line
Ocr = Callable[[Any], str]


def read_pdf(data: bytes, ocr: Ocr | None = None) -> ReadDocument:
    """The pages of a PDF.

    Raises DataError when it is locked, or is no PDF that either of two readers can open.
    """
    import pypdfium2 as pdfium

    try:
        opened = pdfium.PdfDocument(data)
        count = len(opened)
    except pdfium.PdfiumError as why:
        if "password" in str(why).casefold():
            raise DataError("is locked with a password; ask its publisher for a copy that opens") from None
        return _by_pypdf(data, str(why))
    notes = _notes(data)
    if count > MOST_PAGES:
        notes.append(f"holds {count:,} pages; the first {MOST_PAGES:,} are read")
    pages: list[ReadPage] = []
    letters = 0
    for number in range(1, min(count, MOST_PAGES) + 1):
        page = _page(opened, number, ocr)
        letters += len(page.text)
        if letters > MOST_TEXT:
            notes.append(f"holds more than {MOST_TEXT:,} characters; read up to page {number - 1}")
            break
        pages.append(page)
    if not pages:
        raise DataError("holds no page; ask its publisher for a whole copy")
    return ReadDocument(tuple(pages), title=_title(opened), language=_language(data), notes=tuple(notes))


def _notes(data: bytes) -> list[str]:
    notes = []
    if b"%%EOF" not in data[-2048:]:
        notes.append("the file ends too early, so pages may be missing from it")
    if b"/JavaScript" in data or b"/JS " in data:
        notes.append("holds a script, which was not run")
    if b"/EmbeddedFile" in data:
        notes.append("holds other files inside, which were not opened")
    return notes


def _title(opened: Any) -> str:
    """The title among the properties of the file, unless it is the name of a file or of a program."""
    title = " ".join(str(opened.get_metadata_value("Title") or "").split())
    if re.search(r"microsoft word|\.(docx?|pdf|indd|pptx?|xlsx?|pub)\b|untitled|^slide \d|^document\d*$", title, re.I):
        return ""
    return title[:300]


def _language(data: bytes) -> str:
    found = re.search(rb"/Lang\s*\(\s*([A-Za-z]{2})", data)
    return found[1].decode().lower() if found else ""


def _page(opened: Any, number: int, ocr: Ocr | None) -> ReadPage:
    """One page; a fault in it makes it unreadable, and the others are read all the same."""
    import pypdfium2 as pdfium

    try:
        page = opened[number - 1]
        text_page = page.get_textpage()
    except pdfium.PdfiumError:
        return ReadPage(number, "", NO_TEXT)
    try:
        text, words, width, height = _words(page, text_page)
        if not words:
            return _without_text(page, number, ocr)
        if _strange(text) > STRANGE:
            return ReadPage(number, "", NO_LETTERS)
        return ReadPage(number, text, READ, width, height, tuple(words), tuple(_rules(page)))
    finally:
        text_page.close()
        page.close()


def _without_text(page: Any, number: int, ocr: Ocr | None) -> ReadPage:
    if next(iter(page.get_objects(max_depth=1)), None) is None:
        return ReadPage(number, "", BLANK)
    text = ocr(page) if ocr else ""
    return ReadPage(number, text, BY_OCR if text.strip() else NO_TEXT)


def _strange(text: str) -> float:
    seen = [letter for letter in text if not letter.isspace()]
    odd = sum(letter == "\ufffd" or "\ue000" <= letter <= "\uf8ff" for letter in seen)
    return odd / len(seen) if seen else 0.0


def _words(page: Any, text_page: Any) -> tuple[str, list[Word], float, float]:
    """The text of a page, and the boxes of its words."""
    import pypdfium2.raw as raw

    codes = [raw.FPDFText_GetUnicode(text_page, at) for at in range(min(text_page.count_chars(), MOST_LETTERS))]
    text, at = _text_of(codes)
    place = _placer(page)
    box, name = raw.FS_RECTF(), create_string_buffer(LONGEST_NAME)
    words = []
    for found in re.finditer(r"\S+", text):
        first, last = at[found.start()], at[found.end() - 1]
        if not raw.FPDFText_GetLooseCharBox(text_page, first, box):
            continue
        begins = (box.left, box.top, box.right, box.bottom)
        raw.FPDFText_GetLooseCharBox(text_page, last, box)
        corners = place(
            min(begins[0], box.left), max(begins[1], box.top), max(begins[2], box.right), min(begins[3], box.bottom)
        )
        bold = raw.FPDFText_GetFontWeight(text_page, first) >= BOLD or _is_called_bold(text_page, first, name)
        size = _size(raw.FPDFText_GetFontSize(text_page, first), abs(begins[1] - begins[3]))
        words.append(Word(found.start(), found.end(), *corners, size, bold))
    width, height = page.get_size()
    return text, words, width, height


def _is_called_bold(text_page: Any, place: int, name: Any) -> bool:
    """Whether the font of a letter is bold by its name; many files give every font one weight."""
    import pypdfium2.raw as raw

    length = raw.FPDFText_GetFontInfo(text_page, place, name, LONGEST_NAME, c_int())
    return 0 < length <= LONGEST_NAME and any(word in name.value.lower() for word in _BOLD_NAMES)


def _size(size: float, height: float) -> float:
    """The size of letters in points. A font may be scaled, and then its box tells more than its number."""
    return size if 0.6 * height < size < 1.2 * height else height / 1.15


def _text_of(codes: Sequence[int]) -> tuple[str, list[int]]:
    """The text, and for each of its characters which one of PDFium it is.

    PDFium leaves the line end out after a hyphen that ends a line, and marks the hyphen; here it is put back.
    """
    letters: list[str] = []
    at: list[int] = []
    for place, code in enumerate(codes):
        made = "-\n" if code in _LINE_BREAK_HYPHEN else _letter(code)
        letters.append(made)
        at += [place] * len(made)
    return "".join(letters), at


def _letter(code: int) -> str:
    if (code < 32 and code not in (9, 10, 13)) or 0xD800 <= code <= 0xDFFF or code > 0x10FFFF or 127 <= code < 160:
        return " "
    return chr(code)


def _placer(page: Any) -> Callable[[float, float, float, float], tuple[float, float, float, float]]:
    """From points of the PDF (up from the foot, before turning) to points from the top left as one sees the page."""
    turned = page.get_rotation()
    left, bottom, right, top = page.get_cropbox()

    def place(x0: float, y1: float, x1: float, y0: float) -> tuple[float, float, float, float]:
        if turned == 90:
            return y0 - bottom, x0 - left, y1 - bottom, x1 - left
        if turned == 180:
            return right - x1, y0 - bottom, right - x0, y1 - bottom
        if turned == 270:
            return top - y1, right - x1, top - y0, right - x0
        return x0 - left, top - y1, x1 - left, top - y0

    return place


def _rules(page: Any) -> Iterator[Rule]:
    """Thin lines drawn on the page, and the edges of boxes that are no larger than a cell may be."""
    import pypdfium2.raw as raw

    place = _placer(page)
    width, height = page.get_size()
    for count, drawn in enumerate(page.get_objects(filter=[raw.FPDF_PAGEOBJ_PATH], max_depth=3)):
        if count >= MOST_PATHS:
            return
        found = _bounds(drawn)
        if found is None:
            continue
        x0, y0, x1, y1 = found
        left, top, right, bottom = place(x0, y1, x1, y0)
        if right - left < THIN or bottom - top < THIN:
            yield Rule(left, top, right, bottom)
        elif right - left < 0.97 * width and bottom - top < 0.9 * height:
            yield from _edges(left, top, right, bottom)


def _bounds(drawn: Any) -> tuple[float, float, float, float] | None:
    import pypdfium2.raw as raw

    left, bottom, right, top = c_float(), c_float(), c_float(), c_float()
    if not raw.FPDFPageObj_GetBounds(drawn, left, bottom, right, top):
        return None
    return left.value, bottom.value, right.value, top.value


def _edges(left: float, top: float, right: float, bottom: float) -> Iterator[Rule]:
    yield Rule(left, top, right, top)
    yield Rule(left, bottom, right, bottom)
    yield Rule(left, top, left, bottom)
    yield Rule(right, top, right, bottom)


def _by_pypdf(data: bytes, why: str) -> ReadDocument:
    """The pages of a PDF that PDFium cannot open, without boxes."""
    import logging

    from pypdf import PdfReader
    from pypdf.errors import PyPdfError

    logging.getLogger("pypdf").setLevel(logging.CRITICAL)
    try:
        opened = PdfReader(BytesIO(data), strict=False)
        if opened.is_encrypted and not opened.decrypt(""):
            raise DataError("is locked with a password; ask its publisher for a copy that opens")
        pages = [
            ReadPage(number, text := page.extract_text()[:MOST_LETTERS], READ if text.strip() else NO_TEXT)
            for number, page in zip(range(1, MOST_PAGES + 1), opened.pages, strict=False)
        ]
    except (PyPdfError, ValueError, KeyError, TypeError, AttributeError, IndexError, RecursionError, OSError):
        raise DataError(f"cannot be opened as a PDF ({why.rstrip('.')}); ask its publisher for a whole copy") from None
    if not pages:
        raise DataError("holds no page that can be found; ask its publisher for a whole copy")
    return ReadDocument(tuple(pages), notes=("is damaged; it was read by a second reader, without columns",))
