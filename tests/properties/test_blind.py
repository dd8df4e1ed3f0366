"""No form of any name survives in a blind copy, and the second pass finds each one that is left in."""

from __future__ import annotations

import re
from functools import cache

import pytest
from hypothesis import given
from hypothesis import strategies as st

from placebook.book.cases import shipped_cases
from placebook.book.codebooks import shipped_codebooks
from placebook.book.gazetteer import FEWEST_ALIKE, descriptions, gazetteer
from placebook.book.register import other_names, register
from placebook.learn.blind import Gazetteer, blind_text
from placebook.learn.blind_check import survivors
from placebook.types import Area

WARDS = (Area("E05000026", "Abbey", "ward"), Area("E05000029", "Chadwell Heath", "ward"))
NAMED = tuple(
    name
    for area in register().values()
    if area.kind not in {"country", "country group"}
    for name in (area.name, *other_names().get(area.code, ()))
)
SENTENCES = (
    "The plan of {} sets out how homes are kept warm.",
    "{} cut what people pay for heating.",
    "People say that {} has done this before, and it worked.",
    "It began in {}, with a small grant; then more came in.",
    "Bills fell ({}) by a fifth.",
    "“{} led the way,” the report says.",
    "We asked {}: what would you do again?",
)
FORMS = (
    "{}", "{}’s", "{}'s", "{} Council", "{} City Council", "{} County Council", "{} Borough Council", "the City of {}",
    "London Borough of {}", "{}-based", "#{}", "@{}Council", "www.{}.gov.uk", "help@{}.gov.uk", "https://{}.example/plan",
)  # fmt: skip
PEOPLE = (
    "Cllr Jane Smith", "Councillor Smith", "Dr Amina Begum-Jones", "Mayor Okafor", "Sir John O’Brien", "Ms de Vries",
    "Jane Smith", "Rt Hon Jane Smith MP", "Professor Ŵyn Llŷr",
)  # fmt: skip
TRACES = (
    "jane.smith@council.example.uk", "https://bit.ly/34ftd1A", "bit.ly/34ftd1A", "resurgam.uk", "020 7946 0018",
    "+44 20 7946 0018", "(01632) 960 983", "07700 900123", "BS1 5TR", "E06000023", "@ourcouncil", "#OurPlace",
)  # fmt: skip
SHORT = ("LBBD", "GMCA", "RBWM", "BCC", "WMCA", "BANES")
DEMONYMS = ("Liverpudlians", "Mancunian", "Bristolians", "Glaswegian", "Londoners", "Cornish", "Yorkshire", "Brummies")


@cache
def names() -> Gazetteer:
    rules = [text for one in shipped_codebooks().values() for rule in one.rules for text in rule.texts]
    return gazetteer(WARDS, texts=(*rules, *SENTENCES))


def letters(words):
    return "".join(re.findall(r"[^\W\d_]", words.casefold()))


def is_blind(text, planted):
    """The slow and obvious way: take out what stands for names, and look whether the letters are still there."""
    for one in sorted(names().replacements, key=len, reverse=True):
        text = text.replace(one, " ")
    return letters(planted) not in letters(text) and survivors(text, names()) == ()


@given(st.sampled_from(NAMED), st.sampled_from(FORMS), st.sampled_from(SENTENCES), st.sampled_from((str, str.upper)))
def test_no_form_of_an_authority_survives(name, form, sentence, case):
    planted = form.format(case(name))
    if re.search(r"[@#.]", form):
        planted = form.format(re.sub(r"\W", "", name))
    blind = blind_text(sentence.format(planted), names())
    assert is_blind(blind, name), blind


@given(st.sampled_from((*PEOPLE, *TRACES, *SHORT, *DEMONYMS)), st.sampled_from(SENTENCES[:1] + SENTENCES[2:5]))
def test_no_person_link_number_or_short_form_survives(planted, sentence):
    blind = blind_text(sentence.format(planted), names())
    bare = blind
    for one in sorted(names().replacements, key=len, reverse=True):
        bare = bare.replace(one, " ")
    for word in re.findall(r"[^\W\d_]{4,}", planted):
        assert word not in bare
    assert survivors(blind, names()) == (), blind


@given(st.sampled_from(NAMED), st.sampled_from(SENTENCES))
def test_the_second_pass_finds_a_name_that_was_left_in(name, sentence):
    assert survivors(sentence.format(name), names())


@pytest.mark.parametrize("planted", [*PEOPLE, *TRACES, *SHORT, *DEMONYMS, "bristolcity", "in SOUTHWARK", "lbbd"])
def test_the_second_pass_finds_what_else_was_left_in(planted):
    assert survivors(f"People say that {planted} has done this before.", names())


def test_every_name_of_the_register_goes_from_one_text():
    text = " ".join(f"They asked {name}, and it went well." for name in NAMED)
    blind = blind_text(text, names())
    assert survivors(blind, names()) == ()
    assert blind.count("They asked") == len(NAMED)


def test_words_that_are_no_names_stay():
    plain = "People are reading in the bath. Bury the cable in May. The NHS and the UK agree. England’s homes are cold."
    kept = blind_text(plain, names())
    assert "are reading in the bath" in kept
    assert "The NHS and the UK agree. England’s homes are cold." in kept
    assert "in May" in kept


def test_what_stands_for_a_name_fits_at_least_five():
    current = [
        area for area in register().values() if area.last_year is None and area.kind not in {"country", "country group"}
    ]
    said = descriptions()
    for area in current:
        alike = sum(said[one.code] == said[area.code] for one in current)
        assert alike >= FEWEST_ALIKE, f"{area.name}: {said[area.code]!r} fits {alike}"


def test_a_possessive_keeps_its_sentence_whole():
    said = blind_text("They liked Bristol City Council’s plan and Haringey's too.", names())
    assert said == "They liked a unitary council in the South West’s plan and a London borough’s too."


def test_nothing_survives_in_any_shipped_case():
    cases = [case for one in shipped_cases().values() for case in one.cases]
    blind = "\n".join(blind_text(f"{case.title}. {case.done}", names()) for case in cases)
    assert survivors(blind, names()) == ()
