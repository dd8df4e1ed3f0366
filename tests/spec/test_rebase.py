"""Counts on other boundaries. Every table here can be checked by hand."""

from __future__ import annotations

import numpy as np
import pytest

from drawn import table
from placebook.measure.boundary_moves import boundary_moves, share_moved
from placebook.measure.rebase import rebase
from placebook.measure.shares import Shares, best_fit, chain, shares_by, together
from placebook.types import Counts, DataError

SMALL = """
       | 2010 | 2011
    ---+------+-----
    s1 |   10 |    4
    s2 |    3 |    0
    s3 |    5 |    7
    s4 |    2 |    1
"""

WHERE = """
       | North | South
    ---+-------+------
    s1 |     1 |
    s2 |  0.75 |  0.25
    s3 |  0.50 |  0.50
    s4 |       |     1
"""


def counts_of(drawing: str, boundaries: str = "2011") -> Counts:
    areas, periods, figures = table(drawing)
    return Counts(figures[:, :, None], areas, periods, ("burglary",), "LSOA", boundaries)


def shares_of(drawing: str, of: str = "2011", boundaries: str = "2022") -> Shares:
    areas, wards, figures = table(drawing)
    parts = {
        area: {ward: float(share) for ward, share in zip(wards, row, strict=True) if not np.isnan(share)}
        for area, row in zip(areas, figures, strict=True)
    }
    return Shares(parts, of, boundaries, "ward", basis=("people",))


def as_table(counts: Counts) -> dict[str, list[float]]:
    return {area: counts.values[i, :, 0].tolist() for i, area in enumerate(counts.areas)}


def test_apportioning_shares_counts_out_by_people():
    made = rebase(counts_of(SMALL), shares_of(WHERE), "2022")
    assert as_table(made.counts) == {
        "North": [10 + 2.25 + 2.5, 4 + 0 + 3.5],
        "South": [0.75 + 2.5 + 2, 0 + 3.5 + 1],
    }
    assert (made.way, made.basis, made.divided) == ("apportioning", ("people",), ("s2", "s3"))
    assert made.share_divided == (3 + 0 + 5 + 7) / 32
    assert (made.counts.boundaries, made.counts.area_kind, made.overruled) == ("2022", "ward", 0)


def test_best_fit_moves_small_areas_whole_and_says_what_it_overruled():
    shares = shares_of(WHERE)
    made = rebase(counts_of(SMALL), best_fit(shares), "2022", before=shares)
    assert as_table(made.counts) == {"North": [18, 11], "South": [2, 1]}  # of two halves the first code is taken
    assert made.way == "best fit"
    assert made.overruled == pytest.approx((0.25 * 3 + 0.5 * 12) / 32)
    assert made.share_divided == 15 / 32


def test_totals_are_equal_to_the_last_count_with_thirds():
    thirds = Shares({"s": {"A": 1 / 3, "B": 1 / 3, "C": 1 / 3}}, "2011", "2022")
    counts = Counts(np.array([[[1.0], [2.0], [1000001.0]]]), ("s",), ("a", "b", "c"), ("all",))
    made = rebase(counts, thirds, "2022").counts.values[:, :, 0]
    assert made.sum(axis=0).tolist() == [1, 2, 1000001]
    assert np.allclose(made, np.array([1, 2, 1000001]) / 3, atol=1e-6)


def test_where_nobody_counted_the_ward_has_no_count():
    made = rebase(counts_of(SMALL.replace("|    7", "|     ")), shares_of(WHERE), "2022")
    assert np.isnan(made.counts.values[:, 1, 0]).all()
    assert not np.isnan(made.counts.values[:, 0, 0]).any()


def test_small_areas_in_which_nothing_was_counted_are_named():
    made = rebase(counts_of(SMALL), shares_of(WHERE + "    s5 |       |     1\n"), "2022")
    assert made.without == ("s5",)


def test_a_split_area_is_shared_out_by_the_people_of_its_parts_and_a_merged_one_by_those_before():
    split = shares_by([("old", "new1"), ("old", "new2"), ("same", "same")], {"new1": 300, "new2": 100}, "2011", "2021")
    assert split.parts == {"old": {"new1": 0.75, "new2": 0.25}, "same": {"same": 1.0}}
    merged = shares_by([("one", "a"), ("one", "b")], {"a": 100, "b": 400}, "2021", "2011")
    assert merged.parts == {"one": {"a": 0.2, "b": 0.8}}
    equal = shares_by([("old", "new1"), ("old", "new2")], None, "2011", "2021")
    assert (equal.parts["old"], equal.basis) == ({"new1": 0.5, "new2": 0.5}, ("equal parts",))


def test_several_steps_are_one():
    first = shares_by([("old", "n1"), ("old", "n2"), ("same", "same")], {"n1": 3, "n2": 1}, "2011", "2021")
    then = shares_of(
        """
             | North | South
        -----+-------+------
        n1   |   0.5 |   0.5
        n2   |       |     1
        same |     1 |
        """,
        "2021",
    )
    made = chain(first, then)
    assert made.parts == {"old": {"North": 0.375, "South": 0.625}, "same": {"North": 1.0}}
    assert (made.of, made.boundaries, made.area_kind) == ("2011", "2022", "ward")
    assert made.basis == ("people",)


def test_codes_of_two_census_years_are_looked_up_where_they_belong():
    of_2011 = Shares({"old": {"N": 0.5, "S": 0.5}, "same": {"N": 1.0}}, "2011", "2022")
    of_2021 = Shares({"n1": {"N": 1.0}, "n2": {"S": 1.0}, "same": {"N": 1.0}}, "2021", "2022")
    both = together(of_2011, of_2021)
    counts = Counts(np.array([[[8.0]], [[3.0]], [[1.0]], [[5.0]]]), ("old", "n1", "n2", "same"), ("all",), ("x",))
    assert as_table(rebase(counts, both, "2022").counts) == {"N": [12], "S": [5]}
    assert both.of == "2011 and 2021"


def test_the_people_of_an_old_ward_are_followed_into_the_new_ones():
    old = Shares({"s1": {"A": 1.0}, "s2": {"A": 1.0}, "s3": {"B": 1.0}}, "2011", "2018")
    new = Shares({"s1": {"P": 1.0}, "s2": {"Q": 1.0}, "s3": {"Q": 1.0}}, "2011", "2022")
    moves = boundary_moves(old, new, {"s1": 60, "s2": 20, "s3": 20})
    assert [(m.old, m.new, m.people, m.share_of_old, m.share_of_new) for m in moves] == [
        ("A", "P", 60, 0.75, 1.0),
        ("A", "Q", 20, 0.25, 0.5),
        ("B", "Q", 20, 1.0, 0.5),
    ]
    assert share_moved(moves) == pytest.approx(0.2)
    assert share_moved(()) == 0


BAD = [
    (lambda: shares_of(WHERE.replace("0.75", "0.65")), "the shares of s2 sum to 0.9, and must sum to 1"),
    (lambda: shares_of(WHERE.replace("0.75", "1.25").replace("0.25", "-0.25")), "below 0 or above 1"),
    (lambda: rebase(counts_of(SMALL), shares_of(WHERE), "2024"), "boundaries of 2022, and those of 2024 are wanted"),
    (lambda: rebase(counts_of(SMALL, "2021"), shares_of(WHERE), "2022"), "counts are of the boundaries of 2021"),
    (
        lambda: rebase(counts_of(SMALL), shares_of(WHERE), "2022", ("North", "South", "West")),
        "no small area lies in West of 2022 by apportioning",
    ),
    (
        lambda: rebase(counts_of(SMALL.replace("|   10", "|  1.3")), shares_of(WHERE), "2022"),
        "rates, shares and means do not add up",
    ),
    (
        lambda: chain(Shares({"a": {"b": 1.0}}, "2001", "2011"), Shares({"b": {"c": 1.0}}, "2021", "2022")),
        "ends on the boundaries of 2011 cannot be followed",
    ),
    (
        lambda: chain(Shares({"a": {"b": 1.0}}, "2001", "2011"), Shares({"x": {"c": 1.0}}, "2011", "2022")),
        "lacks 1 of the areas that the step before leads to, such as b",
    ),
    (
        lambda: together(Shares({"a": {"N": 1.0}}, "2011", "2022"), Shares({"a": {"S": 1.0}}, "2021", "2022")),
        "a lies in N by the lookup from 2011, and in S by that from 2021",
    ),
    (lambda: shares_by([("a", "b"), ("a", "c")], {"b": 1}, "2011", "2021"), "nobody says how many people c has"),
    (lambda: boundary_moves(shares_of(WHERE), shares_of(WHERE), {"s9": 4}), "s9 has people, and is not in the lookups"),
]


@pytest.mark.parametrize(("wrong", "words"), BAD, ids=[words[:40] for _, words in BAD])
def test_what_cannot_be_rebased_is_refused_in_a_sentence(wrong, words):
    with pytest.raises(DataError, match=words):
        wrong()


def test_a_lookup_that_lacks_some_codes_stops_and_names_the_share_that_would_be_lost():
    lacking = shares_of("\n".join(line for line in WHERE.splitlines() if "s4" not in line))
    with pytest.raises(DataError) as stopped:
        rebase(counts_of(SMALL), lacking, "2022")
    assert str(stopped.value) == (
        "1 of 4 areas with counts are not in the lookup, such as s4: 9.38% of all counts would be lost; "
        "add them to the lookup, or declare may_lose: 0.094"
    )
    made = rebase(counts_of(SMALL), lacking, "2022", may_lose=0.094)
    assert (made.lost, made.lost_codes) == (3 / 32, ("s4",))


def test_counts_outside_the_wanted_areas_are_lost_only_when_that_is_declared():
    with pytest.raises(DataError, match="lie outside the areas of 2022, in whole or in part, such as s2, s3"):
        rebase(counts_of(SMALL), shares_of(WHERE), "2022", ("North",))
    made = rebase(counts_of(SMALL), shares_of(WHERE), "2022", ("North",), may_lose=1)
    assert as_table(made.counts) == {"North": [10, 4]}


def test_best_fit_takes_the_larger_share_whatever_its_code():
    parts = best_fit(Shares({"s": {"A": 0.3, "B": 0.7}, "t": {"A": 0.5, "B": 0.5}}, "2011", "2022")).parts
    assert parts == {"s": {"B": 1.0}, "t": {"A": 1.0}}


@pytest.mark.parametrize("pieces", range(2, 30))
def test_the_largest_counts_are_shared_out_without_losing_a_unit(pieces):
    """Shares such as 1/7 do not sum to 1 in floating point, which shows in counts of billions."""
    shares = Shares({"s": {f"w{i:02}": 1 / pieces for i in range(pieces)}}, "2011", "2022")
    counts = Counts(np.array([[[8_589_934_591.0]]]), ("s",), ("all",), ("all",))
    assert rebase(counts, shares, "2022").counts.values.sum() == 8_589_934_591
    with pytest.raises(DataError, match="cannot be shared out exactly"):
        rebase(Counts(counts.values * 2, ("s",), ("all",), ("all",)), shares, "2022")
