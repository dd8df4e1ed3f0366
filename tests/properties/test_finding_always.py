"""True of every question: joined orders agree, exact finds hold the words, and nothing typed is an order."""

from __future__ import annotations

import sqlite3
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from library_book import document_id, library_book
from placebook.learn.fusion import fused
from placebook.learn.query import TOKEN, all_of, any_of, fold, read_query
from placebook.learn.snippets import snippet
from placebook.store.library import Library
from placebook.store.library_index import Scope, best_by_words, by_index, held_exactly
from placebook.store.library_vectors import PassageVectors

NAMES = st.lists(st.sampled_from("abcdefgh"), unique=True)
WORDS = st.lists(
    st.sampled_from(["energy", "Security", "TŶ", "ty", "plan", "heat", "willows", "spring", "the"]), min_size=1
)


@pytest.fixture(scope="module")
def library(tmp_path_factory: pytest.TempPathFactory) -> Library:
    return Library(library_book(tmp_path_factory.mktemp("finding")))


@given(NAMES, NAMES)
def test_what_stands_before_in_both_orders_stands_before_in_the_joined_one(one: list[str], other: list[str]) -> None:
    joined = [name for name, _ in fused([one, other])]
    assert sorted(joined) == sorted(set(one) | set(other))
    for first in set(one) & set(other):
        for second in set(one) & set(other):
            if one.index(first) < one.index(second) and other.index(first) < other.index(second):
                assert joined.index(first) < joined.index(second)


@given(NAMES)
def test_one_order_alone_stays_as_it_is(one: list[str]) -> None:
    assert [name for name, _ in fused([one, []])] == one


@given(WORDS)
def test_exact_finds_are_those_that_hold_every_word(library: Library, words: list[str]) -> None:
    with library.opened() as link:
        found = {name for name, _ in held_exactly(link, all_of(read_query(" ".join(words))), Scope())}
    wanted = {fold(word) for word in words}
    slow = {one.id for one in library.every_passage() if wanted <= {fold(word) for word in TOKEN.findall(one.text)}}
    assert found == slow


@given(WORDS)
def test_a_phrase_is_found_where_its_words_stand_side_by_side(library: Library, words: list[str]) -> None:
    with library.opened() as link:
        found = {name for name, _ in held_exactly(link, all_of(read_query(f'"{" ".join(words)}"')), Scope())}
    wanted = " ".join(map(fold, words))
    slow = {
        one.id
        for one in library.every_passage()
        if f" {wanted} " in f" {' '.join(fold(word) for word in TOKEN.findall(one.text))} "
    }
    assert found == slow


@given(st.text(max_size=200) | st.text(alphabet='"*()-:^{}+ abANDORNEAR', max_size=60))
def test_any_text_at_all_has_an_answer(library: Library, typed: str) -> None:
    query = read_query(typed)
    if query:
        with library.opened() as link:
            try:
                held_exactly(link, all_of(query), Scope())
                assert best_by_words(link, query, Scope(), 99) == by_index(link, any_of(query), Scope(), 99)
            except sqlite3.OperationalError as fault:
                pytest.fail(f"{typed!r} was taken for an order: {fault}")


@given(WORDS)
def test_words_weighed_all_at_once_give_the_order_of_the_index(library: Library, words: list[str]) -> None:
    query = read_query(" ".join(words))
    with library.opened() as link:
        for scope in (Scope(), Scope(frozenset({document_id("river.pdf"), document_id("hill.pdf")}))):
            every = by_index(link, any_of(query), scope, 99)
            assert best_by_words(link, query, scope, 99) == every
            assert best_by_words(link, query, scope, 2) == every[:2]


@given(st.text(max_size=300), st.text(max_size=40), st.integers(1, 20))
def test_the_parts_of_a_snippet_are_the_text_as_it_stands(text: str, typed: str, most: int) -> None:
    assert snippet(text, read_query(typed), most).text in text


@given(st.integers(1, 30), st.integers(1, 12), st.integers(0, 2**32 - 1))
def test_the_nearest_are_those_that_a_plain_sort_gives(count: int, most: int, seed: int) -> None:
    values = np.random.default_rng(seed).integers(-2, 3, (count, 3)).astype(np.float32)
    names = tuple(f"{at:03d}" for at in range(count))
    asked = np.array([1.0, 2.0, -1.0])
    slow = sorted(names, key=lambda name: (-float(values[int(name)] @ asked), name))
    within = set(names[::2])
    found = PassageVectors(names, values)
    assert found.nearest(asked, None, most) == slow[:most]
    assert found.nearest(asked, within, most) == [name for name in slow if name in within][:most]


def test_the_index_follows_every_change(library: Library, tmp_path: Path) -> None:
    copy = Library(library_book(tmp_path))
    before = sum(1 for _ in copy.every_passage())
    query = read_query("council spring")
    with copy.opened() as link:
        assert best_by_words(link, read_query("zebra"), Scope(), 99) == []
        assert best_by_words(link, query, Scope(), 99)  # where words stand is in memory from here on
        gone = link.execute("select document from numbered order by number limit 1").fetchone()[0]
        copy.put(link, gone, {"fault": "is gone"})
    with copy.opened() as link:
        counts = [link.execute(f"select count(*) from {table}").fetchone()[0] for table in ("numbered", "passage")]  # noqa: S608
        assert not {d for _, d in held_exactly(link, all_of(read_query("council")), Scope())} & {gone}
        assert best_by_words(link, query, Scope(), 99) == by_index(link, any_of(query), Scope(), 99)
    with copy.opened() as link:
        came = [["new passage", "text", [], [[1, 0, 13, ""]], 1, 2, "council zebra"]]
        copy.put(link, "new", {"passages": came, "pages": [[1, "text", "council zebra", []]]})
    with copy.opened() as link:
        assert best_by_words(link, read_query("council zebra"), Scope(), 99)[0] == ("new passage", "new")
    assert counts[0] == counts[1] < before
