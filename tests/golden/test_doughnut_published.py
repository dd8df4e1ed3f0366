"""The Doughnut of social and planetary boundaries, as published for the world and four groups of countries.

Through the rules and limits of the shipped portrait `doughnut-2025-world`, against the data files of Fanning and
Raworth (2025), Nature 646. Nothing of those files is part of the project.

- All 2,488 published ratios (2000 to 2022) are equal to the last printed digit: the same 64-bit numbers.
- The 1,353 rows without a ratio have none here either: there is no figure, or no limit for that year.
- Of the table of global results, the ratios at start and end, their change, the yearly slope and its Newey-West
  error are equal at every printed digit, for the 33 indicators that have five years of figures.
"""

from __future__ import annotations

import csv
from collections import Counter
from pathlib import Path

import numpy as np
import pytest

from placebook.book.portraits import shipped_portraits
from placebook.measure.portrait import ratio_of, trend_of
from placebook.measure.portrait_kinds import LENSES, Snapshot

FOLDER = Path(__file__).parents[3] / "shared" / "data" / "doughnut"
RATIOS = FOLDER / "5_20250108_doughnutDat-boundariesRatios.csv"
RESULTS = FOLDER / "9_20250516_Doughnut-GlobalTablesData.csv"
WORLD = shipped_portraits()["doughnut-2025-world"]
MEASURES = {measure.id: (measure, LENSES[dimension.lens].domain) for dimension, measure in WORLD.measures()}

pytestmark = pytest.mark.skipif(not RATIOS.exists(), reason="the published Doughnut figures are not at hand")


@pytest.fixture(scope="module")
def published() -> list[dict[str, str]]:
    with RATIOS.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def test_every_published_ratio_is_equal_to_the_last_digit(published: list[dict[str, str]]) -> None:
    counted: Counter[str] = Counter()
    for row in published:
        if row["ratio"] == "NA":
            continue
        measure, _ = MEASURES[row["indCode"]]
        made = ratio_of(measure, np.asarray([float(row["value"])]))[0]
        assert made == float(row["ratio"]), (row["indCode"], row["group"], row["date"])
        counted[measure.rule] += 1
    assert counted == {
        "share_without": 2165,
        "times_the_limit": 208,
        "share_lost": 69,
        "rise_above_start": 46,
    }


def test_every_row_belongs_to_a_measure_and_its_limit_is_the_published_one(published: list[dict[str, str]]) -> None:
    """EQ1 has two names in the authors' files; both lead to the one measure."""
    assert len(published) == 3841
    for row in published:
        measure, _ = MEASURES[row["indCode"]]
        assert row["indicator"] in measure.also_called
        if row["boundary"] != "NA":
            assert measure.goal is not None
            assert measure.goal.value == float(row["boundary"])
    assert {"genderGapIndex", "genderInequalityIndex"} == set(MEASURES["EQ1"][0].also_called)


def test_a_row_without_a_published_ratio_lacks_its_figure(published: list[dict[str, str]]) -> None:
    without = [row for row in published if row["ratio"] == "NA"]
    assert len(without) == 1353
    assert all(row["value"] == "NA" for row in without)


def test_the_table_of_global_results_follows(published: list[dict[str, str]]) -> None:
    with RESULTS.open(encoding="utf-8", newline="") as file:
        results = list(csv.DictReader(file))
    checked = 0
    for line in results:
        measure, domain = MEASURES[line["indCode"]]
        found = trend_of(measure, _snapshots(published, line["indCode"]), domain)
        if found is None:
            assert line["indCode"] in ("EQ2", "CO1")  # no figure at all, and one of three years that are alike
            continue
        assert round(found.start, 3) == pytest.approx(float(line["ratioStart"]), abs=5e-4)
        assert found.end == pytest.approx(float(line["ratioEnd"]), abs=5.001e-4)
        assert found.change == pytest.approx(float(line["diff"]), abs=5.001e-4)
        assert found.slope == pytest.approx(float(line["slope"]), abs=5.001e-4)
        assert found.error == pytest.approx(float(line["stdErrorSlope"]), abs=5.001e-6)
        checked += 1
    assert (len(results), checked) == (35, 33)


def _snapshots(published: list[dict[str, str]], code: str) -> tuple[Snapshot, ...]:
    rows = [row for row in published if row["indCode"] == code and row["type"] == "global doughnut"]
    figures = [(int(row["date"]), None if row["value"] == "NA" else float(row["value"])) for row in rows]
    return tuple(Snapshot(year, value, "World", "published") for year, value in figures)
