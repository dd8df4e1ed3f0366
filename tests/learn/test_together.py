"""Passages read together: a table worked out by hand, the obvious way beside the fast one, and its limits."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.special import softmax
from scipy.stats import multivariate_normal

from placebook.learn.suggest import MEANING, TOGETHER, Scored, Vectors, ranked, suggestions
from placebook.learn.together import FEWEST, HELD, group_gains, read_together, settled_gains
from placebook.types import Codebook, CodeRule, Numbers

RULES = (CodeRule("waste", "rubbish"), CodeRule("climate", "weather"))
BOOK = Codebook("b", "1", "f", "B", "says", "nothing", RULES)


def test_gains_worked_out_by_hand():
    # four passages on a line, two of each concept; each middle is drawn in by 5 passages at the mean: 4 / (2 + 5)
    # within: the mean of (17/7)^2, (3/7)^2, (3/7)^2 and (17/7)^2 is 149/49, and on a line every spread is round
    # the passage at 3: (3 * 4/7) / (149/49) = 84/149 for the group on its side, and as much against the other;
    # of which a group of two has 2 parts in 30
    gains = group_gains(np.array([[-3.0], [-1.0], [1.0], [3.0]]), np.array([[1.0, 0], [1, 0], [0, 1], [0, 1]]))
    assert gains * 149 * 15 == pytest.approx(np.array([[84, -84], [28, -28], [-28, 28], [-84, 84]]))


def obvious_gains(vectors: Numbers, chance: Numbers) -> Numbers:
    """The formulas of group_gains, one passage and concept at a time, with the density from elsewhere."""
    count, dimensions = vectors.shape
    concepts = chance.shape[1]
    mean = sum(vectors) / count
    middles = [
        sum(chance[i, k] * (vectors[i] - mean) for i in range(count)) / (sum(chance[:, k]) + HELD)
        for k in range(concepts)
    ]
    within = np.zeros((dimensions, dimensions))
    for i in range(count):
        for k in range(concepts):
            off = vectors[i] - mean - middles[k]
            within += chance[i, k] * np.outer(off, off) / count
    even = sum(within[j, j] for j in range(dimensions)) / dimensions
    spread = (count * within + dimensions * even * np.eye(dimensions)) / (count + dimensions)
    among_all = multivariate_normal(mean, spread).logpdf(vectors).reshape(count)
    logs = [
        (multivariate_normal(mean + middle, spread).logpdf(vectors).reshape(count) - among_all) * min(1, size / FEWEST)
        for middle, size in zip(middles, sum(chance), strict=True)
    ]
    return np.transpose(logs) - np.mean(logs, axis=0)[:, np.newaxis]


@settings(max_examples=25)
@given(st.integers(3, 99), st.integers(1, 4), st.integers(2, 4), st.integers(0, 999))
def test_gains_are_those_of_the_obvious_way(count, dimensions, concepts, seed):
    random = np.random.default_rng(seed)
    vectors, chance = random.normal(size=(count, dimensions)), random.dirichlet(np.ones(concepts), size=count)
    assert group_gains(vectors, chance) == pytest.approx(obvious_gains(vectors, chance), abs=1e-8)


def test_the_same_vector_again_and_again_says_nothing():
    assert not group_gains(np.full((9, 3), 0.1), np.full((9, 2), 0.5)).any()
    assert not group_gains(np.full((9, 3), 0.5), np.full((9, 2), 0.5)).any()  # the mean of these is exact


@pytest.mark.parametrize("size", [1, 1000])  # so great a score is beyond what can be raised
def test_groups_are_drawn_three_times_by_half_of_what_they_say(size):
    random = np.random.default_rng(1)
    scores, vectors = size * random.normal(0, 0.1, (40, 3)), random.normal(size=(40, 2))
    first = group_gains(vectors, softmax(scores / 0.06, axis=1))
    second = group_gains(vectors, softmax(scores / 0.06 + first / 2, axis=1))
    third = group_gains(vectors, softmax(scores / 0.06 + second / 2, axis=1))
    assert settled_gains(scores, vectors) == pytest.approx(third, abs=1e-9)


def drawn(count: int, seed: int = 1) -> tuple[Scored, Vectors, Numbers]:
    """A table whose passages differ much in their manner, across, and little in what they are about, upward.

    The codebook half takes the manner for the matter, and is not sure. The vectors need no length of 1 here.
    """
    random = np.random.default_rng(seed)
    about = np.arange(count) % 2
    upward = np.where(about == 1, 0.3, -0.3) + random.normal(0, 0.1, count)
    vectors = np.column_stack([random.normal(0, 0.3, count), upward])
    toward = vectors @ np.array([0.08, 0.12])
    scored = Scored(
        BOOK, MEANING, "b 1, m", tuple(f"passage {i}" for i in range(count)), np.column_stack([-toward, toward])
    )
    return scored, Vectors("m", vectors, np.array([[-0.4, -0.6], [0.4, 0.6]])), about


def test_together_tells_the_matter_from_the_manner():
    scored, vectors, about = drawn(400)
    found = read_together(scored, vectors)
    assert np.mean(scored.first == about) < 0.91
    assert np.mean(found.first == about) > 0.94


def test_who_was_read_together_says_so_and_what_it_would_be_alone():
    scored, vectors, _ = drawn(FEWEST * 2)
    found = read_together(scored, vectors)
    assert (found.method, found.version) == (TOGETHER, "b 1, m, 60 passages together")
    every = list(suggestions(found, found.passages))
    changed = np.flatnonzero(found.first != scored.first).tolist()
    assert changed
    for row, one in enumerate(every):
        alone = RULES[scored.first[row]].concept
        near = RULES[found.first[row]].definition
        assert one.because == (f"near to: {near}", *([f"by itself: {alone}"] if row in changed else []))
        assert ranked(found, row, one.passage)[0].because == one.because
    assert len(ranked(found, changed[0], "a passage")) == 2  # no score is left out for being little


def test_too_few_passages_or_one_concept_are_left_as_they_are():
    scored, vectors, _ = drawn(FEWEST * 2 - 1)
    assert read_together(scored, vectors) is scored
    one = Scored(Codebook("b", "1", "f", "B", "", "", RULES[:1]), MEANING, "v", ("a",) * 90, np.zeros((90, 1)))
    assert read_together(one, Vectors("m", np.zeros((90, 2)), np.zeros((1, 2)))) is one
    with pytest.raises(ValueError, match="59 passages and 3 vectors"):
        read_together(scored, Vectors("m", np.zeros((3, 2)), vectors.texts))


def test_a_table_in_which_most_concepts_have_hardly_a_passage_is_left_as_it_is():
    rules = tuple(CodeRule(f"c{k}", "words") for k in range(5))
    book = Codebook("b", "1", "f", "B", "", "", rules)
    vectors = Vectors("m", np.random.default_rng(1).normal(size=(150, 3)), np.zeros((5, 3)))

    def left(*first: int) -> bool:
        scored = Scored(book, MEANING, "v", ("words",) * 150, np.eye(5)[np.repeat(range(5), first)])
        return read_together(scored, vectors) is scored

    assert left(90, 29, 29, 1, 1)
    assert left(60, 60, 29, 1, 0)
    assert not left(60, 30, 30, 15, 15)  # three of five come first in 30


def test_a_table_of_which_the_groups_would_change_more_than_a_tenth_is_left_as_it_is():
    # two groups lie far apart, and the codebook takes some passages of each for the other, without being sure of it
    about = np.repeat([1, -1], 60)
    vectors = Vectors("m", np.outer(about, [1.0]), np.zeros((2, 1)))

    def changed(wrong: int) -> int:
        toward = about * np.where(np.arange(120) % 60 < wrong, -0.02, 0.2)
        scored = Scored(BOOK, MEANING, "v", ("words",) * 120, np.column_stack([-toward, toward]))
        found = read_together(scored, vectors)
        assert (found is scored) == (wrong > 6)
        return int(np.sum(found.first != scored.first))

    assert (changed(6), changed(7)) == (12, 0)  # of 120


def test_passages_without_words_teach_nothing_and_keep_their_score():
    scored, vectors, _ = drawn(FEWEST * 2)
    blank = Scored(BOOK, MEANING, "b 1, m", (*scored.passages, " ", ""), np.vstack([scored.scores, [[1, 2], [3, 4]]]))
    found = read_together(blank, Vectors("m", np.vstack([vectors.passages, [[9, 9], [9, 9]]]), vectors.texts))
    assert found.scores[-2:].tolist() == [[1, 2], [3, 4]]
    assert found.scores[:-2].tolist() == read_together(scored, vectors).scores.tolist()
    assert "60 passages" in found.version


@settings(max_examples=10)
@given(st.integers(0, 999))
def test_the_order_of_passages_changes_nothing(seed):
    scored, vectors, _ = drawn(70, seed)
    order = np.random.default_rng(seed).permutation(70)
    turned = Scored(BOOK, MEANING, "v", tuple(scored.passages[at] for at in order), scored.scores[order])
    there = read_together(turned, Vectors("m", vectors.passages[order], vectors.texts))
    assert there.scores == pytest.approx(read_together(scored, vectors).scores[order], abs=1e-9)
