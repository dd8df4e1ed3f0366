"""Whatever two people type: nothing that only one of them changed is lost, and nothing is invented."""

from __future__ import annotations

from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from placebook.decide.merging import differences, merge

LEAF = st.sampled_from(["", "a", "b", 1, 2, True])
KEYS = st.sampled_from("xyz")
BODY = st.recursive(LEAF, lambda inner: st.lists(inner, max_size=2) | st.dictionaries(KEYS, inner, max_size=3))
BODIES = st.dictionaries(st.sampled_from("pqrs"), BODY, max_size=4)


@given(BODIES, BODIES)
def test_one_persons_changes_alone_are_taken_whole(before: dict[str, Any], mine: dict[str, Any]) -> None:
    made = merge(before, before, mine)
    assert made.clashes == ()
    assert differences(made.body, mine) == ()
    assert differences(merge(before, mine, before).body, mine) == ()


@given(BODIES, BODIES, BODIES)
def test_keys_that_one_changed_stand_as_that_one_wrote_them(
    before: dict[str, Any], theirs: dict[str, Any], mine: dict[str, Any]
) -> None:
    made = merge(before, theirs, mine)
    clashed = {one.path.partition("/")[0] for one in made.clashes}
    for key in {*before, *theirs, *mine} - clashed:
        mine_changed, theirs_changed = (bool(differences(before.get(key), one.get(key))) for one in (mine, theirs))
        if mine_changed and not theirs_changed:
            assert differences(made.body.get(key), mine.get(key)) == ()
        if theirs_changed and not mine_changed:
            assert differences(made.body.get(key), theirs.get(key)) == ()


@given(BODIES, BODIES, BODIES)
def test_choosing_all_of_mine_leaves_no_clash_of_mine_unheard(
    before: dict[str, Any], theirs: dict[str, Any], mine: dict[str, Any]
) -> None:
    clashes = merge(before, theirs, mine).clashes
    chosen = merge(before, theirs, mine, [one.path for one in clashes]).body
    for one in clashes:
        if "/" not in one.path:
            assert differences(chosen.get(one.path), one.mine) == ()
