"""The government's flat file of 2023, row by row, and the emissions of all authorities from 2005 to 2020."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from pathlib import Path

import pytest

from placebook.measure.carbon_factors import FactorSet, Wanted, find_factor, parts_that_do_not_sum
from placebook.measure.carbon_territorial import TerritorialYear, that_do_not_sum
from placebook.sources.conversion_factors import read_factors
from placebook.sources.territorial_emissions import read_territorial

FLAT_FILE = "ghg-conversion-factors-2023-flat-file-update.xlsx"
DOCS = Path(__file__).parents[2] / "docs" / "carbon-example" / "raw"
EXAMPLE = Path(__file__).parents[2] / "src" / "placebook" / "content" / "example" / "raw"


@pytest.fixture(scope="module")
def flat(shared: Path) -> FactorSet:
    """All factors of 2023."""
    return read_factors(shared / "carbon" / FLAT_FILE)


@pytest.fixture(scope="module")
def district(shared: Path) -> tuple[TerritorialYear, ...]:
    """All authorities and years."""
    return read_territorial(shared / "carbon" / "local_authority_emissions.csv")


def test_every_row_is_read_and_none_lost(flat):
    assert flat.year == 2023
    assert len(flat.rows) == 8_038  # rows 7 to 8044 of the sheet
    assert [row.row for row in flat.rows] == list(range(7, 8_045))
    assert Counter(row.scope for row in flat.rows) == {"1": 2_843, "2": 392, "3": 4_745, "outside": 58}
    assert Counter(row.about for row in flat.rows) == {
        "CO2e": 3_209,
        "CO2": 1_477,
        "CH4": 1_419,
        "N2O": 1_419,
        "kWh": 514,
    }
    assert sum(row.value is None for row in flat.rows) == 1_122  # left blank, and never nought
    assert sum(row.value == 0 for row in flat.rows) == 188
    assert len(flat.factors) == 3_209 + 58


@pytest.mark.parametrize(
    ("activity", "unit", "basis", "scope", "row", "kg"),
    [
        ("Natural gas", "kWh", "gross", "1", 83, 0.18292892617449666),
        ("Natural gas", "kWh", "net", "1", 79, 0.2026714187919463),
        ("Natural gas", "tonnes", "", "1", 71, 2562.574410738255),
        ("Natural gas", "kWh", "gross", "3", 3261, 0.03021),
        ("Electricity: UK", "kWh", "", "2", 2850, 0.20707428859060403),
        ("Transmission and distribution > Electricity: UK", "kWh", "", "3", 3411, 0.017915111409395973),
        ("WTT- UK electricity (generation)", "kWh", "", "3", 3723, 0.0459),
        ("Diesel (average biofuel blend)", "litres", "", "1", 187, 2.5120638845637586),
        ("Cars (by size) > Average car > Petrol", "km", "", "1", 1584, 0.1639085342281879),
        ("Business travel- land > Average car > Petrol", "km", "", "3", 4905, 0.1639085342281879),
    ],
)
def test_a_known_factor_to_the_last_digit(flat, activity, unit, basis, scope, row, kg):
    factor, times = find_factor(flat, Wanted(activity, unit, basis, scope))
    assert (factor.row, factor.kg, times) == (row, kg, 1)


def test_a_car_of_scope_3_stands_three_times_and_electricity_four_times(flat):
    with pytest.raises(ValueError, match="fits 3 factors of Scope 3"):
        find_factor(flat, Wanted("Average car > Petrol", "km", "", "3"))
    with pytest.raises(ValueError, match="fits 4 factors of Scope 3"):
        find_factor(flat, Wanted("Electricity: UK", "kWh", "", "3"))


def test_the_three_gases_of_every_factor_sum_to_its_co2e(flat):
    split = [one for one in flat.factors if None not in (one.value, one.co2, one.ch4, one.n2o)]
    assert len(split) == 1_278
    assert parts_that_do_not_sum(flat) == ()
    for one in split:
        assert one.co2 + one.ch4 + one.n2o == pytest.approx(one.value, rel=1e-9, abs=1e-12)


def test_every_factor_is_found_again_by_its_own_name_scope_and_unit_or_told_to_be_one_of_several(flat):
    for one in flat.factors[::7]:
        basis = "gross" if "Gross" in one.unit else "net" if "Net" in one.unit else ""
        assert find_factor(flat, Wanted(one.name, one.unit, basis, one.scope, one.id))[0] is one


def test_the_carried_rows_are_those_of_the_flat_file(flat):
    by_row = {row.row: row for row in flat.rows}
    carried = read_factors(DOCS / "factors-2023.csv")
    assert len(carried.rows) == 38
    assert all(by_row[row.row] == row for row in carried.rows)


def test_all_authorities_and_years_add_up(district):
    assert len(district) == 6_304
    assert len({one.authority for one in district}) == 394
    assert {one.year for one in district} == set(range(2005, 2021))
    assert [sector.name for sector in district[0].sectors] == [
        "Industry",
        "Commercial",
        "Public Sector",
        "Domestic",
        "Transport",
        "Agriculture",
        "Waste Management",
    ]
    assert that_do_not_sum(district) == ()  # sectors, totals and figures a person: no exception
    assert all(one.total is not None and one.a_person is not None for one in district)


def test_a_sum_that_is_off_would_be_found(district):
    wrong = [replace(one, total=one.total * 1.001) if one.authority == "BDG" else one for one in district]
    assert len(that_do_not_sum(wrong)) == 2 * 16  # the sum of sectors, and the figure a person


def test_the_rows_of_the_example_are_those_of_the_table(district):
    mine = read_territorial(EXAMPLE / "local-authority-emissions.csv")
    assert len(mine) == 16
    assert [replace(one, row=0) for one in mine] == [replace(one, row=0) for one in district if one.authority == "BDG"]
