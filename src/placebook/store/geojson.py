"""The areas of a book as GeoJSON: real outlines where the book has them, else the cells of its map of hexagons.

A hexagon is no real place. Each says so in `cell`, and the cells lie off the coast of Africa, around 0 degrees, so
that nobody takes them for one. An area that has neither is there without a place (geometry null).

Source: IETF (2016), RFC 7946: rings end where they begin, and outer rings run anticlockwise.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from itertools import pairwise
from math import cos, pi, sin, sqrt
from typing import Any

from placebook.sources.shapes import Polygon

OUTLINES = "outlines.json"  # the file of a build that holds the boundaries as received
BOUNDARY = "real boundary"
NOT_REAL = "cell of a map of hexagons: not a real place"
NOWHERE = "no outline and no cell"
SIDE = 0.01  # degrees from the middle of a cell to its corners
DECIMALS = 6  # of a degree: about 10 cm

Properties = Mapping[str, Any]
Outlines = Mapping[str, Iterable[Polygon]]


def areas_geojson(
    title: str, areas: Iterable[Properties], outlines: Outlines, tiles: Mapping[str, tuple[int, int]]
) -> bytes:
    """Areas with their properties, of which `code` is one, as GeoJSON, a line for each area.

    Outlines are in longitude and latitude, the outer ring of each polygon first. Tiles are columns and rows of
    an odd-r layout, rows counted downwards.
    """
    lines = ",\n".join(json.dumps(one, ensure_ascii=False) for one in _features(areas, outlines, tiles))
    head = json.dumps({"type": "FeatureCollection", "name": title}, ensure_ascii=False).removesuffix("}")
    return f'{head}, "features": [\n{lines}\n]}}\n'.encode()


def _features(
    areas: Iterable[Properties], outlines: Outlines, tiles: Mapping[str, tuple[int, int]]
) -> Iterator[dict[str, Any]]:
    for said in areas:
        code = said["code"]
        if code in outlines:
            cell, geometry = BOUNDARY, _outline(outlines[code])
        elif code in tiles:
            cell, geometry = NOT_REAL, _hexagon(*tiles[code])
        else:
            cell, geometry = NOWHERE, None
        yield {"type": "Feature", "id": code, "properties": {**said, "cell": cell}, "geometry": geometry}


def _outline(polygons: Iterable[Polygon]) -> dict[str, Any]:
    turned = [[_ring(ring, outer=at == 0) for at, ring in enumerate(polygon)] for polygon in polygons]
    if len(turned) == 1:
        return {"type": "Polygon", "coordinates": turned[0]}
    return {"type": "MultiPolygon", "coordinates": turned}


def _ring(points: Iterable[Iterable[float]], outer: bool) -> list[list[float]]:
    """A ring that ends where it begins, outer ones anticlockwise and holes clockwise."""
    ring = [list(point) for point in points]
    if ring[0] != ring[-1]:
        ring.append(ring[0])
    twice = sum(x1 * y2 - x2 * y1 for (x1, y1), (x2, y2) in pairwise(ring))
    return ring if (twice > 0) == outer else ring[::-1]


def _hexagon(column: int, row: int) -> dict[str, Any]:
    """A hexagon with a corner on top. Odd rows are half a cell to the right; rows are three halves of a side apart."""
    x, y = (column + (row % 2) / 2) * sqrt(3) * SIDE, -row * 1.5 * SIDE
    corners = [(x + SIDE * cos(pi * (1 + 2 * i) / 6), y + SIDE * sin(pi * (1 + 2 * i) / 6)) for i in range(6)]
    ring = [[round(a, DECIMALS) + 0.0, round(b, DECIMALS) + 0.0] for a, b in corners]
    return {"type": "Polygon", "coordinates": [[*ring, ring[0]]]}


def outlines_json(outlines: Outlines) -> bytes:
    """Outlines as the build keeps them: by code, in degrees as received."""
    said = {code: list(polygons) for code, polygons in outlines.items()}
    return (json.dumps(said, sort_keys=True, separators=(",", ":")) + "\n").encode()
