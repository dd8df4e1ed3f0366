"""The data page as a value: what it counts, what it says of a book without an index, and its log."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from placebook.pages.data import data_page, licence_in_words, workbook_path
from placebook.pages.data_map import map_lines
from placebook.pages.data_sources import NO_DATE
from placebook.pages.shelf import Change
from placebook.types import Cube
from small_card import small_index
from small_shelf import SOURCE, no_index, small_shelf


def test_the_tables_and_what_they_count() -> None:
    page = data_page(small_shelf())
    assert {one.id: one.size for one in page.tables} == {
        "scores": "180 rows",  # 6 wards, 6 parts, 5 years
        "ranges": "36 rows",  # 6 wards, 6 parts, the last year
        "workbook": "scores, ranks, ranges and figures",
        "figures": "66 figures of the wards, 3 indicators",  # 6 wards: income once, life and crime in 5 years
        "map": "6 wards",
    }
    assert {one.id: (one.size, one.periods) for one in page.indicators} == {
        "indicator-life": ("30 figures", ("2010", "2014")),
        "indicator-crime": ("30 figures", ("2010", "2014")),
        "indicator-income": ("6 figures", ("2012", "2012")),
    }


def test_an_indicator_without_figures_is_listed_and_has_no_years() -> None:
    shelf = small_shelf()
    values = shelf.cube.values.copy()
    values[:, 0, :] = np.nan
    cube = Cube(values, shelf.cube.areas, shelf.cube.indicators, shelf.cube.periods)
    line = next(one for one in data_page(replace(shelf, cube=cube)).indicators if one.id == "indicator-income")
    assert (line.size, line.periods) == ("0 figures", ())


def test_a_book_without_an_index_gives_its_figures_and_no_scores() -> None:
    shelf = no_index(small_shelf())
    page = data_page(shelf)
    assert [one.id for one in page.tables] == ["figures", "map"]
    assert page.areas == ()
    assert workbook_path(shelf) == ""
    assert [(one.score, one.rank, one.rank_low) for one in map_lines(shelf)] == [(None, None, None)] * 6


def test_a_book_without_ranges_promises_none() -> None:
    shelf = small_shelf(by=None)
    assert "ranges" not in [one.id for one in data_page(shelf).tables]
    assert {one.rank_low for one in map_lines(shelf)} == {None}


def test_the_map_says_when_its_cells_are_no_real_places() -> None:
    said = {one.id: one.says for one in data_page(small_shelf()).tables}
    assert "not real places" in said["map"]
    with_shapes = replace(small_shelf(), shapes={"Ashford": (((0.0, 0.0), (1.0, 0.0), (1.0, 1.0)),)})
    assert "its boundary" in {one.id: one.says for one in data_page(with_shapes).tables}["map"]


def test_the_calendar_has_days_first_and_counts_sources_without_one() -> None:
    sources = (
        replace(SOURCE, id="a", title="A", next_release="Spring"),
        replace(SOURCE, id="b", title="B", next_release="2016-03"),
        replace(SOURCE, id="c", title="C", next_release=None),
        replace(SOURCE, id="d", title="D", next_release="2015-11-30"),
    )
    page = data_page(replace(small_shelf(), sources=sources))
    assert [(one.date, one.title) for one in page.coming] == [("2015-11-30", "D"), ("2016-03", "B"), ("Spring", "A")]
    assert page.undated == 1
    assert [one.next_release for one in page.sources] == ["Spring", "2016-03", NO_DATE, "2015-11-30"]


def test_the_log_counts_revisions_and_corrections_and_dates_the_page() -> None:
    log = (
        Change("2015-06-02", "correction", "Crime of Elm was 10 too high", "indicators/crime.html"),
        Change("2015-05-01", "revision", "People counted anew"),
        Change("2015-04-01", "release", "First release"),
    )
    page = data_page(replace(small_shelf(), changes=log))
    assert page.corrections == 2
    assert page.issued == "2015-06-02"
    assert [one.date for one in page.changes] == ["2015-06-02", "2015-05-01", "2015-04-01", SOURCE.published]
    assert page.changes[0].path == "indicators/crime.html"


def test_each_licence_is_named_once_with_all_its_owners() -> None:
    assert licence_in_words(("OGL-UK-3.0; contains A data", "OGL-UK-3.0; contains B data", "CC0-1.0")) == (
        "OGL-UK-3.0; contains A data; contains B data. CC0-1.0"
    )


def test_a_recipe_id_cannot_lead_out_of_the_folder() -> None:
    index = small_index()
    shelf = replace(small_shelf(), index=replace(index, recipe=replace(index.recipe, id="../../etc/passwd")))
    assert workbook_path(shelf) == "data/etc-passwd.xlsx"
