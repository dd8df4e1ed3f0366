"""Funnels and quantiles as PHEindicatormethods gives them (UK Health Security Agency, GPL-3; figures only, no code).

Its funnels of counts come from a search that stops within 1e-7 of the whole, so they are equal to that; those of
proportions are published with six decimals.
"""

from __future__ import annotations

import numpy as np
import pytest

from placebook.methods.compare import funnel
from placebook.methods.pool import quantiles

# Counts of a ratio, and for each the expected counts at which they lie just on a limit, with that limit in per cent:
# below 95, above 95, below 99.8, above 99.8
RATIOS = {
    1: (5.571644585, 17.94802207, 0.025317898, 3949.774946, 9.233410143, 10.83023482, 0.001000547, 99945.32721),
    9: (17.08479966, 52.67840524, 4.11537405, 218.6921502, 22.65737951, 39.72215762, 2.452425215, 366.9836676),
    10: (18.39035799, 54.3763205, 4.795387629, 208.5337156, 24.13397235, 41.43536693, 2.960519925, 337.778507),
    100: (121.6268111, 82.21871402, 81.36400699, 122.9044681, 134.9243187, 74.11562345, 71.92139974, 139.0406755),
    716: (770.4222128, 92.93605352, 664.5083011, 107.7488421, 802.60414, 89.20960712, 636.1521174, 112.5516964),
}
# People, and limits round 80.642448 per cent: low and high at 95, low and high at 99.8
PROPORTIONS = {
    16: (61.282902, 100, 50.118675, 100),
    50: (69.691035, 91.593861, 63.375595, 97.909301),
    1008: (78.203374, 83.081521, 76.796814, 84.488082),
    20742: (80.10476, 81.180135, 79.794688, 81.490208),
    110000: (80.408963, 80.875933, 80.274317, 81.010578),
}
# Events, people, and how the area lies beside the rate of 39 areas, of which these are those nearest to a limit
ALL_39 = 75_831 / 11_045_484
RATES = (
    (2111, 307381, ""), (2083, 297424, ""), (2061, 294692, ""), (2033, 277710, "high 95"), (2010, 285516, ""),
    (2004, 269449, "high 99.8"), (1881, 289653, "low 95"), (1844, 282519, "low 95"), (1833, 280271, "low 95"),
    (1825, 284206, "low 95"), (1816, 274508, ""), (1809, 288384, "low 99.8"), (1798, 287072, "low 99.8"),
)  # fmt: skip
# Tenths of twelve, and of twenty-three areas within a region, from the highest figure to the lowest
TENTHS = {12: "1 1 2 3 4 5 6 6 7 8 9 10", 23: "1 1 1 2 2 3 3 4 4 4 5 5 6 6 7 7 7 8 8 9 9 10 10"}


@pytest.mark.parametrize("count", RATIOS)
def test_counts_that_lie_on_the_published_funnel_of_a_ratio(count: int) -> None:
    expected, limit = np.array(RATIOS[count]).reshape(4, 2).T
    found = funnel([0] * 4, expected, "ratio", per=100, benchmark=100).limits
    ours = found.lower[0, 0], found.upper[1, 0], found.lower[2, 1], found.upper[3, 1]
    np.testing.assert_allclose(ours, limit, rtol=1e-5 if count == 1 else 2e-6)


def test_the_published_funnel_of_proportions_to_its_six_decimals() -> None:
    found = funnel([0] * len(PROPORTIONS), list(PROPORTIONS), "proportion", per=100, benchmark=80.642448).limits
    ours = np.stack([found.lower[:, 0], found.upper[:, 0], found.lower[:, 1], found.upper[:, 1]], axis=1)
    np.testing.assert_allclose(ours, list(PROPORTIONS.values()), atol=1.5e-6)  # the benchmark itself has six decimals


def test_the_areas_that_stand_out_are_those_that_were_published() -> None:
    events, people, published = zip(*RATES, strict=True)
    found = funnel(events, people, benchmark=ALL_39).limits
    rate = np.array(events) / np.array(people)
    for at, said in enumerate(published):
        high, low = rate[at] > found.upper[at], rate[at] < found.lower[at]
        side = "high" if high[0] else "low"
        assert said == (f"{side} {'99.8' if high[1] or low[1] else '95'}" if high[0] or low[0] else ""), events[at]


@pytest.mark.parametrize("areas", TENTHS)
def test_tenths_within_a_region(areas: int) -> None:
    assert quantiles(np.arange(areas, 0, -1.0)).tolist() == list(map(float, TENTHS[areas].split()))


def test_fewer_areas_than_groups_have_no_tenths() -> None:
    """Nine areas of a region cannot be ten tenths."""
    assert np.isnan(quantiles(np.arange(9.0))).all()
    assert np.isnan(quantiles([*range(9), np.nan])).all()
    assert quantiles(np.arange(10.0)).tolist() == list(range(10, 0, -1))
