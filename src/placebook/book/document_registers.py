"""A list of documents that somebody else keeps: a CSV file, and in YAML what its columns mean."""

from __future__ import annotations

import gzip
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from fnmatch import fnmatchcase
from pathlib import Path

from placebook.book.fields import Fields, block, text
from placebook.book.register import CODE, same_name
from placebook.book.register import register as areas_of_the_uk
from placebook.book.yaml import Mapping as Block
from placebook.book.yaml import read_yaml
from placebook.sources.delimited import cells_up_to, delimiter_of, rows_of
from placebook.sources.encodings import decode
from placebook.types import ContentError, DataError

SAYS = ("title", "body", "body_name", "type", "status", "scope", "years", "language", "address", "date", "licence")
KNOWN = (*SAYS, "note", "cut", "file", "text")
STATUSES = ("draft", "adopted", "withdrawn")
LARGEST = 500_000_000  # bytes, unpacked
_YES = frozenset({"true", "yes", "1", "y"})


@dataclass(frozen=True, slots=True)
class RegisterForm:
    """How a register is read. `columns` leads from our word to their heading; `text` may hold documents themselves."""

    path: Path | None  # None: there is none, and the same is said of every file
    columns: Mapping[str, str]
    for_all: Mapping[str, str] = field(default_factory=dict)
    status: Mapping[str, str] = field(default_factory=dict)  # their word, * for anything -> ours
    page_mark: str = ""  # what stands in a text where a page ends


@dataclass(frozen=True, slots=True)
class RegisterRow:
    """What a register says of one document. `said` holds no empty words."""

    row: int  # in the file, from 1, headings included
    file: str
    text: str
    said: Mapping[str, str]
    cut: bool


def register_form(path: Path, columns: Mapping[str, str], for_all: Mapping[str, str]) -> RegisterForm:
    """How to read a register: from a YAML file beside its CSV, or a CSV with our own headings; options add to both.

    Raises ContentError or DataError that says what is wrong and what would be right.
    """
    if path.suffix in (".yaml", ".yml"):
        form = _from_yaml(path)
    else:
        headings = _headings(path)
        form = RegisterForm(path, {word: word for word in KNOWN if word in headings})
    for words in (columns, for_all):
        unknown = [word for word in words if word not in KNOWN]
        if unknown:
            raise ContentError(f"{unknown[0]!r} is nothing that is said of a document; there is: {', '.join(KNOWN)}")
    return RegisterForm(
        form.path, {**form.columns, **columns}, {**form.for_all, **for_all}, form.status, form.page_mark
    )


def _from_yaml(path: Path) -> RegisterForm:
    fields = Fields(read_yaml(path))
    file = path.parent / fields.take("register", text)
    columns = _words(fields.take("columns", block, Block(path.name, 1)), KNOWN)
    for_all = _words(fields.take("same_for_all", block, Block(path.name, 1)), (*SAYS, "note"))
    status = _words(fields.take("status", block, Block(path.name, 1)), None)
    mark = fields.take("page_mark", text, "")
    fields.finish()
    wrong = next((word for word in status.values() if word not in STATUSES), None)
    if wrong:
        raise ContentError(f"{path}: the status {wrong!r} is not one of: {', '.join(STATUSES)}")
    return RegisterForm(file, columns, for_all, status, mark)


def _words(found: Block, known: tuple[str, ...] | None) -> dict[str, str]:
    """The keys of a block, each with words; only keys that are known, where these are named."""
    inside = Fields(found)
    words = {key: inside.take(key, text) for key in (known or tuple(found)) if key in found}
    inside.finish()
    return words


def register_rows(form: RegisterForm) -> Iterator[RegisterRow]:
    """Every row of a register. Raises DataError where the file, or a heading that was named, is not there."""
    if form.path is None:
        return
    rows = _rows(form.path)
    headings = [cell.strip() for cell in next(rows, [])]
    gone = [theirs for theirs in form.columns.values() if theirs not in headings]
    if gone:
        raise DataError(f"{form.path.name}: the heading {gone[0]!r} is not there; there is: {', '.join(headings)}")
    place = {ours: headings.index(theirs) for ours, theirs in form.columns.items()}
    for number, cells in enumerate(rows, start=2):
        found = {ours: cells[at].strip() for ours, at in place.items() if at < len(cells) and cells[at].strip()}
        if not found:
            continue
        words = found.pop("text", "")
        if form.page_mark:
            words = words.replace(form.page_mark, "\f")
        cut = found.pop("cut", "").casefold() in _YES
        yield RegisterRow(number, found.pop("file", ""), words, {**form.for_all, **found}, cut)


def made_right(said: Mapping[str, str], form: RegisterForm) -> tuple[dict[str, str], list[str]]:
    """What a register says, in our words, and what of it cannot be taken over, one sentence each.

    A body is known by its code; a name alone gives the code where the register of UK areas has just one such name.
    """
    right, wrong = dict(said), []
    body = right.pop("body", "")
    if body and not CODE.fullmatch(body):
        wrong.append(f"{body!r} is no GSS code; write a letter and eight digits, as in E09000002")
    elif body and body not in areas_of_the_uk():
        wrong.append(f"the code {body} is not in the register of UK authorities, so the body is not said")
    elif body:
        right["body"] = body
    elif right.get("body_name"):
        codes = [code for code, area in areas_of_the_uk().items() if same_name(area.name, right["body_name"])]
        current = [code for code in codes if areas_of_the_uk()[code].last_year is None] or codes
        if len(current) == 1:
            right["body"] = current[0]
        else:
            wrong.append(f"the body {right['body_name']!r} is {len(current)} areas of the register; write its code")
    if "body" in right and "body_name" not in right:
        right["body_name"] = areas_of_the_uk()[right["body"]].name
    status = right.pop("status", "")
    ours = _status(status, form.status)
    if ours:
        right["status"] = ours
    elif status:
        wrong.append(f"the status {status!r} is not one of: {', '.join(STATUSES)}; say under status: what it means")
    return right, wrong


def _status(theirs: str, words: Mapping[str, str]) -> str:
    if theirs.casefold() in STATUSES:
        return theirs.casefold()
    return next((ours for sign, ours in words.items() if fnmatchcase(theirs.casefold(), sign.casefold())), "")


def _headings(path: Path) -> list[str]:
    return [cell.strip() for cell in next(_rows(path), [])]


def _rows(path: Path) -> Iterator[list[str]]:
    raw = _unpacked(path)
    words, _ = decode(raw, path.name)
    with cells_up_to(LARGEST):
        yield from rows_of(words, delimiter_of(words, path.name), path.name)


def _unpacked(path: Path) -> bytes:
    try:
        if path.suffix != ".gz":
            return path.read_bytes()
        with gzip.open(path) as packed:
            raw = packed.read(LARGEST + 1)
    except FileNotFoundError:
        raise DataError(f"{path}: there is no such register; check the name") from None
    except (gzip.BadGzipFile, EOFError):
        raise DataError(f"{path}: is not packed with gzip, or cut off; bring a whole copy") from None
    if len(raw) > LARGEST:
        raise DataError(f"{path}: unpacks to more than {LARGEST:,} bytes, which no register does")
    return raw
