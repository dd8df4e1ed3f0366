"""Tables: named columns, to and from Parquet files whose bytes depend on nothing but the table."""

from __future__ import annotations

import glob
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from math import isnan
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal

import numpy as np
from numpy.typing import NDArray

if TYPE_CHECKING:
    import duckdb

ROW_GROUP = 65_536  # rows; fixed, since the bytes depend on it
CODEC: Literal["zstd"] = "zstd"  # a sixth smaller than snappy and no slower to write or read
SETTINGS: dict[str, str | bool | int | float | list[str]] = {  # of the engine: it never reaches for the network
    "autoinstall_known_extensions": False,
    "autoload_known_extensions": False,
}


class Kind(StrEnum):
    """What stands in a column. In memory: text as str, yes or no as bool, both numbers as float64."""

    TEXT = "text"
    NUMBER = "number"
    WHOLE = "whole"  # a whole number, exact up to 2**53
    YES_NO = "yes or no"


@dataclass(frozen=True, slots=True)
class Heading:
    """The heading of a column: its name, its kind, and what it says in a sentence."""

    name: str
    kind: Kind = Kind.TEXT
    says: str = ""


@dataclass(frozen=True, slots=True)
class Table:
    """Columns of equal length under headings. A missing number is NaN, never zero; a missing text is ''.

    `key` names the headings that together tell one row from another.
    """

    headings: tuple[Heading, ...]
    columns: tuple[NDArray[Any], ...]
    key: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        lengths = {len(column) for column in self.columns}
        if len(self.headings) != len(self.columns) or len(lengths) > 1:
            raise ValueError(f"{len(self.headings)} headings stand over columns of lengths {sorted(lengths)}")

    def __len__(self) -> int:
        return len(self.columns[0]) if self.columns else 0

    @property
    def names(self) -> tuple[str, ...]:
        """The names of the headings, from left to right."""
        return tuple(heading.name for heading in self.headings)

    def __getitem__(self, name: str) -> NDArray[Any]:
        """One column by its name. Raises KeyError with the names there are."""
        if name not in self.names:
            raise KeyError(f"no column called {name!r}; there is: {', '.join(self.names)}")
        return self.columns[self.names.index(name)]

    def where(self, wanted: NDArray[np.bool_]) -> Table:
        """The rows for which this is True."""
        return Table(self.headings, tuple(column[wanted] for column in self.columns), self.key)

    def rows(self) -> Iterator[tuple[str | float | int | bool | None, ...]]:
        """Row by row, as plain values: None where there is no number, whole numbers as int."""
        plain = [_plain(heading.kind, column) for heading, column in zip(self.headings, self.columns, strict=True)]
        return zip(*plain, strict=True)


def table_of(headings: Iterable[Heading], columns: Mapping[str, Any], key: tuple[str, ...] = ()) -> Table:
    """A table from columns by name (lists or arrays), each put into the form of its kind; minus zero becomes zero."""
    headings = tuple(headings)
    return Table(headings, tuple(_as_kind(h.kind, columns[h.name]) for h in headings), key)


def write_parquet(table: Table, path: Path, sort: tuple[str, ...] = ()) -> None:
    """Write a table to a Parquet file, in the order given or sorted by these columns first and then all others.

    Missing numbers become NULL. Rows, row groups and codec are fixed, so the same table gives the
    same bytes, whatever the number of threads.
    """
    import duckdb

    with duckdb.connect(config=SETTINGS) as engine:
        given = as_stored(table, engine)
        if sort:
            order = (*sort, *(name for name in table.names if name not in sort))
            given = given.sort(*(duckdb.ColumnExpression(name) for name in order))
        given.write_parquet(str(path), compression=CODEC, row_group_size=ROW_GROUP)


def as_stored(table: Table, engine: duckdb.DuckDBPyConnection) -> duckdb.DuckDBPyRelation:
    """A table as the engine writes it down, with missing numbers as NULL. It lasts until the next one is handed in."""
    engine.register("given", dict(zip(table.names, table.columns, strict=True)))
    return engine.table("given").select(*(_stored(heading) for heading in table.headings))


def open_parquet(path: Path) -> duckdb.DuckDBPyRelation:
    """A Parquet file as a DuckDB relation: nothing is read until something is asked of it.

    Raises FileNotFoundError when it is not there.
    """
    import duckdb

    if not path.is_file():
        raise FileNotFoundError(f"{path} is not there")
    # a folder may be called "north[1]" or "year=2010": neither is a pattern or a column
    return duckdb.connect(config=SETTINGS).read_parquet(glob.escape(str(path)), hive_partitioning=False)


def read_parquet(path: Path, headings: Iterable[Heading], key: tuple[str, ...] = ()) -> Table:
    """Read a table back, with missing numbers as NaN. Raises KeyError when a column is not in the file."""
    headings = tuple(headings)
    found = open_parquet(path)
    gone = [heading.name for heading in headings if heading.name not in found.columns]
    if gone:
        raise KeyError(f"{path.name} has no column {', '.join(gone)}; there is: {', '.join(found.columns)}")
    return table_of(headings, found.fetchnumpy(), key)


def _stored(heading: Heading) -> duckdb.Expression:
    """A column as it goes into the file: NULL where there is no number."""
    import duckdb

    column = duckdb.ColumnExpression(heading.name)
    if heading.kind in (Kind.TEXT, Kind.YES_NO):
        stored = column.cast("VARCHAR" if heading.kind is Kind.TEXT else "BOOLEAN")
    else:
        known = duckdb.CaseExpression(duckdb.FunctionExpression("isnan", column), duckdb.ConstantExpression(None))
        stored = known.otherwise(column).cast("DOUBLE" if heading.kind is Kind.NUMBER else "BIGINT")
    return stored.alias(heading.name)


def _as_kind(kind: Kind, column: Any) -> NDArray[Any]:
    if kind is Kind.TEXT:
        return np.asarray(column, dtype=object)
    if kind is Kind.YES_NO:
        return np.asarray(column, dtype=np.bool_)
    if np.ma.isMaskedArray(column):  # how DuckDB hands over NULL
        return np.ma.filled(column.astype(np.float64), np.nan)
    return np.asarray(column, dtype=np.float64) + 0.0  # minus zero, which Parquet does not keep, becomes zero


def _plain(kind: Kind, column: NDArray[Any]) -> Iterable[Any]:
    if kind in (Kind.TEXT, Kind.YES_NO):
        whole_column: list[str | bool] = column.tolist()
        return whole_column
    turn = int if kind is Kind.WHOLE else float
    return (None if isnan(value) else turn(value) for value in column.tolist())
