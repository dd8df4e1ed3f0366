"""What is true of every carbon account: sums, doubling, order, and a slow version beside the fast one."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction
from math import isclose

from hypothesis import given, settings
from hypothesis import strategies as st

from placebook.measure.carbon_account import Activity, Counted, count, sites_in, total, totals_by, year_totals
from placebook.measure.carbon_factors import FactorSet, FlatRow
from placebook.measure.carbon_units import EXACT, conversion, converted
from placebook.methods.carbon import budget_of, constant_percentage_path, linear_path, yearly_cut

PRINTED = {("1", "Gas"): 0.18293, ("1", "Oil"): 2.5, ("2", "Power"): 0.207, ("3", "Power"): 0.018}
FACTORS = FactorSet(
    2023,
    "factors",
    tuple(
        FlatRow(f"id-{at}", scope, ("", "", name, "", ""), "kWh", "CO2e", value, at)
        for at, ((scope, name), value) in enumerate(PRINTED.items(), start=7)
    ),
)
AMOUNTS = st.floats(0, 1e9, allow_subnormal=False)
ROWS = st.lists(
    st.builds(
        lambda site, kind, amount, at: Activity(at, site, 2023, kind[1], amount, "kWh", kind[0], meter=str(at)),
        st.sampled_from(["hall", "pool", "depot"]),
        st.sampled_from(sorted(PRINTED)),
        AMOUNTS,
        st.integers(2, 10**6),
    ),
    min_size=1,
    max_size=25,
)


def counted(rows: list[Activity]) -> Counted:
    return count(rows, {2023: FACTORS})


def tonnes(rows: list[Activity]) -> float:
    return total(counted(rows).lines)


@settings(max_examples=40)
@given(ROWS)
def test_totals_are_the_same_by_site_scope_and_activity_and_as_counted_slowly(rows):
    lines = counted(rows).lines
    slow = sum(Fraction(row.amount) * Fraction(PRINTED[row.scope, row.activity]) for row in rows) / 1000
    for key in (lambda x: x.activity.site, lambda x: x.activity.scope, lambda x: x.activity.activity):
        assert isclose(sum(totals_by(lines, key).values()), float(slow), rel_tol=1e-12, abs_tol=1e-12)


@settings(max_examples=40)
@given(ROWS)
def test_twice_the_amounts_are_twice_the_emissions(rows):
    assert tonnes([replace(row, amount=2 * row.amount) for row in rows]) == 2 * tonnes(rows)


@settings(max_examples=40)
@given(ROWS, st.randoms())
def test_the_order_of_rows_changes_nothing(rows, random):
    mixed = list(rows)
    random.shuffle(mixed)
    assert tonnes(mixed) == tonnes(rows)
    sites = sites_in(rows)
    assert year_totals(counted(mixed), sites, ("1", "2")) == year_totals(counted(rows), sites, ("1", "2"))


@settings(max_examples=40)
@given(ROWS, st.integers(0, 24))
def test_a_row_that_is_not_held_makes_the_year_a_part_and_never_more(rows, at):
    rows = [replace(row, meter=str(number)) for number, row in enumerate(rows)]
    gone = rows[at % len(rows)]
    left = [replace(row, amount=None) if row is gone else row for row in rows]
    sites, scopes = sites_in(rows), ("1", "2", "3")
    [before], [after] = (year_totals(counted(some), sites, scopes) for some in (rows, left))
    assert before.whole
    assert not after.whole
    assert after.tonnes <= before.tonnes


UNITS = [(unit, other) for kind in EXACT for unit in kind for other in kind]


@given(st.sampled_from(UNITS), AMOUNTS)
def test_a_unit_turned_into_another_and_back_is_what_it_was(units, amount):
    there, back = conversion(*units), conversion(*units[::-1])
    assert there * back == 1
    assert isclose(converted(converted(amount, there), back), amount, rel_tol=1e-12)


def test_units_of_different_kinds_are_never_turned_into_each_other():
    kinds = [list(kind) for kind in EXACT]
    for at, kind in enumerate(kinds):
        others = [unit for other in kinds[:at] + kinds[at + 1 :] for unit in other]
        assert all(conversion(unit, other) is None for unit in kind for other in others)


@given(st.floats(1, 1e6), st.floats(0.01, 0.99), st.integers(1, 40))
def test_paths_start_and_end_where_they_must_and_the_constant_one_allows_less(baseline, left, years):
    straight = linear_path(baseline, left * baseline, years)
    curved = constant_percentage_path(baseline, yearly_cut(baseline, left * baseline, years), years)
    for path in (straight, curved):
        assert isclose(path[0], baseline)
        assert isclose(path[-1], left * baseline, rel_tol=1e-9)
        assert all(path[1:] <= path[:-1] * (1 + 1e-12))
    assert budget_of(curved) <= budget_of(straight) * (1 + 1e-9)
    slow = sum(baseline - k * (baseline - left * baseline) / years for k in range(1, years + 1))
    assert isclose(budget_of(straight), slow, rel_tol=1e-9)
