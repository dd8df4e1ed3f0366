"""Entries of registers that go by other names: each thing has one place here, or it is said that it has none."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from placebook.book.register_standard import shipped_standard
from placebook.decide.register import in_other_standard, without_name
from placebook.decide.register_from import Drafted, entry_from, said_in
from placebook.registered_elsewhere import read_record
from placebook.store.register import entry_bytes, read_entry, write_entry
from placebook.store.register_sheet import LONGEST
from placebook.types import AuditReference, DataError, RegisterEntry

STANDARD = shipped_standard()
DUTCH = {
    "name": "Lights on the ring",
    "goal": "Shorter waits",
    "risks": ["Cyclists wait longer", "It stops in storms"],
    "impacttoetsen_grouping": [{"title": "DPIA", "link": "https://council.example/dpia"}],
    "human_intervention": "  ",
    "begin_date": "06-2019",
    "lang": None,
    "publiccode": True,
}


def drafted(**changed: object) -> Drafted:
    return entry_from(said_in({**DUTCH, **changed}), STANDARD, "dutch", "lights")


def test_each_thing_goes_to_one_field_and_the_others_it_may_belong_to_are_named():
    made = drafted()
    assert made.entry.values == {
        "name": ("Lights on the ring",),
        "scope": ("Shorter waits",),
        "risk_name": ("Cyclists wait longer", "It stops in storms"),
        "impact_assessment_name": ("title: DPIA; link: https://council.example/dpia",),
    }
    by_name = {one.theirs: (one.ours, one.same, one.might_be) for one in made.taken}
    assert by_name["name"] == ("name", True, ())
    assert by_name["goal"] == ("scope", False, ("benefit",))
    assert by_name["risks"] == ("risk_name", False, ("risk_description", "risk_mitigation"))


def test_what_has_no_field_is_left_out_aloud_and_what_is_blank_is_nothing():
    assert drafted().left == {"begin_date": ("06-2019",), "publiccode": ("yes",)}
    assert "human_decisions" not in drafted().entry.values


def test_several_things_in_a_field_that_stands_once_stand_below_each_other():
    assert drafted(goal=["One", "", "Two"]).entry.values["scope"] == ("One\nTwo",)


@pytest.mark.parametrize(
    ("other", "said"), [("french", "no mapping to 'french'"), ("eurocities", "no name of Eurocities")]
)
def test_another_standard_is_refused(other, said):
    with pytest.raises(DataError, match=said):
        entry_from({"begin_date": ("06-2019",)}, STANDARD, other, "x")


VALUE = st.text(st.characters(exclude_categories=("Cs",)), min_size=1).filter(lambda one: one == one.strip() != "")


@given(
    st.dictionaries(st.sampled_from([one.name for one in STANDARD.fields]), VALUE),
    st.sampled_from(sorted(STANDARD.others)),
)
def test_there_and_back_keeps_what_is_the_same_and_loses_nothing_unsaid(values, other):
    entry = RegisterEntry("x", "atrs 1.1", "1", {name: (value,) for name, value in values.items()})
    there = in_other_standard(entry, STANDARD, other)
    if not there:
        return
    back = entry_from({name: tuple(some) for name, some in there.items()}, STANDARD, other, "x")
    for field in STANDARD.fields:
        if field.name in values and field.others.get(other, ("", ""))[1] == "same":
            assert back.entry.values[field.name][0].startswith(values[field.name])
    assert back.left == {}
    said = "\n".join(value for some in back.entry.values.values() for value in some)
    assert all(value in said for name, value in values.items() if name not in without_name(entry, STANDARD, other))


# --- files of others ---------------------------------------------------------------------------------------------


def test_a_record_of_a_file_of_several_is_named(tmp_path: Path):
    path = tmp_path / "all.json"
    path.write_text(json.dumps([DUTCH, {**DUTCH, "name": "Lights"}, {"name": "Bins"}]), encoding="utf-8")
    assert read_record(path, "bins") == {"name": ("Bins",)}
    assert read_record(path, "Lights")["name"] == ("Lights",)  # the whole name before names that begin so
    with pytest.raises(DataError, match="holds 2 records that begin with 'light'; name one with --named: Lights on"):
        read_record(path, "light")
    with pytest.raises(DataError, match=r"holds 3 records; name one with --named"):
        read_record(path)


def test_a_table_and_yaml_hold_the_same(tmp_path: Path):
    (tmp_path / "all.csv").write_text("name,goal,lang\nLights,Shorter waits,\n", encoding="utf-8")
    (tmp_path / "one.yaml").write_text("name: Lights\ngoal: Shorter waits\n", encoding="utf-8")
    found = [entry_from(read_record(tmp_path / name), STANDARD, "dutch", "x").entry for name in ("all.csv", "one.yaml")]
    assert found[0] == found[1]
    assert found[0].values == {"name": ("Lights",), "scope": ("Shorter waits",)}


@pytest.mark.parametrize(
    ("name", "content", "said"),
    [
        ("x.json", "{", "is not JSON"),
        ("x.json", "[" * 100_000, "is not JSON"),
        ("x.json", "[]", "holds no record"),
        ("x.json", '["a"]', "holds no record"),
        ("x.pdf", "name", "is no .json"),
        ("gone.json", None, "there is no such file"),
    ],
)
def test_a_file_that_is_no_record_is_refused(tmp_path: Path, name: str, content: str | None, said: str):
    if content is not None:
        (tmp_path / name).write_text(content, encoding="utf-8")
    with pytest.raises(DataError, match=said):
        read_record(tmp_path / name)


# --- workbooks of our own ----------------------------------------------------------------------------------------

TRICKY = (
    "=1+1",
    "'quoted",
    " x  y",
    "two\nlines",
    "_x0041_",
    "[x]",
    "1",
    "1.0",
    "TRUE",
    "#N/A",
    "Ünïcödé 漢字",
    "https://a.example",
)


def test_an_entry_leaves_as_a_workbook_and_comes_back_unchanged(tmp_path: Path):
    audit = AuditReference("register/audits/a.json", "2026-10-01", "0f" * 32)
    values = {"name": ("Lights",), "risk_name": TRICKY}
    entry = RegisterEntry(
        "lights", "atrs 1.1", "2", values, {"model": "1"}, "2027-03-04", (audit,), "Gone", "2026-11-28"
    )
    write_entry(entry, STANDARD, tmp_path / "e.xlsx")
    assert read_entry(tmp_path / "e.xlsx", STANDARD) == entry
    assert entry_bytes(entry, STANDARD, ".xlsx") == (tmp_path / "e.xlsx").read_bytes()


def test_a_text_that_no_cell_holds_and_a_workbook_of_something_else_are_refused(tmp_path: Path):
    entry = RegisterEntry("lights", "atrs 1.1", "2", {"name": ("x" * (LONGEST + 1),)})
    with pytest.raises(DataError, match=r"name: is longer than 32,767 characters"):
        write_entry(entry, STANDARD, tmp_path / "e.xlsx")
    assert not list(tmp_path.iterdir())
    from placebook.store.workbook import Cover, Sheet, write_workbook

    whole = replace(entry, values={"name": ("x" * LONGEST,)})
    write_entry(whole, STANDARD, tmp_path / "whole.xlsx")
    assert read_entry(tmp_path / "whole.xlsx", STANDARD) == whole
    write_workbook(tmp_path / "other.xlsx", Cover("x", ()), (Sheet("Entry", "x", ("a", "b"), (("1", "2"),)),))
    with pytest.raises(DataError, match="no row of its sheet 'Entry' has the headings"):
        read_entry(tmp_path / "other.xlsx", STANDARD)
