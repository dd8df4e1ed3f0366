"""The asks and offers that come with Placebook: as many as the source has, told of the source alone."""

from __future__ import annotations

from pathlib import Path

import pytest

from placebook.book.asks import shipped_asks, wrong_asks
from placebook.book.frameworks import shipped_frameworks
from placebook.book.register import register

SEED = Path(__file__).parents[3] / "shared" / "seeds" / "000_60ed90a86eb41859.txt"
EVERY = tuple(shipped_asks().values())


def test_there_are_sixteen_and_each_is_one_concept_of_the_source():
    assert len(EVERY) == 16
    asked = next(one for one in shipped_frameworks()["asks-and-offers"].concepts if one.id == "asks")
    first = [one.concepts[0] for one in EVERY]
    assert sorted(first) == sorted(f"asks-and-offers#{part.id}" for part in asked.parts)


def test_everything_that_they_name_is_there_and_nothing_is_made_up_about_owners():
    concepts = {f"{id}#{one.id}" for id, framework in shipped_frameworks().items() for one in framework.walk()}
    assert list(wrong_asks(EVERY, concepts, set(register()))) == []
    assert {(one.kind, one.owner, one.state, one.matched) for one in EVERY} == {("not said", "", "open", ())}


def test_each_quote_stands_in_the_source_and_our_words_are_not_its_words():
    if not SEED.exists():
        pytest.skip("the source is not beside the project; this looks its quotes up")
    text = " ".join(SEED.read_text(encoding="utf-8").split())
    for one in EVERY:
        assert one.quote in text, one.id
        assert one.says not in text, one.id
