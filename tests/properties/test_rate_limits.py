"""What is true of every rate: limits hold the value, the slow obvious versions agree, and units do not matter."""

from __future__ import annotations

import math

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.optimize import brentq
from scipy.stats import binom, norm, poisson

from placebook.methods.life import life_expectancy
from placebook.methods.rates import EXACT_BELOW, count_limits, exact_limits, proportion, rate
from placebook.methods.standardise import directly_standardised, expected_events, standardised_ratio

COUNTS = st.integers(0, 60)
LEVELS = st.floats(50, 99.99)
FEW = settings(max_examples=20)


@FEW
@given(COUNTS, LEVELS)
def test_exact_limits_are_the_means_that_could_just_have_given_the_count(count, level):
    """Slow version: look for the mean at which so many or more, or so few or fewer, have the chance of one tail."""
    tail = (1 - level / 100) / 2
    lower, upper = (float(limit[0, 0]) for limit in exact_limits([count], (level,)))
    if count:
        sought = brentq(lambda mean: poisson.sf(count - 1, mean) - tail, 1e-12, 1000, xtol=1e-13, rtol=1e-13)
        assert math.isclose(lower, sought, rel_tol=1e-7)
    sought = brentq(lambda mean: poisson.cdf(count, mean) - tail, 1e-12, 1000, xtol=1e-13, rtol=1e-13)
    assert math.isclose(upper, sought, rel_tol=1e-7)


@FEW
@given(COUNTS, st.integers(1, 1000), LEVELS)
def test_limits_hold_the_rate_and_a_rate_is_the_same_per_anything(count, people, level):
    found, other = (rate([count], [people], per, (level,)) for per in (1, 1000))
    assert found.lower[0, 0] <= found.value[0] <= found.upper[0, 0]
    np.testing.assert_allclose(found.upper * 1000, other.upper, rtol=1e-12)
    if count >= EXACT_BELOW:
        z = norm.ppf(0.5 + level / 200)
        slow = count * (1 - 1 / (9 * count) - z / (3 * math.sqrt(count))) ** 3 / people
        assert math.isclose(found.lower[0, 0], slow, rel_tol=1e-9, abs_tol=1e-12)


@FEW
@given(st.integers(1, 400), st.data(), LEVELS)
def test_wilsons_limits_are_where_the_count_is_just_z_errors_away(people, data, level):
    """Slow version: the share p whose own standard error, times z, is how far the count lies from it."""
    count = data.draw(st.integers(0, people))
    found, z = proportion([count], [people], 1, (level,)), norm.ppf(0.5 + level / 200)
    for limit, end in ((found.lower[0, 0], 0), (found.upper[0, 0], 1)):
        assert 0 <= limit <= 1
        if count != end * people:
            assert math.isclose(
                abs(count / people - limit), z * binom.std(1, limit) / math.sqrt(people), rel_tol=1e-6, abs_tol=1e-9
            )
    assert found.lower[0, 0] <= found.value[0] <= found.upper[0, 0]


BANDS = st.lists(st.tuples(COUNTS, st.integers(1, 500), st.integers(1, 500)), min_size=2, max_size=6)


@FEW
@given(BANDS, LEVELS)
def test_standardised_rates_equal_a_loop_over_bands(bands, level):
    value = variance = total = whole = 0.0
    for events, people, standard in bands:
        value += standard * events / people
        variance += standard**2 * events / people**2
        total += events
        whole += standard
    x, n, w = (np.array(column, dtype=float)[None] for column in zip(*bands, strict=True))
    found = directly_standardised(x, n, w, 1, (level,))
    ratio = standardised_ratio(x.sum(axis=1), expected_events(n, x, n), 1, (level,))
    if total < EXACT_BELOW:
        assert found.why[0] == "fewer than 10 events"
        return
    assert ratio.value[0] == 1.0 or math.isclose(ratio.value[0], 1.0)
    lower, upper = (float(limit[0, 0]) for limit in count_limits([total], (level,)))
    step = math.sqrt(variance / total) / whole
    assert math.isclose(found.value[0], value / whole, rel_tol=1e-9)
    assert math.isclose(found.lower[0, 0], value / whole + step * (lower - total), rel_tol=1e-9, abs_tol=1e-12)
    assert math.isclose(found.upper[0, 0], value / whole + step * (upper - total), rel_tol=1e-9)


@FEW
@given(st.lists(st.tuples(st.integers(0, 300), st.integers(1000, 5000)), min_size=2, max_size=8), st.integers(1, 300))
def test_life_expectancy_equals_a_table_written_line_by_line(bands, last):
    """Slow version: people die one band after the other, and each life is added up."""
    deaths, people = [d for d, _ in bands] + [last], [n for _, n in bands] + [5000]
    ages = [0, *range(1, 5 * len(bands), 5)][: len(deaths)]
    alive, lived, at = 1.0, [], []
    for i in range(len(deaths)):
        at.append(alive)
        risk = deaths[i] / people[i]
        if i == len(deaths) - 1:
            lived.append(alive / risk)
            break
        years = ages[i + 1] - ages[i]
        share = 0.1 if (ages[i], years) == (0, 1) else 0.5
        chance = min(1.0, years * risk / (1 + years * (1 - share) * risk))
        lived.append(years * (alive - (1 - share) * alive * chance))
        alive *= 1 - chance
    slow = [sum(lived[i:]) / at[i] for i in range(len(deaths))]
    found = life_expectancy([deaths], [people], ages, widest=1e9)
    np.testing.assert_allclose(found.value[0], slow, rtol=1e-9)
    assert np.all(found.lower[0, :, 0] <= found.value[0])
