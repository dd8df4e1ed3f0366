"""Pages of what works: what is held for what an area is weak in, said plainly, and never more than is known."""

from __future__ import annotations

from dataclasses import replace

import pytest
from site_pages import HOSTILE, page_of

from placebook.book.cases import shipped_cases
from placebook.learn.gaps import Addressed
from placebook.pages.alike import peers_of
from placebook.pages.cases import case_page, cases_page
from placebook.pages.cases_map import cases_map_page
from placebook.pages.evidence import concept_of_part, every_case, held_for
from placebook.pages.gaps import gaps_page
from placebook.pages.works import module_page, works_area_page, works_part_page
from placebook.types import CasePlace, CaseSet, CaseStudy, Evaluation
from placebook.web.kinds_works import ROUTES
from placebook.web.routes import paths_of
from placebook.web.start import make_ready


@pytest.fixture(autouse=True)
def ready(site_book):
    """The templates of the site, ready to be written."""
    make_ready(site_book)


def with_cases(shelf, *cases):
    """The same shelf with these case studies and no others."""
    made = CaseSet("ours", "Ours", "Made up.", "A person", "none", {"report": "A report"}, cases)
    return replace(shelf, cases=(made,))


def a_case(id, **said):
    place = CasePlace("report", "4")
    return CaseStudy(id, id.title(), "practice", "Ashford", sources=(place,), set="ours", **said)


def test_every_page_of_what_works_is_there_and_light(shelf):
    paths = [path for route in ROUTES for path in paths_of(route, shelf) if "gaps" not in path]
    assert len(paths) == len(set(paths))
    for path in paths:
        html = page_of(shelf, path)
        assert len(html) < 100_000, path
        assert "caused by" not in html


def test_an_area_leads_to_what_is_held_for_it(shelf):
    html = page_of(shelf, "areas/E05000026.html")
    assert 'href="../works/areas/E05000026.html"' in html
    assert len(html.encode()) < 100_000
    page = works_area_page(shelf, "E05000026")
    assert page.weak
    for one in page.weak:
        assert one.because
        assert all(case.strength.maryland.level is None for case in one.cases)


def test_an_indicator_leads_to_what_is_held_for_its_part(shelf):
    assert 'href="../works/parts/environmental-quality.html"' in page_of(shelf, "indicators/pm10.html")


def test_nothing_held_is_said_plainly(shelf):
    empty = with_cases(shelf)
    assert works_part_page(empty, "shelter").held.says == "No evidence held."
    assert "No evidence held." in page_of(empty, "works/parts/shelter.html")
    assert "No evidence held." in page_of(empty, "works/modules/data.html")


def test_the_strongest_come_first_and_here_and_peers_are_marked(shelf):
    concept = concept_of_part(shelf, "shelter")
    area = "E05000026"
    peer = peers_of(shelf, area).areas[0]
    some = with_cases(
        shelf,
        a_case("weak", concepts=(concept,), areas=(peer,)),
        a_case(
            "strong",
            concepts=(concept,),
            no_area="none",
            evaluation=Evaluation(comparison="comparable"),
        ),
        a_case("near", concepts=("areas-of-focus#housing",), areas=("E09000002",)),
        a_case("other", concepts=("areas-of-focus#food",), areas=("E09000002",)),
    )
    held = held_for(some, concept, area)
    assert [one.id for one in held] == ["strong", "near", "weak"]
    assert {one.id: one.mark for one in held} == {"strong": "", "near": "here", "weak": "a similar place"}
    assert {one.id: one.fits for one in held}["near"] == "nearly the same concept"


def test_a_case_page_says_what_the_source_does_not(shelf):
    page = case_page(shelf, "food-cardiff")
    assert {"What it cost", "What came of it", "Lessons"} <= set(page.missing)
    assert page.strength.maryland.level is None
    html = page_of(shelf, "works/cases/jobs-and-incomes-haringey.html")
    assert "printed for Coventry" in html
    assert "which we have not followed" in html


def test_names_from_outside_are_never_markup(shelf):
    case = a_case("hostile", done=HOSTILE, no_area=HOSTILE, lessons=(HOSTILE,), defects=(HOSTILE,))
    some = with_cases(shelf, replace(case, title=HOSTILE, place=HOSTILE))
    for path in ("works/index.html", "works/map.html", "works/cases/hostile.html"):
        assert "<script>alert" not in page_of(some, path)


def test_the_list_narrows_and_says_what_was_asked_in_vain(shelf):
    every = cases_page(shelf, {})
    assert every.shown == every.total == 120 == every.unscoreable
    food = cases_page(shelf, {"focus": "food"})
    assert food.shown == 7
    for one in every.filters:
        for value, _, count in one.options:
            assert cases_page(shelf, {one.id: value}).shown == count
    vain = cases_page(shelf, {"focus": "gold"})
    assert (vain.shown, vain.asked_in_vain) == (120, "No case has the area of focus 'gold'.")


def test_the_map_and_its_table_say_the_same(shelf):
    page = cases_map_page(shelf)
    assert all(one.longitude is not None for one in page.places)
    placed = {id for one in page.places for id, _ in one.cases}
    unplaced = {id for id, _, _ in page.unplaced}
    assert placed | unplaced == {case.id for case in every_case(shelf)}
    assert not placed & unplaced
    html = page_of(shelf, "works/map.html")
    assert html.count("<title>") == len(page.places) + 1
    for one in page.places:
        assert -8.7 < one.longitude < 1.8
        assert 49.8 < one.latitude < 60.9
        assert one.code in html


def test_every_module_gathers_cases_or_says_that_it_has_none(shelf):
    ids = [one.id for one in shelf.frameworks["what-works-modules"].concepts]
    assert len(ids) == 6
    held = {id: len(module_page(shelf, id).cases) for id in ids}
    assert held["emerging-technology"] == 4
    assert held["cyber-connectivity"] == 0


def test_a_coded_passage_covers_a_need_and_its_removal_leaves_a_gap(shelf):
    bare = replace(shelf, cases=())
    before = gaps_page(bare)
    part, _, many = before.gaps[0]
    concept = concept_of_part(shelf, part)
    plan = Addressed("p1", "The borough's plan, page 3", concept, ("E09000002",), "adopted", True)
    after = gaps_page(bare, [plan])
    counts = [dict((cover, count) for cover, count, _ in page.counts) for page in (before, after)]
    assert counts[1]["covered"] == many
    assert counts[0]["gap"] - counts[1]["gap"] == many
    for doubtful, word in (
        (replace(plan, person=False), "suggested, not confirmed"),
        (replace(plan, status="draft"), "in a draft only"),
    ):
        found = dict((cover, count) for cover, count, _ in gaps_page(bare, [doubtful]).counts)
        assert (found[word], found["covered"]) == (many, 0)


def test_numbers_of_the_first_sentence_are_words_where_there_are_none(shelf):
    assert "None of them can be scored for strength" in page_of(shelf, "works/index.html")
    some = with_cases(
        shelf, a_case("strong", no_area="none", evaluation=Evaluation(times="series")), a_case("other", no_area="none")
    )
    assert "1 of them can be scored for strength: the sources of the others" in page_of(some, "works/index.html")


def test_a_part_without_figures_is_not_known_and_no_gap(shelf):
    page = gaps_page(shelf)
    at = [name for name, _ in page.parts].index("water-and-sanitation")
    assert {str(row.cells[at].cover) for row in page.rows} == {"need not known"}
    assert sum(count for _, count, _ in page.counts) == len(page.rows) * len(page.parts)


def test_shipped_cases_stand_on_the_shelf(shelf):
    assert {one.id for one in shelf.cases} == set(shipped_cases())


def test_what_only_has_to_do_with_a_need_covers_nothing(shelf):
    bare = replace(shelf, cases=())
    plan = Addressed("p1", "A plan for jobs", "areas-of-focus#jobs-and-incomes", ("E09000002",), "adopted", True)
    assert ("access-to-advanced-education", 3) in {(part, many) for part, _, many in gaps_page(bare).gaps}
    assert gaps_page(bare, [plan]).counts == gaps_page(bare).counts


def test_what_no_case_of_a_list_has_is_said_once_and_not_in_every_row(shelf):
    alike = page_of(with_cases(shelf, a_case("one"), a_case("two")), "works/index.html")
    assert alike.count("None of them can be scored for strength.") == 1
    assert alike.count("The source does not say what came of any.") == 1
    assert "Not scoreable" not in alike
    assert "strongest first" not in alike
    told = a_case("three", outcome="Fewer falls.", measured_how="Counted.")
    mixed = page_of(with_cases(shelf, a_case("one"), told), "works/index.html")
    assert mixed.count("outcome not said") == 1
