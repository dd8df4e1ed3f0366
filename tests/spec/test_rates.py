"""Rates, proportions, means, standardised rates and life expectancy on figures that a person can check by hand."""

from __future__ import annotations

import numpy as np
import pytest

from drawn import table
from placebook.methods.estimates import NO_DENOMINATOR, NO_NUMERATOR, ZERO_DENOMINATOR, standard_errors
from placebook.methods.life import life_expectancy
from placebook.methods.rates import byar_limits, count_limits, exact_limits, mean, proportion, rate
from placebook.methods.standardise import (
    directly_standardised,
    expected_events,
    reference_rate,
    standardised_ratio,
)

NAN = float("nan")


def test_a_rate_is_events_over_people_and_says_why_there_is_none():
    names, _, counts = table("""
                    | events | people
        ------------+--------+-------
        Ashford     |     20 |   4000
        Barton      |      0 |   4000
        Empty Moor  |      0 |      0
        Full Moor   |      3 |      0
        Unasked     |        |   4000
        Uncounted   |      3 |
        Both        |        |
    """)
    found = rate(counts[:, 0], counts[:, 1], per=1000)
    assert dict(zip(names, found.why, strict=True)) == {
        "Ashford": "",
        "Barton": "",
        "Empty Moor": ZERO_DENOMINATOR,
        "Full Moor": ZERO_DENOMINATOR,
        "Unasked": NO_NUMERATOR,
        "Uncounted": NO_DENOMINATOR,
        "Both": NO_NUMERATOR,
    }
    assert found.value[:2].tolist() == [5, 0]
    for figures in (found.value, found.lower[:, 0], found.upper[:, 0]):
        assert np.isnan(figures).tolist() == [bool(why) for why in found.why]


def test_no_events_still_have_an_upper_limit():
    """Nothing was seen: with a true mean of 3.689 that happens once in forty times, exp(-3.689) = 0.025."""
    lower, upper = exact_limits([0.0])
    assert lower[0, 0] == 0
    assert upper[0, 0] == pytest.approx(-np.log(0.025), rel=1e-12)
    assert rate([0], [1000], per=1000).upper[0, 0] == pytest.approx(3.6889, abs=1e-4)


def test_limits_are_exact_below_ten_and_byars_from_ten_on():
    counts = [9, 9.5, 10, 11]
    lower, upper = count_limits(counts, (95, 99.8))
    for found, exact, byar in zip(
        (lower, upper), exact_limits(counts, (95, 99.8)), byar_limits(counts, (95, 99.8)), strict=True
    ):
        assert found[:2].tolist() == exact[:2].tolist()
        assert found[2:].tolist() == byar[2:].tolist()
        np.testing.assert_allclose(exact[2:], byar[2:], rtol=0.016)


def test_a_wider_level_gives_wider_limits():
    found = rate([25], [1000], 1000, (50, 90, 95, 99.8, 99.99))
    assert np.all(np.diff(found.lower[0]) < 0)
    assert np.all(np.diff(found.upper[0]) > 0)
    assert standard_errors((95, 99.8)) == pytest.approx([1.959964, 3.090232], abs=1e-6)


@pytest.mark.parametrize("level", [0.95, 49, 100, 101, NAN])
def test_a_level_that_is_no_percentage_is_refused(level):
    with pytest.raises(ValueError, match="a percentage from 50"):
        rate([1], [2], confidence=(level,))


def test_no_level_at_all_is_refused():
    with pytest.raises(ValueError, match="a percentage from 50"):
        rate([1], [2], confidence=())


@pytest.mark.parametrize("make", [rate, proportion, standardised_ratio])
def test_a_count_below_zero_is_refused_with_its_place(make):
    with pytest.raises(ValueError, match=r"cannot be -1 \(number 2\)"):
        make([3, -1, 2], [10, 10, 10])
    with pytest.raises(ValueError, match=r"cannot be -10 \(number 3\)"):
        make([3, 1, 2], [10, 10, -10])
    with pytest.raises(ValueError, match="cannot be inf"):
        make([np.inf], [10])


def test_a_rate_may_be_more_than_one_each_and_a_proportion_may_not():
    assert rate([12], [10], per=1).value[0] == 1.2
    with pytest.raises(ValueError, match=r"12 of 10 is no proportion \(number 2\); a part is at most the whole"):
        proportion([5, 12], [10, 10])


def test_wilsons_limits_stay_between_none_and_all():
    """Of 10 people none: (z^2 + z^2) / (2 (10 + z^2)) = 3.8415 / 13.8415 = 0.2775."""
    found = proportion([0, 10, 5], [10, 10, 10])
    assert found.lower[:, 0].tolist()[0] == 0
    assert found.upper[:, 0].tolist()[1] == 1
    assert found.upper[0, 0] == pytest.approx(0.27753, abs=1e-5)
    assert found.lower[1, 0] == pytest.approx(1 - 0.27753, abs=1e-5)
    assert found.value[2] - found.lower[2, 0] == pytest.approx(found.upper[2, 0] - found.value[2])


@pytest.mark.parametrize("make", [rate, proportion])
@pytest.mark.parametrize("per", [0, -1, NAN])
def test_a_rate_is_per_something(make, per):
    with pytest.raises(ValueError, match="above zero"):
        make([1], [2], per=per)


def test_a_mean_of_four_measurements():
    """2, 4, 4, 6: mean 4, deviation sqrt(8 / 3), Student's 3.1824 with 3 degrees of freedom, half width 2.5985."""
    found, deviation = mean([16, 7, 0], [8, 0, 0], [4, 1, 0])
    assert found.value[:2].tolist() == [4, 7]
    assert deviation[0] == pytest.approx((8 / 3) ** 0.5)
    assert found.upper[0, 0] - 4 == pytest.approx(3.182446 * (8 / 3) ** 0.5 / 2, abs=1e-6)
    assert np.isnan(found.lower[1, 0])  # one measurement says nothing of the spread
    assert found.why.tolist() == ["", "", "there is no measurement"]


BANDS = """
        | young | old
    ----+-------+-----
    A   |  1000 | 100
    B   |   100 | 1000
"""


def test_two_areas_of_equal_risks_have_equal_standardised_rates():
    """Risks are 10 in 1,000 young and 100 in 1,000 old people: with a standard of half and half, 55 in 1,000."""
    _, _, people = table(BANDS)
    events = people * [0.01, 0.1]
    found = directly_standardised(events, people, [1, 1], per=1000)
    assert found.value == pytest.approx([55, 55])
    assert rate(events.sum(axis=1), people.sum(axis=1), per=1000).value == pytest.approx([18.18, 91.82], abs=0.01)


def test_a_standard_like_the_area_gives_its_crude_rate_and_limits():
    _, _, people = table(BANDS)
    events = people * [0.05, 0.05]
    found = directly_standardised(events, people, people, per=1000)
    crude = rate(events.sum(axis=1), people.sum(axis=1), per=1000)
    np.testing.assert_allclose(found.value, crude.value, rtol=1e-12)
    np.testing.assert_allclose(found.lower, crude.lower, rtol=1e-12)
    np.testing.assert_allclose(found.upper, crude.upper, rtol=1e-12)


def test_a_standardised_rate_has_no_value_where_a_band_is_missing_empty_or_events_are_few():
    events = [[6, 4], [5, 4], [NAN, 40], [6, 4], [0, 40]]
    people = [[100, 100], [100, 100], [100, 100], [NAN, 100], [0, 100]]
    found = directly_standardised(events, people, [1, 1])
    assert found.why.tolist() == [
        "",
        "fewer than 10 events",
        "a count or a population of one band is missing",
        "a count or a population of one band is missing",
        "a band has nobody in it",
    ]
    assert np.isnan(found.value).tolist() == [False, True, True, True, True]
    assert directly_standardised(events, people, [1, 1], fewest=0).value[1] == 4500


def test_a_standard_population_needs_people():
    with pytest.raises(ValueError, match="somebody in it"):
        directly_standardised([[6, 4]], [[9, 9]], [0, 0])
    with pytest.raises(ValueError, match="every band"):
        directly_standardised([[6, 4]], [[9, 9]], [NAN, 1])


def test_a_ratio_sets_what_happened_against_what_the_reference_would_lead_one_to_expect():
    """1,000 young at 10 in 1,000 and 100 old at 100 in 1,000: 20 expected, and 30 happened."""
    _, _, people = table(BANDS)
    expected = expected_events(people, [10, 100], [1000, 1000])
    assert expected.tolist() == [20, 101]
    found = standardised_ratio([30, 101], expected, per=100)
    assert found.value.tolist() == [150, 100]
    as_rate = standardised_ratio([30, 101], expected, per=float(reference_rate([10, 100], [1000, 1000], 1000)))
    assert as_rate.value == pytest.approx([82.5, 55])  # the reference's crude rate is 55 in 1,000


def test_a_ratio_says_why_there_is_none():
    found = standardised_ratio([NAN, 3, 3, 0], [2, NAN, 0, 2])
    assert found.why.tolist() == ["the count is missing", "what is expected is not known", "nothing is expected", ""]
    assert np.isnan(expected_events([[1, 1]], [1, 1], [10, 0]))[0]


AGES = (0, 1, 5)


def test_a_life_table_of_three_bands_by_hand():
    """Half of a thousandth dies early in each band, and people aged 5 live 1 / 0.02 = 50 years more.

    0: M = 0.01, q = 0.01 / (1 + 0.9 * 0.01) = 0.0099108       lived 1 - 0.9 q = 0.9910803
    1: M = 0.001, q = 4 * 0.001 / (1 + 2 * 0.001) = 0.0039920  lived 4 (1 - q / 2) l = 3.9524519, l = 0.9900892
    5: l = 0.9861367, lived l / 0.02 = 49.3068375
    """
    found = life_expectancy([[10, 4, 40]], [[1000, 4000, 2000]], AGES, widest=99)
    assert found.value[0] == pytest.approx([54.2503694, 53.7924152, 50], abs=1e-6)
    assert found.value[0, 2] - found.lower[0, 2, 0] == pytest.approx(1.959964 * 50 / 40**0.5, abs=1e-5)


def test_life_expectancy_says_why_there_is_none():
    deaths = [[1, 1, 9], [1, NAN, 9], [1, 1, 9], [1, 1, 9], [1, 1, 0], [1, 4001, 9]]
    people = [[1000, 4000, 999], [1000, 4000, 999], [0, 4000, 1000], [1000, 3000, 999], [1000, 4000, 999]]
    people.append([1000, 4000, 999])
    found = life_expectancy(deaths, people, AGES, widest=1e9)
    assert found.why[:, 0].tolist() == [
        "",
        "deaths or people of one band are missing",
        "a band has nobody in it",
        "fewer than 5,000 people",
        "nobody died in the last band",
        "a band has more deaths than people",
    ]
    assert np.isnan(found.value).all(axis=1).tolist() == [False, True, True, True, True, True]


def test_no_deaths_in_a_younger_band_are_no_hindrance():
    found = life_expectancy([[0, 0, 40]], [[1000, 4000, 2000]], AGES, widest=99)
    assert found.value[0] == pytest.approx([55, 54, 50])
    assert np.all(np.isfinite(found.lower))


def test_limits_twenty_years_apart_leave_the_value_out_and_stay_themselves():
    found = life_expectancy([[1, 1, 4]], [[1000, 4000, 200]], AGES)
    assert found.why[0].tolist() == ["the 95% limits lie more than 20 years apart"] * 3
    assert np.isnan(found.value).all()
    assert np.all(found.upper - found.lower > 20)


def test_a_band_in_which_everyone_dies_ends_the_table_there():
    """Two in three die of 5 years' rate 0.5: q is 2.5 / 2.25, above 1, so 1: half of five years are lived."""
    found = life_expectancy([[500, 10]], [[1000, 4000]], (60, 65), widest=1e9)
    assert found.value[0, 0] == pytest.approx(2.5)
    assert found.why[0].tolist() == ["", "nobody reaches this age"]
    assert np.isnan(found.value[0, 1])


@pytest.mark.parametrize("ages", [(0, 5, 1), (0, 0, 5), (-1, 1, 5), (0, 5), (0, 1, NAN), (0, 1, 5, 10)])
def test_ages_must_rise_and_be_as_many_as_bands(ages):
    with pytest.raises(ValueError, match="age"):
        life_expectancy([[1, 1, 9]], [[1000, 4000, 999]], ages)


def test_a_last_band_at_another_age_and_single_years_work():
    steady = np.full((1, 101), 10.0), np.full((1, 101), 1000.0)
    found = life_expectancy(*steady, ages=list(range(101)), fewest_people=0, widest=1e9)
    assert found.value[0, 100] == pytest.approx(100)
    assert found.value[0, 50] == pytest.approx(100, abs=0.01)  # a steady risk of 1 in 100: 100 years at every age
