"""Codes out of a book and back: a tidy table, REFI-QDA projects and codebooks, and files that are not to be trusted."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any
from zipfile import ZipFile

import pytest
from lxml import etree

from commands import run
from library_book import document_id, library_book
from placebook.book.codebooks import find_codebook, read_codebook
from placebook.book.passage_codes import HEADINGS, read_passage_codes
from placebook.sources import refi
from placebook.sources.formulas import safe, unsafe
from placebook.sources.refi import read_qdpx
from placebook.store.library import Library
from placebook.types import DataError

SPACE = "{urn:QDA-XML:project:1.0}"
GUID = re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}")
HOSTILE = '=cmd()|\' <b>&\x07 "quoted"; one: two'
# element: the attributes it must and may have, and the elements that may stand in it, in this order
SCHEMA: dict[str, tuple[set[str], set[str], list[str]]] = {
    "Project": ({"name"}, {"origin"}, ["Users", "CodeBook", "Sources", "Notes"]),
    "Users": (set(), set(), ["User"]),
    "User": ({"guid"}, {"name", "id"}, []),
    "CodeBook": (set(), {"origin"}, ["Codes"]),
    "Codes": (set(), set(), ["Code"]),
    "Code": ({"guid", "name", "isCodable"}, {"color"}, ["Description", "NoteRef", "Code"]),
    "Description": (set(), set(), []),
    "PlainTextContent": (set(), set(), []),
    "Sources": (set(), set(), ["TextSource"]),
    "TextSource": ({"guid"}, {"name", "plainTextPath"}, ["Description", "PlainTextContent", "PlainTextSelection"]),
    "PlainTextSelection": (
        {"guid", "startPosition", "endPosition"},
        {"name", "creatingUser", "creationDateTime"},
        ["Description", "Coding", "NoteRef"],
    ),
    "Coding": ({"guid"}, {"creatingUser", "creationDateTime"}, ["CodeRef", "NoteRef"]),
    "CodeRef": ({"targetGUID"}, set(), []),
    "NoteRef": ({"targetGUID"}, set(), []),
    "Notes": (set(), set(), ["Note"]),
    "Note": ({"guid"}, {"name"}, ["Description", "PlainTextContent"]),
}


def check_element(element: Any) -> None:
    """Hold an element, and all in it, to the schema above."""
    name = element.tag.rpartition("}")[2]
    must, may, inside = SCHEMA[name]
    said = set(element.attrib)
    assert must <= said <= must | may, (name, said)
    for key in said & {"guid", "targetGUID", "creatingUser"}:
        assert GUID.fullmatch(element.get(key)), (name, key)
    if "creationDateTime" in said:
        assert re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ", element.get("creationDateTime"))
    places = [inside.index(child.tag.rpartition("}")[2]) for child in element]
    assert places == sorted(places), (name, [child.tag for child in element])
    for child in element:
        check_element(child)


@pytest.fixture
def book(tmp_path: Path) -> Path:
    """A book with six documents, and codes of two people and of a method on three of its passages."""
    made = library_book(tmp_path)
    river, hill = (passages_of(made, name) for name in ("river.pdf", "hill.pdf"))
    rows = [
        f"{river[0]},areas-of-focus#energy-security,Ash,,2026-11-01,1,officer,agreed,",
        f'{river[0]},areas-of-focus#energy-security,Birch,,2026-11-02,1,,,"{HOSTILE.replace(chr(34), chr(34) * 2)}"',
        f"{river[1]},areas-of-focus#housing,Ash,,2026-11-01,1,,in dispute,",
        f"{river[1]},areas-of-focus#none,Birch,,2026-11-02,1,,,",
        f"{river[1]},areas-of-focus#housing,Cedar,,2026-11-03,1,,rejected,It speaks of power",
        f"{hill[0]},four-rs#renew,,phrases 1,,,,,",
        "gone,four-rs#renew,Ash,,,,,,",
    ]
    (made / "codes").mkdir()
    (made / "codes" / "ours.csv").write_text(",".join(HEADINGS) + "\n" + "\n".join(rows) + "\n", encoding="utf-8")
    return made


def passages_of(book: Path, name: str) -> list[str]:
    return [one.id for one in Library(book).passages(document_id(name))]


def sent_back(book: Path, tmp_path: Path, file: Path) -> set[Any]:
    """The codes that a book with the same library and no codes takes from a file."""
    other = library_book(tmp_path / "other")
    done = run("library", "codes", "import", file, "--book", other)
    assert done.code == 0, done.err
    return set(read_passage_codes(other))


def exported(book: Path, file: Path, *more: str) -> Path:
    done = run("library", "codes", "export", file, "--book", book, *more)
    assert done.code == 0, done.err
    return file


def test_a_tidy_table_goes_out_and_comes_back_unchanged(book, tmp_path):
    file = exported(book, tmp_path / "out.csv")
    heads, *rows = file.read_text(encoding="utf-8").splitlines()
    assert heads.startswith("document,sha256,page,last_page,passage,start,end,quote,framework,concept,version,by,role")
    assert len(rows) == 7
    river = next(row for row in rows if ",housing," in row and ",Ash," in row)
    assert river.startswith(f"River plan,{document_id('river.pdf')},2,2,")
    assert "Our plan speaks of energy security" in river
    again = exported(book, tmp_path / "again.csv").read_bytes()
    assert again == file.read_bytes()
    assert sent_back(book, tmp_path, file) == set(read_passage_codes(book))


@pytest.mark.slow
def test_a_project_goes_out_in_the_form_of_the_standard_and_comes_back_unchanged(book, tmp_path):
    file = exported(book, tmp_path / "out.qdpx")
    with ZipFile(file) as parts:
        assert {one.date_time for one in parts.infolist()} == {(1980, 1, 1, 0, 0, 0)}
        root = etree.fromstring(parts.read("project.qde"))
        assert root.tag == f"{SPACE}Project"
        check_element(root)
        guids = [one.get("guid") for one in root.iter() if one.get("guid")]
        assert len(guids) == len(set(guids))
        targets = {one.get("targetGUID") for one in root.iter() if one.get("targetGUID")}
        assert targets | {one.get("creatingUser") for one in root.iter(f"{SPACE}Coding")} <= set(guids)
        for source in root.iter(f"{SPACE}TextSource"):
            text = parts.read(source.get("plainTextPath").replace("internal://", "sources/")).decode()
            for place in source:
                held = Library(book).passage(place.get("name"))
                assert text[int(place.get("startPosition")) : int(place.get("endPosition"))] == held.text
    assert exported(book, tmp_path / "again.qdpx").read_bytes() == file.read_bytes()
    ours = {one for one in read_passage_codes(book) if one.passage != "gone"}
    back = sent_back(book, tmp_path, file)
    assert {one.memo.replace("\x07", " ") for one in ours} == {one.memo for one in back}  # XML cannot hold a bell
    assert {(o.passage, o.concept, o.by, o.method, o.date, o.version, o.role, o.status) for o in ours} == {
        (o.passage, o.concept, o.by, o.method, o.date, o.version, o.role, o.status) for o in back
    }


def test_what_is_there_already_is_not_taken_twice(book, tmp_path):
    done = run("library", "codes", "import", exported(book, tmp_path / "out.csv"), "--book", book)
    assert done.out.strip() == "0 new, 7 there before."
    assert [path.name for path in (book / "codes").iterdir()] == ["ours.csv"]


def test_a_codebook_goes_out_and_comes_back_unchanged(book, tmp_path):
    file = exported(book, tmp_path / "focus.qdc", "--framework", "areas-of-focus")
    root = etree.fromstring(file.read_bytes())
    assert root.tag == "{urn:QDA-XML:codebook:1.0}CodeBook"
    check_element(root)
    done = run("library", "codes", "import", file, "--book", book, "--framework", "areas-of-focus")
    assert done.code == 0, done.err
    back, ours = read_codebook(book / "codebooks" / "focus.yaml"), find_codebook("areas-of-focus")
    by_concept = {rule.concept: rule for rule in back.rules}
    assert by_concept == {rule.concept: rule for rule in ours.rules}
    assert (back.version, back.title, back.says) == (ours.version, ours.title, " ".join(ours.says.split()))


OTHER = """<?xml version="1.0" encoding="utf-8"?>
<Project xmlns="urn:QDA-XML:project:1.0" name="Theirs">{users}<CodeBook><Codes>
<Code guid="{{AAAAAAAA-0000-4000-8000-000000000001}}" name="Power" isCodable="true"/>
<Code guid="{{AAAAAAAA-0000-4000-8000-000000000002}}" name="Odd" isCodable="true"/></Codes></CodeBook>
<Sources><TextSource guid="AAAAAAAA-0000-4000-8000-000000000003" name="River" plainTextPath="internal://r.txt">
<PlainTextSelection guid="AAAAAAAA-0000-4000-8000-000000000004" name="a line" startPosition="{start}"
endPosition="{end}"><Coding guid="AAAAAAAA-0000-4000-8000-000000000005"
creatingUser="AAAAAAAA-0000-4000-8000-000000000006">
<CodeRef targetGUID="aaaaaaaa-0000-4000-8000-00000000000{code}"/></Coding></PlainTextSelection></TextSource>
<PictureSource guid="AAAAAAAA-0000-4000-8000-000000000007" name="A picture"/></Sources></Project>"""
USERS = '<Users><User guid="AAAAAAAA-0000-4000-8000-000000000006" name="Dogwood"/></Users>'


def theirs(book: Path, path: Path, code: int = 1, start: int = 0, end: int = 0, **parts: bytes) -> Path:
    """A project of another program, with the text of the river plan and one coded place."""
    text = "\n".join(page.text for page in Library(book).pages(document_id("river.pdf")))
    made = OTHER.format(users=USERS, code=code, start=start, end=end or len(text))
    with ZipFile(path, "w") as file:
        file.writestr("project.qde", made)
        file.writestr("Sources/r.txt", "\ufeff" + text)
        for name, data in parts.items():
            file.writestr(name, data)
    return path


def test_a_project_of_another_program_is_taken_by_its_text_and_its_codes_are_mapped(book, tmp_path):
    file = theirs(book, tmp_path / "theirs.qdpx")
    done = run("library", "codes", "import", file, "--book", book)
    assert done.code == 2
    assert "the codes 'Power' are no concepts of ours" in done.err
    done = run("library", "codes", "import", file, "--book", book, "--code", "Power=areas-of-focus#energy-security")
    assert (done.code, done.out.splitlines()[-1]) == (0, "2 new, 0 there before.")
    assert "1 of PictureSource hold no text and were left out" in done.err
    new = [one for one in read_passage_codes(book) if one.by == "Dogwood"]
    assert [one.passage for one in new] == passages_of(book, "river.pdf")


def test_a_place_within_a_passage_is_that_passage_and_a_code_can_be_left_out(book, tmp_path):
    file = theirs(book, tmp_path / "line.qdpx", start=5, end=25)
    assert run("library", "codes", "import", file, "--book", book, "--code", "Power=four-rs#renew").code == 0
    assert [one.passage for one in read_passage_codes(book) if one.by == "Dogwood"] == passages_of(book, "river.pdf")[
        :1
    ]
    file = theirs(book, tmp_path / "odd.qdpx", code=2)
    done = run("library", "codes", "import", file, "--book", book, "--code", "Odd=")
    assert done.out.strip() == "0 new, 0 there before."


def _zip(path: Path, **parts: str | bytes) -> Path:
    with ZipFile(path, "w") as file:
        for name, data in parts.items():
            file.writestr(name.replace("__", "/").replace("_qde", ".qde"), data)
    return path


LAUGHS = (
    '<!DOCTYPE Project [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;">]><Project xmlns="urn:QDA-XML:project:1.0">&b;</Project>'
)


@pytest.mark.parametrize(
    ("parts", "said"),
    [
        ({"project_qde": LAUGHS}, "declares a document type or entities"),
        ({"project_qde": "<Project"}, "is no XML that can be read"),
        ({"project_qde": "<Other/>"}, "begins with Other"),
        ({"other": "x"}, "holds no project.qde"),
        ({"project_qde": "<Project/>", "..__..__away": "x"}, "leads outside"),
        ({"project_qde": "<Project/>", "__etc__passwd": "x"}, "leads outside"),
        ({"project_qde": "<Project/>", "C:\\away": "x"}, "leads outside"),
    ],
)
def test_a_project_that_is_not_to_be_trusted_is_one_sentence(tmp_path, parts, said):
    with pytest.raises(DataError, match=re.escape(said)) as why:
        read_qdpx(_zip(tmp_path / "bad.qdpx", **parts))
    assert "\n" not in str(why.value)


def test_a_cut_off_project_and_one_that_is_too_large_are_one_sentence(book, tmp_path, monkeypatch):
    file = exported(book, tmp_path / "out.qdpx")
    cut = tmp_path / "cut.qdpx"
    cut.write_bytes(file.read_bytes()[:-200])
    with pytest.raises(DataError, match="may be cut off"):
        read_qdpx(cut)
    for name, value, said in (
        ("LARGEST_TEXT", 100, "unpacks to more than"),
        ("MOST_TEXT", 300, "holds more than 0 MB of text"),
        ("LARGEST_XML", 500, "unpacks to more than"),
        ("MOST_PARTS", 2, "holds 3 parts"),
        ("LARGEST_FILE", 10, "is larger than"),
    ):
        with monkeypatch.context() as patch:
            patch.setattr(refi, name, value)
            with pytest.raises(DataError, match=said):
                read_qdpx(file)
    deep = "<Code guid='a' name='b'>" * 61 + "</Code>" * 61
    with pytest.raises(DataError, match="levels deep"):
        read_qdpx(
            _zip(tmp_path / "deep.qdpx", project_qde=f"<Project><CodeBook><Codes>{deep}</Codes></CodeBook></Project>")
        )


def test_a_row_of_another_document_or_of_no_concept_is_refused_with_its_row(book, tmp_path):
    table = exported(book, tmp_path / "out.csv").read_text(encoding="utf-8")
    wrong = tmp_path / "wrong.csv"
    wrong.write_text(table.replace(document_id("hill.pdf"), document_id("river.pdf")), encoding="utf-8")
    done = run("library", "codes", "import", wrong, "--book", book)
    assert done.code == 2
    assert "is of another document" in done.err
    wrong.write_text(table.replace(",housing,", ",hosing,"), encoding="utf-8")
    assert "there is no concept 'areas-of-focus#hosing'" in run("library", "codes", "import", wrong, "--book", book).err
    assert [path.name for path in (book / "codes").iterdir()] == ["ours.csv"]


def test_agreement_is_printed_for_each_concept_with_what_counts_only_as_a_hint(book):
    done = run("library", "codes", "agreement", "--book", book, "--framework", "areas-of-focus")
    assert done.code == 0, done.err
    line = next(line for line in done.out.splitlines() if line.startswith("housing"))
    assert "indicative: only 1 passage coded by two people carries it" in line
    assert done.out.splitlines()[-1] == "Codes: 1 agreed, 0 in dispute, 1 decided, 0 coded once."


@pytest.mark.parametrize("words", ["=1+1", "'=1+1", "''", "plain", "'quoted", "", "-", "+44"])
def test_a_formula_is_made_harmless_and_comes_back(words):
    assert not safe(words).startswith(("=", "+", "-"))
    assert unsafe(safe(words)) == words
