"""Register entries as values: nothing is lost on the way out and in, gaps are said, and old entries are stale."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from placebook.book.recipes import shipped_recipes
from placebook.book.register_standard import read_register_standard, shipped_standard
from placebook.decide.register import (
    HEADINGS,
    as_rows,
    changes,
    check_entry,
    draft_of_index,
    from_rows,
    in_other_standard,
    lines_of,
    missing,
    why_stale,
    without_name,
)
from placebook.store.register import entry_bytes, marks_of, read_entry, write_entry
from placebook.types import AuditReference, ContentError, DataError, Recipe, RegisterEntry

STANDARD = shipped_standard()
ENTRY = RegisterEntry(
    "traffic-lights",
    "atrs 1.1",
    "2",
    {
        "name": ("Traffic lights",),
        "scope": ("It sets the length of a green light.",),
        "benefit": ("Shorter waits.",),
        "external_supplier": ("Lamps Ltd", 'Sons, "of" Lamp\nand others'),
        "required_training": ("None",),
    },
    {"model": "abc", "supplier": "Lamps Ltd"},
    "2027-03-04",
    (
        AuditReference("register/audits/a.json", "2026-10-01", "0f" * 32),
        AuditReference("b.json", "2026-11-01", "1e" * 32),
    ),
)


def recipe() -> Recipe:
    return shipped_recipes()["hdi-2010"] if "hdi-2010" in shipped_recipes() else next(iter(shipped_recipes().values()))


def test_the_standard_has_both_tiers_in_order_and_its_mappings():
    assert len(STANDARD.fields) == 37
    assert [field.name for field in STANDARD.fields[:5]] == [
        "name",
        "description",
        "website",
        "contact_email",
        "organisation",
    ]
    assert [field.tier for field in STANDARD.fields] == [1] * 4 + [2] * 33
    assert sum(field.repeats for field in STANDARD.fields) == 17
    organisation = STANDARD.fields[4]
    assert organisation.others == {"eurocities": ("organization", "same"), "dutch": ("organization", "same")}


def test_what_is_missing_is_said_required_fields_first():
    gone = missing(ENTRY, STANDARD)
    assert len(gone) == 37 - 5
    assert [field.required for field in gone] == sorted((field.required for field in gone), reverse=True)
    said = {line.field.name: line.said for line in lines_of(ENTRY, STANDARD)}
    assert said["risk_name"] == ("not yet provided",)
    assert said["name"] == ("Traffic lights",)


@pytest.mark.parametrize("ending", [".json", ".csv", ".xlsx"])
def test_out_and_in_unchanged(tmp_path, ending):
    path = tmp_path / f"entry{ending}"
    write_entry(ENTRY, STANDARD, path)
    assert read_entry(path, STANDARD) == ENTRY
    assert entry_bytes(read_entry(path, STANDARD), STANDARD, ending) == path.read_bytes()


text = st.text(st.characters(exclude_categories=("Cs",)), min_size=1).filter(str.strip)


@given(st.dictionaries(st.sampled_from([f.name for f in STANDARD.fields if f.repeats]), st.lists(text, min_size=1)))
def test_any_values_come_back_from_rows(values):
    entry = replace(ENTRY, values={name: tuple(some) for name, some in values.items()})
    assert from_rows(as_rows(entry, STANDARD)) == entry


def test_a_difference_is_named_with_both_sides():
    now = replace(ENTRY, version="3", values={**ENTRY.values, "benefit": ("Less noise.",), "team": ("Roads",)})
    now = replace(now, values={name: v for name, v in now.values.items() if name != "required_training"})
    found = {one.name: (one.before, one.now) for one in changes(ENTRY, now)}
    assert found == {
        "benefit": (("Shorter waits.",), ("Less noise.",)),
        "team": ((), ("Roads",)),
        "required_training": (("None",), ()),
    }
    assert changes(ENTRY, ENTRY) == ()


@pytest.mark.parametrize("what", ["data", "model", "supplier"])
def test_stale_when_what_it_rests_on_changes(what):
    marks = {"data": "d", "model": "m", "supplier": "s"}
    entry = replace(ENTRY, rests_on=marks)
    assert why_stale(entry, marks) == ()
    assert why_stale(entry, marks | {what: "other"}) == (f"the {what} has changed since the entry was written",)


def test_stale_after_its_review_day_and_not_on_it():
    assert why_stale(ENTRY, {}, "2027-03-04") == ()
    assert why_stale(ENTRY, {}, "2027-03-05") == ("it was to be reviewed by 2027-03-04",)


def test_an_entry_without_a_fingerprint_of_the_model_is_stale_when_there_is_a_model():
    assert why_stale(replace(ENTRY, rests_on={}), {"model": "m"}) == (
        "the model has changed since the entry was written",
    )


def test_the_index_drafts_its_own_entry_and_a_changed_weight_makes_it_stale():
    made = recipe()
    marks = marks_of(made, ())
    entry = draft_of_index(made, STANDARD, (), marks)
    assert entry.values["name"] == (made.title,)
    assert made.does_not_say in entry.values["scope"][0]
    assert "human_decisions" in {field.name for field in missing(entry, STANDARD)}
    assert why_stale(entry, marks_of(made, ())) == ()
    first, *rest = made.tree.parts
    heavier = replace(made, tree=replace(made.tree, parts=(replace(first, weight=first.weight * 1.1), *rest)))
    assert why_stale(entry, marks_of(heavier, ())) == ("the model has changed since the entry was written",)


def test_in_the_names_of_other_standards():
    dutch = in_other_standard(ENTRY, STANDARD, "dutch")
    assert dutch["goal"] == ["It sets the length of a green light.", "Shorter waits."]
    assert dutch["provider"][0] == "Lamps Ltd"
    assert without_name(ENTRY, STANDARD, "dutch") == ("required_training",)
    assert "provider" not in in_other_standard(ENTRY, STANDARD, "eurocities")
    with pytest.raises(DataError, match="there is no mapping to 'french'; there is: eurocities, dutch"):
        in_other_standard(ENTRY, STANDARD, "french")


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"standard": "atrs 3"}, "is of 'atrs 3'; atrs 1.1 is known here"),
        ({"values": {"nam": ("x",)}}, "has a field 'nam'"),
        ({"values": {"name": ("x", "y")}}, "'name' stands 2 times, and may stand once"),
        ({"values": {"name": (" ",)}}, "'name' is blank; leave it out"),
        ({"review_on": "soon"}, "'soon' is no day"),
    ],
)
def test_what_is_no_entry_is_refused(change, said):
    with pytest.raises(DataError, match=said):
        check_entry(replace(ENTRY, **change), STANDARD)


@pytest.mark.parametrize(
    ("name", "text", "said"),
    [
        ("e.json", "{", "is not JSON"),
        ("e.json", "[" * 100_000, "is not JSON"),
        ("e.json", '{"id": "x"}', "is not an entry"),
        (
            "e.json",
            '{"is": "RegisterEntry", "id": 1, "standard": "a", "version": "1", "values": {}}',
            "is not an entry",
        ),
        ("e.csv", "a,b\n1,2\n", "its headings are part, name, number, value"),
        ("e.csv", ",".join(HEADINGS) + "\nabout,id,1,x\n", "the entry has no standard or version"),
        ("e.csv", ",".join(HEADINGS) + "\nwhat,id,1,x\n", "row 2: is not of an entry"),
        ("e.txt", "x", "an entry is a .json or .csv or .xlsx file"),
    ],
)
def test_files_that_are_no_entries_are_said_in_one_sentence(tmp_path, name, text, said):
    path = tmp_path / name
    path.write_text(text, encoding="utf-8")
    with pytest.raises(DataError, match=said):
        read_entry(path, STANDARD)


def test_a_standard_with_another_match_is_refused(tmp_path):
    path = tmp_path / "x.yaml"
    path.write_text(
        "register_standard: x\nversion: '1'\ntitle: Some\nothers: {other: Another}\nfields:\n"
        "  name: {title: Name, tier: 1, category: C1, required: true, repeats: false, other: {name: nm, match: near}}\n"
    )
    with pytest.raises(ContentError, match="'near' is no match; write same or similar"):
        read_register_standard(path)
