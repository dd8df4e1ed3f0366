"""Observations on disk: the same bytes every time, one layer of questions, and plain words when they do not fit."""

from pathlib import Path

import numpy as np
import polars
import pytest

from placebook.sources.observations import Observations
from placebook.store import observations as store
from placebook.store import tables
from placebook.types import DataError, Observation, State

NAN = float("nan")


def observations(*lines):
    """Each line: area, indicator, period, year, value, lower, upper, state."""
    area, indicator, period, year, value, lower, upper, state = zip(*lines, strict=True)
    many = len(lines)

    def words(column):
        return np.array(column, dtype=object)

    return Observations(
        area=words(area),
        indicator=words(indicator),
        period=words(period),
        year=np.array(year),
        value=np.array(value, dtype=float),
        lower=np.array(lower, dtype=float),
        upper=np.array(upper, dtype=float),
        numerator=np.full(many, NAN),
        denominator=np.full(many, NAN),
        state=words(state),
        note=words([""] * many),
        source=words(["ons-life"] * many),
        file=words(["raw/life.csv"] * many),
        row=np.arange(2, 2 + many),
    )


DRAWN = observations(
    ("Abbey", "pm10", "2012", 2012, 21.5, NAN, NAN, "observed"),
    ("Abbey", "life", "2009-13", 2013, 80.0, 79.0, 81.0, "observed"),
    ("Alibon", "life", "2009-13", 2013, 78.5, NAN, NAN, "estimated"),
    ("Alibon", "pm10", "2012", 2012, NAN, NAN, NAN, "too small to show"),
    ("Abbey", "pm10", "2013", 2013, 0.0, NAN, NAN, "observed"),
)


@pytest.fixture
def drawn(tmp_path):
    path = tmp_path / "observations.parquet"
    store.write_observations(DRAWN, path)
    return path


def many_observations(rows):
    """Figures in no order, enough for several row groups, drawn from a fixed seed."""
    draw = np.random.default_rng(7)

    def words(*labels):
        return np.array(labels, dtype=object)[draw.integers(0, len(labels), rows)]

    value = draw.normal(size=rows)
    value[::9] = NAN
    year = draw.integers(2011, 2013, rows)
    empty = np.full(rows, NAN)
    return Observations(
        area=words(*(f"E{i:08d}" for i in range(900))),
        indicator=words("pm10", "life", "crime"),
        period=year.astype(str).astype(object),
        year=year,
        value=value,
        lower=empty,
        upper=empty,
        numerator=empty,
        denominator=empty,
        state=words("observed"),
        note=words(""),
        source=words("a", "b"),
        file=words("raw/a.csv"),
        row=np.arange(rows),
    )


def test_the_same_figures_give_the_same_bytes_on_any_number_of_threads(tmp_path, monkeypatch):
    found = many_observations(200_000)
    written = []
    for threads in (1, 2, 4, 4):
        monkeypatch.setitem(tables.SETTINGS, "threads", threads)
        store.write_observations(found, tmp_path / "observations.parquet")
        written.append((tmp_path / "observations.parquet").read_bytes())
    assert len(set(written)) == 1


def test_a_question_narrows_word_by_word(drawn):
    asked = store.ask(drawn).of(["pm10"]).in_years([2012, 2013]).at(["Abbey"])
    assert asked.years() == (2012, 2013)
    assert [(row.period, row.value) for row in asked.rows()] == [("2012", 21.5), ("2013", 0.0)]
    assert store.ask(drawn).areas() == ("Abbey", "Alibon")
    assert store.ask(drawn).indicators() == ("life", "pm10")


def test_a_question_about_nothing_finds_nothing(drawn):
    assert store.ask(drawn).at([]).areas() == ()
    cube, _ = store.cube(drawn, [], [], [])
    assert cube.values.shape == (0, 0, 0)


def test_every_figure_leads_to_its_file_and_row(drawn):
    (found,) = store.ask(drawn).at(["Alibon"]).of(["pm10"]).rows()
    assert found == Observation(
        area="Alibon",
        indicator="pm10",
        period="2012",
        value=None,
        state=State.TOO_SMALL,
        source="ons-life",
        file="raw/life.csv",
        row=5,
    )


@pytest.mark.parametrize("engine", [Path, polars.scan_parquet])
def test_a_cube_has_the_order_that_was_asked_for(drawn, engine):
    cube, evidence = store.cube(engine(drawn), ["Alibon", "Abbey"], ["pm10", "life"], [2012, 2013])
    np.testing.assert_array_equal(cube.values[:, :, 0], [[NAN, NAN], [21.5, NAN]])
    np.testing.assert_array_equal(cube.values[:, :, 1], [[NAN, 78.5], [0.0, 80.0]])
    assert cube.periods == ("2012", "2013")
    assert evidence.error[1, 1, 1] == pytest.approx(2 / 3.919928)
    assert np.isnan(evidence.error).sum() == 7
    assert np.argwhere(evidence.estimated).tolist() == [[0, 1, 1]]


def test_a_cube_of_everything_is_sorted(drawn):
    cube, _ = store.cube(drawn)
    assert (cube.areas, cube.indicators, cube.periods) == (("Abbey", "Alibon"), ("life", "pm10"), ("2012", "2013"))


def test_figures_fetched_in_small_pieces_make_the_same_cube(tmp_path, monkeypatch):
    path = tmp_path / "observations.parquet"
    found = many_observations(3_000)
    _, first = np.unique([found.area + found.indicator + found.year.astype(str)], return_index=True)
    store.write_observations(found.take(first), path)
    whole, _ = store.cube(path)
    monkeypatch.setattr(store, "IN_ONE_QUESTION", 900)
    monkeypatch.setattr(store, "NAMED_IN_A_FILTER", 5)
    pieces, _ = store.cube(path)
    np.testing.assert_array_equal(whole.values, pieces.values)
    assert np.isfinite(whole.values).sum() == np.isfinite(found.take(first).value).sum()


def test_two_figures_for_one_place_are_refused_with_both_rows(tmp_path):
    path = tmp_path / "observations.parquet"
    twice = observations(
        ("Abbey", "pm10", "2012/13", 2013, 21.5, NAN, NAN, "observed"),
        ("Abbey", "pm10", "2013", 2013, 22.0, NAN, NAN, "observed"),
    )
    store.write_observations(twice, path)
    with pytest.raises(DataError) as fault:
        store.cube(path, periods=[2013])
    assert str(fault.value) == (
        "pm10 of Abbey stands 2 times for one period: raw/life.csv, row 2 (2012/13: 21.5) and "
        "raw/life.csv, row 3 (2013: 22.0). Keep one of them (1 such in all)"
    )
    cube, _ = store.cube(path, periods=["2012/13", "2013"])  # told apart by their labels
    assert cube.values[0, 0].tolist() == [21.5, 22.0]


def test_a_figure_that_should_not_be_shown_is_never_written(tmp_path):
    wrong = observations(("Abbey", "deaths", "2012", 2012, 3.0, NAN, NAN, "too small to show"))
    with pytest.raises(DataError) as fault:
        store.write_observations(wrong, tmp_path / "observations.parquet")
    assert str(fault.value) == (
        "raw/life.csv, row 2: deaths of Abbey is marked 'too small to show' and yet has the figure 3. "
        "Leave the figure empty, or change its state (1 such in all)"
    )
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("folder", ["north[1]", "year=2010", 'it\'s "new"', "Ynys Môn", "a*b?"])
def test_a_folder_may_have_any_name(tmp_path, folder):
    path = tmp_path / folder / "observations.parquet"
    try:
        path.parent.mkdir()
    except OSError:
        pytest.skip("this system does not allow such a name")
    store.write_observations(DRAWN, path)
    assert len(store.ask(path).table()) == 5
    assert store.ask(path).table().names == tuple(heading.name for heading in store.HEADINGS)


def test_a_missing_file_is_named(tmp_path):
    with pytest.raises(FileNotFoundError, match=r"observations\.parquet is not there"):
        store.ask(tmp_path / "observations.parquet")
