"""The work of coding: who codes what, what happens where two differ, and which codes can be trusted."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace

import numpy as np
import pytest

from placebook.learn.adjudicate import Ruling, Settled, adjudicate, disputes
from placebook.learn.assign import Task, all_done, assign, drawn, tasks_of
from placebook.learn.codings import Coding, Under, by_passage, concepts_used, under
from placebook.learn.reliability import Threshold, reliability
from placebook.types import Codebook, CodeRule

PEOPLE = ("Ash", "Birch", "Cedar")
HUNDRED = tuple(f"p{number}" for number in range(100))


def codings(table: str) -> list[Coding]:
    """A line for each passage, a column for each person; - where the person did not code it, "none" where none fits."""
    heads, *rows = [[cell.strip() for cell in line.split("|")] for line in table.strip().splitlines()]
    return [
        Coding(row[0], coder, tuple(cell.split()) if cell != "none" else ())
        for row in rows
        for coder, cell in zip(heads[1:], row[1:], strict=True)
        if cell != "-"
    ]


TWO = """
passage | Ash          | Birch
one     | health       | health
two     | health homes | health
three   | none         | homes
four    | homes        | -
five    | none         | none
"""


def test_a_fifth_of_passages_goes_to_two_people_and_the_work_is_even():
    tasks = assign(HUNDRED, PEOPLE, share=0.2, seed=7)
    coders = Counter(task.passage for task in tasks)
    assert Counter(coders.values()) == {1: 80, 2: 20}
    assert sorted(Counter(task.coder for task in tasks).values()) == [40, 40, 40]
    pairs = Counter(frozenset(t.coder for t in tasks if t.passage == p) for p, count in coders.items() if count == 2)
    assert sorted(pairs.values()) == pytest.approx([20 / 3] * 3, abs=1.5)
    assert all(task.twice == (coders[task.passage] == 2) for task in tasks)
    for start in range(0, 100, 20):  # of every twenty in a row, four
        assert sum(coders[p] == 2 for p in HUNDRED[start : start + 20]) == 4


def test_passages_that_are_added_change_no_task_and_another_seed_changes_many():
    early = assign(HUNDRED[:37], PEOPLE)
    assert assign(HUNDRED, PEOPLE)[: len(early)] == early
    assert assign(HUNDRED, PEOPLE) == assign(HUNDRED, PEOPLE)
    assert assign(HUNDRED, PEOPLE, seed=2) != assign(HUNDRED, PEOPLE, seed=1)


def test_a_person_who_joins_gets_new_passages_and_takes_none_away():
    before = assign(HUNDRED[:20], PEOPLE[:2])
    tasks = assign(HUNDRED, PEOPLE, before=before)
    assert tasks[: len(before)] == before
    loads = Counter(task.coder for task in tasks)
    assert max(loads.values()) - min(loads.values()) <= 1  # the one who came later has caught up
    assert not set(tasks_of(tasks, "Cedar")) & set(HUNDRED[:20])


@pytest.mark.parametrize(("share", "twice"), [(0, 0), (0.5, 50), (1, 100), (0.07, 7)])
def test_the_share_that_is_declared_is_the_share_that_is_coded_twice(share, twice):
    assert sum(task.twice for task in assign(HUNDRED, PEOPLE, share=share)) == 2 * twice


@pytest.mark.parametrize(
    ("passages", "coders", "share", "said"),
    [
        (["a"], ["Ash"], 0.2, "1 coders cannot code 20% of passages twice"),
        (["a"], [], 0, "0 coders"),
        (["a"], ["Ash", "Birch"], 1.2, "a share from 0 to 1"),
        (["a", "a"], ["Ash", "Birch"], 0.2, "the passage a stands twice"),
        (["a"], ["Ash", "Ash"], 0.2, "the coder Ash stands twice"),
    ],
)
def test_work_that_cannot_be_shared_out_is_refused(passages, coders, share, said):
    with pytest.raises(ValueError, match=said):
        assign(passages, coders, share=share)


def test_a_passage_is_done_when_everybody_is_who_has_to_code_it():
    tasks = (Task("p", "Ash", True), Task("p", "Birch", True), Task("q", "Ash", False))
    assert all_done(tasks, set()) == frozenset()
    assert all_done(tasks, {("p", "Ash"), ("q", "Ash")}) == {"q"}
    assert all_done(tasks, {("p", "Ash"), ("p", "Birch")}) == {"p"}
    assert all_done(tasks, {("p", "Cedar")}) == frozenset()  # who was not asked counts for nothing


def test_passages_are_drawn_alike_each_time_and_none_twice():
    first = drawn(HUNDRED, 30, seed=4)
    assert len(set(first)) == 30
    assert first == drawn(HUNDRED, 30, seed=4) != drawn(HUNDRED, 30, seed=5)
    assert list(first) == sorted(first, key=HUNDRED.index)
    assert drawn(HUNDRED[:5], 30) == HUNDRED[:5]
    assert set(drawn([*HUNDRED, "new"], 30, seed=4)) - {"new"} <= set(first)
    counts = Counter(one for seed in range(200) for one in drawn(HUNDRED, 20, seed))
    assert min(counts.values()) > 15  # 40 are expected of each
    assert len(counts) == 100


def test_two_codings_are_agreed_in_dispute_or_decided_by_a_third_person():
    made = adjudicate(codings(TWO), [Ruling("three", "homes", False, "Cedar", "It speaks of an office.")])
    assert [(line.passage, line.concept, str(line.state), line.belongs) for line in made] == [
        ("one", "health", "agreed", True),
        ("two", "health", "agreed", True),
        ("two", "homes", "in dispute", None),
        ("three", "homes", "decided", False),
        ("four", "homes", "coded once", True),
    ]
    assert (made[2].put_by, made[2].left_out_by) == (("Ash",), ("Birch",))
    assert [line.passage for line in disputes(made)] == ["two"]


def test_a_ruling_on_what_came_to_be_agreed_is_set_aside():
    ruling = Ruling("one", "health", False, "Cedar", "It is about hospitals only.")
    assert adjudicate(codings(TWO), [ruling])[0].state is Settled.AGREED


@pytest.mark.parametrize(
    ("rulings", "said"),
    [
        ([Ruling("two", "homes", True, "Ash", "I still think so.")], "Ash coded the passage two, so somebody else"),
        ([Ruling("two", "homes", on, "Cedar", "Because.") for on in (True, False)], "two rulings on homes"),
    ],
)
def test_who_coded_cannot_decide_and_nobody_decides_twice(rulings, said):
    with pytest.raises(ValueError, match=said):
        adjudicate(codings(TWO), rulings)


def test_a_ruling_needs_a_reason_and_a_passage_is_coded_once_by_each():
    with pytest.raises(ValueError, match="needs the name of who decided and a reason"):
        Ruling("two", "homes", True, "Cedar", " ")
    with pytest.raises(ValueError, match="Ash coded the passage one twice"):
        by_passage([Coding("one", "Ash", ()), Coding("one", "Ash", ("health",))])


def test_agreement_on_each_code_with_limits_and_why_a_code_is_only_indicative():
    rows = [f"p{n} | health | {'health' if n else 'none'}" for n in range(10)] + [
        f"q{n} | none | none" for n in range(9)
    ]
    made = codings("passage | Ash | Birch\n" + "\n".join([*rows, "r | homes | homes", "s | homes | -"]))
    health, homes, food = reliability(made, ("health", "homes", "food"))
    # 20 passages by both; health: 9 both, 1 differs, 10 neither. Observed 0.95, by chance 0.5*0.45 + 0.5*0.55 = 0.5
    assert (health.passages, health.put, health.indicative) == (20, 10, "")
    assert health.kappa is not None
    assert health.kappa.value == pytest.approx((0.95 - 0.5) / 0.5)
    # alpha: 40 codes, 19 of them yes and 21 no; 1 - 39 * (2 * 1) / (2 * 19 * 21)
    assert health.alpha.value == pytest.approx(1 - 39 * 2 / (2 * 19 * 21))
    assert health.alpha.lower < health.alpha.value <= health.alpha.upper
    assert homes.indicative == "only 1 passage coded by two people carries it, fewer than 5"
    assert np.isnan(food.alpha.value)
    strict = reliability(made, ("health",), Threshold(alpha=0.95))[0]
    assert strict.indicative == "agreement (alpha) is 0.90, below 0.95"


def test_a_code_counts_in_full_from_five_passages_and_its_alpha_on():
    just = codings(
        "passage | Ash | Birch\n"
        + "\n".join(f"p{n} | {'health | health' if n < 5 else 'none | none'}" for n in range(9))
    )
    (health,) = reliability(just, ("health",), Threshold(alpha=1.0))
    assert (health.put, health.alpha.value, health.indicative) == (5, 1, "")
    assert (
        reliability(just[2:], ("health",))[0].indicative == "only 4 passages coded by two people carry it, fewer than 5"
    )
    assert Threshold() == Threshold(0.667, 5)  # the floor of Krippendorff (2004)


def test_of_two_versions_with_as_many_codings_the_later_is_compared():
    by = {"Ash": ("1", "health"), "Birch": ("1", "health"), "Cedar": ("2", "health"), "Dee": ("2", "homes")}
    made = [Coding(f"p{n}", who, (what,), version) for n in range(6) for who, (version, what) in by.items()]
    (health,) = reliability(made, ("health",))
    assert health.alpha.value < 0


def test_codings_by_other_versions_are_not_compared_and_three_people_have_no_kappa():
    both = codings("passage | Ash | Birch\n" + "\n".join(f"p{n} | health | health" for n in range(6)))
    mixed = [replace(one, version="2" if one.coder == "Ash" else "1") for one in both]
    assert reliability(mixed, ("health",))[0].indicative == "no passage was coded by two people"
    third = [*both, Coding("p7", "Birch", ()), Coding("p7", "Cedar", ())]
    assert reliability(third, ("health",))[0].kappa is None
    assert reliability(third, ("health",))[0].alpha.value == 1


def test_a_code_under_an_older_version_is_shown_as_such():
    def book(version: str, **definitions: str) -> Codebook:
        rules = tuple(CodeRule(name, said) for name, said in definitions.items())
        return Codebook("ours", version, "ours", "Ours", "", "", rules)

    new = book("2", health="Health of people", homes="Warm homes")
    older = {"1": book("1", health="Health of people", homes="All homes", ponds="Ponds")}
    assert under("health", "2", new, older) is Under.CURRENT
    assert under("health", "1", new, older) is Under.SAME_RULE
    assert under("homes", "1", new, older) is Under.OTHER_RULE
    assert under("ponds", "1", new, older) is Under.GONE
    assert under("homes", "0", new, older) is Under.NOT_KNOWN
    assert under("homes", "", new, older) is Under.NOT_SAID
    assert concepts_used(codings(TWO), new) == ("health", "homes")
