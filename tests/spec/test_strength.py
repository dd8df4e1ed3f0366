"""Which levels a stated design comes to: tables that a person can check against the published scales."""

import pytest

from placebook.learn.strength import (
    AUDITED,
    NOT_SCOREABLE,
    PROPOSED,
    REPLY,
    faults_of,
    proposed_maryland,
    proposed_nesta,
    strength,
    strongest_first,
)
from placebook.types import CaseStudy, Evaluation, Grading

# What the source states -> Maryland level (Sherman et al. 1998, the box on the scale).
MARYLAND = """
    times            | comparison     | units | adjusted | level
    -----------------+----------------+-------+----------+------
                     |                |       |          | -
    once             |                |       |          | -
    once             | none           |       |          | -
                     | none           |       |          | -
    once             | dose           |       |          | 1
    before and after |                |       |          | 2
    before and after | none           |       |          | 2
    series           | none           |       |          | 2
    before and after | dose           |       |          | 2
    once             | not comparable |       |          | 2
    before and after | not comparable | 30    | yes      | 2
    before and after | comparable     |       |          | 3
    before and after | comparable     | 1     | yes      | 3
    before and after | comparable     | 12    |          | 3
    before and after | comparable     | 12    | yes      | 4
    before and after | nearly equal   | 12    |          | 4
    before and after | nearly equal   | 1     |          | 3
    before and after | random         | 40    |          | 5
    before and after | random         | 1     |          | 3
    before and after | random         |       |          | 3
"""
# -> Nesta level (Puttick and Ludlow 2013, pp. 2-3). An account says why the thing should work.
NESTA = """
    account | comparison     | times            | units | replications | manual | level
    --------+----------------+------------------+-------+--------------+--------+------
            |                |                  |       |              |        | -
    no      |                |                  |       |              |        | -
            |                | once             |       |              |        | -
    yes     |                |                  |       |              |        | 1
    yes     |                | once             |       |              |        | 1
    yes     |                |                  |       | 3            | yes    | 1
            |                | before and after |       |              |        | 2
    yes     | not comparable | before and after |       | 2            | yes    | 2
    yes     | comparable     | before and after |       |              |        | 3
    yes     | random         | before and after | 50    |              | yes    | 3
    yes     | random         | before and after | 50    | 0            | yes    | 3
    yes     | comparable     | before and after |       | 1            |        | 4
    yes     | random         | before and after | 50    | 1            | yes    | 5
"""
CELLS = {
    "units": int,
    "replications": int,
    **dict.fromkeys(("account", "adjusted", "manual"), lambda word: word == "yes"),
}


def rows_of(drawn):
    heads, _, *rows = [[cell.strip() for cell in line.split("|")] for line in drawn.strip().splitlines()]
    for row in rows:
        said = {name: CELLS.get(name, str)(cell) for name, cell in zip(heads, row, strict=True) if cell}
        level = said.pop("level")
        yield Evaluation(**said), None if level == "-" else int(level)


@pytest.mark.parametrize(("stated", "level"), tuple(rows_of(MARYLAND)))
def test_a_design_comes_to_a_maryland_level(stated, level):
    assert proposed_maryland(stated).level == level


@pytest.mark.parametrize(("stated", "level"), tuple(rows_of(NESTA)))
def test_evidence_comes_to_a_nesta_level(stated, level):
    assert proposed_nesta(stated).level == level


def a_case(**said):
    return CaseStudy("warm-homes", "Warm homes", "practice", "Ashford", no_area="It is made up.", **said)


def test_a_plan_without_an_evaluation_is_not_scoreable_and_never_level_one():
    found = strength(a_case())
    assert (found.maryland.level, found.nesta.level) == (None, None)
    assert found.maryland.words == NOT_SCOREABLE
    assert found.stage == PROPOSED
    assert found.present == ()


def test_the_dimensions_of_emmie_are_present_or_absent():
    found = strength(a_case(evaluation=Evaluation(effect="Bills fell by a fifth.", economics="£400 a home.")))
    assert found.present == ("effect", "economics")
    assert dict(found.emmie)["mechanism"] == ""
    assert found.maryland.level is None  # words about an effect are no design


REPLIED = Grading(REPLY, "The council", "2026-03-01", False, "We had a comparison.", maryland=4)
CHECKED = Grading(AUDITED, "A university", "2026-04-01", False, "The comparison was another year.", maryland=2)
MEASURED = Evaluation(times="before and after", comparison="comparable")


def test_a_reply_is_shown_and_changes_no_level():
    found = strength(a_case(evaluation=MEASURED, gradings=(REPLIED,)))
    assert (found.stage, found.by, found.maryland.level) == (REPLY, "The council", 3)
    assert found.history == (REPLIED,)


def test_an_audit_changes_the_level_that_it_names_and_no_other():
    found = strength(a_case(evaluation=MEASURED, gradings=(REPLIED, CHECKED)))
    assert (found.stage, found.by) == (AUDITED, "A university")
    assert (found.maryland.level, found.nesta.level) == (2, 3)


def test_strength_has_no_total_and_says_nothing_of_the_direction():
    fields = set(strength(a_case()).__slots__)
    assert not fields & {"total", "score", "value", "direction", "relevance"}
    good, bad = (a_case(evaluation=MEASURED, direction=word) for word in ("better", "worse"))
    assert strength(good) == strength(bad)


def test_the_strongest_come_first_and_what_cannot_be_scored_last():
    weak = a_case(evaluation=Evaluation(times="before and after"))
    strong, none = a_case(evaluation=MEASURED), a_case()
    told = a_case(evaluation=Evaluation(account=True))
    assert sorted([none, told, weak, strong], key=strongest_first) == [strong, weak, told, none]


AGREED = Grading(REPLY, "The council", "2026-03-01", True, "This is all fine.")


@pytest.mark.parametrize(
    ("gradings", "said"),
    [
        ((CHECKED, REPLIED), "put the reply first"),
        ((CHECKED,), "no right of reply"),
        ((AGREED, Grading(AUDITED, "the council", "2026-04-01", True, "Yes.")), "let somebody else audit"),
        ((Grading(REPLY, "The council", "2026-03-01", True, "Fine.", nesta=2),), "agrees and gives another level"),
        ((AGREED, Grading(AUDITED, "A university", "2026-04-01", False, "No.")), "gives no level"),
    ],
)
def test_stages_that_are_skipped_or_mixed_up_are_refused(gradings, said):
    assert any(said in fault for fault in faults_of(gradings))


def test_stages_in_order_are_taken():
    assert list(faults_of((AGREED, CHECKED))) == []
    assert list(faults_of(())) == []
