"""Bytes into text: which encoding a table was saved in, found without guessing among equals."""

from __future__ import annotations

import codecs
import re

from placebook.types import DataError

UTF8 = "UTF-8"
UTF16 = "UTF-16"
WINDOWS = "Windows-1252 (Western European)"

_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig", UTF8),
    (codecs.BOM_UTF16_LE, "utf-16", UTF16),
    (codecs.BOM_UTF16_BE, "utf-16", UTF16),
)
_NOT_A_TABLE = (
    (b"PK\x03\x04", "is a spreadsheet or a zip file under another name; give it the ending .xlsx, or save it as CSV"),
    (b"%PDF", "is a PDF under another name; a table saved as CSV is needed"),
    (b"\xd0\xcf\x11\xe0", "is an old Excel file under another name; save it as .xlsx or CSV"),
    (b"\x1f\x8b", "is packed with gzip; unpack it first"),
    (b"\x89PNG", "is a picture under another name; the figures themselves are needed, saved as CSV"),
    (b"\xff\xd8\xff", "is a photograph under another name; the figures themselves are needed, saved as CSV"),
    (b"PAR1", "is a Parquet file under another name; give it the ending .parquet"),
)
_WEB_PAGE = re.compile(rb"\s*<(!doctype html|html|\?xml)", re.IGNORECASE)


def decode(raw: bytes, name: str) -> tuple[str, str]:
    """The text of a file and the encoding it was read in, line ends made one kind.

    A byte order mark decides; else text without zero bytes that is valid UTF-8 is UTF-8; else it is read as
    Windows-1252, which holds every printable character of latin-1. Raises DataError when none of them fits.
    """
    _refuse_other_things(raw, name)
    text, encoding = _decode(raw, name)
    if "\x00" in text:
        line = text.count("\n", 0, text.index("\x00")) + 1
        raise DataError(f"{name}, row {line}: holds a zero byte, so it is not a table of text; save it again as CSV")
    return text.replace("\r\n", "\n").replace("\r", "\n"), encoding


def _refuse_other_things(raw: bytes, name: str) -> None:
    for mark, words in _NOT_A_TABLE:
        if raw.startswith(mark):
            raise DataError(f"{name}: {words}")
    if _WEB_PAGE.match(raw[:200]):
        raise DataError(f"{name}: is a web page, not a table; download the table itself")


def _decode(raw: bytes, name: str) -> tuple[str, str]:
    for mark, codec, encoding in _MARKS:
        if raw.startswith(mark):
            return _exactly(raw, codec, encoding, name), encoding
    if raw[:200].count(b"\x00") > len(raw[:200]) // 4:  # every other byte of plain UTF-16 is zero
        codec = "utf-16-be" if raw[:1] == b"\x00" else "utf-16-le"
        return _exactly(raw, codec, UTF16, name), UTF16
    try:
        return raw.decode("utf-8"), UTF8
    except UnicodeDecodeError:
        return _exactly(raw, "cp1252", WINDOWS, name), WINDOWS


def _exactly(raw: bytes, codec: str, encoding: str, name: str) -> str:
    try:
        return raw.decode(codec)
    except UnicodeDecodeError as why:
        line = max(raw.count(b"\n", 0, why.start), raw.count(b"\r", 0, why.start)) + 1
        raise DataError(f"{name}, row {line}: a character does not fit {encoding}; save the file as UTF-8") from None
