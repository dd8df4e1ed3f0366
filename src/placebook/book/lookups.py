"""Files of `lookups/`: which small areas lie in which areas of other boundaries, as somebody published it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from placebook.book import yaml
from placebook.book.fields import Fields, block, boundary_year, path_in_book, text, texts
from placebook.measure.shares import Shares, shares_by
from placebook.sources.lookups import check_headings, rows_kept
from placebook.sources.sheets import Cell
from placebook.sources.tables import Table, read_table
from placebook.types import NOTHING, ContentError, DataError

EQUAL_PARTS = "equal_parts"
POSTCODE = "postcode"  # a kind of area without a year of boundaries


@dataclass(frozen=True, slots=True)
class End:
    """One end of a lookup: what kind of areas, of which boundaries, and the headings of their codes and names."""

    area_kind: str
    boundary_year: str
    heading: str
    name_heading: str | None = None


@dataclass(frozen=True, slots=True)
class People:
    """A table of how many people (or homes) small areas hold. `says` names what is counted and who counted it."""

    file: str
    area: str
    people: str
    says: str


@dataclass(frozen=True, slots=True)
class Lookup:
    """One published lookup between two sets of boundaries, and how areas that are divided are shared out.

    `share` is the heading of a column of shares. Without one, `split_by` is a table of people in the areas at the
    second end, "equal_parts", or None where no area may be divided.
    """

    id: str
    title: str
    publisher: str
    licence: str
    url: str
    published: str  # ISO day, or "" where it is not known
    file: str
    start: End
    end: End
    share: str | None = None
    split_by: People | str | None = None
    ignore: tuple[str, ...] = ()  # headings left aside; * stands for any
    where: Mapping[str, tuple[str, ...]] = field(default_factory=lambda: NOTHING)  # the rows that are kept

    @property
    def headings(self) -> tuple[str, ...]:
        """The headings that the table must have."""
        ends = (self.start.heading, self.end.heading, self.start.name_heading, self.end.name_heading)
        return tuple(dict.fromkeys(one for one in (*ends, self.share, *self.where) if one))


def read_lookup(path: Path) -> Lookup:
    """A lookup from its YAML file. Raises ContentError, with file and line, when it says what a lookup cannot say."""
    fields = Fields(yaml.read_yaml(path))
    name = fields.take("lookup", text)
    if name != path.stem:
        raise fields.fault(f"is called {name!r} in a file {path.name}; call the file {name}.yaml", "lookup")
    split = fields.take("split_by", _split, default=None)
    found = Lookup(
        id=name,
        title=fields.take("title", text),
        publisher=fields.take("publisher", text),
        licence=fields.take("licence", text),
        url=fields.take("url", text),
        published=fields.take("published", text, default=""),
        file=fields.take("file", text),  # in the book or outside it: a list of postcodes may be as large as records
        start=read_end(fields.take("from", block), "from"),
        end=read_end(fields.take("to", block), "to"),
        share=fields.take("share", text, default=None),
        split_by=split,
        ignore=fields.take("ignore", texts, default=()),
        where=fields.take("where", read_where, default=NOTHING),
    )
    fields.finish()
    if found.share and found.split_by:
        raise fields.fault("has a column of shares and says how to split as well; keep one of the two", "split_by")
    if found.start.heading == found.end.heading and found.start != found.end:
        raise fields.fault("reads both ends from one column; name the heading of each", "to")
    return found


def lookup_names(folder: Path) -> tuple[str, ...]:
    """The lookups of a book, sorted."""
    return tuple(sorted(one.stem for one in (folder / "lookups").glob("*.yaml")))


def find_lookup(folder: Path, name: str) -> Lookup:
    """The lookup of that name in a book. Raises ContentError that names what there is."""
    path = folder / "lookups" / f"{name}.yaml"
    if path.is_file():
        return read_lookup(path)
    there = ", ".join(lookup_names(folder)) or "none"
    raise ContentError(f"lookups/{name}.yaml: there is no such lookup; there is: {there}")


def read_end(said: yaml.Mapping, inside: str) -> End:
    """One end of a lookup from its block."""
    fields = Fields(said, inside)
    kind = fields.take("area_kind", text)
    found = End(
        area_kind=kind,
        boundary_year="" if kind == POSTCODE else fields.take("boundary_year", boundary_year),
        heading=fields.take("heading", text),
        name_heading=fields.take("name", text, default=None),
    )
    fields.finish()
    return found


def read_people(value: Any) -> People:
    """A table of people from its block."""
    fields = Fields(block(value), "people")
    found = People(
        fields.take("file", path_in_book),
        fields.take("area", text),
        fields.take("people", text),
        fields.take("says", text),
    )
    fields.finish()
    return found


def read_where(value: Any) -> dict[str, tuple[str, ...]]:
    """Which words a row must have in which columns to be kept."""
    return {heading: (text(one),) if isinstance(one, str) else texts(one) for heading, one in block(value).items()}


def _split(value: Any) -> People | str:
    return EQUAL_PARTS if value == EQUAL_PARTS else read_people(value)


# --- the tables ---


def shares_of(folder: Path, lookup: Lookup) -> Shares:
    """What a lookup says, from its table.

    Raises DataError when the table is not as the lookup says: a heading missing or not declared, a row without a code,
    shares that are no numbers or do not sum to 1, or an area that is divided when nobody says how.
    """
    table = _table_of(folder, lookup)
    of, to = lookup.start.boundary_year, lookup.end.boundary_year
    try:
        if lookup.share:
            parts = _given(table, lookup)
            shares = Shares(parts, of, to, basis=(f"the column {lookup.share}",))
        else:
            shares = _split_shares(folder, table, lookup, of, to)
    except DataError as why:
        said = str(why)
        raise DataError(said if said.startswith(lookup.file) else f"{lookup.file}: {said}") from None
    return Shares(shares.parts, of, to, lookup.end.area_kind, basis=shares.basis)


def _split_shares(folder: Path, table: Table, lookup: Lookup, of: str, to: str) -> Shares:
    pairs = [pair for _, pair in _pairs(table, lookup)]
    divided = _first_divided(pairs)
    if divided is not None and lookup.split_by is None:
        raise DataError(
            f"{divided} lies in several areas, and nobody says how it is shared out; add to the lookup {lookup.id} "
            f"share: with a column of shares, or split_by: with a table of people or the words {EQUAL_PARTS}"
        )
    if isinstance(lookup.split_by, People):
        return shares_by(pairs, people_of(folder, lookup.split_by), of, to, basis=lookup.split_by.says)
    return shares_by(pairs, None, of, to)


def _first_divided(pairs: list[tuple[str, str]]) -> str | None:
    seen: dict[str, str] = {}
    return next((code for code, other in pairs if seen.setdefault(code, other) != other), None)


def _given(table: Table, lookup: Lookup) -> dict[str, dict[str, float]]:
    """The shares of a column."""
    parts: dict[str, dict[str, float]] = {}
    for at, (code, other) in _pairs(table, lookup):
        if other in parts.get(code, {}):
            raise DataError(f"{lookup.file}, row {table.rows[at]}: {code} in {other} stands twice; keep one row")
        parts.setdefault(code, {})[other] = number_in(table, at, lookup.share or "", "a share, from 0 to 1")
    return parts


def _pairs(table: Table, lookup: Lookup) -> Iterator[tuple[int, tuple[str, str]]]:
    """Both codes of each row, with its position."""
    kept = rows_kept(table, lookup.where).tolist()
    codes = zip(table.column(lookup.start.heading), table.column(lookup.end.heading), strict=True)
    for at, (code, other) in enumerate(codes):
        if not kept[at]:
            continue
        if code is None or other is None:
            empty = lookup.start.heading if code is None else lookup.end.heading
            raise DataError(f"{lookup.file}, row {table.rows[at]}: {empty} is blank; write a code, or take the row out")
        yield at, (str(code), str(other))


def _table_of(folder: Path, lookup: Lookup) -> Table:
    return whole_table(folder, lookup.file, lookup.headings, lookup.ignore, f"lookup {lookup.id}")


def whole_table(folder: Path, file: str, known: Sequence[str], ignore: tuple[str, ...], what: str) -> Table:
    """A table with all the headings that are known and none that nobody declared.

    Raises DataError for a heading that is gone or new, and for rows that do not fit.
    """
    table = read_table(folder / file, file)
    check_headings(table, known, ignore, what)
    for finding in table.findings:
        if finding.level == "fault":
            raise DataError(str(finding))
    return table


def people_of(folder: Path, said: People) -> dict[str, float]:
    """People by code of the area. Raises DataError for a number that is none, or an area that stands twice."""
    table = read_table(folder / said.file, said.file)
    for heading in (said.area, said.people):
        if heading not in table.headings:
            raise DataError(f"{said.file}: the heading {heading!r} is gone; there is: {', '.join(table.headings)}")
    found: dict[str, float] = {}
    for at, code in enumerate(table.column(said.area)):
        if str(code) in found:
            raise DataError(f"{said.file}, row {table.rows[at]}: {code} stands twice; keep one row for each area")
        found[str(code)] = number_in(table, at, said.people, "how many people there are")
    return found


def number_in(table: Table, at: int, heading: str, wanted: str) -> float:
    """A number, not below zero, from one cell. Raises DataError with its row."""
    cell: Cell = table.column(heading)[at]
    try:
        value = float(str(cell))
    except ValueError:
        value = -1.0
    if not 0 <= value < float("inf"):
        written = "blank" if cell is None else f"{cell!r}"
        raise DataError(f"{table.file}, row {table.rows[at]}: {heading} is {written}; write {wanted}")
    return value


def names_of(folder: Path, lookup: Lookup) -> Mapping[str, str]:
    """The names that a lookup gives to the areas at its second end, by code; empty where it gives none."""
    if lookup.end.name_heading is None:
        return {}
    table = _table_of(folder, lookup)
    pairs = zip(table.column(lookup.end.heading), table.column(lookup.end.name_heading), strict=True)
    return {str(code): str(name or code) for code, name in pairs}
