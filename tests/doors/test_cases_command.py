"""`placebook cases`: what is held, how far it can be believed, and copies without names, or none at all."""

import csv

import pytest
from click.testing import CliRunner

from placebook.book.new import new_book
from placebook.cli.cases import cases
from placebook.types import ContentError, DataError

OURS = """\
cases: ours
title: Our cases
says: What we did.
coded_by: A person
licence: none
documents: {{report: Our report}}
each:
  warm-homes:
    title: Warm homes in Bristol
    kind: practice
    place: Bristol
    areas: [E06000023]
    body: Bristol City Council
    partners: [Sparkle Homes]
    done: {done}
    concepts: [areas-of-focus#housing]
    sources: [{{document: report, page: "4", quote: Cllr Jane Smith said that homes are warm}}]
"""


def run(*words):
    return CliRunner().invoke(cases, list(words), catch_exceptions=False)


@pytest.fixture
def book(tmp_path):
    folder = tmp_path / "book"
    new_book(folder)
    (folder / "cases").mkdir()
    return folder


def tell(book, done):
    (book / "cases" / "ours.yaml").write_text(OURS.format(done=done), encoding="utf-8")


def test_what_is_held_is_listed_and_nothing_held_is_said():
    assert "120 case studies; 120 cannot be scored" in run("list").output
    assert "7 case studies" in run("list", "--about", "areas-of-focus#food").output
    assert run("list", "--about", "four-rs#reset").output == "No evidence held for four-rs#reset.\n"


def test_one_case_is_shown_with_what_is_not_said():
    said = run("show", "netherlands-child-benefits").output
    assert "EMMIE         present: effect, mechanism; absent: moderators, implementation, economics" in said
    assert "not said      cost" in said
    with pytest.raises(ContentError, match="food-cardif"):
        run("show", "food-cardif")


def test_all_shipped_cases_go_out_without_names(tmp_path):
    out = tmp_path / "blind.csv"
    assert "120 case studies without names" in run("blind", "-o", str(out)).output
    rows = list(csv.DictReader(out.open(encoding="utf-8", newline="")))
    assert len(rows) == 120
    assert sum(row["where"] == "a London borough" for row in rows) > 5
    assert all(row["maryland"] == "not scoreable" for row in rows)
    text = out.read_text(encoding="utf-8").casefold()
    for name in ("bristol", "cardiff", "haringey", "bit.ly", "lichfield", "ameresco", "amsterdam"):
        assert name not in text


def test_names_that_a_case_declares_go_too(book, tmp_path):
    tell(book, "The council and Sparkle Homes insulated every home. Sparkle Homes paid.")
    out = tmp_path / "blind.csv"
    run("blind", "--book", str(book), "--set", "ours", "-o", str(out))
    (row,) = csv.DictReader(out.open(encoding="utf-8", newline=""))
    assert row["done"] == "The council and [an organisation] insulated every home. [an organisation] paid."
    assert row["quotes"] == "[a person] said that homes are warm"
    assert row["where"] == "a unitary council in the South West"


def test_a_name_that_survives_stops_the_export_and_nothing_is_written(book, tmp_path):
    tell(book, "See the bristolcouncil page on how it was done.")
    out = tmp_path / "blind.csv"
    out.write_text("as it was", encoding="utf-8")
    with pytest.raises(DataError, match="names survived, so nothing was written: warm-homes has a name inside a word"):
        run("blind", "--book", str(book), "--set", "ours", "-o", str(out))
    assert out.read_text(encoding="utf-8") == "as it was"
    assert "1 case studies" in run(
        "blind", "--book", str(book), "--set", "ours", "--remove", "bristolcouncil", "-o", str(out)
    ).output  # fmt: skip


def test_a_set_that_is_not_there_is_named(tmp_path):
    with pytest.raises(DataError, match="no set of cases is called 'none'; there is: "):
        run("blind", "--set", "none", "-o", str(tmp_path / "x.csv"))
