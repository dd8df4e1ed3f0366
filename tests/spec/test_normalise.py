"""Normalisation: each method on a small table that can be checked by hand.

In all drawings `crime` is better when lower and `income` when higher.
"""

from __future__ import annotations

import numpy as np
import pytest

from drawn import table
from placebook.methods.normalise import METHODS, NoVariation
from placebook.types import Numbers

SIGN = np.array([-1.0, 1.0])  # crime, income

PLACES = """
             | crime | income
    ---------+-------+-------
    Ashford  |    10 |    300
    Barton   |    20 |    100
    Chalford |    50 |
    Denton   |    20 |    200
    Eaton    |    30 |    200
"""


def scores(method: str, text: str = PLACES, sign: Numbers = SIGN, **options: object) -> Numbers:
    _, _, x = table(text)
    return METHODS[method](x, x, sign, **options)


def check(found: Numbers, drawn: str) -> None:
    np.testing.assert_allclose(found, table(drawn)[2], rtol=0, atol=5e-5)


def test_min_max_gives_the_worst_0_and_the_best_100():
    drawn = """
                 | crime | income
        ---------+-------+-------
        Ashford  |   100 |    100
        Barton   |    75 |      0
        Chalford |     0 |
        Denton   |    75 |     50
        Eaton    |    50 |     50
    """
    check(scores("min_max"), drawn)
    np.testing.assert_allclose(scores("min_max", low=1, high=2), 1 + table(drawn)[2] / 100)


def test_z_score_counts_standard_deviations_from_the_average():
    # income: average 200, standard deviation sqrt((100^2 + 100^2) / 3) = 81.6497
    # crime: average 26, standard deviation sqrt((256 + 36 + 576 + 36 + 16) / 4) = 15.1658
    drawn = """
                 |   crime |  income
        ---------+---------+--------
        Ashford  |  1.0550 |  1.2247
        Barton   |  0.3956 | -1.2247
        Chalford | -1.5825 |
        Denton   |  0.3956 |       0
        Eaton    | -0.2638 |       0
    """
    check(scores("z_score"), drawn)
    np.testing.assert_allclose(scores("z_score", mean=50, sd=15), 50 + 15 * scores("z_score"))


def test_scaled_puts_a_known_scale_on_0_to_100():
    percentages = """
                | unemployed | employed
        --------+------------+---------
        Ashford |          5 |       70
        Barton  |            |      100
    """
    check(
        scores("scaled", percentages),
        """
                | unemployed | employed
        --------+------------+---------
        Ashford |         95 |       70
        Barton  |            |      100
        """,
    )
    np.testing.assert_allclose(scores("scaled", percentages, low=0, high=200)[0], [97.5, 35])


POSTS = np.array([[40.0, 10.0], [100.0, 400.0]])  # crime 40 scores 0 and 10 scores 100


def test_goalposts_are_fixed_and_hold_scores_within_them():
    drawn = """
                 |   crime |  income
        ---------+---------+--------
        Ashford  |     100 | 66.6667
        Barton   | 66.6667 |       0
        Chalford |       0 |
        Denton   | 66.6667 | 33.3333
        Eaton    | 33.3333 | 33.3333
    """
    check(scores("goalposts", goalposts=POSTS), drawn)


def test_goalposts_without_clip_let_scores_pass_the_posts():
    unclipped = scores("goalposts", goalposts=POSTS, clip=False)
    assert unclipped[2, 0] == pytest.approx(-100 / 3)  # crime 50 is beyond 40


def test_goalposts_on_a_log_scale_count_ratios():
    # 100 to 400 is two doublings: 200 lies half way
    found = scores("goalposts", goalposts=POSTS, scale=("linear", "log"))[:, 1]
    np.testing.assert_allclose(found, [100 * np.log2(3) / 2, 0, np.nan, 50, 50])


def test_the_income_index_of_the_human_development_report():
    # UNDP (2024), Technical note 1: income is scored between 100 and 75,000 dollars on a log scale, from 0 to 1
    dollars = np.array([[10_000.0], [75_000.0], [90_000.0], [0.0]])
    found = METHODS["goalposts"](dollars, dollars, np.ones(1), goalposts=[[100, 75_000]], scale="log", high=1)
    np.testing.assert_allclose(found[:, 0], [np.log(100) / np.log(750), 1, 1, 0])


@pytest.mark.parametrize(
    ("options", "said"),
    [
        ({"goalposts": [[40, 10], [400, 100]]}, "column 1 has goalposts that run against the direction"),
        ({"goalposts": [[40, 40], [100, 400]]}, "column 0 has no two different goalposts"),
        ({"goalposts": [[40, np.nan], [100, np.nan]]}, "columns 0, 1 have no two different goalposts"),
        ({"goalposts": [[40, 10], [0, 400]], "scale": "log"}, "column 1 has a log scale, which needs goalposts"),
        ({"goalposts": POSTS, "scale": "cubic"}, "linear or log, not 'cubic'"),
        ({"goalposts": POSTS, "scale": ["log"]}, "2 columns but 1 scales"),
    ],
)
def test_goalposts_that_make_no_sense_are_refused(options, said):
    with pytest.raises(ValueError, match=said):
        scores("goalposts", **options)


def test_a_log_scale_without_clip_refuses_zero():
    x = np.array([[0.0], [10.0]])
    with pytest.raises(ValueError, match="column 0 has a log scale, which needs figures above zero"):
        METHODS["goalposts"](x, x, np.ones(1), goalposts=[[1, 100]], scale="log", clip=False)


def test_rank_borda_and_percentile_rank_keep_only_the_order():
    ranks = """
                 | crime | income
        ---------+-------+-------
        Ashford  |     5 |      4
        Barton   |     3 |      1
        Chalford |     1 |
        Denton   |     3 |      2
        Eaton    |     2 |      2
    """
    found = scores("rank")
    check(found, ranks)
    np.testing.assert_array_equal(scores("borda"), found - 1)
    np.testing.assert_allclose(scores("percentile_rank"), 100 * (found - 1) / [4, 3])


def test_ties_can_share_their_average_position():
    assert scores("rank", ties="average")[:, 0].tolist() == [5, 3.5, 1, 3.5, 2]
    with pytest.raises(ValueError, match="not 'first'"):
        scores("rank", ties="first")


def test_figures_that_differ_by_rounding_error_tie():
    x = np.array([[0.1 + 0.2], [0.3], [0.4]])
    assert METHODS["rank"](x, x, np.ones(1))[:, 0].tolist() == [1, 1, 3]


def test_distance_to_the_maximum_is_min_max_from_0_to_1():
    np.testing.assert_allclose(scores("distance_to_maximum"), scores("min_max") / 100)


def test_distance_to_a_reference_area_gives_that_area_1():
    drawn = """
                 |   crime | income
        ---------+---------+-------
        Ashford  |  1.3333 |      2
        Barton   |       1 |      0
        Chalford |       0 |
        Denton   |       1 |      1
        Eaton    |  0.6667 |      1
    """
    check(scores("distance_to_reference", reference_area=3), drawn)


def test_a_reference_area_without_a_figure_leaves_no_scores():
    assert np.isnan(scores("distance_to_reference", reference_area=2, sign=np.ones(2))[:, 1]).all()


def test_a_reference_area_that_is_worst_is_refused():
    with pytest.raises(ValueError, match="column 1 has its worst figure in the reference area"):
        scores("distance_to_reference", reference_area=1)
    with pytest.raises(ValueError, match="row 5, and there are rows 0 to 4"):
        scores("distance_to_reference", reference_area=5)


def test_distance_to_target_says_how_much_of_the_way_is_done():
    drawn = """
                 |   crime | income
        ---------+---------+-------
        Ashford  |  1.3333 |      2
        Barton   |       1 |      0
        Chalford |       0 |
        Denton   |       1 |      1
        Eaton    |  0.6667 |      1
    """
    targets = np.array([20.0, 200.0])
    check(scores("distance_to_target", targets=targets), drawn)
    assert np.nanmax(scores("distance_to_target", targets=targets, cap=True)) == 1


@pytest.mark.parametrize("target", [100.0, 90.0, np.nan])
def test_a_target_that_asks_nothing_is_refused(target):
    with pytest.raises(ValueError, match="column 1 has a target that is no better than the worst"):
        scores("distance_to_target", targets=np.array([20.0, target]))


def test_fraction_of_maximum_keeps_ratios_in_both_directions():
    drawn = """
                 |   crime | income
        ---------+---------+-------
        Ashford  |       1 |      1
        Barton   |     0.5 | 0.3333
        Chalford |     0.2 |
        Denton   |     0.5 | 0.6667
        Eaton    |  0.3333 | 0.6667
    """
    check(scores("fraction_of_maximum"), drawn)


def test_fraction_of_maximum_needs_a_true_zero():
    x = np.array([[0.0, -5.0], [10.0, -1.0]])
    with pytest.raises(ValueError, match="columns 0, 1 have figures that are not above zero"):
        METHODS["fraction_of_maximum"](x, x, SIGN)
    assert METHODS["fraction_of_maximum"](x[:, :1], x[:, :1], np.ones(1))[:, 0].tolist() == [0, 1]


def slow_exponential_rank(places: list[float], scale: float = 23) -> list[float]:
    """The formula as it is printed, one area at a time."""
    n = len(places)
    shares = [(n - place + 1) / n for place in places]
    return [-scale * np.log(1 - r * (1 - np.exp(-100 / scale))) for r in shares]


def test_exponential_rank_gives_the_first_100_and_ties_their_average_place():
    found = scores("exponential_rank")[:, 0]
    np.testing.assert_allclose(found, slow_exponential_rank([1, 2.5, 5, 2.5, 4]))
    assert found[0] == pytest.approx(100)


def test_the_top_tenth_scores_above_50():
    x = np.arange(1.0, 1001)[:, None]  # 1000 is the highest
    found = METHODS["exponential_rank"](x, x, np.ones(1))[:, 0]
    assert (found > 50).sum() == 103  # 50 is reached at R = 0.8978


def test_exponential_rank_of_published_ranks():
    ranks = np.array([[1.0], [2.0], [5.0], [2.0], [4.0]])  # as published: two areas share place 2
    first_scores_highest = METHODS["exponential_rank"](ranks, ranks, -np.ones(1), given=True)
    np.testing.assert_allclose(first_scores_highest[:, 0], slow_exponential_rank([1, 2.5, 5, 2.5, 4]))
    last_scores_highest = METHODS["exponential_rank"](ranks, ranks, np.ones(1), given=True)
    np.testing.assert_allclose(last_scores_highest[:, 0], slow_exponential_rank([5, 3.5, 1, 3.5, 2]))


def test_published_ranks_of_some_of_the_areas_need_the_number_of_all():
    ranks = np.array([[100.0], [32_844.0], [np.nan]])
    with pytest.raises(ValueError, match="column 0 has ranks above the number of ranked areas; `out_of` says"):
        METHODS["exponential_rank"](ranks, ranks, -np.ones(1), given=True)
    found = METHODS["exponential_rank"](ranks, ranks, -np.ones(1), given=True, out_of=32_844)[:, 0]
    r = (32_844 - 100 + 1) / 32_844
    np.testing.assert_allclose(found[0], -23 * np.log(1 - r * (1 - np.exp(-100 / 23))))
    assert found[1] < 0.01
    assert np.isnan(found[2])


def test_ranks_below_1_and_scales_of_nothing_are_refused():
    ranks = np.array([[0.0], [1.0]])
    with pytest.raises(ValueError, match="column 0 has ranks below 1"):
        METHODS["exponential_rank"](ranks, ranks, -np.ones(1), given=True)
    with pytest.raises(ValueError, match="scale must be above zero"):
        scores("exponential_rank", scale=0)


def test_normal_scores_follow_the_bell_curve():
    # three areas, Blom: (1 - 0.375) / 3.25 = 0.1923, whose place on the bell curve is -0.8694
    x = np.array([[7.0], [1000.0], [8.0]])
    found = METHODS["normal_scores"](x, x, np.ones(1))
    np.testing.assert_allclose(found[:, 0], [-0.8694, 0.8694, 0], atol=5e-5)
    van_der_waerden = METHODS["normal_scores"](x, x, np.ones(1), offset=0)
    np.testing.assert_allclose(van_der_waerden[:, 0], [-0.6745, 0.6745, 0], atol=5e-5)  # quartiles
    with pytest.raises(ValueError, match=r"between 0 and 0\.5"):
        scores("normal_scores", offset=0.6)


# --- goalposts found in the data ---


def test_a_goalpost_may_be_a_percentile_counted_from_the_worst_figure():
    # crime from the worst: 50 30 20 20 10, so 25 in 100 is 30 and 75 in 100 is 20; income: 100 200 200 300
    found = scores("goalposts", goalposts=[[{"percentile": 25}, {"percentile": 75}]], clip=False)
    np.testing.assert_allclose(found[:, 0], [200, 100, -200, 100, 0])  # crime: 30 scores 0, 20 scores 100
    np.testing.assert_allclose(found[:, 1], [250, -150, np.nan, 50, 50])  # income: 175 scores 0, 225 scores 100


def test_a_goalpost_may_be_the_mean_of_the_best_or_worst_few():
    found = scores("goalposts", goalposts=[[{"worst": 1}, {"best": 3}]])
    # crime: worst 50, best three (10 + 20 + 20) / 3 = 16.67; income: worst 100, best three 233.33
    np.testing.assert_allclose(found[:, 0], [100, 90, 0, 90, 60])
    np.testing.assert_allclose(found[:, 1], [100, 0, np.nan, 75, 75])
    np.testing.assert_allclose(scores("goalposts", goalposts=[[{"worst": 1}, {"best": 1}]]), scores("min_max"))


def test_goalposts_may_mix_a_stated_figure_with_one_from_the_data_column_by_column():
    found = scores("goalposts", goalposts=[[{"worst": 1}, 0], [0, {"percentile": 100}]])
    np.testing.assert_allclose(found[:, 0], [80, 60, 0, 60, 40])
    np.testing.assert_allclose(found[:, 1], [100, 100 / 3, np.nan, 200 / 3, 200 / 3])


def test_goalposts_from_a_base_period_stay_there():
    base, later = np.array([[0.0], [10.0]]), np.array([[5.0], [20.0]])
    found = METHODS["goalposts"](later, base, np.ones(1), goalposts=[[{"worst": 1}, {"best": 1}]], clip=False)
    assert found[:, 0].tolist() == [50, 200]


@pytest.mark.parametrize(("clip", "crime"), [(True, [100, 0, 50]), ("low", [150, 0, 50]), ("high", [100, -50, 50])])
def test_scores_may_be_held_at_one_end_only(clip, crime):
    x = np.array([[10.0], [50.0], [30.0]])
    found = METHODS["goalposts"](x, x, -np.ones(1), goalposts=[[40, 20]], clip=clip)
    assert found[:, 0].tolist() == crime


@pytest.mark.parametrize(
    ("options", "said"),
    [
        ({"goalposts": [[{"percentile": 101}, 0]]}, "a percentile lies from 0 .worst. to 100 .best., not 101"),
        ({"goalposts": [[{"median": 1}, 0]]}, "an end of goalposts is a number or one of percentile, worst, best"),
        ({"goalposts": [[{"best": 6}, 0]]}, "a mean of the best or worst 6 figures cannot be had"),
        ({"goalposts": [[1, 2, 3]]}, "one pair for each of 2 columns"),
        ({"goalposts": [[0, 1], [0, 1], [0, 1]]}, "one pair for each of 2 columns"),
        ({"goalposts": [[40, 20], [0, 1]], "clip": "both"}, "clip is true, false, low or high, not 'both'"),
        ({"goalposts": [[{"percentile": 50}, {"percentile": 50}]]}, "columns 0, 1 have no two different goalposts"),
    ],
)
def test_goalposts_that_cannot_be_are_refused(options, said):
    with pytest.raises(ValueError, match=said):
        scores("goalposts", **options)


# --- stated arithmetic, ratios and bands ---


def test_linear_moves_and_holds_by_stated_numbers():
    drawn = """
                 | crime | income
        ---------+-------+-------
        Ashford  |   -19 |     50
        Barton   |   -39 |     50
        Chalford |   -50 |
        Denton   |   -39 |     50
        Eaton    |   -50 |     50
    """
    check(scores("linear", add=1, times=2, lowest=-50, highest=50), drawn)
    with pytest.raises(ValueError, match="lowest must not be above highest, and 2 is above 1"):
        scores("linear", lowest=2, highest=1)


def test_exponential_counts_steps_by_a_fixed_per_cent():
    years = np.array([[14.0], [13.0], [0.0]])
    found = METHODS["exponential"](years, years, np.ones(1), rate=0.08, at=14)
    np.testing.assert_allclose(found[:, 0], [1, np.exp(-0.08), np.exp(-1.12)])
    with pytest.raises(ValueError, match="column 0 has scores too large to count with"):
        METHODS["exponential"](years, years, np.ones(1), rate=1000)


def test_a_ratio_to_the_mean_or_to_a_named_area_reads_as_an_index_of_100():
    check(scores("ratio_to_mean")[:, 1:], " | income\n A | 150\n B | 50\n C |  \n D | 100\n E | 100")
    np.testing.assert_allclose(scores("ratio_to_mean", times=1)[:, 0], [2.6, 1.3, 0.52, 1.3, 26 / 30])
    np.testing.assert_allclose(scores("ratio_to_reference", reference_area=1)[:, 1], [300, 100, np.nan, 200, 200])
    np.testing.assert_allclose(scores("ratio_to_reference", reference_area=1)[:, 0], [200, 100, 40, 100, 200 / 3])
    x = np.array([[0.0], [5.0]])
    with pytest.raises(ValueError, match="column 0 has figures that are not above zero"):
        METHODS["ratio_to_mean"](x, x, -np.ones(1))
    with pytest.raises(ValueError, match="a figure in the reference area that is not above zero"):
        METHODS["ratio_to_reference"](x, x, np.ones(1), reference_area=0)
    with pytest.raises(ValueError, match="the reference area is row 2, and there are rows 0 to 1"):
        METHODS["ratio_to_reference"](x, x, np.ones(1), reference_area=2)


def test_bands_give_one_score_to_every_figure_between_two_limits():
    income = METHODS["bands"](table(PLACES)[2][:, 1:], None, np.ones(1), at=[200, 250], scores=[1, 2, 5])
    np.testing.assert_array_equal(income[:, 0], [5, 1, np.nan, 2, 2])  # a figure on a limit is in the band above
    for wrong, said in (
        ({"at": [2, 1], "scores": [1, 2, 3]}, "the limits between bands must rise"),
        ({"at": [1, 2], "scores": [1, 2]}, "2 limits make 3 bands, and there are 2 scores"),
        ({"at": [15], "scores": [1, 2]}, "column 0 has scores that rise with the figures, and there a lower"),
        ({"at": [15], "scores": [2, 1]}, "column 1 has scores that fall as figures rise, and there a higher"),
    ):
        with pytest.raises(ValueError, match=said):
            scores("bands", **wrong)


def test_percentile_bands_share_areas_out_from_the_worst_up():
    eleven = np.arange(11.0)[:, None]
    found = METHODS["percentile_bands"](eleven, eleven, -np.ones(1))
    assert found[:, 0].tolist() == [5, 5, 5, 4, 4, 3, 3, 2, 2, 1, 1]  # lower is better; ends of bands go up
    halves = scores("percentile_bands", at=[50], scores=[0, 1])
    np.testing.assert_array_equal(halves[:, 1], [1, 0, np.nan, 1, 1])
    with pytest.raises(ValueError, match="percentiles lie from 0 to 100"):
        scores("percentile_bands", at=[50, 101], scores=[0, 1, 2])
    with pytest.raises(ValueError, match="from the worst band to the best and may not fall"):
        scores("percentile_bands", at=[50], scores=[1, 0])


def test_above_or_below_the_mean_by_more_than_a_share_of_it():
    found = scores("above_below_mean", within=0.25)  # crime 26: 19.5 to 32.5; income 200: 150 to 250
    np.testing.assert_array_equal(found[:, 0], [1, 0, -1, 0, 0])
    np.testing.assert_array_equal(found[:, 1], [1, -1, np.nan, 0, 0])
    with pytest.raises(ValueError, match="within is a share of the mean from 0 up"):
        scores("above_below_mean", within=-1)


def test_the_spread_of_z_scores_may_be_that_of_a_population():
    np.testing.assert_allclose(scores("z_score", spread="population")[:, 1], [np.sqrt(2), -np.sqrt(2), np.nan, 0, 0])
    with pytest.raises(ValueError, match="spread is sample or population, not 'all'"):
        scores("z_score", spread="all")


FROM_REFERENCE = sorted(set(METHODS) - {"scaled", "goalposts", "linear", "exponential", "bands", "ratio_to_reference"})
OPTIONS: dict[str, dict[str, object]] = {
    "bands": {"at": [15, 35], "scores": [2, 2, 2]},
    "ratio_to_reference": {"reference_area": 3},
    "goalposts": {"goalposts": POSTS},
    "distance_to_reference": {"reference_area": 3},
    "distance_to_target": {"targets": np.array([5.0, 400.0])},
}


@pytest.mark.parametrize("method", FROM_REFERENCE)
def test_an_indicator_without_variation_is_refused_by_its_position(method):
    x = np.array([[1.0, 5.0], [2.0, 5.0], [3.0, np.nan], [4.0, 5.0 + 1e-14]])
    with pytest.raises(NoVariation, match="column 1 has no variation") as refused:
        METHODS[method](x, x, SIGN, **OPTIONS.get(method, {}))
    assert refused.value.columns == (1,)


@pytest.mark.parametrize("method", sorted(METHODS))
def test_a_column_without_figures_stays_without(method):
    x = table(PLACES)[2]
    x[:, 1] = np.nan
    found = METHODS[method](x, x, SIGN, **OPTIONS.get(method, {}))
    assert np.isnan(found[:, 1]).all()
    assert not np.isnan(found[:, 0]).any()


def test_constants_of_a_base_period_are_not_moved_by_the_figures_of_a_later_one():
    base = np.array([[10.0], [20.0], [30.0]])
    later = np.array([[15.0], [40.0], [np.nan]])
    one = np.ones(1)
    np.testing.assert_allclose(METHODS["min_max"](later, base, one)[:, 0], [25, 150, np.nan])
    np.testing.assert_allclose(METHODS["z_score"](later, base, one)[:, 0], [-0.5, 2, np.nan])
    np.testing.assert_allclose(METHODS["rank"](later, base, one)[:, 0], [2, 4, np.nan])
    np.testing.assert_allclose(METHODS["percentile_rank"](later, base, one)[:, 0], [50, 100, np.nan])
    np.testing.assert_allclose(METHODS["distance_to_maximum"](later, base, one)[:, 0], [0.25, 1.5, np.nan])
    np.testing.assert_allclose(METHODS["fraction_of_maximum"](later, base, one)[:, 0], [0.5, 4 / 3, np.nan])
    assert METHODS["exponential_rank"](later, base, one)[1, 0] == pytest.approx(100)
    assert METHODS["normal_scores"](later, base, one)[0, 0] == pytest.approx(0, abs=0.5)
