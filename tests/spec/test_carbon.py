"""Activity times factor, the baseline and its rule, the paths and the budget: tables to check by hand."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from placebook.measure.carbon import CarbonAccount, account_of
from placebook.measure.carbon_account import Activity, count, sites_in, totals_by
from placebook.measure.carbon_factors import FactorSet, FlatRow, Wanted, find_factor, parts_that_do_not_sum
from placebook.measure.carbon_plan import NEAREST_EARLIER, CarbonPlan, MethodChange, Site, Target
from placebook.measure.carbon_territorial import Sector, TerritorialYear, that_do_not_sum
from placebook.methods.carbon import (
    budget_of,
    change_in_per_cent,
    constant_percentage_path,
    linear_path,
    sum_is_off_by,
    yearly_cut,
)
from placebook.sources.conversion_factors import read_factors

CARRIED = Path(__file__).parents[2] / "docs" / "carbon-example" / "raw" / "factors-2023.csv"


@pytest.fixture(scope="module")
def factors() -> FactorSet:
    """The rows of the flat file of 2023 that the worked example carries."""
    return read_factors(CARRIED)


# What was used, and what it comes to by hand: amount x factor / 1000.
COUNTED = [
    # activity, amount, unit, basis, scope, tonnes, row of the flat file
    ("Natural gas", 1000, "kWh", "gross", "1", 0.18292892617449666, 83),
    ("Natural gas", 1000, "kWh", "net", "1", 0.2026714187919463, 79),
    ("Natural gas", 1, "MWh", "net", "1", 0.2026714187919463, 79),
    ("Natural gas", 3.6, "GJ", "gross", "1", 0.18292892617449666, 83),
    ("Diesel (average biofuel blend)", 1000, "litres", "", "1", 2.5120638845637586, 187),
    ("Diesel (average biofuel blend)", 1, "cubic metres", "", "1", 2.5120638845637586, 187),
    ("Average car > Petrol", 1000, "km", "", "1", 0.1639085342281879, 1584),
    ("Average car > Petrol", 1000, "km", "", "3", 0.1639085342281879, 4905),
    ("Electricity: UK", 1000, "kWh", "", "2", 0.20707428859060403, 2850),
    ("T&D- UK electricity", 1000, "kWh", "", "3", 0.017915111409395973, 3411),
    ("WTT- UK electricity (T&D)", 1000, "kWh", "", "3", 0.00397, 3724),
    ("Managed assets- electricity", 1000, "kWh", "", "3", 0.20707428859060403, 6964),
    ("Diesel (average biofuel blend)", 1000, "litres", "", "outside", 0.14, 7988),
]


@pytest.mark.parametrize(("activity", "amount", "unit", "basis", "scope", "tonnes", "row"), COUNTED)
def test_amount_times_factor(factors, activity, amount, unit, basis, scope, tonnes, row):
    one = Activity(2, "a", 2023, activity, amount, unit, scope, basis)
    [line] = count([one], {2023: factors}).lines
    assert line.tonnes == pytest.approx(tonnes, rel=1e-15)
    assert (line.factor.row, line.factor.scope, line.factor.year) == (row, scope, 2023)


def test_a_mile_is_counted_by_the_factor_of_a_mile_or_turned_into_km_exactly(factors):
    factor, times = find_factor(factors, Wanted("Average car > Petrol", "miles", "", "1"))
    assert factor.unit == "km"  # the carried rows hold km only
    assert float(times) == 1.609344


REFUSED = [
    # activity, unit, basis, scope, what is said, what would be right
    ("Natural gas", "kWh", "", "1", "may be of gross or of net calorific value", "write gross or net"),
    ("Natural gas", "MWh", "", "1", "may be of gross or of net calorific value", "write gross or net"),
    ("Natural gas", "kWh", "gros", "1", "the basis 'gros' is not known", "write gross or net"),
    ("Natural gas", "kWh (Gross CV)", "net", "1", "the unit says gross and the basis says net", "make the two agree"),
    ("Electricity: UK", "kWh", "gross", "2", "has no gross or net calorific value", "leave basis blank"),
    ("Electricity: UK", "kWh", "", "3", "fits 4 factors of Scope 3", "Transmission and distribution"),
    ("Electricity: UK", "kWh", "", "1", "has no factor of Scope 1", "Scope 2 and Scope 3 and Outside of Scopes"),
    ("T&D- UK electricity", "kWh", "", "2", "has no factor of Scope 2", "it stands under Scope 3"),
    ("Diesel (average biofuel blend)", "km", "", "1", "has no factor for km", "it has factors for litres"),
    ("Diesel (average biofuel blend)", "therms", "", "1", "the unit 'therms' is not known", "write kWh, litres"),
    ("Diesel", "litres", "", "1", "is in no factor of 2023", "write the names of the flat file"),
    ("Naturel gas", "kWh", "gross", "1", "is in no factor of 2023", "did you mean 'Natural gas'?"),
    (
        "Refinery miscellaneous",
        "litres",
        "",
        "1",
        "gives no number for 1_101_1021_8_1",
        "what is not given is not nought",
    ),
]


@pytest.mark.parametrize(("activity", "unit", "basis", "scope", "said", "right"), REFUSED)
def test_what_fits_no_factor_or_several_is_refused_in_one_sentence(factors, activity, unit, basis, scope, said, right):
    found = count([Activity(7, "a", 2023, activity, 1.0, unit, scope, basis)], {2023: factors})
    assert not found.lines
    [wrong] = found.wrong
    assert wrong.row == 7
    assert said in wrong.what
    assert right in wrong.right


def test_energy_a_km_is_never_taken_for_emissions(factors):
    assert [row.about for row in factors.rows if row.row == 2551] == ["kWh"]
    assert not [one for one in factors.factors if one.row == 2551]


def test_a_factor_named_by_its_id_must_agree_with_scope_name_and_unit(factors):
    wanted = Wanted("Electricity: UK", "kWh", "", "2", "7_400_4000_5_1")
    assert find_factor(factors, wanted)[0].row == 2850
    for change, said in (
        ({"scope": "3"}, "is of Scope 2 and the row says Scope 3"),
        ({"activity": "Natural gas"}, "not of 'Natural gas'"),
        ({"unit": "litres"}, "has no factor for litres"),
        ({"id": "7_400_4000_5_2"}, "there is no factor '7_400_4000_5_2'"),  # the row of CO2 alone
    ):
        with pytest.raises(ValueError, match=said):
            find_factor(factors, replace(wanted, **change))


def test_factors_of_another_year_are_refused_unless_the_nearest_earlier_are_declared(factors):
    early, late = (Activity(2, "a", year, "Electricity: UK", 1.0, "kWh", "2") for year in (2022, 2024))
    [wrong] = count([early], {2023: factors}).wrong
    assert wrong.what == "the activity is of 2022 and the factors are of 2023"
    assert wrong.right == "add the flat file of 2022"
    [wrong] = count([late], {2023: factors}).wrong
    assert wrong.right == "add the flat file of 2024 or declare factor_years: nearest_earlier"
    assert count([early], {2023: factors}, NEAREST_EARLIER).wrong  # there is no earlier one
    [line] = count([late], {2023: factors}, NEAREST_EARLIER).lines
    assert (line.state, line.because) == ("estimated", "factor of 2023 used for 2024")
    older = replace(factors, year=2020)
    [line] = count([late], {2020: older, 2023: factors}, NEAREST_EARLIER).lines
    assert line.factor.year == 2023


def test_gases_that_do_not_sum_to_their_whole_are_found():
    def row(about: str, value: float | None, at: int) -> FlatRow:
        return FlatRow(f"x_{at}", "1", ("Fuels", "", "Peat", "", ""), "kg", about, value, at)

    good = [row("CO2e", 1.2, 7), row("CO2", 1.0, 8), row("CH4", 0.1, 9), row("N2O", 0.1, 10)]
    assert parts_that_do_not_sum(FactorSet(2023, "f", tuple(good))) == ()
    bad = [replace(good[0], value=1.5), *good[1:]]
    [(factor, by)] = parts_that_do_not_sum(FactorSet(2023, "f", tuple(bad)))
    assert (factor.row, round(by, 9)) == (7, 0.3)
    blank = [*good[:3], replace(good[3], value=None)]
    assert parts_that_do_not_sum(FactorSet(2023, "f", tuple(blank))) == ()  # a blank is not a nought


# --- a small account ---------------------------------------------------------------------------------

ONE = FactorSet(
    2020,
    "factors",
    tuple(
        FlatRow(f"id-{scope}", scope, ("Fuels", "", f"Fuel {scope}", "", ""), "kg", "CO2e", 1000.0, 6 + at)
        for at, scope in enumerate("123")
    ),
)  # a kg of anything is a tonne of CO2e: amounts are tonnes


def activity(drawing: str) -> list[Activity]:
    """Rows of site | scope | and a column for each year; a blank is not held."""
    lines = [[cell.strip() for cell in line.split("|")] for line in drawing.strip().splitlines()]
    head, rows = lines[0], []
    for cells in lines[1:]:
        for year, cell in zip(head[2:], cells[2:], strict=True):
            if cell:
                amount = None if cell == "x" else float(cell)
                rows.append(Activity(len(rows) + 2, cells[0], int(year), f"Fuel {cells[1]}", amount, "kg", cells[1]))
    return rows


def made(drawing: str, sites: dict[str, Site] | None = None, **plan: object) -> CarbonAccount:
    rows = activity(drawing)
    declared = {"baseline": 2020, "threshold": 5.0} | plan
    found = CarbonPlan("p", "P", "s", "n", activity="a.csv", **declared)  # type: ignore[arg-type]
    counted = count(rows, {2020: ONE}, NEAREST_EARLIER)
    assert not counted.wrong
    return account_of(found, counted, sites or sites_in(rows))


TWO_SITES = """
    site | scope | 2020 | 2021 | 2022
    hall |     1 |   60 |   54 |   50
    hall |     2 |   40 |   36 |   30
    hall |     3 |    7 |    7 |    7
    pool |     1 |   20 |   20 |   18
"""


def test_years_add_up_by_scope_site_and_activity():
    account = made(TWO_SITES)
    assert [(one.year, one.tonnes, dict(one.by_scope)) for one in account.years] == [
        (2020, 120.0, {"1": 80.0, "2": 40.0, "3": 7.0}),
        (2021, 110.0, {"1": 74.0, "2": 36.0, "3": 7.0}),
        (2022, 98.0, {"1": 68.0, "2": 30.0, "3": 7.0}),
    ]
    assert totals_by(account.lines, lambda x: x.activity.site) == {"hall": 291.0, "pool": 58.0}


def test_scope_3_counts_where_the_account_says_so():
    assert made(TWO_SITES, scopes=("1", "2", "3")).years[0].tonnes == 127.0


def test_nothing_changed_so_the_baseline_stays():
    baseline = made(TWO_SITES).baseline
    assert (baseline.first, baseline.tonnes, baseline.recalculated) == (120.0, 120.0, False)
    assert baseline.says == "The baseline is 120.0 tonnes in 2020. Nothing has happened that could change it."


HALL = Site("hall", "The hall")


def test_a_site_that_was_bought_adds_to_the_baseline_and_to_the_years_before():
    pool = Site("pool", "The pool", joined=2022, joined_how="bought")
    account = made(TWO_SITES, {"hall": HALL, "pool": pool})
    assert [one.tonnes for one in account.years] == [100.0, 90.0, 98.0]  # as it was reported
    baseline = account.baseline
    assert (baseline.first, baseline.tonnes, baseline.size, baseline.recalculated) == (100.0, 120.0, 20.0, True)
    assert [one.tonnes for one in baseline.series] == [120.0, 110.0, 98.0]
    assert baseline.says == (
        "The baseline was recalculated from 100.0 to 120.0 tonnes in 2020. Changes come to 20.0% of it, and the rule "
        "is to recalculate above 5% (The pool was bought in 2022, which adds 20.0 tonnes)."
    )


def test_a_site_that_was_sold_is_taken_off_in_all_years():
    pool = Site("pool", "The pool", left=2022, left_how="sold")
    account = made(TWO_SITES, {"hall": HALL, "pool": pool})
    assert [one.tonnes for one in account.years] == [120.0, 110.0, 80.0]
    assert [one.tonnes for one in account.baseline.series] == [100.0, 90.0, 80.0]
    assert account.baseline.tonnes == 100.0


@pytest.mark.parametrize(
    "site", [Site("pool", "P", joined=2022, joined_how="built"), Site("pool", "P", left=2022, left_how="closed")]
)
def test_what_was_built_or_closed_is_a_real_change_and_no_reason_to_recalculate(site):
    account = made(TWO_SITES, {"hall": HALL, "pool": site})
    assert not account.baseline.changes
    assert account.baseline.tonnes == account.baseline.first


def test_at_or_below_the_threshold_the_baseline_stays_and_the_page_says_so():
    pool = Site("pool", "The pool", joined=2022, joined_how="bought")
    baseline = made(TWO_SITES, {"hall": HALL, "pool": pool}, threshold=20.0).baseline
    assert (baseline.tonnes, baseline.recalculated) == (100.0, False)
    assert "It was not recalculated: changes come to 20.0% of it" in baseline.says


def test_changes_that_cancel_out_are_changes_all_the_same():
    bought = Site("pool", "The pool", joined=2021, joined_how="bought")
    moved = MethodChange(2021, "meters in place of estimates", {2020: -20.0})
    baseline = made(TWO_SITES, {"hall": HALL, "pool": bought}, method_changes=(moved,)).baseline
    assert (baseline.first, baseline.tonnes, baseline.size, baseline.recalculated) == (100.0, 100.0, 40.0, True)
    assert "meters in place of estimates, which takes off 20.0 tonnes" in baseline.says


def test_a_bought_site_whose_baseline_year_is_not_held_leaves_no_baseline():
    drawing = TWO_SITES.replace("pool |     1 |   20 |   20", "pool |     1 |      |   20")
    pool = Site("pool", "The pool", joined=2022, joined_how="bought")
    account = made(drawing, {"hall": HALL, "pool": pool}, target=Target(2030))
    assert account.baseline.tonnes is None
    assert "its figure for the baseline year is not held" in account.baseline.says
    assert account.track.on_track is None


def test_a_bought_site_of_which_a_part_of_the_baseline_year_is_not_held_leaves_no_baseline():
    pool = Site("pool", "The pool", joined=2022, joined_how="bought")
    for cell in ("   x", "    "):
        drawing = f"{TWO_SITES.rstrip()}\n    pool |     2 | {cell} |    9 |    9\n"
        baseline = made(drawing, {"hall": HALL, "pool": pool}).baseline
        assert baseline.changes[0].tonnes is None
        assert baseline.tonnes is None


def test_what_is_not_held_is_a_gap_and_not_nought():
    account = made(TWO_SITES.replace("|   54 |", "|    x |"), target=Target(2030))
    year = account.years[1]
    assert (year.whole, year.gaps) == (False, ("hall: Fuel 1 (Scope 1)",))
    assert account.track.budget.used is None
    assert "no whole figure for 2021" in account.track.budget.says
    zero = made(TWO_SITES.replace("|   54 |", "|    0 |"), target=Target(2030))
    assert zero.years[1].whole
    assert zero.track.budget.used == 56.0 + 98.0


def test_what_is_held_in_no_year_at_all_is_a_gap_in_each():
    account = made(f"{TWO_SITES.rstrip()}\n    pool |     2 |    x |    x |    x\n")
    assert [one.gaps for one in account.years] == [("pool: Fuel 2 (Scope 2)",)] * 3


def test_a_baseline_year_with_a_gap_is_no_baseline():
    account = made(TWO_SITES.replace("|   60 |", "|    x |"), target=Target(2030))
    assert account.baseline.says == "There is no baseline: 2020 is not whole. Not held: hall: Fuel 1 (Scope 1)."
    assert account.track.says.startswith("Whether emissions are on track cannot be told")


# --- paths and budget ---------------------------------------------------------------------------------


def test_paths_by_hand():
    assert linear_path(100.0, 20.0, 4).tolist() == [100.0, 80.0, 60.0, 40.0, 20.0]
    assert yearly_cut(100.0, 25.0, 2) == 0.5
    assert constant_percentage_path(100.0, 0.5, 2).tolist() == [100.0, 50.0, 25.0]
    assert budget_of(np.array([100.0, 50.0, 25.0])) == 75.0
    assert change_in_per_cent(np.array([3.0, -2.0]), 50.0) == 10.0


@pytest.mark.parametrize(
    "wrong",
    [
        lambda: linear_path(100, 20, 0),
        lambda: linear_path(100, 120, 3),
        lambda: yearly_cut(100, 0, 3),
        lambda: constant_percentage_path(100, 1.0, 3),
        lambda: change_in_per_cent(np.array([1.0]), 0.0),
    ],
)
def test_paths_that_lead_nowhere(wrong):
    with pytest.raises(ValueError):  # noqa: PT011
        wrong()


def test_on_and_off_track_in_words():
    # from 120 in 2020 to 0 in 2030: 12 less each year, so 96 in 2022
    off = made(TWO_SITES, target=Target(2030)).track
    assert off.on_track is False
    assert off.says == "Off track: the 98.0 tonnes of 2022 are 2.0 above the 96.0 that the path has for that year."
    on = made(TWO_SITES.replace("|   18", "|   16"), target=Target(2030)).track
    assert on.on_track is True
    assert on.says.startswith("On track: the 96.0 tonnes of 2022 are 0.0 below")
    assert "never reaches nought" in on.no_path


def test_the_budget_is_the_path_added_up_or_what_was_declared():
    budget = made(TWO_SITES, target=Target(2030)).track.budget
    assert (budget.tonnes, budget.used, budget.left) == (540.0, 208.0, 332.0)  # 108 + 96 + ... + 12
    assert budget.says == (
        "The carbon budget for 2021 to 2030 is 540.0 tonnes. By the end of 2022, 208.0 were used and 332.0 are left. "
        "At the pace of 2022 that lasts for 3.4 years; 8 years are to go."
    )
    over = made(TWO_SITES, target=Target(2030), budget=200.0).track.budget
    assert over.declared
    assert "8.0 more than there was" in over.says


def test_the_constant_path_may_be_the_one_that_is_held_to():
    track = made(TWO_SITES, target=Target(2022, remaining=25.0, path="constant_percentage")).track
    assert [round(tonnes, 9) for tonnes in track.path.tonnes] == [120.0, 60.0, 30.0]
    assert track.on_track is False
    declared = made(TWO_SITES, target=Target(2022, path="constant_percentage", yearly_cut=10.0)).track
    assert [round(tonnes, 9) for tonnes in declared.path.tonnes] == [120.0, 108.0, 97.2]


# --- the district ------------------------------------------------------------------------------------

YEAR = TerritorialYear(
    "XYZ",
    "Somewhere",
    2020,
    "CO2",
    30.0,
    (Sector("Work", 10.0, (("Gas", 4.0), ("Oil", 6.0))), Sector("Homes", 20.0, (("Gas", 20.0),))),
    10.0,
    3.0,
    2,
    1,
)


def test_sectors_and_totals_are_the_sums_of_their_parts():
    assert that_do_not_sum([YEAR]) == ()
    assert YEAR.a_person == 3.0
    [wrong] = that_do_not_sum([replace(YEAR, total=30.3, population=None)])
    assert (wrong.what, round(wrong.by, 9)) == ("all sectors", 0.3)
    assert that_do_not_sum([replace(YEAR, total=30.1, population=None)]) == ()  # three figures, each rounded to 0.1
    assert [one.what for one in that_do_not_sum([replace(YEAR, per_person=3.2)])] == ["tonnes a person"]


def test_without_a_population_nothing_is_said_of_a_person():
    assert replace(YEAR, population=None).a_person is None


def test_rounding_explains_half_a_unit_for_each_figure():
    assert sum_is_off_by(1.0, np.array([0.3, 0.3, 0.3]), 1) == 0.0
    assert sum_is_off_by(1.3, np.array([0.3, 0.3, 0.3]), 1) == pytest.approx(0.4)
