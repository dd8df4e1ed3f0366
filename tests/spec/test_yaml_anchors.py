"""Anchors of other people's YAML: looked up where a reader asks for it, and never able to grow without end."""

from __future__ import annotations

import pytest

from placebook.book.yaml import read_yaml_text
from placebook.types import ContentError


def test_an_alias_stands_for_the_very_value_above_it():
    read = read_yaml_text("a: &rules {x: &word yes it is}\nb: *rules\nc: *word\n", "f", anchors=True)
    assert read["b"] is read["a"]
    assert read["c"] == "yes it is"


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("a: *b\n", "stands for nothing above it"),
        ("a: &a [*a]\n", "stands for nothing above it"),
        ("a: &a [x]\nb: &b [*a, *a]\n", "holds a block from elsewhere"),
        ("&k a: 1\n", "a key is or has the anchor"),
        ("a: &a x\n*a : 1\n", "a key is or has the anchor"),
    ],
)
def test_what_could_run_away_or_mislead_is_refused(text, said):
    with pytest.raises(ContentError, match=said.replace("*", r"\*")):
        read_yaml_text(text, "f", anchors=True)


def test_our_own_files_still_hold_no_anchors():
    with pytest.raises(ContentError, match="is a YAML anchor"):
        read_yaml_text("a: &a x\n", "f")
