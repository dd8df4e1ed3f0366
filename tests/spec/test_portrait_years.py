"""A portrait year by year: what is known, what is carried, what changed, and what nobody can say."""

from __future__ import annotations

from dataclasses import replace

import pytest

from placebook.measure.portrait import fullest_year, furthest, in_year, moves, trend_of, years_of
from placebook.measure.portrait_kinds import HeldPortrait, Snapshot
from placebook.pages.portrait import page_of
from placebook.pages.portrait_chart import times_words
from small_portrait import TOWN, held, small_held, small_portrait

#   measure    2010                  2011                 2012                 2013
DRAWN = """
    smoking    shortfall 0.5         shortfall 0.25       safe 0               safe 0, carried
    pay        shortfall 0.5         shortfall 0.5, c.    safe 0               safe 0, carried
    falls      unknown               unknown              unknown              unknown
    carbon     overshoot 2           overshoot 0.5        overshoot 0.5, c.    unknown
"""


def drawn() -> dict[tuple[str, int], str]:
    lines = [line.split(None, 1) for line in DRAWN.strip().splitlines()]
    cells = {name: [cell.strip() for cell in rest.split("  ") if cell.strip()] for name, rest in lines}
    return {
        (name, 2010 + i): cell.replace("c.", "carried") for name, row in cells.items() for i, cell in enumerate(row)
    }


def test_every_measure_in_every_year():
    one = small_held()
    for year in range(2010, 2014):
        for standing in in_year(one.portrait, one.held, year):
            for reading in standing.readings:
                said = reading.standing + ("" if reading.beyond is None else f" {reading.beyond:g}")
                said += ", carried" if reading.carried and reading.beyond is not None else ""
                assert said == drawn()[reading.measure.id, year]


def test_years_are_those_with_a_figure_and_the_fullest_is_shown_first():
    one = small_held()
    assert years_of(one.portrait, one.held) == (2010, 2011, 2012)
    assert fullest_year(one.portrait, one.held) == 2010  # three measures are known in each; in 2010 none is carried
    later = replace(one.portrait, first_year=2011)
    assert years_of(later, one.held) == (2011, 2012)
    assert furthest(one.portrait, one.held) == 2
    assert furthest(later, one.held) == 0.5


def test_a_dimension_is_safe_only_when_all_of_it_is_known_and_safe():
    one = small_held()
    work = in_year(one.portrait, one.held, 2012)[1]
    assert [reading.standing for reading in work.readings] == ["safe", "unknown"]
    assert work.standing == "unknown"
    food = in_year(one.portrait, one.held, 2012)[2]
    assert (food.standing, food.why) == ("unknown", "Nobody looked.")


def test_why_it_is_unknown_is_said():
    one = small_held()
    later = {each.dimension.id: each for each in in_year(one.portrait, one.held, 2013)}
    assert later["climate"].readings[0].why == "the last figure is of 2011, more than 1 year before"
    assert later["work"].readings[1].why == "the last figure is of 2010, more than 1 year before"
    first = {each.dimension.id: each for each in in_year(one.portrait, one.held, 2010)}
    assert first["work"].readings[1].why == "there is a figure, but no target or limit"
    before = {each.dimension.id: each for each in in_year(one.portrait, one.held, 2009)}
    assert before["health"].readings[0].why == "the first figure is of 2010"


def test_what_changed():
    one = small_held()
    at = {year: in_year(one.portrait, one.held, year) for year in range(2010, 2014)}
    assert {m.measure.id: m.how for m in moves(at[2010], at[2011])} == {"smoking": "better", "carbon": "better"}
    assert {m.measure.id: m.how for m in moves(at[2011], at[2012])} == {"smoking": "better", "pay": "better"}
    assert {m.measure.id: m.how for m in moves(at[2012], at[2013])} == {"carbon": "went"}
    assert {m.measure.id: m.how for m in moves(at[2011], at[2010])} == {"smoking": "worse", "carbon": "worse"}


def test_a_change_within_the_limits_is_too_small_to_tell_and_a_target_within_them_may_be_met():
    figures = tuple(
        Snapshot(year, value, TOWN, "A survey", lower=value - 3, upper=value + 3)
        for year, value in ((2010, 60.0), (2011, 58.0), (2012, 21.0))
    )
    portrait = small_portrait()
    at = [in_year(portrait, {"smoking": figures}, year) for year in (2010, 2011, 2012)]
    assert [m.how for m in moves(at[0], at[1])] == ["unclear"]
    assert [m.how for m in moves(at[1], at[2])] == ["better"]
    assert [one[0].readings[0].unsure for one in at] == [False, False, True]  # 18 to 24 about a target of 20


def test_a_figure_that_was_looked_for_in_vain_is_not_a_figure():
    portrait = small_portrait(carry_for=0)
    standing = in_year(portrait, held(smoking={2010: None}), 2010)[0]
    assert (standing.standing, standing.readings[0].ratio) == ("unknown", None)


def test_a_trend_needs_five_years_and_leaves_out_those_that_repeat():
    one = small_portrait().dimensions[3].measures[0]
    figures = held(carbon={2000 + i: 2 + i for i in range(6)})["carbon"]
    found = trend_of(one, figures, "ecological")
    assert found is not None
    assert (found.start, found.end, found.slope) == (25, 225, pytest.approx(50))
    assert trend_of(one, figures[:4], "ecological") is None
    repeated = (*figures, Snapshot(2006, 7.0, TOWN, ""), Snapshot(2007, 7.0, TOWN, ""))
    again = trend_of(replace(one, last_measured=2005), repeated, "ecological")
    assert again is not None
    assert again.slope == pytest.approx(50)


def test_a_page_has_words_for_all_of_it_and_none_for_a_year_without_figures():
    one = small_held()
    page = page_of(one, "Town", year=2011)
    assert page is not None
    assert page.counts == "2 of 5 fall short, 1 overshoots, none is safe and 2 are unknown"
    said = {m.title: m.says for lens in page.lenses for line in lens.dimensions for m in line.measures}
    assert said["Smoking"] == "shortfall of 25%"
    assert said["Carbon"] == "overshoot, 1.5 times the limit"
    assert [(m.title, m.how) for m in page.moved] == [("Smoking", "better"), ("Carbon", "better")]
    assert page_of(one, "Town", year=1999) is None
    assert page_of(HeldPortrait(one.portrait, {}), "Town") is None


@pytest.mark.parametrize(
    ("ratio", "said"), [(1.5, "1.5 times"), (1.04, "1.04 times"), (1.0004, "just over 1 times"), (33.145, "33.1 times")]
)
def test_an_overshoot_never_reads_as_none(ratio: float, said: str):
    assert times_words(ratio) == said
