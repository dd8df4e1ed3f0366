"""The disclosure gate on tables that a person can check by hand."""

from __future__ import annotations

import numpy as np
import pytest

from placebook.measure.disclosure import protect
from placebook.measure.disclosure_tables import Linked
from placebook.types import Counts, DataError, DisclosureRule

RULE = DisclosureRule()
WARDS = {"A": "Town", "B": "Town", "C": "Town"}


def counts(rows: dict[str, list[float]], kinds: str = "xyz", periods: tuple[str, ...] = ("2014",)) -> Counts:
    cells = np.array(list(rows.values()), float)
    return Counts(cells.reshape(len(rows), len(periods), -1), tuple(rows), periods, tuple(kinds)[: cells.shape[1]])


def why(done, area: str, kind: str, period: int = 0) -> str:
    return str(done.table.why[done.table.areas.index(area), period, done.table.categories.index(kind)])


def test_a_table_without_small_counts_is_shown_whole():
    done = protect(counts({"A": [10, 20], "B": [0, 5]}), RULE, {})
    assert not done.hidden.any()
    assert done.shown[:, 0, :].tolist() == [[10, 20], [0, 5]]


def test_one_small_count_takes_three_others_with_it():
    """A hidden count alone is total less the rest; so is a pair in one row. A rectangle of four is needed."""
    done = protect(counts({"A": [3, 20, 9], "B": [30, 7, 50], "C": [60, 70, 80]}), RULE, WARDS)
    assert why(done, "A", "x") == "primary"
    assert {w: int((done.table.why == w).sum()) for w in ("primary", "secondary")} == {"primary": 1, "secondary": 3}
    assert not done.table.hidden[:, 0, -1].any()  # no total was needed


def test_without_published_totals_nothing_else_need_be_hidden():
    done = protect(counts({"A": [3], "B": [30]}, "x"), RULE, {})
    assert done.hidden[:, 0, 0].tolist() == [True, False]


def test_two_small_counts_whose_sum_is_shown_do_not_protect_each_other():
    """1 + 2 = 3: nobody could have 4, so the range would give away that it is not 4."""
    done = protect(counts({"A": [1], "B": [2], "C": [40]}, "x"), RULE, WARDS)
    assert done.table.hidden[:, 0, 0].tolist() == [True, True, True, False]


def test_the_only_ward_of_a_district_takes_the_district_with_it():
    done = protect(
        counts({"A": [3], "B": [30], "C": [40]}, "x"),
        RULE,
        {"A": "East", "B": "West", "C": "West", "East": "County", "West": "County"},
    )
    assert why(done, "A", "x") == why(done, "East", "x") == "primary"  # the same three
    assert "secondary" in (why(done, "West", "x"), why(done, "County", "x"))


def test_what_a_district_has_more_than_its_wards_can_be_worked_out_too():
    """Town has 60 and its wards 57: three records lie elsewhere in it. They are few, so a sum must go."""
    done = protect(counts({"A": [20], "B": [37], "Town": [60]}, "x"), RULE, {"A": "Town", "B": "Town"})
    assert done.table.areas == ("A", "B", "Town")
    assert done.hidden.sum() == 1
    assert set(done.why.ravel()) == {"none", "secondary"}


def test_periods_stand_alone_unless_a_sum_over_them_is_published():
    rows = {"A": [3, 30, 33], "B": [50, 60, 110]}
    table = counts(rows, "x", ("2013", "2014", "2013-2014"))
    assert protect(table, RULE, {}).hidden.sum() == 1
    done = protect(table, RULE, {}, spans={"2013-2014": ("2013", "2014")})
    assert done.hidden[0].sum() == 2
    assert not done.hidden[1].any()


def test_nought_is_hidden_where_it_is_not_safe():
    done = protect(counts({"A": [0], "B": [30]}, "x"), DisclosureRule(zero_is_safe=False), {})
    assert done.why[:, 0, 0].tolist() == ["primary", "none"]


def test_nobody_counted_is_neither_hidden_nor_nought():
    done = protect(counts({"A": [np.nan], "B": [30]}, "x"), RULE, {"A": "Town", "B": "Town"})
    assert not done.hidden.any()
    assert np.isnan(done.shown[0, 0, 0])
    assert np.isnan(done.table.counts[2, 0, 0])


def test_a_narrower_protection_hides_less():
    """With a range of 2 counts enough, 1 and 2 that sum to 3 may stand beside a total that is shown."""
    table = counts({"A": [1], "B": [2], "C": [40]}, "x")
    assert protect(table, DisclosureRule(protection=2), WARDS).hidden.sum() == 2


def test_two_tables_with_an_area_more_are_protected_together():
    """Each total alone says nothing of D; the second less the first is D."""
    first = counts({"A": [20], "B": [30], "C": [40]}, "x")
    second = counts({"A": [20], "B": [30], "C": [40], "D": [2]}, "x")
    more = Linked(second, {**WARDS, "D": "Town and D"} | dict.fromkeys("ABC", "Town and D"))
    done = protect(first, RULE, WARDS, also=[more])
    town, both = done.table.hidden[3, 0, 0], done.also[0].hidden[4, 0, 0]
    assert done.also[0].hidden[3, 0, 0]
    assert town or both or done.table.hidden[:3].any()


def test_two_published_wholes_that_differ_by_an_unlisted_area():
    """Nobody lists block 3. It has the 3 by which the new ward is more than the old one."""
    old = Linked(counts({"Old": [50]}, "x"), {"block 1": "Old", "block 2": "Old"})
    new = counts({"New": [53]}, "x")
    done = protect(new, RULE, {"block 1": "New", "block 2": "New", "block 3": "New"}, also=[old])
    assert done.hidden.sum() + done.also[0].hidden.sum() == 1


def test_other_categories_of_the_same_people_share_their_totals():
    ages = counts({"A": [3, 20], "B": [30, 40]}, "yo")
    sexes = counts({"A": [11, 12], "B": [33, 37]}, "fm")
    done = protect(ages, RULE, {}, also=[Linked(sexes)])
    assert done.hidden[0].all()  # the total of A is known from the other table, so the old must go with the young


def test_a_table_that_is_out_already_cannot_be_hidden():
    out = Linked(counts({"A": [20], "B": [30], "C": [2]}, "x"), published=True)
    with pytest.raises(DataError, match="C, 2014, x: a small count stands here that cannot be protected"):
        protect(counts({"A": [20], "B": [30], "C": [2]}, "x"), RULE, WARDS, also=[out])


@pytest.mark.parametrize(
    ("make", "says"),
    [
        (
            lambda: protect(counts({"A": [9], "Town": [3]}, "x"), RULE, {"A": "Town"}),
            "Town, 2014: the areas in it come",
        ),
        (lambda: protect(counts({"A": [9]}, "x"), RULE, {"A": "B", "B": "A"}), "lies within itself"),
        (lambda: protect(counts({"A": [9]}, "x"), DisclosureRule(round_to=0), {}), "round_to and protection 1 or more"),
        (
            lambda: protect(counts({"A": [9]}, "x"), RULE, {}, also=[Linked(counts({"A": [8]}, "x"))]),
            "A, 2014, x: two tables that should count the same",
        ),
    ],
)
def test_what_cannot_be_is_one_clear_sentence(make, says):
    with pytest.raises(DataError, match=says):
        make()
