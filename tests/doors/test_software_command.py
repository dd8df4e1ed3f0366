"""placebook software, as people meet it: a table in, files, a table out, and the weakness that follows."""

from __future__ import annotations

import shutil
from importlib.resources import files
from pathlib import Path

import pytest

from commands import refused, run
from placebook.book.software import application_of, application_plain, from_table, read_application
from placebook.book.yaml import mapping_of

EXAMPLE = Path(str(files("placebook") / "content/example"))
HEADER = "software,name,supplier,owner,checked_on,end_of_support,online\n"


@pytest.fixture
def book(tmp_path: Path) -> Path:
    done = run("new", tmp_path / "place")
    assert done.code == 0, done.err
    return tmp_path / "place"


def test_a_table_comes_in_and_goes_out_unchanged(book, tmp_path):
    shutil.copytree(EXAMPLE / "software", book / "software")
    sheet = tmp_path / "all.csv"
    assert run("software", "list", "--book", book, "-o", sheet).out.endswith("4 programs\n")
    held = {path.stem: read_application(path) for path in (book / "software").glob("*.yaml")}
    shutil.rmtree(book / "software")
    assert run("software", "import", sheet, "--book", book).out.endswith("4 programs, 0 of them replaced\n")
    for name, one in held.items():
        found = read_application(book / f"software/{name}.yaml")
        assert application_plain(found) == {key: v for key, v in application_plain(one).items() if key != "invented"}
    again = tmp_path / "again.csv"
    run("software", "list", "--book", book, "-o", again)
    assert again.read_bytes() == sheet.read_bytes()


def test_what_is_there_is_not_replaced_unless_asked(book, tmp_path):
    sheet = tmp_path / "one.csv"
    sheet.write_text(HEADER + "desk,Desk,Maker,IT,2026-01-31,2020-01-01,yes\n", encoding="utf-8")
    assert run("software", "import", sheet, "--book", book).code == 0
    assert "holds desk already; add --replace" in refused("software", "import", sheet, "--book", book)
    assert "1 of them replaced" in run("software", "import", sheet, "--book", book, "--replace").out
    done = run("software", "list", "--book", book, "--today", "2027-03-01")
    assert done.row("Desk")[3:] == ["2020-01-01, out of support", "2026-01-31, look again"]
    out = tmp_path / "weak.yaml"
    done = run("software", "weakness", "--book", book, "--today", "2026-11-28", "-o", out)
    assert "Level: Open" in done.out
    assert "Desk (Maker): support ended on 2020-01-01" in done.out
    assert "unsupported-software  Unsupported software: Open" in run("assess", "unlucky-seven", out).out


@pytest.mark.parametrize(
    ("row", "said"),
    [
        ("desk,Desk,Maker,IT,2026-01-31,soon,yes", "row 2: 'end_of_support': 'soon' is no end of support"),
        ("desk,Desk,Maker,IT,yesterday,2027-01-01,yes", "'yesterday' is no day"),
        ("desk,Desk,Maker,,2026-01-31,2027-01-01,yes", "the key 'owner' is missing"),
        ("desk,Desk,Maker,IT,2026-01-31,2027-01-01,perhaps", "'perhaps' is no answer"),
        ("Desk,Desk,Maker,IT,2026-01-31,2027-01-01,yes", "give both one name of small letters"),
        (2 * "desk,Desk,Maker,IT,2026-01-31,2027-01-01,yes\n", "row 3: 'desk' stands twice"),
    ],
)
def test_a_row_that_is_wrong_stops_all_of_them(book, tmp_path, row, said):
    sheet = tmp_path / "one.csv"
    sheet.write_text(HEADER + row + "\n", encoding="utf-8")
    found = refused("software", "import", sheet, "--book", book)
    assert said in found
    assert str(sheet) in found
    assert not (book / "software").exists()


def test_headings_that_nobody_knows_are_said(book, tmp_path):
    sheet = tmp_path / "one.csv"
    sheet.write_text("software,name,cost\na,A,3\n")
    assert "mend cost" in refused("software", "import", sheet, "--book", book)


def test_a_form_and_a_file_are_read_the_same():
    for path in sorted((EXAMPLE / "software").glob("*.yaml")):
        one = read_application(path)
        assert application_of(mapping_of(application_plain(one), "form"), path.stem) == one


def test_the_example_table_holds_what_is_not_known(tmp_path):
    run("software", "list", "--book", EXAMPLE, "-o", tmp_path / "all.csv")
    found = {one.id: one for one in from_table(tmp_path / "all.csv")}
    assert found["parking-permits"].support.value == "not asked"
    assert found["room-booking"].end_of_support == ""
