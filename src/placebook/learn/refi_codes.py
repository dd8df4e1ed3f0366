"""Codes on passages to a REFI-QDA project and back."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from placebook.learn.refi import QdaCode, QdaCoding, QdaNote, QdaProject, QdaSelection, QdaSource, QdaUser, guid
from placebook.types import PassageCode

METHOD = "method"  # the id of a user that is no person
SAID = ("version", "role", "status")  # of a code: what the standard has no place for stands in a note
_HALF = 0.5


@dataclass(frozen=True, slots=True)
class CodedText:
    """The text of a document as it is exchanged, and the first and last character of each of its passages."""

    document: str  # SHA-256 of the file as received
    name: str
    text: str
    spans: Mapping[str, tuple[int, int]]


def project_of(
    name: str, codes: Sequence[PassageCode], texts: Sequence[CodedText], tree: Sequence[QdaCode]
) -> QdaProject:
    """A project that holds texts, and every code on a passage of theirs.

    Why: council officers, universities and consultants code in other programs; who coded here must be able to go on
    there, and come back. The same codes give the same project, whatever day it is.

    Parameters
    ----------
    name : of the project
    codes : on passages; those on passages of no text are left out
    texts : documents with their passages
    tree : codes with the identifiers that `code_guid` gives
    """
    on: dict[str, list[PassageCode]] = {}
    for code in dict.fromkeys(codes):
        on.setdefault(code.passage, []).append(code)
    sources = tuple(_source(text, on) for text in texts)
    used = [code for text in texts for passage in text.spans for code in on.get(passage, ())]
    users = {_user(code).guid: _user(code) for code in used}
    notes = {note.guid: note for note in map(_note, used) if note is not None}
    return QdaProject(name, tuple(users.values()), tuple(tree), sources, tuple(notes.values()))


def code_guid(concept: str) -> str:
    """The identifier of a concept, named as framework#concept."""
    return guid("code", concept)


def source_guid(document: str) -> str:
    """The identifier of a document."""
    return guid("source", document)


def _source(text: CodedText, on: Mapping[str, list[PassageCode]]) -> QdaSource:
    selections = tuple(
        QdaSelection(guid("selection", passage), passage, start, end, tuple(map(_coding, on[passage])))
        for passage, (start, end) in text.spans.items()
        if passage in on
    )
    return QdaSource(source_guid(text.document), text.name, text.text, selections)


def _coding(code: PassageCode) -> QdaCoding:
    note = _note(code)
    notes = (note.guid,) if note is not None else ()
    return QdaCoding(guid("coding", *_whole(code)), code_guid(code.concept), _user(code).guid, code.date, notes)


def _user(code: PassageCode) -> QdaUser:
    if code.method:
        return QdaUser(guid("method", code.method), code.method, METHOD)
    return QdaUser(guid("person", code.by), code.by)


def _note(code: PassageCode) -> QdaNote | None:
    """What is said of a code beyond who put it and when."""
    said = [f"{name}: {getattr(code, name)}" for name in SAID if getattr(code, name)]
    if not said and not code.memo:
        return None
    return QdaNote(guid("note", *_whole(code)), "On a code", "\n".join(said), code.memo)


def _whole(code: PassageCode) -> tuple[str, ...]:
    return (
        *(code.passage, code.concept, code.by, code.method, code.date),
        *(code.version, code.role, code.status, code.memo),
    )


def codes_from(
    project: QdaProject, texts: Sequence[CodedText], concepts: Mapping[str, str]
) -> tuple[tuple[PassageCode, ...], tuple[str, ...]]:
    """The codes of a project on our passages, and a sentence for everything that could not be taken over.

    A source is the document of the same identifier, else of the same text. A selection that carries the id of a passage
    is that passage; any other is every passage of which it covers at least half, or else the one it covers most of.

    Parameters
    ----------
    project : as read
    texts : of our documents
    concepts : framework#concept for the identifier of each code that is used; "" leaves a code out
    """
    ours = {source_guid(text.document): text for text in texts} | {"text:" + text.text: text for text in texts}
    users, notes = {one.guid: one for one in project.users}, {one.guid: one for one in project.notes}
    found: dict[PassageCode, None] = {}
    left = list(project.left_out)
    for source in project.sources:
        text = ours.get(source.guid) or ours.get("text:" + source.text)
        if text is None:
            if source.selections:
                left.append(
                    f"{source.name}: no document of the library has this text; {len(source.selections)} coded places"
                )
            continue
        for selection, passage in _placed(source.selections, text, left):
            for coding in selection.codings:
                concept = concepts.get(coding.code, "")
                if concept:
                    found[_code(passage, concept, coding, users, notes)] = None
    return tuple(found), tuple(left)


def _placed(selections: Iterable[QdaSelection], text: CodedText, left: list[str]) -> Iterator[tuple[QdaSelection, str]]:
    """Each selection with every passage that it speaks of."""
    order = sorted(text.spans, key=lambda passage: text.spans[passage])
    starts = [text.spans[passage][0] for passage in order]
    for one in selections:
        if one.name in text.spans and text.spans[one.name] == (one.start, one.end):
            yield one, one.name
            continue
        before = order[: bisect_right(starts, one.end)]
        shares = {passage: _share(text.spans[passage], one) for passage in before}
        chosen = [passage for passage, share in shares.items() if share >= _HALF]
        if not chosen and any(shares.values()):
            chosen = [max(shares, key=lambda passage: shares[passage])]
        if not chosen:
            left.append(f"{text.name}: characters {one.start} to {one.end} lie in no passage")
        yield from ((one, passage) for passage in chosen)


def _share(span: tuple[int, int], one: QdaSelection) -> float:
    """How much of a passage a selection covers, from 0 to 1."""
    common = min(span[1], one.end) - max(span[0], one.start)
    return max(0, common) / max(1, span[1] - span[0])


def _code(
    passage: str, concept: str, coding: QdaCoding, users: Mapping[str, QdaUser], notes: Mapping[str, QdaNote]
) -> PassageCode:
    user = users.get(coding.by)
    name = user.name if user is not None and user.name else "not named"
    method = name if user is not None and user.id == METHOD else ""
    said: dict[str, str] = {}
    memos: list[str] = []
    for note in (notes[each] for each in coding.notes if each in notes):
        pairs = dict(line.split(": ", 1) for line in note.description.splitlines() if ": " in line)
        said |= {key: words for key, words in pairs.items() if key in SAID}
        memos.append(note.text)
    by = "" if method else name
    return PassageCode(passage, concept, by, method, coding.when[:10], memo="; ".join(filter(None, memos)), **said)
