"""The peers of all areas at once are those of each area alone, whatever is missing and whatever is equal."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from placebook.measure.peers import find_peers
from placebook.measure.peers_all import all_peers
from placebook.types import Cube, PeerPlan, RecipeError

PERIODS = ("2012", "2013", "2014")
FIGURES = st.one_of(st.integers(0, 4).map(float), st.just(float("nan")))


@given(
    st.integers(1, 40).flatmap(lambda n: st.lists(st.tuples(*[FIGURES] * 6), min_size=n, max_size=n)),
    st.integers(0, 6),
    st.sampled_from([*PERIODS, "2020"]),
)
def test_all_at_once_is_each_alone(rows: list[tuple[float, ...]], count: int, period: str) -> None:
    values = np.array(rows).reshape(len(rows), 2, 3)
    cube = Cube(values, tuple(f"A{i:02}" for i in range(len(rows))), ("income", "age"), PERIODS)
    plan = PeerPlan(count, ("income", "age"))
    found = all_peers(cube, plan, period, few=0)
    assert list(found) == list(cube.areas)
    for code in cube.areas:
        assert found[code] == find_peers(cube, code, plan, period)


@given(st.integers(30, 60), st.integers(1, 5))
def test_areas_that_are_not_compared_are_nobodys_peers(n: int, count: int) -> None:
    values = np.linspace(0, 1, n)[:, None, None] ** 2
    cube = Cube(values, tuple(f"A{i:02}" for i in range(n)), ("income",), ("2014",))
    some = cube.areas[::2]
    plan = PeerPlan(count, ("income",))
    found = all_peers(cube, plan, "2014", some, few=0)
    assert set(found) == set(some)
    for code in some:
        assert found[code] == find_peers(cube, code, plan, "2014", some)
        assert set(found[code].areas) <= set(some)


def test_a_figure_that_is_not_there_is_refused_as_for_one_area() -> None:
    cube = Cube(np.zeros((2, 1, 1)), ("A", "B"), ("income",), ("2014",))
    with pytest.raises(RecipeError, match="nearest_on names 'wealth'"):
        all_peers(cube, PeerPlan(1, ("wealth",)), "2014")
