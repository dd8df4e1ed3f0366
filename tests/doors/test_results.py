"""An index and its ranges on disk: what is written down comes back, to the last bit."""

from dataclasses import fields, replace

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from examples import examples
from placebook.store.plain import as_plain, fingerprint, from_plain, read_value, write_value
from placebook.store.results import read_index, read_ranges, scores_table, write_index, write_ranges
from placebook.types import (
    Area,
    Choice,
    Cube,
    DataError,
    Direction,
    Indicator,
    Part,
    RankPlan,
    Recipe,
    Step,
)
from small_index import index_of, leaf, ranges_around

TREE = Part(
    "wellbeing",
    "Wellbeing",
    parts=(leaf("health", weight=2), leaf("income"), Part("water", "Water", not_measured="no figures")),
)
SCORES = {
    "wellbeing": np.array([[70.0, 71.0], [40.0, np.nan], [40.0, 30.0]]),
    "health": np.array([[80.0, 81.0], [0.0, np.nan], [40.0, 30.0]]),
    "income": np.array([[60.0, 61.0], [80.0, np.nan], [40.0, 30.0]]),
}
AREAS = ("Ashford", "Barton", "Castle")


@pytest.fixture
def index():
    made = index_of(TREE, SCORES, AREAS, ("2013", "2014"), estimated=[("income", "2014")], higher_means="better lives")
    return replace(made, screened_out={"Docks": "no figures"})


def same(one, other):
    """Two frozen values with arrays in them say the same."""
    for field in fields(one):
        first, second = getattr(one, field.name), getattr(other, field.name)
        if isinstance(first, Cube):
            same(first, second)
        elif isinstance(first, np.ndarray):
            assert first.dtype == second.dtype, field.name
            np.testing.assert_array_equal(first, second, err_msg=field.name)
        else:
            assert first == second, field.name


def test_scores_as_rows_can_be_read_by_eye(index):
    rows = list(scores_table(index).rows())
    nothing = None
    assert rows[0] == ("2013", "Ashford", "wellbeing", "index", 70.0, 1, 3, False, 1.0, 1.0)
    assert rows[1] == ("2013", "Ashford", "health", "component", 80.0, 1, 3, False, 1.0, 2.0)
    assert rows[3] == ("2013", "Ashford", "water", "component", nothing, nothing, 0, False, 0.0, 1.0)
    assert rows[4][4:6] == (40.0, 2)  # Barton shares rank 2 with Castle
    assert rows[8][4:6] == (40.0, 2)
    assert rows[5][4] == 0.0  # a score of nought is a score
    assert rows[12][:6] == ("2014", "Ashford", "wellbeing", "index", 71.0, 1)
    assert rows[16][4:7] == (nothing, nothing, 2)  # Barton has no score in 2014
    assert rows[14][7] is True
    assert len(rows) == 2 * 3 * 4


def test_an_index_comes_back_unchanged(tmp_path, index):
    write_index(index, tmp_path)
    same(read_index(tmp_path), index)


def test_the_same_index_gives_the_same_bytes(tmp_path, index):
    (tmp_path / "a").mkdir()
    (tmp_path / "b").mkdir()
    write_index(index, tmp_path / "a")
    write_index(index, tmp_path / "b")
    for name in ("scores.parquet", "index.json"):
        assert (tmp_path / "a" / name).read_bytes() == (tmp_path / "b" / name).read_bytes()


@settings(max_examples=examples(25), deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(arrays(np.float64, (3, 2), elements=st.floats()), st.sampled_from(["=1+1", "a\nb", "Ynys Môn", ""]))
def test_any_scores_come_back_unchanged(tmp_path, scores, name):
    areas = ("a", name + "!", "c")
    index = index_of(leaf("health"), {"health": np.ones((3, 2))}, areas, ("2013", "2014"))
    index = replace(index, scores=replace(index.scores, values=scores[:, None, :]))
    write_index(index, tmp_path)
    same(read_index(tmp_path), index)


def test_ranges_come_back_unchanged(tmp_path, index):
    ranges = [ranges_around(index, 1, period) for period in ("2013", "2014")]
    clear = np.zeros((3, 3, 4), dtype=np.int8)
    clear[0, 1, 2], clear[1, 0, 2] = 1, -1
    ranges[1] = replace(ranges[1], runs=1000, seed=7, varied=("weights",), not_varied=("peers: none",), clear=clear)
    write_ranges(ranges, tmp_path)
    for one, other in zip(read_ranges(tmp_path), ranges, strict=True):
        same(one, other)


def test_no_ranges_are_no_ranges(tmp_path):
    write_ranges([], tmp_path)
    assert read_ranges(tmp_path) == ()


def test_files_of_two_builds_are_not_taken_for_one(tmp_path, index):
    write_index(replace(index, scores=replace(index.scores, areas=("X", "Y", "Z"))), tmp_path)
    words = (tmp_path / "index.json").read_bytes()
    write_index(index, tmp_path)
    (tmp_path / "index.json").write_bytes(words)
    with pytest.raises(DataError, match="do not belong together"):
        read_index(tmp_path)


RECIPE = Recipe(
    id="small",
    title="Small Index",
    says="How places do.",
    does_not_say="Who lives there.",
    method_source="",
    higher_means="better lives",
    levels=("index", "component"),
    tree=TREE,
    steps=(
        Step("screen", "coverage", {"areas": 0.66}),
        Step("normalise", "goalposts", {"goalposts": {"le": [20, 85], "gni": {"low": 100, "scale": "log"}}}, ("le",)),
    ),
    indicators=(Indicator("le", "Life expectancy", direction=Direction.HIGHER_IS_BETTER, lowest=0.0),),
    frameworks={"health": "social-progress#health"},
    ranks=RankPlan(choices=(Choice("normalise", (Step("normalise", "min_max"),)), Choice("weights", (0.25,)))),
)


def test_a_recipe_comes_back_unchanged(tmp_path):
    write_value(RECIPE, tmp_path / "recipe.json")
    found = read_value(tmp_path / "recipe.json")
    assert found == RECIPE
    assert found.indicators[0].direction is Direction.HIGHER_IS_BETTER
    assert isinstance(found.ranks.choices[0].options[0], Step)


def test_values_by_name_come_back_too(tmp_path):
    areas = {"E05000026": Area("E05000026", "Abbey", "ward", predecessors=("E1", "E2"))}
    write_value(areas, tmp_path / "areas.json")
    assert read_value(tmp_path / "areas.json") == areas


def test_a_fingerprint_changes_with_the_recipe_and_with_nothing_else():
    assert fingerprint(RECIPE) == fingerprint(from_plain(as_plain(RECIPE)))
    assert fingerprint(RECIPE) != fingerprint(replace(RECIPE, ranks=RankPlan(seed=2)))
    turned = replace(RECIPE, tree=replace(TREE, parts=TREE.parts[::-1]))
    assert fingerprint(RECIPE) != fingerprint(turned)


def test_words_of_another_version_are_refused_in_plain_words():
    plain = as_plain(RECIPE)
    plain["colour"] = "blue"
    with pytest.raises(DataError, match="a Recipe was written by another version of Placebook; run placebook build"):
        from_plain(plain)
