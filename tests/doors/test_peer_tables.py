"""Tables of peers: every way in which one can be wrong is a finding of `check`, in one sentence."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from placebook.book.check import check_book
from placebook.book.peer_tables import read_peer_tables
from placebook.measure.nationwide import nationwide_peers

EXAMPLE = Path(__file__).resolve().parents[2] / "src" / "placebook" / "content" / "example"
BOOK = "book: two-wards\ntitle: Two wards\narea_kind: ward\n"
AREAS = "code,name,kind\nE05000026,Abbey,ward\nE05000027,Alibon,ward\n"


@pytest.fixture
def book(tmp_path: Path) -> Path:
    """A book that holds tables of peers and nothing else."""
    shutil.copytree(EXAMPLE / "peers", tmp_path / "peers")
    (tmp_path / "book.yaml").write_text(BOOK, encoding="utf-8")
    (tmp_path / "areas.csv").write_text(AREAS, encoding="utf-8")
    return tmp_path


def said(book: Path) -> list[str]:
    return [f"{one.level}: {one}" for one in check_book(book).findings if "peers" in str(one)]


def change(book: Path, name: str, old: str, new: str) -> None:
    text = (book / "peers" / name).read_text(encoding="utf-8")
    assert old in text
    (book / "peers" / name).write_text(text.replace(old, new, 1), encoding="utf-8", newline="\n")


def test_the_tables_of_the_example_are_in_order(book):
    assert said(book) == []
    districts, wards = read_peer_tables(book, ("E05000026", "E05000027", "E05099999"))
    assert (len(districts.areas), districts.of) == (361, ("E09000002",))
    assert (len(wards.areas), wards.of) == (624, ("E05000026", "E05000027"))
    assert all(path.stat().st_size < 60_000 for path in (book / "peers").glob("*.csv"))
    assert len(nationwide_peers(wards, "E05000026").found) == 8


NEWHAM = "E09000025,Newham,London,london borough,355266,9868.5,"
WRONG = {
    "a word for a number": (
        "districts.csv",
        NEWHAM,
        NEWHAM.replace("9868.5", "many"),
        "people_per_km2 is 'many'; write",
    ),
    "nought, of which a logarithm is wanted": (
        "districts.csv",
        NEWHAM,
        NEWHAM.replace("355266", "0"),
        "write a number above 0, as its logarithm is compared",
    ),
    "a code twice": ("districts.csv", "E09000025,Newham", "E09000002,Newham", "code is E09000002, as in row"),
    "a blank code": ("districts.csv", "E09000025,Newham", ",Newham", "code is blank; write a code"),
    "a heading nobody declared": (
        "districts.csv",
        "code,name,region",
        "code,name,area",
        "the heading 'region' is gone",
    ),
    "an area that is not there": (
        "districts.yaml",
        "[E09000002]",
        "[E09000099]",
        "E09000099 is not in the table, and its",
    ),
    "an area alone of its kind": (
        "districts.yaml",
        "[E09000002]",
        "[E09000001]",
        "E09000001 is the only one or two of its",
    ),
    "a kind nobody is of": (
        "districts.yaml",
        "[london borough,",
        "[londn borough,",
        "no area is of the kind 'londn borough'",
    ),
    "a kind in two groups": (
        "districts.yaml",
        "    councils that run",
        "    more: [london borough]\n    councils that run",
        "'london borough' stands in two groups",
    ),
    "a source that is not there": (
        "districts.yaml",
        "source: pay",
        "source: wages",
        "names the source 'wages'; there is:",
    ),
    "no peers": ("districts.yaml", "count: 10", "count: 0", "asks for no peers"),
    "an unknown key": ("districts.yaml", "within: region", "whithin: region", "unknown key 'whithin'"),
    "another name": (
        "districts.yaml",
        "peers: districts",
        "peers: councils",
        "is called 'councils' in a file districts.yaml",
    ),
    "a variable twice": (
        "districts.yaml",
        "id: density",
        "id: people",
        "needs at least one variable, and each id once",
    ),
}


@pytest.mark.parametrize(("name", "old", "new", "words"), WRONG.values(), ids=list(WRONG))
def test_what_is_wrong_is_one_sentence(book, name, old, new, words):
    change(book, name, old, new)
    [only] = said(book)
    assert only.startswith("fault: peers/districts.")
    assert words in only


def test_a_figure_that_the_area_lacks_is_said(book):
    change(
        book,
        "districts.csv",
        "E09000002,Barking and Dagenham,London,london borough,214107,5947.4,662.9,",
        "E09000002,Barking and Dagenham,London,london borough,214107,5947.4,,",
    )
    assert said(book) == [
        "warning: peers/districts.yaml: E09000002 is not compared on pay: this area has no figure; look at the table"
    ]
