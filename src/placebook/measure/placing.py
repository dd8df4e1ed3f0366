"""Points into areas: every distinct point once, all at once, each in one area at most."""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum
from typing import Any

import numpy as np
from numpy.typing import NDArray

from placebook.types import Numbers

Places = NDArray[np.int64]
Outlines = Mapping[str, tuple[tuple[tuple[tuple[float, float], ...], ...], ...]]  # code -> polygons -> rings -> points
UK = (-9.0, 49.8, 2.1, 61.0)  # west, south, east, north of the United Kingdom, in degrees
METRES = 20_050_000.0  # the largest easting or northing of a map of the world, in metres
_AT_ONCE = 500_000  # points


class Why(StrEnum):
    """Why a record is not counted in an area, what comes first first. The words stand in the report.

    Of the reasons why several ways find no area, the one that stands last here tells most, and is the one given.
    """

    SAME_FILE = "in a file whose records stand in another file"
    REPEATED = "repeated ID"
    NOT_WANTED = "category not wanted"
    NO_DATE = "no date"
    BAD_DATE = "a date that is none"
    NOT_COVERED = "in a month that the files are not said to cover"
    PART_PERIOD = "in a period that the files cover only in part"
    NO_LOCATION = "no location and no code"
    UNKNOWN_CODE = "a code that is not known"
    NOT_A_NUMBER = "a location that is not two numbers"
    METRES = "a location in metres, not in degrees"
    SWAPPED = "longitude and latitude swapped"
    ABROAD = "a location outside the United Kingdom"
    OUTSIDE = "outside every boundary"
    ELSEWHERE = "a code of another place"
    AMBIGUOUS = "a code that stands for several areas"

    @property
    def number(self) -> int:
        """The number below zero that stands for this reason where an area would stand."""
        return _NUMBERS[self]


_NUMBERS = {reason: -1 - at for at, reason in enumerate(Why)}  # asked for once for each distinct place and code


def why(number: int) -> Why:
    """The reason that a number below zero stands for."""
    return tuple(Why)[-1 - number]


def place_points(outlines: Outlines, longitude: Numbers, latitude: Numbers) -> Places:
    """In which outline each point lies, or the number of the reason why in none.

    A point on a border that areas share lies in the one whose code comes first, and in no other: each record is
    counted once. A point in a hole lies outside; a point on the edge of a hole is on the border, and so inside.
    Where outlines overlap, the first code decides too.

    Parameters
    ----------
    outlines : the polygons of each area in degrees, each an outer ring and its holes; sorted by code here
    longitude, latitude : shape (points,), in degrees; NaN where there is none

    Returns
    -------
    shape (points,): the position of the area among the sorted codes, from 0; or `Why.number`, below zero

    Points are looked up in a tree of rectangles (STR packing) and only then tested against outlines, so a million
    points among a thousand areas take seconds. Source: Leutenegger, Edgington and Lopez (1997), STR: A Simple and
    Efficient Algorithm for R-Tree Packing.
    """
    import shapely

    codes = sorted(outlines)
    tree = shapely.STRtree([shape_of(outlines[code]) for code in codes])
    found = _without_area(longitude, latitude, _within_uk(tree.geometries))
    maybe = np.flatnonzero(np.isin(found, [Why.OUTSIDE.number, Why.ABROAD.number, Why.SWAPPED.number]))
    for start in range(0, len(maybe), _AT_ONCE):
        at = maybe[start : start + _AT_ONCE]
        points, areas = tree.query(shapely.points(longitude[at], latitude[at]), predicate="intersects")
        first = np.full(len(at), len(codes))
        np.minimum.at(first, points, areas)
        inside = first < len(codes)
        found[at[inside]] = first[inside]
    return found


def shape_of(polygons: tuple[Any, ...]) -> Any:
    """The polygons of one area as one shape."""
    import shapely

    return shapely.MultiPolygon([shapely.Polygon(rings[0], rings[1:]) for rings in polygons])


def crossing_outlines(outlines: Outlines) -> dict[str, str]:
    """The outlines that cross themselves, by code, with where. Inside and outside cannot be told for these."""
    import shapely

    shapes = {code: shape_of(outlines[code]) for code in sorted(outlines)}
    return {code: str(shapely.is_valid_reason(shape)) for code, shape in shapes.items() if not shapely.is_valid(shape)}


def on_each_other(outlines: Outlines) -> tuple[str, str] | None:
    """Two outlines that lie on each other, so that a point could be in either; None where there are none.

    It is tried by one point inside each, so that slivers along borders that were drawn twice do not matter.
    """
    import shapely

    codes = sorted(outlines)
    shapes = [shape_of(outlines[code]) for code in codes]
    inner, outer = shapely.STRtree(shapes).query(shapely.point_on_surface(shapes), predicate="within")
    pairs = [(min(a, b), max(a, b)) for a, b in zip(inner.tolist(), outer.tolist(), strict=True) if a != b]
    first, second = min(pairs, default=(-1, -1))
    return (codes[first], codes[second]) if pairs else None


def are_swapped(outlines: Outlines) -> bool:
    """Whether all outlines have latitude before longitude: turned round they lie in the United Kingdom, else not."""
    points = np.array([point for shape in outlines.values() for rings in shape for point in rings[0]])
    x, y = points[:, 0], points[:, 1]
    return bool(np.all(_in_box(y, x)) and not np.any(_in_box(x, y)))


def _within_uk(shapes: Any) -> bool:
    """Whether the areas themselves lie in the United Kingdom, so that a point elsewhere is odd."""
    import shapely

    west, south, east, north = shapely.total_bounds(shapes)
    return bool(west >= UK[0] and south >= UK[1] and east <= UK[2] and north <= UK[3])


def _without_area(x: Numbers, y: Numbers, in_uk: bool) -> Places:
    """What each point would be if it lay in no outline."""
    here, swapped = _in_box(x, y), _in_box(y, x)
    degrees = (np.abs(x) <= 180) & (np.abs(y) <= 90)
    metres = (np.abs(x) <= METRES) & (np.abs(y) <= METRES)
    ways = (
        (np.isnan(x) | np.isnan(y), Why.NO_LOCATION),
        (~degrees & metres, Why.METRES),
        (~here & swapped & in_uk, Why.SWAPPED),
        (~degrees, Why.NOT_A_NUMBER),
        (~here & in_uk, Why.ABROAD),
    )
    found = np.select([which for which, _ in ways], [reason.number for _, reason in ways], Why.OUTSIDE.number)
    return found.astype(np.int64)


def _in_box(x: Numbers, y: Numbers) -> NDArray[np.bool_]:
    west, south, east, north = UK
    inside: NDArray[np.bool_] = (x >= west) & (x <= east) & (y >= south) & (y <= north)
    return inside
