"""Boundaries of areas from a GeoJSON file: strictly read, with limits on size, in longitude and latitude."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from math import isfinite
from pathlib import Path
from typing import Any

from placebook.measure.placing import Outlines, are_swapped, crossing_outlines, on_each_other
from placebook.sources.findings import Finding, fault
from placebook.types import DataError

LARGEST = 60_000_000  # bytes of a file
MOST_POINTS = 3_000_000
_SAID = 5  # outlines named
Ring = tuple[tuple[float, float], ...]
Polygon = tuple[Ring, ...]  # the outer ring, then holes


@dataclass(frozen=True, slots=True)
class BoundaryFile:
    """Where a book's boundaries are, and which property of each outline holds the area's code."""

    file: str  # a GeoJSON file under the book
    code: str


@dataclass(frozen=True, slots=True)
class Boundaries:
    """The outlines of areas by code, in longitude and latitude, and what is wrong with the file."""

    outlines: Mapping[str, tuple[Polygon, ...]]
    findings: tuple[Finding, ...]


def read_boundaries(folder: Path, said: BoundaryFile) -> Boundaries:
    """Read the boundaries of a book. Outlines that cannot be read become findings.

    Raises DataError when the file is not there, is too large, or is no GeoJSON.
    """
    features = _features(folder, said.file)
    outlines: dict[str, tuple[Polygon, ...]] = {}
    findings: list[Finding] = []
    points = 0
    for number, feature in enumerate(features, 1):
        try:
            code = _code(feature, said.code)
            if code in outlines:
                raise ValueError(f"{code} stands in the file twice; join its outlines into one MultiPolygon")
            outlines[code] = tuple(_polygons(feature))
        except ValueError as why:
            what, _, right = str(why).partition("; ")
            findings.append(fault(said.file, None, f"outline {number}: {what}", right))
            continue
        points += sum(len(ring) for polygon in outlines[code] for ring in polygon)
        if points > MOST_POINTS:
            raise DataError(f"{said.file}: more than {MOST_POINTS:,} points; simplify the outlines before you add them")
    return Boundaries(outlines, tuple(findings))


def outlines_to_place_in(folder: Path, said: BoundaryFile) -> Outlines:
    """The outlines of a file, once it is sure that each point lies in one of them at most.

    Raises DataError, in one sentence, where an outline cannot be read, has latitude first, crosses itself, or lies on
    another: what lies inside could not be told.
    """
    found = read_boundaries(folder, said)
    if found.findings:
        raise DataError("\n".join(str(one) for one in found.findings[:_SAID]))
    if are_swapped(found.outlines):
        raise DataError(f"{said.file}: has latitude before longitude; save it with the longitude of each point first")
    crossing = crossing_outlines(found.outlines)
    if crossing:
        code, where = next(iter(crossing.items()))
        more = f", and so do {len(crossing) - 1} more" if len(crossing) > 1 else ""
        raise DataError(
            f"{said.file}: the outline of {code} crosses itself ({where}){more}; "
            "what lies inside cannot be told, so mend it where the map is made"
        )
    both = on_each_other(found.outlines)
    if both:
        raise DataError(f"{said.file}: the outlines of {both[0]} and {both[1]} lie on each other; take one of them out")
    return found.outlines


def _features(folder: Path, name: str) -> list[Any]:
    path = folder / name
    try:
        size = path.stat().st_size
        if size > LARGEST:
            raise DataError(f"{name}: its {size / 1e6:,.0f} MB are over {LARGEST / 1e6:.0f} MB; simplify the outlines")
        read = json.loads(path.read_text(encoding="utf-8-sig"))
    except FileNotFoundError:
        raise DataError(f"{name}: the file is not there; put it in the book or mend boundaries: in book.yaml") from None
    except (OSError, UnicodeDecodeError, RecursionError) as why:
        raise DataError(f"{name}: cannot be read ({why}); save it as GeoJSON in UTF-8") from None
    except json.JSONDecodeError as why:
        raise DataError(f"{name}: line {why.lineno} is no JSON ({why.msg}); save it as GeoJSON") from None
    found = read.get("features") if isinstance(read, dict) and read.get("type") == "FeatureCollection" else None
    if not isinstance(found, list) or not found:
        raise DataError(f"{name}: is no FeatureCollection with features; save the boundaries as GeoJSON")
    return found


def _code(feature: Any, key: str) -> str:
    properties = feature.get("properties") if isinstance(feature, dict) else None
    if not isinstance(properties, dict) or not isinstance(properties.get(key), str):
        there = ", ".join(sorted(properties)) if isinstance(properties, dict) else "none"
        raise ValueError(f"has no text under {key!r}; name the property that holds codes. There is: {there}")
    return str(properties[key]).strip()


def _polygons(feature: Mapping[str, Any]) -> Iterator[Polygon]:
    geometry = feature.get("geometry")
    kind = geometry.get("type") if isinstance(geometry, dict) else None
    if kind not in ("Polygon", "MultiPolygon") or not isinstance(geometry, dict):
        raise ValueError(f"is a {kind or 'feature without a place'}; a Polygon or a MultiPolygon is wanted")
    given = geometry.get("coordinates")
    polygons = [given] if kind == "Polygon" else given
    if not isinstance(polygons, list) or not polygons or not all(isinstance(one, list) and one for one in polygons):
        raise ValueError("has no coordinates; save it again")
    for polygon in polygons:
        yield tuple(_ring(ring) for ring in polygon)


def _ring(ring: Any) -> Ring:
    if not isinstance(ring, list) or len(ring) < 4:
        raise ValueError("has a ring of fewer than four points; a ring ends where it begins")
    try:
        points = tuple((float(point[0]), float(point[1])) for point in ring)
    except (TypeError, ValueError, IndexError, KeyError):
        raise ValueError("has a point that is not two numbers; write longitude, then latitude") from None
    if not all(isfinite(x) and isfinite(y) and abs(x) <= 180 and abs(y) <= 90 for x, y in points):
        raise ValueError("has a point that is no longitude and latitude; save it in degrees (WGS 84, EPSG:4326)")
    return points
