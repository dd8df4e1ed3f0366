"""The attack on what is published: it finds what is given away, and fails when one protecting count is shown."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from placebook.measure.disclosure import NONE, protect
from placebook.measure.disclosure_audit import Clue, Out, audit
from placebook.measure.disclosure_clues import (
    counts_that_give,
    half_of_last_place,
    part_left_over,
    rate_of,
    score_of,
    z_score_of,
)
from placebook.measure.disclosure_tables import Linked
from placebook.types import Counts, DisclosureRule

RULE = DisclosureRule()
WARDS = dict.fromkeys("ABC", "Town")


def counts(rows: dict[str, list[float]], kinds: str = "xyz") -> Counts:
    cells = np.array(list(rows.values()), float)
    return Counts(cells[:, None, :].copy(), tuple(rows), ("2014",), tuple(kinds)[: cells.shape[1]])


TABLE = counts({"A": [3, 20, 9], "B": [30, 7, 50], "C": [60, 70, 80]})


def shown_again(shown, at, truth):
    """The same table with one hidden count put back."""
    counts, why = shown.counts.copy(), shown.why.copy()
    counts[at], why[at] = truth, NONE
    return replace(shown, counts=counts, why=why)


def test_what_the_gate_lets_through_stands_up_to_the_attack():
    done = protect(TABLE, RULE, WARDS)
    found = audit([Out(done.table, TABLE, WARDS)], RULE)
    assert found.passes
    small = next(one for one in found.ranges if one.why == "primary")
    assert (small.area, small.category) == ("A", "x")
    assert small.low <= 1
    assert small.high >= 4


def test_without_any_one_of_the_protecting_counts_the_small_one_is_found():
    done = protect(TABLE, RULE, WARDS)
    places = np.argwhere(done.table.why == "secondary")
    assert len(places) == 3
    for at in map(tuple, places):
        put_back = shown_again(done.table, at, TABLE.values[at])
        found = audit([Out(put_back, TABLE, WARDS)], RULE)
        given = [one for one in found.given_away if one.why == "primary"]
        assert [(one.low, one.high) for one in given] == [(3, 3)]


def test_a_small_count_that_was_left_standing_is_named():
    done = protect(TABLE, RULE, WARDS)
    found = audit([Out(shown_again(done.table, (0, 0, 0), 3), TABLE, WARDS)], RULE)
    assert found.open == (("A", "2014", "x"),)
    assert not found.passes


def test_two_tables_with_an_area_more_give_the_area_away():
    """Town has 90, and Town with D has 92, each in a table that is safe alone. Together they say that D has 2."""
    first, second = counts({"A": [20], "B": [30], "C": [40]}, "x"), counts({"Town": [90], "D": [2]}, "x")
    more = {"Town": "Town and D", "D": "Town and D"}
    alone, other = protect(first, RULE, WARDS), protect(second, RULE, more)
    together = protect(first, RULE, WARDS, also=[Linked(second, more)])
    assert audit([Out(alone.table, first, WARDS)], RULE).passes
    assert audit([Out(other.table, second, more)], RULE).passes  # Town itself is hidden there, to protect D
    planted = audit([Out(alone.table, first, WARDS), Out(other.table, second, more)], RULE)
    assert [(one.area, one.low, one.high) for one in planted.given_away if one.why == "primary"] == [("D", 2, 2)]
    tables = [Out(together.table, first, WARDS), Out(together.also[0], second, more)]
    assert audit(tables, RULE).passes


def test_what_lies_between_two_boundaries_can_be_had_by_taking_away():
    """Block 3 stands in no table. New less Old is block 3."""
    old, new = counts({"Old": [50]}, "x"), counts({"New": [53]}, "x")
    inside = ({"b1": "Old", "b2": "Old"}, {"b1": "New", "b2": "New", "b3": "New"})
    both = protect(new, RULE, inside[1], also=[Linked(old, inside[0])])
    assert audit([Out(both.table, new, inside[1]), Out(both.also[0], old, inside[0])], RULE).passes
    assert both.hidden.any() or both.also[0].hidden.any()


def test_ages_and_sexes_of_the_same_people_are_attacked_together():
    ages, sexes = counts({"A": [3, 20], "B": [30, 40]}, "yo"), counts({"A": [11, 12], "B": [33, 37]}, "fm")
    together = protect(ages, RULE, {}, also=[Linked(sexes)])
    out = [Out(together.table, ages), Out(together.also[0], sexes)]
    assert audit(out, RULE).passes
    at = tuple(np.argwhere(together.table.why == "secondary")[0])
    truth = np.append(ages.values, ages.values.sum(axis=2, keepdims=True), axis=2)[at]
    out[0] = Out(shown_again(together.table, at, truth), ages)
    assert audit(out, RULE).given_away


def test_rounding_is_known_to_the_attacker():
    """Rounded to 5, 40 stands for 38 to 42. Beside 20 and 10 in a row, the hidden one may be 4 to 16."""
    table = counts({"A": [4, 20, 10]})
    rule = DisclosureRule(round_to=5)
    done = protect(table, rule, {})
    assert audit([Out(done.table, table)], rule).passes
    assert audit([Out(done.table, table)], DisclosureRule(round_to=5, protection=200)).given_away


def test_a_published_rate_gives_its_count_back():
    done = protect(TABLE, RULE, WARDS)
    low, high = counts_that_give(1.5, half_of_last_place("1.5"), rate_of(2000, 1000))
    assert (low, high) == (3, 3)
    clue = Clue("A", "2014", "x", low, high, "its rate is published")
    found = audit([Out(done.table, TABLE, WARDS)], RULE, [clue])
    assert found.given_away[0].because == "its rate is published"
    assert (found.given_away[0].low, found.given_away[0].high) == (3, 3)


def test_a_score_with_known_posts_gives_the_rate_and_so_the_count_back():
    rate = rate_of(2000, 1000)
    assert counts_that_give(85.0, 0.05, score_of(rate, (10.0, 0.0))) == (3, 3)
    assert counts_that_give(100.0, 0.05, score_of(rate, (10.0, 2.0)))[1] == 4  # at an end: up to four, no more is known
    assert counts_that_give(-1.25, 0.005, z_score_of(rate, 4.0, 2.0)) == (3, 3)


def test_a_part_of_an_index_comes_back_from_the_whole_and_its_siblings():
    """The whole is 60.0 of three equal parts; two are 50.0 and 45.0, so the third is 85.0."""
    part, off = part_left_over((60.0, 0.05), [(50.0, 0.05), (45.0, 0.05)], [1, 1], 1)
    assert part == pytest.approx(85)
    assert off == pytest.approx(0.25)
    assert counts_that_give(part, off, score_of(rate_of(2000, 1000), (10.0, 0.0))) == (3, 3)


def test_a_figure_that_no_count_gives_says_nothing():
    assert counts_that_give(1.7, 0.01, rate_of(2000, 1000)) == (0, np.inf)


@pytest.mark.parametrize(("text", "half"), [("12.5", 0.05), ("12", 0.5), ("1.25e2", 0.5), ("0.001", 0.0005)])
def test_how_far_a_figure_may_lie_from_its_text(text, half):
    assert half_of_last_place(text) == pytest.approx(half)
