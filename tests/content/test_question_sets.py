"""Every question set that comes with Placebook is valid, leads to its framework, is whole, and is in plain words."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from placebook.book.frameworks import shipped_frameworks
from placebook.book.question_sets import broken_links, find_question_set, read_question_set, shipped_question_sets
from placebook.decide.rules import rule_faults
from placebook.decide.status import status
from placebook.types import ContentError, OutcomeAnswer

SETS = shipped_question_sets()
# how many outcomes the sources name
COUNTS = {
    "accessibility-maturity": 7,
    "digital-identity-principles": 4,
    "digital-practices": 5,
    "digitalisation-outcomes": 12,
    "ethical-practice": 5,
    "levelling-up-tests": 6,
    "pause": 2,
    "social-value-principles": 7,
    "sociotechnical-reminders": 10,
    "unlucky-seven": 7,
}


def test_all_sets_are_there_with_as_many_outcomes_as_their_sources_name():
    assert {name: len(one.outcomes) for name, one in SETS.items()} == COUNTS


@pytest.mark.parametrize("name", SETS)
def test_every_link_leads_to_a_framework_and_every_top_concept_is_asked_about(name):
    frameworks = shipped_frameworks()
    assert broken_links(SETS[name], frameworks) == ()
    asked = {link for one in SETS[name].outcomes for link in one.concepts}
    for framework in SETS[name].frameworks:
        assert {f"{framework}#{one.id}" for one in frameworks[framework].concepts} <= asked


@pytest.mark.parametrize("name", SETS)
def test_rules_can_be_trusted_and_each_outcome_can_reach_every_level(name):
    questions = SETS[name]
    assert list(rule_faults(questions)) == []
    lowest = next(iter(questions.levels))
    for one in questions.outcomes:
        if one.gap:
            continue
        good = {each.id: each.level != lowest for each in one.statements}
        bad = {each: not said for each, said in good.items()}
        assert status(questions, one, OutcomeAnswer(one.id, good)).level == list(questions.levels)[-1]
        assert status(questions, one, OutcomeAnswer(one.id, bad)).level == lowest
        assert {each.level for each in one.statements} >= set(list(questions.levels)[1:]), one.id


@pytest.mark.parametrize("name", SETS)
def test_statements_are_one_short_sentence_each_and_none_stands_twice(name):
    said = [each.says for one in SETS[name].outcomes for each in one.statements]
    assert len(set(said)) == len(said)
    for one in said:
        assert re.fullmatch(r"[A-Z][^.!?]*\.", one), one
        assert len(one.split()) <= 26, one


def test_only_the_set_whose_source_is_silent_is_left_open():
    assert [name for name, one in SETS.items() if one.gap] == ["pause"]
    assert all(one.gap for one in SETS["pause"].outcomes)


def test_both_wordings_of_the_digitalisation_outcomes_are_mapped():
    for one in SETS["digitalisation-outcomes"].outcomes:
        assert [link.split("#")[0][-4:] for link in one.concepts] == ["2021", "2023"]


def test_the_seven_weaknesses_are_to_be_tested_every_year():
    assert [name for name, one in SETS.items() if one.test_again_after_months == 12] == ["unlucky-seven"]


WHOLE = Path(__file__).parents[2] / "src/placebook/content/question-sets/unlucky-seven.yaml"


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("questions: unlucky-seven", "questions: other", "give both the same name"),
        ("level: open, where", "level: opne, where", "no level is called 'opne'"),
        ("[some, all]", "[most]", "most is no share"),
        (
            "\n  - {level: open, because: Not every",
            "\n  - {level: open, where: {closed: all}, because: Not every",
            "no rule",
        ),
        ("level: closed, where", "level: open, where", "lowers the level"),
        ("every: closing", "every: shut", "not an outcome and a level"),
        ("        rule:", "        overdue:", "two statements are called 'overdue'"),
        ("  open: Open\n  closing: Being closed\n  closed: Closed", "  open: Open", "1 levels"),
        ("title: Seven", "titel: Seven", "the key 'title' is missing"),
    ],
)
def test_a_fault_in_a_set_is_said_in_one_sentence(tmp_path, old, new, said):
    text = WHOLE.read_text(encoding="utf-8")
    assert old in text
    (tmp_path / "unlucky-seven.yaml").write_text(text.replace(old, new, 1), encoding="utf-8")
    with pytest.raises(ContentError, match=re.escape(said)):
        read_question_set(tmp_path / "unlucky-seven.yaml")


def test_a_wrong_name_is_answered_with_the_nearest():
    with pytest.raises(ContentError, match="unlucky-seven"):
        find_question_set("unlucky-sevn")
