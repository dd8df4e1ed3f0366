"""Documents for tests, written here byte by byte: none is a file that somebody else made."""

from __future__ import annotations

import io
import zipfile
import zlib
from collections.abc import Sequence
from pathlib import Path

from placebook.cli import bench_learn

HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>'
W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
SENTENCE = "The council will plant one thousand trees along the river before the end of next year."
WELSH = "Mae'r cyngor wedi cytuno ar y cynllun, ac mae'n bwysig bod yr ardal yn cael ei gwarchod gan bawb o'r gymuned. "

Text = bench_learn.Text
pdf = bench_learn.pdf


def lines(words: str, left: float = 72, top: float = 120, size: float = 11, per_line: int = 12) -> list[Text]:
    """Running text as lines of some words each, below one another."""
    each = words.split()
    rows = [" ".join(each[at : at + per_line]) for at in range(0, len(each), per_line)]
    return [Text(left, top + 1.3 * size * place, row, size) for place, row in enumerate(rows)]


def docx(body: str, more: dict[str, str | bytes] | None = None, links: str = "") -> bytes:
    """A Word file with some XML as its body."""
    package = "http://schemas.openxmlformats.org/package/2006"
    office = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
    kinds = "application/vnd.openxmlformats-officedocument.wordprocessingml"
    parts: dict[str, str | bytes] = {
        "[Content_Types].xml": f'{HEAD}<Types xmlns="{package}/content-types"><Default Extension="rels" '
        'ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Default Extension="xml" '
        'ContentType="application/xml"/><Default Extension="bin" ContentType="application/vnd.ms-office.vbaProject"/>'
        f'<Override PartName="/word/document.xml" ContentType="{kinds}.document.main+xml"/>'
        f'<Override PartName="/word/styles.xml" ContentType="{kinds}.styles+xml"/></Types>',
        "_rels/.rels": f'{HEAD}<Relationships xmlns="{package}/relationships"><Relationship Id="r1" '
        f'Type="{office}/officeDocument" Target="word/document.xml"/></Relationships>',
        "word/_rels/document.xml.rels": f'{HEAD}<Relationships xmlns="{package}/relationships"><Relationship Id="r2" '
        f'Type="{office}/styles" Target="styles.xml"/>{links}</Relationships>',
        "word/styles.xml": f'{HEAD}<w:styles {W}><w:style w:type="paragraph" w:styleId="Heading1"><w:name '
        'w:val="heading 1"/></w:style></w:styles>',
        "word/document.xml": f"{HEAD}<w:document {W}><w:body>{body}</w:body></w:document>",
        **(more or {}),
    }
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as packed:
        for name, words in parts.items():
            packed.writestr(name, words)
    return made.getvalue()


def paragraph(words: str, style: str = "") -> str:
    """A paragraph of a Word file."""
    said = f'<w:pPr><w:pStyle w:val="{style}"/></w:pPr>' if style else ""
    return f"<w:p>{said}<w:r><w:t>{words}</w:t></w:r></w:p>"


def table(rows: Sequence[Sequence[str]]) -> str:
    """A table of a Word file."""
    cells = ["".join(f"<w:tc>{paragraph(cell)}</w:tc>" for cell in row) for row in rows]
    return "<w:tbl>" + "".join(f"<w:tr>{row}</w:tr>" for row in cells) + "</w:tbl>"


def zip_bomb() -> bytes:
    """A Word file of some hundred kilobytes whose text would unpack to 300 million."""
    return docx("", {"word/bomb.xml": b" " * 300_000_000})


def entity_bomb() -> bytes:
    """A Word file whose one word stands for a thousand million others."""
    steps = "".join(f'<!ENTITY e{n} "{f"&e{n - 1};" * 10}">' for n in range(1, 10))
    doctype = f'<!DOCTYPE bomb [<!ENTITY e0 "lol">{steps}]>'
    words = f"<w:document {W}><w:body><w:p><w:r><w:t>&e9;</w:t></w:r></w:p></w:body></w:document>"
    return docx("", {"word/document.xml": f'<?xml version="1.0"?>{doctype}{words}'})


def pdf_bomb(unpacked: int = 3_000_000_000) -> bytes:
    """A PDF whose one page of drawing is packed twice, and would unpack to three thousand million bytes."""
    squeeze = zlib.compressobj(9, wbits=-15)
    block = b"q 1 0 0 1 0 0 cm Q " * 50_000
    packed = squeeze.compress(block) + squeeze.flush(zlib.Z_FULL_FLUSH)  # after which every block packs alike
    twice = zlib.compress(b"\x78\xda" + packed * (unpacked // len(block)), 9)  # without an end, as nobody reads so far
    return pdf([[]], stream=twice, filters="[/FlateDecode /FlateDecode]")


def locked_pdf(words: str) -> bytes:
    """A PDF that opens with a password only."""
    from pypdf import PdfReader, PdfWriter

    made = PdfWriter(PdfReader(io.BytesIO(pdf([lines(words)]))))
    made.encrypt("secret")
    out = io.BytesIO()
    made.write(out)
    return out.getvalue()


def scanned_pdf() -> bytes:
    """A PDF whose page is a picture."""
    drawn = b"q 400 0 0 400 50 50 cm BI /W 2 /H 2 /CS /G /BPC 8 ID \x00\xff\xff\x00 EI Q"
    return pdf([[]], stream=drawn)


def write(folder: Path, **files: bytes | str) -> Path:
    """Files in a folder; the last underscore of a name is its stop."""
    folder.mkdir(parents=True, exist_ok=True)
    for name, words in files.items():
        path = folder / ".".join(name.rsplit("_", 1))
        path.write_bytes(words if isinstance(words, bytes) else words.encode())
    return folder
