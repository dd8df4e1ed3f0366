"""Every codebook that comes with Placebook is valid, leads to its framework and follows the house's rules."""

from __future__ import annotations

import pytest

from placebook.book.codebooks import broken_rules, find_codebook, read_codebook, shipped_codebooks
from placebook.book.frameworks import shipped_frameworks
from placebook.learn.words import stems_of
from placebook.types import ContentError

BOOKS = shipped_codebooks()


@pytest.mark.parametrize("name", BOOKS)
def test_every_rule_is_of_a_concept_and_every_lowest_concept_has_a_rule(name):
    framework = shipped_frameworks()[BOOKS[name].framework]
    assert broken_rules(BOOKS[name], framework) == ()
    lowest = {concept.id for concept in framework.walk() if not concept.parts}
    assert lowest == {rule.concept for rule in BOOKS[name].rules} & lowest


@pytest.mark.parametrize("name", BOOKS)
def test_every_rule_says_what_belongs_what_does_not_and_in_which_words(name):
    for rule in BOOKS[name].rules:
        where = f"{name}: {rule.concept}"
        assert rule.include, where
        assert rule.exclude, where
        assert len(rule.phrases) >= 4, where
        assert all(stems_of(phrase) for phrase in (*rule.phrases, *rule.negative_phrases)), where
        assert len({phrase.casefold() for phrase in rule.phrases}) == len(rule.phrases), where


WRONG = """codebook: x
version: "1"
framework: sdgs
title: X
says: x
written_from: x
codes:
  goal-1: {definition: d, phrases: [a, b, c]}
"""


def test_faults_of_a_codebook_are_said(tmp_path):
    path = tmp_path / "x.yaml"
    path.write_text(WRONG, encoding="utf-8")
    with pytest.raises(ContentError, match=r"line 8.*has 3 phrases; write at least 4"):
        read_codebook(path)
    path.write_text(WRONG.replace("[a, b, c]", "[a, b, c, d]").replace("goal-1", "goal-99"), encoding="utf-8")
    assert "no concept 'goal-99'" in broken_rules(read_codebook(path), shipped_frameworks()["sdgs"])[0]
    path.write_text(WRONG.replace("codebook: x", "codebook: z").replace("[a, b, c]", "[a, b, c, d]"), encoding="utf-8")
    with pytest.raises(ContentError, match="give both the same name"):
        read_codebook(path)
    with pytest.raises(ContentError, match=r"no codebook called 'sdg'.*sdgs"):
        find_codebook("sdg")
