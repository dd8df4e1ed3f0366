"""Police records of Barking and Dagenham, counted by ward: every record accounted for.

The expected figures were derived apart from the project's code, by a plain loop: csv.DictReader over the file as
published, shapely's `intersects` of each record's point with each ward in turn, the first code where two meet, and a
Counter. The same loop found that one point of the burglaries lies on the border of E05000037 and E05000040.

What was found: all 22,313 burglaries have a location, 2,260 have no ID, 127 IDs stand 305 times. On the 17 wards of
2018 two lie outside; on the 19 of 2022, whose outlines are drawn coarsely, 457. Of the LSOA codes, 22,016 are of
2011; 297 are of 2021 alone, and of these seven are of an area that was made from two of 2011. The ward that the
publisher of the 19,224 searches gives (GSS_CODE) is the ward of the point for every one of them.
"""

from __future__ import annotations

import csv
from collections import Counter
from pathlib import Path

import numpy as np
import pytest

from commands import Said, run
from placebook.store.held import read_held
from police import BURGLARIES, KEEP, OLD, SEARCHES, describe, police_book

ON_2022 = [551, 944, 929, 967, 868, 1552, 678, 1564, 1033, 1516, 956, 1264, 1143, 1117, 1521, 746, 1203, 1542, 1762]
ON_2018 = [1562, 1082, 1585, 1397, 990, 1322, 1192, 1190, 1253, 1279, 1108, 790, 1277, 1874, 1285, 1478, 1647]


@pytest.fixture(scope="module")
def book(tmp_path_factory: pytest.TempPathFactory, shared: Path) -> Path:
    made = police_book(tmp_path_factory.mktemp("police") / "book", shared)
    describe(made, shared, BURGLARIES + KEEP)
    describe(made, shared, BURGLARIES, OLD, **{"records: burglaries": "records: older"})
    describe(made, shared, SEARCHES, OLD)
    return made


@pytest.fixture(scope="module")
def said(book: Path) -> Said:
    return run("records", "--book", book)


def test_every_burglary_lies_in_the_ward_that_a_plain_loop_finds(book: Path, said: Said) -> None:
    assert said.code == 0, said.err
    assert read_held(book, "burglaries").values.sum(axis=(1, 2)).tolist() == ON_2022
    assert read_held(book, "older").values.sum(axis=(1, 2)).tolist() == ON_2018


def test_the_report_accounts_for_every_burglary(said: Said) -> None:
    assert said.row("read")[1] == "22,313"
    assert said.row("  outside every boundary") == ["outside every boundary", "457", "2.05%"]
    assert "127 IDs stand more than once, 178 records beyond the first; 2,260 records have no ID." in said.lines
    assert "Months covered: 2010-12 to 2025-02." in said.lines


def test_the_smallest_areas_are_kept_on_one_year_and_a_code_of_two_areas_is_not_guessed(book: Path, said: Said) -> None:
    kept = read_held(book, "burglaries", kept=True)
    assert (kept.area_kind, kept.boundaries, len(kept.areas)) == ("LSOA", "2011", 110)
    assert kept.values.sum() == 22_313 - 7
    assert said.row("  a code that stands for several areas")[1] == "7"


def test_the_searches_lie_where_their_publisher_says(book: Path, said: Said, shared: Path) -> None:
    with (shared / "police" / "barking_dagenham_stop_search_records.csv").open(encoding="utf-8") as opened:
        published = Counter(row["GSS_CODE"] for row in csv.DictReader(opened))
    counts = read_held(book, "searches")
    assert counts.categories == ("person", "vehicle")
    assert dict(zip(counts.areas, counts.values.sum(axis=(1, 2)).tolist(), strict=True)) == published
    assert counts.values.sum(axis=(0, 1)).tolist() == [14_353 + 4_528, 343]


def test_a_month_without_a_file_is_not_a_month_without_searches(book: Path, said: Said) -> None:
    """The searches of 2016-06 to 2024-08 come from 71 monthly files; the months between are not noughts."""
    periods = read_held(book, "searches").periods
    assert len(periods) == 71
    assert "2016-06" in periods
    assert not np.isnan(read_held(book, "searches").values).any()


def test_the_months_of_another_force_are_refused_for_this_place(tmp_path: Path, shared: Path) -> None:
    made = police_book(tmp_path / "book", shared)
    other = {
        "barking_dagenham_burglary_street_records.csv": "2019-01-staffordshire-street.csv",
        "{burglary: Burglary}": "{burglary: Burglary}\nnot_wanted: ['*']",
    }
    describe(made, shared, BURGLARIES, **other)
    refused = run("records", "--book", made)
    assert refused.code == 2
    assert "none of 9,728 records can be counted in any of the 19 areas" in refused.err
    assert "9,238 category not wanted" in refused.err
    assert not (made / "held" / "counts" / "burglaries.parquet").exists()
