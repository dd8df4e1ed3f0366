"""What charts say: scales cut to the data, titles with the finding, states of not knowing, and the table twin."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from chart_book import CODES, NAMES, chart_shelf, published
from placebook.pages.chart_figures import MOST
from placebook.pages.chart_lines import when
from placebook.pages.chart_ranges import AROUND, MOST_ROWS
from placebook.pages.chart_scales import amounts, round_step, two_sided
from placebook.pages.charts import (
    NO_DATA,
    Mark,
    ShapeMap,
    TileMap,
    beside_middle,
    line_of_indicator,
    line_of_part,
    map_of_indicator,
    map_of_part,
    number_words,
    ranges_of_area,
    ranges_of_part,
    strip_of_indicator,
    strip_of_part,
    ticks,
)
from placebook.types import Area, Direction, State
from small_index import ranges_around

FIGURES = st.lists(st.floats(-1e6, 1e6).map(lambda x: round(x, 3)), min_size=1, max_size=60)


# --- scales ---


def test_a_two_sided_scale_has_round_ends_around_the_median() -> None:
    """The median of 12 20 25 30 36 44 51 is 30. Nine of ten lie within 18, so a band is 10 wide: 18 / 2.5 = 7.2."""
    scale = two_sided([20, 25, 30, 36, 44, 51, 12], "high", "the middle ward")
    assert scale.middle == 30
    assert scale.edges == (15, 25, 35, 45)
    assert [band.label for band in scale.bands] == ["under 15", "15 to 25", "25 to 35", "35 to 45", "45 or more"]
    assert [band.tone for band in scale.bands] == ["worse", "worse", "about", "better", "better"]


def test_where_low_is_better_the_low_bands_are_better() -> None:
    scale = two_sided([1, 2, 3], "low", "the middle ward")
    assert [band.tone for band in scale.bands] == ["better", "better", "about", "worse", "worse"]


def test_amounts_have_one_hue_and_round_ends() -> None:
    """From 27,000 to 41,000 is 14,000; a fifth of it is 2,800, so 5,000 is the step that gives four ends or fewer."""
    scale = amounts([33_920, 27_000, 41_000], "pounds", 0)
    assert scale.edges == (30_000, 35_000, 40_000)
    assert [band.strength for band in scale.bands] == [0, 1, 2, 3]
    assert scale.middle is None


def test_equal_figures_still_have_a_scale() -> None:
    assert two_sided([5.0, 5.0], "high", "the middle ward").band(5.0) == 2
    assert amounts([5.0]).band(5.0) == 0
    assert amounts([]).bands
    assert two_sided([], "high", "").bands


def test_a_figure_is_coloured_as_it_is_shown() -> None:
    """With no decimals 44.6 is shown as 45, and 45 begins the top band."""
    scale = replace(two_sided([20, 25, 30, 36, 44, 51, 12], "high", ""), decimals=0)
    assert scale.band(44.6) == 4
    assert scale.band(44.4) == 3


@given(FIGURES)
def test_scales_have_rising_ends_and_a_band_for_every_figure(figures: list[float]) -> None:
    for scale in (two_sided(figures, "high", "", decimals=3), amounts(figures, decimals=3)):
        assert list(scale.edges) == sorted(set(scale.edges))
        assert len(scale.bands) == len(scale.edges) + 1 <= 5
        assert all(0 <= scale.band(figure) < len(scale.bands) for figure in figures)
    middle = two_sided(figures, "high", "", decimals=9)
    about = [band.tone for band in middle.bands].index("about")
    ends = (float("-inf"), *middle.edges, float("inf"))
    assert ends[about] <= (middle.middle or 0) <= ends[about + 1]


def test_no_band_of_amounts_that_cannot_be() -> None:
    """Green space of 2 to 56 per cent has no band under minus 10; shares near 100 have none over it."""
    assert [band.label for band in two_sided([2, 12, 16, 20, 21, 22, 44, 50, 56], "high", "", "per cent").bands] == [
        "under 10",
        "10 to 30",
        "30 to 50",
        "50 or more",
    ]
    assert two_sided([90, 97, 98, 99, 100], "high", "", "per cent of homes").edges[-1] <= 100
    assert two_sided([-2, 12, 16, 20, 21, 22, 44, 50, 56], "high", "", "points").edges[0] < 0


@given(st.floats(1e-6, 1e9))
def test_a_round_step_is_round_and_just_large_enough(least: float) -> None:
    step = round_step(least)
    assert least * (1 - 1e-6) <= step <= 2.5 * least
    assert f"{step:.2e}"[:4] in ("1.00", "2.00", "2.50", "5.00")


@given(st.floats(-1e6, 1e6), st.floats(0, 1e6))
def test_ticks_reach_from_end_to_end(low: float, more: float) -> None:
    found = ticks(low, low + more)
    rounding = 1e-8 * (found[1] - found[0])
    assert found[0] <= low + rounding
    assert found[-1] >= low + more - rounding
    assert 2 <= len(found) <= 8


def test_numbers_have_a_true_minus_and_no_minus_nought() -> None:
    assert number_words(-1234.56, 1) == "\u22121,234.6"
    assert number_words(-0.04, 1) == "0.0"
    assert number_words(None, 1) == "no data"


# --- better and worse ---


def test_a_figure_whose_limits_hold_the_middle_is_not_called_better() -> None:
    scale = two_sided([12, 20, 25, 30, 36, 44, 51], "high", "the middle ward")
    assert beside_middle(Mark("a", "A", 44.0), scale) == "better"
    assert beside_middle(Mark("a", "A", 44.0, 31.0, 57.0), scale) == "better"
    assert beside_middle(Mark("a", "A", 44.0, 29.0, 59.0), scale) == "not clearly different"
    assert beside_middle(Mark("a", "A", 31.0), scale) == "about the same"
    assert beside_middle(Mark("a", "A", None), scale) == ""


# --- maps and strips ---


def test_a_map_of_a_part_says_how_the_marked_area_stands() -> None:
    """Scores 80 50 52 54 60 40 and none: the middle is 53. Furze's range of 39 to 41 lies below it."""
    drawn = map_of_part(chart_shelf(), "life", marked="E6")
    assert isinstance(drawn, TileMap)
    assert drawn.title == "Life expectancy, 2014: Furze scores 40.0, worse than the middle ward (53.0)"
    assert drawn.marked == "E6"
    assert drawn.rows[5] == ("Furze", "40.0", "worse", "observed")
    assert drawn.rows[6] == ("Gorse", "no data", "", "no data")
    assert drawn.columns == ("Area", "Score", "Beside the middle", "How it is known")


def test_without_a_marked_area_the_title_gives_both_ends() -> None:
    drawn = map_of_part(chart_shelf(), "life")
    assert drawn is not None
    assert drawn.title == "Life expectancy, 2014: from 40.0 (Furze) to 80.0 (Ashford)"
    assert drawn.description.endswith("Of these, 1 no data.")
    assert "A map of 7 wards in points." in drawn.description


def test_an_area_the_index_screened_out_says_so() -> None:
    shelf = chart_shelf()
    assert shelf.index is not None
    smaller = replace(shelf.index.scores, values=shelf.index.scores.values[:6].copy(), areas=CODES[:6])
    index = replace(shelf.index, scores=smaller)
    drawn = map_of_part(replace(shelf, index=index, ranges=()), "life")
    assert drawn is not None
    assert drawn.marks[6].state == "screened out"


def test_published_states_reach_the_map() -> None:
    """Of 2014 there are figures for five wards; one is too small to show, one has no row at all."""
    drawn = map_of_indicator(chart_shelf(), "life", published(), marked="E1")
    assert drawn is not None
    assert [mark.state for mark in drawn.marks] == [
        "observed",
        "estimated",
        "observed",
        "observed",
        "observed",
        "too small to show",
        NO_DATA,
    ]
    assert drawn.marks[0].low == 79
    assert drawn.heading == "Figure"


def test_an_indicator_without_a_direction_is_an_amount() -> None:
    shelf = chart_shelf()
    plain = replace(shelf, indicators={"life": replace(shelf.indicators["life"], direction=None)})
    drawn = map_of_indicator(plain, "life", published(), marked="E1")
    assert drawn is not None
    assert {band.tone for band in drawn.scale.bands} == {"amount"}
    assert "better" not in drawn.title
    assert drawn.columns == ("Area", "Figure", "How it is known")


def test_real_boundaries_go_before_hexagons() -> None:
    square = (((0.0, 0.0), (10.0, 0.0), (10.0, 10.0), (0.0, 10.0)),)
    drawn = map_of_part(chart_shelf(shapes={"E1": square}), "life")
    assert isinstance(drawn, ShapeMap)
    assert [mark.code for mark in drawn.marks] == ["E1"]
    assert drawn.outlines["E1"] == "M0 0l10 0 0 10-10 0z"
    assert drawn.centres == ((5.0, 5.0),)
    assert (drawn.corner, drawn.size) == ((0.0, 0.0), (10.0, 10.0))


def test_there_is_no_chart_of_what_is_not_there() -> None:
    shelf = chart_shelf()
    assert map_of_part(shelf, "nonsense") is None
    assert map_of_part(shelf, "life", "1999") is None
    assert map_of_part(replace(shelf, tiles={}), "life") is None
    assert map_of_part(replace(shelf, index=None), "life") is None
    assert map_of_indicator(shelf, "nonsense") is None
    assert map_of_indicator(shelf, "life", published(), "1999") is None
    assert strip_of_part(shelf, "nonsense") is None
    assert line_of_part(shelf, "life", "E999") is None
    assert ranges_of_part(shelf, "nonsense") is None
    assert ranges_of_area(shelf, "E999") is None


def test_a_strip_runs_from_the_lowest_to_the_highest_and_ends_with_those_without() -> None:
    drawn = strip_of_part(chart_shelf(), "life", marked="E1")
    assert drawn is not None
    assert [mark.name for mark in drawn.marks] == ["Furze", "Barton", "Coombe", "Dene", "Elm", "Ashford", "Gorse"]
    assert (drawn.middle, drawn.better) == (53, "right")
    assert len(drawn.rows) == 7


def test_where_low_is_better_the_strip_says_left() -> None:
    shelf = chart_shelf()
    low = replace(shelf.indicators["life"], direction=Direction.LOWER_IS_BETTER)
    drawn = strip_of_indicator(replace(shelf, indicators={"life": low}), "life", published())
    assert drawn is not None
    assert drawn.better == "left"


def test_in_a_large_book_only_the_neighbours_are_drawn() -> None:
    """Of 1,000 wards, ten have the marked one's parent; the middle is that of all."""
    shelf = chart_shelf(copies=1000)
    drawn = map_of_part(shelf, "life", marked="E15")
    assert len(shelf.areas) > MOST
    assert drawn is not None
    assert [mark.code for mark in drawn.marks] == [f"E{n}" for n in range(10, 20)]
    assert drawn.scale.middle == 53
    assert map_of_part(shelf, "life") is None


def test_two_wards_of_one_name_are_told_apart() -> None:
    shelf = chart_shelf(("Abbey", "Abbey", *NAMES[2:]))
    drawn = map_of_part(shelf, "life")
    assert drawn is not None
    assert [row[0] for row in drawn.rows[:3]] == ["Abbey (E1)", "Abbey (E2)", "Coombe"]
    parents = (Area("P1", "Camden", "borough"), Area("P2", "Merton", "borough"))
    areas = (replace(shelf.areas[0], parent="P1"), replace(shelf.areas[1], parent="P2"), *shelf.areas[2:])
    named = map_of_part(replace(shelf, areas=areas, others=parents), "life")
    assert named is not None
    assert [row[0] for row in named.rows[:2]] == ["Abbey (Camden)", "Abbey (Merton)"]


# --- lines ---


@pytest.mark.parametrize(
    ("period", "at"),
    [
        ("2014", 2014),
        ("2014/15", 2014.5),
        ("2009-2013", 2011),
        ("2008/09 to 2010/11", 2009.5),
        ("2014-Q3", 2014.5),
        ("2014-07", 2014.5),
        ("then", 0),
    ],
)
def test_a_period_stands_at_the_middle_of_its_years(period: str, at: float) -> None:
    assert when(period) == at


def test_a_line_keeps_its_gaps_and_limits() -> None:
    drawn = line_of_indicator(chart_shelf(), published(), "E1", ["E2"])
    assert drawn is not None
    mine, other, middle = drawn.lines
    found = [(point.period, point.value, point.low) for point in mine.points]
    assert found == [("2012", 76, 75), ("2013", None, None), ("2014", 80, 79)]
    assert mine.points[1].state == str(State.NOT_MEASURED)
    assert other.name == "Barton"
    assert [p.value for p in middle.points] == [76, 70, 54]
    assert drawn.title == "Life expectancy: Ashford had 76.0 in 2012 and 80.0 in 2014"
    assert "1 of 3 periods have no figure." in drawn.description
    assert drawn.rows[1] == ("Ashford", "2013", "no data", "not given", "not given", "not measured")
    assert len(drawn.rows) == 9


def test_a_line_of_scores_has_the_limits_of_its_period_only() -> None:
    drawn = line_of_part(chart_shelf(), "life", "E1")
    assert drawn is not None
    assert [(p.value, p.low, p.high) for p in drawn.lines[0].points][-2:] == [(77, None, None), (80, 79, 81)]
    assert [p.value for p in drawn.lines[1].points][-1] == 53


# --- ranks ---


def test_ranks_stand_in_order_with_their_ranges() -> None:
    drawn = ranges_of_part(chart_shelf(), "life", marked="E5")
    assert drawn is not None
    assert [mark.name for mark in drawn.marks] == ["Ashford", "Elm", "Dene", "Coombe", "Barton", "Furze"]
    assert drawn.rows[1] == ("Elm", "2", "1", "3", "observed")
    assert drawn.title == "Life expectancy, 2014: Elm ranks 2 of 6, and its range is 1 to 3"
    assert drawn.of == "Ward"


def test_a_long_list_shows_those_around_the_marked_area() -> None:
    drawn = ranges_of_part(chart_shelf(copies=1000), "life", marked="E500")
    assert drawn is not None
    assert len(drawn.marks) == 2 * AROUND + 1
    assert drawn.left_out == drawn.out_of - len(drawn.marks)
    assert drawn.marks[AROUND].code == "E500"
    unmarked = ranges_of_part(chart_shelf(copies=1000), "life")
    assert unmarked is not None
    assert len(unmarked.marks) == MOST_ROWS


def test_one_area_on_many_parts_says_what_is_not_measured() -> None:
    drawn = ranges_of_area(chart_shelf(), "E1")
    assert drawn is not None
    assert [row[0] for row in drawn.rows] == ["Health", "Safety", "Water"]
    assert drawn.rows[2] == ("Water", "no data", "not known", "not known", "not measured")
    assert drawn.of == "Component"


def test_without_rank_ranges_there_are_dots_only() -> None:
    drawn = ranges_of_part(chart_shelf(ranges=False), "life")
    assert drawn is not None
    assert {row[2] for row in drawn.rows} == {"not known"}


def test_what_is_shared_is_made_once_and_says_the_same() -> None:
    shelf = chart_shelf()
    first = map_of_part(shelf, "life", marked="E1")
    assert map_of_part(shelf, "life", marked="E1") == first == map_of_part(chart_shelf(), "life", marked="E1")
    assert shelf.index is not None
    other = replace(shelf, ranges=(ranges_around(shelf.index, np.float64(50)),))
    assert map_of_part(other, "life", marked="E1") != first  # a new shelf has its own store
