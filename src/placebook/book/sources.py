"""Source files into sources: one published table, who published it, and what its columns mean."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import Any

from placebook.book import yaml
from placebook.book.disclosure_rules import read_limit
from placebook.book.fields import (
    Fields,
    block,
    blocks,
    boundary_year,
    number,
    one_of,
    optional_text,
    path_in_book,
    text,
    texts,
    whole,
)
from placebook.book.indicators import read_indicator
from placebook.book.periods import read_period
from placebook.sources.figures import GSS_SHORTHAND
from placebook.types import Indicator, Source, State

# Our word for a column of a tidy table -> the heading it has when the source does not say.
TIDY_HEADINGS = {
    "area": "area_code",
    "name": "area_name",
    "indicator": "indicator",
    "period": "period",
    "value": "value",
    "lower": "lower",
    "upper": "upper",
    "numerator": "numerator",
    "denominator": "denominator",
    "state": "state",
    "note": "note",
}
WIDE_WORDS = ("area", "name", "period", "note")  # what a wide table may have beside its indicators
UNLISTED = "unlisted"  # in ignore_areas: every area that areas.csv does not list
EXPECTATIONS = ("areas", "rows", "lowest", "highest", "missing")

_ID = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")
_STATES = {state.value: state for state in State} | dict(GSS_SHORTHAND)


def read_source(path: Path) -> Source:
    """A source from its YAML file.

    Raises ContentError, with file and line, when it says something that a source cannot say.
    """
    return source_of(yaml.read_yaml(path))


def source_of(value: yaml.Mapping) -> Source:
    """A source from YAML already read. See read_source."""
    fields = Fields(value)
    name = fields.take("source", read_id)
    columns = dict(fields.take("columns", _columns, default={}))
    area = fields.take("area", text, default=None)  # the short way to name the one column that is always needed
    if area is not None:
        columns.setdefault("area", area)
    source = Source(
        id=name,
        title=fields.take("title", text),
        publisher=fields.take("publisher", text),
        licence=fields.take("licence", text),
        url=fields.take("url", read_url),
        published=fields.take("published", read_day),
        file=fields.take("file", path_in_book, default=None),
        layout=fields.take("layout", one_of("tidy", "wide"), default="tidy"),
        columns=columns,
        period=fields.take("period", _period, default=None),
        area_kind=fields.take("area_kind", text, default=""),
        indicators=_indicators(fields, name),
        ignore=fields.take("ignore", texts, default=()),
        expect=fields.take("expect", _expectations, default={}),
        sheet=fields.take("sheet", text, default=None),
        heading_row=fields.take("heading_row", _row, default=1),
        ignore_areas=fields.take("ignore_areas", texts, default=()),
        shorthand=fields.take("shorthand", _shorthand, default={}),
        periods=fields.take("periods", _period_labels, default={}),
        next_release=fields.take("next_release", text, default=None),
        note=fields.take("note", optional_text, default=""),
        boundary_year=fields.take("boundary_year", boundary_year, default=""),
        rebase=fields.take("rebase", text, default=""),
        disclosure=fields.take("disclosure", read_limit, default=None),
    )
    fields.finish()
    _check_whole(source, fields)
    return source


def _indicators(fields: Fields, source: str) -> tuple[Indicator, ...]:
    """A list of blocks with an id each, or a block with ids as keys."""
    listed = fields.take("indicators", _blocks_or_block)
    if isinstance(listed, yaml.Mapping):
        found = tuple(read_indicator(value, key, source) for key, value in listed.items())
    else:
        found = tuple(read_indicator(value, None, source) for value in listed)
    if not found:
        raise fields.fault("declares no indicator; write at least one below indicators:", "indicators")
    for indicator in found:
        if not _ID.fullmatch(indicator.id):
            raise fields.fault(f"the id {indicator.id!r} {_ID_WORDS}", "indicators")
    return found


_ID_WORDS = "is not an id; write small letters, digits and single hyphens, as in crime-rate"


def _check_whole(source: Source, fields: Fields) -> None:
    """What can be seen only when the whole source is there."""
    names = [indicator.id for indicator in source.indicators]
    twice = sorted({name for name in names if names.count(name) > 1})
    if twice:
        raise fields.fault(f"declares {', '.join(twice)} more than once; keep one of each", "indicators")
    allowed = TIDY_HEADINGS if source.layout == "tidy" else WIDE_WORDS
    wrong = [word for word in source.columns if word not in allowed]
    if wrong:
        raise fields.fault(
            f"columns: {', '.join(wrong)} is no column of a {source.layout} table; {_one_of(allowed)}", "columns"
        )
    if source.layout == "wide" and "area" not in source.columns:
        raise fields.fault("a wide table needs the heading that holds the area codes; add area: ...")
    for indicator in source.indicators if source.layout == "wide" else ():
        if indicator.heading is None:
            raise fields.fault(f"indicator {indicator.id!r} has no heading: in a wide table; add it", "indicators")


def _one_of(words: Any) -> str:
    return f"write one of {', '.join(words)}"


def _blocks_or_block(value: Any) -> Any:
    if not isinstance(value, yaml.Mapping):
        return blocks(value)
    for one in value.values():
        block(one)
    return value


def read_id(value: Any) -> str:
    """Small letters, digits and single hyphens."""
    name = text(value)
    if not _ID.fullmatch(name):
        raise ValueError(f"{name!r} {_ID_WORDS}")
    return name


def _columns(value: Any) -> dict[str, str]:
    return {word: text(heading) for word, heading in block(value).items()}


def read_url(value: Any) -> str:
    """A web address."""
    url = text(value)
    if not re.fullmatch(r"https?://\S+", url):
        raise ValueError(f"{url!r} is not a web address; write https://...")
    return url


def read_day(value: Any) -> str:
    written = text(value)
    try:
        if len(written) != 10:
            raise ValueError(written)
        return date.fromisoformat(written).isoformat()
    except ValueError:
        raise ValueError(f"{written!r} is not a day; write year-month-day, as in 2019-09-26") from None


def _row(value: Any) -> int:
    if whole(value) < 1:
        raise ValueError(f"{value} is not a row; rows are counted from 1")
    return whole(value)


def _period(value: Any) -> str:
    label = text(value)
    read_period(label)
    return label


def _period_labels(value: Any) -> dict[str, str]:
    return {theirs: _period(ours) for theirs, ours in block(value).items()}


def _shorthand(value: Any) -> Mapping[str, State]:
    found = {}
    for sign, state in block(value).items():
        word = text(state)
        if word not in _STATES:
            raise ValueError(f"{word!r} is no reason for {sign!r}; {_one_of(state.value for state in State)}")
        found[sign] = _STATES[word]
    return found


def _expectations(value: Any) -> dict[str, float]:
    expected = block(value)
    for word in expected:
        if word not in EXPECTATIONS:
            raise ValueError(f"{word!r} cannot be expected; {_one_of(EXPECTATIONS)}")
    return {word: number(figure) for word, figure in expected.items()}
