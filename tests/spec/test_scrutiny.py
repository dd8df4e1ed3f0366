"""When a scrutiny may be signed: a small guide that a person can hold in the head, and every rule by itself."""

from __future__ import annotations

from dataclasses import replace

import pytest

from placebook.book.scrutiny import shipped_guides
from placebook.decide.scrutiny import (
    Attribute,
    Condition,
    FlagAnswer,
    FlagKind,
    FollowUp,
    FollowUpKind,
    OutcomeKind,
    Prompt,
    PromptAnswer,
    Scrutiny,
    ScrutinyGuide,
)
from placebook.decide.scrutiny_rules import faults, needed, overdue, what_blocks
from placebook.types import State

GUIDE = ScrutinyGuide(
    id="small",
    version="1",
    title="A small guide",
    says="",
    does_not_say="",
    source="",
    licence="",
    framework="ethical-practice",
    attributes=(
        Attribute("good", "Good", "Do good", "?", "", (Prompt("gain", "Who gains?", field="benefit"),)),
        Attribute("fair", "Fair", "Be fair", "?", "", (Prompt("who", "Who loses?", risk="Unfairness"),)),
    ),
    flags=(FlagKind("personal", "Personal data?", ("privacy",)), FlagKind("alone", "Acts alone?", ("appeal",))),
    follow_ups=(
        FollowUpKind("privacy", "A privacy assessment", "", "before use", assessment=True),
        FollowUpKind("appeal", "A way to appeal", "", "in time", field="appeals_and_review"),
    ),
    outcomes=(
        OutcomeKind("proceed", "Proceed", "", "done", "none"),
        OutcomeKind("conditions", "With conditions", "", "before use done", "must"),
        OutcomeKind("pause", "Pause", "", "planned", "may"),
        OutcomeKind("stop", "Stop", "", "free", "none"),
    ),
)
ANSWER = PromptAnswer("Tenants.", unsure="How many.", owner="Housing")
NO = FlagAnswer(said=False)
YES = FlagAnswer(said=True)
OPEN = FollowUp("Legal", "2027-01-31")
DONE = replace(OPEN, done_on="2026-10-01", link="https://council.example/x")
WHOLE = Scrutiny(
    id="tool",
    guide="small",
    version="1",
    title="A tool",
    about="It sorts.",
    by="Digital team",
    on="2026-10-01",
    answers={"good": {"gain": ANSWER}, "fair": {"who": ANSWER}},
    flags={"personal": NO, "alone": NO},
    outcome="proceed",
    because="It helps.",
)
CONDITION = Condition("Ask tenants.", "Housing", "2027-03-01")


def with_flags(personal: FlagAnswer = NO, alone: FlagAnswer = NO, **more: object) -> Scrutiny:
    return replace(WHOLE, flags={"personal": personal, "alone": alone}, **more)  # type: ignore[arg-type]


def test_a_whole_one_can_be_signed():
    assert what_blocks(GUIDE, WHOLE) == ()
    assert list(faults(GUIDE, WHOLE)) == []


def test_it_says_which_attribute_is_unanswered():
    bare = replace(WHOLE, answers={"good": {"gain": ANSWER}})
    assert what_blocks(GUIDE, bare) == ("Fair is unanswered: nothing is said to who",)


def test_not_knowing_is_an_answer_with_a_reason_and_silence_is_none():
    unknown = PromptAnswer("Nobody has counted.", State.NOT_MEASURED, owner="Data team")
    assert what_blocks(GUIDE, replace(WHOLE, answers={**WHOLE.answers, "fair": {"who": unknown}})) == ()
    silent = PromptAnswer(state=State.NOT_MEASURED, owner="Data team")
    (said,) = what_blocks(GUIDE, replace(WHOLE, answers={**WHOLE.answers, "fair": {"who": silent}}))
    assert said == "Fair, who: says nothing; write the answer, or why it is not known"


@pytest.mark.parametrize(
    ("answer", "said"),
    [
        (replace(ANSWER, owner=""), "Good, gain: has no owner; name a team"),
        (replace(ANSWER, unsure=""), "Good, gain: does not say what is uncertain"),
        (replace(ANSWER, says=""), "Good, gain: says nothing; write the answer, or why it is not known"),
    ],
)
def test_each_answer_has_words_an_owner_and_what_is_uncertain(answer, said):
    assert what_blocks(GUIDE, replace(WHOLE, answers={**WHOLE.answers, "good": {"gain": answer}})) == (said,)


def test_evidence_may_be_missing_as_judgement_only():
    assert ANSWER.evidence == ()
    assert what_blocks(GUIDE, WHOLE) == ()


# What each flag makes needed: a yes and a "not known" do, a no does not, and silence blocks.
@pytest.mark.parametrize(
    ("said", "raised"),
    [(True, True), (False, False), (State.NOT_MEASURED, True), (State.EFFECT_UNKNOWN, True)],
)
def test_a_flag_raises_its_follow_up(said, raised):
    found = needed(GUIDE, with_flags(personal=FlagAnswer(said)))
    assert [one.kind.id for one in found] == (["privacy"] if raised else [])


def test_a_flag_that_is_not_answered_blocks():
    assert what_blocks(GUIDE, replace(WHOLE, flags={"personal": NO})) == ("the flag alone is not yet answered",)


NEEDED = "A privacy assessment is needed, as personal asks for it, and "
APPEAL = "A way to appeal is needed, as alone asks for it, and "


@pytest.mark.parametrize(
    ("outcome", "privacy", "appeal", "said"),
    [
        ("proceed", DONE, DONE, ()),
        ("proceed", DONE, OPEN, (f"{APPEAL}is still open; to proceed it must be done, with its date and a link",)),
        ("proceed", None, DONE, (f"{NEEDED}is not there",)),
        ("conditions", DONE, OPEN, ()),
        (
            "conditions",
            OPEN,
            OPEN,
            (f"{NEEDED}is still open; to conditions it must be done, with its date and a link",),
        ),
        ("conditions", DONE, None, (f"{APPEAL}has no owner and date yet",)),
        ("pause", OPEN, OPEN, ()),
        ("pause", None, OPEN, (f"{NEEDED}has no owner and date yet",)),
        ("stop", None, None, ()),
    ],
)
def test_which_follow_ups_each_outcome_asks_for(outcome, privacy, appeal, said):
    work = {"privacy": privacy, "appeal": appeal}
    one = with_flags(
        YES,
        YES,
        outcome=outcome,
        follow_ups={name: each for name, each in work.items() if each},
        conditions=(CONDITION,) if outcome == "conditions" else (),
    )
    assert what_blocks(GUIDE, one) == said


def test_what_was_done_after_the_signing_was_not_done_before_it():
    one = with_flags(YES, follow_ups={"privacy": DONE}, signed_by="Director", signed_on="2026-10-01")
    assert what_blocks(GUIDE, one) == ()
    late = replace(one, follow_ups={"privacy": replace(DONE, done_on="2026-10-02")})
    assert what_blocks(GUIDE, late) == (f"{NEEDED}was done on 2026-10-02, after the signing",)


MEND = "choose another outcome or take them out"


@pytest.mark.parametrize(
    ("outcome", "conditions", "said"),
    [
        ("", (), ("there is no outcome; it is one of: proceed, conditions, pause, stop",)),
        ("proceed", (CONDITION,), (f"proceed has conditions, and none belong to it; {MEND}",)),
        ("conditions", (), ("conditions names no condition; write each with an owner and a date",)),
        ("pause", (CONDITION,), ()),
    ],
)  # fmt: skip
def test_conditions_belong_to_some_outcomes(outcome, conditions, said):
    assert what_blocks(GUIDE, replace(WHOLE, outcome=outcome, conditions=conditions)) == said


def test_what_is_overdue_is_seen_from_a_day_and_not_before_it():
    one = with_flags(
        YES, outcome="pause", follow_ups={"privacy": OPEN}, conditions=(CONDITION,), review_on="2027-06-01"
    )
    assert overdue(GUIDE, one, "2027-01-31") == ()
    assert overdue(GUIDE, one, "2027-02-01") == ("A privacy assessment was due on 2027-01-31 (Legal)",)
    assert len(overdue(GUIDE, one, "2027-06-02")) == 3
    assert overdue(GUIDE, replace(one, follow_ups={"privacy": DONE}, conditions=()), "2027-06-01") == ()


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"version": "2"}, "is by guide small 2; small 1 is known here"),
        ({"answers": {"kind": {}}}, "small has no attribute 'kind'; it has good, fair"),
        ({"answers": {"good": {"x": ANSWER}}}, "good has no prompt 'x'; it has gain"),
        ({"flags": {"odd": NO}}, "small has no flag 'odd'; it has personal, alone"),
        ({"outcome": "go"}, "small has no outcome 'go'"),
        (
            {"follow_ups": {"privacy": replace(OPEN, done_on="2026-10-01")}},
            "is done when it has both done_on and a link",
        ),
        ({"signed_by": "Director"}, "a signature needs both a name of a role and a day"),
        ({"signed_by": "digital team", "signed_on": "2026-10-02"}, "'Digital team' both answered and signed"),
        ({"signed_by": "Director", "signed_on": "2026-09-30"}, "before the answers of 2026-10-01"),
    ],
)
def test_what_cannot_be_right(change, said):
    assert any(said in one for one in faults(GUIDE, replace(WHOLE, **change)))


def test_the_shipped_guide_has_the_five_attributes_few_prompts_each_and_the_named_follow_ups():
    guide = shipped_guides()["five-attributes"]
    assert [one.id for one in guide.attributes] == [
        "beneficence",
        "non-maleficence",
        "autonomy",
        "justice",
        "explicability",
    ]
    assert all(3 <= len(one.prompts) <= 4 for one in guide.attributes)
    assert {one.id for one in guide.follow_ups} == {
        "data-protection",
        "equality",
        "human-review",
        "appeals",
        "alternatives",
    }
    assert {name for one in guide.flags for name in one.raises} == {one.id for one in guide.follow_ups}
    assert [one.id for one in guide.outcomes] == ["proceed", "proceed-with-conditions", "pause", "stop"]
