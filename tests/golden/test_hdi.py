"""The Human Development Index and its inequality-adjusted form, as published for 1990 to 2022.

Through the shipped recipes and the engine, against the composite indices of the Human Development
Report 2023-24 (United Nations Development Programme, hdr.undp.org, CC BY 3.0 IGO): 195 countries, 11
groups of countries, 33 years.

- All 6,171 published values of the index (5,808 of countries, 363 of groups) are equal at three decimals.
- All 2,106 published values of the inequality-adjusted index (2010 to 2022) are equal at three decimals.
- All 193 ranks of 2022 are equal: countries with the same three decimals share the better rank.
- Only Rwanda 1990 to 1994 has all its figures and no published index. The recipe gives one there; for
  1994 it is 0.000, because life expectancy lies below the lower goalpost of 20 years.
"""

from __future__ import annotations

import csv
from importlib.resources import files
from pathlib import Path

import numpy as np
import pytest

from drawn import table
from placebook.book.recipes import read_recipe
from placebook.measure.build import build_index
from placebook.types import Cube, Index, Numbers, Recipe

FOLDER = Path(str(files("placebook") / "content" / "recipes"))
HDI = read_recipe(FOLDER / "human-development-index.yaml")
IHDI = read_recipe(FOLDER / "inequality-adjusted-hdi.yaml")
YEARS = tuple(str(year) for year in range(1990, 2023))
HEADINGS = {
    "life-expectancy": "le",
    "expected-schooling": "eys",
    "mean-schooling": "mys",
    "gni-per-head": "gnipc",
    "life-expectancy-inequality": "ineq_le",  # the Atkinson measures, in per cent
    "education-inequality": "ineq_edu",
    "income-inequality": "ineq_inc",
}

Rows = list[dict[str, str]]


@pytest.fixture(scope="module")
def world(shared) -> Rows:
    """The published table: one row a country or group, one column an indicator and year."""
    path = shared / "hdi" / "HDR23-24_Composite_indices_complete_time_series.csv"
    with path.open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


def series(rows: Rows, heading: str) -> Numbers:
    """One published series, shape (countries and groups, years); NaN where a cell is empty or not there."""
    return np.array([[float(row.get(f"{heading}_{year}") or "nan") for year in YEARS] for row in rows])


@pytest.fixture(scope="module")
def figures(world) -> Cube:
    values = np.stack([series(world, heading) for heading in HEADINGS.values()], axis=1)
    return Cube(values, tuple(row["iso3"] for row in world), tuple(HEADINGS), YEARS)


@pytest.fixture(scope="module")
def hdi(figures) -> Index:
    return build_index(HDI, figures)


@pytest.fixture(scope="module")
def ihdi(figures) -> Index:
    return build_index(IHDI, figures)


def whole(index: Index) -> Numbers:
    """Scores of the whole, shape (countries and groups, years)."""
    return index.scores.values[:, 0, :]


def test_human_development_index_of_every_country_and_year(world, hdi):
    published = series(world, "hdi")
    there = ~np.isnan(published)
    assert np.sum(there) == 6_171
    assert np.array_equal(whole(hdi)[there], published[there])


def test_inequality_adjusted_index_of_every_country_and_year(world, ihdi):
    published = series(world, "ihdi")
    there = ~np.isnan(published)
    assert np.sum(there) == 2_106
    assert np.array_equal(whole(ihdi)[there], published[there])


def test_what_is_not_published_is_missing_but_for_rwanda(world, hdi, ihdi):
    only_ours = np.isnan(series(world, "hdi")) & ~np.isnan(whole(hdi))
    found = [(hdi.scores.areas[area], YEARS[year]) for area, year in np.argwhere(only_ours)]
    assert found == [("RWA", year) for year in YEARS[:5]]
    assert hdi.scores.column("hdi", "1994")[hdi.scores.areas.index("RWA")] == 0.0
    assert np.array_equal(np.isnan(series(world, "ihdi")), np.isnan(whole(ihdi)))


def test_rank_of_every_country_in_2022(world, figures):
    countries = [place for place, row in enumerate(world) if not row["iso3"].startswith("ZZ")]
    cube = Cube(figures.values[countries].copy(), tuple(figures.areas[i] for i in countries), figures.indicators, YEARS)
    ranks = build_index(HDI, cube).ranks.column("hdi", "2022")
    published = np.array([float(world[place]["hdi_rank_2022"] or "nan") for place in countries])
    assert np.sum(~np.isnan(published)) == 193
    assert np.array_equal(ranks, published, equal_nan=True)


# --- always run: a few countries as printed in the report, figures to one decimal and dollars whole ---
# UNDP (2024), Human Development Report 2023-24, Statistical Annex, tables 1 and 3; CC BY 3.0 IGO

PRINTED = """
                | life | expected | mean | dollars |   hdi | life lost | education lost | income lost |  ihdi
    ------------+------+----------+------+---------+-------+-----------+----------------+-------------+------
    Switzerland | 84.3 |     16.6 | 13.9 |   69433 | 0.967 |       3.0 |            2.0 |        17.7 | 0.891
    Norway      | 83.4 |     18.6 | 13.1 |   69190 | 0.966 |       2.4 |            2.3 |        14.3 | 0.903
    Qatar       | 81.6 |     13.3 | 10.1 |   95944 | 0.875 |       4.0 |           11.2 |             |
    South Sudan | 55.6 |      5.6 |  5.7 |     691 | 0.381 |      35.9 |           39.6 |        48.9 | 0.222
"""
COUNTRIES, _, FACTS = table(PRINTED)
FIGURES, PUBLISHED_HDI, LOSSES, PUBLISHED_IHDI = FACTS[:, :4], FACTS[:, 4], FACTS[:, 5:8], FACTS[:, 8]


def made(recipe: Recipe, figures: Numbers = FIGURES, losses: Numbers = LOSSES) -> Index:
    values = np.concatenate([figures, losses], axis=1)[:, :, None]
    return build_index(recipe, Cube(values, COUNTRIES, tuple(HEADINGS), ("2022",)))


def test_four_countries_as_printed():
    assert made(HDI).scores.column("hdi", "2022").tolist() == PUBLISHED_HDI.tolist()


def test_four_countries_adjusted_for_inequality_as_printed():
    found = made(IHDI).scores.column("ihdi", "2022")
    assert np.array_equal(found, PUBLISHED_IHDI, equal_nan=True)  # Qatar: inequality in income is not known


def test_figures_beyond_a_goalpost_count_as_the_goalpost():
    scores = made(HDI).scores
    assert scores.column("expected-schooling", "2022")[COUNTRIES.index("Norway")] == 1.0  # 18.6 of 18 years
    assert scores.column("standard-of-living", "2022")[COUNTRIES.index("Qatar")] == 1.0  # 95,944 of 75,000 dollars


def test_with_nothing_unequal_the_adjusted_index_is_the_plain_one():
    equal = made(IHDI, losses=np.zeros((4, 3)))
    assert equal.scores.column("ihdi", "2022").tolist() == PUBLISHED_HDI.tolist()


def test_where_everything_is_lost_nothing_is_left():
    lost = made(IHDI, losses=np.tile([0.0, 100.0, 0.0], (4, 1)))
    assert lost.scores.column("ihdi", "2022").tolist() == [0.0, 0.0, 0.0, 0.0]
