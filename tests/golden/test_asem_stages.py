"""From raw figures to normalised ones, stage by stage, as COINr 1.1.14 did it on its ASEM example (51 x 49).

Source: output of COINr 1.1.14 (Becker and others 2022, MIT licence) on its own data.
"""

from __future__ import annotations

from itertools import pairwise

import numpy as np
import pytest

from asem import CLOSE, Asem
from placebook.methods import impute, moments, treat
from placebook.methods.normalise import METHODS
from placebook.methods.rank import competition_rank
from placebook.types import Numbers


@pytest.fixture(scope="module")
def asem(shared):
    return Asem(shared / "asem")


@pytest.fixture(scope="module")
def leaves(asem):
    return [row for row in asem.rows("iMeta") if row["Type"] == "Indicator"]


@pytest.fixture(scope="module")
def codes(leaves):
    return [row["iCode"] for row in leaves]


@pytest.fixture(scope="module")
def sign(leaves):
    return np.array([float(row["Direction"]) for row in leaves])


@pytest.fixture(scope="module")
def imputed(asem, codes):
    return asem.figures("dset_Imputed", codes)


@pytest.fixture(scope="module")
def treated(asem, codes):
    return asem.figures("dset_Treated", codes)


def check(found: Numbers, published: Numbers) -> None:
    np.testing.assert_allclose(found, published, rtol=CLOSE, atol=CLOSE)


# --- impute --------------------------------------------------------------------------------------


def test_imputed_with_the_average_of_europe_or_asia(asem, codes, imputed):
    before = asem.figures("dset_Denominated", codes)
    group = {row["uCode"]: row["EurAsia_group"] for row in asem.rows("iData")}
    groups = [group[row["uCode"]] for row in asem.rows("dset_Denominated")]
    filled = impute.METHODS["group_mean"](before[:, :, np.newaxis], groups=groups)
    assert filled.estimated.sum() == np.isnan(before).sum() == 65
    check(filled.values[:, :, 0], imputed)


# --- treat ---------------------------------------------------------------------------------------


def details(asem: Asem, codes: list[str], heading: str) -> Numbers:
    rows = {row["iCode"]: row for row in asem.rows("treat_details")}
    return np.array([float(rows[code][heading] or "nan") for code in codes])


def test_skewness_and_kurtosis_before_and_after_treatment(asem, codes, imputed, treated):
    check(moments.skewness(imputed), details(asem, codes, "check_SkewKurt0.Skew"))
    check(moments.kurtosis(imputed), details(asem, codes, "check_SkewKurt0.Kurt"))
    after = details(asem, codes, "check_SkewKurt1.Skew")  # only where something was done
    there = ~np.isnan(after)
    check(moments.skewness(treated)[there], after[there])
    check(moments.kurtosis(treated)[there], details(asem, codes, "check_SkewKurt1.Kurt")[there])


def test_the_default_decision_treats_the_same_fifteen_indicators(asem, codes, imputed, treated):
    ours = treat.METHODS["skew_kurtosis"](imputed)
    check(ours.values, treated)
    points = details(asem, codes, "winsorise.nwin")
    ends = np.where(codes == np.array("FemLab"), "low", "high")  # the one with a long low tail
    said = ["none" if np.isnan(n) else f"winsorised {n:.0f} {end}" for n, end in zip(points, ends, strict=True)]
    assert ours.what == tuple(said)
    assert len(said) - said.count("none") == 15


def test_fewer_points_to_winsorise_send_more_indicators_to_the_logarithm(imputed):
    # the figures themselves are checked run by run in test_asem_uncertainty
    logs = [treat.METHODS["skew_kurtosis"](imputed, winmax=most).what.count("log") for most in range(6)]
    assert logs == [15, 11, 8, 1, 0, 0]


# --- normalise -----------------------------------------------------------------------------------


def test_the_normalised_stage(asem, codes, sign, treated):
    check(METHODS["min_max"](treated, treated, sign), asem.figures("dset_Normalised", codes))


@pytest.mark.parametrize(
    ("file", "method"),
    [("n_minmax", "min_max"), ("n_zscore", "z_score"), ("n_dist2max", "distance_to_maximum")],
)
def test_normalised_from_the_data_alone(asem, codes, sign, treated, file, method):
    check(METHODS[method](treated, treated, sign), asem.figures(f"norm_{file}", codes))


def test_distance_to_a_reference_country(asem, codes, sign, treated):
    # the file does not say which country; Bulgaria is the one that scores 1 throughout
    countries = [row["uCode"] for row in asem.rows("dset_Treated")]
    found = METHODS["distance_to_reference"](treated, treated, sign, reference_area=countries.index("BGR"))
    check(found, asem.figures("norm_n_dist2ref", codes))


def test_scaled(asem, codes, sign, treated):
    # COINr negates lower-is-better figures before it applies the scale 0 to 100, so that for them it stands
    # for -100 to 0 in their own unit
    higher = METHODS["scaled"](treated, treated, sign, low=0, high=100)
    lower = METHODS["scaled"](treated, treated, sign, low=-100, high=0)
    check(np.where(sign > 0, higher, lower), asem.figures("norm_n_scaled", codes))


def test_goalposts(asem, codes, treated):
    # the goalposts that give the file back lie one tenth of the range below the lowest and the highest figure,
    # and it was made without turning lower-is-better indicators round: every sign is +1
    lowest, highest = treated.min(axis=0), treated.max(axis=0)
    down = 0.1 * (highest - lowest)
    posts = np.column_stack([lowest - down, highest - down])
    found = METHODS["goalposts"](treated, treated, np.ones(len(codes)), goalposts=posts)
    check(found, asem.figures("norm_n_goalposts", codes))


def test_rank_and_borda(asem, codes, sign, treated):
    # Tolerance for minorities holds 5.1 three times and 3.4 twice. In COINr's memory two of them, of Greece
    # and Japan, were a rounding error above the others, which does not show in the file's fifteen digits.
    # Here such figures tie; lifted by a hair, they come out in COINr's order.
    published = asem.figures("norm_n_rank", codes)
    ours = METHODS["rank"](treated, treated, sign)
    column = codes.index("TolMin")
    assert np.argwhere(ours != published).tolist() == [[4, column], [9, column], [37, column]]
    lifted = treated.copy()
    lifted[[17, 24], column] += 1e-6
    check(METHODS["rank"](lifted, lifted, sign), published)
    check(METHODS["borda"](lifted, lifted, sign), asem.figures("norm_n_borda", codes))
    check(METHODS["percentile_rank"](lifted, lifted, sign), 100 * (published - 1) / 50)  # COINr's n_prank


# --- the exponential rank of the English Indices of Deprivation ----------------------------------

DOMAINS = {
    "rank_Income": 0.225,
    "rank_Employment": 0.225,
    "rank_Education,": 0.135,
    "rank_Health": 0.135,
    "rank_Crime": 0.093,
    "rank_Barriers": 0.093,
    "rank_Living": 0.093,
}


def test_exponential_rank_gives_the_published_deprivation_scores(shared):
    # MHCLG (2019), English Indices of Deprivation 2019, 32,844 LSOAs; published to three decimals
    england = Asem(shared / "iod2019")
    ranks = england.figures("lsoa", list(DOMAINS))
    lower_rank_scores_higher = -np.ones(len(DOMAINS))
    scored = METHODS["exponential_rank"](ranks, ranks, lower_rank_scores_higher, given=True)
    total = scored @ np.array(list(DOMAINS.values()))
    published = england.figures("lsoa", ["imd_score_published", "imd_rank"])
    assert np.abs(total - published[:, 0]).max() < 0.0006
    assert len(total) == 32_844
    assert (competition_rank(total) == published[:, 1]).mean() > 0.999


def test_stages_follow_each_other(asem, codes):
    """Each stage has the countries in the same order, so that rows may be compared by position."""
    order = [[row["uCode"] for row in asem.rows(f"dset_{stage}")] for stage in ("Denominated", "Imputed", "Treated")]
    for earlier, later in pairwise(order):
        assert earlier == later
