"""The pages of scrutiny: what is missing is said, what is not known is kept apart, and each leads to its entry."""

from __future__ import annotations

from dataclasses import replace
from importlib.resources import files
from pathlib import Path

import pytest
from site_pages import HOSTILE, Seen, lost_anchors, page_of

from placebook.book.register_standard import shipped_standard
from placebook.book.scrutiny import guide_for, read_scrutiny
from placebook.decide.register import HeldEntry
from placebook.decide.scrutiny import FlagAnswer, HeldScrutiny, PromptAnswer
from placebook.decide.scrutiny_entry import entry_of_scrutiny
from placebook.pages.scrutiny import scrutiny_page
from placebook.pages.shelf import Shelf
from placebook.registered import held_entries
from placebook.types import State
from small_shelf import small_shelf

EXAMPLE = read_scrutiny(Path(str(files("placebook") / "content/example/scrutiny/repairs-sorter.yaml")))
GUIDE = guide_for(EXAMPLE)
PATH = "scrutiny/repairs-sorter.html"


@pytest.fixture(scope="module", autouse=True)
def ready(small_book):
    from placebook.web.start import make_ready

    make_ready(small_book)


def shelf_with(**changes: object) -> Shelf:
    one = replace(EXAMPLE, **changes)  # type: ignore[arg-type]
    return replace(small_shelf(), scrutinies=(HeldScrutiny(one, GUIDE),))


def test_it_is_listed_and_said_whole():
    shelf = shelf_with()
    listed = page_of(shelf, "scrutiny/index.html")
    assert 'href="repairs-sorter.html"' in listed
    assert "Proceed with conditions" in listed
    html = page_of(shelf, PATH)
    assert "It cannot be signed" not in html
    assert "There is no such system." in html
    assert html.count("judgement only") == sum(
        not said.evidence for prompts in EXAMPLE.answers.values() for said in prompts.values()
    )
    assert lost_anchors(PATH, html) == []


def test_what_is_not_known_is_listed_and_raises_work():
    page = scrutiny_page(shelf_with(), "repairs-sorter")
    assert page is not None
    assert page.not_known == ("Justice: Who had a say in how it was made, and who did not?",)
    (flag,) = (one for one in page.flags if one.said == "not measured")
    assert flag.raises == ("A data protection assessment", "An equality assessment")
    assert [one.stands for one in page.follow_ups] == ["done", "done", "done", "open"]


def test_what_keeps_it_from_being_signed_is_said():
    gaps = {**EXAMPLE.answers, "justice": {}}
    html = page_of(shelf_with(answers=gaps, signed_by="", signed_on=""), PATH)
    assert "<li>Justice is unanswered: nothing is said to left-out, compared, voices.</li>" in html
    assert "Not signed" in html


def test_it_leads_to_its_register_entry_and_back():
    standard = shipped_standard()
    entry = HeldEntry(entry_of_scrutiny(GUIDE, EXAMPLE, standard), standard, kept=True)
    shelf = replace(shelf_with(), register=(entry,))
    assert 'href="../register/repairs-sorter.html"' in page_of(shelf, PATH)
    assert 'href="../scrutiny/repairs-sorter.html"' in page_of(shelf, "register/repairs-sorter.html")
    assert "../register/repairs-sorter.html" not in page_of(shelf_with(), PATH)


def test_an_entry_is_stale_when_its_scrutiny_names_another_supplier(small_book):
    from placebook.book.place_book import open_book

    standard = shipped_standard()
    entry = entry_of_scrutiny(GUIDE, EXAMPLE, standard)
    book = replace(open_book(small_book), entries=(entry,), scrutinies=(EXAMPLE,))
    assert held_entries(book, None, standard)[0].stale == ()
    moved = replace(EXAMPLE, rests_on={**EXAMPLE.rests_on, "supplier": "Lamps Ltd"})
    (held,) = held_entries(replace(book, scrutinies=(moved,)), None, standard)
    assert held.stale == ("the supplier has changed since the entry was written",)


def test_names_that_look_like_markup_stay_words():
    said = PromptAnswer(HOSTILE, State.NOT_MEASURED, (HOSTILE,), HOSTILE, HOSTILE)
    shelf = shelf_with(
        title=HOSTILE,
        about=HOSTILE,
        because=HOSTILE,
        answers={**EXAMPLE.answers, "justice": {"voices": said}},
        flags={"personal-data": FlagAnswer(said=True, because=HOSTILE)},
    )
    for path in ("scrutiny/index.html", PATH):
        html = page_of(shelf, path)
        assert "<script>alert" not in html
        assert Seen(html).forbidden == []


def test_a_book_that_has_looked_at_nothing_says_so():
    assert "No system has been looked at yet." in page_of(small_shelf(), "scrutiny/index.html")
    assert scrutiny_page(small_shelf(), "x") is None
