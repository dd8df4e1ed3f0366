"""Two people's changes of one version: what only one changed is taken, what both changed is shown."""

from __future__ import annotations

from placebook.decide.merging import Clash, Difference, differences, merge

BEFORE = {"title": "Library", "owner": "Culture", "options": [{"name": "Close"}, {"name": "Move"}]}


def test_what_both_wrote_alike_is_no_clash() -> None:
    theirs, mine = {**BEFORE, "owner": "Parks", "by": "a"}, {**BEFORE, "owner": "Parks", "on": "b"}
    made = merge(BEFORE, theirs, mine)
    assert made.clashes == ()
    assert made.body == {**BEFORE, "owner": "Parks", "by": "a", "on": "b"}


def test_each_changes_another_place() -> None:
    theirs = {**BEFORE, "title": "Library of Abbey"}
    mine = {**BEFORE, "options": [{"name": "Close"}, {"name": "Move it"}]}
    made = merge(BEFORE, theirs, mine)
    assert made.clashes == ()
    assert made.body == {
        "title": "Library of Abbey",
        "owner": "Culture",
        "options": [{"name": "Close"}, {"name": "Move it"}],
    }


def test_both_change_the_same_place_and_one_is_chosen() -> None:
    theirs, mine = {**BEFORE, "owner": "Housing"}, {**BEFORE, "owner": "Parks"}
    made = merge(BEFORE, theirs, mine)
    assert made.clashes == (Clash("owner", "Culture", "Housing", "Parks"),)
    assert made.body["owner"] == "Housing"
    assert merge(BEFORE, theirs, mine, ["owner"]).body["owner"] == "Parks"


def test_one_takes_out_what_the_other_changed() -> None:
    mine = {key: value for key, value in BEFORE.items() if key != "owner"}
    made = merge(BEFORE, {**BEFORE, "owner": "Housing"}, mine)
    assert made.clashes == (Clash("owner", "Culture", "Housing", None),)
    assert "owner" not in merge(BEFORE, {**BEFORE, "owner": "Housing"}, mine, ["owner"]).body


def test_lists_of_other_lengths_are_chosen_whole() -> None:
    theirs = {**BEFORE, "options": [{"name": "Close"}]}
    mine = {**BEFORE, "options": [{"name": "Shut"}, {"name": "Move"}]}
    assert [one.path for one in merge(BEFORE, theirs, mine).clashes] == ["options"]


def test_differences_name_each_place() -> None:
    assert differences(BEFORE, {**BEFORE, "owner": "Parks"}) == (Difference("owner", "Culture", "Parks"),)
    assert differences({}, {"values": {"name": "x"}}) == (Difference("values/name", None, "x"),)
    assert differences(BEFORE, BEFORE) == ()
    assert differences({"a": 1}, {"a": True}) == (Difference("a", 1, True),)
