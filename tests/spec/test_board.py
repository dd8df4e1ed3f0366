"""Asks and offers that may fit, and what a research centre did: drawn by hand."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from placebook.book import yaml
from placebook.book.asks import ask_of, wrong_asks
from placebook.book.evidence_log import log_entry_of, wrong_log
from placebook.learn.board import matches, may_match
from placebook.learn.evidence_log import FUNCTIONS, unanswered, work_of_functions
from placebook.types import Ask, ContentError, LogEntry

SAME = ("Insulated terraces", "We insulated terraces and share plans.")
WARMTH = Ask("warmth", "ask", "Help with warm homes", "Who has insulated terraces cheaply?", "Housing", areas=("A",))
TERRACES = Ask("terraces", "offer", *SAME, "Homes", areas=("B",))
FAR = Ask("far", "offer", *SAME, "Homes", areas=("C",))
BUSES = Ask("buses", "offer", "Timetables", "Open timetables of buses.", "Travel")
COLD = Ask("cold", "ask", "Warm homes too", "Who has insulated terraces cheaply?", "Warmth")


def test_an_ask_meets_offers_in_its_words_and_the_more_alike_place_comes_first_of_equals():
    every = (WARMTH, FAR, TERRACES, BUSES, COLD)
    found = matches(every, {("B", "A"): 0.8, ("A", "C"): 0.3})
    assert [match.id for match in found["warmth"]] == ["terraces", "far"]
    near, far = found["warmth"]
    assert (near.likeness, near.place, far.place) == (far.likeness, 0.8, 0.3)
    assert "insulated terraces" in " ".join(near.because).casefold() or "terraces" in near.because
    assert found["buses"] == ()


def test_places_that_were_not_compared_are_not_nought_and_the_same_place_is_one():
    assert [match.place for match in matches((WARMTH, FAR))["warmth"]] == [None]
    here = replace(FAR, areas=("A",))
    assert [match.place for match in matches((WARMTH, here))["warmth"]] == [1.0]


@pytest.mark.parametrize(
    ("one", "other", "fits"),
    [
        (WARMTH, TERRACES, True),
        (WARMTH, COLD, False),  # two asks
        (WARMTH, replace(COLD, kind="not said"), True),
        (WARMTH, replace(TERRACES, state="met"), False),
        (WARMTH, replace(TERRACES, state="withdrawn"), False),
        (WARMTH, replace(TERRACES, state="matched"), True),
        (WARMTH, WARMTH, False),
    ],
)
def test_what_can_fit(one, other, fits):
    assert may_match(one, other) is fits
    assert may_match(other, one) is fits


def test_a_concept_in_common_is_enough_and_vectors_take_the_place_of_words():
    asked, bus = replace(WARMTH, concepts=("x#heat",)), replace(BUSES, concepts=("x#heat", "x#roads"))
    assert [(match.id, match.shared) for match in matches((asked, bus))["warmth"]] == [("buses", ("x#heat",))]
    by_meaning = matches((WARMTH, BUSES), vectors=np.array([[1.0, 0.0], [0.6, 0.8]]))["warmth"]
    assert [(match.id, match.likeness, match.method) for match in by_meaning] == [("buses", 0.6, "meaning")]


def ask(**said):
    lines = {"ask": "warmth", "kind": "ask", "title": "Help", "says": "Who can help?", "owner": "Housing team", **said}
    return ask_of(
        yaml.read_yaml_text("".join(f"{key}: {value}\n" for key, value in lines.items() if value), "form"), lines["ask"]
    )


def test_an_ask_is_read_from_its_keys_wherever_they_were_written():
    assert ask(areas="[E07000004]", words="[warm homes]") == Ask(
        "warmth", "ask", "Help", "Who can help?", "Housing team", areas=("E07000004",), words=("warm homes",)
    )


@pytest.mark.parametrize(
    ("said", "wrong"),
    [
        ({"owner": "j.smith@example.org"}, "nobody's address"),
        ({"owner": "Cllr Smith"}, "is a person; name the team"),
        ({"owner": "Call 01234 567890"}, "nobody's address"),
        ({"owner": ""}, "says neither owner nor source"),
        ({"state": "met"}, "does not say since when and with what answer"),
        ({"state": "matched", "since": "2026-11-01", "answer": "Found"}, "is matched with nothing"),
        ({"since": "soon"}, "'soon' is no day"),
        ({"kind": "wish"}, "ask"),
        ({"colour": "red"}, "unknown key 'colour'"),
        ({"ask": "Warm Homes"}, "is no id"),
    ],
)
def test_an_ask_that_cannot_stand_on_a_board_is_refused_in_a_sentence(said, wrong):
    with pytest.raises(ContentError, match=wrong) as why:
        ask(**said)
    assert "form, line" in str(why.value)


def test_what_an_ask_names_and_is_not_there_is_said():
    one = replace(WARMTH, concepts=("x#heat",), matched=("nobody",))
    said = [what for _, what, _ in wrong_asks((one,), (), ())]
    assert said == [
        "there is no concept 'x#heat'",
        "no area has the code 'A'",
        "is matched with 'nobody', which is not there",
    ]


NEED, CALL = (
    LogEntry("n", "need", "N", "", "T", "2026-01-01"),
    LogEntry("c", "call", "C", "", "T", "2026-01-02", ("n",)),
)
SUMMED = LogEntry("s", "synthesis", "S", "", "T", "2026-02-01", ("c",))


def test_each_function_shows_its_work_and_one_that_did_nothing_shows_that():
    work = {one.function: one for one in work_of_functions((NEED, CALL, SUMMED))}
    assert tuple(work) == FUNCTIONS == ("identify", "convene", "communicate", "advance", "advocate")
    assert work["convene"].counts == (("call", 1), ("synthesis", 1))
    assert [one.id for one in work["convene"].entries] == ["s", "c"]  # newest first
    assert (work["advocate"].counts, work["advocate"].entries) == ((("promotion", 0),), ())


def test_a_need_waits_until_something_grew_out_of_it_and_a_call_is_no_answer():
    assert unanswered((NEED, CALL)) == (NEED,)
    assert unanswered((NEED, CALL, SUMMED)) == ()
    assert unanswered((NEED, replace(SUMMED, follows=("gone",)))) == (NEED,)
    looped = replace(CALL, follows=("n", "s"))
    assert unanswered((NEED, looped, SUMMED)) == ()


def entry(**said):
    lines = {"entry": "first", "kind": "need", "title": "First", "says": "S", "by": "Team", "day": "2026-01-01", **said}
    return log_entry_of(
        yaml.read_yaml_text("".join(f"{key}: {value}\n" for key, value in lines.items()), "form"), "first"
    )


def test_an_entry_of_the_log_is_read_strictly():
    assert entry(follows="[c]") == LogEntry("first", "need", "First", "S", "Team", "2026-01-01", ("c",))
    for said, wrong in (
        ({"kind": "use"}, "what was done differently"),
        ({"kind": "idea"}, "need"),
        ({"by": "Dr Who"}, "is a person"),
        ({"day": "May"}, "is no day"),
    ):
        with pytest.raises(ContentError, match=wrong):
            entry(**said)
    early = replace(CALL, day="2025-12-31", concepts=("x#y",))
    said = [what for _, what, _ in wrong_log((NEED, early, SUMMED, replace(SUMMED, id="t", follows=("gone",))), ())]
    assert said == [
        "there is no concept 'x#y'",
        "follows 'n', which is of a later day",
        "follows 'gone', which is not there",
    ]
