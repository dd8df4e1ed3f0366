"""The burglaries of Barking and Dagenham on its 17 old and 19 new wards, from the records that the police published.

Two things are held: no record is lost or made, on either set of wards and in any year; and how far wards put together
from small areas differ from placing each record's own point in the ward's outline. The second is the honest measure of
the method, and docs/small-areas.md prints it.
"""

from __future__ import annotations

import csv
import json
from collections import Counter
from pathlib import Path

import numpy as np
import pytest
import shapely
from shapely.geometry import shape

from placebook.book.rebases import counts_in_table, find_rebase, route_to
from placebook.measure.rebase import rebase
from placebook.measure.shares import Shares, best_fit, chain, shares_by
from placebook.types import Counts, DataError

EXAMPLE = Path(__file__).resolve().parents[2] / "src" / "placebook" / "content" / "example"
OUTLINES = {"2018": ("wards.geojson", "GSS_CODE"), "2022": ("wards_2022.geojson", "ward22_code")}


@pytest.fixture(scope="module")
def records(shared):
    with (shared / "police" / "barking_dagenham_burglary_street_records.csv").open(
        encoding="utf-8", newline=""
    ) as file:
        return [(row["LSOA code"], row["Month"][:4], row["Longitude"], row["Latitude"]) for row in csv.DictReader(file)]


def rebased(year: str, way: str = "as the book says"):
    said = find_rebase(EXAMPLE, "burglary")
    route = route_to(EXAMPLE, said, year)
    used = best_fit(route.said) if way == "best fit" else route.used
    return rebase(counts_in_table(EXAMPLE, said.counts), used, year, before=route.said).counts


def by_point(shared, records, year: str) -> Counter[str]:
    """How many records have their point in each ward's outline."""
    name, code = OUTLINES[year]
    wards = json.loads((shared / "barking-dagenham" / name).read_text(encoding="utf-8"))["features"]
    tree = shapely.STRtree([shape(ward["geometry"]) for ward in wards])
    points = shapely.points([(float(x), float(y)) for _, _, x, y in records])
    at, inside = tree.query(points, predicate="intersects")
    first = dict(zip(at[::-1].tolist(), inside[::-1].tolist(), strict=True))
    return Counter(wards[ward]["properties"][code] for ward in first.values())


def test_the_counts_of_the_example_are_those_of_the_records(records):
    counts = counts_in_table(EXAMPLE, find_rebase(EXAMPLE, "burglary").counts)
    found = Counter((area, year) for area, year, _, _ in records)
    assert sum(found.values()) == 22313
    for i, area in enumerate(counts.areas):
        for t, year in enumerate(counts.periods):
            assert counts.values[i, t, 0] == found[area, year]


@pytest.mark.parametrize("way", ["apportioning", "best fit"])
@pytest.mark.parametrize(("year", "wards"), [("2018", 17), ("2022", 19)])
def test_the_district_has_as_many_burglaries_as_before_in_every_year(records, year, wards, way):
    made = rebased(year, way)
    before = Counter(when for _, when, _, _ in records)
    assert (len(made.areas), made.periods) == (wards, tuple(str(y) for y in range(2010, 2026)))
    assert dict(zip(made.periods, made.values.sum(axis=(0, 2)).tolist(), strict=True)) == before
    assert not np.isnan(made.values).any()


def test_both_series_are_of_the_same_records(records):
    assert rebased("2018").values.sum() == rebased("2022").values.sum() == len(records)


@pytest.mark.parametrize(
    ("year", "way", "outside", "misplaced", "farthest"),
    [
        ("2018", "best fit", 2, 0.0048, ("E05000037", 1.086)),
        ("2022", "best fit", 457, 0.0770, ("E05014068", 0.381)),
        ("2022", "apportioning", 457, 0.0647, ("E05014053", 1.494)),
    ],
)
def test_how_far_wards_of_small_areas_are_from_wards_of_points(
    shared, records, year, way, outside, misplaced, farthest
):
    made, points = rebased(year, way), by_point(shared, records, year)
    total = dict(zip(made.areas, made.values.sum(axis=(1, 2)).tolist(), strict=True))
    assert len(records) - sum(points.values()) == outside  # in no ward, whose outlines of 2022 are drawn coarsely
    apart = sum(abs(total[code] - points[code]) for code in total) / 2 / len(records)
    assert apart == pytest.approx(misplaced, abs=0.00005)
    ward, ratio = max(((c, total[c] / points[c]) for c in total), key=lambda one: abs(one[1] - 1))
    assert (ward, ratio) == (farthest[0], pytest.approx(farthest[1], abs=0.0005))


@pytest.mark.slow
def test_the_whole_of_england_goes_from_the_small_areas_of_2011_to_the_wards_of_2024(shared):
    """All 34,753 small areas of England and Wales: none is lost, and 193 of them lie in several wards."""

    def pairs(name: str, code: str, other: str) -> list[tuple[str, str]]:
        with (shared / "lookups" / name).open(encoding="utf-8", newline="") as file:
            return [(row[code], row[other]) for row in csv.DictReader(file)]

    changed = shares_by(pairs("lookup_lsoa11_lsoa21_ltla22.csv", "lsoa11_code", "lsoa21_code"), None, "2011", "2021")
    wards = shares_by(pairs("lookup_lsoa21_ward24_ltla24.csv", "lsoa21_code", "ward24_code"), None, "2021", "2024")
    both = chain(changed, wards)
    areas = tuple(sorted(both.parts))
    counts = Counts(np.arange(len(areas), dtype=float)[:, None, None] % 97, areas, ("2015",), ("all",), "LSOA", "2011")
    made = rebase(counts, both, "2024")
    assert (len(areas), len(made.divided)) == (34753, 193)
    assert made.counts.values.sum() == counts.values.sum()
    lacking = Shares({code: both.parts[code] for code in areas[: int(0.97 * len(areas))]}, "2011", "2024")
    with pytest.raises(DataError, match=r"1043 of 34753 areas with counts .*: 3\.\d\d% of all counts would be lost"):
        rebase(counts, lacking, "2024")
