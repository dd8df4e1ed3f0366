"""Boundaries made ready to draw, once for each build: simplified so that neighbours still meet, and flat.

Longitude and latitude become flat pixels by the equirectangular projection at the middle latitude of the areas:

    x = longitude * cos(middle latitude)        y = -latitude

then scaled so that the longer side is SIDE pixels, y downwards. For a place no larger than England, shapes look as on
any map; distances are not for measuring. Points are whole pixels, so that two neighbours share them exactly.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from math import cos, radians
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from placebook.sources.shapes import Polygon

if TYPE_CHECKING:
    from shapely.geometry.base import BaseGeometry

SHAPES = "shapes.json"
SIDE = 2000.0  # pixels of the longer side
LEAST, MOST = 3.0, 7.0  # pixels of tolerance: of a few areas, and of a map with many
MANY = 600  # areas
Rings = tuple[tuple[tuple[float, float], ...], ...]


def flatten(outlines: Mapping[str, tuple[Polygon, ...]]) -> dict[str, Rings]:
    """Outlines in degrees into rings of whole pixels, simplified with their neighbours. An area never vanishes.

    The tolerance is between LEAST and MOST pixels, by how many areas share the map; Visvalingam and
    Whyatt's method drops points whose triangle with their neighbours is smaller than its square.
    """
    import shapely

    if not outlines:
        return {}
    codes = sorted(outlines)
    place = _projection(outlines)
    flat = [_geometry(outlines[code], place) for code in codes]
    tolerance = LEAST + (MOST - LEAST) * min(len(codes) / MANY, 1.0)
    simple = shapely.coverage_simplify(flat, tolerance)
    return {
        code: _rings(shape) or _rings(whole) or _dot(whole)
        for code, shape, whole in zip(codes, simple, flat, strict=True)
    }


def write_shapes(shapes: Mapping[str, Rings], path: Path) -> None:
    """Write shapes as JSON. The same shapes give the same bytes."""
    said = {code: [[list(point) for point in ring] for ring in rings] for code, rings in shapes.items()}
    path.write_text(json.dumps(said, sort_keys=True, separators=(",", ":")) + "\n", encoding="utf-8", newline="\n")


def read_shapes(path: Path) -> dict[str, Rings]:
    """Shapes as write_shapes left them; none where the build has none."""
    if not path.is_file():
        return {}
    said: Mapping[str, Any] = json.loads(path.read_text(encoding="utf-8"))
    return {code: tuple(tuple((float(x), float(y)) for x, y in ring) for ring in rings) for code, rings in said.items()}


def _projection(outlines: Mapping[str, tuple[Polygon, ...]]) -> tuple[float, float, float, float]:
    """West and north ends, how much narrower a degree of longitude is, and pixels a degree."""
    points = np.array([point for shape in outlines.values() for polygon in shape for point in polygon[0]])
    (west, south), (east, north) = points.min(axis=0), points.max(axis=0)
    narrower = cos(radians((south + north) / 2))
    longer = max((east - west) * narrower, north - south)
    return float(west), float(north), narrower, SIDE / float(longer or 1)


def _geometry(polygons: Iterable[Polygon], place: tuple[float, float, float, float]) -> BaseGeometry:
    from shapely import MultiPolygon
    from shapely import Polygon as Shape

    west, north, narrower, scale = place

    def flat(ring: Iterable[tuple[float, float]]) -> list[tuple[float, float]]:
        return [((x - west) * narrower * scale, (north - y) * scale) for x, y in ring]

    return MultiPolygon([Shape(flat(one[0]), [flat(hole) for hole in one[1:]]) for one in polygons])


def _rings(shape: BaseGeometry) -> Rings:
    """Whole pixels; rings that have shrunk to a line or a dot are left out."""
    found = []
    for polygon in getattr(shape, "geoms", [shape]):
        for ring in (polygon.exterior, *polygon.interiors):
            points = np.rint(np.asarray(ring.coords)).astype(int)
            kept = points[np.any(points != np.roll(points, 1, axis=0), axis=1)]
            if len(kept) > 2 and _area(kept) >= 1:
                found.append(tuple((float(x), float(y)) for x, y in kept.tolist()))
    return tuple(found)


def _area(points: Any) -> float:
    x, y = points.T
    return abs(float((x * np.roll(y, -1) - np.roll(x, -1) * y).sum())) / 2


def _dot(shape: BaseGeometry) -> Rings:
    """A small square for an area that is smaller than a pixel."""
    x, y = (round(end) for end in shape.centroid.coords[0])
    return (((x - 2.0, y - 2.0), (x + 2.0, y - 2.0), (x + 2.0, y + 2.0), (x - 2.0, y + 2.0)),)
