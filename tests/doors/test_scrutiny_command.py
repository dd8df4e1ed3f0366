"""placebook scrutiny, as people meet it: a form, a check that says which, a signature that is refused, an entry."""

from __future__ import annotations

from importlib.resources import files
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from commands import refused, run
from placebook.book.frameworks import shipped_frameworks
from placebook.book.register_entries import entry_of, entry_yaml, read_entry_yaml
from placebook.book.register_standard import shipped_standard
from placebook.book.scrutiny import read_scrutiny, scrutiny_of, shipped_guides
from placebook.book.yaml import mapping_of, read_yaml, read_yaml_text, yaml_text
from placebook.registered import read_any_entry

EXAMPLE = Path(str(files("placebook") / "content/example/scrutiny/repairs-sorter.yaml"))
KEPT = EXAMPLE.parents[1] / "register/repairs-sorter.yaml"


def changed(folder: Path, old: str, new: str) -> Path:
    text = EXAMPLE.read_text(encoding="utf-8")
    assert old in text
    path = folder / EXAMPLE.name
    path.write_text(text.replace(old, new), encoding="utf-8")
    return path


def test_a_form_says_all_that_is_missing_and_a_whole_one_nothing(tmp_path):
    form = tmp_path / "new-tool.yaml"
    assert run("scrutiny", "show", "five-attributes", "-o", form).code == 0
    assert "'title'" in refused("scrutiny", "check", form)
    text = form.read_text(encoding="utf-8")
    for key, said in (("title", "T"), ("about", "A"), ("by", "B"), ("date", "2026-10-01")):
        text = text.replace(f'{key}: ""', f"{key}: {said}")
    form.write_text(text, encoding="utf-8")
    done = run("scrutiny", "check", form)
    assert done.code == 1
    assert "cannot be signed: Justice is unanswered: nothing is said to left-out, compared, voices." in done.out
    assert len(done.lines) == 5 + 7 + 1  # attributes, flags, outcome
    assert run("scrutiny", "check", EXAMPLE).out == "repairs-sorter: signed; nothing is missing.\n"
    assert (
        "overdue: A way to appeal was due on 2014-12-31"
        in run("scrutiny", "check", EXAMPLE, "--today", "2015-01-01").out
    )


OFFICER, SILENT = "says: The duty officer. They see", "state: not yet answered"
DONE = "    done_on: 2014-08-12\n    link: https://council.example/repairs-sorter/data-protection\n"


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        (f"      {OFFICER}", f"      {SILENT}\n      {OFFICER}", "Autonomy is unanswered: nothing is said to"),
        (DONE, "", "A data protection assessment is needed, as personal-data and sensitive-data asks for it"),
        ("signed: {by: Head of housing", "signed: {by: Housing repairs team", "somebody else must sign"),
        ("  personal-data: {said: true", "  personal-data: {said: maybe", "'maybe' is no answer; write true"),
        ("    due: 2014-12-31", "    due: 2014-12-32", "'2014-12-32' is no day"),
        ("link: https://council.example/repairs-sorter/review", "link: \"javascript:alert(1)\"", "is no link"),
        ("guide: five-attributes", "guide: six-attributes", "no guide is called 'six-attributes'"),
        ("    gain:\n", "    gian:\n", "beneficence has no prompt 'gian'"),
        ("scrutiny: repairs-sorter", "scrutiny: other", "give both one name"),
    ],
)  # fmt: skip
def test_a_fault_is_said_in_one_sentence_with_its_file(tmp_path, old, new, said):
    path = changed(tmp_path, old, new)
    found = refused("scrutiny", "show", path)
    assert said in found
    assert str(path) in found


def test_it_drafts_an_entry_that_the_register_takes_and_gives_back(tmp_path):
    yaml, json, sheet = (tmp_path / f"repairs-sorter{ending}" for ending in (".yaml", ".json", ".csv"))
    done = run("scrutiny", "draft-entry", EXAMPLE, "-o", yaml)
    assert "27 fields; 10 not yet provided, 0 of them required" in done.out
    assert run("scrutiny", "draft-entry", EXAMPLE).out == yaml.read_text(encoding="utf-8")
    standard = shipped_standard()
    entry = read_entry_yaml(yaml)
    for path in (json, sheet):
        assert run("register", "show", yaml, "-o", path).code == 0
        assert read_any_entry(path, standard) == entry
        back = tmp_path / "back.yaml"
        assert run("register", "show", path, "-o", back).code == 0
        assert back.read_bytes() == yaml.read_bytes()
    assert entry.values["impact_assessment_date"] == (
        "A data protection assessment: 2014-08-12",
        "An equality assessment: 2014-08-28",
    )
    assert "appeal" not in "".join(entry.values["impact_assessment_name"])  # it is open, so it says nothing
    assert entry.values["benefit"][0].startswith("Tenants with a leak")
    assert "fields differ." in run("register", "diff", yaml, KEPT).out


def test_what_nobody_answered_is_left_out_of_the_entry(tmp_path):
    old = "says: Tenants with a leak or no heating are seen sooner. We count the hours from request to visit."
    path = changed(tmp_path, old, "state: not yet answered")
    path.write_text(path.read_text(encoding="utf-8").replace("signed: {by: Head of housing, date: 2014-09-12}\n", ""))
    assert "benefit" not in run("scrutiny", "draft-entry", path).out
    shown = run("scrutiny", "draft-entry", path, "-o", tmp_path / "e.yaml").out
    assert "1 of them required" in shown


def test_lists_of_guides_and_of_a_book():
    assert "five-attributes" in run("scrutiny", "list", "--guides").out
    assert run("scrutiny", "list", "--book", EXAMPLE.parents[1]).row("repairs-sorter")[1:4] == [
        "Proceed with conditions",
        "signed",
        "3",
    ]
    assert "Which role has the last word" in run("scrutiny", "show", "five-attributes").out
    assert "judgement only" in run("scrutiny", "show", EXAMPLE).out


def test_a_block_of_keys_from_a_form_is_read_as_a_file_is():
    plain = dict(read_yaml(EXAMPLE))
    assert scrutiny_of(mapping_of(plain, "the form"), EXAMPLE.stem) == read_scrutiny(EXAMPLE)
    entry = read_entry_yaml(KEPT)
    assert entry_of(read_yaml_text(entry_yaml(entry), "x"), KEPT.stem) == entry


def test_every_attribute_leads_to_the_framework():
    known = {one.id for one in shipped_frameworks()["ethical-practice"].concepts}
    for guide in shipped_guides().values():
        assert {one.concept for one in guide.attributes} == {f"ethical-practice#{name}" for name in known}


words = st.text(st.characters(exclude_categories=("Cs", "Cc"))) | st.sampled_from(
    ["yes", "010", "1e5", "~", "2027-03-04", "a: b", "# x", "- y", "null", "0x1F", "1:30", "&a", "*a", "!!x"]
)
names = words.filter(lambda one: one.strip() and one != "<<")
values = st.recursive(
    words | st.integers(-(10**17), 10**17) | st.floats(allow_nan=False, allow_infinity=False) | st.booleans(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(names, inner, max_size=3),
    max_leaves=6,
)


@pytest.mark.slow
@given(st.dictionaries(names, values, min_size=1, max_size=3))
def test_what_is_written_as_yaml_comes_back_unchanged(plain):
    assert read_yaml_text(yaml_text(plain), "x") == plain
    assert mapping_of(plain, "x") == plain
