"""Three more indices of the Human Development Report, from recipes as the manual has them.

Through the engine, against the composite indices of the Human Development Report 2023-24 (United
Nations Development Programme, hdr.undp.org, CC BY 3.0 IGO), for every country, group and year published.

- Gender Inequality Index, 1990 to 2022: all 4,711 values are equal at three decimals, and all 166 ranks of 2022.
- Gender Development Index, 1990 to 2022: all 5,014 values are equal at three decimals.
- Planetary pressures-adjusted HDI, 1990 to 2022: of 5,100 values, 5,095 are equal at three decimals. Five are lower
  by 0.001: there the product of the rounded HDI and the adjustment lies within 0.000002 of a half thousandth.
"""

from __future__ import annotations

import csv

import numpy as np
import pytest

from manual import manual_recipe
from placebook.book.recipes import recipe_of
from placebook.book.yaml import read_yaml_text
from placebook.measure.build import build_index
from placebook.methods.rank import competition_rank
from placebook.types import Cube, Numbers, Recipe

YEARS = tuple(str(year) for year in range(1990, 2023))
Rows = list[dict[str, str]]

GENDER = {
    "maternal-deaths": "mmr",
    "teenage-births": "abr",
    "seats-women": "pr_f",
    "seats-men": "pr_m",
    "schooling-women": "se_f",
    "schooling-men": "se_m",
    "work-women": "lfpr_f",
    "work-men": "lfpr_m",
}
RATIO = {
    "life-women": "le_f",
    "life-men": "le_m",
    "expected-women": "eys_f",
    "expected-men": "eys_m",
    "mean-women": "mys_f",
    "mean-men": "mys_m",
    "income-women": "gni_pc_f",
    "income-men": "gni_pc_m",
}
PLANET = {"le": "le", "eys": "eys", "mys": "mys", "gnipc": "gnipc", "co2": "co2_prod", "footprint": "mf"}
PLANETARY = """
recipe: planetary-hdi
title: Planetary pressures-adjusted Human Development Index
says: Human development less the pressure that each person puts on the planet.
does_not_say: Which pressures of one country fall on another.
method_source: UNDP (2024), Human Development Report 2023-24, Technical note 6.
higher_means: more human development at less cost to the planet
indicators:
  le: {title: Life expectancy, unit: years, direction: higher_is_better}
  eys: {title: Expected schooling, unit: years, direction: higher_is_better}
  mys: {title: Mean schooling, unit: years, direction: higher_is_better}
  gnipc: {title: Income a head, unit: international dollars, direction: higher_is_better}
  co2: {title: Carbon dioxide, unit: tonnes a head, direction: lower_is_better}
  footprint: {title: Material footprint, unit: tonnes a head, direction: lower_is_better}
levels: [index, factor, dimension, indicator]
constants_from: all_periods
tree:
  phdi:
    parts:
      hdi: {parts: {le: , knowledge: {parts: [eys, mys]}, gnipc: }}
      adjustment: {parts: [co2, footprint]}
steps:
  - normalise:
      method: goalposts
      low: 0
      high: 1
      goalposts:
        le: [20, 85]
        eys: [0, 18]
        mys: [0, 15]
        gnipc: {low: 100, high: 75000, scale: log}
        others: [{worst: 1}, 0]              # the highest figure of any country and year scores 0
  - aggregate:
      method: arithmetic
      by_part:
        hdi: {method: geometric, floor: 0.000000001, decimals: 3}
        phdi: {method: product, decimals: 3}
"""


@pytest.fixture(scope="module")
def world(shared) -> Rows:
    """The published table: one row a country or group, one column an indicator and year."""
    path = shared / "hdi" / "HDR23-24_Composite_indices_complete_time_series.csv"
    with path.open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


def series(rows: Rows, heading: str) -> Numbers:
    """One published series, shape (countries and groups, years); NaN where a cell is empty or not there."""
    return np.array([[float(row.get(f"{heading}_{year}") or "nan") for year in YEARS] for row in rows])


def scores(recipe: Recipe, rows: Rows, headings: dict[str, str]) -> Numbers:
    values = np.stack([series(rows, heading) for heading in headings.values()], axis=1)
    cube = Cube(values, tuple(row["iso3"] for row in rows), tuple(headings), YEARS)
    return build_index(recipe, cube).scores.values[:, 0, :]


def differences(found: Numbers, published: Numbers) -> Numbers:
    """Found less published, in thousandths, where something was published; a gap counts as a difference."""
    there = ~np.isnan(published)
    return np.round(1000 * (np.round(np.nan_to_num(found[there], nan=99), 3) - published[there]))


def test_gender_inequality_of_every_country_and_year(world):
    found, published = scores(manual_recipe("gender"), world, GENDER), series(world, "gii")
    off = differences(found, published)
    assert (len(off), np.count_nonzero(off)) == (4711, 0)
    assert np.array_equal(np.isnan(found), np.isnan(published))
    countries = np.array([not row["iso3"].startswith("ZZ") for row in world])
    ranks = competition_rank(-found[countries, -1])
    wanted = np.array([float(row["gii_rank_2022"] or "nan") for row in world])[countries]
    assert np.count_nonzero(ranks[~np.isnan(wanted)] == wanted[~np.isnan(wanted)]) == 166


def test_gender_development_of_every_country_and_year(world):
    found, published = scores(manual_recipe("ratio"), world, RATIO), series(world, "gdi")
    off = differences(found, published)
    assert (len(off), np.count_nonzero(off)) == (5014, 0)


def test_planetary_pressures_of_every_country_and_year(world):
    recipe = recipe_of(read_yaml_text(PLANETARY, "planetary.yaml"))
    off = differences(scores(recipe, world, PLANET), series(world, "phdi"))
    assert len(off) == 5100
    assert sorted(off[off != 0].tolist()) == [-1, -1, -1, -1, -1]
