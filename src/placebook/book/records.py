"""Files of `records/`: what the columns of record-level files mean, and how they are placed and counted."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

from placebook.book import yaml
from placebook.book.fields import Fields, block, blocks, number, one_of, optional_text, text, texts
from placebook.book.lookups import POSTCODE, find_lookup, lookup_names
from placebook.book.sources import read_id, read_url
from placebook.sources.records import (
    COLUMNS,
    PERIODS,
    REPEATED_IDS,
    SAME_FILES,
    ByCode,
    ByLookup,
    ByPoint,
    Covered,
    Placement,
    Records,
    Way,
)
from placebook.sources.shapes import BoundaryFile
from placebook.types import ContentError

EXPECTATIONS = ("records", "placed", "areas")  # read in all; share placed, 0 to 1; areas with a record
_MONTH = re.compile(r"(1[89]|2[01])\d\d-(0[1-9]|1[0-2])")
_CODED = ("small_area", "postcode", "area")


def find_records(folder: Path, wanted: tuple[str, ...] = ()) -> dict[str, Path]:
    """The files of `records/` by id, in the order of names; only those wanted, where some are.

    Raises ContentError when there is none, or none of that name.
    """
    there = {path.stem: path for path in sorted((folder / "records").glob("*.yaml"))}
    if not there:
        raise ContentError(
            f"{folder}: holds no records/*.yaml; describe record-level files there (docs/small-areas.md)"
        )
    for name in wanted:
        if name not in there:
            raise ContentError(f"{folder / 'records'}: there is no {name}.yaml; there is: {', '.join(there)}")
    return {name: there[name] for name in wanted or there}


def read_records(path: Path) -> Records:
    """The description of record-level files from its YAML file in `records/`, with the lookups of its book.

    Raises ContentError, with file and line, when it says something that it cannot say.
    """
    fields = Fields(yaml.read_yaml(path))
    name = fields.take("records", read_id)
    if name != path.stem:
        raise fields.fault(f"is called {name!r} in a file {path.name}; call the file {name}.yaml", "records")
    columns, book = dict(fields.take("columns", _columns)), path.parent.parent
    keep = fields.take("keep", block, default=None)
    found = Records(
        id=name,
        title=fields.take("title", text),
        publisher=fields.take("publisher", text),
        licence=fields.take("licence", text),
        url=fields.take("url", read_url),
        files=fields.take("files", _some_texts),
        columns=columns,
        place=_placement(fields.take("place", block), columns, "place", book),
        period=fields.take("period", one_of(*PERIODS), default="month"),
        date_form=fields.take("dates", one_of("year-month-day", "day/month/year"), default="year-month-day"),
        zone=fields.take("zone", _zone, default=None),
        ignore=fields.take("ignore", texts, default=()),
        categories=fields.take("categories", _categories, default={}),
        not_wanted=fields.take("not_wanted", texts, default=()),
        repeated_ids=fields.take("repeated_ids", one_of(*REPEATED_IDS), default="count_each"),
        same_files=fields.take("same_files", one_of(*SAME_FILES), default="refuse"),
        covered=fields.take("covered", _covered, default=None),
        keep=None if keep is None else _placement(keep, columns, "keep", book),
        expect=fields.take("expect", _expectations, default={}),
        note=fields.take("note", optional_text, default=""),
    )
    fields.finish()
    _check_whole(found, fields)
    return found


def _check_whole(found: Records, fields: Fields) -> None:
    """What can be seen only when all of it is there."""
    has = found.columns
    if "date" not in has:
        raise fields.fault("names no column for the date; add date: ... below columns:", "columns")
    if ("longitude" in has) != ("latitude" in has):
        raise fields.fault("names one of longitude and latitude; a point needs both", "columns")
    if "category" in has and not found.categories:
        raise fields.fault("names a column of categories and does not say which are wanted; add categories:", "columns")
    if "category" not in has and (found.not_wanted or len(found.categories) > 1):
        raise fields.fault("tells categories apart and names no column for them; add category: ... below columns:")
    if found.repeated_ids != "count_each" and "id" not in has:
        raise fields.fault("says what to do with repeated IDs and names no column for them", "repeated_ids")


def _placement(said: yaml.Mapping, columns: Mapping[str, str], inside: str, book: Path) -> Placement:
    fields = Fields(said, inside)
    area_kind, year = fields.take("area_kind", text), fields.take("year", _year)
    ways: dict[str, Callable[[Fields], Way]] = {
        "point": _by_point,
        "lookup": lambda one: _by_lookup(one, book, area_kind, year),
        "code": _by_code,
    }
    found = Placement(area_kind, year, tuple(_way(one, columns, inside, ways) for one in fields.take("by", blocks)))
    fields.finish()
    if not found.ways:
        raise fields.fault("names no way to place a record; write - point:, - lookup: or - code: below by:", "by")
    return found


def _way(
    said: yaml.Mapping, columns: Mapping[str, str], inside: str, ways: Mapping[str, Callable[[Fields], Way]]
) -> Way:
    outer = Fields(said, f"{inside}, by")
    given = {word: outer.take(word, block, default=None) for word in ways}
    outer.finish()
    named = [word for word, value in given.items() if value is not None]
    if len(named) != 1:
        raise outer.fault("each way is one of point:, lookup: and code:; write one after each dash")
    fields = Fields(given[named[0]] or said, f"{inside}, {named[0]}")
    way = ways[named[0]](fields)
    fields.finish()
    needed = ("longitude", "latitude") if isinstance(way, ByPoint) else (way.column,)
    for word in needed:
        if word not in columns:
            raise fields.fault(f"needs the column {word!r}; add {word}: ... below columns:")
    return way


def _by_point(fields: Fields) -> ByPoint:
    return ByPoint(BoundaryFile(fields.take("boundaries", text), fields.take("code", text)))


def _by_lookup(fields: Fields, book: Path, area_kind: str, year: str) -> ByLookup:
    for old in ("file", "from", "to", "where"):
        if old in fields.block:
            what = f"says {old}: itself; describe the table once, in lookups/NAME.yaml, and write name: NAME here"
            raise fields.fault(what, old)
    name, there = fields.take("name", text), lookup_names(book)
    if name not in there:
        raise fields.fault(f"there is no lookups/{name}.yaml; there is: {', '.join(there) or 'none'}", "name")
    found = find_lookup(book, name)
    column = fields.take("column", one_of(*_CODED))
    if (found.end.area_kind, found.end.boundary_year) != (area_kind, year):
        leads = f"{name} leads to the kind {found.end.area_kind} of {found.end.boundary_year}"
        raise fields.fault(f"{leads}, and records are placed in the kind {area_kind} of {year}; name another", "name")
    if (column == POSTCODE) != (found.start.area_kind == POSTCODE):
        what = f"looks up the column {column} in {name}, which begins at the kind {found.start.area_kind}"
        raise fields.fault(f"{what}; name the column or the lookup that fits", "column")
    return ByLookup(
        lookup=name,
        column=column,
        file=found.file,
        code_from=found.start.heading,
        code_to=found.end.heading,
        declared=(*found.headings, *found.ignore),
        where=found.where,
        covers=fields.take("covers", _share, default=0.0),
    )


def _by_code(fields: Fields) -> ByCode:
    return ByCode(fields.take("column", one_of(*_CODED), default="area"))


def _columns(value: Any) -> dict[str, str]:
    found = {word: text(heading) for word, heading in block(value).items()}
    for word in found:
        if word not in COLUMNS:
            raise ValueError(f"{word!r} is no column of a record; write one of {', '.join(COLUMNS)}")
    return found


def _some_texts(value: Any) -> tuple[str, ...]:
    found = (text(value),) if isinstance(value, str) else texts(value)
    if not found:
        raise ValueError("is empty; write at least one path, as in [/secure/crimes/*.csv]")
    return found


def _categories(value: Any) -> dict[str, tuple[str, ...]]:
    found = {read_id(ours): _some_texts(theirs) for ours, theirs in block(value).items()}
    labels = [label for theirs in found.values() for label in theirs]
    twice = sorted({label for label in labels if labels.count(label) > 1})
    if twice:
        raise ValueError(f"{', '.join(twice)} stands under two categories; a record is counted once, so keep one")
    return found


def _covered(value: Any) -> Covered:
    fields = Fields(block(value), "covered")
    found = Covered(
        first=fields.take("first", _month),
        last=fields.take("last", _month),
        but_not=fields.take("but_not", _months, default=()),
    )
    fields.finish()
    if found.last < found.first:
        raise fields.fault(f"ends in {found.last}, before it begins in {found.first}; change one of them", "last")
    return found


def _months(value: Any) -> tuple[str, ...]:
    return tuple(_month(one) for one in texts(value))


def _month(value: Any) -> str:
    written = text(value)
    if not _MONTH.fullmatch(written):
        raise ValueError(f"{written!r} is not a month; write year-month, as in 2010-12")
    return written


def _year(value: Any) -> str:
    written = text(value)
    if not re.fullmatch(r"(19|20|21)\d\d", written):
        raise ValueError(f"{written!r} is not the year of boundaries; write it in four digits, as in 2022")
    return written


def _share(value: Any) -> float:
    share = number(value)
    if not 0 <= share <= 1:
        raise ValueError(f"{share:g} is not a share; write a number from 0 to 1, as in 0.97")
    return share


def _zone(value: Any) -> str:
    from zoneinfo import ZoneInfo

    name = text(value)
    try:
        ZoneInfo(name)
    except (KeyError, ValueError, OSError):
        raise ValueError(f"{name!r} is no time zone; write one as in Europe/London") from None
    return name


def _expectations(value: Any) -> dict[str, float]:
    expected = block(value)
    for word in expected:
        if word not in EXPECTATIONS:
            raise ValueError(f"{word!r} cannot be expected; write one of {', '.join(EXPECTATIONS)}")
    return {word: number(figure) for word, figure in expected.items()}
