"""Frames out, for people who work in a notebook."""

import subprocess
import sys

import numpy as np
import pandas as pd
import polars as pl
import pytest

from placebook.frames import to_pandas, to_polars
from placebook.sources.observations import no_observations
from placebook.store.observations import ask, write_observations
from placebook.types import Cube, Part, PlacebookError
from small_index import index_of, leaf, ranges_around

INDEX = index_of(
    Part("wellbeing", "Wellbeing", parts=(leaf("health"),)),
    {"wellbeing": np.array([[70.0], [np.nan]]), "health": np.array([[0.0], [np.nan]])},
    ("Ashford", "Barton"),
)
CUBE = Cube(np.array([[[1.0, np.nan]], [[0.0, 4.0]]]), ("Ashford", "Barton"), ("pm10",), ("2013", "2014"))


def test_an_index_in_pandas():
    frame = to_pandas(INDEX)
    assert frame.columns.tolist()[:6] == ["period", "area", "part", "level", "score", "rank"]
    assert frame["score"].isna().tolist() == [False, False, True, True]
    assert frame["score"].iloc[1] == 0.0
    assert frame["rank"].dtype == "Int64"
    assert frame["rank"].isna().tolist() == [False, False, True, True]
    assert frame["estimated"].dtype == bool


def test_an_index_in_polars():
    frame = to_polars(INDEX)
    assert frame["score"].to_list() == [70.0, 0.0, None, None]
    assert frame["rank"].to_list() == [1, 1, None, None]
    assert frame.schema["rank"] == pl.Int64
    assert frame.schema["part"] == pl.String


def test_a_cube_has_one_row_for_each_figure():
    frame = to_polars(CUBE)
    assert frame.rows() == [
        ("Ashford", "pm10", "2013", 1.0),
        ("Ashford", "pm10", "2014", None),
        ("Barton", "pm10", "2013", 0.0),
        ("Barton", "pm10", "2014", 4.0),
    ]
    assert len(to_pandas(CUBE)) == 4


def test_ranges_one_or_many():
    ranges = ranges_around(INDEX, 1)
    assert len(to_pandas(ranges)) == 4
    assert to_pandas([ranges, ranges])["rank_p05"].count() == 4


def test_observations_and_questions_about_them(tmp_path):
    write_observations(no_observations(), tmp_path / "observations.parquet")
    for found in (no_observations(), ask(tmp_path / "observations.parquet")):
        assert to_pandas(found).columns.tolist()[:4] == ["area", "indicator", "period", "year"]
        assert to_polars(found).height == 0


def test_anything_else_is_refused_in_plain_words():
    with pytest.raises(PlacebookError, match="no frame can be made of a int; give an index, rank ranges, a cube"):
        to_pandas(3)
    with pytest.raises(PlacebookError, match="no frame can be made of a DataFrame"):
        to_polars(pd.DataFrame())


def test_without_polars_the_words_say_how_to_install_it():
    code = (
        "import sys; sys.modules['polars'] = None\n"
        "from placebook.frames import to_polars\n"
        "from placebook.types import PlacebookError\n"
        "try: to_polars(None)\n"
        "except PlacebookError as fault: print(fault)\n"
    )
    done = subprocess.run([sys.executable, "-c", code], check=True, capture_output=True, text=True)
    assert done.stdout == ('Polars is not installed. Run: pip install "placebook[polars]", or use to_pandas instead\n')
