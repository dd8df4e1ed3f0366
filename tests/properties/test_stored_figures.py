"""What must hold for any observations: they come back unchanged, and every engine gives the same cube."""

import numpy as np
import polars
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from examples import examples
from placebook.sources.observations import Observations, to_cube
from placebook.store import observations as store
from placebook.types import DataError, State

WORDS = st.text(st.characters(codec="utf-8"), max_size=8)
NAMES = st.sampled_from(["E05000026", "E05000027", "pm10", "=1+1", "a 'quoted' name", "Ynys Môn"])
FIGURES = st.floats(width=64)  # NaN, infinities and minus zero too
WITH_VALUE = [state for state in State if state.has_value]


@st.composite
def lines(draw):
    """One observation: a withheld one has no figure."""
    state = draw(st.sampled_from(list(State)))
    value = draw(FIGURES) if state.has_value else float("nan")
    limits = [draw(FIGURES) for _ in range(4)]
    words = draw(WORDS), draw(WORDS), draw(WORDS)
    place = draw(NAMES), draw(NAMES), draw(st.sampled_from(["2012", "2012/13", "2013"])), draw(st.integers(2011, 2013))
    return (*place, value, *limits, state.value, *words, draw(st.integers(1, 10**9)))


def in_columns(found):
    kinds = {"year": np.int64, "row": np.int64, **dict.fromkeys(("value", "lower", "upper"), np.float64)}
    kinds |= dict.fromkeys(("numerator", "denominator"), np.float64)
    columns = {}
    for at, heading in enumerate(store.HEADINGS):
        columns[heading.name] = np.array([line[at] for line in found], dtype=kinds.get(heading.name, object))
    return Observations(**columns)


def bits(line):
    """A line that equals another only to the last bit; NaN equals itself, and minus zero is zero."""
    return tuple((cell + 0.0).hex() if isinstance(cell, float) else str(cell) for cell in line)


def sorted_bits(table):
    columns = [column.tolist() for column in table.columns]
    whole = [heading.kind is store.Kind.WHOLE for heading in store.HEADINGS]
    rows = zip(*columns, strict=True)
    return sorted(bits(int(c) if w else c for c, w in zip(row, whole, strict=True)) for row in rows)


quick = settings(max_examples=examples(60), deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])


@quick
@given(st.lists(lines(), max_size=30))
def test_any_observations_come_back_unchanged(tmp_path, found):
    path = tmp_path / "observations.parquet"
    store.write_observations(in_columns(found), path)
    assert sorted_bits(store.ask(path).table()) == sorted(bits(line) for line in found)


@quick
@given(st.lists(lines(), max_size=30), st.randoms())
def test_the_order_of_the_figures_does_not_change_a_byte(tmp_path, found, random):
    one, other = tmp_path / "one.parquet", tmp_path / "other.parquet"
    store.write_observations(in_columns(found), one)
    random.shuffle(found)
    store.write_observations(in_columns(found), other)
    assert one.read_bytes() == other.read_bytes()


@quick
@given(st.lists(lines(), max_size=20), st.permutations(["2012", "2013", "2012/13"]), st.integers(0, 3))
def test_every_engine_gives_the_cube_that_the_columns_give(tmp_path, found, periods, many):
    observations, periods = in_columns(found), periods[:many]
    areas, indicators = ("E05000027", "E05000026", "nowhere"), ("pm10", "a 'quoted' name", "never measured")
    path = tmp_path / "observations.parquet"
    store.write_observations(observations, path)
    try:
        cube, evidence = to_cube(observations, areas, indicators, periods)
    except DataError:
        with pytest.raises(DataError, match="times for one period"):
            store.cube(path, areas, indicators, periods)
        return
    for figures in (path, polars.scan_parquet(path)):
        asked, behind = store.cube(figures, areas, indicators, periods)
        assert (asked.areas, asked.indicators, asked.periods) == (cube.areas, cube.indicators, cube.periods)
        np.testing.assert_array_equal(asked.values, cube.values)
        np.testing.assert_allclose(behind.error, evidence.error, rtol=1e-12)
        np.testing.assert_array_equal(behind.estimated, evidence.estimated)
