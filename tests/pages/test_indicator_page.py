"""The page of an indicator, from a small book whose figures can be checked by hand."""

from __future__ import annotations

from dataclasses import replace

import pytest

from placebook.pages.indicator import indicator_page
from placebook.pages.indicator_figures import stands_for
from placebook.pages.indicators import OUTSIDE, indicators_page
from placebook.pages.shelf import IndicatorFigures
from small_shelf import life_rows, no_index, small_shelf


def test_the_latest_period_is_shown_with_the_file_and_row_of_each_figure() -> None:
    page = indicator_page(small_shelf(), life_rows())
    assert (page.period, page.is_latest) == ("2012/13", True)
    ashford = page.lines[0]
    assert (ashford.name, ashford.value, ashford.lower, ashford.upper) == ("Ashford", 71.0, 69.0, 73.0)
    assert (ashford.file, ashford.row, ashford.period) == ("raw/life.csv", 3, "2012/13")


def test_a_figure_that_is_not_there_says_why() -> None:
    lines = {line.name: line for line in indicator_page(small_shelf(), life_rows()).lines}
    assert (lines["Barton"].value, lines["Barton"].state) == (None, "too small to show")
    assert lines["Barton"].note == "Fewer than 5 deaths"
    assert (lines["Coombe"].value, lines["Coombe"].state) == (75.0, "estimated")
    assert (lines["Dene"].value, lines["Dene"].state, lines["Dene"].row) == (None, "no data", None)


def test_each_period_has_its_lowest_middle_and_highest_figure_the_latest_first() -> None:
    """Of 71, 75, 78 and 79 the middle is 76.5; of 70 to 75 it is 72.5."""
    now, before = indicator_page(small_shelf(), life_rows()).periods
    assert (now.period, now.year, now.figures, now.estimated) == ("2012/13", "2013", 4, 1)
    assert (now.lowest, now.middle, now.highest) == (71.0, 76.5, 79.0)
    assert now.without == (("no data", 1), ("too small to show", 1))
    assert (before.period, before.lowest, before.middle, before.highest) == ("2011/12", 70.0, 72.5, 75.0)
    assert (now.shown, before.shown) == (True, False)


def test_a_figure_stands_beside_the_score_of_the_year_it_stands_for() -> None:
    """2011/12 stands for 2012. Ashford's score was 80 in 2014 and 3 less in each year before: 74 in 2012."""
    page = indicator_page(small_shelf(), life_rows(), period="2011/12")
    assert page.score_period == "2012"
    assert page.lines[0].score == pytest.approx(74.0)
    assert not page.is_latest


def test_an_area_that_is_asked_for_is_marked_and_has_its_history_and_its_peers() -> None:
    """Incomes: Ashford 20,000; Barton 20,100; Coombe 19,900; Dene 20,300; Elm 19,700; Furze 26,000."""
    page = indicator_page(small_shelf(), life_rows(), area="Ashford")
    assert (page.area, page.area_name) == ("Ashford", "Ashford")
    assert [line.name for line in page.lines if line.mine] == ["Ashford"]
    assert [(line.period, line.value) for line in page.history] == [("2012/13", 71.0), ("2011/12", 70.0)]
    assert {line.name for line in page.peers} == {"Barton", "Coombe", "Dene", "Elm"}
    assert page.finding == "In 2012/13 Ashford has 71 (years). The ward in the middle has 76."
    assert page.strip is not None
    assert page.strip.marked == "Ashford"
    assert page.trend is not None
    assert page.trend.lines[0].name == "Ashford"


def test_without_an_area_the_page_is_whole_and_nothing_is_marked() -> None:
    page = indicator_page(small_shelf(), life_rows())
    assert page.area is None
    assert page.history == page.peers == ()
    assert page.map is not None
    assert page.map.marked is None
    assert page.trend is not None


def test_what_is_asked_for_in_vain_is_said() -> None:
    page = indicator_page(small_shelf(), life_rows(), period="1066", area="Nowhere")
    assert page.asked_in_vain == (
        "There is no ward with the code Nowhere here, so all of them are shown alike. "
        "There are no figures for the period 1066; the latest are shown."
    )
    assert (page.period, page.area) == ("2012/13", None)


def test_the_finding_of_an_area_without_a_figure_is_the_reason() -> None:
    page = indicator_page(small_shelf(), life_rows(), area="Barton")
    assert page.finding == "For 2012/13 there is no figure for Barton: too small to show."


def test_goalposts_say_how_a_figure_becomes_a_score() -> None:
    (scoring,) = indicator_page(small_shelf(), life_rows(), area="Ashford").scoring
    assert scoring.above == ("Small Index", "Health")
    assert (scoring.scores_lowest, scoring.scores_highest) == (20.0, 85.0)
    assert scoring.steps == (
        "20 scores 0 and 85 scores 100, in between in proportion. A figure beyond either counts as that end.",
    )
    assert (scoring.period, scoring.score) == ("2014", 80.0)
    assert scoring.share == pytest.approx(0.5)  # two components of equal weight, one indicator each


def test_a_count_says_what_it_is_divided_by() -> None:
    page = indicator_page(small_shelf(), IndicatorFigures("crime", ()))
    assert page.kind_says.startswith("Use of a service")
    assert page.direction_says == "Lower is better."
    assert page.denominator_says.endswith("It is divided by: people.")
    assert page.scoring[0].steps[0] == "It is divided by people, times 1,000."
    assert "logarithmic" in page.scoring[0].steps[1]


def test_an_indicator_without_figures_has_a_page_that_says_so() -> None:
    page = indicator_page(small_shelf(), IndicatorFigures("crime", ()))
    assert page.finding == "No figure of this indicator is published for any ward here."
    assert page.quality[-1] == "No figure of this indicator is published for these areas."
    assert (page.period, page.lines, page.map, page.strip, page.trend) == ("", (), None, None, None)


def test_the_ideas_it_serves_are_those_that_name_it_and_those_of_its_parts() -> None:
    concepts = indicator_page(small_shelf(), life_rows()).concepts
    assert [(one.concept, one.through) for one in concepts] == [("long-life", ""), ("well", "Health")]


def test_quality_says_the_publishers_break_what_is_missing_and_how_old_it_is() -> None:
    quality = indicator_page(small_shelf(), life_rows()).quality
    assert quality == (
        "From 2012/13 the count of people is a new one.",
        "1 ward without a figure: no data.",
        "1 ward without a figure: too small to show.",
        "1 ward with an estimated figure.",
        "These figures are 1 year older than the index of 2014.",
    )


def test_the_source_has_its_licence_and_its_last_and_next_update() -> None:
    source = indicator_page(small_shelf(), life_rows()).source
    assert source is not None
    assert (source.publisher, source.licence) == ("Health Office", "OGL-UK-3.0")
    assert (source.published, source.next_release) == ("2015-03-01", "2016-03")


def test_a_book_without_an_index_has_pages_of_indicators_too() -> None:
    shelf = no_index(small_shelf())
    page = indicator_page(shelf, life_rows(), area="Ashford")
    assert (page.scoring, page.peers, page.score_period) == ((), (), "")
    assert [group.id for group in indicators_page(shelf).groups] == [OUTSIDE]


@pytest.mark.parametrize(
    ("period", "dated_by", "year"),
    [
        ("2014", "last_year", 2014),
        ("2013/14", "last_year", 2014),
        ("2013/14", "first_year", 2013),
        ("2009-2013", "middle_year", 2011),
        ("2008/09 to 2010/11", "last_year", 2011),
        ("spring", "last_year", None),
    ],
)
def test_the_year_that_a_period_stands_for(period: str, dated_by: str, year: int | None) -> None:
    assert stands_for(period, dated_by) == year


def test_the_list_has_a_group_for_each_component_its_gap_and_what_is_outside() -> None:
    groups = {group.id: group for group in indicators_page(small_shelf()).groups}
    assert list(groups) == ["health", "safety", "water", OUTSIDE]
    assert [line.id for line in groups["health"].lines] == ["life"]
    assert groups["water"].gap == "Not measured: no figures by ward."
    assert [line.id for line in groups[OUTSIDE].lines] == ["income"]


def test_the_list_says_the_latest_year_and_how_many_areas_have_a_figure() -> None:
    """Income is of 2012 only, life of five years to 2014; all six wards have both."""
    lines = {line.id: line for group in indicators_page(small_shelf()).groups for line in group.lines}
    assert (lines["income"].latest, lines["income"].years, lines["income"].known) == ("2012", 1, "all 6 wards")
    assert (lines["life"].latest, lines["life"].years) == ("2014", 5)


def test_the_list_can_be_narrowed_to_a_kind_and_shows_all_for_an_unknown_one() -> None:
    some = indicators_page(small_shelf(), "context")
    assert [line.id for group in some.groups for line in group.lines] == ["income"]
    assert indicators_page(small_shelf(), "magic") == indicators_page(small_shelf())


def test_in_a_large_book_the_table_holds_the_areas_near_the_one_asked_for() -> None:
    """With more areas than a table can hold, those with the parent of the area asked for are listed."""
    shelf = small_shelf()
    areas = tuple(replace(area, parent="east" if area.code > "Coombe" else "west") for area in shelf.areas)
    many = tuple(replace(areas[0], code=f"X{at:04}", name=f"X{at:04}", parent="far") for at in range(800))
    page = indicator_page(replace(shelf, areas=(*areas, *many)), life_rows(), area="Dene")
    assert [line.name for line in page.lines] == ["Dene", "Elm", "Furze"]
    assert page.left_out == 803
