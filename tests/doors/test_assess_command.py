"""placebook assess, as people meet it: lists, forms, results, and faults in one sentence."""

from __future__ import annotations

import csv
import json
import re
from pathlib import Path

import pytest

from commands import run

MANUAL = (Path(__file__).parents[2] / "docs" / "question-sets.md").read_text(encoding="utf-8")
ANSWERS = re.findall(r"```json\n(.+?)```", MANUAL, flags=re.DOTALL)[0]
OWN = re.findall(r"```yaml\n(.+?)```", MANUAL, flags=re.DOTALL)[0]


@pytest.fixture
def answers(tmp_path: Path) -> Path:
    path = tmp_path / "answers.json"
    path.write_text(ANSWERS, encoding="utf-8")
    return path


def test_every_set_is_listed_and_one_is_shown():
    listed = run("assess")
    assert listed.code == 0
    assert re.search(r"digitalisation-outcomes +12 ", listed.out)
    shown = run("assess", "unlucky-seven")
    assert "Open (a warning): Somebody who has left can still sign in. [leavers]" in shown.out
    assert "Profile closing" in shown.out


def test_an_open_set_says_what_its_source_does_not_hold():
    shown = run("assess", "pause")
    assert shown.code == 0
    assert "Gap: What the five letters stand for" in shown.out
    assert "To think with: " in shown.out


def test_the_answers_of_the_manual_say_what_is_known_and_what_is_next(answers):
    done = run("assess", "unlucky-seven", answers, "--profile", "closing")
    assert done.code == 0, done.err
    part = done.out[done.out.index("backups  ") :]
    assert "not measured; possible: Being closed or Closed" in part
    assert "At least being closed everywhere wants Being closed: met" in part
    assert "For Closed: owner Head of infrastructure, by 2026-09-30" in part
    assert "find out: It is known how long bringing back takes" in part
    assert "Last tested: 2025-11-04\n" in part
    assert "not yet answered; possible: Open or Being closed or Closed" in done.out
    assert "0 of 7 outcomes have a level" in done.out


def test_json_comes_back_unchanged_with_what_follows_beside_it(answers, tmp_path):
    first, second = tmp_path / "first.json", tmp_path / "second.json"
    assert run("assess", "unlucky-seven", answers, "-o", first).code == 0
    assert run("assess", "unlucky-seven", first, "-o", second).code == 0
    assert first.read_bytes() == second.read_bytes()
    written = json.loads(first.read_text(encoding="utf-8"))
    assert len(written.pop("worked_out")) == 7
    assert written == json.loads(ANSWERS)


def test_a_form_is_filled_in_and_read(tmp_path):
    form, result = tmp_path / "form.csv", tmp_path / "result.csv"
    assert run("assess", "unlucky-seven", "-o", form).code == 0
    with form.open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.DictReader(file))
    assert len(rows) == 28
    assert {row["answer"] for row in rows} == {"not yet answered"}
    for row in rows:
        if row["outcome"] == "patches":
            row["answer"] = "no" if row["statement"] == "overdue" else "yes"
    with form.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, rows[0])
        writer.writeheader()
        writer.writerows(rows)
    assert run("assess", "unlucky-seven", form, "-o", result).code == 0
    with result.open(encoding="utf-8-sig", newline="") as file:
        found = {row["outcome"]: row for row in csv.DictReader(file)}
    assert found["patches"]["level"] == "Closed"
    assert (found["backups"]["level"], found["backups"]["state"]) == ("", "not yet answered")


def test_what_moved_and_how_peers_stand(answers, tmp_path):
    later = tmp_path / "later.json"
    later.write_text(
        ANSWERS.replace('"not measured"', '"yes"').replace('"2026-03-31"', '"2026-04-10"'), encoding="utf-8"
    )
    done = run("assess", "unlucky-seven", later, "--before", answers, "--beside", answers, "--beside", later)
    assert done.code == 0, done.err
    assert "Before: not known; now known" in done.out
    assert "Peers: 0 Open, 0 Being closed, 1 Closed, 1 not known" in done.out


def test_a_set_of_ones_own_as_in_the_manual(tmp_path):
    path = tmp_path / "our-backups.yaml"
    path.write_text(OWN, encoding="utf-8")
    shown = run("assess", path)
    assert shown.code == 0, shown.err
    assert "Profile least: The least we accept" in shown.out


FAULTS = [
    ('"never": "no"', '"never": "perhaps"', "is no answer; write one of yes, no"),
    ('"never": "no"', '"never": false', "is no answer; write one of yes, no"),
    ('"never": "no"', '"nevr": "no"', "has no statement 'nevr'"),
    ('"on": "2026-03-31"', '"on": "31/03/2026"', "write a date as in 2026-03-31"),
    ('"about": "Our council"', '"about": ""', "must hold words"),
    ('"owner"', '"ownr"', "unknown key 'ownr'"),
    ('"reviewed_by": "Internal audit"', '"reviewed_by": "digital team"', "somebody else must review"),
    ('"version": "1"', '"version": "2"', "not to unlucky-seven version 1"),
    ('"by": "Digital team",', '"by": "Digital team", "by": "A",', "stands twice"),
    ('"outcomes": {', '"outcomes": [', "not valid JSON"),
]


@pytest.mark.parametrize(("old", "new", "said"), FAULTS, ids=[said for _, _, said in FAULTS])
def test_a_fault_is_one_sentence_and_nothing_is_written(answers, tmp_path, old, new, said):
    assert old in ANSWERS
    answers.write_text(ANSWERS.replace(old, new, 1), encoding="utf-8")
    done = run("assess", "unlucky-seven", answers, "-o", tmp_path / "out.json")
    assert done.code == 2
    assert said in done.err
    assert len(done.err.strip().splitlines()) == 1
    assert not (tmp_path / "out.json").exists()


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["unlucky-sevn"], "did you mean"),
        (["unlucky-seven", "gone.json"], "cannot be opened"),
        (["unlucky-seven", "ANSWERS", "--profile", "best"], "has no profile 'best'"),
        (["unlucky-seven", "ANSWERS", "--on", "2026-01-01"], "leave options out"),
        (["pause", "ANSWERS"], "not to pause version 1"),
    ],
)
def test_a_wrong_name_is_said(answers, words, said):
    done = run("assess", *[answers if word == "ANSWERS" else word for word in words])
    assert done.code == 2
    assert said in done.err


def test_rows_that_contradict_each_other_are_refused(tmp_path):
    path = tmp_path / "rows.csv"
    path.write_text("outcome,statement,answer,owner\npatches,rule,yes,A\npatches,list,yes,B\n", encoding="utf-8")
    assert "owner is 'B' and above it 'A'" in run("assess", "unlucky-seven", path).err
    path.write_text("outcome,statement,answer\npatches,rule,yes\npatches,rule,no\n", encoding="utf-8")
    assert "row 3: patches rule is answered a second time" in run("assess", "unlucky-seven", path).err


def test_the_cyber_assessment_framework_and_its_completed_answers(shared):
    folder = shared / "registers"
    framework, completed = folder / "cyber-assessment-framework-v3.2.yaml", folder / "alice_completed_assessment.json"
    done = run("assess", framework, completed, "--profile", "enhanced")
    assert done.code == 0, done.err
    assert "39 of 39 outcomes have a level" in done.out
    assert done.out.count("Enhanced wants Achieved: not met") == 1
