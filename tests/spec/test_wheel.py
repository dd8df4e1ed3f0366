"""Decisions as wheels: what is said of each segment, what stops one from being published, and that nothing is added up.

The drawing is a decision: one line for a factor and a term, one column for an option.
"""

from __future__ import annotations

from dataclasses import replace

import pytest

from placebook.decide.wheel import (
    AS_NOW,
    EFFECTS,
    NOT_KNOWN,
    Decision,
    Engagement,
    EvidenceLink,
    Expectation,
    Mitigation,
    Option,
    Pinned,
    Segment,
    factors_in,
    factors_of,
    with_as_now,
)
from placebook.decide.wheel_compare import (
    BY_FACTOR,
    DIFFERS,
    IN_DOUBT,
    OPPOSED,
    SAME,
    compared,
    tone_of,
    unknowns,
)
from placebook.decide.wheel_faults import Around, draft_faults, publishing_faults
from placebook.decide.wheel_review import MOVED, NOT_MOVED, TOO_EARLY, expected, in_order, verdict
from placebook.types import Concept, Framework, State

DRAWN = """
    air  short | no effect expected | small positive | large negative
    air  long  | small negative     | large positive | effect unknown
    work short | no effect expected | small negative | mixed
    work long  | no effect expected | no effect expected | no effect expected
"""
TWO = Framework(
    "two", "Two", "1", "nobody", "none", "none",
    (
        Concept("air", "Air", "adapted"),
        Concept("people", "People", "adapted", parts=(Concept("work", "Work", "adapted"),)),
    ),
)  # fmt: skip
AROUND = Around({"two": TWO}, {"E05000026"}, {"jobs"}, {"a-case"})
OPTIONS = (AS_NOW, "one", "other")
MITIGATED = Mitigation("Plant trees.", "Parks team", "2027-03-01")


def drawn(drawing: str = DRAWN) -> Decision:
    """A whole decision from a drawing: every reason and mitigation is there, and all is judgement only."""
    held: dict[str, list[Segment]] = {id: [] for id in OPTIONS}
    for line in drawing.strip().splitlines():
        head, *effects = (cell.strip() for cell in line.split("|"))
        factor, term = head.split()
        for id, effect in zip(OPTIONS, effects, strict=True):
            word = EFFECTS[effect]
            known = word not in NOT_KNOWN
            held[id].append(Segment(f"two#{factor}", term, word, "It is so.", MITIGATED, judgement_only=known))
    return Decision(
        id="trees",
        title="Trees",
        proposal="Plant trees?",
        owner="Parks team",
        decided_by="Cabinet",
        areas=("E05000026",),
        factor_sets=("two",),
        options=tuple(Option(id, id.title(), "What it is.", tuple(held[id])) for id in OPTIONS),
        engagement=(Engagement("Residents", "A survey", "2026-09-01", "Yes", "Nothing"),),
    )


def with_segment(decision: Decision, **changes: object) -> Decision:
    """The decision with something else in the first segment of its second option."""
    option = decision.options[1]
    first = replace(option.segments[0], **changes)  # type: ignore[arg-type]
    changed = replace(option, segments=(first, *option.segments[1:]))
    return replace(decision, options=(decision.options[0], changed, *decision.options[2:]))


# --- segments ---


def test_factors_are_the_concepts_without_parts_numbered_in_order():
    assert [(one.number, one.link, one.group) for one in factors_of(TWO)] == [
        (1, "two#air", ""),
        (2, "two#work", "People"),
    ]


def test_a_decision_always_has_the_option_to_carry_on_as_now():
    assert [one.id for one in with_as_now((Option("one"),))] == [AS_NOW, "one"]
    assert with_as_now((Option("one"), Option(AS_NOW)))[1].id == AS_NOW
    empty = with_as_now(())[0].at("two#air", "short")
    assert (empty.effect, empty.is_known) == (State.NOT_ANSWERED, False)


def test_there_are_nine_words_and_no_two_of_them_are_one():
    assert list(EFFECTS) == [
        "large negative", "small negative", "no effect expected", "small positive", "large positive", "mixed",
        "effect unknown", "not asked", "not yet answered",
    ]  # fmt: skip
    assert {tone_of(EFFECTS[word]) for word in ("effect unknown", "not asked", "not yet answered")} == {"unknown"}
    assert tone_of(State.NO_EFFECT) == "none"


# --- side by side ---


def test_what_is_good_with_one_option_and_bad_with_another_comes_first():
    decision = drawn()
    found = compared(decision, factors_in(decision, {"two": TWO}))
    assert [(one.factor.title, one.term, one.kind) for one in found] == [
        ("Air", "short", OPPOSED),
        ("Air", "long", OPPOSED),
        ("Work", "short", DIFFERS),
        ("Work", "long", SAME),
    ]
    by_factor = compared(decision, factors_in(decision, {"two": TWO}), BY_FACTOR)
    assert [one.factor.title for one in by_factor] == ["Air", "Air", "Work", "Work"]


@pytest.mark.parametrize("word", [str(one) for one in NOT_KNOWN])
def test_what_is_not_known_is_never_the_same_as_no_effect(word):
    decision = drawn(f"air short | no effect expected | {word} | no effect expected")
    (found,) = compared(decision, factors_in(decision, {"two": TWO}))[:1]
    assert found.kind == IN_DOUBT


def test_everything_that_is_not_known_is_listed_and_nothing_else():
    decision = drawn()
    found = unknowns(decision, factors_in(decision, {"two": TWO}))
    assert [(one.option.id, one.factor.title, one.segment.term) for one in found] == [("other", "Air", "long")]


# --- faults ---


def test_a_whole_decision_has_no_fault():
    assert draft_faults(drawn(), AROUND) == publishing_faults(drawn(), AROUND) == ()


def test_a_draft_may_be_empty_and_cannot_be_published():
    empty = Decision("x", "X", factor_sets=("two",), options=with_as_now(()))
    assert draft_faults(empty, AROUND) == ()
    said = [str(one) for one in publishing_faults(empty, AROUND)]
    assert "proposal: is missing; say what is proposed, and why" in said
    assert "options: there is only one; add one beside 'as-now'" in said
    assert "option 'as-now': nobody has written what it is; write it (says)" in said
    unanswered = [one for one in said if "is not yet answered" in one]
    assert len(unanswered) == 4
    assert unanswered[0].startswith("option 'as-now', Air, short term: is not yet answered; answer it")


@pytest.mark.parametrize(
    ("changes", "path", "said"),
    [
        ({"reason": ""}, "reason", "small positive without a reason"),
        ({"effect": State.EFFECT_UNKNOWN, "reason": "", "judgement_only": False}, "reason", "unknown without a reason"),
        ({"effect": EFFECTS["small negative"], "mitigation": None}, "mitigation", "without a whole mitigation"),
        ({"effect": EFFECTS["mixed"], "mitigation": Mitigation("Do it.")}, "mitigation", "without a whole mitigation"),
        ({"judgement_only": False}, "evidence", "rests on nothing that is named"),
    ],
)  # fmt: skip
def test_what_stops_it_from_being_published_is_no_fault_of_a_draft(changes, path, said):
    decision = with_segment(drawn(), **changes)
    assert draft_faults(decision, AROUND) == ()
    (fault,) = publishing_faults(decision, AROUND)
    assert fault.path == f"options/1/effects/two/air/short/{path}"
    assert said in fault.what


def test_unknown_is_always_allowed_and_asks_for_no_mitigation():
    decision = with_segment(drawn(), effect=State.EFFECT_UNKNOWN, judgement_only=False, mitigation=None)
    assert publishing_faults(decision, AROUND) == ()


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"evidence": (EvidenceLink("a-case"),) * 4, "judgement_only": False}, "4 pieces of evidence; keep the 3"),
        ({"evidence": (EvidenceLink("a-case"),)}, "has evidence and is marked as judgement only"),
        ({"evidence": (EvidenceLink("b"),), "judgement_only": False}, "no case study is called 'b'"),
        ({"evidence": (EvidenceLink(),), "judgement_only": False}, "a piece of evidence is empty"),
        ({"evidence": (EvidenceLink(source="x", address="javascript:1"),), "judgement_only": False}, "no web address"),
        ({"expects": Expectation("crime", "fall", "2027-01-01")}, "there is no indicator 'crime'"),
        ({"expects": Expectation("jobs", "up", "2027-01-01")}, "expected to up; write one of rise, fall"),
        ({"expects": Expectation("jobs", "rise", "soon")}, "'soon' is no day"),
        ({"mitigation": Mitigation("x", "team", "2027-13-01")}, "'2027-13-01' is no day"),
        ({"mitigation": Mitigation("x", "jo@council.example", "")}, "names a person"),
    ],
)
def test_what_cannot_stand_even_in_a_draft(changes, said):
    assert any(said in str(one) for one in draft_faults(with_segment(drawn(), **changes), AROUND))


def test_nobody_is_named_where_a_team_or_a_group_belongs():
    decision = replace(drawn(), owner="Cllr Smith", engagement=(Engagement(who="Mrs J. Brown"),))
    assert [one.path for one in draft_faults(decision, AROUND)] == ["owner", "engagement/0/who"]


def test_links_that_lead_nowhere_are_said():
    decision = replace(
        drawn(), areas=("E05",), factor_sets=("two", "three"), chosen="none", measured_by={"two#sea": ("fish",)}
    )
    said = " ".join(str(one) for one in draft_faults(decision, AROUND))
    for words in ("no framework 'three'", "no area 'E05'", "no option 'none'", "'two#sea' is no factor", "'fish'"):
        assert words in said


# --- it comes back ---


def test_only_what_was_expected_of_the_chosen_option_of_a_published_decision_comes_back():
    decision = with_segment(drawn(), expects=Expectation("jobs", "rise", "2027-05-01"))
    pinned = Pinned("2026-11-28", "mark", {"two": "1"})
    factors = factors_in(decision, {"two": TWO})
    assert not list(expected(replace(decision, chosen="one"), factors))  # a draft
    assert not list(expected(replace(decision, pinned=pinned), factors))
    assert not list(expected(replace(decision, pinned=pinned, chosen="one", withdrawn="Not needed."), factors))
    assert not list(expected(replace(decision, pinned=pinned, chosen=AS_NOW), factors))
    (found,) = in_order(expected(replace(decision, pinned=pinned, chosen="one"), factors))
    assert [found.is_due(day) for day in ("2027-04-30", "2027-05-01", "")] == [False, True, False]


@pytest.mark.parametrize(
    ("direction", "before", "after", "said"),
    [
        ("rise", 10.0, 10.2, MOVED),
        ("fall", 10.0, 10.2, NOT_MOVED),
        ("stay the same", 10.0, 10.04, MOVED),  # no change at one decimal
        ("rise", 10.0, 10.04, NOT_MOVED),
        ("rise", 10.0, None, TOO_EARLY),
        ("rise", None, 10.0, TOO_EARLY),
    ],
)
def test_a_figure_moved_with_what_was_expected_or_did_not_and_nothing_is_said_of_the_cause(
    direction, before, after, said
):
    assert verdict(direction, before, after, 1) == said
    assert "cause" not in said
