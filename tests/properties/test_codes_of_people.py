"""Codings and rulings become rows of a file of codes and come back from them, whatever they are."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from placebook.learn.adjudicate import Ruling, Settled, adjudicate, rulings_of
from placebook.learn.assign import Task, all_done, drawn
from placebook.learn.codings import Coding, codings_of
from placebook.learn.verdicts import PUT, VERDICTS, Said, codes_of, standing

CONCEPTS, CODERS, PASSAGES = ("homes", "work", "parks"), ("Ash", "Birch", "Cedar"), ("p", "q", "r")
CONCEPT = st.sampled_from(CONCEPTS)
READING = st.lists(CONCEPT, unique=True, max_size=3).map(tuple)
Work, Ruled = dict[tuple[str, str], tuple[str, ...]], dict[tuple[str, str], bool]
WORK = st.dictionaries(st.tuples(st.sampled_from(PASSAGES), st.sampled_from(CODERS)), READING, min_size=1)
RULED = st.dictionaries(st.tuples(st.sampled_from(PASSAGES), CONCEPT), st.booleans())


@given(WORK, RULED, st.text("ab c", max_size=5).map(str.strip))
def test_codings_and_rulings_come_back(work: Work, ruled: Ruled, memo: str) -> None:
    codings = [Coding(passage, coder, codes, "1", "", "2026-11-28", memo) for (passage, coder), codes in work.items()]
    rulings = [Ruling(passage, concept, yes, "Dale", "So it is.") for (passage, concept), yes in ruled.items()]
    rows = codes_of(codings, rulings, "themes")
    again = codings_of(rows, "themes")
    assert set(again) == set(codings)
    decided = {(line.passage, line.concept) for line in adjudicate(codings, rulings) if line.state is Settled.DECIDED}
    assert {(one.passage, one.concept) for one in rulings_of(rows, "themes")} == decided
    assert adjudicate(again, rulings_of(rows, "themes")) == adjudicate(codings_in_order(again, codings), rulings)


def codings_in_order(order: tuple[Coding, ...], codings: list[Coding]) -> list[Coding]:
    """The same codings in the order in which they came back."""
    return sorted(codings, key=order.index)


@given(st.lists(st.tuples(CONCEPT, st.sampled_from(VERDICTS))))
def test_what_holds_is_the_last_word_on_each_concept(said: list[tuple[str, str]]) -> None:
    slow = {concept: [verdict for one, verdict in said if one == concept][-1] for concept, _ in said}
    found = standing(Said(*one) for one in said)
    assert {concept for concept, verdict in found.items() if verdict in PUT} == {
        concept for concept, verdict in slow.items() if verdict in PUT
    }
    assert "taken back" not in found.values()


@given(st.sets(st.tuples(st.sampled_from(PASSAGES), st.sampled_from(CODERS))), st.data())
def test_a_passage_is_done_only_when_nobody_is_waited_for(pairs: set[tuple[str, str]], data: st.DataObject) -> None:
    tasks = [Task(passage, coder, False) for passage, coder in sorted(pairs)]
    done = data.draw(st.sets(st.sampled_from(sorted(pairs)))) if pairs else set()
    slow = {p for p, _ in pairs if all((p, coder) in done for other, coder in pairs if other == p)}
    assert all_done(tasks, done) == slow


@given(st.sets(st.text("abcdef", min_size=1), max_size=30), st.integers(0, 40), st.integers(0, 9))
def test_so_many_are_drawn_as_are_asked_for_or_there_are(passages: set[str], count: int, seed: int) -> None:
    ordered = sorted(passages)
    found = drawn(ordered, count, seed)
    assert len(found) == len(set(found)) == min(count, len(passages))
    assert set(drawn(ordered, max(0, count - 1), seed)) <= set(found)
