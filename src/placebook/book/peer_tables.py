"""Files of `peers/`: tables of a whole country, among which areas like those of the book are looked for."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import numpy as np

from placebook.book import yaml
from placebook.book.fields import Fields, block, blocks, path_in_book, text, texts, truth, whole
from placebook.book.lookups import whole_table
from placebook.measure.nationwide import PeerTable
from placebook.sources.tables import Table
from placebook.types import NOTHING, ContentError, DataError, Indicator, Numbers, Source

OWN = "areas"  # in place of codes after of: every area of the book that the table has
_LEAST = 3  # areas of a group: a spread of two says nothing


@dataclass(frozen=True, slots=True)
class Described:
    """A table of peers as its YAML file describes it: what stands under which heading."""

    id: str
    title: str
    kind: str
    of: tuple[str, ...]
    count: int
    file: str
    area: str
    name: str
    variables: tuple[Indicator, ...]
    logarithms: frozenset[str]
    sources: tuple[Source, ...]
    within: str | None = None
    like: str | None = None  # heading of the kind of area: only those of one kind, or group of kinds, are compared
    groups: Mapping[str, tuple[str, ...]] = field(default_factory=lambda: NOTHING)
    ignore: tuple[str, ...] = ()
    note: str = ""


def read_peer_tables(folder: Path, own: tuple[str, ...] = ()) -> tuple[PeerTable, ...]:
    """Every table of peers of a book. `own` are the codes of the areas that it compares.

    Raises ContentError and DataError as `read_described` and `peer_table` do.
    """
    return tuple(peer_table(folder, read_described(path), own) for path in sorted((folder / "peers").glob("*.yaml")))


def read_described(path: Path) -> Described:
    """A table of peers from its YAML file. Raises ContentError, with file and line, when it says what it cannot say."""
    fields = Fields(yaml.read_yaml(path))
    name = fields.take("peers", text)
    if name != path.stem:
        raise fields.fault(f"is called {name!r} in a file {path.name}; call the file {name}.yaml", "peers")
    sources = tuple(_source(one) for one in fields.take("sources", blocks))
    read = tuple(_variable(one, {source.id for source in sources}) for one in fields.take("variables", blocks))
    like = fields.take("like_with_like", _like, default=(None, {}))
    found = Described(
        id=name,
        title=fields.take("title", text),
        kind=fields.take("kind", text),
        of=fields.take("of", _codes),
        count=fields.take("count", whole, default=10),
        file=fields.take("file", path_in_book),
        area=fields.take("area", text),
        name=fields.take("name", text),
        variables=tuple(variable for variable, _ in read),
        logarithms=frozenset(variable.id for variable, logarithm in read if logarithm),
        sources=sources,
        within=fields.take("within", text, default=None),
        like=like[0],
        groups=like[1],
        ignore=fields.take("ignore", texts, default=()),
        note=fields.take("note", text, default=""),
    )
    fields.finish()
    if not found.variables or len({one.id for one in found.variables}) < len(found.variables):
        raise fields.fault("needs at least one variable, and each id once", "variables")
    if found.count < 1:
        raise fields.fault("asks for no peers; write a number of at least 1", "count")
    return found


def _codes(value: Any) -> tuple[str, ...]:
    return (OWN,) if value == OWN else texts(value)


def _source(said: yaml.Mapping) -> Source:
    fields = Fields(said, "sources")
    found = Source(
        id=fields.take("id", text),
        title=fields.take("title", text),
        publisher=fields.take("publisher", text),
        licence=fields.take("licence", text),
        url=fields.take("url", text),
        published=fields.take("published", text, default=""),
        note=fields.take("note", text, default=""),
    )
    fields.finish()
    return found


def _variable(said: yaml.Mapping, sources: set[str]) -> tuple[Indicator, bool]:
    fields = Fields(said, "variables")
    name = fields.take("id", text)
    found = Indicator(
        id=name,
        title=fields.take("title", text),
        unit=fields.take("unit", text, default=""),
        kind="context",
        source=fields.take("source", text),
        decimals=fields.take("decimals", whole, default=1),
        heading=fields.take("heading", text, default=name),
        period=fields.take("period", text),
        says=fields.take("says", text, default=""),
    )
    logarithm = fields.take("logarithm", truth, default=False)
    fields.finish()
    if found.source not in sources:
        raise fields.fault(f"names the source {found.source!r}; there is: {', '.join(sorted(sources))}", "source")
    return found, logarithm


def _like(value: Any) -> tuple[str | None, Mapping[str, tuple[str, ...]]]:
    fields = Fields(block(value), "like_with_like")
    heading = fields.take("heading", text)
    groups = {name: texts(kinds) for name, kinds in fields.take("groups", block, default={}).items()}
    fields.finish()
    kinds = [kind for group in groups.values() for kind in group]
    twice = sorted({kind for kind in kinds if kinds.count(kind) > 1})
    if twice:
        raise ValueError(f"{twice[0]!r} stands in two groups; an area is compared within one")
    return heading, groups


def peer_table(folder: Path, said: Described, own: tuple[str, ...] = ()) -> PeerTable:
    """A table of peers with its figures.

    Raises DataError for a table that is not as described: headings gone or undeclared, a code that is blank or stands
    twice, a cell that is no number, a variable below zero of which the logarithm is wanted; and for an area whose peers
    are wanted that is not there, or has fewer than three areas to be compared with.
    """
    columns = [said.area, said.name, said.within, said.like, *(one.heading for one in said.variables)]
    known = list(dict.fromkeys(column for column in columns if column))
    table = whole_table(folder, said.file, known, said.ignore, f"table of peers {said.id}")
    codes = _each_once(table, said.area)
    kinds = _words(table, said.like) if said.like else (said.kind,) * len(codes)
    of = tuple(code for code in own if code in set(codes)) if said.of == (OWN,) else said.of
    found = PeerTable(
        id=said.id,
        title=said.title,
        kind=said.kind,
        of=of,
        count=said.count,
        variables=said.variables,
        logarithms=said.logarithms,
        sources=said.sources,
        areas=codes,
        names=_words(table, said.name),
        within=_words(table, said.within) if said.within else ("",) * len(codes),
        kinds=kinds,
        groups=_groups(kinds, said.groups),
        figures=np.stack([_figures(table, one, one.id in said.logarithms) for one in said.variables], axis=1),
        note=said.note,
    )
    _check_wanted(found, said)
    return found


def _check_wanted(table: PeerTable, said: Described) -> None:
    if not table.of:
        raise DataError(f"{said.file}: holds none of the areas whose peers are wanted; look at their codes")
    for code in table.of:
        if code not in table.areas:
            raise DataError(f"{said.file}: {code} is not in the table, and its peers are wanted; add it, or change of:")
        if len(table.group_of(code)) < _LEAST:
            raise DataError(
                f"{said.file}: {code} is the only one or two of its kind, so that nothing can be compared; "
                "name a wider group under like_with_like:"
            )


def _groups(kinds: tuple[str, ...], declared: Mapping[str, tuple[str, ...]]) -> tuple[str, ...]:
    """The group of each area: that which its kind is declared to be in, else all of its own kind."""
    of = {kind: name for name, some in declared.items() for kind in some}
    strange = sorted(set(of) - set(kinds))
    if strange:
        raise ContentError(f"like_with_like: no area is of the kind {strange[0]!r}; there is: {_some(set(kinds))}")
    return tuple(of.get(kind, kind) for kind in kinds)


def _some(words: set[str]) -> str:
    return ", ".join(sorted(words)[:12])


def _each_once(table: Table, heading: str) -> tuple[str, ...]:
    seen: dict[str, int] = {}
    for at, cell in enumerate(table.column(heading)):
        code = str(cell or "")
        if not code or code in seen:
            what = "is blank; write a code" if not code else f"is {code}, as in row {seen[code]}; keep one row"
            raise DataError(f"{table.file}, row {table.rows[at]}: {heading} {what}")
        seen[code] = table.rows[at]
    return tuple(seen)


def _words(table: Table, heading: str) -> tuple[str, ...]:
    return tuple(str(cell or "") for cell in table.column(heading))


def _figures(table: Table, variable: Indicator, logarithm: bool) -> Numbers:
    """The figures of a variable, NaN for a blank cell."""
    found = np.full(len(table), np.nan)
    for at, cell in enumerate(table.column(variable.heading or variable.id)):
        if cell is None:
            continue
        try:
            found[at] = float(str(cell))
        except ValueError:
            found[at] = np.inf
        if not np.isfinite(found[at]) or (logarithm and found[at] <= 0):
            wanted = "a number above 0, as its logarithm is compared" if logarithm else "a number"
            raise DataError(
                f"{table.file}, row {table.rows[at]}: {variable.heading} is {cell!r}; write {wanted}, or leave it blank"
            )
    return found
