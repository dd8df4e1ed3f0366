"""A bias audit beside its register entry: only a report of the named data, unchanged, with nothing small in it."""

from __future__ import annotations

import json
import shutil
from dataclasses import replace
from importlib.resources import files
from pathlib import Path

import pytest
from site_pages import page_of

from placebook.book.register_entries import entry_of, read_earlier, read_entry_yaml
from placebook.book.register_standard import shipped_standard
from placebook.book.yaml import read_yaml
from placebook.decide.register import HeldEntry
from placebook.pages.register import entry_page
from placebook.pages.shelf import Shelf
from placebook.store.audits import read_audit
from placebook.types import ContentError, DataError
from placebook.web.routes import Asked, all_paths, find
from small_shelf import small_shelf

BOOK = Path(str(files("placebook") / "content/example"))
ENTRY = read_entry_yaml(BOOK / "register/repairs-sorter.yaml")
(REFERENCE,) = ENTRY.audits


@pytest.fixture(scope="module", autouse=True)
def ready(small_book):
    from placebook.web.start import make_ready

    make_ready(small_book)


def shelf() -> Shelf:
    earlier = read_earlier(BOOK, ENTRY.id)
    held = HeldEntry(ENTRY, shipped_standard(), kept=True, earlier=earlier)
    return replace(small_shelf(), register=(held,), audits={ENTRY.id: (read_audit(BOOK, REFERENCE),)})


def test_rates_stand_with_their_limits_and_small_groups_do_not_stand_at_all():
    page = entry_page(shelf(), ENTRY.id)
    assert page is not None
    language, age, both = page.audits[0].groupings
    found = language.rows[0].cells[2]
    assert (language.rows[0].group, round(found.value or 0, 1)) == ("language: Another language", 62.3)
    assert (language.all_hidden, age.all_hidden, both.all_hidden) == (False, False, True)
    assert all(row.people is None for row in both.rows[:-1])
    html = page_of(shelf(), f"register/{ENTRY.id}.html")
    assert "62% (50 to 73)" in html
    assert "No, clearly not: language: English lies 27.9 points above" in html
    assert html.count("so none is shown") == 1


def test_the_whole_report_can_be_fetched():
    path = f"register/{ENTRY.id}/audit-1.json"
    assert path in set(all_paths(shelf()))
    route, named = find(path)
    assert route.make(Asked(shelf(), named, {}, lambda _: None)).content == (BOOK / REFERENCE.report).read_bytes()
    for number in ("0", "2", "x", "²"):
        assert route.make(Asked(shelf(), {**named, "number": number}, {}, lambda _: None)) is None


def first_rate(said: dict) -> dict:
    return said["audit"]["groupings"][0]["groups"][0]["rates"][0]


@pytest.mark.parametrize(
    ("change", "said"),
    [
        (lambda one: one["read"].update(sha256="0" * 64), "is of data with SHA-256 000000000000, and the entry names"),
        (lambda one: first_rate(one).update(numerator=3.0), "shows the count 3, which the audit would hide"),
        (lambda one: one["words"]["age"]["answers"].append("All is well."), "says in words what its numbers do not"),
        (lambda one: one["caveats"].clear(), "says in words what its numbers do not say"),
        (lambda one: first_rate(one).update(numerator="many"), "holds something else"),
        (lambda one: first_rate(one).update(value="<b>"), "holds something else"),
        (lambda one: first_rate(one).update(upper=float("inf")), "holds something else"),
        (lambda one: one.pop("words"), "is no report of placebook audit"),
        (lambda one: one["audit"].update({"is": "Recipe"}), "is no report of this version"),
    ],
)
def test_a_report_that_was_changed_is_refused(tmp_path, change, said):
    plain = json.loads((BOOK / REFERENCE.report).read_text(encoding="utf-8"))
    change(plain)
    path = tmp_path / REFERENCE.report
    path.parent.mkdir(parents=True)
    path.write_text(json.dumps(plain), encoding="utf-8")
    with pytest.raises(DataError, match=said) as told:
        read_audit(tmp_path, REFERENCE)
    assert str(path) in str(told.value)


@pytest.mark.parametrize("text", ["", "[" * 100_000, "null"])
def test_what_is_no_report_is_refused(tmp_path, text):
    path = tmp_path / "r.json"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(DataError, match="is no"):
        read_audit(tmp_path, replace(REFERENCE, report="r.json"))
    with pytest.raises(DataError, match="there is no such file"):
        read_audit(tmp_path, replace(REFERENCE, report="gone.json"))


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("register/audits/repairs-sorter.json", "../x.json", "leads out of the book"),
        (REFERENCE.sha256, "abc", "SHA-256 of 64 signs"),
        ('date: "2014-08-28"', "date: soon", "is no day"),
    ],
)
def test_a_reference_that_cannot_be_right_is_refused(tmp_path, old, new, said):
    text = (BOOK / "register/repairs-sorter.yaml").read_text(encoding="utf-8")
    (tmp_path / "repairs-sorter.yaml").write_text(text.replace(old, new), encoding="utf-8")
    with pytest.raises(ContentError, match=said):
        read_entry_yaml(tmp_path / "repairs-sorter.yaml")


def test_earlier_versions_are_kept_and_what_changed_is_said(tmp_path):
    page = entry_page(shelf(), ENTRY.id)
    assert page is not None
    assert [one.version for one in page.versions] == ["2", "1"]
    found = {one.name: (one.before, one.now) for one in page.versions[0].changes}
    assert found["phase"] == (("On trial beside the old way",), ("In use, with conditions",))
    assert found["maintenance"][0] == ()
    html = page_of(shelf(), f"register/{ENTRY.id}.html")
    assert "On trial beside the old way" in html
    shutil.copytree(BOOK / "register/earlier", tmp_path / "register/earlier")
    kept = tmp_path / "register/earlier/repairs-sorter"
    (kept / "1.yaml").rename(kept / "10.yaml")
    with pytest.raises(ContentError, match="holds version '1'"):
        read_earlier(tmp_path, "repairs-sorter")


def test_versions_stand_in_the_order_of_their_numbers(tmp_path):
    folder = tmp_path / "register/earlier/repairs-sorter"
    folder.mkdir(parents=True)
    text = (BOOK / "register/earlier/repairs-sorter/1.yaml").read_text(encoding="utf-8")
    for number in (10, 9, 2):
        (folder / f"{number}.yaml").write_text(text.replace('version: "1"', f'version: "{number}"'), encoding="utf-8")
    assert [one.version for one in read_earlier(tmp_path, "repairs-sorter")] == ["2", "9", "10"]
    assert entry_of(read_yaml(folder / "2.yaml"), "repairs-sorter").version == "2"


def test_check_names_a_report_that_cannot_be_shown_and_a_program_whose_algorithm_nobody_registered(tmp_path):
    from commands import run

    book = tmp_path / "place"
    assert run("new", book).code == 0
    shutil.copytree(BOOK / "register", book / "register")
    shutil.copytree(BOOK / "software", book / "software")
    assert (
        "0 to mend (fault), 1 to look at (warning)" in run("check", "--book", book).out
    )  # it is still called my-place
    report = book / REFERENCE.report
    report.write_text(report.read_text(encoding="utf-8").replace("clearly not", "not at all"), encoding="utf-8")
    (book / "software/housing-system.yaml").write_text(
        (book / "software/housing-system.yaml").read_text(encoding="utf-8").replace("[repairs-sorter]", "[gone]"),
        encoding="utf-8",
    )
    done = run("check", "--book", book)
    assert done.code == 1
    assert f"fault: {REFERENCE.report}: says in words what its numbers do not say" in done.out
    assert "warning: software/housing-system.yaml: runs 'gone'" in done.out
    assert "cannot be built yet" in run("build", "--book", book).err
