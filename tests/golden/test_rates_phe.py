"""Rates, proportions, means, standardised rates and life expectancy as PHEindicatormethods 2.0.0 gives them.

Every row and every figure of the tables in ../shared/data/small-area, to 1e-9: 60 rates, 60 proportions, 5 means,
8 directly standardised rates, 8 ratios and 20 life expectancies, with their 95 and 99.8 per cent limits.
"""

from __future__ import annotations

import csv
from pathlib import Path

import numpy as np
import pytest

from placebook.methods.estimates import Estimate
from placebook.methods.life import life_expectancy
from placebook.methods.rates import EXACT_BELOW, mean, proportion, rate
from placebook.methods.standardise import directly_standardised, expected_events, standardised_ratio
from placebook.types import Numbers

BOTH = (95, 99.8)
Columns = dict[str, list[str]]


def columns(path: Path) -> Columns:
    with path.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    return {heading: [row[heading] for row in rows] for heading in rows[0]}


def figures(found: Columns, heading: str) -> Numbers:
    return np.array([float(cell) for cell in found[heading]])


def by_area(found: Columns, heading: str) -> Numbers:
    """Shape (areas, bands): areas in the order in which they come."""
    areas = list(dict.fromkeys(found["area"]))
    cells = figures(found, heading)
    return np.array([[v for a, v in zip(found["area"], cells, strict=True) if a == area] for area in areas])


def assert_equal(found: Numbers, published: Numbers) -> None:
    np.testing.assert_allclose(found, published, rtol=1e-9, atol=1e-9)


def assert_limits(found: Estimate, published: Columns) -> None:
    assert_equal(found.value, figures(published, "value"))
    for level, label in enumerate(("95_0", "99_8")):
        assert_equal(found.lower[:, level], figures(published, f"lower{label}cl"))
        assert_equal(found.upper[:, level], figures(published, f"upper{label}cl"))
    assert set(published["confidence"]) == {"95%, 99.8%"}
    assert not any(found.why)


@pytest.fixture(scope="module")
def small(shared) -> Path:
    return shared / "small-area"


def test_rates(small):
    published = columns(small / "phe_rate.csv")
    assert_limits(rate(figures(published, "num"), figures(published, "den"), 100_000, BOTH), published)
    exact = ["Exact" if float(x) < EXACT_BELOW else "Byars" for x in published["num"]]
    assert (len(exact), exact, set(published["statistic"])) == (60, published["method"], {"rate per 100000"})


def test_proportions(small):
    published = columns(small / "phe_proportion.csv")
    assert len(published["num"]) == 60
    top, bottom = figures(published, "num"), figures(published, "den")
    assert_limits(proportion(top, bottom, 100, BOTH), published)


def test_means(small):
    measured, published = columns(small / "phe_mean_input.csv"), columns(small / "phe_mean.csv")
    values, group = figures(measured, "v"), np.array(measured["g"])
    each = [values[group == name] for name in published["g"]]
    total, count = np.array([v.sum() for v in each]), np.array([len(v) for v in each])
    found, deviation = mean(total, [((v - v.mean()) ** 2).sum() for v in each], count, BOTH)
    assert_limits(found, published)
    assert_equal(deviation, figures(published, "stdev"))
    assert_equal(total, figures(published, "value_sum"))
    assert_equal(count, figures(published, "value_count"))


def test_directly_standardised_rates(small):
    given, published = columns(small / "dsr_isr_input.csv"), columns(small / "phe_dsr.csv")
    events, people = by_area(given, "n"), by_area(given, "pop")
    assert events.shape == (8, 19)
    found = directly_standardised(events, people, by_area(given, "std"), 100_000, BOTH)
    assert_limits(found, published)
    assert_equal(events.sum(axis=1), figures(published, "total_count"))
    assert_equal(people.sum(axis=1), figures(published, "total_pop"))


def test_indirectly_standardised_ratios(small):
    given, published = columns(small / "dsr_isr_input.csv"), columns(small / "calculate_ISRatio.csv")
    observed = by_area(given, "n").sum(axis=1)
    expected = expected_events(by_area(given, "pop"), by_area(given, "ref_n"), by_area(given, "ref_pop"))
    assert_limits(standardised_ratio(observed, expected, 1, BOTH), published)
    assert_equal(observed, figures(published, "observed"))
    assert_equal(expected, figures(published, "expected"))


def test_life_expectancy(small):
    given, published = columns(small / "life_expectancy_input.csv"), columns(small / "life_expectancy.csv")
    deaths, people, ages = (figures(given, name) for name in ("deaths", "pops", "startage"))
    found = life_expectancy(deaths[None], people[None], ages)
    assert_equal(found.value[0], figures(published, "value"))
    assert_equal(found.lower[0, :, 0], figures(published, "lowercl"))
    assert_equal(found.upper[0, :, 0], figures(published, "uppercl"))
    assert_equal(np.cumsum(people[::-1])[::-1], figures(published, "pops_used"))
    assert_equal(np.cumsum(deaths[::-1])[::-1], figures(published, "dths_used"))
    assert len(published["value"]) == 20
