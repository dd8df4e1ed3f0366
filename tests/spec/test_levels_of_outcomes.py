"""From answers to a level, by drawn tables. One warning (lost), two statements begun, one sure."""

from __future__ import annotations

from dataclasses import replace

import pytest

from placebook.decide.checks import assessment_faults
from placebook.decide.compare import beside_peers, history
from placebook.decide.plan import improvement_plan
from placebook.decide.profiles import profile_lines
from placebook.decide.rules import rule_faults
from placebook.decide.status import statuses
from placebook.decide.tested import last_tests
from placebook.types import Assessment, Challenge, OutcomeAnswer, Profile, State, StatusRule
from question_sets import QUESTIONS, WORDS, answered

NAMES = ("lost", "made", "kept-apart", "restored")

LEVELS = """
lost | made | kept-apart | restored | level
-----+------+------------+----------+------------------
no   | yes  | yes        | yes      | sure
no   | yes  | yes        | no       | begun
no   | yes  | no         | yes      | never
no   | no   | no         | no       | never
yes  | yes  | yes        | yes      | never
no   | yes  | yes        | ?        | begun or sure
no   | yes  | no         | ?        | never
?    | yes  | yes        | yes      | never or sure
?    | ?    | no         | ?        | never
no   | ?    | ?          | ?        | never or begun or sure
?    | ?    | ?          | ?        | never or begun or sure
"""


def lines(drawn: str) -> list[list[str]]:
    return [[cell.strip() for cell in line.split("|")] for line in drawn.strip().splitlines()[2:]]


def backups(*said: str) -> Assessment:
    return answered({"backups": {name: WORDS[word] for name, word in zip(NAMES, said, strict=True)}})


@pytest.mark.parametrize("row", lines(LEVELS), ids=" ".join)
def test_a_level_is_given_only_where_the_unknown_cannot_change_it(row):
    found = statuses(QUESTIONS, backups(*row[:4]))[0]
    assert " or ".join(found.possible) == row[4]
    assert found.level == (row[4] if " or " not in row[4] else None)
    assert (found.state is State.OBSERVED) == (" or " not in row[4])


def test_an_outcome_that_is_not_named_is_not_yet_answered():
    found = statuses(QUESTIONS, backups("no", "yes", "yes", "yes"))[1]
    assert (found.outcome, found.level, found.state) == ("patches", None, State.NOT_ANSWERED)


def test_the_reason_for_not_knowing_is_kept_where_it_is_one():
    found = statuses(QUESTIONS, backups("no", "yes", "yes", "looked at by nobody"))[0]
    assert found.state is State.NOT_MEASURED


PLANS = """
lost | made | kept-apart | restored | towards | do                | end  | find out
-----+------+------------+----------+---------+-------------------+------+---------
no   | yes  | yes        | no       | sure    | restored          |      |
no   | yes  | no         | no       | begun   | kept-apart        |      |
yes  | no   | no         | no       | begun   | made kept-apart   | lost |
no   | yes  | yes        | ?        | sure    |                   |      | restored
?    | yes  | no         | yes      | sure    | kept-apart        |      | lost
"""


@pytest.mark.parametrize("row", lines(PLANS), ids=" ".join)
def test_a_plan_holds_the_fewest_statements_that_make_the_next_level_sure(row):
    plan = improvement_plan(QUESTIONS, backups(*row[:4]))[0]
    found = (plan.towards, " ".join(plan.to_do), " ".join(plan.to_end), " ".join(plan.to_find_out))
    assert found == tuple(row[4:])


def test_a_plan_leads_to_the_target_where_one_is_named_and_carries_owner_and_date():
    one = OutcomeAnswer("backups", owner="Team B", target="sure", target_date="2026-09-30")
    plan = improvement_plan(QUESTIONS, replace(answered({}), outcomes=(one,)))[0]
    assert (plan.towards, plan.owner, plan.target_date) == ("sure", "Team B", "2026-09-30")
    assert set(plan.to_find_out) == set(NAMES)


def test_at_the_top_there_is_nothing_to_plan():
    assert [line.outcome for line in improvement_plan(QUESTIONS, backups("no", "yes", "yes", "yes"))] == ["patches"]


@pytest.mark.parametrize(
    ("said", "met"),
    [
        (("no", "yes", "yes", "no"), True),
        (("no", "yes", "no", "no"), False),
        (("no", "yes", "?", "no"), None),
        (("no", "yes", "yes", "?"), True),
    ],
)
def test_a_profile_is_met_not_met_or_not_known(said, met):
    profile = Profile("basic", "Basic", {"backups": "begun"})
    assert [line.met for line in profile_lines(QUESTIONS, profile, statuses(QUESTIONS, backups(*said)))] == [met]


MOVES = """
before           | after            | how
-----------------+------------------+-----------------
no yes yes no    | no yes yes yes   | higher
no yes yes yes   | no yes yes no    | lower
no yes yes no    | no yes yes no    | the same
no yes yes ?     | no yes yes yes   | now known
no yes yes no    | no yes yes ?     | no longer known
no yes yes ?     | no yes yes ?     | not known
"""


@pytest.mark.parametrize("row", lines(MOVES), ids=" ".join)
def test_what_becomes_known_is_not_progress(row):
    assert history(QUESTIONS, backups(*row[0].split()), backups(*row[1].split()))[0].how == row[2]


def test_peers_are_spread_over_levels_and_the_unknown_stand_apart():
    peers = [backups("no", "yes", "yes", "no"), backups("no", "yes", "yes", "yes"), backups("?", "?", "?", "?")]
    found = beside_peers(QUESTIONS, backups("no", "no", "no", "no"), peers)[0]
    assert (found.own, dict(found.at), found.not_known) == ("never", {"never": 0, "begun": 1, "sure": 1}, 1)


@pytest.mark.parametrize(
    ("tested", "due"),
    [("2025-03-31", False), ("2025-03-30", True), ("2026-03-01", False), ("", None)],
)
def test_a_test_is_due_when_it_is_older_than_the_set_allows_at_the_date_of_the_answers(tested, due):
    one = OutcomeAnswer("backups", last_tested=tested)
    assert last_tests(QUESTIONS, replace(answered({}), outcomes=(one,)))[0].due is due


def test_six_months_after_the_31st_of_august_end_with_february():
    half = replace(QUESTIONS, test_again_after_months=6)
    one = OutcomeAnswer("backups", last_tested="2025-08-31")
    at = [replace(answered({}, on=on), outcomes=(one,)) for on in ("2026-02-28", "2026-03-01")]
    assert [last_tests(half, each)[0].due for each in at] == [False, True]


def test_rules_that_leave_a_mix_undecided_or_punish_more_are_refused():
    assert list(rule_faults(QUESTIONS)) == []
    assert "no rule decides" in next(rule_faults(replace(QUESTIONS, rules=QUESTIONS.rules[:-1])))
    upside_down = replace(QUESTIONS, rules=(StatusRule("never", {"sure": ("all",)}), *QUESTIONS.rules))
    assert "lowers the level" in next(rule_faults(upside_down))
    rewarding = replace(QUESTIONS, rules=(StatusRule("sure", {"never": ("all",)}), *QUESTIONS.rules))
    assert "raises the level" in next(rule_faults(rewarding))


FAULTS = [
    ({"set": "other"}, "not to small"),
    ({"reviewed_by": "team a", "reviewed_on": "2026-04-01"}, "somebody else must review"),
    ({"reviewed_by": "Team B"}, "write both or neither"),
    ({"reviewed_by": "Team B", "reviewed_on": "2026-01-01"}, "before the answers"),
    ({"outcomes": (OutcomeAnswer("other"),)}, "no outcome 'other'"),
    ({"outcomes": (OutcomeAnswer("backups"), OutcomeAnswer("backups"))}, "answered 2 times"),
    ({"outcomes": (OutcomeAnswer("backups", {"other": True}),)}, "no statement 'other'"),
    ({"outcomes": (OutcomeAnswer("backups", {"made": State.ESTIMATED}),)}, "is no answer"),
    ({"outcomes": (OutcomeAnswer("backups", target="best"),)}, "no level is called 'best'"),
    ({"outcomes": (OutcomeAnswer("backups", last_tested="2026-04-01"),)}, "after the answers"),
    ({"outcomes": (OutcomeAnswer("backups", challenges=(Challenge("Team A", "2026-04-01", "?"),)),)}, "of their own"),
]


@pytest.mark.parametrize(("change", "said"), FAULTS, ids=[said for _, said in FAULTS])
def test_what_does_not_fit_is_said(change, said):
    assert said in next(assessment_faults(QUESTIONS, replace(answered({}), **change)))
