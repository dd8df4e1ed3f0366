"""From counts to what may be published, on tables that a person can check by hand."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from placebook.measure.calendar import bridged, whole_years
from placebook.measure.publish import ABOVE, NO_PEOPLE, NOT_COUNTED, ZERO, People, Published, protected, publish
from placebook.measure.publish_plan import Plan
from placebook.methods.rates import rate
from placebook.types import Counts, DataError, DisclosureRule, Numbers

NAN = float("nan")
RULE = DisclosureRule()
AREAS = ("A", "B", "C", "D")


def counted(rows: list[list[float]], periods: tuple[str, ...] = ("2014",)) -> Counts:
    return Counts(np.array(rows, float)[:, :, None], AREAS[: len(rows)], periods, ("all",), "ward", "2018")


def people(rows: Numbers | list[list[float]], estimated: bool = False, confidential: bool = False) -> People:
    values = np.array(rows, float)
    return People(values, np.full(values.shape[:2], estimated), confidential)


def states(found: Published) -> list[str]:
    return found.state.ravel().tolist()


def test_a_small_count_is_hidden_with_all_that_would_give_it_back():
    found = publish(counted([[3], [20], [30]]), people([[100], [1000], [1000]]), Plan(per=1000), RULE)
    assert states(found) == ["too small to show", "observed", "observed"]
    for figures in (found.value, found.lower[..., 0], found.upper[..., 0], found.numerator):
        assert np.isnan(figures[:, 0]).tolist() == [True, False, False]
    assert found.value[1:, 0].tolist() == [20, 30]
    assert found.upper[1, 0, 0] == rate([20], [1000], 1000).upper[0, 0]
    assert (found.hidden, found.denominator[0, 0]) == (1, 100)  # how many people live there is no secret


def test_where_the_total_is_published_a_second_one_is_hidden_as_well():
    within = dict.fromkeys(AREAS, "borough")
    found = publish(counted([[3], [20], [30]]), people([[100], [1000], [1000]]), Plan(per=1000), RULE, within)
    assert found.hidden == 2
    assert states(found).count("too small to show") == 2
    assert found.gap == 0


def test_nobody_counted_is_not_nobody_and_each_gap_says_why():
    found = publish(
        counted([[NAN], [0], [20], [20]]), people([[100], [100], [0], [NAN]]), Plan(per=1), DisclosureRule()
    )
    assert found.note.ravel().tolist() == [NOT_COUNTED, "", ZERO, NO_PEOPLE]
    assert states(found) == ["not measured", "observed", "not measured", "not measured"]
    assert found.value[1, 0] == 0


def test_a_part_above_its_whole_is_left_out_and_the_rest_unharmed():
    found = publish(counted([[12], [20]]), people([[10], [40]]), Plan("proportion", 100), RULE)
    assert found.note.ravel().tolist() == [ABOVE, ""]
    assert found.value[1, 0] == 50


def test_rates_are_made_of_the_rounded_count_where_counts_are_rounded():
    rule = DisclosureRule(round_to=5)
    found = publish(counted([[23], [12]]), people([[1000], [1000]]), Plan(per=1000), rule)
    assert found.numerator.ravel().tolist() == [25, 10]
    assert found.value.ravel().tolist() == [25, 10]


def test_estimates_below_or_above_the_line_are_marked():
    counts = counted([[20], [30]])
    assert states(publish(counts, people([[9], [9]], estimated=True), Plan(), RULE)) == ["estimated"] * 2
    found = publish(counts, people([[9], [9]]), Plan(), RULE, estimated=np.array([[True], [False]]))
    assert states(found) == ["estimated", "observed"]


def test_years_together_are_summed_above_and_below_the_line():
    counts = counted([[10, 20, 30], [50, NAN, 50]], ("2012", "2013", "2014"))
    found = publish(counts, people([[100, 100, 200]] * 2), Plan(per=1, years=2, rolling=True), RULE)
    assert found.periods == ("2012-2013", "2013-2014")
    assert found.numerator[0].tolist() == [30, 50]
    assert found.value[0].tolist() == [0.15, 50 / 300]
    assert found.note[1].tolist() == [NOT_COUNTED] * 2
    split = counted([[10, 20]], ("2012/13", "2013/14"))
    assert publish(split, people([[9, 9]]), Plan(years=2), RULE).periods == ("2012/13 to 2013/14",)
    with pytest.raises(DataError, match="4 periods go together in a figure, and there are 3"):
        publish(counts, people([[100, 100, 200]] * 2), Plan(years=4), RULE)


def test_runs_of_years_stand_apart_and_hide_only_what_is_small_together():
    counts = counted([[9, 3, 20, 2, 1]], ("2010", "2011", "2012", "2013", "2014"))
    found = publish(counts, people([[100] * 5]), Plan(per=1, years=2), RULE)
    assert found.periods == ("2011-2012", "2013-2014")
    assert states(found) == ["observed", "too small to show"]
    assert found.numerator[0, 0] == 23  # 23 says nothing of 3, as 20 is not published


def test_rolling_runs_never_leave_a_small_year_to_be_worked_out():
    """0, 0, 10, 2 in runs of two: 0, 10 and 12 would say that the years were 0, 0, 10 and then 2."""
    counts = counted([[0, 0, 10, 2]], ("2011", "2012", "2013", "2014"))
    found = publish(counts, people([[100] * 4]), Plan(per=1, years=2, rolling=True), RULE)
    assert found.hidden >= 1
    assert not np.all(np.isfinite(found.numerator[0, 1:]))


def test_a_share_of_counted_people_guards_the_rest_of_them_too():
    """Of 40 people 38 did: that two did not is as small a count as two who did."""
    counts, whole = counted([[38], [20]]), people([[40], [60]], confidential=True)
    found = publish(counts, whole, Plan("proportion", 100), RULE)
    assert states(found) == ["too small to show", "observed"]
    assert np.isnan(found.denominator).ravel().tolist() == [True, False]
    assert states(publish(counts, people([[40], [60]]), Plan("proportion", 100), RULE)) == ["observed"] * 2


def test_drawn_rates_are_estimates_and_no_hidden_count_moves_another_area():
    below = people([[1000], [1000], [1000], [100]])
    plan = Plan(per=1000, shrink=True)
    found, other = (publish(counted([[20], [60], [90], [x]]), below, plan, RULE) for x in (1, 4))
    assert states(found) == ["estimated"] * 3 + ["too small to show"]
    assert found.value[:3].tolist() == other.value[:3].tolist()
    assert 20 < found.value[0, 0] < 56.7  # towards the wider rate of 170 in 3,000


BANDS = np.array([[[10.0, 20]], [[1, 2]], [[30, 10]]])
BELOW = np.array([[[1000.0, 500]], [[1000, 500]], [[1000, 500]]])


def by_band() -> Counts:
    return Counts(BANDS, ("A", "B", "C"), ("2014",), ("young", "old"), "ward", "2018")


def test_standardised_rates_are_made_by_band_and_gated_by_their_total():
    plan = Plan("dsr", 1000, standard={"young": 1, "old": 1})
    found = publish(by_band(), people(BELOW), plan, RULE)
    assert states(found) == ["observed", "too small to show", "observed"]
    assert found.value[0, 0] == pytest.approx((10 + 40) / 2)
    assert found.numerator[0, 0] == 30
    few = publish(by_band(), people(BELOW), plan, DisclosureRule(hide_up_to=0))
    assert few.note[1, 0] == "fewer than 10 events"


def test_ratios_stand_beside_all_areas_together_or_a_stated_reference():
    together = publish(by_band(), people(BELOW), Plan("smr", 100), DisclosureRule(hide_up_to=0))
    expected = 41 / 3 + 32 / 3
    assert together.value.ravel() == pytest.approx([100 * 30 / expected, 100 * 3 / expected, 100 * 40 / expected])
    stated = Plan("isr", 1000, reference={"young": (10, 1000), "old": (40, 1000)})
    found = publish(by_band(), people(BELOW), stated, RULE)
    assert found.value[0, 0] == pytest.approx(30 / (10 + 20) * 25)  # the reference's own rate is 50 in 2,000


def test_a_ratio_beside_all_areas_gives_their_total_away_so_a_second_count_is_hidden():
    """A has 3, B 20 and C 40, of 1,000 people each: 21 are expected of each. Who sees that B stands at 20/21 and that C
    has 40 has 63 in all, and so 3 for A, though no total stands anywhere."""
    counts = Counts(np.array([[[3.0]], [[20]], [[40]]]), ("A", "B", "C"), ("2014",), ("all",), "ward", "2018")
    below = people(np.full((3, 1, 1), 1000.0))
    found = publish(counts, below, Plan("smr", 100), RULE)
    assert states(found) == ["too small to show", "too small to show", "observed"]
    total = 3 * 40 / (found.value[2, 0] / 100)
    assert total - np.nansum(found.numerator) == pytest.approx(23)  # A and B together, and no more is known
    beside = publish(counts, below, Plan("smr", 100, reference={"all": (21, 1000)}), RULE)
    assert states(beside) == ["too small to show", "observed", "observed"]  # another place's total says nothing of A


def test_an_area_nobody_counted_does_not_open_the_total_of_the_others():
    counts = Counts(np.array([[[3.0]], [[20]], [[40]], [[NAN]]]), AREAS, ("2014",), ("all",), "ward", "2018")
    found = publish(counts, people(np.full((4, 1, 1), 1000.0)), Plan("isr", 100), RULE)
    assert states(found) == ["too small to show", "too small to show", "observed", "not measured"]


def test_a_ratio_whose_total_cannot_be_guarded_says_what_would_help():
    counts = Counts(np.array([[[3.0]], [[0]], [[0]]]), ("A", "B", "C"), ("2014",), ("all",), "ward", "2018")
    with pytest.raises(DataError, match="write reference: with the figures of another place"):
        publish(counts, people(np.full((3, 1, 1), 1000.0)), Plan("smr", 100), RULE)


@pytest.mark.parametrize(
    ("plan", "rule", "said"),
    [
        (Plan("mean"), RULE, "no method of a measure"),
        (Plan("dsr"), RULE, "has shape"),
        (Plan("proportion", shrink=True), RULE, "only rates are drawn"),
    ],
)
def test_what_does_not_fit_is_refused(plan, rule, said):
    with pytest.raises(DataError, match=said):
        publish(counted([[10]]), people([[10]]), plan, rule)


@pytest.mark.parametrize(
    ("plan", "rule", "said"),
    [
        (Plan("dsr"), RULE, "needs a standard population"),
        (Plan("dsr", standard={"young": 1}), RULE, "no figure for old"),
        (Plan("smr"), DisclosureRule(round_to=5), "not rounded"),
        (Plan("smr", shrink=True), RULE, "cannot be drawn together"),
    ],
)
def test_what_does_not_fit_bands_is_refused(plan, rule, said):
    with pytest.raises(DataError, match=said):
        publish(by_band(), people(BELOW), plan, rule)


def monthly(first: int, count: int) -> Counts:
    labels = tuple(f"{2010 + (first + i) // 12}-{(first + i) % 12 + 1:02}" for i in range(count))
    return Counts(np.ones((1, count, 1)), ("A",), labels, ("all",))


def test_only_years_with_all_their_months_are_years():
    """From December 2010 to March 2013: 2011 and 2012 are whole, and so are 2011/12 and 2012/13."""
    counts = monthly(11, 28)
    calendar, left = whole_years(counts, "year")
    assert (calendar.periods, left) == (("2011", "2012"), ("2010", "2013"))
    assert calendar.values.ravel().tolist() == [12, 12]
    financial, left = whole_years(counts, "financial_year")
    assert (financial.periods, left) == (("2011/12", "2012/13"), ("2010/11",))
    assert whole_years(counts, "as_counted") == (counts, ())
    assert whole_years(calendar, "year") == (calendar, ())
    with pytest.raises(DataError, match=r"no year has all its twelve months; there is 2010, 2011 in part"):
        whole_years(monthly(11, 3), "year")
    with pytest.raises(DataError, match="count the records by month"):
        whole_years(calendar, "financial_year")


def test_a_missing_month_makes_its_year_no_year():
    counts = monthly(0, 12)
    holed = Counts(counts.values[:, 1:], counts.areas, counts.periods[1:], counts.categories)
    with pytest.raises(DataError, match="in part"):
        whole_years(holed, "year")


def test_gaps_are_bridged_only_as_declared_and_said_so():
    values, years = np.array([[NAN, 10, NAN, 30, NAN], [NAN] * 5]), np.array([2010.0, 2011, 2012, 2013, 2014])
    nothing, marks = bridged(values, years, linear=False, carry=False)
    assert np.array_equal(nothing, values, equal_nan=True)
    assert not marks.any()
    filled, marks = bridged(values, years, linear=True, carry=True)
    assert filled[0, 1:].tolist() == [10, 20, 30, 30]
    assert np.isnan(filled[0, 0])  # nothing is known of a year before the first
    assert marks[0].tolist() == [False, False, True, False, True]
    assert np.isnan(filled[1]).all()


def test_what_was_published_before_stays_out_and_another_count_is_hidden():
    """Last year's table hid A and C, and showed B. To hide A and B now would give A away: the borough has 53."""
    counts, within = counted([[3], [20], [30]]), dict.fromkeys(AREAS, "borough")
    below, plan = people([[100], [1000], [1000]]), Plan(per=1000)
    assert protected(counts, below, plan, RULE, within).hidden.ravel().tolist() == [True, True, False]
    before = counted([[NAN], [20], [NAN]])
    now = protected(counts, below, plan, RULE, within, replace(before, categories=("counted",)))
    assert now.hidden.ravel().tolist() == [True, False, True]
    every = replace(counted([[3], [20], [30]]), categories=("counted",))
    with pytest.raises(DataError, match="cannot be protected, since tables that are published already give it away"):
        protected(counts, below, plan, RULE, within, every)
