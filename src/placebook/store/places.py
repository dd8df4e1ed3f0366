"""Where records lie: each distinct point and code is placed once, and the answers are joined on by an engine."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from placebook.measure.placing import Outlines, Why, place_points
from placebook.measure.reconciliation import Share
from placebook.sources.lookups import Lookup, read_lookup, tidy_code
from placebook.sources.points import points_of
from placebook.sources.records import ByLookup, ByPoint, Placement, Way
from placebook.sources.shapes import outlines_to_place_in
from placebook.store.engines import Engine
from placebook.store.grouped import MANY, distinct
from placebook.types import DataError

if TYPE_CHECKING:
    import narwhals as nw

Places = NDArray[np.int64]
_EXAMPLES = 5  # codes named
_UNREADABLE = (Why.METRES, Why.SWAPPED, Why.ABROAD, Why.NOT_A_NUMBER)
_RIGHT = {
    Why.METRES: "a longitude and a latitude in degrees are needed, as in 0.08 and 51.54",
    Why.SWAPPED: "change longitude: and latitude: round below columns:",
    Why.ABROAD: "check that these are the right files and columns",
    Why.NOT_A_NUMBER: "check which columns hold longitude and latitude",
}


@dataclass(frozen=True, slots=True)
class Ground:
    """The areas of a placement, sorted, and what each way of placing rests on: outlines, a lookup, or nothing."""

    placement: Placement
    areas: tuple[str, ...]
    rests_on: tuple[Outlines | Lookup | None, ...]


def read_ground(placement: Placement, book: Path, listed: Sequence[str]) -> Ground:
    """Read the boundaries and lookups of a placement. `listed` are the book's areas of that kind.

    The areas are those of the boundaries, if a way goes by point; else those to which lookups lead; else those listed.
    Raises DataError for a file that cannot be used, and where two ways lead to different sets of areas.
    """
    rests_on = tuple(_read(way, book) for way in placement.ways)
    outlines = sorted({code for one in rests_on if one is not None and not isinstance(one, Lookup) for code in one})
    looked_up = sorted({area for one in rests_on if isinstance(one, Lookup) for area in one.areas})
    areas = tuple(outlines or looked_up or sorted(listed))
    if not areas:
        raise DataError(f"areas.csv: lists no {placement.area_kind}; list them, so that codes can be told from slips")
    for one in rests_on:
        if isinstance(one, Lookup) and not set(one.areas) & set(areas):
            raise DataError(
                f"{one.file}: leads to {one.areas[0]} and others, none of which is a {placement.area_kind} of the "
                f"boundaries of {placement.boundaries}, such as {areas[0]}; take a lookup to these"
            )
    return Ground(placement, areas, rests_on)


def _read(way: Way, book: Path) -> Outlines | Lookup | None:
    if isinstance(way, ByLookup):
        return read_lookup(way, book)
    return outlines_to_place_in(book, way.boundaries) if isinstance(way, ByPoint) else None


def placed_by(
    ground: Ground, at: int, engine: Engine, groups: nw.LazyFrame[Any]
) -> tuple[nw.LazyFrame[Any], tuple[str, ...], Share | None]:
    """Where the way at this position puts each distinct value of some words of the groups, and these words.

    The table has their values and one column more: the position of the area, or the number of the reason why none.
    """
    way = ground.placement.ways[at]
    words = ("longitude", "latitude") if isinstance(way, ByPoint) else (way.column,)
    found = distinct(engine, groups, words)
    if isinstance(way, ByPoint):
        places, share = _by_point(ground, at, found), None
    else:
        places, share = _by_code(ground, at, found)
    return engine.table({**{word: found[word] for word in words}, column_of(at): places}), words, share


def column_of(at: int) -> str:
    """The column that holds where the way at this position puts a record."""
    return f"way_{at}"


def _by_point(ground: Ground, at: int, found: dict[str, Any]) -> Places:
    outlines = ground.rests_on[at]
    points = points_of(found["longitude"], found["latitude"])
    places = place_points(outlines, points[:, 0], points[:, 1])  # type: ignore[arg-type]
    _refuse_odd_points(places, found)
    return places


def _refuse_odd_points(places: Places, found: dict[str, Any]) -> None:
    """Raises DataError where most locations cannot be right: swapped, in metres, or of another country."""
    many = found[MANY]
    located = int(many[places != Why.NO_LOCATION.number].sum())
    for reason in _UNREADABLE:
        here = places == reason.number
        if 2 * int(many[here].sum()) > located:
            first = int(np.argmax(here))
            raise DataError(
                f"{int(many[here].sum()):,} of {located:,} records with a location have {reason.value}, such as "
                f"longitude {found['longitude'][first]} and latitude {found['latitude'][first]}; {_RIGHT[reason]}"
            )


def _by_code(ground: Ground, at: int, found: dict[str, Any]) -> tuple[Places, Share | None]:
    way, rests_on = ground.placement.ways[at], ground.rests_on[at]
    where = {area: i for i, area in enumerate(ground.areas)}
    if not isinstance(way, ByLookup) or not isinstance(rests_on, Lookup):
        codes = [str(code).strip() for code in found[getattr(way, "column", "area")]]
        blank = Why.NO_LOCATION.number
        return np.array([where.get(c, Why.UNKNOWN_CODE.number if c else blank) for c in codes], dtype=np.int64), None
    codes = [tidy_code(str(code), way.column) for code in found[way.column]]
    places = np.array([_looked_up(code, rests_on, where) for code in codes], dtype=np.int64)
    share = _share(way, codes, places, found[MANY])
    if share.share < way.covers:
        raise DataError(
            f"{way.file}: knows the codes of {100 * share.share:.1f} per cent of {share.with_code:,} records, and "
            f"covers: {way.covers:g} is declared; it lacks {share.unknown_codes:,} codes, such as "
            f"{', '.join(share.unknown)}; take a lookup that has them, or declare less"
        )
    return places, share


def _looked_up(code: str, lookup: Lookup, where: dict[str, int]) -> int:
    if not code:
        return Why.NO_LOCATION.number
    leads_to = lookup.leads_to.get(code)
    if leads_to is None:
        return Why.UNKNOWN_CODE.number
    if len(leads_to) > 1:
        return Why.AMBIGUOUS.number
    return where.get(next(iter(leads_to), ""), Why.ELSEWHERE.number)


def _share(way: ByLookup, codes: list[str], places: Places, many: NDArray[np.int64]) -> Share:
    with_code = places != Why.NO_LOCATION.number
    unknown = np.flatnonzero(places == Why.UNKNOWN_CODE.number)
    commonest = sorted(unknown.tolist(), key=lambda i: (-int(many[i]), codes[i]))
    return Share(
        file=way.file,
        with_code=int(many[with_code].sum()),
        known=int(many[with_code].sum() - many[unknown].sum()),
        codes=int(with_code.sum()),
        unknown=tuple(codes[i] for i in commonest[:_EXAMPLES]),
        unknown_codes=len(unknown),
    )
