"""Oflog's published distances of councils from the median of their peers, in adult social care, 2015-16 to 2022-23.

Every row with a figure is reproduced, twice: from the published median and MAD's meaning, and from nothing but the
figures. The group of a row turns out to be all authorities with adult social care in England that have a figure in that
year and measure, of whatever type and region.
"""

from __future__ import annotations

import csv
from collections import defaultdict

import numpy as np
import pytest

from placebook.methods.deviation import mads_from_median

CLOSE = 1e-8  # the publisher rounds distances to nine decimals, and some medians to nine figures


@pytest.fixture(scope="module")
def groups(shared):
    """Year and measure -> figure, published median and published distance of each row that has a figure."""
    found: dict[tuple[str, str], list[tuple[float, float, float]]] = defaultdict(list)
    with (shared / "peers" / "ASC_data.csv").open(encoding="utf-8-sig", newline="") as file:
        for row in csv.DictReader(file):
            if row["Value"]:
                numbers = float(row["Value"]), float(row["MEDIAN"]), float(row["MADs_from_median"])
                found[row["Financial year"], row["Code"]].append(numbers)
    return {key: np.array(rows) for key, rows in found.items()}


def test_every_usable_row_is_there(groups):
    assert (len(groups), sum(map(len, groups.values()))) == (42, 6078)


def test_every_published_distance_comes_from_the_figures_alone(groups):
    farthest = 0.0
    for rows in groups.values():
        value, _, published = rows.T
        ours = mads_from_median(value[:, None], value[:, None])[:, 0]
        farthest = max(farthest, float(np.max(np.abs(ours - published))))
    assert farthest <= CLOSE


def test_every_published_distance_is_value_less_published_median_by_the_mad(groups):
    for rows in groups.values():
        value, median, published = rows.T
        mad = np.median(np.abs(value - median[0]))
        assert np.all(median == median[0])  # one median for each year and measure
        assert np.max(np.abs((value - median) / mad - published)) <= CLOSE


def test_the_published_medians_are_those_of_all_the_group(groups):
    for rows in groups.values():
        assert float(np.median(rows[:, 0])) == pytest.approx(rows[0, 1], abs=1e-7)
