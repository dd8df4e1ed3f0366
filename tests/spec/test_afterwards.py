"""What the figures did after a strategy: areas are counted, and a figure that moved is not said to have been moved."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from placebook.pages.afterwards import afterwards
from placebook.pages.shelf import Shelf
from placebook.types import Cube, Evidence
from small_shelf import NAMES, small_shelf

# Life expectancy (higher is better) and crime (lower is better) of six wards in three years. "." is no figure, "e" one
# that was carried over. A strategy of 2011 is compared from 2011 or before to the newest year after it.
#        2010  2011  2013
LIFE = """
Ashford  70    71    73    better
Barton   70    71    70    worse
Coombe   70    .     74    better, from 2010
Dene     70    71    71    the same
Elm      70    71    .     not known
Furze    70    71    e75   not known: what was carried over is no figure of that year
"""
YEARS = ("2010", "2011", "2013")


def drawn() -> Shelf:
    """The small shelf with the figures above; crime is life turned round."""
    rows = [line.split()[1:4] for line in LIFE.strip().splitlines()]
    life = np.array([[np.nan if cell == "." else float(cell.lstrip("e")) for cell in row] for row in rows])
    carried = np.array([[cell.startswith("e") for cell in row] for row in rows])
    values = np.stack([life, 100 - life], axis=1)
    shelf = small_shelf()
    cube = Cube(values, NAMES, ("life", "crime"), YEARS)
    return replace(
        shelf, cube=cube, evidence=Evidence(np.full(values.shape, np.nan), np.stack([carried, carried], axis=1))
    )


def test_areas_are_counted_each_way() -> None:
    (one,) = afterwards(drawn(), "town", "2011-2016", ["ideas#long-life"]).lines
    assert (one.indicator, one.better, one.worse, one.same, one.unknown) == ("life", 2, 1, 1, 2)
    assert (one.before, one.now) == ("2010", "2013")
    assert one.says == "better in 2 and worse in 1 of 4 areas"


def test_of_one_area_that_wrote_it_itself() -> None:
    (one,) = afterwards(drawn(), "Barton", "2011", ["ideas#long-life"]).lines
    assert (one.better, one.worse, one.unknown) == (0, 1, 0)


def test_where_lower_is_better_a_fall_is_better() -> None:
    shelf = drawn()
    ideas = shelf.frameworks["ideas"]
    mapped = replace(ideas, concepts=(replace(ideas.concepts[0], indicators=("crime",)), *ideas.concepts[1:]))
    (one,) = afterwards(replace(shelf, frameworks={"ideas": mapped}), "town", "2011", ["ideas#long-life"]).lines
    assert (one.indicator, one.better, one.worse) == ("crime", 2, 1)


@pytest.mark.parametrize(
    ("body", "years", "concepts", "says"),
    [
        ("", "2011", ["ideas#long-life"], "no figures of the areas"),
        ("another", "2011", ["ideas#long-life"], "no figures of the areas"),
        ("town", "", ["ideas#long-life"], "from which year"),
        ("town", "soon", ["ideas#long-life"], "from which year"),
        ("town", "2011", [], "coded to a concept"),
        ("town", "2011", ["ideas#nothing"], "No figure of this book"),
    ],
)
def test_why_nothing_is_said(body: str, years: str, concepts: list[str], says: str) -> None:
    found = afterwards(drawn(), body, years, concepts)
    assert found.lines == ()
    assert says in found.says


def test_a_strategy_after_all_figures_has_nothing_after_it() -> None:
    (one,) = afterwards(drawn(), "town", "2013", ["ideas#long-life"]).lines
    assert one.says == "no figure on both sides of that year"
    assert one.unknown == 6
