"""Words, phrases and their scores, on texts short enough to check by hand."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from placebook.learn.phrases import phrases_found, word_scores
from placebook.learn.words import stems_of, window_of, words_of
from placebook.types import CodeRule

WASTE = CodeRule(
    "waste", "What becomes of things after use", phrases=("waste recycling", "landfill sites", "bins", "litter")
)
CLIMATE = CodeRule(
    "climate",
    "A hotter world and what is done about it",
    phrases=("climate change", "carbon emissions", "net zero", "flood risk"),
    negative_phrases=("political climate",),
)
RULES = (WASTE, CLIMATE)


@pytest.mark.parametrize(
    ("text", "stems"),
    [
        ("Recycling is recycled", ("recycl", "recycl")),
        ("The council's plans for planning", ("council", "plan", "plan")),
        ("Mae'r cyngor", ("mae", "cyngor")),
        ("CO2 and 2030", ("co",)),
        ("of the and to", ()),
        ("", ()),
    ],
)
def test_words_are_brought_to_their_stems(text, stems):
    assert stems_of(text) == stems


def test_a_window_is_the_shortest_run_that_holds_all_words():
    words = words_of("waste of money; household waste gets recycled; recycling")
    assert [word.stem for word in words] == ["wast", "money", "household", "wast", "get", "recycl", "recycl"]
    assert window_of(words, ["wast", "recycl"]) == (3, 5)
    assert window_of(words, ["wast", "hous"]) is None
    assert window_of(words, []) is None


def test_words_far_apart_are_no_phrase():
    text = "Waste is dear. " + "Something else entirely happens here today. " * 3 + "Recycling grows."
    assert "waste" not in [
        one.casefold() for one in phrases_found(text, WASTE, most=1) if "recycling" in one.casefold()
    ]
    assert window_of(words_of(text), stems_of("waste recycling")) is None


def test_the_reason_is_quoted_from_the_passage_with_phrases_first():
    said = phrases_found("Bins: more household waste was recycled, and less went to landfill.", WASTE)
    assert said[0] == "waste was recycled"
    assert {"Bins", "landfill"} <= set(said)


def test_words_in_a_negative_phrase_are_no_reason_and_do_not_count():
    text = "In this political climate the vote was delayed"
    assert phrases_found(text, CLIMATE) == ()
    assert word_scores([text], RULES)[0].tolist() == [0, 0]
    both = "In this political climate we forget climate change"
    assert phrases_found(both, CLIMATE)[0] == "climate change"
    assert word_scores([both], RULES)[0, 1] > 0


def test_a_score_worked_out_by_hand():
    # one passage of two words, one of them a word of the concept, which has three words once each; every word that the
    # passage holds stands in one of one passages: rarity 1 + ln(2 / 2) = 1; words it lacks: 1 + ln 2
    rule = CodeRule("x", "bins", phrases=("bins", "litter", "tips"))
    lacking = 1 + np.log(2)
    twice = 1 + np.log(2)  # "bins" stands twice in the rule
    ours = np.sqrt(twice**2 + 2 * lacking**2)
    expected = twice / (np.sqrt(2) * ours)
    assert word_scores(["bins burn"], [rule])[0, 0] == pytest.approx(expected, abs=1e-12)


def test_a_passage_without_a_common_word_scores_nought_and_an_empty_one_too():
    assert word_scores(["xyzzy plugh", ""], RULES).tolist() == [[0, 0], [0, 0]]


WORDS = st.sampled_from(["waste", "recycling", "climate", "change", "political", "carbon", "bins", "house", "river"])
TEXTS = st.lists(st.lists(WORDS, max_size=12).map(" ".join), min_size=1, max_size=6)


def obvious_scores(passages, rules):
    """The formula of word_scores, one word at a time."""
    read = [list(stems_of(passage)) for passage in passages]
    rarity = {w: 1 + np.log((len(read) + 1) / (sum(w in r for r in read) + 1)) for r in read for w in r}
    found = np.zeros((len(read), len(rules)))
    for j, rule in enumerate(rules):
        said = [w for text in rule.texts for w in stems_of(text)]
        ours = {w: (1 + np.log(said.count(w))) * rarity.get(w, 1 + np.log(len(read) + 1)) for w in said}
        for i, stems in enumerate(read):
            negative = [list(stems_of(phrase)) for phrase in rule.negative_phrases]
            barred = {
                k + m
                for phrase in negative
                for k in range(len(stems))
                if stems[k : k + len(phrase)] == phrase
                for m in range(len(phrase))
            }
            left = [w for at, w in enumerate(stems) if at not in barred]
            theirs = {w: (1 + np.log(left.count(w))) * rarity[w] for w in left}
            over = sum(ours[w] * x for w, x in theirs.items() if w in ours)
            under = np.sqrt(sum(x * x for x in theirs.values()) * sum(x * x for x in ours.values()))
            found[i, j] = over / under if over else 0
    return found


@given(TEXTS)
def test_scores_are_those_of_the_obvious_way_and_lie_between_nought_and_one(passages):
    scores = word_scores(passages, RULES)
    assert scores == pytest.approx(obvious_scores(passages, RULES), abs=1e-12)
    assert np.all((scores >= 0) & (scores <= 1 + 1e-12))


@given(TEXTS)
def test_the_order_of_passages_changes_nothing(passages):
    there = word_scores(passages, RULES)
    back = word_scores(passages[::-1], RULES)[::-1]
    assert there == pytest.approx(back, abs=1e-12)


@given(TEXTS)
def test_every_reason_stands_in_the_passage(passages):
    for passage in passages:
        for rule in RULES:
            assert all(said in " ".join(passage.split()) for said in phrases_found(passage, rule))
