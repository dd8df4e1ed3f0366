"""Work of coding is shared evenly, and what was given out stays, for any passages, people and shares."""

from __future__ import annotations

from collections import Counter

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from placebook.learn.adjudicate import Settled, adjudicate
from placebook.learn.assign import RUN, assign, tasks_of
from placebook.learn.codings import Coding

PEOPLE = st.lists(st.sampled_from("ABCDEFG"), min_size=2, max_size=6, unique=True)
COUNTS, SHARES = st.integers(0, 45), st.floats(0, 1)


@given(COUNTS, COUNTS, PEOPLE, SHARES, st.integers(0, 99))
def test_work_is_even_and_the_share_is_kept_and_passages_added_later_change_nothing(first, more, people, share, seed):
    passages = [f"p{number}" for number in range(first + more)]
    tasks = assign(passages, people, share, seed)
    assert tasks[: len(early := assign(passages[:first], people, share, seed))] == early
    loads = [len(tasks_of(tasks, person)) for person in people]
    assert max(loads) - min(loads) <= 1
    twice = sum(count == 2 for count in Counter(task.passage for task in tasks).values())
    whole = len(passages) // RUN * RUN
    assert twice >= int(whole * share + 1e-9)
    assert twice <= int((whole + RUN) * share + 1e-9)
    coders = Counter((task.passage, task.twice) for task in tasks)
    assert all(count == (2 if of_two else 1) for (_, of_two), count in coders.items())
    assert [passage for passage, _ in coders] == passages


@given(st.integers(0, 2**32 - 1))
def test_every_code_that_anybody_put_is_in_one_state_and_only_a_dispute_is_undecided(seed):
    random = np.random.default_rng(seed)
    codings = [
        Coding(
            f"p{number}", person, tuple(random.choice(["x", "y", "z"], random.integers(0, 4), replace=False).tolist())
        )
        for number in range(6)
        for person in "ABC"[: random.integers(1, 4)]
    ]
    lines = adjudicate(codings)
    put = {(one.passage, concept) for one in codings for concept in one.concepts}
    assert {(line.passage, line.concept) for line in lines} == put
    assert len(lines) == len(put)
    for line in lines:
        assert (line.belongs is None) == (line.state is Settled.IN_DISPUTE) == bool(line.left_out_by)
