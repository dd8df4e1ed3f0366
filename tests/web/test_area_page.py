"""The page of an area and the list of areas, as values: drawn tables that a person can check by hand."""

from __future__ import annotations

from dataclasses import replace

import pytest

from placebook.pages.area import area_chart, area_page
from placebook.pages.area_list import area_list
from placebook.types import Area, DataError
from placebook.web.marks import rank_strip, spark


@pytest.fixture(scope="module")
def abbey(shelf):
    return area_page(shelf, "E05000026")


def test_the_rows_are_divided_by_the_parts_next_to_the_whole(abbey):
    assert [branch.head.title for branch in abbey.branches] == [
        "Basic Human Needs",
        "Foundations of Wellbeing",
        "Opportunity",
    ]
    below = [line for branch in abbey.branches for line in (branch.head, *branch.lines)]
    assert [abbey.whole, *below] == list(abbey.card.lines)  # every row once, in its order


def test_each_sentence_is_marked_by_what_it_tells_of_and_not_by_its_place(abbey):
    """Abbey is clearly worse on no component, so the third sentence bears no mark of worse."""
    assert abbey.card.sentences[2].startswith("It is not clearly worse")
    assert abbey.said == ("better", "within", "")


def test_scores_stand_for_every_part_and_period_with_none_for_none(abbey, shelf):
    assert set(abbey.scores) == {part.name for part in shelf.index.recipe.tree.walk()}
    assert {len(row) for row in abbey.scores.values()} == {len(abbey.periods)}
    assert abbey.scores["water-and-sanitation"] == (None,) * len(abbey.periods)
    assert abbey.scores["spi"][-1] == abbey.whole.score


def test_the_page_names_where_the_area_lies_and_what_took_its_place(abbey):
    assert abbey.within.name == "Barking and Dagenham"
    assert not abbey.within.has_page
    assert abbey.last_year == 2022
    assert [next.code for next in abbey.successors] == ["E05014053", "E05014066"]


def test_an_area_that_is_not_in_the_index_is_refused(shelf):
    with pytest.raises(DataError, match="no area E09000002"):
        area_page(shelf, "E09000002")


@pytest.mark.parametrize("kind", ["map", "years", "ranks"])
def test_a_chart_that_stands_alone_is_the_one_on_the_page(shelf, abbey, kind):
    there = {"map": abbey.map, "years": abbey.over_time, "ranks": abbey.ranks}[kind]
    assert area_chart(shelf, "E05000026", kind).chart == there


def test_the_list_by_rank_is_the_ranking_of_the_index(shelf):
    page = area_list(shelf, "rank")
    assert [line.rank for line in page.lines] == sorted(line.rank for line in page.lines)
    assert (page.lines[0].name, page.lines[0].out_of) == ("Longbridge", 17)
    assert page.left_out == 0


def test_the_list_says_of_each_area_what_its_own_page_says(shelf):
    for line in area_list(shelf).lines:
        whole = area_page(shelf, line.code).whole
        assert (line.score, line.rank, line.out_of, line.tied_with, line.rank_low, line.rank_high) == (
            whole.score,
            whole.rank,
            whole.out_of,
            whole.tied_with,
            whole.rank_low,
            whole.rank_high,
        )


def test_the_list_can_be_searched_by_name_and_by_code(shelf):
    assert [line.name for line in area_list(shelf, find="HEATH").lines] == ["Chadwell Heath", "Heath"]
    assert [line.name for line in area_list(shelf, find="e05000026").lines] == ["Abbey"]
    assert area_list(shelf, find="<script>").lines == ()


def test_areas_in_several_places_are_listed_place_by_place(shelf):
    """Two boroughs: the wards from A to G in the first, the rest in the second.

              wards
    First       8
    Second      9
    """
    areas = tuple(replace(area, parent="X1" if area.name < "H" else "X2") for area in shelf.areas)
    others = (*shelf.others, Area("X1", "First", "borough"), Area("X2", "Second", "borough"))
    book = replace(shelf, areas=areas, others=others)
    groups = area_list(book).groups
    assert [(one.name, one.areas) for one in groups] == [("First", 8), ("Second", 9)]
    assert len(area_list(book, within="X1").lines) == 8
    assert area_list(book, within="nowhere") is None
    assert area_list(shelf).groups == ()  # all wards of the example lie in one borough


def test_a_book_without_an_index_lists_its_areas_without_scores(shelf):
    page = area_list(replace(shelf, index=None, ranges=()))
    assert len(page.lines) == 17
    assert {(line.score, line.rank, line.has_page) for line in page.lines} == {(None, None, False)}


def test_a_rank_strip_puts_the_first_rank_left_and_the_last_right(abbey):
    """Of 17 ranks the 5th stands at 4 of 16 steps: a quarter of 100."""
    line = replace(abbey.whole, rank=5, rank_low=1, rank_high=17, out_of=17)
    assert '<line x1="0%" x2="100%"/>' in rank_strip(line)
    assert '<circle cx="25%"' in rank_strip(line)
    assert "unsure" in rank_strip(replace(line, rank_low=None, rank_high=None))
    assert rank_strip(replace(line, rank=None)) == ""


def test_a_spark_leaves_a_gap_where_there_is_no_score():
    assert 'd="M3 14m36-8l18-4"' in spark((50.0, None, 70.0, 80.0))  # 54 wide and 12 high
    assert 'd="M3 9.5l27-2.4l27-.6"' in spark((50.0, 54.0, 55.0))  # 20 points are as high as it may be
    assert 'd="M30 8.4l27-.8"' in spark((None, 54.0, 55.5))  # it begins late
    assert spark((50.0, 60.0, None)) == ""  # nothing known of the last year
    assert spark((50.0,)) == ""
