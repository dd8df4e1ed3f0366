"""The coding of a book as other programs read it, and the coding of other programs as a book keeps it."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from placebook.book.passage_codes import checked, read_passage_codes
from placebook.learn.codings import NONE
from placebook.learn.refi import QdaCode, QdaProject
from placebook.learn.refi_codebook import tree_of
from placebook.learn.refi_codes import CodedText, code_guid, codes_from, project_of
from placebook.store.library import Library
from placebook.store.rows import write_rows
from placebook.types import Codebook, CodeRule, DataError, Document, Framework, Passage, PassageCode
from placebook.web.library.code_tables import TIDY, read_tidy, tidy_row
from placebook.web.library.records import documents

_BETWEEN = "\n"  # two pages


@dataclass(frozen=True, slots=True)
class Brought:
    """What a file of codes gave: those that are new to the book, how many were there before, and what was left out."""

    new: tuple[PassageCode, ...]
    before: int
    left_out: tuple[str, ...]


def write_tidy(book: Path, held: Library, path: Path) -> int:
    """Write every code of a book as a tidy row, in the order of documents and passages. Gives how many."""
    rows = tidy_rows(read_passage_codes(book), held)
    write_rows(path, TIDY, rows)
    return len(rows)


def tidy_rows(codes: Iterable[PassageCode], held: Library) -> list[list[str]]:
    """Codes as tidy rows, in the order of documents and passages, each once."""
    every = {one.id: one for one in documents()}
    return [
        tidy_row(code, passage, every.get(passage.document) if passage else None)
        for code, passage in _in_order(codes, held)
    ]


def _in_order(given: Iterable[PassageCode], held: Library) -> list[tuple[PassageCode, Passage | None]]:
    codes = list(dict.fromkeys(given))
    with held.opened() as link:
        found = held.some_passages(link, {code.passage for code in codes})
    passages = {code.passage: found[code.passage][0] if code.passage in found else None for code in codes}

    def place(code: PassageCode) -> tuple[object, ...]:
        one = passages[code.passage]
        where = (one.document, one.pages, one.pieces[0].start) if one is not None else ("~", (0, 0), 0)
        return (*where, code.passage, code.concept, code.by, code.method, code.date, code.status)

    return [(code, passages[code.passage]) for code in sorted(codes, key=place)]


def project(
    book: Path, title: str, held: Library, frameworks: Mapping[str, Framework], codebooks: Mapping[str, Codebook]
) -> QdaProject:
    """The coding of a book as a REFI-QDA project, with the text of every document that carries a code."""
    pairs = _in_order(read_passage_codes(book), held)
    wanted = {passage.document for _, passage in pairs if passage is not None}
    texts = [coded_text(one, held) for one in documents() if one.id in wanted]
    used: dict[str, set[str]] = {}
    for code, _ in pairs:
        framework, _, concept = code.concept.partition("#")
        used.setdefault(framework, set()).add(concept)
    missing = [id for id in used if id not in frameworks]
    if missing:
        raise DataError(f"{book}: its codes name the framework {missing[0]!r}, which is not there; see placebook check")
    tree = [tree_of(frameworks[id], codebooks.get(id), concepts) for id, concepts in used.items()]
    return project_of(title, [code for code, _ in pairs], texts, tree)


def coded_text(document: Document, held: Library) -> CodedText:
    """The text of a document, page after page, and where each passage begins and ends in it."""
    starts: dict[int, int] = {}
    pieces: list[str] = []
    at = 0
    for page in held.pages(document.id):
        starts[page.number] = at
        pieces.append(page.text)
        at += len(page.text) + len(_BETWEEN)
    spans = {
        one.id: (
            min(starts[piece.page] + piece.start for piece in one.pieces),
            max(starts[piece.page] + piece.end for piece in one.pieces),
        )
        for one in held.passages(document.id)
    }
    return CodedText(document.id, document.title or document.names[0], _BETWEEN.join(pieces), spans)


def concept_guids(frameworks: Iterable[Framework]) -> dict[str, str]:
    """The concept, as framework#concept, for each identifier that we give to one."""
    return {
        code_guid(f"{one.id}#{concept}"): f"{one.id}#{concept}"
        for one in frameworks
        for concept in (*(each.id for each in one.walk()), NONE)
    }


def from_tidy(path: Path, book: Path, held: Library, known: Iterable[str]) -> Brought:
    """The codes of a table of tidy rows. A code on a passage that the library does not hold is kept, and said.

    Raises DataError where a row names a concept that is not there, or another document than the passage has.
    """
    concepts, found, strangers = set(known), [], 0
    rows = list(read_tidy(path))
    passages = held.passages_named([code.passage for _, _, code in rows])
    for where, document, code in rows:
        if code.concept not in concepts:
            raise DataError(f"{where}: there is no concept {code.concept!r}; write a framework and a concept of it")
        passage = passages.get(code.passage)
        if passage is None or passage.id != code.passage:
            strangers += 1
        elif document and passage.document != document:
            raise DataError(f"{where}: the passage {code.passage} is of another document; correct sha256 or passage")
        found.append(code)
    left = (f"{strangers} codes are on passages that the library does not hold; they count when it does",)
    return _brought(book, found, left if strangers else ())


def from_project(read: QdaProject, book: Path, held: Library, concepts: Mapping[str, str]) -> Brought:
    """The codes of a REFI-QDA project. Raises DataError naming codes that are no concept of ours and are not mapped."""
    codes: dict[str, QdaCode] = {code.guid: code for top in read.codes for code in top.walk()}
    used = dict.fromkeys(coding.code for one in read.sources for each in one.selections for coding in each.codings)
    chosen = {guid: concepts.get(guid, concepts.get(codes[guid].name if guid in codes else "")) for guid in used}
    strange = [codes[guid].name if guid in codes else guid for guid, concept in chosen.items() if concept is None]
    if strange:
        more = f" and {len(strange) - 5} more" if len(strange) > 5 else ""
        names = ", ".join(repr(name) for name in strange[:5])
        raise DataError(
            f"the codes {names}{more} are no concepts of ours; say which they are with "
            "--code 'THEIRS=framework#concept', or leave one out with --code 'THEIRS='"
        )
    texts = [coded_text(one, held) for one in documents()]
    found, left = codes_from(read, texts, {guid: concept or "" for guid, concept in chosen.items()})
    return _brought(book, [checked(code, "the project") for code in found], left)


def _brought(book: Path, found: Iterable[PassageCode], left: tuple[str, ...]) -> Brought:
    there = set(read_passage_codes(book))
    every = list(dict.fromkeys(found))
    new = tuple(code for code in every if code not in there)
    return Brought(new, len(every) - len(new), left)


def codebook_lines(name: str, framework: str, head: Mapping[str, str], rules: Iterable[CodeRule]) -> Iterator[str]:
    """A codebook as the lines of its file."""

    def words(said: str) -> str:
        return json.dumps(said, ensure_ascii=False)

    yield f"codebook: {name}"
    yield f"version: {words(head.get('version', '1'))}"
    yield f"framework: {framework}"
    for key in ("title", "says", "written_from"):
        yield f"{key}: {words(head.get(key, 'Not said in the file that it came from'))}"
    yield "codes:"
    for rule in rules:
        yield f"  {rule.concept}:"
        yield f"    definition: {words(rule.definition)}"
        for key in ("include", "exclude", "phrases", "negative_phrases"):
            if getattr(rule, key) or key == "phrases":
                yield f"    {key}: [{', '.join(words(one) for one in getattr(rule, key))}]"
