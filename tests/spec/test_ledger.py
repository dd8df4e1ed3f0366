"""The ledger in tables a person can check by hand: why each area's rank changed between two builds."""

from __future__ import annotations

import numpy as np
import pytest

from placebook.measure.ledger import ORDER, Build, Entry, ledger
from placebook.types import Cube, DataError
from recipes import cube, recipe

EVEN = """
indicators:
  health: {direction: higher_is_better}
  income: {direction: higher_is_better}
levels: [index, indicator]
tree:
  whole: {parts: {health: {weight: 1}, income: {weight: 1}}}
steps:
  - aggregate: {method: arithmetic, missing: leave_out}
"""
HEALTH_FIRST = EVEN.replace("health: {weight: 1}", "health: {weight: 3}")
BEFORE = """
        | health | income
--------+--------+-------
Ashford |     90 |     50
Barton  |     60 |     72
Colby   |     80 |     40
Dunmore |     30 |     20
"""


def build(table: str, text: str = EVEN, **periods: tuple[str, ...]) -> Build:
    return Build(recipe(text), cube(table, **periods))


def lines(before: Build, after: Build, part: str = "whole", period: str = "2014") -> dict[str, object]:
    """By area: ranks before and after, then boundary, method, missing values and data, or the note."""
    found = ledger(before, after, part, period)
    assert list(found) == sorted(found, key=lambda entry: entry.area)
    for entry in found:
        parts = (entry.boundary, entry.method, entry.missing, entry.data)
        if None not in (entry.rank_before, entry.rank_after):
            assert sum(parts) == entry.rank_before - entry.rank_after
    return {entry.area: _line(entry) for entry in found}


def _line(entry: Entry) -> tuple[object, ...]:
    ranks = (entry.rank_before, entry.rank_after)
    parts = (entry.boundary, entry.method, entry.missing, entry.data)
    said = () if parts == (None, None, None, None) else parts
    return (*ranks, *said, *((entry.note,) if entry.note else ()))


def test_all_four_causes_at_once():
    after = """
            | health | income
    --------+--------+-------
    Barton  |        |     72
    Colby   |     80 |     40
    Dunmore |     95 |     90
    Elton   |     80 |     80
    """
    # Scores, and ranks in brackets. Ashford leaves, Elton comes; health counts three times; Barton's health is
    # no longer there; Dunmore's figures are new.
    #                 before   1 boundary   2 method     3 missing    4 data       5 boundary
    #     Ashford    70 (1)
    #     Barton     66 (2)      66 (1)      63 (2)       72 (1)       72 (2)        72 (3)
    #     Colby      60 (3)      60 (2)      70 (1)       70 (2)       70 (3)        70 (4)
    #     Dunmore    25 (4)      25 (3)      27.5 (3)     27.5 (3)     93.75 (1)     93.75 (1)
    #     Elton                                                                      80 (2)
    assert lines(build(BEFORE), build(after, HEALTH_FIRST)) == {
        "Ashford": (1, None, "left the build"),
        "Barton": (2, 3, +1 - 1, -1, +1, -1),
        "Colby": (3, 4, +1 - 1, +1, -1, -1),
        "Dunmore": (4, 1, +1 + 0, 0, 0, +2),
        "Elton": (None, 2, "new in the build"),
    }


def test_the_order_is_said():
    assert ORDER == ("boundary", "method", "missing values", "data")


def test_nothing_changed():
    assert lines(build(BEFORE), build(BEFORE)) == {
        "Ashford": (1, 1, 0, 0, 0, 0),
        "Barton": (2, 2, 0, 0, 0, 0),
        "Colby": (3, 3, 0, 0, 0, 0),
        "Dunmore": (4, 4, 0, 0, 0, 0),
    }


def test_only_a_figure_changed():
    after = BEFORE.replace("Colby   |     80 |     40", "Colby   |     80 |     90")  # from 60 to 85
    assert lines(build(BEFORE), build(after)) == {
        "Ashford": (1, 2, 0, 0, 0, -1),
        "Barton": (2, 3, 0, 0, 0, -1),
        "Colby": (3, 1, 0, 0, 0, +2),
        "Dunmore": (4, 4, 0, 0, 0, 0),
    }


def test_only_a_weight_changed():
    assert lines(build(BEFORE), build(BEFORE, HEALTH_FIRST)) == {  # 80, 63, 70 and 27.5
        "Ashford": (1, 1, 0, 0, 0, 0),
        "Barton": (2, 3, 0, -1, 0, 0),
        "Colby": (3, 2, 0, +1, 0, 0),
        "Dunmore": (4, 4, 0, 0, 0, 0),
    }


def test_only_a_figure_came_that_was_not_there():
    gap = BEFORE.replace("Barton  |     60 |     72", "Barton  |     60 |       ")  # 60, as much as Colby
    assert lines(build(gap), build(BEFORE)) == {
        "Ashford": (1, 1, 0, 0, 0, 0),
        "Barton": (2, 2, 0, 0, 0, 0),
        "Colby": (2, 3, 0, 0, -1, 0),
        "Dunmore": (4, 4, 0, 0, 0, 0),
    }


def test_only_an_area_came():
    after = BEFORE + "Elton   |     70 |     65\n"  # 67.5, between Ashford and Barton
    found = lines(build(BEFORE), build(after))
    assert found["Ashford"] == (1, 1, 0, 0, 0, 0)
    assert found["Barton"] == (2, 3, -1, 0, 0, 0)
    assert found["Elton"] == (None, 2, "new in the build")


def test_an_area_of_which_nothing_is_known_comes_and_goes_without_a_rank():
    after = BEFORE.replace("Colby   |     80 |     40", "Colby   |        |       ") + "Elton   |        |       \n"
    found = lines(build(BEFORE), build(after))
    assert found["Colby"] == (3, None, "no rank after: missing values")
    assert found["Elton"] == (None, None, "new in the build")
    assert lines(build(after), build(BEFORE))["Colby"] == (None, 3, "no rank before: missing values")
    assert lines(build(after), build(after))["Colby"] == (None, None, "no rank before or after")


def test_a_stricter_recipe_takes_a_rank_away_through_the_method():
    gap = BEFORE.replace("Barton  |     60 |     72", "Barton  |     60 |       ")
    strict = EVEN.replace("leave_out", "refuse")
    assert lines(build(gap), build(gap, strict))["Barton"] == (2, None, "no rank after: method")


def test_an_area_without_a_rank_on_the_way_is_booked_where_its_rank_comes_back():
    # Before, Barton's income is not there and is left out: 30. The new recipe refuses gaps, so on the old figures
    # Barton has no rank. Then its income comes, and it is third again; with its new figure for health it is second.
    gap = BEFORE.replace("Barton  |     60 |     72", "Barton  |     30 |       ")
    strict = EVEN.replace("leave_out", "refuse")
    found = lines(build(gap), build(BEFORE, strict))
    #                 before    2 method    3 missing   4 data
    #     Barton     30 (3)      none        51 (3)      66 (2)
    assert found["Barton"] == (3, 2, 0, 0, 0, +1, "no rank on the way")
    assert found["Dunmore"] == (4, 4, 0, +1, -1, 0)


def test_an_indicator_that_only_the_new_recipe_reads_comes_with_the_method():
    text = EVEN.replace("income: {weight: 1}", "income: {weight: 1}, air: {weight: 4}").replace(
        "indicators:\n", "indicators:\n  air: {direction: higher_is_better}\n"
    )
    after = """
            | health | income | air
    --------+--------+--------+----
    Ashford |     90 |     50 |   0
    Barton  |     60 |     72 |  20
    Colby   |     80 |     40 |  40
    Dunmore |     30 |     20 |  60
    """  # 23.3, 35.3, 46.7 and 48.3
    assert lines(build(BEFORE), build(after, text)) == {
        "Ashford": (1, 4, 0, -3, 0, 0),
        "Barton": (2, 3, 0, -1, 0, 0),
        "Colby": (3, 2, 0, +1, 0, 0),
        "Dunmore": (4, 1, 0, +3, 0, 0),
    }


OVER_TIME = EVEN.replace(
    "steps:\n", "constants_from: all_periods\nsteps:\n  - normalise: {method: min_max, low: 0, high: 100}\n"
)
ONE_YEAR = """
        | health | income
--------+--------+-------
Ashford |     50 |      0
Barton  |      0 |     40
Colby   |     50 |     30
"""
NEXT_YEAR = """
        | health | income
--------+--------+-------
Ashford |    100 |     40
Barton  |    100 |     40
Colby   |    100 |     40
"""


def test_a_year_that_is_new_comes_with_the_missing_values_and_not_with_the_method():
    # Before, the best health is 50 and the best income 40, so 2014 scores 50, 50 and 87.5. With 2015 the best
    # health is 100: 25, 50 and 62.5. Nobody has changed the recipe.
    before = Build(recipe(OVER_TIME), cube(ONE_YEAR))
    after = Build(recipe(OVER_TIME), cube(ONE_YEAR, NEXT_YEAR, periods=("2014", "2015")))
    assert lines(before, after) == {
        "Ashford": (2, 3, 0, 0, -1, 0),
        "Barton": (2, 2, 0, 0, 0, 0),
        "Colby": (1, 1, 0, 0, 0, 0),
    }
    assert lines(after, before)["Ashford"] == (3, 2, 0, 0, +1, 0)


def test_a_year_that_the_new_recipe_takes_its_constants_from_comes_with_the_method():
    before = Build(recipe(OVER_TIME.replace("all_periods", "'2014'")), cube(ONE_YEAR))
    next_year = NEXT_YEAR.replace("Ashford |    100 |     40", "Ashford |      0 |      0")
    base = OVER_TIME.replace("all_periods", "'2015'")
    after = Build(recipe(base), cube(ONE_YEAR, next_year, periods=("2014", "2015")))
    assert lines(before, after)["Ashford"] == (2, 3, 0, -1, 0, 0)
    named = base.replace("steps:\n", "periods: ['2014', '2015']\nsteps:\n")
    assert lines(before, Build(recipe(named), after.cube))["Ashford"] == (2, 3, 0, -1, 0, 0)


def test_belonging_to_another_parent_is_a_matter_of_boundaries():
    text = EVEN.replace("steps:\n", "steps:\n  - impute: {method: group_mean}\n")
    gap = cube(BEFORE.replace("Dunmore |     30 |     20", "Dunmore |        |     20"))
    before = Build(recipe(text), gap, groups={"parent": ["E", "W", "W", "W"]})  # health of Barton and Colby: 70, so 45
    after = Build(recipe(text), gap, groups={"parent": ["E", "W", "W", "E"]})  # health of Ashford: 90, so 55
    assert lines(before, after)["Dunmore"] == (4, 4, 0, 0, 0, 0)
    far = {"parent": ["E", "W", "E", "E"]}  # Ashford and Colby: 85, so 52.5
    raised = cube(BEFORE.replace("Dunmore |     30 |     20", "Dunmore |        |     49"))
    found = lines(Build(recipe(text), raised, groups=before.groups), Build(recipe(text), raised, groups=far))
    assert found["Dunmore"] == (4, 2, +2, 0, 0, 0)  # from (70 + 49) / 2 = 59.5 to (85 + 49) / 2 = 67
    assert found["Barton"] == (2, 3, -1, 0, 0, 0)


def test_the_areas_may_stand_in_another_order():
    rows = BEFORE.strip().splitlines()
    turned = "\n".join([*rows[:2], *reversed(rows[2:])])
    assert lines(build(BEFORE), build(turned)) == lines(build(BEFORE), build(BEFORE))


def test_a_part_has_a_ledger_of_its_own():
    after = BEFORE.replace("Colby   |     80 |     40", "Colby   |     80 |     90")
    assert lines(build(BEFORE), build(after), part="health")["Colby"] == (2, 2, 0, 0, 0, 0)
    assert lines(build(BEFORE), build(after), part="income")["Colby"] == (3, 1, 0, 0, 0, +2)


@pytest.mark.parametrize(
    ("after", "part", "period", "said"),
    [
        (
            build(BEFORE.replace("B", "P").replace("C", "Q")),
            "whol",
            "2014",
            "no part 'whol' in the previous build; did",
        ),
        (build(BEFORE), "whole", "2013", "there is no period '2013' in the previous build; did you mean '2014'"),
        (
            build(BEFORE.replace("Ashford", "Ash").replace("Barton", "Bar").replace("Colby", "Col")),
            "whole",
            "2014",
            "the two builds share one area; a ledger needs at least two",
        ),
        (
            build(BEFORE, EVEN.replace("whole:", "all:")),
            "whole",
            "2014",
            "there is no part 'whole' in the new recipe on the previous figures; there is: all, health, income",
        ),
    ],
)
def test_what_a_ledger_cannot_explain(after, part, period, said):
    with pytest.raises(DataError) as why:
        ledger(build(BEFORE), after, part, period)
    assert said in str(why.value)


def test_an_index_in_between_that_cannot_be_built_is_named():
    same = "        | health | income\nAshford | 50 | 20\nBarton | 50 | 40\nColby | 60 | 30\n"
    other = same.replace("Colby | 60 | 30", "Dunmore | 70 | 40")
    text = EVEN.replace("steps:\n", "steps:\n  - normalise: {method: min_max}\n")
    with pytest.raises(DataError, match=r"as the previous build without the areas that left cannot be built: .*health"):
        ledger(build(same, text), build(other, text), "whole", "2014")


def test_figures_may_be_laid_out_in_any_way():
    """Indicators of the old build in another order, and one more that nobody reads."""
    values = np.array([[50, 90, 1], [72, 60, 2], [40, 80, 3], [20, 30, 4]], float)[:, :, None]
    before = Build(recipe(EVEN), Cube(values, cube(BEFORE).areas, ("income", "health", "spare"), ("2014",)))
    assert lines(before, build(BEFORE)) == lines(build(BEFORE), build(BEFORE))
