"""The example book against the tables it was carried from. Needs ../shared/data; skips where that is not."""

from __future__ import annotations

import csv
import gzip
import json
from collections import Counter
from itertools import combinations, pairwise
from math import ceil, floor, log10
from pathlib import Path

import numpy as np
import pytest

from example_book import (
    BOOK,
    GOALPOSTS,
    INDICATORS,
    WARDS,
    YEARS,
    Series,
    all_rows,
    in_year,
    leaf_indicators,
    rows_of,
    scored_figure,
    series,
    tiles,
    touching,
)
from placebook.book.areas import read_areas

ADDED_UP = "road-killed-or-seriously-injured"
CUT_OFF_TOO_MANY = 0.1  # share of the borough's own figures beyond an end


def table_of(path: Path) -> list[dict[str, str]]:
    """Rows of a table, packed or not."""
    opened = gzip.open if path.suffix == ".gz" else open
    with opened(path, "rt", encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def mid_2015(shared: Path) -> Counter[str]:
    """Population of mid-2015 by ward: small areas added up by the lookup of 2017."""
    people = {row["lsoa11_code"]: int(row["pop_mid2015"]) for row in table_of(shared / "iod2019" / "lsoa.csv")}
    found: Counter[str] = Counter()
    for row in table_of(shared / "lookups" / "lookup_lsoa11_ward17.csv"):
        found[row["ward17_code"]] += people.get(row["lsoa11_code"], 0)
    return found


# --- figures carried over ----------------------------------------------------------------------------


def test_every_figure_is_the_published_one(shared):
    published = {
        (row["area_code"], row["indicator"], row["period"]): float(row["value"])
        for row in table_of(shared / "barking-dagenham" / "ward_indicators.csv")
    }
    checked = 0
    for row in all_rows():
        ward, name, period = row["area_code"], row["indicator"], row["period"]
        if name in ("population", "burglary-rate"):
            continue
        if name == ADDED_UP:
            expected = sum(published[ward, part, period] for part in ("road-killed", "road-seriously-injured"))
        else:
            expected = published[ward, name, period]
        assert float(row["value"]) == expected, row
        checked += 1
    assert checked > 1700


def test_population_of_2015_is_the_sum_of_the_small_areas(shared):
    people = mid_2015(shared)
    carried = {row["area_code"]: float(row["value"]) for row in rows_of("population") if row["period"] == "2015"}
    assert carried == {ward: people[ward] for ward in WARDS}


def test_population_of_2011_is_near_the_one_published_beside_it(shared):
    """The Atlas has a second, rounded series; the two differ by at most 3% where neither is a projection."""
    other = {
        row["area_code"]: float(row["value"])
        for row in table_of(shared / "barking-dagenham" / "ward_indicators.csv")
        if (row["indicator"], row["period"]) == ("population", "2011")
    }
    carried = {row["area_code"]: float(row["value"]) for row in rows_of("population") if row["period"] == "2011"}
    assert carried == pytest.approx(other, rel=0.03)


def test_deaths_expected_behind_a_mortality_ratio_jump_only_where_it_is_marked():
    """Deaths over ratio gives the deaths expected, which follow the number of old people and change little."""
    jumped = set()
    for ward in WARDS:
        rows = [r for r in rows_of("ons-deaths") if r["area_code"] == ward and r["indicator"] == "smr"]
        expected = [100 * float(r["numerator"]) / float(r["value"]) for r in rows]
        for row, (before, after) in zip(rows[1:], pairwise(expected), strict=True):
            if abs(after / before - 1) > 0.12:
                jumped.add((ward, row["period"]))
    marked = {(r["area_code"], r["period"]) for r in rows_of("ons-deaths") if r["state"] == "low reliability"}
    assert jumped == marked == {("E05000039", "2013")}


def published_burglaries(shared: Path) -> dict[tuple[str, str], float]:
    """Burglaries of each ward and financial year, as the Ward Atlas has them."""
    rows = table_of(shared / "barking-dagenham" / "ward_indicators.csv")
    return {(r["area_code"], r["period"]): float(r["value"]) for r in rows if r["indicator"] == "burglary"}


def test_burglaries_of_the_atlas_are_counts_because_the_street_records_say_so(shared):
    months = Counter(
        row["Month"] for row in table_of(shared / "police" / "barking_dagenham_burglary_street_records.csv")
    )
    published = published_burglaries(shared)
    for first in (2011, 2012, 2013, 2014):
        year = {f"{first}-{m:02}" for m in range(4, 13)} | {f"{first + 1}-{m:02}" for m in range(1, 4)}
        recorded = sum(count for month, count in months.items() if month in year)
        period = f"{first}/{(first + 1) % 100}"
        carried = sum(value for (_, when), value in published.items() if when == period)
        assert carried == pytest.approx(recorded, rel=0.015)


def test_the_burglary_rate_is_made_of_the_street_records(shared):
    """A plain loop: each record by its small area and the ward that holds it, each year by itself."""
    ward = {r["lsoa11_code"]: r["ward17_code"] for r in table_of(shared / "lookups" / "lookup_lsoa11_ward17.csv")}
    records = table_of(shared / "police" / "barking_dagenham_burglary_street_records.csv")
    counted = Counter((ward.get(r["LSOA code"], ""), r["Month"][:4]) for r in records)
    published = published_burglaries(shared)
    apart = []
    for row in rows_of("burglary-rate"):
        count, people = float(row["numerator"]), float(row["denominator"])
        assert count == counted[row["area_code"], row["period"]], row
        assert float(row["value"]) == pytest.approx(1000 * count / people)
        year = int(row["period"])
        later = published[row["area_code"], f"{year}/{(year + 1) % 100}"]  # three months later, and so not the same
        apart.append(abs(count / later - 1))
    assert len(apart) == 68
    assert np.median(apart) < 0.08


def test_successors_of_wards_hold_their_small_areas(shared):
    lookups = shared / "lookups"
    ward17 = {r["lsoa11_code"]: r["ward17_code"] for r in table_of(lookups / "lookup_lsoa11_ward17.csv")}
    ward24 = {r["lsoa21_code"]: r["ward24_code"] for r in table_of(lookups / "lookup_lsoa21_ward24_ltla24.csv")}
    found: dict[str, set[str]] = {ward: set() for ward in WARDS}
    for row in table_of(lookups / "lookup_lsoa11_lsoa21_ltla22.csv"):
        if ward17.get(row["lsoa11_code"]) in found:
            found[ward17[row["lsoa11_code"]]].add(ward24[row["lsoa21_code"]])
    carried = {a.code: set(a.successors) for a in read_areas(BOOK / "areas.csv") if a.kind == "ward"}
    assert carried == found


# --- goalposts ---------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def london(shared) -> dict[tuple[str, str], Series]:
    """Figures of the 624 wards, of the periods that the book carries, by the year they stand for."""
    carried = {(row["indicator"], row["period"]) for row in all_rows()} - {("population", "2015")}
    carried |= {("population", "2006")}
    wards = [
        row
        for row in table_of(shared / "london-wards" / "ward_indicators.csv.gz")
        if row["value"] and row["area_code"] != "E09000001"  # the City of London is not a ward
    ]
    parts = {(r["area_code"], r["period"]): float(r["value"]) for r in wards if r["indicator"] == "road-killed"}
    rows = [row for row in wards if (row["indicator"], row["period"]) in carried]
    rows += [
        {**row, "indicator": ADDED_UP, "value": str(float(row["value"]) + parts[row["area_code"], row["period"]])}
        for row in wards
        if row["indicator"] == "road-seriously-injured"
    ]
    found = series(rows)
    found.update(series(rows_of("population")))  # better figures, and years, than the published table has
    people = mid_2015(shared)
    late = {
        row["area_code"]: float(row["value"])
        for row in wards
        if (row["indicator"], row["period"]) == ("population", "2015")
    }
    for ward in {ward for ward, _ in found} - set(WARDS):  # wards redrawn in 2014 are not in the lookup
        found[ward, "population"][2015] = people.get(ward) or late[ward]
    for row in wards:  # burglaries of London are those of the Atlas only; the borough's own are of the records
        when = int(row["period"][:4])
        if row["indicator"] == "burglary" and when in YEARS:
            living = in_year(found[row["area_code"], "population"], when, True)
            rates = found.setdefault((row["area_code"], "burglary-rate"), {})
            rates[when] = 1000 * float(row["value"]) / (living or float("nan"))
    return found


def of_the_book(london: dict[tuple[str, str], Series]) -> dict[tuple[str, str], Series]:
    """The same with the figures that the book itself scores."""
    return london | series(rows_of("burglary-rate"))


def rounded_outwards(low: float, high: float) -> tuple[float, float, int]:
    """The two ends on a grid of a tenth of the largest power of ten in their distance, and that power."""
    power = floor(log10(high - low)) - 1
    step = 10.0**power
    return floor(low / step + 1e-9) * step, ceil(high / step - 1e-9) * step, power


@pytest.mark.parametrize("name", leaf_indicators())
def test_goalposts_follow_from_all_wards_of_london(london, name):
    wards = sorted({ward for ward, _ in london})
    assert len(wards) == 624
    figures = [scored_figure(london, ward, name, when) for ward in wards for when in YEARS]
    known = [figure for figure in figures if figure is not None]
    low, high, power = rounded_outwards(*np.percentile(known, [1, 99]))
    book = of_the_book(london)
    own = np.array([scored_figure(book, ward, name, when) for ward in WARDS for when in YEARS])
    if np.mean(own < low) > CUT_OFF_TOO_MANY:
        low = floor(min(known) / 10.0**power) * 10.0**power
    if np.mean(own > high) > CUT_OFF_TOO_MANY:
        high = ceil(max(known) / 10.0**power) * 10.0**power
    expected = (low, high) if INDICATORS[name]["direction"] == "higher_is_better" else (high, low)
    assert GOALPOSTS[name] == pytest.approx(expected, abs=1e-9)


def test_few_of_the_boroughs_figures_lie_beyond_a_goalpost(london):
    beyond, book = 0, of_the_book(london)
    for name, posts in GOALPOSTS.items():
        own = np.array([scored_figure(book, ward, name, when) for ward in WARDS for when in YEARS])
        beyond += int(np.sum((own < min(posts)) | (own > max(posts))))
    assert beyond == 14
    assert len(GOALPOSTS) * 85 == 2890


# --- the tile map ------------------------------------------------------------------------------------


def neighbours(shared: Path) -> set[frozenset[str]]:
    """Pairs of wards with a common border: at least one side between the same two points."""
    boundaries = json.loads((shared / "barking-dagenham" / "wards.geojson").read_text(encoding="utf-8"))
    sides: dict[str, set[frozenset[tuple[float, float]]]] = {}
    for one in boundaries["features"]:
        rings = one["geometry"]["coordinates"]
        sides[one["properties"]["GSS_CODE"]] = {
            frozenset((tuple(a), tuple(b))) for ring in rings for a, b in pairwise(ring) if a != b
        }
    return {frozenset(pair) for pair in combinations(sides, 2) if sides[pair[0]] & sides[pair[1]]}


def test_the_map_keeps_33_of_35_neighbours(shared):
    placed = tiles()
    borders = neighbours(shared)
    touch = {frozenset(pair) for pair in combinations(placed, 2) if placed[pair[0]] in touching(placed[pair[1]])}
    assert (len(borders), len(touch), len(borders & touch)) == (35, 34, 33)
