"""The Cyber Assessment Framework's file loads as data, and its completed assessment comes out as published."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from placebook.book.assessments import read_assessment
from placebook.book.question_sets import read_question_set
from placebook.decide.profiles import profile_lines
from placebook.decide.status import statuses
from placebook.types import QuestionSet, State


@pytest.fixture(scope="module")
def framework(shared: Path) -> QuestionSet:
    return read_question_set(shared / "registers" / "cyber-assessment-framework-v3.2.yaml")


@pytest.fixture(scope="module")
def completed(shared: Path) -> Path:
    return shared / "registers" / "alice_completed_assessment.json"


def published(completed: Path) -> dict[str, tuple[str, str]]:
    read = json.loads(completed.read_text(encoding="utf-8"))
    said = {name: one["confirmation"] for name, one in read.items()}
    return {name: (one["outcome_status"], one["outcome_status_message"]) for name, one in said.items()}


def test_the_file_holds_39_outcomes_27_rules_and_two_profiles(framework):
    assert len(framework.outcomes) == 39
    assert len(framework.rules) == 27
    assert [(one.id, len(one.needs)) for one in framework.profiles] == [("baseline", 39), ("enhanced", 39)]
    assert list(framework.levels.values()) == ["Not achieved", "Partially achieved", "Achieved"]


def test_every_status_and_its_reason_is_as_published(framework, completed):
    found = statuses(framework, read_assessment(completed, framework))
    ours = {one.outcome: (framework.levels[str(one.level)], one.because) for one in found}
    assert ours == published(completed)
    assert sum(status == "Not achieved" for status, _ in ours.values()) == 2


def test_a_statement_that_is_taken_away_is_not_known_and_never_a_no(framework, completed, tmp_path):
    read = json.loads(completed.read_text(encoding="utf-8"))
    del read["A1.a"]["indicators"]["achieved_A1.a.5"]
    (tmp_path / "less.json").write_text(json.dumps(read), encoding="utf-8")
    found = statuses(framework, read_assessment(tmp_path / "less.json", framework))[0]
    assert (found.level, found.state) == (None, State.NOT_ANSWERED)
    assert found.possible == ("not-achieved", "achieved")


def test_a_profile_is_met_outcome_by_outcome(framework, completed):
    found = statuses(framework, read_assessment(completed, framework))
    lines = profile_lines(framework, framework.profiles[1], found)
    assert [line.outcome for line in lines if line.met is False] == ["A1.c"]
    assert {line.outcome: line.needs for line in lines}["C2.b"] == "not-achieved"  # so what is not achieved is enough
