"""Where the search draws its lines: which words are rare, which too common to tell, and what a heading counts."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import pytest

from placebook.learn.query import read_query
from placebook.store.library import Library
from placebook.store.library_index import Scope, best_by_words, is_telling
from placebook.web.library.finding import NO_MODEL, words_alone


def library_of(folder: Path, texts: Mapping[str, str], headings: Mapping[str, str] | None = None) -> Library:
    """A library of one document, with a passage for each text by its id."""
    made = [
        (name, "text", [(headings or {}).get(name, "none")], [[1, 0, len(text), ""]], 1, len(text.split()), text)
        for name, text in texts.items()
    ]
    held = Library(folder)
    with held.opened() as link:
        held.put(link, "document", {"version": 1, "pages": [], "passages": made})
    return held


def holding(counts: Mapping[str, int], of: int) -> dict[str, str]:
    """So many texts, of which the first few hold each word."""
    return {f"{n:04d}": " ".join(["text", *(w for w, count in counts.items() if n < count)]) for n in range(of)}


@pytest.mark.parametrize(
    ("asked", "why"),
    [
        ("reed", "“reed” is rare"),  # five passages hold it
        ("mill", "6 of the passages"),
        ("mill reed willow heron", "5 of the passages"),  # four words: none is looked at by itself
        ("willow", "20 of the passages"),
        ("heron", NO_MODEL),  # 21
    ],
)
def test_a_word_is_rare_up_to_five_passages_and_words_are_known_together_up_to_twenty(tmp_path, asked, why):
    held = library_of(tmp_path, holding({"reed": 5, "mill": 6, "willow": 20, "heron": 21}, 30))
    with held.opened() as link:
        assert why in words_alone(link, read_query(asked), None)


def test_a_word_that_more_than_a_fifth_of_a_large_library_hold_is_not_weighed(tmp_path):
    held = library_of(tmp_path, holding({"common": 1201, "telling": 1200}, 6000))
    with held.opened() as link:
        tells = is_telling(link)
        assert (tells("common"), tells("telling")) == (False, True)


def test_a_word_in_a_heading_counts_half_of_one_in_the_text(tmp_path):
    texts = {"a": "nothing here", "b": "reed here", **{f"c{n}": "other words" for n in range(6)}}
    held = library_of(tmp_path, texts, {"a": "reed"})
    with held.opened() as link:
        found = best_by_words(link, read_query("reed"), Scope(), 9)
    assert [name for name, _ in found] == ["b", "a"]
