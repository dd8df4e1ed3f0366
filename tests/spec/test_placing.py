"""Points into areas, drawn so that a person can check them; months and periods of records."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from placebook.measure.placing import Why, are_swapped, crossing_outlines, on_each_other, place_points, why
from placebook.measure.reconciliation import Reconciliation, spans, whole_periods
from placebook.sources.record_dates import JOINED, read_months


def ring(west: float, south: float, east: float, north: float) -> tuple[tuple[float, float], ...]:
    return ((west, south), (east, south), (east, north), (west, north), (west, south))


# B has a hole in which C lies, and A stands to the west of B:
#
#   0  A  1      B      4
#         |   2-C-3     |
AREAS = {
    "B": ((ring(1, 50, 4, 53), ring(2, 51, 3, 52)),),
    "A": ((ring(0, 50, 1, 53),),),
    "C": ((ring(2.25, 51.25, 2.75, 51.75),),),
}


def where(x: float, y: float) -> str:
    found = int(place_points(AREAS, np.array([x]), np.array([y]))[0])
    return "ABC"[found] if found >= 0 else why(found).value


@pytest.mark.parametrize(
    ("x", "y", "area"),
    [
        (0.5, 51, "A"),
        (1.5, 51, "B"),
        (1.0, 51, "A"),  # on the border of A and B: the first code
        (2.5, 51.5, "C"),
        (2.1, 51.1, "outside every boundary"),  # in the hole, and not in C
        (2.0, 51.5, "B"),  # on the edge of the hole
        (5.0, 51, "outside every boundary"),
        (float("nan"), 51, "no location and no code"),
        (float("inf"), 51, "a location that is not two numbers"),
        (540_000, 184_000, "a location in metres, not in degrees"),
    ],
)
def test_a_point_lies_in_one_area_or_none_and_the_reason_is_told(x: float, y: float, area: str) -> None:
    assert where(x, y) == area


@given(st.lists(st.tuples(st.floats(-1, 5), st.floats(49, 54)), min_size=1, max_size=20))
def test_all_at_once_is_the_same_as_one_by_one(points: list[tuple[float, float]]) -> None:
    from shapely.geometry import Point, Polygon

    x, y = (np.array(each) for each in zip(*points, strict=True))
    found = place_points(AREAS, x, y)
    for (lon, lat), area in zip(points, found.tolist(), strict=True):
        hit = [c for c in "ABC" if Polygon(AREAS[c][0][0], AREAS[c][0][1:]).intersects(Point(lon, lat))]
        assert ("ABC"[area] if area >= 0 else None) == (hit[0] if hit else None)


def test_an_outline_that_crosses_itself_is_named_and_one_with_a_hole_is_not() -> None:
    bow = (((0.0, 0.0), (1.0, 1.0), (1.0, 0.0), (0.0, 1.0), (0.0, 0.0)),)
    assert list(crossing_outlines({**AREAS, "D": (bow,)})) == ["D"]


def square(west: float, south: float, side: float = 1.0):
    return ((west, south), (west + side, south), (west + side, south + side), (west, south + side), (west, south))


def test_two_outlines_of_one_place_are_found_and_neighbours_and_those_in_a_hole_are_not() -> None:
    around, inside, beside = square(0, 0, 3), square(1, 1), square(3, 0)
    assert on_each_other({"A": ((around,),), "B": ((inside,),), "C": ((beside,),)}) == ("A", "B")
    assert on_each_other({"A": ((around, inside),), "B": ((inside,),), "C": ((beside,),)}) is None
    assert on_each_other({"A": ((inside,),), "B": ((inside,),)}) == ("A", "B")
    assert on_each_other({"A": ((around,),), "B": ((square(0, 0),),), "C": ((beside,),)}) == ("A", "B")
    slivers = {"A": ((square(0, 0, 1.01),),), "B": ((square(1, 0, 1.01),),)}
    assert on_each_other(slivers) is None  # a border that was drawn twice


def test_outlines_with_latitude_first_are_known_and_those_of_another_country_are_not_taken_for_them() -> None:
    assert are_swapped({"A": ((square(51, 0),),), "B": ((square(52, 0),),)})
    assert not are_swapped({"A": ((square(0, 51),),)})
    assert not are_swapped({"A": ((square(0, 51),),), "B": ((square(51, 0),),)})
    assert not are_swapped({"A": ((square(20, 40),),)})


@pytest.mark.parametrize(("x", "y"), [(547000.5, 184000.2), (15600.5, 6714000.2), (-15600.5, 6714000.2)])
def test_metres_of_any_map_are_metres(x: float, y: float) -> None:
    assert place_points({"A": ((square(0, 51),),)}, np.array([x]), np.array([y])).tolist() == [Why.METRES.number]


@pytest.mark.parametrize(
    ("text", "form", "zone", "month"),
    [
        ("2010-12", "year-month-day", None, "2010-12"),
        ("2016-06-01T08:00:00+00:00", "year-month-day", None, "2016-06"),
        (f"2016-05-31T23{JOINED}+00:00", "year-month-day", "Europe/London", "2016-06"),  # half past midnight there
        (f"2016-01-31T23{JOINED}+00:00", "year-month-day", "Europe/London", "2016-01"),
        (f"2016-05-31T23{JOINED}0:00Z", "year-month-day", "Europe/London", "2016-06"),
        ("2016-05-31T23:30:00+00:00", "year-month-day", "Europe/London", "2016-06"),  # not cut
        ("2016-05-31", "year-month-day", "Europe/London", "2016-05"),
        ("31/01/2020", "day/month/year", None, "2020-01"),
        ("2020-02-30", "year-month-day", None, Why.BAD_DATE),
        ("31/01/2020", "year-month-day", None, Why.BAD_DATE),
        ("2020-1", "year-month-day", None, Why.BAD_DATE),
        ("soon", "year-month-day", None, Why.BAD_DATE),
        (" ", "year-month-day", None, Why.NO_DATE),
    ],
)
def test_dates_become_months_or_a_reason(text: str, form: str, zone: str | None, month: str) -> None:
    found = int(read_months([text], form, zone)[0])
    assert (spans((found,))[0] if found >= 0 else why(found)) == month


def test_only_periods_with_all_their_months_are_whole() -> None:
    december, year = 2010 * 12 + 11, tuple(range(2011 * 12, 2012 * 12))
    assert whole_periods((december, *year), "year") == (("2011",), ("2010",))
    assert whole_periods((december, *year[:4]), "quarter") == (("2011-Q1",), ("2010-Q4", "2011-Q2"))
    assert spans((december, *year[:2], year[5])) == ("2010-12 to 2011-02", "2011-06")


def test_a_report_whose_parts_do_not_sum_is_never_made() -> None:
    with pytest.raises(ValueError, match="3 records were read and the report tells of 2"):
        Reconciliation("x", "X", "ward", "2022", 3, {"by point": 1}, {Why.OUTSIDE: 1}, 1, 1)
