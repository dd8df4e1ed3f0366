"""What is true of every set of answers: order has no say, the unknown is no answer, and more met never lowers."""

from __future__ import annotations

from dataclasses import replace
from itertools import product

from hypothesis import given
from hypothesis import strategies as st

from placebook.decide.plan import improvement_plan
from placebook.decide.rules import rank
from placebook.decide.status import status, statuses
from placebook.types import Outcome, OutcomeAnswer, State, Statement
from question_sets import QUESTIONS, answered

LEVELS = list(QUESTIONS.levels)
outcomes = st.lists(st.sampled_from(LEVELS), min_size=1, max_size=6).map(
    lambda levels: Outcome("x", "X", statements=tuple(Statement(f"s{i}", level, "") for i, level in enumerate(levels)))
)


@st.composite
def answers(draw):
    outcome = draw(outcomes)
    said = st.sampled_from([True, False, State.NOT_ANSWERED, State.NOT_ASKED])
    return outcome, {one.id: draw(said) for one in outcome.statements}


@given(answers())
def test_possible_levels_are_those_of_every_way_to_fill_in_the_unknown(drawn):
    outcome, said = drawn
    unknown = [name for name, one in said.items() if isinstance(one, State)]
    slow = set()
    for filled in product((True, False), repeat=len(unknown)):
        whole = OutcomeAnswer("x", {**said, **dict(zip(unknown, filled, strict=True))})
        slow.add(status(QUESTIONS, outcome, whole).level)
    assert set(status(QUESTIONS, outcome, OutcomeAnswer("x", said)).possible) == slow


@given(answers(), st.randoms(use_true_random=False))
def test_the_order_of_answers_and_statements_changes_nothing(drawn, chance):
    outcome, said = drawn
    mixed, order = list(said.items()), list(outcome.statements)
    chance.shuffle(mixed)
    chance.shuffle(order)
    here = status(QUESTIONS, outcome, OutcomeAnswer("x", said))
    there = status(QUESTIONS, replace(outcome, statements=tuple(order)), OutcomeAnswer("x", dict(mixed)))
    assert (here.possible, here.because, here.state) == (there.possible, there.because, there.state)


@given(answers(), st.data())
def test_more_that_is_met_never_lowers_a_level(drawn, data):
    outcome, said = drawn
    one = data.draw(st.sampled_from(outcome.statements))
    good = one.level != LEVELS[0]
    worse, better = ({**said, one.id: answer} for answer in (not good, good))
    low, high = (status(QUESTIONS, outcome, OutcomeAnswer("x", each)).possible for each in (worse, better))
    assert rank(QUESTIONS, low[0]) <= rank(QUESTIONS, high[0])
    assert rank(QUESTIONS, low[-1]) <= rank(QUESTIONS, high[-1])


@given(answers())
def test_following_a_plan_reaches_the_level_it_leads_to(drawn):
    outcome, said = drawn
    questions = replace(QUESTIONS, outcomes=(outcome,))
    for line in improvement_plan(questions, answered({"x": said})):
        right = {one.id: one.level != LEVELS[0] for one in outcome.statements}
        needed = (*line.to_do, *line.to_end, *line.to_find_out)
        if not needed:
            continue  # an outcome without statements at a level may be unable to reach it
        then = statuses(questions, answered({"x": {**said, **{name: right[name] for name in needed}}}))[0]
        assert rank(questions, then.possible[0]) >= rank(questions, line.towards)
