"""What a register of software says of unsupported software, drawn in small tables; what is unknown stays so."""

from __future__ import annotations

from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from placebook.book.question_sets import shipped_question_sets
from placebook.decide.software import (
    OUTCOME,
    SET,
    Application,
    every,
    is_stale,
    standing,
    weakness,
    weakness_assessment,
)
from placebook.decide.status import statuses
from placebook.types import State

ON = "2026-11-28"
NOT = State.NOT_MEASURED


def program(ends: str | State, online: bool | State = False, apart: bool | State = True, planned: bool | State = True):
    known = isinstance(ends, str) and not isinstance(ends, State)
    support = State.OBSERVED if known else ends
    return Application(
        "p", "P", "Maker", "Team", ON, "", "", str(ends) if known else "", support, online, apart, planned
    )


@pytest.mark.parametrize(
    ("ends", "said"),
    [
        ("2026-11-27", "out of support"),
        ("2026-11-28", "ends within two years"),  # the last day counts as supported
        ("2028-11-27", "ends within two years"),
        ("2028-11-28", "in support"),
        ("", "in support"),  # no end is announced
        (State.NOT_ASKED, "not known"),
    ],
)
def test_how_support_stands_on_a_day(ends, said):
    assert standing(program(ends), ON) == said


OLD, NEW, WHO_KNOWS = "2020-01-01", "2031-01-01", State.NOT_ASKED


# Each line: the programs, and what follows for in-use, dates, kept-apart, replaced.
@pytest.mark.parametrize(
    ("programs", "said"),
    [
        ([program(NEW)], (False, True, True, True)),
        ([program(OLD, online=True, apart=False, planned=False)], (True, True, False, False)),
        ([program(OLD)], (False, True, True, True)),
        ([program(OLD, online=NOT)], (NOT, True, True, True)),
        ([program(OLD, online=NOT), program(OLD, online=True)], (True, True, True, True)),  # one yes settles it
        ([program(WHO_KNOWS)], (False, False, True, True)),  # it is not online, so it cannot be in use there
        ([program(WHO_KNOWS, online=True)], (NOT, False, True, True)),
        ([program(WHO_KNOWS, apart=False)], (False, False, NOT, True)),
        ([program(NEW, online=True, apart=False, planned=False)], (False, True, True, True)),
        ([program("2027-06-01", planned=False)], (False, True, True, False)),  # ends soon: a plan is wanted now
        ([], (State.NOT_ANSWERED,) * 4),
    ],
)
def test_what_follows_for_the_weakness(programs, said):
    found = weakness(programs, ON).answers
    assert tuple(found[name] for name in ("in-use", "dates", "kept-apart", "replaced")) == said


def test_every_with_three_values_is_the_table_of_the_book():
    values = (True, None, False)
    for one, two in product(values, values):
        slow = False if one is False or two is False else True if one is True and two is True else None
        assert every((one, two)) is slow


answers = st.sampled_from([True, False, NOT])
programs = st.builds(program, st.sampled_from([OLD, NEW, "", WHO_KNOWS]), answers, answers, answers)


@given(st.lists(programs, min_size=1, max_size=4))
def test_no_answer_is_given_that_the_unknown_could_change(some):
    """Whatever is unknown is tried both ways; an answer is given only where all ways agree."""
    found = weakness(some, ON).answers
    ways = [weakness(list(way), ON).answers for way in product(*(_ways(one) for one in some))]
    for name in ("in-use", "kept-apart", "replaced"):
        if isinstance(found[name], bool):
            assert {way[name] for way in ways} == {found[name]}


def _ways(one: Application) -> list[Application]:
    ends = [one.end_of_support] if one.support is State.OBSERVED else [OLD, NEW]
    either = lambda said: [said] if isinstance(said, bool) else [True, False]  # noqa: E731
    return [program(*way) for way in product(ends, either(one.online), either(one.apart), either(one.planned))]


def test_the_programs_are_named_as_evidence_the_oldest_first():
    one = Application("a", "Archive", "Maker", "Team", ON, "", "2", "2020-01-01")
    two = Application("b", "Booking", "Us", "Team", ON, support=State.NOT_ASKED)
    three = Application("c", "Care", "Them", "Team", ON, end_of_support="2027-01-01")
    four = Application("d", "Desk", "Them", "Team", ON)
    assert weakness([four, two, three, one], ON).evidence == (
        "Archive 2 (Maker): support ended on 2020-01-01",
        "Care (Them): support ends on 2027-01-01",
        "Booking (Us): it is not known when support ends",
    )


def test_it_answers_the_statements_of_the_shipped_set():
    questions = shipped_question_sets()[SET]
    outcome = next(one for one in questions.outcomes if one.id == OUTCOME)
    assert set(weakness([], ON).answers) == {one.id for one in outcome.statements}
    made = weakness_assessment([program(OLD, online=True)], questions.version, "Us", ON, "IT")
    found = {one.outcome: one.level for one in statuses(questions, made)}
    assert found[OUTCOME] == "open"
    assert all(level is None for name, level in found.items() if name != OUTCOME)


def test_a_line_is_stale_a_year_after_somebody_looked():
    one = program(NEW)
    assert not is_stale(one, "2027-11-28")
    assert is_stale(one, "2027-11-29")
