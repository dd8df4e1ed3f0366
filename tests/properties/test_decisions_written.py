"""Whatever a decision holds comes back from its file as it was, and no drawing of effects is ever added up."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from placebook.book.decision_pins import pinned_text
from placebook.book.decisions import decision_of
from placebook.book.yaml import mapping_of, read_yaml_text, yaml_text
from placebook.decide.wheel import BAD, EFFECTS, GOOD, NOT_KNOWN, FactorEvidence, FactorFigure, Pinned
from placebook.decide.wheel_compare import IN_DOUBT, KINDS, OPPOSED, SAME, kind_of

WORDS = st.text(st.characters(exclude_categories=["Cs", "Cc"]), min_size=1, max_size=30).map(str.strip).filter(bool)
MAYBE = WORDS | st.just("")
NUMBERS = st.none() | st.floats(allow_nan=False, allow_infinity=False, width=32)
FIGURES = st.builds(
    FactorFigure, factor=WORDS, indicator=WORDS, title=WORDS, unit=MAYBE, area=WORDS, area_name=WORDS, period=MAYBE,
    value=NUMBERS, state=MAYBE, trend=MAYBE, better=MAYBE, middle=NUMBERS, decimals=st.integers(0, 6), source=MAYBE,
)  # fmt: skip
CASES = st.builds(
    FactorEvidence, factor=WORDS, case=WORDS, title=WORDS, place=WORDS, like=MAYBE, fits=MAYBE, strength=WORDS,
    linked=st.booleans(),
)  # fmt: skip
PINNED = st.builds(
    Pinned, when=WORDS, build=WORDS, sets=st.dictionaries(st.just("a-set"), WORDS),
    figures=st.lists(FIGURES, max_size=3).map(tuple), evidence=st.lists(CASES, max_size=3).map(tuple),
)  # fmt: skip
JUDGED = st.sampled_from(list(EFFECTS.values()))


@settings(max_examples=60, deadline=None)
@given(PINNED)
def test_what_is_pinned_comes_back_from_the_file_as_it_was(pinned):
    text = "decision: x\ntitle: X\n\n" + pinned_text(pinned)
    assert decision_of(read_yaml_text(text, "x.yaml"), "x").pinned == pinned


@settings(max_examples=60, deadline=None)
@given(st.lists(st.tuples(WORDS, JUDGED, WORDS), max_size=4))
def test_a_body_and_its_file_are_one_decision(drawn):
    options = [
        {"id": f"option-{at}", "title": title, "effects": {"a": {"b": {"short": {"effect": str(word), "reason": why}}}}}
        for at, (title, word, why) in enumerate(drawn)
    ]
    body = {"decision": "x", "title": "X"} | ({"options": options} if options else {})
    assert decision_of(read_yaml_text(yaml_text(body), "x.yaml"), "x") == decision_of(mapping_of(body, "x"), "x")


@given(st.lists(JUDGED, min_size=2, max_size=5))
def test_the_kind_of_a_difference_hangs_on_no_order_and_on_no_number(effects):
    kind = kind_of(tuple(effects))
    assert kind in KINDS
    assert kind_of(tuple(reversed(effects))) == kind
    assert kind_of((*effects, *effects)) == kind  # more of the same changes nothing: it is no sum
    assert (kind == OPPOSED) == (bool(set(effects) & GOOD) and bool(set(effects) & BAD))
    if kind == SAME:
        assert not set(effects) & set(NOT_KNOWN)
    if set(effects) <= set(NOT_KNOWN):
        assert kind == IN_DOUBT
