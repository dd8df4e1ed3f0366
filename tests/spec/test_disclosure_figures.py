"""What a figure with its limits gives back: the count, whether or not anybody knows how many people there are."""

from __future__ import annotations

import numpy as np
import pytest

from placebook.measure.disclosure_figures import counts_behind, counts_of_limits, figure_of_one
from placebook.measure.publish import People, publish
from placebook.measure.publish_plan import Plan
from placebook.types import Counts, DisclosureRule

UNKNOWN = (np.nan, np.nan)
OPEN = DisclosureRule(hide_up_to=0)
BANDS = ("young", "old")
BY_BAND = np.array([[[1.0, 2]], [[12, 3]], [[20, 30]]])
PEOPLE = np.array([[[900.0, 300]], [[1000, 500]], [[800, 400]]])
PLANS = {
    "rate": Plan("rate", 1000),
    "proportion": Plan("proportion", 100),
    "smr": Plan("smr", 100),
    "isr": Plan("isr", 1000, reference={"young": (10, 1000), "old": (40, 1000)}),
    "dsr": Plan("dsr", 1000, standard={"young": 3, "old": 1}),
}


def figures(method: str):
    """The three areas as they would be published with nothing hidden, and what was below the line."""
    plan = PLANS[method]
    below = PEOPLE if method in ("smr", "isr", "dsr") else PEOPLE.sum(axis=2)
    counts = Counts(BY_BAND, ("A", "B", "C"), ("2014",), BANDS, "ward", "2018")
    return publish(counts, People(below, np.zeros((3, 1), bool)), plan, OPEN), below, plan


@pytest.mark.parametrize(
    ("method", "area", "count"), [(m, 1, 15) for m in PLANS] + [(m, 0, 3) for m in PLANS if m != "dsr"]
)
def test_a_figure_with_its_limits_is_its_count_in_other_words(method, area, count):
    """No people, no reference and no bands are known: the limits lie the closer the more were counted."""
    found, _, plan = figures(method)
    value, lower, upper = (
        float(one) for one in (found.value[area, 0], found.lower[area, 0, 0], found.upper[area, 0, 0])
    )
    assert counts_of_limits((value, 0), (lower, 0), (upper, 0), plan) == (count, count)
    assert counts_behind((value, 0), (lower, 0), (upper, 0), UNKNOWN, plan)[:2] == (count, count)
    said = tuple((round(one, 2), 0.005) for one in (value, lower, upper))
    low, high = counts_of_limits(*said, plan)
    assert low <= count <= high <= low + 2


def test_limits_alone_give_the_count_of_a_rate_and_nothing_of_a_share():
    found, _, plan = figures("rate")
    lower, upper = float(found.lower[0, 0, 0]), float(found.upper[0, 0, 0])
    assert counts_of_limits(None, (lower, 0), (upper, 0), plan) == (3, 3)
    assert counts_of_limits(None, (lower, 0), (upper, 0), PLANS["proportion"]) == (0, np.inf)


@pytest.mark.parametrize("method", ["rate", "proportion", "smr", "isr"])
def test_a_figure_without_limits_gives_its_count_to_who_knows_the_people(method):
    found, below, plan = figures(method)
    one = figure_of_one(BY_BAND, below, plan, BANDS)[:, 0, 0]
    assert counts_behind((float(found.value[0, 0]), 0), None, None, tuple(one), plan)[:2] == (3, 3)


def test_a_rate_that_allows_for_age_gives_a_range():
    """One young event adds 3/4 of 1000 / 1000, one old 1/4 of 1000 / 500. B stands at 12 x 0.75 + 3 x 0.5."""
    found, below, plan = figures("dsr")
    one = figure_of_one(BY_BAND, below, plan, BANDS)[:, 1, 0]
    assert tuple(one) == (0.5, 0.75)
    assert found.value[1, 0] == pytest.approx(10.5)
    assert counts_behind((10.5, 0), None, None, tuple(one), plan)[:2] == (14, 21)


def test_a_figure_of_nobody_and_one_that_no_count_gives():
    plan = PLANS["rate"]
    assert counts_of_limits((0, 0), (0, 0), (3.7, 0), plan) == (0, 0)
    assert counts_behind((1.7, 0.01), (0.4, 0.01), (9, 0.01), (1.0, 1.0), plan) == (0, np.inf, "")


def test_rates_that_were_drawn_together_are_not_turned_back():
    plan = Plan("rate", 1000, shrink=True)
    assert np.isnan(figure_of_one(BY_BAND, PEOPLE.sum(axis=2), plan, BANDS)).all()
    assert counts_behind((2.5, 0), (1, 0), (4, 0), UNKNOWN, plan) == (0, np.inf, "")
