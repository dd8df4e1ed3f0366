"""placebook register, as people meet it: draft, keep, change a weight, and be told that the entry is stale."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from commands import refused, run
from placebook.book.register_entries import read_entry_yaml


@pytest.fixture
def book(tmp_path: Path) -> Path:
    done = run("new", tmp_path / "place")
    assert done.code == 0, done.err
    return tmp_path / "place"


def test_draft_show_change_a_weight_and_check(book, tmp_path):
    kept = tmp_path / "entry.json"
    done = run("register", "draft", "--book", book, "-o", kept)
    assert (done.code, "not yet provided" in done.out) == (0, True), done.err
    assert run("register", "draft", "--book", book).out == kept.read_text(encoding="utf-8")
    assert "as it was when it was written" in run("register", "check", kept, "--book", book).out
    shown = run("register", "show", kept).out
    assert "Senior responsible owner: not yet provided" in shown
    assert "Appeals and review: not yet provided (required)" in shown
    recipe = next((book / "recipes").glob("*.yaml"))
    text = recipe.read_text(encoding="utf-8")
    assert "weight: " in text
    before, after = text.split("weight: ", 1)
    recipe.write_text(before + "weight: 1" + after, encoding="utf-8")
    done = run("register", "check", kept, "--book", book)
    assert (done.code, "stale, as the model has changed" in done.out) == (1, True)
    new = tmp_path / "new.json"
    run("register", "draft", "--book", book, "-o", new)
    assert "rests on model" in run("register", "diff", kept, new).out


def test_csv_and_back_and_other_standards(book, tmp_path):
    kept, sheet, again = tmp_path / "e.json", tmp_path / "e.csv", tmp_path / "again.json"
    run("register", "draft", "--book", book, "-o", kept)
    assert run("register", "show", kept, "-o", sheet).code == 0
    assert run("register", "show", sheet, "-o", again).code == 0
    assert again.read_bytes() == kept.read_bytes()
    assert "description_short: " in run("register", "show", kept, "--as", "dutch").out
    assert "0 fields differ." in run("register", "diff", kept, again).out
    assert run("register", "show", kept, "-o", tmp_path / "e.xlsx").code == 0
    assert "0 fields differ." in run("register", "diff", kept, tmp_path / "e.xlsx").out


def test_a_record_in_other_names_becomes_a_draft_and_what_does_not_map_is_said(tmp_path):
    record, out = tmp_path / "theirs.csv", tmp_path / "traffic-lights.yaml"
    record.write_text("name,goal,begin_date\nTraffic lights,Shorter waits,06-2019\n", encoding="utf-8")
    said = run("register", "import", record, "--from", "dutch", "-o", out).out
    assert "goal -> scope, only similar; it may belong to benefit" in said
    assert said.endswith("Has no field here, and was left out\n  begin_date: 06-2019\n")
    assert read_entry_yaml(out).values == {"name": ("Traffic lights",), "scope": ("Shorter waits",)}
    assert "traffic-lights, version 1" in run("register", "import", record, "--from", "dutch").out
    said = refused("register", "import", record, "--from", "french", "-o", tmp_path / "x.yaml")
    assert "no mapping to 'french'" in said
    assert sorted(path.name for path in tmp_path.iterdir()) == ["theirs.csv", "traffic-lights.yaml"]


def test_a_review_day_that_is_past(book, tmp_path):
    kept = tmp_path / "e.json"
    run("register", "draft", "--book", book, "-o", kept)
    plain = json.loads(kept.read_text(encoding="utf-8")) | {"review_on": "2026-01-31"}
    kept.write_text(json.dumps(plain), encoding="utf-8")
    assert "to be reviewed by 2026-01-31" in run("register", "check", kept, "--book", book, "--today", "2026-02-01").out
    assert run("register", "check", kept, "--book", book, "--today", "2026-01-31").code == 0
    assert "'soon' is no day" in run("register", "check", kept, "--book", book, "--today", "soon").err
