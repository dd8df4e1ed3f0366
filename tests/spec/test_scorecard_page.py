"""The scorecard of one area: what it says, row by row and in sentences."""

from __future__ import annotations

import json
from dataclasses import asdict, replace

import numpy as np
import pytest

from placebook.pages.scorecard import scorecard
from placebook.pages.scorecard_words import listed, plural
from placebook.types import Area, DataError, Step
from small_card import ASHFORD, INDICATORS, WARDS, small_card, small_figures, small_index


def row(card, part):
    return next(line for line in card.lines if line.part == part)


def test_every_part_has_a_row_in_the_order_of_the_tree():
    card = small_card()
    assert [(line.level, line.depth, line.title) for line in card.lines] == [
        ("index", 0, "Small Index"),
        ("component", 1, "Health"),
        ("indicator", 2, "Life expectancy"),
        ("component", 1, "Safety"),
        ("indicator", 2, "Crime"),
        ("component", 1, "Water"),
    ]


def test_a_row_gives_score_rank_range_standing_and_progress():
    health = row(small_card(), "health")
    assert (health.score, health.rank, health.out_of, health.rank_low, health.rank_high) == (80.0, 1, 6, 1, 2)
    assert (health.standing, health.progress, health.change) == ("Overperforming", "Significant improvement", 3.0)
    assert health.better_by == 80 - 53  # the four peers score 50 52 54 60, whose middle is 53


def test_three_sentences_say_where_it_is_better_not_clearly_different_and_worse():
    assert small_card().sentences == (
        "Ashford does better than similar wards on Health.",
        "There is no component on which it is close to them.",
        "It does worse than them on Safety.",
    )
    assert small_card(by=5).sentences == (
        "Ashford is not clearly better than similar wards on any component.",
        "It is not clearly different from them on Safety and Health.",
        "It is not clearly worse than them on any component.",
    )


def test_without_rank_ranges_the_card_says_so_and_calls_nothing_over_or_under():
    card = small_card(by=None)
    assert card.sentences == (
        "This card cannot say where Ashford does better or worse than similar wards: "
        "the rank range has not been worked out.",
    )
    assert {line.standing for line in card.lines} == {"Not known"}
    assert card.headline.endswith("How sure that rank is has not been worked out.")
    assert "Rank ranges have not been worked out, so no difference here is known to be sure." in card.cautions
    assert card.rank_runs is None


def test_the_headline_gives_the_range_and_says_how_many_wards_cannot_be_told_apart():
    # Whole: Ashford 50, others 50 52 54 60 40, so Ashford shares rank 4 with Barton; one place either way is 3 to 5.
    assert small_card().headline == (
        "In 2014 Ashford scores 50.0 and ranks 4 of 6 wards, equal with 1 other; its rank range is 3 to 5. "
        "It is not clearly different from 4 of the other 5 wards."
    )


def test_last_is_said_only_where_no_other_range_reaches_it():
    last = small_index(WARDS.replace("80 |    20", " 8 |     2"))
    assert "It is clearly last." in small_card(last, by=np.where(np.arange(6) == 0, 0.0, 0.4)[:, None]).headline
    assert "clearly last" not in small_card(last, by=1).headline


def test_a_part_that_is_not_measured_has_a_row_a_reason_and_no_figure():
    card = small_card()
    water = row(card, "water")
    assert (water.score, water.rank, water.rank_low, water.out_of) == (None, None, None, 0)
    assert water.states == ("not measured: no figures by ward.",)
    assert "Not measured: Water. No figures by ward." in card.cautions


def test_no_data_is_none_and_never_nought():
    card = small_card(small_index(WARDS.replace("80 |    20", "   |    20")))
    life = row(card, "life")
    assert (life.score, life.rank, life.standing, life.states) == (None, None, "Not known", ("no data",))
    assert row(card, "whole").score is None
    assert card.headline == "For 2014 Ashford has no score: too little of it is measured there."
    assert "No data: Small Index, Health and Life expectancy." in card.cautions


def test_estimates_are_marked_and_counted():
    card = small_card(small_index(estimated=(("life", "2014"), ("health", "2014"))))
    assert row(card, "life").states == ("estimated",)
    assert row(card, "health").states == ("partly estimated",)
    assert "1 of 2 figures is estimated: carried from another year or filled in." in card.cautions


def test_a_figure_without_limits_whose_rank_nothing_moved_has_no_range():
    card = small_card(by=0, evidence=False)
    assert (row(card, "crime").rank_low, row(card, "safety").rank_low) == (None, 6)
    assert row(card, "crime").standing == "Not known"  # no range is known, so none can agree
    assert any(said.startswith("The rank range of 2 rows is not known") for said in card.cautions)
    assert row(small_card(by=0), "crime").rank_low == 6  # with limits, a rank that nothing moved is a sure one


def test_context_is_shown_apart_with_the_period_it_is_of():
    (income,) = small_card().context
    assert (income.figure, income.period, income.rank, income.out_of) == (20000.0, "2012", 4, 6)
    assert "income" not in {line.part for line in small_card().lines}


def test_peers_are_named_with_their_distance_and_what_mattered_most():
    card = small_card()
    assert [peer.name for peer in card.peers] == ["Barton", "Coombe", "Dene", "Elm"]
    assert {peer.mattered_most for peer in card.peers} == {"Household income"}
    assert card.peers_sentence == (
        "The similar wards are the 4 nearest in Household income (2012): Barton, Coombe, Dene and Elm."
    )


def test_an_index_whose_scale_moves_gives_the_reason_for_no_progress():
    card = small_card(small_index(steps=(Step("normalise", "min_max"), Step("aggregate", "arithmetic"))))
    assert {line.progress for line in card.lines} == {"Not known"}
    assert card.cautions[-1].startswith(
        "Progress is not known for 5 rows: the scale is set anew in each period (min_max)"
    )


def test_the_rules_publish_every_threshold():
    rules = " ".join(small_card().rules)
    for said in ("1 x MAD", "below -0.5", "up to 0.5", "from 2 on", "1,000 runs", "weights up to 25% larger"):
        assert said in rules


def test_the_card_is_plain_data():
    plain = json.dumps(asdict(small_card()), allow_nan=False)  # no NaN anywhere: missing is null
    assert json.loads(plain)["lines"][5]["score"] is None


def test_an_earlier_period_can_be_asked_for():
    index = small_index()
    card = scorecard(ASHFORD, index, small_figures(), period="2010", indicators=INDICATORS)
    assert row(card, "health").score == 68.0
    assert {line.progress for line in card.lines} == {"Not known"}


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"period": "1999"}, "no scores for '1999'; there are some for: 2010, 2011, 2012, 2013, 2014"),
        (
            {"area": Area("Ashfrod", "Ashfrod", "ward")},
            "the index 'small' has no area Ashfrod; did you mean 'Ashford'?",
        ),
    ],
)
def test_what_is_not_there_is_refused_with_what_is(change, said):
    asked = {"area": ASHFORD, "index": small_index(), "figures": small_figures()} | change
    with pytest.raises(DataError) as refusal:
        scorecard(**asked)
    assert str(refusal.value) == said


def test_an_area_that_was_screened_out_gets_the_reason():
    index = replace(small_index(), screened_out={"Zeta": "40% of its figures are there, 66% are needed"})
    with pytest.raises(DataError, match=r"Zeta .Zeta. was screened out of the index: 40%"):
        scorecard(Area("Zeta", "Zeta", "ward"), index, small_figures())


def test_context_that_is_not_among_the_figures_is_refused():
    with pytest.raises(DataError, match="context names 'wealth', which is not among the figures"):
        small_card(small_index(context=("wealth",)))


@pytest.mark.parametrize(
    ("names", "said"),
    [
        ([], ""),
        (["a"], "a"),
        (["a", "b"], "a and b"),
        (["a", "b", "c"], "a, b and c"),
        (list("abcdefgh"), "a, b, c, d, e and 3 others"),
    ],
)
def test_names_are_listed_as_one_would_say_them(names, said):
    assert listed(names) == said


@pytest.mark.parametrize(
    ("one", "more"),
    [("ward", "wards"), ("LSOA", "LSOAs"), ("county", "counties"), ("survey", "surveys"), ("", "areas")],
)
def test_more_than_one_of_a_kind(one, more):
    assert plural(one) == more


def test_where_parts_differ_the_reason_for_the_whole_is_given_by_itself():
    estimated = tuple((part, year) for part in ("life", "crime") for year in ("2012", "2013"))
    index = small_index(estimated=estimated)
    card = scorecard(ASHFORD, index, without_years(small_figures(), ("life", "crime"), ("2012", "2013")))
    assert card.cautions[-2:] == (
        "Progress of the whole is not known: only 0% of its weight was published in 4 periods or more; "
        "the rest was carried forward or filled in.",
        "Progress is not known for 4 parts, most often because: only 0% of its weight was published in 4 periods "
        "or more; the rest was carried forward or filled in.",
    )


def test_progress_seen_in_a_part_of_the_weight_says_in_how_much():
    figures = without_years(small_figures(), ("life",), ("2012", "2013"))
    card = scorecard(ASHFORD, small_index(), figures)
    assert (row(card, "whole").progress, row(card, "whole").change_seen_in) == ("Significant improvement", 0.5)
    assert card.cautions[-2].startswith("The progress of the whole was seen in 50% of its weight;")


def without_years(figures, indicators, years):
    """The figures with some indicators not published in some years."""
    values = figures.values.copy()
    for name in indicators:
        for year in years:
            values[:, figures.indicators.index(name), figures.periods.index(year)] = np.nan
    return replace(figures, values=values)
