"""The bias audit on tables a person can check by hand. Two groups of 100 people, and a small third."""

from __future__ import annotations

import numpy as np
import pytest

from placebook.measure.bias import CLEAR, HIDDEN, NOBODY, NOT_CLEAR, UNKNOWN, audit_decisions
from placebook.measure.bias_cells import Bin, People, bin_places, bins_of
from placebook.measure.bias_words import answers, calibration_words, caveats, conflict
from placebook.methods.disparity import (
    DISPARITIES,
    brier_score,
    difference_limits,
    disparity,
    error_rates,
    logistic_slope,
    widest_gap,
)
from placebook.types import DataError, DisclosureRule

# group: true yes, false yes, false no, true no, and with the outcome not known: yes, no
TWO = {"Ashford": (40, 20, 10, 30, 0, 0), "Barton": (20, 10, 20, 50, 0, 0)}
SAME = {"Ashford": (30, 20, 20, 30, 0, 0), "Barton": (30, 20, 20, 30, 0, 0)}
ANSWERS = ((1, 1), (0, 1), (1, 0), (0, 0), (np.nan, 1), (np.nan, 0))  # outcome, decision


def people(table: dict[str, tuple[int, ...]], **more: object) -> People:
    rows = [
        (group, *answer)
        for group, cells in table.items()
        for answer, many in zip(ANSWERS, cells, strict=True)
        for _ in range(many)
    ]
    groups, outcome, decision = zip(*rows, strict=True)
    return People({"place": groups}, np.array(outcome, float), np.array(decision, float), **more)


def rate(found, group: str, name: str):
    one = next(one for one in found.groupings[0].groups if one.group == f"place: {group}")
    return next(each for each in one.rates if each.name == name)


def verdicts(found) -> dict[str, str]:
    return {one.rate: one.verdict for one in found.groupings[0].compared}


def test_rates_by_hand():
    found = audit_decisions(people(TWO))
    assert rate(found, "Ashford", "selection rate").value == 60 / 100
    assert rate(found, "Ashford", "base rate").value == 50 / 100
    assert rate(found, "Ashford", "true positive rate").value == 40 / 50
    assert rate(found, "Ashford", "false negative rate").value == 10 / 50
    assert rate(found, "Ashford", "false positive rate").value == 20 / 50
    assert rate(found, "Ashford", "true negative rate").value == 30 / 50
    assert rate(found, "Ashford", "precision").value == pytest.approx(40 / 60)
    assert rate(found, "Ashford", "negative predictive value").value == 30 / 40
    assert rate(found, "Ashford", "accuracy").value == 70 / 100
    one = rate(found, "Barton", "true positive rate")
    assert (one.value, one.numerator, one.denominator) == (0.5, 20, 40)
    assert (one.lower, one.upper) == (pytest.approx(0.352, abs=5e-4), pytest.approx(0.648, abs=5e-4))  # Wilson


def test_published_measures_by_hand():
    found = dict(audit_decisions(people(TWO)).groupings[0].disparities)
    assert found["demographic parity difference"] == pytest.approx(0.6 - 0.3)
    assert found["demographic parity ratio"] == pytest.approx(0.3 / 0.6)
    assert found["equal opportunity difference"] == pytest.approx(0.8 - 0.5)
    assert found["equalised odds difference"] == pytest.approx(0.3)  # 0.8 - 0.5; false positives 0.4 - 1/6 is less
    assert found["equalised odds ratio"] == pytest.approx((1 / 6) / 0.4)  # less than 0.5 / 0.8
    assert found["predictive parity difference"] == pytest.approx(0, abs=1e-12)
    assert found["accuracy difference"] == pytest.approx(0)
    assert set(found) == set(DISPARITIES)


def test_the_conflict_is_said_and_nothing_is_judged():
    table = {name: tuple(10 * n for n in cells) for name, cells in TWO.items()}
    found = audit_decisions(people(table))
    said = verdicts(found)
    assert said["base rate"] == said["true positive rate"] == said["false positive rate"] == CLEAR
    assert said["precision"] == said["accuracy"] == NOT_CLEAR
    words = conflict(found.groupings[0])
    assert "cannot have equal precision and equal error rates at once" in words
    assert "equal precision is not clearly broken, and equality of error rates does not hold" in words
    every = " ".join([words, *answers(found.groupings[0]), *caveats(found)]).lower()
    assert "fair" not in every
    assert "place: ashford lies 10.0 points above place: barton" in every  # base rates of 50 and 40 in 100


def test_equal_base_rates_leave_no_conflict():
    found = audit_decisions(people(SAME))
    assert set(verdicts(found).values()) == {NOT_CLEAR}
    assert "may hold together" in conflict(found.groupings[0])


def test_two_groups_that_look_apart_by_chance_are_not_called_different():
    few = audit_decisions(people({"A": (8, 8, 5, 9, 0, 0), "B": (6, 8, 7, 9, 0, 0)}))
    assert verdicts(few)["true positive rate"] == NOT_CLEAR  # 8 of 13 and 6 of 13


def test_a_missing_outcome_is_neither_yes_nor_no():
    found = audit_decisions(people(TWO | {"Barton": (20, 10, 20, 50, 30, 10)}))
    assert rate(found, "Barton", "selection rate").value == (20 + 10 + 30) / 140
    assert rate(found, "Barton", "base rate").value == 40 / 100
    barton = found.groupings[0].groups[1]
    assert (barton.people, barton.no_outcome, barton.no_decision) == (140, 40, 0)


def test_a_missing_decision_is_counted_apart():
    given = people(TWO)
    given.decision[:7] = np.nan  # seven true yes of Ashford
    found = audit_decisions(given)
    ashford = found.groupings[0].groups[0]
    assert (ashford.people, ashford.no_decision) == (100, 7)
    assert rate(found, "Ashford", "true positive rate").value == 33 / 43


def test_a_small_count_takes_the_rates_it_is_in_and_cannot_be_got_back_from_everybody():
    found = audit_decisions(people(TWO | {"Croft": (3, 30, 40, 20, 0, 0)}))
    small = rate(found, "Croft", "true positive rate")
    assert (small.value, small.numerator, small.why) == (None, None, HIDDEN)
    true_yes = [
        next(r for r in one.rates if r.name == "precision").numerator
        for one in (found.everybody, *found.groupings[0].groups)
    ]
    assert sum(one is None for one in true_yes) >= 2  # one alone would be everybody less the others
    assert rate(found, "Croft", "false positive rate").value == 30 / 50
    assert found.hidden >= 2


def test_a_larger_rule_hides_more_and_zero_can_be_hidden():
    found = audit_decisions(people(TWO), DisclosureRule(hide_up_to=15))
    assert rate(found, "Barton", "precision").why == HIDDEN
    assert rate(audit_decisions(people(TWO)), "Barton", "precision").why == ""


def test_nobody_is_said_apart_from_hidden():
    found = audit_decisions(people(TWO | {"Croft": (0, 0, 20, 30, 0, 0)}))
    assert rate(found, "Croft", "precision").why == NOBODY
    assert rate(found, "Croft", "selection rate").value == 0


def test_groups_at_once_and_groups_not_stated():
    rows = [("A" if i % 2 else "B", ("M", "F", "")[i % 3]) for i in range(1200)]
    one, two = zip(*rows, strict=True)
    came = np.array([(i // 6) % 2 for i in range(1200)], float)
    chosen = np.array([(i // 12) % 2 for i in range(1200)], float)
    found = audit_decisions(People({"race": one, "sex": two}, came, chosen))
    assert [g.by for g in found.groupings] == [("race",), ("sex",), ("race", "sex")]
    assert len(found.groupings[2].groups) == 6
    assert found.groupings[1].left_out == ("sex: not stated",)
    assert sum(g.people for g in found.groupings[2].groups) == found.everybody.people == 1200


def test_a_group_that_is_nearly_all_hidden_by_several_headings_hides_elsewhere_too():
    groups = {"race": [], "sex": []}
    came, chosen = [], []
    for race, sex, cells in (("A", "M", (20, 20, 20, 20)), ("A", "F", (2, 20, 20, 20)), ("B", "M", (20, 20, 20, 20)),
                             ("B", "F", (20, 20, 20, 20))):  # fmt: skip
        for (outcome, decision), many in zip(ANSWERS, cells, strict=False):
            groups["race"] += [race] * many
            groups["sex"] += [sex] * many
            came += [outcome] * many
            chosen += [decision] * many
    found = audit_decisions(
        People({name: tuple(some) for name, some in groups.items()}, np.array(came, float), np.array(chosen, float))
    )
    both = found.groupings[2].groups
    hidden = [one.group for one in both if next(r for r in one.rates if r.name == "precision").value is None]
    assert len(hidden) == 4  # hiding one of two by two needs all four: else a row or a column gives it back


def scored(positive_at: float | None = None) -> People:
    """Chances of 0.2 and 0.8; in A they come true as stated, in B half of all do."""
    rows = [("A", 0.2, 1)] * 20 + [("A", 0.2, 0)] * 80 + [("A", 0.8, 1)] * 80 + [("A", 0.8, 0)] * 20
    rows += [("B", 0.2, 1)] * 50 + [("B", 0.2, 0)] * 50 + [("B", 0.8, 1)] * 50 + [("B", 0.8, 0)] * 50
    group, score, outcome = zip(*rows, strict=True)
    scores = np.array(score)
    return People({"place": group}, np.array(outcome, float), (scores >= 0.5) * 1.0, scores, positive_at)


@pytest.mark.parametrize("positive_at", [None, 0.5])
def test_calibration_by_hand(positive_at):
    a, b = (one.calibration for one in audit_decisions(scored(positive_at)).groupings[0].groups)
    assert [(one.scores, one.share.value, one.share.denominator) for one in a.bins] == [
        ("0.2", 0.2, 100),
        ("0.8", 0.8, 100),
    ]
    assert [one.share.value for one in b.bins] == [0.5, 0.5]
    assert a.slope == pytest.approx(1, abs=1e-6)  # as stated
    assert b.slope == pytest.approx(0, abs=1e-6)  # the score says nothing
    assert a.brier == pytest.approx(0.2 * 0.64 + 0.8 * 0.04)
    assert b.brier == pytest.approx(0.5 * 0.64 + 0.5 * 0.04)
    assert a.slope_lower < 1 < a.slope_upper


def test_scores_in_points_have_a_slope_and_no_brier_score():
    given = scored()
    points = People(given.groups, given.outcome, given.decision, given.score * 10)
    found = audit_decisions(points)
    a = found.groupings[0].groups[0].calibration
    assert a.brier is None
    assert a.slope == pytest.approx(np.log(16) / 6)  # odds of 1 to 4 become 4 to 1 over six points
    assert any(line.startswith("place: A: slope 0.46") for line in calibration_words(found.groupings[0]))


def test_a_score_that_parts_all_without_an_error_has_no_slope():
    assert np.isnan(logistic_slope([1, 2, 3, 4], [0, 0, 1, 1])[0])
    assert np.isnan(logistic_slope([1, 1, 1, 1], [0, 1, 0, 1])[0])


def test_bins_are_cut_at_the_threshold():
    score = np.linspace(0, 1, 101)
    bins = bins_of(score, 0.25)
    assert Bin(0.2, 0.25) in bins
    assert Bin(0.25, 0.3) in bins
    assert bin_places(np.array([0.0, 0.25, 1.0, np.nan]), bins).tolist() == [0, 3, 10, -1]
    assert [one.name for one in bins_of(np.array([1.0, 2, 2, 3]), 2)] == ["1", "2", "3"]


def test_one_group_or_nothing_known_is_refused():
    with pytest.raises(DataError, match="has one group only, 'A'; to compare, two are needed"):
        audit_decisions(people({"A": (10, 10, 10, 10, 0, 0)}))
    with pytest.raises(DataError, match="nobody has both a decision and an outcome"):
        audit_decisions(people({"A": (0, 0, 0, 0, 10, 10), "B": (0, 0, 0, 0, 10, 10)}))
    with pytest.raises(DataError, match="make 201 groups, and 200 is the most"):
        audit_decisions(people({f"g{i}": (1, 1, 1, 1, 0, 0) for i in range(201)}))


def test_a_comparison_needs_two_groups_that_can_be_shown():
    found = audit_decisions(people({"A": (3, 20, 20, 20, 0, 0), "B": (3, 20, 20, 20, 0, 0)}))
    assert verdicts(found)["true positive rate"] == UNKNOWN
    assert dict(found.groupings[0].disparities)["equalised odds difference"] is None


def test_newcombe_as_published():
    """The example of Newcombe (1998), table II: 56 of 70 and 48 of 80."""
    lower, upper = difference_limits(56, 70, 48, 80)
    assert (round(float(lower), 4), round(float(upper), 4)) == (0.0524, 0.3339)


def test_the_widest_clear_gap_comes_before_a_wider_one_of_few_people():
    gap = widest_gap([500, 300, 3], [1000, 1000, 4])
    assert (gap.high, gap.low, gap.clear) == (0, 1, True)
    assert widest_gap([5], [10]) is None


def test_measures_of_no_rates_are_none():
    assert np.isnan(disparity("demographic parity ratio", {"selection rate": [0, 0]}))
    assert np.isnan(disparity("demographic parity difference", {"selection rate": [0.5, np.nan]}))
    assert np.isnan(brier_score([np.nan], [1]))
    with pytest.raises(ValueError, match="6 columns are wanted"):
        error_rates([[1, 2, 3]])
