"""The example's nearest councils beside the 20 nearest neighbours that the Office for National Statistics published.

The Office compares other figures, and districts of every kind, so that the two lists need not agree. What is held here
is how far they do, and that the example's figures are those published.
"""

from __future__ import annotations

import csv
import json
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from placebook.book.peer_tables import peer_table, read_described
from placebook.measure.nationwide import nationwide_peers

EXAMPLE = Path(__file__).resolve().parents[2] / "src" / "placebook" / "content" / "example"
PUBLISHED = {  # variable -> file, indicator, period
    "pay": ("gross-median-weekly-pay", "Gross median weekly pay", "2025-04-30"),
    "child-poverty": (
        "children-in-relative-poverty",
        "Children in relative poverty before housing costs",
        "2024-04-01/P1Y",
    ),
    "claimants": ("claimant-count", "Claimant Count", "2025-01-01/P1Y"),
}


@pytest.fixture(scope="module")
def councils():
    return peer_table(EXAMPLE, read_described(EXAMPLE / "peers" / "districts.yaml"))


@pytest.fixture(scope="module")
def published(shared):
    return json.loads((shared / "peers" / "areas-similar.json").read_text(encoding="utf-8"))


def test_newham_is_most_like_barking_and_dagenham(councils):
    found = nationwide_peers(councils, "E09000002")
    assert [councils.name(one) for one in found.areas[:4]] == ["Newham", "Brent", "Haringey", "Wolverhampton"]
    assert [round(one.match, 3) for one in found.found[:2]] == [0.923, 0.858]
    assert [councils.name(one) for one in found.not_compared] == ["Isles of Scilly"]


@pytest.mark.parametrize("variable", PUBLISHED)
def test_the_figures_are_those_published(shared, councils, variable):
    name, indicator, period = PUBLISHED[variable]
    with (shared / "ons-local-statistics" / f"{name}.csv").open(encoding="utf-8-sig", newline="") as file:
        rows = [row for row in csv.DictReader(file) if (row["indicator"], row["period"]) == (indicator, period)]
    there = {row["areacd"]: float(row["observation"]) for row in rows if row["observation"]}
    k = [one.id for one in councils.variables].index(variable)
    ours = dict(zip(councils.areas, councils.figures[:, k].tolist(), strict=True))
    assert {code for code, value in ours.items() if not np.isnan(value)} == set(ours) & set(there)
    assert all(abs(value - there[code]) < 0.0051 for code, value in ours.items() if code in there)


def test_seven_of_the_eighteen_that_could_be_are_among_both_twenties(councils, published):
    ours = set(nationwide_peers(replace(councils, count=20), "E09000002").areas)
    theirs = set(published["E09000002"]["global"])
    assert len(theirs & set(councils.group_of("E09000002"))) == 18  # two of the twenty are county districts
    assert len(ours & theirs) == 7


def test_over_the_country_the_overlap_is_four_times_what_chance_would_give(councils, published):
    wide = replace(councils, count=20)
    both, by_chance = [], []
    for code in councils.areas:
        group = councils.group_of(code)
        if code not in published or len(group) < 30 or code in ("E06000053",):
            continue
        theirs = set(published[code]["global"]) & set(group)
        both.append(len(theirs & set(nationwide_peers(wide, code).areas)))
        by_chance.append(20 * len(theirs) / (len(group) - 1))
    assert len(both) == 346
    assert np.mean(both) == pytest.approx(5.9, abs=0.05)
    assert np.mean(by_chance) == pytest.approx(1.5, abs=0.05)
