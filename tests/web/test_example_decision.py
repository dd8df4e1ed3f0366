"""The decision of the example: invented and said to be so, whole, and pinned with the figures that the example has."""

from __future__ import annotations

from dataclasses import replace

import pytest
from site_pages import page_of

from placebook.decide.wheel import AS_NOW, NOT_KNOWN
from placebook.decide.wheel_faults import Around, publishing_faults
from placebook.pages.decision_figures import pin_of
from placebook.pages.evidence import every_case
from placebook.pages.shelf import Shelf


@pytest.fixture(autouse=True)
def ready(site_book):
    from placebook.web.start import make_ready

    make_ready(site_book)


def test_it_is_whole_and_says_that_it_is_invented(shelf: Shelf):
    (decision,) = shelf.decisions
    cases = {one.id for one in every_case(shelf)}
    assert publishing_faults(decision, Around(shelf.frameworks, shelf.by_code, shelf.indicators, cases)) == ()
    assert decision.notice.startswith("An invented example.")
    assert decision.options[0].id == AS_NOW
    segments = [one for option in decision.options for one in option.segments]
    assert {one.effect for one in segments} & set(NOT_KNOWN)
    assert any(one.evidence for one in segments)
    assert any(one.mitigation for one in segments)


def test_what_is_pinned_is_what_the_example_has(shelf: Shelf):
    (decision,) = shelf.decisions
    assert decision.pinned is not None
    now = pin_of(shelf, decision, decision.pinned.when)
    assert replace(decision.pinned, build="") == replace(now, build="")


def test_the_page_the_list_and_the_areas_agree(shelf: Shelf):
    (decision,) = shelf.decisions
    page = page_of(shelf, f"decisions/{decision.id}.html")
    chosen = decision.option(decision.chosen)
    assert chosen is not None
    assert decision.notice in page
    assert f"<strong>{chosen.title}</strong>" in page
    for path in ("decisions/index.html", *(f"areas/{code}.html" for code in decision.areas)):
        assert f"{decision.id}.html" in page_of(shelf, path)
        assert chosen.title in page_of(shelf, path)
    assert f"{decision.id}.html" not in page_of(shelf, "areas/E05000028.html")
