"""Answers of a survey: what is counted, what is hidden, and that one question gives nothing of another away."""

from __future__ import annotations

import numpy as np
import pytest

from placebook.measure.survey import Survey, SurveyQuestion, answer_counts, mingled
from placebook.types import DataError, DisclosureRule, State

READY = SurveyQuestion("ready", "How ready?", "closed", "How ready were you?", ("not", "very"))
TOOLS = SurveyQuestion("tools", "Tools", "several", "What do you use?", ("chat", "video"))
SAID = SurveyQuestion("said", "Words", "free", "What helped?")
SURVEY = Survey("s", "S", "A council", "2020", (READY, TOOLS, SAID), group="Team", rule=DisclosureRule(hide_up_to=4))


def columns(ready: str, tools: str = "") -> dict[str, list[str]]:
    """Answers as counts: "not*20 very*15 -*5", a dash for no answer."""
    made = [answer for part in ready.split() for answer in [part.split("*")[0]] * int(part.split("*")[1])]
    given = ["" if answer == "-" else answer for answer in made]
    return {"ready": given, "tools": [tools] * len(given), "said": [""] * len(given)}


def found(lines, question, group="everybody"):
    return {one.answer: one for one in lines if one.question == question and one.group == group}


def test_counts_and_shares_are_of_those_who_answered():
    lines = found(answer_counts(SURVEY, columns("not*20 very*60 -*10")), "ready")
    assert {answer: (one.count, one.of) for answer, one in lines.items()} == {
        "not": (20, 80),
        "very": (60, 80),
        "not yet answered": (10, 90),
    }
    assert lines["very"].share == 0.75
    assert np.isnan(lines["not yet answered"].share)


def test_a_small_count_is_hidden_with_another_that_keeps_it_so_and_no_share_gives_it_back():
    lines = found(answer_counts(SURVEY, columns("not*3 very*60 -*10")), "ready")
    assert lines["not"].state is State.TOO_SMALL
    hidden = [answer for answer, one in lines.items() if np.isnan(one.count)]
    assert len(hidden) >= 2
    assert all(np.isnan(one.share) for answer, one in lines.items() if answer in hidden)


def test_an_answer_that_nobody_gave_is_nought_and_not_hidden():
    lines = found(answer_counts(SURVEY, columns("very*60")), "ready")
    assert (lines["not"].count, lines["not"].share, lines["not"].state) == (0, 0, State.OBSERVED)


def test_several_answers_are_a_table_for_each():
    lines = answer_counts(SURVEY, columns("very*60", tools="chat; video"))
    assert {answer: one.count for answer, one in found(lines, "tools: video").items()} == {
        "ticked": 60,
        "not ticked": 0,
        "not yet answered": 0,
    }


def test_groups_are_counted_apart_and_small_ones_together():
    given = columns("not*20 very*40")
    lines = answer_counts(SURVEY, given, ["A"] * 20 + ["B"] * 26 + ["C"] * 8 + [""] * 6)
    assert {one.group for one in lines} == {"A", "B", "other groups", "everybody"}
    assert [one.count for one in found(lines, "ready", "A").values()] == [20, 0, 0]
    assert [one.count for one in found(lines, "ready").values()] == [20, 40, 0]


def test_a_small_rest_takes_the_smallest_group_with_it():
    given = columns("not*20 very*29")
    lines = answer_counts(SURVEY, given, ["A"] * 20 + ["B"] * 25 + ["C"] * 4)
    assert {one.group for one in lines} == {"B", "other groups", "everybody"}


@pytest.mark.parametrize("seed", range(6))
def test_what_is_shown_leaves_no_small_count_to_be_worked_out(seed):
    random = np.random.default_rng(seed)
    given = {**columns("very*80"), "ready": random.choice(["not", "very", ""], 80, p=[0.06, 0.88, 0.06]).tolist()}
    groups = random.choice(["A", "B", "C"], 80).tolist()
    lines = [one for one in answer_counts(SURVEY, given, groups) if one.question == "ready"]
    names = [name for name in dict.fromkeys(one.group for one in lines) if name != "everybody"]
    shown = {(one.group, one.answer): one.count for one in lines}
    for answer in ("not", "very", "not yet answered"):  # one hidden in a column whose total is shown is a fault
        gone = [name for name in names if np.isnan(shown[name, answer])]
        assert len(gone) != 1 or np.isnan(shown["everybody", answer])
    for one in lines:
        true = sum(
            (one.group == "everybody" or group == one.group) and (answer or "not yet answered") == one.answer
            for answer, group in zip(given["ready"], groups, strict=True)
        )
        assert np.isnan(one.count) if 0 < true <= 4 else np.isnan(one.count) or one.count == true


def test_an_answer_that_is_not_listed_is_refused_by_name():
    with pytest.raises(DataError, match="'ready' has the answers 'maybe', which it does not list"):
        answer_counts(SURVEY, columns("maybe*20"))
    with pytest.raises(DataError, match="'tools' has the answers 'fax'"):
        answer_counts(SURVEY, columns("very*20", tools="chat; fax"))


def test_free_answers_stand_in_an_order_that_tells_nothing_of_who_gave_them():
    assert mingled(["Zoom", "", "a  cat", "B"]) == mingled(["B", "a cat", " ", "Zoom"]) == ("a cat", "B", "Zoom")
