"""What is true of every ratio of the Doughnut, whatever the figures."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from placebook.measure.portrait_figures import added_up, averaged, looks_pro_rated
from placebook.methods.doughnut import DOMAIN_OF, RULES, beyond
from placebook.methods.doughnut_trend import trend

AMOUNT = st.floats(0.01, 1e6)
WORSE_WHEN_HIGHER = {"times_the_limit", "rise_above_start", "share_without", "at_most"}


@st.composite
def lines(draw: Any) -> tuple[str, tuple[float, ...]]:
    """A rule with numbers that leave something to measure by."""
    rule = draw(st.sampled_from(sorted(RULES)))
    if rule == "share_without":
        return rule, (draw(st.floats(0, 99)),)
    if rule in ("rise_above_start", "share_lost"):
        low, apart = draw(st.floats(0.01, 1e3)), draw(st.floats(0.01, 1e3))
        return rule, (low + apart, low) if rule == "rise_above_start" else (low, low + apart)
    return rule, (draw(AMOUNT),)


@given(lines(), st.lists(st.floats(0.01, 100), min_size=2, max_size=6))
def test_a_worse_figure_is_never_nearer_to_safe(line: tuple[str, tuple[float, ...]], figures: list[float]):
    rule, numbers = line
    past = beyond(RULES[rule](np.sort(np.array(figures)), *numbers), DOMAIN_OF[rule])
    steps = np.diff(past) if rule in WORSE_WHEN_HIGHER else -np.diff(past)
    assert np.all(steps >= -1e-9 * np.maximum(1, past[1:]))


@given(lines())
def test_the_line_itself_has_the_ratio_1_and_is_safe(line: tuple[str, tuple[float, ...]]):
    rule, numbers = line
    ratio = RULES[rule](np.array([numbers[0]]), *numbers)
    assert ratio[0] == pytest.approx(1)
    assert beyond(np.array([1.0]), DOMAIN_OF[rule])[0] == 0


@given(lines(), st.floats(0.01, 100), st.floats(0.5, 2))
def test_the_unit_does_not_matter(line: tuple[str, tuple[float, ...]], figure: float, unit: float):
    """Grams or tonnes: the ratio is the same. Shares of people have one unit only."""
    rule, numbers = line
    if rule == "share_without":
        return
    one = RULES[rule](np.array([figure]), *numbers)
    other = RULES[rule](np.array([figure * unit]), *(number * unit for number in numbers))
    np.testing.assert_allclose(one, other, rtol=1e-6, atol=1e-6)


@given(lines())
def test_no_figure_has_no_ratio_and_is_neither_safe_nor_past(line: tuple[str, tuple[float, ...]]):
    rule, numbers = line
    ratio = RULES[rule](np.array([np.nan]), *numbers)
    assert np.isnan(ratio[0])
    assert np.isnan(beyond(ratio, DOMAIN_OF[rule])[0])


@given(st.floats(1, 1e9))
def test_an_overshoot_has_no_upper_end(ratio: float):
    assert beyond(np.array([ratio]), "ecological")[0] == ratio - 1


@settings(max_examples=50)
@given(st.lists(st.floats(-100, 100), min_size=3, max_size=12), st.floats(-5, 5), st.floats(-50, 50))
def test_a_slope_is_that_of_least_squares_and_moves_with_what_is_added(
    figures: list[float], more: float, higher: float
):
    years, y = np.arange(len(figures), dtype=float), np.array(figures)
    found = trend(years, y)
    assert found.slope == pytest.approx(np.polyfit(years, y, 1)[0], abs=1e-7)
    moved = trend(years, y + more * years + higher)
    assert moved.slope == pytest.approx(found.slope + more, abs=1e-7)
    assert moved.error == pytest.approx(found.error, abs=1e-7)


@given(st.lists(st.tuples(st.floats(0, 1e4), st.floats(1, 1e5)), min_size=1, max_size=8))
def test_a_place_added_up_lies_between_its_areas(areas: list[tuple[float, float]]):
    counts, people = (np.array(column) for column in zip(*areas, strict=True))
    rates = counts / people
    assert rates.min() - 1e-9 <= added_up(counts, people, 1) <= rates.max() + 1e-9
    assert counts.min() - 1e-6 <= averaged(counts, people) <= counts.max() + 1e-6
    assert np.isnan(added_up(np.append(counts, np.nan), np.append(people, 1), 1))


@given(st.lists(st.floats(100, 1e5), min_size=3, max_size=20), st.floats(0.001, 0.9))
def test_a_figure_shared_out_by_people_is_seen(people: list[float], rate: float):
    heads = np.array(people)
    assert looks_pro_rated(heads * rate, heads)
    assert looks_pro_rated(np.full(len(people), rate))
    uneven = heads * rate * np.linspace(1, 1.1, len(people))
    assert not looks_pro_rated(uneven, heads)
